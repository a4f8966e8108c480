"""What is read from the OECD's inter-country input-output tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import oecd, oecd_sectors
from comity.sources.checks import checked, within
from comity.sources.publication import Publication, Reading

NUMBER = {s.id: s.number for s in states.states()}
TRADE, INPUTS = oecd.PUBLICATIONS


def read(publication: Publication, shared: Path) -> list[Reading]:
    return [
        e.read({role: next((shared / "data").glob(place)) for role, place in e.files.items()})
        for e in publication.editions
    ]


@pytest.fixture(scope="module")
def trade(shared: Path) -> dict[str, pl.DataFrame]:
    return {name: frame for reading in read(TRADE, shared) for name, frame in reading.tables.items()}


@pytest.fixture(scope="module")
def inputs(shared: Path) -> dict[str, pl.DataFrame]:
    return {name: frame for reading in read(INPUTS, shared) for name, frame in reading.tables.items()}


def values(publication: Publication, tables: dict[str, pl.DataFrame], code: str) -> pl.DataFrame:
    offer = next(o for o in publication.offers if o.what.code == code)
    found = offer.values({name: nw.from_native(frame.lazy()) for name, frame in tables.items()})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def millions(frame: pl.DataFrame, origin: str, target: str, year: int) -> float:
    row = frame.filter(pl.col("origin") == NUMBER[origin], pl.col("target") == NUMBER[target], pl.col("year") == year)
    found: float = row["value"].item() / 1e6
    return found


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(shared: Path) -> None:
    for publication in (TRADE, INPUTS):
        for reading in read(publication, shared):
            for name, rows in reading.tables.items():
                table = publication.table(name)
                within(table.envelopes["2025"], table, checked(table, rows, shared), shared)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("origin", "target", "year", "goods"),
    [
        ("CHN", "USA", 2021, 438_733),
        ("CHN", "USA", 2022, 453_407),
        ("RUS", "CHN", 2021, 48_056),
        ("RUS", "CHN", 2022, 77_712),
        ("CHN", "RUS", 2022, 56_309),
        ("RUS", "IND", 2022, 25_192),
        ("RUS", "MMR", 2021, 13.0),
        ("RUS", "MMR", 2022, 11.8),
        ("MMR", "RUS", 2022, 73.6),
        ("CHN", "MMR", 2022, 5_204),
    ],
)
def test_goods(trade: dict[str, pl.DataFrame], origin: str, target: str, year: int, goods: float) -> None:
    found = values(TRADE, trade, "trade.icio_goods")
    assert millions(found, origin, target, year) == pytest.approx(goods, abs=0.6 if goods > 1_000 else 0.06)


@pytest.mark.shared
def test_services_are_apart(trade: dict[str, pl.DataFrame]) -> None:
    goods = millions(values(TRADE, trade, "trade.icio_goods"), "CHN", "USA", 2022)
    services = millions(values(TRADE, trade, "trade.icio_services"), "CHN", "USA", 2022)
    assert goods + services == pytest.approx(532_152, abs=1)


@pytest.mark.shared
def test_industries_add_up_to_the_goods_of_the_pair(trade: dict[str, pl.DataFrame]) -> None:
    pair = (pl.col("exporter") == "RUS") & (pl.col("importer") == "CHN") & (pl.col("year") == 2022)
    parts = trade["sectors"].filter(pair)["goods"].sum()
    assert parts == pytest.approx(trade["pairs"].filter(pair)["goods"].item(), rel=1e-6)


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name, _ in oecd_sectors.SHOWN.values()])
def test_each_industry_shown_is_an_indicator(trade: dict[str, pl.DataFrame], name: str) -> None:
    found = values(TRADE, trade, f"trade.icio_{name}")
    assert set(found["year"]) == {2020, 2021, 2022}
    assert not found.select("origin", "target", "year").is_duplicated().any()


@pytest.mark.shared
def test_the_rest_of_the_world_is_no_state(trade: dict[str, pl.DataFrame]) -> None:
    rest = trade["pairs"].filter(pl.col("importer") == "ROW")
    assert rest["target"].null_count() == len(rest) == 960


@pytest.mark.shared
@pytest.mark.parametrize(
    ("origin", "target", "bought"),
    [
        ("RUS", "MMR", 17.0),
        ("MMR", "RUS", 13.5),
        ("CHN", "MMR", 3_002.6),
        ("SGP", "MMR", 1_492.8),
        ("RUS", "DEU", 32_800),
    ],
)
def test_inputs_of_2022(inputs: dict[str, pl.DataFrame], origin: str, target: str, bought: float) -> None:
    found = values(INPUTS, inputs, "trade.icio_intermediate")
    assert millions(found, origin, target, 2022) == pytest.approx(bought, abs=0.51 if bought > 10_000 else 0.06)


@pytest.mark.shared
def test_what_stays_at_home_is_a_figure_of_the_state(inputs: dict[str, pl.DataFrame]) -> None:
    own = values(INPUTS, inputs, "economy.domestic_intermediate")
    assert own.filter(pl.col("state") == NUMBER["RUS"])["value"].item() / 1e6 == pytest.approx(1_852_639, abs=0.51)
    pairs = values(INPUTS, inputs, "trade.icio_intermediate")
    assert not (pairs["origin"] == pairs["target"]).any()
    assert (float(own["value"].sum()) + float(pairs["value"].sum())) / 1e6 == pytest.approx(99_249_264, abs=1)


@pytest.mark.shared
def test_who_bought_russias_oil_and_gas(inputs: dict[str, pl.DataFrame]) -> None:
    found = values(INPUTS, inputs, "trade.icio_intermediate_fuels")
    sold = found.filter(pl.col("origin") == NUMBER["RUS"])
    total = float(sold["value"].sum())
    share = {
        i: sold.filter(pl.col("target") == NUMBER[i])["value"].item() / total for i in ("CHN", "IND", "TUR", "BLR")
    }
    assert {i: round(100 * s, 1) for i, s in share.items()} == {"CHN": 24.0, "IND": 8.4, "TUR": 6.5, "BLR": 3.1}
    europe = [NUMBER[i] for i in states.members("EU27_2020", date(2022, 12, 31))]
    assert round(100 * float(sold.filter(pl.col("target").is_in(europe))["value"].sum()) / total, 1) == 45.9


@pytest.mark.shared
def test_gross_output_adds_up(inputs: dict[str, pl.DataFrame]) -> None:
    found = values(INPUTS, inputs, "economy.gross_output")
    assert float(found["value"].sum()) / 1e6 == pytest.approx(192_418_683, abs=2)


@pytest.mark.shared
def test_trade_is_shipped_whole_and_inputs_for_the_industries_shown(
    shared: Path, inputs: dict[str, pl.DataFrame]
) -> None:
    for reading in read(TRADE, shared):
        assert TRADE.ship(reading) is reading
    kept = {n: f for r in read(INPUTS, shared) for n, f in (INPUTS.ship(r) or r).tables.items()}
    assert set(kept["by_sector"]["sector"]) == set(oecd_sectors.SHOWN)
    assert len(kept["output"]) == 4_000
    whole = values(INPUTS, inputs, "trade.icio_intermediate_fuels").sort("origin", "target")
    part = values(INPUTS, kept, "trade.icio_intermediate_fuels").sort("origin", "target")
    assert whole.equals(part)


@pytest.mark.shared
def test_an_industry_that_nobody_knows_is_refused(shared: Path, tmp_path: Path) -> None:
    (path,) = (shared / "data").glob("**/icio_goods_by_sector_2020_2022.parquet")
    cut = tmp_path / "sectors.parquet"
    frame = pl.read_parquet(path).head(3).with_columns(pl.col("sector").cast(pl.String))
    frame.with_columns(pl.Series("sector", ["A01", "A01", "C99"])).write_parquet(cut)
    with pytest.raises(Failure, match=r"sectors\.parquet:3: 'C99' .* in the column 'sector'"):
        oecd.read_sectors({"sectors": cut})
