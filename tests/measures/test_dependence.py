"""A share is a flow over the total of the side that is named, worked by hand on DuckDB and on Polars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest

from comity.measures.dependence import share_of_state, share_of_total

Engine = Callable[[pl.DataFrame], Any]


def on_polars(frame: pl.DataFrame) -> Any:
    return nw.from_native(frame.lazy())


def on_duckdb(frame: pl.DataFrame) -> Any:
    return nw.from_native(duckdb.from_arrow(frame.to_arrow())).lazy()


@pytest.fixture(params=[on_polars, on_duckdb], ids=["polars", "duckdb"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.param
    return found


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
