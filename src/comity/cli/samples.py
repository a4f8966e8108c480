"""A few rows of a stored table, states as ids."""

from __future__ import annotations

from datetime import date
from typing import Any

from comity import states, store
from comity.store import Holding
from comity.vocabulary import Table

ROWS = 5
FIRST_GROUP = 10_000


def sample(held: Holding, table: Table) -> list[dict[str, Any]]:
    """Return the first rows of a table as plain data."""
    types = {c.name: c.dtype for c in table.columns}
    rows = store.rows(store.relation(held, table.name).head(ROWS))
    return [{name: _plain(value, types.get(name, "")) for name, value in row.items()} for row in rows]


def _plain(value: Any, dtype: str) -> Any:
    if value is None:
        return None
    if dtype == "state":
        return _id(value)
    if dtype == "states":
        return [_id(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


def _id(number: int) -> str:
    return states.group_by_number(number).code if number >= FIRST_GROUP else states.by_number(number).id
