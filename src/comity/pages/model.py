"""What a page is made of, as data: a page, its sections, sentences, charts and tables.

Products fill these records; `html` draws them. A number in a sentence is a `Figure`, never typed into the text, so
that it cannot be shown without its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comity.vocabulary import Caveat, Figure, Source

Sentence = tuple[str | Figure, ...]
Cell = str | Figure | date | int | None


@dataclass(frozen=True)
class Table:
    """A small table: a caption, column heads and rows of words and figures."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite specification (data inline) with its words: a title, and what it shows from where to where.

    `rows` are what is drawn, as a table: numbers in `unit`, or the word for why there is none. A chart without sources
    has those of its section.
    """

    title: str
    description: str
    spec: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]
    unit: str = ""
    sources: tuple[Source, ...] = ()
    years: tuple[int, int] | None = None


@dataclass(frozen=True)
class Download:
    """Every row behind a section under a file name without ending; without sources of its own it has the section's."""

    name: str
    rows: tuple[Mapping[str, Any], ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Section:
    """One sector: the answer in sentences, then the picture, the figures, the caveats and the sources."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    sources: tuple[Source, ...] = ()
    downloads: tuple[Download, ...] = ()


@dataclass(frozen=True)
class Lead:
    """A figure for the head of the page, with its place among all pairs where that says something."""

    label: str
    figure: Figure
    place: Sentence = ()


@dataclass(frozen=True)
class Hole:
    """What is not known, why, and what the reader could do."""

    what: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Page:
    """A whole page: title, leading figures, sections, holes; `facts` are the page's own (version, command, …)."""

    title: str
    standfirst: Sentence
    leads: tuple[Lead, ...]
    sections: tuple[Section, ...]
    holes: tuple[Hole, ...]
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    def sources(self) -> tuple[Source, ...]:
        """Every source of the page, once, in the order in which it is first cited."""
        heads = [self.standfirst, *((lead.figure, *lead.place) for lead in self.leads)]
        cited = [s for sentence in heads for s in sources_of(sentence)]
        for section in self.sections:
            cited += [s for sentence in section.sentences for s in sources_of(sentence)]
            cited += [s for chart in section.charts for s in chart.sources]
            cited += [s for table in section.tables for row in table.rows for s in sources_of(row)]
            cited += [s for download in section.downloads for s in download.sources]
            cited += section.sources
        return tuple(dict.fromkeys(cited))


def sources_of(parts: Iterable[object]) -> tuple[Source, ...]:
    """Return the sources of the figures among words and cells, once each."""
    return tuple(dict.fromkeys(s for part in parts if isinstance(part, Figure) for s in part.sources))
