"""What is read from the ideal points."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import ideal_points
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = ideal_points.PUBLICATIONS[0]
TABLE = PUBLICATION.table("points")
OLD, NEW = "ideal_points_all_june2024.parquet", "ideal_points_july2025.parquet"


def copy(shared: Path, name: str) -> Path:
    return shared / "data/security/un_ideal_points" / name


@pytest.fixture(scope="module")
def old(shared: Path) -> Reading:
    return ideal_points.read_2024({"points": copy(shared, OLD)})


@pytest.fixture(scope="module")
def new(shared: Path) -> Reading:
    return ideal_points.read_2025({"points": copy(shared, NEW)})


def points(reading: Reading, state: str) -> dict[int, float]:
    relation = PUBLICATION.offers[0].values({"points": nw.from_native(reading.tables["points"].lazy())})
    rows = relation.collect(backend="polars").to_native().filter(pl.col("state") == states.state(state).number)
    return {year: round(value, 2) for year, value in rows.select("year", "value").iter_rows()}


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(old: Reading, new: Reading, shared: Path) -> None:
    for reading, name in ((old, OLD), (new, NEW)):
        frame = checked(TABLE, reading.tables["points"], copy(shared, name))
        within(TABLE.envelopes[reading.release.stamp], TABLE, frame, copy(shared, name))


@pytest.mark.shared
def test_russia_and_myanmar_drift_apart_in_the_release_of_2025(new: Reading) -> None:
    assert [points(new, "RUS")[y] for y in (2020, 2021, 2022, 2023)] == [-0.40, -0.78, -1.41, -1.27]
    assert [points(new, "MMR")[y] for y in (2020, 2021, 2022, 2023)] == [-1.19, -0.46, -0.24, -0.21]


@pytest.mark.shared
def test_session_n_is_the_year_n_and_1945(old: Reading, new: Reading) -> None:
    assert sorted(points(old, "USA")) == sorted(points(new, "USA"))
    assert min(points(old, "USA")) == 1946
    assert max(points(old, "USA")) == 2023


@pytest.mark.shared
def test_a_year_with_points_of_final_votes_only_has_no_value(new: Reading) -> None:
    assert new.notes == ("208 rows without a point from all votes are left out",)
    assert all(span.last == 2023 for span in new.coverage["points"])


@pytest.mark.shared
def test_a_successor_is_another_state(new: Reading) -> None:
    assert max(points(new, "SUN")) == 1991
    assert min(points(new, "RUS")) == 1992
    assert max(points(new, "DDR")) <= 1990


@pytest.mark.shared
def test_myanmars_votes_since_the_coup_are_not_of_the_council(new: Reading) -> None:
    caveats = PUBLICATION.offers[0].what.caveats
    assert any(c.unfit and c.touches(("MMR",), 2022, 2022) for c in caveats)
    assert not any(c.unfit and c.touches(("MMR",), 2020, 2020) for c in caveats)
    assert PUBLICATION.ship(new) is None


@pytest.mark.shared
def test_an_unknown_number_is_refused_with_its_row(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "points.parquet"
    pl.read_parquet(copy(shared, NEW)).with_columns(pl.col("ccode").replace(775, 9_775)).write_parquet(path)
    with pytest.raises(Failure, match=r"points.parquet:\d+: '9775' .* no state that the registry knows"):
        ideal_points.read_2025({"points": path})
