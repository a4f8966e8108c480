"""Embassies of each in the other, and the organisations to which both belong."""

from __future__ import annotations

from comity.briefs.asking import (
    Ask,
    Part,
    download,
    earlier,
    figure,
    figures,
    known,
    made,
    merged,
    records,
    said,
    start,
)
from comity.briefs.gaps import NEVER_MET, Gap, joined
from comity.briefs.series import against
from comity.catalogue import Figures, Records
from comity.pages import words
from comity.pages.model import Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

SHARED = "igos.shared"


def missions(ask: Ask) -> Part:
    """Return the section on embassies and common organisations, and the gap of what is not at hand."""
    who = f"between {said(ask.a)} and {said(ask.b)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on("embassies", who),))
    listed = records(ask.anytime(), "diplomacy.missions_list", ask.a.id, ask.b.id)
    shared = figures(ask, SHARED, ask.a.id, ask.b.id)
    sentences: list[Sentence] = []
    tables: list[Table] = []
    used: list[Figures | Records] = []
    none: tuple[Gap, ...] = ()
    if isinstance(listed, Records) and _lives(ask, listed):
        if listed.rows:
            sentences += [_embassies(listed, sender, host) for sender, host in (ask.both, ask.both[::-1])]
            tables.append(_table(listed))
            used.append(listed)
        else:
            none = (Gap(f"none on the list ({_of_day(listed)}), which does not mean that there was none"),)
    if isinstance(shared, Figures) and known(shared):
        sentences.append(_organisations(shared))
        used.append(shared)
    lacking = joined(f for f in (listed, shared) if isinstance(f, Gap))
    gaps = (
        *(g.on("embassies and common organisations", who) for g in lacking),
        *(g.on("embassies", who) for g in none),
    )
    if not sentences:
        return Part(gaps=gaps)
    sources, caveats = merged(used)
    section = Section(
        id="missions",
        title="Embassies and common organisations",
        sentences=tuple(sentences),
        tables=tuple(tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used if u.rows),
    )
    return Part((section,), (), gaps)


def _lives(ask: Ask, listed: Records) -> bool:
    """Say whether both existed on the day of the list, and the day lies in the years asked."""
    day = listed.sources[0].release.published
    first, last = ask.years or (day.year, day.year)
    return first <= day.year <= last and all(s.kind == "territory" or s.exists_in(day.year) for s in ask.both)


def _of_day(listed: Records) -> str:
    source = listed.sources[0]
    return f"{source.dataset.publisher}, {words.date_words(source.release.published)}"


def _embassies(listed: Records, sender: State, host: State) -> Sentence:
    release = listed.sources[0].release
    head = f"on {words.date_words(release.published)} {listed.sources[0].dataset.publisher} listed "
    mine = [r for r in listed.rows if (r["origin"], r["target"]) == (sender.id, host.id)]
    embassies = [r for r in mine if r["class"] == "embassy"]
    others = len(mine) - len(embassies)
    more: list[str | Figure] = []
    if others:
        year = release.published.year
        unit = "consulates or other offices" if others > 1 else "consulate or other office"
        what = "consulates and other offices"
        more = [" and ", made(float(others), unit, what, [listed], (sender.id, host.id), (year, year))]
    if not embassies:
        none = f"no embassy of {said(sender)} in {said(host)}, which does not mean that there was none"
        return start(f"{head}{none}", *([",", *more] if more else []), ".")
    first = embassies[0]
    where = f" in {said(host)}" + (f" ({first['city']})" if first["city"] else "")
    name = first["type"] if first["type"] in ("embassy", "high commission", "apostolic nunciature") else "embassy"
    article = "an" if name[0] in "aeiou" else "a"
    return start(f"{head}{article} {name} of {said(sender)}{where}", *more, ".")


def _organisations(found: Figures) -> Sentence:
    rows = known(found)
    latest, before = rows[-1], earlier(rows)
    told: list[str | Figure] = [
        f"in {latest['year']} both were full members of ",
        figure(found, latest, "organisations"),
    ]
    if before is not None:
        told += against(figure(found, latest), figure(found, before), f"in {before['year']}")
    return start(*told, ".")


def _table(listed: Records) -> Table:
    return Table(
        f"Offices of each in the other on {listed.sources[0].dataset.publisher}",
        ("Of", "In", "City", "Kind", "Accredited to"),
        tuple((r["sender"], r["host"], r["city"] or "", r["type"], r["accredited_to"] or "") for r in listed.rows),
    )
