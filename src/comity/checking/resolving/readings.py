"""The readings of a claim: what its words may mean, each with the measures that bear on it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from comity.checking.resolving.evidence import Case, Evidence

Years = tuple[int, int]
# Words that rank a state with some others, whom the claim does not name.
AMONG = re.compile(
    r"\b(?:in|of|among) (?:the )?(?:\w+ )?(?:region|africa|asia|europe|latin america|gulf|middle east|caribbean"
    r"|bloc|members)\b"
    r"|\b(?:outside|after|behind|except|excluding|apart from|other than|non-)|\bper (?:head|capita)\b"
)


@dataclass(frozen=True)
class Reading:
    """One meaning of a claim with what each measure says.

    `other` names how it differs from what the words say (another year, the other direction): such a reading never bears
    a claim out, it only keeps a slip from being called a falsehood.
    """

    evidence: tuple[Evidence, ...]
    other: str = ""


def nearby_years(years: Years, day: date) -> list[Years]:
    """Return the year before and after a single year, for figures that were booked under another."""
    if years[0] != years[1]:
        return []
    return [(y, y) for y in (years[0] - 1, years[0] + 1) if y <= day.year]


def before_and_after(case: Case, *, window: int = 0) -> list[tuple[Years, Years]]:
    """Return between which years a change may be meant.

    "2015/2019" is from the first to the last, or, where `window` is given and the period is twice as long, from its
    first half to its second; a period as long as the window is set against the one before; a single year against the
    year before.
    """
    if case.period is None:
        return []
    first, last = case.period.years
    length = last - first + 1
    if window and length == 2 * window:
        return [((first, first + window - 1), (first + window, last)), ((first, first), (last, last))]
    if window and length == window:
        return [((first - window, first - 1), (first, last)), ((first, first), (last, last))]
    if length == 1:
        return [((last - 1, last - 1), (last, last))]
    return [((first, first), (last, last))]
