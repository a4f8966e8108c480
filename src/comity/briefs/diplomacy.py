"""Diplomacy: trips of named persons, what is on record between the two, and changes of power in either."""

from __future__ import annotations

from comity.briefs.asking import Ask, Part, Row, download, made, merged, records, said, start
from comity.catalogue import Figures, Records
from comity.pages import charts, words
from comity.pages.model import Hole, Section, Sentence, Table
from comity.states import state, states

SHOWN_EVENTS = 16
TOLD_PERSONS = 3
SILENCE = "none in the chronology, which is a selection: its silence does not mean that there was none"
DRAWN = ("visit", "meeting", "agreement", "delivery", "order", "exercise")


def diplomacy(ask: Ask) -> Part:
    """Return the section on visits and events, or the hole it leaves."""
    what = f"Visits, agreements and other events between {said(ask.a)} and {said(ask.b)}"
    events = records(ask, "diplomacy.events", ask.a.id, ask.b.id)
    trips = records(ask, "diplomacy.trips", ask.a.id, ask.b.id)
    for found in (events, trips):
        if isinstance(found, Hole):
            return Part(holes=(Hole(what, found.reason, found.remedy),))
    assert isinstance(events, Records)
    assert isinstance(trips, Records)
    if not events.rows:
        return Part(holes=(Hole(what, SILENCE),))
    used: list[Figures | Records] = [events, *([trips] if trips.rows else [])]
    sources, caveats = merged(used)
    chart = charts.timeline(
        [
            {"name": r["kind"], "start": r["date"], "end": None, "kind": "tick"}
            for r in events.rows
            if r["kind"] in DRAWN
        ],
        title="Dated events in the chronology, by kind; a selection, not a count of all that happened",
        until=events.rows[-1]["date"],
        sources=events.sources,
    )
    section = Section(
        id="diplomacy",
        title="Visits, agreements and statements",
        sentences=(*_persons(trips), _span(ask, events)),
        charts=(chart,) if chart is not None else (),
        tables=(*_trips(trips), _latest(events)),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for f in used),
    )
    return Part((section,))


def _persons(trips: Records) -> list[Sentence]:
    """Tell who went how often; the number is what is on record, a lower bound."""
    journeys: dict[tuple[str, str], list[Row]] = {}
    for row in trips.rows:
        journeys.setdefault((row["person"], row["target"]), []).append(row)
    often = sorted(journeys.items(), key=lambda p: (-len(p[1]), p[0]))[:TOLD_PERSONS]
    sentences = []
    for (person, host), rows in often:
        if len(rows) < 2:
            continue
        first, last = rows[0], rows[-1]
        years = (first["date"].year, last["date"].year)
        count = made(float(len(rows)), "trips", "trips on record", [trips], (first["origin"], host), years)
        begun, ended = (words.date_words(r["date"], r["date_precision"]) for r in (first, last))
        sentences.append(
            start(person, " is on record with ", count, f" to {said(state(host))} between {begun} and {ended}.")
        )
    return sentences


def _span(ask: Ask, events: Records) -> Sentence:
    dated = events.rows
    years = (dated[0]["date"].year, dated[-1]["date"].year)
    count = made(float(len(dated)), "events", "events on record", [events], (ask.a.id, ask.b.id), years)
    latest = dated[-1]
    when = words.date_words(latest["date"], latest["date_precision"])
    return start(
        "the chronology holds ",
        count,
        f" in which both take part; the latest, of {when}: {latest['summary'].rstrip('.')}.",
    )


def _trips(trips: Records) -> list[Table]:
    if not trips.rows:
        return []
    rows = tuple(
        (
            words.date_words(r["date"], r["date_precision"]),
            r["person"],
            r["office"] or "",
            r["places"] or state(r["target"]).name,
        )
        for r in trips.rows
    )
    return [Table("Trips of named persons on record", ("Date", "Who", "Office of the day", "Where"), rows)]


def _latest(events: Records) -> Table:
    ids = {s.id: s.name for s in states()}

    def named(text: str) -> str:
        return "; ".join(ids.get(w, w) for w in text.split("; "))

    rows = tuple(
        (
            words.date_words(r["date"], r["date_precision"]),
            r["kind"],
            named(r["origin"]),
            r["summary"],
            r["source_publisher"] or "",
        )
        for r in events.rows[-SHOWN_EVENTS:]
    )
    return Table("Latest events on record", ("Date", "Kind", "Who acts", "What", "Source"), rows)


def power(ask: Ask) -> Part:
    """Return the coups in either state that the chronology holds."""
    sentences: list[Sentence] = []
    used: list[Figures | Records] = []
    for whose in ask.both:
        found = records(ask, "diplomacy.events", whose.id)
        if isinstance(found, Hole):
            continue
        coups = [r for r in found.rows if r["kind"] == "coup" and whose.id in r["target"].split("; ")]
        used += [found] if coups else []
        sentences += [
            start(f"{said(whose)}, {words.date_words(r['date'], r['date_precision'])}: {r['summary'].rstrip('.')}.")
            for r in coups
        ]
    if not sentences:
        return Part()
    sources, _ = merged(used)
    return Part((Section("power", "Changes of power", tuple(sentences), sources=sources),))
