"""What is read from the lists of rivalries and arms races."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import each_pair_once, of_pair, paths_of, read, values

from comity.errors import Failure
from comity.sources import rivalries
from comity.sources.publication import Reading

PUBLICATION = rivalries.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return read(PUBLICATION, 0, shared)


@pytest.mark.shared
def test_a_spell_is_a_row_in_each_of_its_years(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "rivalries.strategic")
    assert each_pair_once(frame)
    assert of_pair(frame, "RUS", "UKR") == [1.0] * 7
    assert len(of_pair(frame, "RUS", "USA")) == 3 + 14
    assert len(of_pair(frame, "SUN", "USA")) == 45
    assert of_pair(frame, "RUS", "MMR") == []


@pytest.mark.shared
def test_the_list_keeps_all_264_rivalries_from_1494_on(reading: Reading) -> None:
    spells = reading.tables["strategic_spells"]
    assert (len(spells), spells["start"].min(), spells["end"].max()) == (264, 1494, 2020)
    assert reading.tables["strategic"]["year"].min() == 1816


@pytest.mark.shared
def test_a_blank_kind_is_not_the_rivalrys(reading: Reading) -> None:
    assert of_pair(values(PUBLICATION, reading, "rivalries.spatial"), "RUS", "UKR", 2014) == [1.0]
    assert of_pair(values(PUBLICATION, reading, "rivalries.positional"), "RUS", "UKR", 2014) == []


@pytest.mark.shared
def test_the_two_lists_and_the_arms_races_stand_apart(shared: Path) -> None:
    earlier, races = read(PUBLICATION, 1, shared), read(PUBLICATION, 2, shared)
    assert each_pair_once(values(PUBLICATION, earlier, "rivalries.strategic_to_2010"))
    assert values(PUBLICATION, earlier, "rivalries.strategic_to_2010")["year"].max() == 2010
    assert len(races.tables["race_spells"]) == 71
    assert values(PUBLICATION, races, "rivalries.arms_races")["year"].max() == 1984


@pytest.mark.shared
def test_a_rivalry_that_ends_before_it_starts_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "tss_rivalries.parquet"
    frame = pl.read_parquet(paths_of(PUBLICATION, 0, shared)["strategic"])
    frame.with_columns(pl.when(pl.col("tssr_id") == 9).then(1400).otherwise("end").alias("end")).write_parquet(path)
    with pytest.raises(Failure, match=r"tss_rivalries\.parquet:\d+: starts in \d+ and ends in 1400"):
        rivalries.read_strategic({"strategic": path})


@pytest.mark.shared
def test_a_rivalry_goes_on_under_occupation(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "rivalries.strategic")
    assert of_pair(frame, "HTI", "DOM", 1920) == [1.0]
    assert of_pair(frame, "XSE", "BGR", 1917) == [1.0]
    assert reading.notes == ("2 rows of states after their end or before 1816 are set aside (XAH 2)",)
