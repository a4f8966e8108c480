"""Joining pieces to the rows of a panel: keys named, absence by each piece's own rule, never a row more or less.

Pieces that meet the rows on the same keys are first brought into one wide relation, so that the rows are read once.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from comity.errors import WrongUse, printable
from comity.panels.adds import Add
from comity.panels.cells import cells, found
from comity.panels.pieces import Field, Piece, covered
from comity.panels.units import Units
from comity.vocabulary import Relation

Rows = Any
"""Rows of a panel: a lazy relation of an engine, or a frame in memory (Narwhals)."""

FOLLOWED = ("growth", "mean", "spell")
WAYS = {"": ("",), "origin": ("",), "target": ("_back",)}


@dataclass(frozen=True)
class Asked:
    """A piece that is to be joined, and by which add."""

    piece: Piece
    add: Add

    @property
    def ways(self) -> tuple[str, ...]:
        """Which directions of a pair are read: the one of the row, back, or both."""
        return WAYS.get(self.add.direction, ("", "_back"))


@dataclass(frozen=True)
class Made:
    """A column of a panel: the field it comes from, and the hidden columns of what is outside and how many met."""

    name: str
    field: Field
    piece: Piece
    add: Add
    outside: str
    met: tuple[str, ...]


@dataclass(frozen=True)
class Joins:
    """What is attached to rows: a wide relation for each way to meet them, what is outside a coverage, the columns."""

    rights: Mapping[_Key, Any]
    outside: Mapping[str, nw.Expr]
    shown: tuple[nw.Expr, ...]
    made: tuple[Made, ...]


@dataclass(frozen=True)
class _Key:
    """On what a piece meets the rows: the period's shift or the fixed year, a pair or one state, a pair in order."""

    shift: int
    year: int | None
    dyadic: bool
    ordered: bool


def fits(units: Units, piece: Piece, add: Add) -> None:
    """Refuse a piece whose grain the panel cannot take as it is asked for (C12).

    Raises
    ------
    WrongUse
        The message names the words that would make it fit.
    """
    at = f"--add {add.text()}"
    directs = units.dyadic and not units.directed and piece.directed
    refusals = (
        (
            piece.grain.endswith("month") != units.monthly,
            f"{piece.grain} does not fit a {units.grain} panel; months and years are not joined",
        ),
        (
            piece.dyadic and not units.dyadic,
            f"{piece.grain} does not fit a {units.grain} panel; ask for a panel of pairs",
        ),
        (
            units.dyadic and not piece.dyadic and not add.side,
            "figures of single states in a panel of pairs need side=both, side=origin or side=target",
        ),
        (
            bool(add.side) and (piece.dyadic or not units.dyadic),
            "side= is for figures about single states in a panel of pairs",
        ),
        (
            directs and not add.direction,
            "directed figures in a panel without direction need direction=sum, max, min, origin or target",
        ),
        (
            bool(add.direction) and not directs,
            "direction= is for directed figures in a panel of undirected pairs",
        ),
        (
            len(piece.fields) > 1 and bool(add.then or add.fill is not None),
            f"then= and fill= go with one figure, and this gives {len(piece.fields)} columns",
        ),
        (bool(add.keep) and not piece.rule, "keep= is for records with several rows a pair and period"),
    )
    for refused, why in refusals:
        if refused:
            raise WrongUse(f"{at}: {why}")


def joins(asked: Sequence[tuple[str, Asked]]) -> Joins:
    """Return what is to be attached for pieces, each under the key with which the names of its hidden columns begin."""
    rights: dict[_Key, list[Any]] = {}
    outside: dict[str, nw.Expr] = {}
    alike: dict[Hashable, str] = {}
    made: list[Made] = []
    shown: list[nw.Expr] = []
    for key, one in asked:
        for way in one.ways:
            group, right = _key(one), _right(one, f"{key}{way}", back=way == "_back")
            rights.setdefault(group, []).append(right)
        # Figures of one source lie mostly in one coverage, and it is asked once for all.
        out = alike.setdefault(_extent(one), f"{key}_out")
        if out not in outside:
            outside[out] = ~_inside(one)
        of_one = made_of(key, one, out)
        made += of_one
        shown += [_value(one, m.field, key, ~nw.col(out)).alias(m.name) for m in of_one]
        shown += [nw.col(m) for m in of_one[0].met]
    wide = {k: cells(r, _on(k)) if isinstance(r[0], nw.DataFrame) else _wide(r, k) for k, r in rights.items()}
    return Joins(wide, outside, tuple(shown), tuple(made))


