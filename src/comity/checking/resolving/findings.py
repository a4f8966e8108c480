"""The findings that verdicts are made of: each compares one thing and keeps both values."""

from __future__ import annotations

from comity.catalogue import definition
from comity.checking.claim import Claim
from comity.checking.resolving.answers import Found, Placed, named
from comity.checking.spans import Period
from comity.checking.tolerance import Rings, number_words
from comity.checking.verdict import Finding
from comity.pages.words import amount

SIGNS = {"=": "", "~": "about ", ">": "more than ", "<": "less than "}


def shown(value: float, unit: str) -> str:
    """Return a value with its unit as a reader writes it."""
    size = abs(value)
    if unit == "rank":
        return f"place {value:.0f}"
    if unit in ("percent", "pp"):
        return f"{value:.1f} %" if unit == "percent" else f"{value:.1f} points"
    if unit in ("index", "ratio"):
        return f"{value:.3g}" + (" times" if unit == "ratio" else "")
    scale, word = next((s for s in _SCALES if size >= s[0]), (1.0, ""))
    number = f"{value / scale:,.4g} {word}" if word else f"{value:,.6g}"
    if unit in _SIGNS_BEFORE:
        return f"{_SIGNS_BEFORE[unit]}{number}"
    return f"{number} {_UNITS.get(unit, unit)}".strip()


_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SIGNS_BEFORE = {"usd": "$", "eur": "€"}


_UNITS = {
    "t": "tonnes",
    "m3": "m³",
    "tiv": "TIV",
    "count": "",
    "persons": "people",
    "usd/bbl": "dollars a barrel",
    "usd/t": "dollars a tonne",
    "usd/mmbtu": "dollars per million BTU",
    "votes_yes": "votes in favour",
    "votes_no": "votes against",
    "votes_abstain": "abstentions",
}


def stated(claim: Claim) -> str:
    """Return what the claim states, in its own words where they are known."""
    words = number_words(claim)
    if claim.value is None:
        return words or " ".join(claim.quote.split())[:80]
    return words or SIGNS[claim.op] + shown(claim.value, claim.unit)


def same_unit(claim: Claim, unit: str, why: str) -> Finding:
    """The figures at hand are counted in another unit, which is never converted in silence (C36)."""
    return Finding("same unit", False, claim.unit, unit, why)


def same_kind(claim: Claim, kind: str, words: str) -> Finding:
    """What is counted is not what the claim counts: a stock and not a flow, a part and not the whole."""
    return Finding("same kind", None, stated(claim), kind, words)


def same_period(claim: Claim, period: Period | None, years: str, *, meets: bool | None) -> Finding:
    """The years of the figure are those of the claim."""
    said = str(period) if period else "no period"
    words = {
        True: f"The figure is of the period that is stated ({said}).",
        False: f"The figure is of {years}, the claim of {said}.",
        None: f"The claim speaks of {said}; the figure at hand is of {years}.",
    }[meets]
    return Finding("same period", meets, said, years, words)


def same_actors(claim: Claim, who: tuple[str, ...], *, meets: bool | None = True) -> Finding:
    """The states of the figure are those of the claim."""
    said = named((*claim.subject, *claim.object))
    found = named(who)
    words = f"The figure is of {found}." if meets else f"The figure is of {found}, the claim of {said}."
    return Finding("same actors", meets, said, found, words)


def within_tolerance(claim: Claim, found: Found, rings: Rings) -> Finding:
    """The figure lies within what the number as it is written allows."""
    assert found.value is not None, "a missing figure is another finding"
    assert claim.value is not None, "only a number is compared"
    holds = rings.holds(found.value)
    says = f"{found.measure}: {shown(found.value, claim.unit)}"
    verdict = {True: "which fits", None: "which is close to", False: "which is not"}[holds]
    return Finding(
        "value", holds, stated(claim), shown(found.value, claim.unit), f"{says}, {verdict} “{stated(claim)}”."
    )


def no_figure(claim: Claim, found: Found) -> Finding:
    """There is no figure: the reason is said, and nothing is taken for zero."""
    return Finding("value", None, stated(claim), found.status, f"{found.why}.")


def rank(claim: Claim, placed: Placed, place: int, holds: bool | None) -> Finding:
    """The state stands at the stated place."""
    assert claim.value is not None, "a rank is a number"
    unit = definition(placed.code).unit
    first = ", ".join(f"{named((s,))} {amount(v, unit)}" for s, v in placed.entries[: max(3, min(place, 6))])
    words = f"{placed.measure}: {named(claim.subject)} is at place {place} ({first})."
    return Finding("rank", holds, f"place {claim.value:.0f}", f"place {place}", words)


def direction(claim: Claim, found: Found, rise: bool, holds: bool | None) -> Finding:
    """The figures moved in the stated direction; less than three per cent is no movement."""
    assert found.value is not None, "a missing figure is another finding"
    said = "a rise" if rise else "a fall"
    return Finding("direction", holds, said, f"{found.value:+.0f} %", f"{found.measure}: {found.value:+.0f} %.")


def unfit(claim: Claim, found: Found) -> Finding:
    """A caveat takes the figure out of the evidence for this state."""
    return Finding("fit for evidence", False, named((*claim.subject, *claim.object)), "left out", found.unfit)


def release(claim: Claim, then: Found, now: Found) -> Finding:
    """The release that the writer could have read and today's say the same."""
    then_words = shown(then.value, claim.unit) if then.value is not None else "no figure"
    now_words = shown(now.value, claim.unit) if now.value is not None else "no figure"
    same = then_words == now_words
    words = f"The release that the writer could have read has {then_words}, today's {now_words}."
    return Finding("release", True if same else None, then_words, now_words, words)


def on_record(claim: Claim, label: str, rows: tuple[str, ...]) -> Finding:
    """A list has such an event; that it has none says nothing (C9)."""
    said = " ".join(claim.quote.split())[:80]
    if rows:
        return Finding("on record", True, said, rows[0], f"{label}: {'; '.join(rows[:3])}.")
    words = f"{label}: nothing found, which does not say that there was nothing: a list is no census."
    return Finding("on record", None, said, "nothing found", words)


def negation(claim: Claim) -> Finding:
    """The clause denies what the figures were compared with."""
    return Finding("negation", False, "denied", "stated", "The clause denies what the figures were looked up for.")


def attribution(claim: Claim) -> Finding:
    """Who says so is not looked up, only what is said."""
    return Finding(
        "attribution",
        None,
        claim.attribution,
        "not checked",
        f"That it is said by “{claim.attribution}” is not checked, only what is said.",
    )


def cause(claim: Claim) -> Finding:
    """A cause is never checked; that one thing came after another does not make it one."""
    return Finding("cause", None, claim.cause, "not checked", f"The cause (“{claim.cause}”) is not checked.")
