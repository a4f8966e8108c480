"""Correlates of War: land and sea neighbours; distances between borders and between capitals, of two lists of states.

Distances between borders (CShapes 2.0) and the capitals come from one package, once for the states of Correlates of War
and once for those of Gleditsch and Ward; the two differ in who is a state when and in some borders, and are kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.sources import distances, dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import as_date, closed, pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Release, Span, Table

if TYPE_CHECKING:
    import polars as pl

DATASET = Dataset(
    code="contiguity",
    title="Correlates of War: Direct Contiguity 3.2; distances between borders and capitals of two lists of states",
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

COLONIES = Caveat("Contiguity of home territories: borders through colonies are not in it.")
ENDS = Caveat("Contiguity ends in 2016.", first=date(2016, 1, 1))


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


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(SPELLS, NEIGHBOURS, *distances.TABLES),
        editions=(
            Edition(
                "direct contiguity 3.2", {"contiguity": "**/contiguity_distance/cow_contdir.parquet"}, read_contiguity
            ),
            *distances.EDITIONS,
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
            *distances.OFFERS,
        ),
        ship=ship_nothing,
    ),
)
