"""What is read from the memberships of Correlates of War."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import each_pair_once, of_pair, paths_of, read, values

from comity.errors import Failure
from comity.sources import igo
from comity.sources.publication import Reading

PUBLICATION = igo.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return read(PUBLICATION, 0, shared)


@pytest.mark.shared
def test_russia_and_myanmar_shared_27_organisations_in_2014(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "igos.shared")
    assert of_pair(frame, "RUS", "MMR", 2014) == [27.0]
    assert len(frame) == 917_695
    assert each_pair_once(frame)


@pytest.mark.shared
def test_a_printed_zero_is_true_and_a_missing_pair_is_not_known(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "igos.shared")
    assert (frame.filter(pl.col("value") == 0)["status"].unique() == ["true zero"]).all()
    assert all(o.what.absent == "not known" for o in PUBLICATION.offers)  # type: ignore[union-attr]


@pytest.mark.shared
def test_two_states_share_no_more_than_either_belongs_to(reading: Reading) -> None:
    single = reading.tables["memberships"].select("state", "year", "any")
    met = reading.tables["shared"].join(single, left_on=["origin", "year"], right_on=["state", "year"], validate="m:1")
    assert len(met) > 900_000
    assert (met["shared"] <= met["any"]).mean() > 0.999  # type: ignore[operator]


@pytest.mark.shared
def test_a_number_that_no_state_had_in_the_year_is_refused(shared: Path, tmp_path: Path) -> None:
    paths = paths_of(PUBLICATION, 0, shared)
    frame = pl.read_parquet(paths["states"])
    path = tmp_path / "cow_igo_sy.parquet"
    odd = pl.when((pl.col("ccode") == 775) & (pl.col("year") == 2014)).then(260).otherwise("ccode").alias("ccode")
    frame.with_columns(odd).write_parquet(path)
    with pytest.raises(Failure, match=r"cow_igo_sy\.parquet:\d+: '260'"):
        igo.read_copy({**paths, "states": path})
