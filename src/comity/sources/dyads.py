"""What sources by pairs of states share: numbers of Correlates of War by year, pairs kept once, spells made into years.

A number is a series over several states, so the year of the row says which state is meant. Where a list has a state in
a year in which it was no member of the state system (a colony, a country under occupation), the state that has the
number today is meant, and the row stands: what is on record is a fact. Rows of a state after its end are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.reading import LINE, Correction, number_by_code, pl, unique_keys
from comity.vocabulary import Absence, Caveat, Column, Definition, Grain, Kind, Licence, Offer, Relation, Span

if TYPE_CHECKING:
    import polars as pl

COW_TERMS = Licence(
    name="Correlates of War terms",
    words="none in the copy; free to use with citation (as known; ask the publisher before handing it on)",
    address="https://correlatesofwar.org/data-sets/",
    ship="no",
)

# Numbers that lists use outside the membership of the state system, in which nobody has them.
CORRECTIONS = (
    Correction(305, "XAH", "the Austrian Empire under the number of the republic", last=1918),
    Correction(345, "YUG", "Yugoslavia under occupation, with the number that Serbia has today", first=1941, last=1944),
    Correction(679, "XYN", "North Yemen under the number of the united state", last=1989),
)
NOT_MEMBERS = Caveat(
    "States that Correlates of War does not count as members of the state system in a year are not looked at, so that "
    "nothing on record about them is no proof."
)
GERMANY = Caveat(
    "West Germany and united Germany have a number each and both stand in 1990; the pair has the larger value.",
    ("DEU",),
    date(1990, 1, 1),
    date(1990, 12, 31),
)

PAIR = (
    Column("origin", "state", "the state with the smaller number"),
    Column("target", "state", "the other state"),
    Column("year", "int", "year", low=1816, high=2100),
)
DIRECTED = (
    Column("origin", "state", "the state that acts"),
    Column("target", "state", "the other state"),
    Column("year", "int", "year", low=1816, high=2100),
)


def numbered(
    frame: pl.DataFrame,
    path: Path,
    codes: Sequence[str] = ("ccode1", "ccode2"),
    to: Sequence[str] = ("origin", "target"),
    *,
    corrections: Sequence[Correction] = (),
    outside: Literal["refuse", "today"] = "refuse",
) -> pl.DataFrame:
    """Add the states that had the numbers of Correlates of War in the column `year`."""
    for code, column in zip(codes, to, strict=True):
        frame = number_by_code(
            frame, code, column, path, system="cow", year="year", corrections=corrections, outside=outside
        )
    return frame


def on_record(frame: pl.DataFrame, *columns: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Set aside rows of states after their end and before 1816, where the lists of states begin, and say which."""
    return _kept(frame, columns, lambda s, y: y >= 1816 and y <= _last(s), "after their end or before 1816")


