"""What is read from the Uppsala Conflict Data Program."""

from __future__ import annotations

import zipfile
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import ucdp
from comity.sources.checks import checked, within
from comity.sources.publication import Reading
from comity.sources.reading import head

PUBLICATION = ucdp.PUBLICATIONS[0]
FILES = {
    "country_years": "organizedviolence_country_year_v25_1.parquet",
    "dyads": "dyadic_v24_1.parquet",
    "events": "ged_myanmar_1989_2023_v24_1.parquet",
}
READERS = {"country_years": ucdp.read_country_years, "dyads": ucdp.read_dyads, "events": ucdp.read_events}


def copy(shared: Path, role: str) -> Path:
    return shared / "data/security/ucdp" / FILES[role]


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Reading]:
    return {role: read({role: copy(shared, role)}) for role, read in READERS.items()}


def values(reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    found = offer.values({t: nw.from_native(reading.tables[t].lazy()) for t in offer.tables})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def of_state(frame: pl.DataFrame, id_: str) -> dict[int, float]:
    return dict(frame.filter(pl.col("state") == states.state(id_).number).select("year", "value").iter_rows())


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(readings: dict[str, Reading], shared: Path) -> None:
    for role, reading in readings.items():
        for name, table in reading.tables.items():
            known = PUBLICATION.table(name)
            frame = checked(known, table, copy(shared, role))
            within(known.envelopes[reading.release.stamp], known, frame, copy(shared, role))


@pytest.mark.shared
def test_deaths_in_myanmar_by_country_year(readings: dict[str, Reading]) -> None:
    found = of_state(values(readings["country_years"], "conflict.deaths"), "MMR")
    assert [found[y] for y in range(2020, 2025)] == [207, 1_781, 2_761, 3_065, 2_896]


@pytest.mark.shared
def test_the_three_kinds_add_up_to_the_total(readings: dict[str, Reading]) -> None:
    frame = readings["country_years"].tables["country_years"]
    assert frame.filter(pl.col("state_based") + pl.col("non_state") + pl.col("one_sided") != pl.col("best")).is_empty()
    assert readings["country_years"].notes[0].startswith("in 7 country-years the best estimate is outside")


@pytest.mark.shared
def test_a_listed_zero_is_a_true_zero(readings: dict[str, Reading]) -> None:
    found = values(readings["country_years"], "conflict.deaths")
    assert found.filter((pl.col("value") == 0) != (pl.col("status") == "true zero")).is_empty()
    assert of_state(found, "CHE")[2022] == 0


@pytest.mark.shared
def test_every_recognised_state_is_listed_but_palestine(readings: dict[str, Reading]) -> None:
    frame = readings["country_years"].tables["country_years"]
    listed = set(frame.select("state", "year").iter_rows())
    missing = {
        s.id for s in states.states() for y in range(1989, 2025) if s.exists_in(y) and (s.number, y) not in listed
    }
    assert missing == {"PSE", "XAB", "XSO", "RUS", "YUG", "SCG", "XYN"}  # the last four in a year of change alone


@pytest.mark.shared
def test_serbia_keeps_the_number_of_yugoslavia(readings: dict[str, Reading]) -> None:
    found = values(readings["country_years"], "conflict.deaths")
    assert set(of_state(found, "SRB")) == set(range(2006, 2025))
    assert set(of_state(found, "SUN")) == {1989, 1990, 1991}


@pytest.mark.shared
def test_the_event_file_counts_a_little_differently(readings: dict[str, Reading]) -> None:
    found = of_state(values(readings["events"], "conflict.deaths_events"), "MMR")
    assert [found[y] for y in (2020, 2021, 2022, 2023)] == [205, 1_780, 2_761, 3_125]
    assert readings["events"].coverage["events_by_year"][0].origins == ("MMR",)


@pytest.mark.shared
def test_the_national_unity_government_is_a_side_from_2021(readings: dict[str, Reading]) -> None:
    found = values(readings["dyads"], "conflict.dyads").filter(pl.col("target") == "NUG").sort("year")
    assert found.select("year", "intensity").rows() == [(2021, 1), (2022, 2), (2023, 2)]
    assert found["origin"].unique().to_list() == ["MMR"]
    assert found["parties"].to_list() == [[states.state("MMR").number]] * 3
    assert found["summary"][1] == (
        "Government of Myanmar (Burma) against NUG over government: 1,000 or more deaths in battle in 2022"
    )


@pytest.mark.shared
def test_wars_between_states_are_pairs_of_the_primary_sides(readings: dict[str, Reading]) -> None:
    found = values(readings["dyads"], "conflict.interstate")
    ids = {s.number: s.id for s in states.states()}
    pairs = {(ids[o], ids[t], y): v for o, t, y, v in found.select("origin", "target", "year", "value").iter_rows()}
    assert pairs["RUS", "UKR", 2022] == 2
    assert {p for p in pairs if p[2] == 2003} == {
        ("IND", "PAK", 2003), ("AUS", "IRQ", 2003), ("GBR", "IRQ", 2003), ("IRQ", "USA", 2003),
    }  # fmt: skip
    assert ("IRQ", "USA", 1991) not in pairs
    assert found.filter(pl.col("origin") >= pl.col("target")).is_empty()


@pytest.mark.shared
def test_supporting_states_are_parties_of_the_record(readings: dict[str, Reading]) -> None:
    gulf = readings["dyads"].tables["dyads"].row(by_predicate=pl.col("id") == "799 1991", named=True)
    assert (gulf["origin"], gulf["target"]) == ("IRQ", "KWT")
    assert "USA" in gulf["target_allies"].split("; ")
    assert states.state("USA").number in gulf["parties"]


def as_download(shared: Path, path: Path) -> dict[str, Path]:
    """Write rows of the copy under the columns of UCDP's own file."""
    frame = pl.read_parquet(copy(shared, "events"))
    frame.with_columns(pl.lit("").alias("source_article"), pl.lit("POINT (1 2)").alias("geom_wkt")).write_csv(path)
    return {"events": path}


@pytest.mark.shared
def test_the_download_gives_the_same_rows(readings: dict[str, Reading], shared: Path, tmp_path: Path) -> None:
    paths = as_download(shared, tmp_path / "GEDEvent_v24_1.csv")
    assert PUBLICATION.editions[-1].knows is not None
    assert PUBLICATION.editions[-1].knows(head(paths["events"]))
    again = ucdp.read_events_download(paths)
    table = PUBLICATION.table("events_by_year")
    first = checked(table, readings["events"].tables["events_by_year"], copy(shared, "events"))
    assert checked(table, again.tables["events_by_year"], paths["events"]).equals(first)
    assert (again.release.stamp, again.coverage) == ("v24.1", readings["events"].coverage)


@pytest.mark.shared
def test_the_specimen_of_19_1_is_read(shared: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(shared / "samples/ucdp/ged191-csv_cut.zip") as folder:
        folder.extract("ged191.csv", tmp_path)
    reading = ucdp.read_events_download({"events": tmp_path / "ged191.csv"})
    found = reading.tables["events_by_year"]
    assert reading.release.stamp == "v19.1"
    assert found.filter(pl.col("year") == 2015).select("events", "best", "high").rows() == [(4, 6, 57)]


@pytest.mark.shared
def test_a_download_without_its_version_is_refused(shared: Path, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="does not say the version"):
        ucdp.read_events_download(as_download(shared, tmp_path / "events.csv"))


@pytest.mark.shared
def test_a_number_that_nobody_had_in_the_year_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "organizedviolence.parquet"
    frame = pl.read_parquet(copy(shared, "country_years"))
    frame.with_columns(pl.col("country_id_cy").replace(775, 265)).write_parquet(path)
    with pytest.raises(Failure, match=r"parquet:\d+: '265' .* no state that the registry knows"):
        ucdp.read_country_years({"country_years": path})


@pytest.mark.shared
def test_a_new_type_of_conflict_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "dyadic.parquet"
    pl.read_parquet(copy(shared, "dyads")).with_columns(pl.col("type_of_conflict").replace(1, 5)).write_parquet(path)
    with pytest.raises(Failure, match=r"'5' .* in the column 'kind'"):
        ucdp.read_dyads({"dyads": path})
