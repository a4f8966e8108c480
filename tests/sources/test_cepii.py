"""What is read from CEPII: BACI's flows by pair, and GeoDist's distances."""

from __future__ import annotations

import zipfile
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import cepii
from comity.sources.checks import checked, within
from comity.sources.publication import Publication, Reading

BACI, GEODIST = cepii.PUBLICATIONS
PAIRS = BACI.table("pairs")
NUMBER = {s.id: s.number for s in states.states()}
# A few of BACI's own numbers for economies: where ISO 3166 has another, the last five differ from it.
OWN = {"RUS": 643, "MMR": 104, "CHN": 156, "IND": 699, "USA": 842, "FRA": 251, "NOR": 579, "CHE": 757}


def paths(shared: Path) -> dict[str, Path]:
    economy = shared / "data/economy"
    return {
        "pairs": economy / "trade_baci_2000_2020/baci_pairs_2000_2020.parquet",
        "pairs_2023": economy / "trade_baci_2023/baci_pairs_2023.parquet",
    }


@pytest.fixture(scope="module")
def baci(shared: Path) -> Reading:
    return cepii.read_copy(paths(shared))


@pytest.fixture(scope="module")
def geodist(shared: Path) -> Reading:
    return GEODIST.editions[0].read({"pairs": shared / "data/economy/cepii_geodist/dist_cepii.rda"})


def values(publication: Publication, reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in publication.offers if o.what.code == code)
    found = offer.values({name: nw.from_native(frame.lazy()) for name, frame in reading.tables.items()})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def flow(frame: pl.DataFrame, origin: str, target: str, year: int) -> float:
    row = frame.filter(pl.col("origin") == NUMBER[origin], pl.col("target") == NUMBER[target], pl.col("year") == year)
    found: float = row["value"].item()
    return found


def year_file(path: Path, rows: list[tuple[int, str, str, float]]) -> Path:
    """Write BACI's layout: each pair's sum parted over two products, a weight that is not known padded with blanks."""
    lines = ["t,i,j,k,v,q"]
    for year, origin, target, thousands in rows:
        lines.append(f"{year},{OWN[origin]},{OWN[target]},271019,{thousands * 0.25:.3f},           NA")
        lines.append(f"{year},{OWN[origin]},{OWN[target]},300490,{thousands - round(thousands * 0.25, 3):.3f},3.125")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.shared
def test_the_copies_give_the_publishers_cells(baci: Reading, geodist: Reading, shared: Path) -> None:
    for publication, reading in ((BACI, baci), (GEODIST, geodist)):
        for name, rows in reading.tables.items():
            table = publication.table(name)
            within(table.envelopes[reading.release.stamp], table, checked(table, rows, shared), shared)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("origin", "target", "year", "millions"),
    [
        ("RUS", "MMR", 2011, 236.9),
        ("RUS", "MMR", 2016, 205.6),
        ("RUS", "MMR", 2020, 119.0),
        ("RUS", "MMR", 2023, 25.0),
        ("MMR", "RUS", 2020, 147.2),
        ("MMR", "RUS", 2023, 38.6),
        ("RUS", "CHN", 2023, 129_002.5),
        ("CHN", "USA", 2018, 500_928),
        ("CHN", "MMR", 2019, 12_385),
    ],
)
def test_flows_in_dollars(baci: Reading, origin: str, target: str, year: int, millions: float) -> None:
    found = values(BACI, baci, "trade.exports")
    assert flow(found, origin, target, year) / 1e6 == pytest.approx(millions, abs=0.51 if millions > 10_000 else 0.06)


@pytest.mark.shared
def test_2021_and_2022_stay_a_hole(baci: Reading) -> None:
    spans = baci.coverage["pairs"]
    assert set(baci.tables["pairs"]["year"]) == {*range(2000, 2021), 2023}
    for year in (2021, 2022, 2024):
        assert not any(s.covers("RUS", "MMR", year) for s in spans)
    assert all(any(s.covers("RUS", "MMR", year) for s in spans) for year in (2000, 2020, 2023))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("economy", "year", "covered"),
    [
        ("TWN", 2018, False),
        ("BLR", 2018, True),
        ("BLR", 2023, True),
        ("CUB", 2023, False),
        ("PRK", 2023, False),
        ("SSD", 2011, False),
        ("SSD", 2012, True),
        ("SCG", 2004, False),
        ("SRB", 2006, True),
    ],
)
def test_an_economy_that_is_not_in_the_table_is_not_covered(
    baci: Reading, economy: str, year: int, covered: bool
) -> None:
    spans = baci.coverage["pairs"]
    assert any(s.covers("RUS", economy, year) for s in spans) is covered
    assert any(s.covers(economy, "RUS", year) for s in spans) is covered


