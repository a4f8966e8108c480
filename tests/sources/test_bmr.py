"""What is read from Boix, Miller and Rosato."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import bmr
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = bmr.PUBLICATIONS[0]
TABLE = PUBLICATION.table("regimes")


def copy(shared: Path) -> Path:
    return shared / "data/security/regimes/dd_bmr.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return bmr.read_copy({"regimes": copy(shared)})


def values(reading: Reading) -> dict[tuple[str, int], float]:
    found = PUBLICATION.offers[0].values({"regimes": nw.from_native(reading.tables["regimes"].lazy())})
    ids = {s.number: s.id for s in states.states()}
    rows = found.collect(backend="polars").to_native().select("state", "year", "value").rows()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(ids[state], year): value for state, year, value in rows}


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    frame = checked(TABLE, reading.tables["regimes"], copy(shared))
    within(TABLE.envelopes[reading.release.stamp], TABLE, frame, copy(shared))


@pytest.mark.shared
def test_myanmar_was_no_democracy_between_the_juntas(reading: Reading) -> None:
    found = values(reading)
    assert {found["MMR", y] for y in range(2008, 2021)} == {0.0}
    assert found["USA", 2020] == 1.0


@pytest.mark.shared
def test_a_year_without_a_coding_is_not_there(reading: Reading) -> None:
    blank = reading.tables["regimes"].filter(pl.col("democracy").is_null(), pl.col("state").is_not_null())
    ids = {s.number: s.id for s in states.states()}
    found = values(reading)
    assert len(blank) > 0
    assert not any((ids[s], y) in found for s, y in blank.select("state", "year").iter_rows())


@pytest.mark.shared
def test_numbers_of_the_authors_own_are_read(reading: Reading) -> None:
    found = values(reading)
    assert {y for s, y in found if s == "SUN"} == set(range(1922, 1992))
    for id_, year in (("XKX", 2020), ("MNE", 2020), ("SSD", 2020), ("SDN", 2020), ("VNM", 2020), ("KIR", 2020)):
        assert (id_, year) in found


@pytest.mark.shared
def test_a_state_coded_twice_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "bmr.parquet"
    frame = pl.read_parquet(copy(shared))
    frame.with_columns(pl.col("bmr_ccode").replace(348, 341)).write_parquet(path)
    with pytest.raises(Failure, match=r"bmr.parquet:\d+: \d+ rows share their key"):
        bmr.read_copy({"regimes": path})
