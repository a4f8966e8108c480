"""`records`: dated rows (deals, measures, visits, ballots) of a pair or a state."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import narwhals as nw

from comity import language, states, store
from comity.catalogue.answer import Answer
from comity.catalogue.entries import Joined, entries, record_kind
from comity.catalogue.figures import ANY, SCHEMA_VERSION, caveat_entry, source_entry
from comity.catalogue.opening import NotAtHand, record_relation
from comity.errors import WrongUse, printable
from comity.vocabulary import RECORD_COLUMNS, Caveat, RecordKind, Relation, Source

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
# Groups that act as one; a region or a view ("the West") takes part in nothing by itself.
ACTING = ("EU", "NATO", "ASEAN", "CSTO", "BRICS", "G7")
SHORT = 5_000  # a list of no more rows is read whole
LONG = 40_000  # one of no more rows is, after it was asked for so often
ASKED = 3


@dataclass(frozen=True)
class Records(Answer):
    """The answer of `records`: rows by date; `through` names the group by which a state takes part, blank if itself."""

    kind: RecordKind
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Caveat, ...]
    as_of: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return columns_of(self.kind)

    def to_arrow(self) -> pa.Table:
        """Return the rows as an Arrow table."""
        import pyarrow as pa

        from comity.catalogue.exports import show_pandas

        show_pandas()
        types = {"date": pa.date32(), "bool": pa.bool_(), "float": pa.float64(), "int": pa.int32()}
        typed = {c.name: types.get(c.dtype, pa.string()) for c in (*RECORD_COLUMNS, *self.kind.columns)}
        schema = pa.schema([(c, typed.get(c, pa.string())) for c in self.columns])
        flat = [{c: "; ".join(v) if isinstance(v := r[c], list) else v for c in self.columns} for r in self.rows]
        metadata = {"records": self.kind.code, "citation": self.cite()}
        return pa.Table.from_pylist(flat, schema=schema.with_metadata(metadata))

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, as `--json` prints it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "records": {"code": self.kind.code, "label": self.kind.label, "note": self.kind.note},
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "rows": [{c: _plain(r[c]) for c in self.columns} for r in self.rows],
            "sources": [source_entry(s) for s in self.sources],
            "caveats": [caveat_entry(c) for c in self.caveats],
            "notes": list(self.notes),
        }

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        head = f"{self.kind.code}: {len(self.rows)} records"
        lines = [f"{r['date'] or 'no date'}  {r['kind']}  {r['summary']}"[:110] for r in self.rows[:10]]
        return "\n".join([head, *lines, *(["…"] if len(self.rows) > 10 else [])])

    def _repr_html_(self) -> str:
        def cells(tag: str, values: Iterable[object]) -> str:
            return "<tr>" + "".join(f"<{tag}>{html.escape(str(v))}</{tag}>" for v in values) + "</tr>"

        shown = ("date", "kind", "origin", "target", "summary")
        body = "".join(cells("td", ["" if r[c] is None else r[c] for c in shown]) for r in self.rows[:60])
        caption = html.escape(self.kind.label)
        return f"<table><caption>{caption}</caption>{cells('th', shown)}{body}</table><p>{html.escape(self.cite())}</p>"


def columns_of(kind: RecordKind) -> tuple[str, ...]:
    """Names of the columns of a record kind as they are answered."""
    return (*(c.name for c in RECORD_COLUMNS), "through", *(c.name for c in kind.columns))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def records(
    code: str,
    *who: str,
    years: str | tuple[int, int] | None = None,
    as_of: str | date | None = None,
) -> Records:
    """Return the dated records of a kind in which one state, or both of two, take part.

    Parameters
    ----------
    code
        The record kind, such as ``arms.deals``.
    who
        None, one or two names or codes of states, in any order.
    years
        Keep records dated in these years.
    as_of
        The day whose newest release is read; for a list compiled later, rows dated after it are left out.

    Raises
    ------
    WrongUse
        Unknown record kind, state or period; a state paired with itself; more than two states.
    NotAtHand
        No release at hand can answer.
    """
    day = language.day(as_of) if isinstance(as_of, str) else as_of
    period = language.years(years) if isinstance(years, str) else years
    kind = record_kind(code)
    asked = [states.find(w) for w in who if w not in ANY]
    if len(asked) > 2:
        raise WrongUse(f"{code}: name one state or two, not {len(asked)}")
    if len(asked) == 2 and asked[0].id == asked[1].id:
        raise WrongUse(f"{printable(who[0], 40)} and {printable(who[1], 40)} are the same state; a pair needs two")
    joined = entries()[code]
    if isinstance(joined, Joined):
        return _joined(joined, tuple(s.id for s in asked), period, day)
    values, source, files = record_relation(code, day)
    found = _with_parties(code, values, files, [_numbers(s) for s in asked])
    if period is not None:
        found = [r for r in found if r["date"] is not None and period[0] <= r["date"].year <= period[1]]
    columns = columns_of(kind)
    rows = [r for row in found if (r := _answer(row, asked, columns)) is not None]
    notes: list[str] = []
    if day is not None and source.dataset.as_of == "row date":
        rows = [r for r in rows if r["date"] is not None and r["date"] <= day]
        notes.append(f"{source.dataset.title} was compiled later: only rows dated until {day} are shown")
    if day is not None and source.dataset.as_of == "does not apply":
        notes.append(f"{source.dataset.title} is not dated: --as-of does not apply")
    rows.sort(key=lambda r: (r["date"] or date.min, r["id"]))
    dated = [r["date"].year for r in rows if r["date"] is not None] or [0]
    caveats = tuple(c for c in kind.caveats if c.touches(tuple(s.id for s in asked), min(dated), max(dated)))
    return Records(kind, tuple(rows), (source,), caveats, day, tuple(notes))


def _joined(entry: Joined, asked: tuple[str, ...], period: tuple[int, int] | None, day: date | None) -> Records:
    """Return the rows that are made of other lists, with the sources and caveats of those at hand; at least one is."""
    found: dict[str, Records] = {}
    lacking: list[NotAtHand] = []
    for code in entry.inputs:
        try:
            found[code] = records(code, *asked, as_of=day)
        except NotAtHand as e:
            lacking.append(e)
    if not found:
        raise lacking[0]
    rows = entry.rows({code: f.rows for code, f in found.items()}, day)
    if period is not None:
        rows = [r for r in rows if r["date"] is not None and period[0] <= r["date"].year <= period[1]]
    notes = [*(n for f in found.values() for n in f.notes), *(f"left out: {e.reason}; {e.remedy}" for e in lacking)]
    return Records(
        entry.kind,
        tuple(rows),
        tuple(dict.fromkeys(s for f in found.values() for s in f.sources)),
        tuple(dict.fromkeys([*entry.kind.caveats, *(c for f in found.values() for c in f.caveats)])),
        day,
        tuple(dict.fromkeys(notes)),
    )


def _numbers(asked: states.State) -> list[int]:
    """Return the numbers under which a state may take part: its own, and those of groups that act as one."""
    return [asked.number, *(states.group(g).number for g in ACTING)]


def _with_parties(code: str, values: Relation, files: tuple[store.TableFile, ...], sides: list[list[int]]) -> list[Row]:
    """Return the rows in which each side takes part; one short or asked for often is read whole, once."""
    key = (code, *((str(f.path), f.sha256) for f in files))
    length = sum(f.rows for f in files)
    asked: Counter[str] = store.remembered(("asked", *key), Counter)
    asked[code] += 1
    if length <= SHORT or (length <= LONG and asked[code] > ASKED):
        return store.remembered(("rows", *key), lambda: _Whole.of(store.rows(values))).taking_part(sides)
    for first, *others in sides:
        takes_part = nw.col("parties").list.contains(first)
        for n in others:
            takes_part = takes_part | nw.col("parties").list.contains(n)
        values = values.filter(takes_part)
    return store.rows(values)


@dataclass(frozen=True)
class _Whole:
    """A list of records with the places of each party's rows."""

    rows: list[Row]
    places: dict[int, set[int]]

    @classmethod
    def of(cls, rows: list[Row]) -> _Whole:
        places: dict[int, set[int]] = {}
        for place, row in enumerate(rows):
            for party in row["parties"]:
                places.setdefault(party, set()).add(place)
        return cls(rows, places)

    def taking_part(self, sides: list[list[int]]) -> list[Row]:
        if not sides:
            return self.rows
        found = [set().union(*(self.places.get(n, ()) for n in side)) for side in sides]
        return [self.rows[place] for place in sorted(set.intersection(*found))]


def _answer(row: Row, asked: list[states.State], columns: tuple[str, ...]) -> Row | None:
    """Return the row with ids for numbers, or None where a state takes part through no group of that day."""
    acting = [n for n in row["parties"] if n >= 10_000] if row["date"] is not None else []
    through: list[str] = []
    taken: set[int] = set()
    # Those who take part themselves go first, so that a group does not stand in for both.
    for state in sorted(asked, key=lambda s: s.number not in row["parties"]):
        joined = states.memberships(state.id, row["date"]) if acting else ()
        places = [(state.number, ""), *((states.group(g).number, g) for g in ACTING if g in joined)]
        found = next(((n, g) for n, g in places if n in row["parties"] and n not in taken), None)
        if found is None:
            return None
        taken.add(found[0])
        through.append(found[1])
    parties = [states.group_by_number(n).code if n >= 10_000 else states.by_number(n).id for n in row["parties"]]
    return {c: row[c] for c in columns if c in row} | {
        "parties": parties,
        "through": "; ".join(filter(None, through)),
    }
