"""Centralities agree with a graph worked by hand, keep their laws, and do not change by what is left out to be fast."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.measures.networks import Centrality, centralities


def by_state(edges: Any, **how: Any) -> dict[str, Centrality]:
    return {c.state: c for c in centralities(edges, **how)}


def test_strength_and_pagerank_of_three_states_worked_by_hand() -> None:
    found = by_state([("A", "B", 3.0), ("A", "C", 1.0), ("B", "A", 2.0), ("C", "A", 5.0)])
    assert (found["A"].strength_out, found["A"].strength_in, found["A"].partners_in) == (4, 7, 2)
    # a = 0.05 + 0.85 (b + c) with b + c = 1 - a; b = 0.05 + 0.85 · 3/4 a; c = 0.05 + 0.85 · 1/4 a
    a = 0.9 / 1.85
    assert found["A"].pagerank == pytest.approx(a)
    assert found["B"].pagerank == pytest.approx(0.05 + 0.6375 * a)
    assert found["C"].pagerank == pytest.approx(0.05 + 0.2125 * a)


def test_who_stands_on_the_shorter_way_is_a_broker() -> None:
    edges = [("A", "B", 10.0), ("B", "C", 10.0), ("A", "C", 1.0)]  # 1/10 + 1/10 is shorter than 1
    assert by_state(edges)["B"].brokerage == 0.5  # A to C, and not C to A
    assert by_state(edges, directed=False)["B"].brokerage == 1
    assert by_state([*edges[:2], ("A", "C", 5.0)])["B"].brokerage == 0.25  # two ways of one length share the pair
    assert by_state(edges[:1])["B"].brokerage is None  # nobody can stand between two of two


def test_without_direction_each_pair_counts_both_ways() -> None:
    found = by_state([("A", "B", 2.0), ("B", "C", 3.0)], directed=False)
    assert (found["B"].strength_in, found["B"].strength_out, found["B"].partners_out) == (5, 5, 2)


@pytest.mark.parametrize(
    ("edges", "word"),
    [
        ([("A", "B", -1.0)], "weight"),
        ([("A", "B", float("nan"))], "weight"),
        ([("A", "A", 1.0)], "itself"),
        ([("A", "B", 1.0), ("A", "B", 2.0)], "twice"),
    ],
)
def test_what_is_no_graph_of_weights_is_refused(edges: Any, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        centralities(edges)


def test_a_tie_of_zero_is_none_and_no_ties_are_no_graph() -> None:
    assert centralities([("A", "B", 0.0)]) == ()


pairs = st.sampled_from([(a, b) for a in "ABCDEF" for b in "ABCDEF" if a != b])
graphs = st.dictionaries(pairs, st.integers(1, 64).map(float), min_size=1, max_size=24)


@settings(max_examples=40, deadline=None)
@given(graphs)
def test_brokerage_is_that_of_the_whole_graph_and_pagerank_sums_to_one(ties: dict[tuple[str, str], float]) -> None:
    edges = [(a, b, v) for (a, b), v in ties.items()]
    found = by_state(edges)
    graph = nx.DiGraph()
    graph.add_weighted_edges_from((a, b, 1 / v) for a, b, v in edges)
    if len(found) > 2:
        whole = nx.betweenness_centrality(graph, weight="weight")
        assert {s: c.brokerage for s, c in found.items()} == pytest.approx(whole)
    assert sum(c.pagerank for c in found.values()) == pytest.approx(1)
    assert sum(c.strength_in for c in found.values()) == sum(c.strength_out for c in found.values())


@settings(max_examples=20, deadline=None)
@given(graphs)
def test_neither_the_unit_nor_the_names_change_a_place(ties: dict[tuple[str, str], float]) -> None:
    one = by_state([(a, b, v) for (a, b), v in ties.items()])
    other = by_state([(a.lower(), b.lower(), v * 1024) for (a, b), v in ties.items()])
    for state, place in one.items():
        assert other[state.lower()].pagerank == pytest.approx(place.pagerank)
        assert other[state.lower()].brokerage == pytest.approx(place.brokerage)
        assert other[state.lower()].strength_in == place.strength_in * 1024