@pytest.mark.shared
def test_each_row_says_of_which_release_it_is(baci: Reading) -> None:
    by = baci.tables["pairs"].group_by("release").agg(pl.col("year").min(), pl.col("year").max().alias("last"))
    assert sorted(by.rows()) == [("V202501", 2023, 2023), ("before 2024, not named", 2000, 2020)]


@pytest.mark.shared
def test_a_pair_that_is_not_there_is_not_known(baci: Reading) -> None:
    offer = next(o for o in BACI.offers if o.what.code == "trade.exports")
    assert offer.what.absent == "not known"  # type: ignore[union-attr]
    # Russia and Belarus trade more than with most, but neither reported 2023 in the nomenclature of the copy.
    found = values(BACI, baci, "trade.exports").filter(pl.col("year") == 2023, pl.col("origin") == NUMBER["RUS"])
    silent = ["BLR", "KOR", "POL", "VNM"]
    assert not set(found["target"]) & {NUMBER[i] for i in silent}
    told = next(c for c in offer.what.caveats if "South Korea" in c.text)
    assert told.touches(("RUS", "KOR"), 2023, 2023)
    assert not told.touches(("RUS", "KOR"), 2019, 2020)


@pytest.mark.shared
def test_there_are_no_totals_of_the_year_whose_large_flows_are_missing(baci: Reading) -> None:
    assert max(baci.tables["totals"]["year"].to_list()) == 2020
    assert not any(s.covers("RUS", None, 2023) for s in baci.coverage["totals"])
    assert any(s.covers("RUS", None, 2020) for s in baci.coverage["totals"])


@pytest.mark.shared
def test_totals_are_the_sums_over_the_economies_in_the_table(baci: Reading) -> None:
    flows = values(BACI, baci, "trade.exports")
    sold = values(BACI, baci, "trade.exports_total")
    russia = (pl.col("year") == 2018) & (pl.col("state") == NUMBER["RUS"])
    summed = flows.filter(pl.col("year") == 2018, pl.col("origin") == NUMBER["RUS"])["value"].sum()
    assert sold.filter(russia)["value"].item() == pytest.approx(summed)
    assert sold.filter(pl.col("year") == 2018)["value"].sum() == pytest.approx(18.03e12, rel=1e-3)


@pytest.mark.shared
def test_the_file_that_is_cut_is_named(shared: Path, tmp_path: Path) -> None:
    places = paths(shared)
    cut = tmp_path / "baci_pairs_2023.parquet"
    pl.read_parquet(places["pairs_2023"]).head(17_000).write_parquet(cut)
    with pytest.raises(Failure, match=r"baci_pairs_2023\.parquet: 17,000 rows .* expected at least 25,300"):
        cepii.read_copy({**places, "pairs_2023": cut})


@pytest.mark.shared
def test_bacis_own_file_gives_the_same_rows(baci: Reading, shared: Path, tmp_path: Path) -> None:
    copy = pl.read_parquet(paths(shared)["pairs_2023"]).with_columns(pl.col("exporter", "importer").cast(pl.String))
    rows = copy.filter(pl.col("exporter").is_in(list(OWN)), pl.col("importer").is_in(list(OWN)))
    own = [(r["year"], r["exporter"], r["importer"], r["value_kusd"]) for r in rows.to_dicts()]
    path = year_file(tmp_path / "BACI_HS22_Y2023_V202501.csv", own)
    reading = cepii.read_year({"pairs": path})
    columns = ["origin", "target", "year", "exports", "release"]
    numbers = [NUMBER[i] for i in OWN]
    same = baci.tables["pairs"].filter(
        pl.col("year") == 2023, pl.col("origin").is_in(numbers), pl.col("target").is_in(numbers)
    )
    assert reading.release.stamp == "V202501"
    assert reading.release.published == baci.release.published
    assert checked(PAIRS, reading.tables["pairs"], path).select(columns).sort(columns).equals(
        same.select(columns).sort(columns)
    )  # fmt: skip


