"""What states are called: dated names, and the lookup of names as publishers spell them.

Names come from ISO 3166, the United Nations, and the spellings that publishers use in their files (UN Digital Library,
SIPRI, UCDP, UNHCR, Correlates of War, Gleditsch and Ward, V-Dem, World Bank, Eurostat and others). Each has a kind:

=============  =====================================================================  =======  =======
kind           what it is                                                             `find`   `match`
=============  =====================================================================  =======  =======
short          the name that Comity writes                                            yes      yes
official       the long form                                                          yes      yes
alias          another name or spelling; dated where the name was given up            yes      yes
foreign        the name in French, German, Italian, Portuguese or Spanish             yes      yes
publisher      how a publisher files something (England under GBR, China before       no       yes
               October 1971 under TWN), where a person would not mean that state
ambiguous      one of several states that the name may mean                           asks     None
demonym        Burmese, Russian                                                       no       no
metonym        Moscow, the Kremlin: a place that stands for a government              no       no
regime         the junta, the Taliban: a government under a name of its own, dated    no       no
leader         a person who stands for a government, dated                            no       no
group          a name of a group of states                                            says so  None
organisation,  known not to be a state                                                says so  None
armed group,
region,
unknown
=============  =====================================================================  =======  =======
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from comity.errors import WrongUse, printable
from comity.states.registry import State, state
from comity.states.spelling import LONGEST, key
from comity.states.tables import day, overlap, period, rows

NAMES_PROPER = ("short", "official", "alias", "foreign")
_PUBLISHERS_FIRST = {"publisher": 0, "ambiguous": 2}
NO_STATE = ("group", "organisation", "armed group", "region", "unknown")


class UnknownName(WrongUse, LookupError):
    """A publisher's name that the table of names does not know, neither as a state nor as anything else."""


@dataclass(frozen=True)
class Name:
    """A name, what it stands for (None: no state) and the days on which it did (None: open)."""

    text: str
    id: str | None
    kind: str
    start: date | None
    end: date | None


@cache
def names() -> tuple[Name, ...]:
    """Return every name in the table, also those known not to be a state."""
    return tuple(
        Name(row["name"], row["id"] or None, row["kind"], day(row["from"]), day(row["to"])) for row in rows("names")
    )


@cache
def by_key() -> dict[str, tuple[Name, ...]]:
    """Return the names under the form in which they are compared."""
    found: dict[str, list[Name]] = {}
    for name in names():
        found.setdefault(key(name.text), []).append(name)
    return {text: tuple(entries) for text, entries in found.items()}


@cache
def _by_id() -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    for name in names():
        if name.id:
            found.setdefault(name.id, []).append(name)
    return {id_: tuple(entries) for id_, entries in found.items()}


def names_of(state_id: str) -> tuple[Name, ...]:
    """Return all names of a state (or of a group) with their kinds and dates, the short name first."""
    return _by_id().get(state_id, ())


def meant(entries: Iterable[Name], year: int | date | None) -> tuple[Name, ...]:
    """Return what a name means among its entries: one entry, or several if they are equally good.

    With a year, an entry dated to the better half of it comes first, then undated ones, then one dated to the lesser
    half; a name whose dates are all outside the year means what it meant nearest to it. Without a year, undated entries
    come first, then the newest use.
    """
    asked = None if year is None else period(year)

    def rank(name: Name) -> tuple[int, int]:
        undated = name.start is None and name.end is None
        if asked is None:
            return (2, 0) if undated else (1, (name.end or date.max).toordinal())
        if undated:
            return (3, 0)
        days = overlap(name.start, name.end, asked)
        if days:
            return (4 if 2 * days > (asked[1] - asked[0]).days else 2, days)
        after, before = asked[0] - (name.end or date.max), (name.start or date.min) - asked[1]
        return (1, -max(after, before).days)

    ranked = [(rank(name), name) for name in entries]
    best = max((place for place, _ in ranked), default=None)
    return tuple(name for place, name in ranked if place == best)


def match(name: str, year: int | date | None = None) -> State | None:
    """Return the state that a publisher means by a name.

    Parameters
    ----------
    name
        The name as the publisher writes it. Case, accents and punctuation do not matter; nothing is guessed.
    year
        The year (or the day) of the figure: CHINA in the United Nations is TWN until 24 October 1971, CHN since.
        Without a year the state of today is meant, where the name fits one.

    Returns
    -------
    State or None
        None for a name that is known not to be one state: an organisation, an armed group, a region, "Korea".

    Raises
    ------
    UnknownName
        The table has never seen the name. Add it to the table, with a state or as no state.
    """
    entries = by_key().get(key(name), ()) if len(name) <= LONGEST else ()
    known = [entry for entry in entries if entry.kind in ("ambiguous", "publisher", *NAMES_PROPER, *NO_STATE)]
    if not known:
        raise UnknownName(f"the table of names does not know '{printable(name[:LONGEST])}', as a state or otherwise")
    # A name that several states bear today means none of them, unless a publisher is known to use it for one.
    usable = [entry for entry in known if entry.kind not in NO_STATE and (entry.kind != "ambiguous" or not entry.start)]
    best = sorted(meant(usable, year), key=lambda entry: _PUBLISHERS_FIRST.get(entry.kind, 1))
    if not best or best[0].id is None or best[0].kind == "ambiguous":
        return None
    return state(best[0].id)
