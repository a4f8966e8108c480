"""Change around an event: a figure's mean before and after it, beside the same change of others.

    Δ = mean after − mean before
    difference in differences = Δ − mean of the others' Δ                 Ashenfelter and Card (1985)

The second takes what moved all alike out of the first. It is an effect of the event only if without it the figure
would have moved as the others did, which no figure here can show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True)
class Change:
    """The means before and after, and the number of years or months each rests on."""

    before: float
    after: float
    counted: tuple[int, int]

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before


def change(before: Sequence[float], after: Sequence[float]) -> Change | None:
    """Return the change between two runs of figures; None where either has none."""
    if not before or not after:
        return None
    return Change(fsum(before) / len(before), fsum(after) / len(after), (len(before), len(after)))


def difference_in_differences(own: Change, others: Sequence[Change]) -> float | None:
    """Return the own change less the mean change of others, in the figure's unit; None without others."""
    if not others:
        return None
    return own.difference - fsum(o.difference for o in others) / len(others)
