from __future__ import annotations

import random

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.panels.series import growth, mean, spell

Cells = list[tuple[int, int, float | None]]


def run(function: object, cells: Cells, *words: object) -> list[float | None]:
    """Return what a function makes of the cells of members (number, year, value), in the order of the cells."""
    frame = pl.DataFrame(cells, schema={"_n1": pl.Int16, "_t": pl.Int32, "x": pl.Float64}, orient="row")
    made = function(nw.from_native(frame.lazy()), ("_n1",), "x", *words)  # type: ignore[operator]
    found = {(n, t): x for n, t, x in made.select("_n1", "_t", "x").collect().to_native().iter_rows()}
    return [found[n, t] for n, t, _ in cells]


def of_years(first: int, *values: float | None) -> Cells:
    return [(2, first + i, v) for i, v in enumerate(values)]


def test_a_spell_is_zero_after_an_event_and_at_the_start() -> None:
    assert run(spell, of_years(1990, 0, 0, 1, 0, 0, 1, 1, 0)) == [0, 1, 2, 0, 1, 2, 0, 0]


def test_a_spell_counts_years_and_starts_anew_after_a_gap() -> None:
    cells = [(305, 1937, 0.0), (305, 1938, 0.0), (305, 1955, 0.0), (305, 1956, 0.0)]
    assert run(spell, cells) == [0, 1, 0, 1]  # peacesciencer goes on with 2 and 3


def test_the_rule_by_onsets_counts_an_event_that_goes_on_as_peace() -> None:
    onset, ongoing = of_years(1980, 1, 0, 0, 0), of_years(1980, 1, 1, 1, 0)
    assert run(spell, onset) == [0, 0, 1, 2]
    assert run(spell, ongoing) == [0, 0, 0, 0]


def test_a_spell_is_not_known_where_events_are_not_known_and_starts_anew_after() -> None:
    assert run(spell, of_years(1990, 0, 0, None, 0, 0)) == [0, 1, None, 0, 1]


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0, None]), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_a_spell_does_not_hang_on_the_order_of_rows(values: list[float | None], order: random.Random) -> None:
    cells = [(n, 1900 + i, v) for n in (2, 20) for i, v in enumerate(values)]
    mixed = order.sample(cells, len(cells))
    straight = dict(zip([c[:2] for c in cells], run(spell, cells), strict=True))
    assert run(spell, mixed) == [straight[c[:2]] for c in mixed]


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=40))
def test_a_spell_is_the_distance_to_the_last_event_before(values: list[float]) -> None:
    expected = [min([i, *(i - j - 1 for j in range(i) if values[j])]) for i in range(len(values))]
    assert run(spell, of_years(1900, *values)) == expected


def test_growth_is_a_share_of_the_year_before_and_not_known_over_a_gap_or_from_zero() -> None:
    cells = [*of_years(1990, 100, 110, 0, 5), (2, 1995, 10.0)]
    assert run(growth, cells) == [None, pytest.approx(0.1), -1.0, None, None]


def test_a_mean_needs_every_year_of_its_span() -> None:
    assert run(mean, of_years(1990, 1, 2, 3, None, 5), 2) == [None, 1.5, 2.5, None, None]
    assert run(mean, [(2, 1990, 1.0), (2, 1992, 3.0), (2, 1993, 5.0)], 2) == [None, None, 4.0]


@settings(deadline=None)
@given(st.lists(st.floats(0.5, 1e6), min_size=3, max_size=12))
def test_a_constant_series_has_its_own_mean_and_no_growth(values: list[float]) -> None:
    cells = of_years(1950, *[values[0]] * len(values))
    assert run(mean, cells, 3)[2:] == [pytest.approx(values[0])] * (len(values) - 2)
    assert run(growth, cells)[1:] == [0.0] * (len(values) - 1)
