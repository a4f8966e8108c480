"""`exact_hat`: the new equilibrium relative to the old, from observed trade and the change in trade costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from comity.errors import Failure, WrongUse, printable
from comity.models.equilibrium import balancing, solving
from comity.models.equilibrium.solving import ENOUGH, Floats, Solution, World

Deficits = Literal["additive", "multiplicative", "none"]
Effect = Literal["full", "conditional", "partial"]


@dataclass(frozen=True)
class Equilibrium:
    """What a change in trade costs makes of the world: ratios new over old (1 = unchanged), and the levels behind them.

    Attributes
    ----------
    welfare
        Real spending of each economy: what it spends over the price of what it buys.
    prices
        Price of what each economy makes, at its gate (also the change of its wage); world income is the measure.
    trade
        Each flow, in the shape of the trade given. A flow that was zero and stays zero has ratio 1; one under a full
        embargo has ratio 0.
    price_index
        Price of what each economy buys.
    real_income
        Price of what each economy makes over the price of what it buys (the real wage).
    terms_of_trade
        Price of what each economy makes over that of its suppliers abroad at their gates, by their shares in its
        baseline imports (1 for an economy without imports).
    flows, baseline
        The new flows and those that they are relative to: the trade given, except with ``deficits="none"``, where it
        is that trade after all deficits have been removed.
    residual
        The largest gap left in the equations, as a share of the economy's output: never above 1e-12.
    """

    welfare: Floats
    prices: Floats
    trade: Floats
    price_index: Floats
    real_income: Floats
    terms_of_trade: Floats
    flows: Floats
    baseline: Floats
    residual: float


def exact_hat(
    trade: ArrayLike,
    cost_change: ArrayLike,
    elasticity: ArrayLike,
    deficits: Deficits = "additive",
    *,
    supply_elasticity: float = 0.0,
    effect: Effect = "full",
) -> Equilibrium:
    """Return the equilibrium after a change in trade costs, in changes from the one observed.

    Dekle, Eaton and Kortum (2008); one sector as in Baier, Yotov and Zylkin (2019), several as in Costinot and
    Rodríguez-Clare (2014), supply as in Allen, Arkolakis and Takahashi (2020). The equations stand in `solving`.

    Parameters
    ----------
    trade
        Flows (exporters, importers) with domestic sales on the diagonal, or (sectors, exporters, importers).
    cost_change
        The factor on each trade cost, of the shape of `trade` or (exporters, importers): 1 is no change, ``inf`` a full
        embargo, so that the flow is exactly zero.
    elasticity
        Trade elasticity: flows move by cost to the power −elasticity; one number above 0, or one for each sector.
    deficits
        ``"additive"`` keeps each deficit in money (world income being the measure), ``"multiplicative"`` its ratio to
        income, ``"none"`` removes all deficits first and takes the balanced world as the baseline.
    supply_elasticity
        By how much output answers to the real price of what is made; 0 for a given endowment.
    effect
        ``"full"`` lets incomes answer; ``"conditional"`` only prices, at given outputs and spending; ``"partial"``
        nothing but the flows named.

    Raises
    ------
    WrongUse
        Negative, missing or infinite flows, an economy without sales or purchases, another shape, a factor that is not
        above 0, an elasticity that is not above 0.
    Failure
        There is no such equilibrium (an economy is cut off from what pays its deficit) or none was found.
    """
    flows = _trade(trade)
    cost = _cost(cost_change, flows)
    theta = _elasticity(elasticity, len(flows))
    _words(deficits, Deficits, "deficits")
    _words(effect, Effect, "effect")
    _supply(supply_elasticity)
    shape = np.shape(trade)
    with solving.one_thread():
        if effect != "full":
            if deficits == "none":
                flows = _without_deficits(flows, theta, 0.0)
            return _without_incomes(flows, _factor(cost, theta), theta, effect, shape)
        return _full(flows, cost, theta, deficits, supply_elasticity, shape, None)[0]


def exact_hat_solver(
    trade: ArrayLike, deficits: Deficits = "additive", *, supply_elasticity: float = 0.0
) -> Callable[[ArrayLike, ArrayLike], Equilibrium]:
    """Return a function of cost change and elasticity that answers as `exact_hat` does, for many draws of the two.

    Each answer is found from the one before, which takes little time where they are alike: ask in order.
    """
    flows = _trade(trade)
    _words(deficits, Deficits, "deficits")
    _supply(supply_elasticity)
    latest: list[Solution] = []

    def answer(cost_change: ArrayLike, elasticity: ArrayLike) -> Equilibrium:
        cost, theta = _cost(cost_change, flows), _elasticity(elasticity, len(flows))
        start = latest[0] if latest else None
        with solving.one_thread():
            found, solution = _full(flows, cost, theta, deficits, supply_elasticity, np.shape(trade), start)
        latest[:] = [solution]
        return found

    return answer


def _full(
    flows: Floats,
    cost: Floats,
    theta: Floats,
    deficits: Deficits,
    supply: float,
    shape: tuple[int, ...],
    start: Solution | None,
) -> tuple[Equilibrium, Solution]:
    base = _without_deficits(flows, theta, supply) if deficits == "none" else flows
    factor = _factor(cost, theta)
    world = _world(base, factor, theta, supply, deficits)
    solution = solving.solve(world, start)
    state = solution.state
    size = base.sum()
    new = solving.flows(world, state)
    prices, index = np.exp(state.log_prices), np.exp(state.log_index)
    gaps = (new.sum((0, 2)) - state.income, new.sum((0, 1)) - state.spending)
    residual = max(float(np.abs(gap / state.income).max()) for gap in gaps)
    if not residual <= ENOUGH:
        raise Failure(f"the equilibrium found leaves a gap of {residual:.1g} of output, above {ENOUGH:g}")
    found = Equilibrium(
        welfare=state.spending / world.spending / index,
        prices=prices,
        trade=_ratio(new * size, base, factor).reshape(shape),
        price_index=index,
        real_income=prices / index,
        terms_of_trade=_terms_of_trade(base, prices),
        flows=(new * size).reshape(shape),
        baseline=base.reshape(shape),
        residual=residual,
    )
    return found, solution


def _without_incomes(
    base: Floats, factor: Floats, theta: Floats, effect: Effect, shape: tuple[int, ...]
) -> Equilibrium:
    """Return the partial effect, or the conditional one: the same outputs and spending, new prices for buyers.

    Costs fall on buyers and on sellers; how much on whom in the mean is not determined at given outputs, and is split
    evenly here.
    """
    out, into = base.sum((0, 2)), base.sum((0, 1))
    new, index = base * factor, np.ones(len(out))
    if effect == "conditional":
        for s, theta_s in enumerate(theta):
            cells, made, bought = new[s] / base.sum(), base[s].sum(1) / base.sum(), base[s].sum(0) / base.sum()
            sellers, buyers = balancing.terms(cells, made, bought)
            new[s] *= sellers[:, None] * buyers
            logs = [np.log(np.where(t > 0, t, 1.0)) for t in (sellers, buyers)]
            even = (made @ logs[0] - bought @ logs[1]) / (made.sum() + bought.sum())
            index *= np.exp(base[s].sum(0) / into * (logs[1] + even) / theta_s)
    ones = np.ones(len(out))
    gaps = [0.0] if effect == "partial" else [np.abs(new.sum((0, 2)) - out) / out, np.abs(new.sum((0, 1)) - into) / out]
    return Equilibrium(
        welfare=1 / index,
        prices=ones,
        trade=_ratio(new, base, factor).reshape(shape),
        price_index=index,
        real_income=1 / index,
        terms_of_trade=ones,
        flows=new.reshape(shape),
        baseline=base.reshape(shape),
        residual=max(float(np.max(gap)) for gap in gaps),
    )


def _without_deficits(flows: Floats, theta: Floats, supply: float) -> Floats:
    """Return the trade of the same world with every economy spending its income."""
    size = flows.sum()
    world = _world(flows, np.ones_like(flows), theta, supply, "none")
    balanced: Floats = solving.flows(world, solving.solve(world).state) * size
    return balanced


def _world(base: Floats, factor: Floats, theta: Floats, supply: float, deficits: Deficits) -> World:
    size = base.sum()
    out, into = base.sum((0, 2)) / size, base.sum((0, 1)) / size
    bought = base.sum(1)
    shares = base / np.where(bought > 0, bought, 1.0)[:, None, :]
    attraction = shares * factor
    _can_trade(attraction, bought)
    parts = _parts(attraction.sum(0) > 0)
    spending = out if deficits == "none" else into
    _can_balance(attraction, parts, spending - out, out, deficits)
    largest = np.argsort(-out, kind="stable")
    firsts = largest[np.unique(parts[largest], return_index=True)[1]]
    shares_of_sectors = bought / base.sum((0, 1))
    multiplicative = deficits == "multiplicative"
    return World(
        out, spending, shares_of_sectors, attraction, theta, supply, multiplicative, parts, firsts, bought == 0
    )


def _can_trade(attraction: Floats, bought: Floats) -> None:
    """Refuse a world in which an economy has nobody left to sell to or to buy from."""
    silent = np.flatnonzero(attraction.sum((0, 2)) == 0)
    if len(silent):
        raise Failure(f"economy {silent[0]} has nobody left to sell to, not even itself; it has no income and no price")
    empty = np.argwhere((attraction.sum(1) == 0) & (bought > 0))
    if len(empty):
        sector = f" of sector {empty[0, 0]}" if len(attraction) > 1 else ""
        raise Failure(
            f"economy {empty[0, 1]} has nobody left to buy from{sector}, not even itself; the model has no price for it"
        )


def _parts(linked: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Number the parts of the world that trade nothing with each other."""
    if linked.all():
        return np.zeros(len(linked), np.intp)
    either = linked | linked.T
    parts = np.full(len(linked), -1)
    for i in range(len(linked)):
        if parts[i] < 0:
            parts[_reached(either, i)] = parts.max() + 1
    return parts


