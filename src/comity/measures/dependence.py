"""How much of what a state receives comes from one other, and how much of what it sends goes there."""

from __future__ import annotations

from functools import partial
from typing import Literal

import narwhals as nw

from comity.vocabulary import Caveat, Definition, Measure, Relation, every_origin


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
