"""Influence is the geometric mean of two parts, each a mean by the weights that are written down."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.measures.influence import COMPONENTS, influence

NAMES = [c.name for c in COMPONENTS]
shares = st.floats(0, 1, allow_nan=False)
every = st.fixed_dictionaries(dict.fromkeys(NAMES, shares))


def test_the_weights_of_each_part_and_of_each_matter_in_it_add_up() -> None:
    for part, matters in (("bandwidth", 3), ("dependence", 2)):
        own = [c for c in COMPONENTS if c.part == part]
        assert sum(c.weight for c in own) == pytest.approx(1)
        for matter in {c.matter for c in own}:
            assert sum(c.weight for c in own if c.matter == matter) == pytest.approx(1 / matters)


def test_an_influence_worked_by_hand() -> None:
    found = influence(dict.fromkeys(NAMES, 0.0) | {"trade": 0.9, "votes": 0.9, "share of arms": 0.8})
    assert found.bandwidth == pytest.approx(0.9 / 3 + 0.9 / 9)
    assert found.dependence == pytest.approx(0.4)
    assert found.influence == pytest.approx(sqrt(0.4 * 0.4))


def test_the_known_share_the_weight_of_what_is_not_known() -> None:
    found = influence({"share of imports": 0.6, "share of exports": 0.2, "trade over GDP": 0.1, "share of arms": None})
    assert found.dependence == pytest.approx(0.3)
    assert found.known["dependence"] == pytest.approx(0.5)
    assert (found.bandwidth, found.influence, found.known["bandwidth"]) == (None, None, 0)


def test_less_than_half_of_the_weight_is_no_figure() -> None:
    assert influence({"share of imports": 0.6, "share of exports": 0.2}).dependence is None


@given(every, st.sampled_from(NAMES), shares)
def test_influence_keeps_its_range_and_grows_with_each_component(
    values: dict[str, float], name: str, more: float
) -> None:
    lower = influence(values).influence
    upper = influence(values | {name: max(more, values[name])}).influence
    assert lower is not None
    assert upper is not None
    assert 0 <= lower <= upper + 1e-12 <= 1 + 1e-12


@given(shares)
def test_equal_components_are_the_index(value: float) -> None:
    assert influence(dict.fromkeys(NAMES, value)).influence == pytest.approx(value)


@pytest.mark.parametrize(("name", "value"), [("trade", 1.2), ("trade", -0.1), ("trade", float("nan")), ("tade", 0.5)])
def test_what_is_no_component_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        influence({name: value})
