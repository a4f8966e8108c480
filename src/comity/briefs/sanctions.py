"""Sanctions: dated measures on each of the two and by whom, and the programmes in force by an undated list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from comity.briefs.asking import Ask, Part, Row, dated, download, made, merged, records, said, start
from comity.briefs.gaps import SELECTION, Gap
from comity.briefs.naming import actor, actors, issuer
from comity.briefs.sanctions_lists import between
from comity.catalogue import Records
from comity.pages import charts, words
from comity.pages.model import Chart, Section, Sentence, Table
from comity.states import State, memberships
from comity.vocabulary import Source

EMBARGO = "arms embargo"
MEASURES = {
    "other": "other measure",
    "financial": "financial measure",
    "aviation": "aviation measure",
    "trade/export": "trade or export measure",
}
BY_GROUP = ("EU", "NATO", "ASEAN", "G7")
Acts = list[Row]


def sanctions(ask: Ask) -> Part:
    """Return the section on sanctions, or the gaps it leaves."""
    lists = between(ask)
    sentences = list(lists.sentences)
    tables = list(lists.tables)
    drawn: list[Chart] = []
    used = list(lists.used)
    gaps = list(lists.gaps)
    for target in ask.both:
        measures = records(ask.anytime(), "sanctions.measures", target.id)
        topic = "dated sanctions measures"
        if isinstance(measures, Gap):
            gaps.append(measures.on(topic, f"on {said(target)}"))
        elif regimes := _regimes(ask, measures, target):
            measures = replace(measures, rows=tuple(dict(r) for acts in regimes for r in acts))
            used.append(measures)
            sentences += _told(ask, measures, target, regimes)
            tables.append(_table(ask, target, regimes))
            chart = _timeline(ask, measures, target, regimes)
            drawn += [chart] if chart is not None else []
        else:
            gaps.append(Gap(SELECTION).on(topic, f"on {said(target)}"))
        listed = _programmes(ask, target)
        if isinstance(listed, Gap):
            gaps.append(listed)
        else:
            used.append(listed)
            sentences.append(_aimed(ask, listed, target))
    if not sentences:
        return Part(gaps=tuple(gaps))
    sources, caveats = merged(used)
    section = Section(
        id="sanctions",
        title="Sanctions",
        sentences=tuple(sentences),
        charts=tuple(drawn),
        tables=tuple(tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used if u.rows),
    )
    return Part((section,), (), tuple(gaps))


def _regimes(ask: Ask, found: Records, target: State) -> list[Acts]:
    """Return the acts on the target by measure: acts of one issuer and kind that carry each other on are one.

    Of years asked for, the measures that had begun by their end and had not ended before them, from their first act.
    """
    regimes: dict[str, Acts] = {}
    for row in found.rows:
        if target.id in row["target"].split("; "):
            regimes.setdefault(row["regime"], []).append(row)
    first, last = ask.years or (0, 9999)
    return [a for a in regimes.values() if a[0]["date"].year <= last and (_end(ask, a) or date.max).year >= first]


def _end(ask: Ask, acts: Acts) -> date | None:
    """Return the day on which a measure ended, as far as it was over on the day asked."""
    end: date | None = acts[0]["regime_end"]
    return None if end is None or (ask.as_of is not None and end > ask.as_of) else end


def _told(ask: Ask, found: Records, target: State, regimes: list[Acts]) -> list[Sentence]:
    years = [r["date"].year for acts in regimes for r in acts]
    count = made(
        float(len(regimes)), "measures", "dated measures on record", [found], (target.id,), (min(years), max(years))
    )
    issuers = list(dict.fromkeys(issuer(acts[0]["origin"]) for acts in regimes))
    which = f" begun by {ask.years[1]} and not ended before {ask.years[0]}" if ask.years is not None else ""
    sentences = [start(f"on {said(target)} the chronology holds ", count, f"{which}, by {words.listed(issuers)}.")]
    embargoes = [f"{issuer(a[0]['origin'])} ({_lasting(ask, a)})" for a in regimes if a[0]["kind"] == EMBARGO]
    if embargoes:
        noun = "arms embargo" if len(embargoes) == 1 else "arms embargoes"
        sentences.append(start(f"{noun} on {said(target)} on record: {words.listed(embargoes)}."))
    other = ask.b if target == ask.a else ask.a
    day = ask.as_of or _seen(found.sources)
    direct = [told for a in regimes if (told := _own(ask, other, a, day)) is not None]
    if direct:
        noun = "measure" if len(direct) == 1 else "measures"
        sentences.append(start(f"{noun} of {said(other)} on {said(target)}: {words.listed(direct)}."))
    return sentences


def _seen(sources: tuple[Source, ...]) -> date:
    return sources[0].release.retrieved


def _own(ask: Ask, other: State, acts: Acts, day: date) -> str | None:
    """Tell a measure of the other state, by itself or through a group of which it was a member then; else None."""
    kind = MEASURES.get(acts[0]["kind"], acts[0]["kind"])
    by = acts[0]["origin"].split("; ")
    if other.id in by:
        return f"{kind} ({_lasting(ask, acts)})"
    for group in (g for g in by if g in BY_GROUP):
        then = [a for a in acts if group in memberships(other.id, a["date"])]
        if not then:
            continue
        if group not in memberships(other.id, day):
            return f"{kind} (from {dated(then[0])}, through {actor(group)} while it was a member)"
        if then[0] is acts[0]:
            return f"{kind} ({_lasting(ask, acts)}, through {actor(group)})"
        return f"{kind} (through {actor(group)}, whose first act since it is a member is of {dated(then[0])})"
    return None


def _lasting(ask: Ask, acts: Acts) -> str:
    end = _end(ask, acts)
    lasting = f"since {dated(acts[0])}" if end is None else f"from {dated(acts[0])} to {words.date_words(end)}"
    return lasting + ("" if acts[0]["verified"] else ", not verified")


def _programmes(ask: Ask, target: State) -> Records | Gap:
    """Return the programmes aimed at a state; the list has no dates, so neither years nor a day asked cut it."""
    who = f"on {said(target)}"
    found = records(ask.anytime(), "sanctions.programmes", target.id)
    if isinstance(found, Gap):
        return found.on("sanctions programmes", who)
    listed = found.sources[0].release.published
    gone = next((s for s in (target, *ask.both) if s.end is not None and s.end < listed), None)
    if gone is not None:
        whose = "the state" if gone == target else said(gone)
        return Gap(f"the list names what is in force, and {whose} has ended").on("sanctions programmes", who)
    mine = tuple(r for r in found.rows if target.id in r["target"].split("; "))
    if not mine:
        source = f"{found.sources[0].dataset.title}, {words.date_words(listed)}"
        return Gap(f"none on the list ({source})").on("sanctions programmes in force", who)
    return replace(found, rows=mine)


def _aimed(ask: Ask, found: Records, target: State) -> Sentence:
    day = found.rows[0]["date"] or found.sources[0].release.published
    years = (day.year, day.year)
    count = made(float(len(found.rows)), "programmes", "sanctions programmes listed", [found], (target.id,), years)
    undated = (
        ", without dates of its own" if ask.as_of is None else ", without dates of its own, so not of the day asked"
    )
    return start(
        f"the list of {found.sources[0].dataset.publisher} of {words.date_words(day)}{undated}, names ", count,
        f" aimed at {said(target)}.",
    )  # fmt: skip


def _table(ask: Ask, target: State, regimes: list[Acts]) -> Table:
    ordered = sorted(regimes, key=lambda acts: (acts[0]["kind"] != EMBARGO, acts[0]["date"]))
    return Table(
        f"Measures on {said(target)}; acts of one issuer and kind that carry each other on are one measure",
        ("Measure", "Issuer", "Since", "End", "Last seen in force", "Legal acts", "Verified"),
        tuple(
            (
                acts[0]["kind"],
                actors(acts[0]["origin"]),
                dated(acts[0]),
                _ended(ask, acts),
                _last_seen(ask, acts),
                "; ".join(dict.fromkeys(a["legal_act"] for a in acts if a["legal_act"])),
                "yes" if all(a["verified"] for a in acts) else "not all" if any(a["verified"] for a in acts) else "no",
            )
            for acts in ordered
        ),
    )


def _ended(ask: Ask, acts: Acts) -> str:
    end = _end(ask, acts)
    if end is not None:
        return words.date_words(end)
    return "no end seen" if acts[0]["regime_end"] is not None else str(acts[0]["regime_status"])


def _last_seen(ask: Ask, acts: Acts) -> str:
    limit = "9999" if ask.as_of is None else ask.as_of.isoformat()
    return max((a["last_seen_in_force"] or "" for a in acts if (a["last_seen_in_force"] or "") <= limit), default="")


def _timeline(ask: Ask, found: Records, target: State, regimes: list[Acts]) -> Chart | None:
    rows = [
        {
            "name": f"{actors(acts[0]['origin'])}: {acts[0]['kind']}",
            "start": acts[0]["date"],
            "end": _end(ask, acts),
            "kind": "bar",
            "precision": acts[0]["date_precision"],
        }
        for acts in regimes
        if acts[0]["kind"] != "other"
    ]
    until = ask.as_of or _seen(found.sources)
    return charts.timeline(
        rows,
        title=f"Measures on {said(target)}: from the first act to the end, or to {until.year} where no end is seen",
        until=until,
        still="without an end on record",
        sources=found.sources,
    )
