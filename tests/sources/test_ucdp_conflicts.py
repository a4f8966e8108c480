"""What is read of armed conflicts within states and of their onsets."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import number, paths_of, read, values

from comity.errors import Failure
from comity.sources import ucdp, ucdp_conflicts
from comity.sources.publication import Reading
from comity.vocabulary import Definition

PUBLICATION = ucdp.PUBLICATIONS[0]
CONFLICTS, ONSETS = (
    next(i for i, e in enumerate(PUBLICATION.editions) if e.name == name)
    for name in ("armed conflicts 25.1", "onsets 19.1")
)


@pytest.fixture(scope="module")
def conflicts(shared: Path) -> Reading:
    return read(PUBLICATION, CONFLICTS, shared)


@pytest.fixture(scope="module")
def onsets(shared: Path) -> Reading:
    return read(PUBLICATION, ONSETS, shared)


def of_state(reading: Reading, code: str, state: str) -> dict[int, float]:
    frame = values(PUBLICATION, reading, code).filter(pl.col("state") == number(state))
    return dict(frame.sort("year").select("year", "value").iter_rows())


@pytest.mark.shared
def test_the_level_is_that_of_the_gravest_conflict_of_the_year(conflicts: Reading) -> None:
    found = of_state(conflicts, "conflict.intrastate", "MMR")
    assert [found[y] for y in (2020, 2021, 2022)] == [1, 1, 2]
    rows = conflicts.tables["conflicts_within"].filter(pl.col("state") == number("MMR"), pl.col("year") == 2022)
    assert len(rows) > 1


@pytest.mark.shared
def test_a_conflict_that_foreign_troops_join_stands_apart(conflicts: Reading) -> None:
    within, joined = (of_state(conflicts, f"conflict.{k}", "UKR") for k in ("intrastate", "internationalised"))
    assert set(joined) & {2015, 2016}
    assert 2022 not in within
    assert of_state(conflicts, "conflict.begins", "UKR")[2014] == 1


@pytest.mark.shared
def test_a_conflict_is_a_state_of_the_year_and_not_of_the_number(conflicts: Reading) -> None:
    assert max(of_state(conflicts, "conflict.intrastate", "SUN")) <= 1991
    assert min(of_state(conflicts, "conflict.intrastate", "RUS")) >= 1991
    assert conflicts.notes[0].startswith("2 conflict-years of Hyderabad")


@pytest.mark.shared
def test_onsets_count_new_conflicts_and_those_after_years_of_quiet(onsets: Reading) -> None:
    frame = onsets.tables["onsets"]
    # France in 1946 against four movements and Thailand; Panama in 1989 an invasion and a coup.
    for state, year, n in (("FRA", 1946, 4), ("PAN", 1989, 2)):
        assert of_state(onsets, "conflict.onsets_new", state)[year] == n
    for shorter, longer in (("after_1", "after_2"), ("after_2", "after_3"), ("after_3", "after_5")):
        assert frame.filter(pl.col(shorter) < pl.col(longer)).is_empty()
    assert frame.filter(pl.col("after_10") < pl.col("new")).is_empty()


@pytest.mark.shared
def test_a_small_state_is_not_on_the_list_and_a_listed_zero_is_true(onsets: Reading) -> None:
    found = values(PUBLICATION, onsets, "conflict.onsets_1")
    assert of_state(onsets, "conflict.onsets_1", "MCO") == {}
    assert found.filter((pl.col("value") == 0) != (pl.col("status") == "true zero")).is_empty()


@pytest.mark.shared
def test_the_lists_are_complete_for_their_own_years_alone(conflicts: Reading, onsets: Reading) -> None:
    assert [(s.first, s.last) for s in conflicts.coverage["conflicts_within"]] == [(1946, 2024)]
    assert [(s.first, s.last) for s in onsets.coverage["onsets"]] == [(1946, 2017)]
    absent = {o.what.code: o.what.absent for o in ucdp_conflicts.OFFERS if isinstance(o.what, Definition)}
    assert absent["conflict.intrastate"] == "true zero"
    assert {absent[f"conflict.onsets_{n}"] for n in ("new", 1, 2, 3, 5, 10)} == {"not known"}


@pytest.mark.shared
def test_a_number_that_nobody_has_and_a_new_type_are_refused(shared: Path, tmp_path: Path) -> None:
    original = pl.read_parquet(paths_of(PUBLICATION, CONFLICTS, shared)["conflicts"])
    path = tmp_path / "acd.parquet"
    original.with_columns(pl.col("gwno_a").replace(775, 776)).write_parquet(path)
    with pytest.raises(Failure, match=r"acd\.parquet:\d+: '776' .* no state that the registry knows"):
        ucdp_conflicts.read_conflicts({"conflicts": path})
    original.with_columns(pl.col("type_of_conflict").replace("II", "III")).write_parquet(path)
    with pytest.raises(Failure, match=r"'III' .* in the column 'kind'"):
        ucdp_conflicts.read_conflicts({"conflicts": path})
