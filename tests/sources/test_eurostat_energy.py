"""What is read from Eurostat's tables of energy imports."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import eurostat_energy
from comity.sources.checks import checked, within
from comity.sources.publication import Reading


def values(table: str, reading: Reading, code: str, book: int = 0) -> pl.DataFrame:
    offer = next(o for o in eurostat_energy.PUBLICATIONS[book].offers if o.what.code == code)
    found = offer.values({table: nw.from_native(reading.tables[table].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


FOLDER = "data/economy/energy_eu_imports_eurostat"
MEMBERS = [m.state for m in states.group("EU27_2020").members]


@pytest.fixture(scope="module")
def customs(shared: Path) -> Reading:
    return eurostat_energy.read_customs({"customs": shared / FOLDER / "comext_fossil_imports_monthly_2019.parquet"})


@pytest.fixture(scope="module")
def monthly(shared: Path) -> Reading:
    path = shared / FOLDER / "eurostat_nrg_imports_by_partner_monthly.parquet"
    return eurostat_energy.read_monthly({"monthly": path})


@pytest.fixture(scope="module")
def annual(shared: Path) -> dict[str, Reading]:
    names = {"oil": "oil", "gas": "gas", "solid": "sff"}
    paths = {k: shared / FOLDER / f"nrg_ti_{v}_eu27_by_partner_2010_2020.csv.gz" for k, v in names.items()}
    return {fuel: eurostat_energy.read_annual(paths, fuel) for fuel in names}


def of_union(frame: pl.DataFrame, year: int) -> float:
    members = [number(m) for m in MEMBERS]
    rows = frame.filter(pl.col("target").is_in(members), pl.col("origin") == number("RUS"), pl.col("year") == year)
    return float(rows["value"].sum())


@pytest.mark.shared
def test_the_copies_are_inside_their_envelopes(
    customs: Reading, monthly: Reading, annual: dict[str, Reading], shared: Path
) -> None:
    for reading in (customs, monthly, *annual.values()):
        ((name, frame),) = reading.tables.items()
        table = eurostat_energy.PUBLICATIONS[0].table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, shared), shared)


@pytest.mark.shared
@pytest.mark.parametrize(("fuel", "share"), [("oil", 0.289), ("gas", 0.436), ("solid", 0.537)])
def test_russias_share_of_what_the_union_imported_in_2020(annual: dict[str, Reading], fuel: str, share: float) -> None:
    shares = values(f"annual_{fuel}", annual[fuel], f"energy.eu27_share_{fuel}")
    found = shares.filter(pl.col("state") == number("RUS"), pl.col("year") == 2020)
    assert found["value"].item() == pytest.approx(share, abs=5e-4)


@pytest.mark.shared
def test_no_member_of_the_union_is_a_supplier_from_outside(annual: dict[str, Reading]) -> None:
    assert not any(s.covers("DEU", None, 2020) for s in annual["oil"].coverage["annual_oil"])
    assert any(s.covers("MMR", None, 2020) for s in annual["oil"].coverage["annual_oil"])


@pytest.mark.shared
def test_crude_from_russia_in_2021_differs_by_source(customs: Reading, monthly: Reading) -> None:
    assert of_union(values("customs", customs, "energy.eu_customs_crude"), 2021) / 1e6 == pytest.approx(113.9, abs=0.05)
    assert of_union(values("monthly", monthly, "energy.eu_imports_crude"), 2021) / 1e6 == pytest.approx(112.5, abs=0.05)


@pytest.mark.shared
def test_the_unions_row_is_the_sum_of_its_members_and_stands_apart(customs: Reading) -> None:
    table = customs.tables["customs"].filter(
        pl.col("partner") == "RU", pl.col("goods") == "crude", pl.col("year") == 2021
    )
    union = table.filter(pl.col("group") == states.group("EU27_2020").number)
    assert union["target"].null_count() == len(union) == 12
    assert union["tonnes"].sum() == pytest.approx(table.filter(pl.col("target").is_not_null())["tonnes"].sum())
    assert set(customs.tables["customs"]["reporter"]).isdisjoint({"EU", "EA19", "EUROZONE"})


@pytest.mark.shared
def test_russias_part_of_crude_from_outside_the_union(customs: Reading) -> None:
    union = customs.tables["customs"].filter(
        pl.col("reporter") == "EU27_2020", pl.col("goods") == "crude", pl.col("year") == 2021
    )
    amounts = dict(union.group_by("partner").agg(pl.col("tonnes").sum()).iter_rows())
    assert amounts["RU"] / amounts["EU27_2020_EXTRA"] == pytest.approx(0.281, abs=5e-4)


@pytest.mark.shared
def test_years_with_missing_months_have_no_figure(monthly: Reading) -> None:
    crude = values("monthly", monthly, "energy.eu_imports_crude")
    assert crude["year"].max() == 2021
    assert crude.filter(pl.col("target") == number("GBR"))["year"].max() == 2019
    turkey = crude.filter(pl.col("target") == number("TUR"), pl.col("origin") == number("RUS"))
    assert dict(turkey.select("year", "value").iter_rows())[2021] / 1e6 == pytest.approx(5.4, abs=0.05)


@pytest.mark.shared
def test_a_total_holds_what_comes_from_nowhere_in_particular(monthly: Reading) -> None:
    pairs = values("monthly", monthly, "energy.eu_imports_crude").group_by("target", "year").agg(pl.col("value").sum())
    total = values("monthly", monthly, "energy.eu_imports_crude_total")
    both = total.join(pairs, left_on=["state", "year"], right_on=["target", "year"], suffix="_pairs")
    assert (both["value"] >= both["value_pairs"] - 1e-6).all()
    assert (both["value"] > both["value_pairs"] + 1).any()


def test_an_unknown_kind_of_fuel_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "monthly.parquet"
    row = {"country": "Austria", "unit": "TJ", "partner": "Russia", "date": "2020-01-01", "commodity": "wood"}
    pl.DataFrame([row | {"value": 1.0, "source": "Eurostat"}]).write_parquet(path)
    with pytest.raises(Failure, match="'wood'"):
        eurostat_energy.read_monthly({"monthly": path})
