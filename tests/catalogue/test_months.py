"""Monthly figures: a row for each month asked, dated, with a status where there is no figure; C41."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.cli.harness import Runner

import comity
from comity import catalogue
from comity.vocabulary import by_month

CODE = "trade.eurostat_monthly"


def test_months_end_their_codes_and_only_they() -> None:
    for d in catalogue.definitions():
        assert d.code.endswith("_monthly") == by_month(d.grain), d.code


def test_every_month_of_the_years_asked_is_answered() -> None:
    found = comity.get(CODE, "Germany", "Kyrgyzstan", years="2021:2022")
    assert [r["date"] for r in found.rows] == [date(y, m, 1) for y in (2021, 2022) for m in range(1, 13)]
    assert [r["year"] for r in found.rows] == [r["date"].year for r in found.rows]
    assert found.columns == ("origin", "target", "year", "date", "value", "status")
    assert {r["status"] for r in found.rows[:-1]} == {"reported"}
    assert found.rows[-1]["status"] == "outside coverage"  # the file ends in November 2022


def test_the_months_add_up_to_the_year() -> None:
    months = comity.get(CODE, "Russia", "Germany", years="2021").rows
    (year,) = comity.get("trade.eurostat", "Russia", "Germany", years="2021").rows
    assert sum(r["value"] for r in months) == pytest.approx(year["value"])


def test_without_years_all_months_on_record_are_there() -> None:
    rows = comity.get(CODE, "Russia", "Germany").rows
    assert (rows[0]["date"], rows[-1]["date"]) == (date(2020, 1, 1), date(2022, 12, 1))
    assert comity.get(CODE, "Russia", "Germany", years="2021:").rows[-1]["date"] == date(2022, 12, 1)


def test_a_month_not_there_is_none_recorded_only_where_the_year_is_covered_whole() -> None:
    rows = {
        r["date"]: r for r in comity.get("energy.eu_imports_crude_monthly", "Russia", "Germany", years="2021:2022").rows
    }
    assert rows[date(2021, 1, 1)]["status"] == "reported"
    assert rows[date(2022, 12, 1)]["status"] == "outside coverage"
    ireland = comity.get("energy.eu_imports_crude_monthly", "Russia", "Ireland", years="2021").rows
    assert {r["status"] for r in ireland} <= {"none recorded", "reported"}


def test_a_group_by_month_is_the_sum_of_its_members_of_the_month() -> None:
    found = comity.get(CODE, "EU27", "Kyrgyzstan", years="2022")
    partial = [r["partial"] or r["value"] for r in found.rows if r["status"] != "outside coverage"]
    assert len(partial) == 11
    assert sum(partial) / 1e6 == pytest.approx(933, abs=1)  # the eleven months of the extract
    assert found.columns[2:4] == ("year", "date")


def test_the_unions_own_months_add_up_to_its_year() -> None:
    months = comity.get("energy.eu_customs_crude_monthly", "Russia", "EU27", years="2021").rows
    assert {r["basis"] for r in months} == {"publisher"}
    assert sum(r["value"] for r in months) / 1e6 == pytest.approx(113.9, abs=0.05)


def test_octane_at_the_pump_more_than_tripled_in_kyat_and_doubled_in_dollars() -> None:
    for code, change in (("prices.pump_octane_92_monthly", 215), ("prices.pump_octane_92_usd_monthly", 100)):
        rows = {r["date"]: r for r in comity.get(code, "Myanmar", years="2021:2022").rows}
        first, last = rows[date(2021, 2, 1)]["value"], rows[date(2022, 8, 1)]["value"]
        assert 100 * (last / first - 1) == pytest.approx(change, abs=0.6)
        assert rows[date(2021, 7, 1)]["status"] == "not known"
        assert len(rows) == 24


def test_a_month_that_was_not_over_on_the_day_is_not_counted() -> None:
    found = comity.get("prices.diesel_monthly", "Myanmar", years="2019:2020", as_of="2020-02-20")
    rows = {r["date"]: r["status"] for r in found.rows}
    assert rows[date(2019, 12, 1)] == rows[date(2020, 1, 1)] == "reported"
    assert rows[date(2020, 2, 1)] == "outside coverage"
    assert any("only months that were over on 2020-02-20" in n for n in found.notes)
    on_last_day = comity.get("prices.diesel_monthly", "Myanmar", years="2020", as_of="2020-02-29").rows
    assert on_last_day[1]["status"] == "reported"


def test_any_partner_by_month_gives_the_months_on_record() -> None:
    rows = comity.get(CODE, "any", "Russia", years="2022").rows
    assert {r["target"] for r in rows} == {"RUS"}
    assert [(r["origin"], r["date"]) for r in rows] == sorted((r["origin"], r["date"]) for r in rows)
    assert all(r["status"] == "reported" for r in rows)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta", "json"])
def test_months_are_dated_in_every_file(ending: str, tmp_path: Path) -> None:
    found = comity.get(CODE, "Germany", "Kyrgyzstan", years="2022")
    path = tmp_path / f"f.{ending}"
    found.save(path)
    if ending == "json":
        days = [date.fromisoformat(r["date"]) for r in json.loads(path.read_text(encoding="utf-8"))["rows"]]
    elif ending == "dta":
        import pandas as pd

        days = [date.fromisoformat(d) for d in pd.read_stata(path)["date"]]
    elif ending == "xlsx":
        from python_calamine import CalamineWorkbook

        days = [r[3] for r in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]]  # type: ignore[misc]
    else:
        frame = pl.read_csv(path, try_parse_dates=True) if ending == "csv" else pl.read_parquet(path)
        days = frame["date"].to_list()
    assert days == [r["date"] for r in found.rows]


def test_on_paper_a_month_has_no_day(cli: Runner) -> None:
    run = cli("get", CODE, "Germany", "Kyrgyzstan", "--years", "2022")
    assert run.code == 0
    assert "2022-11" in run.out
    assert "2022-11-01" not in run.out
    assert (
        json.loads(cli("get", CODE, "Germany", "Kyrgyzstan", "--years", "2022", "--json").out)["rows"][0]["date"]
        == "2022-01-01"
    )


def test_a_group_is_named_on_paper_with_its_definition_and_who_lacks(cli: Runner) -> None:
    run = cli("get", "trade.exports", "Russia", "European Union", "--years", "2023")
    assert run.code == 0, run.err
    assert "Russia (RUS), European Union (EU)" in run.out
    assert "26 of 27 have an answer in the source; lacking: Poland" in run.out
