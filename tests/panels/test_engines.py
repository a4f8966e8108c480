"""The same expressions on another engine: Polars, which is always at hand; tests/spark does the same with Spark."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from comity import Failure, panel, store
from comity.panels import Panel, asking
from comity.panels.engines import place

PANELS = {
    "pairs": lambda: (
        panel("directed-dyad-year", states=["RUS", "MMR", "CHN", "USA", "DEU"], years=(1988, 2010))
        .add("votes.agreement", lag=1)
        .add("votes.ballots", fill=0)
        .add("conflict.interstate", then="spell")
        .add("regimes.lexical_index", side="both")
    ),
    "undirected pairs": lambda: (
        panel("dyad-year", states=["RUS", "UKR", "YUG", "SRB"], years=(1990, 2015))
        .add("displacement.refugees", direction="sum")
        .add("votes.s_absolute", then="mean", over=2)
    ),
    "states": lambda: (
        panel("state-year", years=(1990, 2020))
        .add("economy.gdp", then="growth")
        .add("regimes.lexical_index", lead=1)
        .add("economy.population", then="log1p")
    ),
}


def in_polars(values: Any) -> Any:
    return nw.from_native(pl.from_arrow(store.batches(values).read_all()).lazy())  # type: ignore[union-attr]


@pytest.mark.parametrize("name", PANELS)
def test_another_engine_gives_the_same_panel(name: str, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make: Any = PANELS[name]
    expected = make().to_polars()
    monkeypatch.setattr(asking, "place", lambda _: in_polars)
    found = make().to_polars()
    assert not found.is_empty()
    assert_frame_equal(found, expected, rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is not None, reason="Spark is installed")
def test_spark_that_is_not_installed_is_said_with_what_to_do(alone: Path) -> None:
    with pytest.raises(Failure, match=r"comity\[spark\]"):
        Panel(panel("state-year").units, engine="spark").to_arrow()


def test_a_relation_is_handed_to_another_engine_as_a_file_with_the_same_rows(alone: Path) -> None:
    rows = pl.DataFrame({"state": [1, None, 3], "year": [1990, 1991, 1992], "value": [0.1, None, -3.5]})
    store.write_parquet(store.table(rows.to_arrow()), alone / "x.parquet")
    assert_frame_equal(pl.read_parquet(alone / "x.parquet"), rows)


def test_duckdb_takes_relations_as_they_are(alone: Path) -> None:
    values = store.table(pl.DataFrame({"x": [1]}).to_arrow())
    assert place("duckdb")(values) is values


@pytest.mark.parametrize("name", PANELS)
def test_the_lazy_relation_of_duckdb_has_the_same_rows_as_the_panel_made_in_memory(name: str, alone: Path) -> None:
    make: Any = PANELS[name]
    made = make()
    expected = made.to_polars()
    keys = [c for c in expected.columns if c.startswith("gwcode")]
    found = made.relation().collect("polars").to_native().sort(*keys, "year")
    texts = [c for c in ("state", "origin", "target") if c in found.columns]
    assert_frame_equal(found.drop(texts), expected.drop(texts), rel_tol=1e-12, abs_tol=1e-12)
