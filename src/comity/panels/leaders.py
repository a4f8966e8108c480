"""Leaders of states: the rows of a leader-year panel, and what a state's year holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from comity import store
from comity.catalogue import Tables, record_kind, stored_tables
from comity.panels.adds import Add
from comity.panels.pieces import Field, Piece
from comity.panels.systems import Presence
from comity.vocabulary import Relation

if TYPE_CHECKING:
    import polars as pl

ARCHIGOS = "leaders.archigos"
FIELDS = (
    Field("transition", "Another leader at the end of the year's leaders than at their start", "1 = yes", "not known"),
    Field("irregular", "A leader left by irregular means in the year", "1 = yes", "not known"),
    Field("number", "Leaders in office in the year", "leaders", "not known"),
)


def _spans(tables: Tables) -> list[dict[str, Any]]:
    """Return the leaders with their last days; who was in office at the end of the data has the end of the coverage."""
    end = date(max(s.last for s in tables.coverage["leaders"]), 12, 31)
    columns = ("id", "leader", "date", "last_day", "exit", "parties")
    rows = store.rows(tables.relations["leaders"].select(*columns))
    return sorted(({**r, "end": r["last_day"] or end} for r in rows), key=lambda r: (r["date"], r["end"], r["id"]))


def leaders(add: Add, as_of: date | None) -> Piece:
    """Open the leaders as figures of a state and year: transitions, irregular exits, the number of leaders."""
    tables = stored_tables(ARCHIGOS, as_of)
    first = min(s.first for s in tables.coverage["leaders"])
    in_office: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for row in _spans(tables):
        for year in range(max(row["date"].year, first), row["end"].year + 1):
            for state in row["parties"]:
                in_office.setdefault((state, year), []).append(row)
    rows = [_state_year(state, year, some) for (state, year), some in sorted(in_office.items())]
    return Piece(
        code=ARCHIGOS,
        grain="state-year",
        values=small_table(rows),
        fields=FIELDS,
        coverage=tables.coverage["leaders"],
        sources=(tables.source,),
        caveats=record_kind(ARCHIGOS).caveats,
        rule="all leaders in office on a day of the year are counted",
        short="leaders",
    )


def _state_year(state: int, year: int, some: list[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(some, key=lambda r: (max(r["date"], date(year, 1, 1)), r["end"]))
    last = max(some, key=lambda r: (min(r["end"], date(year, 12, 31)), r["date"]))
    left = [r for r in some if r["end"].year == year and r["last_day"] is not None]
    return {
        "state": state,
        "year": year,
        "transition": float(ordered[0]["id"] != last["id"]),
        "irregular": float(any(r["exit"] == "Irregular" for r in left)),
        "number": float(len({r["leader"] for r in some})),
    }


def led(members: pl.DataFrame, present: Iterable[Presence], years: tuple[int, int], as_of: date | None) -> pl.DataFrame:
    """Return the members of each year once for each leader in office on a day of their membership in it."""
    import polars as pl

    held: dict[tuple[int, int], list[Presence]] = {}
    for member in present:
        held.setdefault((member.state, member.first.year), []).append(member)
    rows = []
    for row in _spans(stored_tables(ARCHIGOS, as_of)):
        for year in range(max(row["date"].year, years[0]), min(row["end"].year, years[1]) + 1):
            rows += [
                (row["id"], row["leader"], m.number, year)
                for state in row["parties"]
                for m in held.get((state, year), ())
                if any(row["date"] <= e and s <= row["end"] for s, e in m.days)
            ]
    kinds = {"_leader": pl.String, "_who": pl.String, "_n1": pl.Int16, "_t": pl.Int32}
    found = pl.DataFrame(rows, schema=kinds, orient="row").join(members, on=["_n1", "_t"], how="inner")
    return found.sort("_leader", "_n1", "_t")


def small_table(rows: Sequence[Mapping[str, Any]]) -> Relation:
    """Return rows as a relation: numbers of states small, years whole, the rest as figures."""
    import pyarrow as pa

    kinds = {"year": pa.int32(), **dict.fromkeys(("state", "origin", "target"), pa.int16())}
    names = list(rows[0]) if rows else []
    fields = [(n, kinds.get(n, pa.float64())) for n in names]
    return store.table(pa.Table.from_pylist(rows, schema=pa.schema(fields)))
