"""What is read from TIES."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import ties
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = ties.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/sanctions_ties/ties_v4_impositions_1945_2005.csv"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return ties.read({"impositions": copy(shared)})


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_766_impositions_are_read_and_26_are_of_moscow(reading: Reading) -> None:
    frame = reading.tables["impositions"]
    assert len(frame) == 766
    assert len(frame.filter(pl.col("origin").is_in(["SUN", "RUS"]))) == 26


@pytest.mark.shared
def test_three_are_on_myanmar_under_its_abbreviation_mya(reading: Reading) -> None:
    frame = reading.tables["impositions"].filter(target="MMR")
    assert frame["origin"].to_list() == ["CHN", "USA", "USA"]
    assert frame["last_year"].to_list() == [1971, None, 2004]


@pytest.mark.shared
def test_the_union_acts_under_its_own_number(reading: Reading) -> None:
    union = reading.tables["impositions"].filter(origin="EU")
    assert len(union) == 13
    assert all(states.group("EU").number in parties for parties in union["parties"])


@pytest.mark.shared
def test_what_has_no_end_has_no_year_of_it(reading: Reading) -> None:
    last = reading.tables["impositions"]["last_year"]
    assert last.null_count() == 302
    assert last.max() == 2012


@pytest.mark.shared
def test_nothing_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) is None
    assert PUBLICATION.dataset.licence.ship == "no"


@pytest.mark.shared
def test_an_unknown_number_is_refused_with_its_line(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(copy(shared).read_text(encoding="utf-8").replace(",365,365.0,305,", ",365,365.0,3999,", 1))
    with pytest.raises(Failure, match=r"ties.csv:3: no state with the number 3999"):
        ties.read({"impositions": path})
