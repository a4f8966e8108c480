"""What happens within each of the two: violence, displacement, regime, size; and refugees from one in the other."""

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
    reach,
    said,
    start,
    whole_years,
    why_outside,
)
from comity.briefs.gaps import NEVER_MET, NO_FIGURE, Gap
from comity.briefs.series import SHOWN_YEARS, Answers, Series, against, latest_of, section, tell
from comity.briefs.world import higher_or_lower, more_than
from comity.catalogue import Figures
from comity.pages import lines, words
from comity.pages.model import Lead, Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

ACTIVE = 25  # deaths in a year from which on UCDP counts a conflict as active


def economy(ask: Ask) -> Part:
    """Return the size of the two economies."""
    output = Series(
        "economy.gdp",
        "the gross domestic product of {state} at current prices was {figure}",
        "Gross domestic product, current prices",
    )
    people = Series("economy.population", "the population of {state} was {figure}", "Population")
    return section("economy", "Size of the two", [tell(ask, output), tell(ask, people)])


def regimes(ask: Ask) -> Part:
    """Return how the two are governed."""
    index = Series(
        "regimes.polyarchy",
        "V-Dem’s index of electoral democracy (polyarchy, 0 to 1) for {state} was {figure}",
        "Electoral democracy (V-Dem polyarchy), 0 to 1",
    )
    told = tell(ask, index)
    return section("regimes", "Regimes", [told], _moved(ask, told.answers))


def conflict(ask: Ask) -> Part:
    """Return deaths in organised violence in each of the two."""
    yearly = Series(
        "conflict.deaths",
        "UCDP’s best estimate for organised violence in {state} is {figure}",
        "Deaths in organised violence, best estimate",
    )
    events = Series(
        "conflict.deaths_events",
        "UCDP’s event file adds up to {figure} in organised violence in {state}",
        "Deaths in organised violence, summed from UCDP’s event file",
        quiet=True,
    )
    told = tell(ask, yearly)
    lead = _most(ask, told.answers, ACTIVE, "Deaths in organised violence in {state}, {year}")
    return section("conflict", "Organised violence", [told, tell(ask, events)], lead)


def displacement(ask: Ask) -> Part:
    """Return displacement within each of the two, by both counters, and refugees from one in the other."""
    one = Series(
        "displacement.idps",
        "UNHCR counted {figure} displaced within {state}",
        "Displaced within their state, UNHCR",
        at="at the end of",
    )
    other = Series(
        "displacement.idps_idmc",
        "IDMC counted {figure} displaced within {state} by conflict",
        "Displaced within their state by conflict, IDMC",
        at="at the end of",
    )
    told = tell(ask, one)
    lead = _most(ask, told.answers, 1, "Displaced within {state} by UNHCR’s count, end of {year}")
    return section("displacement", "Displacement", [told, tell(ask, other)], lead) + _refugees(ask)


def _most(ask: Ask, answers: Answers, least: float, label: str) -> tuple[Lead, ...]:
    """Return the larger of the two latest figures for the head of the page, with its place among all states."""
    found = [(s, f, r) for s, f, r in latest_of(answers) if r["value"] >= least]
    if not found:
        return ()
    whose, figures_, row = max(found, key=lambda p: float(p[2]["value"]))
    place = more_than(ask, figures_, row["year"], row["value"])
    named = label.replace("{state}", said(whose)).replace("{year}", str(row["year"]))
    return (Lead(named, figure(figures_, row), place),)


def _moved(ask: Ask, answers: Answers) -> tuple[Lead, ...]:
    """Return the index that moved more of the two, by how much, and its place among all states."""
    moved = [(s, f, r, b) for s, f, r in latest_of(answers) if (b := earlier(whole_years(f))) is not None]
    if not moved:
        return ()
    whose, found, now, before = max(moved, key=lambda p: abs(p[2]["value"] - p[3]["value"]))
    change = now["value"] - before["value"]
    size = made(
        abs(change), found.definition.unit, f"change since {before['year']}", [found], (whose.id,),
        (before["year"], now["year"]),
    )  # fmt: skip
    way = "up" if change > 0 else "down"
    told: list[str | Figure] = [f"{way} ", size, f" since {before['year']}"] if change else []
    place = higher_or_lower(ask, found, now["year"], now["value"])
    told += ["; " if told and place else "", *place]
    return (
        Lead(f"Electoral democracy in {said(whose)} (V-Dem, 0 to 1), {now['year']}", figure(found, now), tuple(told)),
    )


def _refugees(ask: Ask) -> Part:
    """Return refugees from each of the two in the other."""
    found: list[tuple[State, State, Figures]] = []
    gaps: list[Gap] = []
    for origin, asylum in ((ask.a, ask.b), (ask.b, ask.a)):
        who = f"from {said(origin)} in {said(asylum)}"
        flows = figures(ask, "displacement.refugees", origin.id, asylum.id) if ask.met else Gap(NEVER_MET)
        if isinstance(flows, Gap):
            gaps.append(flows.on("refugees", who))
        elif known(flows):
            found.append((origin, asylum, flows))
        elif covered(flows):
            gaps.append(Gap(NO_FIGURE).on("refugees", who))
        else:
            gaps.append(why_outside(flows, origin, asylum).on(f"refugees of {reach(flows)}", who))
    if not found:
        return Part(gaps=tuple(gaps))
    sources, caveats = merged(f for _, _, f in found)
    rows = [{**r, "name": f"from {origin.name}"} for origin, _, f in found for r in covered(f)]
    chart = lines.lines(rows, title="Refugees from each in the other, end of year", unit="persons", sources=sources)
    made_of = Section(
        id="refugees",
        title="Refugees from each in the other",
        sentences=tuple(_sheltered(*each) for each in found),
        charts=(chart,) if chart is not None else (),
        tables=tuple(_by_year(*each) for each in found),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for _, _, f in found),
    )
    return Part((made_of,), (), tuple(gaps))


def _sheltered(origin: State, asylum: State, found: Figures) -> Sentence:
    rows = known(found)
    latest, before = rows[-1], earlier(rows)
    parts: list[str | Figure] = [
        f"refugees from {said(origin)} in {said(asylum)} by UNHCR’s count: ", figure(found, latest),
        f" at the end of {latest['year']}",
    ]  # fmt: skip
    if before is not None:
        parts += against(figure(found, latest), figure(found, before), f"at the end of {before['year']}")
    end = covered(found)[-1]["year"]
    silent = f"; no figure for {words.span(latest['year'] + 1, end)} is on record" if end > latest["year"] else ""
    return start(*parts, f"{silent}.")


def _by_year(origin: State, asylum: State, found: Figures) -> Table:
    rows: list[Row] = known(found)[-SHOWN_YEARS:]
    return Table(
        f"Refugees from {said(origin)} in {said(asylum)}, end of year",
        ("Year", "Refugees"),
        tuple((r["year"], figure(found, r)) for r in rows),
    )
