"""What is read from the trade data of Correlates of War."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import cow_trade
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = cow_trade.PUBLICATIONS[0]
TABLE = PUBLICATION.table("imports")
NUMBER = {s.id: s.number for s in states.states()}


def copy(shared: Path) -> Path:
    return shared / "data/economy/trade_cow/cow_trade_ddy.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return cow_trade.read_copy({"trade": copy(shared)})


@pytest.fixture(scope="module")
def values(reading: Reading) -> pl.DataFrame:
    found = PUBLICATION.offers[0].values({"imports": nw.from_native(reading.tables["imports"].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    within(TABLE.envelopes["v4.0"], TABLE, checked(TABLE, reading.tables["imports"], shared), shared)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("origin", "target", "year", "millions"),
    [("MMR", "RUS", 2014, 36), ("RUS", "MMR", 2014, 51), ("RUS", "MMR", 2011, 251), ("RUS", "MMR", 2013, 87)],
)
def test_imports_go_from_the_exporter_to_the_importer(
    values: pl.DataFrame, origin: str, target: str, year: int, millions: float
) -> None:
    row = values.filter(pl.col("origin") == NUMBER[origin], pl.col("target") == NUMBER[target], pl.col("year") == year)
    assert row["value"].item() == millions


@pytest.mark.shared
def test_number_365_is_the_soviet_union_until_1991(values: pl.DataFrame) -> None:
    first = values.group_by("origin").agg(pl.col("year").min(), pl.col("year").max().alias("last"))
    years = {origin: (a, b) for origin, a, b in first.iter_rows()}
    assert years[NUMBER["SUN"]][1] == 1991
    assert years[NUMBER["RUS"]][1] == 2014


@pytest.mark.shared
def test_a_printed_zero_is_no_figure(reading: Reading, values: pl.DataFrame) -> None:
    assert (reading.tables["imports"]["imports"] == 0).sum() > 700_000
    assert (values["value"] > 0).all()
    assert PUBLICATION.offers[0].what.absent == "not known"  # type: ignore[union-attr]


@pytest.mark.shared
def test_a_number_that_no_state_had_in_the_year_is_refused(shared: Path, tmp_path: Path) -> None:
    frame = pl.read_parquet(copy(shared)).filter(pl.col("ccode1") == 775, pl.col("year") == 2014)
    path = tmp_path / "cow_trade_ddy.parquet"
    frame.with_columns(pl.when(pl.col("ccode2") == 365).then(260).otherwise("ccode2").alias("ccode2")).write_parquet(
        path
    )
    with pytest.raises(Failure, match=r"cow_trade_ddy\.parquet:\d+: '260'"):
        cow_trade.read_copy({"trade": path})