def _reached(linked: NDArray[np.bool_], start: int) -> NDArray[np.bool_]:
    """Say which economies can be reached from one along links."""
    reached: NDArray[np.bool_] = np.arange(len(linked)) == start
    while True:
        further = reached | linked[reached].any(0)
        if (further == reached).all():
            return reached
        reached = further


def _can_balance(attraction: Floats, parts: NDArray[np.intp], deficit: Floats, out: Floats, deficits: Deficits) -> None:
    """Refuse a world whose accounts cannot close: one cut off with its deficit, or one that sells and never buys."""
    if deficits == "additive":
        open_ = np.abs(np.bincount(parts, deficit)) > ENOUGH * np.bincount(parts, out)
        if parts.max() and open_.any():
            who = np.flatnonzero(parts == np.flatnonzero(open_)[-1])
            raise Failure(
                f"{_named(who)} would trade with nobody else and have nothing to pay the deficit with; "
                "ask with deficits multiplicative or none"
            )
        return
    linked = attraction.sum(0) > 0
    if linked.all():
        return
    for first in np.unique(parts, return_index=True)[1]:
        for way in (linked, linked.T):
            lost = np.flatnonzero((parts == parts[first]) & ~_reached(way, int(first)))
            if len(lost):
                raise Failure(
                    f"{_named(lost)} would sell to others and buy nothing from them, or the reverse; without deficits "
                    "in money such trade cannot be paid; ask with deficits additive"
                )


