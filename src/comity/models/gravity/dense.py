"""The loops over pairs that have all periods, compiled: exporter by exporter, its periods, its importers side by side.

Where most pairs have most periods, every pair is held with all of them; a cell without a row has weight zero. No row is
looked up, and importers stand next to each other in all that is read and written, so that a processor takes four at
once. Kernels work on the exporters from `first` to `last` and do what those of the same name in `kernels` do for rows
in any pattern.

The layout: `firsts`, the first pair of each exporter and the end of the last; `mates`, the importer of each pair;
how many periods and importers there are. The cell of an exporter whose pairs are from b to b + n, in period t, at its
j-th pair is at place b x periods + t x n + j. Effects of exporters stand in `effects` first, then those of importers,
each period by period. An exporter with all importers has them in order and needs no look-up of `mates`.

Numbers that count places are unsigned: of others, compiled code asks at every step whether they count from the end,
which makes the loops three times slower.
"""

from __future__ import annotations

import numpy as np

from comity.models.gravity.kernels import Floats, Layout, Marks, compiled, compiled_in_order

Count = np.uint64
ONE = np.uint64(1)


def layout(held: Marks, periods: int) -> Layout:
    """Return the layout of the pairs marked in `held` (exporter, importer)."""
    firsts = np.append(0, np.cumsum(held.sum(1)))
    return firsts.astype(Count), np.nonzero(held)[1].astype(np.uint32), Count(periods), Count(held.shape[1])


@compiled
def totals(values: Floats, layout: Layout, sums: Floats) -> None:
    """Add the values of cells to the sums of their effects."""
    firsts, mates, periods, importers = layout
    exporters = Count(firsts.size) - ONE
    for exporter in range(exporters):
        begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
        for period in range(periods):
            at, into = begin * periods + period * n, (exporters + importers) * periods
            into = exporters * periods + period * importers
            summed = 0.0
            for j in range(n):
                summed += values[at + j]
                sums[into + mates[begin + j]] += values[at + j]
            sums[period * exporters + exporter] += summed


@compiled
def _weigh(weight: Floats, at: np.uint64, periods: np.uint64, n: np.uint64, profiled: bool, totals: Floats) -> None:
    """Write the weight of each pair, whose cells begin at `at`; where pairs have no effects, one that leaves no mean.

    Means are divided by it, not multiplied by its inverse: that of a pair with one row must be its value to the digit.
    """
    for j in range(n):
        totals[j] = 0.0
    for period in range(periods):
        for j in range(n):
            totals[j] += weight[at + period * n + j]
    for j in range(n):
        totals[j] = totals[j] if profiled and totals[j] > 0 else np.inf


@compiled_in_order
def _exponentials(values: Floats, power: Floats, found: Floats) -> None:
    """Write exp of values between -708 and 709 (those beyond count as these), four at once, to the last digit but one.

    e^v = 2^k e^r, k being the whole number nearest to v / ln 2, r at most ln 2 / 2, e^r a Taylor polynomial (Cody and
    Waite 1980, chapter 6). Adding 3 x 2^51 rounds to a whole number and leaves it in the last bits, which moved up
    are those of 2^k. `power` is room for it.
    """
    bits = power.view(np.int64)
    for j in range(values.size):
        v = values[j] if values[j] > -708.0 else -708.0
        v = v if v < 709.0 else 709.0
        power[j] = v * 1.4426950408889634 + 6755399441055744.0
        k = power[j] - 6755399441055744.0
        r = v - k * 6.93147180369123816490e-01
        r = r - k * 1.90821492927058770002e-10
        p = 1.0 / 6227020800.0
        p = p * r + 1.0 / 479001600.0
        p = p * r + 1.0 / 39916800.0
        p = p * r + 1.0 / 3628800.0
        p = p * r + 1.0 / 362880.0
        p = p * r + 1.0 / 40320.0
        p = p * r + 1.0 / 5040.0
        p = p * r + 1.0 / 720.0
        p = p * r + 1.0 / 120.0
        p = p * r + 1.0 / 24.0
        p = p * r + 1.0 / 6.0
        p = p * r + 0.5
        p = p * r * r + r
        found[j] = p + 1.0
    for j in range(values.size):
        bits[j] = (bits[j] + 1023) << 52
    for j in range(values.size):
        found[j] *= power[j]


@compiled
def _predict(exporter: int, layout: Layout, terms: Floats, beta: Floats, effects: Floats, raw: Floats) -> None:
    """Write the linear index of an exporter's cells, less the effects of pairs."""
    firsts, mates, periods, importers = layout
    exporters, columns = Count(firsts.size) - ONE, Count(beta.size)
    begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
    for period in range(periods):
        here, into = period * n, exporters * periods + period * importers
        own = effects[period * exporters + exporter]
        if n == importers:
            for j in range(n):
                raw[here + j] = own + effects[into + j]
        else:
            for j in range(n):
                raw[here + j] = own + effects[into + mates[begin + j]]
    for column in range(columns):
        for cell in range(periods * n):
            raw[cell] += terms[column, begin * periods + cell] * beta[column]


