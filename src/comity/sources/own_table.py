"""A user's own figures, read strictly from the columns of their file into those of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from comity import language, states
from comity.errors import WrongUse, printable
from comity.sources.own_file import Codes, Layout, columns, fault
from comity.sources.reading import LINE, as_date, as_number, pl
from comity.vocabulary import Column, Definition, Grain, Span, Status, Table, by_month, of_one_state


@dataclass(frozen=True)
class Read:
    """What a file gave: the rows, the spans that they are complete for, and what to know of the reading."""

    frame: pl.DataFrame
    coverage: tuple[Span, ...]
    notes: tuple[str, ...]


def who(grain: Grain) -> tuple[str, ...]:
    """Return the columns that name states."""
    return ("state",) if of_one_state(grain) else ("origin", "target")


def table_of(definition: Definition) -> Table:
    """Return the stored table of an indicator: its columns are those of its relation."""
    sides = who(definition.grain)
    monthly = by_month(definition.grain)
    when = (Column("date", "date", "first day of the month"),) if monthly else ()
    return Table(
        name=definition.code,
        columns=(
            *(Column(s, "state", {"origin": "who acts", "target": "on whom"}.get(s, "the state")) for s in sides),
            Column("year", "int", "calendar year", low=language.FIRST_YEAR, high=language.LAST_YEAR),
            *when,
            Column("value", "float", definition.label, unit=definition.unit, nullable=True),
            Column("status", "text", "what kind of knowledge the row is", values=get_args(Status)),
        ),
        keys=(*sides, "date" if monthly else "year"),
        envelopes={},
    )


def read_table(definition: Definition, layout: Layout) -> Read:
    """Read the file of an indicator.

    Returns
    -------
    Read
        Rows with the columns of `table_of` and `_line`. A value that stands in the file is *reported*; an empty one is
        what the form says of it.

    Raises
    ------
    Failure
        Names the file, the line, what is wrong there and what to do.
    """
    frame, unread = columns(layout)
    sides = who(definition.grain)
    for side in sides:
        frame = _words(frame, side, layout)
    left_out = frame.filter(pl.any_horizontal(pl.col(s).is_in(list(layout.leave_out)) for s in sides))
    frame = frame.filter(~pl.any_horizontal(pl.col(s).is_in(list(layout.leave_out)) for s in sides))
    if frame.is_empty():
        raise fault(layout, None, "no rows remain; see `leave_out`")
    frame = _dated(frame, layout)
    frame = _valued(frame, layout)
    for side in sides:
        frame = _numbered(frame, side, layout)
    if len(sides) == 2:
        frame = _pairs(frame, layout, directed=definition.grain.startswith("directed"))
    _once(frame, table_of(definition).keys, layout)
    coverage = _coverage(frame, definition, layout)
    _inside(frame, coverage, sides, layout)
    kept = frame.select(*table_of(definition).column_names(), LINE)
    return Read(kept, (coverage,), tuple(_notes(definition, layout, frame, left_out, unread)))


def _words(frame: pl.DataFrame, role: str, layout: Layout) -> pl.DataFrame:
    """Return a column as text, blank for null; whole numbers without a point, as codes are written."""
    found = frame[role]
    if found.dtype.is_float():
        whole = found.is_null() | ((found == found.floor()) & (found.abs() < 1e9))
        if not bool(whole.all()):
            raise fault(
                layout,
                None,
                f"the column {layout.columns[role]!r} has other than whole numbers, expected codes or years",
            )
        found = found.cast(pl.Int64)
    if not (found.dtype == pl.String or found.dtype.is_integer() or found.dtype in (pl.Categorical, pl.Enum, pl.Date)):
        raise fault(layout, None, f"the column {layout.columns[role]!r} is {found.dtype}, expected text or numbers")
    return frame.with_columns(found.cast(pl.String).fill_null("").str.strip_chars().alias(role))


def _dated(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Add year (and date, where the indicator has months), bounded before it is cast."""
    monthly = "month" in layout.columns
    frame = _words(frame, "month" if monthly else "year", layout)
    if monthly:
        # The first day is how spreadsheets write a month; another day is a figure of a day.
        month = pl.col("month").str.replace(r"^(\d{4}-\d{2})(-01)?( 00:00:00)?$", "$1-01")
        frame = as_date(frame.with_columns(month), ["month"], layout.path)
        frame = _refuse_first(frame, pl.col("month").dt.day() != 1, "month", layout, "expected a month such as 2015-03")
        frame = frame.with_columns(pl.col("month").alias("date"), pl.col("month").dt.year().alias("year"))
    else:
        whole = frame["year"].str.replace(r"\.0+$", "").str.to_integer(strict=False)
        frame = frame.with_columns(whole.alias("_year"))
        frame = _refuse_first(
            frame, pl.col("_year").is_null() & (pl.col("year") != ""), "year", layout, "expected a year such as 2015"
        ).with_columns(pl.col("_year").alias("year"))
    known = pl.col("year").is_between(language.FIRST_YEAR, language.LAST_YEAR).fill_null(False)
    bounds = f"expected a {'month' if monthly else 'year'} in {language.FIRST_YEAR}–{language.LAST_YEAR}, never blank"
    frame = _refuse_first(frame, ~known, "date" if monthly else "year", layout, bounds)
    return frame.with_columns(pl.col("year").cast(pl.Int32))


