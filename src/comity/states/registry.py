"""Who is a state, since when, and under which codes.

Existence and numbers of states follow two published lists, carried over as facts: Correlates of War Project (2017),
State System Membership List, v2016; and Gleditsch and Ward (1999), "A revised list of independent states since the
Congress of Vienna", International Interactions 25, with its later updates. ISO codes are those of ISO 3166-1 and
3166-3, M49 numbers those of the United Nations Statistics Division.

Rules of the register:

- A state's `id` is its ISO 3166-1 alpha-3 code, for a dissolved state that had one its ISO 3166-3 code (SUN, DDR, YUG,
  CSK, SCG, YMD). States that never had a code have one of ours, from the range XAA to XZZ which ISO never assigns:
  X and two letters (XAH Austria-Hungary, XYN Yemen Arab Republic). XKX is Kosovo, as its users agreed.
- A state that still exists keeps today's id for its whole past: the Russian Empire and Soviet Russia before
  30 December 1922 are RUS, Prussia is DEU, the Ottoman Empire TUR, the Kingdom of Sardinia ITA. Where one number of a
  list runs over several states (365: RUS, SUN, RUS), the spell is divided on the day of the change.
- A state is independent on the days of its `existence`: Gleditsch and Ward's spells, since their list also has the
  small states; by hand for the few that they do not list (Holy See, Palestine). Territories have none.
- A spell that lasted to the final year of its list (2016 and 2020) is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from comity.errors import WrongUse, printable
from comity.states.tables import Period, day, overlap, period, rows

System = Literal["iso2", "iso3", "iso_numeric", "m49", "cow", "gw"]
Kind = Literal["state", "former state", "territory"]


@dataclass(frozen=True)
class Spell:
    """A stretch of days in which a state system counts a state, under a number and an abbreviation."""

    system: str
    number: int
    abbreviation: str
    start: date
    end: date | None


@dataclass(frozen=True)
class State:
    """A state, a former state or a territory that publishers list.

    Attributes
    ----------
    id
        Three letters; see the module for the rule.
    number
        Small integer that stands for the state inside the store; it never changes and is never given again.
    existence
        The stretches of days in which the state was independent; empty for territories.
    note
        Why an entry is here or how it was dated, where that is not plain.
    """

    id: str
    number: int
    name: str
    official: str
    iso2: str | None
    iso_numeric: str | None
    m49: str | None
    kind: Kind
    existence: tuple[Period, ...]
    spells: tuple[Spell, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    note: str

    @property
    def start(self) -> date | None:
        """First day as an independent state; None for a territory."""
        return self.existence[0][0] if self.existence else None

    @property
    def end(self) -> date | None:
        """Last day as an independent state; None for a territory and for a state that still exists."""
        return self.existence[-1][1] if self.existence else None

    def exists_in(self, year: int) -> bool:
        """Say whether the state was independent on any day of the year."""
        return any(overlap(start, end, period(year)) for start, end in self.existence)


@dataclass(frozen=True)
class _Register:
    states: tuple[State, ...]
    by_id: dict[str, State]
    by_number: dict[int, State]
    by_code: dict[tuple[str, int | str], tuple[State, ...]]


def _spells() -> dict[str, list[Spell]]:
    found: dict[str, list[Spell]] = {}
    for row in rows("codes"):
        spell = Spell(
            row["system"], int(row["number"]), row["abbreviation"], date.fromisoformat(row["from"]), day(row["to"])
        )
        found.setdefault(row["id"], []).append(spell)
    return found


def _existence(starts: str, ends: str) -> tuple[Period, ...]:
    """Read the dates of independence; a state that was founded again has several, parted by semicolons."""
    if not starts:
        return ()
    return tuple((day(start), day(end)) for start, end in zip(starts.split(";"), ends.split(";"), strict=True))


def _kind(text: str) -> Kind:
    for kind in get_args(Kind):
        if kind == text:
            return kind  # type: ignore[no-any-return]
    raise AssertionError(f"states.csv: unknown kind {text!r}")


def _codes(state: State) -> set[tuple[str, int | str]]:
    codes: set[tuple[str, int | str]] = set()
    if state.iso2:
        codes |= {("iso2", state.iso2), ("iso3", state.id)}
    if state.iso_numeric:
        codes.add(("iso_numeric", int(state.iso_numeric)))
    if state.m49:
        codes.add(("m49", int(state.m49)))
    for spell in state.spells:
        codes |= {(spell.system, spell.number), (spell.system, spell.abbreviation)}
    return codes


@cache
def _register() -> _Register:
    spells = _spells()
    every = tuple(
        State(
            id=row["id"],
            number=int(row["number"]),
            name=row["name"],
            official=row["official"],
            iso2=row["iso2"] or None,
            iso_numeric=row["iso_numeric"] or None,
            m49=row["m49"] or None,
            kind=_kind(row["kind"]),
            existence=_existence(row["from"], row["to"]),
            spells=tuple(spells.get(row["id"], ())),
            predecessors=tuple(row["predecessors"].split()),
            successors=tuple(row["successors"].split()),
            note=row["note"],
        )
        for row in rows("states")
    )
    by_id = {state.id: state for state in every}
    holders: dict[tuple[str, int | str], list[State]] = {}
    for state in every:
        for code in _codes(state):
            holders.setdefault(code, []).append(state)
    # Codes that ISO withdrew when a state took a new name (BUR, ZAR), and those of other publishers (ROM, UK).
    for row in rows("other_codes"):
        holders.setdefault((row["system"], row["code"]), []).append(by_id[row["id"]])
    by_code = {code: tuple(found) for code, found in holders.items()}
    return _Register(every, by_id, {state.number: state for state in every}, by_code)


def states() -> tuple[State, ...]:
    """Return every state, former state and territory, in the order of their numbers."""
    return _register().states


def state(id: str) -> State:
    """Return the state with exactly this id, such as "MMR"; a name is looked up with `find`."""
    try:
        return _register().by_id[id]
    except (KeyError, TypeError):
        raise WrongUse(f"no state has the id '{printable(str(id))}'; ids are three capitals such as MMR") from None


def by_number(number: int) -> State:
    """Return the state that a number stands for inside the store."""
    try:
        return _register().by_number[number]
    except (KeyError, TypeError):
        raise WrongUse(f"no state has the number {printable(str(number))} in the store") from None


def _days(state: State, system: str, code: int | str, asked: tuple[date, date]) -> int:
    """Return on how many of the days asked for the code was the state's."""
    if system in ("cow", "gw"):
        return sum(
            overlap(spell.start, spell.end, asked)
            for spell in state.spells
            if spell.system == system and code in (spell.number, spell.abbreviation)
        )
    return sum(overlap(start, end, asked) for start, end in state.existence)


