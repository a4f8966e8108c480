"""A page on a state that has ended speaks of the years in which both existed, and of the release that knows them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import comity
from comity import states
from comity.briefs.asking import lifetime
from comity.store.building import build
from comity.vocabulary import Figure


def every_figure(made: Any) -> list[Figure]:
    page = made.page
    parts = [lead.figure for lead in page.leads]
    for section in page.sections:
        parts += [p for s in section.sentences for p in s]
        parts += [c for t in section.tables for r in t.rows for c in r]
    return [p for p in parts if isinstance(p, Figure)]


@pytest.mark.parametrize(
    ("a", "b", "first", "last"),
    [("SUN", "USA", 1922, 1991), ("DDR", "POL", 1949, 1990), ("YUG", "HRV", 1992, 2003), ("CSK", "ISR", 1948, 1992)],
)
def test_no_figure_is_of_a_year_after_the_end_of_one_of_the_two(a: str, b: str, first: int, last: int) -> None:
    assert lifetime(states.state(a), states.state(b), None) == (first, last)
    made = comity.brief(a, b)
    # What CEPII tells of a pair (the distance of the capitals) is of no year and stands under 2011.
    found = [f for f in every_figure(made) if not f.code.startswith("geography.")]
    assert found
    assert {(f.code, f.last) for f in found if f.last is not None and f.last > last} == set()
    assert f"the page keeps to {first}" in " ".join(made.page.notes)
    assert made.page.facts["command"] == f"comity brief {a} {b}"


def test_years_asked_are_cut_to_those_in_which_both_existed() -> None:
    one, other = states.state("SUN"), states.state("USA")
    assert lifetime(one, other, (1980, 2010)) == (1980, 1991)
    assert lifetime(other, states.state("MMR"), (1980, 2010)) == (1980, 2010)
    assert lifetime(other, states.state("MMR"), None) is None
    notes = " ".join(comity.brief("SUN", "USA", years="1980:2010").page.notes)
    assert "years asked for: 1980–2010" in notes
    assert "keeps to 1980–91" in notes


def test_two_that_never_met_keep_their_own_years() -> None:
    assert lifetime(states.state("SUN"), states.state("XAH"), None) is None
    assert "the two never existed in one and the same year" in " ".join(comity.brief("SUN", "XAH").page.notes)


def test_a_list_of_what_is_in_force_today_says_nothing_beside_an_ended_state() -> None:
    made = comity.brief("SUN", "RUS")
    told = " ".join(f"{h.what}: {h.reason}" for h in made.page.holes)
    assert "anctions programmes" in told
    assert not any(f.unit == "programmes" for f in every_figure(made))


@pytest.fixture
def two_releases(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tiv_dyad_year_1950_2021.parquet", "deliveries_by_year_2000_2023.parquet"):
        (tmp_path / "files" / "sipri_arms").mkdir(parents=True, exist_ok=True)
        (tmp_path / "files" / "sipri_arms" / name).symlink_to(next((shared / "data").rglob(name)))
    build(tmp_path / "files", tmp_path / "store")
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))


@pytest.mark.shared
@pytest.mark.usefixtures("two_releases")
def test_arms_of_an_ended_state_come_from_the_release_that_reaches_back_and_the_page_says_so() -> None:
    made = comity.brief("SUN", "IND")
    section = next(s for s in made.page.sections if s.id == "arms-sun-ind")
    told = " ".join("".join(p if isinstance(p, str) else "#" for p in s) for s in section.sentences)
    assert "These are figures of the release of 14 March 2022; the newest does not reach so far back." in told
    assert {s.release.stamp for s in section.sources} >= {"2022-03"}
    by_hand = comity.get("arms.deliveries", "SUN", "IND", as_of="2022-12-31")
    total = sum(r["value"] for r in by_hand.rows if r["value"])
    assert next(p for p in section.sentences[0] if isinstance(p, Figure)).value == pytest.approx(total)
    living = comity.brief("RUS", "IND")
    arms = next(s for s in living.page.sections if s.id == "arms-rus-ind")
    assert "2022-03" not in {s.release.stamp for s in arms.sources}


@pytest.mark.shared
@pytest.mark.usefixtures("two_releases")
def test_ties_of_an_ended_state_are_ranked_by_the_release_that_reaches_back_unless_a_day_is_asked() -> None:
    (to, of) = comity.ties("SUN", on=["arms.deliveries"]).rankings
    for ranking in (to, of):
        assert (ranking.first, ranking.last) == (1987, 1991)
        assert "of release 2022-03; the newest at hand does not reach so far back" in ranking.notes
    assert of.partners[0].state == "IND"
    asked = comity.ties("SUN", on=["arms.deliveries"], as_of="2026-01-01")
    assert not asked.rankings
    (_, russia) = comity.ties("RUS", on=["arms.deliveries"]).rankings
    assert not any("reach so far back" in n for n in russia.notes)
