"""What is read from the International Monetary Fund's goods by partner."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.sources import imf
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = imf.PUBLICATIONS[0]
TABLE = PUBLICATION.table("exports")


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return imf.read_copy({"exports": shared / "data/economy/trade_imts_2025/imts_exports_fob_2025.parquet"})


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    within(TABLE.envelopes[reading.release.stamp], TABLE, checked(TABLE, reading.tables["exports"], shared), shared)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("origin", "target", "millions"),
    [("RUS", "MMR", 427.7), ("MMR", "RUS", 32.7), ("RUS", "CHN", 108_237), ("CHN", "MMR", 11_372)],
)
def test_exports_of_2025(reading: Reading, origin: str, target: str, millions: float) -> None:
    found = PUBLICATION.offers[0].values({"exports": nw.from_native(reading.tables["exports"].lazy())})
    row = found.collect(backend="polars").to_native().filter(
        pl.col("origin") == states.state(origin).number, pl.col("target") == states.state(target).number
    )  # fmt: skip
    assert row["value"].item() / 1e6 == pytest.approx(millions, abs=0.51)
    assert row["year"].item() == 2025


@pytest.mark.shared
def test_taiwan_is_covered_as_an_importer_only(reading: Reading) -> None:
    (span,) = reading.coverage["exports"]
    assert span.covers("RUS", "TWN", 2025)
    assert not span.covers("TWN", "RUS", 2025)
    assert not span.covers("RUS", "PRK", 2025)


@pytest.mark.shared
def test_a_missing_large_pair_is_not_known_and_nothing_is_shipped(reading: Reading) -> None:
    numbers = [states.state(i).number for i in ("RUS", "KAZ")]
    frame = reading.tables["exports"]
    assert frame.filter(pl.col("origin").is_in(numbers), pl.col("target").is_in(numbers)).is_empty()
    assert PUBLICATION.offers[0].what.absent == "not known"  # type: ignore[union-attr]
    assert PUBLICATION.ship(reading) is None


def test_russias_figures_are_said_to_be_estimates() -> None:
    told = [c for c in PUBLICATION.offers[0].what.caveats if c.states and c.touches(("RUS", "MMR"), 2025, 2025)]
    assert any("estimates of the Fund" in c.text for c in told)
