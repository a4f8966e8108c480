"""What is read from the list of Gleditsch and Ward."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import gleditsch_ward
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = gleditsch_ward.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/regimes/gw_system.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return gleditsch_ward.read_copy({"states": copy(shared)})


def years(reading: Reading, id_: str) -> set[int]:
    found = PUBLICATION.offers[0].values({"membership": nw.from_native(reading.tables["membership"].lazy())})
    frame = found.collect(backend="polars").to_native()
    return set(frame.filter(pl.col("state") == states.state(id_).number)["year"])


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, table in reading.tables.items():
        known = PUBLICATION.table(name)
        within(known.envelopes["2020-12-31"], known, checked(known, table, copy(shared)), copy(shared))


@pytest.mark.shared
def test_the_older_list_of_216_spells_is_within(reading: Reading, shared: Path) -> None:
    older = pl.read_parquet(shared / "data/security/gw_states/gw_states.parquet")
    starts = older.select(pl.col("gwcode").alias("number"), pl.col("startdate").str.to_date().alias("start"))
    assert len(starts) == 216
    assert starts.join(reading.tables["spells"], on=["number", "start"], how="anti").is_empty()


@pytest.mark.shared
def test_a_number_is_divided_between_the_states_that_held_it(reading: Reading) -> None:
    assert years(reading, "SUN") == set(range(1922, 1992))
    assert 1991 in years(reading, "RUS")
    assert years(reading, "SCG") == {2003, 2004, 2005, 2006}
    assert min(years(reading, "SRB")) == 2006


@pytest.mark.shared
def test_myanmar_and_small_states_are_listed(reading: Reading) -> None:
    assert set(range(1948, 2021)) <= years(reading, "MMR")
    assert 1950 in years(reading, "MCO")
    small = reading.tables["spells"].filter("microstate")["name"].to_list()
    assert {"Monaco", "San Marino"} <= set(small)


@pytest.mark.shared
def test_an_impossible_day_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "gw_system.parquet"
    pl.read_parquet(copy(shared)).with_columns(pl.col("end").replace("2020-12-31", "2020-12-32")).write_parquet(path)
    with pytest.raises(Failure, match=r"gw_system.parquet:1: '2020-12-32' .* in the column 'end'"):
        gleditsch_ward.read_copy({"states": path})
