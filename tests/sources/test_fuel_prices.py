"""What is read from the pump prices that press reports name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.errors import Failure
from comity.sources import fuel_prices
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = fuel_prices.PUBLICATIONS[0]
pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return next(shared.joinpath("data").glob(PUBLICATION.editions[0].files["prices"]))


@pytest.fixture(scope="module")
def reading(path: Path) -> Reading:
    return fuel_prices.read({"prices": path})


def price(reading: Reading, id_: str, column: str = "price") -> float | None:
    value: float | None = reading.tables["pump"].filter(id=id_)[column].item()
    return value


@pytest.mark.parametrize(("name", "rows"), [("pump", 20), ("exchange_rates", 3)])
def test_every_price_and_each_rate_is_read(reading: Reading, name: str, rows: int) -> None:
    table = PUBLICATION.table(name)
    frame = checked(table, reading.tables[name], Path(name))
    within(table.envelopes["2026-11-23"], table, frame, Path(name))
    assert len(frame) == rows


def test_petrol_in_yangon_rose_from_590_to_1860_kyat_and_doubled_in_dollars(reading: Reading) -> None:
    before, after = "Yangon octane 92 2021-02", "Yangon octane 92 2022-08-09"
    assert (price(reading, before), price(reading, after)) == (590, 1860)
    assert (price(reading, before, "price_usd"), price(reading, after, "price_usd")) == (0.444, 0.886)


def test_early_february_is_known_to_the_month_only(reading: Reading) -> None:
    row = reading.tables["pump"].filter(id="Yangon octane 92 2021-02").row(0, named=True)
    assert (row["date"], row["date_precision"]) == (date(2021, 2, 1), "month")
    assert "early February 2021" in row["summary"]
    assert "2021-02-05" not in str(row)


def test_no_price_is_turned_into_dollars_at_the_rate_of_another_day(reading: Reading) -> None:
    pump = reading.tables["pump"]
    assert (pump["price_usd"].is_null() == pump["rate"].is_null()).all()
    assert price(reading, "Myanmar petrol, high 2022-08-17", "price_usd") is None


def test_the_three_rates_keep_their_day_and_what_they_are(reading: Reading) -> None:
    rates = reading.tables["exchange_rates"].sort("date")
    assert rates["rate"].to_list() == [1330, 2000, 2100]
    assert rates["date"].to_list() == [date(2021, 2, 1), date(2022, 1, 11), date(2022, 8, 9)]
    assert rates["note"].to_list()[1:] == ["market rate about 2,000", "official reference rate since 5 Aug 2022"]


def test_each_price_carries_the_whole_address_of_its_report(reading: Reading) -> None:
    addresses = reading.tables["pump"]["source_url"]
    assert addresses.str.starts_with("https://").all()
    assert not addresses.str.contains("...", literal=True).any()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("0.722", "0.822", "is not the price at the rate of the same report"),
        ("1315,,", "1315,2000,", "is not the price at the rate of the same report"),
        ("thanlwintimes.com/2022/06/07/", "thanlwintimes.com/2022/06/08/", "in the column 'source'"),
        (",octane 92,590", ",octane 97,590", "'octane 97' (1 row) in the column 'fuel'"),
        ("1445,2000.0", "1445,2050.0", "is not the price at the rate of the same report"),
    ],
)
def test_an_altered_file_is_refused_with_its_line(path: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    mine = tmp_path / path.name
    mine.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Failure) as refused:
        fuel_prices.read({"prices": mine})
    assert said in str(refused.value)
    assert f"{path.name}:" in str(refused.value)


def test_two_rates_for_one_day_are_refused(path: Path, tmp_path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    altered = [line.replace("1495,2000.0", "1495,1900.0").replace("0.748", "0.787") for line in lines]
    assert altered != lines
    mine = tmp_path / path.name
    mine.write_text("\n".join(altered) + "\n", encoding="utf-8")
    with pytest.raises(Failure, match="share their key"):
        fuel_prices.read({"prices": mine})


def test_prices_are_those_of_the_file(reading: Reading, path: Path) -> None:
    raw = pl.read_csv(path)
    assert sorted(raw["kyat_per_litre"].to_list()) == sorted(reading.tables["pump"]["price"].to_list())
