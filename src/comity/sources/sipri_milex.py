"""Stockholm International Peace Research Institute: military expenditure by state and year.

Dollars at constant prices (of a base year that moves with each release), dollars of the year, shares of output and of
government spending as fractions. In the workbook "..." is not known and "xxx" a year in which the state did not exist;
neither has a row. A printed 0 in dollars of the year mostly stands for a rate of exchange that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, closed, number_by_name, pl, read_parquet, unique_keys
from comity.sources.workbook import read_sheets
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Kind,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="sipri_milex",
    title="SIPRI Military Expenditure Database",
    publisher="Stockholm International Peace Research Institute",
    citation="Stockholm International Peace Research Institute, SIPRI Military Expenditure Database, "
    "https://doi.org/10.55163/CQGC9685",
    address="https://www.sipri.org/databases/milex",
    licence=Licence(
        name="SIPRI terms: non-commercial fair use of less than a tenth of the data set",
        words="fair use: for non-commercial purposes, and the reproduction of less than 10 per cent of a published "
        "data set; both conditions must apply",
        address="https://www.sipri.org/about/terms-and-conditions",
        ship="no",
    ),
)
# Days of the releases that are known; others are given as the end of April.
PUBLISHED = {2024: date(2024, 4, 22), 2025: date(2025, 4, 28)}

# Column: word of the copy, beginning of the workbook's sheet name, words, unit, highest value.
MEASURES = {
    "constant": ("constant_2023_usd_millions", "Constant", "at constant prices", "USD million (constant prices)", 3e6),
    "current": ("current_usd_millions", "Current US", "at prices of the year", "USD million", 3e6),
    "of_gdp": ("share_of_gdp", "Share of GDP", "as a share of gross domestic product", "share", 2),
    "of_government": ("share_of_govt_spending", "Share of Govt", "as a share of government spending", "share", 1),
    "per_person": ("per_capita_current_usd", "Per capita", "per person", "USD per person", 50_000),
}
SINCE = {"of_government": 1988, "per_person": 1988}  # first years of those that begin after 1949
# Sheets of the workbook that are read by nobody: by region, in local money, words.
OTHER_SHEETS = (
    "Front page", "Regional totals", "Local currency financial years", "Local currency calendar years",
    "Estimates and comments", "Footnotes",
)  # fmt: skip
REGIONS = (
    "Africa", "North Africa", "sub-Saharan Africa", "Sub-Saharan Africa", "Americas", "The Americas",
    "Central America and the Caribbean", "North America", "South America", "Asia & Oceania", "Oceania", "South Asia",
    "East Asia", "South East Asia", "Central Asia", "Europe", "Central Europe", "Eastern Europe", "Western Europe",
    "Central and Western Europe", "Middle East",
)  # fmt: skip
NOT_KNOWN = ("...", ". .", "..", "")
NO_STATE_YET = "xxx"
HEADINGS = r"|Country|Notes|Reporting year|\d{4} \(?[Cc]urrent.*"  # besides the years

OTHERS = {"European Union": "the Union's own spending (European Peace Facility), no state's"}
# SIPRI writes one name for a state and the one before it: until, from.
FORMER = {"Serbia": ((2002, "Yugoslavia"), (2005, "Serbia and Montenegro"))}
NO_FORCES = ("Costa Rica", "Haiti", "Iceland", "Panama")  # a 0 of theirs is true: no armed forces

EXPENDITURE = Table(
    name="expenditure",
    columns=(
        Column("country", "text", "state in SIPRI's words"),
        Column("state", "state", "the state; blank for the European Union", nullable=True),
        Column("year", "int", "calendar year", low=1949, high=2100),
        *(
            Column(name, "float", f"expenditure {words}", unit=unit, low=0, high=high, nullable=True)
            for name, (_, _, words, unit, high) in MEASURES.items()
        ),
    ),
    keys=("country", "year"),
    envelopes={
        "2025-04": Envelope(
            (8_700, 9_100),
            (1949, 2024),
            (
                ({"country": "Myanmar", "year": 2020}, "constant", 3220.027517),
                ({"country": "Myanmar", "year": 2023}, "constant", 3140.224538),
                ({"country": "Myanmar", "year": 2024}, "constant", 5224.112609),
                ({"country": "Russia", "year": 2024}, "constant", 150533.99675193994),
                ({"country": "Russia", "year": 2024}, "current", 148967.27514048334),
                ({"country": "Russia", "year": 2024}, "of_gdp", 0.07052338645003664),
                ({"country": "Russia", "year": 2024}, "per_person", 1025.9030283905854),
                ({"country": "Russia", "year": 2024}, "of_government", 0.18898396317145036),
            ),
        )
    },
)


def release_of(last: int, retrieved: date) -> Release:
    """Return the release whose figures end with this year: each April SIPRI adds the year before."""
    year = last + 1
    note = f"figures to {last}" + ("" if year in PUBLISHED else "; day not known, end of April")
    return Release(f"{year}-04", PUBLISHED.get(year, date(year, 4, 30)), retrieved, note)


def _tables(long: pl.DataFrame, path: Path, retrieved: date) -> Reading:
    """Turn rows of country, year, measure and value into one row a country and year."""
    long = unique_keys(long, ["country", "year", "measure"], path)
    empty = (pl.col("value") == 0) & ~pl.col("country").is_in(NO_FORCES)
    zeros = len(long.filter(empty))
    long = long.filter(~empty)
    wide = long.group_by("country", "year").agg(
        pl.col(LINE).min(), *(pl.col("value").filter(pl.col("measure") == m).first().alias(m) for m in MEASURES)
    )
    name = pl.col("country")
    for country, spells in FORMER.items():
        for last, former in reversed(spells):
            name = (
                pl.when((pl.col("country") == country) & (pl.col("year") <= last)).then(pl.lit(former)).otherwise(name)
            )
    wide = number_by_name(wide.with_columns(name.alias("name")), "name", "state", path, year="year", others=OTHERS)
    unique_keys(wide.filter(pl.col("state").is_not_null()), ["state", "year"], path)
    last_year: int = wide["year"].max()  # type: ignore[assignment]
    note = f"{zeros} values of 0 left out: a rate or a figure is missing; a 0 is kept where there are no armed forces"
    return Reading(
        release_of(last_year, retrieved), {"expenditure": wide}, {"expenditure": (Span(1949, last_year),)}, (note,)
    )


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the long table as kept in Parquet, release of April 2025."""
    path = paths["expenditure"]
    words = {word: name for name, (word, *_) in MEASURES.items()}
    frame = closed(read_parquet(path, ["country", "year", "measure", "value"]), "measure", words, path)
    frame = frame.with_columns(pl.col("measure").replace_strict(words), pl.col("year").cast(pl.Int32))
    blank = frame.filter(pl.col("value").is_null())
    if not blank.is_empty():
        raise Failure(f"{path}:{blank[LINE][0]}: no value; years that are not known have no row in this table")
    return _tables(frame, path, date(2026, 11, 23))


