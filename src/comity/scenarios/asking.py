"""What a scenario asks, as data: who stops or reduces what towards whom, from when, on which baseline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.models.equilibrium import Deficits

What = Literal["everything", "fuels"]
Table = Literal["BACI", "OECD"]


@dataclass(frozen=True)
class Range:
    """A trade elasticity known in a range: drawn with the shape of a triangle over it, most often near `central`."""

    low: float
    central: float
    high: float
    source: str


# Centre: Head and Mayer (2014, "Gravity Equations: Workhorse, Toolkit, and Cookbook", Handbook of International
# Economics 4, table 5), the median of estimates from tariffs under structural gravity. Ends: Simonovska and Waugh
# (2014, "The elasticity of trade", Journal of International Economics 92, section 1), the lowest of their estimates
# from prices; Eaton and Kortum (2002, "Technology, Geography, and Trade", Econometrica 70, section 3), the estimate
# from prices with which they compute their counterfactuals.
TRADE = Range(
    2.79,
    5.03,
    8.28,
    "Head and Mayer 2014, table 5; lower end: Simonovska and Waugh 2014; upper end: Eaton and Kortum 2002",
)
# Caliendo and Parro (2015, "Estimates of the Trade and Welfare Effects of NAFTA", Review of Economic Studies 82, table
# 1, full sample): mining, which holds crude oil, gas and coal, 15.72; petroleum products 51.08. In their 99 % sample,
# without the smallest flows, they are 13.53 and 64.85. The lower end is the centre of trade as a whole.
FUELS = Range(
    5.03,
    15.72,
    51.08,
    "Caliendo and Parro 2015, table 1, full sample: mining; upper end: petroleum; lower end: all goods",
)


@dataclass(frozen=True)
class Change:
    """One change: flows from `sellers` to `buyers` of `what`, by exactly one of `less`, `tariff` and `effect`.

    Parameters
    ----------
    less
        The share by which the quantity falls; 1 is a full embargo.
    tariff
        The rise of trade costs, as if by a tariff of that rate.
    effect, standard_error
        A gravity estimate: the change in the log of flows at given prices and incomes.
    leakage
        The share of the flow that the change does not reach, since it goes on through third states (`through`; all
        that trade with both where it is empty).
    """

    words: str
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]
    seller_words: str
    buyer_words: str
    both_ways: bool
    what: What
    less: float | None = None
    tariff: float | None = None
    effect: float | None = None
    standard_error: float = 0.0
    leakage: float = 0.0
    through: tuple[str, ...] = ()

    def pairs(self) -> set[tuple[str, str]]:
        """Return the directed pairs (seller, buyer) that the change is about."""
        one = {(s, b) for s in self.sellers for b in self.buyers if s != b}
        return one | {(b, s) for s, b in one} if self.both_ways else one


@dataclass(frozen=True)
class Scenario:
    """A titled list of changes."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Question:
    """All that is asked: the baseline, when, the parameters, and one scenario or two to compare.

    `fitted` asks for flows as gravity fits them instead of those observed.
    """

    title: str
    table: Table
    year: int
    start: date
    trade_elasticity: Range
    fuel_elasticity: Range
    supply_elasticity: float
    deficits: Deficits
    fitted: bool
    scenarios: tuple[Scenario, ...]

    @property
    def has_fuels(self) -> bool:
        """Whether any change is about fuels alone, so that they need a sector of their own."""
        return any(c.what == "fuels" for s in self.scenarios for c in s.changes)
