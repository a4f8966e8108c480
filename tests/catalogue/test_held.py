"""What is asked for often is held in memory, and no answer changes by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity import store
from comity.catalogue import held, indicator

PAIRS = ("RUS MMR", "CHN MMR", "MMR RUS", "DEU RUS", "IND RUS", "FRA DZA")
ANY = ("RUS any", "any MMR", "MMR any")
CODES = {
    "arms.deliveries": PAIRS,
    "trade.exports": ANY,
    "trade.share_of_exports": PAIRS,
    "votes.agreement": ANY,
    "trade.exports_total": ("RUS", "MMR", "RUS IND"),
    "displacement.refugees": PAIRS,
    "energy.eu_imports_crude_monthly": ("RUS DEU", "any DEU", "RUS MMR"),
    "trade.imports_total": ("RUS", "MMR", "IND"),
    "regimes.liberal_democracy": ("RUS", "MMR", "RUS MMR SUN"),
    "displacement.idps": ("MMR", "SYR", "CHE"),
}


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = held._Shelf()
    monkeypatch.setattr(held, "_shelf", lambda: shelf)


@pytest.mark.parametrize("code", CODES)
def test_an_answer_is_the_same_before_and_after_its_relation_is_held(code: str) -> None:
    queried = [comity.get(code, *who.split()).rows for who in CODES[code][: held.ASKED]]
    for _ in range(held.ASKED):
        comity.get(code, *CODES[code][0].split())
    assert held.held(indicator(code)) is not None
    assert [comity.get(code, *who.split()).rows for who in CODES[code][: held.ASKED]] == queried


@settings(max_examples=40, deadline=None)
@given(first=st.integers(1990, 2025), length=st.integers(0, 30))
def test_years_are_cut_alike(first: int, length: int) -> None:
    years = (first, first + length)
    whole = comity.get("trade.exports", "RUS", "IND").rows
    assert [r for r in comity.get("trade.exports", "RUS", "IND", years=years).rows if r["value"] is not None] == [
        r for r in whole if years[0] <= r["year"] <= years[1] and r["value"] is not None
    ]


def test_partners_are_cut_to_the_years_alike() -> None:
    queried = [comity.get("trade.exports", *who.split(), years=(2010, 2012)).rows for who in ANY]
    for _ in range(held.ASKED):
        comity.get("trade.exports", "RUS", "any")
    assert held.held(indicator("trade.exports")) is not None
    assert [comity.get("trade.exports", *who.split(), years=(2010, 2012)).rows for who in ANY] == queried


def test_a_measure_of_all_pairs_is_never_read_whole_for_a_few() -> None:
    found = indicator("trade.export_similarity")
    assert [held.held(found) for _ in range(held.ASKED + 3)] == [None] * (held.ASKED + 3)


def test_what_was_asked_last_stays_when_room_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = indicator("arms.deliveries"), indicator("trade.exports")

    def asked_often(found: object) -> held.Held | None:
        return [held.held(found) for _ in range(held.ASKED + 1)][-1]  # type: ignore[arg-type]

    arms, trade = asked_often(first), asked_often(second)
    assert arms is not None
    assert trade is not None
    monkeypatch.setattr(held, "ROOM", len(trade.keys) + 1)
    held._shelf().make_room(1)
    assert held._shelf().asked[id(second.values)].held is trade
    assert held._shelf().asked[id(first.values)].held is None


def test_a_store_that_changes_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(held.ASKED + 1):
        comity.get("arms.deliveries", "RUS", "MMR")
    before = held.held(indicator("arms.deliveries"))
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "another"))
    assert store.user_root() == tmp_path / "another"
    assert held.held(indicator("arms.deliveries")) is not before
