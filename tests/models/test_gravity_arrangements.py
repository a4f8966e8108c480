"""Rows held in any pattern, as pairs with all periods, or shared by threads: three ways to the same estimate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.models import gravity
from comity.models.gravity import dense, rows

THREE_WAY = ("exporter-year", "importer-year", "pair")


def panel(seed: int, states: int = 9, years: int = 5) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    shape = (states, states, years)
    i, j, t = np.indices(shape).reshape(3, -1)
    size = random.normal(size=(2, states, years))
    rta, tariff = (random.random(shape) < 0.4).astype(float), random.normal(size=shape)
    index = 2 + size[0][:, None] + size[1][None] + random.normal(size=shape[:2])[:, :, None] + 0.5 * rta - 0.3 * tariff
    flow = np.exp(index) * random.gamma(2, 0.5, shape) * (random.random(shape) > 0.25)
    return pl.DataFrame(
        {
            "exporter": [f"S{n}" for n in i],
            "importer": [f"S{n}" for n in j],
            "year": t + 2000,
            "trade": flow.ravel(),
            "rta": rta.ravel(),
            "tariff": tariff.ravel(),
            "weight": random.integers(1, 4, i.size).astype(float),
            "pair": random.random(shape[:2])[i, j],
            "cell": random.random(i.size),
        }
    ).sample(fraction=1, shuffle=True, seed=seed)


def one_row_falls(data: pl.DataFrame) -> pl.DataFrame:
    """Add a regressor that is there in one row only, whose flow is zero: its coefficient would fall for ever."""
    first = pl.int_range(pl.len()) == 0
    return data.with_columns(trade=pl.when(first).then(0.0).otherwise("trade"), rta=first.cast(pl.Float64))


PATTERNS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "all": lambda data: data,
    "no domestic sales": lambda data: data.filter(pl.col("exporter") != pl.col("importer")),
    "cells missing": lambda data: data.filter(pl.col("cell") < 0.7),
    "most cells missing": lambda data: data.filter(pl.col("cell") < 0.35),
    "pairs missing": lambda data: data.filter(pl.col("pair") < 0.4),
    "a buyer that buys nowhere else": lambda data: data.filter(
        (pl.col("importer") != "S3") | pl.col("exporter").is_in(["S0", "S1"])
    ),
    "pairs and cells missing": lambda data: data.filter((pl.col("pair") < 0.5) & (pl.col("cell") < 0.8)),
    "separated": lambda data: one_row_falls(data.filter(pl.col("cell") < 0.9)),
}


def same(one: gravity.Fit, other: gravity.Fit) -> None:
    assert list(one.coefficients) == list(other.coefficients)
    for name, found in one.coefficients.items():
        assert other.coefficients[name].estimate == pytest.approx(found.estimate, abs=1e-8)
        assert other.coefficients[name].se == pytest.approx(found.se, rel=1e-6)
    assert other.dropped == one.dropped
    assert other.absorbed == one.absorbed
    assert other.clusters == one.clusters
    assert np.allclose(other.fitted, one.fitted, rtol=1e-6, atol=1e-9, equal_nan=True)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-9)
    for name, total in one.totals.items():
        assert {k: v.tolist() for k, v in total.labels.items()} == {
            k: v.tolist() for k, v in other.totals[name].labels.items()
        }
        assert other.totals[name].values == pytest.approx(total.values)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("effects", [THREE_WAY, THREE_WAY[:2]], ids=",".join)
@pytest.mark.parametrize("weights", [None, "weight"])
def test_pairs_with_all_periods_give_what_rows_in_any_pattern_give(
    monkeypatch: pytest.MonkeyPatch, pattern: str, effects: tuple[str, ...], weights: str | None
) -> None:
    data = PATTERNS[pattern](panel(5))
    fits, layouts = [], []
    arrange = rows.arrange

    def watched(*given: object) -> rows.Rows:
        found = arrange(*given)  # type: ignore[arg-type]
        layouts.append(found.layout is not None)
        return found

    monkeypatch.setattr("comity.models.gravity.estimating.arrange", watched)
    for share in (0.0, 2.0):
        monkeypatch.setattr(rows, "FILLED", share)
        fits.append(gravity.ppml(data, flow="trade", on="rta,tariff", effects=effects, weights=weights, reset=True))
    assert layouts == [True, False]
    same(*fits)
    assert fits[0].reset is not None
    assert fits[1].reset is not None
    assert fits[0].reset.statistic == pytest.approx(fits[1].reset.statistic, rel=1e-4, nan_ok=True)


def test_least_squares_and_the_bias_correction_do_not_ask_how_rows_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    data = PATTERNS["pairs and cells missing"](panel(5))
    fits = []
    for share in (0.0, 2.0):
        monkeypatch.setattr(rows, "FILLED", share)
        fits.append(
            [
                gravity.ols(data, flow="trade", on="rta,tariff", cluster=None, reset=True),
                gravity.ppml(data, flow="trade", on="rta,tariff", bias_correct=True, cluster="exporter,importer"),
                gravity.ppml(data, flow="trade", on="rta,tariff", cluster=None, se="fixest"),
            ]
        )
    for one, other in zip(*fits, strict=True):
        for name, found in one.coefficients.items():
            assert other.coefficients[name].estimate == pytest.approx(found.estimate, abs=1e-7)
            assert other.coefficients[name].se == pytest.approx(found.se, rel=1e-6)


def test_sparse_panels_are_held_row_by_row_and_so_are_two_sectors_and_effects_other_than_pairs() -> None:
    period, rest = np.divmod(np.arange(8 * 4 * 4, dtype=np.int32), 16)
    exporter, importer = np.divmod(rest, 4)
    sides = [
        rows.Factor("out", period * 4 + exporter, 32, (4, 8), exporter),
        rows.Factor("into", period * 4 + importer, 32, (4, 8), importer),
    ]
    pair, other = rows.Factor("pair", rest, 16), rows.Factor("other", rest // 2, 8)
    everything = np.ones(rest.size, bool)
    assert rows.arrange([*sides, pair], everything).layout is not None
    assert rows.arrange(sides, everything).layout is not None
    # A pair with one period of eight is mostly empty; pairs without any are not held.
    assert rows.arrange([*sides, pair], period < 1).layout is None
    assert rows.arrange([*sides, pair], exporter == importer).layout is not None
    assert rows.arrange([*sides, other], everything).layout is None
    twice = [
        rows.Factor(f.name, np.tile(f.codes, 2), f.levels, f.sides, np.tile(states, 2))
        for f, states in zip(sides, (exporter, importer), strict=True)
    ]
    assert rows.arrange(twice, np.ones(2 * rest.size, bool)).layout is None


@pytest.mark.parametrize("effects", [THREE_WAY, ("exporter", "importer", "pair"), ("pair", "year")], ids=",".join)
def test_what_pairs_explain_is_named_however_rounding_falls(effects: tuple[str, ...]) -> None:
    for seed in range(12):
        random = np.random.default_rng(seed)
        data = panel(seed, int(random.integers(3, 9)), int(random.integers(3, 6)))
        data = data.filter((pl.col("cell") < 0.6) & (pl.col("pair") < 0.8)).rename({"pair": "distance"})
        fit = gravity.ppml(data, flow="trade", on="distance,rta", effects=effects, weights="weight")
        assert fit.absorbed["distance"] == "by the fixed effects"


def test_a_regressor_that_is_constant_in_the_rows_that_are_left_is_absorbed() -> None:
    cells = [
        ("A", "X", 2.0, 0.0),
        ("A", "Y", 4.0, 0.0),
        ("B", "X", 1.0, 0.0),
        ("A", "Z", 3.0, 0.0),
        ("B", "Z", 0.0, 1.0),
    ]
    data = pl.DataFrame(cells, schema=["exporter", "importer", "trade", "rta"], orient="row")
    for weight in (1.0, 2.0, 0.3, 1 / 3):
        fit = gravity.ppml(
            data.with_columns(weight=pl.lit(weight)),
            flow="trade",
            on="rta",
            effects="exporter,importer",
            weights="weight",
        )
        assert [(d.reason, d.rows) for d in fit.dropped] == [("separated", 1)]
        assert fit.absorbed == {"rta": "by the fixed effects"}


def test_least_squares_do_not_ask_for_the_unit_of_flows() -> None:
    data = panel(3)
    one, small = (
        gravity.ols(data.with_columns(pl.col("trade") * unit), flow="trade", on="rta,tariff", reset=True)
        for unit in (1.0, 1e-14)
    )
    for name, found in one.coefficients.items():
        assert small.coefficients[name].estimate * 1e14 == pytest.approx(found.estimate, rel=1e-7)
        assert small.coefficients[name].se * 1e14 == pytest.approx(found.se, rel=1e-7)
    assert one.reset is not None
    assert small.reset is not None
    assert small.reset.statistic == pytest.approx(one.reset.statistic, rel=1e-6)


def test_a_model_that_predicts_one_number_or_fits_exactly_has_nothing_to_test() -> None:
    data = panel(3)
    exact = data.with_columns(trade=pl.col("tariff").exp())
    for fit in (
        gravity.ppml(data, flow="trade", effects=(), cluster=None, reset=True),
        gravity.ols(data, flow="trade", effects=(), cluster=None, reset=True),
        gravity.ppml(exact, flow="trade", on="tariff", reset=True),
    ):
        assert fit.reset is not None
        assert np.isnan(fit.reset.statistic)


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for share in (0.0, 2.0):
        monkeypatch.setattr(rows, "FILLED", share)
        fits = []
        for cores in (1, 3):
            monkeypatch.setattr(rows, "SMALL", 0)
            monkeypatch.setattr(rows, "_cores", lambda cores=cores: cores)
            fits.append(gravity.ppml(panel(2), flow="trade", on="rta,tariff"))
        same(*fits)


@given(st.lists(st.floats(-708, 709), min_size=1, max_size=70))
@example([0.0, -708.0, 709.0, 1e-300, -1e-17, 0.34657359027997264, -0.34657359027997264])
def test_exponentials_are_right_to_the_last_digit_but_one(values: list[float]) -> None:
    given_values, found = np.array(values), np.empty(len(values))
    dense._exponentials(given_values, np.empty(len(values)), found)
    assert np.abs(found / np.exp(given_values) - 1).max() < 5e-16


def test_exponentials_beyond_what_a_number_holds_stay_finite_and_above_zero() -> None:
    found = np.empty(3)
    dense._exponentials(np.array([-1e5, 1e5, np.inf]), np.empty(3), found)
    assert found.tolist() == pytest.approx([np.exp(-708.0), np.exp(709.0), np.exp(709.0)])
