"""The figures behind a page as files: CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV (RFC 4180); the columns are those of all rows, in the order in which they first come."""
    kept = list(rows)
    columns = list(dict.fromkeys(name for row in kept for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in columns])
    writer.writerows([safe_cell(row.get(name)) for name in columns] for row in kept)
    return out.getvalue()


def data_uri(text: str, kind: str = "text/csv") -> str:
    """Return text as a `data:` address, so that a page carries its own downloads."""
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8', 'replace')).decode('ascii')}"


def slug(text: str) -> str:
    """Return an ASCII name for files and anchors: "Côte d'Ivoire" is "cote-d-ivoire"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "page"
