"""What one measure says to one claim, and the case that is made of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from comity.catalogue import definition
from comity.checking.claim import Claim
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Answers, Ask, Found, Placed, growth, level, named, quotient, release_of
from comity.checking.spans import Period
from comity.checking.tolerance import rings
from comity.checking.topics import FALL, RISE
from comity.checking.verdict import Finding
from comity.vocabulary import Figure

# How a figure bears on a claim: it is the very quantity, another party's report of it, or one near to it. Only the
# first two can contradict.
Bearing = Literal["same", "other report", "near"]

NEAR_TIE = 0.15  # how far two sums may lie apart for their places to be open


@dataclass(frozen=True)
class Case:
    """A claim with all that is needed to look it up.

    Attributes
    ----------
    beside
        The other claims of the same sentence.
    words
        The clause, what it is about, and the sentence, in lower case.
    before
        The clauses of the claims before it, the nearest first, in lower case: what was spoken of.
    reports
        Whether either side's own report is asked beside the reconciled figure, which costs three look-ups more.
    slips
        Whether the other direction and the years around are looked up, too, which can only keep from a contradiction.
    """

    claim: Claim
    period: Period | None
    answers: Answers
    day: date
    beside: tuple[Claim, ...]
    words: str
    before: tuple[str, ...] = ()
    reports: bool = True
    slips: bool = False


@dataclass(frozen=True)
class Evidence:
    """What one measure says.

    Attributes
    ----------
    holds
        Whether the claim holds by this measure; None if it cannot be told or the figure is merely close.
    bearing
        How the measure bears on the claim.
    """

    found: Found
    holds: bool | None
    bearing: Bearing
    findings: tuple[Finding, ...]


def of_number(
    case: Case, found: Found, *, bearing: Bearing = "same", change: bool = False, more: Iterable[Finding] = ()
) -> Evidence:
    """Compare the stated number with a figure; a claim without a number is compared with none."""
    claim = case.claim
    if claim.value is None:
        return nothing("the claim states no number", more=more)
    if found.value is None:
        return Evidence(found, None, "near", (findings.no_figure(claim, found), *more))
    if found.unfit:
        return Evidence(found, None, "near", (findings.unfit(claim, found), *more))
    around = rings(claim, change=change, exact=claim.unit.startswith("votes") or claim.unit == "rank")
    value = findings.within_tolerance(claim, found, around)
    return Evidence(found, value.holds, bearing if found.whole else "near", (value, *more))


def of_direction(
    case: Case, found: Found, rise: bool, *, bearing: Bearing = "same", more: Iterable[Finding] = ()
) -> Evidence:
    """Compare a stated rise or fall with the change found; less than three per cent is no movement."""
    if found.value is None:
        return Evidence(found, None, "near", (findings.no_figure(case.claim, found), *more))
    if found.unfit:
        return Evidence(found, None, "near", (findings.unfit(case.claim, found), *more))
    holds = None if abs(found.value) < 3 else (found.value > 0) is rise
    return Evidence(
        found, holds, bearing if found.whole else "near", (findings.direction(case.claim, found, rise, holds), *more)
    )


def of_rank(case: Case, placed: Placed, state: str, *, bearing: Bearing = "same") -> Evidence:
    """Compare a stated place with the ranking; a near tie with the stated place decides nothing."""
    claim = case.claim
    assert claim.value is not None, "a rank is a number"
    place = placed.place(state)
    figures = tuple(
        Figure(v, "", "reported", placed.code, (s,), 0, 0, placed.sources)
        for s, v in placed.entries[:3]
        if placed.sources
    )
    found = Found(
        float(place) if place else None,
        "reported" if place else "not known",
        placed.measure,
        why=placed.why or f"“{placed.measure}” has no figure for this state",
        figures=figures,
        sources=placed.sources,
        caveats=placed.caveats,
    )
    if place is None:
        return Evidence(found, None, "near", (findings.no_figure(claim, found),))
    mine = dict(placed.entries)[state]
    wanted = int(claim.value)
    rival = placed.entries[wanted - 1][1] if 0 < wanted <= len(placed.entries) else 0.0
    near = abs(rival - mine) <= NEAR_TIE * max(rival, mine)
    # "One of the largest" is written as a rough first place.
    rough = claim.op == "~" and place <= wanted + 2
    holds = True if place == wanted else None if near or rough else False
    return Evidence(found, holds, bearing, (findings.rank(claim, placed, place, holds),))


def nothing(why: str, *missing: str, more: Iterable[Finding] = ()) -> Evidence:
    """Return that nothing at hand bears on the claim, and what would."""
    return Evidence(Found(None, "not known", "", why=why, missing=missing), None, "near", tuple(more))


def at_best(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence that can bear a claim out and not contradict it, as that of a list or of a guessed subject."""
    return tuple(e if e.holds else replace(e, bearing="near") for e in evidence)


