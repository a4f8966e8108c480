"""What is read from Varieties of Democracy."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import vdem
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = vdem.PUBLICATIONS[0]


def copy(shared: Path, name: str) -> Path:
    return shared / "data/security/regimes" / name


@pytest.fixture(scope="module")
def v15(shared: Path) -> Reading:
    return vdem.read_v15({"indices": copy(shared, "dd_vdem_simple_v15.parquet")})


@pytest.fixture(scope="module")
def v16(shared: Path) -> Reading:
    return vdem.read_v16({"polyarchy": copy(shared, "cw_democracy.parquet")})


def values(reading: Reading, code: str) -> dict[tuple[str, int], float]:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    found = offer.values({t: nw.from_native(reading.tables[t].lazy()) for t in offer.tables}).collect(backend="polars")
    ids = {s.number: s.id for s in states.states()}
    rows = found.to_native().select("state", "year", "value").rows()
    assert len({row[:2] for row in rows}) == len(rows)
    return {(ids[state], year): value for state, year, value in rows}


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(v15: Reading, v16: Reading, shared: Path) -> None:
    for reading in (v15, v16):
        for name, table in reading.tables.items():
            known = PUBLICATION.table(name)
            frame = checked(known, table, shared)
            within(known.envelopes[reading.release.stamp], known, frame, shared)


@pytest.mark.shared
def test_myanmar_falls_with_the_coup_in_both_releases(v15: Reading, v16: Reading) -> None:
    old, new = values(v15, "regimes.polyarchy"), values(v16, "regimes.polyarchy")
    assert [old["MMR", y] for y in (2020, 2021)] == [0.427, 0.107]
    assert [new["MMR", y] for y in (2020, 2021, 2025)] == [0.426, 0.102, 0.080]
    assert [new["RUS", y] for y in (2021, 2025)] == [0.245, 0.170]


@pytest.mark.shared
def test_the_interval_holds_the_index(v15: Reading) -> None:
    middle, low, high = (values(v15, f"regimes.polyarchy{end}") for end in ("", "_low", "_high"))
    assert middle.keys() == low.keys() == high.keys()
    assert all(low[k] <= middle[k] <= high[k] for k in middle)


@pytest.mark.shared
def test_a_unit_that_outlived_a_state_is_divided(v15: Reading) -> None:
    found = values(v15, "regimes.polyarchy")
    assert {y for s, y in found if s == "SUN"} == set(range(1923, 1992))
    assert {1922, 1992} <= {y for s, y in found if s == "RUS"}
    assert {1993, 2024} <= {y for s, y in found if s == "CZE"}
    assert {1919, 1939, 1946, 1992} <= {y for s, y in found if s == "CSK"}
    assert not {1919, 1946, 1992} & {y for s, y in found if s == "CZE"}
    assert {1942, 1943} <= {y for s, y in found if s == "YUG"}


@pytest.mark.shared
def test_years_before_independence_are_kept_under_the_state_of_today(v15: Reading) -> None:
    found = values(v15, "regimes.polyarchy")
    assert ("MMR", 1900) in found
    assert ("HKG", 2020) in found


@pytest.mark.shared
def test_parts_of_palestine_are_no_state(v15: Reading) -> None:
    units = v15.tables["polyarchy"].filter(pl.col("unit").is_in(["PSE", "PSG", "PSB", "SML"]))
    assert units["state"].null_count() == len(units) > 0
    assert not any(s == "PSE" for s, _ in values(v15, "regimes.polyarchy"))


@pytest.mark.shared
def test_sardinia_has_the_year_1861_and_italy_the_next(v15: Reading) -> None:
    found = values(v15, "regimes.polyarchy")
    assert (found["ITA", 1861], found["ITA", 1862]) == (0.21, 0.205)


@pytest.mark.shared
def test_two_rows_of_a_state_in_a_year_are_refused(shared: Path, tmp_path: Path) -> None:
    frame = pl.read_parquet(copy(shared, "dd_vdem_simple_v15.parquet"))
    again = frame.filter(pl.col("country_text_id") == "MMR").with_columns(pl.lit("BUR").alias("country_text_id"))
    path = tmp_path / "vdem.parquet"
    pl.concat([frame, again.tail(1)]).write_parquet(path)
    with pytest.raises(Failure, match=r"vdem.parquet:\d+: 2 rows share their key"):
        vdem.read_v15({"indices": path})


@pytest.mark.shared
def test_a_new_unit_without_a_number_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "vdem.parquet"
    frame = pl.read_parquet(copy(shared, "dd_vdem_simple_v15.parquet"))
    frame.with_columns(pl.col("country_text_id").replace("SML", "SLX")).write_parquet(path)
    with pytest.raises(Failure, match=r"'SLX' .* no state that the registry knows"):
        vdem.read_v15({"indices": path})