@compiled
def _profile(
    periods: np.uint64,
    n: np.uint64,
    flow: Floats,
    weight: Floats,
    profiled: bool,
    raw: Floats,
    room: Floats,
    shift: Floats,
    mean: Floats,
) -> None:
    """Write the means of an exporter's cells, and what the effect of each pair adds to their index.

    The effect gives each pair the mean of its flows. Before exponentials are taken, the largest index of the pair is
    taken off, so that none is beyond what a number holds. `room` is for two numbers a cell and three a pair.
    """
    power, rest = room[0], room[1]
    top, total, flows = room[2], room[3], room[4]
    for j in range(n):
        top[j], total[j], flows[j], shift[j] = -np.inf if profiled else 0.0, 0.0, 0.0, 0.0
    for period in range(periods if profiled else Count(0)):
        here = period * n
        for j in range(n):
            flows[j] += flow[here + j]
            top[j] = raw[here + j] if weight[here + j] > 0 and raw[here + j] > top[j] else top[j]
    for period in range(periods):
        for j in range(n):
            rest[period * n + j] = raw[period * n + j] - top[j]
    _exponentials(rest[: mean.size], power[: mean.size], mean)
    for period in range(periods):
        here = period * n
        for j in range(n):
            mean[here + j] *= weight[here + j]
            total[j] += mean[here + j]
    if not profiled:
        return
    for j in range(n):
        scale = flows[j] / total[j] if total[j] > 0 else 1.0
        shift[j] = np.log(scale) - top[j] if total[j] > 0 else 0.0
        total[j] = scale
    for period in range(periods):
        for j in range(n):
            mean[period * n + j] *= total[j]


@compiled
def evaluate(
    first: int,
    last: int,
    layout: Layout,
    flow: Floats,
    weight: Floats,
    terms: Floats,
    beta: Floats,
    effects: Floats,
    profiled: bool,
    index: Floats,
    mean: Floats,
    gradient: Floats,
    score: Floats,
) -> tuple[float, float]:
    """Write linear index and mean of each cell; return the log-likelihood and the largest change of the index.

    `gradient` (by effect) and `score` (by term) take the sums of flow - mean.
    """
    firsts, mates, periods, importers = layout
    exporters, columns = Count(firsts.size) - ONE, Count(beta.size)
    raw, room = np.empty(periods * importers), np.empty((5, periods * importers))
    rest, shift, moved = np.empty(periods * importers), np.empty(importers), np.zeros(importers)
    likelihood = 0.0
    for exporter in range(Count(first), Count(last)):
        begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
        start, end = begin * periods, (begin + n) * periods
        _predict(exporter, layout, terms, beta, effects, raw)
        _profile(periods, n, flow[start:end], weight[start:end], profiled, raw, room, shift, mean[start:end])
        for period in range(periods):
            here, into = period * n, exporters * periods + period * importers
            at = start + here
            summed = 0.0
            for j in range(n):
                value = raw[here + j] + shift[j]
                step = abs(value - index[at + j]) if weight[at + j] > 0 else 0.0
                moved[j] = step if step > moved[j] else moved[j]
                index[at + j] = value
                rest[here + j] = flow[at + j] - mean[at + j]
                summed += rest[here + j]
                likelihood += flow[at + j] * value - mean[at + j]
            gradient[period * exporters + exporter] += summed
            if n == importers:
                for j in range(n):
                    gradient[into + j] += rest[here + j]
            else:
                for j in range(n):
                    gradient[into + mates[begin + j]] += rest[here + j]
        for column in range(columns):
            inner = 0.0
            for cell in range(periods * n):
                inner += rest[cell] * terms[column, start + cell]
            score[column] += inner
    return likelihood, moved.max()