def _valued(frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """Turn the value into a number with its status; text, NaN and what is not finite are refused."""
    if frame.schema["value"].is_numeric():
        frame = frame.with_columns(pl.col("value").cast(pl.Float64))
        finite = pl.col("value").is_finite() | pl.col("value").is_null()
        frame = _refuse_first(frame, ~finite, "value", layout, "expected a number")
    elif frame.schema["value"] == pl.String:
        frame = as_number(frame, ["value"], layout.path)
    else:
        raise fault(
            layout, None, f"the column {layout.columns['value']!r} is {frame.schema['value']}, expected numbers"
        )
    if layout.blank is None:
        frame = _refuse_first(
            frame, pl.col("value").is_null(), "value", layout,
            "say in the form what an empty value means: blank = 'not known' (or 'none recorded', 'true zero')",
        )  # fmt: skip
    empty = pl.col("value").is_null()
    zero = pl.lit(0.0) if layout.blank == "true zero" else pl.lit(None, dtype=pl.Float64)
    return frame.with_columns(
        pl.when(empty).then(pl.lit(layout.blank, dtype=pl.String)).otherwise(pl.lit("reported")).alias("status"),
        pl.when(empty).then(zero).otherwise(pl.col("value")).alias("value"),
    )


def _refuse_first(frame: pl.DataFrame, odd: pl.Expr, role: str, layout: Layout, expected: str) -> pl.DataFrame:
    found = frame.filter(odd).sort(LINE)
    if found.is_empty():
        return frame
    more = f" ({len(found):,} such rows)" if len(found) > 1 else ""
    shown = "blank" if found[role][0] in (None, "") else repr(printable(str(found[role][0]), 40))
    column = layout.columns.get(role) or layout.columns["month"]
    raise fault(layout, found[LINE][0], f"{shown} in the column {column!r}{more}; {expected}")


def _numbered(frame: pl.DataFrame, side: str, layout: Layout) -> pl.DataFrame:
    """Turn names or codes of states into the registry's numbers, by the year of the row."""
    seen = frame.group_by(side, "year").agg(pl.col(LINE).min()).sort(LINE)
    numbers: list[int] = []
    odd: list[tuple[int, str, str]] = []
    for word, year, line in seen.iter_rows():
        try:
            numbers.append(_state(word, year, layout.codes).number)
        except WrongUse as e:
            numbers.append(0)
            odd.append((line, word, str(e)))
    if odd:
        others = [repr(printable(w, 30)) for w in dict.fromkeys(word for _, word, _ in odd) if w != odd[0][1]]
        more = f" (and {len(others)} more: {printable(', '.join(others), 60)})" if others else ""
        raise fault(layout, odd[0][0], f"{odd[0][2]}{more}")
    coded = seen.drop(LINE).with_columns(pl.Series(f"_{side}", numbers, dtype=pl.Int16))
    joined = frame.join(coded, on=[side, "year"], how="left", validate="m:1", maintain_order="left")
    return joined.with_columns(pl.col(f"_{side}").alias(side), pl.col(side).alias(f"_{side}"))


def _state(word: str, year: int, codes: Codes) -> states.State:
    """Return the state that a word of the file means in a year; a state that had ended by then is refused."""
    shown = printable(word, 40)
    if not word:
        raise WrongUse("a blank instead of a state; fill it in or take the row out")
    if codes == "name":
        found = _by_name(word, year)
    elif codes == "id":
        found = states.state(word)
    else:
        holder = states.by_code(codes, word, year)
        if holder is None:
            raise WrongUse(
                f"no state has the {codes} code '{shown}' in {year}; correct it, or see `codes`, `leave_out`"
            )
        found = holder
    if found.end is not None and found.end.year < year:
        return states.find(found.id, year=year)  # which says when it ended and what came after
    return found


def _by_name(word: str, year: int) -> states.State:
    shown = printable(word, 40)
    try:
        found = states.match(word, year)
    except states.UnknownName:
        alike = states.find(word)  # which says what the name may be
        raise WrongUse(
            f"'{shown}' is no name of a state; is it a code of {alike.name}? say codes = 'iso3' or the like"
        ) from None
    if found is None:
        raise WrongUse(f"'{shown}' is no single state; pass over its rows with leave_out = ['{shown}']")
    return found


def _pairs(frame: pl.DataFrame, layout: Layout, *, directed: bool) -> pl.DataFrame:
    """Refuse a state paired with itself; without direction, put the ids of a pair in order."""
    same = frame.filter(pl.col("origin") == pl.col("target")).sort(LINE)
    if len(same):
        row = same.row(0, named=True)
        both = states.by_number(row["origin"])
        words = " and ".join(dict.fromkeys(repr(printable(row[w], 40)) for w in ("_origin", "_target")))
        more = f" ({len(same):,} such rows)" if len(same) > 1 else ""
        said = f"{words}: both sides are {both.name} ({both.id}) in {row['year']}{more}; a pair needs two states"
        raise fault(layout, row[LINE], said)
    if directed:
        return frame
    return frame.with_columns(
        pl.min_horizontal("origin", "target").alias("origin"), pl.max_horizontal("origin", "target").alias("target")
    )


def _once(frame: pl.DataFrame, keys: tuple[str, ...], layout: Layout) -> None:
    """Refuse two rows for one cell; two names of one state, or a pair given both ways, are found here too."""
    twice = frame.filter(pl.struct(keys).is_duplicated()).sort(*keys, LINE)
    if twice.is_empty():
        return
    first, second = twice.row(0, named=True), twice.row(1, named=True)
    cell = ", ".join(states.by_number(first[k]).id if k in layout.sides else str(first[k]) for k in keys)
    hint = ""
    if "_origin" in first and first["_origin"] == second["_target"]:
        hint = " (a dyad-year without direction has each pair once)"
    raise fault(layout, second[LINE], f"a second row for {cell}, the first is line {first[LINE]}{hint}; keep one")


def _coverage(frame: pl.DataFrame, definition: Definition, layout: Layout) -> Span:
    ids = {s.number: s.id for s in states.states()}
    first, last = layout.years or (frame["year"].min(), frame["year"].max())
    sides = who(definition.grain)
    seen = {side: {ids[n] for n in frame[side].unique()} for side in sides}
    if definition.grain.startswith("dyad"):  # either state may stand on either side
        seen = dict.fromkeys(sides, set().union(*seen.values()))

    def side(name: str) -> tuple[str, ...] | None:
        said = layout.sides[name]
        if said == "all":
            return None
        return tuple(sorted(seen[name])) if said == "as in the file" else tuple(said)

    return Span(int(first), int(last), side(sides[0]), side(sides[1]) if len(sides) == 2 else None)  # type: ignore[arg-type]


def _inside(frame: pl.DataFrame, span: Span, sides: tuple[str, ...], layout: Layout) -> None:
    """Refuse a row outside what the form says the file covers: one of the two is wrong."""
    numbers = [None if ids is None else [states.state(i).number for i in ids] for ids in (span.origins, span.targets)]
    odd = ~pl.col("year").is_between(span.first, span.last)
    for side, known in zip(sides, numbers, strict=False):
        if known is not None:
            odd = odd | ~pl.col(side).is_in(known)
    outside = frame.filter(odd).sort(LINE)
    if len(outside):
        row = outside.row(0, named=True)
        cell = ", ".join([*(str(row[f"_{s}"]) for s in sides), str(row["year"])])
        raise fault(
            layout, row[LINE], f"{printable(cell, 60)} is outside the coverage that the form states; correct either"
        )


def _notes(
    definition: Definition, layout: Layout, frame: pl.DataFrame, left_out: pl.DataFrame, unread: list[str]
) -> list[str]:
    code = definition.code
    notes = [f"{code}: {len(frame):,} row{'s' if len(frame) > 1 else ''} of {layout.path.name}"]
    if unread:
        notes.append(f"{code}: columns not read: {printable(', '.join(unread), 200)}")
    if len(left_out):
        words = printable(", ".join(layout.leave_out), 200)
        notes.append(f"{code}: {len(left_out):,} rows left out as no states: {words}")
    known = {s.number: s for s in states.states()}
    early = [
        f"{known[n].id} {year}"
        for side in who(definition.grain)
        for n, year in frame.select(side, "year").unique().sort(side, "year").iter_rows()
        if known[n].existence and not known[n].exists_in(year)
    ]
    if early:
        shown = printable(", ".join(dict.fromkeys(early)), 120)
        notes.append(f"{code}: figures of states that were not independent in the year, kept as given: {shown}")
    return notes
