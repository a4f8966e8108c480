"""Provenance cannot be lost: a figure has a source, a derived indicator has those of its inputs."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import catalogue
from comity.vocabulary import (
    COMBINE,
    Caveat,
    Figure,
    Indicator,
    Span,
    common,
    derive,
    every_origin,
    whole_origins,
    whole_targets,
)

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


@given(st.lists(SPANS, max_size=4), st.sampled_from("ABCD"), st.integers(1985, 2015))
def test_a_total_is_covered_only_where_all_that_it_adds_up_is(spans: list[Span], state: str, year: int) -> None:
    every = "ABCD"
    for whole, cell in ((whole_targets, lambda s, o: s.covers(o, state, year)),
                        (whole_origins, lambda s, o: s.covers(state, o, year))):  # fmt: skip
        if any(s.covers(state, None, year) for s in whole(tuple(spans))):
            assert all(any(cell(s, other) for s in spans) for other in every)
    for span in every_origin(tuple(spans)):
        assert span in spans
        assert span.origins is None


@given(SPANS, st.sampled_from("ABCD"), st.sampled_from("ABCD"), st.integers(1985, 2015))
def test_to_share_a_coverage_with_itself_changes_nothing(span: Span, o: str, t: str, year: int) -> None:
    assert any(s.covers(o, t, year) for s in common([(span,), (span,)])) == span.covers(o, t, year)


@given(
    st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.integers(1985, 2035),
    st.sampled_from(["RUS", "MMR", "USA"]),
)
def test_a_caveat_touches_its_states_in_its_years(first: date | None, last: date | None, year: int, state: str) -> None:
    caveat = Caveat("text", ("MMR", "RUS"), first, last)
    inside = (first is None or first.year <= year) and (last is None or year <= last.year)
    assert caveat.touches((state, "USA"), year, year) == (inside and state != "USA")
    assert Caveat("text").touches((state,), year, year)


def test_the_words_of_the_vocabulary_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(2000, 2001).first = 1999  # type: ignore[misc]
