"""Concentration of partners agrees with hand-worked and golden values, on DuckDB and on Polars."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measures.engines import Engine, on_polars

import comity
from comity.measures.concentration import (
    concentration,
    effective_number,
    hhi,
    hhi_normalised,
    largest,
    three_largest,
)

WAYS = (hhi, hhi_normalised, effective_number, largest, three_largest)


def received(*values: float) -> pl.DataFrame:
    rows = [{"origin": i, "target": 100, "year": 2020, "value": float(v), "status": "reported"}
            for i, v in enumerate(values)]  # fmt: skip
    return pl.DataFrame(rows, schema={"origin": pl.Int64, "target": pl.Int64, "year": pl.Int64, "value": pl.Float64,
                                      "status": pl.String})  # fmt: skip


def found(relation: Any) -> float | None:
    values = relation.collect()["value"].to_list()
    return float(values[0]) if values else None


def of(engine: Engine, values: list[float], way: Callable[[], Any]) -> float | None:
    return found(concentration(engine(received(*values)), "target", way))


def test_sixty_thirty_ten(engine: Engine) -> None:
    values = [60.0, 30.0, 10.0, 0.0]
    worked = {hhi: 0.46, hhi_normalised: (0.46 - 1 / 3) / (2 / 3), effective_number: 1 / 0.46, largest: 0.6}
    for way, value in worked.items():
        assert of(engine, values, way) == pytest.approx(value)
    assert of(engine, [40.0, 30.0, 20.0, 10.0], three_largest) == pytest.approx(0.9)


@pytest.mark.shared
def test_the_golden_cases(engine: Engine, shared: Path) -> None:
    for case in json.loads((shared / "golden" / "similarity.json").read_text(encoding="utf-8"))["hhi"]:
        for way, name in ((hhi, "hhi"), (hhi_normalised, "normalised"), (effective_number, "effective_number")):
            expected = case[name]
            assert of(engine, case["values"], way) == (None if expected is None else pytest.approx(expected)), case


amounts = st.lists(st.floats(0.01, 1e9), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(amounts)
def test_the_index_keeps_its_bounds(values: list[float]) -> None:
    index, number = of(on_polars, values, hhi), of(on_polars, values, effective_number)
    assert index is not None
    assert number is not None
    assert 1 / len(values) - 1e-12 <= index <= 1 + 1e-12
    assert number == pytest.approx(1 / index)
    normalised = of(on_polars, values, hhi_normalised)
    assert normalised is None if len(values) == 1 else 0 <= (normalised or 0) <= 1
    top, three = of(on_polars, values, largest), of(on_polars, values, three_largest)
    assert 0 < (top or 0) <= (three or 0) <= 1 + 1e-12


@settings(max_examples=30, deadline=None)
@given(amounts, st.floats(0.001, 1000))
def test_the_unit_does_not_matter(values: list[float], scale: float) -> None:
    for way in WAYS:
        one, other = of(on_polars, values, way), of(on_polars, [v * scale for v in values], way)
        assert one == (None if other is None else pytest.approx(other, abs=1e-9))


def test_nothing_received_is_not_concentrated(engine: Engine) -> None:
    for way in WAYS:
        assert of(engine, [0.0, 0.0], way) is None


def test_myanmars_suppliers_of_2020_by_hand() -> None:
    flows = [r["value"] for r in comity.get("arms.deliveries", "any", "MMR", years="2020").rows if r["value"]]
    (row,) = comity.get("arms.suppliers_hhi", "MMR", years="2020").rows
    assert row["value"] == pytest.approx(sum((v / sum(flows)) ** 2 for v in flows))


def test_a_year_of_which_a_table_has_nothing_stays_out_of_the_coverage() -> None:
    rows = comity.get("trade.markets_hhi", "RUS", years="2020:2023").rows
    assert [r["status"] for r in rows] == ["reported", "outside coverage", "outside coverage", "reported"]
