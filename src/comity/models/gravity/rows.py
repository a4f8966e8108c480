"""Rows in the order of the kernels, and the kernels run over them on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from comity.models.gravity import dense, passes
from comity.models.gravity.kernels import Codes, Floats, Layout, Whole

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

SMALL = 60_000  # rows below which a second thread costs more than it gives
CHUNK = 4_096  # rows of a group where nothing is profiled out
FILLED = 0.25  # share of the periods of pairs from which on pairs are held with all periods
HELD = 0.5  # share of importers from which on an exporter is held with all of them
LARGEST_CUBE = 60_000_000  # cells (period, exporter, importer) that the preconditioner may hold


@dataclass(frozen=True)
class Factor:
    """One set of fixed effects: its name, the level of each row and how many levels there are.

    `sides` says of an exporter-period or importer-period effect how many states and periods it has (level = period x
    states + state), and `states` the state in each row; effects of other kinds have neither.
    """

    name: str
    codes: Codes
    levels: int
    sides: tuple[int, int] | None = None
    states: Codes | None = None


@dataclass(frozen=True)
class Rows:
    """Rows sorted by the profiled factor, or pairs with all periods (`layout`, see `dense`).

    The table has `size` rows; `order` gives its row at each place, -1 at a cell without one. `starts` are the first
    places of groups that stay together: the levels of the profiled factor, or with a layout the exporters. `codes`
    (row, factor) gives the place of a row's effects in one long vector, where those of `factors[f]` begin at
    `begins[f]`; a layout has no need of it. `blocks` are exporters, importers and periods where the first two factors
    are exporter-period and importer-period effects of the same periods.
    """

    size: int
    order: Codes
    starts: Whole
    codes: Codes
    begins: tuple[int, ...]
    factors: tuple[str, ...]
    profiled: str | None
    blocks: tuple[int, int, int] | None
    layout: Layout | None = None

    @property
    def effects(self) -> int:
        """Length of the vector of effects that are not profiled out."""
        return self.begins[-1]

    @cached_property
    def longest(self) -> int:
        """Rows of the largest group."""
        return int(np.diff(self.starts).max())

    @cached_property
    def there(self) -> Whole | None:
        """The places that have a row of the table; None if all do."""
        found = np.flatnonzero(self.order >= 0)
        return None if found.size == self.order.size else found

    def real(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the values (by place, the last axis) at places that have a row."""
        return values if self.there is None else values.take(self.there, axis=-1)

    @cached_property
    def used(self) -> NDArray[np.bool_]:
        """Which rows of the table have a place."""
        found = np.zeros(self.size, bool)
        found[self.real(self.order)] = True
        return found

    def take(self, values: Floats) -> Floats:
        """Return a column of the table by place, zero where there is no row."""
        found = np.empty(self.order.size)
        passes.gather(0, found.size, values, self.order, 0.0, 1.0, found)
        return found

    def back(self, values: Floats) -> Floats:
        """Return values by place by row of the table, not a number in rows without a place."""
        found = np.full(self.size, np.nan)
        passes.scatter(values, self.order, found)
        return found

    def weight(self, weight: Floats | None) -> Floats:
        """Return the weight by place: that of the table, or one; zero where there is no row."""
        if weight is not None:
            return self.take(weight)
        return (self.order >= 0).astype(np.float64)

    def totals(self, values: Floats) -> Floats:
        """Return the sums of values by effect."""
        found = np.zeros(self.effects)
        if self.layout is not None:
            dense.totals(values, self.layout, found)
        for factor in self.codes.T:
            found += np.bincount(factor, weights=values, minlength=self.effects)
        return found


