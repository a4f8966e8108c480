"""A name means the state of its year: one that had ended by then is refused, never a silent row of a dead state."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import states
from comity.errors import Failure, WrongUse
from comity.sources.reading import LINE, number_by_code, number_by_name

PATH = Path("a file.csv")
ENDED = [s for s in states.states() if s.end is not None]


def rows(*of: tuple[str, int]) -> pl.DataFrame:
    return pl.DataFrame({"who": [w for w, _ in of], "year": [y for _, y in of], LINE: range(2, len(of) + 2)})


def read(frame: pl.DataFrame) -> list[int | None]:
    return number_by_name(frame, "who", "state", PATH, year="year")["state"].to_list()


@pytest.mark.parametrize(
    ("name", "year"),
    [("Soviet Union", 2005), ("USSR", 1992), ("Czechoslovakia", 1993), ("Former Yugoslavia", 2004), ("Saxony", 2022)],
)
def test_a_name_of_a_state_that_had_ended_is_refused_with_its_line(name: str, year: int) -> None:
    with pytest.raises(
        Failure, match=rf"a file\.csv:4: '{name}' \(1 row\) .* no state that the registry knows in that"
    ):
        read(rows(("Russia", year), ("France", year), (name, year)))


def test_the_line_is_that_of_the_late_year_and_not_of_the_same_name_before() -> None:
    with pytest.raises(Failure, match=r"a file\.csv:3: 'East Germany' \(2 rows\)"):
        read(rows(("East Germany", 1989), ("East Germany", 1991), ("East Germany", 1992)))


def test_in_the_year_of_its_end_a_name_still_stands() -> None:
    found = read(rows(("Soviet Union", 1991), ("East Germany", 1990), ("Czechoslovakia", 1992)))
    assert found == [states.state(i).number for i in ("SUN", "DDR", "CSK")]


def test_what_a_publisher_is_known_to_write_late_is_listed_as_no_state() -> None:
    frame = number_by_name(rows(("Saxony", 2022)), "who", "state", PATH, year="year", others={"Saxony": "a part"})
    assert frame["state"].to_list() == [None]


@given(st.sampled_from(ENDED), st.integers(1, 60))
def test_no_name_of_any_ended_state_gives_a_row_of_it_in_a_later_year(ended: states.State, later: int) -> None:
    assert ended.end is not None
    frame = rows((ended.name, ended.end.year + later))
    try:
        found = read(frame)
    except Failure:
        return
    assert found != [ended.number]


@given(st.sampled_from(ENDED), st.integers(1, 60))
def test_no_code_of_any_ended_state_gives_a_row_of_it_in_a_later_year(ended: states.State, later: int) -> None:
    assert ended.end is not None
    for system in ("cow", "gw"):
        ends = [s.end.year for s in ended.spells if s.system == system and s.end is not None]
        for code in {s.number for s in ended.spells if s.system == system}:
            frame = pl.DataFrame({"who": [code], "year": [max(ends) + later], LINE: [2]})
            try:
                found = number_by_code(frame, "who", "state", PATH, system=system, year="year")["state"].to_list()  # type: ignore[arg-type]
            except Failure:
                continue
            assert found != [ended.number]


@pytest.mark.parametrize(("name", "year"), [("Soviet Union", 2005), ("DDR", 2000), ("Yugoslavia", 2015)])
def test_a_person_who_names_an_ended_state_in_a_later_year_is_told_so(name: str, year: int) -> None:
    with pytest.raises(WrongUse, match="ended on"):
        states.find(name, year=year)
