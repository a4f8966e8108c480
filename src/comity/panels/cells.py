"""Relations in memory, in the order of their keys: the rows of a panel find theirs by number, which a join must hash.

A panel's rows come in the order of pairs and periods, so that the search for one key ends near that of the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from comity.panels.pairing import taken

if TYPE_CHECKING:
    import polars as pl

# Numbers of states and of systems have at most 15 bits, and so has a month counted from the year 0.
_BITS = 20
_LAST = 2**62


@dataclass(frozen=True)
class Cells:
    """Keys in order, each once, and the row of each; the last key is larger than any, and its row is blank."""

    keys: Any
    rows: pl.DataFrame


def cells(rights: Sequence[nw.DataFrame[Any]], on: Sequence[str]) -> Cells:
    """Return relations in memory with the same keys as one.

    Rows without a part of their key are left out. Of a relation's rows with the same key the first is kept, and the
    columns whose names end in `_met` say how many there are (C11).
    """
    import numpy as np
    import polars as pl

    each = [_once(right.to_native(), on) for right in rights]
    keys = np.sort(np.concatenate([mine for mine, _ in each]), kind="stable")
    keys = keys[np.diff(keys, prepend=-1) != 0]
    columns = []
    for mine, frame in each:
        at = np.full(len(keys) + 1, len(mine), dtype=np.uint32)
        at[np.searchsorted(keys, mine)] = np.arange(len(mine), dtype=np.uint32)
        columns.append(taken(pl.concat([frame, frame.clear(n=1)]), at))
    return Cells(np.append(keys, _LAST), pl.concat(columns, how="horizontal"))


def _once(frame: pl.DataFrame, on: Sequence[str]) -> tuple[Any, pl.DataFrame]:
    """Return the keys of rows in order, each once, and the other columns of the first row of each."""
    import numpy as np
    import polars as pl

    frame = frame.drop_nulls(on)
    keys, frame = _keys(frame, on), frame.drop(on)
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        keys, frame = keys[order], taken(frame, order)
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    if len(begins) == len(keys):
        return keys, frame
    often = pl.Series(np.diff(begins, append=len(keys)), dtype=pl.Int16)
    met = [often.alias(c) for c in frame.columns if c.endswith("_met")]
    return keys[begins], taken(frame, begins).with_columns(met)


def found(base: nw.DataFrame[Any], on: Sequence[str], right: Cells) -> nw.DataFrame[Any]:
    """Return rows with the columns of the cells that they meet, blank where there is none."""
    import numpy as np

    rows: pl.DataFrame = base.to_native()
    keys = _keys(rows, on)
    at = np.searchsorted(right.keys, keys)
    at[right.keys[at] != keys] = len(right.keys) - 1
    return nw.from_native(rows.hstack(taken(right.rows, at)), eager_only=True)


def _keys(frame: pl.DataFrame, on: Sequence[str]) -> Any:
    """Return the keys of rows as one number each; what is blank counts as -1, which no cell has."""
    import numpy as np

    key = np.zeros(len(frame), dtype=np.int64)
    for name in on:
        key <<= _BITS
        key += frame[name].fill_null(-1).to_numpy()
    return key
