"""Sanctions: dated measures on each of the two and by whom, and the programmes in force by an undated list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from comity.briefs.asking import Ask, Part, Row, download, made, merged, records, said, start
from comity.catalogue import Figures, Records
from comity.pages import charts, words
from comity.pages.model import Chart, Hole, Section, Sentence, Table
from comity.states import State, group, groups, state, states

EMBARGO = "arms embargo"


def sanctions(ask: Ask) -> Part:
    """Return the section on sanctions, or the holes it leaves."""
    sentences: list[Sentence] = []
    tables: list[Table] = []
    holes: list[Hole] = []
    drawn: list[Chart] = []
    used: list[Figures | Records] = []
    for target in ask.both:
        measures = records(ask, "sanctions.measures", target.id)
        what = f"Dated sanctions measures on {said(target)}"
        if isinstance(measures, Hole):
            holes.append(Hole(what, measures.reason, measures.remedy))
        elif regimes := _regimes(measures, target):
            used.append(measures)
            sentences += _told(ask, measures, target, regimes)
            tables.append(_table(target, regimes))
            chart = _timeline(ask, measures, target, regimes)
            drawn += [chart] if chart is not None else []
        else:
            holes.append(
                Hole(what, "none in the chronology, which is a selection: its silence does not mean that there is none")
            )
        programmes = records(ask, "sanctions.programmes", target.id)
        if isinstance(programmes, Hole):
            holes.append(Hole(f"Sanctions programmes on {said(target)}", programmes.reason, programmes.remedy))
            continue
        mine = [r for r in programmes.rows if target.id in r["target"].split("; ")]
        used.append(programmes)
        sentences.append(_programmes(programmes, target, mine))
    if not tables and not any(len(u.rows) for u in used):
        return Part(holes=tuple(holes))
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
    return Part((section,), (), tuple(holes))


def _regimes(found: Records, target: State) -> dict[str, list[Row]]:
    """Return the acts on the target by measure: acts of one issuer and kind that carry each other on are one."""
    regimes: dict[str, list[Row]] = {}
    for row in found.rows:
        if target.id in row["target"].split("; "):
            regimes.setdefault(row["regime"], []).append(row)
    return regimes


def _told(ask: Ask, found: Records, target: State, regimes: dict[str, list[Row]]) -> list[Sentence]:
    kinds: dict[str, list[list[Row]]] = {}
    for acts in regimes.values():
        kinds.setdefault(acts[0]["kind"], []).append(acts)
    first = min(r["date"].year for acts in regimes.values() for r in acts)
    last = max(r["date"].year for acts in regimes.values() for r in acts)
    count = made(len(regimes), "measures", "dated measures on record", [found], (target.id,), (first, last))
    issuers = list(dict.fromkeys(_issuer(acts[0]["origin"]) for acts in regimes.values()))
    sentences = [start(f"on {said(target)} the chronology holds ", count, f", by {words.listed(issuers)}.")]
    if EMBARGO in kinds:
        listed = [
            f"{_issuer(acts[0]['origin'])} (since {_since(acts[0])}{_unverified(acts)})" for acts in kinds[EMBARGO]
        ]
        sentences.append(start(f"arms embargoes on {said(target)} on record: {words.listed(listed)}."))
    other = ask.b if target == ask.a else ask.a
    direct = [acts for acts in regimes.values() if _acts_for(other, acts[0])]
    if direct:
        named = [f"{a[0]['kind']} since {_since(a[0])}{_by_group(other, a[0])}" for a in direct]
        sentences.append(start(f"measures of {said(other)} on {said(target)}: {words.listed(named)}."))
    return sentences


def _acts_for(issuer: State, row: Row) -> bool:
    return issuer.id in row["origin"].split("; ") or any(
        g in _groups_of(issuer, row["date"]) for g in row["origin"].split("; ")
    )


def _groups_of(member: State, on: date) -> tuple[str, ...]:
    from comity.states import memberships

    return tuple(g for g in memberships(member.id, on) if g in ("EU", "NATO", "ASEAN", "G7"))


def _by_group(issuer: State, row: Row) -> str:
    return "" if issuer.id in row["origin"].split("; ") else f" (through {_issuer(row['origin'])})"


def _issuer(text: str) -> str:
    """Return the issuers' names for their ids and codes."""
    ids, codes = {s.id for s in states()}, {g.code for g in groups()}
    named = [said(state(w)) if w in ids else _group_words(w) if w in codes else w for w in text.split("; ")]
    return words.listed([{"UN": "the United Nations"}.get(n, n) for n in named])


def _group_words(code: str) -> str:
    name = group(code).name
    return name if name.startswith("the ") else f"the {name}"


def _since(row: Row) -> str:
    return words.date_words(row["date"], row["date_precision"])


def _unverified(acts: list[Row]) -> str:
    return "" if acts[0]["verified"] else ", not verified"


def _programmes(found: Records, target: State, mine: Sequence[Row]) -> Sentence:
    listed = found.sources[0].release.published
    day = found.rows[0]["date"] if found.rows else listed
    count = made(
        float(len(mine)), "programmes", "sanctions programmes listed", [found], (target.id,), (day.year, day.year)
    )
    return start(
        f"{found.sources[0].dataset.publisher}’s list of {words.date_words(day)}, without dates of its own, names ",
        count, f" aimed at {said(target)}.",
    )  # fmt: skip


def _table(target: State, regimes: dict[str, list[Row]]) -> Table:
    ordered = sorted(regimes.values(), key=lambda acts: (acts[0]["kind"] != EMBARGO, acts[0]["date"]))
    return Table(
        f"Measures on {said(target)}; acts of one issuer and kind that carry each other on are one measure",
        ("Measure", "Issuer", "Since", "End", "Last seen in force", "Legal acts", "Verified"),
        tuple(
            (
                acts[0]["kind"],
                _issuer(acts[0]["origin"]).removeprefix("the "),
                _since(acts[0]),
                acts[0]["regime_end"].isoformat() if acts[0]["regime_end"] else acts[0]["regime_status"],
                max((a["last_seen_in_force"] or "" for a in acts), default=""),
                "; ".join(dict.fromkeys(a["legal_act"] for a in acts if a["legal_act"])),
                "yes" if all(a["verified"] for a in acts) else "not all" if any(a["verified"] for a in acts) else "no",
            )
            for acts in ordered
        ),
    )


def _timeline(ask: Ask, found: Records, target: State, regimes: dict[str, list[Row]]) -> Chart | None:
    rows = [
        {
            "name": f"{_issuer(acts[0]['origin']).removeprefix('the ')}: {acts[0]['kind']}",
            "start": acts[0]["date"],
            "end": acts[0]["regime_end"],
            "kind": "bar",
        }
        for acts in regimes.values()
        if acts[0]["kind"] != "other"
    ]
    until = ask.as_of or found.sources[0].release.retrieved
    return charts.timeline(
        rows,
        title=f"Measures on {said(target)}: from the first act to the end, or to {until.year} where no end is seen",
        until=until,
        sources=found.sources,
    )
