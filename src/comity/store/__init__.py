"""Datasets at hand: the one DuckDB connection, Parquet files as Narwhals frames, releases, checksums, whole writes."""

from __future__ import annotations

from comity.store.engine import check, relation, remembered, rows
from comity.store.files import check_writable, write_by_ending, write_text
from comity.store.frames import batches, table, write_parquet
from comity.store.manifest import EMBEDDED, Holding, TableFile, holdings, holdings_at, user_root
from comity.store.own import own_publications

__all__ = [
    "EMBEDDED",
    "Holding",
    "TableFile",
    "batches",
    "check",
    "check_writable",
    "holdings",
    "holdings_at",
    "own_publications",
    "relation",
    "remembered",
    "rows",
    "table",
    "user_root",
    "write_by_ending",
    "write_parquet",
    "write_text",
]
