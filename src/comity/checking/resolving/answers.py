"""The catalogue's answers while articles are judged, each asked once, and the sums that claims are compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from comity import states
from comity.catalogue import Figures, NotAtHand, Records, datasets_of, definition, get, records, sources_of
from comity.checking.verdict import Series
from comity.errors import WrongUse
from comity.store import user_root
from comity.store.manifest import stamp_of
from comity.vocabulary import Caveat, Figure, Source, Span, Status

MOST_STATES = 100  # a source that lists fewer ranks a selection


@dataclass(frozen=True)
class Ask:
    """A figure to look up: the indicator, for whom (as `get` takes them), and the factor into the claim's unit."""

    code: str
    who: tuple[str, ...]
    factor: float = 1.0


@dataclass(frozen=True)
class Found:
    """What was found: the value in the claim's unit, or why there is none.

    Attributes
    ----------
    value
        None where there is no figure; `why` then says so.
    whole
        False where the figure counts only a part (members that the source lacks, a year not over).
    unfit
        The caveat that takes it out of the evidence, if any.
    """

    value: float | None
    status: Status
    measure: str
    why: str = ""
    whole: bool = True
    unfit: str = ""
    figures: tuple[Figure, ...] = ()
    series: tuple[Series, ...] = ()
    sources: tuple[Source, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    missing: tuple[str, ...] = ()


def _at_hand() -> object:
    """Return what changes when the store does."""
    return user_root(), stamp_of(user_root())


@dataclass(frozen=True)
class Answers:
    """The catalogue as it is asked for one article; what was answered once is remembered for the next.

    Attributes
    ----------
    day
        The day whose releases the writer could have read.
    at_hand
        The store as it was when the article was begun, so that no answer outlives it.
    """

    day: date
    at_hand: object = field(default_factory=_at_hand)

    def figures(
        self, code: str, *who: str, years: tuple[int, int] | None = None, as_of: date | None = None
    ) -> Figures | str:
        """Return the figures, or why there are none."""
        return _figures(self.at_hand, code, who, years, as_of)

    def records(self, code: str, *who: str, years: tuple[int, int] | None = None) -> Records | str:
        """Return the records, or why there are none."""
        return _records(self.at_hand, code, who, years)

    def releases(self, code: str) -> tuple[date | None, ...]:
        """Return the days to read the indicator by: today's release (None), and the writer's where it is another."""
        return (None,) if _same_release(self.at_hand, code, self.day) else (None, self.day)


@lru_cache(maxsize=20_000)
def _figures(
    _: object, code: str, who: tuple[str, ...], years: tuple[int, int] | None, as_of: date | None
) -> Figures | str:
    try:
        return get(code, *who, years=years, as_of=as_of)
    except (NotAtHand, WrongUse) as error:
        return str(error)


@lru_cache(maxsize=500)
def _records(_: object, code: str, who: tuple[str, ...], years: tuple[int, int] | None) -> Records | str:
    try:
        return records(code, *who, years=years)
    except (NotAtHand, WrongUse) as error:
        return str(error)


@lru_cache(maxsize=20_000)
def _same_release(_: object, code: str, day: date) -> bool:
    try:
        newest, then = sources_of(code), sources_of(code, day)
    except (NotAtHand, WrongUse):
        return True
    return any(s.dataset.as_of != "release" for s in newest) or newest == then


def named(who: Iterable[str]) -> str:
    """Return states and groups by name: "Russia → Myanmar"."""
    return " → ".join("all partners" if w == "any" else _name(w) for w in who)


@lru_cache(maxsize=1024)
def _name(code: str) -> str:
    try:
        return states.find_actor(code).name
    except WrongUse:
        return code


def release_of(sources: Iterable[Source]) -> str:
    """Return the releases behind a figure: "sipri_arms 2024-03"."""
    return ", ".join(f"{s.dataset.title} {s.release.stamp}" for s in sources)


def level(answers: Answers, ask: Ask, years: tuple[int, int], as_of: date | None = None) -> Found:
    """Return the figure of a year, or over several years: flows are added up, of a stock or index the last is taken.

    A year that is not covered or not known leaves the sum unknown (C6); years in which the source looked and found
    nothing add nothing to a sum, but alone they are no zero.
    """
    what = definition(ask.code)
    wanted = years if what.adds_over_time else (years[1], years[1])
    narrow = years if "any" in ask.who or not ask.who else None
    answer = answers.figures(ask.code, *ask.who, years=narrow, as_of=as_of)
    measure = f"{what.label}, {named(ask.who)}, {_years(wanted)}" if ask.who else f"{what.label}, {_years(wanted)}"
    if isinstance(answer, str):
        return Found(None, "not known", measure, why=answer, missing=datasets_of(ask.code))
    rows = [r for r in answer.rows if wanted[0] <= r["year"] <= wanted[1]]
    whole = not any(r.get("partial") is not None for r in rows)
    values = [(r["value"] if r["value"] is not None else r.get("partial"), r["status"]) for r in rows]
    status = _status([s for _, s in values], answer, wanted)
    known = [v for v, _ in values if v is not None]
    complete = bool(known) and (not whole or status not in ("outside coverage", "not known"))
    value = sum(known) * ask.factor if complete else None
    caveats = tuple(c for c in answer.caveats if c.touches(c.states, *wanted))
    if value is not None and any(c.partial for c in caveats):
        whole = False
    return Found(
        value,
        "reported" if value is not None else status,
        f"{measure} ({release_of(answer.sources)})",
        why="" if value is not None else _why(status, what.label, wanted, answer),
        whole=whole,
        unfit=next((c.text for c in caveats if c.unfit), ""),
        figures=(_figure(answer, ask, wanted, value, status),),
        series=(_series(answer, ask),),
        sources=answer.sources,
        caveats=caveats,
        missing=() if value is not None else datasets_of(ask.code),
    )


def _years(years: tuple[int, int]) -> str:
    return f"{years[0]}" if years[0] == years[1] else f"{years[0]}–{years[1]}"


def _status(found: list[Status], answer: Figures, years: tuple[int, int]) -> Status:
    covered = [any(s.first <= y <= s.last for s in answer.coverage) for y in range(years[0], years[1] + 1)]
    if not all(covered):
        return "outside coverage"
    if not found:
        return "not known"
    order: tuple[Status, ...] = ("outside coverage", "not known", "reported", "below threshold", "none recorded")
    return next((s for s in order if s in found), "true zero")


def _why(status: Status, label: str, years: tuple[int, int], answer: Figures) -> str:
    span = f"{min(s.first for s in answer.coverage)}–{max(s.last for s in answer.coverage)}" if answer.coverage else ""
    when = _years(years)
    if status == "outside coverage":
        return f"“{label}” does not cover {when} for these states (it has {span})"
    if status == "none recorded":
        return f"“{label}” records nothing for {when}, which is not the same as zero"
    return f"“{label}” has no figure for {when}"


def _figure(answer: Figures, ask: Ask, years: tuple[int, int], value: float | None, status: Status) -> Figure:
    shown = value / ask.factor if value is not None else None
    who = tuple(w for w in ask.who if w != "any")
    what = "" if years[0] == years[1] else f"sum of {_years(years)}"
    known: Status = "reported" if value is not None else status
    return Figure(shown, answer.definition.unit, known, ask.code, who, *years, answer.sources, what)


def _series(answer: Figures, ask: Ask) -> Series:
    if "any" in ask.who or not ask.who:
        return Series(answer.definition.label, answer.definition.unit, (), answer.sources)
    monthly, name = any("date" in r for r in answer.rows), named(ask.who)
    rows = tuple(
        {
            "date" if monthly else "year": r["date"] if monthly else r["year"],
            "name": name,
            "value": r["value"],
            "status": r["status"],
        }
        for r in answer.rows
    )
    return Series(f"{answer.definition.label}, {named(ask.who)}", answer.definition.unit, rows, answer.sources)


def quotient(part: Found, whole: Found, factor: float, measure: str) -> Found:
    """Return one figure over another: a share, a ratio. Unknown where either is, or where the second is zero (C6)."""
    value = part.value / whole.value * factor if part.value is not None and whole.value else None
    return both(part, whole, value, measure)


def growth(before: Found, after: Found, measure: str) -> Found:
    """Return the change from one figure to the other in percent of the first."""
    value = (after.value / before.value - 1) * 100 if after.value is not None and before.value else None
    return both(before, after, value, measure)


def both(one: Found, other: Found, value: float | None, measure: str) -> Found:
    """Return a figure made of two, with the sources, caveats and gaps of both."""
    return Found(
        value,
        "reported" if value is not None else "not known",
        f"{measure} ({release_of(dict.fromkeys(one.sources + other.sources))})",
        why=one.why or other.why or ("the figure that it is measured by is zero" if value is None else ""),
        whole=one.whole and other.whole,
        unfit=one.unfit or other.unfit,
        figures=one.figures + other.figures,
        series=tuple(s for s in one.series + other.series if s.rows),
        sources=tuple(dict.fromkeys(one.sources + other.sources)),
        caveats=tuple(dict.fromkeys(one.caveats + other.caveats)),
        missing=tuple(dict.fromkeys(one.missing + other.missing)),
    )


@dataclass(frozen=True)
class Placed:
    """A ranking: states with their sums, the largest first."""

    entries: tuple[tuple[str, float], ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    measure: str
    code: str
    why: str = ""

    def place(self, state: str) -> int | None:
        """Return the place of a state; equal sums share one."""
        mine = dict(self.entries).get(state)
        return None if mine is None else 1 + sum(v > mine for _, v in self.entries)


def ranking(
    answers: Answers,
    code: str,
    who: tuple[str, ...],
    years: tuple[int, int],
    side: str,
    as_of: date | None = None,
    among: frozenset[str] | None = None,
) -> Placed:
    """Rank states by an indicator over years.

    Parameters
    ----------
    who
        As `get` takes them, with `any`; nothing for all states.
    side
        The column that names who is ranked: `origin`, `target`, `state`.
    among
        Whom to rank; every state without.
    """
    what = definition(code)
    wanted = years if what.adds_over_time else (years[1], years[1])
    measure = f"{what.label}, {named(who)}, {_years(wanted)}" if who else f"{what.label}, all states, {_years(wanted)}"
    answer = answers.figures(code, *who, years=wanted, as_of=as_of)
    if isinstance(answer, str):
        return Placed((), (), (), measure, code, why=answer)
    covered = all(
        any(s.first <= y <= s.last and _holds_partners(s, who, side) for s in answer.coverage)
        for y in range(wanted[0], wanted[1] + 1)
    )
    sums: dict[str, float] = {}
    for r in answer.rows if covered else ():
        if r["value"] is not None and (among is None or r[side] in among):
            sums[r[side]] = sums.get(r[side], 0.0) + r["value"]
    entries = tuple(sorted(sums.items(), key=lambda e: (-e[1], e[0])))
    why = "" if entries else _why("not known" if covered else "outside coverage", what.label, wanted, answer)
    return Placed(entries, answer.sources, answer.caveats, f"{measure} ({release_of(answer.sources)})", code, why)


def _holds_partners(span: Span, who: tuple[str, ...], side: str) -> bool:
    """Whether a span holds those who are ranked: all of them, or a list of most states, for the state asked for."""
    ranked, own = (span.targets, span.origins) if side == "target" else (span.origins, span.targets)
    asked = [w for w in who if w != "any"]
    return (ranked is None or len(ranked) >= MOST_STATES) and (own is None or all(w in own for w in asked))


def as_one(placed: Placed, members: frozenset[str], name: str) -> Placed:
    """Return the ranking with the members of a group counted as one."""
    if not any(s in members for s, _ in placed.entries):
        return placed
    inside = sum(v for s, v in placed.entries if s in members)
    rest = [(s, v) for s, v in placed.entries if s not in members]
    return replace(placed, entries=tuple(sorted([*rest, (name, inside)], key=lambda e: (-e[1], e[0]))))


def members_of(code: str, year: int) -> frozenset[str] | None:
    """Return the members of a group in the middle of a year; None if the code is no group's."""
    if all(g.code != code for g in states.groups()):
        return None
    return frozenset(states.members(code, date(year, 7, 1)))
