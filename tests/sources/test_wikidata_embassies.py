"""What is read from Wikidata's list of embassies."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import wikidata_embassies
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = wikidata_embassies.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/embassies_wikidata/embassies_2022_11_16.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return wikidata_embassies.read({"missions": copy(shared)})


def embassies(reading: Reading, origin: str, target: str) -> list[int]:
    pair = {"origin": states.state(origin).number, "target": states.state(target).number, "year": 2022}
    return reading.tables["counts"].filter(**pair)["embassies"].to_list()


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_russia_and_myanmar_have_an_embassy_in_each_other(reading: Reading) -> None:
    assert embassies(reading, "RUS", "MMR") == embassies(reading, "MMR", "RUS") == [1]


@pytest.mark.shared
def test_an_embassy_counts_where_it_stands_and_not_where_else_it_is_accredited(reading: Reading) -> None:
    moscow = reading.tables["missions"].filter(item="Q7783963").row(0, named=True)
    assert moscow["accredited_to"] == "Russia; Latvia"
    assert moscow["parties"] == [states.state("MMR").number, states.state("RUS").number]
    assert embassies(reading, "MMR", "LVA") == []


@pytest.mark.shared
def test_all_missions_are_listed_and_no_state_has_one_in_itself(reading: Reading) -> None:
    assert len(reading.tables["missions"]) == 9_852
    counts = reading.tables["counts"]
    assert counts.filter(pl.col("origin") == pl.col("target")).is_empty()
    assert counts["embassies"].max() == 2


@pytest.mark.shared
def test_an_absent_embassy_is_not_known_and_everything_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.offers[0].what.absent == "not known"  # type: ignore[union-attr]
    assert PUBLICATION.ship(reading) is reading


@pytest.mark.shared
@pytest.mark.parametrize(("column", "new"), [("type", "spaceport"), ("operator", "Ruritania")])
def test_an_altered_copy_is_refused_with_its_row(shared: Path, tmp_path: Path, column: str, new: str) -> None:
    path = tmp_path / "embassies.parquet"
    first = pl.int_range(pl.len()) == 0
    frame = pl.read_parquet(copy(shared))
    frame.with_columns(pl.when(first).then(pl.lit(new)).otherwise(column).alias(column)).write_parquet(path)
    with pytest.raises(Failure, match=rf"embassies.parquet:1: '{new}'"):
        wikidata_embassies.read({"missions": path})
