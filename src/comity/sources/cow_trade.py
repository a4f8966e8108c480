"""Correlates of War: trade between members of the state system, as the importer counts it.

The copy is rounded to whole millions of dollars, so a printed 0 is less than half a million, or no report; blanks are
flows that nobody knows. A number is a series over several states, and the year of the row says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources import trade_flows
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import number_by_code, pl, read_parquet
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Release, Span, Table

DATASET = Dataset(
    code="cow_trade",
    title="Correlates of War: Trade Data Set 4.0, bilateral",
    publisher="Correlates of War Project",
    citation="Barbieri, Katherine, Omar M. G. Keshk and Brian Pollins (2009), TRADING DATA: Evaluating our Assumptions "
    "and Coding Rules, Conflict Management and Peace Science 26(5): 471-491; Barbieri, Katherine and Omar M. G. Keshk "
    "(2016), Correlates of War Project Trade Data Set Codebook, Version 4.0",
    address="https://correlatesofwar.org/data-sets/bilateral-trade/",
    licence=Licence(
        name="Correlates of War terms",
        words="none in the copy; free to use with citation (as known; ask the publisher before handing it on)",
        address="https://correlatesofwar.org/data-sets/",
        ship="no",
    ),
)
RELEASE = Release("v4.0", date(2016, 12, 31), date(2026, 11, 23), "published in 2016, day not known")

IMPORTS = Table(
    name="imports",
    columns=(
        *trade_flows.STATES,
        Column("imports", "float", "goods that the importer bought, whole millions", unit="USD million", low=0),
    ),
    keys=("origin", "target", "year"),
    envelopes={
        "v4.0": Envelope(
            (1_290_000, 1_300_000),
            (1870, 2014),
            tuple(
                ({"origin": origin, "target": target, "year": year}, "imports", millions)
                for origin, target, year, millions in (
                    ("MMR", "RUS", 2014, 36.0),
                    ("RUS", "MMR", 2014, 51.0),
                    ("RUS", "MMR", 2011, 251.0),
                    ("RUS", "MMR", 2013, 87.0),
                )
            ),
        )
    },
)

ROUNDED = Caveat(
    "Whole millions of dollars: a 0 in the source is less than half a million or no report, which it does not tell "
    "apart, and so is not known here."
)
IMPORTER = Caveat("Mostly the importer's report; where it has none, the exporter's stands in its place.")


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read directed dyad-years; each flow stands in them twice, of which the importer's row is taken."""
    path = paths["trade"]
    names = {"ccode1": "importer", "ccode2": "exporter", "year": "year", "flow1": "imports"}
    frame = read_parquet(path, list(names), ["flow2", "smoothflow1", "smoothflow2"]).rename(names)
    frame = frame.with_columns(pl.col("year").cast(pl.Int32)).drop_nulls("imports")
    for side, to in (("exporter", "origin"), ("importer", "target")):
        frame = number_by_code(frame, side, to, path, system="cow", year="year")
    return Reading(RELEASE, {"imports": frame}, {"imports": (Span(1870, 2014),)})


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(IMPORTS,),
        editions=(Edition("directed dyad-years 4.0", {"trade": "**/trade_cow/cow_trade_ddy.parquet"}, read_copy),),
        offers=(
            Offer(
                trade_flows.definition(
                    "trade.imports_cow",
                    "Imports of goods (Correlates of War)",
                    "USD million",
                    ROUNDED,
                    IMPORTER,
                    trade_flows.KINDS_DIFFER,
                    absent="not known",
                    note="From the exporter to the importer",
                ),
                ("imports",),
                lambda tables: trade_flows.flows(tables["imports"], "imports"),
            ),
        ),
        ship=ship_nothing,
    ),
)
