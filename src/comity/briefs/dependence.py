"""How dependent: the trade of the two as a share of either economy, and who hangs more on the other."""

from __future__ import annotations

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
    whole_years,
)
from comity.briefs.gaps import Gap
from comity.catalogue import Figures
from comity.pages import lines
from comity.pages.model import Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

SHOWN_YEARS = 10
Side = tuple[State, State, Figures]


def dependence(ask: Ask) -> Part:
    """Return the section on how much either depends on the other; the gaps of trade are told with trade."""
    if not ask.met:
        return Part()
    sides: list[Side] = []
    for one, other in (ask.both, ask.both[::-1]):
        found = figures(ask, "trade.share_of_gdp", one.id, other.id)
        if isinstance(found, Gap) or not known(found):
            return Part()
        sides.append((one, other, found))
    return Part((_section(ask, sides),))


def _section(ask: Ask, sides: list[Side]) -> Section:
    used = [found for _, _, found in sides]
    sources, caveats = merged(used)
    chart = lines.lines(
        [{"year": r["year"], "name": f"{one.name} on {other.name}", "value": r["value"], "status": r["status"]}
         for one, other, found in sides for r in found.rows],
        title="Trade in goods with the other as a share of either GDP; open where no figure is at hand",
        unit="share",
        palette=ask.palette,
        sources=sources,
    )  # fmt: skip
    return Section(
        id="dependence",
        title="How dependent they are",
        sentences=(*(_latest(*side) for side in sides), *_asymmetry(sides)),
        charts=(chart,) if chart is not None else (),
        tables=(_table(sides),),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used),
    )


def _latest(one: State, other: State, found: Figures) -> Sentence:
    rows = whole_years(found)
    now, before = rows[-1], earlier(rows)
    told = start(
        f"in {now['year']} trade in goods with {said(other)}, both ways, was as much as ", figure(found, now),
        f" of the GDP of {said(one)}",
    )  # fmt: skip
    return (*told, ".") if before is None else (*told, ", against ", figure(found, before), f" in {before['year']}.")


def _asymmetry(sides: list[Side]) -> list[Sentence]:
    """Say by how much the one depends more, in the latest year in which both are known."""
    (one, other, a), (_, _, b) = sides
    mine, theirs = ({r["year"]: r for r in known(f)} for f in (a, b))
    years = sorted(mine.keys() & theirs.keys())
    if not years or not _larger(mine[years[-1]], theirs[years[-1]]):
        return []
    year = years[-1]
    more, less = (one, other) if _larger(mine[year], theirs[year]) > 0 else (other, one)
    times = _times(mine[year], theirs[year], a, b)
    if times is None:
        return []
    return [start(f"by that measure {said(more)} depended on {said(less)} ", times, f" as much in {year} as "
                  f"{said(less)} on {said(more)}.")]  # fmt: skip


def _larger(a: Row, b: Row) -> float:
    return float(a["value"] - b["value"])


def _times(a: Row, b: Row, one: Figures, other: Figures) -> Figure | None:
    low, high = sorted((a["value"], b["value"]))
    if not low:
        return None
    year = a["year"]
    return made(high / low, "times", "ratio of the two shares of GDP", [one, other], (a["origin"], a["target"]),
                (year, year))  # fmt: skip


def _table(sides: list[Side]) -> Table:
    by_year: dict[int, dict[str, Figure]] = {}
    for one, _, found in sides:
        for row in covered(found):
            by_year.setdefault(row["year"], {})[one.id] = figure(found, row)
    return Table(
        "Trade in goods with the other (exports and imports) as a share of GDP; years without a row are not at hand",
        ("Year", *(f"{one.name} on {other.name}" for one, other, _ in sides)),
        tuple((y, *(by_year[y].get(one.id, "") for one, _, _ in sides)) for y in sorted(by_year)[-SHOWN_YEARS:]),
    )
