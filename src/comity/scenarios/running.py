"""From a question and a baseline to outcomes with intervals: the model's answer to each draw of its parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity import states
from comity.errors import Failure, WrongUse
from comity.pages import words
from comity.scenarios.asking import Change, Question, Range, Scenario
from comity.scenarios.baseline import Baseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from comity.models.equilibrium import Equilibrium

    Floats = NDArray[np.float64]
    Solver = Callable[[Floats, Floats], Equilibrium]

DRAWS = 1000
SEED = 20220224
INTERVAL = (0.025, 0.975)
ROUNDS = 80
EXACT = 1e-5  # how near a quantity comes to the one asked, as a share of it


@dataclass(frozen=True)
class Estimates:
    """A quantity at the central parameters, in each draw, and the ends of the interval that holds 95 of 100 draws."""

    central: Floats
    draws: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Outcome:
    """What one scenario makes of the world: flows in US dollars, all else as ratios (1 = unchanged).

    `observed` and `flows` (exporters, importers) are of fuels where the scenario is about them, else of all trade;
    `sales` is what the sellers of the first change sell to each state, `purchases` what its buyers buy of each.
    `rerouted` is what goes on through each third state, `costs` the rise of trade costs that each change comes to
    (None: a full embargo).
    """

    scenario: Scenario
    sector: str
    observed: Floats
    flows: Estimates
    sales: Estimates
    purchases: Estimates
    real_income: Estimates
    terms_of_trade: Estimates
    rerouted: tuple[tuple[str, float], ...]
    costs: tuple[float | None, ...]
    notes: tuple[str, ...]


def run(asked: Question, base: Baseline) -> tuple[Outcome, ...]:
    """Return the outcome of each scenario; the same draws of the parameters for all of them.

    Raises
    ------
    WrongUse
        A state that is not in the baseline, or a change of flows that are all zero there.
    Failure
        The world has no equilibrium after the change.
    """
    return tuple(_outcome(asked, base, scenario) for scenario in asked.scenarios)


def _outcome(asked: Question, base: Baseline, scenario: Scenario) -> Outcome:
    import numpy as np

    masks = [_mask(change, base) for change in scenario.changes]
    sector = 0 if any(c.what == "fuels" for c in scenario.changes) or len(base.sectors) == 1 else None

    def shown(flows: Floats) -> Floats:
        found: Floats = flows.sum(0) if sector is None else flows[sector]
        return found

    sellers, buyers = (np.isin(base.ids, side) for side in (scenario.changes[0].sellers, scenario.changes[0].buyers))
    incomes, terms, flows = [], [], []
    try:
        answers = _answers(asked, base, scenario, masks)
        central, costs = next(answers)
        for found, _ in answers:
            incomes.append(found.welfare)
            terms.append(found.terms_of_trade)
            flows.append(shown(found.flows).astype(np.float32))
    except Failure as e:
        raise Failure(_with_names(str(e), base)) from e
    return Outcome(
        scenario=scenario,
        sector="everything" if sector is None else base.sectors[sector],
        observed=shown(central.baseline),
        flows=_estimates(shown(central.flows), flows),
        sales=_estimates(shown(central.flows)[sellers].sum(0), [f[sellers].sum(0) for f in flows]),
        purchases=_estimates(shown(central.flows)[:, buyers].sum(1), [f[:, buyers].sum(1) for f in flows]),
        real_income=_estimates(central.welfare, incomes),
        terms_of_trade=_estimates(central.terms_of_trade, terms),
        rerouted=_rerouted(base, scenario.changes, masks),
        costs=costs,
        notes=_notes(base, scenario.changes, masks),
    )


def _answers(
    asked: Question, base: Baseline, scenario: Scenario, masks: Sequence[Floats]
) -> Iterator[tuple[Equilibrium, tuple[float | None, ...]]]:
    """Give the answer at the central parameters, then at each draw, with the rise of costs of each change."""
    import numpy as np

    from comity.models.equilibrium import exact_hat_solver

    solve = exact_hat_solver(base.flows, asked.deficits, supply_elasticity=asked.supply_elasticity)
    draw = np.random.default_rng(SEED)
    ranges = [asked.trade_elasticity]
    if len(base.sectors) > 1:
        ranges = [asked.fuel_elasticity, asked.trade_elasticity]
    drawn = np.array([_drawn(r, draw) for r in ranges]).T
    # In order of the first elasticity, so that each world is near the one solved before it.
    elasticities = np.vstack([[r.central for r in ranges], drawn[np.argsort(drawn[:, 0])]])
    errors = np.vstack([np.zeros(len(masks)), draw.normal(size=(DRAWS, len(masks)))])
    factors = [1.0 if c.less is None else 1 - c.less * (1 - c.leakage) for c in scenario.changes]
    slope = np.ones(len(masks))
    for theta, error in zip(elasticities, errors, strict=True):
        found, factors = _reached(solve, scenario.changes, masks, theta, error, factors, slope)
        costs = tuple(
            None if (f := _by_sector(c, factor, theta, e)[_own(c)]) == 0 else float(f ** (-1 / theta[_own(c)]) - 1)
            for c, factor, e in zip(scenario.changes, factors, error, strict=True)
        )
        yield found, costs


def _reached(
    solve: Solver,
    changes: Sequence[Change],
    masks: Sequence[Floats],
    theta: Floats,
    error: Floats,
    factors: list[float],
    slope: Floats,
) -> tuple[Equilibrium, list[float]]:
    """Return the world in which each quantity that the scenario states is what it states.

    Costs move a flow by a factor at given prices; prices and incomes then move it further. So the factor is corrected
    by what is missing, by the slope of the last two tries (kept for the next draw), until the quantity is reached.
    """
    import numpy as np

    tried: list[tuple[Floats, Floats]] = []
    for _ in range(ROUNDS):
        found = solve(_costs(changes, masks, theta, error, factors), theta)
        missing = np.log([_missing(c, found, mask) for c, mask in zip(changes, masks, strict=True)])
        if (np.abs(missing) <= EXACT).all():
            return found, factors
        tried.append((np.log(np.maximum(factors, 1e-300)), missing))
        if len(tried) > 1:
            moved, closer = tried[-1][0] - tried[-2][0], tried[-2][1] - tried[-1][1]
            np.divide(closer, moved, out=slope, where=np.abs(moved) > 1e-3)
            np.clip(slope, 0.3, 1.5, out=slope)
        factors = [float(f * np.exp(m)) for f, m in zip(factors, missing / slope, strict=True)]
    raise Failure("the quantities asked for are reached by no cost of trade; ask for a smaller change")


def _missing(change: Change, found: Equilibrium, mask: Floats) -> float:
    """Return by which factor the quantity of a change must still move; 1 where none is stated, or it is reached."""
    wanted = 1 - (change.less or 0) * (1 - change.leakage)
    if change.less is None or wanted == 0:
        return 1.0
    quantities = mask * found.flows / found.prices[:, None]
    return float(wanted * (mask * found.baseline).sum() / quantities.sum())


def _costs(
    changes: Sequence[Change], masks: Sequence[Floats], theta: Floats, error: Floats, factors: Sequence[float]
) -> Floats:
    """Return the factor on each cost of trade (sectors, exporters, importers); infinite for a full embargo."""
    import numpy as np

    costs = np.ones(masks[0].shape)
    for change, mask, e, factor in zip(changes, masks, error, factors, strict=True):
        with np.errstate(divide="ignore"):
            rise = _by_sector(change, factor, theta, e) ** (-1 / theta)
        costs = np.where(mask > 0, rise[:, None, None], costs)
    return costs


def _by_sector(change: Change, factor: float, theta: Floats, error: float) -> Floats:
    """Return what a change makes of flows at given prices, by sector, with the part that it does not reach."""
    import numpy as np

    if change.less is not None:
        return np.full(len(theta), factor)
    if change.tariff is not None:
        reached = (1 + change.tariff) ** -theta
    else:
        reached = np.full(len(theta), np.exp((change.effect or 0) + change.standard_error * error))
    return change.leakage + (1 - change.leakage) * reached


def _own(change: Change) -> int:
    """Return the sector in whose terms a change is told: fuels come first, all else or everything last."""
    return 0 if change.what == "fuels" else -1


def _drawn(what: Range, draw: np.random.Generator) -> Floats:
    import numpy as np

    if what.low == what.high:
        return np.full(DRAWS, what.central)
    return draw.triangular(what.low, what.central, what.high, DRAWS)


def _estimates(central: Floats, draws: Sequence[NDArray[Any]]) -> Estimates:
    import numpy as np

    every = np.array(draws)
    low, high = np.quantile(every, INTERVAL, axis=0)
    return Estimates(central, every, low, high)


def _mask(change: Change, base: Baseline) -> Floats:
    """Return 1 for the flows that a change is about (sectors, exporters, importers)."""
    import numpy as np

    for side in (change.sellers, change.buyers):
        if not any(i in base.ids for i in side):
            who = words.listed([states.state(i).name for i in side[:3]])
            raise WrongUse(f"{change.words}: {who} is not in this baseline; take another one")
    mask = np.zeros(base.flows.shape)
    sectors = slice(0, 1) if change.what == "fuels" else slice(None)
    for seller, buyer in change.pairs():
        i, j = base.place(seller), base.place(buyer)
        if i is not None and j is not None:
            mask[sectors, i, j] = 1.0
    if not (mask * base.flows).any():
        raise WrongUse(
            f"{change.words}: nothing was sold there in the baseline, and a flow of zero can neither fall nor grow"
        )
    return mask


def _rerouted(base: Baseline, changes: Sequence[Change], masks: Sequence[Floats]) -> tuple[tuple[str, float], ...]:
    """Return what goes on through third states, at baseline prices: by what each buys of the seller and sells on."""
    import numpy as np

    total = np.zeros(len(base.ids))
    for change, mask in zip(changes, masks, strict=True):
        if not change.leakage:
            continue
        part = change.leakage * (1.0 if change.less is None else change.less)
        flows = (base.flows * (mask.sum((1, 2), keepdims=True) > 0)).sum(0)
        open_to = np.array([i not in {*change.sellers, *change.buyers} for i in base.ids])
        if change.through:
            open_to &= np.isin(base.ids, change.through)
        for i, j in np.argwhere(mask.max(0) > 0):
            weights = np.where(open_to, flows[i] * flows[:, j] / np.maximum(flows.sum(1), 1e-300), 0.0)
            if weights.sum() > 0:
                total += part * (mask * base.flows).sum(0)[i, j] * weights / weights.sum()
    ranked = sorted(zip(base.ids, total, strict=True), key=lambda p: (-p[1], p[0]))
    return tuple((i, float(v)) for i, v in ranked if v > 0)


def _notes(base: Baseline, changes: Sequence[Change], masks: Sequence[Floats]) -> tuple[str, ...]:
    notes = []
    absent = sorted({i for c in changes for i in (*c.sellers, *c.buyers, *c.through) if i not in base.ids})
    if absent:
        notes.append(f"Not in this baseline, so no part of the change: {_listed(absent)}.")
    zero = sum(int(((mask > 0) & (base.flows == 0)).any(0).sum()) for mask in masks)
    if zero:
        notes.append(f"{words.count(zero, 'pair', 'pairs')} of those named had no flow in the baseline, and keep none.")
    if base.left_out:
        notes.append(
            f"They trade, but what they sell at home is not known, so that they are left out: {_listed(base.left_out)}."
        )
    return tuple(notes)


def _listed(ids: Sequence[str]) -> str:
    return words.listed([states.state(i).name for i in ids])


def _with_names(message: str, base: Baseline) -> str:
    """Put the names of states where the model, which knows none, says which economy."""

    def named(found: re.Match[str]) -> str:
        return words.listed([states.state(base.ids[int(i)]).name for i in found[1].split(", ")])

    return re.sub(r"econom(?:y|ies) ((?:\d+, )*\d+)", named, message)
