"""Claims about deliveries of major arms: their volume by SIPRI, never their price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from comity.checking.resolving import findings
from comity.checking.resolving.answers import Ask, Found, growth, level, named, ranking
from comity.checking.resolving.evidence import (
    Bearing,
    Case,
    Evidence,
    Measured,
    bare,
    by_release,
    changes,
    levels,
    nothing,
    of_direction,
    of_number,
    of_rank,
    rising,
    years_of,
)
from comity.checking.resolving.readings import AMONG, Reading, Years, before_and_after

WHOLE = ("WLD", "")
WINDOW = 5  # deliveries come in lumps, so that SIPRI compares spans of five years
TIV = 1e6


def arms(case: Case) -> Iterable[Reading]:
    """Look up a claim about the volume, share, rank or change of deliveries."""
    claim = case.claim
    if claim.unit in ("usd", "eur", "gbp", "cny", "rub", "inr"):
        why = "prices of arms are not at hand: SIPRI's trend-indicator values measure volume and are no money"
        unlike = findings.same_unit(claim, "TIV", f"{why[0].upper()}{why[1:]}.")
        return [Reading((nothing(why, "arms sales in money (national reports, notifications)", more=(unlike,)),))]
    years, meets = years_of(case.period, case.day)
    if meets is None and case.period is not None and (case.period.last - case.period.first).days > 300:
        meets = True  # deliveries have no months: "since the coup" is compared by the years that it touches
    if years is None:
        return [Reading((nothing("the claim names no year to look up"),))]
    if claim.type == "arms_rank" or claim.unit == "rank":
        return _ranks(case, years, meets)
    if claim.type == "arms_change":
        return _changes(case)
    if claim.unit == "percent":
        return _shares(case, years, meets)
    if claim.unit == "tiv":
        return [Reading(tuple(e for m in _volumes(case) for e in levels(case, m, years, meets)))]
    why = f"deliveries are counted in trend-indicator values, the claim counts in “{claim.unit or 'words'}”"
    return [Reading((nothing(why),))]


def _sides(case: Case) -> tuple[str, str]:
    supplier, recipient = (side[0] if len(side) == 1 else "" for side in (case.claim.subject, case.claim.object))
    return ("" if supplier in WHOLE else supplier), ("" if recipient in WHOLE else recipient)


def _volumes(case: Case) -> list[Measured]:
    supplier, recipient = _sides(case)
    if supplier and recipient:
        return [Measured(Ask("arms.deliveries", (supplier, recipient), TIV))]
    if supplier:
        return [Measured(Ask("arms.exports", (supplier,), TIV))]
    return [Measured(Ask("arms.imports", (recipient,), TIV))] if recipient else []


def _shares(case: Case, years: Years, meets: bool | None) -> Iterator[Reading]:
    supplier, recipient = _sides(case)
    for one, other, turned in ((supplier, recipient, ""), (recipient, supplier, "the flow in the other direction")):
        if one and other and (case.slips or not turned):
            pair = Ask("arms.deliveries", (one, other))
            for whole in (Ask("arms.imports", (other,)), Ask("arms.exports", (one,))):
                made = tuple(levels(case, Measured(pair, whole), years, meets))
                yield Reading(made, other=turned)
    for code, state in (("arms.exports", supplier), ("arms.imports", recipient)):
        if state and not (supplier and recipient):
            yield Reading(_of_the_world(case, code, state, years, meets))
    if not (supplier or recipient):
        yield Reading((nothing("a share of deliveries needs a supplier or a recipient"),))


def _of_the_world(case: Case, code: str, state: str, years: Years, meets: bool | None) -> tuple[Evidence, ...]:
    """Compare with a state's share of all deliveries in the world."""
    made = []
    for as_of in by_release(case, code):
        part = level(case.answers, Ask(code, (state,)), years, as_of)
        placed = ranking(case.answers, code, (), years, "state", as_of)
        total = sum(v for _, v in placed.entries)
        value = part.value / total * 100 if part.value is not None and total else None
        found = Found(
            value,
            "reported" if value is not None else part.status,
            f"{part.measure}, as a share of the world's",
            why=part.why or placed.why,
            unfit=part.unfit,
            figures=part.figures,
            series=part.series,
            sources=part.sources,
            caveats=part.caveats,
            missing=part.missing,
        )
        at = findings.same_period(case.claim, case.period, f"{years[0]}–{years[1]}", meets=meets)
        made.append(of_number(case, found, bearing="same" if meets is True else "near", more=(at,)))
    return tuple(made)


