"""What is read of prices on the world market."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity.errors import Failure
from comity.sources import oil_prices
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

FOLDER = "data/economy/prices_oil"


@pytest.fixture(scope="module")
def eia(shared: Path) -> dict[str, pl.DataFrame]:
    found: dict[str, pl.DataFrame] = {}
    for edition in oil_prices.PUBLICATIONS[0].editions:
        paths = {role: next((shared / "data").glob(glob)) for role, glob in edition.files.items()}
        found.update(edition.read(paths).tables)
    return found


@pytest.fixture(scope="module")
def pink(shared: Path) -> Reading:
    return oil_prices.read_pink({"pink": shared / FOLDER / "worldbank_pinksheet_monthly.csv"})


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(eia: dict[str, pl.DataFrame], pink: Reading, shared: Path) -> None:
    for book, tables in zip(oil_prices.PUBLICATIONS, (eia, pink.tables), strict=True):
        for name, frame in tables.items():
            table = book.table(name)
            (envelope,) = table.envelopes.values()
            within(envelope, table, checked(table, frame, shared), shared)


@pytest.mark.shared
def test_the_months_and_years_of_both_grades_are_one_list(eia: dict[str, pl.DataFrame]) -> None:
    offer = oil_prices.PUBLICATIONS[0].offers[0]
    rows = offer.values({n: nw.from_native(eia[n].lazy()) for n in offer.tables}).collect(backend="polars")
    assert len(rows) == 471 + 39 + 487


@pytest.mark.shared
def test_brent_between_the_coup_and_august_2022(eia: dict[str, pl.DataFrame]) -> None:
    price = dict(eia["brent_month"].select("id", "price").iter_rows())
    assert (price["Brent 2021-02"], price["Brent 2022-06"], price["Brent 2022-08"]) == (62.28, 122.71, 100.45)
    assert price["Brent 2022-08"] / price["Brent 2021-02"] - 1 == pytest.approx(0.61, abs=0.005)


@pytest.mark.shared
def test_a_month_is_no_day_and_a_year_no_month(eia: dict[str, pl.DataFrame]) -> None:
    rows = {r["id"]: r for n in ("brent_month", "brent_year") for r in eia[n].iter_rows(named=True)}
    month, year = rows["Brent 2021-02"], rows["Brent 2021"]
    assert (month["date"].isoformat(), month["date_precision"]) == ("2021-02-01", "month")
    assert (year["date"].isoformat(), year["date_precision"]) == ("2021-01-01", "year")
    assert set(eia["brent_day"]["date_precision"]) == {"day"}


@pytest.mark.shared
def test_a_price_of_the_world_market_is_no_states(eia: dict[str, pl.DataFrame], pink: Reading) -> None:
    for frame in (*eia.values(), *pink.tables.values()):
        assert frame["parties"].list.len().max() == 0


@pytest.mark.shared
def test_two_sources_of_one_price_stand_side_by_side(eia: dict[str, pl.DataFrame], pink: Reading) -> None:
    ours = dict(eia["brent_month"].select("id", "price").iter_rows())["Brent 2022-06"]
    banks = dict(pink.tables["pink_sheet"].select("id", "price").iter_rows())["Crude oil, Brent 2022-06"]
    assert (ours, round(banks, 2)) == (122.71, 120.08)


def test_a_good_that_nobody_claims_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pink.csv"
    names = ["period_dt", *oil_prices.PINK_SERIES, *oil_prices.PINK_UNUSED, "uranium"]
    path.write_text(",".join(names) + "\n" + ",".join(["2020-01-01", *["1"] * (len(names) - 1)]) + "\n")
    with pytest.raises(Failure, match="a column nobody reads: 'uranium'"):
        oil_prices.read_pink({"pink": path})
