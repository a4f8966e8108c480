"""Correlates of War: Militarized Interstate Disputes, version 5."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources import disputes, dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.vocabulary import Dataset, Release, Span

DATASET = Dataset(
    code="mid_cow",
    title="Correlates of War: Militarized Interstate Disputes 5.0",
    publisher="Correlates of War Project",
    citation="Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela Karstens, Chase Bloch, "
    "Nick Dietrich, Kayla Kahn, Kellan Ritter and Michael J. Soules (2022), The MID5 Dataset, 2011-2014: Procedures, "
    "Coding Rules, and Description, Conflict Management and Peace Science 39(4): 470-482",
    address="https://correlatesofwar.org/data-sets/mids/",
    licence=dyads.COW_TERMS,
)
RELEASE = Release("v5.0", date(2021, 12, 31), date(2026, 11, 23), "published by the end of 2021, day not known")
SPAN = Span(1816, 2014)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read directed pairs by year and disputes as kept in Parquet."""
    unused = ["fatalpre1", "fatalpre2", "hiact1", "hiact2"]
    pairs, records = disputes.read(paths, "MID", "dispongoing", "disponset", unused)
    tables = {"pairs": pairs, "disputes": records}
    apart = records.filter(records["last_year"] < records["first_year"])["dispute"].to_list()
    note = f"disputes that the list begins after their last year in the file of pairs, as published: {apart}"
    return Reading(RELEASE, tables, dict.fromkeys(tables, (SPAN,)), (note,))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=disputes.tables("v5.0", (5_690, 5_695), (2_436, 2_436), (1816, 2014)),
        editions=(
            Edition(
                "disputes 5.0",
                {
                    "pairs": "**/mid_cow/cow_mid_dirdisps.parquet",
                    "disputes": "**/mid_cow/cow_mid_disps.parquet",
                },
                read_copy,
            ),
        ),
        offers=disputes.offers("mid_cow", "Correlates of War"),
        ship=ship_nothing,
    ),
)
