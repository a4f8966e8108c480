"""The engines that every measure is tested on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import narwhals as nw
import polars as pl

Engine = Callable[[pl.DataFrame], Any]


def on_polars(frame: pl.DataFrame) -> Any:
    """Return a frame as a lazy relation of Polars."""
    return nw.from_native(frame.lazy())


def on_duckdb(frame: pl.DataFrame) -> Any:
    """Return a frame as a relation of DuckDB."""
    return nw.from_native(duckdb.from_arrow(frame.to_arrow())).lazy()
