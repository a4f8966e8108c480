"""World Food Programme: prices in Myanmar's markets by month, in kyat, 2008 to 2022.

The column `usdprice` is left out: in the file at hand it is the price divided by 1,848 in every month from 2008 to
2022, the rate of the day on which the file was made. There is diesel to March 2020 and no petrol at all. Which markets
report changes from year to year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure, printable
from comity.sources.months import WHOLE
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_date, as_number, closed, has_words, pl, read_csv
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Grain,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="wfp_prices",
    title="Food prices in Myanmar's markets, with diesel and wages",
    publisher="World Food Programme",
    citation="World Food Programme, Myanmar – Food Prices (wfp_food_prices_mmr.csv), Humanitarian Data Exchange, "
    "https://data.humdata.org/dataset/wfp-food-prices-for-myanmar",
    address="https://data.humdata.org/dataset/wfp-food-prices-for-myanmar",
    licence=Licence(
        name="CC BY-IGO, as known; check the publisher's page",
        words="HDX lists CC BY-IGO",
        address="https://data.humdata.org/dataset/wfp-food-prices-for-myanmar",
        ship="yes",
    ),
    as_of="row date",
)
COPY = Release("2022-07-20", date(2022, 7, 20), date(2026, 11, 23), "file of 20 July 2022, prices to May 2022")

MEAT_AND_EGGS = ("Eggs (local)", "Meat (beef)", "Meat (chicken)", "Meat (pork)")
COMMODITIES = (
    "Chickpeas", "Chickpeas (local)", *MEAT_AND_EGGS, "Fuel (diesel)", "Garlic", "Maize", "Oil (groundnut)",
    "Oil (mixed, imported)", "Oil (palm)", "Oil (vegetable)", "Onions", "Onions (local)", "Potatoes", "Pulses",
    "Rice (Emata)", "Rice (high quality)", "Rice (low quality)", "Salt", "Soybeans", "Tomatoes", "Tomatoes (local)",
    "Wage (non-qualified labour, non-agricultural)",
)  # fmt: skip
UNITS = ("KG", "L", "10 pcs", "Day", "1.6 KG", "10 KG")
# What is the same measure, price and place all through, and asked for: code, words, unit of the file, words for it.
MEANS = {
    "Fuel (diesel)": ("diesel", "Diesel", "L", "kyat per litre"),
    "Rice (low quality)": ("rice", "Rice of low quality", "KG", "kyat per kg"),
    "Oil (palm)": ("palm_oil", "Palm oil", "L", "kyat per litre"),
    "Wage (non-qualified labour, non-agricultural)": ("wage", "Wage of unskilled labour", "Day", "kyat per day"),
}
SINCE = {"diesel": 2014, "wage": 2014}  # first years of those that begin after food

OWN_DAY = Caveat(
    "In kyat: the file's own price in US dollars uses one day's rate for all years and is left out. Turn kyat into "
    "dollars only at a rate of the same day."
)
CHANGING = Caveat(
    "Which markets report changes: 12 for diesel in 2019 where 39 did in 2014, over a hundred for food from 2020, many "
    "in Rakhine, Kachin and northern Shan."
)
AS_TAKEN = Caveat("Prices as they were taken down, slips included: a day's wage of 3 kyat, diesel at 159 a litre.")
NO_PETROL = Caveat("Diesel ends in March 2020, and petrol is not in the file: it says nothing on fuel after the coup.")
COLUMNS = (
    Column("commodity", "text", "what is sold, in the programme's words", values=COMMODITIES),
    Column("unit", "text", "how much of it", values=UNITS),
    Column("price", "float", "price", unit="kyat", low=0.01, high=200_000),
    Column("sale", "text", "retail or wholesale", values=("Retail", "Wholesale")),
    Column("market", "text", "market"),
    Column("place", "text", "state or region, and district"),
)
KIND = RecordKind(
    code="prices.market",
    label="Prices in Myanmar's markets by month",
    sector="economy",
    columns=COLUMNS,
    caveats=(OWN_DAY, CHANGING, AS_TAKEN, NO_PETROL),
)
PRICES = Table(
    name="prices",
    columns=(*RECORD_COLUMNS, *COLUMNS),
    keys=("id",),
    envelopes={
        COPY.stamp: Envelope(
            (33_782, 33_782),
            cells=(({"id": "2008-01 Kachin, Myitkyina, Wai Maw: Rice (low quality), KG, Retail"}, "price", 400.0),),
        )
    },
)
IGNORED = ("latitude", "longitude", "category", "usdprice", "market_id", "commodity_id")


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the file as kept, without its second header."""
    return _read(paths["prices"], COPY)


def read_download(paths: Mapping[str, Path]) -> Reading:
    """Read a country's file as the Humanitarian Data Exchange gives it, its second header (HXL tags) passed over."""
    path = paths["prices"]
    reading = _read(path, COPY)
    last: date = reading.tables["prices"]["date"].max()  # type: ignore[assignment]
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    release = Release(f"{last:%Y-%m}", following, date.today(), f"prices to {last:%Y-%m}, known to the month")
    return Reading(release, reading.tables, reading.coverage, reading.notes)


