"""PPML with three-way effects, beside pyfixest in one run: time, memory, agreement, and how time grows.

    python -m bench.gravity              all sizes (pyfixest takes many minutes at the largest), and how time grows
    python -m bench.gravity 70 11        one size
    python -m bench.gravity growth       how time grows

Every engine runs in a process of its own on the same file, a first time (as in a fresh process) and then repeated;
memory is the peak of the repetitions above what the process holds with the data read. On a busy machine processor
seconds tell more than the clock. fixest is not run: it needs R.
"""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

SIZES = ((70, 11), (150, 30), (200, 50))
TERMS = ("rta", "sanctions", "tariff", "currency", "trend")
ENGINES = ("comity", "pyfixest")
GROWTH = {"N": ((40, 10), (80, 10), (160, 10)), "T": ((80, 10), (80, 20), (80, 40))}
SECONDS = 20.0  # after which no further repetition is begun


def main() -> None:
    """Print one line for each size, fill, number of regressors and engine."""
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, load {load}")
    print(f"fixest: {'R is here, but not run' if shutil.which('Rscript') else 'not run, no R on this machine'}")
    asked = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.parquet"
        if asked != ["growth"]:
            heads = ("N", "T", "K", "filled", "engine", "rows", "first s", "median s", "CPU s", "MB")
            print("{:>4}{:>4}{:>3}{:>8} {:<9}{:>9}{:>9}{:>10}{:>8}{:>6}".format(*heads))
            for states, years in (tuple(map(int, asked)),) if asked else SIZES:
                for filled in (1.0, 0.1):
                    panel(states, years, filled).write_parquet(path)
                    for count in (1, 5):
                        compare(path, states, years, count, filled)
        if asked in ([], ["growth"]):
            growth(path)


def compare(path: Path, states: int, years: int, count: int, filled: float) -> None:
    """Run both engines on one panel and print what they took and how far they agree."""
    found = {}
    for engine in ENGINES:
        r = apart(engine, path, count)
        if isinstance(r, str):
            print(f"{states:>4}{years:>4}{count:>3}{filled:>8.0%} {engine:<9} failed: {r}")
            continue
        found[engine] = r
        took = f"{r['first']:>9.2f}{r['median']:>10.3f}{r['cpu']:>8.3f}{r['megabytes']:>6.0f}"
        print(f"{states:>4}{years:>4}{count:>3}{filled:>8.0%} {engine:<9}{r['rows']:>9,}{took}", flush=True)
    if len(found) == 2:
        ours, theirs = (np.array(found[e]["coefficients"]) for e in ENGINES)
        by_clock, by_processor = (found["pyfixest"][k] / found["comity"][k] for k in ("median", "cpu"))
        print(
            f"{'':>20}{by_clock:.1f} times by the clock, {by_processor:.1f} by processor seconds; "
            f"largest difference of a coefficient {np.abs(ours - theirs).max():.1e}",
            flush=True,
        )


def growth(path: Path) -> None:
    """Print how processor seconds grow with states and with years, and by which power from the first to the last."""
    print("\nprocessor seconds of one regressor on full panels, and the power of N or T by which they grow")
    for what, sizes in GROWTH.items():
        taken: dict[str, list[float]] = {engine: [] for engine in ENGINES}
        for states, years in sizes:
            panel(states, years, 1.0).write_parquet(path)
            for engine in ENGINES:
                r = apart(engine, path, 1)
                taken[engine].append(math.nan if isinstance(r, str) else r["cpu"])
        times = np.prod(sizes[-1]) / np.prod(sizes[0])
        for engine, seconds in taken.items():
            told = "   ".join(f"({n}, {t}) {s:.3f}" for (n, t), s in zip(sizes, seconds, strict=True))
            print(f"{what}  {engine:<9} {told}   power {math.log(seconds[-1] / seconds[0]) / math.log(times):.2f}")


