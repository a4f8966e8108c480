"""Frames that go in and out of the store's connection by way of Arrow: small tables of our own, large answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import narwhals as nw

from comity.store.engine import _current
from comity.vocabulary import Relation

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 122_880  # a row group of DuckDB


def table(rows: pa.Table) -> Relation:
    """Return an Arrow table as a lazy relation, which joins those of stored tables."""
    return nw.from_native(_current().connection.from_arrow(rows)).lazy()


def batches(values: Relation, rows: int = BATCH_ROWS) -> pa.RecordBatchReader:
    """Run a relation and return its rows batch by batch, so that a large answer is never whole in memory."""
    native = nw.to_native(values)
    if isinstance(native, duckdb.DuckDBPyRelation):
        return native.to_arrow_reader(rows)
    found: pa.Table = values.collect("pyarrow").to_native()
    return found.to_reader(rows)


def write_parquet(values: Relation, path: Path) -> None:
    """Run a relation and write its rows to a Parquet file batch by batch, for an engine that reads it from there."""
    import pyarrow.parquet as pq

    found = batches(values)
    with pq.ParquetWriter(path, found.schema, compression="zstd") as writer:
        for batch in found:
            writer.write_batch(batch)
