"""Rows that are separated: zero flows that the regressors and effects predict perfectly, so that no estimate exists.

A row is separated if some combination of regressors and effects is zero wherever the flow is positive, nowhere
negative, and positive in the row. Found by the iterative rectifier of Correia, Guimarães and Zylkin (2021, "Verifying
the existence of maximum likelihood estimates for generalized linear models", algorithm 1): regress a positive outcome
on zero-flow rows, force the fit to zero on the others, cut its negative part off, repeat.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comity.errors import Failure
from comity.models.gravity import solving
from comity.models.gravity.kernels import Floats
from comity.models.gravity.preconditioning import preconditioner
from comity.models.gravity.rows import Rows, Workers

_HEAVY = 1e5  # weight of a row with a flow against one without
_ZERO = 1e-5
_ROUNDS = 500


def separated(
    rows: Rows, workers: Workers, flow: Floats, weight: Floats, terms: Floats, count: int
) -> NDArray[np.bool_]:
    """Return which rows (by place) are separated by the first `count` terms and the effects; `terms` are changed.

    Raises
    ------
    Failure
        The rectifier did not come to an end.
    """
    positive = flow > 0
    zero: NDArray[np.bool_] = (weight > 0) & ~positive
    if not zero.any():
        return zero
    weight = np.where(zero, 1.0, np.where(positive, _HEAVY, 0.0))
    precondition = preconditioner(rows, workers, weight)
    _, usable, _, _ = solving.sorted_out(rows, workers, terms, count, count, weight, precondition)
    chosen = terms[usable]
    effects = solving.project(rows, workers, chosen, len(usable), weight, precondition, 1e-10).effects
    solving.residualise(rows, workers, chosen, weight, effects)
    weighted = chosen * weight
    square = weighted @ chosen.T

    def least_squares(target: Floats) -> Floats:
        rest = target[None].copy()
        own = solving.project(rows, workers, rest, 1, weight, precondition, 1e-10).effects
        solving.residualise(rows, workers, rest, weight, own)
        if usable:
            rest -= np.linalg.solve(square, weighted @ rest[0]) @ chosen
        return np.asarray(target - rest[0])

    outcome = zero.astype(np.float64)
    for _ in range(_ROUNDS):
        fit = _fit_with_zeros(outcome, positive, least_squares)
        rest = outcome - fit
        fit[~zero] = 0.0
        fit[zero & (fit > -0.1 * _ZERO) & (fit < _ZERO)] = 0.0
        if not (fit < 0).any():
            return np.asarray(fit > 0)
        if not (rest[zero] < -_ZERO).any():
            return np.asarray(zero & (fit > 0) & (rest <= _ZERO))
        outcome = np.maximum(fit, 0.0)
    raise Failure(
        f"the search for separated flows did not end in {_ROUNDS} rounds; leave out a regressor or a set of effects"
    )


def _fit_with_zeros(outcome: Floats, positive: NDArray[np.bool_], least_squares: Callable[[Floats], Floats]) -> Floats:
    """Return the least-squares fit to `outcome` that is zero in every row with a flow (by weighting, then refining)."""
    target = outcome.copy()
    for _ in range(50):
        fit = least_squares(target)
        miss = fit[positive]
        if miss.size == 0 or np.abs(miss).max() < _ZERO / 100:
            return fit
        target[positive] -= miss
    return fit
