"""The words that every room shares, as frozen records.

An *indicator* is a named figure about a state or a pair of states over time. Its values are always a lazy relation
with the same columns; states are the registry's small integers inside relations and text ids at the edges:

    origin, target, year, value, status        dyadic; origin acts on target
    state, year, value, status                 monadic

where the grain is a month, with `date`, its first day, after the year.

See docs/conventions.md for the numbered law of absence, joins and provenance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import narwhals as nw

    Relation = nw.LazyFrame[Any]
else:
    Relation = Any

Grain = Literal["state-year", "dyad-year", "directed-dyad-year", "state-month", "directed-dyad-month"]
Kind = Literal["flow", "stock", "index", "price"]
Absence = Literal["none recorded", "true zero", "not known"]
Status = Literal["reported", "below threshold", "none recorded", "true zero", "not known", "outside coverage"]
Shipping = Literal["yes", "part", "no"]
AsOf = Literal["release", "row date", "does not apply"]

GRAINS: tuple[Grain, ...] = get_args(Grain)
DYADIC_COLUMNS = ("origin", "target", "year", "value", "status")
MONADIC_COLUMNS = ("state", "year", "value", "status")


def of_one_state(grain: Grain) -> bool:
    """Whether the figures are about single states, not pairs."""
    return grain.startswith("state-")


def by_month(grain: Grain) -> bool:
    """Whether the figures are of months; their relation has the column `date`."""
    return grain.endswith("-month")


def relation_columns(grain: Grain) -> tuple[str, ...]:
    """Names of the columns of a relation of this grain."""
    columns = MONADIC_COLUMNS if of_one_state(grain) else DYADIC_COLUMNS
    return (*columns[:-2], "date", *columns[-2:]) if by_month(grain) else columns


@dataclass(frozen=True)
class Licence:
    """Terms of a dataset: the publisher's words, where they stand, and whether the snapshot may hold it."""

    name: str
    words: str
    address: str
    ship: Shipping


@dataclass(frozen=True)
class Dataset:
    """What one publisher publishes under one name, in releases.

    `as_of` says what a past date means for it: the release that was out on that day, the rows dated until then (a list
    compiled later), or nothing at all (a list of what is in force, without dates).
    """

    code: str
    title: str
    publisher: str
    citation: str
    address: str
    licence: Licence
    as_of: AsOf = "release"


@dataclass(frozen=True, order=True)
class Release:
    """One dated state of a dataset. `published` is the day from which a reader could have had it."""

    stamp: str
    published: date
    retrieved: date
    note: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a stored table: its type and the values it may hold (checked when the table is read)."""

    name: str
    dtype: Literal["state", "int", "float", "text", "date", "bool", "states"]
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class Envelope:
    """What a full release of a table must look like: fewer rows or years stop the build; cells are the publisher's own.

    A cell is the key columns (states as text ids) and the expected value of a column: `({"origin": "RUS",
    "target": "MMR", "year": 2022}, "tiv", 111.0)`.
    """

    rows: tuple[int, int]
    years: tuple[int, int] | None = None
    cells: tuple[tuple[Mapping[str, Any], str, Any], ...] = ()


@dataclass(frozen=True)
class Table:
    """A tidy table of a dataset: columns, the keys that identify a row, and the years column if it has one."""

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    envelopes: Mapping[str, Envelope]  # by release stamp

    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(c.name for c in self.columns)


@dataclass(frozen=True)
class Span:
    """Years, and the states on either side, for which a table is complete. None means every state."""

    first: int
    last: int
    origins: tuple[str, ...] | None = None
    targets: tuple[str, ...] | None = None

    def covers(self, origin: str | None, target: str | None, year: int) -> bool:
        """Whether the cell lies inside; a monadic cell gives its state as `origin`."""
        return (
            self.first <= year <= self.last
            and (self.origins is None or origin in self.origins)
            and (self.targets is None or target in self.targets)
        )


def every_origin(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Coverage of a share in a target's total: only spans that hold every origin."""
    return tuple(s for s in spans if s.origins is None)


