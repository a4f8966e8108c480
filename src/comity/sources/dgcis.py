"""India's Directorate General of Commercial Intelligence and Statistics: imports of crude oil and coal by country.

Values in millions of US dollars by India's fiscal year, April to March; 2022-23 ends with August 2022. A blank is a
country from which nothing came in the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import as_number, closed, number_by_name, pl, read_csv, unique_keys
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="india_energy",
    title="Export Import Data Bank: India's imports of crude oil (HS 2709) and coal (HS 2701) by country",
    publisher="Directorate General of Commercial Intelligence and Statistics, Government of India",
    citation="Government of India, Department of Commerce, Export Import Data Bank (TradeStat), from the Directorate "
    "General of Commercial Intelligence and Statistics",
    address="https://tradestat.commerce.gov.in/",
    licence=Licence(
        name="Government Open Data Licence – India, as known; check the publisher's page",
        words="Government of India open data: free with attribution",
        address="https://www.data.gov.in/Godl",
        ship="yes",
    ),
)
RELEASE = Release(
    "2022-11-17", date(2022, 11, 17), date(2026, 11, 23), "fetched for a study that was published on that day"
)
GOODS = {"2709": "crude oil", "2701": "coal"}
YEARS = {f"{y}-{(y + 1) % 100:02}": y for y in range(2017, 2023)}
PART_YEAR = 2022  # April to August only

# India's customs shorten names in a way of their own.
SPELLINGS = {
    "BAHARAIN IS": "Bahrain", "BANGLADESH PR": "Bangladesh", "CHINA P RP": "China",
    "CONGO D. REP.": "Democratic Republic of the Congo", "CONGO P REP": "Congo", "EGYPT A RP": "Egypt",
    "EQUTL GUINEA": "Equatorial Guinea", "KOREA RP": "South Korea", "KYRGHYZSTAN": "Kyrgyzstan",
    "NETHERLAND": "Netherlands", "PAKISTAN IR": "Pakistan", "SAUDI ARAB": "Saudi Arabia", "SRI LANKA DSR": "Sri Lanka",
    "TANZANIA REP": "Tanzania", "U ARAB EMTS": "United Arab Emirates", "U K": "United Kingdom",
    "U S A": "United States", "VIETNAM SOC REP": "Vietnam",
    "VIRGIN IS US": "United States Virgin Islands", "YEMEN REPUBLC": "Yemen",
}  # fmt: skip
TOTAL = "Total"
SHARES = ("%Share", "India's Total Import", "India's Total Imports")  # made of the total and of all other goods
UNSPECIFIED = {"UNSPECIFIED": "country not specified"}

IMPORTS = Table(
    name="imports",
    columns=(
        Column("goods", "text", "HS heading", values=tuple(GOODS.values())),
        Column("partner", "text", "where it came from, as published"),
        Column("origin", "state", "where it came from; blank where it is not specified", nullable=True),
        Column("year", "int", "calendar year in which the fiscal year begins (April)", low=2017, high=2100),
        Column("value", "float", "imports", unit="USD million", low=0, high=100_000),
    ),
    keys=("goods", "partner", "year"),
    envelopes={
        RELEASE.stamp: Envelope(
            (430, 440),
            (2017, 2022),
            tuple(
                ({"goods": "crude oil", "partner": "RUSSIA", "year": year}, "value", value)
                for year, value in (
                    (2017, 1169.30),
                    (2018, 1180.91),
                    (2019, 1755.00),
                    (2020, 944.04),
                    (2021, 2470.91),
                    (2022, 11412.15),
                )
            ),
        )
    },
)
FISCAL = Caveat("India's fiscal years, April to March; the year named is the one in which it begins.")
PART = Caveat(
    "The fiscal year 2022-23 is counted from April to August 2022 only.",
    ("IND",),
    date(2022, 1, 1),
    date(2022, 12, 31),
    partial=True,
)


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the imports; the rows of a heading and year must add up to the publisher's total."""
    path = paths["imports"]
    names = {"hs4": "goods", "fiscal_year": "fiscal", "partner": "partner", "value_musd": "value"}
    frame = read_csv(path, list(names)).rename(names)
    closed(closed(frame, "goods", GOODS, path), "fiscal", YEARS, path)
    frame = unique_keys(frame, ["goods", "fiscal", "partner"], path)
    frame = as_number(frame, ["value"], path).filter(~pl.col("partner").is_in(SHARES))
    frame = frame.with_columns(
        pl.col("goods").replace_strict(GOODS),
        pl.col("fiscal").replace_strict(YEARS, return_dtype=pl.Int32).alias("year"),
        pl.col("partner").replace(SPELLINGS).alias("name"),
    )
    rows = frame.filter(pl.col("partner") != TOTAL)
    _adds_up(rows, frame.filter(pl.col("partner") == TOTAL), path)
    rows = number_by_name(rows, "name", "origin", path, year="year", others=UNSPECIFIED)
    blanks = rows["value"].null_count()
    note = f"{blanks} blanks: nothing came from these countries in the year"
    span = Span(2017, PART_YEAR, None, ("IND",))
    return Reading(RELEASE, {"imports": rows.drop_nulls("value")}, {"imports": (span,)}, (note,))


