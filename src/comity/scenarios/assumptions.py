"""What a scenario's answer rests on, in words: the top of its page."""

from __future__ import annotations

from collections.abc import Sequence

from comity.pages import words
from comity.scenarios.asking import Change, Question, Range
from comity.scenarios.baseline import Baseline
from comity.scenarios.running import Outcome

LONG_RUN = (
    "The model compares two long-run states of the world: after the change all prices, wages and purchases have "
    "settled. It has no time in between, no stocks, pipelines or refineries made for one grade, no unemployment and no "
    "political answer; the market of a single commodity in its first months is outside it."
)
KINDS = (
    "Each state makes its own kind of goods, which others can replace as far as the trade elasticity says. What a "
    "state can make is given, and its people and capital stay in it. A pair that did not trade does not begin to."
)
_DEFICITS = {
    "additive": "Each state's trade deficit keeps its size in money, measured in the income of the world.",
    "multiplicative": "Each state's trade deficit keeps its ratio to its income.",
    "none": "All trade deficits are taken away first; what is said to be before is that balanced world.",
}


def assumptions(asked: Question, base: Baseline, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Return the assumptions, one sentence or two each."""
    told = []
    for outcome in outcomes:
        head = f"{outcome.scenario.title}: " if len(outcomes) > 1 else ""
        pairs = zip(outcome.scenario.changes, outcome.costs, strict=True)
        told += [f"{head}{change.words}{_size(change, cost)}." for change, cost in pairs]
    told.append(
        f"The change holds from {_day(asked)}; groups are their members on that day. The baseline is {asked.year}."
    )
    told += [LONG_RUN, KINDS, *base.how, _DEFICITS[asked.deficits]]
    told += _elasticities(asked)
    if asked.supply_elasticity:
        told.append(f"Output answers to its real price with an elasticity of {asked.supply_elasticity:g}.")
    told.append(_draws(outcomes))
    if any(c.tariff is not None for o in outcomes for c in o.scenario.changes):
        told.append(
            "A tariff is told as a rise of costs: its revenue is spent by nobody, so that losses are too large by it."
        )
    if any(o.rerouted for o in outcomes):
        told.append(
            "What leaks goes on to the same buyer; it is shared out among third states by what each buys of the seller "
            "and sells to the buyer, and those sums are at baseline prices."
        )
    return tuple(told)


def _size(change: Change, cost: float | None) -> str:
    said = ", a full embargo" if cost is None else f", which is as if trade costs rose by {words.amount(cost, 'share')}"
    if change.leakage:
        said += f"; {100 * change.leakage:g} % of it goes on through third states"
    return said


def _day(asked: Question) -> str:
    start = asked.start
    return str(start.year) if (start.month, start.day) == (1, 1) else words.date_words(start)


def _elasticities(asked: Question) -> list[str]:
    told = [_range("The trade elasticity", asked.trade_elasticity)]
    if asked.has_fuels:
        told = [
            _range("The trade elasticity of fuels", asked.fuel_elasticity),
            _range("That of all else", asked.trade_elasticity),
        ]
    return told


def _range(what: str, known: Range) -> str:
    return f"{what} is {known.central:g}, from {known.low:g} to {known.high:g} ({known.source})."


def _draws(outcomes: Sequence[Outcome]) -> str:
    changes = [c for o in outcomes for c in o.scenario.changes]
    of = "the elasticity over its range (a triangle, highest at the centre)"
    if any(c.standard_error for c in changes):
        of += " and the estimated effects (normal, with the standard errors that the scenario gives)"
    count = len(outcomes[0].real_income.draws)
    return (
        f"Intervals hold 95 of 100 of {count:,} draws of {of}. They say how far the parameters matter, not how far the "
        "model is from the world."
    )
