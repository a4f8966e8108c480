"""The equilibrium in changes keeps its laws and agrees with closed forms; what has no equilibrium is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from comity.errors import Failure, WrongUse
from comity.models.equilibrium import balanced, exact_hat, exact_hat_solver

Floats = NDArray[np.float64]
DEFICITS = ("additive", "multiplicative", "none")
THREE = np.array([[90.0, 6.0, 4.0], [10.0, 40.0, 2.0], [3.0, 5.0, 25.0]])


def world(seed: int, n: int, sectors: int = 0, home: float = 8.0) -> Floats:
    draw = np.random.default_rng(seed)
    shape = (sectors, n, n) if sectors else (n, n)
    return draw.lognormal(0, 0.8, shape) + np.eye(n) * home


def costs(seed: int, n: int) -> Floats:
    found = np.exp(np.random.default_rng(seed + 1).normal(0, 0.2, (n, n)))
    np.fill_diagonal(found, 1.0)
    return found


worlds = st.tuples(st.integers(0, 10_000), st.integers(2, 9), st.sampled_from(DEFICITS), st.floats(0.8, 9.0))


@given(worlds)
@settings(max_examples=40, deadline=None)
def test_without_a_change_in_costs_nothing_changes(what: tuple[int, int, str, float]) -> None:
    seed, n, deficits, theta = what
    found = exact_hat(world(seed, n), np.ones((n, n)), theta, deficits)  # type: ignore[arg-type]
    for ratio in (found.welfare, found.prices, found.price_index, found.terms_of_trade, found.trade):
        assert ratio == pytest.approx(np.ones_like(ratio), abs=1e-11)


@given(worlds, st.floats(0, 2))
@settings(max_examples=60, deadline=None)
def test_markets_clear_and_budgets_hold(what: tuple[int, int, str, float], supply: float) -> None:
    seed, n, deficits, theta = what
    trade, cost = world(seed, n), costs(seed, n)
    found = exact_hat(trade, cost, theta, deficits, supply_elasticity=supply)  # type: ignore[arg-type]
    sold, bought = found.flows.sum(1), found.flows.sum(0)
    before = found.baseline.sum(1)
    assert found.residual <= 1e-12
    # Income is price times quantity, and the quantity answers to the real price.
    assert sold == pytest.approx(before * found.prices * found.real_income**supply, rel=1e-10)
    assert bought == pytest.approx(found.baseline.sum(0) * found.welfare * found.price_index, rel=1e-10)
    assert sold.sum() == pytest.approx(bought.sum(), rel=1e-12), "Walras: what is sold is bought"
    assert sold.sum() == pytest.approx(before.sum(), rel=1e-12), "world income is the measure"
    deficit = bought - sold
    assert abs(deficit.sum()) <= 1e-11 * sold.sum(), "deficits add to zero"
    if deficits == "additive":
        assert deficit == pytest.approx(trade.sum(0) - trade.sum(1), abs=1e-10 * sold.sum())
    if deficits == "none":
        assert deficit == pytest.approx(np.zeros(n), abs=1e-11 * sold.sum())
    if deficits == "multiplicative":
        kept = (bought / sold) / (trade.sum(0) / trade.sum(1))
        assert kept == pytest.approx(np.full(n, kept[0]), rel=1e-10)


@given(worlds)
@settings(max_examples=30, deadline=None)
def test_flows_move_by_gravity(what: tuple[int, int, str, float]) -> None:
    """The ratio of two suppliers in one market moves by their prices and costs alone, to the power −θ."""
    seed, n, deficits, theta = what
    cost = costs(seed, n)
    found = exact_hat(world(seed, n), cost, theta, deficits)  # type: ignore[arg-type]
    expected = ((cost * found.prices[:, None]) / (cost[0] * found.prices[0])) ** -theta
    assert found.trade / found.trade[0] == pytest.approx(expected, rel=1e-9)


@given(worlds, st.floats(1e-6, 1e6))
@settings(max_examples=30, deadline=None)
def test_the_unit_of_money_does_not_matter(what: tuple[int, int, str, float], unit: float) -> None:
    seed, n, deficits, theta = what
    one = exact_hat(world(seed, n), costs(seed, n), theta, deficits)  # type: ignore[arg-type]
    other = exact_hat(world(seed, n) * unit, costs(seed, n), theta, deficits)  # type: ignore[arg-type]
    assert other.welfare == pytest.approx(one.welfare, rel=1e-10)
    assert other.prices == pytest.approx(one.prices, rel=1e-10)
    assert other.flows == pytest.approx(one.flows * unit, rel=1e-9)


@given(worlds)
@settings(max_examples=30, deadline=None)
def test_the_order_of_economies_does_not_matter(what: tuple[int, int, str, float]) -> None:
    seed, n, deficits, theta = what
    order = np.random.default_rng(seed).permutation(n)
    trade, cost = world(seed, n), costs(seed, n)
    one = exact_hat(trade, cost, theta, deficits)  # type: ignore[arg-type]
    other = exact_hat(trade[np.ix_(order, order)], cost[np.ix_(order, order)], theta, deficits)  # type: ignore[arg-type]
    assert other.welfare == pytest.approx(one.welfare[order], rel=1e-10)
    assert other.trade == pytest.approx(one.trade[np.ix_(order, order)], rel=1e-9)


@given(worlds, st.floats(0.5, 2.0))
@settings(max_examples=30, deadline=None)
def test_costs_that_all_change_alike_change_no_flow(what: tuple[int, int, str, float], factor: float) -> None:
    seed, n, deficits, theta = what
    found = exact_hat(world(seed, n), np.full((n, n), factor), theta, deficits)  # type: ignore[arg-type]
    assert found.trade == pytest.approx(np.ones((n, n)), rel=1e-10)
    assert found.welfare == pytest.approx(np.full(n, 1 / factor), rel=1e-10)


@given(worlds)
@settings(max_examples=30, deadline=None)
def test_one_sector_split_into_equal_ones_is_the_same_world(what: tuple[int, int, str, float]) -> None:
    """Cobb-Douglas over copies of a sector is that sector."""
    seed, n, deficits, theta = what
    one = exact_hat(world(seed, n), costs(seed, n), theta, deficits)  # type: ignore[arg-type]
    split = np.stack([0.25 * world(seed, n), 0.75 * world(seed, n)])
    two = exact_hat(split, costs(seed, n), [theta, theta], deficits)  # type: ignore[arg-type]
    assert two.welfare == pytest.approx(one.welfare, rel=1e-9)
    assert two.flows.sum(0) == pytest.approx(one.flows, rel=1e-9)


@given(st.integers(0, 10_000), st.integers(2, 9), st.floats(0.8, 9.0))
@settings(max_examples=40, deadline=None)
def test_autarky_costs_what_the_share_of_home_says(seed: int, n: int, theta: float) -> None:
    """Arkolakis, Costinot and Rodríguez-Clare (2012), equation 1: welfare falls to λ^(1/θ)."""
    cut = np.full((n, n), np.inf)
    np.fill_diagonal(cut, 1.0)
    found = exact_hat(world(seed, n), cut, theta, "none")
    home = np.diag(found.baseline) / found.baseline.sum(0)
    assert found.welfare == pytest.approx(home ** (1 / theta), rel=1e-12)
    assert (found.flows[~np.eye(n, dtype=bool)] == 0).all()


@given(st.integers(0, 10_000), st.integers(3, 8), st.floats(0.8, 9.0))
@settings(max_examples=30, deadline=None)
def test_near_autarky_comes_near_the_closed_form(seed: int, n: int, theta: float) -> None:
    dear = np.full((n, n), 1e9 ** (1 / theta))
    np.fill_diagonal(dear, 1.0)
    found = exact_hat(world(seed, n), dear, theta, "none")
    home = np.diag(found.baseline) / found.baseline.sum(0)
    assert found.welfare == pytest.approx(home ** (1 / theta), rel=1e-7)


@given(worlds)
@settings(max_examples=30, deadline=None)
def test_welfare_without_deficits_follows_the_share_of_home(what: tuple[int, int, str, float]) -> None:
    """The same formula for any change of foreign costs (ibid., proposition 2)."""
    seed, n, _, theta = what
    found = exact_hat(world(seed, n), costs(seed, n), theta, "none")
    before = np.diag(found.baseline) / found.baseline.sum(0)
    after = np.diag(found.flows) / found.flows.sum(0)
    assert found.welfare == pytest.approx((after / before) ** (-1 / theta), rel=1e-10)


def test_several_sectors_in_autarky_follow_their_closed_form() -> None:
    """Costinot and Rodríguez-Clare (2014), equation 23 without intermediates, labour shares in autarky being those of
    spending: welfare falls to Π_s (λ_s L_s / (α_s L))^(α_s / θ_s) with endowments that move freely between sectors.

    With perfect competition the entry term is absent: Π_s λ_s^(α_s / θ_s).
    """
    trade = world(3, 5, sectors=3)
    theta = np.array([2.0, 5.0, 11.0])
    cut = np.full((5, 5), np.inf)
    np.fill_diagonal(cut, 1.0)
    found = exact_hat(trade, cut, theta, "none")
    bought = found.baseline.sum(1)
    home = np.einsum("sii->si", found.baseline) / bought
    expected = np.prod(home ** (bought / bought.sum(0) / theta[:, None]), axis=0)
    assert found.welfare == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("theta", [1.0, 4.0, 8.0])
def test_two_mirrored_countries_follow_the_formula(theta: float) -> None:
    """Symmetric countries keep their prices, so each import share is B (1 − λ) / (λ + B (1 − λ))."""
    found = exact_hat([[80.0, 20.0], [20.0, 80.0]], [[1.0, 1.3], [1.3, 1.0]], theta)
    falls = 1.3**-theta
    share = 0.2 * falls / (0.8 + 0.2 * falls)
    assert found.prices == pytest.approx([1.0, 1.0], abs=1e-14)
    assert found.trade[0, 1] == pytest.approx(share / 0.2, rel=1e-13)
    assert found.welfare == pytest.approx(np.full(2, (0.8 + 0.2 * falls) ** (1 / theta)), rel=1e-13)


def test_a_two_country_embargo_one_way_follows_a_formula() -> None:
    """With money deficits, a country that may sell nothing abroad still buys abroad what it is given: its own deficit.

    Country 1 then sells its whole output at home, so that w1 Y1 = X11' and X21' is exactly its deficit D1 = 10.
    """
    trade = np.array([[60.0, 10.0], [20.0, 90.0]])
    found = exact_hat(trade, [[1.0, np.inf], [1.0, 1.0]], 4.0)
    assert found.flows[0, 1] == 0
    assert found.flows[1, 0] == pytest.approx(10.0, rel=1e-11)
    assert found.trade[1, 0] == pytest.approx(0.5, rel=1e-11)


def test_a_full_embargo_is_exactly_zero_and_trade_goes_elsewhere() -> None:
    cut = np.ones((3, 3))
    cut[0, 1] = cut[1, 0] = np.inf
    found = exact_hat(THREE + THREE.T, cut, 5.0)
    assert found.flows[0, 1] == 0
    assert found.trade[1, 0] == 0
    assert found.trade[0, 2] > 1
    assert found.trade[2, 1] > 1
    assert (found.welfare[:2] < 1).all()
    assert found.welfare[2] > 1


def test_a_limit_of_dearer_trade_is_the_embargo() -> None:
    cut, dear = np.ones((3, 3)), np.ones((3, 3))
    cut[0, 1], dear[0, 1] = np.inf, 1e5
    one, other = exact_hat(THREE, cut, 5.0), exact_hat(THREE, dear, 5.0)
    assert other.welfare == pytest.approx(one.welfare, rel=1e-9)


def test_a_zero_flow_stays_zero_and_counts_as_unchanged() -> None:
    trade = THREE.copy()
    trade[2, 0] = 0.0
    cheaper = np.ones((3, 3))
    cheaper[2, 0] = 0.5
    found = exact_hat(trade, cheaper, 5.0)
    assert found.flows[2, 0] == 0
    assert found.trade[2, 0] == 1
    assert np.isfinite(found.trade).all()


def test_a_country_that_trades_with_nobody_is_not_touched() -> None:
    trade = np.zeros((4, 4))
    trade[:3, :3], trade[3, 3] = THREE, 7.0
    cut = np.ones((4, 4))
    cut[0, 1] = np.inf
    for deficits in DEFICITS:
        found = exact_hat(trade, cut, 5.0, deficits)  # type: ignore[arg-type]
        assert found.welfare[3] == pytest.approx(1.0, abs=1e-12)
        assert found.prices[3] == pytest.approx(1.0, abs=1e-12)
        assert found.welfare[0] < 1


def test_a_country_cut_off_with_a_deficit_is_refused_by_name_of_the_way_out() -> None:
    cut = np.ones((3, 3))
    cut[0, 1:] = cut[1:, 0] = np.inf
    with pytest.raises(Failure, match=r"economies? .* deficit .* multiplicative or none"):
        exact_hat(THREE, cut, 5.0)
    found = exact_hat(THREE, cut, 5.0, "none")
    home = found.baseline[0, 0] / found.baseline[:, 0].sum()
    assert found.welfare[0] == pytest.approx(home**0.2, rel=1e-12)
    assert exact_hat(THREE, cut, 5.0, "multiplicative").real_income[0] == pytest.approx(
        (THREE[0, 0] / THREE[:, 0].sum()) ** 0.2, rel=1e-12
    )


def test_selling_and_never_buying_needs_deficits_in_money() -> None:
    cut = np.ones((2, 2))
    cut[0, 1] = np.inf
    with pytest.raises(Failure, match=r"economy \d would sell to others and buy nothing"):
        exact_hat([[60.0, 10.0], [20.0, 90.0]], cut, 4.0, "none")


def test_owing_more_than_one_earns_is_no_equilibrium() -> None:
    trade = np.array([[50.0, 60.0], [5.0, 50.0]])
    with pytest.raises(Failure, match="no equilibrium was found"):
        exact_hat(trade, [[1.0, np.inf], [1.0, 1.0]], 4.0)


def test_nobody_left_to_buy_from_is_refused() -> None:
    cut = np.ones((3, 3))
    cut[:, 1] = np.inf
    with pytest.raises(Failure, match="economy 1 has nobody left to buy from"):
        exact_hat(THREE, cut, 5.0)
    with pytest.raises(Failure, match="economy 1 has nobody left to sell to"):
        exact_hat(THREE, cut.T, 5.0)


def test_supply_makes_output_answer_to_its_real_price() -> None:
    dearer = np.full((3, 3), 1.2)
    np.fill_diagonal(dearer, 1.0)
    given_output, answering = exact_hat(THREE, dearer, 5.0), exact_hat(THREE, dearer, 5.0, supply_elasticity=1.0)
    assert (answering.welfare < given_output.welfare).all()


def test_partial_effects_move_the_named_flows_alone() -> None:
    cost = np.ones((3, 3))
    cost[0, 1], cost[1, 2] = 1.1, np.inf
    found = exact_hat(THREE, cost, 5.0, effect="partial")
    expected = np.ones((3, 3))
    expected[0, 1], expected[1, 2] = 1.1**-5, 0.0
    assert found.trade == pytest.approx(expected, rel=1e-14)
    assert (found.welfare == 1).all()


@given(worlds)
@settings(max_examples=30, deadline=None)
def test_conditional_effects_keep_outputs_and_spending(what: tuple[int, int, str, float]) -> None:
    seed, n, _, theta = what
    trade, cost = world(seed, n), costs(seed, n)
    found = exact_hat(trade, cost, theta, effect="conditional")
    assert found.flows.sum(1) == pytest.approx(trade.sum(1), rel=1e-11)
    assert found.flows.sum(0) == pytest.approx(trade.sum(0), rel=1e-11)
    factors = found.flows / (trade * cost**-theta)
    assert factors * factors[0, 0] == pytest.approx(np.outer(factors[:, 0], factors[0]), rel=1e-9), "gravity holds"
    assert found.residual <= 1e-12


def test_draws_give_what_single_answers_give() -> None:
    draw = np.random.default_rng(5)
    trade = world(11, 12)
    pairs = [
        (costs(int(s), 12), float(t)) for s, t in zip(draw.integers(0, 99, 20), draw.uniform(2, 9, 20), strict=True)
    ]
    answer = exact_hat_solver(trade, "multiplicative")
    for cost, theta in pairs:
        found = answer(cost, theta)
        alone = exact_hat(trade, cost, theta, "multiplicative")
        assert found.welfare == pytest.approx(alone.welfare, rel=1e-10)
        assert found.flows == pytest.approx(alone.flows, rel=1e-9)
        assert found.residual <= 1e-12


def test_terms_of_trade_are_own_prices_over_those_of_suppliers() -> None:
    dearer = np.ones((3, 3))
    dearer[0, 1] = 1.4
    found = exact_hat(THREE, dearer, 5.0)
    paid = (found.prices[1] ** 10 * found.prices[2] ** 3) ** (1 / 13)
    assert found.terms_of_trade[0] == pytest.approx(found.prices[0] / paid, rel=1e-12)


def test_balanced_trade_has_its_totals_and_its_attraction() -> None:
    attraction = world(2, 5)
    output, spending = np.array([5.0, 1.0, 2.0, 7.0, 3.0]), np.array([4.0, 2.0, 2.0, 6.0, 4.0])
    found = balanced(attraction, output, spending)
    assert found.sum(1) == pytest.approx(output, rel=1e-12)
    assert found.sum(0) == pytest.approx(spending, rel=1e-12)
    odds = (found / attraction)[1:] / (found / attraction)[0]
    assert odds == pytest.approx(np.repeat(odds[:, :1], 5, axis=1), rel=1e-10)


BAD = {
    "negative flow": (-THREE, 1.0, 5.0, r"trade\[0, 0\] is -90; expected a number from 0 up"),
    "missing flow": (np.where(THREE == 6, np.nan, THREE), 1.0, 5.0, r"trade\[0, 1\] is nan"),
    "infinite flow": (np.where(THREE == 6, np.inf, THREE), 1.0, 5.0, r"trade\[0, 1\] is inf"),
    "words for flows": ([["a", "b"], ["c", "d"]], 1.0, 5.0, "trade does not hold numbers alone"),
    "ragged flows": ([[1.0, 2.0], [3.0]], 1.0, 5.0, "trade does not hold numbers alone"),
    "not square": (THREE[:2], 1.0, 5.0, r"shape \(2, 3\); expected"),
    "nothing at all": (np.zeros((0, 0)), 1.0, 5.0, "shape"),
    "all zero": (np.zeros((3, 3)), 1.0, 5.0, "economy 0 sells nothing"),
    "one sells nothing": (THREE * [[1], [0], [1]], 1.0, 5.0, "economy 1 sells nothing"),
    "one buys nothing": (THREE * [1, 1, 0], 1.0, 5.0, "economy 2 buys nothing"),
    "beyond numbers": (np.full((3, 3), 1e308), 1.0, 5.0, "larger unit"),
    "cost zero": (THREE, 0.0, 5.0, r"cost_change\[0, 0\] is 0; expected a factor above 0"),
    "cost negative": (THREE, -2.0, 5.0, "expected a factor above 0"),
    "cost missing": (THREE, np.nan, 5.0, "expected a factor above 0"),
    "cost absurdly small": (THREE, 1e-308, 5.0, "so small that the flow is no number"),
    "elasticity zero": (THREE, 1.0, 0.0, "elasticity is 0.0; expected a number above 0"),
    "elasticity negative": (THREE, 1.0, -4.0, "expected a number above 0"),
    "elasticity missing": (THREE, 1.0, np.nan, "expected a number above 0"),
    "elasticity infinite": (THREE, 1.0, np.inf, "expected a number above 0"),
    "elasticity a word": (THREE, 1.0, "five", "elasticity does not hold numbers alone"),
    "elasticities for no sectors": (THREE, 1.0, [4.0, 5.0], "one number, or one for each of 1 sectors"),
}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_bad_input_is_refused_with_its_place(case: str) -> None:
    trade, factor, theta, said = BAD[case]
    with pytest.raises(WrongUse, match=said) as refused:
        exact_hat(trade, np.full((3, 3), factor), theta)
    assert "\n" not in str(refused.value)


def test_words_and_shapes_that_mean_nothing_are_refused() -> None:
    ones = np.ones((3, 3))
    with pytest.raises(WrongUse, match="deficits is 'some'; expected one of additive, multiplicative, none"):
        exact_hat(THREE, ones, 5.0, "some")  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="effect is 'half'"):
        exact_hat(THREE, ones, 5.0, effect="half")  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match=r"cost_change has the shape \(2, 2\)"):
        exact_hat(THREE, np.ones((2, 2)), 5.0)
    with pytest.raises(WrongUse, match="supply_elasticity is -1"):
        exact_hat(THREE, ones, 5.0, supply_elasticity=-1)
    with pytest.raises(WrongUse, match="attraction must be square"):
        balanced(np.ones((2, 3)), [1.0, 1.0], [1.0, 1.0])
    with pytest.raises(Failure, match="no trade with these totals"):
        balanced([[1.0, 0.0], [1.0, 0.0]], [1.0, 1.0], [1.0, 1.0])


def test_flows_of_very_different_size_are_answered_or_refused() -> None:
    trade = THREE.copy()
    trade[0, 0] = 1e200
    found = exact_hat(trade, np.ones((3, 3)), 5.0)
    assert found.welfare == pytest.approx(np.ones(3), abs=1e-9)
