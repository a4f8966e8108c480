"""What is read of neighbours, distances and capitals."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import each_pair_once, number, of_pair, paths_of, read, values

from comity.sources import contiguity
from comity.sources.publication import Reading

PUBLICATION = contiguity.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def neighbours(shared: Path) -> Reading:
    return read(PUBLICATION, 0, shared)


@pytest.fixture(scope="module")
def distances(shared: Path) -> Reading:
    return read(PUBLICATION, 1, shared)


@pytest.mark.shared
def test_neighbours_have_a_type_and_the_others_no_row(neighbours: Reading) -> None:
    frame = values(PUBLICATION, neighbours, "geography.contiguity_cow")
    assert each_pair_once(frame)
    assert of_pair(frame, "CHN", "MMR", 2016) == [1.0]
    assert of_pair(frame, "RUS", "USA", 2016) == [2.0]
    assert of_pair(frame, "RUS", "MMR") == []


@pytest.mark.shared
def test_a_spell_that_says_not_contiguous_gives_no_year(neighbours: Reading) -> None:
    spells = neighbours.tables["contiguity_spells"]
    assert len(spells.filter(pl.col("type") == 0)) == 90
    assert neighbours.tables["contiguity"]["type"].min() == 1


@pytest.mark.shared
def test_russia_and_myanmar_are_2352_kilometres_apart(distances: Reading) -> None:
    frame = values(PUBLICATION, distances, "geography.minimum_distance")
    assert of_pair(frame, "RUS", "MMR", 2019) == [pytest.approx(2_352.6, abs=0.05)]
    assert each_pair_once(frame)


@pytest.mark.shared
def test_runs_of_years_give_back_every_row_of_the_file(distances: Reading, shared: Path) -> None:
    path = paths_of(PUBLICATION, 1, shared)["distances"]
    original = pl.read_parquet(path)
    frame = values(PUBLICATION, distances, "geography.minimum_distance")
    assert len(distances.tables["distance_runs"]) < len(original) / 30
    assert len(frame) == len(original) == 952_244
    assert frame["value"].sort().to_list() == original["mindist"].sort().to_list()
    assert frame["year"].value_counts().sort("year").rows() == original["year"].value_counts().sort("year").rows()


@pytest.mark.shared
def test_a_capital_is_the_one_at_the_end_of_the_year(shared: Path) -> None:
    capitals = read(PUBLICATION, 2, shared).tables["capitals"]
    myanmar = capitals.filter(pl.col("state") == number("MMR")).sort("year")
    assert myanmar.filter(pl.col("year") == 2000)["capital"].item() in ("Rangoon", "Yangon")
    assert myanmar.filter(pl.col("year") == 2024)["capital"].item() == "Naypyidaw"
    assert capitals.filter(pl.col("state") == number("SUN"))["capital"].unique().to_list() == ["Moscow"]
