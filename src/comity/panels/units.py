"""The rows of a panel: members of a state system by period, their pairs, or their leaders; no figures yet.

Inside, a row has the numbers of its members in the system (`_n1`, `_n2`), the registry's numbers of the states that
held them (`_s1`, `_s2`), `year` (and `date`, where the period is a month), and `_t`, the period as a number that goes
up by one. For each shift asked for (a lag of two years) it also has the states that held the same numbers then
(`_s1_2`, `_s2_2`): a series goes on over a succession (365: Soviet Union, Russia), and nothing is known of a member
that did not exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from comity import language, states
from comity.errors import WrongUse, printable
from comity.panels.systems import (
    CARRIED_TO,
    FIRST_YEAR,
    Member,
    Presence,
    Spells,
    System,
    presences,
    spells,
)

if TYPE_CHECKING:
    import polars as pl

PanelGrain = Literal[
    "state-year", "dyad-year", "directed-dyad-year", "state-month", "directed-dyad-month", "leader-year"
]
GRAINS: tuple[PanelGrain, ...] = get_args(PanelGrain)


@dataclass(frozen=True)
class Units:
    """What the rows of a panel are: the grain, the system, the years and which members.

    `provisional_after` is the last year that the list of the system declares, where the panel goes on after it.
    """

    grain: PanelGrain
    system: System = "gw"
    years: tuple[int, int] | None = None
    member: Member = "any day"
    states: tuple[str, ...] = ()
    dyads: tuple[tuple[str, str], ...] = ()
    group: str = ""
    provisional_after: int | None = None

    @property
    def dyadic(self) -> bool:
        """Whether a row is a pair."""
        return "dyad" in self.grain

    @property
    def directed(self) -> bool:
        """Whether a pair stands once in each direction."""
        return self.grain.startswith("directed")

    @property
    def monthly(self) -> bool:
        """Whether the period is a month."""
        return self.grain.endswith("month")

    @property
    def periods(self) -> tuple[str, ...]:
        """The columns that say when."""
        return ("year", "date") if self.monthly else ("year",)

    @property
    def names(self) -> tuple[str, ...]:
        """The states that are named, alone or in pairs."""
        return self.states or tuple(n for pair in self.dyads for n in pair)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that say who, in the numbers of the system."""
        return ("_n1", "_n2") if self.dyadic else ("_leader", "_n1") if self.grain == "leader-year" else ("_n1",)


def within(units: Units) -> tuple[Units, Spells]:
    """Return the units with their years settled, and the state system that they are of.

    Raises
    ------
    WrongUse
        An unknown grain or system, years outside the list and what it can be carried forward to, choices that exclude
        each other.
    """
    if units.grain not in GRAINS:
        raise WrongUse(f"no panel of {printable(str(units.grain), 40)!r}; the grains are {', '.join(GRAINS)}")
    if units.dyads and not units.dyadic:
        raise WrongUse(f"--dyads names pairs, and a {units.grain} panel has none; use --states")
    if sum(map(bool, (units.states, units.dyads, units.group))) > 1:
        raise WrongUse("choose one of --states, --dyads and --group")
    listed = spells(units.system)
    first, last = units.years or (FIRST_YEAR, listed.declared)
    last = listed.declared if last == language.LAST_YEAR else last
    if not FIRST_YEAR <= first <= last <= CARRIED_TO:
        raise WrongUse(
            f"the years {first}:{last} are outside {FIRST_YEAR}:{CARRIED_TO} (the list ends in {listed.declared} and "
            f"is carried forward to {CARRIED_TO})"
        )
    after = listed.declared if last > listed.declared else None
    return replace(units, years=(first, last), provisional_after=after), listed


def rows(units: Units, listed: Spells, shifts: Sequence[int] = ()) -> tuple[list[Presence], pl.DataFrame]:
    """Return the members of a panel by period, and the same as a frame with the states of each shift.

    Both are in the order of numbers and periods; `_i1` is the place in it.
    """
    assert units.years is not None
    first, last = units.years
    reach = (max(FIRST_YEAR, first - max([0, *shifts])), min(CARRIED_TO, last - min([0, *shifts])))
    every = presences(listed, units.member, *reach, months=units.monthly)
    chosen = _chosen(units, [m for m in every if first <= m.first.year <= last])
    when = [clock(m.first, units.monthly) for m in chosen]
    columns: dict[str, list[Any]] = {
        "_n1": [m.number for m in chosen],
        "_s1": [m.state for m in chosen],
        "year": [m.first.year for m in chosen],
        "_t": when,
        "_i1": list(range(len(chosen))),
    }
    if units.monthly:
        columns["date"] = [m.first for m in chosen]
    if units.system == "gw":
        columns["microstate"] = [m.small for m in chosen]
    if units.provisional_after is not None:
        columns["provisional"] = [m.first.year > units.provisional_after for m in chosen]
    moved = sorted(set(shifts) - {0})
    then = {(m.number, clock(m.first, units.monthly)): m.state for m in every} if moved else {}
    for shift in moved:
        columns[f"_s1_{shift}"] = [then.get((m.number, t - shift)) for m, t in zip(chosen, when, strict=True)]
    return chosen, _typed(columns)


def clock(day: date, months: bool) -> int:
    """Return the number of the period of a day: the year, or the months since the year 0."""
    return day.year * 12 + day.month - 1 if months else day.year


def _typed(columns: dict[str, list[Any]]) -> pl.DataFrame:
    import polars as pl

    kinds = {"year": pl.Int32, "_t": pl.Int32, "_i1": pl.Int32, "date": pl.Date, "microstate": pl.Boolean}
    kinds["provisional"] = pl.Boolean
    return pl.DataFrame({name: pl.Series(name, v, kinds.get(name, pl.Int16)) for name, v in columns.items()})


def _chosen(units: Units, members: list[Presence]) -> list[Presence]:
    if "any" in units.names:
        return members
    if units.names:
        wanted = {n for name in units.names for n in held(units.system, name)}
        return [m for m in members if m.number in wanted]
    if units.group:
        joined = [(states.state(m.state).number, m) for m in states.group(units.group).members]
        return [
            m
            for m in members
            if any(
                m.state == number and any((x.start or s) <= e and s <= (x.end or e) for s, e in m.days)
                for number, x in joined
            )
        ]
    return members


def held(system: System, name: str) -> set[int]:
    """Return the numbers that a state ever held in the system: 365 for Russia, and so the Soviet Union's years too."""
    found = states.find(name)
    if system == "iso":
        return {found.number}
    numbers = {spell.number for spell in found.spells if spell.system == system}
    if not numbers:
        raise WrongUse(f"{found.name} ({found.id}) was never a member of the system {system}")
    return numbers


def named(units: Units) -> set[tuple[int, int]]:
    """Return the pairs of numbers that `--dyads` names.

    Raises
    ------
    WrongUse
        Only a state with itself.
    """
    found: set[tuple[int, int]] = set()
    everyone = {
        n for s in states.states() for n in ([s.number] if units.system == "iso" else [x.number for x in s.spells])
    }
    for a, b in units.dyads:
        one, other = (everyone if n == "any" else held(units.system, n) for n in (a, b))
        both = {(x, y) for x in one for y in other if x != y}
        found |= both if units.directed else {(min(p), max(p)) for p in both}
    if not found:
        raise WrongUse("--dyads names a state with itself; a pair needs two")
    return found
