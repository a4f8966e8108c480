"""Claims about single deals in arms: what was ordered and delivered, by SIPRI's register."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from comity.catalogue import Records
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Found
from comity.checking.resolving.evidence import Case, Evidence, nothing, of_number
from comity.checking.resolving.readings import Reading
from comity.checking.verdict import Finding
from comity.vocabulary import Figure

Row = dict[str, Any]
ALL = "WLD"
# What a text calls a weapon, and how the register describes it.
KINDS = (
    (r"\btanks?\b", r"\btank\b"),
    (r"\bsubmarines?\b", r"submarine"),
    (r"\bfrigates?\b", r"frigate"),
    (r"\bcorvettes?\b", r"corvette"),
    (r"\bhelicopters?\b", r"helicopter"),
    (r"\b(?:fighter|combat aircraft|warplanes?|jets?)\b", r"fighter|FGA|combat aircraft"),
    (r"\b(?:drones?|uavs?)\b", r"UAV|UCAV|loitering"),
    (r"\bmissiles?\b", r"missile|SAM|ASM|SSM|AShM"),
    (r"\b(?:howitzers?|artillery)\b", r"gun|howitzer|mortar|MRL"),
    (r"\b(?:air[- ]defen[cs]e|s-[34]00|patriot)\b", r"SAM system|ABM|air defen"),
    (r"\bradars?\b", r"radar"),
    (r"\barmou?red\b", r"APC|IFV|APV|armou?red"),
    (r"\b(?:warships?|assault ships?|ships?)\b", r"ship|frigate|corvette|destroyer"),
)
_NAME = re.compile(
    r"\b(?:[A-Z][A-Za-z]*-?\d+[A-Za-z]*|[A-Z][a-z]+(?=[ -]?(?:tanks?|jets?|fighters?|helicopters?|missiles?"
    r"|systems?|drones?|\b)))"
)
_ORDERED = re.compile(r"\b(?:order\w*|contract\w*|sign\w*|bought|agreed)\b")
_CAME = re.compile(r"\b(?:deliver\w*|arriv\w*|received|handed over|supplied|shipped)\b")


def transfers(case: Case) -> list[Reading]:
    """Look up a claim about a deal or a delivery; the register is a list, and its silence says nothing."""
    claim = case.claim
    supplier, recipient = (side[0] if len(side) == 1 else "" for side in (claim.subject, claim.object))
    if not (supplier and recipient) or case.period is None:
        return [Reading((nothing("a deal needs a supplier, a recipient and a time to be looked up"),))]
    readings = [_of_pair(case, supplier, recipient)]
    turned = _of_pair(case, recipient, supplier) if case.slips else Reading(())
    if any(e.holds for e in turned.evidence):
        readings.append(Reading(turned.evidence, other="the delivery in the other direction"))
    return readings


def _of_pair(case: Case, supplier: str, recipient: str) -> Reading:
    who = [s for s in (supplier, recipient) if s != ALL]
    if not who:
        return Reading((nothing("a deal needs a supplier or a recipient to be looked up"),))
    answer = case.answers.records("arms.deals", *who)
    if isinstance(answer, str):
        return Reading((nothing(answer, "sipri_arms"),))
    rows = [
        r
        for r in answer.rows
        if supplier in (ALL, r["origin"]) and recipient in (ALL, r["target"]) and _in_time(case, r)
    ]
    named, asked = _named(case, rows)
    if case.claim.value == 0 or case.claim.op == "<":
        return Reading((nothing("that nothing was delivered is not told by a list of major arms"),))
    if case.claim.value is None or case.claim.unit != "count":
        return Reading(_on_record(case, answer, rows, named, asked))
    if not asked:
        return Reading((nothing("the claim names no weapon that the register could be searched for"),))
    return Reading(_counted(case, answer, named))


def _in_time(case: Case, row: Row) -> bool:
    assert case.period is not None, "a time was found"
    first, last = case.period.years
    years = [int(y) for y in re.findall(r"\d{4}", str(row["delivery_years"] or ""))]
    return first <= row["date"].year <= last or any(first <= y <= last for y in years)


def _named(case: Case, rows: list[Row]) -> tuple[list[Row], bool]:
    """Return the deals of the weapon that the clause names, and whether it names one; a model goes before a kind."""
    quote = case.claim.quote
    models = [m for m in _NAME.findall(quote) if any(c.isdigit() for c in m)] or [
        w
        for w in re.findall(r"\b[A-Z][a-z]{3,}\b", quote)
        if any(_plain(w) in _plain(str(r["designation"])) for r in rows)
    ]
    if models:
        found = [r for r in rows if any(_plain(m) in _plain(str(r["designation"])) for m in models)]
        if found:
            return found, True
    kinds = [theirs for mine, theirs in KINDS if re.search(mine, quote.lower())]
    return [r for r in rows if any(re.search(k, str(r["description"])) for k in kinds)], bool(kinds or models)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _counted(case: Case, answer: Records, named: list[Row]) -> tuple[Evidence, ...]:
    """Compare with what was ordered and what was delivered: either may be meant, of one deal or of all."""
    sums = []
    for column in ("ordered", "delivered"):
        known = [r for r in named if r[column] is not None]
        sums += [(float(r[column]), f"{column}, {r['summary']}", bool(r[f"{column}_uncertain"])) for r in known]
        if len(known) > 1:
            total = float(sum(r[column] for r in known))
            sums.append((total, f"{column} in {len(known)} deals", any(r[f"{column}_uncertain"] for r in known)))
    if not sums:
        return (nothing("the register has no such deal in that time, which does not say that there was none"),)
    nearest = min(sums, key=lambda s: abs(s[0] - (case.claim.value or 0)))
    value, name, unsure = nearest
    found = _found(answer, named, value, name)
    # Some of what was ordered may have come by then: fewer delivered than ordered speak against nothing.
    quote = case.claim.quote.lower()
    if (_CAME.search(quote) or not _ORDERED.search(quote)) and (case.claim.value or 0) < max(s[0] for s in sums):
        unsure = True
    return (
        of_number(case, found, bearing="near" if (unsure and value != case.claim.value) or len(named) > 3 else "same"),
    )


def _on_record(case: Case, answer: Records, rows: list[Row], named: list[Row], asked: bool) -> tuple[Evidence, ...]:
    """Return the deals of that time; where kinds are named and only some are found, the claim holds in part."""
    chosen = named if asked else rows
    told = tuple(f"{r['summary']} (ordered {r['date'].year})" for r in chosen)
    seen = findings.on_record(case.claim, answer.kind.label, told)
    if not chosen:
        why = "the register has no such delivery in that time, which does not say that there was none"
        return (nothing(why, more=(seen,)),)
    found = _found(answer, chosen, None, told[0])
    kinds = [theirs for mine, theirs in KINDS if re.search(mine, case.claim.quote.lower())]
    lacking = [k for k in kinds if not any(re.search(k, str(r["description"])) for r in chosen)]
    made = [Evidence(found, True, "same", (seen,))]
    if lacking and len(kinds) > 1:
        mine = [said for m, theirs in KINDS if theirs in lacking and (said := _said(m, case.claim.quote))]
        words = f"Nothing of what the clause calls “{'”, “'.join(mine)}” is on record in that time."
        part = Finding("on record", False, ", ".join(mine), "nothing found", words)
        made.append(Evidence(replace(found, value=None), False, "same", (part,)))
    return tuple(made)


def _said(pattern: str, quote: str) -> str:
    match = re.search(pattern, quote.lower())
    return match[0] if match else ""


def _found(answer: Records, rows: list[Row], value: float | None, name: str) -> Found:
    years = sorted(r["date"].year for r in rows)
    figure = Figure(
        value,
        "items",
        "reported",
        answer.kind.code,
        (rows[0]["origin"], rows[0]["target"]),
        years[0],
        years[-1],
        answer.sources,
        name,
    )
    return Found(value, "reported", name, figures=(figure,), sources=answer.sources, caveats=answer.caveats)
