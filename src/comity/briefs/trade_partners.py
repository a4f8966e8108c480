"""Where each of two states stands among the other's partners in goods, and how much of the other's trade it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comity.briefs.asking import Ask, Row, figure, figures, known, made, said, start
from comity.briefs.gaps import Gap
from comity.catalogue import Figures
from comity.pages.model import Cell, Sentence, Table
from comity.states import State, state
from comity.vocabulary import Figure

NAMED = 8
TOTALS = ("trade.exports_total", "trade.imports_total")


@dataclass(frozen=True)
class Partners:
    """A state's trade in goods in one year by partner, and its total both ways.

    `ranked` are the partners with a figure both ways and what these come to together, the largest first.
    """

    whose: State
    year: int
    sold: Mapping[str, Row]
    bought: Mapping[str, Row]
    ranked: Mapping[str, float]
    total: float
    inputs: tuple[Figures, ...]

    def both(self, partner: str) -> Figure:
        """Return exports and imports together with one partner."""
        return self._made(self.ranked[partner], "USD", f"exports and imports of {self.year}", partner)

    def share(self, partner: str) -> Figure:
        """Return a partner's share of all exports and imports."""
        value = self.ranked[partner] / self.total
        return self._made(value, "share", f"share of the trade of {said(self.whose)} in {self.year}", partner)

    def place(self, partner: str) -> int:
        """Return a partner's place by exports and imports together, 1 for the largest."""
        return 1 + sum(v > self.ranked[partner] for v in self.ranked.values())

    def placed(self, partner: str) -> Figure:
        """Return the place as a figure."""
        return self._made(float(self.place(partner)), "", "place among the partners", partner)

    def counted(self) -> Figure:
        """Return the number of the partners with a figure both ways."""
        return self._made(float(len(self.ranked)), "", "partners with a figure both ways", None)

    def _made(self, value: float | None, unit: str, what: str, partner: str | None) -> Figure:
        who = (self.whose.id,) if partner is None else (self.whose.id, partner)
        return made(value, unit, what, self.inputs, who, (self.year, self.year))


def around(ask: Ask, years: set[int]) -> list[Partners]:
    """Return the partners of each of the two in the latest of the years in which all of their trade is known.

    Without totals there is no place: partners whose trade nobody reported would be missing among those ahead.
    """
    totals = [figures(ask, code, ask.a.id, ask.b.id) for code in TOTALS]
    if any(isinstance(t, Gap) for t in totals):
        return []
    held = [t for t in totals if isinstance(t, Figures)]
    for year in sorted(years, reverse=True):
        sums = {s.id: [r["value"] for t in held for r in known(t) if (r["state"], r["year"]) == (s.id, year)]
                for s in ask.both}  # fmt: skip
        if all(len(v) == len(TOTALS) and sum(v) > 0 for v in sums.values()):
            return [p for s in ask.both if (p := _partners(ask, s, year, sum(sums[s.id]), held)) is not None]
    return []


def _partners(ask: Ask, whose: State, year: int, total: float, totals: Sequence[Figures]) -> Partners | None:
    one = replace(ask, years=(year, year))
    sold, bought = figures(one, "trade.exports", whose.id, "any"), figures(one, "trade.exports", "any", whose.id)
    if isinstance(sold, Gap) or isinstance(bought, Gap):
        return None
    by_buyer, by_seller = {r["target"]: r for r in known(sold)}, {r["origin"]: r for r in known(bought)}
    sums = {p: by_buyer[p]["value"] + by_seller[p]["value"] for p in by_buyer.keys() & by_seller.keys()}
    ranked = dict(sorted(sums.items(), key=lambda p: (-p[1], p[0])))
    return Partners(whose, year, by_buyer, by_seller, ranked, total, (sold, bought, *totals))


def standing(one: Partners, other: Partners) -> list[Sentence]:
    """Say the place and share of each in the trade of the other: what one leans on the other may hardly need."""
    latest = f"in {one.year}, the latest year in which the trade of both is known with all partners,"
    return [_place(one, other.whose, latest), _place(other, one.whose, f"in {one.year}")]


def _place(found: Partners, partner: State, when: str) -> Sentence:
    place = found.placed(partner.id)
    told: list[str | Figure] = [f"{when} {said(partner)} was "]
    if place.value == 1:
        told += ["the largest of the ", found.counted()]
    else:
        told += ["number ", place, " of the ", found.counted()]
    told += [
        f" partners of {said(found.whose)} in goods, with ",
        found.share(partner.id),
        " of its exports and imports.",
    ]
    return start(*told)


def table(found: Partners, partner: State) -> Table:
    """Return the largest partners of a state, and the partner asked for."""
    names = list(found.ranked)[:NAMED]
    names += [] if partner.id in names else [partner.id]
    rows: Sequence[tuple[Cell, ...]] = [
        (
            _named(found, name),
            figure(found.inputs[0], found.sold[name]),
            figure(found.inputs[1], found.bought[name]),
            found.both(name),
            found.share(name),
        )
        for name in names
    ]
    return Table(
        f"Largest partners of {said(found.whose)} in goods, {found.year}",
        ("Partner", "Exports to it", "Imports from it", "Both ways", "Share of all trade"),
        tuple(rows),
    )


def _named(found: Partners, name: str) -> str:
    place = found.place(name)
    return state(name).name if place <= NAMED else f"{state(name).name} (number {place})"
