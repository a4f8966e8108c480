"""What would settle the statements that the data at hand cannot: the data sets by name, and how to have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity import sources, store
from comity.catalogue import how_to_add


@dataclass(frozen=True)
class Lacking:
    """A data set that would settle statements: code and title, how to have it, and the numbers of the statements."""

    dataset: str
    title: str
    how: str
    statements: tuple[int, ...]


def lacking(missing: Mapping[str, tuple[int, ...]]) -> tuple[Lacking, ...]:
    """Return for each code of a data set its title and how to have it."""
    at_hand = {holding.dataset for holding in store.holdings()} if missing else set()
    known = {one.dataset.code: one.dataset for one in sources.publications()} if missing else {}
    found = []
    for code, statements in missing.items():
        dataset = known.get(code)
        if dataset is None:
            found.append(Lacking(code, code, "a table of your own", statements))
        elif code in at_hand:
            how = f"at hand without the states or years spoken of; for more, {how_to_add(dataset)}"
            found.append(Lacking(code, dataset.title, how, statements))
        else:
            found.append(Lacking(code, dataset.title, how_to_add(dataset), statements))
    return tuple(found)
