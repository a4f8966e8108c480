"""Who left, who came, who grew and who shrank between two periods, and the gap that nobody filled.

The change of a total is the sum of its partners' changes, each of one kind, so the parts add up exactly:

    Δ = came + grew − shrank − left
    losses = shrank + left,  gains = came + grew,  filled = min(losses, gains),  gap = losses − filled
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import Literal

Kind = Literal["left", "came", "grew", "shrank", "same"]


@dataclass(frozen=True)
class Shift:
    """One partner's value before and after, and what it did."""

    partner: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def kind(self) -> Kind:
        """What the partner did; one that is at zero in both periods is the same."""
        if self.after == self.before:
            return "same"
        if self.after == 0:
            return "left"
        if self.before == 0:
            return "came"
        return "grew" if self.change > 0 else "shrank"


@dataclass(frozen=True)
class Substitution:
    """The change of a total between two periods, by partner, the largest loss first.

    Values of zero are none on record; a partner whose figure is not known in a period must not be given as zero.
    """

    shifts: tuple[Shift, ...]

    def sum(self, *kinds: Kind) -> float:
        """Return the change of the partners of these kinds; all of them without."""
        return fsum(s.change for s in self.shifts if not kinds or s.kind in kinds)

    @property
    def before(self) -> float:
        """The total of the first period."""
        return fsum(s.before for s in self.shifts)

    @property
    def after(self) -> float:
        """The total of the second period."""
        return fsum(s.after for s in self.shifts)

    @property
    def lost(self) -> float:
        """What those who left or shrank no longer give; zero or more."""
        return -self.sum("left", "shrank")

    @property
    def gained(self) -> float:
        """What those who came or grew give more; zero or more."""
        return self.sum("came", "grew")

    @property
    def gap(self) -> float:
        """The part of what was lost that nobody filled; zero where the gains are as large."""
        return max(0.0, self.lost - self.gained)


def substitution(before: Mapping[str, float], after: Mapping[str, float]) -> Substitution:
    """Return the decomposition of a change between two periods.

    Parameters
    ----------
    before, after
        The value of each partner in the two periods, in one unit and over periods of one length. A partner that is in
        one of them alone had none in the other.

    Raises
    ------
    ValueError
        A value below zero or not finite.
    """
    for name, value in [*before.items(), *after.items()]:
        if not 0 <= value < float("inf"):
            raise ValueError(f"{name}: {value} is no amount; a substitution is of amounts of zero and more")
    shifts = [Shift(p, before.get(p, 0.0), after.get(p, 0.0)) for p in sorted({*before, *after})]
    return Substitution(tuple(sorted(shifts, key=lambda s: (s.change, s.partner))))
