"""A change is between two means, and the difference in differences takes out what moved all alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures.around import Change, change, difference_in_differences

runs = st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=6)


def test_a_change_worked_by_hand() -> None:
    own = change([10.0, 20.0], [30.0, 50.0, 40.0])
    assert own == Change(15.0, 40.0, (2, 3))
    assert own.difference == 25
    assert difference_in_differences(own, [Change(1, 11, (1, 1)), Change(4, 4, (1, 1))]) == 20


def test_without_figures_or_without_others_nothing_is_known() -> None:
    assert change([], [1.0]) is None
    assert change([1.0], []) is None
    assert difference_in_differences(Change(1, 2, (1, 1)), []) is None


@given(runs, runs, st.lists(st.tuples(runs, runs), min_size=1, max_size=4), st.integers(-500, 500))
def test_what_moves_all_alike_changes_no_difference_in_differences(
    before: list[float], after: list[float], others: list[tuple[list[float], list[float]]], shift: int
) -> None:
    def found(by: float) -> float:
        moved = [change(b, [v + by for v in a]) for b, a in others]
        own = change(before, [v + by for v in after])
        assert own is not None
        result = difference_in_differences(own, [m for m in moved if m is not None])
        assert result is not None
        return result

    assert found(shift) == pytest.approx(found(0), abs=1e-9)


@given(runs, runs)
def test_turning_time_round_turns_the_sign(before: list[float], after: list[float]) -> None:
    one, other = change(before, after), change(after, before)
    assert one is not None
    assert other is not None
    assert one.difference == -other.difference
