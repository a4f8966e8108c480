"""The same expressions give the same figures on DuckDB and on Spark."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from comity.measures import MEASURES

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"

pytestmark = pytest.mark.spark


def run(python: Path, script: str, folder: Path) -> dict[str, Any]:
    """Run a script in the environment with Spark and return what it prints after RESULT."""
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "COMITY_DATA": str(folder)}
    done = subprocess.run([str(python), str(HERE / script)], env=env, cwd=folder, capture_output=True, text=True)
    results = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert results, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(results[-1].removeprefix("RESULT "))
    return found


def test_every_measure_is_the_same_on_both(spark_python: Path, tmp_path: Path) -> None:
    found = run(spark_python, "measures.py", tmp_path)
    assert set(found) == {m.definition.code for m in MEASURES}
    for code, answer in found.items():
        assert answer["rows"] > 0, code
        assert answer["difference"] <= 1e-12, (code, answer)


def test_three_panels_are_the_same_on_both(spark_python: Path, tmp_path: Path) -> None:
    found = run(spark_python, "panels.py", tmp_path)
    assert set(found) == {"state-year", "dyad-year", "directed-dyad-year"}
    for grain, answer in found.items():
        assert answer["rows"] > 0, grain
        assert all(known > 0 for known in answer["known"].values()), (grain, answer)
        assert answer["figures"], (grain, answer)
        assert answer["told"], (grain, answer)
