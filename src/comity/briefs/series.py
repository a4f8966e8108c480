"""Sectors that are a series for each state: the latest value, what it was before, and both drawn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    download,
    each,
    earlier,
    figure,
    known,
    merged,
    partial_of,
    reach,
    said,
    start,
    whole_years,
    why_outside,
)
from comity.briefs.gaps import NO_FIGURE, Gap, lowered
from comity.catalogue import Figures, Records, definition
from comity.pages import lines, words
from comity.pages.model import Chart, Lead, Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

SHOWN_YEARS = 12
Answers = Sequence[tuple[State, Figures]]


@dataclass(frozen=True)
class Series:
    """What to tell of one indicator: a clause with {state} and {figure}, the words before the year, the chart's title.

    `quiet` is an indicator for some states only: for all others its absence is no hole.
    """

    code: str
    clause: str
    chart: str
    at: str = "in"
    quiet: bool = False


@dataclass(frozen=True)
class Told:
    """What a series gives: its answers, and its share of the section."""

    answers: tuple[tuple[State, Figures], ...]
    sentences: tuple[Sentence, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    gaps: tuple[Gap, ...]


def tell(ask: Ask, one: Series) -> Told:
    """Ask for a series of both states and put it into words."""
    found = each(ask, one.code)
    answers = tuple((s, f) for s, f in found if isinstance(f, Figures) and known(f))
    gaps = tuple(gap for s, f in found if (gap := _gap(one, s, f)) is not None)
    if not answers:
        return Told((), (), (), (), gaps)
    chart = _chart(ask, one, answers)
    sentences = tuple(_sentence(one, s, f) for s, f in answers)
    tables = (_table(answers), *_by_release(ask, one, answers))
    return Told(answers, sentences, (chart,) if chart is not None else (), tables, gaps)


def section(id_: str, title: str, series: Sequence[Told], leads: tuple[Lead, ...] = ()) -> Part:
    """Return the section that several series make, and the gaps they leave."""
    gaps = tuple(g for t in series for g in t.gaps)
    used: list[Figures | Records] = [f for t in series for _, f in t.answers]
    if not used:
        return Part(gaps=gaps)
    sources, caveats = merged(used)
    made = Section(
        id=id_,
        title=title,
        sentences=tuple(s for t in series for s in t.sentences),
        charts=tuple(c for t in series for c in t.charts),
        tables=tuple(table for t in series for table in t.tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for f in used),
    )
    return Part((made,), leads, gaps)


def latest_of(answers: Answers) -> list[tuple[State, Figures, Row]]:
    """Return the states whose latest whole year is the latest of all, with its row."""
    rows = [(s, f, whole_years(f)[-1]) for s, f in answers]
    last = max((r["year"] for _, _, r in rows), default=0)
    return [(s, f, r) for s, f, r in rows if r["year"] == last]


def _gap(one: Series, whose: State, found: Figures | Gap) -> Gap | None:
    topic = lowered(definition(one.code).label)
    if isinstance(found, Gap):
        return None if one.quiet else found.on(topic, f"in {said(whose)}")
    if known(found) or one.quiet:
        return None
    if not covered(found):
        return why_outside(found, whose).on(f"{topic} of {reach(found)}", f"in {said(whose)}")
    return Gap(NO_FIGURE).on(topic, f"in {said(whose)}")


def _sentence(one: Series, whose: State, found: Figures) -> Sentence:
    rows = whole_years(found)
    latest, before = rows[-1], earlier(rows)
    head, tail = one.clause.replace("{state}", said(whose)).split("{figure}")
    year = f"{latest['year']}, a year not counted to its end" if partial_of(found, latest) else f"{latest['year']}"
    parts: list[str | Figure] = [head, figure(found, latest), f"{tail} {one.at} {year}"]
    if before is not None:
        parts += against(figure(found, latest), figure(found, before), f"{one.at} {before['year']}")
    end = covered(found)[-1]["year"]
    silent = (
        f"; no figure for {words.span(latest['year'] + 1, end)} is on record" if rows[-1] is known(found)[-1] else ""
    )
    return start(*parts, f"{silent if end > latest['year'] else ''}.")


def against(now: Figure, before: Figure, when: str) -> list[str | Figure]:
    """Set a figure against an earlier one; what reads the same is not said twice."""
    if now.value == before.value:
        return [f", as {when}"]
    if words.in_text(now) == words.in_text(before):
        return [f", nearly as {when}"]
    return [", against ", before, f" {when}"]


def _table(answers: Answers) -> Table:
    rows: dict[int, dict[str, Row]] = {}
    for whose, found in answers:
        for row in covered(found):
            rows.setdefault(row["year"], {})[whose.id] = row
    years = sorted(rows)[-SHOWN_YEARS:]
    return Table(
        answers[0][1].definition.label,
        ("Year", *(s.name for s, _ in answers)),
        tuple((y, *(figure(f, rows[y][s.id]) if s.id in rows[y] else "" for s, f in answers)) for y in years),
    )


def _by_release(ask: Ask, one: Series, answers: Answers) -> list[Table]:
    """Set the release before beside the newest one, where it is at hand: publishers rewrite earlier years."""
    if ask.as_of is not None:
        return []
    newest = answers[0][1].sources[0].release
    before = dict(each(replace(ask, as_of=newest.published - timedelta(days=1)), one.code))
    columns, cells = [], []
    for whose, found in answers:
        older = before[whose]
        if isinstance(older, Gap) or older.sources == found.sources:
            continue
        for f in (found, older):
            columns.append(f"{whose.name}, release {f.sources[0].release.stamp}")
            cells.append({r["year"]: figure(f, r) for r in covered(f)})
    years = sorted({y for c in cells for y in c})[-SHOWN_YEARS:]
    rows = tuple((y, *(c.get(y, "") for c in cells)) for y in years)
    return [Table(f"{answers[0][1].definition.label}, by release", ("Year", *columns), rows)] if rows else []


def _chart(ask: Ask, one: Series, answers: Answers) -> Chart | None:
    rows = [
        {"year": r["year"], "name": s.name, "value": r["value"], "status": r["status"]}
        for s, f in answers
        for r in f.rows
        if not partial_of(f, r)
    ]
    unit = answers[0][1].definition.unit
    sources = merged(f for _, f in answers)[0]
    return lines.lines(rows, title=one.chart, unit=unit, palette=ask.palette, sources=sources)
