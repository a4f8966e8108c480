"""`substitution`: who left, who came, who grew and who shrank between two periods, and the gap that nobody filled."""

from __future__ import annotations

from datetime import date
from math import fsum

from comity import states
from comity.catalogue import cells
from comity.catalogue.comparing import (
    Comparison,
    Gathered,
    Row,
    answers,
    day_of,
    named,
    opened,
    period_of,
    spans_of,
    yearly,
)
from comity.catalogue.entries import datasets_of
from comity.catalogue.opening import NotAtHand, how_to_add
from comity.errors import WrongUse
from comity.measures import substitution as decomposing
from comity.states import State
from comity.vocabulary import Definition, Indicator

COLUMNS = ("partner", "name", "before", "after", "change", "kind")
HELD = ("reported", "below threshold", "true zero")
Years = tuple[int, int]
Series = dict[str, dict[int, float]]


def substitution(
    code: str,
    *,
    target: str | None = None,
    origin: str | None = None,
    before: str | tuple[int, int],
    after: str | tuple[int, int],
    as_of: str | date | None = None,
) -> Comparison:
    """Return who replaced whom between two periods, in the mean of a year.

    Δ = came + grew − shrank − left, exactly; gap = max(0, losses − gains).

    Parameters
    ----------
    code
        A directed flow or stock of pairs that adds up over states, such as ``arms.deliveries``.
    target, origin
        The state whose suppliers (`target`) or whose recipients (`origin`) are compared: one of the two.
    before, after
        Two periods, ``"2016:2020"`` and ``"2021:2023"``; each figure is the mean of a year, so they may differ in
        length.
    as_of
        The day whose newest release is read.

    Returns
    -------
    Comparison
        A row for each partner, the largest loss first, and the totals `before`, `after`, `change`, `lost`, `gained`
        and `gap`. A year without a row counts as zero where the source says so of an absence; a partner of whom a year
        is not known is left out and named.

    Raises
    ------
    WrongUse
        An indicator that does not add up over states; years outside the coverage, or not counted to their end; periods
        that overlap; no state, or two.
    NotAtHand
        The partners of the state are not at hand.
    """
    what = yearly(code)
    if what.grain != "directed-dyad-year" or what.kind not in ("flow", "stock") or not what.adds_over_states:
        raise WrongUse(f"{code} ({what.unit}) is no flow or stock that adds up over states; nobody replaces there")
    if (target is None) == (origin is None):
        raise WrongUse("name the state whose suppliers are compared (target=…) or whose recipients are (origin=…)")
    whose = states.find(target if target is not None else origin or "")
    side = "target" if target is not None else "origin"
    periods = period_of(before), period_of(after)
    if periods[0][1] >= periods[1][0]:
        raise WrongUse(f"the periods overlap or run backwards: {_said(periods[0])} and {_said(periods[1])}")
    day = day_of(as_of)
    found = opened(code, day)
    _refuse_outside(found, whose, side, periods)
    return _compared(what, found, whose, side, periods, day)


def _said(period: Years) -> str:
    return str(period[0]) if period[0] == period[1] else f"{period[0]}–{period[1]}"


def _years(periods: tuple[Years, Years]) -> list[int]:
    return [y for first, last in periods for y in range(first, last + 1)]


def _refuse_outside(found: Indicator, whose: State, side: str, periods: tuple[Years, Years]) -> None:
    """Refuse years in which not every listed partner of the state is covered, or that are not over."""
    code = found.definition.code
    years = {y for s in found.coverage for y in range(s.first, s.last + 1)}
    reached = {y for y in years if _covers(found, whose, side, y)}
    if not reached:
        dataset = found.sources[0].dataset
        raise NotAtHand(code, f"the partners of {whose.name} are not covered at hand", how_to_add(dataset))
    outside = [y for y in _years(periods) if y not in reached]
    if outside:
        raise WrongUse(
            f"{code}: {outside[0]} is outside the coverage of {whose.name}'s partners, which is within "
            f"{min(reached)}–{max(reached)}; absence there is not zero, so nothing can be compared"
        )
    for year in _years(periods):
        if whose.kind != "territory" and not whose.exists_in(year):
            raise WrongUse(f"{whose.name} did not exist in {year}")
        if any(c.partial and c.touches((whose.id,), year, year) for c in found.caveats):
            raise WrongUse(f"{code}: {year} is not counted to its end; compare whole years")


