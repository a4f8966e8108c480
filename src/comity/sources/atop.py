"""ATOP: what states promised each other in alliance treaties, by directed pair and year.

A row says which promises the first state owed the second in the year. The promises of 1815, with which the file begins,
are set aside, as the lists of states begin in 1816; those of a state before its independence (Ukraine in 1990) stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Release, Span, Table

DATASET = Dataset(
    code="atop",
    title="Alliance Treaty Obligations and Provisions 5.1, directed dyad-years",
    publisher="ATOP project, Rice University",
    citation="Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell and Andrew G. Long (2002), Alliance "
    "Treaty Obligations and Provisions, 1815-1944, International Interactions 28: 237-260",
    address="http://www.atopdata.org/",
    licence=Licence(
        name="none stated",
        words="none in the copy (the package it stands in is GPL-2); ask ATOP before handing it on",
        address="http://www.atopdata.org/",
        ship="no",
    ),
)
RELEASE = Release("v5.1", date(2022, 12, 31), date(2026, 11, 23), "published by the end of 2022, day not known")

PROMISES = {
    "atop_defense": "defense",
    "atop_offense": "offense",
    "atop_neutral": "neutrality",
    "atop_nonagg": "nonaggression",
    "atop_consul": "consultation",
}
LABELS = {
    "defense": "Alliance: promise to defend the other",
    "offense": "Alliance: promise to fight beside the other outside defence",
    "neutrality": "Alliance: promise to stay neutral",
    "nonaggression": "Alliance: promise not to attack",
    "consultation": "Alliance: promise to consult",
}
ALLIANCES = Table(
    name="alliances",
    columns=(
        *dyads.DIRECTED,
        *(Column(p, "int", f"1: {LABELS[p].removeprefix('Alliance: ')}", low=0, high=1) for p in PROMISES.values()),
    ),
    keys=("origin", "target", "year"),
    envelopes={
        "v5.1": Envelope(
            (270_000, 273_296),
            (1816, 2018),
            tuple(
                ({"origin": origin, "target": target, "year": year}, promise, value)
                for origin, target, year, promise, value in (
                    ("RUS", "MMR", 2015, "nonaggression", 1),
                    ("RUS", "MMR", 2018, "nonaggression", 1),
                    ("RUS", "MMR", 2018, "defense", 0),
                    ("RUS", "MMR", 2018, "consultation", 0),
                    ("MMR", "RUS", 2018, "nonaggression", 1),
                )
            ),
        )
    },
)
TREATY = Caveat(
    "A promise in a written treaty, whatever its weight: a treaty of many states (the nonaggression clause of the "
    "ASEAN Treaty of Amity, joined by outsiders) counts as one between two."
)
ENDS = Caveat("The list ends in 2018: later treaties are not in it.", first=date(2018, 1, 1))


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read directed dyad-years as kept in Parquet."""
    path = paths["alliances"]
    frame = unique_keys(
        read_parquet(path, ["ccode1", "ccode2", "year", *PROMISES]), ["ccode1", "ccode2", "year"], path
    ).rename(PROMISES)
    frame = dyads.numbered(frame, path, corrections=dyads.CORRECTIONS, outside="today")
    frame, notes = dyads.on_record(frame, "origin", "target")
    # West Germany and united Germany are one state here, and both numbers stand in 1990.
    frame = frame.group_by("origin", "target", "year").agg(pl.col(*PROMISES.values()).max())
    return Reading(RELEASE, {"alliances": frame}, {"alliances": (Span(1816, 2018),)}, notes)


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(ALLIANCES,),
        editions=(
            Edition("directed dyad-years 5.1", {"alliances": "**/alliances_atop/atop_alliance.parquet"}, read_copy),
        ),
        offers=tuple(
            dyads.offer(
                f"alliances.{promise}",
                label,
                dyads.positive("alliances", promise),
                TREATY,
                ENDS,
                dyads.GERMANY,
                dyads.NOT_MEMBERS,
                table="alliances",
                sector="diplomacy",
                grain="directed-dyad-year",
                note="promises of states before their independence and under occupation stand where the list has them",
            )
            for promise, label in LABELS.items()
        ),
        ship=ship_nothing,
    ),
)
