"""Diplomacy: trips of named persons, what is on record between the two, and changes of power in either."""

from __future__ import annotations

from dataclasses import replace

from comity.briefs.asking import Ask, Part, Row, dated, download, made, merged, records, said, start
from comity.briefs.gaps import NEVER_MET, SELECTION, Gap
from comity.briefs.naming import actor, actors
from comity.catalogue import Figures, Records
from comity.pages import charts, words
from comity.pages.model import Section, Sentence, Table
from comity.states import state

SHOWN_EVENTS = 12
TOLD_PERSONS = 3
DRAWN = ("visit", "meeting", "agreement", "delivery", "order", "exercise")


def diplomacy(ask: Ask) -> Part:
    """Return the section on visits and events, or the gap it leaves."""
    topic, who = "visits and other events", f"between {said(ask.a)} and {said(ask.b)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on(topic, who),))
    events = records(ask, "diplomacy.events", ask.a.id, ask.b.id)
    trips = records(ask, "diplomacy.trips", ask.a.id, ask.b.id)
    if isinstance(events, Gap):
        return Part(gaps=(events.on(topic, who),))
    if isinstance(trips, Gap):
        return Part(gaps=(trips.on(topic, who),))
    if not events.rows:
        return Part(gaps=(Gap(SELECTION).on(topic, who),))
    used: list[Figures | Records] = [events, *([trips] if trips.rows else [])]
    sources, caveats = merged(used)
    chart = charts.timeline(
        [
            {"name": r["kind"], "start": r["date"], "end": None, "kind": "tick", "precision": r["date_precision"]}
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
        sentences=(*_persons(trips), _span(ask, events), *_through(ask, events)),
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
        what = f"trips of {person} on record"
        count = made(float(len(rows)), "trips", what, [trips], (first["origin"], host), years)
        begun, ended = dated(first), dated(last)
        when = f"between {begun} and {ended}" if begun != ended else f"all dated {begun}"
        sentences.append(start(person, " is on record with ", count, f" to {said(state(host))}, {when}."))
    return sentences


def _span(ask: Ask, events: Records) -> Sentence:
    rows = events.rows
    years = (rows[0]["date"].year, rows[-1]["date"].year)
    count = made(float(len(rows)), "events", "events on record", [events], (ask.a.id, ask.b.id), years)
    which = f" of {words.span(*ask.years)}" if ask.years is not None else ""
    latest = f", of {dated(rows[-1])}: {rows[-1]['summary'].rstrip('.')}."
    return start("the chronology holds ", count, f"{which} in which both take part", "; the latest" * (len(rows) > 1),
                 latest)  # fmt: skip


def _through(ask: Ask, events: Records) -> list[Sentence]:
    """Say through which group one of the two takes part in how many of the events."""
    through = [r for r in events.rows if r["through"]]
    if not through:
        return []
    years = (through[0]["date"].year, through[-1]["date"].year)
    count = made(float(len(through)), "events", "events through a group", [events], (ask.a.id, ask.b.id), years)
    codes = list(dict.fromkeys(g for r in through for g in r["through"].split("; ")))
    return [("In ", count, f" one of the two takes part through {words.listed([actor(c) for c in codes])}.")]


def _trips(trips: Records) -> list[Table]:
    if not trips.rows:
        return []
    rows = tuple(
        (dated(r), r["person"], r["office"] or "", r["places"] or state(r["target"]).name) for r in reversed(trips.rows)
    )
    heads = ("Date", "Who", "Office of the day", "Where")
    return [Table("Trips of named persons on record, the newest first", heads, rows)]


def _latest(events: Records) -> Table:
    rows = tuple(
        (
            dated(r),
            r["kind"],
            actors(r["origin"]),
            r["summary"] if r["verified"] else _marked(r["summary"]),
            r["source_publisher"] or "",
        )
        for r in reversed(events.rows[-SHOWN_EVENTS:])
    )
    return Table("Latest events on record, the newest first", ("Date", "Kind", "Who acts", "What", "Source"), rows)


def _marked(summary: str) -> str:
    return summary if "not verified" in summary else f"{summary} (not verified)"


def power(ask: Ask) -> Part:
    """Return the coups in either state that the chronology holds."""
    sentences: list[Sentence] = []
    used: list[Figures | Records] = []
    for whose in ask.both:
        found = records(ask, "diplomacy.events", whose.id)
        if isinstance(found, Gap):
            continue
        coups = tuple(r for r in found.rows if r["kind"] == "coup" and whose.id in r["target"].split("; "))
        used += [replace(found, rows=coups)] if coups else []
        sentences += [start(f"{said(whose)}, {dated(r)}: {r['summary'].rstrip('.')}.") for r in coups]
    if not sentences:
        return Part()
    sources, caveats = merged(used)
    section = Section(
        id="power",
        title="Changes of power",
        sentences=tuple(sentences),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used),
    )
    return Part((section,))
