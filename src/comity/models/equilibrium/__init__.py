"""General equilibrium of trade in changes: what happens to all flows, prices and incomes when trade costs change.

`exact_hat` answers one question, `exact_hat_solver` the same for many draws of its parameters, `balanced` gives the
trade that structural gravity implies for given totals.
"""

from __future__ import annotations

from comity.models.equilibrium.balancing import balanced
from comity.models.equilibrium.hat import Deficits, Effect, Equilibrium, exact_hat, exact_hat_solver

__all__ = ["Deficits", "Effect", "Equilibrium", "balanced", "exact_hat", "exact_hat_solver"]
