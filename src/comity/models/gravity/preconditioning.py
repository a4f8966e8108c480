"""An approximate inverse of the normal matrix of fixed effects, made once for many steps.

Effects of exporter-period and importer-period meet only within a period: there the matrix of the two sides is solved
exactly, by the Schur complement of the importers. Other effects are scaled by their weight. Of pair effects only that
is kept which they take off the weight of each row.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from comity.models.gravity import dense, kernels
from comity.models.gravity.dense import ONE, Count
from comity.models.gravity.kernels import Floats, Layout
from comity.models.gravity.rows import Rows, Workers

Precondition = Callable[[Floats], Floats]

_RIDGE = 1e-7  # keeps parts of the world without flows between them from weighing without bound


def preconditioner(rows: Rows, workers: Workers, weight: Floats) -> Precondition:
    """Return the approximate inverse under these weights, as a function of (column, effect)."""
    exporters, importers, periods = rows.blocks or (0, 0, 1)
    middle, end = exporters * periods, (exporters + importers) * periods
    totals, profiled = np.zeros(rows.effects), rows.profiled is not None
    if rows.layout is not None:
        layout, cells = rows.layout, np.empty(weight.size)
        dense.curvature(layout, weight, profiled, cells)
        dense.totals(cells, layout, totals)
    else:
        layout = dense.layout(np.ones((exporters, importers), bool), periods)
        cells = np.zeros(exporters * periods * importers)
        cube = cells.reshape(exporters, periods, importers)
        kernels.curvature(rows.starts, rows.codes, weight, profiled, middle, totals, cube)
    # An effect whose weight is no more than rounding is one that the pair effects explain: it is left where it is.
    largest = float(totals.max(initial=0.0)) or 1.0
    explained = totals <= 1e-14 * largest
    totals[explained] = largest
    if rows.blocks is None:
        return lambda residual: residual / totals
    root_out = np.sqrt(totals[:middle]).reshape(periods, exporters)
    root_in = np.sqrt(totals[middle:end]).reshape(periods, importers)
    # Scaled by the roots of the totals, a constant moved from one side to the other is no direction.
    still = np.where(explained[middle:end].reshape(periods, importers), 0.0, root_in)
    still /= np.sqrt(np.square(still).sum(1, keepdims=True)) + 1e-300
    inverse = np.empty((periods, importers, importers))

    def invert(first: int, last: int) -> None:
        for period in range(first, last):
            scaled = np.zeros((exporters, importers))
            _scale(period, layout, root_out[period], root_in[period], cells, scaled)
            schur = np.outer(still[period], still[period]) - scaled.T @ scaled
            schur[np.diag_indices(importers)] += 1.0 + _RIDGE
            inverse[period] = np.linalg.inv(schur)

    workers.share(periods, invert)

    def apply(residual: Floats) -> Floats:
        solved: Floats = residual / totals
        workers.share(periods, lambda a, b: _solve(a, b, layout, residual, root_out, root_in, cells, inverse, solved))
        return solved

    return apply


@kernels.compiled
def _scale(period: int, layout: Layout, root_out: Floats, root_in: Floats, cells: Floats, scaled: Floats) -> None:
    """Divide the cells of a period by the roots of both sides' totals; write them by exporter and importer too."""
    firsts, mates, periods, _ = layout
    for i in range(Count(firsts.size) - ONE):
        begin, n = firsts[i], firsts[i + ONE] - firsts[i]
        at = begin * periods + Count(period) * n
        for j in range(n):
            importer = mates[begin + j]
            cells[at + j] /= root_out[i] * root_in[importer]
            scaled[i, importer] = cells[at + j]


@kernels.compiled
def _solve(
    first: int,
    last: int,
    layout: Layout,
    residual: Floats,
    root_out: Floats,
    root_in: Floats,
    cells: Floats,
    inverse: Floats,
    solved: Floats,
) -> None:
    """Write the solution of both sides' effects for the periods from `first` to `last`, every column of `residual`."""
    firsts, mates, periods, importers = layout
    exporters, columns = Count(firsts.size) - ONE, Count(residual.shape[0])
    middle = periods * exporters
    left, right, found = np.empty((columns, exporters)), np.empty((columns, importers)), np.empty((columns, importers))
    for period in range(Count(first), Count(last)):
        out, into = period * exporters, middle + period * importers
        for column in range(columns):
            for j in range(importers):
                right[column, j], found[column, j] = residual[column, into + j] / root_in[period, j], 0.0
            for i in range(exporters):
                left[column, i] = residual[column, out + i] / root_out[period, i]
        for i in range(exporters):
            begin, n = firsts[i], firsts[i + ONE] - firsts[i]
            at = begin * periods + period * n
            for column in range(columns):
                share = left[column, i]
                if n == importers:
                    for j in range(n):
                        right[column, j] -= share * cells[at + j]
                else:
                    for j in range(n):
                        right[column, mates[begin + j]] -= share * cells[at + j]
        for i in range(importers):
            for column in range(columns):
                share = right[column, i]
                for j in range(importers):
                    found[column, j] += share * inverse[period, i, j]
        for i in range(exporters):
            begin, n = firsts[i], firsts[i + ONE] - firsts[i]
            at = begin * periods + period * n
            for column in range(columns):
                inner = 0.0
                if n == importers:
                    for j in range(n):
                        inner += found[column, j] * cells[at + j]
                else:
                    for j in range(n):
                        inner += found[column, mates[begin + j]] * cells[at + j]
                solved[column, out + i] = (left[column, i] - inner) / root_out[period, i]
        for column in range(columns):
            for j in range(importers):
                solved[column, into + j] = found[column, j] / root_in[period, j]
