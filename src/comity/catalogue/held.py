"""Values that are asked for again and again, held as arrays: a look-up takes microseconds, a query ten milliseconds."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw

from comity import store
from comity.catalogue.entries import entries
from comity.vocabulary import Indicator, Measure, Relation, by_month, of_one_state, relation_columns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ASKED = 5  # queries of a relation before it is read whole, which takes about as long as these did
ROOM = 12_000_000  # rows held at once, of 21 bytes
KNOWN = 400  # relations whose queries are counted
Side = Literal["origin", "target"]
SHIFT = 16  # states and groups have numbers below 2 ** 16


@dataclass(frozen=True)
class Held:
    """The rows of a relation in the order of its keys: the state, or origin and target as one number, then the time."""

    keys: NDArray[np.int64]
    when: NDArray[np.int32]
    dates: NDArray[np.datetime64] | None
    values: NDArray[np.float64]
    statuses: NDArray[np.int8]
    words: tuple[str, ...]

    def rows(self, *who: int) -> list[dict[str, Any]]:
        """Return year, date (where there are months), value and status of a state or pair, in the order of time."""
        key = who[0] if len(who) == 1 else who[0] << SHIFT | who[1]
        first, last = self.keys.searchsorted((key, key + 1))
        return self._rows(slice(int(first), int(last)))

    def partners(self, side: Side, who: int, years: tuple[int, int] | None) -> list[dict[str, Any]]:
        """Return the rows of a state with any other, with both their numbers, in no order."""
        import numpy as np

        if side == "origin":
            places = np.arange(*self.keys.searchsorted((who << SHIFT, (who + 1) << SHIFT)))
        else:
            targets, order = self.by_target
            first, last = targets.searchsorted((who, who + 1))
            places = order[int(first) : int(last)]
        if years is not None:
            when = self.when[places]
            places = places[(when >= years[0]) & (when <= years[1])]
        keys = self.keys[places].tolist()
        return [
            {"origin": k >> SHIFT, "target": k & ((1 << SHIFT) - 1), **r}
            for k, r in zip(keys, self._rows(places), strict=True)
        ]

    @cached_property
    def by_target(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The targets in ascending order, and the places of their rows."""
        targets = self.keys & ((1 << SHIFT) - 1)
        order = targets.argsort(kind="stable")
        return targets[order], order

    def _rows(self, here: slice | NDArray[np.int64]) -> list[dict[str, Any]]:
        times: list[dict[str, Any]] = [{"year": y} for y in self.when[here].tolist()]
        if self.dates is not None:
            times = [{**t, "date": d} for t, d in zip(times, self.dates[here].tolist(), strict=True)]
        told = zip(times, self.values[here].tolist(), self.statuses[here].tolist(), strict=True)
        return [{**t, "value": None if v != v else v, "status": self.words[s]} for t, v, s in told]


@dataclass
class _Asked:
    """How often a relation was asked; it is kept with its count, so that no other can come to stand under its id."""

    relation: Relation
    times: int = 0
    held: Held | None = None


@dataclass
class _Shelf:
    """What is held on one connection, that which was asked for last at the end."""

    asked: OrderedDict[int, _Asked] = field(default_factory=OrderedDict)

    def make_room(self, rows: int) -> None:
        for old in list(self.asked.values()):
            if sum(len(a.held.keys) for a in self.asked.values() if a.held is not None) + rows <= ROOM:
                return
            old.held, old.times = None, 0


def held(found: Indicator) -> Held | None:
    """Return the values of an indicator as arrays once they have been asked for often, None before.

    Only what a dataset gives or is made of it row by row: another measure of all pairs may take longer than any number
    of queries.
    """
    entry = entries()[found.definition.code]
    if isinstance(entry, Measure) and not (entry.row_by_row or entry.total_of):
        return None
    shelf = _shelf()
    asked = shelf.asked.setdefault(id(found.values), _Asked(found.values))
    shelf.asked.move_to_end(id(found.values))
    if len(shelf.asked) > KNOWN:
        shelf.asked.popitem(last=False)
    asked.times += 1
    if asked.held is None and asked.times > ASKED:
        read = _read(found)
        shelf.make_room(len(read.keys))
        asked.held = read
    return asked.held


def _shelf() -> _Shelf:
    return store.remembered("held", _Shelf)


def _read(found: Indicator) -> Held:
    import numpy as np

    grain = found.definition.grain
    sides = ("state",) if of_one_state(grain) else ("origin", "target")
    rows = store.batches(found.values.select(*map(nw.col, relation_columns(grain)))).read_all()
    numbers = [rows[s].to_numpy().astype(np.int64) for s in sides]
    keys = numbers[0] if len(numbers) == 1 else numbers[0] << SHIFT | numbers[1]
    years = rows["year"].to_numpy().astype(np.int32)
    dates = rows["date"].to_numpy().astype("datetime64[D]") if by_month(grain) else None
    order = np.lexsort((years if dates is None else dates, keys))
    status = rows["status"].combine_chunks().dictionary_encode()
    return Held(
        keys[order],
        years[order],
        None if dates is None else dates[order],
        rows["value"].to_numpy().astype(np.float64)[order],
        status.indices.to_numpy().astype(np.int8)[order],
        tuple(status.dictionary.to_pylist()),
    )
