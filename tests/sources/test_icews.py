"""What is read from the counts of ICEWS."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import icews
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = icews.PUBLICATIONS[0]


def copy(shared: Path) -> Path:
    return shared / "data/security/events_icews/icews_dyad_year_2002_2014.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return icews.read({"events": copy(shared)})


def values(reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    relation = offer.values({"events": nw.from_native(reading.tables["events"].lazy())})
    frame: pl.DataFrame = relation.collect(backend="polars").to_native()
    return frame


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, frame in reading.tables.items():
        table = PUBLICATION.table(name)
        within(table.envelopes[reading.release.stamp], table, checked(table, frame, copy(shared)), copy(shared))


@pytest.mark.shared
def test_russia_on_myanmar_in_2014(reading: Reading) -> None:
    pair = {"origin": states.state("RUS").number, "target": states.state("MMR").number, "year": 2014}
    assert values(reading, "events.verbal_cooperation").filter(**pair)["value"].to_list() == [43.0]


@pytest.mark.shared
def test_where_nothing_was_coded_there_is_no_row_and_none_is_on_record(reading: Reading) -> None:
    for offer in PUBLICATION.offers:
        assert offer.what.absent == "none recorded"  # type: ignore[union-attr]
        assert values(reading, offer.what.code)["value"].min() == 1.0
    assert len(reading.tables["events"]) == 152 * 151 * 13


@pytest.mark.shared
def test_only_its_152_states_are_covered(reading: Reading) -> None:
    (span,) = reading.coverage["events"]
    assert len(span.origins or ()) == len(span.targets or ()) == 152
    assert span.covers("RUS", "MMR", 2014)
    assert not span.covers("RUS", "XKX", 2014)


@pytest.mark.shared
def test_nothing_is_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) is None
    assert PUBLICATION.dataset.licence.ship == "no"


@pytest.mark.shared
def test_a_copy_that_lacks_a_pair_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "icews.parquet"
    pl.read_parquet(copy(shared)).slice(1).write_parquet(path)
    with pytest.raises(Failure, match=r"icews.parquet: 298,375 rows for 152 states in 13 years"):
        icews.read({"events": path})
