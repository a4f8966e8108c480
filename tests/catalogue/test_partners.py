"""`ties`: one state's partners, ranked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import comity
from comity import catalogue
from comity.catalogue import Figures, ties
from comity.catalogue.entries import entries, what
from comity.catalogue.partners import TOTALS
from comity.errors import WrongUse
from comity.vocabulary import Definition


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))


def test_arms_are_summed_over_five_years() -> None:
    to = ties("Myanmar", on=["arms.deliveries"]).rankings[0]
    assert (to.direction, to.first, to.last) == ("to", 2019, 2023)
    by_hand = {
        s: sum(r["value"] or 0 for r in catalogue.get("arms.deliveries", s, "MMR", years=(2019, 2023)).rows)
        for s in ("RUS", "CHN", "IND")
    }
    assert [p.state for p in to.partners[:3]] == ["RUS", "CHN", "IND"]
    assert {p.state: p.value for p in to.partners[:3]} == pytest.approx(by_hand)
    unknown_suppliers = sum(
        catalogue.get("arms.imports", "MMR", years=(y, y)).rows[0]["value"] or 0 for y in range(2019, 2024)
    ) - sum(p.value for p in to.partners)
    assert unknown_suppliers == pytest.approx(22.7)
    assert sum(p.share or 0 for p in to.partners) == pytest.approx(1 - unknown_suppliers / 829.68, abs=1e-3)


def test_shares_of_a_stock_without_unknown_partners_sum_to_one() -> None:
    found = ties("MMR", on=["displacement.refugees"], years=(2024, 2024)).rankings[0]
    assert sum(p.share or 0 for p in found.partners) == pytest.approx(1)


def test_places_fall_with_the_value_and_equal_values_share_one() -> None:
    partners = ties("MMR", on=["votes.agreement"]).rankings[0].partners
    for before, after in pairwise(partners):
        assert before.value >= after.value
        assert (before.place == after.place) == (before.value == after.value)
    assert partners[0].place == 1
    assert partners[-1].place <= len(partners)


def test_an_index_is_that_of_one_year_and_has_no_shares() -> None:
    found = ties("MMR", on=["votes.agreement"], years=(2018, 2020)).rankings[0]
    assert found.first == found.last == 2020
    russia = next(p for p in found.partners if p.state == "RUS")
    assert russia.value == catalogue.get("votes.agreement", "RUS", "MMR", years="2020").rows[0]["value"]
    assert all(p.share is None for p in found.partners)


def test_a_sum_over_years_with_holes_says_how_many_years_it_has() -> None:
    found = ties("RUS", on=["trade.exports"], years=(2019, 2023)).rankings[1]
    china = next(p for p in found.partners if p.state == "CHN")
    assert china.years == 3
    assert any("only the years with a figure" in n for n in found.notes)


def test_shares_are_left_out_where_partners_are_not_covered() -> None:
    found = ties("MMR", on=["trade.exports"]).rankings[0]
    assert all(p.share is None for p in found.partners)
    assert any("not every partner is covered" in n for n in found.notes)


def test_one_seller_at_hand_is_not_all_sellers() -> None:
    # Of India's suppliers the snapshot has Russia alone: a share of 100 % would be false.
    found = ties("India", on=["arms.deliveries"])
    assert [p.share for r in found.rankings for p in r.partners] == [None] * 2
    assert all(any("not every partner is covered" in n for n in r.notes) for r in found.rankings)


def test_shares_of_arms_are_those_of_the_share_indicator() -> None:
    # Deliveries of unknown suppliers are part of the whole: Russia has 316.08 of 829.68, not of 806.68.
    russia = ties("MMR", on=["arms.deliveries"], years=(2019, 2023)).rankings[0].partners[0]
    total = sum(r["value"] or 0 for r in catalogue.get("arms.imports", "MMR", years=(2019, 2023)).rows)
    assert russia.share == pytest.approx(316.08 / total)
    assert russia.share == pytest.approx(0.381, abs=0.0005)


def test_shares_of_fuels_are_of_all_imports_also_from_partners_not_named() -> None:
    # Eurostat: 27,741,372 of 90,183,421 tonnes in 2021; over the partners that are named it would be 39 %.
    russia = ties("DEU", on=["energy.eu_imports_crude"], years=(2021, 2021)).rankings[0].partners[0]
    assert russia.state == "RUS"
    assert russia.share == pytest.approx(27_741_372 / 90_183_421)


@pytest.mark.parametrize(("code", "direction"), list(TOTALS))
def test_each_total_is_that_of_the_same_source_and_unit(code: str, direction: str) -> None:
    flow, total = what(entries()[code]), what(entries()[TOTALS[code, direction]])
    assert isinstance(flow, Definition)
    assert isinstance(total, Definition)
    assert (flow.unit, flow.kind, total.grain) == (total.unit, total.kind, "state-year")


def test_a_group_through_which_a_state_takes_part_is_no_partner_of_it() -> None:
    found = ties("Sweden", on=["sanctions.measures"]).rankings[0]
    assert "EU" not in {p.state for p in found.partners}
    assert found.partners[0].state == "MMR"
    assert any(p.state == "EU" for p in ties("MMR", on=["sanctions.measures"]).rankings[0].partners)


def test_records_with_nobody_to_rank_are_said() -> None:
    found = ties("MMR", on=["sanctions.measures"]).rankings[0]
    assert "2 of 62 records name no other state or group that can be ranked" in found.notes  # of the United Nations


def test_a_share_of_few_ballots_does_not_stand_before_one_of_many() -> None:
    found = ties("RUS", on=["votes.agreement"], years=(2024, 2024)).rankings[0]
    assert catalogue.get("votes.ballots", "RUS", "DMA", years="2024").rows[0]["value"] < 30
    assert "DMA" not in {p.state for p in found.partners}
    assert any("left out" in n for n in found.notes)


@pytest.mark.parametrize(
    ("state", "code", "told"),
    [
        ("Soviet Union", "trade.exports", "not among the states that the data at hand cover"),
        ("Soviet Union", "arms.deliveries", "not those in which the state existed"),
        ("Kosovo", "arms.deliveries", "among the partners that the data at hand cover, which are not all"),
        ("Kosovo", "votes.agreement", "no figure on record"),
    ],
)
def test_why_there_is_no_partner(state: str, code: str, told: str) -> None:
    found = ties(state, on=[code])
    assert not found.rankings
    assert all(told in k.reason for k in found.lacking)


def test_records_count_once_for_each_partner() -> None:
    found = ties("Myanmar", on=["arms.deals"]).rankings[0]
    russia = next(p for p in found.partners if p.state == "RUS")
    assert russia.value == len(catalogue.records("arms.deals", "RUS", "MMR"))


def test_what_is_not_at_hand_is_lacking_with_its_reason_and_a_remedy() -> None:
    found = ties("Myanmar", on=["alliances.defense"])
    assert not found.rankings
    assert {k.direction for k in found.lacking} == {"to", "from"}
    assert all("no copy of" in k.reason and "comity data add" in k.remedy for k in found.lacking)


def test_a_state_that_sells_no_arms_has_no_ranking_of_buyers() -> None:
    lacking = ties("Myanmar", on=["arms.deliveries"]).lacking
    assert [k.direction for k in lacking] == ["from"]
    assert lacking[0].reason.startswith("no figure on record")


def test_as_of_a_day_reads_the_release_of_that_day() -> None:
    old = ties("RUS", on=["votes.agreement"], as_of="2015-06-01").rankings[0]
    assert old.last <= 2014


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("economy.gdp", "ranks no partners"),
        ("trade.export", "did you mean trade.exports"),
        ("=x\x1b[0m", "no indicator or record kind of pairs"),
    ],
)
def test_what_ranks_no_partners_is_refused(code: str, told: str) -> None:
    with pytest.raises(WrongUse, match=told) as refused:
        ties("MMR", on=[code])
    assert "\x1b" not in str(refused.value)


def test_the_library_has_the_verb() -> None:
    found = comity.ties("Burma", on=["arms.deliveries"])
    assert found.state == "MMR"
    assert isinstance(found.rankings[0].answer, Figures)
    assert found.to_arrow().num_rows == len(found.rankings[0].partners) == len(found.rows())
