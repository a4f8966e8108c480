"""All who sell a fuel to one buyer, or all who buy it from one seller: shares, places, who left and who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.briefs.asking import EARLIER, Ask, figures, known, made, said, start, whole_years
from comity.briefs.market import some
from comity.catalogue import Figures
from comity.pages import charts, words
from comity.pages.model import Cell, Chart, Sentence, Table
from comity.states import State, state
from comity.vocabulary import Figure

NAMED = 8


@dataclass(frozen=True)
class Fuel:
    """A fuel by one counter: its code and name, the code of the buyer's total, and the ends that the code itself names.

    A `fiscal` year is named by both calendar years that it touches; `monthly` is the code of its months.
    """

    code: str
    name: str
    total: str = ""
    origin: str = ""
    target: str = ""
    fiscal: bool = False
    monthly: str = ""

    def during(self, year: int) -> str:
        """Return the words for a year: "in 2021", "in the fiscal year 2021–22"."""
        return f"in the fiscal year {words.span(year, year + 1)}" if self.fiscal else f"in {year}"


@dataclass(frozen=True)
class Market:
    """Amounts of one fuel by partner and year of one side, `whose`: all sellers to it with `totals`, else all buyers.

    `partner` is the other of the two asked for; `latest` the last whole year of the two.
    """

    fuel: Fuel
    whose: State
    partner: State
    amounts: Mapping[str, Mapping[int, float]]
    totals: Mapping[int, float] | None
    latest: int
    inputs: tuple[Figures, ...]

    @property
    def before(self) -> int:
        """The year against which the latest is set."""
        years = sorted({y for by_year in self.amounts.values() for y in by_year})
        return max((y for y in years if y <= self.latest - EARLIER), default=years[0])

    def ranked(self, year: int) -> list[str]:
        """Return the partners with an amount in a year, the largest first."""
        held = [(n, by_year[year]) for n, by_year in self.amounts.items() if by_year.get(year)]
        return [n for n, _ in sorted(held, key=lambda p: (-p[1], p[0]))]

    def looked_at(self, name: str, year: int) -> bool:
        """Say whether the counter covers the flow of a partner in a year: silence means nothing elsewhere."""
        ends = (name, self.whose.id) if self.totals is not None else (self.whose.id, name)
        return any(s.covers(*ends, year) for s in self.inputs[0].coverage)

    def share(self, name: str, year: int) -> Figure:
        """Return a partner's share in the total of a year; not known without a total."""
        total = None if self.totals is None else self.totals.get(year)
        value = self.amounts.get(name, {}).get(year, 0.0) / total if total else None
        what = f"share of all {self.fuel.name} that {said(self.whose)} imported {self.fuel.during(year)}"
        return made(value, "share", what, self.inputs, (name, self.whose.id), (year, year))

    def amount(self, name: str, year: int) -> Figure:
        """Return a partner's amount in a year."""
        value = self.amounts.get(name, {}).get(year)
        unit = self.inputs[0].definition.unit
        return made(value, unit, f"{self.fuel.name}, {year}", self.inputs, (name, self.whose.id), (year, year))


def market(ask: Ask, fuel: Fuel, found: Figures, seller: State, buyer: State) -> Market | None:
    """Return the market that a flow is part of: by sellers where the buyer's total is known, else by buyers."""
    latest = whole_years(found)[-1]["year"]
    if fuel.total:
        around, totals = figures(ask, fuel.code, "any", buyer.id), figures(ask, fuel.total, buyer.id)
        if not isinstance(around, Figures) or not isinstance(totals, Figures):
            return None
        sums = {r["year"]: r["value"] for r in known(totals)}
        return Market(fuel, buyer, seller, _by(around, "origin"), sums, latest, (around, totals))
    around = figures(ask, fuel.code, seller.id, "any")
    if not isinstance(around, Figures):
        return None
    buyers = _by(around, "target")
    return Market(fuel, seller, buyer, buyers, None, latest, (around,)) if len(buyers) > 1 else None


def _by(found: Figures, side: str) -> dict[str, dict[int, float]]:
    amounts: dict[str, dict[int, float]] = {}
    for r in known(found):
        amounts.setdefault(r[side], {})[r["year"]] = r["value"]
    return amounts


def place(found: Market, year: int) -> list[str | Figure]:
    """Say the place of the partner: among all sellers, or among the buyers with a figure."""
    ranked = found.ranked(year)
    if found.partner.id not in ranked or len(ranked) < 2:
        return []
    number = ranked.index(found.partner.id) + 1
    if found.totals is not None:
        if number == 1:
            return [", more than from any other state"]
        return [f", behind {some([said(state(n)) for n in ranked[: number - 1]])}"]
    who, span = (found.whose.id, found.partner.id), (year, year)
    of = made(float(len(ranked)), "", "buyers with a figure for the year", found.inputs, who, span)
    if number == 1:
        return [", as the largest of the ", of, " buyers with a figure for that year"]
    own = made(float(number), "", "place among the buyers with a figure", found.inputs, who, span)
    return [", as number ", own, " of the ", of, " buyers with a figure for that year"]


def left_and_came(found: Market) -> list[Sentence]:
    """Say who is on record in the one year and not in the other."""
    old, new = found.ranked(found.before), found.ranked(found.latest)
    if found.before == found.latest or not old or not new:
        return []
    side = f"sold {found.fuel.name} to" if found.totals is not None else f"bought {found.fuel.name} from"
    them, sentences = said(found.whose), []
    for these, there, here in ((old, found.before, found.latest), (new, found.latest, found.before)):
        others = new if there == found.before else old
        gone = [said(state(n)) for n in these if n not in others and found.looked_at(n, here)]
        if gone:
            then, now = found.fuel.during(there), found.fuel.during(here)
            sentences.append(start(f"on record as having {side} {them} {then} but not {now}: {some(gone)}."))
    return sentences


def shares_table(found: Market) -> Table:
    """Return the largest partners of the two years, with shares where the total is known, else with amounts."""
    years = [found.before, found.latest] if found.before != found.latest else [found.latest]
    names = list(dict.fromkeys([*found.ranked(years[-1])[:NAMED], *found.ranked(years[0])[:4]]))
    names += [] if found.partner.id in names else [found.partner.id]
    cell = found.share if found.totals is not None else found.amount
    rows: list[tuple[Cell, ...]] = [(state(n).name, *(_cell(found, cell(n, y), n, y) for y in years)) for n in names]
    role, them = ("Seller", "sellers") if found.totals is not None else ("Buyer", "buyers")
    of = "shares in all imports" if found.totals is not None else "those with a figure"
    return Table(
        f"{found.fuel.name.capitalize()} of {said(found.whose)}: largest {them}, {of}",
        (role, *(str(y) for y in years)),
        tuple(rows),
    )


def _cell(found: Market, told: Figure, name: str, year: int) -> Cell:
    if year in found.amounts.get(name, {}):
        return told
    return "none on record" if found.looked_at(name, year) else "not covered"


def chart(ask: Ask, found: Market) -> Chart | None:
    """Draw the shares of the sellers by year, where the totals are known."""
    if found.totals is None:
        return None
    rows = [
        {"year": y, "name": state(n).name, "value": v / found.totals[y]}
        for n, by_year in found.amounts.items()
        for y, v in by_year.items()
        if y <= found.latest and found.totals.get(y)
    ]
    return charts.shares_over_time(
        rows,
        found.partner.name,
        title=f"Sellers of {found.fuel.name} to {said(found.whose)} by share of each year’s imports",
        palette=ask.palette,
        sources=found.inputs[0].sources,
    )
