"""What is read from the World Development Indicators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import world_bank
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = world_bank.PUBLICATIONS[0]
SERIES = {name: series for series, name in world_bank.SERIES.items()}


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Reading]:
    found = {}
    for edition in PUBLICATION.editions:
        if edition.knows is None:
            paths = {role: next((shared / "data").glob(glob)) for role, glob in edition.files.items()}
            reading = edition.read(paths)
            found.update(dict.fromkeys(reading.tables, reading))
    return found


def row(name: str, code: str, year: int, value: float | None) -> dict[str, Any]:
    return {
        "indicator": {"id": SERIES[name], "value": ""}, "country": {"id": code[:2], "value": code},
        "countryiso3code": code, "date": str(year), "value": value, "unit": "", "obs_status": "", "decimal": 0,
    }  # fmt: skip


def answer(path: Path, rows: list[dict[str, Any]] | None, **about: Any) -> dict[str, Path]:
    first = {"page": 1, "pages": 1, "per_page": 20_000, "total": len(rows or []), "lastupdated": "2026-07-01"} | about
    path.write_text(json.dumps([first, rows]), encoding="utf-8")
    return {"series": path}


def value(reading: Reading, name: str, code: str, year: int) -> float:
    table = reading.tables[name]
    found: float = table.filter(pl.col("state") == states.state(code).number, pl.col("year") == year)[name].item()
    return found


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(readings: dict[str, Reading], shared: Path) -> None:
    assert set(readings) == {"gdp", "population", "inflation"}
    for name, reading in readings.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, reading.tables[name], shared), shared)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("code", "year", "dollars"),
    [
        ("RUS", 2021, 1.84339e12),
        ("RUS", 2022, 2.26603e12),
        ("RUS", 2023, 2.02142e12),
        ("MMR", 2020, 7.90061e10),
        ("MMR", 2021, 6.63453e10),
        ("MMR", 2022, 6.2253e10),
        ("MMR", 2023, 6.4815e10),
    ],
)
def test_output_in_dollars(readings: dict[str, Reading], code: str, year: int, dollars: float) -> None:
    assert value(readings["gdp"], "gdp", code, year) == pytest.approx(dollars, rel=1e-4)


@pytest.mark.shared
def test_population_of_2024(readings: dict[str, Reading]) -> None:
    assert value(readings["population"], "population", "RUS", 2024) == 143_533_851
    assert value(readings["population"], "population", "MMR", 2024) == 54_500_091


@pytest.mark.shared
def test_inflation_is_a_change_in_per_cent_and_says_so(readings: dict[str, Reading]) -> None:
    assert value(readings["inflation"], "inflation", "RUS", 2021) == pytest.approx(6.694, abs=1e-3)
    offer = next(o for o in PUBLICATION.offers if o.what.code == "economy.inflation")
    assert offer.what.unit == "per cent"  # type: ignore[union-attr]


@pytest.mark.shared
def test_no_state_stands_twice_since_regions_are_set_aside(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        world = reading.tables[name].filter(pl.col("year") == 2022)
        assert len(world) == world["state"].n_unique() < 220
        assert "set aside" in reading.notes[0]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["gdp", "population", "inflation"])
def test_the_interface_gives_the_same_rows(readings: dict[str, Reading], tmp_path: Path, name: str) -> None:
    copy = readings[name].tables[name].filter(pl.col("year") >= 2020)
    ids = {s.number: s.id for s in states.states()}
    rows = [row(name, ids[s], y, v) for s, y, v in copy.select("state", "year", name).iter_rows()]
    paths = answer(tmp_path / "series.json", [*rows, row(name, "WLD", 2020, 1.0), row(name, "PRK", 2020, None)][::-1])
    own = world_bank.read_api(paths)
    table = PUBLICATION.table(name)
    same = copy.filter(~((pl.col("state") == states.state("PRK").number) & (pl.col("year") == 2020)))
    kept = own.tables[name].filter(~((pl.col("state") == states.state("PRK").number) & (pl.col("year") == 2020)))
    assert own.release.stamp == "2026-07-01"
    assert checked(table, kept, tmp_path).equals(checked(table, same, tmp_path))


def test_a_page_of_several_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="page 1 of 18"):
        world_bank.read_api(answer(tmp_path / "series.json", [row("gdp", "RUS", 2022, 1.0)], pages=18))


def test_an_answer_without_figures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="no rows, it says"):
        world_bank.read_api(answer(tmp_path / "series.json", None, total=0))


@pytest.mark.shared
def test_the_specimen_is_known_and_its_other_indicators_are_refused(shared: Path) -> None:
    path = shared / "samples/world_bank/v2_country_indicator_page1.json"
    knows = PUBLICATION.editions[-1].knows
    assert knows is not None
    assert knows(path.read_text(encoding="utf-8"))
    with pytest.raises(Failure, match=r"row 1 is of the indicator 'SH\.STA\.MMRT'"):
        world_bank.read_api({"series": path})


def test_an_unknown_code_is_refused_with_its_row(tmp_path: Path) -> None:
    paths = answer(tmp_path / "series.json", [row("gdp", "RUS", 2022, 1.0), row("gdp", "QQQ", 2022, 1.0)])
    with pytest.raises(Failure, match=r"series\.json:2: 'QQQ'"):
        world_bank.read_api(paths)
