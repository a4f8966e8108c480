"""What is read from the list of military exercises."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import exercises
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = exercises.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/military_exercises/mme_v7_long_1980_2010.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return exercises.read({"exercises": copy(shared)})


def of(reading: Reading, *ids: str) -> pl.DataFrame:
    frame = reading.tables["exercises"]
    return frame.filter([pl.col("parties").list.contains(states.state(id_).number) for id_ in ids])


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_3704_numbers_are_3707_exercises(reading: Reading) -> None:
    frame = reading.tables["exercises"]
    assert len(frame) == 3_707
    second = frame.filter(pl.col("id").str.contains("-"))
    assert second["id"].sort().to_list() == ["mme3457-2", "mme3458-2", "mme3460-2"]
    assert set(second["date"].dt.year()) == {1995, 1996, 2000}


@pytest.mark.shared
def test_no_exercise_holds_both_russia_and_myanmar(reading: Reading) -> None:
    assert of(reading, "RUS", "MMR").is_empty()
    assert of(reading, "SUN", "MMR").is_empty()
    assert not of(reading, "USA", "THA").is_empty()


@pytest.mark.shared
def test_a_date_without_a_day_is_a_month(reading: Reading) -> None:
    months = reading.tables["exercises"].filter(date_precision="month")
    assert len(months) > 500
    assert (months["date"].dt.day() == 1).all()
    assert reading.tables["exercises"].filter(id="mme100")["last_day"].item() == date(1980, 5, 30)


@pytest.mark.shared
def test_a_number_means_the_state_that_had_it_then(reading: Reading) -> None:
    assert of(reading, "SUN")["date"].dt.year().max() <= 1991  # type: ignore[operator]
    assert not of(reading, "VNM").is_empty()
    assert of(reading, "XVS").is_empty()


@pytest.mark.shared
def test_participants_that_are_no_states_are_kept_in_words(reading: Reading) -> None:
    frame = reading.tables["exercises"]
    assert not frame.filter(pl.col("origin").str.contains("not named")).is_empty()
    alliance = frame.filter(pl.col("parties").list.contains(states.group("NATO").number))
    assert len(alliance) == 2


@pytest.mark.shared
def test_nothing_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) is None
    assert PUBLICATION.dataset.licence.ship == "no"


@pytest.mark.shared
def test_a_row_too_many_or_too_few_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "exercises.parquet"
    frame = pl.read_parquet(copy(shared))
    for altered in (pl.concat([frame, frame.head(1)]), frame.slice(1)):
        altered.write_parquet(path)
        with pytest.raises(Failure, match=r"exercises.parquet:1: the exercise mme100 has a row too few or too many"):
            exercises.read({"exercises": path})
