"""What is read from Voeten's list of roll calls."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity.errors import Failure
from comity.sources import voeten
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = voeten.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/un_votes_voeten/un_roll_calls.parquet"


def paths(shared: Path) -> dict[str, Path]:
    return {"roll_calls": copy(shared), "issues": copy(shared).with_name("un_roll_call_issues.parquet")}


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return voeten.read(paths(shared))


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_6203_roll_calls_of_74_sessions_have_5745_codes_of_issues(reading: Reading) -> None:
    frame = reading.tables["roll_calls"]
    assert (len(frame), frame["session"].max()) == (6_203, 74)
    issues = frame["issues"].drop_nulls().str.split("; ").explode()
    assert len(issues) == len(reading.tables["codes"]) == 5_745
    assert set(issues) == set(voeten.ISSUES.values())
    assert (issues == "Arms control and disarmament").sum() == 1_092


@pytest.mark.shared
def test_what_is_not_coded_is_blank(reading: Reading) -> None:
    frame = reading.tables["roll_calls"]
    assert [frame[c].null_count() for c in ("important", "amendment", "paragraph")] == [605, 3_335, 2_995]


@pytest.mark.shared
def test_the_list_is_shipped_without_descriptions_and_without_votes(reading: Reading) -> None:
    shipped = PUBLICATION.ship(reading)
    assert shipped is not None
    assert list(shipped.tables) == ["roll_calls", "codes"]
    bare = shipped.tables["roll_calls"]
    assert bare["description"].is_null().all()
    assert len(checked(PUBLICATION.table("roll_calls"), bare, Path("shipped"))) == 6_203


@pytest.mark.shared
def test_an_issue_of_no_roll_call_or_of_no_known_kind_is_refused(shared: Path, tmp_path: Path) -> None:
    mine = {**paths(shared), "issues": tmp_path / "issues.parquet"}
    frame = pl.read_parquet(paths(shared)["issues"])
    frame.with_columns(pl.col("rcid").replace(77, 999_999)).write_parquet(mine["issues"])
    with pytest.raises(Failure, match=r"issues.parquet: no roll call 999999"):
        voeten.read(mine)
    frame.with_columns(pl.col("short_name").replace("me", "xx")).write_parquet(mine["issues"])
    with pytest.raises(Failure, match=r"issues.parquet:1: 'xx'"):
        voeten.read(mine)
