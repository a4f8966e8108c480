"""`isolation`: how far a state stands from the others in a year, each component shown, the index with its weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import fsum
from types import MappingProxyType

import narwhals as nw

from comity import states, store
from comity.catalogue import cells, groups
from comity.catalogue.comparing import Comparison, Gathered, day_of, extent, named, opened, spans_of
from comity.catalogue.opening import NotAtHand
from comity.catalogue.record_rows import records
from comity.errors import WrongUse
from comity.measures.isolation import share_of_world
from comity.states import State
from comity.vocabulary import Indicator

VOTES, BY_COUNT, BY_GDP, SUPPLIERS, MISSIONS = (
    "distance of votes", "sanctioned by states", "sanctioned by GDP", "suppliers of arms lost", "missions closed",
)  # fmt: skip
# Four matters weigh alike; sanctions are counted in two ways, each of which has half of theirs.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {VOTES: 0.25, BY_COUNT: 0.125, BY_GDP: 0.125, SUPPLIERS: 0.25, MISSIONS: 0.25}
)
CODES: Mapping[str, str] = MappingProxyType(
    {
        VOTES: "votes.distance_by_s",
        BY_COUNT: "sanctions.measures",
        BY_GDP: "economy.gdp",
        SUPPLIERS: "arms.deliveries",
        MISSIONS: "diplomacy.missions",
    }
)
LEAST = 0.5  # of all weight must be known for an index
WINDOW = 5  # deliveries of arms come in lumps, so that the field adds up five years
ACTS, CASES = "sanctions.measures", "sanctions.gsdb"
COLUMNS = ("component", "code", "value", "unit", "scaled", "weight", "told")


@dataclass(frozen=True)
class Component:
    """One side of isolation: its value, the same from 0 to 1 for the index, and what it is or why it is not known.

    `code` is the indicator or the kind of records that it comes from.
    """

    component: str
    code: str
    value: float | None
    unit: str
    scaled: float | None
    told: str


def isolation(
    state: str, year: int, *, weights: Mapping[str, float] = WEIGHTS, as_of: str | date | None = None
) -> Comparison:
    """Return how isolated a state was in a year, by component, and an index with its weights.

    The index is Σ w_c x_c / Σ w_c over the components that are known, each from 0 to 1:

    - distance of votes: from the world's median voter by ideal points, or where these are not at hand one less the
      median S with all others; scaled to the share of other states that stand nearer;
    - sanctioned by states, by GDP: the share of all other states (of their GDP) that have a measure in force on it, a
      group's measure counting for its members of the year; the measures of the Security Council, which bind all, are
      no state's own;
    - suppliers of arms lost: of those that delivered in the five years before the last five, the share that did not
      in the last five;
    - missions closed: not known. The one list of missions at hand says which stood on its day, and of none when it
      closed; that a mission is not on it is no closure.

    Parameters
    ----------
    state
        A state by name or code.
    year
        The year.
    weights
        The weight of each component; one that is left out has none.
    as_of
        The day whose newest release is read.

    Returns
    -------
    Comparison
        A row for each component, known or not, and the totals `index` and `weight_known`, the share of all weight on
        which it rests; below one half there is no index. Indices that rest on different components do not compare.
        Votes cast for a state by another government than the one that holds it are shown and left out of the index.

    Raises
    ------
    WrongUse
        An unknown state or component, a weight below zero, a year in which the state did not exist.
    """
    whose, day = states.find(state), day_of(as_of)
    _refuse(whose, year, weights)
    gathered = Gathered()
    told = [
        _votes(whose, year, day, gathered),
        *_sanctions(whose, year, day, gathered),
        _suppliers(whose, year, day, gathered),
        _missions(day),
    ]
    known = [(t.scaled, weights.get(t.component, 0.0)) for t in told if t.scaled is not None]
    held, every = fsum(w for _, w in known), fsum(weights.values())
    if not gathered.sources:
        raise NotAtHand("isolation", f"no component is at hand for {whose.name} in {year}", "see `comity data list`")
    gathered.note(*_lacks(told, held / every))
    return Comparison(
        title=f"Isolation of {whose.name} in {year}",
        unit="by component; scaled and index from 0 to 1",
        question={"state": whose.id, "year": year, "weights": dict(weights)},
        columns=COLUMNS,
        rows=tuple(asdict(t) | {"weight": weights.get(t.component, 0.0)} for t in told),
        totals={
            "index": fsum(x * w for x, w in known) / held if held >= every * LEAST else None,
            "weight_known": held / every,
        },
        sources=tuple(gathered.sources),
        caveats=tuple(gathered.caveats),
        notes=tuple(gathered.notes),
        as_of=day,
    )


def _refuse(whose: State, year: int, weights: Mapping[str, float]) -> None:
    if not whose.exists_in(year):
        raise WrongUse(f"{whose.name} was no state in {year}")
    odd = [name for name, w in weights.items() if name not in WEIGHTS or not 0 <= w < float("inf")]
    if odd or not sum(weights.values()):
        raise WrongUse(
            f"weights={str(dict(weights))[:80]}: of {', '.join(WEIGHTS)}, each zero or more and not all zero"
        )


def _lacks(told: Sequence[Component], known: float) -> Iterator[str]:
    if known < 1:
        lacking = ", ".join(t.component for t in told if t.scaled is None)
        yield f"the index leaves out {lacking}: it does not compare with one that has them"
    if known < LEAST:
        yield "components with less than half of the weight are known, so that no index is given"


def _lacking(component: str, unit: str, why: str) -> Component:
    return Component(component, CODES[component], None, unit, None, f"not known: {why}")


def _votes(whose: State, year: int, day: date | None, gathered: Gathered) -> Component:
    """Return the distance by ideal points, or by S where there are none of the year."""
    for code, words in (
        ("votes.distance_to_median", "from the median ideal point"),
        ("votes.distance_by_s", "one less the median S with all others"),
    ):
        try:
            found = opened(code, day)
        except NotAtHand:
            continue
        if any(c.partial and c.touches((whose.id,), year, year) for c in found.caveats):
            continue
        values = _of_year(found, year)
        if whose.id in values:
            own = values[whose.id]
            bound = [c for c in found.caveats if c.touches((whose.id,), year, year)]
            gathered.take(found.sources, bound)
            nearer = sum(v < own for v in values.values()) / (len(values) - 1) if len(values) > 1 else None
            told = f"{words}; scaled: the share of others that stand nearer"
            if any(c.unfit for c in bound):
                nearer, told = None, f"{words}; left out of the index, since another government casts the votes"
            return Component(VOTES, code, own, found.definition.unit, nearer, told)
    return _lacking(VOTES, "distance", "neither an ideal point nor a whole year of votes is at hand")


def _of_year(found: Indicator, year: int) -> Mapping[str, float]:
    """Return the figures of all states in a covered year, read once for the two of a page."""
    if not spans_of(found, year):
        return {}

    def read() -> tuple[object, Mapping[str, float]]:
        rows = cells.collect(found.values.filter(nw.col("year") == year), found.definition)
        return found.values, {r["state"]: r["value"] for r in rows if r["value"] is not None}

    # What is remembered holds the relation, so that no other can come to have its identity.
    return store.remembered(("of year", id(found.values), year), read)[1]


def _sanctions(whose: State, year: int, day: date | None, gathered: Gathered) -> list[Component]:
    units = "share of states", "share of GDP"
    acting, census, why = _issuers(whose, year, day, gathered)
    if acting is None or (not acting and not census):
        return [_lacking(c, u, why) for c, u in zip((BY_COUNT, BY_GDP), units, strict=True)]
    world = {s.id for s in states.states() if s.kind != "territory" and s.exists_in(year)} - {whose.id}
    least = "" if census else "at least, by a list that is no census: "
    share = share_of_world(acting, world)
    counted = f"{least}{share.acting:.0f} of {share.world:.0f} other states"
    told = [Component(BY_COUNT, CODES[BY_COUNT], share.value, units[0], share.value, counted)]
    try:
        gdp = opened("economy.gdp", day)
    except NotAtHand as e:
        return [*told, _lacking(BY_GDP, units[1], e.reason)]
    weights = _of_year(gdp, year)
    if not weights:
        return [*told, _lacking(BY_GDP, units[1], f"no GDP of {year} at hand")]
    share = share_of_world(acting, world, weights)
    gathered.take(gdp.sources, [c for c in gdp.caveats if c.touches(tuple(acting), year, year)])
    without = f"; without a GDP and in neither sum: {named(share.unknown)}" if share.unknown else ""
    by_gdp = f"{least}of the other states' GDP{without}"
    return [*told, Component(BY_GDP, CODES[BY_GDP], share.value, units[1], share.value, by_gdp)]


def _issuers(whose: State, year: int, day: date | None, gathered: Gathered) -> tuple[set[str] | None, bool, str]:
    """Return the states with a measure in force on the state in the year, and whether a list at hand is a census."""
    names: set[str] = set()
    census, why = False, ""
    held = 0
    for code in (ACTS, CASES):
        try:
            found = records(code, whose.id, as_of=day)
        except NotAtHand as e:
            why = e.reason
            continue
        rows = [r for r in found.rows if whose.id in r["target"].split("; ") and r["date"] and r["date"].year <= year]
        if code == ACTS:
            rows = [r for r in rows if r["verified"] and (r["regime_end"] is None or r["regime_end"].year >= year)]
        else:
            reaches = any(s.first <= year <= s.last for s in opened("sanctions.gsdb_on_state", day).coverage)
            if not reaches:
                continue
            census = True
            rows = [r for r in rows if r["last_year"] >= year]
        held += 1
        names |= {n for r in rows for n in r["origin"].split("; ")}
        gathered.take(found.sources, found.caveats)
    if not held:
        return None, False, why or f"no list at hand reaches {year}"
    return _members(names, year, gathered), census, "the list at hand is no census, and has no measure on the state"


def _members(names: set[str], year: int, gathered: Gathered) -> set[str]:
    """Return the states behind names of states and groups; bodies without dated members are named and left out."""
    known = {s.id for s in states.states()}
    acting = {n for n in names if n in known}
    with_members = {g.code: g for g in states.groups()}
    for name in sorted(names - known):
        if name == "UN":
            gathered.note("measures of the Security Council, which bind all members, are counted for none")
        elif name in with_members:
            acting |= {s.id for s in groups.members_in(with_members[name], (year, None))}
            gathered.note(f"the measures of {with_members[name].name} count for its members of {year}")
        else:
            gathered.note(f"the measures of {name} are left out: its members are not at hand by date")
    return acting


def _suppliers(whose: State, year: int, day: date | None, gathered: Gathered) -> Component:
    unit = "suppliers"
    earlier, last = (year - 2 * WINDOW + 1, year - WINDOW), (year - WINDOW + 1, year)
    try:
        found = opened("arms.deliveries", day)
    except NotAtHand as e:
        return _lacking(SUPPLIERS, unit, e.reason)
    for y in range(earlier[0], year + 1):
        whole = [s for s in spans_of(found, y) if s.origins is None and (s.targets is None or whose.id in s.targets)]
        if not whole:
            return _lacking(SUPPLIERS, unit, f"{y} is outside the coverage at hand ({extent(found)}) of its suppliers")
    values = found.values.filter(nw.col("target") == whose.number, nw.col("year") >= earlier[0], nw.col("year") <= year)
    rows = store.rows(values.select("origin", "year"))
    before = {r["origin"] for r in rows if r["year"] <= earlier[1]}
    now = {r["origin"] for r in rows if r["year"] >= last[0]}
    gathered.take(found.sources, [c for c in found.caveats if c.touches((whose.id,), earlier[0], year)])
    if not before:
        return _lacking(SUPPLIERS, unit, f"none delivered in {earlier[0]}–{earlier[1]}, so that none could be lost")
    lost = len(before - now)
    told = f"of {len(before)} that delivered in {earlier[0]}–{earlier[1]}, those that did not in {last[0]}–{last[1]}"
    return Component(SUPPLIERS, CODES[SUPPLIERS], float(lost), unit, lost / len(before), told)


def _missions(day: date | None) -> Component:
    try:
        (source,) = opened("diplomacy.missions", day).sources
    except NotAtHand as e:
        return _lacking(MISSIONS, "missions", e.reason)
    why = f"the one list at hand ({source.dataset.publisher}, {source.release.published}) says which missions stood on "
    return _lacking(MISSIONS, "missions", f"{why}its day and of none when it closed")