def test_the_archive_is_read_year_by_year(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_V202601.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for year in (2021, 2022):
            one = year_file(tmp_path / f"BACI_HS92_Y{year}_V202601.csv", [(year, "RUS", "MMR", 10.0 * (year - 2020))])
            archive.write(one, one.name)
        archive.writestr("country_codes_V202601.csv", "country_code,country_name\n643,Russia\n")
    knows = BACI.editions[-1].knows
    assert knows is not None
    assert knows(path.read_bytes()[:500].decode("utf-8", errors="ignore"))
    reading = cepii.read_archive({"pairs": path})
    assert reading.release.stamp == "V202601"
    assert reading.release.published.isoformat() == "2026-01-31"
    assert sorted(reading.tables["pairs"].select("year", "exports").rows()) == [(2021, 10_000.0), (2022, 20_000.0)]
    assert [(s.first, s.last) for s in reading.coverage["pairs"]] == [(2021, 2022)]


@pytest.mark.shared
def test_the_specimen_is_recognised_but_its_name_says_no_version(shared: Path) -> None:
    path = shared / "samples/baci/BACI_HS92_shape.csv"
    knows = BACI.editions[1].knows
    assert knows is not None
    assert knows(path.read_text(encoding="utf-8"))
    with pytest.raises(Failure, match=r"0 versions in the names .*BACI_HS92_Y2022_V202601\.csv"):
        cepii.read_year({"pairs": path})


def test_a_word_in_place_of_a_value_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_Y2022_V202601.csv"
    path.write_text("t,i,j,k,v,q\n2022,643,104,271019,1.5,NA\n2022,643,104,271020,x,NA\n", encoding="utf-8")
    with pytest.raises(Failure, match=r"V202601\.csv:3: 'x' .* in the column 'v'; expected a number"):
        cepii.read_year({"pairs": path})
    path.write_text("t,i,j,k,v,q\n2022,643,999,271019,1.5,NA\n", encoding="utf-8")
    with pytest.raises(Failure, match=r"999. .* no state that the registry knows"):
        cepii.read_year({"pairs": path})
    path.write_text("t,i,j,k,v\n2022,643,104,271019,1.5\n", encoding="utf-8")
    with pytest.raises(Failure, match="lacks the column 'q'"):
        cepii.read_year({"pairs": path})


@pytest.mark.shared
def test_a_pair_has_one_distance_whichever_way(geodist: Reading) -> None:
    pairs = geodist.tables["pairs"]
    assert (pairs["origin"] < pairs["target"]).all()
    assert flow(values(GEODIST, geodist, "geography.distance"), "MMR", "RUS", 2011) == pytest.approx(6526.041)
    assert flow(values(GEODIST, geodist, "geography.distance_weighted"), "MMR", "RUS", 2011) == pytest.approx(5855.366)


@pytest.mark.shared
def test_no_border_is_a_true_zero(geodist: Reading) -> None:
    borders = values(GEODIST, geodist, "geography.contiguity")
    assert flow(borders, "CHN", "RUS", 2011) == 1
    row = borders.filter(pl.col("origin") == NUMBER["MMR"], pl.col("target") == NUMBER["RUS"])
    assert row.select("value", "status").row(0) == (0.0, "true zero")


@pytest.mark.shared
@pytest.mark.parametrize("state", ["COD", "ROU", "TLS", "PSE", "YUG"])
def test_old_codes_are_the_states_they_meant(geodist: Reading, state: str) -> None:
    assert len(
        geodist.tables["pairs"].filter((pl.col("origin") == NUMBER[state]) | (pl.col("target") == NUMBER[state]))
    )


@pytest.mark.shared
def test_a_cut_file_of_r_is_refused(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "dist_cepii.rda"
    path.write_bytes((shared / "data/economy/cepii_geodist/dist_cepii.rda").read_bytes()[:100_000])
    with pytest.raises(Failure, match=r"dist_cepii\.rda: not readable R data"):
        GEODIST.editions[0].read({"pairs": path})
