"""Prices on the world market: crude oil by day, month and year (EIA), crude oil, coal and gas by month (World Bank).

A price of no state: records without parties. Nominal US dollars. No series of Urals, Russia's own grade, is at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_date, as_number, pl, read_csv
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
)

EIA = Dataset(
    code="oil_prices",
    title="Spot prices of crude oil, Brent and WTI",
    publisher="U.S. Energy Information Administration",
    citation="U.S. Energy Information Administration, Spot Prices for Crude Oil (Brent, WTI), "
    "https://www.eia.gov/dnav/pet/pet_pri_spt_s1_d.htm",
    address="https://www.eia.gov/dnav/pet/pet_pri_spt_s1_d.htm",
    licence=Licence(
        name="public domain",
        words="U.S. Energy Information Administration (spot prices FOB), public domain; repository PDDL",
        address="https://www.eia.gov/about/copyrights_reuse.php",
        ship="yes",
    ),
    as_of="row date",
)
PINK = Dataset(
    code="pink_sheet",
    title="Commodity price data (the Pink Sheet), monthly: crude oil, coal, natural gas",
    publisher="World Bank",
    citation="World Bank, Commodity Price Data (The Pink Sheet), https://www.worldbank.org/en/research/commodity-markets",
    address="https://www.worldbank.org/en/research/commodity-markets",
    licence=Licence(
        name="CC BY 4.0, as known; check the publisher's page",
        words='World Bank Commodity Markets ("Pink Sheet"), CC BY 4.0',
        address="https://www.worldbank.org/en/about/legal/terms-of-use-for-datasets",
        ship="yes",
    ),
    as_of="row date",
)
RETRIEVED = date(2026, 11, 23)
EIA_COPY = Release("2026-08-22", date(2026, 8, 22), RETRIEVED, "daily to 18 August 2026")
PINK_COPY = Release("2026-05-01", date(2026, 5, 1), RETRIEVED, "monthly to February 2026")

BARREL = "US$ per barrel"
NOMINAL = Caveat("Nominal prices in US dollars: monthly and yearly figures are means of daily prices.")
NO_URALS = Caveat(
    "Brent and WTI are not what Russia was paid: its grade Urals sold far below Brent from March 2022, and no "
    "series of it is at hand.",
    first=date(2022, 3, 1),
)
COLUMNS = (
    Column("series", "text", "what is priced"),
    Column("price", "float", "price", low=-100, high=20_000),
    Column("unit", "text", "unit of the price"),
)


def _kind(code: str, label: str, *caveats: Caveat) -> RecordKind:
    return RecordKind(code=code, label=label, sector="energy", columns=COLUMNS, caveats=caveats)


CRUDE_KIND = _kind("prices.crude_oil", "Price of crude oil, Brent and WTI, by month and year", NOMINAL, NO_URALS)
DAILY_KIND = _kind("prices.crude_oil_daily", "Price of crude oil, Brent, by day", NO_URALS)
PINK_KIND = _kind("prices.energy_world", "Prices of crude oil, coal and gas by month, World Bank", NOMINAL, NO_URALS)


def _table(name: str, rows: tuple[int, int], prices: Mapping[str, float]) -> Table:
    cells = tuple(({"id": id_}, "price", price) for id_, price in prices.items())
    return Table(name, (*RECORD_COLUMNS, *COLUMNS), ("id",), {EIA_COPY.stamp: Envelope(rows, cells=cells)})


# Table: series, precision of its dates, file of the copy.
EIA_FILES = {
    "brent_month": ("Brent", "month", "brent-monthly.csv"),
    "brent_year": ("Brent", "year", "brent-year.csv"),
    "brent_day": ("Brent", "day", "brent-daily.csv"),
    "wti_month": ("WTI", "month", "wti-monthly.csv"),
}
EIA_TABLES = (
    _table(
        "brent_month",
        (471, 500),
        {"Brent 2021-02": 62.28, "Brent 2022-03": 117.25, "Brent 2022-06": 122.71, "Brent 2022-08": 100.45},
    ),
    _table(
        "brent_year",
        (39, 42),
        {"Brent 2021": 70.86, "Brent 2022": 100.93, "Brent 2023": 82.49, "Brent 2024": 80.52, "Brent 2025": 69.14},
    ),
    _table("brent_day", (9_950, 10_300), {"Brent 1987-05-20": 18.63}),
    _table("wti_month", (487, 520), {"WTI 1986-01": 22.93}),
)
# Column of the World Bank's table: words and unit.
PINK_SERIES = {
    "crude_oil_average": ("Crude oil, mean of Brent, Dubai and WTI", BARREL),
    "crude_oil_brent": ("Crude oil, Brent", BARREL),
    "crude_oil_dubai": ("Crude oil, Dubai", BARREL),
    "crude_oil_wti": ("Crude oil, WTI", BARREL),
    "coal_australian": ("Coal, Australia", "US$ per tonne"),
    "coal_south_african": ("Coal, South Africa", "US$ per tonne"),
    "natural_gas_us": ("Natural gas, United States", "US$ per million Btu"),
    "natural_gas_europe": ("Natural gas, Europe", "US$ per million Btu"),
    "liquefied_natural_gas_japan": ("Liquefied natural gas, Japan", "US$ per million Btu"),
}
# An index of gas, and goods that are no fuel.
PINK_UNUSED = (
    "natural_gas_index", "cocoa", "coffee_arabica", "coffee_robusta", "tea_avg_3_auctions", "tea_colombo",
    "tea_kolkata", "tea_mombasa", "coconut_oil", "groundnuts", "fish_meal", "groundnut_oil", "palm_oil",
    "palm_kernel_oil", "soybeans", "soybean_oil", "soybean_meal", "rapeseed_oil", "sunflower_oil", "barley",
    "maize", "sorghum", "rice_thai_5", "rice_thai_25", "rice_thai_a_1", "rice_viet_namese_5", "wheat_us_srw",
    "wheat_us_hrw", "banana_europe", "banana_us", "orange", "beef", "chicken", "lamb", "shrimps_mexican",
    "sugar_eu", "sugar_us", "sugar_world", "tobacco_us_import_u_v", "logs_cameroon", "logs_malaysian",
    "sawnwood_cameroon", "sawnwood_malaysian", "plywood", "cotton_a_index", "rubber_tsr20", "rubber_rss3",
    "phosphate_rock", "dap", "tsp", "urea", "potassium_chloride", "aluminum", "iron_ore_cfr_spot", "copper", "lead",
    "tin", "nickel", "zinc", "gold", "platinum", "silver",
)  # fmt: skip
PINK_TABLE = Table(
    "pink_sheet",
    (*RECORD_COLUMNS, *COLUMNS),
    ("id",),
    {
        PINK_COPY.stamp: Envelope(
            (6_200, 6_350),
            cells=tuple(
                ({"id": f"Crude oil, Brent {when}"}, "price", price)
                for when, price in (("2021-02", 61.96), ("2022-06", 120.08), ("2022-08", 98.60))
            ),
        )
    },
)
FORMATS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def _records(frame: pl.DataFrame, precision: str, kind: str) -> pl.DataFrame:
    """Turn series, date and price into records; a month or year is kept as its first day."""
    first = {
        "day": pl.col("date"),
        "month": pl.col("date").dt.month_start(),
        "year": pl.date(pl.col("date").dt.year(), 1, 1),
    }
    when = pl.col("date").dt.strftime(FORMATS[precision])
    return frame.with_columns(
        pl.concat_str([pl.col("series"), when], separator=" ").alias("id"),
        pl.format("{} in {}: {} {}", "series", when, pl.col("price").round(2), "unit").alias("summary"),
        first[precision].alias("date"),
        pl.lit(precision).alias("date_precision"),
        pl.lit(kind).alias("kind"),
        pl.lit("world market").alias("origin"),
        pl.lit("world market").alias("target"),
        pl.Series("parties", [[]] * len(frame), dtype=pl.List(pl.Int16)),
    )


def read_eia(paths: Mapping[str, Path], name: str) -> Reading:
    """Read one series of the Energy Information Administration."""
    series, precision, _ = EIA_FILES[name]
    path = paths[name]
    frame = read_csv(path, ["Date", "Price"]).rename({"Date": "date", "Price": "price"})
    frame = as_number(as_date(frame, ["date"], path), ["price"], path)
    frame = frame.with_columns(pl.lit(series).alias("series"), pl.lit(BARREL).alias("unit"))
    table = _records(frame, precision, "price")
    span = Span(table["date"].dt.year().min(), table["date"].dt.year().max())  # type: ignore[arg-type]
    return Reading(EIA_COPY, {name: table}, {name: (span,)})


def read_pink(paths: Mapping[str, Path]) -> Reading:
    """Read the fuels of the World Bank's monthly table; a blank is a month without a price."""
    path = paths["pink"]
    frame = read_csv(path, ["period_dt", *PINK_SERIES], PINK_UNUSED).rename({"period_dt": "date"})
    frame = as_number(as_date(frame, ["date"], path), list(PINK_SERIES), path)
    parts = [
        frame.select(LINE, "date", pl.col(column).round(4).alias("price")).with_columns(
            pl.lit(words).alias("series"), pl.lit(unit).alias("unit")
        )
        for column, (words, unit) in PINK_SERIES.items()
    ]
    table = _records(pl.concat(parts).drop_nulls("price"), "month", "price")
    span = Span(table["date"].dt.year().min(), table["date"].dt.year().max())  # type: ignore[arg-type]
    return Reading(PINK_COPY, {"pink_sheet": table}, {"pink_sheet": (span,)})


def _crude(tables: Mapping[str, Relation]) -> Relation:
    return nw.concat([tables["brent_month"], tables["brent_year"], tables["wti_month"]])


FOLDER = "**/prices_oil"
PUBLICATIONS = (
    Publication(
        dataset=EIA,
        tables=EIA_TABLES,
        editions=tuple(
            Edition(f"{series} by {precision}, copy", {name: f"{FOLDER}/{file}"}, partial(read_eia, name=name))
            for name, (series, precision, file) in EIA_FILES.items()
        ),
        offers=(
            Offer(CRUDE_KIND, ("brent_month", "brent_year", "wti_month"), _crude),
            Offer(DAILY_KIND, ("brent_day",), lambda tables: tables["brent_day"]),
        ),
    ),
    Publication(
        dataset=PINK,
        tables=(PINK_TABLE,),
        editions=(
            Edition("Pink Sheet by month, copy", {"pink": f"{FOLDER}/worldbank_pinksheet_monthly.csv"}, read_pink),
        ),
        offers=(Offer(PINK_KIND, ("pink_sheet",), lambda tables: tables["pink_sheet"]),),
    ),
)
