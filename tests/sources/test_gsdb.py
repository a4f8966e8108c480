"""What is read from the Global Sanctions Data Base."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import gsdb
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = gsdb.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/sanctions_gsdb/GSDB_V4.csv"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return gsdb.read({"cases": copy(shared)})


def on(reading: Reading, state: str) -> pl.DataFrame:
    return (
        reading.tables["cases"]
        .filter(pl.col("parties").list.contains(states.state(state).number))
        .filter(pl.col("target").str.split("; ").list.contains(state))
    )


def in_force(reading: Reading, origin: str, target: str, year: int) -> list[int]:
    pair = {"origin": states.state(origin).number, "target": states.state(target).number, "year": year}
    return reading.tables["in_force"].filter(**pair)["cases"].to_list()


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_37_cases_are_on_myanmar_and_16_of_them_in_force_in_2023(reading: Reading) -> None:
    cases = on(reading, "MMR")
    assert len(cases) == 37
    assert len(cases.filter(pl.col("last_year") == 2023)) == 16
    counted = reading.tables["on_state"].filter(state=states.state("MMR").number, year=2023)
    assert counted["cases"].to_list() == [16]


@pytest.mark.shared
def test_46_cases_on_russia_began_since_2014_and_33_since_2022(reading: Reading) -> None:
    began = on(reading, "RUS")["date"].dt.year()
    assert [(began >= year).sum() for year in (2014, 2022)] == [46, 33]


@pytest.mark.shared
def test_arms_embargoes_on_myanmar_in_2023_are_those_of_five_senders(reading: Reading) -> None:
    arms = on(reading, "MMR").filter(pl.col("types").str.contains("arms") & (pl.col("last_year") == 2023))
    assert {o.split("; ")[0] for o in arms["origin"]} == {"GBR", "AUS", "CAN", "CHE", "EU"}
    assert not any("USA" in o for o in arms["origin"])


@pytest.mark.shared
def test_cases_are_counted_for_the_states_that_are_named_and_not_for_members(reading: Reading) -> None:
    assert in_force(reading, "USA", "MMR", 2023) == [6]
    assert in_force(reading, "CHE", "MMR", 2023) == [3]
    assert in_force(reading, "FRA", "MMR", 2023) == []
    assert states.group("EU").number in reading.tables["cases"].filter(id="gsdb-1274")["parties"][0]


@pytest.mark.shared
def test_cases_that_name_one_part_are_those_of_the_united_state(reading: Reading) -> None:
    # "South Vietnam" 1976–1998 and 1976–1994, later 2007–2016, by the United States.
    assert [in_force(reading, "USA", "VNM", y) for y in (1985, 1996, 2000, 2010)] == [[2], [2], [], [1]]
    assert in_force(reading, "USA", "XVS", 1985) == []
    assert in_force(reading, "USA", "YEM", 2020) != []
    assert not reading.tables["on_state"].filter(state=states.state("XYN").number).filter(pl.col("year") > 1990).height


@pytest.mark.shared
def test_a_name_is_read_as_of_each_year(reading: Reading) -> None:
    counted = reading.tables["on_state"]
    years = {id_: counted.filter(state=states.state(id_).number)["year"] for id_ in ("SUN", "RUS", "YUG", "SRB")}
    assert years["SUN"].max() <= 1991 < years["RUS"].min()  # type: ignore[operator]
    assert years["YUG"].max() <= 2003  # type: ignore[operator]
    assert years["SRB"].min() >= 2006  # type: ignore[operator]


def test_a_comma_within_a_name_does_not_divide_it() -> None:
    assert gsdb.names_in("Iran, Korea, North,  Gambia, The") == ("Iran", "Korea, North", "Gambia, The")


@pytest.mark.shared
def test_nothing_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) is None
    assert PUBLICATION.dataset.licence.ship == "no"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",Myanmar,China,", ",Burmania,China,", "Burmania"),
        ("success_total", "victory", "'victory' in the column 'success'"),
        ("territorial_conflict", "conquest", "'conquest' in the column 'objective'"),
        ("1949,1973", "1979,1973", "a case from 1979 to 1973"),
    ],
)
def test_an_altered_file_is_refused_with_its_line(shared: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "GSDB_V4.csv"
    text = copy(shared).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Failure) as refused:
        gsdb.read({"cases": path})
    assert said in str(refused.value)
    assert "GSDB_V4.csv:" in str(refused.value)


@pytest.mark.shared
def test_cases_on_a_people_before_it_was_a_state_are_counted(reading: Reading) -> None:
    assert in_force(reading, "USA", "PSE", 2006) == [1]
    on_eritrea = reading.tables["on_state"].filter(state=states.state("ERI").number)
    assert on_eritrea["year"].min() == 1977
