"""Which release answers, and what each says of a year: SIPRI's releases of March 2022 and March 2024 side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity import catalogue
from comity.store.building import build

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def both(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sipri")
    for name in ("tiv_dyad_year_1950_2021.parquet", "deliveries_by_year_2000_2023.parquet"):
        (folder / "files" / "sipri_arms").mkdir(parents=True, exist_ok=True)
        (folder / "files" / "sipri_arms" / name).symlink_to(next((shared / "data").rglob(name)))
    build(folder / "files", folder / "store")
    return folder / "store"


@pytest.fixture(autouse=True)
def own(both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(both))


@pytest.mark.parametrize(
    ("day", "stamp"),
    [("2022-03-14", "2022-03"), ("2022-09-20", "2022-03"), ("2024-03-10", "2022-03"), ("2024-03-11", "2024-03")],
)
def test_the_newest_release_of_the_day_answers(day: str, stamp: str) -> None:
    found = comity.get("arms.deliveries", "RUS", "MMR", years="2020", as_of=day)
    assert [s.release.stamp for s in found.sources] == [stamp]
    assert found.to_dict()["as_of"] == day
    assert found.to_dict()["sources"][0]["release"] == stamp


def test_a_day_before_the_first_release_names_it() -> None:
    with pytest.raises(catalogue.NotAtHand, match=r"out on 2022-03-13; the first at hand is 2022-03") as refusal:
        comity.get("arms.deliveries", "RUS", "MMR", as_of="2022-03-13")
    assert (refusal.value.exit_code, str(refusal.value).isprintable()) == (1, True)


def test_a_figure_under_half_a_million_is_below_threshold_and_none_recorded_has_no_value() -> None:
    rows = comity.get("arms.deliveries", "RUS", "any", as_of="2022-12-31").rows
    assert {r["status"] for r in rows} == {"reported", "below threshold"}
    assert {r["value"] for r in rows if r["status"] == "below threshold"} == {0.0}
    pair = comity.get("arms.deliveries", "USA", "MMR", years="2015:2022", as_of="2022-12-31").rows
    assert [(r["status"], r["value"]) for r in pair] == [("none recorded", None)] * 7 + [("outside coverage", None)]


def test_years_of_another_state_are_outside_coverage() -> None:
    rows = comity.get("arms.deliveries", "RUS", "MMR", years="1989:1993", as_of="2022-12-31").rows
    assert rows[0]["status"] == "outside coverage"
    assert rows[-1]["status"] in ("reported", "none recorded")


def test_open_years_end_at_what_is_covered() -> None:
    def ends(years: str | None, day: str | None) -> tuple[int, int]:
        rows = comity.get("arms.deliveries", "USA", "GBR", years=years, as_of=day).rows
        assert [r["year"] for r in rows] == list(range(rows[0]["year"], rows[-1]["year"] + 1))
        return rows[0]["year"], rows[-1]["year"]

    assert ends(None, None) == (2000, 2023)
    assert ends("2015:", None) == (2015, 2023)
    assert ends(":2005", None) == (2000, 2005)
    assert ends(None, "2022-12-31") == (1950, 2021)
    assert ends("2022:2026", None) == (2022, 2026)


def test_any_gives_the_rows_on_record_and_they_are_those_of_the_pairs() -> None:
    rows = comity.get("arms.deliveries", "any", "MMR", years="2019:2020").rows
    assert {r["target"] for r in rows} == {"MMR"}
    assert len({r["origin"] for r in rows}) > 2
    for row in rows:
        (same,) = comity.get("arms.deliveries", row["origin"], "MMR", years=str(row["year"])).rows
        assert same == row


def test_direction_matters() -> None:
    there = comity.get("arms.deliveries", "RUS", "MMR", years="2020").rows[0]
    back = comity.get("arms.deliveries", "MMR", "RUS", years="2020").rows[0]
    assert there["value"]
    assert back["status"] == "none recorded"


def test_shares_are_of_the_total_with_unknown_suppliers() -> None:
    total = comity.get("arms.imports", "MMR", years="2022").rows[0]["value"]
    for row in comity.get("arms.share_of_imports", "any", "MMR", years="2022").rows:
        flow = comity.get("arms.deliveries", row["origin"], "MMR", years="2022").rows[0]["value"]
        assert row["value"] == pytest.approx(flow / total)
    nothing = comity.get("arms.share_of_imports", "RUS", "LIE", years="2010").rows
    assert [(r["value"], r["status"]) for r in nothing] == [(None, "not known")]
