"""How much of what a state receives or sends hangs on few partners.

Shares are of all partners on record in the year, from the largest down: s_1 ≥ s_2 ≥ … ≥ s_n.

    Herfindahl–Hirschman    H = Σ s_i², from 1/n to 1             Hirschman (1945), Herfindahl (1950)
    normalised              (H − 1/n) / (1 − 1/n), from 0 to 1; not known for a single partner
    effective number        1 / H, from 1 to n                     the number of equal partners with the same H
    largest, three largest  s_1, s_1 + s_2 + s_3

A state without any partner on record has no row: nothing is not concentrated.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import narwhals as nw

from comity.vocabulary import Definition, Measure, Relation, Span

Side = Literal["origin", "target"]
Expr = Any
TOP = 3


def concentration(flows: Relation, side: Side, value: Callable[[], Expr]) -> Relation:
    """Return a concentration of each state's partners in a year.

    Parameters
    ----------
    flows
        A dyadic relation; values of zero and below count as no partner.
    side
        "target" for where what a state receives comes from, "origin" for where what it sends goes.
    value
        The measure as an expression of `h` (Σ s²), `n` (partners), `top` (s_1) and `top_three`.
    """
    sent = flows.filter(nw.col("value") > 0).select("year", state=nw.col(side), x=nw.col("value"))
    ranked = sent.with_columns(
        _rank=nw.col("x").rank("ordinal", descending=True).over("state", "year"),
    )
    first = nw.when(nw.col("_rank") <= TOP).then(nw.col("x")).otherwise(nw.lit(0.0))
    sums = ranked.with_columns(_first=first, _square=nw.col("x") * nw.col("x")).group_by("state", "year").agg(
        _sum=nw.col("x").sum(), _squares=nw.col("_square").sum(), n=nw.col("x").count(), _max=nw.col("x").max(),
        _firsts=nw.col("_first").sum(),
    )  # fmt: skip
    shares = sums.select(
        "state", "year", "n", h=nw.col("_squares") / (nw.col("_sum") * nw.col("_sum")),
        top=nw.col("_max") / nw.col("_sum"), top_three=nw.col("_firsts") / nw.col("_sum"),
    )  # fmt: skip
    found = shares.with_columns(value=value()).filter(~nw.col("value").is_null())
    return found.select("state", "year", value=nw.col("value").cast(nw.Float64), status=nw.lit("reported"))


def hhi() -> Expr:
    """Return the Herfindahl–Hirschman index, from 1/n to 1."""
    return nw.col("h")


def hhi_normalised() -> Expr:
    """Return the index from 0 (equal shares) to 1, null for a single partner."""
    least = 1 / nw.col("n").cast(nw.Float64)
    return nw.when(nw.col("n") > 1).then(((nw.col("h") - least) / (1 - least)).clip(0.0, 1.0))


def effective_number() -> Expr:
    """Return the number of equal partners that would be as concentrated."""
    return 1 / nw.col("h")


def largest() -> Expr:
    """Return the share of the largest partner."""
    return nw.col("top")


def three_largest() -> Expr:
    """Return the share of the three largest partners."""
    return nw.col("top_three")


def whole(spans: tuple[Span, ...], side: Side) -> tuple[Span, ...]:
    """Return the coverage by state: spans that hold every partner on the other side, or every one that is listed."""
    other = "targets" if side == "origin" else "origins"
    mine = "origins" if side == "origin" else "targets"
    complete = [s for s in spans if getattr(s, other) is None]
    return tuple(dict.fromkeys(Span(s.first, s.last, getattr(s, mine)) for s in complete or spans))


def _measures(code: str, partners: str, flows: str, side: Side, sector: str) -> tuple[Measure, ...]:
    kinds: tuple[tuple[str, str, str, Callable[[], Expr]], ...] = (
        ("hhi", "Concentration (Herfindahl–Hirschman)", "index 0–1", hhi),
        ("hhi_normalised", "Concentration (Herfindahl–Hirschman, normalised)", "index 0–1", hhi_normalised),
        ("effective", "Effective number", "partners", effective_number),
        ("largest", "Share of the largest", "share", largest),
        ("three_largest", "Share of the three largest", "share", three_largest),
    )
    return tuple(
        Measure(
            Definition(
                code=f"{code}_{kind}",
                label=f"{label} of {partners}",
                unit=unit,
                grain="state-year",
                kind="index",
                sector=sector,
                absent="not known",
                adds_over_time=False,
                adds_over_states=False,
                note="of the partners on record in the year",
            ),
            (flows,),
            partial(concentration, side=side, value=value),
            partial(whole, side=side),
        )
        for kind, label, unit, value in kinds
    )


CONCENTRATIONS = (
    *_measures("arms.suppliers", "a recipient's suppliers of arms", "arms.deliveries", "target", "arms"),
    *_measures("arms.recipients", "a supplier's recipients of arms", "arms.deliveries", "origin", "arms"),
    *_measures("trade.origins", "the origins of a state's imports of goods", "trade.exports", "target", "trade"),
    *_measures("trade.markets", "the markets of a state's exports of goods", "trade.exports", "origin", "trade"),
)
