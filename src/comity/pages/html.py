"""A page as one HTML file: no script, nothing loaded from anywhere, every number with its source."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from comity.catalogue.exports import csv_text
from comity.pages import words
from comity.pages.citing import citations, dataset_json, publisher_line
from comity.pages.downloads import data_uri, slug
from comity.pages.model import Chart, Download, Lead, Page, Section, Sentence, Table, sources_of
from comity.pages.palette import variables
from comity.vocabulary import Figure, Source

if TYPE_CHECKING:
    from jinja2 import Template

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONG = 16  # rows from which on a table is folded on screen
_UNITS = {"share": "share", "USD": "US dollars", "TIV million": "million trend-indicator values (TIV)"}


@dataclass(frozen=True)
class Piece:
    """A part of a sentence: words, and for a number the address of its row or source and what to say of it."""

    text: str
    href: str = ""
    title: str = ""


def to_html(
    page: Page,
    template: str = "page.html.j2",
    *,
    style: str = "",
    data: str = "",
    more: Mapping[str, Any] | None = None,
) -> str:
    """Return the page as one self-contained HTML file; the same page gives the same bytes each time.

    Parameters
    ----------
    template, style
        The template, and the style that it has beside the page's own.
    data
        Data for machines (JSON-LD) instead of those of the page's sources.
    more
        What the template needs beside the page, by name; it is escaped like all else.
    """
    from comity.pages import drawing

    for chart in (c for section in page.sections for c in section.charts):
        drawing.ahead(chart.spec)
    build = _Builder(page)
    rules = _style(style)
    drawn = _template(template)
    try:
        shown = drawn.render(
            page=build.whole(),
            style=rules,
            policy=_policy(rules),
            dataset=data or dataset_json(page, "".join(p.text for p in build.pieces(page.standfirst))),
            **(more or {}),
        )
    finally:
        drawing.settled()
    return "\n".join(line for line in shown.split("\n") if line.strip(" ")) + "\n"


def clean(text: object) -> str:
    """Return text without characters that HTML cannot hold, each shown as a replacement character."""
    return _UNSAFE.sub("\ufffd", str(text)).replace("\r\n", "\n").replace("\r", "\n")


class _Builder:
    """Turns the records of a page into what the template writes: plain words, addresses and numbers of sources."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.numbers: dict[Source, int] = {source: i for i, source in enumerate(page.sources(), 1)}
        self.rows: dict[tuple[Any, ...], str] = {}
        self.ids: dict[str, int] = {}

    def whole(self) -> dict[str, Any]:
        """Return everything that the template needs."""
        page = self.page
        ids = [self.fresh(section.id) for section in page.sections]
        for section, name in zip(page.sections, ids, strict=True):
            self.index(section, name)
        return {
            "title": clean(page.title),
            "standfirst": self.sentence(page.standfirst),
            "as_of": words.date_words(page.as_of) if page.as_of else "",
            "leads": [self.lead(lead) for lead in page.leads],
            "sections": [self.section(s, name) for s, name in zip(page.sections, ids, strict=True)],
            "holes": [{k: clean(v) for k, v in vars(hole).items()} for hole in page.holes],
            "notes": [clean(note) for note in page.notes],
            "facts": {clean(k): clean(v) for k, v in page.facts.items()},
            "sources": [self.source(source, number) for source, number in self.numbers.items()],
            "citations": [(head, clean(text)) for head, text in citations(page)],
        }

    def fresh(self, text: str) -> str:
        """Return an anchor that the page has not used."""
        name = slug(clean(text))
        self.ids[name] = self.ids.get(name, 0) + 1
        return name if self.ids[name] == 1 else f"{name}-{self.ids[name]}"

    def index(self, section: Section, name: str) -> None:
        """Note where each figure of the section has its row: in a table first, else in the table of a chart."""
        for t, table in enumerate(section.tables, 1):
            for r, row in enumerate(table.rows, 1):
                for cell in row:
                    if isinstance(cell, Figure):
                        self.rows.setdefault((name, *_key(cell)), f"{name}-table-{t}-{r}")
        for c, chart in enumerate(section.charts, 1):
            for r, drawn in enumerate(chart.rows, 1):
                for head, value in drawn.items():
                    if head != "year" and isinstance(value, int | float) and isinstance(drawn.get("year"), int):
                        self.rows.setdefault((name, drawn["year"], float(value)), f"{name}-chart-{c}-{r}")

    def href(self, figure: Figure, section: str) -> str:
        """Return the address of a figure's row, or of its source."""
        row = self.rows.get((section, *_key(figure)))
        if row is None and figure.first == figure.last and figure.value is not None:
            row = self.rows.get((section, figure.last, float(figure.value)))
        return f"#{row}" if row else f"#source-{self.numbers[figure.sources[0]]}"

    def pieces(self, sentence: Sentence, section: str = "") -> list[Piece]:
        """Return the parts of a sentence."""
        return [
            Piece(clean(words.in_text(part)), self.href(part, section), clean(_about(part)))
            if isinstance(part, Figure)
            else Piece(clean(part))
            for part in sentence
        ]

    def sentence(self, sentence: Sentence, section: str = "") -> dict[str, Any]:
        """Return the parts of a sentence and the numbers of its sources."""
        return {"parts": self.pieces(sentence, section), "sources": self.cited(sources_of(sentence))}

    def cited(self, sources: Sequence[Source]) -> list[int]:
        """Return the numbers of sources in the list at the end."""
        return sorted(self.numbers[s] for s in sources)

    def lead(self, lead: Lead) -> dict[str, Any]:
        """Return a leading figure."""
        figure = lead.figure
        home = next((s for s in self.rows.items() if s[0][1:] == _key(figure)), None)
        return {
            "label": clean(lead.label),
            "figure": Piece(
                clean(words.in_text(figure)),
                f"#{home[1]}" if home else self.href(figure, ""),
                clean(_about(figure)),
            ),
            "place": self.pieces(lead.place),
            "sources": self.cited((*figure.sources, *(s for s in sources_of(lead.place) if s not in figure.sources))),
        }

    def section(self, section: Section, name: str) -> dict[str, Any]:
        """Return a section with everything below it."""
        charted = [self.chart(c, section, f"{name}-chart-{i}") for i, c in enumerate(section.charts, 1)]
        own = section.sources or tuple(s for s in self.numbers if s in _cited_in(section))
        downloads = [self.download(d, d.sources or own) for d in section.downloads]
        return {
            "id": name,
            "title": clean(section.title),
            "sentences": [self.sentence(s, name) for s in section.sentences],
            "charts": charted,
            "tables": [self.table(t, f"{name}-table-{i}") for i, t in enumerate(section.tables, 1)],
            "caveats": [clean(caveat.text) for caveat in section.caveats],
            "sources": [] if charted else [self.terms(s) for s in own],
            "downloads": _told_once(downloads),
            "licences": list(dict.fromkeys(text for d in downloads if d["href"] for text in d["licences"])),
        }

    def chart(self, chart: Chart, section: Section, name: str) -> dict[str, Any]:
        """Return a chart as drawn, with its words and rows."""
        from comity.pages.drawing import to_svg

        years = chart.years or _years(chart.rows)
        heads = list(dict.fromkeys(head for row in chart.rows for head in row))
        rows = [[_cell(row.get(head), head, chart.unit) for head in heads] for row in chart.rows]
        return {
            "id": name,
            "title": clean(chart.title),
            "description": clean(chart.description),
            "svg": to_svg(chart.spec),
            "columns": _heads([head[:1].upper() + head[1:] for head in heads], rows),
            "rows": rows,
            "unit": clean(_UNITS.get(chart.unit, chart.unit)),
            "years": words.span(*years) if years else "",
            "sources": [self.terms(s) for s in (chart.sources or section.sources)],
        }

    def table(self, table: Table, name: str) -> dict[str, Any]:
        """Return a table; the first cell of a row is its head."""
        caption, heads, plain = _units(table)
        cells = [[_cell(c, plain=i in plain) for i, c in enumerate(row)] for row in table.rows]
        rows = [
            {"id": f"{name}-{i}", "cells": drawn, "sources": self.cited(sources_of(row))}
            for i, (row, drawn) in enumerate(zip(table.rows, cells, strict=True), 1)
        ]
        shown = {"cited": any(row["sources"] for row in rows), "long": len(rows) > _LONG}
        return {"caption": clean(caption), "columns": _heads(heads, cells), **shown, "rows": rows}

    def download(self, download: Download, sources: Sequence[Source]) -> dict[str, Any]:
        """Return a download, or why there is none: rows that may not be passed on are not in the page."""
        barred = [s for s in sources if s.dataset.licence.ship == "no"]
        return {
            "name": f"{slug(clean(download.name))}.csv",
            "rows": words.count(len(download.rows), "row", "rows"),
            "href": "" if barred else data_uri(csv_text(download.rows)),
            "barred": [(clean(s.dataset.title), clean(s.dataset.publisher), _web(s.dataset.address)) for s in barred],
            "licences": list(dict.fromkeys(clean(f"{s.dataset.title}: {s.dataset.licence.name}") for s in sources)),
        }

    def terms(self, source: Source) -> dict[str, Any]:
        """Return what stands under a chart of one source."""
        return {
            "number": self.numbers[source],
            "title": clean(source.dataset.title),
            "release": clean(source.release.stamp),
            "retrieved": words.date_words(source.release.retrieved),
            "licence": clean(source.dataset.licence.name),
        }

    def source(self, source: Source, number: int) -> dict[str, Any]:
        """Return an entry of the list of sources."""
        return {
            **self.terms(source),
            "number": number,
            "line": clean(publisher_line(source)),
            "published": words.date_words(source.release.published),
            "note": clean(source.release.note),
            "terms": clean(source.dataset.licence.words),
            "address": clean(source.dataset.address),
            "href": _web(source.dataset.address),
            "licence_href": _web(source.dataset.licence.address),
        }


