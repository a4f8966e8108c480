"""What is read from National Material Capabilities."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import number, read, values

from comity.sources import nmc
from comity.sources.publication import Reading

PUBLICATION = nmc.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return read(PUBLICATION, 0, shared)


def cell(reading: Reading, figure: str, state: str, year: int) -> list[float]:
    frame = values(PUBLICATION, reading, f"capabilities.{figure}")
    return frame.filter(pl.col("state") == number(state), pl.col("year") == year)["value"].to_list()


@pytest.mark.shared
def test_myanmar_has_half_a_percent_of_the_worlds_capabilities(reading: Reading) -> None:
    assert cell(reading, "cinc", "MMR", 2022) == [pytest.approx(0.0053, abs=0.00005)]


@pytest.mark.shared
def test_shares_sum_up_to_one_in_each_year(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "capabilities.cinc").filter(pl.col("year") == 2022)
    assert frame["value"].sum() == pytest.approx(1, abs=0.01)


@pytest.mark.shared
def test_spending_in_pounds_is_left_out(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "capabilities.milex")
    assert frame["year"].min() == 1914
    offer = next(o for o in PUBLICATION.offers if o.what.code == "capabilities.milex")
    assert [s.first for s in offer.coverage(reading.coverage["capabilities"])] == [1914]


@pytest.mark.shared
def test_a_blank_is_no_row(reading: Reading) -> None:
    assert reading.tables["capabilities"]["milper"].null_count() > 400
    assert values(PUBLICATION, reading, "capabilities.milper")["value"].null_count() == 0


@pytest.mark.shared
def test_germany_of_1990_is_the_united_one(reading: Reading, shared: Path) -> None:
    file = pl.read_parquet(shared / "data/security/capabilities_nmc/cow_nmc.parquet")
    united = file.filter(pl.col("ccode") == 255, pl.col("year") == 1990)["tpop"].to_list()
    assert cell(reading, "population", "DEU", 1990) == united
