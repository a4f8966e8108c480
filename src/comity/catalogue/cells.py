"""The cells of an answer: for each year or month the figure that there is, or what it means that there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import narwhals as nw

from comity import language, states, store
from comity.catalogue.held import Side, held
from comity.vocabulary import Definition, Indicator, Relation, Span, by_month, relation_columns

Row = dict[str, Any]
Moment = tuple[int, date | None]  # a year, or a month by its year and first day
Period = tuple[int, int] | None
SIDES = ("state", "origin", "target")
FIRST_GROUP = 10_000  # states have smaller numbers


def collect(values: Relation, definition: Definition) -> list[Row]:
    """Run a relation and return its rows in order, states as ids and groups as codes."""
    columns = relation_columns(definition.grain)
    return _in_order(store.rows(values.select(*columns)), columns)


def _in_order(rows: Sequence[Row], columns: tuple[str, ...]) -> list[Row]:
    named = [{c: _named(v) if c in SIDES else v for c, v in r.items()} for r in rows]
    return sorted(named, key=lambda r: tuple(r[c] for c in columns[:-2]))


def _named(number: int) -> str:
    return states.by_number(number).id if number < FIRST_GROUP else states.group_by_number(number).code


def moment(row: Row) -> Moment:
    """Return the year or month of a row."""
    return row["year"], row.get("date")


def moments(definition: Definition, years: Iterable[int]) -> list[Moment]:
    """Return the years themselves, or their months where the figures are monthly."""
    if by_month(definition.grain):
        return [(y, date(y, m, 1)) for y in years for m in range(1, 13)]
    return [(y, None) for y in years]


def dated(when: Moment) -> Row:
    """Return the columns of a row that say when."""
    return {"year": when[0]} if when[1] is None else {"year": when[0], "date": when[1]}


def until(found: Indicator, day: date | None) -> Indicator:
    """Cut figures that are counted year by year to the years (or months) that were over on the day asked."""
    if day is None or all(s.dataset.as_of != "row date" for s in found.sources):
        return found
    next_day = day + timedelta(days=1)
    spans = tuple(replace(s, last=min(s.last, next_day.year - 1)) for s in found.coverage if s.first < next_day.year)
    over = nw.col("year") < next_day.year
    if by_month(found.definition.grain):
        over = nw.col("date") < next_day.replace(day=1)
    groups = None if found.groups is None else found.groups.filter(over)
    return replace(found, values=found.values.filter(over), coverage=spans, groups=groups)


def of_states(found: Indicator, asked: Sequence[states.State], period: Period) -> list[Row]:
    """Return the cells of single states; without any, all rows on record."""
    if not asked:
        return collect(in_years(found.values, period), found.definition)
    kept = held(found)
    if kept is None:
        values = found.values.filter(nw.col("state").is_in([s.number for s in asked]))
        rows = collect(in_years(values, period), found.definition)
    else:
        rows = [{"state": s.id, **r} for s in asked for r in kept.rows(s.number) if _within(r["year"], period)]
    known = {(r["state"], *moment(r)): r for r in rows}
    return [
        known.get((s.id, *when)) or {"state": s.id, **dated(when), **absent(found, (s,), when[0])}
        for s in asked
        for when in moments(found.definition, years(found, [{s.id}], period, [r for r in rows if r["state"] == s.id]))
    ]


def of_pair(found: Indicator, origin: states.State, target: states.State, period: Period) -> list[Row]:
    """Return the cells of a pair, in the order asked."""
    ends = [origin, target]
    if found.definition.grain == "dyad-year":
        ends.sort(key=lambda s: s.number)
    kept = held(found)
    if kept is None:
        values = found.values.filter(nw.col("origin") == ends[0].number, nw.col("target") == ends[1].number)
        rows = collect(in_years(values, period), found.definition)
    else:
        rows = [r for r in kept.rows(ends[0].number, ends[1].number) if _within(r["year"], period)]
    known = {moment(r): {"value": r["value"], "status": r["status"]} for r in rows}
    return [
        {
            "origin": origin.id,
            "target": target.id,
            **dated(when),
            **(known.get(when) or absent(found, (origin, target), when[0])),
        }
        for when in moments(found.definition, years(found, [{origin.id}, {target.id}], period, rows))
    ]


def of_partners(
    found: Indicator, origin: states.State | None, target: states.State | None, period: Period
) -> list[Row]:
    """Return the rows on record of one state with any other."""
    asked = origin or target
    assert asked is not None
    kept = held(found)
    if kept is not None:
        either: tuple[Side, ...] = ("origin", "target") if found.definition.grain == "dyad-year" else ()
        sides: tuple[Side, ...] = either or (("origin",) if origin is not None else ("target",))
        rows = [r for side in sides for r in kept.partners(side, asked.number, period)]
        return _in_order(rows, relation_columns(found.definition.grain))
    if found.definition.grain == "dyad-year":
        values = found.values.filter((nw.col("origin") == asked.number) | (nw.col("target") == asked.number))
    else:
        values = found.values.filter(nw.col("origin" if origin is not None else "target") == asked.number)
    return collect(in_years(values, period), found.definition)


def in_years(values: Relation, period: Period) -> Relation:
    """Return the rows of these years."""
    if period is None:
        return values
    return values.filter((nw.col("year") >= period[0]) & (nw.col("year") <= period[1]))


def _within(year: int, period: Period) -> bool:
    return period is None or period[0] <= year <= period[1]


def years(found: Indicator, sides: Sequence[set[str]], period: Period, rows: Sequence[Row]) -> range:
    """Return the years to answer for: those asked, of which an open end stops at what is covered.

    Months on record outside the years that are covered whole count as well: nobody asks for two centuries of "outside
    coverage", but ten months of the last year are figures.
    """
    spans = [s for s in found.coverage if _reaches(s, sides, either=found.definition.grain == "dyad-year")]
    seen = [r["year"] for r in rows] if by_month(found.definition.grain) else []
    first = min([*(s.first for s in spans), *seen], default=None)
    last = max([*(s.last for s in spans), *seen], default=None)
    if period is None:
        return range(0) if first is None or last is None else range(first, last + 1)
    low = period[0] if period[0] != language.FIRST_YEAR or first is None else first
    high = period[1] if period[1] != language.LAST_YEAR or last is None else last
    return range(low, high + 1)


def _reaches(span: Span, sides: Sequence[set[str]], *, either: bool) -> bool:
    """Whether a span holds a cell of these states in any year."""

    def holds(kept: tuple[str, ...] | None, who: set[str]) -> bool:
        return kept is None or not who.isdisjoint(kept)

    if len(sides) == 1:
        return holds(span.origins, sides[0]) and span.targets is None
    one, other = sides
    there = holds(span.origins, one) and holds(span.targets, other)
    return there or (either and holds(span.origins, other) and holds(span.targets, one))


def absent(found: Indicator, who: Sequence[states.State], year: int) -> Row:
    """Say what it means that there is no row: the rule of the indicator inside its coverage, else outside."""
    alive = all(s.exists_in(year) for s in who)
    ids = [(who[0].id, None if len(who) == 1 else who[1].id)]
    if found.definition.grain == "dyad-year":
        ids.append((who[1].id, who[0].id))
    if not alive or not any(s.covers(o, t, year) for s in found.coverage for o, t in ids):
        return {"value": None, "status": "outside coverage"}
    return {"value": 0.0 if found.definition.absent == "true zero" else None, "status": found.definition.absent}
