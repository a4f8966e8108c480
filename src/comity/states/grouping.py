"""Groups of states: who was a member on which day.

Sources: the founding treaties and accession instruments as listed by each organisation (europa.eu, nato.int, asean.org,
odkb-csto.org, oecd.org), BRICS summit declarations, G7 summits, and UN M49 for the continents. Groups that are this
project's own working definitions say so in their `definition`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from comity.errors import WrongUse, printable
from comity.states.naming import by_key
from comity.states.registry import State, state, states
from comity.states.spelling import LONGEST, key
from comity.states.tables import day, rows


@dataclass(frozen=True)
class Membership:
    """The days on which a state belongs to a group (None: always, or still)."""

    state: str
    start: date | None
    end: date | None

    def holds_on(self, on: date) -> bool:
        """Say whether the state is a member on that day."""
        return (self.start or date.min) <= on <= (self.end or date.max)


@dataclass(frozen=True)
class Group:
    """A group of states, with dated members; `number` is from the same row as the numbers of states, 10000 and up."""

    code: str
    number: int
    name: str
    definition: str
    members: tuple[Membership, ...]


def _of_state(entry: State) -> list[Membership]:
    """Return when a state belongs to the world: while it exists; a territory always."""
    if entry.kind == "territory":
        return [Membership(entry.id, None, None)]
    return [Membership(entry.id, start, end) for start, end in entry.existence]


@cache
def _groups() -> dict[str, Group]:
    members: dict[str, list[Membership]] = {"WLD": [m for entry in states() for m in _of_state(entry)]}
    for row in rows("memberships"):
        members.setdefault(row["group"], []).append(Membership(row["id"], day(row["from"]), day(row["to"])))
    return {
        row["code"]: Group(
            row["code"], int(row["number"]), row["name"], row["definition"], tuple(members.get(row["code"], ()))
        )
        for row in rows("groups")
    }


def groups() -> tuple[Group, ...]:
    """Return every group."""
    return tuple(_groups().values())


def group_named(code_or_name: str) -> Group | None:
    """Return the group with this code or name, or None."""
    if len(code_or_name) > LONGEST:
        return None
    wanted = key(code_or_name)
    for code, found in _groups().items():
        if key(code) == wanted:
            return found
    entries = [entry for entry in by_key().get(wanted, ()) if entry.kind == "group" and entry.id]
    return _groups()[entries[0].id] if entries and entries[0].id else None


def group(code_or_name: str) -> Group:
    """Return the group with this code ("EU") or name ("European Union", any case and punctuation)."""
    found = group_named(code_or_name)
    if found is None:
        raise WrongUse(f"no group called '{printable(code_or_name[:LONGEST])}'; there are {', '.join(_groups())}")
    return found


def group_by_number(number: int) -> Group:
    """Return the group that a number stands for inside the store."""
    for found in _groups().values():
        if found.number == number:
            return found
    raise WrongUse(f"no group has the number {printable(str(number))} in the store")


def members(which: Group | str, on: date) -> tuple[str, ...]:
    """Return the ids of a group's members on a day, in alphabetical order."""
    found = which if isinstance(which, Group) else group(which)
    return tuple(sorted({member.state for member in found.members if member.holds_on(on)}))


@cache
def _joined() -> dict[str, list[tuple[str, Membership]]]:
    """Return the groups that each state ever belonged to, in the order of the groups."""
    found: dict[str, list[tuple[str, Membership]]] = {}
    for one in _groups().values():
        for member in one.members:
            found.setdefault(member.state, []).append((one.code, member))
    return found


def memberships(state_id: str, on: date) -> tuple[str, ...]:
    """Return the codes of the groups to which a state belongs on a day, in the order of the groups."""
    state(state_id)
    held = (code for code, member in _joined().get(state_id, ()) if member.holds_on(on))
    return tuple(dict.fromkeys(held))
