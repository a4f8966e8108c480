"""ICEWS: events between states as the news told them, counted by pair and year, 2002 to 2014.

The copy holds 152 states and every ordered pair of them in every year, with a printed 0 where no event was coded. A
count is one of reports, not of acts: it grows with the attention of the press, and 0 says that no report was coded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import number_by_code, pl, read_parquet
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
    code="icews",
    title="ICEWS coded event data, yearly counts by pair of states",
    publisher="Integrated Crisis Early Warning System, Lockheed Martin",
    citation="Boschee, Elizabeth, Jennifer Lautenschlager, Sean O'Brien, Steve Shellman, James Starz and Michael Ward "
    "(2015), ICEWS Coded Event Data, Harvard Dataverse, https://doi.org/10.7910/DVN/28075",
    address="https://dataverse.harvard.edu/dataverse/icews",
    licence=Licence(
        name="not read; the copy comes from a package under GPL-3",
        words="The package netify, which holds the copy, is licensed GPL-3; the terms on Harvard Dataverse could not "
        "be read.",
        address="https://dataverse.harvard.edu/dataverse/icews",
        ship="no",
    ),
)
FIRST, LAST = 2002, 2014
RELEASE = Release("2015", date(2015, 12, 31), date(2026, 11, 23), "published in 2015; day not known")

COUNTS = {
    "verbal_cooperation": ("verbCoop", "Statements of cooperation from one state to another (ICEWS)"),
    "material_cooperation": ("matlCoop", "Acts of cooperation from one state to another (ICEWS)"),
    "verbal_conflict": ("verbConf", "Statements of conflict from one state to another (ICEWS)"),
    "material_conflict": ("matlConf", "Acts of conflict from one state to another (ICEWS)"),
}
EVENTS = Table(
    name="events",
    columns=(
        Column("origin", "state", "whose act"),
        Column("target", "state", "on whom"),
        Column("year", "int", "year", low=FIRST, high=2100),
        *(Column(c, "int", label, unit="events", low=0, high=1_000_000) for c, (_, label) in COUNTS.items()),
    ),
    keys=("origin", "target", "year"),
    envelopes={
        "2015": Envelope(
            (298_376, 320_000),
            (FIRST, LAST),
            (({"origin": "RUS", "target": "MMR", "year": 2014}, "verbal_cooperation", 43),),
        )
    },
)
REPORTS = Caveat(
    "Counts of reports coded by a machine, not of acts: they grow with the attention of the press, one event may be "
    "counted many times, and that none was coded is no proof that there was none."
)
ENDS = Caveat("The copy ends in 2014 and holds 152 states.")


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the counts by pair and year as kept in Parquet."""
    path = paths["events"]
    names = {"i_iso3c": "sender", "j_iso3c": "receiver", "year": "year"} | {o: c for c, (o, _) in COUNTS.items()}
    frame = read_parquet(path, ["i", "j", *names]).rename(names)
    for name, code in (("i", "sender"), ("j", "receiver")):
        pairs = frame.select(name, code).unique()
        if not len(pairs) == pairs[name].n_unique() == pairs[code].n_unique():
            raise Failure(f"{path}: a name in the column '{name}' has two codes, or a code two names; get it again")
    frame = frame.with_columns(pl.col("year", *COUNTS).cast(pl.Int32))
    frame = number_by_code(frame, "sender", "origin", path, system="iso3", year="year")
    frame = number_by_code(frame, "receiver", "target", path, system="iso3", year="year")
    senders, years = frame["origin"].n_unique(), frame["year"].n_unique()
    if len(frame) != senders * (senders - 1) * years:
        raise Failure(
            f"{path}: {len(frame):,} rows for {senders} states in {years} years, expected every ordered pair in each "
            "year; the file is cut"
        )
    numbers = set(frame["origin"])
    ids = tuple(s.id for s in states.states() if s.number in numbers)
    return Reading(RELEASE, {"events": frame}, {"events": (Span(FIRST, LAST, ids, ids),)})


def _counts(column: str) -> Callable[[Mapping[str, Relation]], Relation]:
    """Return the pairs with events; a printed 0 is a report that was looked for and not found, so no row."""

    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables["events"].filter(nw.col(column) > 0)
        return rows.select("origin", "target", "year", value=nw.col(column).cast(nw.Float64), status=nw.lit("reported"))

    return values


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(EVENTS,),
        editions=(Edition("counts 2002–2014", {"events": "**/events_icews/icews_dyad_year_2002_2014.parquet"}, read),),
        offers=tuple(
            Offer(
                Definition(
                    code=f"events.{column}",
                    label=label,
                    unit="events",
                    grain="directed-dyad-year",
                    kind="flow",
                    sector="diplomacy",
                    absent="none recorded",
                    adds_over_time=True,
                    adds_over_states=True,
                    caveats=(REPORTS, ENDS),
                ),
                ("events",),
                _counts(column),
            )
            for column, (_, label) in COUNTS.items()
        ),
        ship=ship_nothing,
    ),
)
