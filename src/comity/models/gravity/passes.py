"""The loops over columns of the table, compiled: sorting, moving between rows and places, sums."""

from __future__ import annotations

import math

import numpy as np

from comity.models.gravity.kernels import Codes, Floats, Layout, Marks, Whole, compiled


@compiled
def counting_order(keys: Codes, levels: int) -> tuple[Whole, Whole]:
    """Return the rows in order of their keys (0 to levels - 1), rows of one key as they stood, and where keys start."""
    starts = np.zeros(levels + 1, np.int64)
    for key in keys:
        starts[key + 1] += 1
    for level in range(levels):
        starts[level + 1] += starts[level]
    place = starts[:-1].copy()
    order = np.empty(keys.size, np.int64)
    for row in range(keys.size):
        order[place[keys[row]]] = row
        place[keys[row]] += 1
    return order, starts


@compiled
def mark_pairs(exporter: Codes, importer: Codes, rows: Codes, found: Marks) -> None:
    """Mark the pairs (exporter, importer) of these rows of the table."""
    for row in rows:
        found[exporter[row], importer[row]] = True


@compiled
def cells(
    exporter: Codes, importer: Codes, into: Codes, pair: Codes, rows: Codes, layout: Layout, held: Marks, pairs: int
) -> tuple[Codes, bool]:
    """Return the row of each cell, -1 where there is none, and whether rows are as the layout wants them.

    No cell may have two rows, and the levels of `pair` (by row of the table, as many as `pairs`; none where these are
    0) must be the pairs of states. `into` numbers the importer-period effects; `held` marks pairs in the layout.
    """
    firsts, periods, importers = layout[0].astype(np.int64), np.int64(layout[2]), np.int64(layout[3])
    number = np.cumsum(held.ravel()) - 1
    order = np.full(firsts[-1] * periods, -1, np.int32)
    pair_of, level_of = np.full(pairs, -1, np.int32), np.full(number.size, -1, np.int32)
    for row in rows:
        own = exporter[row] * importers + importer[row]
        begin, end = firsts[exporter[row]], firsts[exporter[row] + 1]
        cell = begin * periods + into[row] // importers * (end - begin) + number[own] - begin
        if order[cell] >= 0:
            return order, False
        order[cell] = row
        if pairs:
            level = pair[row]
            if level_of[own] < 0 and pair_of[level] < 0:
                level_of[own], pair_of[level] = level, own
            elif level_of[own] != level or pair_of[level] != own:
                return order, False
    return order, True


@compiled
def mark_empty(codes: Codes, levels: int, flow: Floats, used: Marks, empty: Marks) -> None:
    """Mark the rows of levels without a flow among the rows used."""
    flows = np.zeros(levels, np.bool_)
    for row in range(codes.size):
        if used[row] and flow[row] > 0:
            flows[codes[row]] = True
    for row in range(codes.size):
        if not flows[codes[row]]:
            empty[row] = True


@compiled
def spread(values: Floats, used: Marks) -> tuple[float, float, float]:
    """Return mean, standard deviation and largest magnitude of the values in use."""
    total, count, largest = 0.0, 0, 0.0
    for row in range(values.size):
        value = values[row] if used[row] else 0.0
        total += value
        count += used[row]
        largest = max(largest, abs(value))
    centre, squares = total / count, 0.0
    for row in range(values.size):
        value = values[row] - centre if used[row] else 0.0
        squares += value * value
    return centre, math.sqrt(squares / count), largest


@compiled
def gather(first: int, last: int, values: Floats, order: Codes, centre: float, scale: float, found: Floats) -> None:
    """Write the values in order, less `centre`, over `scale`; zero where the order has none."""
    share = 1.0 / scale
    for row in range(first, last):
        found[row] = (values[order[row]] - centre) * share if order[row] >= 0 else 0.0


@compiled
def scatter(values: Floats, order: Codes, found: Floats) -> None:
    """Write values by place to the rows of the table; places without a row are skipped."""
    for row in range(order.size):
        if order[row] >= 0:
            found[order[row]] = values[row]


@compiled
def cluster_sums(first: int, last: int, clusters: Codes, terms: Floats, rest: Floats, sums: Floats) -> None:
    """Add the scores by place, `rest` times each term from `first` to `last`, to those of clusters (term, cluster)."""
    for column in range(first, last):
        own, added = terms[column], sums[column]
        for row in range(rest.size):
            added[clusters[row]] += own[row] * rest[row]


@compiled
def poisson_quality(
    first: int, last: int, flow: Floats, fitted: Floats, weight: Floats, average: float
) -> tuple[float, float, float]:
    """Return log-likelihood, deviance, and the log-likelihood of one mean for all; rows not fitted do not count.

    `weight` has one entry (for all rows) or one a row.
    """
    stride = 0 if weight.size == 1 else 1
    likelihood = 0.0
    deviance = 0.0
    alone = 0.0
    log_average = math.log(average)
    for row in range(first, last):
        y, m, w = flow[row], fitted[row], weight[row * stride]
        if math.isnan(m):
            continue
        constant = math.lgamma(y + 1.0) if y > 0 else 0.0
        likelihood -= w * (m + constant)
        alone -= w * (average + constant)
        deviance += 2.0 * w * (m - y)
        if y > 0:
            likelihood += w * y * math.log(m)
            alone += w * y * log_average
            deviance += 2.0 * w * y * math.log(y / m)
    return likelihood, deviance, alone