def made_of(key: str, one: Asked, out: str) -> list[Made]:
    """Return the columns that are made of a piece."""
    met = tuple(f"{key}{way}_met" for way in one.ways)
    alone = len(one.piece.fields) == 1
    return [
        Made(one.add.column(_stem(one.piece, f), alone=alone, field=f.name), f, one.piece, one.add, out, met)
        for f in _fields(one)
    ]


def attach(base: Rows, all_: Joins) -> Rows:
    """Return the rows with the columns of the pieces added.

    Hidden columns say whether a cell lies outside the coverage and how many rows of the source met it.
    """
    kept = list(base.collect_schema().names())
    for key, right in all_.rights.items():
        base = _joined(base, key, right)
    base = base.with_columns(*(e.alias(n) for n, e in all_.outside.items()))
    return base.select(*kept, *all_.outside, *all_.shown)


def _stem(piece: Piece, field: Field) -> str:
    return piece.stem if len(piece.fields) == 1 else f"{piece.stem}_{field.name}"


def _key(one: Asked) -> _Key:
    ordered = one.piece.dyadic and not one.piece.directed and not one.piece.mirrored
    return _Key(one.add.shift, one.add.year, one.piece.dyadic, ordered)


def _ends(one: Asked) -> tuple[str, ...]:
    """Return the columns with the states that the figures are of: those that held the numbers in that period."""
    sides = ("_s1", "_s2") if one.piece.dyadic else ("_s1",)
    return tuple(f"{s}_{one.add.shift}" if one.add.shift else s for s in sides)


def _extent(one: Asked) -> Hashable:
    """Return what the coverage of a cell hangs on; two pieces that are alike in it lie outside in the same cells."""
    piece, add = one.piece, one.add
    return piece.coverage, piece.grain, add.shift, add.year, one.ways


def _inside(one: Asked) -> nw.Expr:
    when = nw.col("_t") - one.add.shift
    year = when // 12 if one.piece.grain.endswith("month") else when
    if one.add.year is not None:
        year = nw.lit(one.add.year)
    ends = _ends(one)
    forth = covered(one.piece.coverage, year, ends, either=one.piece.dyadic and not one.piece.directed)
    if len(one.ways) == 2:
        return forth & covered(one.piece.coverage, year, ends[::-1], either=False)
    return covered(one.piece.coverage, year, ends[::-1], either=False) if one.ways == ("_back",) else forth


def _right(one: Asked, mine: str, *, back: bool) -> Relation:
    """Return a piece under the names that it has while it is joined; `back` turns its pairs round."""
    ends = (("origin", "_d" if back else "_o"), ("target", "_o" if back else "_d"))
    values, add = one.piece.values, one.add
    if add.year is not None:
        values = values.filter(nw.col("year") == add.year)
    when = nw.col("year")
    if one.piece.grain.endswith("month"):
        when = nw.col("date").dt.year() * 12 + nw.col("date").dt.month() - 1
    return values.select(
        *(nw.col(name).alias(to) for name, to in (ends if one.piece.dyadic else (("state", "_o"),))),
        *(() if add.year is not None else ((when + add.shift).cast(nw.Int32).alias("_t"),)),
        *(nw.col(f.name).cast(_dtype(one, f)).alias(f"{mine}_{f.name}") for f in _fields(one)),
        nw.lit(1).cast(nw.Int8).alias(f"{mine}_met"),
    )


