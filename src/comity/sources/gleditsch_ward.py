"""Gleditsch and Ward: which states were independent, small states included.

The list is kept to 31 December 2020; a spell that reaches this day had not ended. Each spell is divided where its
number passes to another state (365: Russia, the Soviet Union, Russia).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_date, pl, read_parquet
from comity.sources.spells import by_year, divided
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="gw_system",
    title="Gleditsch and Ward: independent states since the Congress of Vienna",
    publisher="Kristian Skrede Gleditsch and Michael D. Ward",
    citation="Gleditsch, Kristian S. and Michael D. Ward (1999), A Revised List of Independent States since the "
    "Congress of Vienna, International Interactions 25(4): 393-413",
    address="http://ksgleditsch.com/data-4.html",
    licence=Licence(
        name="CC BY 4.0",
        words="may be shared and adapted with attribution",
        address="https://creativecommons.org/licenses/by/4.0/",
        ship="yes",
    ),
    as_of="does not apply",
)
RELEASE = Release(
    "2020-12-31",
    date(2021, 12, 31),
    date(2026, 11, 23),
    "kept to 31 December 2020, day of publication not known; by way of isard 0.2.0",
)

SPELLS = Table(
    name="spells",
    columns=(
        Column("state", "state", "the state"),
        Column("number", "int", "number of Gleditsch and Ward", low=2, high=999),
        Column("start", "date", "first day"),
        Column("end", "date", "last day, or 31 December 2020 where the spell goes on"),
        Column("abbreviation", "text", "letters of Gleditsch and Ward"),
        Column("name", "text", "name in Gleditsch and Ward"),
        Column("microstate", "bool", "whether the state stands on the list of small states"),
    ),
    keys=("state", "number", "start"),
    envelopes={
        "2020-12-31": Envelope(
            (239, 260),
            cells=(
                ({"state": "SUN", "number": 365}, "start", date(1922, 12, 30)),
                ({"state": "SUN", "number": 365}, "end", date(1991, 12, 25)),
            ),
        )
    },
)
MEMBERSHIP = Table(
    name="membership",
    columns=(Column("state", "state", "the state"), Column("year", "int", "year", low=1816, high=2100)),
    keys=("state", "year"),
    envelopes={"2020-12-31": Envelope((19_500, 20_500), (1816, 2020))},
)

LIMITS = Caveat(
    "The list of Gleditsch and Ward ends in 2020; it counts Abkhazia and South Ossetia from 2008, which few states "
    "recognise, and neither Palestine nor the Holy See."
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the list of independent states as kept in Parquet."""
    path = paths["states"]
    names = {
        "gwcode": "number", "gw_abb": "abbreviation", "gw_name": "name", "microstate": "microstate", "start": "start",
        "end": "end",
    }  # fmt: skip
    frame = as_date(read_parquet(path, list(names)).rename(names), ["start", "end"], path)
    frame = frame.select(
        LINE, pl.col("number").cast(pl.Int32), "start", "end", "abbreviation", "name", pl.col("microstate") == 1
    )
    spells = divided(frame, "gw", path)
    tables = {"spells": spells, "membership": by_year(spells)}
    return Reading(RELEASE, tables, dict.fromkeys(tables, (Span(1816, 2020),)))


def _membership(tables: Mapping[str, Relation]) -> Relation:
    return tables["membership"].select("state", "year", value=nw.lit(1.0), status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(SPELLS, MEMBERSHIP),
        editions=(Edition("list to 2020", {"states": "**/regimes/gw_system.parquet"}, read_copy),),
        offers=(
            Offer(
                Definition(
                    code="system.membership_gw",
                    label="Independent state (Gleditsch and Ward)",
                    unit="1 = on any day of the year",
                    grain="state-year",
                    kind="index",
                    sector="system",
                    absent="true zero",
                    adds_over_time=False,
                    adds_over_states=True,
                    caveats=(LIMITS,),
                ),
                ("membership",),
                _membership,
            ),
        ),
    ),
)
