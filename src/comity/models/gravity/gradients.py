"""Conjugate gradients on the normal equations of the effects, for several right-hand sides at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comity.models.gravity import dense, kernels
from comity.models.gravity.kernels import Floats, compiled
from comity.models.gravity.preconditioning import Precondition
from comity.models.gravity.rows import Rows, Workers

NOTHING = 1e-12  # curvature, as a share of that of the preconditioner


def conjugate_gradients(
    rows: Rows,
    workers: Workers,
    weight: Floats,
    sums: Floats,
    precondition: Precondition,
    tolerance: float,
    floor: Floats,
    most: int,
) -> tuple[Floats, Floats, int]:
    """Solve the normal equations of the effects for every column of `sums`; return solutions, residuals and steps.

    `tolerance` is relative to the norm of each column, `floor` the square below which a residual is rounding. Solutions
    and residuals are (column, effect).
    """
    solution = np.zeros_like(sums)
    if rows.effects == 0 or sums.shape[0] == 0:
        return solution, sums, 0
    residual = sums.copy()
    direction = precondition(residual)
    size = np.einsum("ce,ce->c", residual, direction)
    limit = np.maximum(tolerance**2 * size, floor)
    steps = 0
    while np.any(size > limit) and steps < most:
        _advance(direction, _product(rows, workers, weight, direction), size, limit, solution, residual)
        _turn(residual, precondition(residual), size, direction)
        steps += 1
    return solution, residual, steps


@compiled
def _advance(direction: Floats, image: Floats, size: Floats, limit: Floats, solution: Floats, residual: Floats) -> None:
    """Go along each column's direction to its lowest point; a column that has arrived stays.

    So does one whose direction leads where the matrix is nothing but rounding: effects that nothing identifies would
    run off to where sums lose their digits.
    """
    for column in range(size.size):
        along, through = direction[column], image[column]
        done, left = solution[column], residual[column]
        if not size[column] > limit[column]:
            continue
        curvature = 0.0
        for effect in range(along.size):
            curvature += along[effect] * through[effect]
        if curvature <= NOTHING * size[column]:
            limit[column] = np.inf
            continue
        stride = size[column] / curvature
        for effect in range(along.size):
            done[effect] += stride * along[effect]
            left[effect] -= stride * through[effect]


@compiled
def _turn(residual: Floats, towards: Floats, size: Floats, direction: Floats) -> None:
    """Make each column's next direction and size, in place."""
    for column in range(size.size):
        left, new, old = residual[column], towards[column], direction[column]
        renewed = 0.0
        for effect in range(new.size):
            renewed += left[effect] * new[effect]
        keep = renewed / size[column] if size[column] > 0.0 else 0.0
        for effect in range(new.size):
            old[effect] = new[effect] + keep * old[effect]
        size[column] = renewed


def _product(rows: Rows, workers: Workers, weight: Floats, effects: Floats) -> Floats:
    """Return the normal matrix of the effects times `effects` (column, effect)."""
    columns, count = effects.shape
    profiled, longest = rows.profiled is not None, rows.longest
    layout = rows.layout
    if layout is not None:
        added = np.zeros((len(workers.spans), columns, count))
        workers.run(lambda n, a, b: dense.product(a, b, layout, weight, effects, profiled, added[n]))
        summed: Floats = added.sum(0)
        return summed
    shaped = np.zeros((count, (columns + 3) // 4, 4))
    shaped.reshape(count, -1)[:, :columns] = effects.T
    sums = np.zeros((len(workers.spans), *shaped.shape))
    kernel: Callable[..., None] = kernels.product_of_two if rows.codes.shape[1] == 2 else kernels.product
    workers.run(lambda n, a, b: kernel(a, b, rows.starts, rows.codes, weight, shaped, profiled, longest, sums[n]))
    return np.ascontiguousarray(sums.sum(0).reshape(count, -1)[:, :columns].T)