def holders(system: System, code: int | str) -> tuple[State, ...]:
    """Return every state that ever had this code in this system."""
    if system not in get_args(System):
        raise WrongUse(f"no code system '{printable(str(system))}'; there are {', '.join(get_args(System))}")
    text = str(code).strip().upper()
    wanted: int | str = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else text
    return _register().by_code.get((system, wanted), ())


def by_code(system: System, code: int | str, year: int | date | None = None) -> State | None:
    """Return the state that had this code, or None.

    Parameters
    ----------
    system
        "iso2", "iso3", "iso_numeric", "m49", "cow" (Correlates of War) or "gw" (Gleditsch and Ward). The two lists take
        the number or the abbreviation, "iso3" also the codes that ISO withdrew when a state was renamed (BUR, ZAR).
    year
        The year (or the day) for which the code was used. In a year in which a code changed hands the state that had it
        on most days is meant. A number of cow or gw that nobody had in that year gives None; an ISO code is not bound
        to a year, which only decides between two holders (CS). Without a year: who has it today, else who had it last.
    """
    found = holders(system, code)
    if not found:
        return None
    text = str(code).strip().upper()
    wanted: int | str = int(text) if text.isdecimal() else text
    asked = period(date.max.year if year is None else year)
    best = max(found, key=lambda state: _days(state, system, wanted, asked))
    if _days(best, system, wanted, asked):
        return best
    if year is not None and system in ("cow", "gw"):
        return None
    return max(found, key=lambda state: _last_day(state, system, wanted))


def _last_day(state: State, system: str, code: int | str) -> date:
    ends = [
        spell.end or date.max
        for spell in state.spells
        if spell.system == system and code in (spell.number, spell.abbreviation)
    ]
    return max(ends, default=state.end or date.max)
