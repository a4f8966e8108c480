"""What a panel holds, said for each column: label, unit, source, release, what is missing and why, caveats."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import narwhals as nw

from comity import states
from comity.catalogue import cite
from comity.panels.assembling import Assembled
from comity.panels.joining import Made
from comity.panels.output import Counted
from comity.panels.pieces import Piece
from comity.panels.recipe import table
from comity.panels.systems import TITLES
from comity.vocabulary import Span

SHOWN_STATES = 12
Lost = Mapping[str, Mapping[str, tuple[int, int]]]
KEYS = {
    "leader": "Leader, by the id of the source",
    "leader_name": "Name of the leader",
    "ccode": "Number of Correlates of War",
    "gwcode": "Number of Gleditsch and Ward",
    "state": "State, by the id of the registry (ISO 3166 letters where there are any)",
    "origin": "First state of the pair: who acts, where the pairs have a direction",
    "target": "Second state of the pair: on whom",
    "year": "Calendar year",
    "date": "First day of the month",
    "microstate": "The state stands on the list of small states",
    "provisional": "After the last year that the state system declares: membership is carried forward",
}


def unit_name(plan: Assembled) -> str:
    """Return what a row is, in the plural: dyad-years."""
    return f"{plan.units.grain.removeprefix('directed-')}s"


def shown_of(plan: Assembled) -> Mapping[str, Made]:
    """Return what each shown column was made of."""
    by_name = {m.name: m for m in plan.made}
    return {s.name: by_name[s.column] for s in plan.shown if s.column in by_name}


def done(made: Made, name: str) -> str:
    """Return in words what was done to the figures of a column."""
    add = made.add
    period = "month" if made.piece.grain.endswith("month") else "year"
    words = {
        "log1p": "log(1 + x)",
        "growth": f"change since the {period} before, as a share of it",
        "mean": f"mean of the {period} and those before it, {add.over} in all",
        "spell": f"{period}s since the last event, or since the start",
        "share_of_origin": "share in the origin's total",
        "share_of_target": "share in the target's total",
    }
    parts = [words[add.then]] if add.then else []
    if add.shift:
        count = abs(add.shift)
        parts.append(f"{count} {period}{'s' if count > 1 else ''} {'before' if add.shift > 0 else 'later'}")
    if add.year is not None:
        parts.append(f"of {add.year}, in every row")
    if add.direction:
        both = {"origin": "from the first state to the second", "target": "from the second state to the first"}
        parts.append(both.get(add.direction, f"{add.direction} of both directions"))
    if add.fill is not None:
        parts.append(f"missing cells inside the coverage filled with {add.fill:g}")
    side = next((s for s in ("origin", "target") if add.side and name.endswith(f"_{s}")), "")
    return "; ".join([*parts, *([f"of the {side}"] if side else []), *([made.piece.rule] if made.piece.rule else [])])


def spans_text(spans: tuple[Span, ...]) -> str:
    """Return the years of a coverage, and whether it holds some states only."""
    years = sorted({(s.first, s.last) for s in spans})
    some = any(s.origins is not None or s.targets is not None for s in spans)
    return ", ".join(f"{a}–{b}" for a, b in years[:4]) + (", for some states" if some else "") or "nothing"


def gaps(plan: Assembled, counted: Counted) -> list[str]:
    """Return what is missing and why, in one line for columns of one source that lack the same cells."""
    alike: dict[tuple[str, int, int], list[str]] = {}
    made = shown_of(plan)
    for name, one in made.items():
        if counted.missing[name]:
            alike.setdefault((one.piece.code, counted.missing[name], counted.outside[name]), []).append(name)
    return [_gap(plan, names, made[names[0]], counted) for names in alike.values()]


def _gap(plan: Assembled, names: list[str], made: Made, counted: Counted) -> str:
    missing, outside = counted.missing[names[0]], counted.outside[names[0]]
    reasons = []
    if outside:
        period = "month" if plan.units.monthly else "year"
        shift = made.add.shift
        moved = f", moved by {shift} {period}{'s' if abs(shift) > 1 else ''}" if shift else ""
        reasons.append(f"{outside:,} outside the coverage ({spans_text(made.piece.coverage)}{moved})")
    if missing > outside:
        why = "none recorded" if made.field.absent == "none recorded" else "not known"
        reasons.append(f"{missing - outside:,} inside it, {why}")
    others = f" and {len(names) - 1} more columns" if len(names) > 1 else ""
    return f"{names[0]}{others}: missing for {missing:,} of {counted.rows:,} {unit_name(plan)}: {', '.join(reasons)}"


def unmapped(plan: Assembled) -> Lost:
    """Return for each code the states of its source that have figures in the panel's years and no row in the panel.

    A panel of chosen states leaves out the others on purpose, and nothing is listed.
    """
    units = plan.units
    assert units.years is not None
    if units.names or units.group:
        return {}
    asked = {one.piece.code: one.piece for _, one in plan.read}
    if not asked:
        return {}
    first, last = units.years
    names = {s.number: s.id for s in states.states()}
    present = _table([m.state for m in plan.members], [m.first.year for m in plan.members], first, last)
    found = {}
    for code, piece in asked.items():
        lost = _seen(piece, first, last)
        lost[: len(present)] &= ~present[: len(lost)]
        of_code = {}
        for number in lost.any(axis=1).nonzero()[0].tolist():
            years = lost[number].nonzero()[0].tolist()
            name = names.get(number) or states.group_by_number(number).code
            of_code[name] = (first + years[0], first + years[-1])
        if of_code:
            found[code] = dict(sorted(of_code.items()))
    return found


def _seen(piece: Piece, first: int, last: int) -> Any:
    """Return of which states (rows), on either side, a source has figures in which years (columns)."""
    import numpy as np

    tables = []
    for side in ("origin", "target") if piece.dyadic else ("state",):
        values: Any = piece.values.select(side, "year")
        values = values.unique().collect() if isinstance(values, nw.LazyFrame) else values
        values = values.filter(~nw.col(side).is_null(), nw.col("year") >= first, nw.col("year") <= last)
        tables.append(_table(values[side].to_numpy(), values["year"].to_numpy(), first, last))
    seen = np.zeros((max(map(len, tables)), last - first + 1), dtype=bool)
    for one in tables:
        seen[: len(one)] |= one
    return seen


def _table(state: Any, year: Any, first: int, last: int) -> Any:
    """Return a table of yes and no by the number of a state and the year."""
    import numpy as np

    found = np.zeros((int(np.max(state, initial=-1)) + 1, last - first + 1), dtype=bool)
    found[np.asarray(state, dtype=np.int64), np.asarray(year, dtype=np.int64) - first] = True
    return found


def unmapped_lines(found: Lost, limit: int | None = SHOWN_STATES) -> list[str]:
    """Return one line for each code with figures that have no row in the panel."""
    lines = []
    for code, of_code in found.items():
        some = [f"{s} {a}–{b}" if a != b else f"{s} {a}" for s, (a, b) in of_code.items()]
        more = f" and {len(some) - limit} more" if limit is not None and len(some) > limit else ""
        lines.append(f"{code}: figures without a row in the panel: {', '.join(some[:limit])}{more}")
    return lines


def warnings(plan: Assembled) -> list[str]:
    """Return what to know of the rows before any figure is read."""
    found = []
    if plan.units.provisional_after is not None and plan.units.years is not None:
        after = plan.units.provisional_after
        found.append(
            f"the list of {TITLES[plan.units.system]} ends in {after}: membership in {after + 1}–{plan.units.years[1]} "
            "is carried forward and flagged as provisional"
        )
    if (
        plan.units.system == "cow"
        and plan.units.years is not None
        and plan.units.years[0] <= 1990 <= plan.units.years[1]
    ):
        found.append(
            "in 1990 West Germany (260) and united Germany (255) both have rows, and the figures of DEU in both"
        )
    return found


def column_entries(plan: Assembled, counted: Counted) -> list[dict[str, Any]]:
    """Return what there is to say of each column, in order."""
    made = shown_of(plan)
    return [_entry(s.name, made.get(s.name), counted) for s in plan.shown]


def _entry(name: str, made: Made | None, counted: Counted) -> dict[str, Any]:
    if made is None:
        stem = name.rstrip("12").removesuffix("_origin").removesuffix("_target")
        return {"name": name, "label": KEYS.get(name) or KEYS[stem]}
    piece, missing = made.piece, counted.missing[name]
    return {
        "name": name,
        "label": made.field.label,
        "unit": {"log1p": f"log(1 + {made.field.unit})", "growth": "share", "spell": "periods"}.get(
            made.add.then, made.field.unit
        ),
        "code": piece.code,
        "done": done(made, name) or None,
        "source": "; ".join(f"{s.dataset.title}, release {s.release.stamp}" for s in piece.sources),
        "coverage": spans_text(piece.coverage),
        "absent": made.field.absent,
        "missing": missing,
        "missing_outside_coverage": counted.outside[name],
        "share_missing": round(missing / counted.rows, 6) if counted.rows else 0.0,
        "caveats": [c.text for c in piece.caveats] or None,
    }


def codebook(plan: Assembled, recipe: str, counted: Counted, lost: Lost) -> str:
    """Return the codebook of a panel in TOML: its recipe, its columns, its sources, and what to know."""
    told = [*warnings(plan), *unmapped_lines(lost, None)]
    head, _, rest = recipe.partition("\n[")
    about = {"made_by": f"comity {version('comity')}", "rows": counted.rows, "warnings": told or None}
    parts = [f"{head}\n{table('', about)}", f"[{rest}"]
    parts += [table("[[columns]]", entry) for entry in column_entries(plan, counted)]
    parts += [
        table(
            "[[sources]]",
            {
                "dataset": s.dataset.code,
                "title": s.dataset.title,
                "release": s.release.stamp,
                "published": s.release.published.isoformat(),
                "retrieved": s.release.retrieved.isoformat(),
                "licence": s.dataset.licence.name,
                "citation": cite((s,)),
            },
        )
        for s in plan.sources
    ]
    return "\n".join(parts)
