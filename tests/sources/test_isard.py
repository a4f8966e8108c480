"""What is read of the tables of isard: scores of democracy, and GDP and population by a model."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import number, paths_of, read, values

from comity.errors import Failure
from comity.sources import isard
from comity.sources.publication import Publication, Reading

SCORES, MODELLED = isard.PUBLICATIONS


@pytest.fixture(scope="module")
def scores(shared: Path) -> Reading:
    return read(SCORES, 0, shared)


@pytest.fixture(scope="module")
def economies(shared: Path) -> Reading:
    return read(MODELLED, 0, shared)


def of(book: Publication, reading: Reading, code: str, state: str, year: int) -> list[float]:
    rows = values(book, reading, code).filter(pl.col("state") == number(state), pl.col("year") == year)
    return rows["value"].to_list()


@pytest.mark.shared
def test_the_two_lists_are_scaled_apart_and_stand_apart(scores: Reading) -> None:
    cow, gw = (of(SCORES, scores, f"regimes.uds{k}", "MMR", 2014) for k in ("", "_gw"))
    assert (cow, gw) == ([pytest.approx(-0.491771, abs=1e-6)], [pytest.approx(-0.412094, abs=1e-6)])


@pytest.mark.shared
def test_the_adjusted_score_is_the_score_less_one_threshold(scores: Reading) -> None:
    for name, threshold in (("scores", 0.293156), ("scores_gw", 0.396701)):
        frame = scores.tables[name]
        assert (frame["score"] - frame["adjusted"]).round(5).unique().to_list() == [pytest.approx(threshold, abs=1e-5)]


@pytest.mark.shared
def test_the_row_of_1990_is_united_germanys(scores: Reading, economies: Reading) -> None:
    assert of(SCORES, scores, "regimes.uds", "DEU", 1990) == [pytest.approx(1.595054, abs=1e-6)]
    assert of(MODELLED, economies, "economy.population_modelled", "DEU", 1990) == [pytest.approx(76.469, abs=1e-3)]


@pytest.mark.shared
def test_gdp_is_about_that_of_a_person_times_the_people(economies: Reading) -> None:
    frame = economies.tables["economies"].filter(pl.col("year") == 2019)
    ratio = frame["gdp"] / (frame["per_person"] * frame["population"])
    assert 0.7 < ratio.median() < 1.4  # type: ignore[operator]
    assert economies.coverage["economies"][0].last == 2019


def test_nothing_of_it_is_shipped() -> None:
    for book in isard.PUBLICATIONS:
        assert book.dataset.licence.ship == "no"
        assert book.ship(Reading(isard.STAMP, {}, {})) is None


@pytest.mark.shared
def test_a_number_that_nobody_has_is_refused(shared: Path, tmp_path: Path) -> None:
    paths = paths_of(SCORES, 0, shared)
    bad = tmp_path / "gw_democracy.parquet"
    pl.read_parquet(paths["gw"]).with_columns(pl.col("gwcode").replace(775, 776)).write_parquet(bad)
    with pytest.raises(Failure, match=r"gw_democracy\.parquet:\d+: '776' .* no state that the registry knows"):
        isard.read_scores({**paths, "gw": bad})
