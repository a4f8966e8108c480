"""The file behind a user's own indicator: the columns that its form names, from CSV, Parquet or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from comity.errors import Failure, printable
from comity.sources.reading import LINE, head, pl, read_csv, read_parquet
from comity.vocabulary import Absence

Codes = Literal["name", "id", "iso2", "iso3", "iso_numeric", "m49", "cow", "gw"]
Side = Literal["all", "as in the file"] | tuple[str, ...]
MOST_BYTES = 200_000_000
MOST_ROWS = 2_000_000


@dataclass(frozen=True)
class Layout:
    """What a form says of its file.

    Attributes
    ----------
    columns
        The file's column for each role: origin, target or state; year or month; value.
    blank
        What an empty value means; None refuses one.
    leave_out
        Words in the columns of states whose rows are passed over: sums, groups, parts of states.
    years, sides
        The coverage: years (None: as in the file), and for each side every state, those in the file, or those listed.
    """

    path: Path
    sheet: str
    delimiter: str
    columns: Mapping[str, str]
    codes: Codes
    blank: Absence | None
    leave_out: tuple[str, ...]
    years: tuple[int, int] | None
    sides: Mapping[str, Side]


def fault(layout: Layout, line: int | None, words: str) -> Failure:
    """Return the refusal of a file, in one line with the place."""
    at = "" if line is None else f":{line}"
    return Failure(f"{printable(str(layout.path), 100)}{at}: {words}")


def columns(layout: Layout) -> tuple[pl.DataFrame, list[str]]:
    """Return the columns that the form names, under the names of their roles, and the names of those nobody reads."""
    path, readers = layout.path, {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}
    if path.suffix.lower() not in readers:
        raise fault(layout, None, f"unknown ending; expected one of {', '.join(readers)}")
    if path.stat().st_size > MOST_BYTES:
        raise fault(layout, None, f"{path.stat().st_size:,} bytes; at most {MOST_BYTES:,} are read: split it by years")
    used = list(layout.columns.values())
    if len(set(used)) < len(used):
        raise fault(layout, None, f"two of the columns {printable(', '.join(used), 80)} are the same; see `columns`")
    frame, header = readers[path.suffix.lower()](layout, used)
    if len(frame) > MOST_ROWS:
        raise fault(layout, None, f"{len(frame):,} rows; at most {MOST_ROWS:,} are read: split it by years")
    return frame.rename({name: role for role, name in layout.columns.items()}), [
        c for c in header if c and c not in used
    ]


def _has(layout: Layout, header: list[str], used: list[str]) -> None:
    """Refuse a file without the columns that the form names; those that it does not name are not read."""
    missing = [c for c in used if c not in header]
    twice = [c for c in used if header.count(c) > 1]
    if missing:
        lacks, has = (printable(", ".join(map(repr, names)), 60) for names in (missing, header))
        remedy = f"name yours with columns = {{{_role(layout, missing[0])} = '…'}}"
        raise fault(layout, 1, f"no column {lacks}; it has {has}; {remedy}")
    if twice:
        raise fault(layout, 1, f"the column {printable(twice[0], 40)!r} stands twice; keep one")


def _role(layout: Layout, column: str) -> str:
    return next(role for role, name in layout.columns.items() if name == column)


def _csv(layout: Layout, used: list[str]) -> tuple[pl.DataFrame, list[str]]:
    rows = csv.reader(io.StringIO(head(layout.path), newline=""), delimiter=layout.delimiter)
    header = [c.strip() for c in next((row for row in rows if any(row)), [])]
    if header and not header[0].startswith("<"):  # a web page is told as one
        _has(layout, header, used)
    return read_csv(layout.path, used, header, delimiter=layout.delimiter), header


def _parquet(layout: Layout, used: list[str]) -> tuple[pl.DataFrame, list[str]]:
    import pyarrow.parquet as pq

    try:
        about = pq.read_metadata(layout.path)
    except Exception as e:
        raise fault(layout, None, f"not a readable Parquet file ({printable(str(e), 60)}); write it again") from e
    if about.num_rows > MOST_ROWS:
        raise fault(layout, None, f"{about.num_rows:,} rows; at most {MOST_ROWS:,} are read: split it by years")
    header = [str(name) for name in about.schema.to_arrow_schema().names]
    _has(layout, header, used)
    return read_parquet(layout.path, used, header), header


def _xlsx(layout: Layout, used: list[str]) -> tuple[pl.DataFrame, list[str]]:
    from comity.sources.workbook import read_sheets

    sheets = read_sheets(layout.path)
    if not layout.sheet and len(sheets) > 1:
        raise fault(layout, None, f"several sheets: {printable(', '.join(sheets), 80)}; say which: sheet = '…'")
    name = layout.sheet or next(iter(sheets))
    if name not in sheets:
        raise fault(layout, None, f"no sheet {printable(name, 40)!r}; there are {printable(', '.join(sheets), 80)}")
    rows = [(number, row) for number, row in enumerate(sheets[name], 1) if any(_text(cell) for cell in row)]
    if len(rows) < 2:
        raise fault(layout, None, f"the sheet {printable(name, 40)!r} has no rows below a header")
    header = [_text(cell) for cell in rows[0][1]]
    _has(layout, header, used)
    columns = {c: [_text(row[header.index(c)]) for _, row in rows[1:]] for c in used}
    return pl.DataFrame({**columns, LINE: [number for number, _ in rows[1:]]}), [c for c in header if c]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
