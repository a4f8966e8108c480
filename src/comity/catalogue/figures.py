"""`get`: the figures themselves, with unit, release, caveats and citation."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw

from comity import language, states, store
from comity.catalogue.citing import CitationStyle, cite
from comity.catalogue.entries import definition
from comity.catalogue.opening import indicator
from comity.errors import WrongUse, printable
from comity.vocabulary import Caveat, Definition, Indicator, Relation, Source, Span

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import polars as pl
    import pyarrow as pa

SCHEMA_VERSION = 1
ANY = frozenset({"any", "*"})
Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """The answer of `get`: rows with their status, and all that must travel with them."""

    definition: Definition
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    coverage: tuple[Span, ...]
    as_of: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return columns_of(self.definition)

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table whose metadata hold unit and citation."""
        import pyarrow as pa

        from comity.catalogue.exports import show_pandas

        show_pandas()
        types = {"year": pa.int32(), "value": pa.float64()}
        schema = pa.schema([(c, types.get(c, pa.string())) for c in self.columns])
        metadata = {"indicator": self.definition.code, "unit": self.definition.unit, "citation": self.cite()}
        return pa.Table.from_pylist(list(self.rows), schema=schema.with_metadata(metadata))

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a Polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.to_arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas frame."""
        import pandas as pd

        frame = self.to_arrow().to_pandas()
        assert isinstance(frame, pd.DataFrame)
        return frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the rows to whatever reads Arrow's stream interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def cite(self, style: CitationStyle = "text") -> str:
        """Return the citation of just what is shown."""
        return cite(self.sources, style)

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
            "rows": list(self.rows),
            "sources": [source_entry(s) for s in self.sources],
            "caveats": [caveat_entry(c) for c in self.caveats],
            "notes": list(self.notes),
        }

    def save(self, path: Path) -> None:
        """Write the rows to a file; its ending (csv, parquet, xlsx, dta, json) picks the format."""
        from comity.catalogue.exports import save

        save(self.to_arrow(), path, self.to_dict())

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
    who = "→".join(row[c] for c in ("origin", "target", "state") if c in row)
    return f"{who}  {row['year']}  {value}"


def columns_of(definition: Definition) -> tuple[str, ...]:
    """Names of the columns of an indicator's relation."""
    who = ("state",) if definition.grain == "state-year" else ("origin", "target")
    return (*who, "year", "value", "status")


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
        Names or codes of states. A directed indicator takes the acting state and the other, and ``any`` for either
        side; an undirected one takes them in either order; a monadic one takes as many as you like.
    years
        ``"2015:2023"``, ``"2020"`` or a pair of years; all that is covered without.
    as_of
        The day whose newest release is read; the newest at hand without.

    Returns
    -------
    Figures
        A row for each year of a named pair or state, also where there is no figure: its status says why. With
        ``any``, the rows on record.

    Raises
    ------
    WrongUse
        Unknown indicator, state or period; a state paired with itself.
    NotAtHand
        No release at hand can answer.
    """
    day = language.day(as_of) if isinstance(as_of, str) else as_of
    period = language.years(years) if isinstance(years, str) else years
    asked = _asked(definition(code), who)
    found = _until(indicator(code, day), day)
    if found.definition.grain == "state-year":
        rows = _monadic(found, [s for s in asked if s is not None], period)
    else:
        rows = _dyadic(found, asked, period)
    seen = [r["year"] for r in rows] or [0]
    ids = tuple({r[c] for r in rows for c in ("state", "origin", "target") if c in r})
    caveats = tuple(c for c in found.caveats if c.touches(ids, min(seen), max(seen)))
    cut = tuple(
        f"{s.dataset.title}: only years that were over on {day} are counted"
        for s in found.sources
        if day is not None and s.dataset.as_of == "row date"
    )
    return Figures(found.definition, tuple(rows), found.sources, caveats, found.coverage, day, cut)


def _until(found: Indicator, day: date | None) -> Indicator:
    """Cut figures that are counted year by year to the years that were over on the day asked."""
    if day is None or all(s.dataset.as_of != "row date" for s in found.sources):
        return found
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    spans = tuple(replace(s, last=min(s.last, last)) for s in found.coverage if s.first <= last)
    return replace(found, values=found.values.filter(nw.col("year") <= last), coverage=spans)


def _monadic(found: Indicator, asked: list[states.State], period: tuple[int, int] | None) -> list[Row]:
    rows = collect(_within(found.values, period, "state", [s.number for s in asked]), found.definition)
    if not asked:
        return rows
    known = {(r["state"], r["year"]): r for r in rows}
    return [
        known.get((s.id, y)) or {"state": s.id, "year": y, **_absent(found, (s, None), y)}
        for s in asked
        for y in _years(found.coverage, s.id, None, period)
    ]


def _asked(what: Definition, who: Sequence[str]) -> list[states.State | None]:
    """Return the states asked for, None for any; refuse what is no pair before any data are opened."""
    if what.grain == "state-year":
        return [states.find(w) for w in who if w not in ANY]
    if not 1 <= len(who) <= 2:
        raise WrongUse(f"{what.code} is about pairs; name two states, or one and `any`: comity get {what.code} RUS MMR")
    origin, target = (None if w in ANY else states.find(w) for w in (*who, "any")[:2])
    if origin is None and target is None:
        raise WrongUse(f"{what.code}: name at least one state")
    if origin is not None and target is not None and origin.id == target.id:
        raise WrongUse(f"{printable(who[0], 40)} and {printable(who[1], 40)} are the same state; a pair needs two")
    return [origin, target]


def _dyadic(found: Indicator, asked: Sequence[states.State | None], period: tuple[int, int] | None) -> list[Row]:
    origin, target = asked
    undirected = found.definition.grain == "dyad-year"
    if origin is None or target is None:
        return _partners(found, origin, target, period, undirected=undirected)
    ends = sorted([origin, target], key=lambda s: s.number) if undirected else [origin, target]
    values = found.values.filter(nw.col("origin") == ends[0].number, nw.col("target") == ends[1].number)
    known = {r["year"]: r for r in collect(_in_years(values, period), found.definition)}
    return [
        {"origin": origin.id, "target": target.id, "year": y, "value": r["value"], "status": r["status"]}
        if (r := known.get(y))
        else {"origin": origin.id, "target": target.id, "year": y, **_absent(found, (origin, target), y)}
        for y in _years(found.coverage, origin.id, target.id, period, either=undirected)
    ]


def _partners(
    found: Indicator,
    origin: states.State | None,
    target: states.State | None,
    period: tuple[int, int] | None,
    *,
    undirected: bool,
) -> list[Row]:
    asked = origin or target
    assert asked is not None
    if undirected:
        values = found.values.filter((nw.col("origin") == asked.number) | (nw.col("target") == asked.number))
    else:
        values = found.values.filter(nw.col("origin" if origin is not None else "target") == asked.number)
    return collect(_in_years(values, period), found.definition)


def collect(values: Relation, definition: Definition) -> list[Row]:
    """Run a relation and return its rows in order, states as ids."""
    columns = columns_of(definition)
    rows = store.rows(values.select(*columns))
    named = [
        {c: states.by_number(v).id if c in ("state", "origin", "target") else v for c, v in r.items()} for r in rows
    ]
    return sorted(named, key=lambda r: tuple(r[c] for c in columns[:-2]))


def _within(values: Relation, period: tuple[int, int] | None, side: str, numbers: list[int]) -> Relation:
    return _in_years(values.filter(nw.col(side).is_in(numbers)) if numbers else values, period)


def _in_years(values: Relation, period: tuple[int, int] | None) -> Relation:
    if period is None:
        return values
    return values.filter((nw.col("year") >= period[0]) & (nw.col("year") <= period[1]))


def _years(
    coverage: tuple[Span, ...], origin: str, target: str | None, period: tuple[int, int] | None, *, either: bool = False
) -> range:
    spans = [s for s in coverage if _covers(s, origin, target, s.first, either=either)]
    first = min((s.first for s in spans), default=None)
    last = max((s.last for s in spans), default=None)
    if period is None:
        return range(0) if first is None or last is None else range(first, last + 1)
    # An open end stops at what is covered: nobody asks for two centuries of "outside coverage".
    low = period[0] if period[0] != language.FIRST_YEAR or first is None else first
    high = period[1] if period[1] != language.LAST_YEAR or last is None else last
    return range(low, high + 1)


def _covers(span: Span, origin: str, target: str | None, year: int, *, either: bool) -> bool:
    return span.covers(origin, target, year) or (either and target is not None and span.covers(target, origin, year))


def _absent(found: Indicator, who: tuple[states.State, states.State | None], year: int) -> Row:
    """Say what it means that there is no row: the rule of the indicator inside its coverage, else outside."""
    origin, target = who
    alive = origin.exists_in(year) and (target is None or target.exists_in(year))
    either = found.definition.grain == "dyad-year"
    other = None if target is None else target.id
    if not alive or not any(_covers(s, origin.id, other, year, either=either) for s in found.coverage):
        return {"value": None, "status": "outside coverage"}
    return {"value": 0.0 if found.definition.absent == "true zero" else None, "status": found.definition.absent}
