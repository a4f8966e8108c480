"""`get`: the figures themselves, with unit, release, caveats and citation."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from comity import language, states
from comity.catalogue import cells, groups
from comity.catalogue.answer import Answer
from comity.catalogue.cells import Row
from comity.catalogue.entries import definition
from comity.catalogue.opening import indicator, inputs_of_share
from comity.errors import WrongUse, printable
from comity.states import Group, State
from comity.vocabulary import Caveat, Definition, Indicator, Source, Span, by_month, of_one_state, relation_columns

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_VERSION = 1
ANY = frozenset({"any", "*"})


@dataclass(frozen=True)
class Figures(Answer):
    """The answer of `get`: rows with their status, and all that must travel with them.

    Where `groups` were asked for, each row says how its figure came about: `basis` ("members" added up, or the
    "publisher"'s own figure), how many `members` there are, for how many the source is `reporting` (a figure, a true
    zero or none recorded), and, where these are not all, the `partial` sum.
    """

    definition: Definition
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    coverage: tuple[Span, ...]
    as_of: date | None = None
    notes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return (*relation_columns(self.definition.grain), *(groups.COLUMNS if self.groups else ()))

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table whose metadata hold unit and citation."""
        import pyarrow as pa

        from comity.catalogue.exports import show_pandas

        show_pandas()
        types = {"year": pa.int32(), "date": pa.date32(), "value": pa.float64()}
        types |= {"members": pa.int32(), "reporting": pa.int32(), "partial": pa.float64()}
        schema = pa.schema([(c, types.get(c, pa.string())) for c in self.columns])
        metadata = {"indicator": self.definition.code, "unit": self.definition.unit, "citation": self.cite()}
        return pa.Table.from_pylist(list(self.rows), schema=schema.with_metadata(metadata))

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, as `--json` prints it."""
        d = self.definition
        return {
            "schema_version": SCHEMA_VERSION,
            "indicator": {
                "code": d.code,
                "label": d.label,
                "unit": d.unit,
                "grain": d.grain,
                "kind": d.kind,
                "absent": d.absent,
                "note": d.note,
            },
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "groups": [{"code": g.code, "name": g.name, "definition": g.definition} for g in self.groups],
            "rows": [{c: v.isoformat() if isinstance(v, date) else v for c, v in r.items()} for r in self.rows],
            "sources": [source_entry(s) for s in self.sources],
            "caveats": [caveat_entry(c) for c in self.caveats],
            "notes": list(self.notes),
        }

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        d = self.definition
        years = sorted({r["year"] for r in self.rows})
        span = f"{years[0]}–{years[-1]}" if years else "no years"
        releases = ", ".join(f"{s.dataset.code} {s.release.stamp}" for s in self.sources)
        head = f"{d.code} ({d.unit}): {len(self.rows)} rows, {span}; {releases}; {len(self.caveats)} caveats"
        return "\n".join([head, *(_line(r) for r in self.rows[:10]), *(["…"] if len(self.rows) > 10 else [])])

    def _repr_html_(self) -> str:
        def cells(tag: str, values: Sequence[object]) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(str(v))}</{tag}>" for v in values) + "</tr>"

        body = "".join(cells("td", ["" if r[c] is None else r[c] for c in self.columns]) for r in self.rows[:60])
        caption = html.escape(f"{self.definition.label} ({self.definition.unit})")
        return (
            f"<table><caption>{caption}</caption>{cells('th', self.columns)}{body}</table>"
            f"<p>{html.escape(self.cite())}</p>"
        )


def _line(row: Row) -> str:
    value = row["status"] if row["value"] is None else f"{row['value']:,.6g}  {row['status']}"
    who = "→".join(row[c] for c in cells.SIDES if c in row)
    when = f"{row['date']:%Y-%m}" if "date" in row else row["year"]
    return f"{who}  {when}  {value}"


def source_entry(source: Source) -> dict[str, Any]:
    """Return a source as plain data."""
    d, r = source.dataset, source.release
    return {
        "dataset": d.code,
        "title": d.title,
        "publisher": d.publisher,
        "release": r.stamp,
        "published": r.published.isoformat(),
        "retrieved": r.retrieved.isoformat(),
        "citation": d.citation,
        "licence": d.licence.name,
        "address": d.address,
    }


def caveat_entry(caveat: Caveat) -> dict[str, Any]:
    """Return a caveat as plain data."""
    return {
        "text": caveat.text,
        "states": list(caveat.states),
        "from": None if caveat.first is None else caveat.first.isoformat(),
        "to": None if caveat.last is None else caveat.last.isoformat(),
    }


def get(
    code: str,
    *who: str,
    years: str | tuple[int, int] | None = None,
    as_of: str | date | None = None,
) -> Figures:
    """Return the figures of an indicator.

    Parameters
    ----------
    code
        The indicator, such as ``arms.deliveries``.
    who
        Names or codes of states or groups. A directed indicator takes the acting state and the other, and ``any`` for
        either side; an undirected one takes them in either order; a monadic one takes as many as you like. A group
        has the publisher's own figure where there is one, else the sum over those who are members on most days of the
        year or month (C37–C40); a state is never counted with itself.
    years
        ``"2015:2023"``, ``"2020"`` or a pair of years; all that is covered without.
    as_of
        The day whose newest release is read; the newest at hand without.

    Returns
    -------
    Figures
        A row for each year (or month) of a named pair or state, also where there is no figure: its status says why.
        With ``any``, the rows on record. A sum for which the source lacks a member is not known; its row has the sum
        of the others as `partial`, and a note names those who lack.

    Raises
    ------
    WrongUse
        Unknown indicator, state or period; a state paired with itself; a group where figures do not add up.
    NotAtHand
        No release at hand can answer.
    """
    day = language.day(as_of) if isinstance(as_of, str) else as_of
    period = language.years(years) if isinstance(years, str) else years
    what = definition(code)
    asked = _asked(what, who)
    found = cells.until(indicator(code, day), day)
    notes: list[str] = []
    members = tuple(a for a in asked if isinstance(a, Group))
    if members:
        inputs = [cells.until(i, day) for i in inputs_of_share(code, day)]
        rows, notes = groups.of_groups(found, inputs, [a for a in asked if a is not None], period)
    else:
        rows = _rows(found, [a for a in asked if not isinstance(a, Group)], period)
    seen = [r["year"] for r in rows] or [0]
    ids = {r[c] for r in rows for c in cells.SIDES if c in r}
    ids |= {s.id for g in members for m in {cells.moment(r) for r in rows} for s in groups.members_in(g, m)}
    caveats = tuple(c for c in found.caveats if c.touches(tuple(ids), min(seen), max(seen)))
    cut = [
        f"{s.dataset.title}: only {'months' if by_month(what.grain) else 'years'} that were over on {day} are counted"
        for s in found.sources
        if day is not None and s.dataset.as_of == "row date"
    ]
    return Figures(what, tuple(rows), found.sources, caveats, found.coverage, day, (*cut, *notes), members)


def _rows(found: Indicator, asked: Sequence[State | None], period: tuple[int, int] | None) -> list[Row]:
    if of_one_state(found.definition.grain):
        return cells.of_states(found, [s for s in asked if s is not None], period)
    origin, target = asked
    if origin is None or target is None:
        return cells.of_partners(found, origin, target, period)
    return cells.of_pair(found, origin, target, period)


def _asked(what: Definition, who: Sequence[str]) -> list[State | Group | None]:
    """Return the states and groups asked for, None for any; refuse what is no pair before any data are opened."""
    asked = _named(what, who)
    groups.refuse_unless_it_adds(what, asked)
    return asked


def _named(what: Definition, who: Sequence[str]) -> list[State | Group | None]:
    if of_one_state(what.grain):
        return [states.find_actor(w) for w in who if w not in ANY]
    if not 1 <= len(who) <= 2:
        raise WrongUse(f"{what.code} is about pairs; name two states, or one and `any`: comity get {what.code} RUS MMR")
    origin, target = (None if w in ANY else states.find_actor(w) for w in (*who, "any")[:2])
    if origin is None and target is None:
        raise WrongUse(f"{what.code}: name at least one state")
    if isinstance(origin, State) and origin == target:
        raise WrongUse(f"{printable(who[0], 40)} and {printable(who[1], 40)} are the same state; a pair needs two")
    return [origin, target]
