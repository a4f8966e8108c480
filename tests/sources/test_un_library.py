"""What is read from the United Nations Digital Library, and what is made of the ballots."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import un_library
from comity.sources.checks import checked, within
from comity.sources.publication import Reading
from comity.sources.un_ballots import CELLS, joint_ballots

PUBLICATION = un_library.PUBLICATIONS[0]
# On Myanmar in 2021, on Ukraine in 2022 and 2014.
THREE = {3929594: "A/RES/75/287", 3959039: "A/RES/ES-11/1", 767565: "A/RES/68/262"}


def copies(shared: Path) -> dict[str, Path]:
    folder = shared / "data/security/un_votes_digital_library"
    return {"resolutions": folder / "resolutions.parquet", "votes": folder / "votes.parquet"}


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return un_library.read_copy(copies(shared))


def header(shared: Path) -> list[str]:
    text = (shared / "samples/un_digital_library/ga_voting_2026-02-06_layout_cut.csv").read_text(encoding="utf-8")
    return next(csv.reader(text.splitlines()))


def as_published(shared: Path) -> Iterator[dict[str, Any]]:
    """Give rows of the copy the columns of the library's own file."""
    paths = copies(shared)
    records = pl.read_parquet(paths["resolutions"]).filter(pl.col("undl_id").is_in(list(THREE)))
    votes = pl.read_parquet(paths["votes"]).with_columns(pl.col("ms_name", "iso3", "ms_vote").cast(pl.String))
    for row in votes.drop("body", "year").join(records, on="undl_id").iter_rows(named=True):
        yield dict.fromkeys(header(shared), "") | {
            "undl_id": row["undl_id"], "ms_code": row["iso3"], "ms_name": row["ms_name"], "ms_vote": row["ms_vote"],
            "date": row["date"], "resolution": row["resolution"], "title": row["title"],
            "total_yes": row["total_yes"], "total_no": row["total_no"], "total_abstentions": row["total_abstain"],
            "total_non_voting": row["total_nonvoting"], "total_ms": float(row["n_members_listed"]),
            "undl_link": f"https://digitallibrary.un.org/record/{row['undl_id']}",
        }  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]], columns: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    return path


def of_pair(table: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    origin, target = sorted(states.state(s).number for s in (first, second))
    return table.filter(pl.col("origin") == origin, pl.col("target") == target).sort("year")


@pytest.mark.shared
def test_the_copy_gives_the_tables_and_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        path = copies(shared)["votes"]
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, path), path)


@pytest.mark.shared
def test_russia_and_myanmar_agree_less_each_year_after_2020(reading: Reading) -> None:
    pair = of_pair(reading.tables["joint_ballots"], "RUS", "MMR").filter(pl.col("year").is_between(2020, 2023))
    ballots = pair.select(pl.sum_horizontal(CELLS)).to_series().to_list()
    alike = pair.select(pl.sum_horizontal("yy", "nn", "aa")).to_series().to_list()
    assert ballots == [82, 66, 85, 86]
    assert [round(a / n, 3) for a, n in zip(alike, ballots, strict=True)] == [0.756, 0.606, 0.518, 0.488]


@pytest.mark.shared
def test_a_roll_call_says_how_each_member_voted(reading: Reading) -> None:
    (row,) = reading.tables["roll_calls"].filter(pl.col("id") == "A/RES/75/287").to_dicts()
    assert (row["yes"], row["no"], row["abstentions"], row["voted_no"]) == (119, 1, 36, "BLR")
    assert {"RUS", "CHN", "IND"} <= set(row["abstained"].split("; "))
    assert "MMR" in row["voted_yes"].split("; ")
    assert row["target"] == "MMR"
    assert row["date"] == date(2021, 6, 18)
    assert {states.state("RUS").number, states.state("MMR").number} <= set(row["parties"])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("symbol", "target"),
    [("A/RES/68/262", "UKR"), ("A/RES/ES-11/8", "UKR"), ("A/RES/ES-11/3", "RUS; UKR")],
)
def test_roll_calls_on_ukraine_are_there_with_their_subject(reading: Reading, symbol: str, target: str) -> None:
    found = reading.tables["roll_calls"].filter(pl.col("id") == symbol)
    assert found["target"].to_list() == [target]


