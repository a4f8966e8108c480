"""Groups of states by dated membership."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from comity import states
from comity.errors import WrongUse


@pytest.mark.parametrize(
    ("code", "on", "count"),
    [
        ("EU", date(1957, 12, 31), 0),
        ("EU", date(1958, 1, 1), 6),
        ("EU", date(1995, 1, 1), 15),
        ("EU", date(2004, 5, 1), 25),
        ("EU", date(2015, 1, 1), 28),
        ("EU", date(2020, 1, 31), 28),
        ("EU", date(2020, 2, 1), 27),
        ("EU", date(2021, 1, 1), 27),
        ("EU27_2020", date(1990, 1, 1), 27),
        ("NATO", date(1949, 8, 24), 12),
        ("NATO", date(2004, 4, 1), 26),
        ("NATO", date(2023, 4, 3), 30),
        ("NATO", date(2023, 4, 4), 31),
        ("NATO", date(2024, 3, 6), 31),
        ("NATO", date(2024, 3, 7), 32),
        ("ASEAN", date(1967, 8, 8), 5),
        ("ASEAN", date(2000, 1, 1), 10),
        ("ASEAN", date(2025, 10, 26), 11),
        ("CSTO", date(1995, 1, 1), 9),
        ("CSTO", date(2000, 1, 1), 6),
        ("CSTO", date(2010, 1, 1), 7),
        ("CSTO", date(2020, 1, 1), 6),
        ("BRICS", date(2009, 6, 16), 4),
        ("BRICS", date(2012, 1, 1), 5),
        ("BRICS", date(2024, 1, 1), 9),
        ("BRICS", date(2025, 1, 6), 10),
        ("G7", date(1975, 12, 1), 6),
        ("G7", date(2020, 1, 1), 7),
        ("OECD_EUROPE", date(1965, 1, 1), 18),
        ("OECD_EUROPE", date(2020, 1, 1), 27),
    ],
)
def test_a_group_has_its_members_on_a_day(code: str, on: date, count: int) -> None:
    assert len(states.members(code, on)) == count


def test_members_leave_and_join_on_their_day() -> None:
    assert "GBR" in states.members("EU", date(2020, 1, 31))
    assert "GBR" not in states.members("EU", date(2020, 2, 1))
    assert "GBR" not in states.members("EU27_2020", date(2010, 1, 1))
    assert states.memberships("MMR", date(2000, 1, 1)) == ("WLD", "ASEAN")
    assert states.memberships("MMR", date(1996, 1, 1)) == ("WLD",)


def test_the_world_is_every_state_of_the_day_and_every_territory() -> None:
    world = states.members("WLD", date(1980, 1, 1))
    assert {"SUN", "DDR", "DEU", "YMD", "XYN", "HKG"} <= set(world)
    assert not {"RUS", "UKR", "YEM", "XKX"} & set(world)


def test_no_state_is_in_the_world_twice_when_states_unite_or_part() -> None:
    for change, before, after in [
        (date(1990, 10, 3), {"DEU", "DDR"}, {"DEU"}),
        (date(1990, 5, 22), {"XYN", "YMD"}, {"YEM"}),
        (date(1991, 12, 26), {"SUN"}, {"RUS"}),
        (date(1993, 1, 1), {"CSK"}, {"CZE", "SVK"}),
        (date(2006, 6, 5), {"SCG"}, {"SRB"}),
    ]:
        involved = before | after
        assert involved & set(states.members("WLD", date.fromordinal(change.toordinal() - 1))) == before
        assert involved & set(states.members("WLD", change)) == after


def test_europe_follows_the_united_nations_geography() -> None:
    europe = states.members("Europe", date(2020, 1, 1))
    assert {"RUS", "XKX", "GBR", "UKR", "NOR"} <= set(europe)
    assert not {"TUR", "CYP", "GEO", "KAZ"} & set(europe)
    assert "DDR" in states.members("EUROPE", date(1980, 1, 1))


def test_the_west_is_defined_in_words_and_dated() -> None:
    west = states.group("the West")
    assert west.code == "WEST"
    assert "working definition" in west.definition
    assert {"USA", "DEU", "CHE", "AUS"} <= set(states.members(west, date(2020, 1, 1)))
    assert not {"TUR", "RUS", "JPN"} & set(states.members(west, date(2020, 1, 1)))
    assert "POL" not in states.members(west, date(1990, 1, 1))


def test_numbers_of_groups_and_states_are_one_row() -> None:
    numbers = [group.number for group in states.groups()]
    assert len(set(numbers)) == len(numbers)
    assert all(number >= 10_000 for number in numbers)
    assert all(states.group_by_number(group.number) is group for group in states.groups())


def test_every_member_is_a_state_and_its_spells_do_not_overlap() -> None:
    for group in states.groups():
        for id_ in {member.state for member in group.members}:
            states.state(id_)
            mine = sorted((m.start or date.min, m.end or date.max) for m in group.members if m.state == id_)
            assert all(start <= end for start, end in mine), (group.code, id_)
            assert all(before[1] < after[0] for before, after in pairwise(mine)), (group.code, id_)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EU", "EU"),
        ("european union", "EU"),
        ("E.U.", "EU"),
        ("World", "WLD"),
        ("eu27_2020", "EU27_2020"),
        ("g-7", "G7"),
        ("Association of Southeast Asian Nations", "ASEAN"),
        ("the west", "WEST"),
        ("OTAN", "NATO"),
    ],
)
def test_a_group_is_known_by_code_and_names(text: str, code: str) -> None:
    assert states.group(text).code == code


@pytest.mark.parametrize("text", ["", "Russia", "Atlantis", "x" * 100_000, "\x1b[2J"])
def test_what_is_no_group_is_refused_with_the_list(text: str) -> None:
    with pytest.raises(WrongUse, match="no group called") as refused:
        states.group(text)
    assert len(str(refused.value)) <= 300
    assert str(refused.value).isprintable()


def test_memberships_of_no_state_are_refused() -> None:
    with pytest.raises(WrongUse, match="no state has the id"):
        states.memberships("ZZZ", date(2020, 1, 1))
