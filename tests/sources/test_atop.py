"""What is read from the alliances of ATOP."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.sources.dyads_at_hand import number, read, values

from comity.sources import atop
from comity.sources.publication import Reading

PUBLICATION = atop.PUBLICATIONS[0]


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return read(PUBLICATION, 0, shared)


def promised(reading: Reading, promise: str, origin: str, target: str) -> list[int]:
    frame = values(PUBLICATION, reading, f"alliances.{promise}")
    rows = frame.filter(pl.col("origin") == number(origin), pl.col("target") == number(target))
    return rows["year"].sort().to_list()


@pytest.mark.shared
def test_russia_and_myanmar_promise_not_to_attack_and_nothing_else(reading: Reading) -> None:
    assert promised(reading, "nonaggression", "RUS", "MMR") == list(range(2004, 2019))
    for promise in ("defense", "offense", "neutrality", "consultation"):
        assert not promised(reading, promise, "RUS", "MMR")
    assert promised(reading, "consultation", "SUN", "MMR") == [1962, 1963, 1964]


@pytest.mark.shared
def test_a_promise_that_one_side_makes_alone_has_a_direction(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "alliances.defense")
    turned = frame.select(pl.col("target").alias("origin"), pl.col("origin").alias("target"), "year")
    assert len(frame.join(turned, on=["origin", "target", "year"], how="anti")) > 400


@pytest.mark.shared
def test_both_germanies_of_1990_are_one_row(reading: Reading) -> None:
    frame = values(PUBLICATION, reading, "alliances.defense")
    rows = frame.filter(pl.col("origin") == number("USA"), pl.col("target") == number("DEU"), pl.col("year") == 1990)
    assert rows["value"].to_list() == [1.0]


@pytest.mark.shared
def test_a_promise_of_a_state_before_independence_or_under_occupation_stands(reading: Reading) -> None:
    rows = reading.tables["alliances"].filter(pl.col("origin") == number("UKR"), pl.col("year") == 1990)
    assert len(rows) == 2
    assert promised(reading, "defense", "XSE", "GRC")[-3:] == [1916, 1917, 1918]


@pytest.mark.shared
def test_rows_of_ended_states_and_of_1815_are_set_aside_and_counted_by_state(reading: Reading) -> None:
    assert reading.tables["alliances"]["year"].min() == 1816
    assert reading.tables["alliances"].filter(pl.col("origin") == number("CSK"), pl.col("year") > 1992).is_empty()
    assert reading.notes[0].startswith("128 rows of states after their end or before 1816 are set aside (XAH 15")
    assert "CSK 2" in reading.notes[0]


def test_nothing_of_it_is_shipped() -> None:
    assert PUBLICATION.dataset.licence.ship == "no"
    assert PUBLICATION.ship(Reading(atop.RELEASE, {}, {})) is None
