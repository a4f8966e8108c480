"""Strict reading of publishers' files: every column and every name is used, listed as ignored, or refused.

Each function takes the file's path for its messages; a frame made here keeps the file's line (CSV) or row (Parquet)
in the column `_line` until it is checked, so that a refusal can name it.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from comity import states
from comity.errors import Failure, printable


class _Later(ModuleType):
    """A module that is imported when it is first used: `get` reads definitions and never a publisher's file."""

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self.__name__), name)


if TYPE_CHECKING:
    import polars as pl
else:
    pl = _Later("polars")

__all__ = [
    "LINE", "Correction", "as_date", "as_number", "claim_columns", "closed", "has_words", "head", "ids_of",
    "number_by_code", "number_by_name", "pl", "read_csv", "read_json", "read_parquet", "read_text", "unique_keys",
]  # fmt: skip

LINE = "_line"
HEAD_CHARACTERS = 20_000
MOST_BYTES = 2_000_000_000
TWICE = "the row stands twice, alike in every column; get the file again from the publisher"


def head(path: Path) -> str:
    """Return the first characters of a text file, to recognise its layout; empty for what is not text."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            return file.read(HEAD_CHARACTERS).decode("utf-8-sig", errors="ignore")
    except (OSError, EOFError):
        return ""


def has_words(*words: str) -> Callable[[str], bool]:
    """Recognise a download by words that its head must hold."""
    return lambda text: all(w in text for w in words)


def read_text(path: Path, encoding: str = "utf-8-sig") -> str:
    """Return the text of a file (also gzipped).

    Raises
    ------
    Failure
        The file is absent, empty, a web page, too large or in another encoding.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as e:
        raise Failure(f"{path}: cannot be read ({printable(str(e))}); get the file again") from e
    if len(raw) > MOST_BYTES:
        raise Failure(f"{path}: larger than {MOST_BYTES:,} bytes; expected the publisher's table")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as e:
        raise Failure(f"{path}: byte {e.start} is not {encoding}; save the publisher's file again as UTF-8") from e
    start = text.lstrip()[:200].lower()
    if not start:
        raise Failure(f"{path}: the file is empty; get it again from the publisher")
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise Failure(f"{path}: a web page instead of data; download the file itself from the publisher")
    if "\0" in text:
        raise Failure(f"{path}: holds NUL bytes, so it is not a text table; get it again from the publisher")
    return text


def read_csv(
    path: Path,
    used: Sequence[str],
    ignored: Collection[str] = (),
    *,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    skip_to: Callable[[list[str]], bool] | None = None,
    names: Callable[[list[str]], list[str]] | None = None,
    end: Callable[[list[str]], bool] | None = None,
    comment: Callable[[list[str]], bool] | None = None,
    repeats: bool = False,
) -> pl.DataFrame:
    """Read a CSV file as text columns, strictly.

    Parameters
    ----------
    used, ignored
        Every column of the file must be in one of them, and every used one must be there.
    skip_to
        Recognises the header row below a preamble; the first row is the header without it.
    names
        Gives the columns their names where the publisher leaves some blank.
    end, comment
        Recognise a closing row (a total) after which nothing is read, and rows to pass over (a second header).
    repeats
        Whether the publisher's rows may be alike in every column; else a row that stands twice is refused.

    Returns
    -------
    polars.DataFrame
        The used columns as text (blank is ``""``) and `_line`.

    Raises
    ------
    Failure
        With the file and line: a row of another length or that stands twice, an unclosed quote, an unknown column.
    """
    rows = csv.reader(io.StringIO(read_text(path, encoding), newline=""), delimiter=delimiter, strict=True)
    columns: dict[str, list[str]] = {}
    lines: list[int] = []
    header: list[str] | None = None
    seen: set[int] = set()  # hashes, since the rows themselves would not be let go
    try:
        for row in rows:
            if not row or (not any(row) and header is None):
                continue
            if header is None:
                if skip_to is not None and not skip_to(row):
                    continue
                header = [c.strip() for c in (row if names is None else names(row))]
                claim_columns(path, header, used, ignored)
                places = [(header.index(c), columns.setdefault(c, [])) for c in used]
                continue
            if end is not None and end(row):
                break
            if comment is not None and comment(row):
                continue
            if len(row) != len(header):
                raise Failure(
                    f"{path}:{rows.line_num}: {len(row)} fields where the header has {len(header)}; "
                    "the file is cut or altered: get it again"
                )
            if not repeats and any(row):
                if (mark := hash(tuple(row))) in seen:
                    raise Failure(f"{path}:{rows.line_num}: {TWICE}")
                seen.add(mark)
            for place, column in places:
                column.append(row[place])
            lines.append(rows.line_num)
    except csv.Error as e:
        raise Failure(f"{path}:{rows.line_num}: not a CSV row ({e}); the file is cut or altered: get it again") from e
    if header is None:
        raise Failure(f"{path}: no header found; expected the columns {', '.join(used)}")
    if not lines:
        raise Failure(f"{path}: a header but no rows; get the file again from the publisher")
    return pl.DataFrame({**columns, LINE: lines}, schema={**dict.fromkeys(used, pl.String), LINE: pl.Int64})


