"""What every section of a brief asks and how it makes figures: a number in a sentence is never typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from comity import catalogue, store
from comity.briefs.gaps import HOW_TO_ADD, NO_COPY, OUTSIDE, Gap
from comity.catalogue import Figures, NotAtHand, Records
from comity.pages import words
from comity.pages.model import Download, Lead, Section, Sentence
from comity.pages.palette import Palette
from comity.states import State
from comity.vocabulary import Caveat, Figure, Source, Status

Row = Mapping[str, Any]
ON_RECORD = ("reported", "below threshold", "true zero")
EARLIER = 5  # a latest figure is set against the one this many years before, or the last before that


@dataclass(frozen=True)
class Ask:
    """The question of a brief: two states, the years it keeps to, the day as of which, and the colours of the page."""

    a: State
    b: State
    years: tuple[int, int] | None
    as_of: date | None
    palette: Palette = field(default_factory=Palette)

    @property
    def both(self) -> tuple[State, State]:
        """The two states in the order asked."""
        return self.a, self.b

    @cached_property
    def met(self) -> bool:
        """Whether the two existed in one and the same of the years asked; a territory always counts as there."""
        return bool(_together(self.a, self.b, self.years))

    def anytime(self) -> Ask:
        """Return the question without its years, for lists whose rows hold beyond the day on which they are dated."""
        return replace(self, years=None)


def _together(a: State, b: State, years: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return the stretches of the years asked in which both existed; a territory always counts as there."""
    always = ((date.min, date.max),)
    first, last = years or (0, date.max.year)
    spans = [
        [((start or date.min).year, (end or date.max).year) for start, end in (s.existence or always)] for s in (a, b)
    ]
    met = [(max(p[0], q[0], first), min(p[1], q[1], last)) for p in spans[0] for q in spans[1]]
    return sorted((start, end) for start, end in met if start <= end)


