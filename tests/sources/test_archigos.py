"""What is read from Archigos."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import archigos
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = archigos.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/leaders/archigos.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return archigos.read({"leaders": copy(shared)})


def leader(reading: Reading, name: str) -> dict[str, object]:
    return reading.tables["leaders"].filter(leader=name).sort("date").row(0, named=True)


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_a_leader_in_two_states_is_of_both(reading: Reading) -> None:
    yeltsin = leader(reading, "Yeltsin")
    assert yeltsin["origin"] == "SUN; RUS"
    assert yeltsin["parties"] == [states.state("SUN").number, states.state("RUS").number]
    assert leader(reading, "Brezhnev")["origin"] == "SUN"


@pytest.mark.shared
def test_who_was_in_office_at_the_end_has_no_last_day(reading: Reading) -> None:
    frame = reading.tables["leaders"]
    still = frame.filter(pl.col("exit") == "Still in Office")
    assert len(still) == 168
    assert still["last_day"].is_null().all()
    assert frame.filter(pl.col("exit") != "Still in Office")["last_day"].is_not_null().all()


@pytest.mark.shared
def test_myanmars_leaders_are_there(reading: Reading) -> None:
    mine = reading.tables["leaders"].filter(origin="MMR")
    assert mine.filter(date=date(2011, 3, 30))["leader"].to_list() == ["Thein Sein"]


@pytest.mark.shared
def test_nothing_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) is None
    assert PUBLICATION.dataset.licence.ship == "no"


@pytest.mark.shared
def test_an_altered_copy_is_refused_with_its_row(shared: Path, tmp_path: Path) -> None:
    frame = pl.read_parquet(copy(shared))
    path = tmp_path / "archigos.parquet"
    for column, new in (("entry", "By lot"), ("enddate", "1700-01-01")):
        first = pl.int_range(pl.len()) == 0
        frame.with_columns(pl.when(first).then(pl.lit(new)).otherwise(column).alias(column)).write_parquet(path)
        with pytest.raises(Failure, match=r"archigos.parquet:1: "):
            archigos.read({"leaders": path})
