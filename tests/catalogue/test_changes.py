"""Who replaced whom, what changed around an event, who is central: absence is no zero, and refusals say why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import comity
from comity import catalogue
from comity.catalogue.comparing import Comparison
from comity.errors import ComityError, Failure, WrongUse


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))


def a_year(code: str, *who: str, years: tuple[int, int]) -> float:
    rows = catalogue.get(code, *who, years=years).rows
    return sum(r["value"] or 0 for r in rows) / len(rows)


def replaced() -> Comparison:
    return comity.substitution("arms.deliveries", target="Myanmar", before="2016:2020", after=(2021, 2023))


def test_who_replaced_whom_is_told_in_the_mean_of_a_year_and_adds_up() -> None:
    found = replaced()
    rows = {r["partner"]: r for r in found.rows}
    for partner in ("RUS", "CHN", "IND"):
        assert rows[partner]["before"] == pytest.approx(a_year("arms.deliveries", partner, "MMR", years=(2016, 2020)))
        assert rows[partner]["after"] == pytest.approx(a_year("arms.deliveries", partner, "MMR", years=(2021, 2023)))
    assert (rows["RUS"]["kind"], rows["CHN"]["kind"], rows["IND"]["kind"]) == ("grew", "shrank", "left")
    totals = found.totals
    assert sum(r["change"] for r in found.rows) == pytest.approx(totals["change"])
    assert totals["gained"] - totals["lost"] == pytest.approx(totals["after"] - totals["before"])  # type: ignore[operator]
    assert totals["gap"] == pytest.approx(totals["lost"] - totals["gained"])  # type: ignore[operator]
    assert any("mean of a year: 5 before, 3 after" in n for n in found.notes)


def test_a_partner_of_whom_a_year_is_not_known_is_left_out_and_named() -> None:
    found = comity.substitution("trade.exports", target="MMR", before="2010:2014", after="2016:2020")
    lacking = next(n for n in found.notes if n.startswith("left out"))
    gaps = [r for r in catalogue.get("trade.exports", "AGO", "MMR", years=(2010, 2020)).rows if r["value"] is None]
    assert gaps
    assert "Angola" in lacking
    assert not {"AGO"} & {r["partner"] for r in found.rows}
    assert all(r["kind"] not in ("left", "came") for r in found.rows)


def test_an_answer_becomes_a_table_a_file_and_a_document_with_its_sources(tmp_path: Path) -> None:
    found = replaced()
    frame = found.to_polars()
    assert frame.columns == list(found.columns)
    assert frame.schema["before"] == pl.Float64
    path = tmp_path / "who.csv"
    found.save(path)
    assert len(pl.read_csv(path)) == len(found)
    document = json.loads(json.dumps(found.to_dict()))
    assert document["sources"][0]["dataset"] == "sipri_arms"
    assert "SIPRI" in found.cite()
    assert "Russia" in repr(found)
    assert "&lt;" not in found._repr_html_()
    with pytest.raises(ValueError, match="source"):
        Comparison("x", "", {}, (), (), {}, (), ())


def test_a_change_around_an_event_is_that_of_the_years_wholly_on_either_side() -> None:
    found = comity.around("arms.deliveries", "RUS", "MMR", event="2021-02-01")
    before = a_year("arms.deliveries", "RUS", "MMR", years=(2018, 2020))
    after = a_year("arms.deliveries", "RUS", "MMR", years=(2022, 2023))
    assert (found.totals["before"], found.totals["after"]) == pytest.approx((before, after))
    assert "after: 2 years, 2022 to 2023; of 3 asked for, the rest have no answer" in found.notes
    assert "the year of the event itself is on neither side" in found.notes
    others = [r for r in found.rows if r["compared"] == "other"]
    by_hand = {
        o: a_year("arms.deliveries", o, "MMR", years=(2022, 2023))
        - a_year("arms.deliveries", o, "MMR", years=(2018, 2020))
        for o in ("CHN", "IND", "BLR")
    }
    assert {r["origin"]: r["difference"] for r in others if r["origin"] in by_hand} == pytest.approx(by_hand)
    mean = sum(r["difference"] for r in others) / len(others)
    assert found.totals["difference_in_differences"] == pytest.approx(after - before - mean)


def test_an_event_on_the_first_day_of_a_year_has_that_year_after_it() -> None:
    found = comity.around("votes.agreement", "RUS", "MMR", event="2021-01-01", years=2, others="none")
    assert found.notes[:2] == ("before: 2 years, 2019 to 2020", "after: 2 years, 2021 to 2022")
    assert found.totals["difference_in_differences"] is None
    assert [r["compared"] for r in found.rows] == ["itself"]


def test_others_are_those_of_either_side_or_all_without_the_two() -> None:
    def pairs(others: Any) -> set[tuple[str, str]]:
        found = comity.around("trade.exports", "CHN", "MMR", event="2015-11-08", years=1, others=others)
        return {(r["origin"], r["target"]) for r in found.rows if r["compared"] == "other"}

    assert {t for _, t in pairs("origins")} == {"MMR"}
    assert {o for o, _ in pairs("targets")} == {"CHN"}
    everyone = pairs("all")
    assert len(everyone) > 1000
    assert not {s for pair in everyone for s in pair} & {"CHN", "MMR"}


def test_a_tie_without_direction_is_compared_with_those_of_the_same_state() -> None:
    found = comity.around("votes.agreement", "RUS", "MMR", event="2021-02-01")
    assert {r["target"] for r in found.rows} == {"MMR"}
    other = comity.around("votes.agreement", "RUS", "MMR", event="2021-02-01", others="targets")
    assert {r["origin"] for r in other.rows} == {"RUS"}
    assert found.totals["difference"] == other.totals["difference"]
    agreement = [catalogue.get("votes.agreement", "MMR", "CHN", years=y).rows for y in ("2018:2020", "2022:2024")]
    means = [sum(r["value"] for r in rows) / 3 for rows in agreement]
    china = next(r for r in found.rows if r["origin"] == "CHN")
    assert china["difference"] == pytest.approx(means[1] - means[0])


def test_by_month_the_months_count() -> None:
    found = comity.around("prices.rice_monthly", "MMR", event="2021-02-01", years=1)
    assert found.unit.endswith("mean of a month")
    assert found.notes[:2] == ("before: 12 months, 2020-02 to 2021-01", "after: 12 months, 2021-02 to 2022-01")
    rows = {r["date"].isoformat()[:7]: r["value"] for r in catalogue.get("prices.rice_monthly", "MMR").rows}
    assert found.totals["after"] == pytest.approx(sum(v for m, v in rows.items() if "2021-02" <= m <= "2022-01") / 12)


def test_the_centres_of_trade_are_those_who_trade_most() -> None:
    found = comity.centralities("trade.exports", 2020)
    places = {r["state"]: r for r in found.rows}
    assert places["CHN"]["strength_out"] == max(r["strength_out"] for r in found.rows)
    assert sum(r["pagerank"] for r in found.rows) == pytest.approx(1)
    assert places["CHN"]["strength_in"] == pytest.approx(
        sum(r["value"] for r in catalogue.get("trade.exports", "any", "CHN", years="2020").rows)
    )
    assert found.totals["states"] == len(found.rows) > 200


def arms(**how: Any) -> Callable[[], Comparison]:
    return lambda: comity.substitution("arms.deliveries", **{"before": "2016:2020", "after": "2021:2023"} | how)


def around(*asked: str, **how: Any) -> Callable[[], Comparison]:
    return lambda: comity.around(*asked, **{"event": "2021-02-01"} | how)


@pytest.mark.parametrize(
    ("ask", "kind", "words"),
    [
        (arms(target="MMR", after="2021:2025"), WrongUse, "2024 is outside the coverage"),
        (arms(target="MMR", after="2019:2023"), WrongUse, "overlap"),
        (arms(target="MMR", after="2021:"), WrongUse, "open end"),
        (arms(target="MMR", before="1990:1995"), WrongUse, "1990 is outside"),
        (arms(), WrongUse, "name the state"),
        (arms(target="MMR", origin="RUS"), WrongUse, "name the state"),
        (arms(target="Atlantis"), WrongUse, "Atlantis"),
        (arms(target="India"), Failure, "partners of India are not covered"),
        (
            lambda: comity.substitution("votes.agreement", target="MMR", before="2016", after="2020"),
            WrongUse,
            "adds up",
        ),
        (lambda: comity.substitution("arms.delivery", target="MMR", before="2016", after="2020"), WrongUse, "mean"),
        (around("arms.deliveries", "RUS"), WrongUse, "name 2, not 1"),
        (around("economy.gdp", "RUS", "MMR"), WrongUse, "name 1, not 2"),
        (around("arms.deliveries", "RUS", "Russia"), WrongUse, "itself"),
        (around("arms.deliveries", "RUS", "MMR", years=0), WrongUse, "at least one year"),
        (around("arms.deliveries", "RUS", "MMR", event="yesterday"), WrongUse, "no day"),
        (around("arms.deliveries", "RUS", "MMR", event="1960-05-05"), Failure, "no figure of Russia and Myanmar"),
        (around("arms.deliveries", "RUS", "MMR", others="neighbours"), WrongUse, "origins, targets"),
        (around("economy.gdp", "RUS", others="origins"), WrongUse, "all, none"),
        (lambda: comity.centralities("trade.exports", 2022), WrongUse, "2000–2020, 2023"),
        (lambda: comity.centralities("arms.deliveries", 2020), WrongUse, "only some pairs"),
        (lambda: comity.centralities("economy.gdp", 2020), WrongUse, "single states"),
        (lambda: comity.centralities("trade.eurostat_monthly", 2020), WrongUse, "by month"),
        (lambda: comity.centralities("votes.s_absolute", 2020), WrongUse, "below zero|no weight"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    ask: Callable[[], Comparison], kind: type[ComityError], words: str
) -> None:
    with pytest.raises(kind, match=words) as e:
        ask()
    assert "\n" not in str(e.value)
