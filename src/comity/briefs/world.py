"""Where a pair or a state stands among all others in one year; what all of them say is computed once a process."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from functools import lru_cache

import narwhals as nw

from comity import catalogue, store
from comity.briefs.asking import Ask, made
from comity.catalogue import Figures
from comity.pages.model import Sentence
from comity.vocabulary import Figure

Stamp = tuple[tuple[str, str], ...]


def medians(ask: Ask, code: str, first: int, last: int) -> list[dict[str, object]]:
    """Return the median of all pairs for each of the years."""
    found = _medians(code, first // 10 * 10, ask.as_of, _stamp())
    return [{"year": y, "value": found[y]} for y in range(first, last + 1) if y in found]


def below(ask: Ask, found: Figures, year: int, value: float) -> Figure | None:
    """Return the share of all others whose value for the year is strictly smaller; None without others."""
    values = _values(found.definition.code, year, ask.as_of, _stamp())
    return _part(found, year, bisect_left(values, value), len(values) - 1, "smaller")


def above(ask: Ask, found: Figures, year: int, value: float) -> Figure | None:
    """Return the share of all others whose value for the year is strictly larger; None without others."""
    values = _values(found.definition.code, year, ask.as_of, _stamp())
    return _part(found, year, len(values) - bisect_right(values, value), len(values) - 1, "larger")


def more_than(
    ask: Ask, found: Figures, year: int, value: float, *, more: str = "more", most: str = "the most"
) -> Sentence:
    """Say in which part of the other states the value is smaller, or that it is the largest of all."""
    share = below(ask, found, year, value)
    if share is None or not share.value:
        return ()
    if share.value == 1:
        return (f"{most} of all states with a figure for {year}",)
    return (f"{more} than in ", share, f" of the other states with a figure for {year}")


def higher_or_lower(ask: Ask, found: Figures, year: int, value: float) -> Sentence:
    """Say in which part of the other states an index is lower or higher, whichever is the larger part."""
    lower, higher = below(ask, found, year, value), above(ask, found, year, value)
    if lower is None or higher is None or not (lower.value or higher.value):
        return ()
    if (lower.value or 0) >= (higher.value or 0):
        return more_than(ask, found, year, value, more="higher", most="the highest")
    if higher.value == 1:
        return (f"the lowest of all states with a figure for {year}",)
    return ("lower than in ", higher, f" of the other states with a figure for {year}")


def _part(found: Figures, year: int, count: int, others: int, side: str) -> Figure | None:
    if others < 1:
        return None
    who = tuple(dict.fromkeys(r[c] for r in found.rows[:1] for c in ("state", "origin", "target") if c in r))
    return made(
        count / others, "share", f"share of the others with a {side} value in {year}", [found], who, (year,) * 2
    )


def _stamp() -> Stamp:
    """Return what is at hand, so that nothing remembered outlives the store that it was read from."""
    return tuple((str(f.path), f.sha256) for h in store.holdings() for f in h.tables.values())


@lru_cache(maxsize=32)
def _medians(code: str, since: int, as_of: date | None, stamp: Stamp) -> dict[int, float]:
    values = catalogue.indicator(code, as_of).values.filter(nw.col("year") >= since)
    found = values.group_by("year").agg(nw.col("value").median())
    return {r["year"]: r["value"] for r in store.rows(found)}


@lru_cache(maxsize=256)
def _values(code: str, year: int, as_of: date | None, stamp: Stamp) -> tuple[float, ...]:
    values = catalogue.indicator(code, as_of).values.filter(nw.col("year") == year).select("value")
    return tuple(sorted(r["value"] for r in store.rows(values)))
