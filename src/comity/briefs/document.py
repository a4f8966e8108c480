"""A brief as plain data: what `--json` prints, by the schema in docs/brief.schema.json."""

from __future__ import annotations

from typing import Any

from comity.catalogue.figures import caveat_entry, source_entry
from comity.pages import words
from comity.pages.data import figure_entry, plain, plain_row
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
            {"label": lead.label, "figure": figure_entry(lead.figure, places), "place": text(lead.place)}
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
            {"text": text(s), "figures": [figure_entry(p, places) for p in s if isinstance(p, Figure)]}
            for s in section.sentences
        ],
        "charts": [
            {"title": c.title, "description": c.description, "unit": c.unit, "rows": [plain_row(r) for r in c.rows]}
            for c in section.charts
        ],
        "tables": [_table(t, places) for t in section.tables],
        "caveats": [caveat_entry(c) for c in section.caveats],
        "sources": [places[s] for s in section.sources],
        "rows": {d.name: [plain_row(r) for r in d.rows] for d in section.downloads},
    }


def _table(table: Table, places: dict[Source, int]) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [[figure_entry(c, places) if isinstance(c, Figure) else plain(c) for c in row] for row in table.rows],
    }
