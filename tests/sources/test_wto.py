"""What is read from the World Trade Organization's bilateral imports."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.sources import wto
from comity.sources.checks import checked, within
from comity.sources.publication import Publication, Reading

NUMBER = {s.id: s.number for s in states.states()}
BOTH = {p.dataset.code: p for p in wto.PUBLICATIONS}


def read(publication: Publication, shared: Path) -> Reading:
    (edition,) = publication.editions
    return edition.read({role: next((shared / "data").glob(place)) for role, place in edition.files.items()})


@pytest.mark.shared
@pytest.mark.parametrize("code", sorted(BOTH))
def test_the_copies_give_the_publishers_cells(shared: Path, code: str) -> None:
    reading, table = read(BOTH[code], shared), BOTH[code].table("imports")
    within(table.envelopes[reading.release.stamp], table, checked(table, reading.tables["imports"], shared), shared)
    assert BOTH[code].ship(reading) is None


@pytest.mark.shared
def test_metals_that_myanmar_bought_of_russia(shared: Path) -> None:
    publication = BOTH["wto_metals"]
    reading = read(publication, shared)
    found = publication.offers[0].values({"imports": nw.from_native(reading.tables["imports"].lazy())})
    rows = found.filter(nw.col("origin") == NUMBER["RUS"], nw.col("target") == NUMBER["MMR"])
    by_year = dict(rows.collect(backend="polars").to_native().select("year", "value").iter_rows())
    assert {y: round(by_year[y] / 1e6, 1) for y in (2018, 2020, 2021)} == {2018: 29.7, 2020: 21.7, 2021: 6.6}
    assert 2016 not in by_year


@pytest.mark.shared
def test_an_importer_that_never_reports_is_not_covered(shared: Path) -> None:
    reading = read(BOTH["wto_arms"], shared)
    (span,) = reading.coverage["imports"]
    assert not span.covers("RUS", "MMR", 2018)
    assert span.covers("RUS", "USA", 2018)
    assert reading.tables["imports"].filter(pl.col("target") == NUMBER["MMR"]).is_empty()
