"""Distances from the others, worked by hand on DuckDB and on Polars, and the share of the world that acts."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.engines import Engine, on_polars

from comity.measures.isolation import distance_to_median, distance_to_others, share_of_world


def values(relation: Any) -> dict[tuple[int, int], float]:
    return {(s, y): v for s, y, v, _ in relation.collect().rows()}


def points(*of: tuple[int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"state": s, "year": y, "value": float(v), "status": "reported"} for s, y, v in of],
        schema_overrides={"value": pl.Float64},
    )


def test_the_distance_is_from_the_median_of_the_year(engine: Engine) -> None:
    found = values(distance_to_median(engine(points((1, 2020, -1), (2, 2020, 0), (3, 2020, 4), (1, 2021, 5)))))
    assert found == {(1, 2020): 1, (2, 2020): 0, (3, 2020): 4, (1, 2021): 0}


def test_a_likeness_counts_for_both_of_its_states(engine: Engine) -> None:
    pairs = [(1, 2, 0.8), (1, 3, 0.4), (2, 3, -0.2), (1, 4, 0.0)]
    frame = pl.DataFrame(
        [{"origin": a, "target": b, "year": 2020, "value": v, "status": "reported"} for a, b, v in pairs]
    )
    found = values(distance_to_others(engine(frame)))
    assert found == pytest.approx({(1, 2020): 0.6, (2, 2020): 0.7, (3, 2020): 0.9, (4, 2020): 1.0})


ideal = st.lists(st.integers(-300, 300), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(ideal, st.integers(-50, 50))
def test_where_the_scale_begins_changes_no_distance(of: list[int], shift: int) -> None:
    frames = [points(*((i, 2020, v + by) for i, v in enumerate(of))) for by in (0, shift)]
    one, other = (values(distance_to_median(on_polars(f))) for f in frames)
    assert one == pytest.approx(other)
    assert min(one.values()) >= 0


def test_a_share_of_the_world_by_count_and_by_weight() -> None:
    world = {"A", "B", "C", "D"}
    assert share_of_world({"A", "Z"}, world).value == 0.25
    found = share_of_world({"A", "B"}, world, {"A": 60.0, "C": 20.0, "D": 20.0, "Z": 900.0})
    assert (found.value, found.acting, found.world, found.unknown) == (0.6, 60, 100, ("B",))
    assert share_of_world(set(), set()).value is None
    assert share_of_world({"A"}, world, {}).value is None


letters = st.sets(st.sampled_from("ABCDEFGH"))
weights = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 100).map(float))


@given(letters, letters, weights)
def test_those_who_act_and_those_who_do_not_are_the_world(acting: set[str], world: set[str], of: Any) -> None:
    for weighing in (None, of):
        one, other = (share_of_world(who, world, weighing).value for who in (acting, world - acting))
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert 0 <= one <= 1
            assert one + other == pytest.approx(1)
