"""What the two did together with third parties: agreements, projects and exercises in which all of them take part."""

from __future__ import annotations

from dataclasses import replace

from comity.briefs.asking import Ask, Part, Row, dated, download, made, merged, records, said, start, then
from comity.briefs.gaps import NEVER_MET, Gap
from comity.briefs.market import some
from comity.briefs.naming import actor
from comity.catalogue import Figures, Records
from comity.pages import words
from comity.pages.model import Section, Sentence, Table

SHOWN = 12
TOGETHER = ("agreement", "delivery", "exercise", "meeting", "oil exploration", "order", "visit")
TOPIC = "military exercises with third parties"


def thirds(ask: Ask) -> Part:
    """Return the section on records with a third party; the chronology's silence is no hole."""
    who = f"of {said(ask.a)} and {said(ask.b)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on(TOPIC, who),))
    events = records(ask, "diplomacy.events", ask.a.id, ask.b.id)
    drills = records(ask, "military.exercises", ask.a.id, ask.b.id)
    gaps = tuple(g.on(TOPIC, who) for g in (drills,) if isinstance(g, Gap))
    found = [_with_others(ask, f) for f in (events, drills) if isinstance(f, Records)]
    used: list[Figures | Records] = [f for f in found if f.rows]
    if not used:
        return Part(gaps=gaps)
    sources, caveats = merged(used)
    section = Section(
        id="thirds",
        title="Together with third parties",
        sentences=tuple(_told(ask, f) for f in found if f.rows),
        tables=tuple(_table(ask, f) for f in found if f.rows),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used),
    )
    return Part((section,), (), gaps)


def _others(ask: Ask, row: Row) -> list[str]:
    """Return the parties beside the two; a group through which one of them takes part is none."""
    through = set((row["through"] or "").split("; "))
    return [p for p in row["parties"] if p not in (ask.a.id, ask.b.id) and p not in through]


def _with_others(ask: Ask, found: Records) -> Records:
    kept = tuple(r for r in found.rows if r["kind"] in TOGETHER and _others(ask, r))
    return replace(found, rows=kept)


def _told(ask: Ask, found: Records) -> Sentence:
    rows = found.rows
    one, many = ("exercise", "exercises") if found.kind.code == "military.exercises" else ("event", "events")
    years = (rows[0]["date"].year, rows[-1]["date"].year)
    count = made(float(len(rows)), one if len(rows) == 1 else many, "with third parties", [found],
                 (ask.a.id, ask.b.id), years)  # fmt: skip
    last = rows[-1]
    names = some([actor(p) for p in _others(ask, last)])
    what = f": {last['summary'].rstrip('.')}." if found.kind.code == "diplomacy.events" else "."
    head = "both took part with others in "
    span = f" on record in {words.span(*years)}, the latest" if len(rows) > 1 else " on record,"
    return start(head, count, f"{span} {then(last)} with {names}{what}")


def _table(ask: Ask, found: Records) -> Table:
    return Table(
        f"{found.kind.label.partition(':')[0]} with third parties, the newest first",
        ("Date", "With", "What"),
        tuple(
            (dated(r), "; ".join(actor(p).removeprefix("the ") for p in _others(ask, r)), r["summary"])
            for r in reversed(found.rows[-SHOWN:])
        ),
    )
