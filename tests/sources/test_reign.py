"""What is read from REIGN."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity import states
from comity.errors import Failure
from comity.sources import reign
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = reign.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/leaders/reign_leaderlist_3_21.csv"


def paths(shared: Path) -> dict[str, Path]:
    return {"leaders": copy(shared), "elections": copy(shared).with_name("reign_electionlist_3_21.csv")}


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return reign.read(paths(shared))


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_min_aung_hlaing_holds_office_from_1_february_2021(reading: Reading) -> None:
    mine = reading.tables["leaders"].filter(origin="MMR").sort("date")
    last = mine.row(-1, named=True)
    assert (last["leader"], last["date"], last["last_month"]) == ("Min Aung Hlaing", date(2021, 2, 1), None)
    assert mine.row(-2, named=True)["last_month"] == date(2021, 2, 1)


@pytest.mark.shared
def test_a_leader_in_two_states_is_of_both(reading: Reading) -> None:
    frame = reading.tables["leaders"]
    assert frame.filter(leader="Yeltsin")["origin"].to_list() == ["SUN; RUS"]
    assert frame.filter(leader="Putin")["parties"].to_list() == [[states.state("RUS").number]]


@pytest.mark.shared
def test_what_is_not_known_is_blank(reading: Reading) -> None:
    frame = reading.tables["leaders"]
    assert frame["born"].null_count() == 144 + 1
    assert frame["sex"].null_count() == 144
    assert frame["last_month"].null_count() == 194


@pytest.mark.shared
def test_an_election_without_a_day_is_of_the_month(reading: Reading) -> None:
    frame = reading.tables["elections"]
    months = frame.filter(date_precision="month")
    assert len(months) == 988 + 2  # one blank, and a 31 November
    assert (months["date"].dt.day() == 1).all()
    assert frame.filter(id="reign-830014-1")["date"].item() == date(2025, 11, 1)


@pytest.mark.shared
def test_what_was_only_expected_is_told_apart(reading: Reading) -> None:
    mine = reading.tables["elections"].filter(origin="MMR").sort("date")
    assert mine.row(-1, named=True)["kind"] == "expected election"
    assert mine.filter(date=date(2020, 11, 8))["kind"].to_list() == ["election"]
    assert reading.tables["elections"].filter(kind="expected election").height == 96 + 45


@pytest.mark.shared
def test_everything_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) is reading


@pytest.mark.shared
@pytest.mark.parametrize(
    ("role", "old", "new", "said"),
    [
        ("leaders", "Truman,12,4,1945", "Truman,31,4,1945", "no date of a leader"),
        ("leaders", "USA,2,A2.9-46", "USA,9999,A2.9-46", "no state with the number 9999"),
        ("elections", ",Announced,", ",Proclaimed,", "'Proclaimed'"),
    ],
)
def test_an_altered_file_is_refused_with_its_line(
    shared: Path, tmp_path: Path, role: str, old: str, new: str, said: str
) -> None:
    mine = paths(shared)
    text = mine[role].read_text(encoding="utf-8")
    assert old in text
    mine[role] = tmp_path / "altered.csv"
    mine[role].write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Failure) as refused:
        reign.read(mine)
    assert said in str(refused.value)
    assert "altered.csv:2" in str(refused.value)