def lifetime(a: State, b: State, years: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the years to keep to: where one of the two has ended, those of the asked in which both existed."""
    met = _together(a, b, years)
    if not met or (a.end is None and b.end is None):
        return years
    return met[0][0], met[-1][1]


@dataclass(frozen=True)
class Part:
    """What one sector gives to the page: sections, leading figures, and what is not known."""

    sections: tuple[Section, ...] = ()
    leads: tuple[Lead, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def __add__(self, other: Part) -> Part:
        return Part(self.sections + other.sections, self.leads + other.leads, self.gaps + other.gaps)


def figures(ask: Ask, code: str, *who: str) -> Figures | Gap:
    """Return the figures of an indicator for the years asked, or the gap that they leave."""
    try:
        return catalogue.get(code, *who, years=ask.years, as_of=ask.as_of)
    except NotAtHand as e:
        return _lack(code, e)


def of_older(ask: Ask, code: str, *who: str) -> Ask:
    """Return the question as of an older release that covers years of the page which the newest does not."""
    release = None if ask.as_of is not None else catalogue.older(code, who, ask.years)
    return ask if release is None else replace(ask, as_of=release.published)


def reaches(ask: Ask, code: str, origin: State, target: State) -> bool | Gap:
    """Say whether any year of a pair is covered, without reading it; or the gap where no copy is at hand."""
    try:
        spans = catalogue.indicator(code, ask.as_of).coverage
    except NotAtHand as e:
        return _lack(code, e)
    return any(s.covers(origin.id, target.id, s.first) for s in spans)


def _lack(code: str, error: NotAtHand) -> Gap:
    missing = catalogue.datasets_of(code)
    if {h.dataset for h in store.holdings()}.isdisjoint(missing):
        return Gap(NO_COPY, HOW_TO_ADD, missing=missing)
    return Gap(error.reason, error.remedy)


def each(ask: Ask, code: str) -> list[tuple[State, Figures | Gap]]:
    """Return the figures of an indicator of single states for each of the two, asked for together."""
    both = figures(ask, code, ask.a.id, ask.b.id)
    return [(s, both if isinstance(both, Gap) else _of(both, s)) for s in ask.both]


def _of(both: Figures, whose: State) -> Figures:
    rows = tuple(r for r in both.rows if r["state"] == whose.id)
    years = [r["year"] for r in rows] or [0]
    caveats = tuple(c for c in both.caveats if c.touches((whose.id,), min(years), max(years)))
    return replace(both, rows=rows, caveats=caveats)


def records(ask: Ask, code: str, *who: str) -> Records | Gap:
    """Return the records of a kind for the years asked, or the gap that they leave."""
    try:
        return catalogue.records(code, *who, years=ask.years, as_of=ask.as_of)
    except NotAtHand as e:
        return _lack(code, e)


def known(found: Figures) -> list[Row]:
    """Return the rows that have a value on record."""
    return [r for r in found.rows if r["status"] in ON_RECORD and r["value"] is not None]


def covered(found: Figures) -> list[Row]:
    """Return the rows inside the coverage, with a value or without."""
    return [r for r in found.rows if r["status"] != "outside coverage"]


def earlier(rows: Sequence[Row]) -> Row | None:
    """Return the row to set the latest against: some years before it, or the last before that."""
    return next((r for r in reversed(rows) if r["year"] <= rows[-1]["year"] - EARLIER), None)


def partial_of(found: Figures, row: Row) -> list[Caveat]:
    """Return the caveats that say that a row's year is not counted to its end."""
    return [c for c in found.caveats if c.partial and c.touches(states_of(row), row["year"], row["year"])]


def whole_years(found: Figures) -> list[Row]:
    """Return the rows with a value, without years that are not counted to their end unless there is no other."""
    rows = known(found)
    return [r for r in rows if not partial_of(found, r)] or rows


def states_of(row: Row) -> tuple[str, ...]:
    """Return the states that a row is about, in its order."""
    return tuple(row[c] for c in ("state", "origin", "target") if c in row)


def figure(found: Figures, row: Row, what: str = "") -> Figure:
    """Return a row's value as a figure."""
    unit, code, year = found.definition.unit, found.definition.code, row["year"]
    return Figure(row["value"], unit, row["status"], code, states_of(row), year, year, found.sources, what)


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
    status: Status = "not known" if value is None else "reported"
    return Figure(value, unit, status, code, who, years[0], years[1], sources, what)


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
        who = list(dict.fromkeys(s for r in found.rows for s in states_of(r)))
        name = f"{name} {' '.join(who)}" if len(who) <= 2 else name
    else:
        rows = tuple({k: "; ".join(v) if isinstance(v, list) else v for k, v in r.items()} for r in found.rows)
    return Download(name, rows, found.sources)


def why_outside(found: Figures, a: State, b: State | None = None) -> Gap:
    """Say why no year of these states is covered, and what to do: not shipped, or out of the years covered."""
    dataset = found.sources[0].dataset
    if any(s.covers(a.id, None if b is None else b.id, s.first) for s in found.coverage):
        return Gap(OUTSIDE)
    part = any(s.origins is not None or s.targets is not None for s in found.coverage)
    if part and dataset.licence.ship == "yes":
        return Gap(f"not among the states that the source covers ({dataset.title})")
    if part:
        return Gap(
            f"not at hand: {dataset.title} may be passed on in part only ({dataset.licence.name})",
            catalogue.how_to_add(dataset),
        )
    return Gap(OUTSIDE)


def reach(found: Figures) -> str:
    """Return the years that the figures cover, in words."""
    spans = found.coverage
    return words.span(min(s.first for s in spans), max(s.last for s in spans)) if spans else "no years"


def dated(row: Row) -> str:
    """Return a record's date, as exactly as its source knows it."""
    return words.date_words(row["date"], row["date_precision"])


def then(row: Row) -> str:
    """Return a record's date with its preposition: "on 9 August 2022", "in August 2022"."""
    return f"{'on' if row['date_precision'] == 'day' else 'in'} {dated(row)}"


def said(state: State) -> str:
    """Return the name of a state as it stands inside a sentence."""
    return f"the {state.name}" if state.id in WITH_ARTICLE else state.name


WITH_ARTICLE = frozenset(
    {"ALA", "ARE", "ATF", "BES", "BHS", "CAF", "CCK", "COD", "COG", "COK", "COM", "CYM", "DOM", "FLK", "FRO", "GBR",
     "GMB", "IMN", "IOT", "MDV", "MHL", "MNP", "NLD", "PHL", "SLB", "SUN", "SYC", "TCA", "UMI", "USA", "VAT", "VGB",
     "VIR", "XCA", "XOF", "XPA", "XTS", "XTV"}
)  # fmt: skip


def capital(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def start(*parts: str | Figure) -> Sentence:
    """Return a sentence whose first words begin with a large letter."""
    first, *rest = parts
    return (capital(first) if isinstance(first, str) else first, *rest)


Sector = Callable[[Ask], Part]
