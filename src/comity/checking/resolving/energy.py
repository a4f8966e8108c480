"""Claims about oil, gas and coal: what one state sells to another, what share that is, what a state makes and uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from comity.catalogue import definition
from comity.checking.resolving.answers import Ask, as_one, level, members_of, quotient, ranking
from comity.checking.resolving.evidence import (
    Case,
    Evidence,
    Measured,
    at_best,
    bare,
    changes,
    levels,
    nothing,
    of_number,
    of_rank,
    years_of,
)
from comity.checking.resolving.readings import Reading, Years, before_and_after, nearby_years

Fuel = Literal["crude", "products", "gas", "lng", "coal", "oil"]
WHOLE = ("WLD", "")
FUELS: tuple[tuple[Fuel, str], ...] = (
    ("lng", r"\blng\b|liquefied (?:natural )?gas"),
    ("products", r"refined|petroleum products|oil products|diesel|petrol\b|gasoline|kerosene|naphtha|fuel oil"),
    ("crude", r"\bcrude\b"),
    ("gas", r"\bgas\b"),
    ("coal", r"\bcoal\b"),
    ("oil", r"\boil\b|petroleum|barrels"),
)
_MADE = re.compile(r"\b(?:produc\w+|output|pump\w*|extract\w*|mined)\b")
_USED = re.compile(r"\b(?:consum\w+|burn\w*|used|demand)\b")
# From the unit of an indicator to that of a claim; what needs more than a decimal shift is only near.
UNITS = {
    ("tonnes", "t"): 1.0,
    ("thousand tonnes", "t"): 1e3,
    ("million tonnes", "t"): 1e6,
    ("billion m³", "m3"): 1e9,
    ("million m³", "m3"): 1e6,
    ("EJ", "ej"): 1.0,
    ("TWh", "twh"): 1.0,
    ("USD", "usd"): 1.0,
    ("USD million", "usd"): 1e6,
    ("EUR", "eur"): 1.0,
}
ROUGH = {("million tonnes", "bbl/d"): 7.33e6 / 365, ("tonnes", "bbl/d"): 7.33 / 365}  # BP's mean barrels in a tonne
EU = ("EU", "EU27_2020")


def energy(case: Case) -> Iterator[Reading]:
    """Look up a claim about the flow, share, production or use of a fuel."""
    claim = case.claim
    named = [f for words in (claim.quote.lower(), claim.topic.lower(), case.words) if (f := _fuel(words))]
    if claim.unit == "m3" and not named:
        named = ["gas"]
    if named:
        yield from _of_fuel(case, named[0])
        return
    # The clause names none: each fuel that was spoken of before may be meant, and none can contradict.
    fuels = dict.fromkeys(f for words in case.before if (f := _fuel(words)))
    for fuel in fuels:
        for reading in _of_fuel(case, fuel):
            yield replace(reading, evidence=at_best(reading.evidence))
    if not fuels:
        yield Reading((nothing("the claim names no fuel that could be looked up"),))


def _of_fuel(case: Case, fuel: Fuel) -> Iterator[Reading]:
    claim = case.claim
    if claim.type.endswith("_rank") or claim.unit == "rank":
        yield from _ranks(case, fuel)
        return
    seller, buyer = _sides(case)
    quote = claim.quote.lower()
    own = bool(_MADE.search(quote) or _USED.search(quote) or not claim.object)
    sold = re.search(r"export|import|sell|sold|bought|buy|shipp", case.words)
    made = not (seller and buyer) and (own or (bool(_MADE.search(case.words)) and not sold))
    unit = claim.unit.lower()
    if unit == "ratio" and len(claim.subject) == 2:
        yield from _ratio(case, fuel, made)
        return
    ways = _own(case, fuel, seller or buyer) if made else _flows(fuel, seller, buyer, unit)
    if not ways:
        why = f"no table at hand has {fuel} between these states in “{claim.unit or 'words'}”"
        yield Reading((nothing(why),))
        return
    if claim.value is None or claim.type.endswith("_change") or _is_change(case):
        yield from _changes(case, ways, fuel)
        return
    for way in ways:
        yield Reading(tuple(e for m in way for e in _levels(case, m)))
        years, meets = years_of(case.period, case.day)
        for near in nearby_years(years, case.day) if years and case.slips else []:
            moved = tuple(e for m in way[:2] for e in levels(case, m, near, meets))
            yield Reading(moved, other=f"the figure of {near[0]}")


def _fuel(words: str) -> Fuel | None:
    return next((fuel for fuel, pattern in FUELS if re.search(pattern, words)), None)


def _sides(case: Case) -> tuple[str, str]:
    claim = case.claim
    seller, buyer = (side[0] if len(side) == 1 else "" for side in (claim.subject, claim.object))
    return ("" if seller in WHOLE else seller), ("" if buyer in WHOLE else buyer)


def _is_change(case: Case) -> bool:
    """Whether a percentage is a change: it is stated over several years, or the words say so."""
    if case.claim.unit != "percent" or case.period is None:
        return False
    first, last = case.period.years
    return last - first >= 1 and not (last - first == 1 and _fiscal(case) is not None)


def _factor(code: str, unit: str) -> float | None:
    of = definition(code).unit
    return UNITS.get((of, unit), ROUGH.get((of, unit)))


def _asked(code: str, who: tuple[str, ...], unit: str) -> list[Measured]:
    """Return the measure if its unit can be told in the claim's; a rough conversion is only near."""
    factor = _factor(code, unit)
    if factor is None:
        return []
    if (definition(code).unit, unit) in ROUGH:
        return [Measured(Ask(code, who, factor), bearing="near")]
    report = code.startswith(("energy.eu_customs_", "energy.russia_"))
    return [Measured(Ask(code, who, factor), bearing="other report" if report else "same")]