def _named(who: NDArray[np.intp]) -> str:
    shown = ", ".join(str(i) for i in who[:5])
    return f"economy {shown}" if len(who) == 1 else f"economies {shown}{' and more' if len(who) > 5 else ''}"


def _ratio(new: Floats, base: Floats, factor: Floats) -> Floats:
    return np.divide(new, base, out=np.where(factor == 0, 0.0, 1.0), where=base > 0)


def _terms_of_trade(base: Floats, prices: Floats) -> Floats:
    """Return each seller's price over those of its foreign suppliers (a geometric mean, by baseline imports)."""
    imports = base.sum(0)
    np.fill_diagonal(imports, 0.0)
    total = imports.sum(0)
    paid = np.log(prices) @ imports / np.where(total > 0, total, 1.0)
    return np.where(total > 0, prices / np.exp(paid), 1.0)


def _factor(cost: Floats, theta: Floats) -> Floats:
    """Return what costs alone make of each flow: cost to the power −θ, exactly zero for infinite cost."""
    factor = np.ones(cost.shape)
    moved = cost != 1
    with np.errstate(all="ignore"):
        factor[moved] = np.exp((-theta[:, None, None] * np.ones_like(cost))[moved] * np.log(cost[moved]))
    if not np.isfinite(factor).all():
        where = np.argwhere(~np.isfinite(factor))[0]
        raise WrongUse(f"cost_change{list(map(int, where[1:]))} is so small that the flow is no number any more")
    return factor


