"""How far a state stands from the others: its votes from those of all, and how much of the world acts against it.

    distance to the median voter    |θ_i − median_j θ_j|, 0 and more        Bailey, Strezhnev and Voeten (2017)
    distance by S                   1 − median_{j ≠ i} S_ij, from 0 to 2     S of Signorino and Ritter (1999)
    share of states, of GDP         Σ_{j acts} w_j / Σ_{j ≠ i} w_j, from 0 to 1, with w = 1 or GDP

The two distances are on different scales and are never mixed in one series.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import fsum

import narwhals as nw

from comity.vocabulary import Definition, Measure, Relation, Span


def distance_to_median(points: Relation) -> Relation:
    """Return each state's distance from the median point of all states with one in the year, its own included."""
    middle = points.group_by("year").agg(_middle=nw.col("value").median())
    both = points.join(middle, on=["year"], how="inner")
    return both.select("state", "year", value=(nw.col("value") - nw.col("_middle")).abs(), status=nw.lit("reported"))


def distance_to_others(likeness: Relation) -> Relation:
    """Return one less the median likeness of a state with each other in the year.

    Parameters
    ----------
    likeness
        A dyadic relation without direction, each pair once, of values from −1 to 1. A pair without a value counts in
        neither of its states' medians.
    """
    sides = [likeness.select("year", "value", state=nw.col(side)) for side in ("origin", "target")]
    middle = nw.concat(sides).group_by("state", "year").agg(_middle=nw.col("value").median())
    return middle.select("state", "year", value=1 - nw.col("_middle"), status=nw.lit("reported"))


@dataclass(frozen=True)
class Share:
    """The part of the world that acts, by count or by weight, and who has no weight and is in neither sum."""

    value: float | None
    acting: float
    world: float
    unknown: tuple[str, ...] = ()


def share_of_world(
    acting: Collection[str], world: Collection[str], weights: Mapping[str, float] | None = None
) -> Share:
    """Return the share of those who act in a world of states, each counting one or by its weight.

    Parameters
    ----------
    acting
        Who acts; one that is not in `world` is not counted.
    world
        All states but the one acted upon.
    weights
        What a state counts for, such as its GDP; a state without a weight is in neither sum. Each counts one without.
    """
    known = sorted(world if weights is None else set(world) & weights.keys())
    of = dict.fromkeys(known, 1.0) if weights is None else weights
    total = fsum(of[s] for s in known)
    part = fsum(of[s] for s in known if s in acting)
    return Share(part / total if total else None, part, total, tuple(sorted(set(world) - set(known))))


def every_state(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the coverage by state of a measure over all its partners: spans that hold every pair."""
    return tuple(Span(s.first, s.last) for s in spans if s.origins is None and s.targets is None)


def _distance(code: str, label: str, unit: str, note: str) -> Definition:
    return Definition(
        code=code,
        label=label,
        unit=unit,
        grain="state-year",
        kind="index",
        sector="votes",
        absent="not known",
        adds_over_time=False,
        adds_over_states=False,
        note=note,
    )


DISTANCES = (
    Measure(
        _distance(
            "votes.distance_to_median",
            "Distance from the world's median voter by ideal points",
            "latent scale, 0 and more",
            "|θ − median θ| over all states with an ideal point in the year (Bailey, Strezhnev and Voeten 2017)",
        ),
        ("votes.ideal_point",),
        distance_to_median,
    ),
    Measure(
        _distance(
            "votes.distance_by_s",
            "Distance from the other voters: one less the median S with each of them",
            "1 − S, 0 to 2",
            "S with absolute distances (Signorino and Ritter 1999); all states with a ballot in common in the year",
        ),
        ("votes.s_absolute",),
        distance_to_others,
        every_state,
    ),
)
