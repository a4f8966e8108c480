"""The loops over rows in any pattern, compiled. What fills much of a cube has faster ones, in `dense`.

Rows stand in order of the group whose effect is profiled out (a pair of states, as a rule); `starts` holds the first
row of each group and the end of the last. The other effects stand one below the other in one vector; `codes[row,
factor]` says which of them a row has. Every kernel works on the groups from `first` to `last` and adds to arrays of its
own, so that several threads share the rows without waiting for each other: compiled code holds no lock.

Columns of terms are rows of `terms`. In products, columns of right-hand sides are the innermost axis, in fours, so that
one gather serves four columns at once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Whole = NDArray[np.int64]
Codes = NDArray[np.int32]  # numbers of levels, and of rows: a table of more than two thousand millions does not fit
Marks = NDArray[np.bool_]
Counts = NDArray[np.unsignedinteger[Any]]
Layout = tuple[Counts, Counts, np.uint64, np.uint64]  # of pairs with all periods: see `dense`

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _compiling(liberties: set[str]) -> Callable[[_Function], _Function]:
    def compiled(function: _Function) -> _Function:
        options: dict[str, Any] = {"nogil": True, "fastmath": liberties}
        try:
            made = numba.njit(cache=True, **options)(function)
        except RuntimeError:
            # Neither the package's folder nor the user's cache can be written: compile again in every process.
            made = numba.njit(**options)(function)
        return cast(_Function, made)

    return compiled


compiled = _compiling({"reassoc", "contract", "nsz"})
compiled_in_order = _compiling({"contract"})  # for arithmetic that rounds on purpose


@compiled
def evaluate(
    first: int,
    last: int,
    starts: Whole,
    codes: Codes,
    flow: Floats,
    weight: Floats,
    terms: Floats,
    beta: Floats,
    effects: Floats,
    profiled: bool,
    longest: int,
    index: Floats,
    mean: Floats,
    gradient: Floats,
    score: Floats,
) -> tuple[float, float]:
    """Write linear index and mean of each row; return the log-likelihood and the largest change of the index.

    `flow` is weighted already. `gradient` (by effect) and `score` (by term) take the sums of flow - mean.
    """
    factors, columns = codes.shape[1], beta.size
    raw = np.empty(longest)
    share = np.empty(longest)
    likelihood = 0.0
    change = 0.0
    for group in range(first, last):
        begin, end = starts[group], starts[group + 1]
        top = -np.inf
        flows = 0.0
        for row in range(begin, end):
            value = 0.0
            for column in range(columns):
                value += terms[column, row] * beta[column]
            for factor in range(factors):
                value += effects[codes[row, factor]]
            raw[row - begin] = value
            top = max(top, value)
            flows += flow[row]
        if not profiled:
            top = 0.0
        total = 0.0
        for row in range(begin, end):
            part = math.exp(raw[row - begin] - top) * weight[row]
            share[row - begin] = part
            total += part
        scale, shift = 1.0, 0.0
        if profiled:
            scale = flows / total
            shift = math.log(scale) - top
        for row in range(begin, end):
            value = raw[row - begin] + shift
            change = max(change, abs(value - index[row]))
            index[row] = value
            fitted = share[row - begin] * scale
            mean[row] = fitted
            rest = flow[row] - fitted
            likelihood += flow[row] * value - fitted
            for factor in range(factors):
                gradient[codes[row, factor]] += rest
            for column in range(columns):
                score[column] += rest * terms[column, row]
    return likelihood, change


@compiled
def moments(
    first: int,
    last: int,
    starts: Whole,
    codes: Codes,
    terms: Floats,
    weight: Floats,
    profiled: bool,
    longest: int,
    sums: Floats,
    square: Floats,
) -> None:
    """Add, for columns less their group means: weighted sums (column, effect) to `sums`, cross products to `square`."""
    factors, columns = codes.shape[1], square.shape[0]
    part = np.empty((columns, longest))
    weighted = np.empty((columns, longest))
    for group in range(first, last):
        begin, count = starts[group], starts[group + 1] - starts[group]
        total = 0.0
        for row in range(count):
            total += weight[begin + row]
        for column in range(columns):
            centre = 0.0
            for row in range(count):
                value = terms[column, begin + row]
                part[column, row] = value
                centre += weight[begin + row] * value
            centre = centre / total if profiled else 0.0
            for row in range(count):
                part[column, row] -= centre
                weighted[column, row] = weight[begin + row] * part[column, row]
            for other in range(column + 1):
                inner = 0.0
                for row in range(count):
                    inner += weighted[column, row] * part[other, row]
                square[column, other] += inner
        for row in range(count):
            for factor in range(factors):
                code = codes[begin + row, factor]
                for column in range(columns):
                    sums[column, code] += weighted[column, row]


@compiled
def product(
    first: int,
    last: int,
    starts: Whole,
    codes: Codes,
    weight: Floats,
    effects: Floats,
    profiled: bool,
    longest: int,
    sums: Floats,
) -> None:
    """Add the normal matrix of the effects (groups profiled out) times `effects` (effect, four, 4) to `sums`."""
    factors, fours = codes.shape[1], effects.shape[1]
    held = np.empty((longest, 4))
    for group in range(first, last):
        begin, end = starts[group], starts[group + 1]
        for four in range(fours):
            a, b, c, d = 0.0, 0.0, 0.0, 0.0
            total = 0.0
            for row in range(begin, end):
                p, q, r, s = 0.0, 0.0, 0.0, 0.0
                for factor in range(factors):
                    code = codes[row, factor]
                    p += effects[code, four, 0]
                    q += effects[code, four, 1]
                    r += effects[code, four, 2]
                    s += effects[code, four, 3]
                w = weight[row]
                total += w
                a, b, c, d = a + w * p, b + w * q, c + w * r, d + w * s
                held[row - begin, 0], held[row - begin, 1] = p, q
                held[row - begin, 2], held[row - begin, 3] = r, s
            share = 1.0 / total if profiled else 0.0
            a, b, c, d = a * share, b * share, c * share, d * share
            for row in range(begin, end):
                w = weight[row]
                p, q = w * (held[row - begin, 0] - a), w * (held[row - begin, 1] - b)
                r, s = w * (held[row - begin, 2] - c), w * (held[row - begin, 3] - d)
                for factor in range(factors):
                    code = codes[row, factor]
                    sums[code, four, 0] += p
                    sums[code, four, 1] += q
                    sums[code, four, 2] += r
                    sums[code, four, 3] += s


@compiled
def product_of_two(
    first: int,
    last: int,
    starts: Whole,
    codes: Codes,
    weight: Floats,
    effects: Floats,
    profiled: bool,
    longest: int,
    sums: Floats,
) -> None:
    """Do what `product` does for two factors, the common case, in half the time: no loop within the loop."""
    fours = effects.shape[1]
    held = np.empty((longest, 4))
    for group in range(first, last):
        begin, end = starts[group], starts[group + 1]
        for four in range(fours):
            a, b, c, d = 0.0, 0.0, 0.0, 0.0
            total = 0.0
            for row in range(begin, end):
                i, j = codes[row, 0], codes[row, 1]
                p = effects[i, four, 0] + effects[j, four, 0]
                q = effects[i, four, 1] + effects[j, four, 1]
                r = effects[i, four, 2] + effects[j, four, 2]
                s = effects[i, four, 3] + effects[j, four, 3]
                w = weight[row]
                total += w
                a, b, c, d = a + w * p, b + w * q, c + w * r, d + w * s
                held[row - begin, 0], held[row - begin, 1] = p, q
                held[row - begin, 2], held[row - begin, 3] = r, s
            share = 1.0 / total if profiled else 0.0
            a, b, c, d = a * share, b * share, c * share, d * share
            for row in range(begin, end):
                i, j, w = codes[row, 0], codes[row, 1], weight[row]
                p, q = w * (held[row - begin, 0] - a), w * (held[row - begin, 1] - b)
                r, s = w * (held[row - begin, 2] - c), w * (held[row - begin, 3] - d)
                # All loads before all stores: four lanes in one instruction.
                e, f, g, h = sums[i, four, 0] + p, sums[i, four, 1] + q, sums[i, four, 2] + r, sums[i, four, 3] + s
                sums[i, four, 0], sums[i, four, 1], sums[i, four, 2], sums[i, four, 3] = e, f, g, h
                e, f, g, h = sums[j, four, 0] + p, sums[j, four, 1] + q, sums[j, four, 2] + r, sums[j, four, 3] + s
                sums[j, four, 0], sums[j, four, 1], sums[j, four, 2], sums[j, four, 3] = e, f, g, h


@compiled
def residualise(
    first: int,
    last: int,
    starts: Whole,
    codes: Codes,
    terms: Floats,
    weight: Floats,
    effects: Floats,
    profiled: bool,
) -> None:
    """Take effects (column, effect) and then the weighted group means off the columns of `terms`, in place."""
    factors, columns = codes.shape[1], effects.shape[0]
    centre = np.empty(columns)
    for group in range(first, last):
        begin, end = starts[group], starts[group + 1]
        centre[:] = 0.0
        total = 0.0
        for row in range(begin, end):
            total += weight[row]
            for column in range(columns):
                for factor in range(factors):
                    terms[column, row] -= effects[column, codes[row, factor]]
                centre[column] += weight[row] * terms[column, row]
        if profiled:
            for row in range(begin, end):
                for column in range(columns):
                    terms[column, row] -= centre[column] / total


@compiled
def curvature(
    starts: Whole,
    codes: Codes,
    weight: Floats,
    profiled: bool,
    middle: int,
    totals: Floats,
    cube: Floats,
) -> None:
    """Add what each row weighs once its group's mean is taken off, to its effects and to its cell.

    `totals` is by effect, `cube` by exporter, period and importer (nothing is added where it is empty); the effects of
    importers begin at `middle`.
    """
    exporters, _, importers = cube.shape
    for group in range(starts.size - 1):
        total = 0.0
        if profiled:
            for row in range(starts[group], starts[group + 1]):
                total += weight[row]
        for row in range(starts[group], starts[group + 1]):
            own = weight[row]
            if profiled:
                own *= 1.0 - own / total
            for factor in range(codes.shape[1]):
                totals[codes[row, factor]] += own
            if cube.size:
                period = codes[row, 0] // exporters
                cube[codes[row, 0] - period * exporters, period, codes[row, 1] - middle - period * importers] += own
