"""A change between two periods is the sum of what its partners did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures.substitution import substitution

amounts = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 1000).map(float), max_size=8)


def test_who_left_came_grew_and_shrank() -> None:
    found = substitution({"RUS": 50, "UKR": 30, "CHN": 20, "ISR": 5}, {"RUS": 20, "CHN": 35, "IND": 10, "ISR": 5})
    assert {s.partner: s.kind for s in found.shifts} == {
        "RUS": "shrank", "UKR": "left", "CHN": "grew", "IND": "came", "ISR": "same",
    }  # fmt: skip
    assert (found.before, found.after) == (105, 70)
    assert (found.lost, found.gained, found.gap) == (60, 25, 35)


@given(amounts, amounts)
def test_the_parts_add_up_to_the_change(before: dict[str, float], after: dict[str, float]) -> None:
    found = substitution(before, after)
    assert found.sum() == found.after - found.before == sum(after.values()) - sum(before.values())
    assert found.sum("left", "shrank", "came", "grew") == found.sum()
    assert found.gained - found.lost == found.sum()
    assert found.gap == max(0, found.before - found.after) or found.gap == 0
    assert 0 <= found.gap <= found.lost


@given(amounts, amounts)
def test_turning_time_round_turns_each_part(before: dict[str, float], after: dict[str, float]) -> None:
    one, other = substitution(before, after), substitution(after, before)
    assert (one.lost, one.gained) == (other.gained, other.lost)
    assert one.sum("came") == -other.sum("left")


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_what_is_no_amount_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="RUS"):
        substitution({"RUS": value}, {})
