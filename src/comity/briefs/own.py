"""A user's own indicators that have a figure on the two: generic words, the user's label, unit and source."""

from __future__ import annotations

from dataclasses import dataclass

from comity import catalogue, store
from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    download,
    earlier,
    figure,
    figures,
    known,
    merged,
    said,
    start,
)
from comity.briefs.series import against
from comity.catalogue import Figures, Records
from comity.pages import lines, words
from comity.pages.model import Chart, Section, Sentence, Table
from comity.vocabulary import Definition, Figure, by_month, of_one_state

SHOWN_ROWS = 12


@dataclass(frozen=True)
class Answer:
    """The figures of one of the two, of both, or from one to the other, with the words for whom they are about."""

    who: str
    figures: Figures


def own(ask: Ask) -> Part:
    """Return a section with every figure of the user's own on the two; what has none on them is no hole."""
    found = {d: answers for d in _definitions() if (answers := _answers(ask, d))}
    if not found:
        return Part()
    used: list[Figures | Records] = [a.figures for answers in found.values() for a in answers]
    sources, caveats = merged(used)
    charts = [c for d, answers in found.items() if (c := _chart(ask, d, answers)) is not None]
    section = Section(
        id="own",
        title="Your own figures",
        sentences=tuple(_sentence(d, a) for d, answers in found.items() for a in answers),
        charts=tuple(charts),
        tables=tuple(_table(d, answers) for d, answers in found.items()),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used),
    )
    return Part((section,))


def _definitions() -> list[Definition]:
    """Return the user's own indicators; a code that Comity has taken since is Comity's."""
    mine = [(p.dataset.code, o.what) for p in store.own_publications() for o in p.offers]
    return [w for d, w in mine if isinstance(w, Definition) and catalogue.datasets_of(w.code) == (d,)]


def _answers(ask: Ask, definition: Definition) -> list[Answer]:
    a, b = ask.both
    if of_one_state(definition.grain):
        asked: list[tuple[str, tuple[str, ...]]] = [(f"of {said(s)}", (s.id,)) for s in ask.both]
    elif not ask.met:
        return []
    elif definition.grain.startswith("directed-"):
        asked = [(f"from {said(o)} to {said(t)}", (o.id, t.id)) for o, t in (ask.both, ask.both[::-1])]
    else:
        asked = [(f"between {said(a)} and {said(b)}", (a.id, b.id))]
    found = [(who, figures(ask, definition.code, *ids)) for who, ids in asked]
    return [Answer(who, f) for who, f in found if isinstance(f, Figures) and known(f)]


def _sentence(definition: Definition, answer: Answer) -> Sentence:
    rows = known(answer.figures)
    latest = rows[-1]
    before = None if by_month(definition.grain) else earlier(rows)
    parts: list[str | Figure] = [
        f"{definition.label} {answer.who}: ",
        figure(answer.figures, latest),
        f" in {_when(latest)}",
    ]
    if before is not None:
        now, then = figure(answer.figures, latest), figure(answer.figures, before)
        parts += against(now, then, f"in {before['year']}")
    return start(*parts, ".")


def _when(row: Row) -> str:
    return words.date_words(row["date"], "month") if row.get("date") is not None else str(row["year"])


def _table(definition: Definition, answers: list[Answer]) -> Table:
    cells: dict[str, dict[str, Row]] = {}
    for answer in answers:
        for row in sorted(covered(answer.figures), key=lambda r: (r["year"], str(r.get("date")))):
            cells.setdefault(_when(row), {})[answer.who] = row
    ordered = sorted(cells.items(), key=lambda p: min((r["year"], str(r.get("date"))) for r in p[1].values()))
    while ordered and all(r["value"] is None for r in ordered[-1][1].values()):
        ordered.pop()
    return Table(
        definition.label,
        ("Month" if by_month(definition.grain) else "Year", *(a.who for a in answers)),
        tuple(
            (when, *(figure(a.figures, rows[a.who]) if a.who in rows else "" for a in answers))
            for when, rows in ordered[-SHOWN_ROWS:]
        ),
    )


def _chart(ask: Ask, definition: Definition, answers: list[Answer]) -> Chart | None:
    if by_month(definition.grain):
        return None
    rows = [
        {"year": r["year"], "name": a.who, "value": r["value"], "status": r["status"]}
        for a in answers
        for r in a.figures.rows
    ]
    sources = merged(a.figures for a in answers)[0]
    return lines.lines(rows, title=definition.label, unit=definition.unit, sources=sources)
