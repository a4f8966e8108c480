"""How long an equilibrium takes beside gegravity, on the same made-up worlds, and 1,000 draws at 180 economies.

gegravity is taken where it is installed (`pip install gegravity`); else its figures are those that were recorded on
23 November 2026 with version 0.3 on two shared cores, and are marked so. Both sides start from the same fitted world: a
baseline by its totals, then one new agreement between two economies. gegravity holds outputs at the baseline even in
what it calls the full effect, so that only the times are compared, not the results.
"""

from __future__ import annotations

import contextlib
import io
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.models.equilibrium import balanced, exact_hat, exact_hat_solver

Floats = NDArray[np.float64]
RUNS = 7
SIZES = (30, 50, 100)
EFFECTS = {"lndist": -0.9, "contiguity": 0.5, "pta": 0.35, "international": -2.5}
ELASTICITY = 4.0
# Seconds of gegravity 0.3, baseline and one experiment, as recorded (30: on its own sample).
RECORDED = {30: 1.377, 50: 1.940, 100: 8.344}


@dataclass(frozen=True)
class World:
    """A made-up year: what each economy makes and spends, and the pairs' covariates."""

    output: Floats
    spending: Floats
    covariates: dict[str, Floats]

    @property
    def attraction(self) -> Floats:
        """What the covariates make of trade."""
        found: Floats = np.exp(sum(EFFECTS[name] * values for name, values in self.covariates.items()))
        return found


def world(n: int, seed: int = 1) -> World:
    """Return a world whose sizes are spread as those of 2019 are, on a square map."""
    draw = np.random.default_rng(seed)
    output = np.exp(draw.normal(0, 1.5, n)) * 1e5
    spending = output * np.exp(draw.normal(0, 0.12, n))
    spending *= output.sum() / spending.sum()
    place = draw.uniform(size=(n, 2))
    distance = np.sqrt(((place[:, None] - place[None]) ** 2).sum(-1))
    near = np.argsort(distance, axis=1)[:, 1:4]
    touching = np.zeros((n, n))
    touching[np.arange(n)[:, None], near] = 1
    agreed = np.triu(draw.uniform(size=(n, n)) < 0.25, 1).astype(float)
    abroad = 1 - np.eye(n)
    covariates = {
        "lndist": np.log(200 + 15_000 * distance),
        "contiguity": np.maximum(touching, touching.T) * abroad,
        "pta": agreed + agreed.T,
        "international": abroad,
    }
    return World(output, spending, covariates)


def agreement(made: World) -> tuple[int, int]:
    """Return the first pair without an agreement."""
    i, j = np.argwhere(np.triu(1 - made.covariates["pta"], 1) > 0)[0]
    return int(i), int(j)


def ours(made: World) -> Callable[[], object]:
    """Return a baseline and one experiment as a function to be timed."""
    i, j = agreement(made)
    cost = np.ones(made.attraction.shape)
    cost[i, j] = cost[j, i] = np.exp(-EFFECTS["pta"] / ELASTICITY)

    def run() -> object:
        trade = balanced(made.attraction, made.output, made.spending)
        return exact_hat(trade, cost, ELASTICITY, "multiplicative")

    return run


def theirs(made: World) -> Callable[[], object] | None:
    """Return the same for gegravity, or None where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import gegravity
            import pandas as pd
    except ImportError:
        return None
    n = len(made.output)
    names = [f"C{i:03d}" for i in range(n)]
    trade = balanced(made.attraction, made.output, made.spending)
    i, j = (side.ravel() for side in np.meshgrid(range(n), range(n), indexing="ij"))
    columns = {name: values.ravel() for name, values in made.covariates.items()}
    table = pd.DataFrame(
        {"exporter": [names[k] for k in i], "importer": [names[k] for k in j], "year": "2019", "trade": trade.ravel()}
        | {"Y": made.output[i], "E": made.spending[j], "constant": 1.0}
        | columns
    )
    effects = [(name, value, 0.05) for name, value in {**EFFECTS, "constant": 12.0}.items()]
    estimates = pd.DataFrame(effects, columns=["var", "beta", "stderr"])
    one, other = (names[k] for k in agreement(made))

    def run() -> object:
        base = gegravity.BaselineData(
            table, imp_var_name="importer", exp_var_name="exporter", year_var_name="year", trade_var_name="trade",
            expend_var_name="E", output_var_name="Y",
        )  # fmt: skip
        known = gegravity.CostCoeffs(estimates=estimates, identifier_col="var", coeff_col="beta", stderr_col="stderr")
        model = gegravity.OneSectorGE(
            baseline=base, cost_coeff_values=known, cost_variables=list(estimates["var"]), year="2019",
            reference_importer=names[0], sigma=ELASTICITY + 1,
        )  # fmt: skip
        model.build_baseline(omr_rescale=1.0)
        changed = model.baseline_data.copy()
        pair = changed["exporter"].isin([one, other]) & changed["importer"].isin([one, other])
        changed.loc[pair & (changed["exporter"] != changed["importer"]), "pta"] = 1
        model.define_experiment(changed)
        model.simulate(ge_max_iter=5000)
        return model

    return run


def seconds(run: Callable[[], object], runs: int) -> float:
    """Return the median time of some runs, after one that is not counted where there are several."""
    if runs > 1:
        run()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def draws(n: int = 180, count: int = 1000) -> tuple[float, float, float]:
    """Return seconds, seconds of processor and largest residual of draws for an embargo of the first economy by all."""
    made = world(n)
    trade = balanced(made.attraction, made.output, made.spending)
    draw = np.random.default_rng(0)
    thetas = np.sort(draw.triangular(2.79, 5.03, 8.28, count))
    effects = draw.normal(-2.3, 0.3, count)
    cut = np.zeros((n, n), dtype=bool)
    cut[0, 1:] = cut[1:, 0] = True
    answer = exact_hat_solver(trade)
    start, processor, worst = time.perf_counter(), time.process_time(), 0.0
    for theta, effect in zip(thetas, effects, strict=True):
        worst = max(worst, answer(np.where(cut, np.exp(-effect / theta), 1.0), theta).residual)
    return time.perf_counter() - start, time.process_time() - processor, worst


def main() -> None:
    """Print the times side by side."""
    print("One experiment, baseline included")
    print(f"{'economies':>10}{'comity ms':>12}{'gegravity s':>14}{'times':>9}")
    for n in SIZES:
        made = world(n)
        mine, peer = seconds(ours(made), RUNS), theirs(made)
        other, mark = (seconds(peer, 1), "") if peer is not None else (RECORDED[n], " (recorded)")
        print(f"{n:>10}{1e3 * mine:>12.2f}{other:>14.3f}{other / mine:>9,.0f}{mark}")
    took, processor, worst = draws()
    print(
        f"1,000 draws at 180 economies: {took:.2f} s ({processor:.2f} s of one processor), largest residual "
        f"{worst:.1e} of output"
    )


if __name__ == "__main__":
    main()
