"""Distances between two states' borders and between their capitals, for the states of two lists (Steven V. Miller).

Distances change seldom: they are stored as runs of years of one pair with one distance, beside a small table of the
years since the start of a run by its length, so that a join on the length gives each year again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import narwhals as nw

from comity.sources import dyads
from comity.sources.publication import Edition, Reading
from comity.sources.reading import Correction, as_date, number_by_code, pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Envelope, Offer, Relation, Release, Span, Table

if TYPE_CHECKING:
    import polars as pl

List = Literal["cow", "gw"]
WHOSE: Mapping[List, str] = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
CODES: Mapping[List, str] = {"cow": "ccode", "gw": "gwcode"}

RETRIEVED = date(2026, 11, 23)
SHAPES = Release("2022-01", date(2022, 1, 31), RETRIEVED, "distances from CShapes 2.0; published by January 2022")
CAPITALS = Release("2026-07", date(2026, 7, 1), RETRIEVED, "capitals; the day of the package that holds them")
MAPPED, SEATED = Span(1886, 2019), Span(1816, 2024)
# The radius of the sphere on which the peer measures (geosphere's default), in kilometres.
RADIUS = 6378.137

# Numbers of capitals in years in which the list itself has them for nobody, or for another state.
SEATS: Mapping[List, tuple[Correction, ...]] = {
    "cow": (
        *(c for c in dyads.CORRECTIONS if c.code == 345),  # Yugoslavia under occupation
        Correction(255, None, "united Germany's number; until 1990 the capital is West Germany's", 1946, 1990),
        Correction(260, None, "West Germany's number after the union", first=1991),
    ),
    "gw": (
        Correction(255, None, "Germany's number until 1945; from 1949 on the list has it under 260", first=1946),
        Correction(679, None, "united Yemen, which the list has under 678"),
    ),
}


def _runs(name: str, what: str, stamp: str, rows: tuple[int, int]) -> Table:
    return Table(
        name=name,
        columns=(
            *dyads.PAIR[:2],
            Column("first_year", "int", "first year of the run", low=1816, high=2100),
            Column("years", "int", "years of the run", low=1),
            Column("kilometres", "float", what, unit="km", low=0, high=20_040),
        ),
        keys=("origin", "target", "first_year"),
        envelopes={stamp: Envelope(rows)},
    )


TABLES = (
    _runs("distance_runs", "between the nearest points of the borders", SHAPES.stamp, (27_000, 27_200)),
    _runs("distance_runs_gw", "between the nearest points of the borders", SHAPES.stamp, (20_000, 35_000)),
    _runs("capital_runs", "between the capitals at the start of the year", CAPITALS.stamp, (20_000, 40_000)),
    _runs("capital_runs_gw", "between the capitals at the start of the year", CAPITALS.stamp, (20_000, 40_000)),
    Table(
        name="steps",
        columns=(
            Column("years", "int", "length of a run", low=1),
            Column("step", "int", "years since the start of the run", low=0),
        ),
        keys=("years", "step"),
        envelopes={SHAPES.stamp: Envelope((5_000, 9_045)), CAPITALS.stamp: Envelope((15_000, 22_000))},
    ),
)

BORDERS = Caveat(
    "Between the nearest points of two states' borders on the map of the year (CShapes 2.0); 0 is a common border. It "
    "ends in 2019."
)
CITIES = Caveat(
    "On a sphere, from capital to capital, each as it was on the first day of the year, or on the first that the state "
    "had one in it."
)
ONE_GERMANY = Caveat(
    "In 1990 the capital is Bonn, West Germany's at the start of the year.",
    ("DEU",),
    date(1990, 1, 1),
    date(1990, 12, 31),
)
BONN = Caveat(
    "Gleditsch and Ward's list of capitals has Bonn until Parliament chose Berlin in June 1991.",
    ("DEU",),
    date(1991, 1, 1),
    date(1991, 12, 31),
)


def read_borders(paths: Mapping[str, Path]) -> Reading:
    """Read minimum distances by pair and year, each pair once, and put equal years together."""
    runs: dict[str, pl.DataFrame] = {}
    for system, code in CODES.items():
        path = paths[system]
        codes = [f"{code}1", f"{code}2"]
        frame = read_parquet(path, [*codes, "year", "mindist"]).rename({"mindist": "kilometres"})
        for column, side in zip(codes, ("origin", "target"), strict=True):
            frame = number_by_code(frame, column, side, path, system=system, year="year")
        frame = unique_keys(dyads.smaller_first(frame), ["origin", "target", "year"], path)
        runs[_table("distance", system)] = _in_runs(frame)
    return _reading(SHAPES, runs, MAPPED)


def read_capitals(paths: Mapping[str, Path]) -> Reading:
    """Read capitals by spells and measure between those of each year, on a sphere."""
    runs: dict[str, pl.DataFrame] = {}
    notes: list[str] = []
    for system, code in CODES.items():
        path = paths[system]
        names = {code: "number", "capital": "capital", "stdate": "start", "enddate": "end", "lat": "latitude",
                 "lng": "longitude"}  # fmt: skip
        frame = as_date(read_parquet(path, list(names), ["statenme"]).rename(names), ["start", "end"], path)
        frame = unique_keys(frame, ["number", "start"], path)
        dyads.years_of(frame, "start", "end", path)
        frame = frame.sort("number", "start").with_columns(pl.col("start", "end").dt.year())
        frame = dyads.yearly(frame, "start", "end").unique(["number", "year"], keep="first", maintain_order=True)
        frame = number_by_code(
            frame, "number", "state", path, system=system, year="year", corrections=SEATS[system], outside="today"
        )
        frame, aside = dyads.members(frame.drop_nulls("state"), "state")
        notes += [f"capitals of {WHOSE[system]}: {note}" for note in aside]
        runs[_table("capital", system)] = _in_runs(_apart(unique_keys(frame, ["state", "year"], path)))
    return _reading(CAPITALS, runs, SEATED, *notes)


def _apart(capitals: pl.DataFrame) -> pl.DataFrame:
    """Measure between the capitals of each year: great circles, by Vincenty's formula for a sphere (1975)."""
    radians = capitals.select("state", "year", pl.col("latitude", "longitude").radians())
    pairs = radians.join(radians, on="year", suffix="_b").filter(pl.col("state") < pl.col("state_b"))
    north, north_b, apart = pl.col("latitude"), pl.col("latitude_b"), pl.col("longitude") - pl.col("longitude_b")
    across = north_b.cos() * apart.sin()
    along = north.cos() * north_b.sin() - north.sin() * north_b.cos() * apart.cos()
    inward = north.sin() * north_b.sin() + north.cos() * north_b.cos() * apart.cos()
    kilometres = RADIUS * pl.arctan2((across.pow(2) + along.pow(2)).sqrt(), inward)
    return pairs.select(
        "year", pl.col("state").alias("origin"), pl.col("state_b").alias("target"), kilometres.alias("kilometres")
    )


