"""Votes at the UN General Assembly: how often the two say the same, and where that stands among all pairs."""

from __future__ import annotations

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    download,
    earlier,
    figure,
    figures,
    known,
    made,
    merged,
    partial_of,
    records,
    said,
    start,
    whole_years,
    why_outside,
)
from comity.briefs.gaps import NEVER_MET, Gap
from comity.briefs.roll_calls import on_either, roll_calls
from comity.briefs.world import below, medians
from comity.catalogue import Figures, Records
from comity.pages import lines
from comity.pages.model import Chart, Lead, Section, Sentence, Table
from comity.vocabulary import Figure

SHOWN_YEARS = 10


def votes(ask: Ask) -> Part:
    """Return the section on votes, or the gap it leaves."""
    topic, who = "votes at the UN General Assembly", f"of {said(ask.a)} and {said(ask.b)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on(topic, who),))
    agreement = figures(ask, "votes.agreement", ask.a.id, ask.b.id)
    ballots = figures(ask, "votes.ballots", ask.a.id, ask.b.id)
    if isinstance(agreement, Gap):
        return Part(gaps=(agreement.on(topic, who),))
    if isinstance(ballots, Gap):
        return Part(gaps=(ballots.on(topic, who),))
    if not known(agreement):
        gap = why_outside(agreement, ask.a, ask.b)
        if any(r["status"] == "true zero" for r in ballots.rows):
            gap = Gap("no recorded vote in which both took part in the years covered")
        return Part(gaps=(gap.on(topic, who),))
    return _section(ask, agreement, {r["year"]: figure(ballots, r) for r in known(ballots)}, ballots)


def _section(ask: Ask, agreement: Figures, counted: dict[int, Figure], ballots: Figures) -> Part:
    rows = whole_years(agreement)
    latest, before = rows[-1], earlier(rows)
    compared = [r["year"] for r in (before, latest) if r is not None]
    place = below(ask, agreement, latest["year"], latest["value"])
    sentences = [_latest(ask, agreement, latest, counted[latest["year"]])]
    sentences += _change(agreement, before, latest)
    if place is not None:
        sentences.append(
            start("the two agreed more often than ", place, f" of all other pairs with votes in {latest['year']}.")
        )
    who = (ask.a.id, ask.b.id)
    sentences += [(c.text,) for c in agreement.caveats if c.unfit and any(c.touches(who, y, y) for y in compared)]
    called = records(ask, "votes.roll_calls", *who)
    called = called if isinstance(called, Gap) else on_either(ask, called)
    told, tables = ([], []) if isinstance(called, Gap) else roll_calls(ask, called)
    chart = _chart(ask, agreement, rows)
    used: list[Figures | Records] = [agreement, ballots, *([called] if isinstance(called, Records) and tables else [])]
    sources, caveats = merged(used)
    section = Section(
        id="votes",
        title="Votes at the United Nations",
        sentences=(*sentences, *told),
        charts=(chart,) if chart is not None else (),
        tables=(_by_year(agreement, counted), *tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used),
    )
    return Part((section,), (_lead(ask, agreement, latest, place),))


def _latest(ask: Ask, agreement: Figures, row: Row, ballots: Figure) -> Sentence:
    year = f"{row['year']}, a year not counted to its end," if partial_of(agreement, row) else f"{row['year']}"
    if ballots.value == 1:
        same = "the same vote" if row["value"] else "different votes"
        return start(f"in {year} {said(ask.a)} and {said(ask.b)} both took part in ", ballots, f" and cast {same}.")
    return start(
        f"in {year} {said(ask.a)} and {said(ask.b)} cast the same vote in ", figure(agreement, row), " of the ",
        ballots, " in which both took part.",
    )  # fmt: skip


def _change(agreement: Figures, before: Row | None, now: Row) -> list[Sentence]:
    """Say where it stood some years before and by how much it moved."""
    if before is None:
        return []
    points = made(
        abs(now["value"] - before["value"]) * 100, "percentage points", f"change since {before['year']}", [agreement],
        (now["origin"], now["target"]), (before["year"], now["year"]),
    )  # fmt: skip
    head = start(f"in {before['year']} it was ", figure(agreement, before))
    if now["value"] == before["value"]:
        return [(*head, ", the same.")]
    way = "rise" if now["value"] > before["value"] else "fall"
    return [(*head, f": a {way} of ", points, f" by {now['year']}.")]


def _chart(ask: Ask, agreement: Figures, rows: list[Row]) -> Chart | None:
    """Draw the whole years before the median of all pairs; a year that is not over is no point on the line."""
    shown = [r for r in agreement.rows if not partial_of(agreement, r)]
    return lines.line_with_median(
        [{"year": r["year"], "value": r["value"], "status": r["status"]} for r in shown],
        medians(ask, "votes.agreement", rows[0]["year"], rows[-1]["year"]),
        name=f"{ask.a.name}–{ask.b.name}",
        title="Share of identical votes at the UN General Assembly, by calendar year",
        unit="share",
        palette=ask.palette,
        sources=agreement.sources,
    )


def _by_year(agreement: Figures, counted: dict[int, Figure]) -> Table:
    return Table(
        "Identical votes (yes, no and abstain equal), by calendar year",
        ("Year", "Share identical", "Ballots in which both took part"),
        tuple(
            (
                f"{r['year']}, not to its end" if partial_of(agreement, r) else r["year"],
                figure(agreement, r),
                counted[r["year"]],
            )
            for r in known(agreement)[-SHOWN_YEARS:]
        ),
    )


def _lead(ask: Ask, agreement: Figures, row: Row, place: Figure | None) -> Lead:
    who, year = (ask.a.id, ask.b.id), row["year"]
    told: list[str | Figure] = ["more often than ", place, " of all other pairs"] if place is not None else []
    unfit = [c for c in agreement.caveats if c.unfit and c.touches(who, year, year)]
    if unfit:
        told.append(
            f"{'; ' if told else ''}{'one seat is' if len(unfit) == 1 else 'seats are'} held by another government"
        )
    return Lead(f"Identical votes at the UN, {year}", figure(agreement, row), tuple(told))
