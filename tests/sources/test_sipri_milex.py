"""What is read of military expenditure."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from comity import states
from comity.errors import Failure
from comity.sources import sipri_milex
from comity.sources.checks import checked, within
from comity.sources.publication import Reading


def values(table: str, reading: Reading, code: str, book: int = 0) -> pl.DataFrame:
    offer = next(o for o in sipri_milex.PUBLICATIONS[book].offers if o.what.code == code)
    found = offer.values({table: nw.from_native(reading.tables[table].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return shared / "data/security/sipri_milex/milex_1949_2024_long.parquet"


@pytest.fixture(scope="module")
def reading(path: Path) -> Reading:
    return sipri_milex.read_copy({"expenditure": path})


def spent(reading: Reading, code: str, id_: str) -> dict[int, float]:
    rows = values("expenditure", reading, code).filter(pl.col("state") == number(id_))
    return dict(rows.select("year", "value").iter_rows())


def workbook(path: Path, copy: Path) -> Path:
    """Write the copy's rows as SIPRI's workbook: regions above states, '...' where nothing is known."""
    import xlsxwriter

    frame = pl.read_parquet(copy).sort("country", "year")
    titles = {m: t for t, m in (
        ("Constant (2023) US$", "constant_2023_usd_millions"), ("Current US$", "current_usd_millions"),
        ("Share of GDP", "share_of_gdp"), ("Share of Govt. spending", "share_of_govt_spending"),
        ("Per capita", "per_capita_current_usd"),
    )}  # fmt: skip
    years = list(range(1949, 2025))
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Footnotes").write(0, 0, "Footnotes and special notes")
        for skip, (measure, title) in enumerate(titles.items()):
            sheet = book.add_worksheet(title)
            sheet.write(0, 0, "Military expenditure by country")
            sheet.write_row(3 + skip, 0, ["Country", "Notes", *years])
            sheet.write(5 + skip, 0, "Africa")
            part = frame.filter(pl.col("measure") == measure)
            for line, ((country,), rows) in enumerate(part.group_by("country", maintain_order=True), 6 + skip):
                known = dict(rows.select("year", "value").iter_rows())
                sheet.write_row(line, 0, [country, "§", *(known.get(y, "xxx" if y < 1960 else "...") for y in years)])
    return path


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, path: Path) -> None:
    table = sipri_milex.EXPENDITURE
    frame = checked(table, reading.tables["expenditure"], path)
    within(table.envelopes[reading.release.stamp], table, frame, path)


@pytest.mark.shared
def test_myanmars_spending_since_the_coup(reading: Reading) -> None:
    found = spent(reading, "military.expenditure", "MMR")
    assert [round(found[y]) for y in range(2020, 2025)] == [3_220, 3_786, 3_662, 3_140, 5_224]
    assert round(spent(reading, "military.expenditure", "RUS")[2024]) == 150_534


@pytest.mark.shared
def test_a_zero_without_a_rate_is_not_known_and_one_without_forces_is_true(reading: Reading) -> None:
    current = "military.expenditure_current"
    assert min(spent(reading, current, "PRK")) == 2015
    assert spent(reading, current, "CRI")[2024] == 0


@pytest.mark.shared
def test_serbia_before_its_independence_is_the_state_before_it(reading: Reading) -> None:
    code = "military.expenditure_of_gdp"
    assert min(spent(reading, code, "SRB")) == 2006
    assert set(spent(reading, code, "SCG")) == {2003, 2004, 2005}
    assert max(spent(reading, code, "YUG")) == 2002


@pytest.mark.shared
def test_the_union_is_no_state(reading: Reading) -> None:
    union = reading.tables["expenditure"].filter(pl.col("country") == "European Union")
    assert union["state"].null_count() == len(union) == 3


@pytest.mark.shared
def test_the_workbook_gives_the_same_rows(path: Path, reading: Reading, tmp_path: Path) -> None:
    found = sipri_milex.read_workbook({"expenditure": workbook(tmp_path / "SIPRI-Milex-data-1949-2024.xlsx", path)})
    assert found.release.stamp == reading.release.stamp == "2025-04"
    assert found.release.published.isoformat() == "2025-04-28"
    table = sipri_milex.EXPENDITURE
    same = checked(table, found.tables["expenditure"], tmp_path)
    # A workbook keeps sixteen digits of a number.
    assert_frame_equal(same, checked(table, reading.tables["expenditure"], path), rel_tol=1e-14)


@pytest.mark.shared
def test_the_specimen_of_the_release_before(shared: Path) -> None:
    found = sipri_milex.read_workbook({"expenditure": shared / "samples/sipri_milex/excel-export_extract.xlsx"})
    assert (found.release.stamp, found.release.published.isoformat()) == ("2024-04", "2024-04-22")
    assert spent(found, "military.expenditure", "MMR")[2023] == pytest.approx(3562.518634388724)
    assert spent(found, "military.expenditure_of_gdp", "RUS")[2023] == pytest.approx(0.05864188872292315)
    assert set(spent(found, "military.expenditure", "SUN")) == {1988, 1989, 1990}


def test_a_sheet_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("Conscripts")
    with pytest.raises(Failure, match="a sheet nobody reads: 'Conscripts'"):
        sipri_milex.read_workbook({"expenditure": tmp_path / "book.xlsx"})


def test_a_word_among_the_figures_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("Share of GDP")
        sheet.write_row(0, 0, ["Country", "Notes", 2022, 2023])
        sheet.write_row(1, 0, ["Myanmar", "", 0.04, "about 4"])
    with pytest.raises(Failure, match="row 2 of the sheet 'Share of GDP' has 'about 4' for 2023"):
        sipri_milex.read_workbook({"expenditure": tmp_path / "book.xlsx"})


def test_a_workbook_that_unpacks_without_end_is_refused_unopened(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(Failure, match="unpacks to 50,000,008 bytes"):
        sipri_milex.read_workbook({"expenditure": tmp_path / "book.xlsx"})


def test_a_web_page_in_place_of_the_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_text("<!doctype html>", encoding="utf-8")
    with pytest.raises(Failure, match="not a workbook"):
        sipri_milex.read_workbook({"expenditure": tmp_path / "book.xlsx"})
