"""Answers as files: CSV, Parquet, XLSX, Stata and JSON, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.errors import Failure, WrongUse, known_ending
from comity.store.files import check_writable, whole

if TYPE_CHECKING:
    import pyarrow as pa

SHEET_ROWS = 1_048_575
CELL_CHARACTERS = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def save(table: pa.Table, path: Path, document: Mapping[str, Any]) -> None:
    """Write a table to `path` in the format of its ending; `document` is the answer as plain data.

    Raises
    ------
    WrongUse
        Unknown ending, or more rows than a sheet holds.
    Failure
        The place cannot be written.
    """
    write = WRITERS[known_ending(path, WRITERS)]
    check_writable(path)
    with whole(path) as temporary:
        write(table, temporary, document)


def show_pandas() -> None:
    """Let pandas be imported again, which the command line hides from DuckDB; Arrow cannot bear it hidden."""
    if sys.modules.get("pandas", ...) is None:
        del sys.modules["pandas"]


def safe_cell(value: object) -> object:
    """Return a cell that is safe in a spreadsheet.

    Text (and only text) that begins like a formula gets a leading apostrophe; numbers stay numbers; what is not known
    is an empty cell.
    """
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA) else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Return rows as CSV (RFC 4180); without `columns`, those of all rows in the order in which they first come."""
    kept = list(rows)
    names = list(columns or dict.fromkeys(name for row in kept for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in names])
    writer.writerows([safe_cell(row.get(name)) for name in names] for row in kept)
    return out.getvalue()


def _csv(table: pa.Table, path: Path, _: Mapping[str, Any]) -> None:
    path.write_text(csv_text(table.to_pylist(), table.column_names), encoding="utf-8", newline="")


def _parquet(table: pa.Table, path: Path, _: Mapping[str, Any]) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path, compression="zstd")


def _xlsx(table: pa.Table, path: Path, document: Mapping[str, Any]) -> None:
    import xlsxwriter

    if len(table) > SHEET_ROWS:
        raise WrongUse(f"{len(table):,} rows are more than a sheet holds ({SHEET_ROWS:,}); write .csv or .parquet")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**options, "in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("figures")
        sheet.write_row(0, 0, table.column_names)
        for i, row in enumerate(table.to_pylist(), start=1):
            for j, value in enumerate(row.values()):
                if hasattr(value, "isoformat"):
                    sheet.write_datetime(i, j, value, day)
                elif isinstance(value, str):
                    sheet.write_string(i, j, value[:CELL_CHARACTERS])
                elif value is not None:
                    sheet.write(i, j, value)
        about = book.add_worksheet("sources")
        about.write_row(0, 0, ["dataset", "release", "citation", "licence"])
        for i, source in enumerate(document["sources"], start=1):
            for j, key in enumerate(("dataset", "release", "citation", "licence")):
                about.write_string(i, j, source[key])
        for i, caveat in enumerate(document["caveats"], start=len(document["sources"]) + 2):
            about.write_string(i, 0, caveat["text"][:CELL_CHARACTERS])


def _dta(table: pa.Table, path: Path, document: Mapping[str, Any]) -> None:
    names = {c: re.sub(r"[^A-Za-z0-9_]", "_", c)[:32] for c in table.column_names}
    if len(set(names.values())) < len(names):
        raise Failure(f"{path}: two columns have the same name in Stata ({', '.join(names)}); write .csv or .parquet")
    import pandas as pd

    frame = pd.DataFrame(table.to_pydict()).rename(columns=names)
    for column, kind in zip(names.values(), table.schema.types, strict=True):
        if str(kind) in ("string", "bool"):
            frame[column] = frame[column].astype(object).where(frame[column].notna(), "").astype(str)
        elif str(kind) in ("int32", "double"):
            frame[column] = pd.to_numeric(frame[column])  # a column without any value has no type of its own
        elif str(kind).startswith("date"):
            frame[column] = frame[column].map(lambda d: "" if d is None else d.isoformat()).astype(str)
    about = document.get("indicator") or document["records"]
    labels = {names["value"]: f"{about['label']} ({about['unit']})"[:80]} if "value" in names else {}
    frame.to_stata(path, version=118, write_index=False, variable_labels=labels, data_label=about["label"][:80])


def _json(_: pa.Table, path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


WRITERS: dict[str, Callable[[Any, Path, Mapping[str, Any]], None]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
    ".dta": _dta,
    ".json": _json,
}
