"""Votes at the UN General Assembly: how often the two say the same, and where that stands among all pairs."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from comity import catalogue, store
from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    capital,
    download,
    figure,
    figures,
    known,
    made,
    merged,
    records,
    said,
    start,
    states_of,
    why_outside,
)
from comity.catalogue import Figures, Records
from comity.pages import lines, words
from comity.pages.model import Hole, Lead, Section, Sentence, Table
from comity.vocabulary import Figure

SHOWN_YEARS = 10
SHOWN_ROLL_CALLS = 8
EARLIER = 5


def votes(ask: Ask) -> Part:
    """Return the section on votes, or the hole it leaves."""
    what = f"Votes of {said(ask.a)} and {said(ask.b)} at the UN General Assembly"
    agreement = figures(ask, "votes.agreement", ask.a.id, ask.b.id)
    ballots = figures(ask, "votes.ballots", ask.a.id, ask.b.id)
    for found in (agreement, ballots):
        if isinstance(found, Hole):
            return Part(holes=(Hole(what, found.reason, found.remedy),))
    assert isinstance(agreement, Figures)
    assert isinstance(ballots, Figures)
    rows = whole_years(agreement)
    if not rows:
        reason, remedy = why_outside(agreement, ask.a, ask.b)
        joint = "no recorded vote in which both took part" if any(r["value"] == 0 for r in known(ballots)) else reason
        return Part(holes=(Hole(what, joint, remedy),))
    counted = {r["year"]: figure(ballots, r) for r in known(ballots)}
    world = _world(ask, rows)
    sentences = [_latest(ask, agreement, rows[-1], counted), *_change(agreement, rows)]
    place = _place(ask, agreement, rows[-1])
    if place is not None:
        sentences.append(
            start("the two agreed more often than ", place, f" of all other pairs with votes in {rows[-1]['year']}.")
        )
    sentences += [(c.text,) for c in agreement.caveats if c.unfit]
    roll_calls = records(ask, "votes.roll_calls", ask.a.id, ask.b.id)
    called, tables = _roll_calls(ask, roll_calls)
    chart = lines.line_with_median(
        [{"year": r["year"], "value": r["value"], "status": r["status"]} for r in agreement.rows],
        world,
        name=f"{ask.a.name}–{ask.b.name}",
        title="Share of identical votes at the UN General Assembly, by calendar year",
        unit="share",
        palette=ask.palette,
        sources=agreement.sources,
    )
    used: list[Figures | Records] = [agreement, ballots, *([roll_calls] if isinstance(roll_calls, Records) else [])]
    sources, caveats = merged(used)
    section = Section(
        id="votes",
        title="Votes at the United Nations",
        sentences=(*sentences, *called),
        charts=(chart,) if chart else (),
        tables=(_by_year(agreement, counted), *tables),
        caveats=caveats,
        sources=sources,
        downloads=(download(agreement), download(ballots)),
    )
    unfit = any(
        c.unfit for c in agreement.caveats if c.touches((ask.a.id, ask.b.id), rows[-1]["year"], rows[-1]["year"])
    )
    where: Sentence = ("more often than ", place, " of all other pairs") if place is not None else ()
    note = (
        ("; one seat is held by another government" if where else "one seat is held by another government",)
        if unfit
        else ()
    )
    lead = Lead(f"Identical votes at the UN, {rows[-1]['year']}", figure(agreement, rows[-1]), (*where, *note))
    return Part((section,), (lead,))


def whole_years(found: Figures) -> list[Row]:
    """Return the rows with a value, without years that are not counted to their end unless there is no other."""
    rows = known(found)
    partial = [c for c in found.caveats if c.partial]
    whole = [r for r in rows if not any(c.touches(states_of(r), r["year"], r["year"]) for c in partial)]
    return whole or rows


def _latest(ask: Ask, agreement: Figures, row: Row, counted: dict[int, Figure]) -> Sentence:
    return start(
        f"in {row['year']} {said(ask.a)} and {said(ask.b)} cast the same vote in ", figure(agreement, row), " of the ",
        counted[row["year"]], " in which both took part.",
    )  # fmt: skip


def _change(agreement: Figures, rows: list[Row]) -> list[Sentence]:
    """Say where it stood some years before and by how much it moved."""
    earlier = [r for r in rows if r["year"] <= rows[-1]["year"] - EARLIER]
    if not earlier:
        return []
    then, now = earlier[-1], rows[-1]
    points = made(
        abs(now["value"] - then["value"]) * 100, "percentage points", f"change since {then['year']}", [agreement],
        (now["origin"], now["target"]), (then["year"], now["year"]),
    )  # fmt: skip
    head = start(f"in {then['year']} it was ", figure(agreement, then))
    if now["value"] == then["value"]:
        return [(*head, ", the same.")]
    way = "rise" if now["value"] > then["value"] else "fall"
    return [(*head, f": a {way} of ", points, ".")]


def _world(ask: Ask, rows: list[Row]) -> list[dict[str, object]]:
    """Return the median of all pairs for each year of the pair."""
    values = catalogue.indicator("votes.agreement", ask.as_of).values
    first, last = rows[0]["year"], rows[-1]["year"]
    found = (
        values.filter((nw.col("year") >= first) & (nw.col("year") <= last))
        .group_by("year")
        .agg(nw.col("value").median())
    )
    return sorted(store.rows(found), key=lambda r: r["year"])


def _place(ask: Ask, agreement: Figures, row: Row) -> Figure | None:
    """Return the share of other pairs that agreed strictly less often in that year."""
    values = catalogue.indicator("votes.agreement", ask.as_of).values
    that_year = values.filter(nw.col("year") == row["year"])
    below = (nw.col("value") < row["value"]).cast(nw.Int64).sum()
    ((below, pairs),) = (tuple(r.values()) for r in store.rows(that_year.select(below=below, pairs=nw.len())))
    if pairs < 2:
        return None
    what = f"share of the other pairs that agreed less often in {row['year']}"
    return made(
        float(below) / (pairs - 1),
        "share",
        what,
        [agreement],
        (row["origin"], row["target"]),
        (row["year"], row["year"]),
    )


def _by_year(agreement: Figures, counted: dict[int, Figure]) -> Table:
    return Table(
        "Identical votes (yes, no and abstain equal), by calendar year",
        ("Year", "Share identical", "Ballots in which both took part"),
        tuple((r["year"], figure(agreement, r), counted[r["year"]]) for r in known(agreement)[-SHOWN_YEARS:]),
    )


def _roll_calls(ask: Ask, found: Records | Hole) -> tuple[list[Sentence], list[Table]]:
    """Tell the latest roll calls on one of the two, with how both voted."""
    if isinstance(found, Hole):
        return [], []
    about = [r for r in found.rows if {ask.a.id, ask.b.id} & set(r["target"].split("; "))]
    sentences: list[Sentence] = []
    mine = [[r for r in about if s.id in r["target"].split("; ")][-SHOWN_ROLL_CALLS:] for s in ask.both]
    rows = sorted({r["id"]: r for m in mine for r in m}.values(), key=lambda r: r["date"])
    for row in _telling(ask, about):
        year = row["date"].year
        yes, no, abstained = (
            Figure(float(row[c]), "", "reported", found.kind.code, (), year, year, found.sources, c)
            for c in ("yes", "no", "abstentions")
        )
        name = f"{row['id'].removeprefix('A/RES/')} (“{row['title']}”)"
        both = ", ".join(f"{said(s)} {_ballot(s.id, row)}" for s in ask.both)
        sentences.append(
            start(
                f"on {words.date_words(row['date'])} the Assembly adopted {name} with ",
                yes,
                " yes, ",
                no,
                " no and ",
                abstained,
                f" abstentions: {both}.",
            )
        )
    table = Table(
        f"Latest roll calls on the situation in {said(ask.a)} or {said(ask.b)}",
        ("Date", "Resolution", "Yes–no–abstained", ask.a.name, ask.b.name),
        tuple(
            (
                row["date"],
                f"{row['id']}: {row['title']}",
                f"{row['yes']}–{row['no']}–{row['abstentions']}",
                capital(_ballot(ask.a.id, row)),
                capital(_ballot(ask.b.id, row)),
            )
            for row in rows
        ),
    )
    return sentences, [table] if rows else []


def _telling(ask: Ask, about: Sequence[Row]) -> list[Row]:
    """Pick for the text, for each of the two, the latest roll call on it in which they took different sides."""
    picked: list[Row] = []
    for state in ask.both:
        mine = [r for r in about if state.id in r["target"].split("; ")]
        apart = [r for r in mine if _ballot(ask.a.id, r) != _ballot(ask.b.id, r)]
        picked += (apart or mine)[-1:]
    return list({r["id"]: r for r in picked}.values())


def _ballot(id_: str, row: Row) -> str:
    for column, said_ in (("voted_yes", "voted yes"), ("voted_no", "voted no"), ("abstained", "abstained")):
        if id_ in row[column].split("; "):
            return said_
    return "did not vote" if id_ in row["did_not_vote"].split("; ") else "was no member"
