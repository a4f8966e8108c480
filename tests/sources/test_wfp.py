"""What is read of prices in Myanmar's markets."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import wfp
from comity.sources.checks import checked, within
from comity.sources.publication import Reading


def values(table: str, reading: Reading, code: str, book: int = 0) -> pl.DataFrame:
    offer = next(o for o in wfp.PUBLICATIONS[book].offers if o.what.code == code)
    found = offer.values({table: nw.from_native(reading.tables[table].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    return shared / "data/economy/prices_wfp_myanmar/wfp_food_prices_mmr.csv.gz"


@pytest.fixture(scope="module")
def reading(path: Path) -> Reading:
    return wfp.read_copy({"prices": path})


@pytest.mark.shared
def test_the_copy_is_inside_its_envelope(reading: Reading, path: Path) -> None:
    frame = checked(wfp.PRICES, reading.tables["prices"], path)
    within(wfp.PRICES.envelopes[reading.release.stamp], wfp.PRICES, frame, path)


@pytest.mark.shared
def test_diesel_is_a_mean_of_whole_years_and_ends_before_the_coup(reading: Reading) -> None:
    diesel = values("prices", reading, "prices.diesel")
    found = dict(diesel.select("year", "value").iter_rows())
    assert found[2019] == pytest.approx(1_139.6, abs=0.05)
    assert max(found) == 2019
    rows = reading.tables["prices"].filter(pl.col("commodity") == "Fuel (diesel)")
    assert rows["date"].max().isoformat() == "2020-03-01"  # type: ignore[union-attr]
    assert rows.filter(pl.col("date").dt.year() == 2020)["price"].mean() == pytest.approx(1_035.9, abs=0.05)
    assert not any("petrol" in c.lower() for c in reading.tables["prices"]["commodity"].unique())


@pytest.mark.shared
def test_the_price_in_dollars_of_the_file_is_one_rate_for_all_years(path: Path, reading: Reading) -> None:
    frame = pl.read_csv(path, columns=["date", "price", "usdprice"]).filter(pl.col("usdprice") > 0.3)
    rates = frame.group_by(pl.col("date").str.slice(0, 4)).agg((pl.col("price") / pl.col("usdprice")).mean())
    assert len(rates) == 15
    assert (rates["price"] - 1848).abs().max() < 1  # type: ignore[operator]
    assert "usdprice" not in reading.tables["prices"].columns


@pytest.mark.shared
def test_the_publishers_own_layout_gives_the_same_rows(path: Path, reading: Reading, tmp_path: Path) -> None:
    frame = pl.read_csv(path, infer_schema=False)
    own = frame.with_columns(pl.lit("7").alias("market_id"), pl.lit("9").alias("commodity_id"))
    tags = pl.DataFrame({c: [f"#{c}"] for c in own.columns})
    pl.concat([tags, own]).write_csv(tmp_path / "wfp_food_prices_mmr.csv")
    download = tmp_path / "wfp_food_prices_mmr.csv"
    knows = wfp.PUBLICATIONS[0].editions[1].knows
    assert knows is not None
    assert knows(download.read_text(encoding="utf-8")[:20_000])
    found = wfp.read_download({"prices": download})
    assert found.release.stamp == "2022-05"
    same = checked(wfp.PRICES, found.tables["prices"], download)
    assert same.equals(checked(wfp.PRICES, reading.tables["prices"], path))


@pytest.mark.shared
def test_another_states_prices_are_refused(shared: Path) -> None:
    specimen = shared / "samples/wfp_food_prices/wfp_food_prices_blr_cut.csv"
    with pytest.raises(Failure, match=r"blr_cut\.csv:2: prices in 'BYR'; only Myanmar's"):
        wfp.read_download({"prices": specimen})