def members(frame: pl.DataFrame, *columns: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Set aside rows in whose year no list counts the state, neither the registry nor a state system, and say which."""
    return _kept(frame, columns, _counted, "in years in which no list of states has them")


def _counted(state: states.State, year: int) -> bool:
    return state.exists_in(year) or any(
        spell.start.year <= year <= (spell.end or date.max).year for spell in state.spells
    )


def _last(state: states.State) -> int:
    """Return the last year in which the registry or a state system has the state."""
    ends = [end for _, end in state.existence] + [spell.end for spell in state.spells]
    return max((end or date.max).year for end in ends) if ends else date.max.year


def _kept(
    frame: pl.DataFrame, columns: Sequence[str], stands: Callable[[states.State, int], bool], when: str
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    kept, gone = frame, dict[str, int]()
    for column in columns:
        rows = kept.group_by(column, "year").len().drop_nulls()
        numbers = [(states.by_number(n), y, k) for n, y, k in rows.iter_rows()]
        for state, year, count in numbers:
            if not stands(state, year):
                gone[state.id] = gone.get(state.id, 0) + count
        alive = pl.Series([stands(s, y) for s, y, _ in numbers], dtype=pl.Boolean)
        kept = kept.join(rows.filter(alive), on=[column, "year"], how="semi")
    said = ", ".join(f"{id_} {n:,}" for id_, n in sorted(gone.items(), key=lambda one: (-one[1], one[0])))
    return kept, (f"{len(frame) - len(kept):,} rows of states {when} are set aside ({said})",) if gone else ()


def smaller_first(frame: pl.DataFrame) -> pl.DataFrame:
    """Put the state with the smaller number of the registry first, for figures without direction."""
    return frame.with_columns(
        pl.min_horizontal("origin", "target").alias("origin"), pl.max_horizontal("origin", "target").alias("target")
    )


def once(frame: pl.DataFrame, keys: Sequence[str], path: Path) -> pl.DataFrame:
    """Keep each pair once from a file that gives both directions; refuse it where one direction lacks."""
    both = unique_keys(frame, ["origin", "target", *keys], path)
    turned = both.select(pl.col("target").alias("origin"), pl.col("origin").alias("target"), *keys)
    alone = both.join(turned, on=["origin", "target", *keys], how="anti").sort(LINE)
    if not alone.is_empty():
        raise Failure(f"{path}:{alone[LINE][0]}: the pair stands in one direction only; expected both, get it again")
    return both.filter(pl.col("origin") < pl.col("target"))


def yearly(spells: pl.DataFrame, start: str, end: str, since: int = 1816) -> pl.DataFrame:
    """Make a row of each year of a spell since a year, both ends included; the year is in the column `year`."""
    first = pl.max_horizontal(pl.col(start), pl.lit(since))
    inside = spells.filter(pl.col(end) >= since)
    return inside.with_columns(pl.int_ranges(first, pl.col(end) + 1, dtype=pl.Int32).alias("year")).explode("year")


def years_of(spells: pl.DataFrame, start: str, end: str, path: Path) -> None:
    """Refuse spells that end before they start."""
    odd = spells.filter(pl.col(start) > pl.col(end))
    if not odd.is_empty():
        raise Failure(f"{path}:{odd[LINE][0]}: starts in {odd[start][0]} and ends in {odd[end][0]}")


def id_of(number: str) -> pl.Expr:
    """Return the text ids of the registry's numbers in a column, blank where there is none."""
    ids = {s.number: s.id for s in states.states()}
    return pl.col(number).replace_strict(ids, default=None, return_dtype=pl.String)


def positive(table: str, column: str, *where: nw.Expr) -> Callable[[Mapping[str, Relation]], Relation]:
    """Return the values of a table's column above zero; what is not there has the indicator's absence."""

    def values(tables: Mapping[str, Relation]) -> Relation:
        value = nw.col(column).cast(nw.Float64)
        rows = tables[table].filter(value > 0, *where)
        return rows.select("origin", "target", "year", value=value, status=nw.lit("reported"))

    return values


def at_all(table: str) -> Callable[[Mapping[str, Relation]], Relation]:
    """Return 1 for each pair and year that stands in a table at least once."""

    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables[table].select("origin", "target", "year").unique()
        return rows.select("origin", "target", "year", value=nw.lit(1.0), status=nw.lit("reported"))

    return values


def offer(
    code: str,
    label: str,
    values: Callable[[Mapping[str, Relation]], Relation],
    *caveats: Caveat,
    table: str | tuple[str, ...],
    sector: str,
    unit: str = "1 = yes",
    grain: Grain = "dyad-year",
    kind: Kind = "index",
    absent: Absence = "true zero",
    over_time: bool = False,
    over_states: bool = False,
    note: str = "",
    coverage: Callable[[tuple[Span, ...]], tuple[Span, ...]] = tuple,
) -> Offer:
    """Return an indicator of these sources: by pair and year, added neither over time nor over states."""
    definition = Definition(
        code=code,
        label=label,
        unit=unit,
        grain=grain,
        kind=kind,
        sector=sector,
        absent=absent,
        adds_over_time=over_time,
        adds_over_states=over_states,
        caveats=caveats,
        note=note,
    )
    return Offer(definition, (table,) if isinstance(table, str) else table, values, coverage)


def joined_sides(parts: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return for each value of `key` who is on either side (`origin`, `target`) and the numbers of all (`parties`).

    `parts` has `key`, `side` ("a" or "b"), `number` (null where it is no state) and `word` (its id or its name).
    """
    parts = parts.select(key, "side", "number", "word").unique().sort(key, "side", "number", "word", nulls_last=True)
    return parts.group_by(key, maintain_order=True).agg(
        *(
            pl.col("word").filter(pl.col("side") == side).unique(maintain_order=True).str.join("; ").alias(to)
            for side, to in (("a", "origin"), ("b", "target"))
        ),
        pl.col("number").drop_nulls().unique().sort().alias("parties"),
    )