def _ranks(case: Case, years: Years, meets: bool | None) -> list[Reading]:
    claim = case.claim
    if claim.value is None or len(claim.subject) != 1:
        return [Reading((nothing("a rank needs a state and those that it is ranked with"),))]
    subject = claim.subject[0]
    partner = next((o for o in claim.object if o not in WHOLE), "")
    asked: list[tuple[str, tuple[str, ...], str]]
    if partner:
        asked = [("arms.deliveries", ("any", partner), "origin"), ("arms.deliveries", (partner, "any"), "target")]
    else:
        asked = [("arms.exports", (), "state"), ("arms.imports", (), "state")]
    # "The largest in the region" has lost its region: without it a rank can only be borne out.
    bearing: Bearing = "same" if partner and meets is True and not AMONG.search(claim.quote.lower()) else "near"
    made = []
    for code, who, side in asked:
        releases = by_release(case, code)
        placed = [ranking(case.answers, code, who, years, side, as_of) for as_of in releases]
        made.append(Reading(tuple(of_rank(case, p, subject, bearing=bearing) for p in placed)))
    if partner and case.slips:
        for code, who, side in (
            ("arms.deliveries", ("any", subject), "origin"),
            ("arms.deliveries", (subject, "any"), "target"),
        ):
            rank = of_rank(case, ranking(case.answers, code, who, years, side), partner)
            made.append(Reading((rank,), other=f"the place of {named((partner,))}"))
    return made


def _changes(case: Case) -> list[Reading]:
    measures = _volumes(case)
    spans = before_and_after(case, window=WINDOW)
    if not measures or not spans:
        return [Reading((nothing("a change needs a year and a state to be looked up"),))]
    if case.claim.value is None:
        return [Reading(_direction(case, measures[0].part))]
    supplier, recipient = _sides(case)
    measured = [measures]
    if supplier and recipient:
        pair = Ask("arms.deliveries", (supplier, recipient))
        measured += [
            [Measured(pair, Ask("arms.imports", (recipient,)))],
            [Measured(pair, Ask("arms.exports", (supplier,)))],
        ]
    return [Reading(tuple(e for m in way for e in changes(case, m, *span))) for way in measured for span in spans]


def _direction(case: Case, ask: Ask) -> tuple[Evidence, ...]:
    """Compare the yearly mean of the period with that of the three years before it, since deliveries come in lumps."""
    assert case.period is not None, "spans were found"
    first, last = case.period.years
    before, after = (first - 3, first - 1), (first, last)
    made = []
    for as_of in by_release(case, ask.code):
        old, new = (_mean(case, ask, years, as_of) for years in (before, after))
        name = f"{bare(new)}, a year, against {before[0]}–{before[1]}"
        found = growth(old, new, name)
        at = findings.same_period(case.claim, case.period, f"{first}–{last}", meets=case.period.whole_years or None)
        made.append(of_direction(case, found, rising(case), more=(at,)))
    return tuple(made)


def _mean(case: Case, ask: Ask, years: Years, as_of: date | None) -> Found:
    """Return the mean of a span of years; where the source looked and found nothing in all of them, nothing came."""
    found = level(case.answers, ask, years, as_of)
    if found.status == "none recorded":
        return replace(found, value=0.0, why="")
    return found if found.value is None else replace(found, value=found.value / (years[1] - years[0] + 1))
