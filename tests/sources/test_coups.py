"""What is read from the two lists of coups."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import coups
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

CLINE, COLPUS = coups.PUBLICATIONS


def copy(shared: Path, name: str) -> Path:
    return shared / "data/security/coups" / name


@pytest.fixture(scope="module")
def cline(shared: Path) -> Reading:
    return coups.read_cline({"events": copy(shared, "cline_coup_v2_1_2.csv")})


@pytest.fixture(scope="module")
def colpus(shared: Path) -> Reading:
    return coups.read_colpus({"events": copy(shared, "colpus_master_coup_list.csv")})


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(cline: Reading, colpus: Reading) -> None:
    for publication, reading in ((CLINE, cline), (COLPUS, colpus)):
        table = publication.table("events")
        frame = checked(table, reading.tables["events"], Path("events"))
        within(table.envelopes[reading.release.stamp], table, frame, Path("events"))
        assert publication.ship(reading) is None
    assert [len(r.tables["events"]) for r in (cline, colpus)] == [981, 593]


@pytest.mark.shared
def test_both_have_a_realised_military_coup_in_myanmar_on_1_february_2021(cline: Reading, colpus: Reading) -> None:
    found = [
        reading.tables["events"].filter(origin="MMR", date=date(2021, 2, 1)).row(0, named=True)
        for reading in (cline, colpus)
    ]
    assert all(row["realised"] for row in found)
    assert "military" in found[0]["types"]
    assert found[1]["military"]
    assert all(row["parties"] == [states.state("MMR").number] for row in found)


@pytest.mark.shared
def test_a_number_means_the_state_that_had_it_then(cline: Reading, colpus: Reading) -> None:
    russian = cline.tables["events"].filter(country="Russia")
    assert set(russian.filter(pl.col("year") == 1993)["origin"]) == {"RUS"}
    soviet = [r.tables["events"].filter(pl.col("date") == date(1991, 8, 19)) for r in (cline, colpus)]
    assert all(set(frame["origin"]) <= {"SUN"} for frame in soviet)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",coup,0,1", ",putsch,0,1", "'putsch'"),
        (",700,Afghanistan,", ",7999,Afghanistan,", "no state that the registry knows"),
        (",1963,3,10,", ",1963,2,30,", "'1963-02-30'"),
    ],
)
def test_an_altered_file_is_refused_with_its_line(shared: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "cline.csv"
    text = copy(shared, "cline_coup_v2_1_2.csv").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Failure) as refused:
        coups.read_cline({"events": path})
    assert said in str(refused.value)
    assert "cline.csv:2" in str(refused.value)
