"""Isolation and influence show every component, say what is not known, and rest on enough of their weight."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import comity
from comity import catalogue, states
from comity.catalogue.comparing import Comparison
from comity.catalogue.standing import WEIGHTS
from comity.errors import Failure, WrongUse
from comity.store.building import add


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


def by_name(found: Comparison) -> dict[str, Any]:
    return {r["component"]: r for r in found.rows}


def test_the_states_that_sanction_myanmar_are_counted_with_the_members_of_the_union_of_the_year() -> None:
    found = by_name(comity.isolation("Myanmar", 2022))
    issuers = {"USA", "GBR", "CAN", "CHE", "AUS", "NZL"} | set(states.members("EU", date(2022, 7, 1)))
    assert len(issuers) == 33
    world = [s for s in states.states() if s.kind != "territory" and s.exists_in(2022) and s.id != "MMR"]
    share = found["sanctioned by states"]
    assert share["value"] == pytest.approx(33 / len(world))
    assert share["told"].startswith("at least")  # a list that is no census
    gdp = {s.id: r["value"] for s in world for r in catalogue.get("economy.gdp", s.id, years="2022").rows if r["value"]}
    acting = sum(v for s, v in gdp.items() if s in issuers)
    assert found["sanctioned by GDP"]["value"] == pytest.approx(acting / sum(gdp.values()))


def test_suppliers_lost_are_those_of_the_five_years_before_the_last_five() -> None:
    found = by_name(comity.isolation("MMR", 2022))["suppliers of arms lost"]
    flows = (catalogue.get("arms.deliveries", "any", "MMR", years=y).rows for y in ((2013, 2017), (2018, 2022)))
    sent = [{r["origin"] for r in rows if r["value"] is not None} for rows in flows]
    assert found["value"] == len(sent[0] - sent[1]) > 0
    assert found["scaled"] == len(sent[0] - sent[1]) / len(sent[0])


def test_votes_that_another_government_casts_are_shown_and_left_out_of_the_index() -> None:
    found = comity.isolation("MMR", 2022)
    votes = by_name(found)["distance of votes"]
    assert votes["value"] == catalogue.get("votes.distance_by_s", "MMR", years="2022").rows[0]["value"]
    assert votes["scaled"] is None
    assert "another government" in votes["told"]
    earlier = comity.isolation("MMR", 2018)
    assert by_name(earlier)["distance of votes"]["scaled"] is not None


def test_the_index_is_the_mean_of_what_is_known_by_its_weights() -> None:
    found = comity.isolation("MMR", 2018)
    known = [(r["scaled"], r["weight"]) for r in found.rows if r["scaled"] is not None]
    assert found.totals["index"] == pytest.approx(sum(x * w for x, w in known) / sum(w for _, w in known))
    assert {r["component"]: r["weight"] for r in found.rows} == WEIGHTS
    assert sum(WEIGHTS.values()) == 1
    assert any("does not compare" in n for n in found.notes)
    own = comity.isolation("MMR", 2018, weights={"suppliers of arms lost": 2})
    assert own.totals["index"] == by_name(found)["suppliers of arms lost"]["scaled"]


def test_that_a_mission_is_not_on_a_list_of_one_day_is_no_closure() -> None:
    closed = by_name(comity.isolation("MMR", 2022))["missions closed"]
    assert (closed["value"], closed["scaled"], closed["weight"]) == (None, None, 0.25)
    assert closed["told"] == (
        "not known: the one list at hand (Wikidata, 2022-11-16) says which missions stood on its day and of none when "
        "it closed"
    )


def test_on_less_than_half_of_the_weight_there_is_no_index() -> None:
    found = comity.isolation("France", 2022)
    assert by_name(found)["sanctioned by states"]["value"] is None  # not named in a list that is no census: not zero
    assert "no census" in by_name(found)["sanctioned by states"]["told"]
    assert "outside the coverage" in by_name(found)["suppliers of arms lost"]["told"]
    assert found.totals["index"] is None
    assert any("no index" in n for n in found.notes)


@pytest.mark.shared
def test_with_a_census_of_sanctions_none_is_zero(shared: Path, store: Path) -> None:
    add("gsdb", next((shared / "data").rglob("GSDB_V4.csv")), store)
    france = by_name(comity.isolation("France", 2022))["sanctioned by states"]
    assert (france["value"], france["told"][:8]) == (0, "0 of 198")
    korea = comity.isolation("North Korea", 2016)
    assert by_name(korea)["sanctioned by states"]["value"] > 0.1
    assert any("Security Council" in n for n in korea.notes)


def test_dependence_is_known_where_trade_and_arms_are_and_influence_is_not_without_bandwidth() -> None:
    found = comity.influence("China", "Myanmar", 2014)
    rows = by_name(found)
    for component, code, who in (
        ("share of imports", "trade.share_of_imports", ("CHN", "MMR")),
        ("share of exports", "trade.share_of_exports", ("MMR", "CHN")),
        ("trade over GDP", "trade.share_of_gdp", ("MMR", "CHN")),
    ):
        assert rows[component]["value"] == catalogue.get(code, *who, years="2014").rows[0]["value"]
    flows, totals = (
        sum(r["value"] or 0 for r in catalogue.get(code, *who, years=(2010, 2014)).rows)
        for code, who in (("arms.deliveries", ("CHN", "MMR")), ("arms.imports", ("MMR",)))
    )
    assert rows["share of arms"]["value"] == pytest.approx(flows / totals)
    thirds = [rows[c]["value"] for c in ("share of imports", "share of exports", "trade over GDP")]
    assert found.totals["dependence"] == pytest.approx(sum(thirds) / 6 + rows["share of arms"]["value"] / 2)
    assert rows["alliance"]["value"] is None
    assert (found.totals["bandwidth"], found.totals["influence"]) == (None, None)
    assert any("less than half of the weight of bandwidth" in n for n in found.notes)


def test_votes_of_another_government_are_no_bandwidth() -> None:
    rows = by_name(comity.influence("Russia", "Myanmar", 2022))
    assert rows["votes"]["value"] is None
    assert "another government" in rows["votes"]["told"]
    assert by_name(comity.influence("Russia", "Myanmar", 2020))["votes"]["value"] == pytest.approx(
        (0.646341463 + 1) / 2
    )


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: comity.isolation("Atlantis", 2022), "Atlantis"),
        (lambda: comity.isolation("South Sudan", 2005), "no state in 2005"),
        (lambda: comity.isolation("MMR", 2022, weights={"trade": 1}), "distance of votes"),
        (lambda: comity.isolation("MMR", 2022, weights={"missions closed": 0}), "not all zero"),
        (lambda: comity.isolation("MMR", 2022, weights={"missions closed": -1}), "zero or more"),
        (lambda: comity.influence("RUS", "Russia", 2020), "same state"),
        (lambda: comity.influence("RUS", "South Sudan", 2005), "no state in 2005"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(ask: Any, words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        ask()


def test_where_nothing_is_at_hand_there_is_no_answer() -> None:
    with pytest.raises(Failure, match="no component is at hand"):
        comity.influence("France", "Spain", 1850)