def arrange(factors: Sequence[Factor], used: NDArray[np.bool_]) -> Rows:
    """Arrange the rows marked in `used` for the kernels.

    Exporter-period and importer-period effects are kept for the preconditioner; of the others, the one with the most
    levels is profiled out.
    """
    pair = _two_sides(factors)
    others = sorted((f for f in factors if f not in pair), key=lambda f: -f.levels)
    profiled = others[0] if others else None
    kept = (*pair, *others[1:])
    begins = tuple(accumulate((f.levels for f in kept), initial=0))
    names = tuple(f.name for f in kept)
    blocks = None
    if pair and pair[0].sides and pair[1].sides:
        blocks = (pair[0].sides[0], pair[1].sides[0], pair[0].sides[1])
    order = np.flatnonzero(used).astype(np.int32)
    profiled_name = profiled.name if profiled else None
    found = _by_pair(pair, profiled, blocks, order) if blocks and len(kept) == 2 else None
    if blocks and found:
        cells, layout = found
        starts, codes = layout[0].astype(np.int64) * blocks[2], np.empty((0, 2), np.int32)
        return Rows(used.size, cells, starts, codes, begins, names, profiled_name, blocks, layout)
    for factor in ((kept[0],) if kept else ()) + ((profiled,) if profiled else ()):
        order = order[passes.counting_order(factor.codes[order], factor.levels)[0]]
    if profiled is None:
        starts = np.append(np.arange(0, order.size, CHUNK), order.size)
    else:
        starts = np.flatnonzero(np.diff(profiled.codes[order], prepend=-1, append=-1))
    codes = np.empty((order.size, len(kept)), np.int32)
    for column, factor in enumerate(kept):
        codes[:, column] = factor.codes[order]
        codes[:, column] += begins[column]
    return Rows(used.size, order, starts, codes, begins, names, profiled_name, blocks)


def _by_pair(
    sides: Sequence[Factor], profiled: Factor | None, blocks: tuple[int, int, int], rows: Codes
) -> tuple[Codes, Layout] | None:
    """Return the row of each cell and the layout of pairs with all periods; None where too many cells would be empty.

    None too where a cell has two rows (of two sectors), or what is profiled out is not the directed pair.
    """
    exporters, importers, periods = blocks
    out, into = sides
    if out.states is None or into.states is None:
        return None
    held = np.zeros((exporters, importers), bool)
    passes.mark_pairs(out.states, into.states, rows, held)
    # Importers need not be looked up for an exporter that has them all.
    held[held.mean(1) > HELD] = True
    layout = dense.layout(held, periods)
    if rows.size < FILLED * layout[1].size * periods:
        return None
    levels, codes = (profiled.levels, profiled.codes) if profiled else (0, into.codes)
    order, fits = passes.cells(out.states, into.states, into.codes, codes, rows, layout, held, levels)
    return (order, layout) if fits else None


def without(rows: Rows, dropped: NDArray[np.bool_]) -> Rows:
    """Return the rows less those marked in `dropped` (by place)."""
    if rows.layout is not None:
        return replace(rows, order=np.where(dropped, np.int32(-1), rows.order))
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

    def share(self, count: int, work: Callable[[int, int], object]) -> list[object]:
        """Run `work(first, last)` on equal parts of `count` things."""
        if self.pool is None:
            return [work(0, count)]
        cuts = np.linspace(0, count, len(self.spans) + 1).astype(int).tolist()
        return [f.result() for f in [self.pool.submit(work, a, b) for a, b in pairwise(cuts)]]


@contextmanager
def workers(rows: Rows) -> Iterator[Workers]:
    """Give threads for these rows, as many as the process has cores; few rows get one.

    The linear-algebra library has one thread as long as ours run: its own would fight them for the same cores.
    """
    count = rows.order.size
    threads = 1 if count < SMALL else min(_cores(), 8)
    cuts = np.searchsorted(rows.starts, np.linspace(0, count, threads + 1))
    cuts[-1] = rows.starts.size - 1
    spans = tuple((int(a), int(b)) for a, b in pairwise(cuts) if a < b)
    with _libraries().limit(limits=1, user_api="blas"):
        if len(spans) == 1:
            yield Workers(spans, None)
            return
        with ThreadPoolExecutor(len(spans)) as pool:
            yield Workers(spans, pool)


@cache
def _libraries() -> ThreadpoolController:
    """Return the libraries with threads of their own; finding them takes as long as a small estimation."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
