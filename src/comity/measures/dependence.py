"""How much of what a state receives comes from one other."""

from __future__ import annotations

import narwhals as nw

from comity.vocabulary import Definition, Measure, Relation, every_origin


def share_of_total(flows: Relation, totals: Relation) -> Relation:
    """Share of one origin in all that a target receives in a year.

    share = flow / total, from 0 to 1. Where the total is not known or zero there is no row: a share of nothing is not
    known.
    """
    known = totals.filter(nw.col("value") > 0).select(
        target=nw.col("state"), year=nw.col("year"), total=nw.col("value")
    )
    both = flows.join(known, on=["target", "year"], how="inner")
    return both.select("origin", "target", "year", value=nw.col("value") / nw.col("total"), status=nw.lit("reported"))


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
    ),
)
