"""Claims about votes in the United Nations: the count, one member's ballot, how often two states vote alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from comity.catalogue import Records
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Ask, Found
from comity.checking.resolving.evidence import Case, Evidence, Measured, levels, nothing, of_number, years_of
from comity.checking.resolving.readings import Reading, nearby_years
from comity.checking.tolerance import deciding_words, rings
from comity.checking.verdict import Finding
from comity.vocabulary import Figure

COLUMNS = {"votes_yes": "yes", "votes_no": "no", "votes_abstain": "abstentions"}
LISTS = {"yes": "voted_yes", "no": "voted_no", "abstain": "abstained"}
# Bodies whose votes are not those of the lists at hand.
_OTHER_BODY = re.compile(
    r"human rights council|board of governors|\biaea\b|\bwto\b|parliament|congress|senate|\bcouncil of europe"
    r"|\bcommittee|referendum|\belect(?:ed|ion|oral)|lawmakers|european council|\bopcw\b"
)
_UN_BODY = re.compile(r"general assembly|security council|suspen|expel")
_ABSTAIN = re.compile(r"\babstain\w*|abstention|joined it\b")
_NO = re.compile(
    r"\b(?:voted? (?:\w+ )?(?:against|no)\b|voted with (?:london|moscow)|opposed|opposing|rejected"
    r"|the only vote against|sided with|against the)"
)
_YES = re.compile(
    r"\b(?:voted? (?:\w+ )?(?:in favou?r|for|to|yes)\b|supported|backed|supporter|approved|in favou?r|endorsed"
    r"|condemned|co-?sponsor\w+)"
)


def votes(case: Case) -> Iterator[Reading]:
    """Look up a claim about a vote."""
    claim = case.claim
    if body := _other_body(case):
        yield Reading((nothing(f"votes of another body (“{body}”) are not at hand"),))
        return
    if claim.unit in COLUMNS:
        yield Reading(_tally(case, COLUMNS[claim.unit]))
        return
    if claim.unit == "percent" and len(claim.subject) + len(claim.object) >= 2:
        yield from _agreement(case)
        return
    ballot = claim.ballot or _ballot(deciding_words(claim).lower()) or _ballot(claim.quote.lower())
    voters = [s for s in claim.subject if s != "UN"]
    if voters and ballot:
        yield Reading(tuple(e for v in voters for e in _ballots(case, v, ballot)))
        return
    if claim.value is None:
        yield Reading(_adopted(case))
        return
    yield Reading((nothing("what the votes are counted in is not clear"),))


def _other_body(case: Case) -> str:
    body = _OTHER_BODY.search(case.words)
    return body[0] if body and not _UN_BODY.search(case.words) else ""


def _ballot(words: str) -> str:
    """Return the one ballot that the words name; blank if they name none or several."""
    found = [ballot for ballot, pattern in (("abstain", _ABSTAIN), ("no", _NO), ("yes", _YES)) if pattern.search(words)]
    return found[0] if len(found) == 1 else ""


def _agreement(case: Case) -> Iterator[Reading]:
    years, meets = years_of(case.period, case.day)
    pair = (*case.claim.subject, *case.claim.object)[:2]
    if years is None:
        yield Reading((nothing("the claim names no year to look up"),))
        return
    measured = Measured(Ask("votes.agreement", pair, 100.0))
    yield Reading(tuple(levels(case, measured, years, meets)))
    for near in nearby_years(years, case.day) if case.slips else []:
        yield Reading(tuple(levels(case, measured, near, meets)), other=f"the figure of {near[0]}")


def day_of_vote(case: Case) -> date | None:
    """Return the day of the one vote that a claim can be about, None if there are several or none at hand.

    Of several at that time it is the one that has the claim's count, if only one has.
    """
    claim = case.claim
    if case.period is None or claim.unit == "percent" or _other_body(case):
        return None
    siblings = _siblings(case)
    if claim.unit in COLUMNS:
        _, rows = _counted_votes(case, siblings)
        if len(rows) > 1:
            rows = [r for r in rows if r[COLUMNS[claim.unit]] == claim.value]
    else:
        _, rows = _in_time(case, "votes.resolutions")
    if len(rows) > 1:
        rows = [r for r in rows if siblings and all(r[c] == v for c, v in siblings)]
    found: date | None = rows[0]["date"] if len(rows) == 1 else None
    return found


def _siblings(case: Case) -> list[tuple[str, float]]:
    """Return the counts of votes that the sentence gives beside that of the claim."""
    return [(COLUMNS[c.unit], c.value) for c in case.beside if c.unit in COLUMNS and c.value is not None]


def _counted_votes(case: Case, siblings: list[tuple[str, float]]) -> tuple[Records | None, list[dict[str, Any]]]:
    """Return the votes with counts that the claim may be about: by its time and states, else by two of its counts."""
    answer, rows = _in_time(case, "votes.resolutions")
    rows = [r for r in rows if r["yes"] is not None]
    return (answer, rows) if rows else _counted_so(case, siblings)


def _in_time(case: Case, code: str) -> tuple[Records | None, list[dict[str, Any]]]:
    """Return the votes of the days of the claim; of many, those on the states that it names."""
    period = case.period
    if period is None:
        return None, []
    council, assembly = "security council" in case.words, "assembly" in case.words
    series = "S/" if council and not assembly else "A/" if assembly and not council else ""
    years = (period.first.year, period.last.year)
    about = [s for s in (*case.claim.object, *case.claim.subject) if s not in ("UN", "WLD")]
    # Resolutions of the emergency session on Ukraine name Ukraine in their title and are on Russia.
    targets = [*about, *(["UKR"] if "RUS" in about and years[1] >= 2022 else [])]
    named: dict[str, dict[str, Any]] = {}
    answer: Records | None = None
    for state in dict.fromkeys(targets):
        found = case.answers.records(code, state, years=years)
        if isinstance(found, str):
            continue
        answer = found
        for r in found.rows:
            on = str(r["target"] or "").split("; ")
            emergency = "RUS" in about and "ES-11/" in r["id"]
            if not str(r["id"]).startswith(series):
                continue
            if period.first <= r["date"] <= period.last and (set(about) & set(on) or emergency):
                named[r["id"]] = r
    if named or period.precision != "day":
        return answer, list(named.values())
    everything = case.answers.records(code, years=years)
    if isinstance(everything, str):
        return None, []
    rows = [r for r in everything.rows if period.first <= r["date"] <= period.last and str(r["id"]).startswith(series)]
    return everything, rows if len(rows) <= 3 else []


def _tally(case: Case, column: str) -> tuple[Evidence, ...]:
    """Compare with the count of the vote that the claim, and those beside it, are about."""
    siblings = _siblings(case)
    answer, rows = _counted_votes(case, siblings)
    if answer is None or not rows:
        return (nothing("no recorded vote of that time on these states is at hand"),)
    fits = [sum(r[col] == v for col, v in siblings) for r in rows]
    own = [r for r in rows if rings(case.claim, exact=True).holds(float(r[column] or 0))]
    best = [r for r, n in zip(rows, fits, strict=True) if n == max(fits)] if any(fits) else own or rows
    sure = len(rows) == 1 or (any(fits) and len(best) == 1)
    return tuple(_counted(case, answer, r, column, sure=sure) for r in best[:3])


def _counted_so(case: Case, siblings: list[tuple[str, float]]) -> tuple[Records | None, list[dict[str, Any]]]:
    """Return the one vote of the time of the claim that has two of its counts, whatever it was on."""
    period, own = case.period, (COLUMNS[case.claim.unit], case.claim.value)
    if period is None:
        return None, []
    answer = case.answers.records("votes.resolutions", years=period.years)
    if isinstance(answer, str):
        return None, []
    said = {(column, value) for column, value in (*siblings, own) if value is not None}
    rows = [
        r
        for r in answer.rows
        if period.first <= r["date"] <= period.last and sum(r[column] == value for column, value in said) >= 2
    ]
    return answer, rows if len(rows) == 1 else []


def _counted(case: Case, answer: Records, row: dict[str, Any], column: str, *, sure: bool) -> Evidence:
    value = float(row[column] or 0)
    found = _found(answer, row, value)
    at = findings.same_period(case.claim, case.period, str(row["date"]), meets=True)
    return of_number(case, found, bearing="same" if sure else "near", more=(at,))


def _found(answer: Records, row: dict[str, Any], value: float | None) -> Found:
    year = row["date"].year
    return Found(
        value,
        "reported",
        f"{row['id']} of {row['date']}",
        figures=(Figure(value, "votes", "reported", answer.kind.code, (), year, year, answer.sources, row["summary"]),),
        sources=answer.sources,
        caveats=tuple(c for c in answer.caveats if not c.states),
    )


def _ballots(case: Case, voter: str, ballot: str) -> tuple[Evidence, ...]:
    """Compare with how a member voted, as its delegation cast it, whoever it speaks for."""
    answer, rows = _in_time(case, "votes.roll_calls")
    if answer is None or not rows:
        return (nothing("no roll call of that time with the ballots of members is at hand"),)
    made = []
    for row in rows:
        cast = next((b for b, column in LISTS.items() if voter in str(row[column] or "").split("; ")), "not cast")
        found = _found(answer, row, None)
        holds: bool | None = cast == ballot
        # A member that was away is not one that voted otherwise in the eyes of a fair reader of a list.
        if cast == "not cast":
            holds = None
        words = f"{row['summary']}: {voter} {cast}."
        made.append(Evidence(found, holds, "same", (Finding("ballot", holds, ballot, cast, words),)))
    if len(made) > 1 and {e.holds for e in made} != {True}:
        true = [e for e in made if e.holds]
        return tuple(Evidence(e.found, e.holds, "near", e.findings) for e in true or made)
    return tuple(made)


def _adopted(case: Case) -> tuple[Evidence, ...]:
    answer, rows = _in_time(case, "votes.resolutions")
    if answer is None or not rows:
        return (nothing("no resolution of that time on these states is at hand"),)
    seen = findings.on_record(case.claim, answer.kind.label, tuple(str(r["summary"]) for r in rows))
    return (Evidence(_found(answer, rows[0], None), True, "same", (seen,)),)
