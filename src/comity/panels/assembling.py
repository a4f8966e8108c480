"""From what was asked for to a plan: the rows, the pieces on their sides, the columns in order; nothing is run yet.

A panel of pairs is kept as two relations, the pairs with their figures and the members with theirs, and put together on
the way out: a state's population is joined to a few hundred members a year, not to forty thousand pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import narwhals as nw

from comity.errors import WrongUse
from comity.panels.adds import Add
from comity.panels.engines import Place
from comity.panels.joining import Asked, Made, attach, fits, second
from comity.panels.leaders import led
from comity.panels.opening import opened
from comity.panels.series import FOLLOWED, followed
from comity.panels.systems import CARRIED_TO, FIRST_YEAR, Presence, Spells
from comity.panels.units import PanelGrain, Units, pairs, rows, within
from comity.vocabulary import Relation, Source

SIDES = ("origin", "target")
CODES = {"cow": "ccode", "gw": "gwcode", "iso": ""}


@dataclass(frozen=True)
class Shown:
    """A column as it is shown: its name, its name in the plan, and where: 0 the rows, 1 and 2 the member on a side."""

    name: str
    column: str
    place: int = 0


@dataclass(frozen=True)
class Assembled:
    """A panel as a plan.

    `rows` are the rows with their own figures; in a panel of pairs `single` are the members with theirs, which the
    pairs meet by the row numbers `_i1` and `_i2`. `present` are the states of the members by year.
    """

    units: Units
    listed: Spells
    rows: Relation
    single: Relation | None
    shown: tuple[Shown, ...]
    made: tuple[Made, ...]
    members: tuple[Presence, ...]
    present: Relation

    @property
    def sources(self) -> tuple[Source, ...]:
        """The state system and every source of a column, once."""
        return tuple(dict.fromkeys([self.listed.source, *(s for m in self.made for s in m.piece.sources)]))

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say which row it is."""
        return tuple(s.name for s in self.shown if s.column in (*self.units.numbers, "_s1", "_s2", "year", "date"))


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
    asked = [(add, opened(add, units, as_of)) for add in adds]
    for add, piece in asked:
        fits(units, piece, add)
    asked = [(add, replace(piece, values=place(piece.values))) for add, piece in asked]
    members, alone = rows(units, listed, place, [add.shift for add, _ in asked])
    if not members:
        raise WrongUse("no member of the system was chosen in these years; ask for other years or states")
    present = alone.select("_s1", "year")
    own = [Asked(piece, add) for add, piece in asked if piece.dyadic == units.dyadic]
    if units.grain == "leader-year":
        assert units.years is not None
        alone = led(alone, members, units.years, as_of, place)
    if not units.dyadic:
        base, made = _attached(alone, units, listed, own, place)
        return _plan(units, listed, base, None, made, adds, members, present)
    grain: PanelGrain = "state-month" if units.monthly else "state-year"
    of_one = replace(units, grain=grain, dyads=(), states=units.names)
    single, made = _attached(alone, of_one, listed, [Asked(p, a) for a, p in asked if not p.dyadic], place)
    base, some = _attached(pairs(units, alone, second(alone), members, place), units, listed, own, place)
    return _plan(units, listed, base, single, made + some, adds, members, present)


def _attached(
    base: Relation, units: Units, listed: Spells, asked: Sequence[Asked], place: Place
) -> tuple[Relation, list[Made]]:
    """Attach pieces; what is followed over time first, while the rows are narrow."""
    made: list[Made] = []
    for i, one in enumerate(asked):
        if one.add.then in FOLLOWED:
            base, some = _over_time(base, units, listed, one, f"_f{i}_", place)
            made += some
    base, some = attach(base, [one for one in asked if one.add.then not in FOLLOWED], "_x")
    return base, made + some


def _over_time(
    base: Relation, units: Units, listed: Spells, one: Asked, key: str, place: Place
) -> tuple[Relation, list[Made]]:
    """Attach a piece that is followed over all years of the system, whatever years are shown."""
    assert units.years is not None
    add = one.add
    if units.years[0] == FIRST_YEAR and not add.shift and units.grain != "leader-year" and not units.group:
        base, made = attach(base, [one], key)
        return followed(base, units.numbers, made[0].name, add), made
    grain: PanelGrain = "state-year" if units.grain == "leader-year" else units.grain
    last = min(units.years[1] - min(add.shift, 0), CARRIED_TO)
    wide = replace(units, grain=grain, group="", years=(FIRST_YEAR, last))
    members, alone = rows(wide, listed, place)
    every = pairs(wide, alone, second(alone), members, place) if wide.dyadic else alone
    name = add.column(one.piece.stem)
    every, made = attach(every, [replace(one, add=replace(add, lag=0, lead=0, name="followed"))], key)
    every = followed(every, wide.numbers, made[0].name, add)
    hidden = (made[0].outside, *made[0].met)
    every = every.select(
        *wide.numbers, (nw.col("_t") + add.shift).cast(nw.Int32).alias("_t"), nw.col(made[0].name).alias(name), *hidden
    )
    base = base.join(every, on=[*wide.numbers, "_t"], how="left")
    return base.with_columns(nw.col(made[0].outside).fill_null(True)), [replace(made[0], name=name, add=add)]


def _plan(
    units: Units,
    listed: Spells,
    base: Relation,
    single: Relation | None,
    made: list[Made],
    adds: Sequence[Add],
    members: list[Presence],
    present: Relation,
) -> Assembled:
    order = {id(add): i for i, add in enumerate(adds)}
    made = sorted(made, key=lambda m: order[id(m.add)])
    shown = _keys(units)
    if units.provisional_after is not None:
        base = base.with_columns((nw.col("year") > units.provisional_after).alias("provisional"))
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
    return Assembled(units, listed, base, single, tuple(shown), tuple(made), tuple(members), present)


def together(plan: Assembled) -> Relation:
    """Return a panel as one relation: the rows, met by the members of either side, with the columns in order."""
    rows = plan.rows
    if plan.single is not None:
        for i in (1, 2):
            mine = {s.column: s.name for s in plan.shown if s.place == i}
            side = plan.single.select(nw.col("_i1").alias(f"_of{i}"), *(nw.col(c).alias(n) for c, n in mine.items()))
            rows = rows.join(side, left_on=f"_i{i}", right_on=f"_of{i}", how="left")
    return rows.select(*(nw.col(s.name if s.place else s.column).alias(s.name) for s in plan.shown))


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
