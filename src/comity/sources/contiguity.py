"""Correlates of War: land and sea neighbours, capitals, and the shortest distance between borders.

Distances change seldom: they are stored as runs of years of one pair with one distance, beside a small table of the
years since the start of a run by its length, so that a join on the length gives each year again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import as_date, closed, pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Relation, Release, Span, Table

if TYPE_CHECKING:
    import polars as pl

DATASET = Dataset(
    code="contiguity",
    title="Correlates of War: Direct Contiguity 3.2; capitals and minimum distances of its states",
    publisher="Correlates of War Project; CShapes 2.0; Steven V. Miller (peacesciencer)",
    citation="Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl and Charles Gochman (2002), The "
    "Correlates of War Project Direct Contiguity Data, Version 3, Conflict Management and Peace Science 19(2): 58-66; "
    "Schvitz, Guy, Luc Girardin, Seraina Rüegger, Nils B. Weidmann, Lars-Erik Cederman and Kristian Skrede Gleditsch "
    "(2022), Mapping the International System, 1886-2019: The CShapes 2.0 Dataset, Journal of Conflict Resolution "
    "66(1): 144-161",
    address="https://correlatesofwar.org/data-sets/direct-contiguity/",
    licence=Licence(
        name="Correlates of War terms; GPL-2 (package)",
        words="none in the copy; contiguity is free to use with citation (as known), distances were computed from "
        "CShapes 2.0, and the package that holds them is GPL-2",
        address="https://correlatesofwar.org/data-sets/",
        ship="no",
    ),
)
RETRIEVED = date(2026, 11, 23)
V32 = Release("v3.2", date(2017, 12, 31), RETRIEVED, "contiguity; published in 2017, day not known")
SHAPES = Release("2022-01", date(2022, 1, 31), RETRIEVED, "distances from CShapes 2.0; published by January 2022")
CAPITALS = Release("2026-07", date(2026, 7, 1), RETRIEVED, "capitals; the day of the package that holds them")

TYPES = {
    0: "expressly not contiguous",
    1: "a border on land or river",
    2: "up to 12 miles of water",
    3: "up to 24 miles of water",
    4: "up to 150 miles of water",
    5: "up to 400 miles of water",
}
SPELLS = Table(
    name="contiguity_spells",
    columns=(
        Column("first", "int", "number of one state in Correlates of War", low=2, high=990),
        Column("second", "int", "number of the other state, the larger one", low=2, high=990),
        Column(
            "type", "int", "0 not contiguous, 1 land or river, 2 to 5 water up to 12, 24, 150, 400 miles", low=0, high=5
        ),
        Column("start", "date", "first day of the first month"),
        Column("end", "date", "first day of the last month; December 2016 where it goes on"),
    ),
    keys=("first", "second", "start"),
    envelopes={"v3.2": Envelope((937, 937))},
)
NEIGHBOURS = Table(
    name="contiguity",
    columns=(*dyads.PAIR, Column("type", "int", "the closest contiguity of the year, 1 to 5", low=1, high=5)),
    keys=("origin", "target", "year"),
    envelopes={
        "v3.2": Envelope(
            (30_000, 60_000), (1816, 2016), (({"origin": "CHN", "target": "MMR", "year": 2016}, "type", 1),)
        )
    },
)
RUNS = Table(
    name="distance_runs",
    columns=(
        *dyads.PAIR[:2],
        Column("first_year", "int", "first year of the run", low=1886, high=2100),
        Column("years", "int", "years of the run", low=1),
        Column("kilometres", "float", "between the nearest points of the borders", unit="km", low=0, high=20_040),
    ),
    keys=("origin", "target", "first_year"),
    envelopes={"2022-01": Envelope((27_000, 27_200))},
)
STEPS = Table(
    name="steps",
    columns=(
        Column("years", "int", "length of a run", low=1),
        Column("step", "int", "years since the start of the run", low=0),
    ),
    keys=("years", "step"),
    envelopes={"2022-01": Envelope((5_000, 9_045))},
)
SEATS = Table(
    name="capitals",
    columns=(
        Column("state", "state", "the state"),
        Column("year", "int", "year", low=1816, high=2100),
        Column("capital", "text", "capital at the end of the year, or the last of the state"),
        Column("latitude", "float", "of the capital", unit="degrees", low=-90, high=90),
        Column("longitude", "float", "of the capital", unit="degrees", low=-180, high=180),
    ),
    keys=("state", "year"),
    envelopes={
        "2026-07": Envelope(
            (15_000, 30_000),
            (1816, 2024),
            (
                ({"state": "MMR", "year": 2024}, "capital", "Naypyidaw"),
                ({"state": "RUS", "year": 2024}, "capital", "Moscow"),
            ),
        )
    },
)

COLONIES = Caveat("Contiguity of home territories: borders through colonies are not in it.")
ENDS = Caveat("Contiguity ends in 2016.", first=date(2016, 1, 1))
BORDERS = Caveat(
    "Between the nearest points of two states' borders on the map of the year (CShapes 2.0); 0 is a common border. It "
    "ends in 2019."
)


def read_contiguity(paths: Mapping[str, Path]) -> Reading:
    """Read spells of contiguity, which the file gives in both directions, to the month."""
    path = paths["contiguity"]
    names = {"ccode1": "first", "ccode2": "second", "conttype": "type", "stdate": "start", "enddate": "end"}
    frame = as_date(read_parquet(path, list(names)).rename(names), ["start", "end"], path)
    frame = closed(frame, "type", TYPES, path).with_columns(
        pl.col("first").alias("origin"), pl.col("second").alias("target"), pl.col("start").dt.year().alias("year")
    )
    # Also of pairs that are not contiguous, which give no years, the numbers must be known.
    dyads.numbered(frame, path, ["first", "second"], ["a", "b"], outside="today")
    spells = dyads.once(frame, ["start", "end", "type"], path).drop("origin", "target", "year")
    spells = unique_keys(spells, ["first", "second", "start"], path)
    dyads.years_of(spells, "start", "end", path)
    years = spells.with_columns(pl.col("start", "end").dt.year())
    pairs = dyads.yearly(years.filter(pl.col("type") > 0), "start", "end")
    pairs = dyads.smaller_first(dyads.numbered(pairs, path, ["first", "second"]))
    pairs = pairs.group_by("origin", "target", "year").agg(pl.col("type").min())
    tables = {"contiguity_spells": spells, "contiguity": pairs}
    return Reading(V32, tables, dict.fromkeys(tables, (Span(1816, 2016),)))


def read_distances(paths: Mapping[str, Path]) -> Reading:
    """Read minimum distances by pair and year, each pair once, and put equal years together."""
    path = paths["distances"]
    frame = read_parquet(path, ["ccode1", "ccode2", "year", "mindist"]).rename({"mindist": "kilometres"})
    frame = dyads.smaller_first(dyads.numbered(frame, path))
    frame = unique_keys(frame, ["origin", "target", "year"], path).sort("origin", "target", "year")
    keys = ["origin", "target"]
    changed = (
        (pl.col("year") != pl.col("year").shift(1) + 1) | (pl.col("kilometres") != pl.col("kilometres").shift(1))
    ).fill_null(True)
    runs = (
        frame.with_columns(changed.over(keys).cum_sum().alias("run"))
        .group_by("run", *keys)
        .agg(
            pl.col("year").min().alias("first_year"),
            pl.len().cast(pl.Int32).alias("years"),
            pl.col("kilometres").first(),
        )
    )
    longest = int(runs["years"].max())  # type: ignore[arg-type]
    steps = pl.DataFrame({"years": range(1, longest + 1)}, schema={"years": pl.Int32})
    steps = steps.with_columns(pl.int_ranges(0, pl.col("years"), dtype=pl.Int32).alias("step")).explode("step")
    tables = {"distance_runs": runs, "steps": steps}
    return Reading(SHAPES, tables, dict.fromkeys(tables, (Span(1886, 2019),)))


def read_capitals(paths: Mapping[str, Path]) -> Reading:
    """Read capitals by spells and give each state the one that it had at the end of each year."""
    path = paths["capitals"]
    names = {"ccode": "number", "capital": "capital", "stdate": "start", "enddate": "end", "lat": "latitude",
             "lng": "longitude"}  # fmt: skip
    frame = as_date(read_parquet(path, list(names), ["statenme"]).rename(names), ["start", "end"], path)
    frame = unique_keys(frame, ["number", "start"], path)
    dyads.years_of(frame, "start", "end", path)
    frame = frame.with_columns(pl.col("start", "end").dt.year(), pl.col("start").alias("since"))
    frame = dyads.numbered(
        dyads.yearly(frame, "start", "end"), path, ["number"], ["state"],
        corrections=dyads.CORRECTIONS, outside="today",
    )  # fmt: skip
    frame, note = dyads.living(frame, "state")
    frame = frame.sort("since", "number").unique(["state", "year"], keep="last", maintain_order=True)
    return Reading(CAPITALS, {"capitals": frame}, {"capitals": (Span(1816, 2024),)}, (note,))


def _distances(tables: Mapping[str, Relation]) -> Relation:
    # Each run meets as many steps as it has years, and each step many runs.
    years = tables["distance_runs"].join(tables["steps"], on="years", how="inner")
    return years.select(
        "origin",
        "target",
        year=nw.col("first_year") + nw.col("step"),
        value=nw.col("kilometres"),
        status=nw.lit("reported"),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(SPELLS, NEIGHBOURS, RUNS, STEPS, SEATS),
        editions=(
            Edition(
                "direct contiguity 3.2", {"contiguity": "**/contiguity_distance/cow_contdir.parquet"}, read_contiguity
            ),
            Edition("minimum distances", {"distances": "**/contiguity_distance/cow_mindist.parquet"}, read_distances),
            Edition("capitals", {"capitals": "**/contiguity_distance/cow_capitals.parquet"}, read_capitals),
        ),
        offers=(
            dyads.offer(
                "geography.contiguity_cow",
                "Neighbours by land or sea (Correlates of War)",
                dyads.positive("contiguity", "type"),
                COLONIES,
                ENDS,
                dyads.NOT_MEMBERS,
                table="contiguity",
                sector="geography",
                unit="type 1–5",
                absent="none recorded",
                note="; ".join(f"{n}: {words}" for n, words in TYPES.items() if n) + "; none: farther apart",
            ),
            dyads.offer(
                "geography.minimum_distance",
                "Shortest distance between two states' borders",
                _distances,
                BORDERS,
                table=("distance_runs", "steps"),
                sector="geography",
                unit="km",
                absent="not known",
            ),
        ),
        ship=ship_nothing,
    ),
)
