"""What is read from Polity5."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import polity
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = polity.PUBLICATIONS[0]
TABLE = PUBLICATION.table("polity")


def copy(shared: Path) -> Path:
    return shared / "data/security/regimes/dd_polity5.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return polity.read_copy({"polity": copy(shared)})


def values(reading: Reading) -> dict[tuple[str, int], float]:
    found = PUBLICATION.offers[0].values({"polity": nw.from_native(reading.tables["polity"].lazy())})
    ids = {s.number: s.id for s in states.states()}
    rows = found.collect(backend="polars").to_native().select("state", "year", "value").rows()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(ids[state], year): value for state, year, value in rows}


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    frame = checked(TABLE, reading.tables["polity"], copy(shared))
    within(TABLE.envelopes[reading.release.stamp], TABLE, frame, copy(shared))


@pytest.mark.shared
def test_scores_of_myanmar(reading: Reading) -> None:
    found = values(reading)
    assert [found["MMR", y] for y in (2010, 2014, 2015, 2016, 2018)] == [-6, -3, 2, 8, 8]
    assert ("MMR", 2019) not in found


@pytest.mark.shared
def test_special_codes_are_no_scores(reading: Reading) -> None:
    assert all(-10 <= v <= 10 for v in values(reading).values())
    kept = reading.tables["polity"].filter(pl.col("polity") < -10)
    assert set(kept["polity"]) == {-66, -77, -88}


@pytest.mark.shared
def test_each_polity_is_its_own_state(reading: Reading) -> None:
    found = values(reading)
    assert {y for s, y in found if s == "SUN"} == set(range(1922, 1992))
    assert {1922, 1992} <= {y for s, y in found if s == "RUS"}
    assert {2008, 2018} <= {y for s, y in found if s == "XKX"}
    assert {2006, 2018} <= {y for s, y in found if s == "MNE"}
    assert {2011, 2018} <= {y for s, y in found if s == "SSD"}
    assert {2010, 2011, 2018} <= {y for s, y in found if s == "SDN"}
    assert max(y for s, y in found if s == "XAH") == 1918


@pytest.mark.shared
def test_the_polity_in_place_at_the_end_of_the_year_has_it(reading: Reading) -> None:
    rows = reading.tables["polity"].filter(pl.col("state").is_null()).select("unit", "year")
    assert set(rows.iter_rows()) == {
        (255, 1945), (260, 1990), (324, 1861), (345, 1991), (530, 1993), (625, 2011), (816, 1976),
    }  # fmt: skip


@pytest.mark.shared
def test_after_2018_only_the_united_states_are_covered(reading: Reading) -> None:
    spans = reading.coverage["polity"]
    assert any(s.covers("USA", None, 2020) for s in spans)
    assert not any(s.covers("MMR", None, 2020) for s in spans)


@pytest.mark.shared
def test_an_unknown_number_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "polity.parquet"
    frame = pl.read_parquet(copy(shared))
    frame.with_columns(pl.col("polity_annual_ccode").replace(348, 349 + 400)).write_parquet(path)
    with pytest.raises(Failure, match=r"polity.parquet:\d+: '749' .* no state that the registry knows"):
        polity.read_copy({"polity": path})
