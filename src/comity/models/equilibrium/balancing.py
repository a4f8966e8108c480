"""Trade that has given totals: what structural gravity implies, and what costs alone would make of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from comity.errors import Failure, WrongUse
from comity.models.equilibrium.solving import ENOUGH, Floats, one_thread

TURNS = 4000
ROUNDS = 2
CLOSE = 1e-14
LEAST = 1e-200


def balanced(attraction: ArrayLike, output: ArrayLike, spending: ArrayLike) -> Floats:
    """Return trade proportional to `attraction` in each cell, with the given sums by exporter and by importer.

    The fitted baseline of structural gravity (Anderson and van Wincoop 2003, equations 9 to 11): attraction is the
    fitted exp(β x) of a gravity model, or trade costs to the power −θ.

    Parameters
    ----------
    attraction
        (exporters, importers), from 0 up.
    output, spending
        Sums by exporter and by importer, above 0. If their totals differ, `spending` gives shares only.

    Raises
    ------
    WrongUse
        Arrays of other shapes, negative or missing numbers.
    Failure
        No such trade exists (an importer whose suppliers are all zero) or it was not found.
    """
    cells, out, into = (np.asarray(a, float) for a in (attraction, output, spending))
    n = len(cells)
    if cells.shape != (n, n) or out.shape != (n,) or into.shape != (n,):
        raise WrongUse(
            f"attraction must be square and both sums of its length; got {cells.shape}, {out.shape}, {into.shape}"
        )
    if not (
        np.isfinite(cells).all()
        and (cells >= 0).all()
        and all(np.isfinite(a).all() and (a > 0).all() for a in (out, into))
    ):
        raise WrongUse("attraction must hold numbers from 0 up, and the sums numbers above 0")
    sellers, buyers = terms(cells, out, into * (out.sum() / into.sum()))
    trade: Floats = sellers[:, None] * cells * buyers
    return trade


def terms(cells: Floats, output: Floats, spending: Floats) -> tuple[Floats, Floats]:
    """Return the factors of exporters and of importers that give the cells their sums.

    Iterative fitting, with a step of Newton's method after every few rounds where that brings the sums nearer.

    Raises
    ------
    Failure
        There are none, or they were not found.
    """
    turned = np.ascontiguousarray(cells.T)
    buyers = np.ones(len(spending))
    with one_thread(), np.errstate(all="ignore"):
        for _ in range(TURNS):
            for _ in range(ROUNDS):
                sellers = output / np.maximum(cells @ buyers, LEAST)
                reached = buyers * (turned @ sellers)
                buyers = spending / np.maximum(turned @ sellers, LEAST)
            if (np.abs(reached - spending) <= CLOSE * spending).all():
                break
            stepped = buyers * np.exp(_step(cells, output, spending, buyers))
            if _gap(cells, turned, output, spending, stepped) < _gap(cells, turned, output, spending, buyers):
                buyers = stepped
        gap = sellers * (cells @ buyers) - output
    if not (np.abs(gap) <= ENOUGH * output).all():
        raise Failure("no trade with these totals was found: some economies have nobody left to sell to or to buy from")
    return sellers, buyers


def _gap(cells: Floats, turned: Floats, output: Floats, spending: Floats, buyers: Floats) -> float:
    """Return how far the sums by importer are from those wanted when those by exporter are right."""
    sellers = output / np.maximum(cells @ buyers, LEAST)
    gap = float(np.abs(buyers * (turned @ sellers) - spending).sum())
    return gap if np.isfinite(gap) else np.inf


def _step(cells: Floats, output: Floats, spending: Floats, buyers: Floats) -> Floats:
    """Return Newton's step in the logarithms of the importers' factors."""
    sellers = output / np.maximum(cells @ buyers, LEAST)
    trade = sellers[:, None] * cells * buyers
    sums = trade.sum(0)
    slope = -(trade / np.maximum(output, LEAST)[:, None]).T @ trade
    within = np.arange(len(sums))
    slope[within, within] += np.where(sums > 0, sums, 1.0)
    slope += sums.mean() / len(sums)  # the level of the factors is free; this keeps it
    try:
        found: Floats = np.linalg.solve(slope, spending - sums)
    except np.linalg.LinAlgError:
        return np.zeros_like(sums)
    return found
