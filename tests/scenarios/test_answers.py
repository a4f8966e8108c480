"""A scenario's answer: what it says of the world follows from the model, and its page, JSON and CSV say the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import comity
from comity.errors import Failure, WrongUse
from comity.models.equilibrium import exact_hat
from comity.scenarios import WhatIf, running, whatif
from comity.scenarios.baseline import baseline_of
from comity.scenarios.reading import read

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "whatif.schema.json").read_text(encoding="utf-8"))
STOP: dict[str, Any] = {"who": "EU", "does": "stops buying from", "whom": "Russia"}
LESS: dict[str, Any] = {"who": "EU", "does": "buys less from", "whom": "Russia", "less": "90 %"}
FUELS: dict[str, Any] = {"title": "Fuels", "baseline": "OECD 2022", "change": [STOP | {"what": "fuels"}]}
ALL: dict[str, Any] = {"title": "All", "baseline": "OECD 2022", "change": [STOP]}


@pytest.fixture(scope="module", autouse=True)
def _few_draws() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "DRAWS", 40)
        yield


@pytest.fixture(scope="module")
def fuels(_few_draws: Any) -> WhatIf:
    with_leak = STOP | {"what": "fuels", "leakage": "20 %", "through": ["Turkey", "India"]}
    return whatif(FUELS | {"compare": {"title": "A fifth leaks", "change": [with_leak]}})


def rows(found: WhatIf, *names: str) -> list[int]:
    return [found.baseline.ids.index(n) for n in names]


def test_an_embargo_is_zero_and_the_flow_goes_elsewhere(fuels: WhatIf) -> None:
    outcome = fuels.outcomes[0]
    russia, germany, china, india = rows(fuels, "RUS", "DEU", "CHN", "IND")
    assert outcome.observed[russia, germany] > 1e9
    assert outcome.flows.central[russia, germany] == 0
    assert outcome.flows.high[russia, germany] == 0
    for buyer in (china, india):
        assert outcome.flows.low[russia, buyer] > outcome.observed[russia, buyer]
    assert outcome.real_income.high[russia] < 1
    assert outcome.costs == (None,)


def test_intervals_hold_the_central_answer(fuels: WhatIf) -> None:
    for found in (fuels.outcomes[0].real_income, fuels.outcomes[0].sales):
        assert (found.low <= found.high).all()
        inside = (found.low <= found.central) & (found.central <= found.high)
        assert inside.mean() > 0.9


def test_leakage_lessens_what_is_lost_and_names_its_ways(fuels: WhatIf) -> None:
    whole, leaking = fuels.outcomes
    (russia,) = rows(fuels, "RUS")
    assert whole.real_income.central[russia] < leaking.real_income.central[russia] < 1
    lost = sum(
        whole.observed[russia, i]
        for i, s in enumerate(fuels.baseline.ids)
        if s in read(FUELS).scenarios[0].changes[0].buyers
    )
    assert [i for i, _ in leaking.rerouted] == ["TUR", "IND"]
    assert sum(v for _, v in leaking.rerouted) == pytest.approx(0.2 * lost, rel=1e-9)


def test_the_baseline_is_closed_and_adds_up() -> None:
    one, two = baseline_of(read(ALL)), baseline_of(read(FUELS))
    assert one.ids == two.ids
    assert len(one.ids) == 80
    assert two.sectors == ("fuels", "all else")
    assert two.flows.sum(0) == pytest.approx(one.flows[0], rel=1e-12)
    assert (two.flows >= 0).all()
    output = {r["state"]: r["value"] for r in comity.get("economy.gross_output", *one.ids, years="2022").rows}
    assert one.flows[0].sum(1) == pytest.approx([output[i] for i in one.ids], rel=1e-12)


def test_a_quantity_is_what_was_asked() -> None:
    found = whatif(ALL | {"change": [LESS]})
    outcome = found.outcomes[0]
    (russia,) = rows(found, "RUS")
    buyers = [i for i, s in enumerate(found.baseline.ids) if s in read(ALL).scenarios[0].changes[0].buyers]
    (rise,) = outcome.costs
    assert rise is not None
    costs = np.ones(outcome.observed.shape)
    costs[russia, buyers] = 1 + rise
    model = exact_hat(found.baseline.flows[0], costs, 5.03)
    assert outcome.flows.central == pytest.approx(model.flows, rel=1e-7)
    sold, before = (flows[russia, buyers].sum() for flows in (model.flows, outcome.observed))
    assert sold / model.prices[russia] == pytest.approx(0.1 * before, rel=2e-4)


def test_a_tariff_is_a_rise_of_costs() -> None:
    found = whatif(ALL | {"change": [{k: v for k, v in LESS.items() if k != "less"} | {"tariff": "25 %"}]})
    assert found.outcomes[0].costs == pytest.approx((0.25,))
    assert any("revenue is spent by nobody" in s[0] for s in found.page.sections[0].sentences)


def test_estimates_widen_the_interval_by_their_error() -> None:
    widths = []
    for error in (0.0, 0.3):
        change = {k: v for k, v in LESS.items() if k != "less"} | {"effect": -0.8, "standard_error": error}
        found = whatif(ALL | {"elasticity": [5, 5, 5], "change": [change]})
        income = found.outcomes[0].real_income
        widths.append(income.high[rows(found, "RUS")[0]] - income.low[rows(found, "RUS")[0]])
    assert widths[0] == pytest.approx(0, abs=1e-11)
    assert widths[1] > 1e-4


def test_the_same_question_has_the_same_answer(fuels: WhatIf) -> None:
    again = whatif(FUELS)
    assert (again.outcomes[0].real_income.low == fuels.outcomes[0].real_income.low).all()


def test_baci_leaves_out_who_has_no_product_and_says_so() -> None:
    found = whatif(
        {
            "title": "t",
            "baseline": "BACI 2023",
            "change": [{"who": "USA", "does": "buys less from", "whom": "China", "less": 0.5}],
        }
    )
    assert "VEN" in found.baseline.left_out
    assert any("Venezuela" in n for n in found.page.notes)
    assert (np.diagonal(found.baseline.flows[0]) > 0).all()
    assert found.outcomes[0].real_income.central[rows(found, "CHN")[0]] < 1


def test_who_is_not_in_the_baseline_is_refused() -> None:
    with pytest.raises(WrongUse, match="Venezuela is not in this baseline"):
        whatif({"title": "t", "baseline": "BACI 2023", "change": [STOP | {"whom": "Venezuela"}]})


def test_a_flow_of_zero_is_refused() -> None:
    base = baseline_of(read(FUELS))
    seller, buyer = next((base.ids[i], base.ids[j]) for i, j in np.argwhere(base.flows[0] == 0) if i != j)
    with pytest.raises(WrongUse, match="a flow of zero can neither fall nor grow"):
        whatif(FUELS | {"change": [{"who": buyer, "does": "stops buying from", "whom": seller, "what": "fuels"}]})


@pytest.mark.parametrize(("words", "said"), [("BACI 2021", "BACI has no 2021"), ("OECD 2019", "OECD has no 2019")])
def test_a_year_that_is_not_covered_is_refused(words: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        whatif(ALL | {"baseline": words, "from": 2022})


def test_a_state_cut_off_from_all_needs_other_deficits() -> None:
    everyone = [i for i in baseline_of(read(ALL)).ids if i != "RUS"]
    cut = {
        "title": "alone",
        "baseline": "OECD 2022",
        "change": [{"who": everyone, "does": "stops trading with", "whom": "Russia"}],
    }
    with pytest.raises(Failure, match=r"Russia would trade with nobody else .* multiplicative or none"):
        whatif(cut)
    alone = whatif(cut | {"deficits": "none"})
    (russia,) = rows(alone, "RUS")
    home = alone.outcomes[0].observed[russia, russia] / alone.outcomes[0].observed[:, russia].sum()
    assert alone.outcomes[0].real_income.central[russia] == pytest.approx(home ** (1 / 5.03), rel=1e-9)


def test_page_json_and_csv_say_the_same(fuels: WhatIf, tmp_path: Path) -> None:
    document = fuels.to_dict()
    jsonschema.validate(document, SCHEMA)
    json.dumps(document, allow_nan=False)
    states = {r["state"]: r for r in document["scenarios"][0]["states"]}
    (russia, china) = rows(fuels, "RUS", "CHN")
    assert states["RUS"]["real_income_change"] == pytest.approx(fuels.outcomes[0].real_income.central[russia] - 1)
    table = list(csv.DictReader(io.StringIO(fuels.to_csv())))
    (line,) = (
        r
        for r in table
        if (r["scenario"], r["measure"], r["state"], r["partner"]) == ("Fuels", "exports", "RUS", "CHN")
    )
    assert float(line["counterfactual"]) == pytest.approx(fuels.outcomes[0].flows.central[russia, china], abs=1)
    for ending in (".html", ".json", ".csv"):
        fuels.save(tmp_path / f"answer{ending}")
        assert (tmp_path / f"answer{ending}").stat().st_size > 10_000
    with pytest.raises(WrongUse, match=r"unknown ending; use one of \.html, \.json, \.csv"):
        fuels.save(tmp_path / "answer.pdf")


def test_the_page_begins_with_what_is_assumed(fuels: WhatIf) -> None:
    assert fuels.page.sections[0].id == "assumptions"
    told = " ".join(str(s[0]) for s in fuels.page.sections[0].sentences)
    for words in ("full embargo", "single commodity", "trade elasticity of fuels is 15.72", "95 of 100 of 40 draws"):
        assert words in told
    html = fuels.to_html()
    assert html.index("What is assumed") < html.index("who buys of Russia")
    assert html.count("<svg") >= 6
    assert all(c.sources for s in fuels.page.sections for c in s.charts)


def test_the_second_scenario_is_compared_draw_by_draw() -> None:
    found = whatif(ALL | {"compare": {"title": "the same", "change": [STOP]}})
    compared = found.page.sections[-1]
    assert compared.id == "compared"
    for row in compared.tables[0].rows:
        assert [cell.value for cell in row[3:]] == pytest.approx([0, 0, 0], abs=1e-12)  # type: ignore[union-attr]


def test_the_library_has_the_verb() -> None:
    assert comity.whatif is whatif


def test_a_fitted_baseline_keeps_totals_and_home_and_lets_every_pair_trade() -> None:
    question = FUELS | {"trade": "fitted"}
    found, observed = whatif(question), baseline_of(read(FUELS))
    for new, old in zip(found.baseline.flows, observed.flows, strict=True):
        assert np.diag(new) == pytest.approx(np.diag(old), rel=1e-12)
        assert new.sum(1) == pytest.approx(old.sum(1), rel=1e-5)
        assert new.sum(0) == pytest.approx(old.sum(0), rel=1e-5)
    assert (found.baseline.flows[1] == 0).sum() == 0
    assert any("those that gravity fits" in s[0] for s in found.page.sections[0].sentences if isinstance(s[0], str))
    central = whatif(FUELS).outcomes[0].real_income.central
    assert abs(found.outcomes[0].real_income.central - central).max() > 1e-5
