"""Claims about refugees, asylum seekers and people displaced in their own state: stocks at the end of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from comity.checking.resolving import findings
from comity.checking.resolving.answers import Ask, Found, both, level, ranking
from comity.checking.resolving.evidence import (
    Bearing,
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
from comity.checking.resolving.readings import Reading, Years
from comity.checking.topics import FALL, RISE
from comity.vocabulary import Figure

WHOLE = ("WLD", "")
_ASYLUM = re.compile(r"asylum[- ]seekers?|asylum (?:claims|applications)|waiting for a decision|pending")
_WITHIN = re.compile(
    r"\b(?:idps?|internally|inside (?:the|its|their) (?:country|borders)|within (?:the|its|their) (?:country"
    r"|borders|own)"
    r"|displaced (?:in|inside|within)|driven from their homes|uprooted)"
)
# A flow: who moved in a time. The stocks at hand count who is there at the end of a year.
_MOVED = re.compile(
    r"\b(?:cross(?:ed|ing)|arriv\w+|fled since|newly|have fled|new (?:displacements?|arrivals)|return\w*"
    r"|every day|a day|per day|resettl\w*"
    r"|forced to flee in|displaced (?:in|during) (?:the )?(?:first|last|past)|registered in|applied|applications)\b"
)
_PART = re.compile(
    r"\b(?:rohingya|children|women|camps?|cox's bazar|district|province|state of|region|unregistered|migrants"
    r"|students"
    r"|palestin\w+)\b"
)
_BOTH = re.compile(r"refugees? (?:and|or) (?:\w+ )?asylum|asylum[- ]seekers? (?:and|or) (?:\w+ )?refugee")
_REFUGEES = re.compile(r"refugee|asylum")
_OF_ALL = re.compile(r"\bof (?:\S+ ){0,4}(?:refugees|those who|who fled|asylum|them|the total)\b")
_PER_HEAD = re.compile(r"\bper (?:head|capita|inhabitant|person)\b|relative to (?:its|their) population")


def people(case: Case) -> Iterator[Reading]:
    """Look up a claim about displaced people, in both counts of the displaced within a state."""
    claim = case.claim
    if claim.unit == "persons/d":
        unlike = findings.same_kind(
            claim, "people at the end of a year", "Daily arrivals are a flow; the tables count stocks."
        )
        yield Reading(
            (nothing("arrivals by day are not at hand", "daily arrivals (UNHCR operational data)", more=(unlike,)),)
        )
        return
    if _PER_HEAD.search(claim.quote.lower()):
        yield Reading((nothing("ranks and figures per inhabitant are not computed"),))
        return
    if claim.unit == "rank":
        yield from _ranks(case)
        return
    measures = _measures(case)
    if not measures:
        yield Reading((nothing("the claim names no state of origin or asylum that could be looked up"),))
        return
    years, meets = years_of(case.period, case.day, stock=True)
    if years is None:
        yield Reading((nothing("the claim names no date"),))
        return
    if claim.unit in ("percent", "pp", "ratio", "") and claim.value is not None:
        yield from _relative(case, measures, years, meets)
        return
    if claim.value is None:
        before = (years[0] - 1, years[0] - 1)
        yield from (Reading(tuple(e for m in way for e in changes(case, m, before, years))) for way in measures)
        return
    if meets is None and (reports := _reports(case)):
        yield Reading(reports)
    for way in measures:
        yield _level(case, way, years, meets)
    if _BOTH.search(case.words):
        yield Reading(_together(case, years, meets))
    if case.slips:
        yield Reading(_together(case, years, meets), other="the count with those who seek asylum")
        if not _REFUGEES.search(case.claim.quote.lower()):
            yield Reading(_together(case, years, meets, all_of_them=True), other="the count of all who were displaced")
        yield from _at_other_times(case, measures, years, meets)


def _reports(case: Case) -> tuple[Evidence, ...]:
    """Compare with counts of the displaced that the chronology quotes from those weeks; silent if it has none."""
    period, state = case.period, next((s for s in case.claim.subject if s not in WHOLE), "")
    if period is None or not state:
        return ()
    answer = case.answers.records("diplomacy.events", state, years=period.years)
    if isinstance(answer, str):
        return ()
    near = timedelta(days=16)
    made = []
    for r in answer.rows:
        if r["unit"] != "people" or r["value"] is None or not period.first - near <= r["date"] <= period.last + near:
            continue
        what = f"reported by {r['source_publisher']}, {r['source_date']}"
        year = r["date"].year
        figure = Figure(r["value"], "persons", "reported", answer.kind.code, (state,), year, year, answer.sources, what)
        found = Found(
            r["value"],
            "reported",
            f"{r['date']}: {r['summary']}",
            figures=(figure,),
            sources=answer.sources,
            caveats=answer.caveats,
        )
        made.append(of_number(case, found))
    return at_best(made)


def _together(case: Case, years: Years, meets: bool | None, *, all_of_them: bool = False) -> tuple[Evidence, ...]:
    """Compare with refugees and asylum seekers added up, and for a state of origin with those displaced inside it."""
    origin, asylum = _sides(case)
    pair = (origin or "any", asylum if asylum and asylum != origin else "any")
    if pair == ("any", "any"):
        return ()
    found = level(case.answers, Ask("displacement.refugees", pair), years)
    asks = [Ask("displacement.asylum_seekers", pair)]
    if all_of_them and origin:
        asks.append(Ask("displacement.idps", (origin,)))
    for ask in asks:
        more = level(case.answers, ask, years)
        value = found.value + more.value if found.value is not None and more.value is not None else None
        found = both(found, more, value, f"{bare(found)}, with {more.measure.partition(',')[0]}")
    return (of_number(case, found, bearing="same" if meets is True else "near"),)


def _sides(case: Case) -> tuple[str, str]:
    origin, asylum = (side[0] if len(side) == 1 else "" for side in (case.claim.subject, case.claim.object))
    return ("" if origin in WHOLE else origin), ("" if asylum in WHOLE else asylum)


def _measures(case: Case) -> list[list[Measured]]:
    """Return what may be counted, the most likely first."""
    origin, asylum = _sides(case)
    words = case.claim.quote.lower() + " " + case.claim.topic.lower()
    within = [
        [Measured(Ask("displacement.idps", (s,))), Measured(Ask("displacement.idps_idmc", (s,)))]
        for s in dict.fromkeys((origin, asylum))
        if s
    ]
    code = "displacement.asylum_seekers" if _ASYLUM.search(words) else "displacement.refugees"
    if origin and origin == asylum:
        out = "refugee" in words and not _WITHIN.search(words)
        if not out:
            return within
        fled = [[Measured(Ask(code, (origin, "any")))]]
        return fled if "refugee" in case.claim.quote.lower() else [*fled, *within]
    if origin and asylum:
        return [[Measured(Ask(code, (origin, asylum)))]]
    across = []
    if origin:
        across.append([Measured(Ask(code, (origin, "any")))])
    if asylum:
        across.append([Measured(Ask(code, ("any", asylum)))])
    if not across:
        return []
    if not origin and asylum:
        # Whose refugees, the clause does not say: those of a state named elsewhere in the sentence may be meant.
        named = {s for c in case.beside for s in c.subject if s not in (*WHOLE, asylum)}
        across += [[Measured(Ask(code, (s, asylum)))] for s in sorted(named)]
    if "refugee" in words and not _WITHIN.search(words):
        return across
    return within + across if _WITHIN.search(words) else across + within


def _level(case: Case, way: list[Measured], years: Years, meets: bool | None) -> Reading:
    made = [e for m in way for e in levels(case, m, years, meets)]
    if case.period is not None and not case.period.year_end:
        made = [_within_the_year(case, m, e, years) for m in way for e in levels(case, m, years, meets)]
    return Reading(tuple(_as_counted(case, e) for e in made))


def _within_the_year(case: Case, measured: Measured, evidence: Evidence, years: Years) -> Evidence:
    """Let a number between the counts of two year-ends stand: the claim may be of a day between them."""
    before, after, said = (
        level(case.answers, measured.part, (years[0] - 1, years[0] - 1)).value,
        evidence.found.value,
        case.claim.value,
    )
    if evidence.holds or None in (before, after, said):
        return evidence
    assert before is not None, "a value was found"
    assert after is not None, "a value was found"
    assert said is not None, "a number is stated"
    return replace(evidence, bearing="near") if min(before, after) <= said <= max(before, after) else evidence


def _as_counted(case: Case, evidence: Evidence) -> Evidence:
    """Take a figure for near only where the claim counts who moved, or a part of those who are counted."""
    words = case.claim.quote.lower()
    moved, part = _MOVED.search(words), _PART.search(words)
    match = moved or part
    if match is None:
        return evidence
    kind = "people who are there at the end of a year" if moved else "all people of the state"
    what = f"The claim speaks of “{match[0]}”; the table counts {kind}."
    return replace(evidence, bearing="near", findings=(*evidence.findings, findings.same_kind(case.claim, kind, what)))


def _at_other_times(case: Case, measures: list[list[Measured]], years: Years, meets: bool | None) -> Iterator[Reading]:
    """Return the counts of the ends of the years around the date."""
    for year in (years[0] - 1, years[0] + 1):
        if year > case.day.year:
            continue
        moved = tuple(e for m in measures[0] for e in levels(case, m, (year, year), meets))
        yield Reading(moved, other=f"the count of the end of {year}")


def _relative(case: Case, measures: list[list[Measured]], years: Years, meets: bool | None) -> Iterator[Reading]:
    """Compare with a change against an earlier year, or with shares of the total and of the population."""
    claim = case.claim
    origin, asylum = _sides(case)
    assert case.period is not None, "years were found"
    first, last = case.period.years
    before = (first, first) if first < last else (last - 1, last - 1)
    if first < last or claim.unit == "ratio" or RISE.search(claim.quote) or FALL.search(claim.quote):
        for way in measures:
            yield Reading(tuple(e for m in way for e in changes(case, m, before, (last, last))))
    if claim.unit == "ratio" or first < last:
        return
    for way in measures:
        for m in way:
            wholes = [Ask("economy.population", (s,)) for s in (origin, asylum) if s]
            if origin and asylum and origin != asylum:
                wholes += [Ask(m.part.code, (origin, "any")), Ask(m.part.code, ("any", asylum))]
            # Of whom a share is taken is often said elsewhere: only of a pair are the wholes few enough to decide.
            told = _OF_ALL.search(claim.quote.lower())
            bearing: Bearing = "same" if told and origin and asylum and origin != asylum else "near"
            for w in wholes:
                yield Reading(tuple(levels(case, Measured(m.part, w, bearing), years, meets)))


def _ranks(case: Case) -> list[Reading]:
    claim = case.claim
    years, meets = years_of(case.period, case.day, stock=True)
    origin, asylum = _sides(case)
    if years is None or claim.value is None or not (origin or asylum):
        return [Reading((nothing("a rank needs a year, a state and those that it is ranked with"),))]
    if not (origin and asylum):
        return [Reading((nothing("ranks of all states as origin or asylum are not computed"),))]
    made = []
    for who, side, state in (((origin, "any"), "target", asylum), (("any", asylum), "origin", origin)):
        placed = ranking(case.answers, "displacement.refugees", who, years, side)
        made.append(Reading((of_rank(case, placed, state, bearing="same" if meets is True else "near"),)))
    return made