@pytest.mark.shared
def test_what_ships_holds_no_ballots_but_under_three_per_cent_in_roll_calls(reading: Reading) -> None:
    shipped = un_library.ship(reading)
    assert set(shipped.tables) == set(shipped.coverage) == {"resolutions", "joint_ballots", "roll_calls"}
    listed = (
        shipped.tables["roll_calls"].select(pl.sum_horizontal("yes", "no", "abstentions", "non_voting")).sum().item()
    )
    assert listed < 0.03 * len(reading.tables["ballots"])


@pytest.mark.shared
def test_the_joint_ballots_of_a_pair_fit_in_three_and_a_half_megabytes(reading: Reading, tmp_path: Path) -> None:
    table = reading.tables["joint_ballots"].sort(PUBLICATION.table("joint_ballots").keys)
    table.write_parquet(tmp_path / "joint.parquet", compression="zstd")
    assert (tmp_path / "joint.parquet").stat().st_size <= 3_500_000


@pytest.mark.shared
@pytest.mark.parametrize("year_of_layout", [2025, 2026])
def test_the_librarys_own_file_gives_the_same_rows(
    reading: Reading, shared: Path, tmp_path: Path, year_of_layout: int
) -> None:
    columns = [c for c in header(shared) if c != "vote_note" or year_of_layout == 2026]
    path = write(tmp_path / f"{year_of_layout}_2_6_ga_voting.csv", list(as_published(shared)), columns)
    own = un_library.read_download({"votes": path})
    assert own.release.stamp == f"{year_of_layout}-02-06"
    copy = {
        n: reading.tables[n].filter(pl.col("undl_id").is_in(list(THREE)))
        for n in reading.tables
        if n != "joint_ballots"
    }
    copy["joint_ballots"] = joint_ballots(copy["ballots"])
    for name, frame in copy.items():
        table = PUBLICATION.table(name)
        assert checked(table, own.tables[name], path).equals(checked(table, frame, path)), name


@pytest.mark.shared
def test_the_specimen_of_the_librarys_own_file_is_known_and_read(shared: Path) -> None:
    path = shared / "samples/un_digital_library/ga_voting_2026-02-06_layout_cut.csv"
    knows = PUBLICATION.editions[1].knows
    assert knows is not None
    assert knows(path.read_text(encoding="utf-8"))
    ballots = un_library.read_download({"votes": path}).tables["ballots"]
    assert dict(ballots.select("state", "ballot").iter_rows()) == {
        states.state("AFG").number: "yes",
        states.state("BEN").number: "non-voting",
    }


@pytest.mark.shared
def test_the_seat_of_china_is_taiwans_until_25_october_1971(reading: Reading) -> None:
    dated = reading.tables["ballots"].join(reading.tables["resolutions"].select("undl_id", "date"), on="undl_id")
    last = dated.filter(pl.col("state") == states.state("TWN").number)["date"].max()
    first = dated.filter(pl.col("state") == states.state("CHN").number, pl.col("year") > 1949)["date"].min()
    assert last < date(1971, 10, 25) <= first  # type: ignore[operator]


@pytest.mark.shared
def test_an_unknown_ballot_is_refused_with_its_line(shared: Path, tmp_path: Path) -> None:
    rows = list(as_published(shared))
    rows[4]["ms_vote"] = "M"
    path = write(tmp_path / "ga_voting.csv", rows, header(shared))
    with pytest.raises(Failure, match=r"ga_voting\.csv:6: 'M' \(1 row\) in the column 'ms_vote'"):
        un_library.read_download({"votes": path})


@pytest.mark.shared
def test_a_row_that_is_cut_is_refused_with_its_line(shared: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "ga_voting.csv", list(as_published(shared)), header(shared))
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n").rsplit(",", 2)[0] + "\n", encoding="utf-8")
    with pytest.raises(Failure, match=r"ga_voting\.csv:580: fewer fields"):
        un_library.read_download({"votes": path})


@pytest.mark.shared
def test_a_member_that_votes_twice_is_refused(shared: Path, tmp_path: Path) -> None:
    rows = list(as_published(shared))
    path = write(tmp_path / "ga_voting.csv", [*rows, rows[0]], header(shared))
    with pytest.raises(Failure, match="2 rows share their key"):
        un_library.read_download({"votes": path})


def test_the_figures_of_a_seat_held_by_others_are_unfit_from_its_day_on() -> None:
    ballots = PUBLICATION.offers[0].what
    unfit = [c for c in ballots.caveats if c.unfit and c.touches(("RUS", "MMR"), 2021, 2021)]
    assert len(unfit) == 1
    assert "National Unity Government" in unfit[0].text
    assert not [c for c in ballots.caveats if c.unfit and c.touches(("RUS", "MMR"), 2020, 2020)]
