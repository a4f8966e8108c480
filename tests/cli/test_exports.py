from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import python_calamine

from comity.catalogue import exports
from comity.errors import ComityError, Failure, WrongUse

TRICKS = ['=HYPERLINK("http://example.org")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]
DOCUMENT: dict[str, Any] = {
    "indicator": {"code": "x.y", "label": "A label", "unit": "TIV million"},
    "sources": [{"dataset": "d", "release": "r", "citation": "=cited", "licence": "l"}],
    "caveats": [{"text": "+text"}],
}


def table(**columns: list[Any]) -> pa.Table:
    return pa.table(columns)


def saved(folder: Path, ending: str, rows: pa.Table, document: dict[str, Any] | None = None) -> Path:
    path = folder / f"x.{ending}"
    exports.save(rows, path, document or DOCUMENT)
    assert [p.name for p in folder.iterdir()] == [path.name]
    return path


def test_csv_holds_no_formula_and_its_numbers_stay_numbers(tmp_path: Path) -> None:
    path = saved(tmp_path, "csv", table(name=TRICKS, value=[-1.5] * len(TRICKS)))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["name"] for r in rows] == [f"'{t}" for t in TRICKS]
    assert {r["value"] for r in rows} == {"-1.5"}


def test_a_sheet_holds_texts_as_texts(tmp_path: Path) -> None:
    path = saved(tmp_path, "xlsx", table(name=TRICKS[:4], day=[datetime.date(2020, 2, 1)] * 4))
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    assert [r[0] for r in book.get_sheet_by_name("figures").to_python()[1:]] == TRICKS[:4]
    assert book.get_sheet_by_name("figures").to_python()[1][1] == datetime.date(2020, 2, 1)
    assert book.get_sheet_by_name("sources").to_python()[1][2] == "=cited"


def test_other_formats_keep_texts_as_they_are(tmp_path: Path) -> None:
    rows = table(name=TRICKS, value=[1.0] * len(TRICKS))
    for name in ("parquet", "dta", "json"):
        (tmp_path / name).mkdir()
    assert pq.read_table(saved(tmp_path / "parquet", "parquet", rows))["name"].to_pylist() == TRICKS
    assert list(pd.read_stata(saved(tmp_path / "dta", "dta", rows))["name"]) == TRICKS
    document = {**DOCUMENT, "rows": rows.to_pylist()}
    written = json.loads(saved(tmp_path / "json", "json", rows, document).read_text(encoding="utf-8"))
    assert [r["name"] for r in written["rows"]] == TRICKS


@pytest.mark.parametrize("rows", [exports.SHEET_ROWS + 1])
def test_more_rows_than_a_sheet_holds_name_a_format_that_can(tmp_path: Path, rows: int) -> None:
    with pytest.raises(WrongUse, match=r"\.csv or \.parquet"):
        saved(tmp_path, "xlsx", pa.table({"value": pa.nulls(rows)}))
    assert not list(tmp_path.iterdir())


def test_a_cell_is_cut_to_what_a_sheet_holds(tmp_path: Path) -> None:
    path = saved(tmp_path, "xlsx", table(name=["é" * 40_000]))
    cells = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name("figures").to_python()
    assert cells[1][0] == "é" * exports.CELL_CHARACTERS


def test_a_stata_file_has_years_as_numbers_and_missing_values(tmp_path: Path) -> None:
    long = "a_name_that_is_longer_than_stata_takes"
    rows = pa.table(
        {
            "state": ["Côte d'Ivoire", None],
            "year": pa.array([2020, 2021], pa.int32()),
            "value": [1.5, None],
            long: ["x" * 3_000, "y"],
        }
    )
    path = saved(tmp_path, "dta", rows)
    frame = pd.read_stata(path)
    assert list(frame.columns) == ["state", "year", "value", long[:32]]
    assert list(frame["state"]) == ["Côte d'Ivoire", ""]
    assert frame["year"].dtype.kind == "i"
    assert frame["value"].isna().tolist() == [False, True]
    assert frame[long[:32]][0] == "x" * 3_000
    with pd.io.stata.StataReader(path) as reader:
        assert reader.variable_labels()["value"] == "A label (TIV million)"


def test_names_that_are_one_in_stata_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="same name in Stata"):
        saved(tmp_path, "dta", table(**{"a.b": [1], "a_b": [2]}))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", exports.WRITERS)
def test_no_rows_make_a_file_too(tmp_path: Path, ending: str) -> None:
    rows = pa.table({"state": pa.array([], pa.string()), "value": pa.array([], pa.float64())})
    assert saved(tmp_path, ending, rows).stat().st_size > 0


def test_a_place_that_went_away_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="folder does not exist"):
        exports.save(table(a=[1]), tmp_path / "gone" / "x.csv", DOCUMENT)
