"""From what was asked to a piece: an indicator, records brought to one row, or a table of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import narwhals as nw

from comity.catalogue import indicator, record_kinds
from comity.catalogue.cells import until
from comity.errors import WrongUse
from comity.panels.adds import Add
from comity.panels.own import own
from comity.panels.pieces import Field, Piece
from comity.panels.records import OF_STATES, RECORDS, RULES
from comity.panels.units import Units
from comity.vocabulary import Indicator, Relation, Span

YES_NO = ("1 = yes", "0 or 1", "1 = on any day of the year")


def opened(add: Add, units: Units, as_of: date | None) -> Piece:
    """Return the piece that an add asks for.

    Raises
    ------
    WrongUse
        There is no such figure; records that no rule brings to one row; a share of what has no direction.
    Failure
        A table of one's own is not what its columns say.
    NotAtHand
        No release at hand can answer.
    """
    if add.columns:
        piece = own(add, units)
    elif add.what in OF_STATES and not units.dyadic:
        piece = OF_STATES[add.what](add, as_of)
    elif add.what in RECORDS:
        piece = RECORDS[add.what](add, as_of)
    elif add.keep and add.what in RULES:
        piece = RULES[add.what](add, as_of)
    elif add.what in {k.code for k in record_kinds()}:
        known = ", ".join(RECORDS)
        raise WrongUse(f"{add.what} are records, and there is no rule that makes one row of them; there is for {known}")
    else:
        piece = _of(until(indicator(add.what, as_of), as_of))
    if add.then.startswith("share_of"):
        return share(piece, add)
    return piece


def _of(found: Indicator) -> Piece:
    d = found.definition
    return Piece(
        code=d.code,
        grain=d.grain,
        values=found.values,
        fields=(Field("value", d.label, d.unit, d.absent, d.adds_over_states, 1 if d.unit in YES_NO else 0),),
        coverage=found.coverage,
        sources=found.sources,
        caveats=found.caveats,
    )


def share(piece: Piece, add: Add) -> Piece:
    """Return flows as shares in all that their origin sends, or their target receives, in the period.

    share = flow / sum of flows, from 0 to 1, over every partner of the source, members of the state system or not. It
    is known where the source holds every partner (C4) and no flow of the sum is unknown (C6).

    Raises
    ------
    WrongUse
        The figures have no direction, cannot be added, or the source does not hold every partner.
    """
    at = f"--add {add.text()}"
    side = add.then.removeprefix("share_of_")
    other = "target" if side == "origin" else "origin"
    if not piece.directed or not piece.fields[0].adds:
        raise WrongUse(f"{at}: a share is made of flows with a direction that can be added, and {piece.code} is none")
    spans = tuple(s for s in piece.coverage if getattr(s, f"{other}s") is None)
    if not spans:
        raise WrongUse(f"{at}: the source does not hold every {other}, so that no total is known")
    name, when = piece.fields[0].name, "date" if piece.grain.endswith("month") else "year"
    value = nw.col(name)
    totals = (
        _known(piece.values, name, spans, side)
        .group_by(side, when)
        .agg(value.sum().alias("_total"), value.is_null().max().alias("_hole"))
    )
    both = piece.values.join(totals, on=[side, when], how="inner")
    known = (nw.col("_total") > 0) & ~nw.col("_hole")
    both = both.with_columns(nw.when(known).then(value / nw.col("_total")).alias(name)).drop("_total", "_hole")
    field = Field(name, f"{piece.fields[0].label}, share of the {side}'s total", "share", "not known")
    return replace(piece, values=both, fields=(field,), coverage=spans)


def _known(values: Relation, name: str, spans: tuple[Span, ...], side: str) -> Relation:
    years = nw.any_horizontal(
        *((nw.col("year") >= s.first) & (nw.col("year") <= s.last) for s in spans), ignore_nulls=True
    )
    return values.filter(years).select(
        side, *(c for c in ("year", "date") if c in values.collect_schema().names()), name
    )
