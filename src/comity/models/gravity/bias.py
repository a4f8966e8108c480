"""The bias that estimated fixed effects leave in PPML, and in its standard errors.

Weidner and Zylkin (2021, "Bias and consistency in three-way gravity models", Journal of International Economics 132):
with pair effects, coefficients are biased by the order of 1/N (proposition 3, appendix A.2.1), and with two or three
sets of effects the clustered variance is too small (section 3.4). The paper and the authors' Stata code differ in
two places; followed here is the code, whose output is what others can compare with: sums run over all partners that
are in the data, domestic sales included if they are; and the third derivative of the likelihood has the sign that
follows from it. The leverage is computed exactly at every size, where the code approximates above 1,500 effects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import Failure
from comity.models.gravity.kernels import Floats

LARGEST = 2 * 1024**3  # bytes of the matrix of importer-year effects


@dataclass(frozen=True)
class _Panel:
    """Pairs by period: zero where there is no row. `out` and `into` number the exporter and importer of each pair."""

    out: NDArray[np.int64]
    into: NDArray[np.int64]
    mean: Floats
    rest: Floats
    terms: Floats


def correct(
    keys: Sequence[NDArray[np.int32]], terms: Floats, rest: Floats, mean: Floats, bread: Floats, *, three_way: bool
) -> tuple[Floats, Floats]:
    """Return the bias of each coefficient, to be taken off, and the corrected covariance.

    Parameters
    ----------
    keys
        Exporter, importer and year of each row.
    terms
        Regressors as the effects leave them (row, term).
    rest, mean
        Residuals and fitted flows.
    bread
        Inverse of the terms' weighted cross products.
    three_way
        Whether there are pair effects; without them coefficients have no bias.

    Raises
    ------
    Failure
        There are so many importer-years that their matrix would not fit into memory.
    """
    panel = _panel(keys, terms, rest, mean)
    exporters, importers = int(panel.out.max()) + 1, int(panel.into.max()) + 1
    if three_way:
        if 8 * (importers * panel.mean.shape[1]) ** 2 > LARGEST:
            raise Failure(
                f"the correction needs a matrix of {importers:,} importers x {panel.mean.shape[1]:,} years squared, "
                f"more than 2 GB; leave out years (every second or fourth year is common)"
            )
        sums = _side_bias(panel, panel.out, exporters) + _side_bias(panel, panel.into, importers)
        bias, leverage = bread @ sums, _three_way_leverage(panel, exporters, importers)
    else:
        bias, leverage = np.zeros(terms.shape[1]), _two_way_leverage(panel, exporters, importers)
    return bias, _covariance(panel, leverage, bread, three_way=three_way)


def _panel(keys: Sequence[NDArray[np.int32]], terms: Floats, rest: Floats, mean: Floats) -> _Panel:
    out, into, period = (np.unique(k, return_inverse=True)[1].astype(np.int64) for k in keys)
    width = int(into.max()) + 1
    pairs, pair = np.unique(out * width + into, return_inverse=True)
    shape = (pairs.size, int(period.max()) + 1)
    cells = [np.zeros(shape), np.zeros(shape), np.zeros((*shape, terms.shape[1]))]
    for cell, values in zip(cells, (mean, rest, terms), strict=True):
        cell[pair, period] = values
    return _Panel(pairs // width, pairs % width, *cells)


def _side_bias(panel: _Panel, side: NDArray[np.int64], states: int) -> Floats:
    """Return what the effects of one side add to the score's bias, by term.

    By state: -tr(H⁺ Σ Hx s') + tr(H⁺ Σ Gx H⁺ Σ ss')/2, H = Λ - λλ'/Σλ of each pair and s its residuals; over the sums
    Gx is -(diag(x) H + H diag(x)).
    """
    bias = np.zeros(panel.terms.shape[2])
    for state in range(states):
        here = side == state
        mean, rest, terms = panel.mean[here], panel.rest[here], panel.terms[here]
        share = mean / mean.sum(1, keepdims=True)
        inverse = np.linalg.pinv(np.diag(mean.sum(0)) - share.T @ mean, hermitian=True)
        spread = inverse @ (rest.T @ rest) @ inverse
        for column in range(bias.size):
            x = terms[:, :, column]
            weighted = mean * x
            along = weighted - share * weighted.sum(1, keepdims=True)
            third = np.diag(weighted.sum(0)) - weighted.T @ share
            bias[column] -= np.sum(inverse * (along.T @ rest).T)
            bias[column] -= np.sum(spread * (third + third.T)) / 2
    return bias * states / (states - 1)


def _three_way_leverage(panel: _Panel, exporters: int, importers: int) -> Floats:
    """Return, by pair, the (period, period) covariance of its exporter and importer effects under the Poisson law.

    The effects of exporters are eliminated first, so that only the matrix of importer-periods is inverted.
    """
    periods = panel.mean.shape[1]
    size = importers * periods
    schur = np.zeros((size, size))
    block = schur.reshape(importers, periods, importers, periods)
    sides = []
    for exporter in range(exporters):
        here = np.flatnonzero(panel.out == exporter)
        hessian = _hessians(panel.mean[here])
        own = np.linalg.pinv(hessian.sum(0), hermitian=True)
        blocks = np.zeros((periods, importers, periods))
        blocks[:, panel.into[here]] = hessian.transpose(1, 0, 2)
        across = blocks.reshape(periods, size)
        schur -= across.T @ (own @ across)
        block[panel.into[here], :, panel.into[here], :] += hessian
        sides.append((here, own, own @ across))
    inverse = _inverse_but_null(schur, importers, periods)
    into_block = inverse.reshape(importers, periods, importers, periods)
    leverage = np.empty((panel.out.size, periods, periods))
    for here, own, across in sides:
        carried = across @ inverse
        mixed = carried.reshape(periods, importers, periods)[:, panel.into[here]].transpose(1, 0, 2)
        leverage[here] = own + carried @ across.T - mixed - mixed.transpose(0, 2, 1)
        leverage[here] += into_block[panel.into[here], :, panel.into[here], :]
    return leverage


def _hessians(mean: Floats) -> Floats:
    share = mean / mean.sum(1, keepdims=True)
    hessians: Floats = mean[:, :, None] * np.eye(mean.shape[1]) - mean[:, :, None] * share[:, None, :]
    return hessians


def _inverse_but_null(matrix: Floats, states: int, periods: int) -> Floats:
    """Return a generalised inverse: constants by state and constants by period are not identified."""
    null = np.concatenate(
        [np.kron(np.eye(states), np.ones((periods, 1))), np.kron(np.ones((states, 1)), np.eye(periods))], 1
    )
    scale = float(np.diag(matrix).mean())
    empty = np.diag(matrix) <= 0
    matrix = matrix + scale * (null @ null.T) / states
    matrix[empty, empty] += scale
    # Parts of the world without flows between them are not identified against each other either.
    matrix[np.diag_indices_from(matrix)] *= 1 + 1e-13
    return np.linalg.inv(matrix)


def _two_way_leverage(panel: _Panel, exporters: int, importers: int) -> Floats:
    periods = panel.mean.shape[1]
    leverage = np.zeros((panel.out.size, periods, periods))
    for period in range(periods):
        matrix = np.zeros((exporters + importers, exporters + importers))
        matrix[panel.out, exporters + panel.into] = panel.mean[:, period]
        matrix += matrix.T
        matrix[np.diag_indices_from(matrix)] = matrix.sum(1)
        inverse = np.linalg.pinv(matrix, hermitian=True)
        out, into = panel.out, exporters + panel.into
        leverage[:, period, period] = inverse[out, out] + inverse[into, into] + 2 * inverse[out, into]
    return leverage


def _covariance(panel: _Panel, leverage: Floats, bread: Floats, *, three_way: bool) -> Floats:
    """Return the sandwich with each pair's scores divided by what the pair's own flows do to its fit."""
    meat = np.zeros_like(bread)
    eye = np.eye(panel.mean.shape[1])
    for pair in range(panel.out.size):
        mean, x, rest = panel.mean[pair], panel.terms[pair], panel.rest[pair]
        hessian = np.diag(mean) - (np.outer(mean, mean) / mean.sum() if three_way else 0.0)
        spread = np.linalg.solve(eye - hessian @ (x @ bread @ x.T + leverage[pair]), rest)
        meat += np.outer(x.T @ spread, x.T @ rest)
    pairs = panel.out.size
    covariance = bread @ meat @ bread * pairs / (pairs - 1)
    return (covariance + covariance.T) / 2
