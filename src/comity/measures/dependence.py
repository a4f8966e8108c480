"""How much of what a state receives comes from one other, and how much of what it sends goes there."""

from __future__ import annotations

from functools import partial
from typing import Literal

import narwhals as nw

from comity.vocabulary import Caveat, Definition, Measure, Relation, Span, common, every_origin


def share_of_total(flows: Relation, totals: Relation, side: Literal["origin", "target"] = "target") -> Relation:
    """Share of one origin in all that a target receives in a year, or of one target in all that an origin sends.

    share = flow / total, from 0 to 1. Where the total is not known or zero there is no row: a share of nothing is not
    known.
    """
    known = totals.filter(nw.col("value") > 0).select("year", nw.col("state").alias(side), total=nw.col("value"))
    both = flows.join(known, on=[side, "year"], how="inner")
    return both.select("origin", "target", "year", value=nw.col("value") / nw.col("total"), status=nw.lit("reported"))


def share_of_state(part: Relation, totals: Relation) -> Relation:
    """Share of a part in a state's total of a year; none where the total is not known or zero."""
    both = part.join(totals.filter(nw.col("value") > 0), on=["state", "year"], how="inner", suffix="_total")
    return both.select("state", "year", value=nw.col("value") / nw.col("value_total"), status=nw.lit("reported"))


def trade_over_gdp(exports: Relation, gdp: Relation) -> Relation:
    """Trade of a pair over the origin's GDP: how much the origin depends on the target.

    (x_ij + x_ji) / GDP_i, 0 and more (Oneal and Russett 1997, DEPEND). A pair of which either flow has no figure, and
    a state without a GDP, have no row.
    """
    back = exports.select("year", origin=nw.col("target"), target=nw.col("origin"), _back=nw.col("value"))
    both = exports.join(back, on=["origin", "target", "year"], how="inner")
    known = gdp.filter(nw.col("value") > 0).select("year", origin=nw.col("state"), _gdp=nw.col("value"))
    of_gdp = both.join(known, on=["origin", "year"], how="inner")
    value = (nw.col("value") + nw.col("_back")) / nw.col("_gdp")
    return of_gdp.select("origin", "target", "year", value=value, status=nw.lit("reported"))


def asymmetry(exports: Relation, gdp: Relation) -> Relation:
    """Dependence of the origin on the target less that of the target on the origin, both by `trade_over_gdp`.

    d_ij − d_ji: above zero where the origin depends more (Barbieri 1996 measures how near to equal the two are, of
    shares in trade). A pair of which either dependence is not known has no row.
    """
    one = trade_over_gdp(exports, gdp)
    other = one.select("year", origin=nw.col("target"), target=nw.col("origin"), _other=nw.col("value"))
    both = one.join(other, on=["origin", "target", "year"], how="inner")
    value = nw.col("value") - nw.col("_other")
    return both.select("origin", "target", "year", value=value, status=nw.lit("reported"))


