"""REIGN: leaders and elections of states, as of March 2021, when the list was about to be discontinued.

A leader's time begins on a day and ends in a month. An election is a row of an announcement, a date set or a vote; the
later ones were only expected, and some never took place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_number, closed, pl, read_csv, unique_keys
from comity.sources.record_rows import Actor, holders_between, numbers, table_of, written
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
    code="reign",
    title="Rulers, Elections, and Irregular Governance, March 2021",
    publisher="One Earth Future",
    citation="Bell, Curtis, Clayton Besaw and Matthew Frank (2021), The Rulers, Elections, and Irregular Governance "
    "(REIGN) Dataset, One Earth Future",
    address="https://oefdatascience.github.io/REIGN.github.io/",
    licence=Licence(
        name="MIT",
        words="Permission is hereby granted, free of charge, to any person obtaining a copy of this software and "
        "associated documentation files (the repository's LICENSE.md is the MIT licence)",
        address="https://github.com/OEFDataScience/REIGN.github.io",
        ship="yes",
    ),
)
LAST_DAY = date(2021, 3, 1)
RELEASE = Release("2021-03", LAST_DAY, date(2026, 11, 23), "lists of March 2021")
UNKNOWN = -99

SEXES = {"1": "man", "0": "woman", "-99": None}
CAREERS = {"1": "yes", "0": "no", "0.5": "partly", "-99": None}
# Spellings of the list's own words.
EVENTS = {
    "Deadline, Met": "Deadline Met", "Deadline, Not Met": "Deadline Not Met",
    "Vote, As scheduled": "Vote, As Scheduled", "Announcement": "Announced", "Delay": "Delay Announced",
    "Anulled": "Annulled",
}  # fmt: skip
EVENT_WORDS = (
    "Vote, As Scheduled", "Vote, Early", "Announced", "Announcement Assumed", "Deadline Met", "Deadline Not Met",
    "Upcoming, Scheduled", "Upcoming, Deadline", "Delay Announced", "Voided", "Voided by Regime Change",
    "Regime Failure", "Annulled",
)  # fmt: skip
UPCOMING = ("Upcoming, Scheduled", "Upcoming, Deadline")
# (election, row, day as printed): no such day in the month.
DAYS = {("830014", "1", "31"): ""}
# (number as printed, country): the number of another list or a slip of the keyboard.
CODES = {(533, "Malawi"): 553}
ANSWERS = {"Y": "yes", "N": "no", "A": "A", "": None}
RUNOFFS = ("N", "Y", "1", "2", "4", "")

ENDS = Caveat("REIGN was discontinued in 2021; this is its list of March 2021.")
LEADER_KIND = RecordKind(
    code="leaders.reign",
    label="Leaders of states to March 2021 (REIGN)",
    sector="regimes",
    columns=(
        Column("leader", "text", "name in REIGN"),
        Column(
            "last_month",
            "date",
            "first day of the month of the end; blank where in office in March 2021",
            nullable=True,
        ),
        Column("born", "int", "year of birth; blank where unknown", low=1800, high=2010, nullable=True),
        Column("sex", "text", "man or woman; blank where unknown", values=("man", "woman"), nullable=True),
        Column("military_career", "text", "whether the leader had one", values=("yes", "no", "partly"), nullable=True),
    ),
    caveats=(ENDS,),
)
ELECTION_KIND = RecordKind(
    code="elections.reign",
    label="Elections, referendums and their announcements to March 2021 (REIGN)",
    sector="regimes",
    columns=(
        Column("country", "text", "the country in REIGN's words"),
        Column("event", "text", "what happened on the date", values=EVENT_WORDS),
        Column("election", "text", "number of the election; its rows belong together"),
        Column("type", "text", "L for a legislature, X for an executive, R for a referendum", values=("L", "X", "R")),
        Column(
            "direct", "text", "direct election: Y, N or A in REIGN's words", values=("yes", "no", "A"), nullable=True
        ),
        Column("regular", "text", "regular election", values=("yes", "no"), nullable=True),
        Column("victory", "text", "the incumbent won; blank where not coded", values=("yes", "no"), nullable=True),
        Column("change", "text", "the leader changed; blank where not coded", values=("yes", "no"), nullable=True),
        Column("runoff", "text", "round of a run-off in REIGN's words", values=RUNOFFS[:-1], nullable=True),
    ),
    caveats=(
        ENDS,
        Caveat("Rows 'Upcoming' were expected in March 2021; the list does not know whether they took place."),
    ),
)
LEADERS = Table(
    "leaders",
    (*RECORD_COLUMNS, *LEADER_KIND.columns),
    ("id",),
    {
        "2021-03": Envelope(
            (2_520, 2_600), cells=(({"id": "reign-775-ctb-775-1-2021-2-1"}, "leader", "Min Aung Hlaing"),)
        )
    },
)
ELECTIONS = Table(
    "elections",
    (*RECORD_COLUMNS, *ELECTION_KIND.columns),
    ("id",),
    {"2021-03": Envelope((4_340, 4_500), cells=(({"id": "reign-775013-1"}, "date", date(2020, 11, 8)),))},
)


def _actors(number: int, first: date, last: date, at: str) -> list[Actor]:
    found = holders_between("cow", number, first, last)
    if not found:
        raise Failure(f"{at}: no state with the number {number} of Correlates of War")
    return found


def _leader(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    try:
        first = date(row["syear"], row["smonth"], row["sdate"])
        last = None if row["eyear"] is None else date(row["eyear"], row["emonth"], 1)
    except (TypeError, ValueError) as e:
        raise Failure(f"{at}: no date of a leader's beginning or end ({e})") from e
    if last is not None and (last.year, last.month) < (first.year, first.month):
        raise Failure(f"{at}: a leader from {first} to {last:%Y-%m}; the file is altered")
    actors = _actors(row["ccode"], first, max(last, first) if last else LAST_DAY, at)
    return {
        "id": f"reign-{row['ccode']}-{row['leadid']}-{row['syear']}-{row['smonth']}-{row['sdate']}",
        "date": first,
        "date_precision": "day",
        "kind": "leader",
        "origin": written(actors),
        "target": written(actors),
        "summary": f"{row['leader']} in office, " + (f"until {last:%Y-%m}" if last else "still in March 2021"),
        "parties": numbers(actors),
        "leader": row["leader"],
        "last_month": last,
        "born": None if row["birthyear"] == UNKNOWN else row["birthyear"],
        "sex": SEXES[row["gender"]],
        "military_career": CAREERS[row["militarycareer"]],
        LINE: row[LINE],
    }


def read_leaders(path: Path) -> pl.DataFrame:
    """Read the list of leaders."""
    whole = ["ccode", "sdate", "smonth", "syear", "emonth", "eyear", "birthyear"]
    used = ["leadid", "leader", *whole, "gender", "militarycareer"]
    unused = ["stateabb", "l_month", "l_year", "Unnamed: 14", "Unnamed: 15", "codedby", "notes"]
    frame = read_csv(path, used, unused, names=_named)
    frame = as_number(closed(closed(frame, "gender", SEXES, path), "militarycareer", CAREERS, path), whole, path, "int")
    # One leader came back to office under the same number, so the day of the beginning belongs to the key.
    unique_keys(frame, ["ccode", "leadid", "syear", "smonth", "sdate"], path)
    return table_of(LEADERS, [_leader(row, f"{path}:{row[LINE]}") for row in frame.iter_rows(named=True)])


def _named(header: list[str]) -> list[str]:
    """Name the two empty columns that the publisher left without a name by their place."""
    return [name.strip() or f"Unnamed: {place}" for place, name in enumerate(header)]


def _election(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    day = DAYS.get((row["elecnum"], row["sequence"], row["elec_day"]), row["elec_day"].strip())
    try:
        when = date(row["elec_year"], row["elec_month"], int(day or 1))
    except (TypeError, ValueError) as e:
        raise Failure(f"{at}: no day {row['elec_year']}-{row['elec_month']}-{day} ({e})") from e
    actors = _actors(CODES.get((row["ccode"], row["country"]), row["ccode"]), when, when, at)
    answers = {c: ANSWERS[row[c]] for c in ("direct", "regular", "victory", "change")}
    kinds = {"L": "legislative election", "X": "executive election", "R": "referendum"}
    return {
        "id": f"reign-{row['elecnum']}-{row['sequence']}",
        "date": when,
        "date_precision": "day" if day else "month",
        "kind": "expected election" if row["event"] in UPCOMING else "election",
        "origin": written(actors),
        "target": written(actors),
        "summary": f"{row['country']}, {kinds[row['type']]}: {row['event'].lower()}",
        "parties": numbers(actors),
        "country": row["country"],
        "event": row["event"],
        "election": row["elecnum"],
        "type": row["type"],
        **answers,
        "runoff": row["runoff"] or None,
        LINE: row[LINE],
    }


def read_elections(path: Path) -> pl.DataFrame:
    """Read the list of elections."""
    whole = ["ccode", "elec_year", "elec_month"]
    words = ["direct", "regular", "victory", "change"]
    used = ["country", *whole, "elec_day", "sequence", "event", "elecnum", "type", *words, "runoff"]
    frame = as_number(read_csv(path, used, ["electionnumber"]), whole, path, "int")
    frame = frame.with_columns(pl.col("event").str.strip_chars().replace(EVENTS), pl.col("country").str.strip_chars())
    closed(closed(frame, "event", EVENT_WORDS, path), "type", ("L", "X", "R"), path)
    for column in words:
        closed(frame, column, ANSWERS, path)
    closed(frame, "runoff", RUNOFFS, path)
    return table_of(ELECTIONS, [_election(row, f"{path}:{row[LINE]}") for row in frame.iter_rows(named=True)])


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the lists of March 2021."""
    tables = {"leaders": read_leaders(paths["leaders"]), "elections": read_elections(paths["elections"])}
    return Reading(RELEASE, tables, {"leaders": (Span(1945, 2021),), "elections": (Span(1945, 2021),)})


FILES = {
    "leaders": "**/leaders/reign_leaderlist_3_21.csv",
    "elections": "**/leaders/reign_electionlist_3_21.csv",
}
PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(LEADERS, ELECTIONS),
        editions=(Edition("lists of March 2021", FILES, read),),
        offers=(
            Offer(LEADER_KIND, ("leaders",), lambda tables: tables["leaders"]),
            Offer(ELECTION_KIND, ("elections",), lambda tables: tables["elections"]),
        ),
    ),
)
