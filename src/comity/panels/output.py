"""A panel on its way out: blocks of rows in order, pairs and members put together, and what is missing counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.panels import pairing
from comity.panels.assembling import Assembled, Base, Step, lazy, steps, with_figures
from comity.panels.engines import here

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


@dataclass
class Counted:
    """What was seen on the way out: rows, and for each column the cells that are missing, and of them those outside."""

    rows: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)


def count(plan: Assembled) -> int:
    """Return how many rows a panel has; no figures are read."""
    return len(plan.base.alone) if plan.base.pairing is None else int(plan.base.pairing.sizes.sum())


def tables(plan: Assembled, counted: Counted) -> Iterator[pa.Table]:
    """Give the rows of a panel in order, a block at a time, and count what is missing.

    Raises
    ------
    Failure
        A source has two rows for one cell (C11).
    """
    for table, single in blocks(plan, counted):
        yield _shown(plan, table, single)


def blocks(plan: Assembled, counted: Counted) -> Iterator[tuple[pl.DataFrame, pl.DataFrame | None]]:
    """Give the rows with their own figures, and in a panel of pairs the members with theirs, which are always the same.

    Raises
    ------
    Failure
        A source has two rows for one cell (C11).
    """
    import numpy as np

    found = steps(plan, plan.read, own=True)
    single, weights = None, {}
    if plan.units.dyadic:
        of_one = steps(plan, plan.read, own=False)
        single = _figured(plan, plan.base.alone, of_one, ("_n1",), lambda base: base.alone)
        _met_once(single, of_one)
        weights = {i: np.zeros(len(single), dtype=np.int64) for i in (1, 2)}
    for numbers in _parts(plan):

        def of(base: Base, numbers: Any = numbers) -> pl.DataFrame:
            return base.alone if base.pairing is None else pairing.pairs(base.pairing, numbers)

        table = _figured(plan, of(plan.base), found, plan.units.numbers, of)
        _met_once(table, found)
        _count(plan, table, found, 0, None, counted)
        counted.rows += len(table)
        for i, weight in weights.items():
            weight += np.bincount(table[f"_i{i}"].to_numpy(), minlength=len(weight))
        yield table, single
    if counted.rows != count(plan):
        raise Failure(f"{counted.rows:,} rows came of {count(plan):,}: a source has several rows for one cell (C11)")
    for i, weight in weights.items():
        assert single is not None
        _count(plan, single, of_one, i, weight, counted)


def _figured(
    plan: Assembled,
    rows: pl.DataFrame,
    found: Sequence[Step],
    numbers: tuple[str, ...],
    of: Callable[[Base], pl.DataFrame],
) -> pl.DataFrame:
    """Return rows with their figures, in order: made in memory, or with another engine and then collected."""
    if plan.place is here:
        frame: pl.DataFrame = with_figures(_eager(rows), found, numbers, lambda base: _eager(of(base))).to_native()
        return frame
    made = with_figures(lazy(plan, rows), found, numbers, lambda base: lazy(plan, of(base)))
    frame = made.collect("polars").to_native()
    return frame.sort(*numbers, "_t")


def _eager(frame: pl.DataFrame) -> Any:
    return nw.from_native(frame, eager_only=True)


def _parts(plan: Assembled) -> Iterable[Any]:
    """Give the numbers of first members whose rows are made at once."""
    if plan.base.pairing is None:
        return [None]
    # Another engine has its own ways to hold much, and each block costs it a plan.
    return pairing.blocks(plan.base.pairing, pairing.BLOCK_ROWS * (1 if plan.place is here else 8))


def _shown(plan: Assembled, table: pl.DataFrame, single: pl.DataFrame | None) -> pa.Table:
    import pyarrow as pa

    places = {0: table}
    if single is not None:
        for i in (1, 2):
            mine = single.select(list(dict.fromkeys(s.column for s in plan.shown if s.place == i)))
            places[i] = pairing.taken(mine, table[f"_i{i}"])
    ids = _ids()
    columns = {}
    for shown in plan.shown:
        column = places[shown.place][shown.column].to_arrow()
        if shown.column in ("_s1", "_s2"):
            column = pa.DictionaryArray.from_arrays(column, ids)
        elif shown.column in ("_leader", "_who"):
            column = column.cast(pa.string())
        columns[shown.name] = column
    return pa.table(columns)


def _ids() -> Any:
    """Return the text ids of states by their numbers; numbers that nobody has are blank."""
    import pyarrow as pa

    known = {s.number: s.id for s in states.states()}
    return pa.array([known.get(n, "") for n in range(max(known) + 1)])


def _met_once(table: pl.DataFrame, found: Sequence[Step]) -> None:
    for one in (m for step in found for m in step.joins.made):
        for met in one.met:
            most: Any = table[met].max()
            if most is not None and most > 1:
                raise Failure(f"{one.piece.code}: the source has {most} rows for one cell; it cannot be joined (C11)")


def _count(
    plan: Assembled, table: pl.DataFrame, found: Sequence[Step], place: int, weight: Any, counted: Counted
) -> None:
    """Count missing cells; a member's row counts as often as it stands in the panel."""
    names = {(s.column, s.place): s.name for s in plan.shown}
    for one in (m for step in found for m in step.joins.made):
        name = names.get((one.name, place))
        if name is None or not table[one.name].null_count():
            continue
        missing = table[one.name].is_null()
        for seen, which in ((counted.missing, missing), (counted.outside, missing & table[one.outside])):
            seen[name] += int(which.sum() if weight is None else weight[which.to_numpy()].sum())
