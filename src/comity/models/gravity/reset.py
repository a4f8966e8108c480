"""RESET: whether the square of what a model predicts has anything to add to it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from comity.models.gravity import solving, variance
from comity.models.gravity.fitting import Solved, from_the_start
from comity.models.gravity.preconditioning import preconditioner
from comity.models.gravity.result import Model, Test, chi_squared
from comity.models.gravity.rows import Workers
from comity.models.gravity.table import Table

_EXACT = 1e-10  # share of the flows below which residuals are rounding


def reset(
    model: Model,
    table: Table,
    threads: Workers,
    solved: Solved,
    ways: list[NDArray[np.int32]],
    freedom: float,
    unit: float,
) -> Test:
    """Test whether the square of the linear index adds anything (Ramsey 1969; Santos Silva and Tenreyro 2006)."""
    rows = solved.rows
    squared = np.square(solved.index + (math.log(unit) if model == "ppml" else 0.0))
    there = rows.real(squared)
    spread, flows = float(there.std()), rows.real(solved.rest + solved.mean)
    # A model without variation in what it predicts, or one that fits exactly, leaves rounding to be tested.
    if spread <= 1e-12 * float(there.max()) or np.abs(solved.rest).max() <= _EXACT * np.abs(flows).max():
        return Test(math.nan, 0, math.nan)
    squared = (squared - there.mean()) / spread
    # The effects span what was taken off the terms, so that the terms as they are left serve as well.
    terms = np.vstack([solved.terms[: solved.beta.size], squared, squared])
    count = solved.beta.size + 1
    names = [str(n) for n in range(count)]
    weight = rows.weight(table.weight)
    if model == "ppml":
        flow = solved.rest + solved.mean
        chosen, _, terms, again = from_the_start(rows, threads, flow, weight, terms, names)
        mean, rest, beta, largest = again.mean, flow - again.mean, again.beta, float(flow.max())
        if not again.settled or chosen[-1:] != [count - 1]:
            return Test(math.nan, 0, math.nan)
        last = solving.project(rows, threads, terms, len(chosen), mean, again.precondition, 1e-9)
        solving.residualise(rows, threads, terms, mean, last.effects)
        bread = np.linalg.inv(last.square)
    else:
        precondition = preconditioner(rows, threads, weight)
        terms[count] = solved.rest / np.where(weight > 0, weight, 1.0)
        terms[count] /= float(np.abs(terms[count]).max()) or 1.0
        largest = float(weight.max())
        before = solving.variation(terms, count, weight)
        last = solving.project(rows, threads, terms, count + 1, weight, precondition, 1e-10)
        solving.residualise(rows, threads, terms, weight, last.effects)
        if len(solving.independent(last.square[:count, :count], before)[0]) < count:
            return Test(math.nan, 0, math.nan)
        bread = np.linalg.inv(last.square[:count, :count])
        beta = bread @ last.square[:count, count]
        rest = (terms[count] - beta @ terms[:count]) * weight
    if np.abs(rest).max() <= _EXACT * largest:
        return Test(math.nan, 0, math.nan)
    covariance = variance.sandwich(bread, terms, rest, rows, threads, ways, freedom)
    return chi_squared(float(beta[-1] ** 2 / covariance[-1, -1]), 1)
