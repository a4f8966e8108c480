"""Alliances, disputes, wars and rivalry between the two, with the zeros that are known, and where the two lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    dated,
    download,
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
from comity.briefs.naming import actors
from comity.catalogue import Figures, Records
from comity.pages import words
from comity.pages.model import Section, Sentence, Table

SHOWN_DISPUTES = 12
WARS = "wars.between_states"
PROMISES = {
    "alliances.defense": "to defend each other",
    "alliances.offense": "to fight beside each other",
    "alliances.neutrality": "to stay neutral",
    "alliances.nonaggression": "not to attack each other",
    "alliances.consultation": "to consult",
}
KINDS_OF_RIVALRY = {
    "rivalries.spatial": "territory",
    "rivalries.positional": "rank",
    "rivalries.ideological": "beliefs",
    "rivalries.interventionary": "meddling",
}
BORDERS = {
    1: "have a common border on land",
    2: "face each other across at most 12 miles of water",
    3: "face each other across 12 to 24 miles of water",
    4: "face each other across 24 to 150 miles of water",
    5: "face each other across 150 to 400 miles of water",
}


@dataclass(frozen=True)
class Told:
    """What one question gives to the section."""

    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    used: tuple[Figures | Records, ...] = ()
    gaps: tuple[Gap, ...] = ()

    def __add__(self, other: Told) -> Told:
        return Told(
            self.sentences + other.sentences,
            self.tables + other.tables,
            self.used + other.used,
            self.gaps + other.gaps,
        )


def security(ask: Ask) -> Part:
    """Return the section on alliances, disputes and wars, and the gap of what is not at hand."""
    who = f"between {said(ask.a)} and {said(ask.b)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on("alliances and disputes", who),))
    told = _alliances(ask) + _disputes(ask) + _wars(ask) + _rivalry(ask) + _place(ask)
    gaps = tuple(g.on("alliances, disputes, wars and rivalry", who) for g in joined(told.gaps))
    if not told.sentences:
        return Part(gaps=gaps)
    sources, caveats = merged(told.used)
    section = Section(
        id="security",
        title="Alliances, disputes and wars",
        sentences=told.sentences,
        tables=told.tables,
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in told.used if u.rows),
    )
    return Part((section,), (), gaps)


def _pair(ask: Ask, code: str) -> Figures | Gap:
    return figures(ask, code, ask.a.id, ask.b.id)


def _true(found: Figures) -> list[int]:
    """Return the years in which it holds."""
    return [r["year"] for r in known(found) if r["value"]]


def _looked_at(ask: Ask, found: Figures) -> list[int]:
    """Return the years covered in which both were members of the state system: others the projects do not look at."""
    years = [r["year"] for r in covered(found)]
    members = _pair(ask.anytime(), "system.membership_cow")
    if isinstance(members, Gap):
        return years
    last = max((s.last for s in members.coverage), default=0)
    held = {(r["state"], r["year"]) for r in known(members) if r["value"]}
    return [y for y in years if all((s.id, min(y, last)) in held for s in ask.both)]


def _alliances(ask: Ask) -> Told:
    """Tell promises of both to each other, and apart those of one to the other alone."""
    ways = (ask.both, ask.both[::-1])
    found = {(p, o.id): figures(ask, code, o.id, t.id) for code, p in PROMISES.items() for o, t in ways}
    gaps = tuple(f for f in found.values() if isinstance(f, Gap))
    held = {key: f for key, f in found.items() if isinstance(f, Figures)}
    some = next(iter(held.values()), None)
    years = [] if some is None else _looked_at(ask, some)
    if some is None or not years:
        return Told(gaps=gaps)
    promised = {key: set(when) for key, f in held.items() if (when := _true(f))}
    used = tuple(f for key, f in held.items() if key in promised) or (some,)
    if not promised:
        none = start(
            f"no treaty of alliance between the two is on record in {words.runs(years)}: none that promises defence, "
            f"support, neutrality, non-aggression or consultation ({_by(some)})."
        )
        return Told((none,), used=used, gaps=gaps)
    mutual, alone = _promises(ask, promised)
    last = years[-1]
    now = [f"{p} ({words.runs(when)})" for p, when in mutual if last in when]
    past = [f"{p} ({words.runs(when)})" for p, when in mutual if last not in when]
    texts = (
        [f"by treaty the two had promised in {last}, the last year covered, {_semi(now)} ({_by(some)})."] if now else []
    )
    texts += [f"promises by treaty that had ended by {last}: {_semi(past)} ({_by(some)})."] if past else []
    texts += [f"promises by treaty of one side alone: {_semi(alone)} ({_by(some)})."] if alone else []
    return Told(tuple(start(t) for t in texts), used=used, gaps=gaps)


def _promises(ask: Ask, promised: dict[tuple[str, str], set[int]]) -> tuple[list[tuple[str, list[int]]], list[str]]:
    """Return the years in which both promised each other, and in words what only one of them promised."""
    mutual: list[tuple[str, list[int]]] = []
    alone: list[str] = []
    for promise in dict.fromkeys(p for p, _ in promised):
        mine, yours = (promised.get((promise, s.id), set()) for s in ask.both)
        mutual += [(promise, sorted(mine & yours))] if mine & yours else []
        for state, only in ((ask.a, mine - yours), (ask.b, yours - mine)):
            to_the_other = promise.replace("each other", "the other")
            alone += [f"{said(state)} {to_the_other} ({words.runs(sorted(only))})"] if only else []
    return mutual, alone


def _by(found: Figures) -> str:
    """Return the publisher, of several the first: the sources below name all."""
    return found.sources[0].dataset.publisher.partition(";")[0]


def _semi(parts: list[str]) -> str:
    return "; ".join(parts)


def _disputes(ask: Ask) -> Told:
    """Tell both lists, each with its own years: they date and count disputes differently."""
    told = Told()
    for dataset, list_code in (("mid_cow", "disputes.list_mid_cow"), ("mid_gml", "disputes.list_mid_gml")):
        found = _pair(ask, f"disputes.{dataset}")
        if isinstance(found, Gap):
            told += Told(gaps=(found,))
            continue
        if not (looked := _looked_at(ask, found)):
            continue
        publisher = _by(found)
        if not (years := _true(found)):
            none = start(f"no militarised dispute between the two is on record in {words.runs(looked)} ({publisher}).")
            told += Told((none,), used=(found,))
            continue
        count = made(float(len(years)), "years", "years with a dispute", [found], (ask.a.id, ask.b.id),
                     (years[0], years[-1]))  # fmt: skip
        said_so = start(
            "a militarised dispute between the two is on record in ", count,
            f" of {words.runs(looked)}, the last in {years[-1]} ({publisher}).",
        )  # fmt: skip
        listed = records(ask, list_code, ask.a.id, ask.b.id)
        rows = _opposed(ask, listed) if isinstance(listed, Records) else ()
        told += Told((said_so,), used=(found,))
        if isinstance(listed, Records) and rows and not told.tables:
            against = replace(listed, rows=rows)
            told += Told(tables=(_list(against),), used=(against,))
    return told


def _opposed(ask: Ask, found: Records) -> tuple[dict[str, Any], ...]:
    """Keep the disputes in which the two stood on different sides; the list has those of one side too."""
    pair = {ask.a.id, ask.b.id}

    def apart(row: Row) -> bool:
        one, other = (pair & set(row[side].split("; ")) for side in ("origin", "target"))
        return bool(one and other) and len(one | other) == len(pair)

    return tuple(r for r in found.rows if apart(r))


def _list(found: Records) -> Table:
    return Table(
        f"Latest militarised disputes in which the two stood against each other ({found.sources[0].dataset.publisher})",
        ("Begun", "Last year", "Side A", "Side B", "Highest act", "Deaths", "Outcome"),
        tuple(
            (
                dated(r),
                r["last_year"],
                actors(r["origin"]),
                actors(r["target"]),
                r["hostility"] or "not known",
                r["fatality"] or "not known",
                r["outcome"] or "not known",
            )
            for r in reversed(found.rows[-SHOWN_DISPUTES:])
        ),
    )


def _wars(ask: Ask) -> Told:
    """Tell wars by the one list and armed conflict between the two governments by the other."""
    told = Told()
    for code, one, none in (
        (WARS, "the two were at war with each other in", "no war between the two"),
        ("conflict.interstate", "the two governments fought each other with at least 25 deaths a year in",
         "no armed conflict between the two governments (25 deaths a year or more)"),
    ):  # fmt: skip
        found = _pair(ask, code)
        if isinstance(found, Gap):
            told += Told(gaps=(found,))
            continue
        looked = _looked_at(ask, found) if code == WARS else [r["year"] for r in covered(found)]
        if looked:
            publisher = _by(found)
            years = _true(found)
            sentence = (
                f"{one} {words.runs(years)} ({publisher}; covered: {words.runs(looked)})."
                if years
                else f"{none} is on record in {words.runs(looked)} ({publisher})."
            )
            told += Told((start(sentence),), used=(found,))
    return told


def _rivalry(ask: Ask) -> Told:
    found = _pair(ask, "rivalries.strategic")
    if isinstance(found, Gap):
        return Told(gaps=(found,))
    if not (looked := _looked_at(ask, found)):
        return Told()
    if not (years := _true(found)):
        none = start(f"no strategic rivalry between the two is on record in {words.runs(looked)} ({_by(found)}).")
        return Told((none,), used=(found,))
    kinds = {over: f for code, over in KINDS_OF_RIVALRY.items() if isinstance(f := _pair(ask, code), Figures)}
    over = [f"{o} ({words.runs(y)})" for o, f in kinds.items() if (y := _true(f))]
    about = f", over {_semi(over)}" if over else ""
    sentence = start(f"the two are on record as strategic rivals in {words.runs(years)}{about} ({_by(found)}).")
    return Told((sentence,), used=(found, *kinds.values()))


def _place(ask: Ask) -> Told:
    """Say how the two lie to each other: by the list that has dates, else by the one that has none."""
    told = Told()
    by_year = _pair(ask, "geography.contiguity_cow")
    if isinstance(by_year, Gap):
        told += Told(gaps=(by_year,))
    elif looked := _looked_at(ask, by_year):
        told += _neighbours(by_year, looked)
    if not told.sentences:
        told += _touching(ask)
    apart = _pair(ask.anytime(), "geography.distance_capitals")
    if isinstance(apart, Figures) and (rows := known(apart)):
        told += Told((start("the capitals are ", figure(apart, rows[-1]), f" apart ({_by(apart)})."),), used=(apart,))
    return told


def _neighbours(found: Figures, looked: list[int]) -> Told:
    rows: list[Row] = known(found)
    last = looked[-1]
    if not rows:
        none = f"the two were no neighbours by land or sea (up to 400 miles) in {words.runs(looked)} ({_by(found)})."
        return Told((start(none),), used=(found,))
    latest = rows[-1]
    since = words.runs([r["year"] for r in rows if r["value"] == latest["value"]])
    tense = BORDERS[int(latest["value"])] if latest["year"] == last else f"did once {BORDERS[int(latest['value'])]}"
    return Told((start(f"the two {tense} ({since}; {_by(found)})."),), used=(found,))


def _touching(ask: Ask) -> Told:
    found = _pair(ask.anytime(), "geography.contiguity")
    if isinstance(found, Gap) or not (rows := [r for r in known(found) if r["value"] is not None]):
        return Told()
    border = "have a common border on land" if rows[-1]["value"] else "have no common border on land"
    return Told((start(f"the two {border} ({_by(found)})."),), used=(found,))
