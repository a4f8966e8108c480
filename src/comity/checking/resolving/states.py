"""Claims about single states: military expenditure, output, population, inflation, deaths in violence, democracy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comity.catalogue import definition
from comity.checking.resolving.answers import Ask, level, members_of, quotient, ranking
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
from comity.checking.spans import period
from comity.checking.topics import FALL, RISE

WHOLE = ("WLD", "")


@dataclass(frozen=True)
class Topic:
    """What a claim on a state may be about: the words that say so, and the indicators by the claim's unit."""

    words: re.Pattern[str]
    codes: tuple[tuple[str, str, float], ...]  # unit of the claim, code, factor


_MILITARY = (
    r"(?:military|defen[cs]e|army|armed forces|arms) (?:\w+ )?(?:spending|expenditures?|budgets?|outlays?|burden"
    r"|spend)"
    r"|spen[dt]\w* (?:\S+ ){0,6}?(?:on|for) (?:\S+ )?(?:armed|military|defen[cs]e|arms|army|forces)"
    r"|devot\w+ (?:\S+ ){0,6}?to (?:defen[cs]e|its military|the military)"
)
TOPICS: tuple[Topic, ...] = (
    Topic(
        re.compile(_MILITARY),
        (
            ("usd", "military.expenditure_current", 1e6),
            ("percent", "military.expenditure_of_gdp", 100.0),
            ("percent", "military.expenditure_of_government", 100.0),
        ),
    ),
    Topic(
        re.compile(r"\binflation\b|\b(?:consumer )?prices (?:rose|rise|grew|increased|climbed|jumped)"),
        (("percent", "economy.inflation", 1.0),),
    ),
    Topic(
        re.compile(r"\b(?:killed|lives|deaths?|died|dead|fatalities|casualties|violence claimed)\b"),
        (
            ("persons", "conflict.deaths", 1.0),
            ("count", "conflict.deaths", 1.0),
        ),
    ),
    Topic(
        re.compile(r"\b(?:gdp|gross domestic product|economy|economic output|output)\b"),
        (("usd", "economy.gdp", 1.0),),
    ),
    Topic(re.compile(r"\b(?:population|inhabitants|people live)\b"), (("persons", "economy.population", 1.0),)),
    Topic(
        re.compile(r"\b(?:electoral democracy|polyarchy|electoral index|v-dem)\b"),
        (("index", "regimes.polyarchy", 1.0),),
    ),
    Topic(re.compile(r"\bliberal democracy\b"), (("index", "regimes.liberal_democracy", 1.0),)),
)
MILITARY = TOPICS[0].words
OUTPUT = next(t for t in TOPICS if t.codes[0][1] == "economy.gdp")
_OF_GDP = re.compile(r"\b(?:gdp|gross domestic product|economic output|economy)\b")
_SHARE_OF = re.compile(r"(?:%|per ?cent) of (?:\S+ ){0,3}(?:gdp|gross|economic output|output|economy)")
# Counts of the dead that are drawn otherwise than the tables', so that they can never settle a claim.
_OTHER_DEAD = re.compile(
    r"\b(?:civilians?|children|soldiers|troops|police|protesters|demonstrators|journalists|workers"
    r"|by (?:the )?(?:security forces|police|junta)|verified"
    r"|earthquake|flood\w*|cyclone|covid|pandemic|since|air ?strikes?|attack|bomb\w*|massacre|explosion|on \w+day)\b"
)
_REAL = re.compile(r"\b(?:in real terms|constant prices|inflation-adjusted|adjusted for inflation|after inflation)\b")
# The dead are counted by several publishers and in bounds; all are looked up.
DEAD = 2.0  # how far counts of the dead may lie apart and still be close
OTHER_COUNTS = {
    "conflict.deaths": (
        "conflict.deaths_events",
        "conflict.deaths_low",
        "conflict.deaths_high",
        "conflict.deaths_acled",
    ),
    "regimes.polyarchy": ("regimes.polyarchy_low", "regimes.polyarchy_high"),
}


