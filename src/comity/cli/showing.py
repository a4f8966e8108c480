"""Figures, records, states and briefs as text that is good to read and to search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from comity import states
from comity.catalogue import Figures, Records
from comity.cli.printing import clean, heading, number, paragraph, table
from comity.pages.words import span, status_words
from comity.states import State
from comity.vocabulary import Caveat, Dataset, Source, Span

if TYPE_CHECKING:
    from comity.pages.model import Page

_LISTS_BEGIN = date(1816, 1, 1)


def figures_text(found: Figures) -> str:
    """Return figures as a table with all that travels with them."""
    d = found.definition
    columns = found.columns
    rows = [[_cell(c, r[c]) for c in columns] for r in found.rows]
    parts = [f"{d.label} ({d.unit})", d.code, _who(found.rows), ""]
    right = ("year", "date", "value", "members", "reporting", "partial")
    parts.append(table(columns, rows, right=right) if rows else "No figures on record for this question.")
    if all(r["status"] == "outside coverage" for r in found.rows):
        parts.append(f"\nNo figures: {d.code} covers {_coverage(found.coverage)}.")
    return _joined([*parts, terms(found.sources, found.caveats, found.notes)])


def records_text(found: Records) -> str:
    """Return records as a table, one line each, with all that travels with them."""
    rows = [
        [_dated(r["date"], r["date_precision"]), r["kind"], r["origin"], r["target"], _summary(r)] for r in found.rows
    ]
    kept = ("date", "kind", "origin", "target", "summary")
    parts = [found.kind.label, found.kind.code, ""]
    parts.append(table(kept, rows) if rows else "No record for this question.")
    own = [c.name for c in found.kind.columns]
    if rows and own:
        parts.append("\n" + paragraph(f"Also there, with --json and in files: {', '.join(own)}."))
    return _joined([*parts, terms(found.sources, found.caveats, found.notes)])


def terms(sources: Iterable[Source], caveats: Iterable[Caveat], notes: Iterable[str] = ()) -> str:
    """Return sources with release and licence, caveats and notes."""
    parts = [heading("Sources")]
    parts += [paragraph(_source(s), "    ", "  - ") for s in sources]
    for title, texts in (("Caveats", [c.text for c in caveats]), ("Notes", list(notes))):
        if texts:
            parts += [heading(title), *(paragraph(t, "    ", "  - ") for t in texts)]
    return _joined(parts)


def page_text(page: Page, command: str) -> str:
    """Return a page in short: leading figures, the sentences of each section, and what is not known."""
    from comity.briefs import text
    from comity.pages.words import in_text

    parts = [page.title, paragraph(text(page.standfirst)), ""]
    for lead in page.leads:
        place = f" ({text(lead.place)})" if lead.place else ""
        parts.append(paragraph(f"{lead.label}: {in_text(lead.figure)}{place}", "    ", "  "))
    said: set[str] = set()
    for section in page.sections:
        parts.append(heading(section.title))
        parts += [paragraph(text(s), "  ", "  ") for s in section.sentences]
        fresh = [c.text for c in section.caveats if c.text not in said]
        parts += [paragraph(t, "    ", "  ! ") for t in fresh]
        said.update(fresh)
    if page.holes:
        parts.append(heading("What is not known"))
        parts += [
            paragraph("; ".join(filter(None, (f"{h.what}: {h.reason}", h.remedy))), "    ", "  - ") for h in page.holes
        ]
    parts += [heading("Sources"), *_briefly(page.sources())]
    if page.notes:
        parts += [heading("Notes"), *(paragraph(n, "    ", "  - ") for n in page.notes)]
    return _joined([*parts, heading(f"the whole page: {command}")])


def lifetimes(state: State) -> str:
    """Return the spans of days on which a state was independent."""
    return "; ".join(days(start, end) for start, end in state.existence)


def days(start: date | None, end: date | None) -> str:
    """Return a span of days as ISO dates; an open end is today, and the lists of states begin in 1816."""
    if start is None and end is None:
        return "always"
    first = "before 1816" if start == _LISTS_BEGIN else start or "always"
    return f"{first} to {end or 'today'}"


def named(ids: Sequence[str]) -> str:
    """Return states by name with their ids."""
    return ", ".join(f"{states.state(i).name} ({i})" for i in ids)


def _cell(column: str, value: Any) -> object:
    if column in ("value", "partial"):
        return number(value)
    if column == "date":
        return f"{value:%Y-%m}"
    return status_words(value) if column == "status" else value


def _joined(parts: Iterable[str | None]) -> str:
    return "\n".join(p for p in parts if p is not None)


def _who(rows: Sequence[dict[str, Any]]) -> str | None:
    ids = list(dict.fromkeys(r[c] for r in rows for c in ("state", "origin", "target") if c in r))
    return ", ".join(map(_of_code, ids)) if 0 < len(ids) <= 4 else None


def _of_code(code: str) -> str:
    groups = {g.code: g for g in states.groups()}
    return f"{groups[code].name} ({code})" if code in groups else named([code])


def _coverage(coverage: Sequence[Span]) -> str:
    spans = dict.fromkeys(span(s.first, s.last) for s in coverage)
    return ", ".join(spans) or "no years"


def _source(source: Source) -> str:
    d, r = source.dataset, source.release
    return (
        f"{d.title}, release {r.stamp}, published {r.published}, retrieved {r.retrieved}. "
        f"{d.citation.rstrip('.')}. Licence: {d.licence.name}. {d.address}"
    )


def _briefly(sources: Iterable[Source]) -> list[str]:
    """Return a line for each dataset: its releases and its licence."""
    releases: dict[Dataset, list[str]] = {}
    for source in sources:
        releases.setdefault(source.dataset, []).append(source.release.stamp)
    return [
        paragraph(f"{d.title} ({', '.join(sorted(stamps))}); {d.licence.name}", "    ", "  - ")
        for d, stamps in releases.items()
    ]


def _dated(day: date | None, precision: str | None) -> str:
    if day is None:
        return "no date"
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision or "day", 10)]


def _summary(row: dict[str, Any]) -> str:
    through = f" (through {row['through']})" if row["through"] else ""
    return clean(row["summary"]) + through
