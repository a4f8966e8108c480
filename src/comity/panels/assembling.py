"""From what was asked for to a plan: the rows, the pieces on their sides, the columns in order; nothing is run yet.

A panel of pairs is kept as two, the pairs with their figures and the members with theirs, and put together on the way
out: a state's population is joined to a few hundred members a year, not to forty thousand pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import narwhals as nw

from comity import store
from comity.errors import WrongUse
from comity.panels.adds import Add
from comity.panels.engines import Place, here, in_memory
from comity.panels.joining import Asked, Joins, Made, Rows, attach, fits, joins, made_of, met
from comity.panels.leaders import led
from comity.panels.opening import opened
from comity.panels.pairing import Pairing, all_pairs, pairing
from comity.panels.pieces import Piece
from comity.panels.series import FOLLOWED, followed
from comity.panels.systems import CARRIED_TO, FIRST_YEAR, Presence, Spells
from comity.panels.units import PanelGrain, Units, rows, within
from comity.vocabulary import Relation, Source

if TYPE_CHECKING:
    import polars as pl

SIDES = ("origin", "target")
CODES = {"cow": "ccode", "gw": "gwcode", "iso": ""}


@dataclass(frozen=True)
class Shown:
    """A column as it is shown: its name, its name in the plan, and where: 0 the rows, 1 and 2 the member on a side."""

    name: str
    column: str
    place: int = 0


@dataclass(frozen=True)
class Base:
    """Rows without figures: members (or leaders) by period in order, and in a panel of pairs which of them meet."""

    units: Units
    members: tuple[Presence, ...]
    alone: pl.DataFrame
    pairing: Pairing | None


@dataclass(frozen=True)
class Step:
    """Pieces attached at once, or one that is followed over time; then, if need be, in rows of all years (`over`)."""

    joins: Joins
    followed: Asked | None = None
    over: Base | None = None


@dataclass(frozen=True)
class Assembled:
    """A panel as a plan: its rows, what was asked (with the keys of the hidden columns), and the columns in order.

    `place` is where it is made: in memory, unless it brings relations to another engine.
    """

    listed: Spells
    base: Base
    asked: tuple[tuple[str, Asked], ...]
    shown: tuple[Shown, ...]
    made: tuple[Made, ...]
    place: Place

    @property
    def units(self) -> Units:
        """What the rows are."""
        return self.base.units

    @property
    def members(self) -> tuple[Presence, ...]:
        """Who has rows, by period."""
        return self.base.members

    @property
    def sources(self) -> tuple[Source, ...]:
        """The state system and every source of a column, once."""
        return tuple(dict.fromkeys([self.listed.source, *(s for m in self.made for s in m.piece.sources)]))

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say which row it is."""
        return tuple(s.name for s in self.shown if s.column in (*self.units.numbers, "_s1", "_s2", "year", "date"))

    @cached_property
    def read(self) -> tuple[tuple[str, Asked], ...]:
        """What was asked, with its figures where the panel is made: read into memory, or with another engine."""
        take = in_memory if self.place is here else self.place
        read = (replace(one.piece, values=take(one.piece.values.select(*one.piece.columns))) for _, one in self.asked)
        return tuple((key, replace(one, piece=piece)) for (key, one), piece in zip(self.asked, read, strict=True))


def assembled(units: Units, adds: Sequence[Add], as_of: date | None, place: Place) -> Assembled:
    """Return the plan of a panel; `place` brings relations of the store to where it is made.

    Raises
    ------
    WrongUse
        Units that cannot be, a figure that does not fit, two columns of one name.
    NotAtHand
        A figure or the state system is not at hand, or was not out on the day.
    """
    units, listed = within(units)
    found = [(add, opened(add, units, as_of)) for add in adds]
    for add, piece in found:
        fits(units, piece, add)
    base = _base(units, listed, [add.shift for add in adds], as_of)
    asked = tuple((f"_x{i}", Asked(_narrowed(p, add, base, listed), add)) for i, (add, p) in enumerate(found))
    made = tuple(m for key, one in asked for m in made_of(key, one, f"{key}_out"))
    return Assembled(listed, base, asked, _shown(units, made), made, place)


def _base(units: Units, listed: Spells, shifts: Sequence[int] = (), as_of: date | None = None) -> Base:
    members, alone = rows(units, listed, shifts)
    if not members:
        raise WrongUse("no member of the system was chosen in these years; ask for other years or states")
    found = pairing(units, alone, members) if units.dyadic else None
    if units.grain == "leader-year":
        assert units.years is not None
        alone = led(alone, members, units.years, as_of)
    return Base(units, tuple(members), alone, found)


