"""What is read from the Lexical Index of Electoral Democracy."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import lied
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = lied.PUBLICATIONS[0]
TABLE = PUBLICATION.table("index")


def copy(shared: Path) -> Path:
    return shared / "data/security/regimes/dd_lied.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return lied.read_copy({"index": copy(shared)})


def values(reading: Reading) -> dict[tuple[str, int], float]:
    found = PUBLICATION.offers[0].values({"index": nw.from_native(reading.tables["index"].lazy())})
    ids = {s.number: s.id for s in states.states()}
    rows = found.collect(backend="polars").to_native().select("state", "year", "value").rows()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(ids[state], year): value for state, year, value in rows}


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    frame = checked(TABLE, reading.tables["index"], copy(shared))
    within(TABLE.envelopes[reading.release.stamp], TABLE, frame, copy(shared))


@pytest.mark.shared
def test_the_coup_takes_myanmar_from_six_to_nought(reading: Reading) -> None:
    found = values(reading)
    assert [found["MMR", y] for y in (2014, 2015, 2020, 2021, 2024)] == [3, 6, 6, 0, 0]


@pytest.mark.shared
def test_the_index_is_the_publishers_own(reading: Reading) -> None:
    assert values(reading)["THA", 2007] == 4


@pytest.mark.shared
def test_a_score_belongs_to_the_state_of_31_december(reading: Reading) -> None:
    found = values(reading)
    assert {y for s, y in found if s == "SUN"} == set(range(1922, 1991))
    assert ("RUS", 1991) in found
    assert ("YUG", 1918) in found
    assert {y for s, y in found if s == "XGC"} == set(range(1821, 1830))


@pytest.mark.shared
def test_units_that_are_no_state_have_no_number(reading: Reading) -> None:
    frame = reading.tables["index"]
    without = set(frame.filter(pl.col("state").is_null())["name"])
    assert {"Somaliland", "Palestine/Gaza", "Hamburg", "Newfoundland"} <= without
    assert "Myanmar" not in without


@pytest.mark.shared
def test_a_level_above_six_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "lied.parquet"
    pl.read_parquet(copy(shared)).with_columns(pl.col("lexical_index_original").replace(6, 7)).write_parquet(path)
    with pytest.raises(Failure, match="'lexical_index' holds 7, expected a int at least 0 and at most 6"):
        checked(TABLE, lied.read_copy({"index": path}).tables["index"], path)
