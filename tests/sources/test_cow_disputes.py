"""What is read from the two lists of militarised disputes."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import each_pair_once, of_pair, paths_of, read, values

from comity.errors import Failure
from comity.sources import cow_disputes, gml
from comity.sources.publication import Publication, Reading

COW = cow_disputes.PUBLICATIONS[0]
GML = gml.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, tuple[Publication, Reading]]:
    return {"mid_cow": (COW, read(COW, 0, shared)), "mid_gml": (GML, read(GML, 0, shared))}


@pytest.mark.shared
@pytest.mark.parametrize(("code", "directed"), [("mid_cow", 10_234), ("mid_gml", 9_284)])
def test_each_pair_and_year_stands_once_as_the_publisher_counts_them(
    readings: dict[str, tuple[Publication, Reading]], code: str, directed: int
) -> None:
    frame = values(*readings[code], f"disputes.{code}")
    assert len(frame) == directed / 2
    assert each_pair_once(frame)


@pytest.mark.shared
@pytest.mark.parametrize("code", ["mid_cow", "mid_gml"])
def test_russia_and_myanmar_have_had_no_dispute(readings: dict[str, tuple[Publication, Reading]], code: str) -> None:
    frame = values(*readings[code], f"disputes.{code}")
    assert of_pair(frame, "RUS", "MMR") == of_pair(frame, "SUN", "MMR") == []
    offer = next(o for o in readings[code][0].offers if o.what.code == f"disputes.{code}")
    assert offer.what.absent == "true zero"  # type: ignore[union-attr]


@pytest.mark.shared
def test_a_pair_with_several_disputes_in_a_year_keeps_them_and_has_the_highest_hostility(
    readings: dict[str, tuple[Publication, Reading]],
) -> None:
    pairs = readings["mid_cow"][1].tables["pairs"]
    year = ["origin", "target", "year"]
    several = pairs.filter(pl.struct(year).is_duplicated())
    assert len(several) > 800
    highest = values(*readings["mid_cow"], "disputes.hostility_mid_cow")
    met = several.group_by(year).agg(pl.col("hostility").max()).join(highest, on=year, validate="1:1")
    assert (met["hostility"] == met["value"]).all()
    assert len(met) == several.select(year).n_unique()


@pytest.mark.shared
def test_deaths_that_nobody_knows_are_blank_and_never_minus_nine(
    readings: dict[str, tuple[Publication, Reading]],
) -> None:
    pairs = readings["mid_cow"][1].tables["pairs"]
    assert pairs["fatality_origin"].null_count() + pairs["fatality_target"].null_count() == 1_510
    assert pairs["fatality_origin"].min() == 0


@pytest.mark.shared
@pytest.mark.parametrize("code", ["mid_cow", "mid_gml"])
def test_each_dispute_is_a_record_with_both_sides(readings: dict[str, tuple[Publication, Reading]], code: str) -> None:
    records = readings[code][1].tables["disputes"]
    assert (records["parties"].list.len() >= 2).all()
    assert ((records["origin"] != "") & (records["target"] != "")).all()
    # Bangladesh and India: 1996 in the list of disputes, 1995 in the file of pairs.
    backward = records.filter(pl.col("first_year") > pl.col("last_year"))["dispute"].to_list()
    assert backward == ([4005] if code == "mid_cow" else [])


@pytest.mark.shared
def test_a_thirteenth_month_is_a_year(readings: dict[str, tuple[Publication, Reading]]) -> None:
    records = readings["mid_gml"][1].tables["disputes"]
    assert records["date_precision"].value_counts().sort("count").rows() == [("year", 1), ("month", 2_173)]


@pytest.mark.shared
def test_a_pair_in_one_direction_only_is_refused(shared: Path, tmp_path: Path) -> None:
    paths = paths_of(COW, 0, shared)
    path = tmp_path / "cow_mid_dirdisps.parquet"
    pl.read_parquet(paths["pairs"])[1:].write_parquet(path)
    with pytest.raises(Failure, match=r"cow_mid_dirdisps\.parquet:\d+: the pair stands in one direction only"):
        cow_disputes.read_copy({**paths, "pairs": path})