def read_workbook(paths: Mapping[str, Path]) -> Reading:
    """Read SIPRI's own workbook: a sheet a measure, its header row found by its words."""
    path = paths["expenditure"]
    found = []
    for name, rows in read_sheets(path).items():
        measure = next((m for m, (_, start, *_) in MEASURES.items() if name.startswith(start)), None)
        if measure is None and name not in OTHER_SHEETS:
            raise Failure(f"{path}: a sheet nobody reads: {name!r}; the publisher's layout has changed")
        if measure is not None:
            found += _cells(name, rows, measure, path)
    schema = {"country": pl.String, "year": pl.Int32, "measure": pl.String, "value": pl.Float64, LINE: pl.Int64}
    if not found:
        raise Failure(f"{path}: no figures in it; get the workbook from SIPRI again")
    return _tables(pl.DataFrame(found, schema=schema, orient="row"), path, date.today())


def _cells(sheet: str, rows: list[list[object]], measure: str, path: Path) -> list[tuple[str, int, str, float, int]]:
    start = next((i for i, row in enumerate(rows) if row and str(row[0]).strip() == "Country"), None)
    if start is None:
        raise Failure(f"{path}: the sheet {sheet!r} has no header row that begins with 'Country'")
    years = {i: int(float(str(c))) for i, c in enumerate(rows[start]) if re.fullmatch(r"(19|20)\d\d(\.0)?", str(c))}
    odd = [str(c) for i, c in enumerate(rows[start]) if i not in years and not re.fullmatch(HEADINGS, str(c).strip())]
    if odd or not years:
        said = f"has a column nobody reads: {odd[0][:40]!r}" if odd else "has no years"
        raise Failure(f"{path}: the header of the sheet {sheet!r} {said}; the publisher's layout has changed")
    found = []
    for line, row in enumerate(rows[start + 1 :], start + 2):
        country = str(row[0]).strip() if row else ""
        if not country or (country in REGIONS and not any(str(row[i]).strip() for i in years)):
            continue
        for i, year in years.items():
            cell = row[i]
            if isinstance(cell, int | float):
                found.append((country, year, measure, float(cell), line))
            elif str(cell).strip() not in (*NOT_KNOWN, NO_STATE_YET):
                raise Failure(f"{path}: row {line} of the sheet {sheet!r} has {str(cell)[:20]!r} for {year}")
    return found


