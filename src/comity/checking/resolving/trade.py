"""Claims about trade in goods as a whole, looked up in every table of it at hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.checking.resolving.answers import Ask, Found, as_one, both, level, members_of, named, quotient, ranking
from comity.checking.resolving.evidence import (
    Bearing,
    Case,
    Evidence,
    Measured,
    at_best,
    bare,
    by_release,
    changes,
    levels,
    nothing,
    of_number,
    of_rank,
    years_of,
)
from comity.checking.resolving.readings import AMONG, Reading, Years, before_and_after, nearby_years

WHOLE = ("WLD", "")
# A part of trade must not be compared with the whole: these words name one.
PARTS = re.compile(
    r"\b(?:wheat|grain|corn|maize|soy\w*|rice|beef|pork|meat|fish|seafood|fruit|vegetables?|dairy|wine|sugar"
    r"|coffee|tea|cocoa|palm|timber|wood"
    r"|semiconductors?|chips|steel|alumini?um|copper|nickel|gold|diamonds?|ores?|iron|rare earths?|lithium|cobalt"
    r"|minerals?|metals?|fertili[sz]ers?|cars|vehicles|automobiles|machinery|machines"
    r"|textiles|apparel|garments|clothing|footwear|vaccines|pharmaceuticals?|medicines?|chemicals?|plastics?"
    r"|electronics|phones|computers|aircraft|ships|services|agricultural|agri-?food|farm|food"
    r"|high-tech|technology|dual-use|luxury|manufactur\w+|industrial|crude|oil|gas|coal|lng|petroleum|fuels?"
    r"|diesel|energy|electricity|uranium|products|arms|weapons|tariffs?|duties|investment|aid|loans?|tourism)\b"
)
_BOTH_WAYS = re.compile(r"\b(?:trade|turnover|commerce)\b(?! (?:surplus|deficit|balance|gap))")
_ONE_WAY = re.compile(
    r"\b(?:export\w*|import\w*|sold|sells?|sales|bought|buys?|purchas\w+|ship\w*|suppl\w+|deliver\w*|arriv\w+)\b"
)
_BALANCE = re.compile(r"\b(?:surplus|deficit|imbalance|trade gap|balance)\b")
_PARTNER = re.compile(r"\b(?:trade|trading|commercial|economic) partner")


def trade(case: Case) -> Iterator[Reading]:
    """Look up a claim about the value, share, rank or change of trade in goods."""
    claim = case.claim
    part = PARTS.search(claim.quote.lower())
    if part:
        why = f"trade in one kind of goods (“{part[0]}”) is not at hand by pair of states, and is no part of what is"
        yield Reading((nothing(why, "trade by commodity (UN Comtrade)"),))
    elif claim.type == "trade_rank" or claim.unit == "rank":
        yield from _ranks(case)
    elif claim.unit not in ("usd", "eur", "percent", "pp", "ratio", ""):
        yield Reading((nothing(f"trade is counted in money at hand, the claim counts in “{claim.unit}”"),))
    elif claim.type == "trade_change" or claim.unit in ("", "ratio"):
        yield from _changes(case)
    elif claim.unit in ("percent", "pp"):
        yield from _shares(case)
    else:
        yield from _values(case)


def _who(case: Case) -> tuple[str, str]:
    """Return exporter and importer; blank for all."""
    one, other = (side[0] if len(side) == 1 else "" for side in (case.claim.subject, case.claim.object))
    if not case.claim.object and len(case.claim.subject) == 2:
        one, other = case.claim.subject
    return ("" if one in WHOLE else one), ("" if other in WHOLE else other)


def flows(exporter: str, importer: str, unit: str = "usd") -> list[Measured]:
    """Return the measures of one flow of goods: reconciled, then as either side reports it."""
    if unit == "eur":
        return [Measured(Ask("trade.eurostat", (exporter, importer)))] if exporter and importer else []
    if exporter and importer:
        pair = (exporter, importer)
        reports = ("trade.exports_reported", "trade.imports_reported", "trade.exports_reported_imts")
        return [
            Measured(Ask("trade.exports", pair)),
            *(Measured(Ask(c, pair), bearing="other report") for c in reports),
        ]
    if exporter:
        return [
            Measured(Ask("trade.exports_total", (exporter,))),
            Measured(Ask("trade.exports_reported_total", (exporter,)), bearing="other report"),
        ]
    if importer:
        return [
            Measured(Ask("trade.imports_total", (importer,))),
            Measured(Ask("trade.imports_reported_total", (importer,)), bearing="other report"),
        ]
    return []


def _values(case: Case) -> Iterator[Reading]:
    exporter, importer = _who(case)
    words = case.claim.quote.lower()
    years, meets = years_of(case.period, case.day)
    if years is None or not (exporter or importer):
        yield Reading((nothing("the claim names no year or no state that could be looked up"),))
        return
    if exporter and importer and _BALANCE.search(words):
        yield Reading(_two_ways(case, exporter, importer, years, meets, -1.0))
        return
    both_ways = bool(_BOTH_WAYS.search(words))
    if both_ways:
        yield Reading(_two_ways(case, exporter, importer, years, meets, 1.0))
    if both_ways and not _ONE_WAY.search(words):
        return
    plain = flows(exporter, importer, case.claim.unit)[: None if case.reports else 1]
    yield Reading(tuple(e for m in plain for e in levels(case, m, years, meets)))
    if exporter and importer and _BALANCE.search(case.words):
        yield Reading(_two_ways(case, exporter, importer, years, meets, -1.0))
    if not case.slips:
        return
    if exporter and importer:
        turned = flows(importer, exporter, case.claim.unit)[:1]
        other = tuple(e for m in turned for e in levels(case, m, years, meets))
        yield Reading(other, other="the flow in the other direction")
    for near in nearby_years(years, case.day):
        moved = tuple(e for m in plain[:1] for e in levels(case, m, near, meets))
        yield Reading(moved, other=f"the figure of {near[0]}")


def _two_ways(
    case: Case, one: str, other: str, years: tuple[int, int], meets: bool | None, sign: float
) -> tuple[Evidence, ...]:
    """Compare with the sum, or the size of the difference, of what goes either way."""
    made = []
    what = "Trade in goods both ways" if sign > 0 else "Difference of exports and imports of goods"
    if not (one and other):
        found = _all_flows(case, one or other, years)
        return (of_number(case, found, bearing="same" if meets is True else "near"),)
    for code in ("trade.exports", "trade.exports_reported", "trade.imports_reported"):
        for as_of in by_release(case, code):
            out, back = (level(case.answers, Ask(code, pair), years, as_of) for pair in ((one, other), (other, one)))
            value = None
            if out.value is not None and back.value is not None:
                value = out.value + sign * back.value
            found = both(out, back, abs(value) if value is not None else None, f"{what}, {years[0]}")
            bearing: Bearing = "near" if meets is not True else "same" if code == "trade.exports" else "other report"
            made.append(of_number(case, found, bearing=bearing, change=sign < 0))
    return tuple(made)


def share_measures(exporter: str, importer: str) -> list[list[Measured]]:
    """Return what "a share of trade" may mean between two states: of the one's exports, of the other's imports."""
    pair = (exporter, importer)
    of_exports = [
        Measured(Ask("trade.exports", pair), Ask("trade.exports_total", (exporter,))),
        Measured(
            Ask("trade.exports_reported", pair),
            Ask("trade.exports_reported_total", (exporter,)),
            bearing="other report",
        ),
    ]
    of_imports = [
        Measured(Ask("trade.exports", pair), Ask("trade.imports_total", (importer,))),
        Measured(
            Ask("trade.imports_reported", pair),
            Ask("trade.imports_reported_total", (importer,)),
            bearing="other report",
        ),
    ]
    return [of_exports, of_imports]


def _both_flows(case: Case, one: str, other: str, years: Years) -> Found:
    """Return what two states sell to each other."""
    return _added(*(level(case.answers, Ask("trade.exports", pair), years) for pair in ((one, other), (other, one))))


def _all_flows(case: Case, state: str, years: Years) -> Found:
    """Return all that a state sells and buys."""
    codes = ("trade.exports_total", "trade.imports_total")
    return _added(*(level(case.answers, Ask(code, (state,)), years) for code in codes))


def _added(out: Found, back: Found) -> Found:
    value = out.value + back.value if out.value is not None and back.value is not None else None
    return both(out, back, value, f"{bare(out)}, and imports")


def _shares(case: Case) -> Iterator[Reading]:
    exporter, importer = _who(case)
    years, meets = years_of(case.period, case.day)
    if years is None or not (exporter and importer):
        yield Reading((nothing("a share of trade needs a year, a state and its partner"),))
        return
    words = case.claim.quote.lower()
    if _BOTH_WAYS.search(words) and not _ONE_WAY.search(words):
        for state in (exporter, importer):
            part, whole = _both_flows(case, exporter, importer, years), _all_flows(case, state, years)
            found = quotient(part, whole, 100.0, f"{bare(part)}, as a share of all of {named((state,))}'s")
            yield Reading((of_number(case, found, bearing="same" if meets is True else "near"),))
    ways = share_measures(exporter, importer)
    for way in ways:
        evidence = levels(case, way[0], years, meets)
        if case.reports and not any(e.holds for e in evidence):
            evidence += levels(case, way[1], years, meets)  # a share of one side's own report is the second choice
        yield Reading(tuple(evidence))
    if not case.slips:
        return
    for way in share_measures(importer, exporter):
        turned = tuple(e for m in way[:1] for e in levels(case, m, years, meets))
        yield Reading(turned, other="the flow in the other direction")
    for near in nearby_years(years, case.day):
        for way in ways:
            moved = tuple(e for m in way[:1] for e in levels(case, m, near, meets))
            yield Reading(moved, other=f"the figure of {near[0]}")


def _changes(case: Case) -> Iterator[Reading]:
    exporter, importer = _who(case)
    spans = before_and_after(case)
    if not spans or not (exporter or importer):
        yield Reading((nothing("a change needs a year and a state to be looked up"),))
        return
    ways = [flows(exporter, importer)[: None if case.reports else 1]]
    words = case.claim.quote.lower()
    if exporter and importer and ("share" in words or "%" in words):
        ways += share_measures(exporter, importer)
    # "Three times as much" without a time before may be as much as another state's.
    over_time = case.claim.unit != "ratio" or case.claim.type == "trade_change"
    for way in ways:
        for span in spans:
            made = tuple(e for m in way for e in changes(case, m, *span))
            yield Reading(made if over_time else at_best(made))
    if exporter and importer and case.slips:
        turned = flows(importer, exporter)[:1]
        other = tuple(e for m in turned for e in changes(case, m, *spans[0]))
        yield Reading(other, other="the flow in the other direction")


def _ranks(case: Case) -> Iterator[Reading]:
    claim = case.claim
    years, meets = years_of(case.period, case.day)
    if years is None or claim.value is None or len(claim.subject) != 1:
        yield Reading((nothing("a rank needs a year, a state and those that it is ranked with"),))
        return
    subject = claim.subject[0]
    partner = next((o for o in claim.object if o not in WHOLE), "")
    yield from _places(case, subject, partner, years, meets)
    if case.slips:
        for near in nearby_years(years, case.day):
            yield from _places(case, subject, partner, near, meets, f"the place in {near[0]}")
        if partner:
            yield from _places(case, partner, subject, years, meets, f"the place of {named((partner,))}")


def _places(
    case: Case, subject: str, partner: str, years: Years, meets: bool | None, other: str = ""
) -> Iterator[Reading]:
    """Compare with the place of a state among the suppliers and the buyers of another, or among all."""
    asked: list[tuple[str, tuple[str, ...], str]]
    if partner:
        asked = [("trade.exports", ("any", partner), "origin"), ("trade.exports", (partner, "any"), "target")]
    else:
        asked = [("trade.exports_total", (), "state"), ("trade.imports_total", (), "state")]
    bearing: Bearing = "near" if _PARTNER.search(case.words) or meets is not True else "same"
    members = members_of(subject, years[1])
    for code, who, side in asked:
        placed = ranking(case.answers, code, who, years, side)
        if members is not None:
            placed = as_one(placed, members, subject)
        rank = of_rank(case, placed, subject, bearing=bearing)
        # "The largest in the region" has lost its region: without it a rank can only be borne out.
        yield Reading(at_best((rank,)) if AMONG.search(case.claim.quote.lower()) else (rank,), other=other)