def _trade(trade: ArrayLike) -> Floats:
    flows = _numbers(trade, "trade")
    if flows.ndim == 2:
        flows = flows[None]
    if flows.ndim != 3 or flows.shape[1] != flows.shape[2] or not flows.size:
        raise WrongUse(
            f"trade has the shape {np.shape(trade)}; expected (exporters, importers) with the same economies on both "
            "sides, or (sectors, exporters, importers)"
        )
    wrong = np.argwhere(~(np.isfinite(flows) & (flows >= 0)))
    if len(wrong):
        raise WrongUse(f"trade{_cell(wrong[0], trade)} is {flows[tuple(wrong[0])]:g}; expected a number from 0 up")
    with np.errstate(over="ignore"):
        total = flows.sum()
    if not np.isfinite(total):
        raise WrongUse("the flows add up to more than a number can hold; give them in a larger unit")
    for axes, verb in (((0, 2), "sells"), ((0, 1), "buys")):
        none = np.flatnonzero(flows.sum(axes) == 0)
        if len(none):
            raise WrongUse(
                f"economy {none[0]} {verb} nothing, not even at home; leave it out or give its domestic sales"
            )
    return flows


def _cost(cost_change: ArrayLike, flows: Floats) -> Floats:
    cost = _numbers(cost_change, "cost_change")
    if cost.shape not in (flows.shape, flows.shape[1:]):
        raise WrongUse(f"cost_change has the shape {cost.shape}; expected that of trade, {flows.shape[1:]}")
    wrong = np.argwhere(~(cost > 0))
    if len(wrong):
        raise WrongUse(
            f"cost_change{_cell(wrong[0], cost)} is {cost[tuple(wrong[0])]:g}; expected a factor above 0 (1 is no "
            "change, inf a full embargo)"
        )
    return np.broadcast_to(cost, flows.shape)


def _elasticity(elasticity: ArrayLike, sectors: int) -> Floats:
    theta = _numbers(elasticity, "elasticity")
    if theta.shape not in ((), (sectors,)):
        raise WrongUse(
            f"elasticity has the shape {theta.shape}; expected one number, or one for each of {sectors} sectors"
        )
    if not (np.isfinite(theta) & (theta > 0)).all():
        raise WrongUse(f"elasticity is {printable(str(theta))}; expected a number above 0")
    return np.broadcast_to(theta, (sectors,))


def _supply(supply_elasticity: float) -> None:
    if not (np.isfinite(supply_elasticity) and supply_elasticity >= 0):
        raise WrongUse(f"supply_elasticity is {supply_elasticity}; expected a number from 0 up")


def _numbers(values: ArrayLike, name: str) -> Floats:
    try:
        return np.array(values, float)
    except (TypeError, ValueError) as e:
        raise WrongUse(f"{name} does not hold numbers alone: {printable(str(e))}") from e


def _cell(place: NDArray[np.intp], given: ArrayLike) -> list[int]:
    return [int(i) for i in place[-np.ndim(given) :]]


def _words(word: str, allowed: object, name: str) -> None:
    if word not in get_args(allowed):
        raise WrongUse(f"{name} is '{printable(str(word), 40)}'; expected one of {', '.join(get_args(allowed))}")
