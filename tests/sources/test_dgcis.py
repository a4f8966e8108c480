"""What is read from India's statistics of imports."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import dgcis
from comity.sources.checks import checked, within
from comity.sources.publication import Reading


def values(table: str, reading: Reading, code: str, book: int = 0) -> pl.DataFrame:
    offer = next(o for o in dgcis.PUBLICATIONS[book].offers if o.what.code == code)
    found = offer.values({table: nw.from_native(reading.tables[table].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return shared / "data/economy/energy_india_imports_dgcis/india_imports_hs2709_hs2701_by_partner.csv"


@pytest.fixture(scope="module")
def reading(path: Path) -> Reading:
    return dgcis.read({"imports": path})


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, path: Path) -> None:
    within(
        dgcis.IMPORTS.envelopes[reading.release.stamp],
        dgcis.IMPORTS,
        checked(dgcis.IMPORTS, reading.tables["imports"], path),
        path,
    )


@pytest.mark.shared
@pytest.mark.parametrize(("year", "russia", "total", "share"), [
    (2021, 2_470.91, 122_449.32, 0.020), (2022, 11_412.15, 77_955.00, 0.146),
])  # fmt: skip
def test_russias_part_of_indias_bill(reading: Reading, year: int, russia: float, total: float, share: float) -> None:
    pairs = values("imports", reading, "energy.india_crude_value").filter(pl.col("year") == year)
    bought = pairs.filter(pl.col("origin") == number("RUS"))["value"].item()
    paid = values("imports", reading, "energy.india_crude_total").filter(pl.col("year") == year)["value"].item()
    assert bought == russia
    assert paid == pytest.approx(total, abs=0.05)
    assert bought / paid == pytest.approx(share, abs=5e-4)


@pytest.mark.shared
def test_five_months_are_no_year_to_compare() -> None:
    assert dgcis.PART.partial
    assert dgcis.PART.touches(("IND", "RUS"), 2022, 2022)
    assert not dgcis.PART.touches(("IND", "RUS"), 2021, 2021)


@pytest.mark.shared
def test_rows_that_do_not_add_up_to_the_total_are_refused(path: Path, tmp_path: Path) -> None:
    bad = tmp_path / "imports.csv"
    bad.write_text(path.read_text().replace("2709,2021-22,RUSSIA,2470.91", "2709,2021-22,RUSSIA,24709.1"))
    with pytest.raises(Failure, match=r"crude oil of 2021-22 add up to .* total is 122449\.32"):
        dgcis.read({"imports": bad})


@pytest.mark.shared
def test_a_total_that_is_missing_is_refused(path: Path, tmp_path: Path) -> None:
    bad = tmp_path / "imports.csv"
    bad.write_text(path.read_text().replace("2709,2021-22,Total,122449.32\n", ""))
    with pytest.raises(Failure, match="total is None"):
        dgcis.read({"imports": bad})