def _fields(one: Asked) -> list[Field]:
    """Return the columns of a piece that are wanted.

    Raises
    ------
    WrongUse
        One is named that there is not.
    """
    only, known = one.add.only, [f.name for f in one.piece.fields]
    odd = [n for n in only if n not in known]
    if odd:
        raise WrongUse(f"--add {one.add.text()}: {printable(odd[0], 40)!r} is none of its columns: {', '.join(known)}")
    return [f for f in one.piece.fields if not only or f.name in only]


def _dtype(one: Asked, field: Field) -> Any:
    """Return the type of a column: what is filled with a fraction, or made into one, has fractions."""
    add = one.add
    whole = add.then in ("", "spell") and (add.fill is None or (float(add.fill).is_integer() and abs(add.fill) < 100))
    return field.dtype if whole else nw.Float64


def _on(group: _Key) -> list[str]:
    return ["_o", *(["_d"] if group.dyadic else []), *(["_t"] if group.year is None else [])]


def _wide(rights: Sequence[Relation], group: _Key) -> Relation:
    """Bring relations with the same keys into one, a row a key; how many rows of each met is kept (C11)."""
    if len(rights) == 1:
        return rights[0]
    on = _on(group)
    columns = [{c: d for c, d in r.collect_schema().items() if c not in on} for r in rights]
    every = {c: d for some in columns for c, d in some.items()}
    same = [
        r.select(*on, *(nw.col(c) if c in some else nw.lit(None).cast(d).alias(c) for c, d in every.items()))
        for r, some in zip(rights, columns, strict=True)
    ]
    kept = (
        nw.col(c).count().cast(nw.Int16).alias(c) if c.endswith("_met") else nw.col(c).max().alias(c) for c in every
    )
    return nw.concat(same, how="vertical").group_by(on).agg(*kept)


def _joined(base: Rows, group: _Key, right: Any) -> Rows:
    ends = [f"{s}_{group.shift}" if group.shift else s for s in (("_s1", "_s2") if group.dyadic else ("_s1",))]
    if group.ordered:
        base = base.with_columns(nw.min_horizontal(*ends).alias("_o"), nw.max_horizontal(*ends).alias("_d"))
        ends = ["_o", "_d"]
    left = [*ends, *(["_t"] if group.year is None else [])]
    if isinstance(base, nw.DataFrame):
        base = found(base, left, right)
    else:
        base = base.join(right, left_on=left, right_on=_on(group), how="left")
    return base.drop("_o", "_d", "_t_right", strict=False)


def met(base: Rows, on: Sequence[str], right: Rows) -> Rows:
    """Return rows with the columns of others that have the same keys."""
    if isinstance(base, nw.DataFrame):
        return found(base, on, cells([right], on))
    return base.join(right, on=list(on), how="left")


def _value(one: Asked, field: Field, mine: str, inside: nw.Expr) -> nw.Expr:
    """Return the figure of a cell: the source's, or what its absence means inside the coverage, or the fill."""
    forth, back = (_filled(one, field, f"{mine}{way}", inside) for way in ("", "_back"))
    if len(one.ways) == 1:
        value = back if one.ways == ("_back",) else forth
    else:
        both = {"sum": forth + back, "max": nw.max_horizontal(forth, back), "min": nw.min_horizontal(forth, back)}
        value = nw.when(~forth.is_null() & ~back.is_null()).then(both[one.add.direction])
    return nw.when(value > -1).then((value + 1).log()) if one.add.then == "log1p" else value


def _filled(one: Asked, field: Field, mine: str, inside: nw.Expr) -> nw.Expr:
    value = nw.col(f"{mine}_{field.name}")
    if one.add.fill is not None:
        return nw.when(inside & value.is_null()).then(nw.lit(one.add.fill).cast(_dtype(one, field))).otherwise(value)
    if field.absent == "true zero":
        none = nw.col(f"{mine}_met").is_null() | (nw.col(f"{mine}_met") == 0)
        return nw.when(inside & none).then(nw.lit(0).cast(_dtype(one, field))).otherwise(value)
    return value
