"""Three panels on DuckDB and on Spark from the embedded snapshot, and whether the answers are equal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from comity import panel
from comity.panels import Panel, output
from comity.panels.engines import ENGINES, Engine

STATES = ("RUS", "MMR", "CHN", "USA")
PANELS: Mapping[str, Callable[[Engine], Panel]] = {
    "state-year": lambda engine: (
        panel("state-year", years=(1990, 2020), engine=engine)
        .add("economy.gdp", then="growth")
        .add("regimes.lexical_index", lead=1)
    ),
    "dyad-year": lambda engine: (
        panel("dyad-year", states=["RUS", "UKR", "YUG", "SRB"], years=(1990, 2010), engine=engine)
        .add("displacement.refugees", direction="sum")
        .add("votes.s_absolute", then="mean", over=2)
    ),
    "directed-dyad-year": lambda engine: (
        panel("directed-dyad-year", states=STATES, years=(1988, 2010), engine=engine)
        .add("votes.agreement", lag=1)
        .add("conflict.interstate", then="spell")
        .add("regimes.lexical_index", side="both")
    ),
}


def answer(made: Panel) -> tuple[pa.Table, tuple[str, ...]]:
    """Return the rows of a panel and what it says of missing cells, read once."""
    counted = output.Counted()
    rows = pa.concat_tables(output.tables(made.plan, counted))
    return rows, made.gaps(counted)


def compare() -> dict[str, dict[str, Any]]:
    """Return for each panel its rows and known cells, and whether figures and gaps are the same on both engines."""
    found = {}
    for grain, make in PANELS.items():
        (one, told), (other, also_told) = (answer(make(engine)) for engine in ENGINES)
        found[grain] = {
            "rows": one.num_rows,
            "known": {c: one.num_rows - one[c].null_count for c in one.column_names},
            "figures": one.equals(other),
            "told": told == also_told,
        }
    return found
