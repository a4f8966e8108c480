"""What is read from UNHCR's end-year totals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import unhcr
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = unhcr.PUBLICATIONS[0]
TABLE = PUBLICATION.table("population")
FIGURES = ["refugees", "asylum_seekers", "idps"]


def copy(shared: Path) -> Path:
    return shared / "data/security/unhcr_refugees/population.parquet"


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    return unhcr.read_copy({"population": copy(shared)})


def values(reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    found = offer.values({"population": nw.from_native(reading.tables["population"].lazy())})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def rows_of_copy(shared: Path) -> list[dict[str, Any]]:
    frame = pl.read_parquet(copy(shared))
    return frame.filter(pl.col("year") == 2021, pl.col("coo_iso").is_in(["MMR", "UKR", "UNK"])).to_dicts()


def item(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row of the copy the three kinds of cell of the interface: number, 0 as text, '-'."""
    figures = {f: row[f] or "0" for f in FIGURES} | ({"asylum_seekers": "-"} if not row["asylum_seekers"] else {})
    names = ("year", "coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
    rest = dict.fromkeys(("returned_refugees", "returned_idps", "stateless", "ooc", "oip", "hst"), "-")
    return {n: row[n] for n in names} | {"coo_id": 1, "coa_id": 2} | figures | rest


def answer(path: Path, items: list[dict[str, Any]], pages: int = 1) -> dict[str, Path]:
    path.write_text(json.dumps({"page": 1, "maxPages": pages, "total": [], "items": items}), encoding="utf-8")
    return {"population": path}


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    frame = checked(TABLE, reading.tables["population"], copy(shared))
    within(TABLE.envelopes[reading.release.stamp], TABLE, frame, copy(shared))


@pytest.mark.shared
def test_people_displaced_within_myanmar(reading: Reading) -> None:
    found = values(reading, "displacement.idps").filter(pl.col("state") == states.state("MMR").number)
    known = dict(found.select("year", "value").iter_rows())
    assert [known[y] for y in (2020, 2021, 2022, 2023, 2025)] == [370_320, 671_011, 1_504_848, 2_607_645, 3_628_840]


@pytest.mark.shared
def test_refugees_from_myanmar_in_all_states(reading: Reading) -> None:
    found = values(reading, "displacement.refugees").filter(pl.col("origin") == states.state("MMR").number)
    total = dict(found.group_by("year").agg(pl.col("value").sum()).iter_rows())
    assert [total[y] for y in (2020, 2021, 2023, 2025)] == [1_103_245, 1_177_327, 1_283_426, 1_524_378]
    assert found.filter(pl.col("target") == states.state("RUS").number).is_empty()


@pytest.mark.shared
def test_pairs_are_of_two_states_and_a_printed_zero_is_none_recorded(reading: Reading) -> None:
    for code in ("displacement.refugees", "displacement.asylum_seekers"):
        found = values(reading, code)
        assert not found["origin"].null_count() + found["target"].null_count()
        assert found.filter(pl.col("origin") == pl.col("target")).is_empty()
        assert set(found.filter(pl.col("value") == 0)["status"]) == {"none recorded"}
    assert values(reading, "displacement.asylum_seekers")["year"].min() == 2000


@pytest.mark.shared
def test_coverage_begins_with_the_first_year_of_each_figure(reading: Reading) -> None:
    first = {o.what.code: o.coverage(reading.coverage["population"])[0].first for o in PUBLICATION.offers}
    assert first == {"displacement.refugees": 1951, "displacement.asylum_seekers": 2000, "displacement.idps": 1993}


@pytest.mark.shared
def test_the_interface_gives_the_same_rows(reading: Reading, shared: Path, tmp_path: Path) -> None:
    rows = rows_of_copy(shared)
    paths = answer(tmp_path / "population.json", [item(row) for row in rows])
    own = unhcr.read_api(paths).tables["population"]
    same = reading.tables["population"].filter(
        pl.col("year") == 2021, pl.col("coo").is_in(list({row["coo_iso"] for row in rows}))
    )
    assert checked(TABLE, own, copy(shared)).equals(checked(TABLE, same, copy(shared)))


@pytest.mark.shared
def test_the_file_of_the_data_exchange_gives_the_same_rows(reading: Reading, shared: Path, tmp_path: Path) -> None:
    rows = rows_of_copy(shared)
    head = (
        (shared / "samples/unhcr/HDX_EndYearPopulationTotals_2021_cut.csv").read_text(encoding="utf-8").split("\n")[0]
    )
    lines = [
        f'{r["year"]},"{r["coo_iso"]}","{r["coa_iso"]}",{r["refugees"]},{r["idps"]},{r["asylum_seekers"]},0,0,0'
        for r in rows
    ]
    path = tmp_path / "totals.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    own = unhcr.read_hdx({"population": path}).tables["population"]
    same = reading.tables["population"].filter(
        pl.col("year") == 2021, pl.col("coo").is_in(list({row["coo_iso"] for row in rows}))
    )
    assert checked(TABLE, own, path).equals(checked(TABLE, same, path))


@pytest.mark.shared
def test_the_specimen_of_the_data_exchange_is_read(shared: Path) -> None:
    path = shared / "samples/unhcr/HDX_EndYearPopulationTotals_2021_cut.csv"
    assert PUBLICATION.editions[1].knows is not None
    assert PUBLICATION.editions[1].knows(path.read_text(encoding="utf-8"))
    found = unhcr.read_hdx({"population": path}).tables["population"]
    assert found.filter(pl.col("year") == 1979, pl.col("coa") == "PAK")["refugees"].to_list() == [400_000]


@pytest.mark.shared
def test_a_sum_over_places_of_asylum_is_refused_with_what_to_ask(shared: Path) -> None:
    path = shared / "samples/unhcr/population_item_live_2026-08-02.json"
    with pytest.raises(Failure, match="item 1 is a sum over states"):
        unhcr.read_api({"population": path})


@pytest.mark.shared
def test_a_page_of_several_is_refused(shared: Path, tmp_path: Path) -> None:
    paths = answer(tmp_path / "page.json", [item(row) for row in rows_of_copy(shared)], pages=7)
    with pytest.raises(Failure, match="page 1 of 7"):
        unhcr.read_api(paths)


@pytest.mark.shared
def test_displaced_people_in_the_row_of_another_state_are_refused(shared: Path, tmp_path: Path) -> None:
    frame = (
        pl.read_parquet(copy(shared))
        .head(3)
        .with_columns(pl.lit(7, pl.Int32).alias("idps"), pl.lit("RUS").alias("coo_iso"))
    )
    frame.write_parquet(tmp_path / "population.parquet")
    with pytest.raises(Failure, match=r"population\.parquet:1: people displaced within"):
        unhcr.read_copy({"population": tmp_path / "population.parquet"})
