"""Spells of a list of states: stretches of days under a number, divided where the number passes to another state."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from comity import states
from comity.errors import Failure
from comity.sources.reading import LINE, pl

if TYPE_CHECKING:
    import polars as pl


def divided(frame: pl.DataFrame, system: states.System, path: Path) -> pl.DataFrame:
    """Add the column `state` to spells (`number`, `start`, `end`), one row for each state that held the number.

    365 of Correlates of War is one series; here it is Russia, the Soviet Union and Russia again, parted on the day.

    Raises
    ------
    Failure
        A day of a spell belongs to no state of the registry.
    """
    rows = []
    for row in frame.iter_rows(named=True):
        number, first, last = row["number"], row["start"], row["end"]
        if first > last:
            raise Failure(f"{path}:{row[LINE]}: the spell of {number} starts on {first} and ends on {last}")
        parts = _parts(system, number, first, last)
        covered = sum((end - start).days + 1 for _, start, end in parts)
        if covered != (last - first).days + 1:
            raise Failure(
                f"{path}:{row[LINE]}: the registry has {covered:,} days of {number} from {first} to {last}, "
                f"expected all {(last - first).days + 1:,}"
            )
        rows += [row | {"state": state, "start": start, "end": end} for state, start, end in parts]
    return pl.DataFrame(rows, schema={**frame.schema, "state": pl.Int16})


def _parts(system: states.System, number: int, first: date, last: date) -> list[tuple[int, date, date]]:
    """Return who held the number on which days of the stretch; spells that follow each other are one."""
    held = sorted(
        (max(spell.start, first), min(spell.end or last, last), state.number)
        for state in states.holders(system, number)
        for spell in state.spells
        if spell.system == system and spell.number == number and spell.start <= last and (spell.end or last) >= first
    )
    parts: list[tuple[int, date, date]] = []
    for start, end, state in held:
        if parts and parts[-1][0] == state and parts[-1][2] + timedelta(days=1) == start:
            parts[-1] = (state, parts[-1][1], end)
        else:
            parts.append((state, start, end))
    return parts


def by_year(spells: pl.DataFrame) -> pl.DataFrame:
    """Return each state and year in which the state has a spell on any day."""
    years = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int32)
    return spells.select("state", years.alias("year")).explode("year").unique().sort("state", "year")
