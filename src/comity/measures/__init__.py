"""What ties are made of: functions from relations to a relation, each beside its definition."""

from __future__ import annotations

from comity.measures.concentration import CONCENTRATIONS
from comity.measures.dependence import SHARES
from comity.measures.isolation import DISTANCES
from comity.measures.portfolios import PORTFOLIOS
from comity.measures.similarity import SIMILARITIES
from comity.vocabulary import Measure

MEASURES: tuple[Measure, ...] = (*SIMILARITIES, *PORTFOLIOS, *SHARES, *CONCENTRATIONS, *DISTANCES)

__all__ = ["MEASURES"]
