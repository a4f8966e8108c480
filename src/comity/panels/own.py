"""A table of one's own, joined to a panel without bringing it into the store: `FILE:origin,target,year,value`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity import store
from comity.errors import WrongUse, printable
from comity.panels.adds import NAME, Add
from comity.panels.pieces import Field, Piece
from comity.panels.units import Units
from comity.vocabulary import Dataset, Definition, Grain, Licence, Release, Source

if TYPE_CHECKING:
    from comity.sources.own_file import Codes, Layout


def own(add: Add, units: Units) -> Piece:
    """Read a table of one's own: the columns that name states, the year (or month), and the value.

    Three columns are about single states, four about pairs; the last is the figure and names its column. States are
    numbers of the panel's system, ISO letters, or names, all of one kind. A value is never assumed where there is no
    row.

    Raises
    ------
    WrongUse
        No such file, or another number of columns than three or four.
    Failure
        Unknown states, rows that stand twice, text in numbers: the line and what was expected.
    """
    from comity.sources.own_file import Layout
    from comity.sources.own_table import read_table
    from comity.sources.reading import LINE

    path = Path(add.what)
    at = printable(add.what, 120)
    if not path.is_file():
        raise WrongUse(f"{at}: no such file")
    if len(add.columns) not in (3, 4) or not all(add.columns):
        raise WrongUse(
            f"{at}: expected the columns of state, year and value, or of origin, target, year and value; "
            f"got {printable(','.join(add.columns), 60)}"
        )
    *who, _, value = add.columns
    if not (add.name or NAME.fullmatch(value)):
        raise WrongUse(f"{at}: {printable(value, 40)!r} cannot name a column of a panel; give it a name with as=")
    roles = ("origin", "target") if len(who) == 2 else ("state",)
    definition = _definition(value, path, _grain(units, pair=len(who) == 2))
    layout = Layout(
        path=path,
        sheet="",
        delimiter=",",
        columns=dict(zip((*roles, "month" if units.monthly else "year", "value"), add.columns, strict=True)),
        codes="name",
        blank="not known",
        leave_out=(),
        years=None,
        sides=dict.fromkeys(roles, "as in the file"),
    )
    read = read_table(definition, replace(layout, codes=_codes(layout, units)))
    return Piece(
        code=value,
        grain=definition.grain,
        values=store.table(read.frame.drop(LINE).to_arrow()),
        fields=(Field("value", definition.label, definition.unit, "not known"),),
        coverage=read.coverage,
        sources=(Source(_dataset(path), _release(path)),),
        caveats=(),
    )


def _definition(value: str, path: Path, grain: Grain) -> Definition:
    return Definition(
        code=value,
        label=f"{value} of {path.name}",
        unit="as in the file",
        grain=grain,
        kind="index",
        sector="own figures",
        absent="not known",
        adds_over_time=False,
        adds_over_states=False,
    )


def _grain(units: Units, *, pair: bool) -> Grain:
    if not pair:
        return "state-month" if units.monthly else "state-year"
    if units.monthly:
        return "directed-dyad-month"
    return "directed-dyad-year" if units.directed else "dyad-year"


def _codes(layout: Layout, units: Units) -> Codes:
    """Return in which kind of codes most states of the file are written; the others are then refused."""
    import polars as pl

    from comity.sources.own_file import columns

    frame, _ = columns(layout)
    words = {str(w).strip() for role in layout.sides for w in frame[role].cast(pl.String).drop_nulls().unique()}
    numbers = sum(w.isascii() and w.isdecimal() for w in words)
    letters = sum(len(w) == 3 and w.isascii() and w.isalpha() and w.isupper() for w in words)
    if 2 * numbers >= len(words) > 0:
        return "iso_numeric" if units.system == "iso" else units.system
    return "iso3" if 2 * letters >= len(words) > 0 else "name"


def _dataset(path: Path) -> Dataset:
    return Dataset(
        code=f"own_{path.stem}",
        title=f"{path.name} (a table of one's own)",
        publisher="the user",
        citation=f"{path.name}, a table of the user's own",
        address="",
        licence=Licence(name="not stated", words="not stated", address="", ship="no"),
    )


def _release(path: Path) -> Release:
    written = date.fromtimestamp(path.stat().st_mtime)
    return Release(checksum(path)[:16], written, written, "the first letters of the file's SHA-256")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
