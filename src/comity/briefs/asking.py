"""What every section of a brief asks and how it makes figures: a number in a sentence is never typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comity import catalogue
from comity.catalogue import Figures, NotAtHand, Records
from comity.pages.model import Download, Hole, Lead, Section, Sentence
from comity.pages.palette import Palette
from comity.states import State
from comity.vocabulary import Caveat, Figure, Source

Row = Mapping[str, Any]
ON_RECORD = ("reported", "below threshold", "true zero")


@dataclass(frozen=True)
class Ask:
    """The question of a brief: two states, the years asked for, the day as of which, and the colours of the page."""

    a: State
    b: State
    years: tuple[int, int] | None
    as_of: date | None
    palette: Palette = field(default_factory=Palette)

    @property
    def both(self) -> tuple[State, State]:
        """The two states in the order asked."""
        return self.a, self.b


@dataclass(frozen=True)
class Part:
    """What one sector gives to the page: sections, leading figures, and what is not known."""

    sections: tuple[Section, ...] = ()
    leads: tuple[Lead, ...] = ()
    holes: tuple[Hole, ...] = ()

    def __add__(self, other: Part) -> Part:
        return Part(self.sections + other.sections, self.leads + other.leads, self.holes + other.holes)


def figures(ask: Ask, code: str, *who: str) -> Figures | Hole:
    """Return the figures of an indicator for the years asked, or the hole that they leave."""
    try:
        return catalogue.get(code, *who, years=ask.years, as_of=ask.as_of)
    except NotAtHand as e:
        return Hole(catalogue.definition(code).label, e.reason, e.remedy)


def records(ask: Ask, code: str, *who: str) -> Records | Hole:
    """Return the records of a kind for the years asked, or the hole that they leave."""
    try:
        return catalogue.records(code, *who, years=ask.years, as_of=ask.as_of)
    except NotAtHand as e:
        return Hole(catalogue.record_kind(code).label, e.reason, e.remedy)


def known(found: Figures) -> list[Row]:
    """Return the rows that have a value on record."""
    return [r for r in found.rows if r["status"] in ON_RECORD and r["value"] is not None]


def covered(found: Figures) -> list[Row]:
    """Return the rows inside the coverage, with a value or without."""
    return [r for r in found.rows if r["status"] != "outside coverage"]


def states_of(row: Row) -> tuple[str, ...]:
    """Return the states that a row is about, in its order."""
    return tuple(row[c] for c in ("state", "origin", "target") if c in row)


def figure(found: Figures, row: Row, what: str = "") -> Figure:
    """Return a row's value as a figure."""
    return Figure(
        row["value"],
        unit_of(found),
        row["status"],
        found.definition.code,
        states_of(row),
        row["year"],
        row["year"],
        found.sources,
        what,
    )


def unit_of(found: Figures) -> str:
    """Return the unit as pages print it: an index has a plain number."""
    return found.definition.unit


def made(
    value: float | None,
    unit: str,
    what: str,
    inputs: Sequence[Figures | Records],
    who: tuple[str, ...],
    years: tuple[int, int],
) -> Figure:
    """Return a figure made from others, with the sources of all of them."""
    sources = tuple(dict.fromkeys(s for i in inputs for s in i.sources))
    code = inputs[0].definition.code if isinstance(inputs[0], Figures) else inputs[0].kind.code
    status = "not known" if value is None else "reported"
    return Figure(value, unit, status, code, who, years[0], years[1], sources, what)  # type: ignore[arg-type]


def merged(found: Iterable[Figures | Records]) -> tuple[tuple[Source, ...], tuple[Caveat, ...]]:
    """Return the sources and caveats of several answers, once each."""
    every = list(found)
    sources = dict.fromkeys(s for f in every for s in f.sources)
    caveats = dict.fromkeys(c for f in every for c in f.caveats)
    return tuple(sources), tuple(caveats)


def download(found: Figures | Records) -> Download:
    """Return the rows behind an answer as a download."""
    name = found.definition.code if isinstance(found, Figures) else found.kind.code
    if isinstance(found, Figures):
        rows: tuple[Row, ...] = found.rows
        who = sorted({s for r in found.rows for s in states_of(r)})
        name = f"{name} {' '.join(who)}" if len(who) <= 2 else name
    else:
        rows = tuple({k: "; ".join(v) if isinstance(v, list) else v for k, v in r.items()} for r in found.rows)
    return Download(name, rows, found.sources)


def why_outside(found: Figures, a: State, b: State | None = None) -> tuple[str, str]:
    """Say why no year of these states is covered, and what to do: not shipped, or out of the years covered."""
    spans = [s for s in found.coverage if s.covers(a.id, None if b is None else b.id, s.first)]
    dataset = found.sources[0].dataset
    if spans:
        first, last = min(s.first for s in spans), max(s.last for s in spans)
        return f"out of coverage: the figures reach from {first} to {last}, and both states must exist", ""
    if any(s.origins is not None or s.targets is not None for s in found.coverage):
        return (
            f"not shipped: {dataset.title} may be passed on in part only ({dataset.licence.name})",
            catalogue.how_to_add(dataset),
        )
    return "out of coverage", ""


def said(state: State) -> str:
    """Return the name of a state as it stands inside a sentence."""
    return f"the {state.name}" if state.id in WITH_ARTICLE else state.name


WITH_ARTICLE = frozenset(
    {"USA", "GBR", "NLD", "PHL", "ARE", "SUN", "BHS", "GMB", "MDV", "COM", "SLB", "MHL", "DOM", "CAF", "SYC", "COD",
     "COG", "PSE", "VAT", "FRO", "FLK", "CYM", "COK", "TCA", "VGB", "VIR", "MNP", "CZR", "DDR"}
)  # fmt: skip


def capital(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def start(*parts: str | Figure) -> Sentence:
    """Return a sentence whose first words begin with a large letter."""
    first, *rest = parts
    return (capital(first) if isinstance(first, str) else first, *rest)


Sector = Callable[[Ask], Part]
