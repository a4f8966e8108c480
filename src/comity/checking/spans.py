"""The period of a claim as days, and how the years of an indicator meet it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """First and last day, and how exactly the claim gives them: "year", "month" or "day"."""

    first: date
    last: date
    precision: str

    @property
    def years(self) -> tuple[int, int]:
        """First and last calendar year touched."""
        return self.first.year, self.last.year

    @property
    def whole_years(self) -> bool:
        """Whether it begins with a year and ends with one."""
        return (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)

    @property
    def year_end(self) -> bool:
        """Whether it is the end of a year, as stocks of people are counted."""
        return self.last.month == 12 and self.first.year == self.last.year and self.first.month in (1, 12)

    def __str__(self) -> str:
        first, last = self.years
        if self.precision == "year":
            return f"{first}" if first == last else f"{first}–{last}"
        if self.precision == "month":
            return f"{self.first:%Y-%m}" + ("" if self.first.month == self.last.month else f" to {self.last:%Y-%m}")
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"


def period(text: str) -> Period | None:
    """Read the period of a claim; None if it is blank or no period."""
    start, _, end = text.partition("/")
    try:
        first, last = _days(start), _days(end or start)
    except ValueError:
        return None
    if last[1] < first[0]:
        return None
    precision = {1: "year", 2: "month", 3: "day"}[max(start.count("-"), (end or start).count("-")) + 1]
    return Period(first[0], last[1], precision)


def _days(text: str) -> tuple[date, date]:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    day = date(parts[0], parts[1], parts[2])
    return day, day
