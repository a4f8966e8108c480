"""What a page is made of, as data: a page, its sections, sentences, charts and tables.

Products fill these records; `html` draws them. A number in a sentence is a `Figure`, never typed into the text, so
that it cannot be shown without its source.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    """A Vega-Lite specification (data inline) with its words: a title, and what it shows from where to where."""

    title: str
    description: str
    spec: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Section:
    """One sector: the answer in sentences, then the picture, the figures, the caveats and the sources.

    `download` holds every row behind the section, as `(file name, rows)`.
    """

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    sources: tuple[Source, ...] = ()
    download: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...] = ()


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
    """A whole page: title, leading figures, sections, holes, and every source in the order it is first cited."""

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
        cited = (s for lead in self.leads for s in lead.figure.sources)
        below = (s for section in self.sections for s in section.sources)
        return tuple(dict.fromkeys([*cited, *below]))
