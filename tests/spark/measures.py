"""Every measure on DuckDB and on Spark with the same made-up inputs, and how far the answers differ."""

from __future__ import annotations

import math
import random
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
from pyspark.sql import SparkSession

from comity.catalogue import definition
from comity.measures import MEASURES
from comity.vocabulary import Definition, of_one_state

STATES, YEARS = range(1, 8), (2018, 2019)


def made_up(what: Definition, chance: random.Random) -> pd.DataFrame:
    """Return a small relation of an indicator: some cells are missing, flags are one, parts add up to the value."""
    flag = what.unit.startswith("1 = ")
    rows: list[dict[str, Any]] = []
    for year in YEARS:
        if of_one_state(what.grain):
            ends: list[dict[str, int]] = [{"state": s} for s in STATES]
        else:
            directed = what.grain.startswith("directed")
            pairs = [(a, b) for a in STATES for b in STATES if a < b or (directed and a != b)]
            ends = [{"origin": a, "target": b} for a, b in pairs]
        for end in ends:
            if chance.random() < (0 if of_one_state(what.grain) else 0.25):
                continue
            parts = {p: float(chance.randint(0, 9)) for p in what.parts}
            value = 1.0 if flag else sum(parts.values()) if parts else float(chance.randint(1, 500))
            rows.append({**end, "year": year, "value": value, "status": "reported", **parts})
    return pd.DataFrame(rows)


def rows_of(relation: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a relation in order."""
    native = nw.to_native(relation)
    found = native.fetchall() if isinstance(native, duckdb.DuckDBPyRelation) else [tuple(r) for r in native.collect()]
    return sorted(found, key=lambda r: tuple(str(v) for v in r[:3]))


def differ(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> float:
    """Return the largest relative difference of two answers; infinity where their rows are not the same."""
    if len(one) != len(other):
        return math.inf
    most = 0.0
    for a, b in zip(one, other, strict=True):
        for x, y in zip(a, b, strict=True):
            if isinstance(x, float) and isinstance(y, float):
                most = max(most, abs(x - y) / max(1.0, abs(x)))
            elif x != y:
                return math.inf
    return most


def compare(spark: SparkSession) -> dict[str, dict[str, float]]:
    """Return for each measure its rows and the largest difference."""
    connection = duckdb.connect()
    chance = random.Random(1)
    inputs = {code: made_up(definition(code), chance) for m in MEASURES for code in m.inputs}
    on_duckdb = {c: nw.from_native(connection.from_df(f)).lazy() for c, f in inputs.items()}
    on_spark = {c: nw.from_native(spark.createDataFrame(f)).lazy() for c, f in inputs.items()}
    found = {}
    for measure in MEASURES:
        answers = [rows_of(measure.values(*(at[c] for c in measure.inputs))) for at in (on_duckdb, on_spark)]
        found[measure.definition.code] = {"rows": len(answers[0]), "difference": differ(*answers)}
    return found