def _flows(fuel: Fuel, seller: str, buyer: str, unit: str) -> list[list[Measured]]:
    """Return what a claim on a flow may mean, each with its measures."""
    fuels: tuple[str, ...] = ("crude", "products") if fuel == "oil" else (fuel,)
    if unit in ("percent", "pp", ""):
        return [w for f in fuels if (w := _shares(f, seller, buyer))] + (
            [w] if unit != "percent" and (w := _amounts(fuels[0], seller, buyer, "t")) else []
        )
    if unit == "bbl/d" and fuel not in ("crude", "oil"):
        return []
    return [w for f in fuels if (w := _amounts(f, seller, buyer, unit))]


def _amounts(fuel: str, seller: str, buyer: str, unit: str) -> list[Measured]:
    pair = (seller, buyer)
    asked: list[tuple[str, tuple[str, ...]]] = []
    if buyer == "IND" and fuel in ("crude", "coal"):
        asked.append((f"energy.india_{fuel}_value", pair) if seller else (f"energy.india_{fuel}_total", ("IND",)))
    if pair == ("RUS", "CHN") and fuel in ("crude", "coal"):
        asked += [(f"energy.china_{fuel}_from_russia", pair), (f"energy.china_{fuel}_from_russia_value", pair)]
    if seller and buyer and buyer not in EU:
        customs = {"products": "oil_products", "gas": "pipeline_gas"}.get(fuel, fuel)
        asked += [(f"energy.eu_imports_{fuel}", pair), (f"energy.eu_customs_{customs}", pair)]
        asked += [(f"energy.eu_customs_{customs}_value", pair)]
        if seller == "RUS" and fuel != "gas":
            asked.append((f"energy.russia_{fuel}", pair))
        if fuel in ("crude", "products"):
            asked.append((f"energy.bp_trade_{fuel}", pair))
    elif seller and buyer in EU:
        kind = {"crude": "oil", "products": "oil", "coal": "solid", "lng": "gas"}.get(fuel, fuel)
        asked.append((f"energy.eu27_imports_{kind}", (seller,)))
    elif seller and fuel == "crude":
        asked.append(("energy.bp_crude_exports", (seller,)))
    elif buyer and fuel in ("crude", "products", "gas", "lng", "coal"):
        asked.append((f"energy.eu_imports_{fuel}_total", (buyer,)))
    return [m for code, who in asked for m in _asked(code, who, unit)]


