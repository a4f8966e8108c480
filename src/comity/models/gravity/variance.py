"""The covariance of coefficients: robust to any variance, or clustered in one or more ways.

Stata and the books multiply the sandwich by G/(G-1), G being the number of clusters (of rows, where none are named);
fixest multiplies that by (n-1)/(n-k), k counting the coefficients and the levels of effects that are not nested in a
cluster. With several ways to cluster, the covariances are added and taken off by inclusion and exclusion (Cameron,
Gelbach and Miller 2011, equation 2.7), and the smallest G counts; where few clusters make the sum indefinite, its
negative parts are set to zero, as they advise.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comity.models.gravity import passes
from comity.models.gravity.kernels import Floats
from comity.models.gravity.rows import Rows, Workers

Rule = Literal["stata", "fixest"]


def sandwich(
    bread: Floats,
    terms: Floats,
    rest: Floats,
    rows: Rows,
    workers: Workers,
    clusters: Sequence[NDArray[np.int32]],
    freedom: float,
) -> Floats:
    """Return the covariance (term, term).

    Parameters
    ----------
    bread
        Inverse of the Hessian.
    terms, rest
        What effects leave of the terms (term, place; more may follow), and weighted residuals: their products are the
        scores.
    rows, workers
        The places, and the threads.
    clusters
        The cluster of each row of the table, for every way to cluster; without any, every row is one.
    freedom
        What multiplies it beside G/(G-1): (n-1)/(n-k) by fixest's rule, else 1.
    """
    columns = bread.shape[0]
    if not clusters:
        scores, count = terms[:columns] * rest, rows.real(rows.order).size
        return bread @ (scores @ scores.T) @ bread * (count / max(count - 1, 1) * freedom)
    fewest = min(int(np.count_nonzero(np.bincount(c[rows.used]))) for c in clusters)
    meat = np.zeros_like(bread)
    for size in range(1, len(clusters) + 1):
        for chosen in combinations(clusters, size):
            codes = _together(chosen)
            # Places without a row have no residual: whose cluster they are said to be of does not matter.
            placed, sums = codes.take(rows.order), np.zeros((columns, int(codes.max()) + 1))
            workers.share(columns, partial(passes.cluster_sums, clusters=placed, terms=terms, rest=rest, sums=sums))
            meat += (-1) ** (size + 1) * sums @ sums.T
    covariance = bread @ meat @ bread * (fewest / max(fewest - 1, 1) * freedom)
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
