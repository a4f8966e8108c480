"""How alike two states vote at the United Nations General Assembly.

All measures here take calendar years, ballots in which both states took part (yes, abstain or no), every recorded vote
of the Assembly, and code yes 1, abstain 2, no 3.
"""

from __future__ import annotations

import narwhals as nw

from comity.vocabulary import Definition, Measure, Relation

KEYS = ["origin", "target", "year"]


def agreement(identical: Relation, ballots: Relation) -> Relation:
    """Share of ballots on which two states voted the same.

    agreement = identical / ballots, from 0 to 1; a pair-year without a joint ballot has no row.
    """
    both = ballots.select(*KEYS, n=nw.col("value")).join(identical, on=KEYS, how="inner")
    return both.select(*KEYS, value=nw.col("value") / nw.col("n"), status=nw.lit("reported"))


def s_absolute(identical: Relation, opposed: Relation, ballots: Relation) -> Relation:
    """Signorino and Ritter's S with absolute distances, unweighted.

    S = 1 − 2 Σ d / (N · d_max) with d the distance of two ballots on the scale 1, 2, 3 and d_max = 2 (Signorino and
    Ritter 1999, "Tau-b or Not Tau-b", International Studies Quarterly 43:115–144). With identical, opposed and the
    rest one step apart, Σ d = ballots − identical + opposed. From −1 (always opposed) to 1 (always the same).
    """
    both = ballots.select(*KEYS, n=nw.col("value")).join(
        identical.select(*KEYS, same=nw.col("value")), on=KEYS, how="inner"
    )
    both = both.join(opposed.select(*KEYS, apart=nw.col("value")), on=KEYS, how="inner")
    distance = nw.col("n") - nw.col("same") + nw.col("apart")
    return both.select(*KEYS, value=1 - distance / nw.col("n"), status=nw.lit("reported"))


def _definition(code: str, label: str, unit: str, note: str) -> Definition:
    return Definition(
        code=code,
        label=label,
        unit=unit,
        grain="dyad-year",
        kind="index",
        sector="votes",
        absent="not known",
        adds_over_time=False,
        adds_over_states=False,
        note=note,
    )


SIMILARITIES = (
    Measure(
        _definition(
            "votes.agreement",
            "Share of identical votes at the UN General Assembly",
            "share",
            "calendar year; yes, no and abstain equal; ballots in which both took part",
        ),
        ("votes.identical", "votes.ballots"),
        agreement,
    ),
    Measure(
        _definition(
            "votes.s_absolute",
            "Signorino–Ritter S of votes at the UN General Assembly",
            "S, −1 to 1",
            "calendar year; absolute distances on yes 1, abstain 2, no 3; ballots in which both took part",
        ),
        ("votes.identical", "votes.opposed", "votes.ballots"),
        s_absolute,
    ),
)
