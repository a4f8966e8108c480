"""`around`: a figure before and after an event, beside the same change of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum
from typing import Literal

import narwhals as nw

from comity import language, states, store
from comity.catalogue import cells
from comity.catalogue.cells import Moment
from comity.catalogue.comparing import Comparison, Row, answers, day_of, extent, opened
from comity.catalogue.entries import definition
from comity.errors import Failure, WrongUse
from comity.measures.around import Change, change, difference_in_differences
from comity.states import State
from comity.vocabulary import Definition, Indicator, by_month, of_one_state

Others = Literal["origins", "targets", "all", "none"]
Unit = tuple[str, ...]  # a state, or the two of a pair
HELD = ("reported", "below threshold", "true zero")
COLUMNS = ("before", "after", "difference", "counted_before", "counted_after", "compared")
WORDS = {
    "origins": "the other origins with the same target",
    "targets": "the other targets of the same origin",
    "all": "all other pairs in which neither of the two takes part",
    "none": "no others",
}


def around(
    code: str,
    *who: str,
    event: str | date,
    years: int = 3,
    others: Others | None = None,
    as_of: str | date | None = None,
) -> Comparison:
    """Return how a figure changed around an event, and how those of comparable states did.

    Before and after are means of the years (of a monthly indicator: of the months) that lie wholly on either side: the
    year or month in which the event falls counts after it if the event is on its first day, else on neither side.

    Parameters
    ----------
    code
        An indicator of years or months.
    who
        One state, or the two of a pair (of a directed indicator the acting state first).
    event
        The day, ``"2021-02-01"``.
    years
        How many years on either side; of months twelve times as many.
    others
        Who is comparable. Of a pair: ``"origins"`` (without a word: the same target's other origins), ``"targets"``
        (the same origin's other targets), ``"all"`` (all pairs without either of the two). Of one state ``"all"``.
        ``"none"`` for no comparison. Only those count who have an answer wherever the figure itself has one.
    as_of
        The day whose newest release is read.

    Returns
    -------
    Comparison
        A row for the figure itself (`compared` is "itself") and one for each of the others, and the totals: `before`,
        `after`, `difference`, the number of `others`, their mean difference `difference_of_others`, and
        `difference_in_differences`. The last is an effect of the event only if the figure would else have moved as the
        others did.

    Raises
    ------
    WrongUse
        An unknown indicator or state, a wrong number of states, years below one, no such comparison.
    Failure
        No figure on one of the two sides.
    """
    what = definition(code)
    day = language.day(event) if isinstance(event, str) else event
    asked = _asked(what, who)
    if years < 1:
        raise WrongUse(f"years={years}: a change is between at least one year before and one after")
    chosen = _chosen(what, others)
    found = opened(code, day_of(as_of))
    window = _window(what, day, years)
    series = _series(found, asked, window, chosen)
    itself = tuple(s.id for s in asked)
    used = tuple(_used(found, itself, series.get(itself, {}), side) for side in window)
    own = _change(found, itself, series.get(itself, {}), used)
    if own is None:
        side = "after" if used[0] else "before"
        who_said = " and ".join(s.name for s in asked)
        raise Failure(f"{code}: no figure of {who_said} in the {years} years {side} {day}; at hand is {extent(found)}")
    rest = {unit: _change(found, unit, values, used) for unit, values in series.items() if unit != itself}
    how = _Asked(day, years, chosen, window, used, day_of(as_of))
    return _answer(found, asked, how, own, rest)


@dataclass(frozen=True)
class _Asked:
    """What was asked, and the years or months of the window of which there is an answer."""

    event: date
    years: int
    others: Others
    window: tuple[tuple[Moment, ...], ...]
    used: tuple[tuple[Moment, ...], ...]
    as_of: date | None


def _asked(what: Definition, who: Sequence[str]) -> tuple[State, ...]:
    wanted = 1 if of_one_state(what.grain) else 2
    if len(who) != wanted:
        raise WrongUse(f"{what.code} is about {'a state' if wanted == 1 else 'a pair'}; name {wanted}, not {len(who)}")
    asked = tuple(states.find(w) for w in who)
    if len({s.id for s in asked}) < wanted:
        raise WrongUse(f"{asked[0].name} with itself is no pair")
    return asked


def _chosen(what: Definition, others: Others | None) -> Others:
    single = of_one_state(what.grain)
    known = ("all", "none") if single else tuple(WORDS)
    chosen = others or ("all" if single else "origins")
    if chosen not in known:
        raise WrongUse(f"others={str(chosen)[:40]!r}: for {what.code} it is one of {', '.join(known)}")
    return chosen


def _window(what: Definition, event: date, years: int) -> tuple[tuple[Moment, ...], tuple[Moment, ...]]:
    """Return the years or months wholly before the event, and wholly after it."""
    span = cells.moments(what, range(event.year - years - 1, event.year + years + 2))
    begins = [(m or date(y, 1, 1), (y, m)) for y, m in span]
    count = years * (12 if by_month(what.grain) else 1)
    ends = [b for b, _ in begins[1:]] + [date.max]
    before = [when for (_, when), end in zip(begins, ends, strict=True) if end - timedelta(days=1) < event]
    after = [when for begin, when in begins if begin >= event]
    return tuple(before[-count:]), tuple(after[:count])


def _series(
    found: Indicator, asked: tuple[State, ...], window: Sequence[Sequence[Moment]], others: Others
) -> dict[Unit, dict[Moment, float]]:
    """Return the figures on record in the window, by unit: those asked for and those to compare with."""
    when = [m for side in window for m in side]
    values = cells.in_years(found.values, (when[0][0], when[-1][0])).filter(nw.col("status").is_in(list(HELD)))
    kept = _kept(found, asked, others)
    rows = store.rows(values if kept is None else values.filter(kept))
    sides = ("state",) if len(asked) == 1 else ("origin", "target")
    numbers = {s.number: s.id for s in states.states()}
    itself, wanted = tuple(s.id for s in asked), set(when)
    series: dict[Unit, dict[Moment, float]] = {}
    for row in rows:
        unit = tuple(numbers.get(row[s], "") for s in sides)
        if found.definition.grain == "dyad-year":
            unit = _turned(unit, itself, others)
        if "" not in unit and (row["year"], row.get("date")) in wanted and row["value"] is not None:
            outsider = others == "all" and not set(unit) & set(itself)
            if unit == itself or len(unit) == 1 or others != "all" or outsider:
                series.setdefault(unit, {})[cells.moment(row)] = row["value"]
    return series


def _turned(unit: Unit, itself: Unit, others: Others) -> Unit:
    """Return a pair without direction in the order of the one asked for."""
    fixed = itself[0] if others == "targets" else itself[1]
    place = 0 if others == "targets" else 1
    return unit[::-1] if unit[1 - place] == fixed or (set(unit) == set(itself) and unit != itself) else unit


def _kept(found: Indicator, asked: tuple[State, ...], others: Others) -> nw.Expr | None:
    """Return what to read: one side for the others of a side, the unit alone, or everything."""
    if others == "all":
        return None
    if len(asked) == 1:
        return nw.col("state") == asked[0].number
    origin, target = (s.number for s in asked)
    undirected = found.definition.grain == "dyad-year"
    if others == "none":
        both = (nw.col("origin") == origin) & (nw.col("target") == target)
        back = (nw.col("origin") == target) & (nw.col("target") == origin)
        return both | back if undirected else both
    column, number = ("target", target) if others == "origins" else ("origin", origin)
    if not undirected:
        return nw.col(column) == number
    return (nw.col("origin") == number) | (nw.col("target") == number)


def _used(found: Indicator, unit: Unit, values: dict[Moment, float], side: Sequence[Moment]) -> tuple[Moment, ...]:
    """Return the moments for which there is an answer: a figure, or an absence that means nothing."""
    ends = [states.state(i) for i in unit]
    unfinished = [c for c in found.caveats if c.partial]

    def told(when: Moment) -> bool:
        year = when[0]
        if any(c.touches(unit, year, year) for c in unfinished):
            return False
        alive = all(s.kind == "territory" or s.exists_in(year) for s in ends)
        return when in values or (alive and answers(found, ends[0], ends[1] if len(ends) == 2 else None, year))

    return tuple(when for when in side if told(when))


def _change(
    found: Indicator, unit: Unit, values: dict[Moment, float], used: Sequence[Sequence[Moment]]
) -> Change | None:
    """Return the change of a unit over just these moments; None where it has no answer for one of them."""
    if any(_used(found, unit, values, side) != tuple(side) for side in used):
        return None
    return change(*([values.get(when, 0.0) for when in side] for side in used))


def _answer(
    found: Indicator, asked: tuple[State, ...], how: _Asked, own: Change, others: dict[Unit, Change | None]
) -> Comparison:
    what, itself = found.definition, tuple(s.id for s in asked)
    rest = {u: c for u, c in others.items() if c is not None}
    sides = ("state",) if len(asked) == 1 else ("origin", "target")
    rows = [_row(sides, itself, own, "itself")]
    rows += [_row(sides, u, c, "other") for u, c in sorted(rest.items(), key=lambda e: (e[1].difference, e[0]))]
    years = [when[0] for side in how.window for when in side]
    return Comparison(
        title=f"{what.label}: {'–'.join(s.name for s in asked)} around {how.event}",
        unit=f"{what.unit}, mean of a {_word(what)}",
        question={
            "code": what.code,
            "who": list(itself),
            "event": how.event.isoformat(),
            "years": how.years,
            "others": how.others,
        },
        columns=(*sides, *COLUMNS),
        rows=tuple(rows),
        totals={
            "before": own.before,
            "after": own.after,
            "difference": own.difference,
            "others": float(len(rest)),
            "difference_of_others": fsum(c.difference for c in rest.values()) / len(rest) if rest else None,
            "difference_in_differences": difference_in_differences(own, list(rest.values())),
        },
        sources=found.sources,
        caveats=tuple(c for c in found.caveats if c.touches(itself, min(years), max(years))),
        notes=tuple(_notes(what, how, len(rest), len(others))),
        as_of=how.as_of,
    )


def _row(sides: tuple[str, ...], unit: Unit, made: Change, compared: str) -> Row:
    values = (made.before, made.after, made.difference, *made.counted, compared)
    return {**dict(zip(sides, unit, strict=True)), **dict(zip(COLUMNS, values, strict=True))}


def _word(what: Definition) -> str:
    return "month" if by_month(what.grain) else "year"


def _notes(what: Definition, how: _Asked, compared: int, on_record: int) -> Iterator[str]:
    word = _word(what)
    for name, side, asked in zip(("before", "after"), how.used, how.window, strict=True):
        ends = [str(y) if m is None else f"{m:%Y-%m}" for y, m in (side[0], side[-1])]
        fewer = "" if len(side) == len(asked) else f"; of {len(asked)} asked for, the rest have no answer"
        yield f"{name}: {len(side)} {word}{'s' if len(side) > 1 else ''}, {ends[0]} to {ends[1]}{fewer}"
    if how.event.day != 1 or (word == "year" and how.event.month != 1):
        yield f"the {word} of the event itself is on neither side"
    if what.absent in ("none recorded", "true zero"):
        yield f"a {word} in which the source records nothing counts as zero"
    if how.others != "none":
        whom = "all other states" if of_one_state(what.grain) else WORDS[how.others]
        yield f"compared with {whom}: {compared} of {on_record} on record have an answer in each {word} used"
    if compared:
        yield (
            "the mean change of the others is taken off; what is left is an effect of the event only if the figure "
            "would else have moved as theirs did"
        )
