"""Checks that hold for every table that is read: columns, types, ranges, keys, and the envelope of its release."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity import states
from comity.errors import Failure, printable
from comity.sources.reading import LINE, pl, unique_keys
from comity.vocabulary import Column, Envelope, Table

if TYPE_CHECKING:
    import pandera.polars as pa


def _dtype(column: Column) -> Any:
    return {
        "state": pl.Int16,
        "int": pl.Int32,
        "float": pl.Float64,
        "text": pl.String,
        "date": pl.Date,
        "bool": pl.Boolean,
        "states": pl.List(pl.Int16),
    }[column.dtype]


def checked(table: Table, frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return the frame with exactly the table's columns, in order and sorted by its keys.

    Raises
    ------
    Failure
        Names the file, the line where it is known, the column, what it holds and what was expected.
    """
    import pandera.errors

    try:
        _schema(table).validate(frame, lazy=False)
    except pandera.errors.SchemaError as e:
        raise Failure(_explain(table, frame, e, path)) from e
    unique_keys(frame, table.keys, path)
    return frame.select(table.column_names()).sort(table.keys)


def _schema(table: Table) -> pa.DataFrameSchema:
    import pandera.polars as pa

    return pa.DataFrameSchema({c.name: _column(c) for c in table.columns}, strict=False)


def _column(column: Column) -> pa.Column:
    import pandera.polars as pa

    found = []
    if column.low is not None:
        found.append(pa.Check.ge(column.low))
    if column.high is not None:
        found.append(pa.Check.le(column.high))
    if column.values:
        found.append(pa.Check.isin(list(column.values)))
    if column.dtype == "state":
        found.append(pa.Check.isin(sorted(s.number for s in states.states())))
    if column.dtype == "float":
        found.append(pa.Check(lambda data: data.lazyframe.select(pl.col(data.key).is_finite()), name="finite"))
    return pa.Column(_dtype(column), checks=found, nullable=column.nullable)


def _explain(table: Table, frame: pl.DataFrame, error: Any, path: Path) -> str:
    name = str(getattr(error.schema, "name", None) or "")
    column = next((c for c in table.columns if c.name == name), None)
    if column is None or name not in frame.columns:
        return f"{path}: {printable(str(error), 160)}"
    if frame.schema[name] != _dtype(column):
        return f"{path}: the column '{name}' is {frame.schema[name]}, expected {column.dtype}"
    odd = frame.filter(_outside(column))
    value = printable(repr(odd[name][0]), 40) if len(odd) else "?"
    at = f"{path}:{odd[LINE][0]}" if len(odd) and LINE in frame.columns else str(path)
    return f"{at}: the column '{name}' holds {value}, expected {_expected(column)}"


def _outside(column: Column) -> pl.Expr:
    c = pl.col(column.name)
    odd = pl.lit(False) if column.nullable else c.is_null()
    if column.low is not None:
        odd = odd | (c < column.low)
    if column.high is not None:
        odd = odd | (c > column.high)
    if column.values:
        odd = odd | ~c.is_in(list(column.values))
    if column.dtype == "state":
        odd = odd | ~c.is_in(sorted(s.number for s in states.states()))
    if column.dtype == "float":
        odd = odd | ~c.is_finite()
    return odd


def _expected(column: Column) -> str:
    if column.values:
        return "one of " + ", ".join(column.values[:8])
    bounds = [
        f"at least {column.low:g}" if column.low is not None else "",
        f"at most {column.high:g}" if column.high is not None else "",
    ]
    said = " and ".join(b for b in bounds if b)
    if column.dtype == "state" and not column.nullable:
        return "a state in each row; drop the rows of words that are none, or let the column be blank (`nullable`)"
    return f"a {column.dtype} {said}".strip() + ("" if column.nullable else ", not blank")


def within(envelope: Envelope, table: Table, frame: pl.DataFrame, path: Path, *, accept_shrink: bool = False) -> None:
    """Refuse a table that has shrunk or whose known cells differ; warn of one that is larger than expected.

    Raises
    ------
    Failure
        Too few rows, missing years, or a cell that is not what the publisher's page says.
    """
    least, most = envelope.rows
    if len(frame) < least and not accept_shrink:
        raise Failure(
            f"{path}: {len(frame):,} rows for the table '{table.name}', expected at least {least:,}; "
            "the file is cut, or say --accept-shrink if the publisher withdrew rows"
        )
    if len(frame) > most:
        warnings.warn(
            f"{path}: {len(frame):,} rows for the table '{table.name}', expected at most {most:,}", stacklevel=2
        )
    if envelope.years is not None and not accept_shrink:
        first, last = (int(y) for y in frame["year"].sort().gather([0, -1]))
        if (first, last) != envelope.years:
            raise Failure(
                f"{path}: years {first}–{last} in the table '{table.name}', "
                f"expected {envelope.years[0]}–{envelope.years[1]}"
            )
    for keys, column, expected in envelope.cells:
        _cell(table, frame, dict(keys), column, expected, path)


def _cell(table: Table, frame: pl.DataFrame, keys: dict[str, Any], column: str, expected: Any, path: Path) -> None:
    stateful = {c.name for c in table.columns if c.dtype == "state"}
    coded = {k: states.state(v).number if k in stateful else v for k, v in keys.items()}
    found = frame.filter([pl.col(k) == v for k, v in coded.items()])[column].to_list()
    same = (
        len(found) == 1
        and found[0] is not None
        and (
            abs(found[0] - expected) <= 1e-6 * max(1, abs(expected))
            if isinstance(expected, float)
            else found[0] == expected
        )
    )
    if not same:
        said = ", ".join(f"{k} {v}" for k, v in keys.items())
        raise Failure(f"{path}: the publisher's {column} for {said} is {expected}, the file has {found or 'no row'}")
