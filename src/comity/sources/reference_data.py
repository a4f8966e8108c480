"""Data kept for reading and for tests, without indicators: the estimation data of gravity models, a list of data sets.

They are read and checked like any other and listed by `comity data list`; nothing of them is shown as a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import as_number, number_by_code, pl, read_csv, read_parquet
from comity.vocabulary import Column, Dataset, Envelope, Licence, Release, Span, Table

RETRIEVED = date(2026, 11, 23)
GUIDE_RELEASE = Release("2016", date(2016, 1, 1), RETRIEVED, "published in 2016; the day is not known")
SAMPLE_RELEASE = Release("2024-07-15", date(2024, 7, 15), RETRIEVED, "as in the package of that day")
LIST_RELEASE = Release("2026-08-01", date(2026, 8, 1), RETRIEVED, "as in the repository of that day")

GUIDE = Dataset(
    code="gravity_guide",
    title="An Advanced Guide to Trade Policy Analysis: estimation data",
    publisher="United Nations and World Trade Organization",
    citation="Yoto V. Yotov, Roberta Piermartini, José-Antonio Monteiro and Mario Larch (2016), An Advanced Guide to "
    "Trade Policy Analysis: The Structural Gravity Model, United Nations and World Trade Organization, "
    "ISBN 978-92-870-4367-2",
    address="https://www.wto.org/english/res_e/booksp_e/advancedwtounctad2016_e.pdf",
    licence=Licence("CC BY 4.0", "License: CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "no"),
)
SAMPLE = Dataset(
    code="gravity_sample",
    title="Sample data of the package gegravity, 30 economies in 2006",
    publisher="Peter R. Herman",
    citation="Peter R. Herman, gegravity: sample data set, from the data of An Advanced Guide to Trade Policy Analysis",
    address="https://github.com/peter-herman/gegravity",
    licence=Licence("MIT", "MIT (licence of the package)", "https://github.com/peter-herman/gegravity", "no"),
)
CATALOGUE = Dataset(
    code="poldata",
    title="PolData: a list of political data sets",
    publisher="Erik Gahner Larsen",
    citation="Erik Gahner Larsen, PolData: A dataset with political datasets, https://github.com/erikgahner/PolData",
    address="https://github.com/erikgahner/PolData",
    licence=Licence("CC0 1.0", "CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/", "no"),
)

LAGS = ("rta_lag3", "rta_lag4", "rta_lag6", "rta_lag8", "rta_lag9", "rta_lag12", "rta_lead4")
PAIR = (
    Column("exporter", "text", "the exporter's code as published"),
    Column("importer", "text", "the importer's code as published"),
    Column("origin", "state", "the exporter"),
    Column("target", "state", "the importer; sales at home where both are one"),
    Column("year", "int", "calendar year", low=1900, high=2100),
    Column("trade", "float", "exports of manufactures", unit="USD million", low=0),
)
PANEL = Table(
    name="panel",
    columns=(
        *PAIR,
        Column("dist", "float", "distance", unit="km", low=0),
        *(Column(c, "float", f"1 = {meaning}", low=0, high=1) for c, meaning in
          (("cntg", "common border"), ("lang", "common language"), ("clny", "colonial tie"),
           ("rta", "regional trade agreement"))),
        *(Column(c, "float", f"the agreement, {c.removeprefix('rta_')} years off", low=0, high=1) for c in LAGS),
    ),
    keys=("exporter", "importer", "year"),
    envelopes={
        GUIDE_RELEASE.stamp: Envelope(
            (99_981, 99_981), (1986, 2006), (({"exporter": "MMR", "importer": "THA", "year": 2006}, "rta", 1.0),)
        )
    },
)  # fmt: skip
ECONOMIES = Table(
    name="economies",
    columns=(
        *PAIR,
        Column("output", "float", "output of the exporter", unit="USD million", low=0),
        Column("expenditure", "float", "expenditure of the importer", unit="USD million", low=0),
        *(Column(c, "float", f"1 = {c.replace('_', ' ')}", low=0, high=1)
          for c in ("pta", "contiguity", "common_language", "international")),
        Column("lndist", "float", "logarithm of the distance in km", low=0),
    ),
    keys=("exporter", "importer"),
    envelopes={
        SAMPLE_RELEASE.stamp: Envelope(
            (900, 900), (2006, 2006), (({"exporter": "GBR", "importer": "AUS", "year": 2006}, "trade", 4310.0),)
        )
    },
)  # fmt: skip
SETS = Table(
    name="data_sets",
    columns=(
        Column("name", "text", "name of the data set"),
        Column("category", "text", "what it is about"),
        Column("link", "text", "address"),
        Column("topics", "text", "key words"),
        Column("first", "int", "first year covered", nullable=True),
        Column("last", "int", "last year covered", nullable=True),
        Column("licence", "text", "licence, blank where none is listed"),
    ),
    keys=("name",),
    envelopes={LIST_RELEASE.stamp: Envelope((600, 700))},
)


def read_panel(paths: Mapping[str, Path]) -> Reading:
    """Read the panel of 69 economies, own sales included."""
    path = paths["panel"]
    kept = ["exporter", "importer", "year", "trade", "dist", "cntg", "lang", "clny", "rta", *LAGS]
    frame = read_parquet(path, kept, ["pair_id"]).with_columns(pl.col("year").cast(pl.Int32))
    return _pairs(frame, path, "panel", GUIDE_RELEASE, Span(1986, 2006))


def read_economies(paths: Mapping[str, Path]) -> Reading:
    """Read the sample of 30 economies, own sales included."""
    path = paths["economies"]
    names = {"Y": "output", "E": "expenditure"}
    numbers = ["trade", "Y", "E", "pta", "contiguity", "common_language", "lndist", "international"]
    frame = read_csv(path, ["exporter", "importer", "year", *numbers])
    frame = as_number(as_number(frame, ["year"], path, "int", blanks=()), numbers, path, blanks=()).rename(names)
    return _pairs(frame, path, "economies", SAMPLE_RELEASE, Span(2006, 2006))


def _pairs(frame: pl.DataFrame, path: Path, table: str, release: Release, span: Span) -> Reading:
    for side, to in (("exporter", "origin"), ("importer", "target")):
        frame = number_by_code(frame, side, to, path, system="iso3", year="year", outside="today")
    return Reading(release, {table: frame}, {table: (span,)}, (release.note,))


def read_sets(paths: Mapping[str, Path]) -> Reading:
    """Read the list of data sets: names, links, years and licences."""
    path = paths["data_sets"]
    used = {"name": "name", "category": "category", "link": "link", "topics": "topics", "year_start": "first",
            "year_end": "last", "license": "licence"}  # fmt: skip
    unused = [
        "country", "region_africa", "region_asia", "region_easteurope", "region_latinamerica", "region_westeurope",
        "availability", "registration", "file_codebook", "file_csv", "file_dta", "file_sav", "file_excel", "file_r",
        "file_zip", "variable_countryname", "variable_year", "variable_cow", "doi_article", "doi_dataset", "revised",
        "note",
    ]  # fmt: skip
    frame = as_number(
        read_csv(path, list(used), unused).rename(used), ["first", "last"], path, "int", blanks=("", "NA")
    )
    # A list has no years of its own; what it covers is the year in which it was taken.
    return Reading(LIST_RELEASE, {"data_sets": frame}, {"data_sets": (Span(2026, 2026),)}, (LIST_RELEASE.note,))


PUBLICATIONS = (
    Publication(
        GUIDE,
        (PANEL,),
        (Edition("panel 1986–2006", {"panel": "**/agtpa_applications.parquet"}, read_panel),),
        (),
        ship_nothing,
    ),
    Publication(
        SAMPLE,
        (ECONOMIES,),
        (Edition("sample of 2006", {"economies": "**/gegravity_sample_data_set.dlm"}, read_economies),),
        (),
        ship_nothing,
    ),
    Publication(
        CATALOGUE,
        (SETS,),
        (Edition("list of data sets", {"data_sets": "**/PolData.csv"}, read_sets),),
        (),
        ship_nothing,
    ),
)