def _adds_up(rows: pl.DataFrame, totals: pl.DataFrame, path: Path) -> None:
    keys = ["goods", "fiscal"]
    sums = rows.group_by(keys).agg(pl.col("value").sum(), pl.len())
    both = sums.join(totals.select(*keys, "value"), on=keys, how="left", suffix="_total", validate="1:1")
    # Each row is rounded to two places, so a sum may be off by half a hundredth a row.
    far = (pl.col("value") - pl.col("value_total")).abs() > 0.005 * pl.col("len") + 0.01
    odd = both.filter(far | pl.col("value_total").is_null())
    if not odd.is_empty():
        goods, fiscal, value, _, total = odd.sort(keys).row(0)
        raise Failure(
            f"{path}: the countries' {goods} of {fiscal} add up to {value:,.2f}, the publisher's total is {total}"
        )


def _of(tables: Mapping[str, Relation], goods: str) -> Relation:
    rows = tables["imports"].filter(nw.col("goods") == goods, ~nw.col("origin").is_null())
    return rows.select(
        "origin",
        "year",
        "value",
        target=nw.lit(states.state("IND").number).cast(nw.Int16),
        status=nw.lit("reported"),
    ).select("origin", "target", "year", "value", "status")


def _all(tables: Mapping[str, Relation], goods: str) -> Relation:
    rows = tables["imports"].filter(nw.col("goods") == goods).group_by("year").agg(nw.col("value").sum())
    return rows.select(
        state=nw.lit(states.state("IND").number).cast(nw.Int16),
        year=nw.col("year"),
        value=nw.col("value"),
        status=nw.lit("reported"),
    )


def _definition(code: str, label: str, *, of_pair: bool) -> Definition:
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit="USD million",
        grain="directed-dyad-year" if of_pair else "state-year",
        kind="flow",
        sector="energy",
        absent="none recorded" if of_pair else "not known",
        adds_over_time=True,
        adds_over_states=True,
        caveats=(FISCAL, PART),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(IMPORTS,),
        editions=(
            Edition(
                "two headings by country, copy",
                {"imports": "**/energy_india_imports_dgcis/india_imports_hs2709_hs2701_by_partner.csv"},
                read,
            ),
        ),
        offers=(
            *(
                Offer(
                    _definition(
                        f"india_{name}_value",
                        f"India's imports of {goods} by country and fiscal year (April to March)",
                        of_pair=True,
                    ),
                    ("imports",),
                    partial(_of, goods=goods),
                )
                for name, goods in (("crude", "crude oil"), ("coal", "coal"))
            ),
            *(
                Offer(
                    _definition(
                        f"india_{name}_total",
                        f"India's imports of {goods} from all countries by fiscal year (April to March)",
                        of_pair=False,
                    ),
                    ("imports",),
                    partial(_all, goods=goods),
                    lambda spans: tuple(Span(s.first, s.last, s.targets) for s in spans),
                )
                for name, goods in (("crude", "crude oil"), ("coal", "coal"))
            ),
        ),
    ),
)
