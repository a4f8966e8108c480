"""Claims about what happened: sanctions, visits, treaties, coups, statements, found in the dated lists.

A list can bear a claim out and never speaks against it by being silent (C9).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from comity import states
from comity.catalogue import Records
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Ask, Found
from comity.checking.resolving.evidence import Case, Evidence, Measured, at_best, levels, nothing, of_number, years_of
from comity.checking.resolving.readings import Reading
from comity.checking.resolving.votes import votes
from comity.vocabulary import Figure

Row = dict[str, Any]
WHOLE = ("WLD", "UN", "")
_COUP = re.compile(r"\b(?:coups?|putsch\w*|seized power|overthr\w+|ousted|toppled|took power|mutin\w+)\b")
_LEADER = re.compile(
    r"\b(?:removed from office|took office|sworn in|inaugurat\w+|stepped down|resigned|impeach\w+|succeeded"
    r"|came to power)\b"
)
_WAR = re.compile(r"\b(?:invad\w+|invasion|war (?:broke|began|started)|tanks rolled|attacked)\b")
_RESOLUTION = re.compile(r"\b(?:resolution|security council|general assembly|suspended from)\b")
_STOP = frozenset(
    {
        "with",
        "from",
        "that",
        "this",
        "have",
        "been",
        "were",
        "their",
        "into",
        "over",
        "after",
        "before",
        "when",
        "which",
    }
    | {"will", "would", "could", "about", "more", "most", "than", "also", "said", "says", "country", "countries"}
    | {"state", "states", "government", "president", "minister", "year", "years", "last", "month", "first"}
)


def sanctions(case: Case) -> list[Reading]:
    """Look up a claim about sanctions in all lists at hand."""
    claim = case.claim
    targets = [o for o in claim.object if o not in WHOLE]
    if not targets:
        return [Reading((nothing("the claim names no target of sanctions"),))]
    by_each = claim.unit == "count" and claim.value == len(claim.subject)
    if claim.unit == "count" and claim.value is not None and not by_each:
        return _sanction_counts(case, targets[0])
    if claim.value is not None and not by_each:
        why = f"the lists of sanctions have no figures in “{claim.unit}”"
        return [Reading((nothing(why),))]
    kinds = _kinds(case.claim.quote.lower())
    if not kinds:
        return [Reading((nothing("the clause names no measure that the lists of sanctions are made of"),))]
    senders = {s for s in claim.subject if s not in WHOLE}
    made = []
    for code in ("sanctions.all", "sanctions.measures", "sanctions.gsdb"):
        for target in targets:
            answer = case.answers.records(code, target)
            if isinstance(answer, str):
                continue
            rows = [r for r in answer.rows if _sent(r, senders) and _runs(case, r) and _is_of(r, kinds)]
            if rows:
                made.append(_seen(case, answer, rows))
    return [Reading(tuple(made) or (_silent(case, "the lists of sanctions"),))]


# Words of a clause, and how the lists name the kind; of "sanctions" alone any kind will do.
KINDS = (
    (r"\b(?:arms|weapons?|military)\b", "arms|military"),
    (r"\b(?:travel|visas?|flights?|airspace)\b", "travel|visa|other"),
    (r"\b(?:assets?|froze\w*|freez\w*|financial|banks?|blacklist\w*)\b", "financial|travel|asset"),
    (
        r"\b(?:trade|oil|gas|coal|goods|products|imports?|exports?|price cap|tariffs?|duties|economic)\b",
        "trade|import|export|financial|other",
    ),
    (
        r"\b(?:sanction\w*|embargo\w*|bans?|banned|restrict\w*|measures|sever\w*|(?:cut"
        r"|broke\w*) (?:\w+ )?(?:ties|relations)|downgrad\w*|recall\w*|lifted|penalt\w+)\b",
        ".",
    ),
)


def _kinds(words: str) -> str:
    """Return the pattern of the kinds of measure that a clause may mean; blank if it names none."""
    if not any(re.search(KINDS[n][0], words) for n in (2, 3, 4)):
        return ""
    return next((kind for pattern, kind in KINDS if re.search(pattern, words)), "")


def _is_of(row: Row, kinds: str) -> bool:
    return bool(re.search(kinds, f"{row['kind']} {row.get('types') or ''}"))


def _sent(row: Row, senders: set[str]) -> bool:
    of = set(str(row["origin"] or "").split("; "))
    return (
        not senders
        or bool(senders & of)
        or bool(senders & set(re.findall(r"[A-Z]{2,}", str(row.get("senders") or ""))))
    )


def _runs(case: Case, row: Row) -> bool:
    """Whether a measure begins in the time of the claim, or is in force then."""
    period = case.period
    if period is None or row["date"] is None:
        return period is None
    last = row.get("end_date")
    if last is None and row.get("last_year") is not None:
        last = date(int(row["last_year"]), 12, 31)
    seen = str(row.get("last_seen_in_force") or "")
    if last is None and seen >= period.first.isoformat()[: len(seen)] and seen:
        last = period.first  # no end is known, and it was seen in force on that day or later
    begins: date = row["date"]
    by_year = row["date_precision"] == "year"
    begins_in = begins.year <= period.last.year if by_year else begins <= period.last
    return begins_in and (begins.year >= period.first.year or (last is not None and last >= period.first))


def _sanction_counts(case: Case, target: str) -> list[Reading]:
    years, meets = years_of(case.period, case.day)
    senders = [s for s in case.claim.subject if s not in WHOLE]
    if years is None or len(senders) != 1:
        return [Reading((nothing("a count of sanctions needs a year, a sender and a target"),))]
    measured = Measured(Ask("sanctions.gsdb_in_force", (senders[0], target)), bearing="near")
    return [Reading(tuple(levels(case, measured, years, meets)))]


def visits(case: Case) -> list[Reading]:
    """Look up a claim about a visit or a meeting."""
    return [
        Reading(_between(case, ("diplomacy.trips", "diplomacy.events"), kinds=("trip", "visit", "meeting"), slack=4))
    ]


def treaties(case: Case) -> list[Reading]:
    """Look up a claim about a treaty, an agreement or a membership."""
    return [Reading(_between(case, ("diplomacy.events",), kinds=("agreement",), slack=4))]


def events(case: Case) -> list[Reading]:
    """Look up a claim about a dated event."""
    quote = case.claim.quote.lower()
    if _COUP.search(quote) and case.claim.subject and case.claim.type == "event":
        return [Reading(_coups(case))]
    if _WAR.search(quote) and len({*case.claim.subject, *case.claim.object} - set(WHOLE)) == 2:
        return [Reading(_war(case))]
    if _RESOLUTION.search(quote):
        return list(votes(case))
    if _LEADER.search(quote) and case.claim.subject:
        return [Reading(_leaders(case))]
    readings = [Reading(_between(case, ("diplomacy.events",), kinds=(), slack=4))]
    if case.period is not None and case.period.precision == "day" and len(case.claim.subject) == 1:
        readings.append(Reading(_coups(case)))
    return readings


def _between(case: Case, codes: tuple[str, ...], *, kinds: tuple[str, ...], slack: int) -> tuple[Evidence, ...]:
    """Return the records between the states of the claim in its time; where it names no kind, of the same words."""
    first_of, other_of = (
        [s for s in side if s not in WHOLE and _is_state(s)] for side in (case.claim.subject, case.claim.object)
    )
    who = list(dict.fromkeys([*first_of[:1], *other_of[:1]] if other_of else first_of[:2]))
    period = case.period
    if not who or period is None:
        return (nothing("the claim names no state or no date to look up"),)
    first, last = period.first - timedelta(days=slack), period.last + timedelta(days=slack)
    if period.precision == "day" and period.first == period.last:
        first, last = period.first - timedelta(days=31), period.last + timedelta(days=slack)
    made = []
    for code in codes:
        answer = case.answers.records(code, *who)
        if isinstance(answer, str):
            continue
        rows = [r for r in answer.rows if r["date"] is not None and first <= r["date"] <= last]
        rows = [r for r in rows if r["kind"] in kinds] if kinds else [r for r in rows if _alike(case, r)]
        if rows:
            made.append(_seen(case, answer, rows))
    return tuple(made) or (_silent(case, "the chronology of events"),)


def _alike(case: Case, row: Row) -> bool:
    """Whether a record shares telling words with the clause: two, or one where both are of the same day."""
    theirs = set(_stems(str(row["summary"])))
    names = {
        w for s in (*case.claim.subject, *case.claim.object) if _is_state(s) for w in _stems(states.find_actor(s).name)
    }
    mine = set(_stems(case.claim.quote)) - names
    one_day = case.period is not None and case.period.first == case.period.last
    return len(mine & theirs) >= (1 if one_day else 2)


def _stems(text: str) -> list[str]:
    return [w[:6] for w in re.findall(r"[a-z]{4,}", text.lower()) if w not in _STOP]


def _is_state(code: str) -> bool:
    return any(s.id == code for s in states.states())


def _coups(case: Case) -> tuple[Evidence, ...]:
    claim, period = case.claim, case.period
    if period is None:
        return (nothing("the claim names no date to look up"),)
    state = claim.subject[0]
    made: list[Evidence] = []
    for code in ("coups.colpus", "coups.cline"):
        answer = case.answers.records(code, state) if _is_state(state) else ""
        if isinstance(answer, str):
            continue
        slack = timedelta(days=3)
        rows = [r for r in answer.rows if period.first - slack <= r["date"] <= period.last + slack]
        if claim.value is not None and claim.unit == "count":
            done = [r for r in rows if r["realised"]]
            found = _found(answer, rows, float(len(done)), f"Coups in {state}, {period}")
            made += at_best((of_number(case, found),))
        elif rows:
            made.append(_seen(case, answer, rows))
    return tuple(made) or (_silent(case, "the lists of coups"),)


def _leaders(case: Case) -> tuple[Evidence, ...]:
    """Return the leaders whose time in office begins in the time of the claim."""
    period, state = case.period, case.claim.subject[0]
    if period is None or not _is_state(state):
        return (nothing("the claim names no date to look up"),)
    made = []
    for code in ("leaders.reign", "leaders.archigos"):
        answer = case.answers.records(code, state, years=period.years)
        if isinstance(answer, str):
            continue
        slack = timedelta(days=2)
        rows = [r for r in answer.rows if period.first - slack <= r["date"] <= period.last + slack]
        if rows:
            made.append(_seen(case, answer, rows))
    return tuple(made) or (_silent(case, "the lists of leaders"),)


def _war(case: Case) -> tuple[Evidence, ...]:
    """Return whether the two governments were in armed conflict in the year; the list has years and no days."""
    pair = tuple(s for s in (*case.claim.subject, *case.claim.object) if s not in WHOLE)
    years, _ = years_of(case.period, case.day)
    answer = case.answers.figures("conflict.interstate", *pair)
    if years is None or isinstance(answer, str):
        return (nothing("no list of wars of that time is at hand"),)
    rows = [r for r in answer.rows if years[0] <= r["year"] <= years[1] and (r["value"] or 0) > 0]
    if not rows:
        return (_silent(case, answer.definition.label),)
    label = answer.definition.label
    seen = findings.on_record(case.claim, label, tuple(f"{r['year']}, level {r['value']:.0f}" for r in rows))
    found = Found(None, "reported", label, sources=answer.sources, caveats=answer.caveats)
    return (Evidence(found, True, "same", (seen,)),)


def _seen(case: Case, answer: Records, rows: list[Row]) -> Evidence:
    period = case.period
    middle = period.first if period else date.min
    rows = sorted(rows, key=lambda r: abs((r["date"] - middle).days) if r["date"] else 10**6)
    told = tuple(f"{r['date'] or 'no date'}: {r['summary']}" for r in rows)
    found = _found(answer, rows, None, told[0])
    return Evidence(found, True, "same", (findings.on_record(case.claim, answer.kind.label, told),))


def _found(answer: Records, rows: list[Row], value: float | None, name: str) -> Found:
    years = sorted(r["date"].year for r in rows if r["date"]) or [0]
    report = rows[0] if rows else {}
    publisher = report.get("source_publisher")
    what = f"reported by {publisher}, {report['source_date']}: {report['source_title']}" if publisher else "on record"
    figure = Figure(
        float(len(rows)), "records", "reported", answer.kind.code, (), years[0], years[-1], answer.sources, what
    )
    return Found(value, "reported", name, figures=(figure,), sources=answer.sources, caveats=answer.caveats)


def _silent(case: Case, label: str) -> Evidence:
    seen = findings.on_record(case.claim, label, ())
    return nothing(
        f"nothing of the kind is on record in “{label}” at hand, which does not say that there was nothing",
        more=(seen,),
    )
