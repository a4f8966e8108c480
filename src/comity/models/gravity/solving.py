"""Newton's method for the Poisson likelihood, and weighted least squares on fixed effects.

The effects of one factor are profiled out group by group, those of the others found by conjugate gradients on the
normal equations; the preconditioner solves the two-way problem of exporters and importers exactly in every period, so
that what is left to the steps is only what pair effects add. The likelihood is that of Correia, Guimarães and Zylkin
(2020, "Fast Poisson estimation with high-dimensional fixed effects"), whose iteratively reweighted regressions are
Newton steps; here a step goes to the best point of a small space of directions instead of solving each regression.

Arrays of terms are (column, row), of effects (column, effect); terms may have more columns than are meant, and how many
are meant, another argument tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.errors import Failure
from comity.models.gravity import dense, kernels
from comity.models.gravity.gradients import conjugate_gradients
from comity.models.gravity.kernels import Floats
from comity.models.gravity.preconditioning import Precondition, preconditioner
from comity.models.gravity.rows import Rows, Workers

ABSORBED = 1e-9  # share of a regressor's variation below which none is left
_ROUNDING = 1e-22  # share of it that is but rounding
_DOUBTFUL = 1e-3  # share below which a rough projection does not tell
_SETTLED = 1e-7  # largest movement of a linear index by which the steps have ended
_RUNNING = 0.5  # movement of a row that is not about to end
_FAR = 30.0  # movement of a row that leaves no doubt
_NOTHING = 1e-100  # fitted flow, the mean flow being 1, that is hardly that of any pair
_PATIENCE = 10  # steps in which the likelihood hardly gains, before the rows that run on are looked into
_HARDLY = 1e-6  # share of the likelihood that is hardly a gain
_NEWTON_STEPS = 200
_GRADIENT_STEPS = 3_000
_ENOUGH = 500  # gradient steps after which an inexact Newton step will do: it leads upwards all the same
_STALE = 4  # Newton steps for which a projection of the terms serves
_MANY = 10  # gradient steps after which the preconditioner is made anew


@dataclass(frozen=True)
class Projection:
    """Effects that fit columns best (column, effect), and what they leave: weighted sums by effect, cross products."""

    effects: Floats
    sums: Floats
    square: Floats
    steps: int


@dataclass(frozen=True)
class Solution:
    """Where the steps arrived: coefficients, effects, linear index and mean by row.

    `taken` are the effects that have been taken off the terms (term, effect): beside the terms as they were given, the
    effects are `effects` - `beta` x `taken`. `settled` says that the last step moved nothing; else some rows run on
    while the likelihood stands still, and `falling` marks them where the last step proves that they are separated.
    """

    beta: Floats
    effects: Floats
    taken: Floats
    index: Floats
    mean: Floats
    iterations: int
    settled: bool
    precondition: Precondition
    falling: NDArray[np.bool_] | None = None


def evaluate(
    rows: Rows,
    workers: Workers,
    flow: Floats,
    weight: Floats,
    terms: Floats,
    beta: Floats,
    effects: Floats,
    index: Floats,
    mean: Floats,
) -> tuple[float, float, Floats, Floats]:
    """Fill `index` and `mean` (by row); return log-likelihood, change of the index, gradient and score."""
    gradient = np.zeros((len(workers.spans), rows.effects))
    score = np.zeros((len(workers.spans), beta.size))
    profiled, longest = rows.profiled is not None, rows.longest

    def work(n: int, first: int, last: int) -> tuple[float, float]:
        if rows.layout is not None:
            return dense.evaluate(
                first, last, rows.layout, flow, weight, terms, beta, effects, profiled, index, mean, gradient[n],
                score[n],
            )  # fmt: skip
        return kernels.evaluate(
            first, last, rows.starts, rows.codes, flow, weight, terms, beta, effects, profiled, longest, index, mean,
            gradient[n], score[n],
        )  # fmt: skip

    parts: list[Any] = workers.run(work)
    return sum(p[0] for p in parts), max(p[1] for p in parts), gradient.sum(0), score.sum(0)


def moments(rows: Rows, workers: Workers, terms: Floats, columns: int, weight: Floats) -> tuple[Floats, Floats]:
    """Return, for columns less their group means, weighted sums (column, effect) and cross products."""
    sums = np.zeros((len(workers.spans), columns, rows.effects))
    square = np.zeros((len(workers.spans), columns, columns))
    profiled, longest = rows.profiled is not None, rows.longest

    def work(n: int, first: int, last: int) -> None:
        if rows.layout is not None:
            dense.moments(first, last, rows.layout, terms, weight, profiled, sums[n], square[n])
        else:
            kernels.moments(
                first, last, rows.starts, rows.codes, terms, weight, profiled, longest, sums[n], square[n]
            )  # fmt: skip

    workers.run(work)
    lower = np.tril(square.sum(0))
    return sums.sum(0), lower + np.tril(lower, -1).T


def residualise(rows: Rows, workers: Workers, terms: Floats, weight: Floats, effects: Floats) -> None:
    """Replace the first columns, one for each of `effects`, by what the fixed effects leave of them."""
    profiled, held = rows.profiled is not None, np.ascontiguousarray(effects)

    def work(_: int, first: int, last: int) -> None:
        if rows.layout is not None:
            dense.residualise(first, last, rows.layout, terms, weight, held, profiled)
        else:
            kernels.residualise(first, last, rows.starts, rows.codes, terms, weight, held, profiled)

    workers.run(work)


def variation(terms: Floats, columns: int, weight: Floats) -> Floats:
    """Return the weighted variation of each column, at least what rounding makes of none.

    Rounding is relative to the size of the values: a column that became constant as rows were left out need not be
    around zero.
    """
    total = float(weight.sum())
    found, weighted = np.empty(columns), np.empty(weight.size)
    for column, x in enumerate(terms[:columns]):
        np.multiply(weight, x, out=weighted)
        square = float(weighted @ x)
        found[column] = max(square - weighted.sum() ** 2 / total, 1e-4 * square, 1e-14 * total)
    return found


def project(
    rows: Rows,
    workers: Workers,
    terms: Floats,
    columns: int,
    weight: Floats,
    precondition: Precondition,
    tolerance: float,
) -> Projection:
    """Fit the first columns by fixed effects, by weighted least squares.

    `tolerance` is relative to the size of each column's part that the effects could fit; of a column that they hardly
    touch, the cross products are right to its square. Columns are of the order of 1: one of which the profiled effects
    leave but rounding is left alone, since there is no end to fitting that.
    """
    sums, square = moments(rows, workers, terms, columns, weight)
    sums[np.diag(square) < _ROUNDING * float(weight.sum())] = 0.0
    floor = min(tolerance**2, 1e-16) * np.maximum(np.diag(square), 1e-14 * float(weight.sum()))
    effects, residual, steps = conjugate_gradients(
        rows, workers, weight, sums, precondition, tolerance, floor, _GRADIENT_STEPS
    )
    if steps == _GRADIENT_STEPS:
        raise Failure(
            "the fixed effects could not be solved for: the states are hardly connected through flows; "
            "leave out a set of effects or the states with few flows"
        )
    return Projection(effects, residual, _left(square, sums, effects, residual), steps)


def _left(square: Floats, sums: Floats, effects: Floats, residual: Floats) -> Floats:
    """Return the cross products of columns less `effects`, whose normal equations are solved but for `residual`."""
    left = square - sums @ effects.T - effects @ residual.T
    return (left + left.T) / 2


def independent(square: Floats, before: Floats, limit: float = ABSORBED) -> tuple[list[int], list[int], list[int]]:
    """Tell columns apart by their cross products after projection: usable, absorbed by the effects, collinear.

    `before` is the variation of each column before it. Earlier columns are kept before later ones.
    """
    usable: list[int] = []
    absorbed: list[int] = []
    collinear: list[int] = []
    for column in range(square.shape[0]):
        own = square[column, column]
        if not own > limit * before[column]:
            absorbed.append(column)
            continue
        with_others = square[usable, column]
        rest = own - with_others @ np.linalg.solve(square[np.ix_(usable, usable)], with_others) if usable else own
        (usable if rest > limit * own else collinear).append(column)
    return usable, absorbed, collinear


def sorted_out(
    rows: Rows, workers: Workers, terms: Floats, count: int, columns: int, weight: Floats, precondition: Precondition
) -> tuple[Projection, list[int], list[int], list[int]]:
    """Project `columns` columns and tell which of the first `count` are usable, absorbed or collinear.

    A rough projection does where it leaves no doubt.
    """
    before = variation(terms, count, weight)
    projection = project(rows, workers, terms, columns, weight, precondition, 1e-3)
    if len(independent(projection.square[:count, :count], before, _DOUBTFUL)[0]) < count:
        projection = project(rows, workers, terms, columns, weight, precondition, 1e-8)
    return projection, *independent(projection.square[:count, :count], before)


def newton(
    rows: Rows,
    workers: Workers,
    flow: Floats,
    weight: Floats,
    terms: Floats,
    beta: Floats,
    effects: Floats,
    taken: Floats,
    precondition: Precondition,
    *,
    watchful: bool,
) -> Solution:
    """Maximise the Poisson likelihood over coefficients and effects, from `beta` and `effects` on.

    The terms are what a projection on the effects has left of them (`taken` is what it took); as the weights settle,
    they are projected again, in place. A step goes to the best point of the directions that the terms and the solution
    for the effects' gradient span: where the terms are projected under the weights of the day, that is Newton's step.

    Ends when no row's linear index moves by more than 1e-7 (the next step would move it by far less). If `watchful`, it
    also ends, not settled, when the likelihood hardly gains and some rows run on, or have run far: separated flows
    fall for ever.

    Raises
    ------
    Failure
        No convergence.
    """
    total = float(flow.sum())
    index, mean = np.zeros(flow.size), np.empty(flow.size)

    def at(beta: Floats, effects: Floats) -> tuple[float, float, Floats, Floats]:
        return evaluate(rows, workers, flow, weight, terms, beta, effects, index, mean)

    likelihood, _, gradient, score = at(beta, effects)
    tolerance, quiet, floor = 1e-2, 0, np.array([1e-26 * total])
    projected_at, since = 1.0, 0
    known: tuple[Floats, Floats] | None = None
    for iteration in range(1, _NEWTON_STEPS + 1):
        sums, square = known or moments(rows, workers, terms, beta.size, mean)
        known = None
        solved, left, steps = conjugate_gradients(
            rows, workers, mean, gradient[None], precondition, tolerance, floor, _ENOUGH
        )
        step = _best_step(square, sums, score, gradient, solved[0], left[0])
        beta_step, effect_step = step[:-1], step[-1] * solved[0]
        size = 1.0
        before = index.copy() if quiet else index
        tried = at(beta + beta_step, effects + effect_step)
        change = tried[1]
        while not tried[0] >= likelihood - 1e-11 * max(abs(likelihood), total):
            size /= 2
            if size < 1e-10:
                raise Failure("no larger likelihood could be found; look for outliers in the regressors")
            tried = at(beta + size * beta_step, effects + size * effect_step)
        gain = tried[0] - likelihood
        beta, effects = beta + size * beta_step, effects + size * effect_step
        likelihood, _, gradient, score = tried
        if change < _SETTLED:
            settled = not watchful or float(rows.real(mean).min()) > _NOTHING
            return Solution(beta, effects, taken, index, mean, iteration, settled, precondition)
        quiet = quiet + 1 if gain < _HARDLY * max(abs(likelihood), total) and change > _RUNNING else 0
        if watchful and quiet > 2:
            falling = _falling(flow, np.where(weight > 0, before - index, 0.0))
            if falling is not None or quiet == _PATIENCE:
                return Solution(beta, effects, taken, index, mean, iteration, False, precondition, falling)
        if watchful and change > _FAR:
            return Solution(beta, effects, taken, index, mean, iteration, False, precondition)
        tolerance = 1e-4 if quiet > 1 else min(1e-2, max(0.1 * change, 1e-7))
        if steps > _MANY:
            precondition = preconditioner(rows, workers, mean)
        since += 1
        if beta.size and (change < 0.1 * projected_at or since == _STALE):
            more = project(rows, workers, terms, beta.size, mean, precondition, 1e-2)
            residualise(rows, workers, terms, mean, more.effects)
            known, taken, effects = (more.sums, more.square), taken + more.effects, effects + beta @ more.effects
            score, projected_at, since = score - more.effects @ gradient, change, 0
    raise Failure(f"no convergence in {_NEWTON_STEPS} steps; look for outliers in the regressors")


def _falling(flow: Floats, fall: Floats) -> NDArray[np.bool_] | None:
    """Return the rows that a step proves to be separated, if it proves any.

    A step is a combination of regressors and effects. One that is zero in all rows with a flow and nowhere rises shows
    that the rows in which it falls are separated (Correia, Guimarães and Zylkin 2021, proposition 1).
    """
    zero = flow == 0
    moved = fall > 0.1
    still = np.abs(fall) < 1e-3
    if np.all(still[~zero]) and np.all((still | moved)[zero]) and moved.any():
        return np.asarray(moved)
    return None


def _best_step(
    square: Floats, sums: Floats, score: Floats, gradient: Floats, direction: Floats, left: Floats
) -> Floats:
    """Return how far to go along the terms and along `direction` of the effects, last, for the largest likelihood.

    By its expansion to second order over both together; the product of the normal matrix and `direction` is the
    gradient but for what is `left`. The last direction may be nothing.
    """
    mixed = sums @ direction
    matrix = np.empty((score.size + 1, score.size + 1))
    matrix[:-1, :-1], matrix[:-1, -1], matrix[-1, :-1] = square, mixed, mixed
    matrix[-1, -1] = direction @ (gradient - left)
    along = np.append(score, direction @ gradient)
    scale = np.sqrt(np.where(np.diag(matrix) > 0, np.diag(matrix), 1.0))
    solved: Floats = np.linalg.lstsq(matrix / np.outer(scale, scale), along / scale, rcond=1e-13)[0] / scale
    return solved


def margins(rows: Rows, workers: Workers, flow: Floats, weight: Floats, sweeps: int = 2) -> Floats:
    """Return means that have nearly the totals of the data by effect, by proportional fitting."""
    index, mean, effects = np.zeros(flow.size), np.empty(flow.size), np.zeros(rows.effects)
    terms, beta, totals = np.empty((0, flow.size)), np.empty(0), rows.totals(flow)
    for _ in range(sweeps):
        for begin, end in zip(rows.begins[:-1], rows.begins[1:], strict=True):
            gradient = evaluate(rows, workers, flow, weight, terms, beta, effects, index, mean)[2][begin:end]
            held = (totals[begin:end] > 0) & (totals[begin:end] > gradient)
            effects[begin:end][held] -= np.log1p(-gradient[held] / totals[begin:end][held])
    evaluate(rows, workers, flow, weight, terms, beta, effects, index, mean)
    np.maximum(mean, 1e-200, out=mean)
    return mean
