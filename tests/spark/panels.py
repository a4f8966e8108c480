"""Makes panels on DuckDB and on Spark from the embedded snapshot and prints whether the answers are equal.

Run by `test_same_on_both.py` in the environment that has Spark; not collected by pytest.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping

import pyarrow as pa
from pyspark.sql import SparkSession

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


def main() -> None:
    """Print for each panel its rows and known cells, and whether figures and gaps are the same on both engines."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = session.config("spark.driver.bindAddress", "127.0.0.1").config("spark.sql.shuffle.partitions", "2")
    session.getOrCreate().sparkContext.setLogLevel("ERROR")
    found = {}
    for grain, make in PANELS.items():
        (one, told), (other, also_told) = (answer(make(engine)) for engine in ENGINES)
        found[grain] = {
            "rows": one.num_rows,
            "known": {c: one.num_rows - one[c].null_count for c in one.column_names},
            "figures": one.equals(other),
            "told": told == also_told,
        }
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    main()
