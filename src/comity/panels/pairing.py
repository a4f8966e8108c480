"""Which members of a panel meet, and the rows that they make: by place in tables of members and periods, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.panels.systems import Presence, never_together
from comity.panels.units import Units, clock, named

if TYPE_CHECKING:
    import polars as pl

BLOCK_ROWS = 250_000


@dataclass(frozen=True)
class Pairing:
    """Which members of a panel meet: the numbers in order, where each stands in each period, and which are a pair.

    `at` is the place of a number (rows) in a period (columns) among the members, -1 where it is none; `paired` says of
    two numbers whether they are a pair at all, `apart` in which periods pairs share no day, `sizes` how many rows each
    number begins.
    """

    alone: pl.DataFrame
    numbers: Any
    at: Any
    paired: Any
    apart: Any
    sizes: Any


def pairing(units: Units, alone: pl.DataFrame, members: Sequence[Presence]) -> Pairing:
    """Return which members of a panel meet; `alone` are the members as a frame, in order.

    Raises
    ------
    WrongUse
        A pair was named that is none.
    """
    import numpy as np

    when = alone["_t"].to_numpy()
    numbers, place = np.unique(alone["_n1"].to_numpy(), return_inverse=True)
    start = int(when.min())
    at = np.full((len(numbers), int(when.max()) - start + 1), -1, dtype=np.int32)
    at[place, when - start] = np.arange(len(when), dtype=np.int32)
    paired = np.triu(np.ones((len(numbers), len(numbers)), dtype=bool), 1)
    paired |= paired.T if units.directed else False
    if units.dyads:
        wanted = np.zeros_like(paired)
        known = {int(n): i for i, n in enumerate(numbers)}
        for one, other in named(units):
            if one in known and other in known:
                wanted[known[one], known[other]] = True
        paired &= wanted
    gone = [
        (a, b, clock(first, units.monthly) - start) for a, b, first in never_together(members, months=units.monthly)
    ]
    apart = np.array(gone, dtype=np.int64).reshape(-1, 3)
    apart[:, :2] = np.searchsorted(numbers, apart[:, :2])
    there = (at >= 0).astype(np.float64)
    sizes = (there @ there.T * paired).sum(axis=1).astype(np.int64)
    sizes -= np.bincount(apart[paired[apart[:, 0], apart[:, 1]], 0], minlength=len(sizes))
    return Pairing(alone, numbers, at, paired, apart, sizes)


def blocks(found: Pairing, most: int) -> Iterator[Any]:
    """Give the numbers of first members in parts that begin at most so many rows, or are one number."""
    begin, held = 0, 0
    for i, size in enumerate(found.sizes.tolist()):
        if held and held + size > most:
            yield found.numbers[begin:i]
            begin, held = i, 0
        held += size
    yield found.numbers[begin:]


def all_pairs(found: Pairing) -> pl.DataFrame:
    """Return every pair of members of each period that share a day of it, in the order of numbers and periods."""
    import polars as pl

    return pl.concat([pairs(found, numbers) for numbers in blocks(found, BLOCK_ROWS)])


def pairs(found: Pairing, numbers: Any) -> pl.DataFrame:
    """Return the pairs whose first member has one of the numbers; an undirected pair has the smaller number first."""
    import numpy as np
    import polars as pl

    there = found.at >= 0
    some = np.flatnonzero(np.isin(found.numbers, numbers))
    met = there[some, None, :] & there[None, :, :] & found.paired[some, :, None]
    for one, other, when in found.apart:
        met[some == one, other, when] = False
    one, other, when = _where(met)
    left = found.alone.drop("microstate", strict=False)
    hidden = [c for c in left.columns if c.startswith(("_n1", "_s1", "_i1"))]
    right = left.select(pl.col(c).alias(c.replace("1", "2", 1)) for c in hidden)
    return taken(left, found.at[some[one], when]).hstack(taken(right, found.at[other, when]))


def _where(met: Any) -> tuple[Any, Any, Any]:
    """Return where a table of three dimensions is true: `nonzero` in small whole numbers, eight times as fast."""
    import numpy as np

    _, others, periods = (np.uint32(n) for n in met.shape)
    at = np.flatnonzero(met).astype(np.uint32)
    pair = at // periods
    first = pair // others
    return first, pair - first * others, at - pair * periods


def taken(rows: pl.DataFrame, at: Any) -> pl.DataFrame:
    """Return rows by their places."""
    import numpy as np
    import polars as pl

    return rows.select(pl.all().gather(pl.Series(np.asarray(at, dtype=np.uint32))))
