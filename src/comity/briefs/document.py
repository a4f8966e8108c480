"""A brief as plain data: what `--json` prints, by the schema in docs/brief.schema.json."""

from __future__ import annotations

from datetime import date
from typing import Any

from comity.catalogue.figures import caveat_entry, source_entry
from comity.pages import words
from comity.pages.model import Page, Section, Sentence, Table
from comity.vocabulary import Figure, Source

SCHEMA_VERSION = 1


def document(page: Page, who: tuple[str, str], years: tuple[int, int] | None) -> dict[str, Any]:
    """Return the page as plain data; each figure names its sources by their place in `sources`, counted from 1."""
    places = {source: i for i, source in enumerate(page.sources(), 1)}
    return {
        "schema_version": SCHEMA_VERSION,
        "title": page.title,
        "states": list(who),
        "years": None if years is None else list(years),
        "as_of": None if page.as_of is None else page.as_of.isoformat(),
        "leads": [
            {"label": lead.label, "figure": _figure(lead.figure, places), "place": text(lead.place)}
            for lead in page.leads
        ],
        "sections": [_section(s, places) for s in page.sections],
        "not_known": [{"what": h.what, "reason": h.reason, "remedy": h.remedy} for h in page.holes],
        "sources": [source_entry(s) for s in places],
        "notes": list(page.notes),
    }


def text(sentence: Sentence) -> str:
    """Return a sentence as it is read."""
    return "".join(words.in_text(p) if isinstance(p, Figure) else p for p in sentence)


def _section(section: Section, places: dict[Source, int]) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "sentences": [
            {"text": text(s), "figures": [_figure(p, places) for p in s if isinstance(p, Figure)]}
            for s in section.sentences
        ],
        "charts": [
            {"title": c.title, "description": c.description, "unit": c.unit, "rows": [_plain_row(r) for r in c.rows]}
            for c in section.charts
        ],
        "tables": [_table(t, places) for t in section.tables],
        "caveats": [caveat_entry(c) for c in section.caveats],
        "sources": [places[s] for s in section.sources],
        "rows": {d.name: [_plain_row(r) for r in d.rows] for d in section.downloads},
    }


def _table(table: Table, places: dict[Source, int]) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [[_figure(c, places) if isinstance(c, Figure) else _plain(c) for c in row] for row in table.rows],
    }


def _figure(figure: Figure, places: dict[Source, int]) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "status": figure.status,
        "code": figure.code,
        "states": list(figure.states),
        "years": [figure.first, figure.last],
        "what": figure.what,
        "text": words.in_text(figure),
        "sources": [places[s] for s in figure.sources],
    }


def _plain_row(row: Any) -> dict[str, Any]:
    return {str(k): _plain(v) for k, v in row.items()}


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
