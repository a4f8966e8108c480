"""Where a panel runs: in memory, from figures that the store's DuckDB reads, or with the same expressions on Spark."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import narwhals as nw

from comity import store
from comity.errors import Failure, WrongUse, printable
from comity.vocabulary import Relation

Engine = Literal["duckdb", "spark"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
Place = Callable[[Relation], Relation]


def place(engine: Engine) -> Place:
    """Return what brings a relation of the store to where the panel is made.

    Raises
    ------
    WrongUse
        There is no such engine.
    Failure
        Spark is not installed, or does not start.
    """
    if engine not in ENGINES:
        raise WrongUse(f"no engine called {printable(str(engine), 40)!r}; there are {', '.join(ENGINES)}")
    if engine == "duckdb":
        return here
    session = _spark()
    return lambda values: _handed(session, values)


def here(values: Relation) -> Relation:
    """Leave a relation on the store's DuckDB, from which its rows are read into memory."""
    return values


def in_memory(values: Relation) -> Any:
    """Read a relation into memory, as a frame of Polars."""
    import polars as pl

    frame = pl.from_arrow(store.batches(values).read_all())
    return nw.from_native(frame, eager_only=True)


def _handed(session: Any, values: Relation) -> Relation:
    """Return a relation of the store as Spark reads it: from a Parquet file, which needs no memory on either side."""
    folder = Path(_folder().name)
    path = folder / f"{len(list(folder.iterdir()))}.parquet"
    store.write_parquet(values, path)
    frame: Relation = nw.from_native(session.read.parquet(path.as_uri()))
    return frame


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Return where the tables that Spark reads are, until the process ends: below the folder for temporary files."""
    return tempfile.TemporaryDirectory(prefix="comity-spark-")


@lru_cache(maxsize=1)
def _spark() -> Any:
    """Return the Spark session at hand, or start one on this machine."""
    try:
        from pyspark.sql import SparkSession  # type: ignore[import-not-found]
    except ImportError as e:
        raise Failure("Spark is not installed; `pip install 'comity[spark]'`, which also needs Java 17") from e
    from comity.catalogue.exports import show_pandas

    show_pandas()
    quiet = SparkSession.builder.appName("comity").config("spark.ui.showConsoleProgress", "false")
    try:
        found = SparkSession.getActiveSession() or quiet.getOrCreate()
    except Exception as e:
        raise Failure(f"Spark does not start ({printable(str(e), 120)}); it needs Java 17") from e
    return found
