"""What ties are made of: functions from relations to a relation, each beside its definition."""

from __future__ import annotations

from comity.measures.dependence import SHARES
from comity.measures.similarity import SIMILARITIES
from comity.vocabulary import Measure

MEASURES: tuple[Measure, ...] = (*SIMILARITIES, *SHARES)

__all__ = ["MEASURES"]
