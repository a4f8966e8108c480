"""A table of flows as arrays: read from a file or a frame, checked, its states and years numbered.

Whatever is wrong with the table is said here, with the file and the line, before anything is estimated.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from comity.errors import Failure, WrongUse, printable
from comity.models.gravity.kernels import Codes, Floats

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".csv", ".parquet")
MISSING = ["", "NA", "NaN", "nan", "null", "."]
Where = Callable[[int], str]


@dataclass(frozen=True)
class Key:
    """A column that names things: the number of the thing in each row, and what the numbers stand for."""

    codes: Codes
    labels: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Rows of flows as given; `where` says the place of a row in words."""

    flow: Floats
    terms: dict[str, Floats]
    keys: dict[str, Key]
    weight: Floats | None
    where: Where


def read(
    data: Any,
    *,
    flow: str,
    terms: Sequence[str],
    keys: Mapping[str, str],
    extra: Mapping[str, str],
    weights: str | None,
    negative: bool = False,
) -> tuple[Table, NDArray[np.bool_]]:
    """Return the table and which of its rows lack a value.

    `keys` gives the column of each kind of name; those of `extra` are read only where the table has them. Only flows
    that are logarithms already may be `negative`.

    Raises
    ------
    WrongUse
        No such column, text where numbers are expected, an infinite or negative flow or weight.
    Failure
        The file cannot be read.
    """
    wanted = list(dict.fromkeys([flow, *terms, *keys.values(), *([weights] if weights else [])]))
    frame, where = _frame(data, wanted, list(extra.values()))
    keys = {**keys, **{kind: column for kind, column in extra.items() if column in frame.columns}}
    if frame.height == 0:
        raise WrongUse(f"{where(-1)}no rows; expected one row for each exporter, importer and year")
    numbers = {name: _numbers(frame[name], where) for name in dict.fromkeys([flow, *terms])}
    weight = None if weights is None else _numbers(frame[weights], where)
    for name, values in ((flow, None if negative else numbers[flow]), (weights, weight)):
        if values is not None and (values < 0).any():
            row = int(np.argmax(values < 0))
            raise WrongUse(f"{where(row)}{printable(str(name))} is {values[row]:g}; expected no negative value")
    lacking = np.zeros(frame.height, bool)
    for values in (*numbers.values(), *([weight] if weight is not None else [])):
        lacking |= np.isnan(values)
    named = {}
    for kind, column in keys.items():
        series = frame[column]
        if series.null_count():
            lacking |= series.is_null().to_numpy()
        named[kind] = _numbered(series)
    return Table(numbers[flow], {name: numbers[name] for name in terms}, named, weight, where), lacking


def combine(keys: Sequence[Key]) -> tuple[Codes, int]:
    """Return one number for each combination of names that occurs, and how many numbers there are.

    The numbers run over all combinations where these are few, the last key fastest.
    """
    codes = keys[0].codes.astype(np.int64)
    levels = len(keys[0].labels)
    for key in keys[1:]:
        codes = codes * len(key.labels) + key.codes
        levels *= len(key.labels)
        if levels > max(4 * codes.size, 1_000_000):
            seen, codes = np.unique(codes, return_inverse=True)
            levels = seen.size
    return codes.astype(np.int32), levels


def refuse_repeated(table: Table, kinds: Sequence[str], used: NDArray[np.bool_]) -> None:
    """Refuse two rows for the same exporter, importer and year.

    Raises
    ------
    WrongUse
        With both places.
    """
    codes, levels = combine([table.keys[kind] for kind in kinds])
    rows = np.flatnonzero(used)
    codes = codes[rows]
    if np.bincount(codes, minlength=levels).max(initial=0) <= 1:
        return
    order = np.argsort(codes, kind="stable")
    again = np.flatnonzero(codes[order][1:] == codes[order][:-1])
    first = again[np.argmin(order[again + 1])]
    one, other = int(rows[order[first]]), int(rows[order[first + 1]])
    words = ", ".join(printable(str(table.keys[k].labels[table.keys[k].codes[one]]), 24) for k in kinds)
    earlier = table.where(one).rstrip(": ").rsplit(", ", 1)[-1]
    raise WrongUse(
        f"{table.where(other)}{words} stands twice (first in {earlier}); expected one row for each "
        f"{', '.join(kinds)}; name what tells the rows apart (year, sector) or add the flows up"
    )


def _frame(data: Any, wanted: list[str], extra: list[str]) -> tuple[pl.DataFrame, Where]:
    if isinstance(data, str | Path):
        return _from_file(Path(data), wanted, extra)

    def where(row: int) -> str:
        return f"the data, row {row + 1}: " if row >= 0 else "the data: "

    import narwhals as nw
    import polars as pl

    if isinstance(data, Mapping):
        wanted = _chosen(wanted, extra, list(map(str, data)), "the data: ")
        columns = {name: np.asarray(data[name]) for name in wanted}
        for name, values in columns.items():
            if values.ndim != 1 or values.size != columns[wanted[0]].size:
                raise WrongUse(
                    f"the data: {printable(name)} has the shape {values.shape}; expected columns as long as each other"
                )
        return pl.DataFrame(
            {n: pl.Series(n, v.tolist() if v.dtype == object else v, strict=False) for n, v in columns.items()}
        ), where
    if isinstance(data, pl.DataFrame):
        return pl.DataFrame([data[name] for name in _chosen(wanted, extra, data.columns, "the data: ")]), where
    try:
        frame = nw.from_native(data)
    except TypeError as e:
        raise WrongUse(f"{type(data).__name__} is no table; expected a data frame, columns by name or a file") from e
    wanted = _chosen(wanted, extra, list(frame.collect_schema().names()), "the data: ")
    chosen = frame.select(*(nw.col(name) for name in wanted))
    return (chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen).to_polars(), where


