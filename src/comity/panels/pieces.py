"""What is joined to the rows of a panel: columns by state or pair and period, with all that they carry."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import narwhals as nw

from comity import states
from comity.vocabulary import Absence, Caveat, Grain, Relation, Source, Span, of_one_state


@dataclass(frozen=True)
class Field:
    """A column of a piece: its name there, what it is, and what an absent row means inside the coverage.

    `whole` is the largest whole number that it can hold, 0 for one that can have fractions.
    """

    name: str
    label: str
    unit: str
    absent: Absence
    adds: bool = False
    whole: int = 0

    @property
    def dtype(self) -> type[nw.Int8 | nw.Int16 | nw.Float64]:
        """The type of the column: small where that is enough, for a panel has millions of cells of yes and no."""
        if not 0 < self.whole < 2**15:
            return nw.Float64
        return nw.Int8 if self.whole < 2**7 else nw.Int16


@dataclass(frozen=True)
class Piece:
    """A relation with one row a state or pair and period, its columns, coverage, sources and caveats.

    `rule` says how several rows of the source became one, where they did. A piece without direction has each pair once,
    or, where it is `mirrored` (columns of either side), in both orders. `short` begins the names of its columns, which
    without it begin with the code.
    """

    code: str
    grain: Grain
    values: Relation
    fields: tuple[Field, ...]
    coverage: tuple[Span, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    rule: str = ""
    mirrored: bool = False
    short: str = ""

    @property
    def stem(self) -> str:
        """What the names of the columns begin with."""
        return self.short or self.code.replace(".", "_")

    @property
    def dyadic(self) -> bool:
        """Whether the figures are of pairs."""
        return not of_one_state(self.grain)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a panel takes: who, when, and the fields."""
        who = ("origin", "target") if self.dyadic else ("state",)
        return (*who, "year", *(("date",) if self.grain.endswith("month") else ()), *(f.name for f in self.fields))

    @property
    def directed(self) -> bool:
        """Whether the figures of a pair have a direction."""
        return self.grain.startswith("directed")


def covered(spans: tuple[Span, ...], year: nw.Expr, who: tuple[str, ...], *, either: bool) -> nw.Expr:
    """Return whether a cell lies inside the coverage: an expression over the columns of states and the year.

    `who` names the columns with the registry's numbers; a member that did not exist in the period has none there, and
    its cells are outside. `either` reads a pair in both directions.
    """
    there = ~nw.col(who[0]).is_null()
    for column in who[1:]:
        there = there & ~nw.col(column).is_null()
    inside: nw.Expr | None = None
    for span in spans:
        one = _inside(span, year, who)
        if either and len(who) == 2 and span.origins != span.targets:
            one = one | _inside(span, year, who[::-1])
        inside = one if inside is None else inside | one
    return nw.lit(False) if inside is None else there & inside


def _inside(span: Span, year: nw.Expr, who: tuple[str, ...]) -> nw.Expr:
    found = (year >= span.first) & (year <= span.last)
    for ids, column in zip((span.origins, span.targets), who, strict=False):
        if ids is not None:
            found = found & _among(column, ids)
    return found


def _among(column: str, ids: Container[str]) -> nw.Expr:
    held, others = ([s.number for s in states.states() if (s.id in ids) == among] for among in (True, False))
    # A list is searched for each of millions of rows: the shorter one says the same.
    return nw.col(column).is_in(held) if len(held) <= len(others) else ~nw.col(column).is_in(others)
