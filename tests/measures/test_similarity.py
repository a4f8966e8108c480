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
    return float(relation.collect()["value"][0])


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


@pytest.fixture(scope="module")
def golden(shared: Path) -> list[dict[str, Any]]:
    document = json.loads((shared / "golden" / "similarity.json").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = document["un_votes"]
    return found


@pytest.mark.shared
def test_the_golden_pairs_agree_from_their_joint_ballots(engine: Engine, golden: list[dict[str, Any]]) -> None:
    assert golden
    for case in golden:
        table = case["table_YAN"]
        same, apart = sum(table[i][i] for i in range(3)), table[0][2] + table[2][0]
        n = engine(counts(sum(map(sum, table))))
        expected = case["expected"]
        assert result(agreement(engine(counts(same)), n)) == pytest.approx(expected["agreement"], abs=1e-9)
        found = result(s_absolute(engine(counts(same)), engine(counts(apart)), n))
        assert found == pytest.approx(expected["S_absolute"], abs=1e-9)


@pytest.mark.shared
def test_the_golden_pairs_agree_from_the_data_at_hand(golden: list[dict[str, Any]]) -> None:
    for case in golden:
        pair, year = (case["a"], case["b"]), str(case["year"])
        expected = {
            "votes.ballots": case["expected"]["n"],
            "votes.agreement": case["expected"]["agreement"],
            "votes.s_absolute": case["expected"]["S_absolute"],
        }
        for code, value in expected.items():
            for who in (pair, pair[::-1]):
                (row,) = comity.get(code, *who, years=year).rows
                assert row["value"] == pytest.approx(value, abs=1e-9), f"{code} {who} {year}"


def test_a_pair_without_a_joint_ballot_has_no_similarity(engine: Engine) -> None:
    nothing = pl.DataFrame(schema=counts(0).schema)
    assert len(agreement(engine(counts(3)), engine(nothing)).collect()) == 0
    assert len(s_absolute(engine(counts(3)), engine(nothing), engine(counts(3))).collect()) == 0


@pytest.mark.parametrize("total", [[0.0], [None], []], ids=["zero", "not known", "no row"])
def test_a_share_of_nothing_or_of_the_unknown_has_no_row(engine: Engine, total: list[float | None]) -> None:
    flows = pl.DataFrame({"origin": [1], "target": [3], "year": [2020], "value": [30.0], "status": ["reported"]})
    totals = pl.DataFrame(
        {"state": [3] * len(total), "year": [2020] * len(total), "value": total},
        schema={"state": pl.Int64, "year": pl.Int64, "value": pl.Float64},
    )
    assert len(share_of_total(engine(flows), engine(totals)).collect()) == 0


def test_shares_of_all_suppliers_add_up_to_at_most_one() -> None:
    rows = comity.get("arms.share_of_imports", "any", "MMR").rows
    by_year: dict[int, float] = {}
    for row in rows:
        by_year[row["year"]] = by_year.get(row["year"], 0) + row["value"]
    assert by_year
    assert max(by_year.values()) <= 1 + 1e-9


def test_shares_of_a_total_add_up_to_what_is_known_of_it(engine: Engine) -> None:
    flows = pl.DataFrame(
        {"origin": [1, 2], "target": [3, 3], "year": [2020, 2020], "value": [30.0, 60.0], "status": ["reported"] * 2}
    )
    totals = pl.DataFrame({"state": [3], "year": [2020], "value": [100.0], "status": ["reported"]})
    assert sorted(share_of_total(engine(flows), engine(totals)).collect()["value"].to_list()) == [0.3, 0.6]
