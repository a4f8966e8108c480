"""Similarity of votes agrees with the worked figures, on DuckDB and on Polars."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity.measures.dependence import share_of_total
from comity.measures.similarity import agreement, s_absolute

Engine = Callable[[pl.DataFrame], Any]


def on_polars(frame: pl.DataFrame) -> Any:
    return nw.from_native(frame.lazy())


def on_duckdb(frame: pl.DataFrame) -> Any:
    return nw.from_native(duckdb.from_arrow(frame.to_arrow())).lazy()


@pytest.fixture(params=[on_polars, on_duckdb], ids=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


def counts(value: int) -> pl.DataFrame:
    return pl.DataFrame({"origin": [1], "target": [2], "year": [2020], "value": [float(value)], "status": ["reported"]})


def result(relation: Any) -> float:
    return float(relation.collect().to_native()["value"][0])


def test_russia_and_myanmar_in_2020(engine: Engine) -> None:
    same, apart, n = (engine(counts(v)) for v in (62, 9, 82))
    assert round(result(agreement(same, n)), 3) == 0.756
    assert round(result(s_absolute(same, apart, n)), 3) == 0.646


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_similarities_keep_their_range_and_their_ends(same: int, apart: int, step: int) -> None:
    n = same + apart + step
    if not n:
        return
    a = result(agreement(on_polars(counts(same)), on_polars(counts(n))))
    s = result(s_absolute(on_polars(counts(same)), on_polars(counts(apart)), on_polars(counts(n))))
    assert 0 <= a <= 1
    assert -1 <= s <= 1
    assert (a == 1) == (s == 1) == (same == n)
    assert (s == -1) == (apart == n)


@pytest.mark.shared
def test_pairs_of_the_golden_file_agree(shared: Path) -> None:
    golden = json.loads((shared / "golden" / "similarity.json").read_text(encoding="utf-8"))
    cases = [c for c in walk(golden) if {"s_abs"} & set(c) and "pair" in c]
    for case in cases:
        one, other = str(case["pair"]).replace("–", "-").split("-")[:2]
        found = comity.get("votes.s_absolute", one, other, years=str(case["year"])).rows[0]["value"]
        assert found == pytest.approx(case["s_abs"], abs=5e-4)


def walk(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(c for v in node.values() for c in walk(v))]
    return [c for v in node for c in walk(v)] if isinstance(node, list) else []


def test_shares_of_a_total_add_up_to_what_is_known_of_it(engine: Engine) -> None:
    flows = pl.DataFrame(
        {"origin": [1, 2], "target": [3, 3], "year": [2020, 2020], "value": [30.0, 60.0], "status": ["reported"] * 2}
    )
    totals = pl.DataFrame({"state": [3], "year": [2020], "value": [100.0], "status": ["reported"]})
    shares = (
        share_of_total(engine(flows), engine(totals)).collect().to_native()["value"].to_pylist()
        if engine is on_duckdb
        else (share_of_total(engine(flows), engine(totals)).collect().to_native()["value"].to_list())
    )
    assert sorted(shares) == [0.3, 0.6]
