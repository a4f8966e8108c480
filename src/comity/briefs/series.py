"""Sectors that are a series for each state: the latest value, what it was before, and both drawn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    download,
    figure,
    figures,
    known,
    merged,
    said,
    start,
    why_outside,
)
from comity.catalogue import Figures, Records
from comity.pages import lines
from comity.pages.model import Chart, Hole, Section, Sentence, Table
from comity.states import State

SHOWN_YEARS = 12
EARLIER = 5


@dataclass(frozen=True)
class Series:
    """What to tell of one indicator: the words before its latest value, and the chart's title.

    `quiet` is an indicator for some states only: for all others its absence is no hole.
    """

    code: str
    noun: str
    chart: str
    quiet: bool = False


def told(ask: Ask, id_: str, title: str, series: Sequence[Series], *, extra: Part | None = None) -> Part:
    """Return a section with a sentence for each series and state, and holes for what is not known."""
    sentences: list[Sentence] = []
    holes: list[Hole] = []
    used: list[Figures | Records] = []
    drawn: list[Chart] = []
    tables: list[Table] = []
    for one in series:
        found = [(s, figures(ask, one.code, s.id)) for s in ask.both]
        answers = [(s, f) for s, f in found if isinstance(f, Figures) and known(f)]
        holes += [hole for s, f in found if (hole := _hole(one, s, f)) is not None]
        sentences += [sentence for s, f in answers for sentence in _sentences(one, s, f)]
        used += [f for _, f in answers]
        if answers:
            tables += [_table(answers), *_by_release(ask, one, answers)]
            chart = _chart(ask, one, answers)
            drawn += [chart] if chart is not None else []
    if not sentences:
        return Part(holes=tuple(holes))
    sources, caveats = merged(used)
    section = Section(
        id=id_,
        title=title,
        sentences=tuple(sentences),
        charts=tuple(drawn),
        tables=tuple(tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for f in used),
    )
    return Part((section,), (), tuple(holes))


def _hole(one: Series, whose: State, found: Figures | Hole) -> Hole | None:
    what = f"{found.what if isinstance(found, Hole) else found.definition.label}: {said(whose)}"
    if isinstance(found, Hole):
        return Hole(what, found.reason, found.remedy)
    if known(found) or one.quiet:
        return None
    if not covered(found):
        return Hole(what, *why_outside(found, whose))
    return Hole(what, f"{found.definition.absent} for the years covered")


def _sentences(one: Series, whose: State, found: Figures) -> list[Sentence]:
    rows = known(found)
    latest = rows[-1]
    sentence = start(f"{one.noun} ".replace("{state}", said(whose)), figure(found, latest), f" in {latest['year']}")
    earlier = next((r for r in reversed(rows) if r["year"] <= latest["year"] - EARLIER), None)
    if earlier is None:
        return [(*sentence, ".")]
    return [(*sentence, ", against ", figure(found, earlier), f" in {earlier['year']}.")]


def _table(answers: list[tuple[State, Figures]]) -> Table:
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


def _by_release(ask: Ask, one: Series, answers: list[tuple[State, Figures]]) -> list[Table]:
    """Set the release before beside the newest one, where it is at hand: publishers rewrite earlier years."""
    if ask.as_of is not None:
        return []
    columns, cells = [], []
    for whose, found in answers:
        newest = found.sources[0].release
        before = figures(Ask(ask.a, ask.b, ask.years, newest.published - timedelta(days=1)), one.code, whose.id)
        if isinstance(before, Hole):
            continue
        for f in (found, before):
            columns.append(f"{whose.name}, release {f.sources[0].release.stamp}")
            cells.append({r["year"]: figure(f, r) for r in covered(f)})
    years = sorted({y for c in cells for y in c})[-SHOWN_YEARS:]
    rows = tuple((y, *(c.get(y, "") for c in cells)) for y in years)
    return [Table(f"{answers[0][1].definition.label}, by release", ("Year", *columns), rows)] if rows else []


def _chart(ask: Ask, one: Series, answers: list[tuple[State, Figures]]) -> Chart | None:
    rows = [
        {"year": r["year"], "name": s.name, "value": r["value"], "status": r["status"]}
        for s, f in answers
        for r in f.rows
    ]
    unit = answers[0][1].definition.unit
    sources = merged(f for _, f in answers)[0]
    return lines.lines(rows, title=one.chart, unit=unit, palette=ask.palette, sources=sources)


def economy(ask: Ask) -> Part:
    """Return the size of the two economies."""
    return told(
        ask,
        "economy",
        "Size of the two",
        (
            Series(
                "economy.gdp", "the gross domestic product of {state} was", "Gross domestic product, current prices"
            ),
            Series("economy.population", "the population of {state} was", "Population"),
        ),
    )


def regimes(ask: Ask) -> Part:
    """Return how the two are governed."""
    return told(
        ask,
        "regimes",
        "Regimes",
        (
            Series(
                "regimes.polyarchy",
                "V-Dem’s index of electoral democracy (polyarchy, 0 to 1) for {state} was",
                "Electoral democracy (V-Dem polyarchy), 0 to 1",
            ),
        ),
    )


def conflict(ask: Ask) -> Part:
    """Return deaths in organised violence in each of the two."""
    return told(
        ask,
        "conflict",
        "Organised violence",
        (
            Series(
                "conflict.deaths",
                "deaths in organised violence in {state} (UCDP’s best estimate):",
                "Deaths in organised violence, best estimate",
            ),
            Series(
                "conflict.deaths_events",
                "deaths in organised violence in {state} by UCDP’s event file:",
                "Deaths in organised violence, summed from UCDP’s event file",
                quiet=True,
            ),
        ),
    )


def displacement(ask: Ask) -> Part:
    """Return displacement within each of the two, by both counters, and refugees from one in the other."""
    within = told(
        ask,
        "displacement",
        "Displacement",
        (
            Series(
                "displacement.idps",
                "people displaced within {state} at the end of a year, by UNHCR’s count:",
                "Displaced within their state, UNHCR",
            ),
            Series(
                "displacement.idps_idmc",
                "people displaced within {state} by conflict at the end of a year, by IDMC’s count:",
                "Displaced within their state by conflict, IDMC",
            ),
        ),
    )
    return within + _refugees(ask, ask.a, ask.b) + _refugees(ask, ask.b, ask.a)


def _refugees(ask: Ask, origin: State, asylum: State) -> Part:
    what = f"Refugees from {said(origin)} in {said(asylum)}"
    found = figures(ask, "displacement.refugees", origin.id, asylum.id)
    if isinstance(found, Hole):
        return Part(holes=(Hole(what, found.reason, found.remedy),))
    rows = known(found)
    if not rows:
        reason = (
            why_outside(found, origin, asylum) if not covered(found) else ("no row on record; absence is not zero", "")
        )
        return Part(holes=(Hole(what, *reason),))
    sources, caveats = merged([found])
    latest = rows[-1]
    section = Section(
        id=f"refugees-{origin.id}-{asylum.id}".lower(),
        title=what,
        sentences=(
            start(
                f"refugees from {said(origin)} in {said(asylum)} at the end of {latest['year']}: ",
                figure(found, latest),
                ".",
            ),
        ),
        tables=(Table(what, ("Year", "Refugees"), tuple((r["year"], figure(found, r)) for r in rows[-SHOWN_YEARS:])),),
        caveats=caveats,
        sources=sources,
        downloads=(download(found),),
    )
    return Part((section,))
