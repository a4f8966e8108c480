"""The equilibrium agrees with what others published, each to what their own programs solve it to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from comity.models.equilibrium import balanced, exact_hat

Floats = NDArray[np.float64]
pytestmark = pytest.mark.shared


def square(frame: pl.DataFrame, column: str) -> Floats:
    ordered = frame.sort("exporter", "importer")
    n = ordered["exporter"].n_unique()
    return ordered[column].cast(pl.Float64).to_numpy().reshape(n, n)


@pytest.fixture(scope="module")
def accession(shared: Path) -> pl.DataFrame:
    """Return the 44 economies of 2000 and the effect of the enlargement of the EU (Baier, Yotov and Zylkin 2019)."""
    return pl.read_csv(shared / "golden" / "gravity" / "ge_gravity_eu2000.csv")


# The first stage that the golden file was made with, in full; the file beside it holds nine digits.
EFFECT = 0.22424900615658225


@pytest.mark.parametrize("deficits", ["additive", "multiplicative"])
def test_ge_gravity_finds_the_same(accession: pl.DataFrame, deficits: str) -> None:
    """Stata's results are kept in single precision, which is the gap that is left in its flows."""
    short = {"additive": "eu", "multiplicative": "mult"}[deficits]
    cost = np.exp(-square(accession, "eu_effect") / 4)
    found = exact_hat(square(accession, "trade"), cost, 4.0, deficits)  # type: ignore[arg-type]
    # ge_gravity leaves out the scalar that keeps the spending of the world equal to its income, so that its welfare
    # with multiplicative deficits is the real wage.
    ours = found.welfare if deficits == "additive" else found.real_income
    assert ours == pytest.approx(square(accession, f"w_{short}")[:, 0], abs=1e-7)
    theirs = square(accession, f"X_{short}")
    scale = 1.0 if deficits == "additive" else (found.welfare / found.real_income).mean()
    assert found.flows[theirs > 0] / scale == pytest.approx(theirs[theirs > 0], rel=2e-7)


@pytest.mark.parametrize("deficits", ["additive", "multiplicative"])
@pytest.mark.parametrize("supply", [0.0, 1.24])
def test_the_solution_in_double_precision_is_the_same(
    accession: pl.DataFrame, shared: Path, deficits: str, supply: float
) -> None:
    golden = pl.read_csv(shared / "golden" / "gravity" / "ge_exact_hat_eu2000.csv").filter(
        pl.col("balance") == deficits, pl.col("psi") == supply
    )
    cost = np.exp(-EFFECT * square(accession, "new_eu_pair") / 4)
    found = exact_hat(square(accession, "trade"), cost, 4.0, deficits, supply_elasticity=supply)  # type: ignore[arg-type]
    ordered = golden.sort("country")
    assert found.welfare == pytest.approx(ordered["welfare"].to_numpy(), rel=1e-12)
    assert found.prices == pytest.approx(ordered["price"].to_numpy(), rel=1e-12)
    assert found.price_index == pytest.approx(ordered["P"].to_numpy(), rel=1e-12)
    assert found.real_income == pytest.approx(ordered["real_wage"].to_numpy(), rel=1e-12)


def test_the_example_of_gegravity_is_solved_with_incomes_that_answer(shared: Path) -> None:
    """Canada and Japan sign an agreement: +0.428 % and +0.050 %; gegravity, whose outputs do not answer, has 0.418 and
    0.054 (its own one-step formula is the conditional effect, which we reproduce).
    """
    file = shared / "data" / "economy" / "gravity_benchmarks" / "gegravity_sample_data_set.dlm"
    frame = pl.read_csv(file, infer_schema_length=None)
    effects = {
        "lndist": -0.3898623, "contiguity": 0.891577, "common_language": 0.0326249, "pta": 0.4711383,
        "international": -3.412584,
    }  # fmt: skip
    attraction = np.exp(sum(b * square(frame, name) for name, b in effects.items()))
    trade = balanced(attraction, square(frame, "Y")[:, 0], square(frame, "E")[0])
    names = sorted(frame["exporter"].unique())
    canada, japan = names.index("CAN"), names.index("JPN")
    signed = np.zeros_like(trade)
    signed[canada, japan] = signed[japan, canada] = 1
    cost = np.exp(-effects["pta"] * signed * (1 - square(frame, "pta")) / 4)
    found = exact_hat(trade, cost, 4.0, "multiplicative")
    assert 100 * (found.real_income[[canada, japan]] - 1) == pytest.approx([0.428, 0.050], abs=5e-4)

    conditional = exact_hat(trade, cost, 4.0, effect="conditional")
    at_home = np.diag(conditional.trade)
    assert 100 * (at_home[[canada, japan]] ** -0.25 - 1) == pytest.approx([0.418, 0.054], abs=1e-3)


def test_the_border_free_world_of_the_advanced_guide(shared: Path) -> None:
    """Yotov, Piermartini, Monteiro and Larch (2016), chapter 2, application 1; their loop stops at 0.01."""
    folder = shared / "data" / "economy" / "gravity_agtpa"
    frame = pl.read_csv(folder / "chapter2_application1_data_2006.csv.gz")
    attraction = np.exp(
        -0.7912879 * square(frame, "ln_DIST") + 0.6736456 * square(frame, "CNTG") - 2.47445 * square(frame, "INTL_BRDR")
    )
    trade = balanced(attraction, square(frame, "trade").sum(1), square(frame, "trade").sum(0))
    cost = np.exp(-2.47445 * square(frame, "INTL_BRDR") / 6)
    published = pl.read_csv(folder / "published_ge_trade_without_border.csv").sort("country")
    names = [name.replace("ZZZ", "DEU") for name in sorted(frame["exporter"].unique())]
    place = [names.index(name.replace("ZZZ", "DEU")) for name in published["country"]]
    assert len(place) == 69

    full = exact_hat(trade, cost, 6.0, "multiplicative").real_income[place]
    real = 1 + published["change_rGDP_FULL"].to_numpy() / 100
    assert full == pytest.approx(real, rel=6e-3)

    conditional = exact_hat(trade, cost, 6.0, effect="conditional").flows
    exports = (conditional.sum(1) - np.diag(conditional)) / (trade.sum(1) - np.diag(trade))
    assert 100 * (exports[place] - 1) == pytest.approx(published["change_Xi_CDL"].to_numpy(), rel=2e-3, abs=0.05)