def _from_file(path: Path, wanted: list[str], extra: list[str]) -> tuple[pl.DataFrame, Where]:
    import polars as pl

    shown = printable(str(path), 120)
    text = path.suffix.lower() == ".csv"

    def where(row: int) -> str:
        if row < 0:
            return f"{shown}: "
        return f"{shown}, line {row + 2}: " if text else f"{shown}, row {row + 1}: "

    if path.suffix.lower() not in ENDINGS:
        raise WrongUse(f"{shown}: unknown ending; expected a table in {' or '.join(ENDINGS)}")
    if not path.is_file():
        raise WrongUse(f"{shown}: no such file")
    try:
        if not text:
            wanted = _chosen(wanted, extra, list(pl.read_parquet_schema(path)), where(-1))
            return pl.read_parquet(path, columns=wanted), where
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = next(csv.reader(file), [])
        wanted = _chosen(wanted, extra, head, where(-1))
        return pl.read_csv(path, columns=wanted, infer_schema=False, null_values=MISSING), where
    except OSError as e:
        raise Failure(f"{shown}: cannot be read: {e.strerror or e}") from e
    except (pl.exceptions.PolarsError, UnicodeDecodeError, csv.Error) as e:
        raise WrongUse(_why_unreadable(path, shown, text, e)) from e


def _why_unreadable(path: Path, shown: str, text: bool, error: Exception) -> str:
    if text:
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file)
                columns = len(next(reader))
                for fields in reader:
                    if len(fields) > columns:
                        return (
                            f"{shown}, line {reader.line_num}: {len(fields)} values; expected {columns}, as in line 1"
                        )
        except (UnicodeDecodeError, csv.Error):
            return f"{shown}: not text in UTF-8; save it as CSV in UTF-8"
    return f"{shown}: not a readable {'CSV' if text else 'Parquet'} file ({printable(str(error).splitlines()[0], 80)})"


def _chosen(wanted: Sequence[str], extra: Sequence[str], there: Sequence[str], place: str) -> list[str]:
    for name in wanted:
        if name not in there:
            near = difflib.get_close_matches(name, there, 1)
            hint = (
                f"did you mean {printable(near[0], 40)}?" if near else f"there are {printable(', '.join(there), 120)}"
            )
            raise WrongUse(f"{place}no column {printable(name, 40)}; {hint}")
    return list(dict.fromkeys([*wanted, *(name for name in extra if name in there)]))


def _numbers(series: pl.Series, where: Where) -> Floats:
    import polars as pl

    name = printable(series.name, 40)
    if series.dtype == pl.Boolean or series.dtype.is_numeric():
        cast = series.cast(pl.Float64)
    elif series.dtype == pl.String or series.dtype == pl.Null:
        stripped = series.cast(pl.String).str.strip_chars()
        stripped = stripped.set(stripped.is_in(MISSING).fill_null(False), None)
        cast = stripped.cast(pl.Float64, strict=False)
        wrong = cast.is_null() & stripped.is_not_null()
        if wrong.any():
            row = int(wrong.arg_max() or 0)
            raise WrongUse(f"{where(row)}{name} is {printable(repr(series[row]), 40)}; expected a number")
    else:
        raise WrongUse(f"{where(-1)}{name} holds {series.dtype}; expected numbers")
    values = cast.fill_null(np.nan).to_numpy() if cast.null_count() else cast.to_numpy()
    if np.isinf(values).any():
        row = int(np.argmax(np.isinf(values)))
        raise WrongUse(f"{where(row)}{name} is {values[row]:g}; expected a finite number")
    return values


def _numbered(series: pl.Series) -> Key:
    import polars as pl

    series = series.rename("")
    if series.dtype == pl.String:
        whole = series.cast(pl.Int64, strict=False)
        series = whole if whole.null_count() == series.null_count() else series
    elif not series.dtype.is_integer():
        if series.dtype.is_float() and (series.fill_nan(None).drop_nulls() % 1 == 0).all():
            series = series.fill_nan(None).cast(pl.Int64)
        else:
            series = series.cast(pl.String)
    if series.dtype.is_integer() and series.len() and not series.null_count():
        values = series.to_numpy()
        low, high = int(values.min()), int(values.max())
        if high - low < max(4 * values.size, 1_000_000):
            seen = np.bincount(values - low, minlength=high - low + 1) > 0
            numbers = np.cumsum(seen, dtype=np.int32) - 1
            return Key(numbers[values - low].astype(np.int32), tuple((np.flatnonzero(seen) + low).tolist()))
    labels = series.drop_nulls().unique().sort()
    codes = series.replace_strict(
        labels, pl.int_range(labels.len(), dtype=pl.Int32, eager=True), default=0, return_dtype=pl.Int32
    )
    return Key(codes.fill_null(0).to_numpy(), tuple(labels.to_list()))
