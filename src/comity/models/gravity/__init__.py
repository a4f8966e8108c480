"""Gravity models: Poisson pseudo-maximum-likelihood (PPML) and least squares with the fixed effects of the field.

fit = ppml("flows.csv", flow="trade", on=["rta"])
print(summary(fit))
"""

from __future__ import annotations

from comity.models.gravity.asking import ols, ppml
from comity.models.gravity.result import Coefficient, Dropped, Effects, Fit, Test, resistances, wald
from comity.models.gravity.tables import html, latex, side_by_side, summary, tidy

__all__ = [
    "Coefficient",
    "Dropped",
    "Effects",
    "Fit",
    "Test",
    "html",
    "latex",
    "ols",
    "ppml",
    "resistances",
    "side_by_side",
    "summary",
    "tidy",
    "wald",
]
