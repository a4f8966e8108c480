"""How isolated: for each of the two the components that are known, and the index where enough of them are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity import catalogue
from comity.briefs.asking import Ask, Part, capital, said, start
from comity.catalogue import NotAtHand
from comity.catalogue.comparing import Comparison
from comity.catalogue.standing import BY_COUNT, BY_GDP, MISSIONS, SUPPLIERS, VOTES, WINDOW
from comity.catalogue.standing import isolation as isolated
from comity.pages import words
from comity.pages.model import Cell, Download, Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure, Status

MADE_OF = ("economy.gdp", "votes.s_absolute")  # the year is the last that both cover
SHOWN = (VOTES, BY_COUNT, BY_GDP, SUPPLIERS, MISSIONS)


def isolation(ask: Ask) -> Part:
    """Return the section on those of the two that some state sanctions or of whom enough is known for an index."""
    year = _year(ask)
    if year is None:
        return Part()
    found = [(s, made) for s in ask.both if (made := _found(ask, s, year)) is not None]
    return Part((_section(found, year),)) if found else Part()


def _year(ask: Ask) -> int | None:
    """Return the last year asked that the economies and the votes both cover."""
    try:
        ends = [max(s.last for s in catalogue.indicator(c, ask.as_of).coverage) for c in MADE_OF]
    except NotAtHand:
        return None
    last = min(ends) if ask.years is None else min(*ends, ask.years[1])
    return last if ask.years is None or last >= ask.years[0] else None


def _found(ask: Ask, whose: State, year: int) -> Comparison | None:
    if whose.kind == "territory" or not whose.exists_in(year):
        return None
    try:
        made = isolated(whose.id, year, as_of=ask.as_of)
    except NotAtHand:
        return None
    sanctioned = next(r["value"] for r in made.rows if r["component"] == BY_COUNT)
    return made if sanctioned or made.totals["index"] is not None else None


def _section(found: list[tuple[State, Comparison]], year: int) -> Section:
    every = [made for _, made in found]
    return Section(
        id="isolation",
        title="How isolated they are" if len(found) > 1 else f"How isolated {said(found[0][0])} is",
        sentences=tuple(s for whose, made in found for s in _sentences(whose, made, year)),
        tables=(_table(found, year),),
        caveats=tuple(dict.fromkeys(c for made in every for c in made.caveats)),
        sources=tuple(dict.fromkeys(s for made in every for s in made.sources)),
        downloads=tuple(
            Download(f"isolation {s.id}", tuple({"year": year, **r} for r in made.rows), made.sources)
            for s, made in found
        ),
    )


def _figure(made: Comparison, row: Mapping[str, Any], whose: State, year: int) -> Figure:
    first, last = (year - 2 * WINDOW + 1, year - WINDOW) if row["component"] == SUPPLIERS else (year, year)
    status: Status = "not known" if row["value"] is None else "reported"
    unit = "share" if row["unit"].startswith("share of") else row["unit"]
    return Figure(row["value"], unit, status, row["code"], (whose.id,), first, last, made.sources, row["component"])


def _index(made: Comparison, whose: State, year: int) -> Figure:
    """Return the index; like all that is made of several inputs it bears the code of the first."""
    known = next(r for r in made.rows if r["scaled"] is not None or r["value"] is not None)
    row = {"component": "index", "value": made.totals["index"], "unit": "index 0–1", "code": known["code"]}
    return _figure(made, row, whose, year)


def _sentences(whose: State, made: Comparison, year: int) -> list[Sentence]:
    rows = {r["component"]: r for r in made.rows}
    told: list[Sentence] = []
    count, gdp, lost = rows[BY_COUNT], rows[BY_GDP], rows[SUPPLIERS]
    if count["value"]:
        least = "at least " if count["told"].startswith("at least") else ""
        parts: list[str | Figure] = [f"in {year} {least}", _figure(made, count, whose, year), " of all other states"]
        if gdp["value"] is not None:
            parts += [", with ", _figure(made, gdp, whose, year), " of their GDP,"]
        told.append(start(*parts, f" had sanctions in force on {said(whose)}."))
    if lost["value"]:
        earlier = words.span(year - 2 * WINDOW + 1, year - WINDOW)
        told.append(start(f"of those that delivered major arms to {said(whose)} in {earlier}, ",
                          _figure(made, lost, whose, year), f" did not in the five years to {year}."))  # fmt: skip
    return told


def _table(found: list[tuple[State, Comparison]], year: int) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for component in SHOWN:
        cells = [next(r for r in made.rows if r["component"] == component) for _, made in found]
        figures = [_figure(made, c, whose, year) for (whose, made), c in zip(found, cells, strict=True)]
        told = "; ".join(dict.fromkeys(str(c["told"]) for c in cells))
        rows.append((capital(component), *figures, f"{cells[0]['weight']:.3g}", told))
    index = [_index(made, whose, year) for whose, made in found]
    rest = "; ".join(dict.fromkeys(n for _, made in found for n in made.notes if "index" in n))
    rows.append(("Index by these weights, each component scaled to 0–1", *index, "", rest))
    return Table(
        f"Components of isolation in {year}",
        ("Component", *(whose.name for whose, _ in found), "Weight", "What it is"),
        tuple(rows),
    )
