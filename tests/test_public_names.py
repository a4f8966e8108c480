"""What `import comity` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import comity

HEAVY = ("polars", "pandas", "pyarrow", "duckdb", "numpy", "narwhals", "vl_convert")


def test_every_public_name_is_there_and_listed() -> None:
    assert dir(comity) == sorted(comity.__all__)
    assert len(set(comity.__all__)) == len(comity.__all__)
    for name in comity.__all__:
        assert getattr(comity, name).__doc__, name


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(comity, "gett")


def test_importing_it_loads_nothing_heavy_and_changes_nothing() -> None:
    code = f"import sys, comity; print(*(m for m in {HEAVY} if m in sys.modules))"
    for options in ([], ["-OO"], ["-W", "error"], ["-X", "dev"]):
        run = subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=False)
        assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "", "")