def read_parquet(
    path: Path, used: Sequence[str], ignored: Collection[str] = (), *, repeats: bool = False
) -> pl.DataFrame:
    """Read the used columns of a Parquet file and `_line`, the row counted from one; `repeats` as for a CSV file."""
    try:
        frame = pl.read_parquet(path, glob=False)
    except Exception as e:
        raise Failure(f"{path}: not a readable Parquet file ({printable(str(e))}); get the file again") from e
    claim_columns(path, frame.columns, used, ignored)
    if frame.is_empty():
        raise Failure(f"{path}: no rows; get the file again")
    if not repeats and not (twice := frame.is_duplicated().arg_true()).is_empty():
        raise Failure(f"{path}:{twice[-1] + 1}: {TWICE}")
    return frame.select(used).with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))


def read_json(path: Path) -> Any:
    """Read a JSON document strictly: no NaN, no duplicate keys, bounded depth."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a key stands twice in one object")
        return found

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is not a number")

    try:
        return json.loads(read_text(path), object_pairs_hook=once, parse_constant=refuse)
    except (ValueError, RecursionError) as e:
        raise Failure(f"{path}: not the JSON that was expected ({printable(str(e))}); get the file again") from e


def claim_columns(path: Path, found: Sequence[str], used: Sequence[str], ignored: Collection[str]) -> None:
    """Refuse a file that lacks a used column or has one that nobody claims."""
    missing = [c for c in used if c not in found]
    extra = [c for c in found if c not in used and c not in ignored]
    twice = sorted({c for c in found if c in used and list(found).count(c) > 1})
    if missing or extra or twice:
        said = [
            f"{words} {printable(', '.join(map(repr, columns)), 55)}"
            for words, columns in (
                ("lacks the column", missing),
                ("has a column nobody reads:", extra),
                ("has a column twice:", twice),
            )
            if columns
        ]
        raise Failure(f"{path}: {'; '.join(said)}; the layout has changed or the file was altered")


def closed(frame: pl.DataFrame, column: str, known: Collection[Any], path: Path) -> pl.DataFrame:
    """Return the frame; refuse it when `column` holds a category that is not known."""
    odd = frame.filter(~pl.col(column).is_in(sorted(known)) & pl.col(column).is_not_null())
    if not odd.is_empty():
        raise Failure(
            f"{_at(path, odd)}: {_unknown(odd, column)} in the column '{column}'; "
            f"expected one of {', '.join(repr(k) for k in sorted(known)[:8])}"
        )
    return frame


def as_number(
    frame: pl.DataFrame,
    columns: Sequence[str],
    path: Path,
    dtype: Literal["int", "float"] = "float",
    blanks: Collection[str] = ("",),
) -> pl.DataFrame:
    """Turn text columns into numbers; the words in `blanks` become null, any other text is refused with its line."""
    for column in columns:
        text = pl.col(column).str.strip_chars()
        number = text.cast(pl.Float64, strict=False)
        whole = number.is_null() | (number == number.floor()) if dtype == "int" else pl.lit(True)
        blank = text.is_in(sorted(blanks)) | text.is_null()
        odd = frame.filter(~blank & (number.is_null() | ~number.is_finite() | ~whole))
        if not odd.is_empty():
            raise Failure(f"{_at(path, odd)}: {_unknown(odd, column)} in the column '{column}'; expected a number")
        frame = frame.with_columns(
            pl.when(~blank).then(number).cast(pl.Int32 if dtype == "int" else pl.Float64).alias(column)
        )
    return frame


def as_date(frame: pl.DataFrame, columns: Sequence[str], path: Path) -> pl.DataFrame:
    """Turn ISO text columns into dates; blank becomes null, an impossible day is refused with its line."""
    for column in columns:
        text = pl.col(column).str.strip_chars()
        day = text.str.to_date("%Y-%m-%d", strict=False)
        odd = frame.filter((text != "") & day.is_null())
        if not odd.is_empty():
            raise Failure(f"{_at(path, odd)}: {_unknown(odd, column)} in the column '{column}'; expected YYYY-MM-DD")
        frame = frame.with_columns(pl.when(text != "").then(day).alias(column))
    return frame


def number_by_name(
    frame: pl.DataFrame,
    name: str,
    to: str,
    path: Path,
    *,
    year: str | None = None,
    others: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Add the column `to`: the registry's number for the publisher's name, null for what is known to be no state.

    Parameters
    ----------
    year
        The column with the year, or the day, on which the name is used; a state that had ended by then is refused.
    others
        This publisher's own words that are no states, each with the reason.
    """

    def number(text: str, when: int | date | None) -> int | None:
        found = states.match(text, when)
        if found and when and found.end and found.end.year < (when.year if isinstance(when, date) else when):
            raise states.UnknownName(f"{found.name} ended in {found.end.year}")
        return None if found is None else found.number

    return _number(frame, name, to, path, number, year=year, others=others or {})


