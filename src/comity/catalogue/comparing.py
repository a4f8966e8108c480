"""What is no indicator but a question over several figures: its answer, and what all such questions ask first."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from comity import language, states
from comity.catalogue.answer import Answer
from comity.catalogue.entries import definition
from comity.catalogue.figures import SCHEMA_VERSION, caveat_entry, source_entry
from comity.catalogue.opening import indicator
from comity.errors import WrongUse
from comity.states import State
from comity.vocabulary import Caveat, Definition, Indicator, Source, Span, by_month

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
SHOWN = 12


@dataclass(frozen=True)
class Comparison(Answer):
    """The answer to a question over several figures: rows, what they add up to, and all that must travel with them.

    `question` holds what was asked, `totals` what is said of all rows together; a value of None is not known, and a
    note says why.
    """

    title: str
    unit: str
    question: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: Mapping[str, float | None]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    notes: tuple[str, ...] = ()
    as_of: date | None = None

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.title}: a figure without a source cannot be shown")

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table whose metadata hold unit and citation."""
        import pyarrow as pa

        from comity.catalogue.exports import show_pandas

        show_pandas()
        schema = pa.schema([(c, self._type(c)) for c in self.columns])
        metadata = {"title": self.title, "unit": self.unit, "citation": self.cite()}
        return pa.Table.from_pylist(list(self.rows), schema=schema.with_metadata(metadata))

    def _type(self, column: str) -> pa.DataType:
        import pyarrow as pa

        kinds = {type(r[column]) for r in self.rows if r[column] is not None}
        if kinds == {int}:
            return pa.int64()
        return pa.string() if str in kinds else pa.float64()

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data."""
        return {
            "schema_version": SCHEMA_VERSION,
            "title": self.title,
            "unit": self.unit,
            "question": dict(self.question),
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "rows": [{c: r[c] for c in self.columns} for r in self.rows],
            "totals": dict(self.totals),
            "sources": [source_entry(s) for s in self.sources],
            "caveats": [caveat_entry(c) for c in self.caveats],
            "notes": list(self.notes),
        }

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        totals = "; ".join(f"{k} {_shown(v)}" for k, v in self.totals.items())
        lines = ["  ".join(f"{c} {_shown(r[c])}" for c in self.columns) for r in self.rows[:SHOWN]]
        more = ["…"] if len(self.rows) > SHOWN else []
        return "\n".join([f"{self.title} ({self.unit})", *([totals] if totals else []), *lines, *more])

    def _repr_html_(self) -> str:
        def cells(tag: str, values: Sequence[object]) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(_shown(v))}</{tag}>" for v in values) + "</tr>"

        body = "".join(cells("td", [r[c] for c in self.columns]) for r in self.rows[:60])
        notes = "".join(f"<li>{html.escape(n)}</li>" for n in self.notes)
        caption = html.escape(f"{self.title} ({self.unit})")
        head = cells("th", self.columns)
        return (
            f"<table><caption>{caption}</caption>{head}{body}</table><ul>{notes}</ul><p>{html.escape(self.cite())}</p>"
        )


def _shown(value: object) -> str:
    return "not known" if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value)


@dataclass
class Gathered:
    """The sources, caveats and notes that a question meets on its way, once each and in that order."""

    sources: dict[Source, None] = field(default_factory=dict)
    caveats: dict[Caveat, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def take(self, sources: Sequence[Source], caveats: Sequence[Caveat] = (), *notes: str) -> None:
        """Keep what travels with figures that were used."""
        self.sources |= dict.fromkeys(sources)
        self.caveats |= dict.fromkeys(caveats)
        self.notes |= dict.fromkeys(notes)

    def note(self, *notes: str) -> None:
        """Keep what must be said."""
        self.notes |= dict.fromkeys(notes)


def day_of(as_of: str | date | None) -> date | None:
    """Return a day as it was typed or given."""
    return language.day(as_of) if isinstance(as_of, str) else as_of


def period_of(years: str | tuple[int, int]) -> tuple[int, int]:
    """Return years as they were typed or given, both ends closed.

    Raises
    ------
    WrongUse
        No years, a period that runs backwards, or one with an open end.
    """
    text = years if isinstance(years, str) else f"{years[0]}:{years[1]}"
    first, last = language.years(text)
    if first == language.FIRST_YEAR or last == language.LAST_YEAR:
        raise WrongUse(f"{first}:{last} has an open end; name both years, such as 2016:2020")
    return first, last


def opened(code: str, day: date | None) -> Indicator:
    """Open an indicator of years for a question, cut to what was over on the day asked."""
    from comity.catalogue.cells import until

    return until(indicator(code, day), day)


def yearly(code: str) -> Definition:
    """Return the definition of an indicator of years.

    Raises
    ------
    WrongUse
        No such indicator, or one by month.
    """
    what = definition(code)
    if by_month(what.grain):
        raise WrongUse(f"{code} is by month; this question is asked of years")
    return what


def named(numbers: Sequence[str], limit: int = SHOWN) -> str:
    """Return the names of states by their ids, some of a long list."""
    names = [states.state(i).name for i in numbers[:limit]]
    return ", ".join(names) + (f" and {len(numbers) - limit} more" if len(numbers) > limit else "")


def spans_of(found: Indicator, year: int) -> list[Span]:
    """Return the spans of the coverage that hold a year."""
    return [s for s in found.coverage if s.first <= year <= s.last]


def extent(found: Indicator) -> str:
    """Return the years that an indicator covers for some states, for a message: "2000–2020, 2023"."""
    years = {y for s in found.coverage for y in range(s.first, s.last + 1)}
    firsts = sorted(y for y in years if y - 1 not in years)
    lasts = sorted(y for y in years if y + 1 not in years)
    runs = [str(a) if a == b else f"{a}–{b}" for a, b in zip(firsts, lasts, strict=True)]
    return ", ".join(runs) or "no year"


def answers(found: Indicator, origin: State, target: State | None, year: int) -> bool:
    """Say whether the absence of a row means that there is nothing, so that it counts as zero: C2 of the conventions.

    A state that did not exist in the year gives and takes nothing.
    """
    ends = [s for s in (origin, target) if s is not None]
    if any(s.kind != "territory" and not s.exists_in(year) for s in ends):
        return True
    pairs = [(origin.id, None if target is None else target.id)]
    if target is not None and found.definition.grain.startswith("dyad"):
        pairs.append((target.id, origin.id))
    inside = any(s.covers(o, t, year) for s in found.coverage for o, t in pairs)
    return inside and found.definition.absent in ("none recorded", "true zero")
