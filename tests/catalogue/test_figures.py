"""`get` and `records` say of every year what kind of knowledge there is, and all that travels with it."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity import catalogue, states
from comity.catalogue.exports import safe_cell
from comity.vocabulary import Definition, relation_columns

CODES = [d.code for d in catalogue.definitions()]
AT_HAND = [
    c for c in CODES if all(d in {"sipri_arms", "un_votes", "baci", "unhcr", "vdem"} for d in catalogue.datasets_of(c))
]


def test_each_year_says_what_is_known_of_it() -> None:
    rows = comity.get("arms.deliveries", "RUS", "MMR", years="2020:2024").rows
    assert [r["status"] for r in rows] == ["reported", "none recorded", "reported", "reported", "outside coverage"]
    assert [r["value"] is None for r in rows] == [False, True, False, False, True]


def test_a_pair_that_is_not_shipped_is_outside_coverage_and_not_without_deliveries() -> None:
    assert {r["status"] for r in comity.get("arms.deliveries", "USA", "GBR", years="2010:2020").rows} == {
        "outside coverage"
    }


def test_a_hole_between_two_years_stays_a_hole() -> None:
    rows = comity.get("trade.exports", "RUS", "MMR", years="2020:2023").rows
    assert [r["status"] for r in rows] == ["reported", "outside coverage", "outside coverage", "reported"]


def test_years_in_which_a_state_did_not_exist_are_outside_coverage() -> None:
    rows = comity.get("votes.ballots", "UKR", "MNE", years="2005:2007").rows
    assert rows[0]["status"] == "outside coverage"
    assert rows[-1]["value"]


def test_an_undirected_figure_is_the_same_in_either_order() -> None:
    one, other = (comity.get("votes.agreement", *pair) for pair in (("RUS", "MMR"), ("MMR", "RUS")))
    assert [r["value"] for r in one.rows] == [r["value"] for r in other.rows]


@settings(max_examples=25, deadline=None)
@given(
    name=st.sampled_from(
        [n.text for n in states.names_of("MMR") if n.kind in ("short", "official", "alias", "foreign")]
    )
)
def test_any_name_of_a_state_gives_the_same_figures(name: str) -> None:
    assert (
        comity.get("displacement.idps", name, years="2020").rows
        == comity.get("displacement.idps", "MMR", years="2020").rows
    )


def test_a_past_day_reads_what_was_out_on_it() -> None:
    with pytest.raises(catalogue.NotAtHand, match=r"no release of .* was out on 1900-01-01"):
        comity.get("arms.deliveries", "RUS", "MMR", as_of="1900-01-01")
    assert comity.get("regimes.polyarchy", "MMR", as_of="2025-12-31").sources[0].release.stamp == "v15"
    assert comity.get("regimes.polyarchy", "MMR").sources[0].release.stamp == "v16"


def test_a_year_that_was_not_over_on_the_day_is_not_counted() -> None:
    found = comity.get("votes.agreement", "RUS", "MMR", years="2021:2022", as_of="2022-09-20")
    assert [r["status"] for r in found.rows] == ["reported", "outside coverage"]
    assert any("only years that were over" in note for note in found.notes)


def test_a_caveat_is_shown_only_where_it_bears() -> None:
    def seat(*who: str, years: str) -> bool:
        return any(c.unfit for c in comity.get("votes.agreement", *who, years=years).caveats)

    assert seat("RUS", "MMR", years="2022")
    assert not seat("RUS", "MMR", years="2010:2020")
    assert not seat("RUS", "BLR", years="2022")


@pytest.mark.parametrize("code", AT_HAND)
def test_every_indicator_has_its_columns_and_keys_that_stand_once(code: str) -> None:
    found = catalogue.indicator(code)
    wanted = relation_columns(found.definition.grain)
    assert set(found.values.collect_schema().names()) == {*wanted, *found.definition.parts}
    assert found.sources
    assert found.coverage
    from comity import store

    keys = [c for c in wanted if c not in ("value", "status")]
    assert not store.rows(found.values.group_by(*keys).agg(n=pl_len()).filter(nw_col("n") > 1))


def pl_len() -> object:
    import narwhals as nw

    return nw.len()


def nw_col(name: str) -> object:
    import narwhals as nw

    return nw.col(name)


def test_every_entry_has_a_label_a_unit_and_a_sector() -> None:
    for what in catalogue.search(""):
        assert what.label
        assert what.sector
        assert what.code.count(".") == 1
        if isinstance(what, Definition):
            assert what.unit
    assert len({w.code for w in catalogue.search("")}) == len(catalogue.search(""))


def test_an_unknown_code_gets_the_nearest() -> None:
    with pytest.raises(comity.WrongUse, match=r"did you mean arms\.deliveries"):
        comity.get("arms.delivries", "RUS", "MMR")
    with pytest.raises(comity.WrongUse, match="are records"):
        comity.get("arms.deals", "RUS", "MMR")
    with pytest.raises(comity.WrongUse, match="is an indicator"):
        comity.records("arms.deliveries", "RUS", "MMR")


def test_records_of_a_group_are_those_of_its_members_of_the_day() -> None:
    through = {r["through"] for r in comity.records("sanctions.measures", "Germany", "Myanmar").rows}
    assert through == {"EU"}
    assert not comity.records("sanctions.measures", "Norway", "Myanmar").rows


def test_a_group_never_stands_for_both_of_a_pair() -> None:
    assert not comity.records("sanctions.measures", "Germany", "France").rows


def test_citations_are_of_just_what_was_shown() -> None:
    found = comity.get("arms.deliveries", "RUS", "MMR")
    assert "SIPRI" in found.cite()
    assert found.cite("bibtex").startswith("@misc{sipri_arms_2024_03,")
    assert [e["version"] for e in json.loads(found.cite("csl"))] == ["2024-03"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta", "json"])
def test_what_is_written_can_be_read_back(ending: str, tmp_path: Path) -> None:
    found = comity.get("arms.deliveries", "RUS", "MMR", years="2019:2023")
    path = tmp_path / f"f.{ending}"
    found.save(path)
    assert read_back(path) == [None if r["value"] is None else pytest.approx(r["value"]) for r in found.rows]


def read_back(path: Path) -> list[float | None]:
    import pandas as pd

    if path.suffix == ".json":
        return [r["value"] for r in json.loads(path.read_text(encoding="utf-8"))["rows"]]
    if path.suffix == ".dta":
        return [None if pd.isna(v) else v for v in pd.read_stata(path)["value"]]
    if path.suffix == ".xlsx":
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        return [r[3] if r[3] != "" else None for r in rows[1:]]
    frame = pl.read_csv(path) if path.suffix == ".csv" else pl.read_parquet(path)
    return frame["value"].to_list()


def test_an_unknown_ending_is_refused_with_the_list(tmp_path: Path) -> None:
    with pytest.raises(comity.WrongUse, match=r"\.csv, \.parquet"):
        comity.get("arms.deliveries", "RUS", "MMR").save(tmp_path / "x.exe")


@given(st.text(max_size=30))
def test_no_text_cell_is_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert isinstance(cell, str)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
