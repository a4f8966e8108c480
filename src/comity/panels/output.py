"""A panel on its way out: blocks of rows in order, pairs and members put together, and what is missing counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import narwhals as nw

from comity import states, store
from comity.errors import Failure
from comity.panels.assembling import Assembled
from comity.panels.joining import Made
from comity.panels.systems import never_together

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK_ROWS = 2_000_000
GROUP_ROWS = 122_880


@dataclass
class Counted:
    """What was seen on the way out: rows, and for each column the cells that are missing, and of them those outside."""

    rows: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)


def count(plan: Assembled) -> int:
    """Return how many rows a panel has; no figures are read."""
    if not plan.units.dyadic or plan.units.dyads:
        return int(store.rows(plan.rows.select(nw.len().alias("n")))[0]["n"])
    by_period = Counter(m.first for m in plan.members)
    apart = len(never_together(list(plan.members), months=plan.units.monthly))
    both = sum(n * (n - 1) for n in by_period.values()) - apart
    return both if plan.units.directed else both // 2


def tables(plan: Assembled, counted: Counted) -> Iterator[pa.Table]:
    """Give the rows of a panel in order, a group of rows at a time, and count what is missing.

    Raises
    ------
    Failure
        A source has two rows for one cell (C11).
    """
    import numpy as np

    # A join keeps no order, and the pairs meet the members by their place.
    single = None if plan.single is None else _read(plan.single.sort("_i1"))
    names = set() if single is None else set(single.column_names)
    of_one, of_row = (
        [m for m in plan.made if (m.outside in names and m.name in names) == alone] for alone in (True, False)
    )
    weights: dict[int, Any] = {}
    if single is not None:
        _met_once(single, of_one)
        weights = {i: np.zeros(len(single), dtype=np.int64) for i in (1, 2)}
    for block in _blocks(plan):
        table = _read(block)
        _met_once(table, of_row)
        _count(plan, table, of_row, 0, None, counted)
        counted.rows += len(table)
        for i, weight in weights.items():
            weight += np.bincount(table[f"_i{i}"].to_numpy(), minlength=len(weight))
        yield from _groups(plan, table, single)
    if counted.rows != count(plan):
        raise Failure(f"{counted.rows:,} rows came of {count(plan):,}: a source has several rows for one cell (C11)")
    for i, weight in weights.items():
        assert single is not None
        _count(plan, single, of_one, i, weight, counted)


def _read(values: Any) -> pa.Table:
    return store.batches(values).read_all().combine_chunks()


def _blocks(plan: Assembled) -> Iterator[Any]:
    """Give the rows in blocks by their first member, each small enough to be held in memory."""
    if not plan.units.dyadic:
        yield plan.rows.sort(*plan.units.numbers, "_t")
        return
    by_period = Counter(m.first for m in plan.members)
    size: Counter[int] = Counter()
    for member in plan.members:
        size[member.number] += by_period[member.first]
    first, rows = min(size), 0
    for number in sorted(size):
        if rows and rows + size[number] > BLOCK_ROWS:
            yield plan.rows.filter((nw.col("_n1") >= first) & (nw.col("_n1") < number))
            first, rows = number, 0
        rows += size[number]
    yield plan.rows if first == min(size) else plan.rows.filter(nw.col("_n1") >= first)


def _order(plan: Assembled, table: pa.Table) -> Any:
    import numpy as np

    if not plan.units.dyadic:
        return np.arange(len(table))
    n1, n2, t = (table[c].to_numpy().astype(np.int64) for c in ("_n1", "_n2", "_t"))
    return np.argsort((n1 * 100_000 + n2) * 100_000 + t, kind="stable")


def _groups(plan: Assembled, table: pa.Table, single: pa.Table | None) -> Iterator[pa.Table]:
    import pyarrow as pa

    ids = _ids()
    order = _order(plan, table)
    for start in range(0, len(table), GROUP_ROWS):
        rows = order[start : start + GROUP_ROWS]
        columns = {}
        met = {0: pa.array(rows)}
        if single is not None:
            met |= {i: table[f"_i{i}"].take(met[0]) for i in (1, 2)}
        for shown in plan.shown:
            found = single if shown.place and single is not None else table
            column = found[shown.column].take(met[shown.place]).combine_chunks()
            named = shown.column in ("_s1", "_s2")
            columns[shown.name] = pa.DictionaryArray.from_arrays(column, ids) if named else column
        yield pa.table(columns)


def _ids() -> Any:
    """Return the text ids of states by their numbers; numbers that nobody has are blank."""
    import pyarrow as pa

    known = {s.number: s.id for s in states.states()}
    return pa.array([known.get(n, "") for n in range(max(known) + 1)])


def _met_once(table: pa.Table, made: Sequence[Made]) -> None:
    import pyarrow.compute as pc

    for one in made:
        for met in one.met:
            most = pc.max(table[met]).as_py()
            if most is not None and most > 1:
                raise Failure(
                    f"{one.piece.code}: the source has {most:.0f} rows for one cell; it cannot be joined (C11)"
                )


def _count(plan: Assembled, table: pa.Table, made: Sequence[Made], place: int, weight: Any, counted: Counted) -> None:
    """Count missing cells; a member's row counts as often as it stands in the panel."""
    import pyarrow.compute as pc

    names = {(s.column, s.place): s.name for s in plan.shown}
    for one in made:
        name = names.get((one.name, place))
        if name is None or not table[one.name].null_count:
            continue
        missing = pc.is_null(table[one.name]).to_numpy()
        outside = missing & table[one.outside].to_numpy()
        counted.missing[name] += int(missing.sum() if weight is None else weight[missing].sum())
        counted.outside[name] += int(outside.sum() if weight is None else weight[outside].sum())