def _shares(fuel: str, seller: str, buyer: str) -> list[Measured]:
    if not seller:
        return []
    if buyer in EU or buyer == "EUROPE":
        kind = {"crude": "oil", "products": "oil", "coal": "solid", "gas": "gas"}.get(fuel)
        made = [Measured(Ask(f"energy.eu27_share_{kind}", (seller,), 100.0))] if kind and buyer in EU else []
        if fuel == "crude" and buyer == "EUROPE":
            made.append(Measured(Ask("energy.bp_crude_share_to_europe", (seller,), 100.0)))
        return made
    if not buyer:
        return []
    if buyer == "IND" and fuel in ("crude", "coal"):
        return [
            Measured(Ask(f"energy.india_{fuel}_value", (seller, buyer)), Ask(f"energy.india_{fuel}_total", (buyer,)))
        ]
    made = [Measured(Ask(f"energy.eu_imports_{fuel}_share", (seller, buyer), 100.0))]
    if fuel == "crude":
        made.append(Measured(Ask("energy.bp_crude_share_of_exports", (seller, buyer), 100.0), bearing="near"))
    return made


def _own(case: Case, fuel: Fuel, state: str) -> list[list[Measured]]:
    """Return production, or use, of a fuel in a state."""
    words = case.claim.quote.lower()
    if not (_MADE.search(words) or _USED.search(words)):
        words = case.words
    kind = "oil" if fuel in ("crude", "oil", "products") else "gas" if fuel in ("gas", "lng") else "coal"
    made, used = bool(_MADE.search(words)), bool(_USED.search(words))
    activities = ["production", "consumption"] if made == used else ["production"] if made else ["consumption"]
    if not state:
        return []
    unit = case.claim.unit.lower()
    if unit in ("percent", "pp", "", "ratio"):
        return [[Measured(Ask(f"energy.{kind}_{a}", (state,)))] for a in activities]
    return [w for a in activities if (w := _asked(f"energy.{kind}_{a}", (state,), unit))]


def _ratio(case: Case, fuel: Fuel, made: bool) -> list[Reading]:
    """Compare how many times the one state makes or sells what the other does."""
    years, meets = years_of(case.period, case.day)
    if years is None:
        return [Reading((nothing("the claim names no year to look up"),))]
    one, other = case.claim.subject
    buyer = _sides(case)[1]
    kinds: list[tuple[list[Measured], list[Measured]]] = []
    if made:
        ways = [_own(case, fuel, s) for s in (one, other)]
        kinds = list(zip(*ways, strict=True))
    elif buyer:
        plain = "crude" if fuel == "oil" else fuel
        kinds = [(_amounts(plain, one, buyer, "t"), _amounts(plain, other, buyer, "t"))]
    readings = []
    for mine, theirs in kinds:
        evidence = []
        for m, n in zip(mine, theirs, strict=True):
            top, bottom = (level(case.answers, x.part, years) for x in (m, n))
            found = quotient(top, bottom, 1.0, f"{bare(top)} over that of {other}")
            evidence.append(of_number(case, found, change=True, bearing=m.bearing if meets is True else "near"))
        readings.append(Reading(tuple(evidence)))
    return readings or [Reading((nothing("no table at hand has both amounts"),))]


def _fiscal(case: Case) -> tuple[Years, bool | None] | None:
    """Return India's fiscal years (April to March, named by the first) that a period is made of; None if it is not."""
    period = case.period
    if period is None or period.precision == "year" or (period.first.month, period.first.day) != (4, 1):
        return None
    if (period.last.month, period.last.day) == (3, 31):
        return (period.first.year, period.last.year - 1), True
    return ((period.first.year, period.first.year), True) if period.first.year == period.last.year else None


