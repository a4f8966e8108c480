"""Rows in the order of the kernels, and the kernels run over them on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from comity.models.gravity import kernels
from comity.models.gravity.kernels import Codes, Whole

SMALL = 60_000  # rows below which a second thread costs more than it gives
CHUNK = 4_096  # rows of a group where nothing is profiled out
LARGEST_CUBE = 60_000_000  # cells (period, exporter, importer) that the preconditioner may hold


@dataclass(frozen=True)
class Factor:
    """One set of fixed effects: its name, the level of each row and how many levels there are.

    `sides` says of an exporter-period or importer-period effect how many states and periods it has (level = state x
    periods + period); effects of other kinds have none.
    """

    name: str
    codes: Codes
    levels: int
    sides: tuple[int, int] | None = None


@dataclass(frozen=True)
class Rows:
    """Rows sorted by the profiled factor.

    `order` gives the row of the table at each place; `codes` (row, factor) the place of its effects in one long vector,
    where those of `factors[f]` begin at `begins[f]`. `blocks` are exporters, importers and periods where the first two
    factors are exporter-period and importer-period effects of the same periods.
    """

    order: Whole
    starts: Whole
    codes: Codes
    begins: tuple[int, ...]
    factors: tuple[str, ...]
    profiled: str | None
    blocks: tuple[int, int, int] | None

    @property
    def effects(self) -> int:
        """Length of the vector of effects that are not profiled out."""
        return self.begins[-1]

    @cached_property
    def longest(self) -> int:
        """Rows of the largest group."""
        return int(np.diff(self.starts).max())


def arrange(factors: Sequence[Factor], used: NDArray[np.bool_]) -> Rows:
    """Sort the rows marked in `used` for the kernels.

    Exporter-period and importer-period effects are kept for the preconditioner; of the others, the one with the most
    levels is profiled out.
    """
    pair = _two_sides(factors)
    others = sorted((f for f in factors if f not in pair), key=lambda f: -f.levels)
    profiled = others[0] if others else None
    kept = (*pair, *others[1:])
    order = np.flatnonzero(used)
    for factor in ((kept[0],) if kept else ()) + ((profiled,) if profiled else ()):
        order = order[kernels.counting_order(factor.codes[order], factor.levels)[0]]
    if profiled is None:
        starts = np.append(np.arange(0, order.size, CHUNK), order.size)
    else:
        starts = np.flatnonzero(np.diff(profiled.codes[order], prepend=-1, append=-1))
    codes = np.empty((order.size, len(kept)), np.int32)
    begin = [0]
    for column, factor in enumerate(kept):
        codes[:, column] = factor.codes[order]
        codes[:, column] += begin[-1]
        begin.append(begin[-1] + factor.levels)
    blocks = None
    if pair and pair[0].sides and pair[1].sides:
        blocks = (pair[0].sides[0], pair[1].sides[0], pair[0].sides[1])
    names = tuple(f.name for f in kept)
    return Rows(order, starts, codes, tuple(begin), names, profiled.name if profiled else None, blocks)


def without(rows: Rows, dropped: NDArray[np.bool_]) -> Rows:
    """Return the rows less those marked in `dropped` (by place)."""
    kept = ~dropped
    before = np.concatenate([[0], np.cumsum(kept)])
    return replace(rows, order=rows.order[kept], codes=rows.codes[kept], starts=np.unique(before[rows.starts]))


def _two_sides(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    sided = [f for f in factors if f.sides is not None]
    if len(sided) != 2 or sided[0].sides is None or sided[1].sides is None:
        return ()
    (exporters, periods), (importers, others) = sided[0].sides, sided[1].sides
    if periods != others or exporters * importers * periods > LARGEST_CUBE:
        return ()
    return tuple(sided)


@dataclass(frozen=True)
class Workers:
    """Threads, and the groups of which each takes charge."""

    spans: tuple[tuple[int, int], ...]
    pool: ThreadPoolExecutor | None

    def run(self, work: Callable[[int, int, int], object]) -> list[object]:
        """Run `work(worker, first group, last group)` for every span."""
        if self.pool is None:
            return [work(n, *span) for n, span in enumerate(self.spans)]
        return [f.result() for f in [self.pool.submit(work, n, *span) for n, span in enumerate(self.spans)]]


@contextmanager
def workers(rows: Rows) -> Iterator[Workers]:
    """Give threads for these rows, as many as the process has cores; few rows get one.

    The linear-algebra library has one thread as long as ours run: its own would fight them for the same cores.
    """
    from threadpoolctl import threadpool_limits

    count = rows.order.size
    threads = 1 if count < SMALL else min(_cores(), 8)
    cuts = np.searchsorted(rows.starts, np.linspace(0, count, threads + 1))
    cuts[-1] = rows.starts.size - 1
    spans = tuple((int(a), int(b)) for a, b in pairwise(cuts) if a < b)
    with threadpool_limits(limits=1, user_api="blas"):
        if len(spans) == 1:
            yield Workers(spans, None)
            return
        with ThreadPoolExecutor(len(spans)) as pool:
            yield Workers(spans, pool)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