def whole_targets(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Coverage of a total over all origins, by target: only spans that hold every origin."""
    return tuple(Span(s.first, s.last, s.targets) for s in spans if s.origins is None)


def whole_origins(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Coverage of a total over all targets, by origin: only spans that hold every target."""
    return tuple(Span(s.first, s.last, s.origins) for s in spans if s.targets is None)


@dataclass(frozen=True)
class Caveat:
    """What a reader must know beside a figure, bound to states and days where it does not hold for all.

    `unfit` takes the figures out of the evidence for statements about the state (another government speaks);
    `partial` says that the period is not counted to its end, so that it is no year to compare.
    """

    text: str
    states: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    unfit: bool = False
    partial: bool = False

    def touches(self, states: tuple[str, ...], first: int, last: int) -> bool:
        """Whether the caveat bears on figures of these states in these years."""
        return (
            (not self.states or bool(set(self.states) & set(states)))
            and (self.first is None or self.first.year <= last)
            and (self.last is None or self.last.year >= first)
        )


@dataclass(frozen=True)
class Definition:
    """What a figure is, before any data are opened.

    `adds_over_time` and `adds_over_states` say whether a sum means something; `absent` what an absent row inside the
    coverage means. `parts` names further columns of the relation, the counts of which the value is the sum: measures
    take them, and no answer shows them.
    """

    code: str
    label: str
    unit: str
    grain: Grain
    kind: Kind
    sector: str
    absent: Absence
    adds_over_time: bool
    adds_over_states: bool
    caveats: tuple[Caveat, ...] = ()
    note: str = ""
    parts: tuple[str, ...] = ()


def crossed(levels: int) -> tuple[str, ...]:
    """Names of the counts of how often two states' codes met, row by row: `n_0_1` is the first at 0, the other at 1."""
    return tuple(f"n_{i}_{j}" for i in range(levels) for j in range(levels))


RECORD_COLUMNS = (
    Column("id", "text", "the record's own id"),
    Column(
        "date", "date", "the day, or the first day of the month or year; blank where nobody dates it", nullable=True
    ),
    Column("date_precision", "text", "how exactly the source knows it", values=("day", "month", "year"), nullable=True),
    Column("kind", "text", "what kind of record"),
    Column("origin", "text", "who acts: ids of states, codes of groups or names, joined by '; '"),
    Column("target", "text", "on whom: ids of states, codes of groups or names, joined by '; '"),
    Column("summary", "text", "what happened, in one sentence"),
    Column("parties", "states", "numbers of all states and groups that take part"),
)


@dataclass(frozen=True)
class RecordKind:
    """A kind of dated record (deal, measure, visit); its relation has `RECORD_COLUMNS` and its own `columns`."""

    code: str
    label: str
    sector: str
    columns: tuple[Column, ...]
    caveats: tuple[Caveat, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: one dataset in one release."""

    dataset: Dataset
    release: Release


@dataclass(frozen=True)
class Figure:
    """One number with all that may be asked of it: unit, status, indicator, states, years and sources.

    `code` is the indicator or record kind it comes from; `what` says what was done to it ("share of 2017–21",
    "change since 2015"), blank for a value as it stands. A figure without a source cannot be made.
    """

    value: float | None
    unit: str
    status: Status
    code: str
    states: tuple[str, ...]
    first: int
    last: int
    sources: tuple[Source, ...]
    what: str = ""

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"{self.code}: a figure without a source cannot be shown")


@dataclass(frozen=True)
class Indicator:
    """A definition with its values: the only thing that measures take and return.

    `groups` holds the publisher's own figures of groups, in the same columns under the groups' numbers. They stand
    apart, so that no sum over states counts them as well.
    """

    definition: Definition
    values: Relation
    coverage: tuple[Span, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    groups: Relation | None = None


# How each field of an indicator combines when one is derived from others; a test compares this with the fields.
COMBINE: dict[str, Literal["stated", "union", "common"]] = {
    "definition": "stated",
    "values": "stated",
    "coverage": "common",
    "sources": "union",
    "caveats": "union",
    "groups": "stated",
}


def derive(
    definition: Definition, *inputs: Indicator, values: Relation, coverage: tuple[Span, ...] | None = None
) -> Indicator:
    """Make a new indicator from others: the only door.

    Unit, kind and grain are stated by `definition`, never inherited; sources and caveats are the union of the inputs';
    the coverage is what all inputs cover, unless the measure states another (a share of a total, where one input is
    monadic).

    Raises
    ------
    ValueError
        Without inputs: a figure without a source cannot be made.
    """
    if not inputs:
        raise ValueError(f"{definition.code}: an indicator needs at least one input, or it has no source")
    return Indicator(
        definition=definition,
        values=values,
        coverage=common([i.coverage for i in inputs]) if coverage is None else coverage,
        sources=tuple(dict.fromkeys(s for i in inputs for s in i.sources)),
        caveats=tuple(dict.fromkeys([*(c for i in inputs for c in i.caveats), *definition.caveats])),
    )


def common(coverages: list[tuple[Span, ...]]) -> tuple[Span, ...]:
    """What all of several coverages cover."""
    shared = coverages[0]
    for other in coverages[1:]:
        shared = tuple(dict.fromkeys(m for a in shared for b in other if (m := _overlap(a, b)) is not None))
    return shared


def _overlap(a: Span, b: Span) -> Span | None:
    first, last = max(a.first, b.first), min(a.last, b.last)
    origins, targets = _both(a.origins, b.origins), _both(a.targets, b.targets)
    if first > last or origins == () or targets == ():
        return None
    return replace(a, first=first, last=last, origins=origins, targets=targets)


def _both(a: tuple[str, ...] | None, b: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if a is None or b is None:
        return b if a is None else a
    return tuple(x for x in a if x in b)


@dataclass(frozen=True)
class Offer:
    """An indicator or record kind that a dataset gives: the definition, the tables it reads and how.

    `values` takes the tables by name and returns the relation; `coverage` turns the coverage of the first table into
    the indicator's (a total over suppliers is known only for recipients whose suppliers are all there). `groups`
    returns the publisher's own figures of groups, where it has any.
    """

    what: Definition | RecordKind
    tables: tuple[str, ...]
    values: Callable[[Mapping[str, Relation]], Relation]
    coverage: Callable[[tuple[Span, ...]], tuple[Span, ...]] = tuple
    groups: Callable[[Mapping[str, Relation]], Relation] | None = None


@dataclass(frozen=True)
class Measure:
    """An indicator made of other indicators: the definition, the codes it takes and the function of their relations.

    `coverage` states the coverage from the first input's, where it is not simply what all inputs cover. `total_of`
    says that the figure is a share: the first input over the second, which is the total of the origin or the target.
    A group's share is made of the sums of both. `row_by_row` says that each figure is made of one row of each input.
    """

    definition: Definition
    inputs: tuple[str, ...]
    values: Callable[..., Relation]
    coverage: Callable[[tuple[Span, ...]], tuple[Span, ...]] | None = None
    total_of: Literal["origin", "target"] | None = None
    row_by_row: bool = False