def _values(tables: Mapping[str, Relation], measure: str) -> Relation:
    rows = tables["expenditure"].filter(~nw.col("state").is_null(), ~nw.col(measure).is_null())
    return rows.select("state", "year", value=nw.col(measure), status=nw.lit("reported"))


ESTIMATES = Caveat(
    "SIPRI estimates many figures, for Russia and China among others, and marks them by colours that are not kept; it "
    "revises earlier years with each April release."
)
BASE = Caveat("Prices and exchange rates of 2023 in the release of April 2025, of the year before the last in each.")
RATE = Caveat("Dollars of the year at the official rate: a devaluation looks like a cut.")
MYANMAR = Caveat(
    "Myanmar's figures are budgets, without the armed forces' special fund, and its official rate of exchange is far "
    "from the market's: before 2012 and since 2021 amounts in dollars depend on the rate that is used.",
    ("MMR",),
)


def _offer(measure: str) -> Offer:
    _, _, words, unit, _ = MEASURES[measure]
    code = {"constant": "expenditure", "current": "expenditure_current"}.get(measure, f"expenditure_{measure}")
    kind: Kind = "flow" if unit.startswith("USD million") else "index"
    own = {"constant": (BASE,), "current": (RATE,), "per_person": (RATE,)}.get(measure, ())
    return Offer(
        Definition(
            code=f"military.{code}",
            label=f"Military expenditure {words}",
            unit=unit,
            grain="state-year",
            kind=kind,
            sector="security",
            absent="not known",
            adds_over_time=measure == "constant",
            adds_over_states=kind == "flow",
            caveats=(*own, ESTIMATES, MYANMAR),
        ),
        ("expenditure",),
        partial(_values, measure=measure),
        lambda spans: tuple(Span(max(s.first, SINCE.get(measure, s.first)), s.last) for s in spans),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(EXPENDITURE,),
        editions=(
            Edition("long table 1949–2024, copy", {"expenditure": "**/sipri_milex/milex_1949_2024_long.parquet"},
                    read_copy),
            # A workbook has no words in its first bytes: it is known by SIPRI's own name for it.
            Edition("SIPRI workbook (XLSX)", {"expenditure": "**/SIPRI-Milex-data-*.xlsx"}, read_workbook),
        ),
        offers=tuple(_offer(measure) for measure in MEASURES),
        ship=ship_nothing,
    ),
)  # fmt: skip
