"""The page on one state's partners: a ranked table and a picture for each indicator or kind of record."""

from __future__ import annotations

from collections.abc import Sequence

from comity import states
from comity.briefs.asking import capital, download, made, said, start
from comity.briefs.gaps import Gap, holes, lowered
from comity.briefs.naming import actor
from comity.catalogue import Figures, Ranking, Ties
from comity.pages import drawing, lines, words
from comity.pages.downloads import slug
from comity.pages.model import Chart, Page, Section, Sentence, Table
from comity.pages.palette import Palette
from comity.states import State
from comity.vocabulary import Figure

SHOWN = 15
DRAWN = 4
DRAWN_YEARS = 15


def partners_page(found: Ties, command: str) -> Page:
    """Return the page on a state's partners."""
    whose = states.state(found.state)
    sections = tuple(_section(whose, r) for r in found.rankings)
    for chart in (c for s in sections for c in s.charts):
        drawing.ahead(chart.spec)
    gaps = [Gap(k.reason, k.remedy).on(lowered(k.what.label), f"{k.direction} {said(whose)}") for k in found.lacking]
    if sections:
        standfirst = f"Who {said(whose)} has ties with, ranked; each figure has its source."
    else:
        standfirst = f"Nothing is at hand on the partners of {said(whose)}; below is why."
    return Page(
        title=f"{whose.name}: its partners",
        standfirst=(standfirst,),
        leads=(),
        sections=sections,
        holes=holes(gaps),
        as_of=found.as_of,
        notes=(),
        facts={"command": command},
    )


def _section(whose: State, ranking: Ranking) -> Section:
    chart = _chart(ranking)
    return Section(
        id=slug(f"{ranking.what.code} {ranking.direction}"),
        title=ranking.title(said(whose)),
        sentences=(_sentence(whose, ranking), *((f"{capital(n)}.",) for n in ranking.notes)),
        charts=(chart,) if chart is not None else (),
        tables=(_table(ranking),),
        caveats=ranking.caveats,
        sources=ranking.sources,
        downloads=(download(ranking.answer),),
    )


def _sentence(whose: State, ranking: Ranking) -> Sentence:
    """Say how many partners are on record, and which is first with how much."""
    first = [p for p in ranking.partners if p.place == 1]
    count = made(
        float(len(ranking.partners)), "partners", "partners on record", [ranking.answer], (whose.id,), _years(ranking)
    )
    head = words.listed([actor(p.state) for p in first[:3]]) + (f" and {len(first) - 3} more" if len(first) > 3 else "")
    told: list[str | Figure] = [f"{head} {'is' if len(first) == 1 else 'are'} first of ", count, " on record, with "]
    told.append(_figure(ranking, 0))
    if first[0].share is not None and len(first) == 1:
        told += [", ", _share(ranking, 0), " of what all of them have"]
    return start(*told, ".")


def _years(ranking: Ranking) -> tuple[int, int]:
    return (ranking.first, ranking.last)


def _figure(ranking: Ranking, at: int) -> Figure:
    partner = ranking.partners[at]
    what = "" if ranking.first == ranking.last else f"sum of {words.span(*_years(ranking))}"
    return made(partner.value, ranking.unit, what, [ranking.answer], (partner.state,), _years(ranking))


def _share(ranking: Ranking, at: int) -> Figure:
    partner = ranking.partners[at]
    return made(
        partner.share, "share", "share of all partners on record", [ranking.answer], (partner.state,), _years(ranking)
    )


def _table(ranking: Ranking) -> Table:
    shown = range(min(SHOWN, len(ranking.partners)))
    shares = any(p.share is not None for p in ranking.partners)
    unit = words.column_unit(ranking.unit)
    left = len(ranking.partners) - len(shown)
    caption = f"The first {len(shown)} of {len(ranking.partners)}" if left else f"All {len(shown)}"
    rows = tuple(
        (
            ranking.partners[i].place,
            capital(actor(ranking.partners[i].state).removeprefix("the ")),
            _figure(ranking, i),
            *((_share(ranking, i),) if shares else ()),
        )
        for i in shown
    )
    value = f"Value, {unit}" if unit else "Value"
    return Table(caption, ("Place", "Partner", value, *(("Share",) if shares else ())), rows)


def _chart(ranking: Ranking) -> Chart | None:
    """Draw the years of the first partners, where figures are by year."""
    answer = ranking.answer
    if not isinstance(answer, Figures):
        return None
    first = [p.state for p in ranking.partners[:DRAWN]]
    end = "origin" if ranking.direction == "to" else "target"
    rows = [
        {"year": r["year"], "name": states.state(other).name, "value": r["value"], "status": r["status"]}
        for r in _recent(answer.rows, ranking.last)
        for other in [r[end] if ranking.direction != "with" else _other(r, first)]
        if other in first
    ]
    if len({r["year"] for r in rows}) < 2:
        return None
    names = tuple(states.state(s).name for s in first)
    return lines.lines(rows, title=f"{ranking.what.label}: the first {len(first)} by year", unit=ranking.unit,
                       palette=Palette(names), sources=ranking.sources)  # fmt: skip


def _recent(rows: Sequence[dict[str, object]], last: int) -> list[dict[str, object]]:
    return [r for r in rows if last - DRAWN_YEARS < int(str(r["year"])) <= last]


def _other(row: dict[str, object], first: Sequence[str]) -> object:
    return row["origin"] if row["origin"] in first else row["target"]
