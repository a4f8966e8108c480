"""Provenance cannot be lost: a figure has a source, a derived indicator has those of its inputs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity
from comity import catalogue
from comity.vocabulary import COMBINE, Figure, Indicator, Span, common, derive

SPANS = st.builds(
    Span,
    st.integers(1990, 2000),
    st.integers(1995, 2010),
    st.none() | st.sets(st.sampled_from("ABC")).map(lambda s: tuple(sorted(s))),
    st.none() | st.sets(st.sampled_from("ABC")).map(lambda s: tuple(sorted(s))),
)


def test_every_field_of_an_indicator_has_a_rule_for_combining() -> None:
    assert {f.name for f in fields(Indicator)} == set(COMBINE)


def test_a_derived_indicator_has_the_sources_and_caveats_of_all_its_inputs() -> None:
    inputs = [catalogue.indicator(c) for c in ("votes.ballots", "regimes.polyarchy")]
    made = derive(replace(inputs[0].definition, code="votes.made"), *inputs, values=inputs[0].values)
    assert set(made.sources) == {s for i in inputs for s in i.sources}
    assert {c for i in inputs for c in i.caveats} <= set(made.caveats)


def test_nothing_is_derived_from_nothing() -> None:
    found: Any = catalogue.indicator("votes.ballots")
    with pytest.raises(ValueError, match="has no source"):
        derive(found.definition, values=found.values)


def test_a_figure_without_a_source_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="without a source"):
        Figure(1.0, "share", "reported", "votes.agreement", ("RUS", "MMR"), 2020, 2020, ())


@given(
    st.lists(SPANS, max_size=3),
    st.lists(SPANS, max_size=3),
    st.sampled_from("ABCD"),
    st.sampled_from("ABCD"),
    st.integers(1985, 2015),
)
def test_what_two_coverages_share_is_covered_by_both(
    one: list[Span], two: list[Span], o: str, t: str, year: int
) -> None:
    shared = common([tuple(one), tuple(two)])
    both = any(s.covers(o, t, year) for s in one) and any(s.covers(o, t, year) for s in two)
    assert any(s.covers(o, t, year) for s in shared) == both


def test_the_public_names_are_there_and_importing_them_costs_no_heavy_library() -> None:
    assert all(getattr(comity, name) for name in comity.__all__)
    assert dir(comity) == sorted(comity.__all__)
    heavy = "{'polars', 'pandas', 'pyarrow', 'duckdb', 'numpy'}"
    code = f"import sys, comity; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
