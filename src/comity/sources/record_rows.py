"""Rows of records: the actors a publisher names, and the table that is made of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from comity import states
from comity.sources.reading import LINE, pl
from comity.vocabulary import Table

if TYPE_CHECKING:
    import polars as pl


class Actor(NamedTuple):
    """Who acts: as it is written in a record, and the registry's number for a state or a group."""

    text: str
    number: int | None


def of_state(found: states.State) -> Actor:
    """Return a state as an actor."""
    return Actor(found.id, found.number)


def of_group(code: str) -> Actor:
    """Return a group as an actor, under its own number."""
    found = states.group(code)
    return Actor(found.code, found.number)


def written(actors: Iterable[Actor]) -> str:
    """Return how several actors are written in a record."""
    return "; ".join(dict.fromkeys(a.text for a in actors))


def numbers(actors: Iterable[Actor]) -> list[int]:
    """Return the numbers of those actors that have one, each once."""
    return list(dict.fromkeys(a.number for a in actors if a.number is not None))


def holders_between(system: states.System, number: int, first: date, last: date) -> list[Actor]:
    """Return the states that held a number on any day of a stretch, in order of time.

    A stretch before a state's independence (a colony's last governor) is of the state that has the number today, or
    had it last; the list is empty where the number is unknown.
    """
    held = sorted(
        (spell.start, state.id)
        for state in states.holders(system, number)
        for spell in state.spells
        if spell.system == system
        and spell.number == number
        and spell.start <= last
        and (spell.end is None or spell.end >= first)
    )
    if held:
        return [of_state(states.state(id_)) for id_ in dict.fromkeys(id_ for _, id_ in held)]
    found = states.by_code(system, number)
    return [] if found is None else [of_state(found)]


def table_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return the frame of a table's rows, with the lines of the file if the rows have them."""
    types: dict[str, Any] = {
        "state": pl.Int16,
        "int": pl.Int32,
        "float": pl.Float64,
        "text": pl.String,
        "date": pl.Date,
        "bool": pl.Boolean,
        "states": pl.List(pl.Int16),
    }
    schema = {c.name: types[c.dtype] for c in table.columns}
    if rows and LINE in rows[0]:
        schema[LINE] = pl.Int64
    return pl.DataFrame(rows, schema=schema)
