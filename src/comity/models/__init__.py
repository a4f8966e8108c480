"""Models of trade: estimation of gravity equations, general equilibrium."""
