"""What is read from Eurostat's trade of the 27 members with Russia and its neighbours."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import eurostat_trade
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = eurostat_trade.PUBLICATIONS[0]
TABLE = PUBLICATION.table("monthly")
NUMBER = {s.id: s.number for s in states.states()}
MEMBERS = states.members("EU27_2020", date(2021, 12, 31))


def copy(shared: Path) -> Path:
    (found,) = (shared / "data").glob("**/eu_trade_russia_and_neighbours_monthly_2020_2022.csv.gz")
    return found


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return eurostat_trade.read_copy({"monthly": copy(shared)})


def values(reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    found = offer.values({"monthly": nw.from_native(reading.tables["monthly"].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def billions(frame: pl.DataFrame, partner: str, year: int, *, bought: bool, column: str = "value") -> float:
    rows = frame.filter(pl.col("year") == year, pl.col("origin" if bought else "target") == NUMBER[partner])
    return float(rows[column].sum()) / 1e9


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    frame = checked(TABLE, reading.tables["monthly"], shared)
    within(TABLE.envelopes[reading.release.stamp], TABLE, frame, shared)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("code", "year", "bought", "euros"),
    [
        ("trade.eurostat_fuels", 2020, True, 59.81),
        ("trade.eurostat_fuels", 2021, True, 104.00),
        ("trade.eurostat", 2020, True, 94.73),
        ("trade.eurostat", 2021, True, 163.63),
        ("trade.eurostat", 2020, False, 78.99),
        ("trade.eurostat", 2021, False, 89.20),
    ],
)
def test_the_members_add_up_to_the_union(reading: Reading, code: str, year: int, bought: bool, euros: float) -> None:
    assert billions(values(reading, code), "RUS", year, bought=bought) == pytest.approx(euros, abs=0.005)


@pytest.mark.shared
def test_exports_to_kyrgyzstan(reading: Reading) -> None:
    found = values(reading, "trade.eurostat")
    assert billions(found, "KGZ", 2020, bought=False) * 1000 == pytest.approx(234.5, abs=0.06)
    assert billions(found, "KGZ", 2021, bought=False) * 1000 == pytest.approx(263.3, abs=0.06)


@pytest.mark.shared
def test_the_eleven_months_of_2022_are_kept_and_make_no_year(reading: Reading) -> None:
    months = reading.tables["monthly"].filter(pl.col("product") == "TOTAL")
    fuels = reading.tables["monthly"].filter(pl.col("product") == "HS27")
    assert billions(fuels, "RUS", 2022, bought=True, column="euros") == pytest.approx(139.84, abs=0.005)
    assert billions(months, "RUS", 2022, bought=False, column="euros") == pytest.approx(50.81, abs=0.005)
    assert reading.tables["monthly"]["date"].max() == date(2022, 11, 1)
    for code in ("trade.eurostat", "trade.eurostat_fuels", "trade.eurostat_months"):
        assert set(values(reading, code)["year"]) == {2020, 2021}
    assert not any(s.covers("RUS", "DEU", 2022) for s in reading.coverage["monthly"])


@pytest.mark.shared
def test_only_members_report_and_no_union_is_among_them(reading: Reading) -> None:
    found = values(reading, "trade.eurostat")
    sides = set(found["origin"]) | set(found["target"])
    others = {NUMBER[i] for i in ("RUS", "BLR", "KAZ", "KGZ", "ARM", "GEO", "UZB")}
    assert sides - others == {NUMBER[i] for i in MEMBERS}
    assert all(
        any(s.covers(a, b, 2021) for s in reading.coverage["monthly"]) for a, b in (("RUS", "DEU"), ("DEU", "RUS"))
    )
    assert not any(s.covers("DEU", "FRA", 2021) for s in reading.coverage["monthly"])


@pytest.mark.shared
def test_the_months_behind_a_sum_are_counted(reading: Reading) -> None:
    months = values(reading, "trade.eurostat_months")
    assert months["value"].max() == 12
    assert (months["value"] < 12).any()
    russia = months.filter(pl.col("origin") == NUMBER["RUS"], pl.col("target") == NUMBER["DEU"])
    assert russia["value"].to_list() == [12, 12]


def test_an_unknown_flow_or_member_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "eu.csv.gz"
    header = "reporter,partner,product,flow,month,value_eur\nAustria,Georgia,TOTAL,IMPORT,2020-01,1\n"
    for row, said in (
        ("Austria,Georgia,TOTAL,TRANSIT,2020-02,1", r"eu\.csv\.gz:3: 'TRANSIT' .* in the column 'flow'"),
        ("Austria,Georgia,HS28,IMPORT,2020-02,1", r"eu\.csv\.gz:3: 'HS28' .* in the column 'product'"),
        ("Austria,Ruritania,TOTAL,IMPORT,2020-02,1", r"eu\.csv\.gz:3: 'Ruritania'"),
        ("Austria,Georgia,TOTAL,IMPORT,2020-13,1", r"eu\.csv\.gz:3: '2020-13-01' .*; expected YYYY-MM-DD"),
        ("Austria,Georgia,TOTAL,IMPORT,2020-02,:", r"eu\.csv\.gz:3: ':' .*; expected a number"),
    ):
        path.write_bytes(gzip.compress(f"{header}{row}\n".encode()))
        with pytest.raises(Failure, match=said):
            eurostat_trade.read_copy({"monthly": path})
