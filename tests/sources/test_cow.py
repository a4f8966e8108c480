"""What is read from the lists of Correlates of War."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import cow
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = cow.PUBLICATIONS[0]


def copies(shared: Path) -> dict[str, Path]:
    folder = shared / "data/security/cow_states"
    return {"members": folder / "cow_states.parquet", "majors": folder / "cow_majors.parquet"}


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return cow.read_copy(copies(shared))


def years(reading: Reading, code: str, id_: str) -> set[int]:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    found = offer.values({t: nw.from_native(reading.tables[t].lazy()) for t in offer.tables}).collect(backend="polars")
    frame = found.to_native()
    assert set(frame["value"]) == {1.0}
    return set(frame.filter(pl.col("state") == states.state(id_).number)["year"])


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, table in reading.tables.items():
        known = PUBLICATION.table(name)
        within(known.envelopes["v2016"], known, checked(known, table, shared), shared)


@pytest.mark.shared
def test_all_243_spells_are_kept_and_some_are_divided(reading: Reading, shared: Path) -> None:
    spells = reading.tables["spells"]
    assert spells.select("_line").n_unique() == 243
    russia = spells.filter(pl.col("number") == 365).sort("start").select("state", "start", "end").rows()
    assert russia == [
        (states.state("RUS").number, date(1816, 1, 1), date(1922, 12, 29)),
        (states.state("SUN").number, date(1922, 12, 30), date(1991, 12, 25)),
        (states.state("RUS").number, date(1991, 12, 26), date(2016, 12, 31)),
    ]


@pytest.mark.shared
def test_a_state_is_a_member_in_each_year_with_a_day(reading: Reading) -> None:
    assert years(reading, "system.membership_cow", "MMR") == set(range(1948, 2017))
    assert years(reading, "system.membership_cow", "SUN") == set(range(1922, 1992))
    assert 1950 not in years(reading, "system.membership_cow", "DEU")


@pytest.mark.shared
def test_seven_major_powers_in_2016(reading: Reading) -> None:
    now = reading.tables["major_power_years"].filter(pl.col("year") == 2016)["state"].to_list()
    assert {states.by_number(n).id for n in now} == {"USA", "GBR", "FRA", "DEU", "RUS", "CHN", "JPN"}
    assert years(reading, "system.major_power_cow", "SUN") == set(range(1922, 1992))


@pytest.mark.shared
def test_a_spell_that_the_registry_does_not_have_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "cow_states.parquet"
    frame = pl.read_parquet(copies(shared)["members"])
    frame.with_columns(pl.when(ccode=775).then(1947).otherwise("styear").cast(pl.Int32).alias("styear")).write_parquet(
        path
    )
    with pytest.raises(Failure, match=r"cow_states.parquet:\d+: the registry has .* days of 775"):
        cow.read_copy({**copies(shared), "members": path})


@pytest.mark.shared
def test_an_impossible_day_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "cow_states.parquet"
    frame = pl.read_parquet(copies(shared)["members"])
    frame.with_columns(pl.col("stmonth").replace(12, 13)).write_parquet(path)
    with pytest.raises(Failure, match=r"cow_states.parquet:\d+: the columns 'styear', .* are no day"):
        cow.read_copy({**copies(shared), "members": path})