def _levels(case: Case, measured: Measured) -> list[Evidence]:
    years, meets = years_of(case.period, case.day)
    if measured.part.code.startswith("energy.india_"):
        fiscal = _fiscal(case)
        if fiscal is None:
            return levels(case, measured, years, None) if years else []
        years, meets = fiscal
        return [_to_its_end(case, e) for e in levels(case, measured, years, meets)]
    if years is None:
        return [nothing("the claim names no year to look up")]
    return levels(case, measured, years, meets)


def _to_its_end(case: Case, evidence: Evidence) -> Evidence:
    """Return evidence of a fiscal year that is not over as the very quantity, where the claim is of the same months."""
    period = case.period
    cut = any(c.partial for c in evidence.found.caveats)
    if period is None or not cut or evidence.found.value is None:
        return evidence
    same = period.first.year == period.last.year and period.last.month == 8
    return replace(evidence, bearing="same" if same else "near")


def _changes(case: Case, ways: list[list[Measured]], fuel: Fuel) -> list[Reading]:
    spans = before_and_after(case)
    fiscal = _fiscal(case)
    if not spans:
        return [Reading((nothing("a change needs two years to be looked up"),))]
    if case.claim.unit == "percent":
        seller, buyer = _sides(case)
        if seller and buyer:
            plain = "crude" if fuel == "oil" else fuel
            for unit in ("t", "usd"):
                if amounts := _amounts(plain, seller, buyer, unit):
                    ways = [*ways, amounts]
        elif buyer == "IND" and fuel in ("crude", "coal"):
            ways = [*ways, _amounts(fuel, seller, buyer, "usd")]
    if fiscal and fiscal[0][0] < fiscal[0][1]:
        (first, last), _ = fiscal
        ways = [[m for m in way if m.part.code.startswith("energy.india_")] for way in ways]
        spans = [((first, first), (last, last))]
    return [Reading(tuple(e for m in way for e in changes(case, m, *span))) for way in ways if way for span in spans]


def _ranks(case: Case, fuel: Fuel) -> list[Reading]:
    claim = case.claim
    years, meets = years_of(case.period, case.day)
    if years is None or claim.value is None or len(claim.subject) != 1:
        return [Reading((nothing("a rank needs a year, a state and those that it is ranked with"),))]
    subject = claim.subject[0]
    partner = next((o for o in claim.object if o not in WHOLE), "")
    plain = "crude" if fuel == "oil" else fuel
    kind = "oil" if fuel in ("crude", "oil", "products") else "gas" if fuel in ("gas", "lng") else "coal"
    asked: list[tuple[str, tuple[str, ...], str]] = [(f"energy.{kind}_production", (), "state")]
    if partner == "IND" and plain in ("crude", "coal"):
        asked = [(f"energy.india_{plain}_value", ("any", "IND"), "origin")]
    elif partner == "RUS" and plain != "gas":
        asked = [(f"energy.russia_{plain}", ("RUS", "any"), "target")]
    elif partner:
        asked = [(f"energy.eu_imports_{plain}", ("any", partner), "origin")]
    if partner and plain in ("crude", "products"):
        asked.append((f"energy.bp_trade_{plain}", (partner, "any"), "target"))
    made = []
    for code, who, side in asked:
        at = _fiscal(case) if code.startswith("energy.india_") else None
        placed = ranking(case.answers, code, who, at[0] if at else years, side)
        bearing: Literal["same", "near"] = "same" if at or meets is True else "near"
        members = members_of(subject, years[1])
        if members is not None:
            placed = as_one(placed, members, subject)
        rank = of_rank(case, placed, subject, bearing=bearing)
        # Not every buyer reports what it buys from Russia, so that a place among those who do cannot contradict.
        made.append(Reading(at_best((rank,)) if code.startswith("energy.russia_") else (rank,)))
    return made
