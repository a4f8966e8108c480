"""Trips of persons abroad, made of the chronology's visits and meetings by one rule for everybody.

A row of the kind `visit` or `meeting` shows a trip of each person named in it who serves another state than the one in
which its place lies (a visit without a place lies in the state that is its target). Rows of one person in one state
are one trip while no more than 14 days lie between one row and the next. A row known only to its month or year belongs
to the first trip that touches this month or year; without one it is a trip by itself. So a count of trips is a lower
bound: two stays in one month of which only one has a day count once. A person's rows without a name (a delegation) and
statements, agreements or orders signed abroad make no trip.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from comity import states
from comity.errors import Failure, printable
from comity.sources import chronology_words as words
from comity.sources.reading import LINE, pl
from comity.vocabulary import RECORD_COLUMNS, Caveat, Column, RecordKind

NEAR = timedelta(days=14)
Row = dict[str, Any]

TRIPS_KIND = RecordKind(
    code="diplomacy.trips",
    label="Trips of named persons abroad",
    sector="diplomacy",
    columns=(
        Column("person", "text", "name"),
        Column("office", "text", "office on the day of the first row", nullable=True),
        Column(
            "places", "text", "places that the rows name, a stop only planned included, joined by '; '", nullable=True
        ),
        Column("last", "date", "date of the last row, which need not be the day of the return"),
        Column("rows", "text", "ids of the rows in diplomacy.events, joined by '; '"),
        *words.SOURCES,
    ),
    caveats=(
        Caveat(
            "Only trips of which a page was found: none before 2018 for Myanmar's generals, though there were some; an "
            "announced visit stands as a visit."
        ),
    ),
    note="Visits and meetings of one person in one foreign state are one trip while no more than 14 days lie between "
    "them; the source columns are those of its first row. The number of trips is a lower bound. As of a "
    "day within a trip, its later rows are named all the same.",
)


def trips(events: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return one record for each trip in the events (read and checked)."""
    stays: dict[tuple[str, str, str], list[Row]] = {}
    for row in events.sort("date", "id").iter_rows(named=True):
        hosts = _hosts(row, path)
        for person, office, home in _people(row, path):
            if row["kind"] in ("visit", "meeting") and home is not None:
                for host in hosts - {home}:
                    stays.setdefault((person, home, host), []).append({**row, "office": office})
    found = [_record(*key, trip) for key, rows in stays.items() for trip in _merged(rows)]
    names = [c.name for c in (*RECORD_COLUMNS, *TRIPS_KIND.columns)]
    types: dict[str, Any] = {"date": pl.Date, "last": pl.Date, "parties": pl.List(pl.Int16), "verified": pl.Boolean}
    return pl.DataFrame(found, schema={name: types.get(name, pl.String) for name in names}, orient="row")


def _hosts(row: Row, path: Path) -> set[str]:
    """Return the states in which the row's places lie; a visit without a place is to its target."""
    if not row["place"]:
        whom = {row["target"]} & {s.id for s in states.states()}
        return whom if row["kind"] == "visit" else set()
    return {home for place in row["place"].split("; ") if (home := _known(words.PLACES, place, "place", row, path))}


def _people(row: Row, path: Path) -> Iterator[tuple[str, str | None, str | None]]:
    for text in (row["participants"] or "").split("; "):
        if text:
            person, _, office = text.partition(" (")
            yield person, office.removesuffix(")") or None, _known(words.PEOPLE, person, "person", row, path)


def _known(table: dict[str, str | None], word: str, what: str, row: Row, path: Path) -> str | None:
    if word not in table:
        raise Failure(
            f"{path}:{row[LINE]}: {printable(word, 40)!r} is a {what} whose state is not known; "
            f"add it to the table of {'people' if what == 'person' else 'places'} or correct its spelling"
        )
    return table[word]


def _merged(rows: list[Row]) -> list[list[Row]]:
    """Put the rows of one person in one state, in the order of their days, together into trips."""
    found: list[list[Row]] = []
    for row in (r for r in rows if r["date_precision"] == "day"):
        if found and row["date"] - found[-1][-1]["date"] <= NEAR:
            found[-1].append(row)
        else:
            found.append([row])
    for precision in ("month", "year"):
        for row in (r for r in rows if r["date_precision"] == precision):
            trip = next((t for t in found if any(_within(r["date"], row) for r in t)), None)
            if trip is None:
                found.append([row])
            else:
                trip.append(row)
    return found


def _within(day: date, row: Row) -> bool:
    """Say whether the day lies in the month or year of the row."""
    mine: date = row["date"]
    return day.year == mine.year and (row["date_precision"] == "year" or day.month == mine.month)


def _record(person: str, home: str, host: str, trip: list[Row]) -> tuple[Any, ...]:
    # The first row is the most exact one: rows known to the month or year were put behind those with a day.
    first = trip[0]
    places = list(dict.fromkeys(p for row in trip for p in (row["place"] or "").split("; ") if p))
    office = f" ({first['office']})" if first["office"] else ""
    exact = {"day": 10, "month": 7, "year": 4}[first["date_precision"]]
    return (
        f"{person} {host} {first['date'].isoformat()[:exact]}",
        first["date"],
        first["date_precision"],
        "trip",
        home,
        host,
        f"{person}{office} in {states.state(host).name}: {first['summary']}",
        [states.state(home).number, states.state(host).number],
        person,
        first["office"],
        "; ".join(places) or None,
        max(row["date"] for row in trip),
        "; ".join(row["id"] for row in trip),
        *(first[c.name] for c in words.SOURCES[:-1]),
        all(row["verified"] for row in trip),
    )