def of_states(case: Case) -> Iterator[Reading]:
    """Look up a claim about one state, or one state against another."""
    claim = case.claim
    topic, guessed = _topic(case), False
    if topic is None:
        topic, guessed = _spoken_of(case), True
    who = [s for s in (*claim.subject, *claim.object) if s not in WHOLE]
    if topic is None:
        yield Reading((nothing("no data set at hand counts what the claim speaks of"),))
        return
    readings = _of_topic(case, topic, who)
    for reading in readings:
        yield replace(reading, evidence=at_best(reading.evidence)) if guessed else reading


def _of_the_year(case: Case, code: str) -> Case:
    """Take the end of a year, which a sentence gives for stocks beside it, as the year of what is added up over it."""
    at = case.period
    ended = at is not None and at.first == at.last and (at.last.month, at.last.day) == (12, 31)
    if at is None or not ended or not definition(code).adds_over_time or re.search(r"\b31\b|december", case.words):
        return case
    return replace(case, period=period(str(at.last.year)))


def _of_topic(case: Case, topic: Topic, who: list[str]) -> Iterator[Reading]:
    claim = case.claim
    case = _of_the_year(case, topic.codes[0][1])
    years, meets = years_of(case.period, case.day)
    if years is None:
        yield Reading((nothing("the claim names no year to look up"),))
        return
    codes = [(code, factor) for unit, code, factor in topic.codes if unit == claim.unit]
    if claim.unit == "percent" and _OF_GDP.search(claim.quote.lower()):
        codes = [(code, factor) for code, factor in codes if code != "military.expenditure_of_government"]
    if claim.unit == "rank":
        yield from _ranks(case, topic.codes[0][1], years, meets)
        return
    if not who and "WLD" in (*claim.subject, *claim.object):
        who = ["WLD"]
    if not who:
        yield Reading((nothing("the claim names no state that could be looked up"),))
        return
    if claim.unit == "ratio" or (claim.unit == "percent" and len(claim.subject) == 2):
        yield from _ratios(case, topic.codes[0][1], years, meets)
        return
    if claim.unit in ("percent", "pp", "") and _grows(case):
        yield from _changes(case, topic, who[0])
    for code, factor in codes:
        yield Reading(_levels(case, code, who[0], factor, years, meets))
        for near in nearby_years(years, case.day) if case.slips else []:
            moved = tuple(levels(case, Measured(Ask(code, (who[0],), factor)), near, meets))
            yield Reading(moved, other=f"the figure of {near[0]}")
    if not codes and not (claim.unit in ("percent", "pp", "") and _grows(case)):
        why = f"no figure at hand of this kind is counted in “{claim.unit}”"
        yield Reading((nothing(why),))


def _topic(case: Case) -> Topic | None:
    own, all_words = " ".join(case.claim.quote.lower().split()), f"{case.words} {case.claim.topic}"
    if case.claim.unit == "percent" and _OF_GDP.search(own):
        # A share of output is one of what the sentence speaks of; only that of the military is at hand.
        return TOPICS[0] if TOPICS[0].words.search(all_words) else None
    for words in (own, all_words):
        for topic in TOPICS:
            if topic is OUTPUT and (words is not own or _SHARE_OF.search(own)):
                continue
            if topic.words.search(words):
                return topic
    return None


def _roughly(said: float, evidence: Evidence) -> Evidence:
    """Let a count of the dead within twice or half of the table's stand as close: no two counters agree on them."""
    found = evidence.found.value
    if evidence.holds is not False or not found or not 1 / DEAD <= said / found <= DEAD:
        return evidence
    return replace(
        evidence,
        holds=None,
        findings=tuple(replace(f, holds=None) if f.name == "value" else f for f in evidence.findings),
    )


