"""The answer of a scenario as plain data: `--json` (docs/whatif.schema.json) and the rows of CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from comity import states
from comity.catalogue.figures import caveat_entry, source_entry
from comity.scenarios.asking import Change, Question, Range
from comity.scenarios.assumptions import assumptions
from comity.scenarios.baseline import Baseline
from comity.scenarios.running import INTERVAL, SEED, Outcome

SCHEMA_VERSION = 1
Row = dict[str, Any]


def document(asked: Question, base: Baseline, outcomes: Sequence[Outcome]) -> Row:
    """Return the whole answer as plain data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "title": asked.title,
        "baseline": {
            "table": asked.table,
            "year": asked.year,
            "states": list(base.ids),
            "left_out": list(base.left_out),
            "sectors": list(base.sectors),
        },
        "from": asked.start.isoformat(),
        "deficits": asked.deficits,
        "supply_elasticity": asked.supply_elasticity,
        "elasticity": _range(asked.trade_elasticity),
        "fuel_elasticity": _range(asked.fuel_elasticity) if asked.has_fuels else None,
        "draws": {"count": len(outcomes[0].real_income.draws), "seed": SEED, "interval": list(INTERVAL)},
        "assumptions": list(assumptions(asked, base, outcomes)),
        "scenarios": [_scenario(base, outcome) for outcome in outcomes],
        "sources": [source_entry(s) for s in base.sources],
        "caveats": [caveat_entry(c) for c in base.caveats],
        "notes": list(dict.fromkeys(n for o in outcomes for n in o.notes)),
    }


def state_rows(base: Baseline, outcome: Outcome) -> Iterator[Row]:
    """Give a row for each state: changes in real income and terms of trade as shares, with their intervals."""
    for i, id_ in enumerate(base.ids):
        row: Row = {"state": id_, "name": states.state(id_).name}
        for name, found in (("real_income", outcome.real_income), ("terms_of_trade", outcome.terms_of_trade)):
            ends = {"change": found.central, "low": found.low, "high": found.high}
            row |= {f"{name}_{end}": float(values[i]) - 1 for end, values in ends.items()}
        yield row


def flow_rows(base: Baseline, outcome: Outcome, named: set[str] | None = None) -> Iterator[Row]:
    """Give a row for each flow that is not zero before (of the states named), in US dollars, sales at home included."""
    after = outcome.flows
    for i, seller in enumerate(base.ids):
        for j, buyer in enumerate(base.ids):
            if outcome.observed[i, j] > 0 and (named is None or seller in named or buyer in named):
                yield {
                    "exporter": seller,
                    "importer": buyer,
                    "goods": outcome.sector,
                    "baseline": round(float(outcome.observed[i, j])),
                    "counterfactual": round(float(after.central[i, j])),
                    "low": round(float(after.low[i, j])),
                    "high": round(float(after.high[i, j])),
                }


def csv_rows(base: Baseline, outcomes: Sequence[Outcome]) -> Iterator[Row]:
    """Give every flow and every state's real income and terms of trade of every scenario, one figure a row."""
    for outcome in outcomes:
        title = outcome.scenario.title
        for row in state_rows(base, outcome):
            for measure in ("real_income", "terms_of_trade"):
                change, low, high = (row[f"{measure}_{end}"] for end in ("change", "low", "high"))
                yield {
                    "scenario": title, "measure": measure, "state": row["state"], "partner": "", "goods": "",
                    "unit": "share", "baseline": 0.0, "counterfactual": change, "low": low, "high": high,
                }  # fmt: skip
        for row in flow_rows(base, outcome):
            yield {
                "scenario": title, "measure": "exports", "state": row["exporter"], "partner": row["importer"],
                "goods": row["goods"], "unit": "USD", "baseline": row["baseline"],
                "counterfactual": row["counterfactual"], "low": row["low"], "high": row["high"],
            }  # fmt: skip


def _scenario(base: Baseline, outcome: Outcome) -> Row:
    first = outcome.scenario.changes[0]
    gains = {"sellers": list(first.sellers), "buyers": list(first.buyers)}
    pairs = zip(outcome.scenario.changes, outcome.costs, strict=True)
    return {
        "title": outcome.scenario.title,
        "goods": outcome.sector,
        "changes": [_change(change, cost) for change, cost in pairs],
        "states": list(state_rows(base, outcome)),
        "substitution": {
            **gains,
            "sales": _substitution(base, outcome, "sales"),
            "purchases": _substitution(base, outcome, "purchases"),
        },
        "rerouted": [{"state": i, "value": v} for i, v in outcome.rerouted],
        "trade": list(flow_rows(base, outcome)),
    }


def _substitution(base: Baseline, outcome: Outcome, which: str) -> list[Row]:
    """Return who buys of the sellers (`sales`), or who sells to the buyers (`purchases`): before, after, interval."""
    first = outcome.scenario.changes[0]
    found = outcome.sales if which == "sales" else outcome.purchases
    flows = outcome.observed if which == "sales" else outcome.observed.T
    own = [i for i, id_ in enumerate(base.ids) if id_ in (first.sellers if which == "sales" else first.buyers)]
    before = flows[own].sum(0)
    return [
        {
            "state": id_,
            "baseline": float(before[i]),
            "counterfactual": float(found.central[i]),
            "low": float(found.low[i]),
            "high": float(found.high[i]),
        }
        for i, id_ in sorted(enumerate(base.ids), key=lambda p: -abs(found.central[p[0]] - before[p[0]]))
        if before[i] > 0
    ]


def _change(change: Change, cost: float | None) -> Row:
    return {
        "words": change.words,
        "sellers": list(change.sellers),
        "buyers": list(change.buyers),
        "both_ways": change.both_ways,
        "what": change.what,
        "less": change.less,
        "tariff": change.tariff,
        "effect": change.effect,
        "standard_error": change.standard_error if change.effect is not None else None,
        "leakage": change.leakage,
        "through": list(change.through),
        "full_embargo": cost is None,
        "cost_rise": cost,
    }


def _range(known: Range) -> Row:
    return {"low": known.low, "central": known.central, "high": known.high, "source": known.source}
