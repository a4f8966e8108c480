"""What is read from the Internal Displacement Monitoring Centre."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import idmc
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = idmc.PUBLICATIONS[0]
MYANMAR = {2020: 505_000, 2021: 649_000, 2022: 1_498_000, 2023: 2_625_000, 2024: 3_521_000, 2025: 3_639_000}


def folder(shared: Path) -> Path:
    return shared / "data/security/idmc"


@pytest.fixture(scope="module")
def stocks(shared: Path) -> Reading:
    return idmc.read_stocks({"stocks": folder(shared) / "idmc_conflict_idp_stock_1990_2025.csv"})


@pytest.fixture(scope="module")
def events(shared: Path) -> Reading:
    return idmc.read_events({"events": folder(shared) / "idu_myanmar_events_2024.csv"})


def people(reading: Reading) -> pl.DataFrame:
    found = PUBLICATION.offers[0].values({"stocks": nw.from_native(reading.tables["stocks"].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def result(code: str, year: int, total: int | None) -> dict[str, Any]:
    return {
        "iso3": code, "country_name": "", "year": year, "new_displacement": 0, "new_displacement_rounded": None,
        "total_displacement_rounded": total, "total_displacement": total,
    }  # fmt: skip


def gidd(path: Path, results: list[dict[str, Any]], count: int | None = None) -> dict[str, Path]:
    about = {"last_updated": "2025-05-13", "count": count or len(results), "next": None, "previous": None}
    path.write_text(json.dumps(about | {"results": results}), encoding="utf-8")
    return {"stocks": path}


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(stocks: Reading, events: Reading, shared: Path) -> None:
    for reading in (stocks, events):
        for name, frame in reading.tables.items():
            table = PUBLICATION.table(name)
            within(table.envelopes[reading.release.stamp], table, checked(table, frame, folder(shared)), folder(shared))


@pytest.mark.shared
def test_people_displaced_within_myanmar_by_conflict(stocks: Reading) -> None:
    found = people(stocks).filter(pl.col("state") == states.state("MMR").number, pl.col("year") >= 2020)
    assert dict(found.select("year", "value").iter_rows()) == MYANMAR


@pytest.mark.shared
def test_the_sum_of_the_world_is_no_state(stocks: Reading) -> None:
    assert people(stocks)["year"].min() == 2009
    assert not people(stocks)["state"].null_count()


@pytest.mark.shared
def test_the_database_gives_the_same_rows(stocks: Reading, tmp_path: Path) -> None:
    paths = gidd(tmp_path / "gidd.json", [result("MMR", year, total) for year, total in MYANMAR.items()])
    table = PUBLICATION.table("stocks")
    own = checked(table, idmc.read_gidd(paths).tables["stocks"], tmp_path)
    same = stocks.tables["stocks"].filter(pl.col("code") == "MMR", pl.col("year") >= 2020)
    assert own.equals(checked(table, same, tmp_path))


def test_null_is_not_counted_and_zero_is_counted_none(tmp_path: Path) -> None:
    paths = gidd(tmp_path / "gidd.json", [result("MMR", 2023, None), result("MMR", 2024, 0)])
    assert people(idmc.read_gidd(paths)).select("year", "value", "status").rows() == [(2024, 0.0, "true zero")]


@pytest.mark.shared
def test_the_specimen_of_the_database_is_known_and_refused_as_one_page_of_ten(shared: Path) -> None:
    path = shared / "samples/idmc/gidd_conflicts_page0_cut.json"
    assert PUBLICATION.editions[2].knows is not None
    assert PUBLICATION.editions[2].knows(path.read_text(encoding="utf-8"))
    with pytest.raises(Failure, match="6 of 961 rows; join the results of all pages"):
        idmc.read_gidd({"stocks": path})


@pytest.mark.shared
def test_events_are_records_of_the_state_with_first_and_last_day(events: Reading) -> None:
    table = events.tables["events"]
    assert (table["date"].min(), table["until"].max()) == (date(2024, 4, 8), date(2024, 9, 30))
    assert set(table["target"]) == {"MMR"}
    assert set(table["kind"]) == {"conflict", "disaster"}


@pytest.mark.shared
def test_updates_are_read_without_their_html_and_on_the_day_that_idmc_writes(shared: Path, tmp_path: Path) -> None:
    path = shared / "samples/idmc/idu_events_cut5.json"
    found = checked(PUBLICATION.table("events"), idmc.read_updates({"events": path}).tables["events"], path)
    first = found.filter(pl.col("id") == "126716").to_dicts()[0]
    assert (first["date"], first["displacements"], first["origin"]) == (date(2023, 11, 7), 2, "IND")
    assert not found["summary"].str.contains("<").any()


@pytest.mark.shared
def test_an_unknown_role_is_refused_with_its_line(shared: Path, tmp_path: Path) -> None:
    text = (folder(shared) / "idu_myanmar_events_2024.csv").read_text(encoding="utf-8")
    path = tmp_path / "events.csv"
    path.write_text(text.replace("Recommended figure", "Guess", 1), encoding="utf-8")
    with pytest.raises(Failure, match=r"events\.csv:2: 'Guess' \(1 row\) in the column 'role'"):
        idmc.read_events({"events": path})
