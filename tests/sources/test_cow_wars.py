"""What is read from the wars of Correlates of War."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import each_pair_once, number, of_pair, read, values

from comity.sources import cow_wars
from comity.sources.publication import Reading

PUBLICATION = cow_wars.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def between(shared: Path) -> Reading:
    return read(PUBLICATION, 0, shared)


@pytest.fixture(scope="module")
def within(shared: Path) -> Reading:
    return read(PUBLICATION, 1, shared)


@pytest.mark.shared
def test_states_at_war_are_a_pair_in_each_year(between: Reading) -> None:
    frame = values(PUBLICATION, between, "wars.between_states")
    assert each_pair_once(frame)
    assert of_pair(frame, "USA", "JPN") == [1.0] * 5
    assert of_pair(frame, "RUS", "MMR") == []


@pytest.mark.shared
def test_a_war_that_paused_and_went_on_is_two_rows_and_one_year(between: Reading) -> None:
    rows = between.tables["pairs"].filter(pl.col("war") == 46)
    assert len(rows) == 4
    assert rows["resumed"].sum() == 2
    assert of_pair(values(PUBLICATION, between, "wars.between_states"), "DNK", "DEU", 1864) == [1.0]


@pytest.mark.shared
def test_a_war_between_states_is_one_record_with_the_deaths_of_all(between: Reading) -> None:
    war = between.tables["interstate"].filter(pl.col("war") == 1).row(0, named=True)
    assert (war["origin"], war["target"], war["initiators"]) == ("FRA", "ESP", "FRA")
    assert war["deaths"] == 1_000
    assert sorted(war["parties"]) == sorted([number("FRA"), number("ESP")])


@pytest.mark.shared
def test_a_sum_with_a_part_that_nobody_knows_is_blank(between: Reading, within: Reading) -> None:
    assert between.tables["interstate"]["deaths"].null_count() > 0
    wars = within.tables["intrastate"]
    tonghak = wars.filter(pl.col("war") == 623).row(0, named=True)
    assert (tonghak["deaths_a"], tonghak["deaths_b"]) == (None, None)
    assert (wars["deaths_a"].drop_nulls() >= 0).all()


@pytest.mark.shared
def test_a_side_that_is_no_state_keeps_its_name(within: Reading) -> None:
    wars = within.tables["intrastate"]
    assert len(wars) == 306
    caucasus = wars.filter(pl.col("war") == 500).row(0, named=True)
    assert (caucasus["origin"], caucasus["target"]) == ("RUS", "Georgians, Dhagestania, Chechens")
    assert caucasus["parties"] == [number("RUS")]
    greece = wars.filter(pl.col("war") == 506).row(0, named=True)
    assert set(greece["target"].split("; ")) >= {"FRA", "GBR", "RUS"}
