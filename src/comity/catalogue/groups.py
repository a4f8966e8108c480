"""What a group's figure is: the publisher's own, or the sum over those who are members in the period.

The law is C37 to C40 of docs/conventions.md: a sum is a figure only where the source answers for every member; one with
holes is not known, and what is there is told apart from it as `partial`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby, product

import narwhals as nw

from comity import states
from comity.catalogue.cells import SIDES, Moment, Period, Row, absent, collect, dated, in_years, moment, moments, years
from comity.catalogue.cells import of_states as cells_of_states
from comity.catalogue.entries import entries
from comity.errors import WrongUse
from comity.states import Group, State
from comity.vocabulary import Definition, Indicator, Measure, Span, Status, of_one_state

Actor = State | Group
COLUMNS = ("basis", "members", "reporting", "partial")
SHOWN = 12
HOLES = ("not known", "outside coverage")
ANSWERS: tuple[Status, ...] = ("reported", "below threshold", "none recorded", "true zero")  # the first found is said


@dataclass(frozen=True)
class Sum:
    """The sum over the members in a year or month.

    `members` counts who is added up, `lacking` names those for whom the source has no answer, `partial` is the sum of
    the rest where there are such.
    """

    when: Moment
    value: float | None
    status: Status
    members: int
    lacking: tuple[str, ...]
    partial: float | None

    def columns(self) -> Row:
        """Return the columns of the answer from the period on."""
        reporting = max(0, self.members - len(self.lacking))
        return {
            **dated(self.when),
            "value": self.value,
            "status": self.status,
            **dict(zip(COLUMNS, ("members", self.members, reporting, self.partial), strict=True)),
        }


def members_in(group: Group, when: Moment) -> tuple[State, ...]:
    """Return who belongs to a group in a year or month: on more than half of its days, and exists then."""
    year, month = when
    first = month or date(year, 1, 1)
    after = date(year + 1, 1, 1) if month is None else (month + timedelta(days=31)).replace(day=1)
    return _members(group, first, after - timedelta(days=1))


@lru_cache(maxsize=4096)
def _members(group: Group, first: date, last: date) -> tuple[State, ...]:
    held: Counter[str] = Counter()
    for m in group.members:
        held[m.state] += max(0, (min(last, m.end or last) - max(first, m.start or first)).days + 1)
    most = [states.state(id_) for id_, days in held.items() if 2 * days > (last - first).days + 1]
    return tuple(s for s in most if s.kind == "territory" or s.exists_in(first.year))


def refuse_unless_it_adds(what: Definition, asked: Sequence[Actor | None]) -> None:
    """Refuse what has no figure for a group, before any data are opened.

    Raises
    ------
    WrongUse
        The figures do not add up over states; a group with itself; a group with any other state.
    """
    groups = [a for a in asked if isinstance(a, Group)]
    if not groups:
        return
    entry = entries()[what.code]
    name = groups[0].code
    adds = what.adds_over_states and what.kind in ("flow", "stock")
    if not adds and not (isinstance(entry, Measure) and entry.total_of):
        kind = {"index": "an index or a share", "price": "a price"}.get(what.kind, "a count that may overlap")
        raise WrongUse(
            f"{what.code} does not add up over states ({kind}, in {what.unit}), so {name} has no figure; "
            f"ask for its members, which `comity states {name}` lists"
        )
    if None in asked and not of_one_state(what.grain):
        raise WrongUse(f"{what.code}: a group has figures with a named state or group, not with `any`")
    if not of_one_state(what.grain) and asked[0] == asked[1]:
        raise WrongUse(f"{name} with itself is no pair; name its members, or another group")


def of_groups(
    found: Indicator, inputs: Sequence[Indicator], asked: Sequence[Actor], period: Period
) -> tuple[list[Row], list[str]]:
    """Return the rows of what was asked, of which at least one is a group, and what must be said of them.

    `inputs` are the numerator and the total of a share; without them the figures themselves add up.
    """
    if not of_one_state(found.definition.grain):
        return _answer(found, inputs, tuple(asked), period)
    rows: list[Row] = []
    notes: list[str] = []
    for one in asked:
        if isinstance(one, Group):
            more, said = _answer(found, inputs, (one,), period)
            rows, notes = rows + more, notes + said
        else:
            rows += [r | dict.fromkeys(COLUMNS) for r in cells_of_states(found, [one], period)]
    return rows, notes


def _answer(
    found: Indicator, inputs: Sequence[Indicator], asked: tuple[Actor, ...], period: Period
) -> tuple[list[Row], list[str]]:
    who = dict(zip(_sides(asked), (a.code if isinstance(a, Group) else a.id for a in asked), strict=True))
    notes = [f"{a.name} ({a.code}): {a.definition}" for a in asked if isinstance(a, Group)]
    own = [] if found.groups is None else collect(found.groups, found.definition)
    mine = [r for r in own if all(r[side] == code for side, code in who.items())]
    if mine:
        by = found.sources[0].dataset.publisher
        rows, sums = _published(found, mine, asked, period)
        return rows, [*notes, f"The figures are the group's own as {by} gives them.", *_lacks(sums)]
    sums = _shares(found, inputs, asked, period) if inputs else _sums(found, asked, period)
    notes += [*_inside(asked), *_lacks(sums), *_elsewhere(own, who, asked)]
    return [{**who, **s.columns()} for s in sums], notes


def _sides(asked: Sequence[Actor]) -> tuple[str, ...]:
    return SIDES[:1] if len(asked) == 1 else SIDES[1:]


def _published(
    found: Indicator, own: Sequence[Row], asked: tuple[Actor, ...], period: Period
) -> tuple[list[Row], list[Sum]]:
    """Return the publisher's own figures; what is not there between the first and the last is not known.

    For how many members the source has an answer is told beside them, where it has figures of members.
    """
    known = {moment(r): r for r in own}
    first, last = min(known), max(known)
    spanned = years(replace(found, coverage=(Span(first[0], last[0]),)), [set()], period, [])
    sums = {s.when: s for s in _sums(found, asked, (spanned.start, spanned.stop - 1))}
    rows = []
    for when in moments(found.definition, spanned):
        gap = "not known" if first < when < last else "outside coverage"
        row = known.get(when) or {**own[0], **dated(when), "value": None, "status": gap}
        beside = sums[when].columns() if when in sums else dict.fromkeys(COLUMNS)
        rows.append(row | {c: beside[c] for c in ("members", "reporting")} | {"basis": "publisher", "partial": None})
    return rows, [sums[when] for when in known if when in sums]


def _sums(found: Indicator, asked: tuple[Actor, ...], period: Period) -> list[Sum]:
    """Add up the cells of all members, or of all pairs of members, in each period."""
    ever = [{m.state for m in a.members} if isinstance(a, Group) else {a.id} for a in asked]
    undirected = found.definition.grain == "dyad-year"
    values = in_years(found.values, period)
    for side, may in zip(_sides(asked), [ever[0] | ever[-1]] * 2 if undirected else ever, strict=True):
        values = values.filter(nw.col(side).is_in([states.state(i).number for i in sorted(may)]))
    rows = collect(values, found.definition)
    known = {(*(r[side] for side in _sides(asked)), *moment(r)): r for r in rows}
    added = []
    for when in moments(found.definition, years(found, ever, period, rows)):
        cells = {}
        for who in product(*(members_in(a, when) if isinstance(a, Group) else (a,) for a in asked)):
            ids = tuple(s.id for s in (sorted(who, key=lambda s: s.number) if undirected else who))
            if len(set(ids)) == len(ids) and ids not in cells:
                cells[ids] = who, known.get((*ids, *when)) or absent(found, who, when[0])
        added.append(_fold(when, list(cells.values()), asked))
    return added


def _fold(when: Moment, cells: Sequence[tuple[tuple[State, ...], Row]], asked: tuple[Actor, ...]) -> Sum:
    """Add cells up: a figure where the source answers for each of them, else not known beside what there is."""
    kept, lacking, values = 0, [], []
    found: set[Status] = set()
    for who, cell in cells:
        members = [s for s in who if not any(s is a for a in asked)]
        if cell["status"] == "outside coverage" and any(s.kind == "territory" for s in members):
            continue  # publishers count most territories with their state, so one left out leaves no hole
        kept += 1
        found.add(cell["status"])
        if cell["status"] in HOLES:
            lacking.append("→".join(s.id for s in members))
        if cell["value"] is not None:
            values.append(cell["value"])
    total = sum(values) if values else None
    if lacking or not kept:
        status: Status = "not known" if found - {"outside coverage"} else "outside coverage"
        return Sum(when, None, status, kept, tuple(lacking), total)
    status = next(s for s in ANSWERS if s in found)
    return Sum(when, None if status == "none recorded" else total, status, kept, (), None)


def _shares(found: Indicator, inputs: Sequence[Indicator], asked: tuple[Actor, ...], period: Period) -> list[Sum]:
    """Divide the sum of the flows by the total of the side in which the share is, a group's total being a sum too."""
    entry = entries()[found.definition.code]
    assert isinstance(entry, Measure), "only a measure has inputs"
    side = asked[0] if entry.total_of == "origin" else asked[1]
    totals = {t.when: t for t in _sums(inputs[1], (side,), period)}
    return [_share(f, totals[f.when], side) for f in _sums(inputs[0], asked, period) if f.when in totals]


