"""Gravity models against brute force on small panels, and the laws that hold for any."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.models import gravity
from comity.models.gravity.result import chi_squared

THREE_WAY = ("exporter-year", "importer-year", "pair")
quick = settings(max_examples=15, deadline=None)


def panel(seed: int, states: int = 6, years: int = 4, filled: float = 1.0, zeros: float = 0.2) -> pl.DataFrame:
    """Return a panel drawn from a gravity model, with zero flows and, if not `filled`, without some cells."""
    random = np.random.default_rng(seed)
    cells = np.array(list(itertools.product(range(states), range(states), range(years))))
    i, j, t = cells.T
    rta = (random.random((states, states, years)) < 0.4)[i, j, t].astype(float)
    tariff = random.normal(size=(states, states, years))[i, j, t]
    size = random.normal(size=(2, states, years))
    index = 2 + size[0][i, t] + size[1][j, t] + random.normal(size=(states, states))[i, j] + 0.5 * rta - 0.3 * tariff
    flow = np.exp(index) * random.gamma(2, 0.5, i.size) * (random.random(i.size) > zeros)
    return pl.DataFrame(
        {
            "exporter": [f"S{n}" for n in i],
            "importer": [f"S{n}" for n in j],
            "year": t + 2000,
            "trade": flow,
            "rta": rta,
            "tariff": tariff,
            "weight": random.integers(1, 4, i.size).astype(float),
        }
    ).filter(pl.Series(random.random(i.size) < filled))


def dummies(columns: Sequence[Sequence[Any]]) -> np.ndarray:
    blocks = [np.unique(np.array(c), return_inverse=True)[1] for c in columns]
    return np.concatenate([np.eye(b.max() + 1)[b] for b in blocks], 1)


def brute(
    data: pl.DataFrame, terms: list[str], effects: Sequence[Sequence[Any]], weight: np.ndarray, cluster: Sequence[Any]
) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients and clustered errors of PPML by Newton steps on all dummies."""
    x = data.select(terms).to_numpy()
    design = np.column_stack([x, dummies(effects)]) if effects else np.column_stack([x, np.ones(len(x))])
    y = data["trade"].to_numpy() / data["trade"].mean()
    mean = (y + 1) / 2
    index = np.log(mean)
    for _ in range(60):
        root = np.sqrt(weight * mean)
        beta = np.linalg.lstsq(design * root[:, None], root * (index + (y - mean) / mean), rcond=1e-12)[0]
        index = design @ beta
        mean = np.exp(index)
    count = x.shape[1]
    hessian = np.linalg.pinv((design * (weight * mean)[:, None]).T @ design, rcond=1e-12)
    codes = np.unique(np.array(cluster), return_inverse=True)[1]
    scores = np.zeros((codes.max() + 1, design.shape[1]))
    np.add.at(scores, codes, design * (weight * (y - mean))[:, None])
    covariance = hessian @ scores.T @ scores @ hessian * len(scores) / (len(scores) - 1)
    return beta[:count], np.sqrt(np.diag(covariance)[:count])


def joined(data: pl.DataFrame, *columns: str) -> list[str]:
    return data.select(pl.concat_str(columns, separator="-")).to_series().to_list()


def used(data: pl.DataFrame, fit: gravity.Fit) -> pl.DataFrame:
    return data.filter(pl.Series(np.isfinite(fit.fitted)))


SETS = {
    "exporter-year": ("exporter", "year"),
    "importer-year": ("importer", "year"),
    "pair": ("exporter", "importer"),
    "exporter": ("exporter",),
    "importer": ("importer",),
    "year": ("year",),
}


