"""Influence of one state on another: how wide the tie is, and how much the other hangs on it.

In the manner of indices of bilateral influence (Moyer, Meisel, Matthews, Bohl and Burrows 2021), which tell bandwidth
from dependence over economic, political and security matters. Their formula and weights could not be read, so the
components, weights and the way to combine them below are our own, and the figure is none of theirs.

    bandwidth B    Σ w_c x_c / Σ w_c over the components of the tie's width, each from 0 to 1
    dependence D   the same over those of what the other gets by the tie
    influence      √(B · D), from 0 to 1: none through a tie of no width, and none on a state that needs nothing of it

Each matter (economic, political, security) weighs alike within a part, and each component alike within its matter. Of
what the other needs politically nothing is measured, so that dependence has two matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal

Part = Literal["bandwidth", "dependence"]
Matter = Literal["economic", "political", "security"]
LEAST = 0.5  # of a part's weight must be known, or the part is not


@dataclass(frozen=True)
class Component:
    """What a part is made of: its name, part, matter, weight within the part, and how it comes to be from 0 to 1."""

    name: str
    part: Part
    matter: Matter
    weight: float
    scale: str


COMPONENTS = (
    Component("trade", "bandwidth", "economic", 1 / 3, "share of all pairs that trade less in the year"),
    Component("shared organisations", "bandwidth", "political", 1 / 9, "share of the other's organisations"),
    Component("missions", "bandwidth", "political", 1 / 9, "either in the other counts one half"),
    Component("votes", "bandwidth", "political", 1 / 9, "(S + 1) / 2"),
    Component("arms", "bandwidth", "security", 1 / 6, "share of all pairs with fewer deliveries in five years"),
    Component(
        "alliance", "bandwidth", "security", 1 / 6, "defence 1, neutrality or consultation 2/3, non-aggression 1/3"
    ),
    Component("share of imports", "dependence", "economic", 1 / 6, "share of the other's imports of goods"),
    Component("share of exports", "dependence", "economic", 1 / 6, "share of the other's exports of goods"),
    Component("trade over GDP", "dependence", "economic", 1 / 6, "share of the other's GDP, at most 1"),
    Component("share of arms", "dependence", "security", 1 / 2, "share of the other's imports of arms in five years"),
)


@dataclass(frozen=True)
class Influence:
    """Bandwidth, dependence and influence from 0 to 1, None where not known, and the share of weight that is known."""

    bandwidth: float | None
    dependence: float | None
    known: Mapping[Part, float]

    @property
    def influence(self) -> float | None:
        """The geometric mean of the two; None where either is not known."""
        if self.bandwidth is None or self.dependence is None:
            return None
        return sqrt(self.bandwidth * self.dependence)


def influence(values: Mapping[str, float | None]) -> Influence:
    """Return the influence of one state on another from its components.

    Parameters
    ----------
    values
        A value from 0 to 1 for the components of `COMPONENTS` by name; one that is None or left out is not known, and
        the others of its part share its weight. A part of which less than half of the weight is known is not known.

    Raises
    ------
    ValueError
        A name that is no component, a value outside 0 to 1.
    """
    names = {c.name for c in COMPONENTS}
    for name, value in values.items():
        if name not in names:
            raise ValueError(f"{name!r} is no component of influence; there are {', '.join(sorted(names))}")
        if value is not None and not 0 <= value <= 1:
            raise ValueError(f"{name}: {value} is outside 0 to 1")
    bandwidth, wide = _part("bandwidth", values)
    dependence, deep = _part("dependence", values)
    return Influence(bandwidth, dependence, {"bandwidth": wide, "dependence": deep})


def _part(part: Part, values: Mapping[str, float | None]) -> tuple[float | None, float]:
    own = [c for c in COMPONENTS if c.part == part]
    known = [(c.weight, v) for c in own if (v := values.get(c.name)) is not None]
    held = fsum(w for w, _ in known)
    share = held / fsum(c.weight for c in own)
    if share < LEAST - 1e-12:
        return None, share
    return min(1.0, fsum(w * v for w, v in known) / held), share