def apart(engine: str, path: Path, count: int) -> dict[str, Any] | str:
    """Run one engine in a process of its own; return what it took, or how it failed."""
    command = [sys.executable, "-m", "bench.gravity", engine, str(path), str(count), "-"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        return run.stderr.strip()[-120:]
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def panel(states: int, years: int, filled: float, seed: int = 1) -> pl.DataFrame:
    """Return a panel with two fifths of zeros and five regressors of the field, its rows in no order."""
    random = np.random.default_rng(seed)
    shape = (states, states, years)
    size = random.normal(0, 1.5, (2, states, 1)) + np.cumsum(random.normal(0, 0.12, (2, states, years)), 2)
    foreign = np.broadcast_to((1.0 - np.eye(states))[:, :, None], shape)
    year = np.broadcast_to(np.arange(years), shape)

    def from_some_year(share: float) -> np.ndarray:
        begins = np.where(random.random(shape[:2]) < share, random.integers(0, years, shape[:2]), years)
        return (year >= begins[:, :, None]) * foreign

    columns = {
        "rta": from_some_year(0.3),
        "sanctions": from_some_year(0.05),
        "tariff": np.log1p(np.abs(0.08 + 0.05 * random.normal(size=shape) - 0.002 * year)) * foreign,
        "currency": from_some_year(0.02),
        "trend": foreign * year / max(years - 1, 1),
    }
    index = size[0][:, None, :] + size[1][None, :, :] + random.normal(0, 1.2, shape[:2])[:, :, None]
    index = index + sum(b * x for b, x in zip((0.5, -0.8, -1.2, 0.3, 0.4), columns.values(), strict=True))
    mean = np.exp(index - np.quantile(index, 0.6))
    flow = mean * random.gamma(1.5, 1 / 1.5, shape)
    flow[random.poisson(np.minimum(3 * flow, 1e6)) == 0] = 0.0
    exporter, importer, _ = np.indices(shape)
    cells = {"exporter": exporter, "importer": importer, "year": year, "trade": flow, **columns}
    table = pl.DataFrame({name: np.ascontiguousarray(values).ravel() for name, values in cells.items()})
    # Pairs trade or they do not: what is not filled are whole pairs.
    there = (random.random(shape[:2]) < filled)[exporter, importer].ravel()
    return table.filter(pl.Series(there)).sample(fraction=1, shuffle=True, seed=seed)


def one(engine: str, path: Path, count: int) -> None:
    """Run one engine in this process and print what it took as JSON."""
    table = pl.read_parquet(path).rechunk()
    fit = ours(table, TERMS[:count]) if engine == "comity" else theirs(table, TERMS[:count])
    times: list[float] = []
    cpu: list[float] = []
    held = 0
    for repetition in range(6):
        if repetition == 1:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
            held = memory("VmRSS")
        begun, busy = time.perf_counter(), time.process_time()
        rows, coefficients = fit()
        times.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - busy)
        if repetition and sum(times) > SECONDS:
            break
    print(
        json.dumps(
            {
                "rows": rows,
                "first": times[0],
                "median": statistics.median(times[1:]),
                "cpu": statistics.median(cpu[1:]),
                "megabytes": (memory("VmHWM") - held) / 1024,
                "coefficients": coefficients,
            }
        )
    )


def ours(table: pl.DataFrame, terms: tuple[str, ...]) -> Callable[[], tuple[int, list[float]]]:
    """Return a fit by Comity."""
    from comity.models import gravity

    def fit() -> tuple[int, list[float]]:
        found = gravity.ppml(table, flow="trade", on=terms)
        return found.observations, [c.estimate for c in found.coefficients.values()]

    return fit


def theirs(table: pl.DataFrame, terms: tuple[str, ...]) -> Callable[[], tuple[int, list[float]]]:
    """Return a fit by pyfixest, with its defaults but for a tolerance that gives as many digits."""
    import warnings

    import pyfixest

    warnings.simplefilter("ignore")
    keys = pl.struct("exporter", "year"), pl.struct("importer", "year"), pl.struct("exporter", "importer")
    coded = table.with_columns(
        **{name: key.rank("dense") for name, key in zip(("out", "into", "pair"), keys, strict=True)}
    ).to_pandas()

    def fit() -> tuple[int, list[float]]:
        formula = f"trade ~ {' + '.join(terms)} | out + into + pair"
        found: Any = pyfixest.fepois(formula, coded, vcov={"CRV1": "pair"}, copy_data=False, store_data=False)
        return int(found._N), [float(b) for b in found.coef()]

    return fit


def memory(what: str) -> int:
    """Return kilobytes that the process holds (VmRSS) or has held at most (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))


if __name__ == "__main__":
    if len(sys.argv) == 5:
        one(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