@pytest.mark.parametrize(
    "effects",
    [
        THREE_WAY,
        ("exporter-year", "importer-year"),
        ("exporter", "importer"),
        ("exporter", "importer", "year"),
        ("pair", "year"),
        ("pair",),
        ("exporter-year", "importer"),
        (),
    ],
    ids=",".join,
)
@pytest.mark.parametrize("filled", [1.0, 0.6])
@pytest.mark.parametrize("weights", [None, "weight"])
def test_any_set_of_effects_gives_what_dummies_give(
    effects: tuple[str, ...], filled: float, weights: str | None
) -> None:
    data = panel(7, filled=filled)
    fit = gravity.ppml(data, flow="trade", on="rta,tariff", effects=effects, weights=weights)
    kept = used(data, fit)
    weight = kept["weight"].to_numpy() if weights else np.ones(kept.height)
    by = [joined(kept, *SETS[e]) for e in effects]
    estimates, errors = brute(kept, ["rta", "tariff"], by, weight, joined(kept, "exporter", "importer"))
    for name, estimate, error in zip(("rta", "tariff"), estimates, errors, strict=True):
        assert fit.coefficients[name].estimate == pytest.approx(estimate, abs=1e-7)
        assert fit.coefficients[name].se == pytest.approx(error, rel=1e-5)


def test_symmetric_pairs_are_one_pair_in_effects_and_clusters() -> None:
    data = panel(3)
    fit = gravity.ppml(data, flow="trade", on="rta", effects=THREE_WAY, symmetric_pairs=True)
    kept = used(data, fit)
    pairs = ["-".join(sorted(p)) for p in zip(kept["exporter"], kept["importer"], strict=True)]
    by = [joined(kept, "exporter", "year"), joined(kept, "importer", "year"), pairs]
    estimates, errors = brute(kept, ["rta"], by, np.ones(kept.height), pairs)
    assert fit.coefficients["rta"].estimate == pytest.approx(estimates[0], abs=1e-7)
    assert fit.coefficients["rta"].se == pytest.approx(errors[0], rel=1e-5)
    assert fit.clusters == {"pair": len(set(pairs))}


def test_sectors_have_effects_of_their_own() -> None:
    data = pl.concat([panel(1).with_columns(sector=pl.lit("a")), panel(2).with_columns(sector=pl.lit("b"))])
    fit = gravity.ppml(data, flow="trade", on="rta", sector="sector")
    kept = used(data, fit)
    by = [joined(kept, *parts, "sector") for parts in (SETS[e] for e in THREE_WAY)]
    estimates, _ = brute(kept, ["rta"], by, np.ones(kept.height), joined(kept, "exporter", "importer"))
    assert fit.coefficients["rta"].estimate == pytest.approx(estimates[0], abs=1e-7)
    assert [e.name for e in fit.effects] == ["exporter-year-sector", "importer-year-sector", "pair-sector"]


def test_columns_of_the_table_may_be_effects_and_clusters() -> None:
    data = panel(5).with_columns(bloc=pl.when(pl.col("exporter") < "S3").then(pl.lit("a")).otherwise(pl.lit("b")))
    fit = gravity.ppml(data, flow="trade", on="tariff", effects="bloc-year,importer", cluster="bloc")
    by = [joined(data, "bloc", "year"), data["importer"].to_list()]
    estimates, errors = brute(data, ["tariff"], by, np.ones(data.height), data["bloc"].to_list())
    assert fit.coefficients["tariff"].estimate == pytest.approx(estimates[0], abs=1e-7)
    assert fit.coefficients["tariff"].se == pytest.approx(errors[0], rel=1e-5)


def test_two_ways_to_cluster_add_up_less_what_they_share() -> None:
    data = panel(4)
    found = {
        ways: gravity.ppml(data, flow="trade", on="rta", cluster=ways).coefficients["rta"].se ** 2
        for ways in ("exporter", "importer", "pair", "exporter,importer")
    }
    assert gravity.ppml(data, flow="trade", on="rta", cluster="exporter,importer").clusters == {
        "exporter": 6,
        "importer": 6,
    }
    # Exporter and importer together are the pair; one factor G/(G-1) for all, that of the fewest clusters.
    pairs = len({*zip(data["exporter"], data["importer"], strict=True)})
    alone = found["pair"] * (pairs - 1) / pairs * 6 / 5
    assert found["exporter,importer"] == pytest.approx(found["exporter"] + found["importer"] - alone, rel=1e-9)


