"""Trade in goods between the two: the reconciled figures, and beside them what else is at hand, each by itself."""

from __future__ import annotations

from dataclasses import replace

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    download,
    earlier,
    figure,
    figures,
    known,
    made,
    merged,
    said,
    start,
    why_outside,
)
from comity.briefs.gaps import NEVER_MET, NO_FIGURE, Gap
from comity.briefs.trade_partners import Partners, around, standing
from comity.briefs.trade_partners import table as partners_table
from comity.briefs.trade_reports import reports
from comity.catalogue import Figures, Records
from comity.pages import lines
from comity.pages.model import Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

SHOWN_YEARS = 14
Flow = tuple[State, State, Figures]


def trade(ask: Ask) -> Part:
    """Return the section on trade, and a gap for each direction that is not known."""
    asked: list[Flow] = []
    flows: list[Flow] = []
    gaps: list[Gap] = []
    for origin, target in ((ask.a, ask.b), (ask.b, ask.a)):
        who = f"from {said(origin)} to {said(target)}"
        found = figures(ask, "trade.exports", origin.id, target.id)
        if isinstance(found, Gap):
            gaps.append(found.on("exports of goods", who))
            continue
        asked.append((origin, target, found))
        if known(found):
            flows.append((origin, target, found))
        else:
            gap = (
                Gap(NEVER_MET)
                if not ask.met
                else Gap(NO_FIGURE)
                if covered(found)
                else why_outside(found, origin, target)
            )
            gaps.append(gap.on("exports of goods", who))
    own = Part((_section(ask, flows),) if flows else (), (), tuple(gaps))
    return own + reports(ask, asked) if ask.met else own


def _section(ask: Ask, flows: list[Flow]) -> Section:
    totals = [(o, t) for o, _, _ in flows if isinstance(t := figures(ask, "trade.exports_total", o.id), Figures)]
    of = dict(totals)
    sides = _sides(ask, flows)
    used: list[Figures | Records] = [*(f for _, _, f in flows), *(t for _, t in totals)]
    used += [replace(f, rows=()) for p in sides for f in p.inputs]
    sources, caveats = merged(used)
    chart = lines.lines(
        [{"year": r["year"], "name": f"{o.name} to {t.name}", "value": r["value"], "status": r["status"]}
         for o, t, f in flows for r in f.rows],
        title="Exports of goods between the two, current US dollars; open where no figure is at hand",
        unit="USD",
        sources=flows[0][2].sources,
    )  # fmt: skip
    sentences = [s for o, t, f in flows for s in _sentences(o, t, f, of.get(o))]
    sentences += standing(*sides) if len(sides) == 2 else []
    ranked = [partners_table(p, other) for p, other in zip(sides, reversed(ask.both), strict=False)]
    return Section(
        id="trade",
        title="Trade in goods",
        sentences=tuple(sentences),
        charts=(chart,) if chart is not None else (),
        tables=(_table(flows), *ranked),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used if u.rows),
    )


def _sides(ask: Ask, flows: list[Flow]) -> list[Partners]:
    """Return the partners of each of the two, where their trade is known both ways."""
    years = [{r["year"] for r in known(f)} for _, _, f in flows]
    return around(ask, years[0] & years[1]) if len(years) == 2 else []


def _sentences(origin: State, target: State, found: Figures, totals: Figures | None) -> list[Sentence]:
    rows = known(found)
    latest, before = rows[-1], earlier(rows)
    told = start(
        f"{said(origin)} exported goods worth ", figure(found, latest), f" to {said(target)} in {latest['year']}"
    )  # fmt: skip
    sentences = [(*told, "." if before is None else ", against ")]
    if before is not None:
        sentences = [(*sentences[0], figure(found, before), f" in {before['year']}.")]
    share = _share(origin, target, found, totals)
    if share is not None:
        sentences.append(
            start(f"in {share.last} ", share, f" of the goods that {said(origin)} exported went to {said(target)}.")
        )
    return sentences


def _share(origin: State, target: State, found: Figures, totals: Figures | None) -> Figure | None:
    """Return the target's share of all exports in the latest year of which the total is known."""
    if totals is None:
        return None
    total: dict[int, Row] = {r["year"]: r for r in known(totals) if r["value"]}
    rows = [r for r in known(found) if r["year"] in total]
    if not rows:
        return None
    year = rows[-1]["year"]
    what = f"share of all exports of {said(origin)} in {year}"
    return made(
        rows[-1]["value"] / total[year]["value"], "share", what, [found, totals], (origin.id, target.id), (year, year)
    )


def _table(flows: list[Flow]) -> Table:
    by_year: dict[int, dict[str, Figure]] = {}
    for origin, _, found in flows:
        for row in covered(found):
            by_year.setdefault(row["year"], {})[origin.id] = figure(found, row)
    years = sorted(by_year)[-SHOWN_YEARS:]
    return Table(
        "Exports of goods, US dollars, by year; years without a row are not at hand",
        ("Year", *(f"{o.name} to {t.name}" for o, t, _ in flows)),
        tuple((y, *(by_year[y].get(o.id, "") for o, _, _ in flows)) for y in years),
    )
