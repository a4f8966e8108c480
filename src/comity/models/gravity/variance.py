"""The covariance of coefficients: robust to any variance, or clustered in one or more ways.

Stata and the books multiply the sandwich by G/(G-1), G being the number of clusters (of rows, where none are named);
fixest multiplies that by (n-1)/(n-k), k counting the coefficients and the levels of effects that are not nested in a
cluster. With several ways to cluster, the covariances are added and taken off by inclusion and exclusion (Cameron,
Gelbach and Miller 2011, equation 2.7), and the smallest G counts; where few clusters make the sum indefinite, its
negative parts are set to zero, as they advise.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.models.gravity.kernels import Floats

Rule = Literal["stata", "fixest"]


def sandwich(
    bread: Floats, terms: Floats, rest: Floats, clusters: Sequence[NDArray[np.int32]], freedom: float
) -> Floats:
    """Return the covariance (term, term).

    Parameters
    ----------
    bread
        Inverse of the Hessian.
    terms, rest
        What effects leave of the terms (row, term; more columns may follow), and weighted residuals: their products are
        the scores.
    clusters
        The cluster of each row, for every way to cluster; without any, every row is one.
    freedom
        What multiplies it beside G/(G-1): (n-1)/(n-k) by fixest's rule, else 1.
    """
    if not clusters:
        count = rest.size
        return bread @ _meat(bread.shape[0], terms, rest, None) @ bread * count / max(count - 1, 1) * freedom
    meat = np.zeros_like(bread)
    fewest = min(int(np.count_nonzero(np.bincount(c))) for c in clusters)
    for size in range(1, len(clusters) + 1):
        for chosen in combinations(clusters, size):
            meat += (-1) ** (size + 1) * _meat(bread.shape[0], terms, rest, _together(chosen))
    covariance = bread @ meat @ bread * fewest / max(fewest - 1, 1) * freedom
    return covariance if len(clusters) == 1 else _without_negative_parts(covariance)


def _without_negative_parts(covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    return covariance if values.min(initial=0.0) >= 0 else (vectors * np.maximum(values, 0.0)) @ vectors.T


def nested(levels: NDArray[np.int32], clusters: Sequence[NDArray[np.int32]]) -> bool:
    """Say whether each level of an effect lies within one cluster of one of the ways."""
    for cluster in clusters:
        any_cluster = np.zeros(int(levels.max()) + 1, np.int32)
        any_cluster[levels] = cluster
        if (any_cluster[levels] == cluster).all():
            return True
    return False


def _together(chosen: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    codes = chosen[0]
    for other in chosen[1:]:
        crossed = codes.astype(np.int64) * (int(other.max()) + 1) + other
        codes = np.unique(crossed, return_inverse=True)[1].astype(np.int32)
    return codes


def _meat(columns: int, terms: Floats, rest: Floats, codes: NDArray[np.int32] | None) -> Floats:
    if codes is None:
        scores = terms[:, :columns] * rest[:, None]
        return scores.T @ scores
    sums = np.zeros((int(codes.max()) + 1, columns))
    for column in range(columns):
        sums[:, column] = np.bincount(codes, weights=terms[:, column] * rest, minlength=sums.shape[0])
    return sums.T @ sums