def test_least_squares_gives_what_dummies_give() -> None:
    data = panel(9, filled=0.8)
    fit = gravity.ols(data, flow="trade", on="rta,tariff", log=True, weights="weight")
    kept = used(data, fit)
    assert kept.height == data.filter(pl.col("trade") > 0).height
    by = [joined(kept, *SETS[e]) for e in THREE_WAY]
    root = np.sqrt(kept["weight"].to_numpy())
    design = np.column_stack([kept.select("rta", "tariff").to_numpy(), dummies(by)])
    beta = np.linalg.lstsq(design * root[:, None], root * np.log(kept["trade"].to_numpy()), rcond=None)[0]
    assert [c.estimate for c in fit.coefficients.values()] == pytest.approx(beta[:2].tolist(), abs=1e-9)
    assert np.allclose(fit.fitted[np.isfinite(fit.fitted)], design @ beta)


def test_without_regressors_and_effects_the_constant_is_the_logarithm_of_the_mean() -> None:
    data = panel(2)
    fit = gravity.ppml(data, flow="trade", effects=(), cluster=None)
    flow = data["trade"].to_numpy()
    assert fit.coefficients["constant"].estimate == pytest.approx(np.log(flow.mean()))
    error = np.sqrt(np.square(flow - flow.mean()).sum() * flow.size / (flow.size - 1)) / flow.sum()
    assert fit.coefficients["constant"].se == pytest.approx(error)
    assert fit.pseudo_r2 == pytest.approx(0, abs=1e-12)


def test_without_regressors_the_effects_alone_are_fitted() -> None:
    fit = gravity.ppml(panel(2), flow="trade")
    assert fit.coefficients == {}
    assert 0 < fit.pseudo_r2 < 1
    assert gravity.wald(fit).freedom == 0


def totals(data: pl.DataFrame, column: str, *by: str) -> list[float]:
    return data.group_by(by).agg(pl.col(column).sum()).sort(by)[column].to_list()


@quick
@given(st.integers(0, 10_000), st.floats(0.5, 1))
def test_fitted_totals_are_those_of_the_data(seed: int, filled: float) -> None:
    data = panel(seed, filled=filled)
    fit = gravity.ppml(data, flow="trade", on="rta")
    kept = data.with_columns(fitted=pl.Series(fit.fitted)).filter(pl.col("fitted").is_not_nan())
    for by in (("exporter", "year"), ("importer", "year"), ("exporter", "importer")):
        assert totals(kept, "fitted", *by) == pytest.approx(totals(kept, "trade", *by), rel=1e-6)


@quick
@given(st.integers(0, 10_000), st.floats(-12, 12), st.sampled_from([THREE_WAY, ("exporter", "importer"), ()]))
def test_order_names_and_units_change_nothing(seed: int, power: float, effects: tuple[str, ...]) -> None:
    data = panel(seed)
    new = {f"S{n}": name for n, name in enumerate(np.random.default_rng(seed).permutation(list("UVWXYZ")).tolist())}
    other = data.sample(fraction=1, shuffle=True, seed=seed).with_columns(
        pl.col("exporter").replace(new), pl.col("importer").replace(new), pl.col("trade") * 10**power
    )
    one, two = (gravity.ppml(d, flow="trade", on="rta,tariff", effects=effects) for d in (data, other))
    for name in ("rta", "tariff"):
        assert two.coefficients[name].estimate == pytest.approx(one.coefficients[name].estimate, abs=1e-7)
        assert two.coefficients[name].se == pytest.approx(one.coefficients[name].se, rel=1e-5)
    assert {d.reason: d.rows for d in one.dropped} == {d.reason: d.rows for d in two.dropped}