@compiled
def moments(
    first: int,
    last: int,
    layout: Layout,
    terms: Floats,
    weight: Floats,
    profiled: bool,
    sums: Floats,
    square: Floats,
) -> None:
    """Add, for columns less their pair means: weighted sums (column, effect) to `sums`, cross products to `square`."""
    firsts, mates, periods, importers = layout
    exporters, columns = Count(firsts.size) - ONE, Count(square.shape[0])
    middle = exporters * periods
    centre, parts = np.empty((columns, importers)), np.empty((columns, importers))
    weights, weighted = np.empty(importers), np.empty(importers)
    for exporter in range(Count(first), Count(last)):
        begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
        start = begin * periods
        _weigh(weight, start, periods, n, profiled, weights)
        for column in range(columns):
            for j in range(n):
                centre[column, j] = 0.0
            for period in range(periods):
                at = start + period * n
                for j in range(n):
                    centre[column, j] += weight[at + j] * terms[column, at + j]
            for j in range(n):
                centre[column, j] /= weights[j]
        for period in range(periods):
            at, into = start + period * n, middle + period * importers
            for column in range(columns):
                summed = 0.0
                for j in range(n):
                    parts[column, j] = terms[column, at + j] - centre[column, j]
                    weighted[j] = weight[at + j] * parts[column, j]
                    summed += weighted[j]
                sums[column, period * exporters + exporter] += summed
                if n == importers:
                    for j in range(n):
                        sums[column, into + j] += weighted[j]
                else:
                    for j in range(n):
                        sums[column, into + mates[begin + j]] += weighted[j]
                for other in range(column + ONE):
                    inner = 0.0
                    for j in range(n):
                        inner += weighted[j] * parts[other, j]
                    square[column, other] += inner


@compiled
def product(
    first: int, last: int, layout: Layout, weight: Floats, effects: Floats, profiled: bool, sums: Floats
) -> None:
    """Add the normal matrix of the effects (pairs profiled out) times `effects` (column, effect) to `sums`."""
    firsts, mates, periods, importers = layout
    exporters, columns = Count(firsts.size) - ONE, Count(effects.shape[0])
    middle = exporters * periods
    held, weights, centre = np.empty(periods * importers), np.empty(importers), np.empty(importers)
    for exporter in range(Count(first), Count(last)):
        begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
        start, whole = begin * periods, n == importers
        _weigh(weight, start, periods, n, profiled, weights)
        for column in range(columns):
            for j in range(n):
                centre[j] = 0.0
            for period in range(periods):
                here, into = period * n, middle + period * importers
                own = effects[column, period * exporters + exporter]
                if whole:
                    for j in range(n):
                        held[here + j] = own + effects[column, into + j]
                        centre[j] += weight[start + here + j] * held[here + j]
                else:
                    for j in range(n):
                        held[here + j] = own + effects[column, into + mates[begin + j]]
                        centre[j] += weight[start + here + j] * held[here + j]
            for j in range(n):
                centre[j] /= weights[j]
            for period in range(periods):
                here, into = period * n, middle + period * importers
                summed = 0.0
                if whole:
                    for j in range(n):
                        rest = weight[start + here + j] * (held[here + j] - centre[j])
                        summed += rest
                        sums[column, into + j] += rest
                else:
                    for j in range(n):
                        rest = weight[start + here + j] * (held[here + j] - centre[j])
                        summed += rest
                        sums[column, into + mates[begin + j]] += rest
                sums[column, period * exporters + exporter] += summed


@compiled
def residualise(
    first: int, last: int, layout: Layout, terms: Floats, weight: Floats, effects: Floats, profiled: bool
) -> None:
    """Take effects (column, effect) and then the weighted pair means off the columns of `terms`, in place."""
    firsts, mates, periods, importers = layout
    exporters, columns = Count(firsts.size) - ONE, Count(effects.shape[0])
    middle = exporters * periods
    weights, centre = np.empty(importers), np.empty(importers)
    for exporter in range(Count(first), Count(last)):
        begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
        start = begin * periods
        _weigh(weight, start, periods, n, profiled, weights)
        for column in range(columns):
            for j in range(n):
                centre[j] = 0.0
            for period in range(periods):
                at, into = start + period * n, middle + period * importers
                own = effects[column, period * exporters + exporter]
                if n == importers:
                    for j in range(n):
                        terms[column, at + j] -= own + effects[column, into + j]
                        centre[j] += weight[at + j] * terms[column, at + j]
                else:
                    for j in range(n):
                        terms[column, at + j] -= own + effects[column, into + mates[begin + j]]
                        centre[j] += weight[at + j] * terms[column, at + j]
            for j in range(n):
                centre[j] /= weights[j]
            for period in range(periods):
                for j in range(n):
                    terms[column, start + period * n + j] -= centre[j]


@compiled
def curvature(layout: Layout, weight: Floats, profiled: bool, found: Floats) -> None:
    """Write what each cell weighs once its pair's mean is taken off."""
    firsts, _, periods, importers = layout
    weights = np.empty(importers)
    for exporter in range(Count(firsts.size) - ONE):
        begin, n = firsts[exporter], firsts[exporter + ONE] - firsts[exporter]
        _weigh(weight, begin * periods, periods, n, profiled, weights)
        for period in range(periods):
            at = begin * periods + period * n
            for j in range(n):
                found[at + j] = weight[at + j] * (1.0 - weight[at + j] / weights[j])
