"""What each side reports of the same trade, side by side and never averaged; a change where the default has a hole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.briefs.asking import Ask, Part, Row, download, figure, figures, known, made, merged, reaches, said, start
from comity.briefs.gaps import Gap, joined
from comity.catalogue import Figures
from comity.pages import words
from comity.pages.model import Section, Sentence, Table
from comity.states import State

SHOWN_YEARS = 12
REPORTS = ("trade.exports_reported", "trade.imports_reported")
ESTIMATE = "trade.icio_goods"
LATEST = "trade.exports_reported_imts"


@dataclass(frozen=True)
class Reports:
    """What other tables say of the trade in one direction."""

    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    used: tuple[Figures, ...] = ()
    gaps: tuple[Gap, ...] = ()


def reports(ask: Ask, flows: Sequence[tuple[State, State, Figures]]) -> Part:
    """Return the section on what tables beside the reconciled one say: each by itself."""
    told = [_reports(ask, *flow) for flow in flows]
    gaps = tuple(g for t in told for g in t.gaps)
    used = [f for t in told for f in t.used]
    if not used:
        return Part(gaps=gaps)
    sources, caveats = merged(used)
    section = Section(
        id="trade-reports",
        title="The same trade by other tables",
        sentences=tuple(s for t in told for s in t.sentences),
        tables=tuple(table for t in told for table in t.tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for f in used),
    )
    return Part((section,), (), gaps)


def _reports(ask: Ask, origin: State, target: State, reconciled: Figures) -> Reports:
    """Return both sides' reports, the Fund's latest figure, and the change that the balanced estimate sees."""
    both = [figures(ask, code, origin.id, target.id) for code in REPORTS]
    gaps = [f for f in both if isinstance(f, Gap)]
    sides = [f for f in both if isinstance(f, Figures) and known(f)]
    sentences: list[Sentence] = []
    tables: list[Table] = []
    used: list[Figures] = []
    if len(sides) == len(both):
        sentences, tables = _mirror(origin, target, sides, reconciled)
        used += [*sides, reconciled] if sentences else []
    latest = figures(ask, LATEST, origin.id, target.id)
    if isinstance(latest, Gap):
        gaps.append(latest)
    elif known(latest):
        sentences.append(_latest(origin, target, latest))
        used.append(latest)
    if reaches(ask, ESTIMATE, origin, target) is True:
        estimate = figures(ask, ESTIMATE, origin.id, target.id)
        if isinstance(estimate, Figures) and (told := _change(origin, target, estimate, reconciled)):
            sentences.append(told)
            used.append(estimate)
    who = f"from {said(origin)} to {said(target)}"
    lacking = tuple(g.on("goods as each side reports them", who) for g in joined(gaps))
    return Reports(tuple(sentences), tuple(tables), tuple(used), lacking)


def _mirror(
    origin: State, target: State, found: Sequence[Figures], reconciled: Figures
) -> tuple[list[Sentence], list[Table]]:
    sold, bought = ({r["year"]: r for r in known(f)} for f in found)
    years = sorted(sold.keys() & bought.keys())
    if not years:
        return [], []
    year = years[-1]
    told = start(
        f"for {year} {said(origin)} reported exports of ", figure(found[0], sold[year]), f" to {said(target)}, and "
        f"{said(target)} reported imports of ", figure(found[1], bought[year]), f" from {said(origin)}: two reports "
        "of the same trade, of which no mean is taken.",
    )  # fmt: skip
    settled: dict[int, Row] = {r["year"]: r for r in known(reconciled)}
    rows = tuple(
        (
            y,
            figure(found[0], sold[y]),
            figure(found[1], bought[y]),
            figure(reconciled, settled[y]) if y in settled else "",
        )
        for y in years[-SHOWN_YEARS:]
    )
    heads = ("Year", f"Reported by {said(origin)}", f"Reported by {said(target)}", "Reconciled")
    caption = f"Goods from {said(origin)} to {said(target)} as each side reports them"
    return [told], [Table(f"{caption}; exports mostly without freight, imports with it", heads, rows)]


def _latest(origin: State, target: State, found: Figures) -> Sentence:
    row = known(found)[-1]
    return start(
        f"the table of the {found.sources[0].dataset.publisher} for {row['year']}, not reconciled, has goods worth ",
        figure(found, row), f" from {said(origin)} to {said(target)}.",
    )  # fmt: skip


def _change(origin: State, target: State, found: Figures, reconciled: Figures) -> Sentence | None:
    """Say how the balanced estimate moved into a year that the reconciled table lacks: its growth, not its level."""
    settled = {r["year"] for r in known(reconciled)}
    rows = known(found)
    before = [r for r in rows if r["year"] in settled and r["value"]]
    if not before or rows[-1]["year"] in settled:
        return None
    first, last = before[-1], rows[-1]
    if last["year"] < first["year"]:
        return None
    change = last["value"] / first["value"] - 1
    size = made(
        abs(change), "share", f"change since {first['year']}", [found], (origin.id, target.id),
        (first["year"], last["year"]),
    )  # fmt: skip
    way = "a rise of " if change > 0 else "a fall of "
    return start(
        f"for {words.span(first['year'], last['year'])} the balanced estimate of the "
        f"{found.sources[0].dataset.publisher} has {way}", size, f" in goods from {said(origin)} to {said(target)}; "
        "its level is no customs record.",
    )  # fmt: skip