@quick
@given(st.integers(0, 10_000), st.floats(-5, 5), st.floats(0.01, 100))
def test_a_regressor_moved_and_stretched_changes_its_own_unit_only(seed: int, shift: float, factor: float) -> None:
    data = panel(seed)
    one = gravity.ppml(data, flow="trade", on="rta,tariff")
    two = gravity.ppml(data.with_columns(pl.col("tariff") * factor + shift), flow="trade", on="rta,tariff")
    assert two.coefficients["rta"].estimate == pytest.approx(one.coefficients["rta"].estimate, abs=1e-7)
    assert two.coefficients["tariff"].estimate * factor == pytest.approx(one.coefficients["tariff"].estimate, abs=1e-7)


def test_a_perfectly_predicted_zero_is_left_out_with_its_pair_named() -> None:
    data = panel(6, zeros=0).with_columns(odd=pl.lit(0.0))
    # The regressor is there in one row only, whose flow is zero: its coefficient would fall for ever.
    data[5, "trade"] = 0.0
    data[5, "odd"] = 1.0
    fit = gravity.ppml(data, flow="trade", on="rta,odd")
    assert [(d.reason, d.rows, d.pairs) for d in fit.dropped] == [
        ("separated", 1, ((data[5, "exporter"], data[5, "importer"]),))
    ]
    assert fit.absorbed == {"odd": "by the fixed effects"}
    without = gravity.ppml(data.filter(pl.col("odd") == 0), flow="trade", on="rta")
    assert fit.coefficients["rta"].estimate == pytest.approx(without.coefficients["rta"].estimate, abs=1e-9)


def test_what_effects_or_other_regressors_explain_is_named() -> None:
    data = panel(6).with_columns(
        one=pl.lit(1.0),
        border=(pl.col("exporter") != pl.col("importer")).cast(pl.Float64),
        both=pl.col("rta") * 2 - pl.col("tariff") + 3,
    )
    fit = gravity.ppml(data, flow="trade", on="one,rta,border,tariff,both")
    assert list(fit.coefficients) == ["rta", "tariff"]
    assert fit.absorbed == {
        "one": "by the fixed effects",
        "border": "by the fixed effects",
        "both": "collinear with the other regressors",
    }


def test_a_missing_value_and_a_state_without_trade_are_left_out_by_reason() -> None:
    data = panel(8, zeros=0).with_columns(
        trade=pl.when((pl.col("exporter") == "S1") | (pl.col("importer") == "S1")).then(0.0).otherwise("trade")
    )
    data[0, "trade"], data[1, "rta"] = None, None
    fit = gravity.ppml(data, flow="trade", on="rta")
    assert {d.reason: d.rows for d in fit.dropped} == {"missing": 2, "always-zero group": 11 * 4}
    assert fit.observations == data.height - 2 - 44
    assert set(dict(fit.dropped[1].pairs)) == {f"S{n}" for n in range(6)}


def test_any_kind_of_table_gives_the_same(tmp_path: Path) -> None:
    data = panel(1)
    data.write_parquet(tmp_path / "flows.parquet")
    data.write_csv(tmp_path / "flows.csv")
    tables = [
        data.lazy(),
        pd.DataFrame(data.to_dict(as_series=False)),
        data.to_arrow(),
        {name: data[name].to_numpy() for name in data.columns},
        data.to_dict(as_series=False),
        tmp_path / "flows.parquet",
        str(tmp_path / "flows.csv"),
    ]
    wanted = gravity.ppml(data, flow="trade", on="rta").coefficients
    for table in tables:
        assert gravity.ppml(table, flow="trade", on="rta").coefficients == wanted


def test_the_data_given_are_not_changed() -> None:
    data = panel(1)
    before = data.clone()
    arrays = {name: data[name].to_numpy().copy() for name in data.columns}
    kept = {name: values.copy() for name, values in arrays.items()}
    gravity.ols(arrays, flow="trade", on="rta", log=True)
    gravity.ppml(data, flow="trade", on="rta", bias_correct=True, reset=True)
    assert data.equals(before)
    assert all((arrays[name] == kept[name]).all() for name in kept)


