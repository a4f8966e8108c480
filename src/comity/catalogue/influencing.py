"""`influence`: how wide the tie of one state with another is, and how much the other hangs on it, by component."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum

import narwhals as nw

from comity import states, store
from comity.catalogue import cells
from comity.catalogue.comparing import Comparison, Gathered, day_of, extent, opened, spans_of
from comity.catalogue.opening import NotAtHand
from comity.errors import WrongUse, printable
from comity.measures.influence import COMPONENTS, LEAST, Influence
from comity.measures.influence import influence as combined
from comity.measures.portfolios import LEVELS, OBLIGATIONS
from comity.states import State
from comity.vocabulary import Indicator

WINDOW = 5  # deliveries of arms come in lumps, so that the field adds up five years
COLUMNS = ("component", "part", "matter", "value", "weight", "told")
Known = tuple[float | None, str]  # a component from 0 to 1, and what it is or why it is not known


@dataclass(frozen=True)
class _Tie:
    """Whose influence on whom, in which year, read as of which day."""

    origin: State
    target: State
    year: int
    as_of: date | None
    gathered: Gathered

    def open(self, code: str) -> Indicator | str:
        """Return an indicator whose figures of the pair are to be used, or why it is not at hand."""
        try:
            found = opened(code, self.as_of)
        except NotAtHand as e:
            return f"not known: {e.reason}"
        if not spans_of(found, self.year):
            return f"not known: {self.year} is outside the coverage at hand ({extent(found)})"
        return found

    def take(self, found: Indicator) -> None:
        """Keep the sources and caveats of figures that are used."""
        ids = self.origin.id, self.target.id
        self.gathered.take(found.sources, [c for c in found.caveats if c.touches(ids, self.year, self.year)])


def influence(origin: str, target: str, year: int, *, as_of: str | date | None = None) -> Comparison:
    """Return the influence of one state on another in a year: bandwidth and dependence, each by its components.

    The components, their weights and how they combine are those of `comity.measures.influence`, our own.

    Parameters
    ----------
    origin, target
        Whose influence, on whom.
    year
        The year; of arms the five years that end with it.
    as_of
        The day whose newest release is read.

    Returns
    -------
    Comparison
        A row for each component, known or not, with its weight within its part, and the totals `bandwidth`,
        `dependence` and `influence`, each from 0 to 1 or not known, and the shares of weight on which they rest.
        Figures that rest on different components do not compare.

    Raises
    ------
    WrongUse
        An unknown state, a state with itself, a year in which one of the two did not exist.
    NotAtHand
        No component is at hand.
    """
    one, other = states.find(origin), states.find(target)
    if one.id == other.id:
        raise WrongUse(f"{printable(origin, 40)} and {printable(target, 40)} are the same state; a tie needs two")
    for state in (one, other):
        if state.kind != "territory" and not state.exists_in(year):
            raise WrongUse(f"{state.name} was no state in {year}")
    tie = _Tie(one, other, year, day_of(as_of), Gathered())
    told = {c.name: READERS[c.name](tie) for c in COMPONENTS}
    if not tie.gathered.sources:
        raise NotAtHand("influence", f"no component is at hand of {year}", "`comity data list` shows what is")
    made = combined({name: value for name, (value, _) in told.items()})
    tie.gathered.note(*_lacks(told, made), "components, weights and their combination are our own: "
                      "comity.measures.influence")  # fmt: skip
    return Comparison(
        title=f"Influence of {one.name} on {other.name} in {year}",
        unit="index, 0 to 1",
        question={"origin": one.id, "target": other.id, "year": year},
        columns=COLUMNS,
        rows=tuple(
            {"component": c.name, "part": c.part, "matter": c.matter, "value": told[c.name][0], "weight": c.weight,
             "told": told[c.name][1]}
            for c in COMPONENTS
        ),
        totals={
            "bandwidth": made.bandwidth,
            "dependence": made.dependence,
            "influence": made.influence,
            "bandwidth_known": made.known["bandwidth"],
            "dependence_known": made.known["dependence"],
        },
        sources=tuple(tie.gathered.sources),
        caveats=tuple(tie.gathered.caveats),
        notes=tuple(tie.gathered.notes),
        as_of=tie.as_of,
    )  # fmt: skip


def _lacks(told: Mapping[str, Known], made: Influence) -> Iterator[str]:
    lacking = [name for name, (value, _) in told.items() if value is None]
    if lacking:
        yield f"without {', '.join(lacking)}: it does not compare with a figure that has them"
    for part, share in made.known.items():
        if share < LEAST:
            yield f"less than half of the weight of {part} is known, so that it is not, nor is influence"


def _value(tie: _Tie, code: str, origin: State, target: State | None = None) -> Known:
    """Return one figure; an absence that means nothing is zero."""
    found = tie.open(code)
    if isinstance(found, str):
        return None, found
    period = tie.year, tie.year
    rows = cells.of_states(found, [origin], period) if target is None else cells.of_pair(found, origin, target, period)
    if not rows or rows[0]["status"] in ("outside coverage", "not known"):
        return None, f"not known: {rows[0]['status'] if rows else 'outside coverage'}"
    tie.take(found)
    return rows[0]["value"] or 0.0, found.definition.label


def _share(code: str, *, back: bool = False) -> Callable[[_Tie], Known]:
    """Return the reader of a share of the other's total, at most 1; `back` where the other is the origin."""

    def read(tie: _Tie) -> Known:
        ends = (tie.target, tie.origin) if back else (tie.origin, tie.target)
        value, told = _value(tie, code, *ends)
        return None if value is None else min(1.0, value), told

    return read