@dataclass(frozen=True)
class Correction:
    """A publisher's code that stands, in these years, for another state than its list says, or (None) for none."""

    code: Any
    state: str | None
    reason: str
    first: int = 0
    last: int = 9999


def number_by_code(
    frame: pl.DataFrame,
    code: str,
    to: str,
    path: Path,
    *,
    system: states.System,
    year: str | None = None,
    others: Mapping[Any, str] | None = None,
    corrections: Sequence[Correction] = (),
    outside: Literal["refuse", "today"] = "refuse",
) -> pl.DataFrame:
    """Add the column `to`: the registry's number for a code of `system`; codes in `others` are known to be no state.

    Parameters
    ----------
    corrections
        Codes that this publisher uses in its own way, in the years of the column `year`.
    outside
        Whether a code that nobody had in the year is refused, or read as the state that has it today or had it last
        (a colony before its independence, a country under occupation).
    """

    def number(value: Any, when: int | None) -> int | None:
        for c in corrections:
            if c.code == value and (when is None or c.first <= when <= c.last):
                return None if c.state is None else states.state(c.state).number
        found = states.by_code(system, value, when)
        if found is None and outside == "today":
            found = states.by_code(system, value)
        if found is None:
            raise states.UnknownName(f"no state with the {system} code {value!r}")
        return found.number

    return _number(frame, code, to, path, number, year=year, others=others or {})


def _number(
    frame: pl.DataFrame,
    column: str,
    to: str,
    path: Path,
    number: Callable[[Any, int | None], int | None],
    *,
    year: str | None,
    others: Mapping[Any, str],
) -> pl.DataFrame:
    keys = [column] if year is None else [column, year]
    pairs = frame.select(keys).unique().sort(keys)
    numbers: list[int | None] = []
    unknown: list[int] = []
    for place, (value, *when) in enumerate(pairs.iter_rows()):
        try:
            numbers.append(None if value in others or value is None else number(value, when[0] if when else None))
        except states.UnknownName:
            unknown.append(place)
            numbers.append(None)
    if unknown:
        odd = frame.join(pairs[unknown], on=keys, how="semi", maintain_order="left")
        what = f"no state that the registry knows{' in that year' if year else ''} (see `others`)"
        raise Failure(f"{_at(path, odd)}: {_unknown(odd, column)} in the column '{column}' is {what}")
    coded = pairs.with_columns(pl.Series(to, numbers, dtype=pl.Int16))
    return frame.join(coded, on=keys, how="left", nulls_equal=True, validate="m:1", maintain_order="left")


def ids_of(number: str, otherwise: str) -> pl.Expr:
    """Text ids for the registry's numbers in a column, the publisher's words where there is none."""
    ids = {s.number: s.id for s in states.states()}
    return pl.col(number).replace_strict(ids, default=None, return_dtype=pl.String).fill_null(pl.col(otherwise))


def unique_keys(frame: pl.DataFrame, keys: Sequence[str], path: Path) -> pl.DataFrame:
    """Return the frame; refuse it when two rows have the same keys."""
    twice = frame.filter(pl.struct(keys).is_duplicated())
    if not twice.is_empty():
        row = twice.sort(keys).select(keys).row(0, named=True)
        said = ", ".join(f"{k} {printable(str(v), 40)}" for k, v in row.items())
        raise Failure(
            f"{_at(path, twice.sort(keys))}: {len(twice)} rows share their key with another ({said}); "
            "each may stand once"
        )
    return frame


def _at(path: Path, odd: pl.DataFrame) -> str:
    return f"{path}:{odd[LINE][0]}" if LINE in odd.columns and len(odd) else str(path)


def _unknown(odd: pl.DataFrame, column: str) -> str:
    counts = odd.group_by(column).len().sort(["len", column], descending=[True, False])
    four = counts.head(4).iter_rows()
    said = ", ".join(f"{printable(str(v), 40)!r} ({n} row{'s' if n > 1 else ''})" for v, n in four)
    return f"{len(counts)} unknown values, {said}" if len(counts) > 4 else said
