"""What is read of neighbours, distances and capitals."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import each_pair_once, of_pair, paths_of, read, values

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
@pytest.mark.parametrize("code", ["geography.minimum_distance", "geography.minimum_distance_gw"])
def test_russia_and_myanmar_are_2352_kilometres_apart(distances: Reading, code: str) -> None:
    frame = values(PUBLICATION, distances, code)
    assert of_pair(frame, "RUS", "MMR", 2019) == [pytest.approx(2_352.6, abs=0.05)]
    assert each_pair_once(frame)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("role", "code", "rows"),
    [("cow", "geography.minimum_distance", 952_244), ("gw", "geography.minimum_distance_gw", 871_034)],
)
def test_runs_of_years_give_back_every_row_of_the_file(
    distances: Reading, shared: Path, role: str, code: str, rows: int
) -> None:
    original = pl.read_parquet(paths_of(PUBLICATION, 1, shared)[role])
    frame = values(PUBLICATION, distances, code)
    assert len(frame) == len(original) == rows
    assert frame["value"].sort().to_list() == original["mindist"].sort().to_list()
    assert frame["year"].value_counts().sort("year").rows() == original["year"].value_counts().sort("year").rows()


@pytest.mark.shared
def test_distances_of_thirty_years_are_one_row_on_average(distances: Reading) -> None:
    assert len(distances.tables["distance_runs"]) < 952_244 / 30
    assert len(distances.tables["distance_runs_gw"]) < 871_034 / 30


@pytest.fixture(scope="module")
def capitals(shared: Path) -> Reading:
    return read(PUBLICATION, 2, shared)


@pytest.mark.shared
@pytest.mark.parametrize("code", ["geography.distance_capitals_cow", "geography.distance_capitals_gw"])
def test_capitals_are_measured_on_a_sphere_and_move_on_the_first_of_january(capitals: Reading, code: str) -> None:
    frame = values(PUBLICATION, capitals, code)
    assert each_pair_once(frame)
    # The peer's own sample of pairs, and the formula worked by hand with the file's coordinates.
    assert of_pair(frame, "CAN", "NOR", 1992) == [pytest.approx(5_603.82459643, rel=1e-11)]
    assert of_pair(frame, "CAN", "PHL", 1993) == [pytest.approx(13_148.769679, rel=1e-10)]
    rangoon, naypyidaw = (of_pair(frame, "RUS", "MMR", y)[0] for y in (2000, 2024))
    assert rangoon == pytest.approx(on_a_sphere((55.6255778, 37.6063916), (16.8661, 96.1951)), rel=2e-3)
    assert naypyidaw < rangoon - 200
    years = [y for y in range(2000, 2025) if of_pair(frame, "RUS", "MMR", y) == [rangoon]]
    assert years == list(range(2000, 2006))  # the capital moved in November 2005


def on_a_sphere(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Measure by the haversine, another formula than the source's."""
    (north, east), (north_b, east_b) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((north - north_b) / 2) ** 2
    half += math.cos(north) * math.cos(north_b) * math.sin((east - east_b) / 2) ** 2
    return 2 * 6_378.137 * math.asin(math.sqrt(half))


@pytest.mark.shared
def test_bonn_is_the_capital_until_berlin_is_by_either_list(capitals: Reading) -> None:
    bonn, berlin = 402.0, 879.5
    for code, first in (("geography.distance_capitals_cow", 1991), ("geography.distance_capitals_gw", 1992)):
        frame = values(PUBLICATION, capitals, code)
        for year in (1949, 1990, 1991, 1992, 2024):
            found = berlin if year >= first else bonn
            assert of_pair(frame, "DEU", "FRA", year) == [pytest.approx(found, abs=0.1)], (code, year)


@pytest.mark.shared
def test_an_occupied_member_has_a_capital_and_a_state_that_ended_none(capitals: Reading) -> None:
    frame = values(PUBLICATION, capitals, "geography.distance_capitals_cow")
    assert len(of_pair(frame, "XSE", "GBR", 1917)) == 1
    assert of_pair(frame, "XYN", "GBR", 1995) == []
    assert "XYN 34" in capitals.notes[0]