def _share(flow: Sum, total: Sum, side: Actor) -> Sum:
    lacking = tuple(dict.fromkeys([*flow.lacking, *(total.lacking if isinstance(side, Group) else ())]))
    outside = "outside coverage" in (flow.status, total.status)
    if flow.value is not None and total.value:
        return replace(flow, value=flow.value / total.value)
    partial = flow.partial / total.value if flow.partial is not None and total.value else None
    status: Status = "outside coverage" if outside else "not known"
    return replace(flow, value=None, status=status, lacking=lacking, partial=partial)


def _inside(asked: tuple[Actor, ...]) -> list[str]:
    """Say what happens to flows inside: a state never counts with itself, two members of both groups do."""
    if len(asked) == 1:
        return []
    one, other = asked
    if isinstance(one, Group) and isinstance(other, Group):
        both = {m.state for m in one.members} & {m.state for m in other.members}
        return ["States that belong to both groups count on either side; none counts with itself."] if both else []
    group, state = (one, other) if isinstance(one, Group) else (other, one)
    member = isinstance(group, Group) and any(m.state == state.id for m in group.members if isinstance(state, State))
    return [f"{state.name} itself is not counted among the members of {group.name}."] if member else []


def _lacks(sums: Sequence[Sum]) -> list[str]:
    """Say for which periods the sum has holes, and whose; periods with the same holes in one line."""
    lines = []
    for (lacking, members), run in groupby(sums, key=lambda s: (s.lacking, s.members)):
        whens = [s.when for s in run if s.status != "outside coverage"]
        if lacking and whens:
            first, last = (str(y) if m is None else f"{m:%Y-%m}" for y, m in (whens[0], whens[-1]))
            span = first if first == last else f"{first} to {last}"
            names = [states.state(i).name if len(i) == 3 else i for i in lacking[:SHOWN]]
            more = f" and {len(lacking) - SHOWN} more" if len(lacking) > SHOWN else ""
            said = f"{members - len(lacking)} of {members} have an answer in the source"
            lines.append(f"{span}: {said}; lacking: {', '.join(names)}{more}")
    rest = len(lines) - SHOWN
    return [*lines[:SHOWN], *([f"the column reporting tells of {rest} more periods with holes"] if rest > 0 else [])]


def _elsewhere(own: Sequence[Row], who: Row, asked: tuple[Actor, ...]) -> list[str]:
    """Name the groups of which the publisher has figures of its own."""
    of_state = {side: who[side] for side, a in zip(who, asked, strict=True) if not isinstance(a, Group)}
    sides = who.keys() - of_state.keys()
    codes = {r[side] for r in own for side in sides if all(r[s] == id_ for s, id_ in of_state.items())}
    return [f"The publisher's own figure is there for {states.group(c).name} ({c})." for c in sorted(codes)]
