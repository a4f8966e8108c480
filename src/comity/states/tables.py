"""Reading of the room's own small tables, one CSV file each, with the standard library only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

_HERE = Path(__file__).parent

Period = tuple[date | None, date | None]
"""First and last day, both counted; None where the period is open on that side."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of the room's tables, such as `states`, by the names of their columns."""
    with (_HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines)
        for line in lines:
            yield dict(zip(columns, line, strict=True))


def day(text: str) -> date | None:
    """Read an ISO date; an empty cell is an open side."""
    return date.fromisoformat(text) if text else None


def period(year: int | date) -> tuple[date, date]:
    """Return the first and last day of a calendar year, or a single day twice."""
    if isinstance(year, date):
        return year, year
    clamped = min(max(year, date.min.year), date.max.year)
    return date(clamped, 1, 1), date(clamped, 12, 31)


def overlap(start: date | None, end: date | None, asked: tuple[date, date]) -> int:
    """Return how many days of `asked` lie within start and end (both counted)."""
    first = max(start or date.min, asked[0])
    last = min(end or date.max, asked[1])
    return max((last - first).days + 1, 0)