def _covers(found: Indicator, whose: State, side: str, year: int) -> bool:
    """Say whether the partners of a state are covered in a year, be it all or those that the source lists."""
    for span in spans_of(found, year):
        own, others = (span.targets, span.origins) if side == "target" else (span.origins, span.targets)
        # A span of one partner with all states says nothing of the state's other partners.
        if (own is None or whose.id in own) and (others is None or len(others) > 1):
            return True
    return False


def _compared(
    what: Definition, found: Indicator, whose: State, side: str, periods: tuple[Years, Years], day: date | None
) -> Comparison:
    both = (periods[0][0], periods[1][1])
    origin, target = (None, whose) if side == "target" else (whose, None)
    series: Series = {}
    for row in cells.of_partners(found, origin, target, both):
        partner = row["origin" if side == "target" else "target"]
        known = row["value"] if row["status"] in HELD else None
        if known is not None:
            series.setdefault(partner, {})[row["year"]] = known
    asked = set(_years(periods))
    series = {p: by_year for p, by_year in series.items() if asked & by_year.keys()}
    unknown = [p for p, by_year in series.items() if not _whole(found, whose, side, p, asked - by_year.keys())]
    kept = {p: v for p, v in series.items() if p not in unknown}
    means = [{p: fsum(v.get(y, 0.0) for y in range(a, b + 1)) / (b - a + 1) for p, v in kept.items()}
             for a, b in periods]  # fmt: skip
    shifts = decomposing.substitution(*means)
    gathered = Gathered()
    ids = (whose.id, *kept)
    gathered.take(found.sources, [c for c in found.caveats if c.touches(ids, *both)])
    gathered.note(*_notes(what, found, series, unknown, periods))
    rows: list[Row] = [
        {
            "partner": s.partner,
            "name": states.state(s.partner).name,
            "before": s.before,
            "after": s.after,
            "change": s.change,
            "kind": s.kind,
        }
        for s in shifts.shifts
        if s.before or s.after
    ]
    totals = {name: getattr(shifts, name) for name in ("before", "after", "lost", "gained", "gap")}
    return Comparison(
        title=f"{what.label}: {'suppliers' if side == 'target' else 'recipients'} of {whose.name}, "
        f"{_said(periods[0])} and {_said(periods[1])}",
        unit=f"{what.unit}, mean of a year",
        question={"code": what.code, side: whose.id, "before": _said(periods[0]), "after": _said(periods[1])},
        columns=COLUMNS,
        rows=tuple(rows),
        totals=totals | {"change": shifts.sum()},
        sources=tuple(gathered.sources),
        caveats=tuple(gathered.caveats),
        notes=tuple(gathered.notes),
        as_of=day,
    )


def _whole(found: Indicator, whose: State, side: str, partner: str, missing: set[int]) -> bool:
    """Say whether every year without a figure of a partner is known to have none."""
    other = states.state(partner)
    origin, target = (other, whose) if side == "target" else (whose, other)
    return all(answers(found, origin, target, y) for y in missing)


def _notes(
    what: Definition, found: Indicator, series: Series, unknown: list[str], periods: tuple[Years, Years]
) -> list[str]:
    lengths = [last - first + 1 for first, last in periods]
    notes = [f"each figure is the mean of a year: {lengths[0]} before, {lengths[1]} after"]
    if found.definition.absent == "none recorded":
        notes.append(f"a year in which the source records nothing counts as zero ({', '.join(datasets_of(what.code))})")
    if unknown:
        held = [fsum(v for p in unknown for y, v in series[p].items() if a <= y <= b) for a, b in periods]
        notes.append(
            f"left out, because a year of theirs is not known: {named(sorted(unknown))}; what is known of them adds up "
            f"to {held[0]:,.6g} {what.unit} in {_said(periods[0])} and {held[1]:,.6g} in {_said(periods[1])}"
        )
    return notes