def _grows(case: Case) -> bool:
    """Whether a percentage is a change: it is stated over several years, or a word says so."""
    quote = case.claim.quote
    spans = case.period is not None and case.period.first.year < case.period.last.year
    return spans or bool(RISE.search(quote) or FALL.search(quote) or _MULTIPLE.search(quote))


_MULTIPLE = re.compile(r"\b(?:doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|raised|\w+fold|half as many|twice)\b")


def _spoken_of(case: Case) -> Topic | None:
    """Return what the claims before were about, for a clause that does not say."""
    for words in case.before:
        for topic in TOPICS:
            if topic is OUTPUT and _SHARE_OF.search(words):
                continue
            if topic.words.search(words) and any(u in (case.claim.unit, "usd") for u, _, _ in topic.codes):
                return topic
    return None


def _levels(case: Case, code: str, state: str, factor: float, years: Years, meets: bool | None) -> tuple[Evidence, ...]:
    made = levels(case, Measured(Ask(code, (state,), factor)), years, meets)
    if code == "conflict.deaths" and case.claim.value:
        made = [_roughly(case.claim.value, e) for e in made]
    for other in OTHER_COUNTS.get(code, ()):
        made += levels(case, Measured(Ask(other, (state,), factor), bearing="other report"), years, meets)
    if code == "conflict.deaths" and _OTHER_DEAD.search(case.claim.quote.lower()):
        made = [replace(e, bearing="near") for e in made]
    return tuple(made)


def _changes(case: Case, topic: Topic, state: str) -> list[Reading]:
    code = topic.codes[0][1]
    if code == "economy.inflation":
        return []
    if code == "military.expenditure_of_gdp":
        code = "military.expenditure_current"
    codes = [code, "military.expenditure"] if code == "military.expenditure_current" else [code]
    if code == "military.expenditure_current" and _REAL.search(case.words):
        codes = ["military.expenditure", code]
    # Nominal or real, where the clause does not say: either may be meant, and both are looked up.
    return [
        Reading(tuple(changes(case, Measured(Ask(c, (state,))), *span)))
        for c in codes
        for span in before_and_after(case)
    ]


def _ratios(case: Case, code: str, years: Years, meets: bool | None) -> list[Reading]:
    claim = case.claim
    pair = claim.subject if len(claim.subject) == 2 else (*claim.subject, *claim.object)
    if len(pair) != 2 and not (case.period and case.period.first.year < case.period.last.year):
        return [Reading((nothing("what it is so many times of is not clear"),))]
    if len(pair) != 2:
        return _changes(case, Topic(re.compile(""), (("usd", code, 1.0),)), pair[0])
    factor = 100.0 if claim.unit == "percent" else 1.0
    made = []
    for one, other in (pair, pair[::-1]):
        top, bottom = (level(case.answers, Ask(code, (s,)), years) for s in (one, other))
        found = quotient(top, bottom, factor, f"{bare(top)} over that of {other}")
        made.append(Reading((of_number(case, found, change=True, bearing="same" if meets is True else "near"),)))
    return made


def _ranks(case: Case, code: str, years: Years, meets: bool | None) -> list[Reading]:
    claim = case.claim
    if claim.value is None or len(claim.subject) != 1:
        return [Reading((nothing("a rank needs a state and those that it is ranked with"),))]
    if claim.subject[0] in WHOLE:
        return [Reading((nothing("a record over time is not looked up"),))]
    among = next((o for o in claim.object if o not in WHOLE), "")
    members = members_of(among, years[1]) if among else None
    if among and members is None:
        return [Reading((nothing("the states that it is ranked with are not known as a group"),))]
    placed = ranking(case.answers, code, (), years, "state", among=members)
    rank = of_rank(case, placed, claim.subject[0], bearing="same" if meets is True else "near")
    # "The largest in Africa" has lost its continent on the way: without a group a rank cannot contradict.
    return [Reading((rank,) if members or "WLD" in claim.object else at_best((rank,)))]