def _in_runs(frame: pl.DataFrame) -> pl.DataFrame:
    """Put years of one pair that follow each other with one distance together."""
    frame = frame.sort("origin", "target", "year")
    keys = ["origin", "target"]
    changed = (
        (pl.col("year") != pl.col("year").shift(1) + 1) | (pl.col("kilometres") != pl.col("kilometres").shift(1))
    ).fill_null(True)
    return (
        frame.with_columns(changed.over(keys).cum_sum().alias("run"))
        .group_by("run", *keys)
        .agg(
            pl.col("year").min().alias("first_year"),
            pl.len().cast(pl.Int32).alias("years"),
            pl.col("kilometres").first(),
        )
    )


def _table(what: str, system: List) -> str:
    return f"{what}_runs" if system == "cow" else f"{what}_runs_{system}"


def _reading(release: Release, runs: Mapping[str, pl.DataFrame], span: Span, *notes: str) -> Reading:
    longest = max(int(r["years"].max()) for r in runs.values())  # type: ignore[arg-type]
    steps = pl.DataFrame({"years": range(1, longest + 1)}, schema={"years": pl.Int32})
    steps = steps.with_columns(pl.int_ranges(0, pl.col("years"), dtype=pl.Int32).alias("step")).explode("step")
    tables = {**runs, "steps": steps}
    return Reading(release, tables, dict.fromkeys(tables, (span,)), notes)


def _values(table: str) -> Callable[[Mapping[str, Relation]], Relation]:
    def values(tables: Mapping[str, Relation]) -> Relation:
        # Each run meets as many steps as it has years, and each step many runs.
        years = tables[table].join(tables["steps"], on="years", how="inner")
        return years.select(
            "origin",
            "target",
            year=nw.col("first_year") + nw.col("step"),
            value=nw.col("kilometres"),
            status=nw.lit("reported"),
        )

    return values


EDITIONS = (
    Edition(
        "minimum distances",
        {s: f"**/contiguity_distance/{s}_mindist.parquet" for s in CODES},
        read_borders,
    ),
    Edition("capitals", {s: f"**/contiguity_distance/{s}_capitals.parquet" for s in CODES}, read_capitals),
)


def _offer(code: str, label: str, table: str, *caveats: Caveat) -> Offer:
    return dyads.offer(
        code, label, _values(table), *caveats, table=(table, "steps"), sector="geography", unit="km", absent="not known"
    )


NEAREST, SEATS_APART = "Shortest distance between two states' borders", "Distance between the capitals"
OFFERS = (
    _offer("geography.minimum_distance", NEAREST, "distance_runs", BORDERS),
    _offer("geography.minimum_distance_gw", f"{NEAREST} (Gleditsch and Ward's)", "distance_runs_gw", BORDERS),
    _offer(
        "geography.distance_capitals_cow", f"{SEATS_APART} (Correlates of War's)", "capital_runs", CITIES, ONE_GERMANY
    ),
    _offer("geography.distance_capitals_gw", f"{SEATS_APART} (Gleditsch and Ward's)", "capital_runs_gw", CITIES, BONN),
)
