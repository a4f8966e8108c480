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
    squared = (squared - squared.mean()) / max(float(squared.std()), 1e-300)
    # The effects span what was taken off the terms, so that the terms as they are left serve as well.
    terms = np.column_stack([solved.terms[:, : solved.beta.size], squared, squared])
    count = solved.beta.size + 1
    names = [str(n) for n in range(count)]
    if model == "ppml":
        weight = np.ones(1) if table.weight is None else table.weight[rows.order]
        flow = solved.rest + solved.mean
        chosen, _, terms, again = from_the_start(rows, threads, flow, weight, terms, names)
        mean, rest, beta = again.mean, flow - again.mean, again.beta
        if not again.settled or chosen[-1:] != [count - 1]:
            return Test(math.nan, 0, math.nan)
        last = solving.project(rows, threads, terms, len(chosen), mean, again.precondition, 1e-9)
        solving.residualise(rows, threads, terms, mean, last.effects)
        bread = np.linalg.inv(last.square)
    else:
        weights = np.ones(rows.order.size) if table.weight is None else table.weight[rows.order]
        precondition = preconditioner(rows, threads, weights)
        terms[:, count] = solved.rest / weights
        last = solving.project(rows, threads, terms, count + 1, weights, precondition, 1e-10)
        solving.residualise(rows, threads, terms, weights, last.effects)
        if len(solving.independent(last.square[:count, :count], np.ones(count), 0.0)[0]) < count:
            return Test(math.nan, 0, math.nan)
        bread = np.linalg.inv(last.square[:count, :count])
        beta = bread @ last.square[:count, count]
        rest = (terms[:, count] - terms[:, :count] @ beta) * weights
    covariance = variance.sandwich(bread, terms, rest, ways, freedom)
    return chi_squared(float(beta[-1] ** 2 / covariance[-1, -1]), 1)
