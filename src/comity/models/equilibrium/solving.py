"""The equations of the equilibrium in changes and their solution by Newton's method.

Written for S sectors and N economies, i exporting to j (Dekle, Eaton and Kortum 2008; with several sectors Costinot
and Rodríguez-Clare 2014, section 3.3; with a supply elasticity ψ Allen, Arkolakis and Takahashi 2020). With w the
change in the price of what an economy makes, π the shares of suppliers in spending, α those of sectors, B the change in
flows that costs alone would make (cost to the power −θ):

    P_js^−θs = Σ_i π_ijs B_ijs w_i^−θs                          price of a sector's goods in j
    P_j      = Π_s P_js^α_js                                    price of what j buys
    Y_i'     = Y_i w_i (w_i / P_i)^ψ                            income
    E_j'     = Y_j' + D_j   or   ξ (E_j / Y_j) Y_j'             spending: additive or multiplicative deficits (ξ keeps
                                                                the spending of the world equal to its income)
    Y_i'     = Σ_s Σ_j π_ijs B_ijs w_i^−θs P_js^θs α_js E_j'    what i sells is its income

Money is measured so that the income of the world does not change. The sums of income over parts of the world that trade
nothing with each other are kept for each part, since nothing else fixes the price of one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from comity.errors import Failure

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float64]

ENOUGH = 1e-12  # what an answer must reach: excess of sales over income, as a share of output
BEST = 3e-15  # what is still worth another step
NEAR = 1e-13  # where a step that does not halve the error ends the search
STEPS = 120
WORN = 8  # steps after which a derivative is left behind


@dataclass(frozen=True)
class World:
    """A baseline and a change: everything that the equations need, in shares of the world's output.

    `attraction` is π B (sectors, exporters, importers); `parts` the number of the part of the world that each economy
    trades in after the change, `firsts` the largest economy of each part: its equation is redundant, being what the
    others leave, and would be the least exact for a small one. `idle` marks what an economy buys nothing of.
    """

    output: Floats
    spending: Floats
    sector_shares: Floats
    attraction: Floats
    elasticity: Floats
    supply: float
    multiplicative: bool
    parts: NDArray[np.intp]
    firsts: NDArray[np.intp]
    idle: NDArray[np.bool_]


@dataclass(frozen=True)
class State:
    """The unknowns at one point and what follows from them.

    `error` is the largest excess of income over sales, as a share of income; infinite where there is no such world.
    """

    log_prices: Floats
    seller_terms: Floats
    buyer_terms: Floats
    log_index: Floats
    income: Floats
    spending: Floats
    sales: Floats
    error: float


@dataclass(frozen=True)
class Solution:
    """A state that solves the equations, and the inverse derivative near it, with which a next one is found sooner."""

    state: State
    inverse: Floats | None


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the linear algebra to one thread: two on a busy machine wait for each other a hundred times longer."""
    with _threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _threads() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def solve(world: World, start: Solution | None = None) -> Solution:
    """Return the equilibrium, from where a similar one was found if that is given.

    Newton's method on the logarithms of prices; between derivatives Broyden's (Kelley 1995, section 7.3), as long as it
    serves. Where no step helps, prices move by what sellers sell too much or too little (the fixed point of Alvarez and
    Lucas 2007).

    Raises
    ------
    Failure
        No point was found at which every economy's sales are its income to 1e-12 of its output.
    """
    inverse = start.inverse if start is not None else None
    moves: list[Floats] = []
    with np.errstate(all="ignore"):
        state = _at(world, start.state.log_prices if start is not None else np.zeros(len(world.output)))
        for _ in range(STEPS):
            if state.error <= BEST:
                break
            fresh = inverse is None
            if inverse is None:
                inverse, moves = _inverse(world, state), []
            move = _move(world, state, inverse, moves)
            better = _at(world, state.log_prices + move)
            whole = float(np.abs(move).max()) < 1
            for _ in range(6 if fresh else 0):
                if better.error < state.error:
                    break
                move, whole = move / 2, False
                better = _at(world, state.log_prices + move)
            before, state = state, better if better.error < state.error else state
            if before.error <= NEAR and state.error > before.error / 2:
                break
            if state is better:
                inverse = inverse if whole else None
                moves.append(move)
            else:
                state = _toward_clearing(world, state) if fresh else state
                inverse = None
    if not state.error <= ENOUGH:
        raise Failure(_why(world, state))
    return Solution(state, inverse if len(moves) < WORN else None)


def _why(world: World, state: State) -> str:
    said = f"no equilibrium was found: after {STEPS} steps sales and income still differ by {state.error:.1g} of output"
    if world.multiplicative or np.array_equal(world.spending, world.output):
        return f"{said}; the change is too large for this baseline and elasticity"
    poorest = int((state.spending / state.income).argmin())
    return f"{said}; economy {poorest} comes to owe all that it earns; ask with deficits multiplicative or none"


