"""What is read from the collection of Russia's fuel exports by importer and month."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import crea, crea_china
from comity.sources.checks import checked, within
from comity.sources.publication import Reading


def values(table: str, reading: Reading, code: str, book: int = 0) -> pl.DataFrame:
    offer = next(o for o in crea.PUBLICATIONS[book].offers if o.what.code == code)
    found = offer.values({table: nw.from_native(reading.tables[table].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data/economy/energy_russia_exports_crea"


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    return crea.read_monthly({"monthly": folder / "comtrade_eurostat_russia_fossil_monthly.csv.gz"})


@pytest.fixture(scope="module")
def china(folder: Path) -> Reading:
    return crea_china.read({"china": folder / "china_imports_russia_energy_monthly.csv"})


def crude(reading: Reading, importer: str) -> float:
    table = reading.tables["monthly"].filter(pl.col("year") == 2021, pl.col("commodity") == "oil")
    return float(table.filter(pl.col("importer") == importer)["tonnes"].sum()) / 1e6


@pytest.mark.shared
def test_the_copies_are_inside_their_envelopes(reading: Reading, china: Reading, folder: Path) -> None:
    for part, table in ((reading, crea.MONTHLY), (china, crea_china.CUSTOMS)):
        frame = checked(table, part.tables[table.name], folder)
        within(table.envelopes[part.release.stamp], table, frame, folder)


@pytest.mark.shared
def test_crude_oil_of_2021(reading: Reading) -> None:
    assert crude(reading, "EU") == pytest.approx(97.2, abs=0.05)
    assert crude(reading, "China") == pytest.approx(79.6, abs=0.05)
    assert crude(reading, "India") == pytest.approx(4.6, abs=0.05)


@pytest.mark.shared
def test_the_union_is_no_state_and_never_added_to_its_members(reading: Reading) -> None:
    union = reading.tables["monthly"].filter(pl.col("importer") == "EU")
    assert union["target"].null_count() == len(union)
    assert union["group"].unique().to_list() == [states.group("EU27_2020").number]
    bought = values("monthly", reading, "energy.russia_crude").filter(pl.col("year") == 2021)
    members = [number(m.state) for m in states.group("EU27_2020").members]
    months = reading.tables["monthly"].filter(pl.col("year") == 2021, pl.col("commodity") == "oil")
    assert months.filter(pl.col("target").is_in(members))["tonnes"].sum() == pytest.approx(crude(reading, "EU") * 1e6)
    # One month of Spain is missing, so its year, 2.8 million tonnes of eleven months, is not given.
    assert float(bought.filter(pl.col("target").is_in(members))["value"].sum()) / 1e6 == pytest.approx(
        97.2 - 2.8, abs=0.05
    )
    assert number("ESP") not in bought["target"]
    assert bought.filter(pl.col("target") == number("CHN"))["value"].item() == pytest.approx(79_642_080)
    assert bought.filter(pl.col("target") == number("IND"))["value"].item() / 1e6 == pytest.approx(4.6, abs=0.05)


@pytest.mark.shared
def test_a_year_is_given_only_where_all_twelve_months_are_there(reading: Reading) -> None:
    bought = values("monthly", reading, "energy.russia_crude")
    assert bought["year"].max() == 2021
    assert bought.filter(pl.col("target") == number("FRA"))["year"].max() == 2019
    months = values("monthly", reading, "energy.russia_months").filter(pl.col("year") == 2020)
    assert months.filter(pl.col("target") == number("MMR"))["value"].item() == 7
    assert not any(s.covers("RUS", "MMR", 2020) for s in reading.coverage["monthly"])
    assert any(s.covers("RUS", "IND", 2020) for s in reading.coverage["monthly"])


@pytest.mark.shared
def test_months_that_are_a_twelfth_of_the_year_are_marked(reading: Reading) -> None:
    marked = reading.tables["monthly"].filter(pl.col("spread"))
    assert set(marked["importer"].unique()) == {"China", "Austria", "Denmark", "Ireland", "Malta"}


@pytest.mark.shared
def test_what_myanmar_reported(reading: Reading) -> None:
    own = reading.tables["monthly"].filter(pl.col("target") == number("MMR"))
    sums = {(c, y): t for c, y, t in own.group_by("commodity", "year").agg(pl.col("tonnes").sum()).iter_rows()}
    assert sums["coal", 2020] == 91_000
    assert sums["oil_products", 2020] == pytest.approx(159, abs=0.5)
    assert sums["oil_products", 2021] == pytest.approx(23, abs=0.5)
    assert not any(c == "oil" for c, _ in sums)


@pytest.mark.shared
def test_chinese_customs_agree_and_go_on_to_2022(china: Reading) -> None:
    bought = values("customs", china, "energy.china_crude_from_russia", 1)
    found = dict(bought.select("year", "value").iter_rows())
    assert found[2021] / 1e6 == pytest.approx(79.646, abs=1e-3)
    assert found[2022] / 1e6 == pytest.approx(86.2, abs=0.05)
    paid = dict(values("customs", china, "energy.china_crude_from_russia_value", 1).select("year", "value").iter_rows())
    assert (paid[2021] / 1e9, paid[2022] / 1e9) == pytest.approx((40.3, 58.4), abs=0.05)
    assert 2023 not in found


def test_another_exporter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "monthly.csv"
    path.write_text(
        "country,partner,date,commodity,EU,unit,value,source\n"
        "India,Russia,2021-01-01,oil,False,tonne,1,x\n"
        "India,Norway,2021-02-01,oil,False,tonne,1,x\n"
    )
    with pytest.raises(Failure, match=r"monthly\.csv:3: 'Norway'"):
        crea.read_monthly({"monthly": path})