def both_ways(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the coverage of what needs the flow and its return: pairs that are covered in either direction."""
    return common([spans, tuple(Span(s.first, s.last, s.targets, s.origins) for s in spans)])


def _of_pair(code: str, label: str, unit: str, sector: str, note: str, *, share: bool = False) -> Definition:
    return Definition(
        code=code,
        label=label,
        unit=unit,
        grain="directed-dyad-year",
        kind="index",
        sector=sector,
        absent="not known",
        adds_over_time=False,
        adds_over_states=share,
        note=note,
    )


def _energy(
    code: str, label: str, note: str = "", *, of_pair: bool = True, caveats: tuple[Caveat, ...] = ()
) -> Definition:
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit="share",
        grain="directed-dyad-year" if of_pair else "state-year",
        kind="index",
        sector="energy",
        absent="not known",
        adds_over_time=False,
        adds_over_states=False,
        caveats=caveats,
        note=note,
    )


UNSPECIFIED = "what comes from nowhere in particular is counted in the total"
EUROPEAN = (
    ("crude", "crude oil"),
    ("products", "oil products"),
    ("coal", "coal"),
    ("gas", "natural gas, liquefied gas included"),
    ("lng", "liquefied natural gas"),
)


SHARES = (
    Measure(
        Definition(
            code="arms.share_of_imports",
            label="Share of a supplier in all arms that the recipient received",
            unit="share",
            grain="directed-dyad-year",
            kind="index",
            sector="arms",
            absent="not known",
            adds_over_time=False,
            adds_over_states=True,
            note="unknown suppliers are counted in the total",
        ),
        ("arms.deliveries", "arms.imports"),
        share_of_total,
        every_origin,
        "target",
    ),
    Measure(
        _of_pair(
            "arms.share_of_exports",
            "Share of a recipient in all arms that the supplier delivered",
            "share",
            "arms",
            "unknown recipients are counted in the total",
            share=True,
        ),
        ("arms.deliveries", "arms.exports"),
        partial(share_of_total, side="origin"),
        total_of="origin",
    ),
    Measure(
        _of_pair(
            "trade.share_of_exports",
            "Share of a buyer in all goods that the state exported",
            "share",
            "trade",
            "exports to the target over exports to all",
            share=True,
        ),
        ("trade.exports", "trade.exports_total"),
        partial(share_of_total, side="origin"),
        total_of="origin",
    ),
    Measure(
        _of_pair(
            "trade.share_of_imports",
            "Share of a seller in all goods that the target imported",
            "share",
            "trade",
            "exports of the origin to the target over the target's imports from all",
            share=True,
        ),
        ("trade.exports", "trade.imports_total"),
        share_of_total,
        tuple,
        "target",
    ),
    Measure(
        _of_pair(
            "trade.share_of_gdp",
            "Trade in goods with the other as a share of the state's GDP",
            "share",
            "trade",
            "(exports to the target + imports from it) / GDP of the origin: the origin's dependence on the target "
            "(Oneal and Russett 1997); above 1 where goods pass through",
        ),
        ("trade.exports", "economy.gdp"),
        trade_over_gdp,
        both_ways,
    ),
    Measure(
        _of_pair(
            "trade.asymmetry",
            "Dependence of the state on the other less that of the other on it",
            "share of GDP, difference",
            "trade",
            "trade.share_of_gdp of the origin less that of the target; above 0 where the origin depends more",
        ),
        ("trade.exports", "economy.gdp"),
        asymmetry,
        both_ways,
    ),
    Measure(
        _energy(
            "bp_crude_share_of_exports",
            "Share of a buyer in all crude oil that the state exported, after BP",
            caveats=(Caveat("BP lists no European state by itself; energy.bp_crude_share_to_europe has its region."),),
        ),
        ("energy.bp_trade_crude", "energy.bp_crude_exports"),
        partial(share_of_total, side="origin"),
        total_of="origin",
    ),
    Measure(
        _energy(
            "bp_crude_share_to_europe",
            "Share of BP's region Europe in all crude oil that the state exported",
            of_pair=False,
        ),
        ("energy.bp_crude_to_europe", "energy.bp_crude_exports"),
        share_of_state,
    ),
    *(
        Measure(
            _energy(
                f"eu_imports_{code}_share", f"Share of a country in European states' imports of {words}", UNSPECIFIED
            ),
            (f"energy.eu_imports_{code}", f"energy.eu_imports_{code}_total"),
            share_of_total,
            every_origin,
            "target",
        )
        for code, words in EUROPEAN
    ),
    *(
        Measure(
            _energy(f"india_{code}_share", f"Share of a country in India's imports of {words} by value", UNSPECIFIED),
            (f"energy.india_{code}_value", f"energy.india_{code}_total"),
            share_of_total,
            every_origin,
            "target",
        )
        for code, words in (("crude", "crude oil"), ("coal", "coal"))
    ),
)