def _key(figure: Figure) -> tuple[Any, ...]:
    return (figure.code, figure.states, figure.first, figure.last, figure.what, figure.value, figure.status)


def _told_once(downloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out a download without rows whose reasons were all given above it."""
    kept: list[dict[str, Any]] = []
    given: set[Any] = set()
    for download in downloads:
        if download["href"] or not given.issuperset(download["barred"]):
            kept.append(download)
        given.update(download["barred"])
    return kept


def _cited_in(section: Section) -> set[Source]:
    parts = [*section.sentences, *(row for table in section.tables for row in table.rows)]
    return {s for part in parts for s in sources_of(part)}


def _about(figure: Figure) -> str:
    """Return what a number's link says: the full value, the years, what was done, dataset and release."""
    said = [words.in_table(figure), words.span(figure.first, figure.last), figure.what]
    said += [f"{s.dataset.title}, release {s.release.stamp}" for s in figure.sources]
    return " · ".join(part for part in said if part)


def _units(table: Table) -> tuple[str, Sequence[str], set[int]]:
    """Name the unit of a column once instead of in each cell: in the caption if all columns share it, else in the head.

    Returns caption, heads, and the columns whose cells are plain numbers.
    """
    units: dict[int, str] = {}
    for i in range(len(table.columns)):
        found = {words.column_unit(cell.unit) for row in table.rows if isinstance(cell := row[i], Figure)}
        if len(found) == 1 and (unit := found.pop()):
            units[i] = unit
    common = set(units.values())
    figures = {i for row in table.rows for i, cell in enumerate(row) if isinstance(cell, Figure)}
    caption, heads = table.caption, list(table.columns)
    if len(common) == 1 and figures == set(units) and len(figures) > 1:
        (unit,) = common
        caption = caption if _names(caption, unit) else f"{caption}, {unit}"
        return caption, heads, set(units)
    for i, unit in units.items():
        heads[i] = heads[i] if _names(f"{heads[i]} {caption}", unit) else f"{heads[i]}, {unit}"
    return caption, heads, set(units)


def _names(text: str, unit: str) -> bool:
    return unit.casefold() in text.casefold()


def _cell(cell: object, head: str = "", unit: str = "", *, plain: bool = False) -> dict[str, Any]:
    """Return a cell: its words, and whether it is a number; `plain` leaves its unit to the column's head."""
    if isinstance(cell, Figure):
        return {"text": clean(words.bare(cell) if plain else words.in_table(cell)), "number": True}
    if isinstance(cell, date):
        return {"text": words.date_words(cell), "number": False}
    if cell is None:
        return {"text": words.status_words("not known"), "number": bool(head)}
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        text = str(cell) if head == "year" or (not head and isinstance(cell, int)) else words.full(cell, unit)
        return {"text": text, "number": head != "year"}
    return {"text": clean(cell), "number": False}


def _heads(columns: Sequence[str], rows: Sequence[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return the heads of columns, each set like the cells below it."""
    return [
        {"text": clean(text), "number": i > 0 and any(i < len(row) and row[i]["number"] for row in rows)}
        for i, text in enumerate(columns)
    ]


def _years(rows: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    years = [row["year"] for row in rows if isinstance(row.get("year"), int)]
    return (min(years), max(years)) if years else None


def _web(address: str) -> str:
    """Return an address that may be a link: only the web's own, whatever a table says."""
    address = clean(address)
    return address if address.startswith(("https://", "http://")) else ""


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    room = PackageLoader("comity.pages", "templates")
    whole = Environment(loader=room, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return whole.get_template(name)


@cache
def _style(more: str) -> str:
    from importlib.resources import files

    room = files("comity.pages") / "templates"
    text = "\n".join((room / name).read_text(encoding="utf-8") for name in ("style.css", more) if name)
    text = text.replace("/*light*/", variables(dark=False)).replace("/*dark*/", variables(dark=True))
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _policy(style: str) -> str:
    """Return the page's own law: its one style, pictures from within, and nothing else from anywhere."""
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