def _narrowed(piece: Piece, add: Add, base: Base, listed: Spells) -> Piece:
    """Return a piece without the years, and for chosen members without the states, that no row can take or miss."""
    units = base.units
    assert units.years is not None
    first, last = units.years
    periods = 12 if units.monthly else 1
    low = FIRST_YEAR if add.then in FOLLOWED else first - max(0, -(-add.shift // periods))
    high = last + max(0, -(add.shift // periods))
    if add.year is not None:
        low, high = min(low, add.year), max(high, add.year)
    values = piece.values
    if any(span.first < low or span.last > high for span in piece.coverage):
        values = values.filter((nw.col("year") >= low) & (nw.col("year") <= high))
    if units.group or (units.names and "any" not in units.names):
        numbers = {m.number for m in base.members}
        held = sorted({s.state for s in listed.spells if s.number in numbers})
        for side in SIDES if piece.dyadic else ("state",):
            values = values.filter(nw.col(side).is_in(held))
    return replace(piece, values=values)


def _shown(units: Units, made: Sequence[Made]) -> tuple[Shown, ...]:
    shown = _keys(units)
    if units.provisional_after is not None:
        shown.append(Shown("provisional", "provisional"))
    for one in made:
        sides = {"both": SIDES, "": ()}.get(one.add.side, (one.add.side,))
        shown += [Shown(f"{one.name}_{side}", one.name, SIDES.index(side) + 1) for side in sides]
        shown += [] if sides else [Shown(one.name, one.name)]
    seen: set[str] = set()
    for name in (s.name for s in shown):
        if name.casefold() in seen:
            raise WrongUse(f"two columns are called {name!r}; name one of them with as=")
        seen.add(name.casefold())
    return tuple(shown)


def steps(plan: Assembled, asked: Sequence[tuple[str, Asked]], *, own: bool) -> tuple[Step, ...]:
    """Return how figures are attached: what is followed over time first, while the rows are narrow.

    `own` chooses the figures of the rows themselves; the others are of their members.
    """
    mine = [(key, one) for key, one in asked if (one.piece.dyadic == plan.units.dyadic) is own]
    found = [_over_time(plan, key, one) for key, one in mine if one.add.then in FOLLOWED]
    rest = [(key, one) for key, one in mine if one.add.then not in FOLLOWED]
    return (*found, *([Step(joins(rest))] if rest else []))


def _over_time(plan: Assembled, key: str, one: Asked) -> Step:
    """Return how a piece is attached that is followed over all years of the system, whatever years are shown."""
    units, add = plan.units, one.add
    assert units.years is not None
    if units.years[0] == FIRST_YEAR and not add.shift and units.grain != "leader-year" and not units.group:
        return Step(joins([(key, one)]), one)
    last = min(units.years[1] - min(add.shift, 0), CARRIED_TO)
    wide = replace(units, grain=_alone(units, one.piece), group="", years=(FIRST_YEAR, last), provisional_after=None)
    if not one.piece.dyadic:
        wide = replace(wide, dyads=(), states=units.names)
    there = replace(one, add=replace(add, name=add.column(one.piece.stem), lag=0, lead=0))
    return Step(joins([(key, there)]), one, _base(wide, plan.listed))


def _alone(units: Units, piece: Piece) -> PanelGrain:
    """Return the grain of the rows that have the figures of a piece: the panel's, or that of its members."""
    if piece.dyadic:
        return units.grain
    return "state-month" if units.monthly else "state-year"


def with_figures(base: Rows, found: Sequence[Step], numbers: tuple[str, ...], over: Callable[[Base], Rows]) -> Rows:
    """Return rows with their figures; `over` gives the rows of all years in which a figure is followed."""
    for step in found:
        if step.followed is None:
            base = attach(base, step.joins)
            continue
        made, add = step.joins.made[0], step.followed.add
        if step.over is None:
            base = followed(attach(base, step.joins), numbers, made.name, add)
            continue
        who = step.over.units.numbers
        every = followed(attach(over(step.over), step.joins), who, made.name, add)
        moved = (nw.col("_t") + add.shift).cast(nw.Int32).alias("_t")
        base = met(base, (*who, "_t"), every.select(*who, moved, made.name, made.outside, *made.met))
        base = base.with_columns(nw.col(made.outside).fill_null(True))
    return base


def lazy(plan: Assembled, frame: pl.DataFrame) -> Relation:
    """Return rows where the engine of a panel takes them."""
    return plan.place(store.table(frame.to_arrow()))


def together(plan: Assembled) -> Relation:
    """Return a panel as one lazy relation: the rows, met by the members of either side, with the columns in order."""
    asked = plan.asked if plan.place is here else plan.read

    def of(base: Base) -> Relation:
        return lazy(plan, base.alone if base.pairing is None else all_pairs(base.pairing))

    rows_ = with_figures(of(plan.base), steps(plan, asked, own=True), plan.units.numbers, of)
    if plan.units.dyadic:
        single = with_figures(lazy(plan, plan.base.alone), steps(plan, asked, own=False), ("_n1",), of)
        for i in (1, 2):
            mine = {s.column: s.name for s in plan.shown if s.place == i}
            side = single.select(nw.col("_i1").alias(f"_of{i}"), *(nw.col(c).alias(n) for c, n in mine.items()))
            rows_ = rows_.join(side, left_on=f"_i{i}", right_on=f"_of{i}", how="left")
    shown: Relation = rows_.select(*(nw.col(s.name if s.place else s.column).alias(s.name) for s in plan.shown))
    return shown


def _keys(units: Units) -> list[Shown]:
    """Return the columns that say who and when: numbers of the system, states, the period; and small states."""
    code = CODES[units.system]
    sides = (("1", "origin"), ("2", "target")) if units.dyadic else (("1", "state"),)
    keys = [Shown("leader", "_leader"), Shown("leader_name", "_who")] if units.grain == "leader-year" else []
    if code:
        keys += [Shown(f"{code}{i}" if units.dyadic else code, f"_n{i}") for i, _ in sides]
    keys += [Shown(side, f"_s{i}") for i, side in sides]
    keys += [Shown(p, p) for p in units.periods]
    if units.system == "gw" and units.dyadic:
        keys += [Shown(f"microstate_{side}", "microstate", int(i)) for i, side in sides]
    elif units.system == "gw":
        keys.append(Shown("microstate", "microstate"))
    return keys
