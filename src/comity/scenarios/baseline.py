"""The world before the change: who sells what to whom, sales at home included, from the tables at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from comity import catalogue, states, store
from comity.errors import Failure, WrongUse
from comity.scenarios.asking import Question
from comity.vocabulary import Caveat, Indicator, Source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FUEL_INDUSTRIES = ("B06", "C19")
LEAST_HOME = 0.05  # of output; an economy that sells less at home is a port, and its construction is no figure
Cells = dict[tuple[int, int], float]


@dataclass(frozen=True)
class Baseline:
    """A closed world in US dollars: `flows` (sectors, exporters, importers) of the states `ids`, in their order.

    `sectors` names the sectors; `how` says in words where sales at home come from; `left_out` are ids of states that
    trade but cannot be in it.
    """

    ids: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Floats
    how: tuple[str, ...]
    left_out: tuple[str, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]

    def place(self, id_: str) -> int | None:
        """Return the place of a state, or None if it is not in this world."""
        return self.ids.index(id_) if id_ in self.ids else None


def baseline_of(asked: Question) -> Baseline:
    """Return the world that a question starts from.

    Raises
    ------
    WrongUse
        A year that the table does not cover.
    NotAtHand
        The table, or what its sales at home are made of, is not at hand.
    """
    return _baci(asked.year) if asked.table == "BACI" else _oecd(asked.year, fuels=asked.has_fuels)


def _baci(year: int) -> Baseline:
    """Goods by pair; sales at home are what is left of an output that is constructed from the gross product."""
    goods, product, output = (catalogue.indicator(c) for c in ("trade.exports", "economy.gdp", "economy.gross_output"))
    _covered(goods, year, "BACI")
    cells = _cells(goods, year)
    (base_year,) = {s.first for s in output.coverage}
    made, then, now = _states(output, base_year), _states(product, base_year), _states(product, year)
    ratios = {s: made[s] / then[s] for s in made if then.get(s)}
    usual = sorted(ratios.values())[len(ratios) // 2]
    outputs = {s: now[s] * ratios.get(s, usual) for s in now}
    sold: dict[int, float] = {}
    for (seller, _), value in cells.items():
        sold[seller] = sold.get(seller, 0.0) + value
    buyers = {b for _, b in cells}
    held = sorted(s for s in outputs if s in sold and s in buyers and outputs[s] - sold[s] > LEAST_HOME * outputs[s])
    home = {s: outputs[s] - sum(cells.get((s, b), 0.0) for b in held if b != s) for s in held}
    how = (
        f"Trade is BACI's goods of {year}. Sales at home are constructed: gross output, which is the gross domestic "
        f"product of {year} times the ratio of the two in the OECD's tables of {base_year} (each state's own for "
        f"{len(ratios)}, their median {usual:.2f} for all others), less exports. They hold services too, which no flow "
        "between states does.",
    )
    return _world(held, [cells], [home], ("goods",), how, set(sold) | buyers, (goods, product, output))


def _oecd(year: int, *, fuels: bool) -> Baseline:
    """Goods and services by pair; sales at home are gross output less exports; fuels as the industries buy them."""
    goods, services, output = (
        catalogue.indicator(c) for c in ("trade.icio_goods", "trade.icio_services", "economy.gross_output")
    )
    _covered(output, year, "OECD")
    cells = _cells(goods, year)
    for pair, value in _cells(services, year).items():
        cells[pair] = cells.get(pair, 0.0) + value
    made = _states(output, year)
    held = sorted(made)
    home = {s: made[s] - sum(cells.get((s, b), 0.0) for b in held if b != s) for s in held}
    how = [
        f"Trade is the goods and services of the OECD's inter-country tables of {year}. Sales at home are observed: "
        "gross output less exports to the others. Economies without a table of their own are not in it, and what is "
        "sold to them counts as sold at home.",
    ]
    if not fuels:
        return _world(held, [cells], [home], ("goods and services",), tuple(how), set(held), (goods, services, output))
    inputs, whole = _fuels(year)
    rest = {pair: value - inputs.get(pair, 0.0) for pair, value in cells.items()}
    kept = {s: home[s] - inputs.get((s, s), 0.0) for s in held}
    if min(*rest.values(), *kept.values()) < 0:
        raise Failure("the tables of the OECD at hand do not fit together: industries buy more fuel than was sold")
    how.append(
        "Fuels are crude oil, natural gas and refined products as industries everywhere buy them, at home too; petrol "
        "and gas for households are with all else."
    )
    own = {s: inputs.get((s, s), 0.0) for s in held}
    names = ("fuels", "all else")
    return _world(held, [inputs, rest], [own, kept], names, tuple(how), set(held), (goods, services, output, whole))


def _fuels(year: int) -> tuple[Cells, Indicator]:
    """Return what the industries of each state buy of fuels from each, at home too; no indicator has the latter."""
    code = "trade.icio_intermediate_fuels"
    rows = (
        catalogue.stored_tables(code)
        .relations["by_sector"]
        .filter(nw.col("sector").is_in(list(FUEL_INDUSTRIES)), nw.col("year") == year)
    )
    found: Cells = {}
    for row in store.rows(rows.filter(~nw.col("origin").is_null(), ~nw.col("target").is_null())):
        pair = (row["origin"], row["target"])
        found[pair] = found.get(pair, 0.0) + row["inputs"]
    return found, catalogue.indicator(code)


def _world(
    held: list[int],
    cells: list[Cells],
    home: list[dict[int, float]],
    sectors: tuple[str, ...],
    how: tuple[str, ...],
    seen: Iterable[int],
    used: tuple[Indicator, ...],
) -> Baseline:
    import numpy as np

    place = {s: i for i, s in enumerate(held)}
    flows = np.zeros((len(sectors), len(held), len(held)))
    for s, (traded, own) in enumerate(zip(cells, home, strict=True)):
        for (seller, buyer), value in traded.items():
            if seller in place and buyer in place and seller != buyer:
                flows[s, place[seller], place[buyer]] = value
        flows[s, list(place.values()), list(place.values())] = [own[i] for i in held]
    ids = tuple(states.by_number(s).id for s in held)
    year_caveats = dict.fromkeys(c for i in used for c in i.caveats)
    return Baseline(
        ids=ids,
        sectors=sectors,
        flows=flows,
        how=how,
        left_out=tuple(sorted(states.by_number(s).id for s in set(seen) - set(held))),
        sources=tuple(dict.fromkeys(s for i in used for s in i.sources)),
        caveats=tuple(year_caveats),
    )


def _covered(what: Indicator, year: int, table: str) -> None:
    spans = what.coverage
    if not any(s.first <= year <= s.last for s in spans):
        years = sorted({y for s in spans for y in range(s.first, s.last + 1)})
        raise WrongUse(f"baseline: {table} has no {year} at hand; it has {', '.join(map(str, years[-4:]))}")


def _cells(what: Indicator, year: int) -> Cells:
    rows: list[dict[str, Any]] = store.rows(what.values.filter(nw.col("year") == year))
    return {(r["origin"], r["target"]): r["value"] for r in rows if r["value"] is not None}


def _states(what: Indicator, year: int) -> dict[int, float]:
    rows: list[dict[str, Any]] = store.rows(what.values.filter(nw.col("year") == year))
    return {r["state"]: r["value"] for r in rows if r["value"]}
