"""Similarity of votes agrees with the worked figures, on DuckDB and on Polars."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.engines import Engine, on_duckdb, on_polars
from tests.sources.dyads_at_hand import read, values

import comity
from comity import catalogue, states
from comity.measures import portfolios
from comity.measures.dependence import share_of_total
from comity.measures.similarity import BALLOTS, portfolio_table, similarity, table_of
from comity.sources import atop, nmc
from comity.vocabulary import crossed


def table(counts: list[list[float]]) -> pl.DataFrame:
    """Return one pair-year with its table of codes."""
    cells = dict(zip(crossed(len(counts)), [c for row in counts for c in row], strict=True))
    return pl.DataFrame({"origin": [1], "target": [2], "year": [2020], **{k: [float(v)] for k, v in cells.items()}})


def result(relation: Any) -> float | None:
    found = relation.collect()["value"].to_list()
    return float(found[0]) if found else None


def scored(table_: Any, name: str, levels: Sequence[float]) -> float | None:
    """Return a score by its golden name: "agreement", "tau_b", "S_absolute", "kappa_nominal" …"""
    if name in ("agreement", "tau_b"):
        return result(similarity(table_, name, levels=levels))  # type: ignore[arg-type]
    score, distance = name.lower().split("_")
    return result(similarity(table_, score, levels=levels, distance=distance))  # type: ignore[arg-type]


SCORES = ("agreement", "tau_b", *(f"{s}_{d}" for s in ("S", "pi", "kappa") for d in ("absolute", "squared")))


def test_russia_and_myanmar_in_2020(engine: Engine) -> None:
    both = engine(table([[52, 1, 1], [7, 6, 0], [8, 3, 4]]))
    assert round(scored(both, "agreement", BALLOTS) or 0, 3) == 0.756
    assert round(scored(both, "S_absolute", BALLOTS) or 0, 3) == 0.646


counted = st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(counted, st.sampled_from(SCORES))
def test_a_similarity_is_symmetric_and_keeps_its_range(cells: list[list[int]], name: str) -> None:
    one = scored(on_polars(table(cells)), name, BALLOTS)
    other = scored(on_polars(table([list(row) for row in zip(*cells, strict=True)])), name, BALLOTS)
    assert one == pytest.approx(other, abs=1e-12) if one is not None else other is None
    if one is not None:
        assert (0 if name == "agreement" else -1) <= one <= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.sampled_from(SCORES))
def test_a_state_is_like_itself_or_not_defined(diagonal: list[int], name: str) -> None:
    cells = [[n if i == j else 0 for j in range(3)] for i, n in enumerate(diagonal)]
    found = scored(on_polars(table(cells)), name, BALLOTS)
    constant = sum(n > 0 for n in diagonal) < 2
    if not any(diagonal) or (constant and not name.startswith(("agreement", "S"))):
        assert found is None
    else:
        assert found == pytest.approx(1)


@settings(max_examples=30, deadline=None)
@given(counted, st.sampled_from(SCORES))
def test_turning_both_scales_round_changes_nothing(cells: list[list[int]], name: str) -> None:
    turned = [row[::-1] for row in cells[::-1]]
    one, other = (scored(on_polars(table(c)), name, BALLOTS) for c in (cells, turned))
    assert one == pytest.approx(other, abs=1e-12) if one is not None else other is None


@pytest.fixture(scope="module")
def golden(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "golden" / "similarity.json").read_text(encoding="utf-8"))
    return found


def _codes(case: dict[str, Any]) -> pl.DataFrame:
    sides = [(1, case["x"]), (2, case["y"])]
    return pl.DataFrame(
        [
            {"state": s, "year": 2020, "item": i, "code": float(c), "w": float(w)}
            for s, codes in sides
            for i, (c, w) in enumerate(zip(codes, case.get("weights", [1] * len(codes)), strict=True))
        ]
    )


@pytest.mark.shared
def test_the_worked_cases_agree_from_the_codes_to_the_score(engine: Engine, golden: dict[str, Any]) -> None:
    assert len(golden["worked"]) == 12
    for case in golden["worked"]:
        levels = [float(v) for v in case["levels"]]
        met = on_polars(nw.to_native(table_of(engine(_codes(case)), levels, weight="w").collect("polars")))
        for name, value in case["expected"].items():
            if name == "n" or name.startswith("A_"):
                continue
            found = scored(met, name, levels)
            assert found == (None if value is None else pytest.approx(value, abs=1e-9)), (case["name"], name)


@pytest.mark.shared
def test_the_golden_pairs_agree_from_their_joint_ballots(engine: Engine, golden: dict[str, Any]) -> None:
    assert golden["un_votes"]
    for case in golden["un_votes"][:: 1 if engine is on_polars else 4]:
        both = engine(table(case["table_YAN"]))
        for name, value in case["expected"].items():
            if name == "n" or name.startswith("A_"):
                continue
            found = scored(both, name, BALLOTS)
            assert found == (None if value is None else pytest.approx(value, abs=1e-9)), (case, name)


INDICATORS = {
    "votes.ballots": "n",
    "votes.agreement": "agreement",
    "votes.s_absolute": "S_absolute",
    "votes.s_squared": "S_squared",
    "votes.pi": "pi_absolute",
    "votes.pi_squared": "pi_squared",
    "votes.kappa": "kappa_absolute",
    "votes.kappa_squared": "kappa_squared",
    "votes.tau_b": "tau_b",
}


@pytest.mark.shared
@pytest.mark.parametrize(("code", "name"), INDICATORS.items())
def test_the_golden_pairs_agree_from_the_data_at_hand(code: str, name: str, golden: dict[str, Any]) -> None:
    for case in golden["un_votes"]:
        for who in ((case["a"], case["b"]), (case["b"], case["a"])):
            (row,) = comity.get(code, *who, years=str(case["year"])).rows
            assert row["value"] == pytest.approx(case["expected"][name], abs=1e-9), (who, case["year"])


def test_a_pair_without_a_joint_ballot_has_no_similarity(engine: Engine) -> None:
    for name in SCORES:
        assert scored(engine(table([[0] * 3] * 3)), name, BALLOTS) is None


def test_what_neither_has_a_tie_with_counts_without_being_listed(engine: Engine) -> None:
    ties = [(1, 1, 3.0), (2, 2, 3.0), (3, 3, 3.0), (4, 4, 3.0), (1, 3, 3.0), (2, 3, 1.0)]
    frame = pl.DataFrame(
        [{"state": s, "item": i, "year": 2020, "code": c} for s, i, c in ties],
        schema={"state": pl.Int64, "item": pl.Int64, "year": pl.Int64, "code": pl.Float64},
    )
    members = pl.DataFrame({"state": [1, 2, 3, 4], "year": [2020] * 4, "weight": [1.0] * 4})
    levels = (0.0, 1.0, 2.0, 3.0)
    found = portfolio_table(engine(frame), engine(members), levels).sort("origin", "target").collect()
    assert len(found) == 6
    # Of 1 and 2: towards 1 codes 3 and 0, towards 2 0 and 3, towards 3 3 and 1, towards 4 none.
    first = found.filter((nw.col("origin") == 1) & (nw.col("target") == 2)).rows(named=True)[0]
    expected = {"n_0_0": 1.0, "n_3_0": 1.0, "n_0_3": 1.0, "n_3_1": 1.0}
    assert {k: v for k, v in first.items() if k.startswith("n_") and v} == expected


@pytest.mark.shared
def test_alliance_portfolios_agree_with_the_golden_dyads(shared: Path, golden: dict[str, Any]) -> None:
    (book,), (power,) = atop.PUBLICATIONS, nmc.PUBLICATIONS
    reading, capable = read(book, 0, shared), read(power, 0, shared)
    obligations = [values(book, reading, code) for code in portfolios.OBLIGATIONS]
    membership = nw.to_native(catalogue.indicator("system.membership_cow").values).pl()
    years = [case["year"] for case in golden["alliances"] if case["year"] <= 2016]
    relations = [
        on_duckdb(f.filter(pl.col("year").is_in(years)))
        for f in (*obligations, membership, values(power, capable, "capabilities.cinc"))
    ]
    plain = nw.to_native(portfolios.alliance_table(*relations[:-1])).pl()
    weighted = nw.to_native(portfolios.weighted_alliance_table(*relations)).pl()
    assert len(years) == 4
    for case in golden["alliances"]:
        if case["year"] not in years:
            continue  # the COW system is stated to 2016
        a, b = sorted(_number(case[k], case["year"]) for k in ("ccode1", "ccode2"))
        mine = (pl.col("origin") == a) & (pl.col("target") == b) & (pl.col("year") == case["year"])
        for name in SCORES:
            found = scored(on_polars(plain.filter(mine)), name, portfolios.LEVELS)
            assert found == pytest.approx(case["valued"][name], abs=1e-9), (case["ccode1"], name)
        for name in ("S_absolute", "S_squared"):
            found = scored(on_polars(weighted.filter(mine)), name, portfolios.LEVELS)
            assert found == pytest.approx(case["S_weighted_cinc"][name], abs=1e-9), (case["ccode1"], name)


def _number(code: int, year: int) -> int:
    found = states.by_code("cow", code, year)
    assert found is not None
    return found.number


def flows(*rows: tuple[int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [{"origin": o, "target": t, "year": 2020, "value": v, "status": "reported"} for o, t, v in rows]
    )


def test_the_cosine_of_exports_leaves_out_the_two_themselves(engine: Engine) -> None:
    sent = flows((1, 3, 30.0), (1, 4, 40.0), (2, 3, 3.0), (2, 4, 4.0), (1, 2, 1000.0), (5, 6, 1.0), (6, 1, 2.0))
    found = portfolios.cosine(engine(sent)).collect().rows(named=True)
    by_pair = {(r["origin"], r["target"]): r["value"] for r in found}
    assert by_pair[1, 2] == pytest.approx(1)
    assert by_pair[2, 6] == 0
    assert (5, 6) not in by_pair  # 5 sends to 6 alone


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