def _at(world: World, log_prices: Floats) -> State:
    """Evaluate the equations at prices; a point without a world has an infinite error."""
    theta = world.elasticity[:, None]
    seller = np.exp(-theta * log_prices)
    buyer = _buyer_prices(world, seller)
    log_index = -(world.sector_shares * np.log(buyer) / theta).sum(0)
    income = world.output * np.exp(log_prices + world.supply * (log_prices - log_index))
    if world.multiplicative:
        spending = world.spending / world.output * income
        spending *= _by_part(world, income) / _by_part(world, spending)
    else:
        spending = income + (world.spending - world.output)
    terms = world.sector_shares * spending / buyer
    sales = (seller * np.matmul(world.attraction, terms[:, :, None])[:, :, 0]).sum(0)
    worst = float(np.abs((income - sales) / income).max())
    error = worst if worst < np.inf and spending.min() > 0 else np.inf
    return State(log_prices, seller, terms, log_index, income, spending, sales, error)


def _buyer_prices(world: World, seller: Floats) -> Floats:
    """Return P^−θ of each sector and buyer; 1 where nothing is bought."""
    found: Floats = np.matmul(seller[:, None, :], world.attraction)[:, 0, :]
    found[world.idle] = 1.0
    return found


def flows(world: World, state: State) -> Floats:
    """Return the flows (sectors, exporters, importers) at a state."""
    found: Floats = world.attraction * state.seller_terms[:, :, None] * state.buyer_terms[:, None, :]
    return found


def _move(world: World, state: State, inverse: Floats | None, moves: list[Floats]) -> Floats:
    """Return the next step in log prices, after the steps made since the derivative; none is longer than 1."""
    if inverse is None:
        return np.zeros_like(state.income)
    excess = state.income - state.sales
    excess[world.firsts] = _sums(world, state.income - world.output)
    move = -(inverse @ excess)
    for before, after in pairwise(moves):
        move += after * (before @ move) / (before @ before)
    if moves:
        move /= 1 - (moves[-1] @ move) / (moves[-1] @ moves[-1])
    move /= max(1.0, float(np.abs(move).max()))
    return move if np.isfinite(move).all() else np.zeros_like(move)


def _toward_clearing(world: World, state: State) -> State:
    """Lower the price of those who sell less than their income, raise it of those who sell more."""
    move = np.log(np.maximum(state.sales, 1e-300) / state.income) / (1 + world.elasticity.max())
    move = np.clip(np.nan_to_num(move), -0.5, 0.5)
    move += np.log(_by_part(world, world.output) / _by_part(world, state.income * np.exp(move)))
    return _at(world, state.log_prices + np.nan_to_num(move))


def _inverse(world: World, state: State) -> Floats | None:
    """Return the inverse of the derivative of income − sales in log prices, or None where it has none."""
    within = np.arange(len(world.output))
    buyer = _buyer_prices(world, state.seller_terms)
    shares = world.attraction * state.seller_terms[:, :, None] / buyer[:, None, :]
    whole = np.einsum("sj,sij->ij", world.sector_shares, shares) if len(shares) > 1 else shares[0]
    incomes = -world.supply * whole.T
    incomes[within, within] += 1 + world.supply
    incomes *= state.income[:, None]
    spending = incomes
    if world.multiplicative:
        spending = (state.spending / state.income)[:, None] * incomes
        for first in world.firsts:
            members = world.parts == world.parts[first]
            lost = (incomes[members].sum(0) - spending[members].sum(0)) / state.income[members].sum()
            spending[members] += np.outer(state.spending[members], lost)
    derivative = incomes - whole @ spending
    for theta, share, amount in zip(world.elasticity, shares, world.sector_shares * state.spending, strict=True):
        sold = share * amount
        derivative -= theta * (sold @ share.T)
        derivative[within, within] += theta * sold.sum(1)
    for first in world.firsts:
        derivative[first] = incomes[world.parts == world.parts[first]].sum(0)
    try:
        found = np.linalg.inv(derivative)
    except np.linalg.LinAlgError:
        return None
    return found if np.isfinite(found).all() else None


def _by_part(world: World, amounts: Floats) -> Floats:
    """Return for each economy the sum over its part of the world; one number where there is one part."""
    sums = _sums(world, amounts)
    return sums if len(sums) == 1 else sums[world.parts]


def _sums(world: World, amounts: Floats) -> Floats:
    """Return the sum over each part of the world."""
    if len(world.firsts) > 1:
        return np.bincount(world.parts, amounts).astype(float)
    whole: Floats = amounts.sum(keepdims=True)
    return whole
