"""What holds for every publisher's file: a damaged copy is refused with its name, a whole one gives figures by law."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity.errors import Failure
from comity.sources import Edition, Publication, publications
from comity.store import building

DATA = "data"
# The column of a file that says which state a row is about; None where no column does, or no closed one. Of a file that
# is not here, some column must refuse a state that nobody knows.
STATES: Mapping[tuple[str, str], str | None] = {
    ("baci", "pairs"): "exporter",
    ("baci", "pairs_2023"): "importer",
    ("bmr", "regimes"): "bmr_ccode",
    ("bp", "panel"): "Country",
    ("bp", "flows"): "origin",
    ("cepii_distance", "pairs"): None,  # R data, which only test_r_data takes apart
    ("china_customs_energy", "china"): None,
    ("chronology", "events"): "actor",
    ("chronology", "measures"): "issuer",
    ("chronology", "entities"): "state",
    ("chronology", "links"): None,
    ("cow_system", "members"): "ccode",
    ("cow_system", "majors"): "ccode",
    ("cow_trade", "trade"): "ccode1",
    ("crea", "monthly"): "country",
    ("eurostat_energy", "customs"): "reporter",
    ("eurostat_energy", "monthly"): "partner",
    ("eurostat_energy", "oil"): "partner",
    ("eurostat_energy", "gas"): "partner",
    ("eurostat_energy", "solid"): "partner",
    ("eurostat_russia_trade", "monthly"): "reporter",
    ("fuel_prices", "prices"): "place",
    ("gw_system", "states"): "gwcode",
    ("icio", "intermediate"): "origin",
    ("icio", "by_sector"): "destination",
    ("icio", "output"): "country",
    ("icio_goods", "pairs"): "exporter",
    ("icio_goods", "sectors"): "importer",
    ("idmc", "stocks"): "coo_iso",
    ("idmc", "events"): "iso3",
    ("imts", "exports"): "exporter",
    ("india_energy", "imports"): "partner",
    ("lied", "index"): "lied_cow",
    ("oil_prices", "brent_month"): None,
    ("oil_prices", "brent_year"): None,
    ("oil_prices", "brent_day"): None,
    ("oil_prices", "wti_month"): None,
    ("opensanctions", "programmes"): "target_territories",
    ("opensanctions", "issuers"): "territory",
    ("opensanctions", "regimes"): None,
    ("pink_sheet", "pink"): None,
    ("polity5", "polity"): "polity_annual_ccode",
    ("sipri_arms", "tiv"): "supplier",
    ("sipri_arms", "deliveries"): "recipient",
    ("sipri_arms", "register"): "supplier",
    ("sipri_milex", "expenditure"): "country",
    ("ucdp", "country_years"): "country_id_cy",
    ("ucdp", "dyads"): "gwno_a",
    ("ucdp", "events"): "country_id",
    ("ucdp", "conflicts"): "gwno_a",
    ("ucdp", "onsets"): "gwcode",
    ("un_votes", "resolutions"): None,
    ("un_votes", "votes"): "ms_name",
    ("unhcr", "population"): "coo_iso",
    ("vdem", "indices"): "vdem_cowcode",
    ("vdem", "polyarchy"): "ccode",
    ("wfp_prices", "prices"): None,
    ("wits", "reports"): "reporter",
    ("world_bank", "gdp"): "Country Code",
    ("world_bank", "population"): "Country Code",
    ("world_bank", "inflation"): "Country Code",
    ("wto_arms", "imports"): "exporter",
    ("wto_metals", "imports"): "importer",
}
# The register has no key of its own: two orders of one year may be alike in all that SIPRI says of them.
ALIKE = {("sipri_arms", "register")}
BOOKS = {p.dataset.code: p for p in publications()}
FILES = [
    pytest.param((book, edition, role), id=f"{book.dataset.code}-{role}")
    for book in BOOKS.values()
    for edition in book.editions
    if edition.knows is None
    for role in edition.files
]
TABLES = [p for p in FILES if (of := p.values[0])[1].files[of[2]].endswith((".parquet", ".csv", ".csv.gz"))]


@pytest.fixture(scope="session")
def every_file(shared: Path) -> list[Path]:
    return sorted(p for p in (shared / DATA).rglob("*") if p.is_file() and not p.name.startswith("."))


class Copies:
    """The files of one edition, one of them damaged."""

    def __init__(self, book: Publication, edition: Edition, role: str, shared: Path, files: list[Path], to: Path):
        places = list(building._places(edition, shared / DATA, files))
        if not places:
            pytest.skip(f"{edition.name}: no such file in ../shared")
        (self.paths,) = places
        self.book, self.edition, self.role = book, edition, role
        self.original = self.paths[role]
        self.damaged = to / self.original.name

    def read(self) -> Mapping[str, pl.DataFrame]:
        paths = {**self.paths, self.role: self.damaged}
        return building._checked(self.book, building._read(self.edition, paths), paths)

    def frame(self) -> pl.DataFrame:
        if self.original.suffix == ".parquet":
            return pl.read_parquet(self.original).with_columns(pl.col(pl.Categorical).cast(pl.String))
        header, *rows = csv.reader(io.StringIO(self.text().decode("utf-8-sig"), newline=""))
        # Two columns without a name differ by blanks, which readers strip.
        names = [c + " " * header[:i].count(c) for i, c in enumerate(header)]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def text(self) -> bytes:
        raw = self.original.read_bytes()
        return gzip.decompress(raw) if self.original.suffix == ".gz" else raw

    def write(self, frame: pl.DataFrame) -> None:
        if self.original.suffix == ".parquet":
            frame.write_parquet(self.damaged, compression="lz4")
        else:
            self.write_bytes(frame.write_csv().encode())

    def write_bytes(self, raw: bytes) -> None:
        self.damaged.write_bytes(gzip.compress(raw, 1) if self.original.suffix == ".gz" else raw)

    def refused(self) -> str:
        with pytest.raises(Failure) as refusal:
            self.read()
        return self.said(refusal.value)

    def said(self, failure: Failure) -> str:
        """Check the message; files that refer to each other may be named for one another."""
        message = str(failure)
        assert any(p.name in message for p in (self.damaged, *self.paths.values())), f"which file? {message}"
        assert message.isprintable(), message
        assert len(message) <= 300, f"{len(message)} characters: {message}"
        return message


@pytest.fixture
def copies(
    request: pytest.FixtureRequest, shared: Path, every_file: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Copies:
    return Copies(*request.param, shared, every_file, tmp_path_factory.mktemp("c"))


def per_file(test: Callable[..., None]) -> Any:
    return pytest.mark.shared(pytest.mark.parametrize("copies", FILES, indirect=True)(test))


def per_table(test: Callable[..., None]) -> Any:
    return pytest.mark.shared(pytest.mark.parametrize("copies", TABLES, indirect=True)(test))


@per_table
def test_a_copy_written_anew_is_taken(copies: Copies) -> None:
    """Or the refusals below would say nothing; large files are left out, whose refusals say what was done to them."""
    if copies.original.stat().st_size > 100_000:
        pytest.skip("large")
    copies.write(copies.frame())
    assert copies.read()


@per_file
@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"<!DOCTYPE html>\n<html><body>Please log in</body></html>\n", b'{"error": "not found"}\n'],
    ids=["empty", "blank lines", "web page", "JSON error"],
)
def test_what_is_no_data_is_refused(copies: Copies, raw: bytes) -> None:
    copies.write_bytes(raw)
    copies.refused()


@per_file
def test_an_archive_of_no_bytes_or_half_of_them_is_refused(copies: Copies) -> None:
    whole = copies.original.read_bytes()
    for part in (0, 20, len(whole) // 2, len(whole) * 9 // 10):
        copies.damaged.write_bytes(whole[:part])
        copies.refused()


@per_table
def test_a_column_that_is_gone_is_missed_or_was_never_read(copies: Copies) -> None:
    frame = copies.frame()
    named = STATES.get((copies.book.dataset.code, copies.role))
    large = len(frame) > 5_000
    refusals = 0
    for column in dict.fromkeys([named or frame.columns[0], *([] if large else frame.columns[::4])]):
        copies.write(frame.drop(column))
        try:
            read = copies.read()
        except Failure as e:
            refusals += column in copies.said(e)
        else:
            before = copies.edition.read(copies.paths).tables
            assert all(len(read[t]) == len(before[t]) for t in read), column
    assert refusals, "no refusal says which column is missing"


@per_table
def test_a_renamed_column_is_refused_by_both_names(copies: Copies) -> None:
    frame = copies.frame()
    column = STATES.get((copies.book.dataset.code, copies.role)) or frame.columns[0]
    copies.write(frame.rename({column: column + "_2"}))
    assert column + "_2" in copies.refused()


@per_table
def test_a_state_that_nobody_knows_is_refused(copies: Copies) -> None:
    frame = copies.frame()
    named = STATES.get((copies.book.dataset.code, copies.role), "")
    if named is None:
        pytest.skip("no column holds states")
    assert any(_refuses_a_stranger(copies, frame, column) for column in ([named] if named else frame.columns))


def _refuses_a_stranger(copies: Copies, frame: pl.DataFrame, column: str) -> bool:
    if frame.schema[column] not in (pl.String, pl.Int16, pl.Int32, pl.Int64):
        return False
    filled = frame.filter(pl.col(column).is_not_null() & (pl.col(column).cast(pl.String) != ""))
    known = filled[column][len(filled) // 2]
    odd = "Atlantis" if frame.schema[column] == pl.String else 9_999
    renamed = pl.when(pl.col(column) == known).then(pl.lit(odd)).otherwise(pl.col(column))
    copies.write(frame.with_columns(renamed.alias(column)))
    try:
        copies.read()
    except Failure as e:
        message = copies.said(e)
        return str(odd) in message or re.search(rf"{re.escape(copies.damaged.name)}:\d+: ", message) is not None
    return False


@per_table
def test_a_third_of_the_rows_less_is_refused(copies: Copies) -> None:
    frame = copies.frame()
    if len(frame) > 400_000:
        pytest.skip("large, and the check is that of the others")
    copies.write(frame.head(len(frame) * 2 // 3))
    copies.refused()


@per_table
def test_a_row_that_stands_twice_is_refused(copies: Copies) -> None:
    if (copies.book.dataset.code, copies.role) in ALIKE:
        pytest.skip("rows may be alike")
    frame = copies.frame()
    middle = len(frame) // 2
    copies.write(pl.concat([frame, frame.slice(middle, 1)]))
    copies.refused()