def years_of(period: Period | None, day: date, *, stock: bool = False) -> tuple[tuple[int, int] | None, bool | None]:
    """Return the years to look up for a period, and whether they meet it.

    True where the period is of whole years (or, for a stock, the end of one), None where it is a part of a year, so
    that a yearly figure is only near. Without a period there are no years.
    """
    if period is None:
        return None, None
    first, last = period.years
    if stock:
        ended = period.year_end or (period.whole_years and last < day.year)
        return (last, last), True if ended else None
    if period.whole_years:
        return (first, last), True if last < day.year else None
    return (first, last), None


@dataclass(frozen=True)
class Measured:
    """A quantity that a claim may mean: a figure, the figure that it is a share of, and how near it is."""

    part: Ask
    whole: Ask | None = None
    bearing: Bearing = "same"
    name: str = ""


def bare(found: Found) -> str:
    """Return the name of a measure without its release, for a figure that is made of several."""
    return found.measure.removesuffix(f" ({release_of(found.sources)})")


def looked_up(case: Case, measured: Measured, years: tuple[int, int], as_of: date | None) -> Found:
    """Return a figure, or a share in percent, over years."""
    part = level(case.answers, measured.part, years, as_of)
    if measured.whole is None:
        return part
    total = level(case.answers, measured.whole, years, as_of)
    whole = f"“{definition(measured.whole.code).label}, {named(measured.whole.who)}”"
    return quotient(part, total, 100.0, measured.name or f"{bare(part)}, as a share of {whole}")


def by_release(case: Case, code: str) -> tuple[date | None, ...]:
    """Return the days by which to read an indicator, today's release first."""
    return case.answers.releases(code)


def levels(case: Case, measured: Measured, years: tuple[int, int], meets: bool | None) -> list[Evidence]:
    """Compare a stated level or share with a measure, by each release."""
    made = []
    found_by = [looked_up(case, measured, years, as_of) for as_of in by_release(case, measured.part.code)]
    for found in found_by:
        at = findings.same_period(case.claim, case.period, _span(years), meets=meets)
        actors = findings.same_actors(case.claim, measured.part.who)
        drift = () if found is found_by[0] else (findings.release(case.claim, found, found_by[0]),)
        bearing: Bearing = measured.bearing if meets is True else "near"
        made.append(of_number(case, found, bearing=bearing, more=(at, actors, *drift)))
    return made


def changes(case: Case, measured: Measured, before: tuple[int, int], after: tuple[int, int]) -> list[Evidence]:
    """Compare a stated change with that of a measure between two spans of years, by each release."""
    made = []
    for as_of in by_release(case, measured.part.code):
        old, new = (looked_up(case, measured, years, as_of) for years in (before, after))
        name = f"{bare(new)} against {_span(before)}"
        at = findings.same_period(case.claim, case.period, f"{_span(before)} and {_span(after)}", meets=True)
        times = case.claim.unit == "ratio"
        found = _times(case.claim, old, new, name) if times else growth(old, new, name)
        if case.claim.value is None:
            made.append(of_direction(case, found, rising(case), bearing=measured.bearing, more=(at,)))
        else:
            made.append(of_number(case, found, bearing=measured.bearing, change=True, more=(at,)))
    return made


def _times(claim: Claim, before: Found, after: Found, measure: str) -> Found:
    """Return how many times the one figure is the other; "five times smaller" turns them round."""
    found = quotient(after, before, 1.0, measure)
    if found.value and claim.value and (found.value > 1) != (claim.value > 1):
        return quotient(before, after, 1.0, measure)
    return found


def rising(case: Case) -> bool:
    """Whether a change without a number is said to be a rise."""
    deciding = case.claim.quote
    if case.claim.words is not None:
        first, last = (w - case.claim.start for w in case.claim.words)
        deciding = case.claim.quote[max(0, first) : last] or deciding
    fall, rise = FALL.search(deciding), RISE.search(deciding)
    return rise is not None and (fall is None or rise.start() < fall.start())


def _span(years: tuple[int, int]) -> str:
    return f"{years[0]}" if years[0] == years[1] else f"{years[0]}–{years[1]}"
