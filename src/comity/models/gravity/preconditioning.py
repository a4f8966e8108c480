"""An approximate inverse of the normal matrix of fixed effects, made once for many steps.

Effects of exporter-period and importer-period meet only within a period: there the matrix of the two sides is solved
exactly, by the Schur complement of the importers. Other effects are scaled by their weight. Of pair effects only that
is kept which they take off the weight of each row.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from comity.models.gravity import kernels
from comity.models.gravity.kernels import Floats
from comity.models.gravity.rows import Rows, Workers

Precondition = Callable[[Floats], Floats]

_RIDGE = 1e-7  # keeps parts of the world without flows between them from weighing without bound


def preconditioner(rows: Rows, workers: Workers, weight: Floats) -> Precondition:
    """Return the approximate inverse under these weights, as a function of (effect, column)."""
    exporters, importers, periods = rows.blocks or (0, 0, 1)
    middle, end = exporters * periods, (exporters + importers) * periods
    totals, cube = np.zeros(rows.effects), np.zeros((periods, exporters, importers))
    kernels.curvature(rows.starts, rows.codes, weight, rows.profiled is not None, middle, periods, totals, cube)
    # An effect whose weight is no more than rounding is one that the pair effects explain: it is left where it is.
    largest = float(totals.max(initial=0.0)) or 1.0
    explained = totals <= 1e-14 * largest
    totals[explained] = largest
    if rows.blocks is None:
        return lambda residual: residual / totals[:, None]
    root_out = np.sqrt(totals[:middle]).reshape(exporters, periods).T[:, :, None].copy()
    root_in = np.sqrt(totals[middle:end]).reshape(importers, periods).T[:, :, None].copy()
    # Scaled by the roots of the totals, a constant moved from one side to the other is no direction.
    still = np.where(explained[middle:end].reshape(importers, periods).T[:, :, None], 0.0, root_in)
    still /= np.sqrt(np.square(still).sum(1, keepdims=True)) + 1e-300
    inverse = np.empty((periods, importers, importers))

    def invert(first: int, last: int) -> None:
        for period in range(first, last):
            scaled = cube[period]
            scaled /= root_out[period] * root_in[period].T
            schur = still[period] @ still[period].T - scaled.T @ scaled
            schur[np.diag_indices(importers)] += 1.0 + _RIDGE
            inverse[period] = np.linalg.inv(schur)

    _by_period(workers, periods, invert)

    def apply(residual: Floats) -> Floats:
        columns = residual.shape[1]
        solved = residual / totals[:, None]
        left = residual[:middle].reshape(exporters, periods, columns).transpose(1, 0, 2) / root_out
        right = residual[middle:end].reshape(importers, periods, columns).transpose(1, 0, 2) / root_in

        def solve(first: int, last: int) -> None:
            here = slice(first, last)
            right[here] = inverse[here] @ (right[here] - cube[here].transpose(0, 2, 1) @ left[here])
            left[here] -= cube[here] @ right[here]

        _by_period(workers, periods, solve)
        solved[:middle] = (left / root_out).transpose(1, 0, 2).reshape(middle, columns)
        solved[middle:end] = (right / root_in).transpose(1, 0, 2).reshape(end - middle, columns)
        return solved

    return apply


def _by_period(workers: Workers, periods: int, work: Callable[[int, int], None]) -> None:
    if workers.pool is None:
        work(0, periods)
        return
    cuts = np.linspace(0, periods, len(workers.spans) + 1).astype(int)
    for job in [workers.pool.submit(work, int(a), int(b)) for a, b in pairwise(cuts)]:
        job.result()
