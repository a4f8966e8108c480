"""A share is a flow over the total of the side that is named, worked by hand on DuckDB and on Polars."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.engines import Engine, on_polars

from comity.measures.dependence import asymmetry, both_ways, share_of_state, share_of_total, trade_over_gdp
from comity.vocabulary import Span


def rows(relation: Any) -> list[tuple[Any, ...]]:
    return sorted(relation.collect().rows())


FLOWS = pl.DataFrame(
    {"origin": [1, 1, 2], "target": [3, 4, 3], "year": [2020] * 3, "value": [30.0, 10.0, 50.0], "status": "reported"}
)


def totals(**of: float) -> pl.DataFrame:
    return pl.DataFrame(
        {"state": [int(s[1:]) for s in of], "year": 2020, "value": list(of.values()), "status": "reported"},
        schema_overrides={"value": pl.Float64},
    )


def test_a_share_of_what_the_target_receives(engine: Engine) -> None:
    found = share_of_total(engine(FLOWS), engine(totals(s3=100.0, s4=0.0)))
    assert rows(found) == [(1, 3, 2020, 0.3, "reported"), (2, 3, 2020, 0.5, "reported")]  # nothing is known of a 0 / 0


def test_a_share_of_what_the_origin_sends(engine: Engine) -> None:
    found = share_of_total(engine(FLOWS), engine(totals(s1=40.0)), side="origin")
    assert rows(found) == [(1, 3, 2020, 0.75, "reported"), (1, 4, 2020, 0.25, "reported")]


def test_a_part_of_a_states_total(engine: Engine) -> None:
    found = share_of_state(engine(totals(s1=10.0, s2=5.0, s3=1.0)), engine(totals(s1=40.0, s2=0.0)))
    assert rows(found) == [(1, 2020, 0.25, "reported")]


BOTH = pl.DataFrame(
    {
        "origin": [1, 2, 1, 3],
        "target": [2, 1, 3, 2],
        "year": [2020] * 4,
        "value": [30.0, 10.0, 5.0, 7.0],
        "status": "reported",
    }
)


def test_trade_both_ways_over_the_origins_gdp(engine: Engine) -> None:
    gdp = totals(s1=400.0, s2=100.0, s3=50.0)
    # 1 and 3, 3 and 2 have a flow in one direction alone: their trade is not known.
    assert rows(trade_over_gdp(engine(BOTH), engine(gdp))) == [
        (1, 2, 2020, 0.1, "reported"),
        (2, 1, 2020, 0.4, "reported"),
    ]
    assert rows(trade_over_gdp(engine(BOTH), engine(totals(s1=0.0)))) == []


def test_the_smaller_economy_depends_more(engine: Engine) -> None:
    found = {(o, t): v for o, t, _, v, _ in rows(asymmetry(engine(BOTH), engine(totals(s1=400.0, s2=100.0))))}
    assert found == pytest.approx({(1, 2): -0.3, (2, 1): 0.3})
    assert rows(asymmetry(engine(BOTH), engine(totals(s1=400.0)))) == []


amounts = st.lists(st.integers(1, 1000).map(float), min_size=6, max_size=6)


@settings(max_examples=25, deadline=None)
@given(amounts, st.lists(st.integers(1, 5000).map(float), min_size=3, max_size=3))
def test_an_asymmetry_turns_its_sign_with_the_pair_and_no_unit_changes_it(flows: list[float], gdp: list[float]) -> None:
    pairs = [(a, b) for a in (1, 2, 3) for b in (1, 2, 3) if a != b]

    def found(unit: float) -> dict[tuple[int, int], float]:
        frame = pl.DataFrame(
            [
                {"origin": a, "target": b, "year": 2020, "value": v * unit, "status": "reported"}
                for (a, b), v in zip(pairs, flows, strict=True)
            ]
        )
        sizes = totals(**{f"s{i}": v * unit for i, v in enumerate(gdp, 1)})
        return {(o, t): v for o, t, _, v, _ in rows(asymmetry(on_polars(frame), on_polars(sizes)))}

    one = found(1)
    assert all(v == -one[b, a] for (a, b), v in one.items())
    assert found(1000) == pytest.approx(one)


def test_what_needs_both_flows_is_covered_where_both_are() -> None:
    assert both_ways((Span(2000, 2020),)) == (Span(2000, 2020),)
    listed = both_ways((Span(2000, 2020, ("MMR", "CHN"), ("MMR", "CHN", "RUS")),))
    assert [any(s.covers("MMR", other, 2010) for s in listed) for other in ("CHN", "RUS")] == [True, False]
    # All that Myanmar received and all that Russia sent: nothing of what Russia received from Myanmar.
    half = both_ways((Span(2000, 2023, None, ("MMR",)), Span(2014, 2023, ("RUS",), None)))
    assert not any(s.covers("RUS", "MMR", 2020) or s.covers("MMR", "RUS", 2020) for s in half)
