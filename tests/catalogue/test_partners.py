"""`ties`: one state's partners, ranked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import comity
from comity import catalogue
from comity.catalogue import Figures, ties
from comity.errors import WrongUse


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))


def test_arms_are_summed_over_five_years_and_shares_sum_to_one() -> None:
    to = ties("Myanmar", on=["arms.deliveries"]).rankings[0]
    assert (to.direction, to.first, to.last) == ("to", 2019, 2023)
    by_hand = {
        s: sum(r["value"] or 0 for r in catalogue.get("arms.deliveries", s, "MMR", years=(2019, 2023)).rows)
        for s in ("RUS", "CHN", "IND")
    }
    assert [p.state for p in to.partners[:3]] == ["RUS", "CHN", "IND"]
    assert {p.state: p.value for p in to.partners[:3]} == pytest.approx(by_hand)
    assert sum(p.share or 0 for p in to.partners) == pytest.approx(1)


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
    assert [(k.direction, k.reason) for k in lacking] == [("from", "no figure on record")]


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