def _trade(tie: _Tie) -> Known:
    found = tie.open("trade.exports")
    if isinstance(found, str):
        return None, found
    rows = store.rows(found.values.filter(nw.col("year") == tie.year).select("origin", "target", "value"))
    flows = {(r["origin"], r["target"]): r["value"] for r in rows if r["value"] is not None}
    both = {(a, b): v + flows[b, a] for (a, b), v in flows.items() if a < b and (b, a) in flows}
    pair = tuple(sorted((tie.origin.number, tie.target.number)))
    own = both.pop((pair[0], pair[1]), None)
    if own is None or not both:
        return None, "not known: no figure of the flow in both directions"
    tie.take(found)
    return sum(v < own for v in both.values()) / len(both), "exports both ways, among all pairs of the year"


def _organisations(tie: _Tie) -> Known:
    shared, told = _value(tie, "igos.shared", tie.origin, tie.target)
    every, why = _value(tie, "igos.memberships", tie.target)
    if shared is None or not every:
        return None, told if shared is None else why
    return min(1.0, shared / every), f"{shared:.0f} of the {every:.0f} organisations of {tie.target.name}"


def _missions(tie: _Tie) -> Known:
    sent, told = _value(tie, "diplomacy.missions", tie.origin, tie.target)
    back, why = _value(tie, "diplomacy.missions", tie.target, tie.origin)
    if sent is None or back is None:
        return None, told if sent is None else why
    return ((sent > 0) + (back > 0)) / 2, "embassies of either in the other"


def _votes(tie: _Tie) -> Known:
    value, told = _value(tie, "votes.s_absolute", tie.origin, tie.target)
    if value is None:
        return None, told
    bound = [c for c in tie.gathered.caveats
             if c.unfit and c.touches((tie.origin.id, tie.target.id), tie.year, tie.year)]  # fmt: skip
    if bound:
        return None, "left out, since another government than the one that holds the state casts its votes"
    return (value + 1) / 2, told


def _alliance(tie: _Tie) -> Known:
    levels: list[float] = []
    for code, level in OBLIGATIONS.items():
        held = [_value(tie, code, *ends) for ends in ((tie.origin, tie.target), (tie.target, tie.origin))]
        values = [v for v, _ in held]
        if None in values:
            return None, next(told for v, told in held if v is None)
        levels.append(level if any(values) else 0.0)
    return max(levels) / LEVELS[-1], "the strongest obligation of either"


def _window(tie: _Tie, found: Indicator, *, every_pair: bool) -> bool:
    """Say whether all suppliers of the target, or all pairs, are covered in each of the five years."""
    return all(
        any(
            s.origins is None and (s.targets is None or (not every_pair and tie.target.id in s.targets))
            for s in spans_of(found, year)
        )
        for year in range(tie.year - WINDOW + 1, tie.year + 1)
    )


def _arms_sums(tie: _Tie, *, every_pair: bool) -> tuple[Indicator, Mapping[tuple[int, int], float]] | str:
    found = tie.open("arms.deliveries")
    if isinstance(found, str):
        return found
    if not _window(tie, found, every_pair=every_pair):
        return f"not known: not all deliveries of {tie.year - WINDOW + 1}–{tie.year} are at hand"
    values = cells.in_years(found.values, (tie.year - WINDOW + 1, tie.year))
    if not every_pair:
        values = values.filter(nw.col("target") == tie.target.number)
    sums: dict[tuple[int, int], float] = {}
    for r in store.rows(values.select("origin", "target", "value")):
        sums[r["origin"], r["target"]] = sums.get((r["origin"], r["target"]), 0.0) + (r["value"] or 0.0)
    return found, sums


def _arms(tie: _Tie) -> Known:
    held = _arms_sums(tie, every_pair=True)
    if isinstance(held, str):
        return None, held
    found, sums = held
    tie.take(found)
    own = sums.get((tie.origin.number, tie.target.number), 0.0)
    others = [v for pair, v in sums.items() if pair != (tie.origin.number, tie.target.number)]
    if not own or not others:
        return 0.0, "no delivery in five years"
    return sum(v < own for v in others) / len(others), "deliveries of five years, among all pairs with one"


def _arms_share(tie: _Tie) -> Known:
    held = _arms_sums(tie, every_pair=False)
    totals = tie.open("arms.imports")
    if isinstance(held, str) or isinstance(totals, str):
        return None, held if isinstance(held, str) else str(totals)
    found, sums = held
    rows = cells.of_states(totals, [tie.target], (tie.year - WINDOW + 1, tie.year))
    total = fsum(r["value"] or 0.0 for r in rows)
    if not total:
        return None, "not known: no arms received in five years, so that no share is"
    tie.take(found)
    return min(1.0, sums.get((tie.origin.number, tie.target.number), 0.0) / total), "deliveries of five years"


READERS: Mapping[str, Callable[[_Tie], Known]] = {
    "trade": _trade,
    "shared organisations": _organisations,
    "missions": _missions,
    "votes": _votes,
    "arms": _arms,
    "alliance": _alliance,
    "share of imports": _share("trade.share_of_imports"),
    "share of exports": _share("trade.share_of_exports", back=True),
    "trade over GDP": _share("trade.share_of_gdp", back=True),
    "share of arms": _arms_share,
}
