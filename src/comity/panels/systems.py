"""State systems as rows: which state held which number in which period, by the days of the published lists.

Gleditsch and Ward (1999) and Correlates of War (2017) list spells of days under numbers; `iso` is the registry's own
list, in which each state is its own series under its id. A period (year or month) belongs to a member by a rule: on any
day of it, on its first day, or on its last.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, get_args

from comity import states, store
from comity.catalogue import stored_tables
from comity.errors import WrongUse, printable
from comity.vocabulary import Source

System = Literal["gw", "cow", "iso"]
Member = Literal["any day", "first day", "last day"]
SYSTEMS: tuple[System, ...] = get_args(System)
MEMBERS: tuple[Member, ...] = get_args(Member)

FIRST_YEAR = 1816
# Membership is carried forward to here, flagged as provisional; it moves with a release, never with the day of the run.
CARRIED_TO = 2025

_LISTS = {"gw": "system.membership_gw", "cow": "system.membership_cow", "iso": "system.membership_gw"}
TITLES = {"gw": "Gleditsch and Ward", "cow": "Correlates of War", "iso": "ISO ids of the registry"}


@dataclass(frozen=True)
class Spell:
    """Days on which a state held a number; a small state is one on the list's own list of them."""

    number: int
    state: int
    start: date
    end: date
    small: bool


@dataclass(frozen=True)
class Spells:
    """A state system: its spells, the last year that its list declares, and where the list comes from."""

    system: System
    spells: tuple[Spell, ...]
    declared: int
    source: Source


@dataclass(frozen=True)
class Presence:
    """One member in one period: the state that held the number on most days, and on which days of it."""

    number: int
    state: int
    first: date
    small: bool
    days: tuple[tuple[date, date], ...]


def spells(system: System) -> Spells:
    """Return the spells of a state system, those that had not ended carried forward to `CARRIED_TO`.

    Raises
    ------
    WrongUse
        There is no such system.
    """
    if system not in SYSTEMS:
        raise WrongUse(f"no state system called {printable(system, 40)!r}; there are {', '.join(SYSTEMS)}")
    tables = stored_tables(_LISTS[system])
    rows = store.rows(tables.relations["spells"])
    last = max(r["end"] for r in rows)
    carried = date(CARRIED_TO, 12, 31)
    if system == "iso":
        found = [
            Spell(s.number, s.number, start or date.min, end or carried, False)
            for s in states.states()
            for start, end in s.existence
        ]
    else:
        found = [
            Spell(
                r["number"],
                r["state"],
                r["start"],
                carried if r["end"] == last else r["end"],
                r.get("microstate", False),
            )
            for r in rows
        ]
    return Spells(system, tuple(sorted(found, key=lambda s: (s.number, s.start))), last.year, tables.source)


@lru_cache(maxsize=8)
def presences(listed: Spells, rule: Member, first: int, last: int, *, months: bool = False) -> tuple[Presence, ...]:
    """Return every member of every period from one year to another, each number once a period, in order.

    Raises
    ------
    WrongUse
        There is no such rule.
    """
    if rule not in MEMBERS:
        raise WrongUse(f"no rule of membership called {printable(rule, 40)!r}; there are {', '.join(MEMBERS)}")
    found: dict[tuple[int, date], list[tuple[date, date, Spell]]] = {}
    for spell in listed.spells:
        for start, end in _periods(max(spell.start, date(first, 1, 1)), min(spell.end, date(last, 12, 31)), months):
            if rule == "any day" or spell.start <= (start if rule == "first day" else end) <= spell.end:
                held = (max(start, spell.start), min(end, spell.end), spell)
                found.setdefault((spell.number, start), []).append(held)
    return tuple(_presence(*key, found[key]) for key in sorted(found))


def _periods(first: date, last: date, months: bool) -> Iterator[tuple[date, date]]:
    """Give the first and last day of each period that has a day from `first` to `last`."""
    for year in range(first.year, last.year + 1) if first <= last else ():
        for start, end in _of_year(year, months):
            if start <= last and end >= first:
                yield start, end


@lru_cache(maxsize=1024)
def _of_year(year: int, months: bool) -> tuple[tuple[date, date], ...]:
    if not months:
        return ((date(year, 1, 1), date(year, 12, 31)),)
    return tuple((date(year, m, 1), date(year, m, calendar.monthrange(year, m)[1])) for m in range(1, 13))


def _presence(number: int, start: date, held: list[tuple[date, date, Spell]]) -> Presence:
    if len(held) == 1:
        [(first, last, spell)] = held
        return Presence(number, spell.state, start, spell.small, ((first, last),))
    days: dict[int, int] = {}
    for first, last, spell in held:
        days[spell.state] = days.get(spell.state, 0) + (last - first).days
    state = max(days, key=lambda s: days[s])
    small = any(spell.small for _, _, spell in held)
    return Presence(number, state, start, small, tuple((first, last) for first, last, _ in held))


def never_together(members: Sequence[Presence], *, months: bool = False) -> list[tuple[int, int, date]]:
    """Return pairs of members of one period that share no day of it, in both directions.

    Only members that were born or died in the period can miss each other: South and united Yemen in 1990.
    """
    partial: dict[date, list[Presence]] = {}
    for member in members:
        whole = next(_periods(member.first, member.first, months))
        if member.days != (whole,):
            partial.setdefault(member.first, []).append(member)
    return [
        (a.number, b.number, first)
        for first, some in partial.items()
        for a in some
        for b in some
        if a.number != b.number and not any(s <= y and x <= e for s, e in a.days for x, y in b.days)
    ]
