"""What tables of trade between pairs have in common, whoever publishes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import narwhals as nw

from comity import states
from comity.sources.reading import ids_of, pl
from comity.vocabulary import Absence, Caveat, Column, Definition, Grain, Relation, Span

SILENT = Caveat(
    "Russia has published no detailed customs statistics since early 2022: its flows rest on what partners report, and "
    "a pair whose partner does not report either is low or absent.",
    ("RUS",),
    date(2022, 1, 1),
)
UNRECORDED = Caveat(
    "Goods that pass customs: arms such as aircraft, ships and tanks are partly left out by those who report."
)
KINDS_DIFFER = Caveat(
    "Tables of trade measure different things (reconciled, as reported, estimated): figures of two of them make no "
    "series, and years that one lacks are not filled from another."
)

PAIR = (
    Column("origin", "state", "who exports, blank where it is no state", nullable=True),
    Column("target", "state", "who imports, blank where it is no state", nullable=True),
    Column("exporter", "text", "who exports, in the publisher's code"),
    Column("importer", "text", "who imports, in the publisher's code"),
    Column("year", "int", "year", low=1870, high=2100),
)
STATES = (
    Column("origin", "state", "who exports"),
    Column("target", "state", "who imports"),
    Column("year", "int", "year", low=1870, high=2100),
)


def definition(
    code: str,
    label: str,
    unit: str,
    *caveats: Caveat,
    absent: Absence,
    grain: Grain = "directed-dyad-year",
    sector: str = "trade",
    note: str = "",
) -> Definition:
    """Define a flow of goods or services, which adds up over years and over states."""
    return Definition(
        code=code,
        label=label,
        unit=unit,
        grain=grain,
        kind="flow",
        sector=sector,
        absent=absent,
        adds_over_time=True,
        adds_over_states=True,
        caveats=caveats,
        note=note,
    )


def flows(rows: Relation, column: str, *, zeros: bool = False) -> Relation:
    """Return the relation of a table's flows between two different states.

    Parameters
    ----------
    zeros
        Whether a printed 0 is a figure like any other; otherwise it stands for what the source could not tell, and the
        indicator's rule of absence speaks.
    """
    value = nw.col(column)
    between = rows.filter(
        ~nw.col("origin").is_null(),
        ~nw.col("target").is_null(),
        value >= 0 if zeros else value > 0,
        nw.col("origin") != nw.col("target"),
    )
    return between.select("origin", "target", "year", value=value, status=nw.lit("reported"))


def totals(rows: Relation, column: str, side: str) -> Relation:
    """Return each state's sum over all partners that the publisher lists, those that are no states included."""
    known = rows.filter(~nw.col(side).is_null(), ~nw.col(column).is_null())
    sums = known.group_by(side, "year").agg(nw.col(column).sum())
    return sums.select(state=nw.col(side), year=nw.col("year"), value=nw.col(column), status=nw.lit("reported"))


def exact(column: str) -> pl.Expr:
    """Return single-precision numbers as the decimals that were written: 239020.27, not 239020.265625."""
    return pl.col(column).cast(pl.Float32).cast(pl.String).cast(pl.Float64)


def ids_in(frame: pl.DataFrame, *columns: str) -> tuple[str, ...]:
    """Return the ids of the states in columns of the registry's numbers, in the order of their numbers."""
    found = pl.concat([frame.select(pl.col(c).alias("number")) for c in columns]).drop_nulls().unique().sort("number")
    named = found.with_columns(pl.lit("").alias("_")).with_columns(ids_of("number", otherwise="_").alias("id"))
    return tuple(named["id"].to_list())


def spans_by_year(frame: pl.DataFrame) -> tuple[Span, ...]:
    """Return the coverage of a table that holds every flow between the economies it has in a year, and no others.

    Each run of years is covered for the economies that are there in all of them, or in all in which they existed; a
    further span says from when the others are there too (South Sudan since 2012).
    """
    seen = {int(year): set(ids_in(rows, "origin", "target")) for (year,), rows in frame.group_by("year")}
    spans: list[Span] = []
    for run in _runs(seen):
        everyone = set[str]().union(*(seen[y] for y in run))
        always = {i for i in everyone if all(i in seen[y] or not _alive(i, y) for y in run)}
        spans.append(_among(run[0], run[-1], always))
        more = {y: always | seen[y] for y in run if seen[y] - always}
        for part in _runs(more):
            first = part[0]
            for year, after in zip(part, [*part[1:], None], strict=True):
                if after is None or more[after] != more[first]:
                    spans.append(_among(first, year, more[first]))
                    first = after or year
    return tuple(spans)


def _runs(years: Iterable[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for year in sorted(years):
        if found and found[-1][-1] == year - 1:
            found[-1].append(year)
        else:
            found.append([year])
    return found


def _alive(state: str, year: int) -> bool:
    found = states.state(state)
    return not found.existence or found.exists_in(year)


def _among(first: int, last: int, economies: set[str]) -> Span:
    who = tuple(sorted(economies))
    return Span(first, last, who, who)