def test_resistances_solve_the_structural_system() -> None:
    data = panel(11, zeros=0).filter(pl.col("year") == 2000)
    fit = gravity.ppml(data, flow="trade", on="tariff", effects="exporter,importer", cluster=None)
    found = gravity.resistances(fit, reference="S2")
    cost = np.exp(fit.coefficients["tariff"].estimate * data["tariff"].to_numpy().reshape(6, 6))
    flows = data["trade"].to_numpy().reshape(6, 6)
    outward, inward = found["outward"], found["inward"]
    assert inward[2] == pytest.approx(1)
    assert outward == pytest.approx(cost @ (flows.sum(0) / inward), rel=1e-6)
    assert inward == pytest.approx(cost.T @ (flows.sum(1) / outward), rel=1e-6)


def test_effects_and_terms_make_up_the_index() -> None:
    data = panel(11, filled=0.8)
    fit = gravity.ppml(data, flow="trade", on="rta,tariff")
    parts = data.with_columns(fitted=pl.Series(fit.fitted))
    for n, effects in enumerate(fit.effects):
        table = pl.DataFrame({**effects.labels, f"e{n}": effects.values})
        parts = parts.join(table, on=list(effects.labels), how="left")
    rta, tariff = (c.estimate for c in fit.coefficients.values())
    index = rta * pl.col("rta") + tariff * pl.col("tariff") + pl.col("e0") + pl.col("e1") + pl.col("e2")
    whole = parts.with_columns(index=index.exp()).filter(pl.col("fitted").is_not_nan())
    assert whole["index"].to_list() == pytest.approx(whole["fitted"].to_list(), rel=1e-9)


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    [(3.841458820694124, 1, 0.05), (5.991464547107979, 2, 0.05), (11.070497693516351, 5, 0.05), (18.307038, 10, 0.05)],
)
def test_the_chi_squared_distribution_has_its_tabled_quantiles(statistic: float, freedom: int, p: float) -> None:
    assert chi_squared(statistic, freedom).p == pytest.approx(p, rel=1e-6)


def test_the_joint_test_of_one_term_is_the_square_of_its_z() -> None:
    fit = gravity.ppml(panel(1), flow="trade", on="rta,tariff")
    alone = gravity.wald(fit, ["rta"])
    assert (alone.statistic, alone.p) == pytest.approx((fit.coefficients["rta"].z ** 2, fit.coefficients["rta"].p))
    assert gravity.wald(fit).freedom == 2


def test_reset_rejects_a_model_that_lacks_curvature_and_keeps_one_that_does_not() -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=900)
    cells = {"exporter": np.repeat(np.arange(30), 30), "importer": np.tile(np.arange(30), 30), "x": x}
    right = {**cells, "trade": random.poisson(np.exp(1 + x)).astype(float)}
    wrong = {**cells, "trade": random.poisson(np.exp(1 + 0.5 * x + 0.5 * x**2)).astype(float)}
    for effects in ((), ("exporter", "importer")):
        found = [
            gravity.ppml(d, flow="trade", on="x", effects=effects, cluster=None, reset=True).reset
            for d in (right, wrong)
        ]
        assert found[0] is not None
        assert found[0].p > 0.01
        assert found[1] is not None
        assert found[1].p < 1e-6


def test_tables_hold_every_specification() -> None:
    data = panel(1)
    fits = [gravity.ppml(data, flow="trade", on=on) for on in ("rta", "rta,tariff")]
    text = gravity.side_by_side(*fits, names=["first", "second & third"])
    assert [line.split()[0] for line in text.splitlines()[1:2]] == ["rta"]
    assert f"{fits[1].coefficients['tariff'].estimate:.4f}" in text
    assert r"second \& third" in gravity.latex(*fits, names=["first", "second & third"])
    assert "second &amp; third" in gravity.html(*fits, names=["first", "second & third"])
    assert [row["term"] for row in gravity.tidy(fits[1])] == ["rta", "tariff"]
    assert "exporter-year (24)" in gravity.summary(fits[0])