def _read(path: Path, release: Release) -> Reading:
    used = ["date", "admin1", "admin2", "market", "commodity", "unit", "priceflag", "pricetype", "currency", "price"]
    frame = read_csv(path, used, IGNORED, comment=lambda row: row[0].startswith("#"))
    other = frame.filter(pl.col("currency") != "MMK")
    if not other.is_empty():
        found = printable(str(other["currency"][0]), 10)
        raise Failure(f"{path}:{other[LINE][0]}: prices in {found!r}; only Myanmar's file (MMK) is read")
    frame = as_number(as_date(frame, ["date"], path), ["price"], path)
    closed(closed(frame, "commodity", COMMODITIES, path), "unit", UNITS, path)
    # 'aggregate' is a mean of several counts of a month; a forecast would be refused.
    closed(closed(frame, "priceflag", ("actual", "aggregate"), path), "pricetype", ("Retail", "Wholesale"), path)
    place = pl.concat_str(["admin1", "admin2"], separator=", ")
    month = pl.col("date").dt.strftime("%Y-%m")
    parties = pl.Series("parties", [[states.state("MMR").number]] * len(frame), dtype=pl.List(pl.Int16))
    table = frame.with_columns(
        place.alias("place"),
        pl.col("pricetype").alias("sale"),
        pl.format("{} {}, {}: {}, {}, {}", month, place, "market", "commodity", "unit", "pricetype").alias("id"),
        pl.format("{} in {}: {} kyat per {} in {}", "commodity", "market", "price", "unit", month).alias("summary"),
        pl.col("date").dt.month_start(),
        pl.lit("month").alias("date_precision"),
        pl.lit("price").alias("kind"),
        pl.lit("MMR").alias("origin"),
        pl.lit("MMR").alias("target"),
        parties,
    )
    last = int(table["date"].dt.year().max())  # type: ignore[arg-type]
    first = int(table["date"].dt.year().min())  # type: ignore[arg-type]
    note = "usdprice left out: it is not the rate of the month"
    return Reading(release, {"prices": table}, {"prices": (Span(first, last, ("MMR",), ("MMR",)),)}, (note,))


def _mean(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    """Return the mean of all prices of a year in which there is one for each month."""
    rows = tables["prices"].filter(nw.col("commodity") == commodity, nw.col("unit") == unit, nw.col("sale") == "Retail")
    rows = rows.with_columns(year=nw.col("date").dt.year().cast(nw.Int32))
    means = rows.group_by("year").agg(value=nw.col("price").mean(), months=nw.col("date").n_unique())
    return means.filter(nw.col("months") == WHOLE).select(
        state=nw.lit(states.state("MMR").number).cast(nw.Int16),
        year=nw.col("year"),
        value=nw.col("value"),
        status=nw.lit("reported"),
    )


def _monthly_mean(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    """Return the mean of all prices of a month."""
    rows = tables["prices"].filter(nw.col("commodity") == commodity, nw.col("unit") == unit, nw.col("sale") == "Retail")
    means = rows.group_by("date").agg(value=nw.col("price").mean())
    return means.select(
        state=nw.lit(states.state("MMR").number).cast(nw.Int16),
        year=nw.col("date").dt.year().cast(nw.Int32),
        date=nw.col("date"),
        value=nw.col("value"),
        status=nw.lit("reported"),
    )


def _offers(commodity: str) -> tuple[Offer, Offer]:
    code, words, unit, said = MEANS[commodity]

    def definition(ending: str, period: str, grain: Grain) -> Definition:
        return Definition(
            code=f"prices.{code}{ending}",
            label=f"{words} in Myanmar's markets, mean of the {period}",
            unit=said,
            grain=grain,
            kind="price",
            sector="economy",
            absent="not known",
            adds_over_time=False,
            adds_over_states=False,
            caveats=(OWN_DAY, CHANGING, AS_TAKEN, *((NO_PETROL,) if code == "diesel" else ())),
        )

    def coverage(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span(max(s.first, SINCE.get(code, s.first)), s.last, s.origins) for s in spans)

    return (
        Offer(
            definition("", "year", "state-year"),
            ("prices",),
            partial(_mean, commodity=commodity, unit=unit),
            coverage,
        ),
        Offer(
            definition("_monthly", "month", "state-month"),
            ("prices",),
            partial(_monthly_mean, commodity=commodity, unit=unit),
            coverage,
        ),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(PRICES,),
        editions=(
            Edition(
                "market prices, copy",
                {"prices": "**/prices_wfp_myanmar/wfp_food_prices_mmr.csv.gz"},
                read_copy,
            ),
            Edition(
                "market prices from the Humanitarian Data Exchange (CSV)",
                {"prices": "**/*.csv"},
                read_download,
                has_words("market_id", "pricetype", "usdprice", "MMK"),
            ),
        ),
        offers=(
            *(o for commodity in MEANS for o in _offers(commodity)),
            Offer(KIND, ("prices",), lambda tables: tables["prices"]),
        ),
    ),
)
