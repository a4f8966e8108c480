"""What is read from the Statistical Review of World Energy."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import bp
from comity.sources.checks import checked, within
from comity.sources.publication import Reading


def values(table: str, reading: Reading, code: str, book: int = 0) -> pl.DataFrame:
    offer = next(o for o in bp.PUBLICATIONS[book].offers if o.what.code == code)
    found = offer.values({table: nw.from_native(reading.tables[table].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


FOLDER = "data/economy/energy_bp_2022"


@pytest.fixture(scope="module")
def panel(shared: Path) -> Reading:
    return bp.read_panel({"panel": shared / FOLDER / "bp_2022_panel.parquet"})


@pytest.fixture(scope="module")
def flows(shared: Path) -> Reading:
    return bp.read_flows({"flows": shared / FOLDER / "bp2021_oil_interarea_2020.csv"})


def value(frame: pl.DataFrame, **keys: object) -> float:
    wanted = (pl.col(k) == (number(v) if isinstance(v, str) else v) for k, v in keys.items())
    return float(frame.filter(*wanted)["value"].item())


@pytest.mark.shared
def test_the_copies_are_inside_their_envelopes(panel: Reading, flows: Reading, shared: Path) -> None:
    for reading in (panel, flows):
        ((name, frame),) = reading.tables.items()
        table = bp.PUBLICATIONS[0].table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, shared), shared)


@pytest.mark.shared
def test_europe_took_more_than_half_of_russias_crude_oil(flows: Reading) -> None:
    exports = value(values("flows", flows, "energy.bp_crude_exports"), state="RUS", year=2020)
    europe = value(values("flows", flows, "energy.bp_crude_to_europe"), state="RUS", year=2020)
    assert (exports, europe) == pytest.approx((259.98, 138.20), abs=0.005)
    assert europe / exports == pytest.approx(0.532, abs=5e-4)


@pytest.mark.shared
def test_regions_are_no_states(flows: Reading) -> None:
    pairs = values("flows", flows, "energy.bp_trade_crude")
    assert value(pairs, origin="RUS", target="CHN") == pytest.approx(83.45, abs=0.005)
    assert value(pairs, origin="RUS", target="IND") == pytest.approx(2.63, abs=0.005)
    europe = flows.tables["flows"].filter(pl.col("target") == "Europe", pl.col("origin") == "RUS")
    assert europe["to_state"].null_count() == len(europe) == 2
    assert europe["parties"].to_list() == [[number("RUS")]] * 2


@pytest.mark.shared
def test_figures_of_states(panel: Reading) -> None:
    gas = values("panel", panel, "energy.gas_production")
    assert value(gas, state="MMR", year=2021) == pytest.approx(16.94, abs=0.005)
    assert value(gas, state="RUS", year=2021) == pytest.approx(701.667, abs=5e-4)
    barrels = panel.tables["panel"].filter(pl.col("state") == number("RUS"), pl.col("year") == 2021)
    assert barrels["oilprod_kbd"].item() == pytest.approx(10_943.75, abs=0.005)
    assert barrels["oilcons_kbd"].item() == pytest.approx(3_406.5, abs=0.05)


@pytest.mark.shared
def test_a_state_has_no_figure_before_it_existed(panel: Reading) -> None:
    oil = values("panel", panel, "energy.oil_production")
    assert oil.filter(pl.col("state") == number("RUS"))["year"].min() == 1991
    assert oil.filter(pl.col("state") == number("SUN"))["year"].max() == 1984
    words = panel.tables["panel"].filter(pl.col("area") == "Russian Federation", pl.col("year") == 1985)
    assert words["oilprod_mt"].item() > 500
    assert words["state"].item() is None
    assert panel.notes == ("218 rows of 22 countries in years in which they were no states keep BP's words only",)


@pytest.mark.shared
def test_areas_that_do_not_add_up_to_the_total_are_refused(shared: Path, tmp_path: Path) -> None:
    text = (shared / FOLDER / "bp2021_oil_interarea_2020.csv").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("2020,crude,Russia,Europe")]
    (tmp_path / "flows.csv").write_text("\n".join(lines) + "\n")
    with pytest.raises(Failure, match="crude from Russia does not add up"):
        bp.read_flows({"flows": tmp_path / "flows.csv"})
