"""Pump prices in Myanmar, 2021 and 2022, as quoted in press reports, with the rates of the dollar that these name.

Points collected by hand, no series. A price is turned into dollars only at the rate named in the same report, never at
that of another day: most of the apparent rise after the coup is the fall of the kyat.
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
from comity.sources.reading import LINE, as_date, as_number, closed, pl, read_csv, unique_keys
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="fuel_prices",
    title="Pump prices in Myanmar 2021–2022 quoted in press reports",
    publisher="Comity",
    citation="Comity, pump prices in Myanmar 2021–2022, compiled from press reports; each row names its own source",
    address="",
    licence=Licence(
        name="facts compiled by the project",
        words="Facts only. May ship: yes (facts, with the addresses).",
        address="",
        ship="yes",
    ),
    as_of="row date",
)
RELEASE = Release("2026-11-23", date(2026, 11, 23), date(2026, 11, 23), "compiled by hand")

# The file's word for a report: publisher, day of the report, address. Two are cut short where they stand again.
_NEWS = ("Global New Light of Myanmar", "2022-01-12", "https://mdn.gov.mm/my/node/132499")
_XINHUA = ("Xinhua", "2022-08-10", "https://english.news.cn/20220810/3611c70ec1e5438e9e7abc19ce0be15f/c.html")
_REUTERS = ("Reuters", "2022-08-17", "https://yumindia.in/myanmar-to-import-russian-oil-military-says")
REPORTS = {
    "mdn.gov.mm/my/node/132499 (Global New Light of Myanmar, 12 Jan 2022)": _NEWS,
    "mdn.gov.mm/my/node/132499": _NEWS,
    "english.news.cn/20220810/3611c70ec1e5438e9e7abc19ce0be15f/c.html (Xinhua)": _XINHUA,
    "english.news.cn/20220810/...": _XINHUA,
    "thanlwintimes.com/2022/06/07/": ("Than Lwin Times", "2022-06-07", "https://thanlwintimes.com/2022/06/07/"),
    "yumindia.in/myanmar-to-import-russian-oil-military-says (Reuters text)": _REUTERS,
    "yumindia.in (Reuters text)": _REUTERS,
}
# Days that the file made up: the report says only "early February 2021", so the month is all that is known.
ROUGH = {date(2021, 2, 5): "early February 2021"}
FUELS = ("octane 92", "octane 95", "diesel", "premium diesel", "petrol, low", "petrol, high")
YANGON = "Yangon"
PLACES = (YANGON, "Nay Pyi Taw", "Mawlamyine", "Myanmar")

SOURCES = (
    Column("source_publisher", "text", "who published the report"),
    Column("source_date", "text", "day of the report"),
    Column("source_url", "text", "address of the report, as stored; not opened live"),
)
POINTS = Caveat("Single prices named in press reports, not a series: what lies between two days is not known.")
RANGE = Caveat(
    "'petrol, low' and 'petrol, high' of 17 August 2022 are the ends of the range that Reuters gives for the whole "
    "country, not official prices of one place."
)
RATES = Caveat(
    "Rates named in reports about fuel: a market rate 'about 2,000' in January 2022, the official reference rate in "
    "August 2022. They are not one series, and official and market rates differ."
)
PUMP_KIND = RecordKind(
    code="prices.pump",
    label="Pump prices of fuel in Myanmar, from press reports",
    sector="energy",
    columns=(
        Column("place", "text", "city, or the whole country", values=PLACES),
        Column("fuel", "text", "kind of fuel", values=FUELS),
        Column("price", "float", "price at the pump", unit="kyat per litre", low=300, high=5_000),
        Column("rate", "float", "rate in the same report", unit="kyat per US$", low=500, high=10_000, nullable=True),
        Column("price_usd", "float", "price at that rate", unit="US$ per litre", low=0.2, high=3, nullable=True),
        *SOURCES,
        Column("note", "text", "remark", nullable=True),
    ),
    caveats=(POINTS, RANGE),
    note="Dollars only where the report itself names a rate.",
)
RATE_KIND = RecordKind(
    code="prices.exchange_rates",
    label="Rates of the US dollar in kyat named in reports on fuel prices",
    sector="energy",
    columns=(
        Column("rate", "float", "rate", unit="kyat per US$", low=500, high=10_000),
        *SOURCES,
        Column("note", "text", "which rate", nullable=True),
    ),
    caveats=(RATES,),
)
PUMP = Table(
    "pump",
    (*RECORD_COLUMNS, *PUMP_KIND.columns),
    ("id",),
    {
        RELEASE.stamp: Envelope(
            (20, 60),
            cells=(
                ({"id": "Yangon octane 92 2021-02"}, "price", 590.0),
                ({"id": "Yangon octane 92 2022-08-09"}, "price", 1860.0),
            ),
        )
    },
)
EXCHANGE = Table("exchange_rates", (*RECORD_COLUMNS, *RATE_KIND.columns), ("id",), {RELEASE.stamp: Envelope((3, 20))})


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    """Give back the precision that the reports have, and the words for the day."""
    rough = pl.col("date").is_in(list(ROUGH))
    words = pl.col("date").replace_strict(ROUGH, default=None, return_dtype=pl.String)
    return frame.with_columns(
        pl.when(rough).then(pl.lit("month")).otherwise(pl.lit("day")).alias("date_precision"),
        pl.coalesce(words, pl.lit("on ") + pl.col("date").cast(pl.String)).alias("when"),
        pl.when(rough).then(pl.col("date").dt.month_start()).otherwise(pl.col("date")).alias("date"),
    ).with_columns(
        pl.when(pl.col("date_precision") == "month")
        .then(pl.col("date").dt.strftime("%Y-%m"))
        .otherwise(pl.col("date").cast(pl.String))
        .alias("exact")
    )


def _myanmar(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    number = pl.Series("parties", [[states.state("MMR").number]] * len(frame), dtype=pl.List(pl.Int16))
    return frame.with_columns(
        pl.lit(kind).alias("kind"), pl.lit("MMR").alias("origin"), pl.lit("MMR").alias("target"), number
    )


def _prices(frame: pl.DataFrame) -> pl.DataFrame:
    dollars = pl.when(pl.col("rate").is_not_null()).then(
        pl.format("; US$ {} at the {} kyat per US$ named there", "price_usd", pl.col("rate").cast(pl.Int64))
    )
    frame = frame.with_columns(
        pl.concat_str(["place", "fuel", "exact"], separator=" ").alias("id"),
        pl.format(
            "{} in {}: {} kyat per litre {}{}",
            "fuel", "place", pl.col("price").cast(pl.Int64), "when", dollars.otherwise(pl.lit("")),
        ).alias("summary"),
    )  # fmt: skip
    return _myanmar(frame, "pump price")


def _rates(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Take each rate once: the day, the rate, and the remark of the row that explains it."""
    named = frame.filter(pl.col("rate").is_not_null()).sort(pl.col("note").is_null(), maintain_order=True)
    rates = named.unique(["date", "rate", "source_url"], keep="first", maintain_order=True)
    rates = unique_keys(rates, ["date"], path).with_columns(
        pl.format("kyat per US$ {}", "exact").alias("id"),
        pl.format("{} kyat per US$ {}", pl.col("rate").cast(pl.Int64), "when").alias("summary"),
    )
    return _myanmar(rates, "exchange rate")


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the prices, and from the same rows the rates."""
    path = paths["prices"]
    names = {"kyat_per_litre": "price", "kyat_per_usd_in_source": "rate", "usd_per_litre": "price_usd"}
    frame = read_csv(path, ["date", "place", "fuel", *names, "source", "note"]).rename(names)
    frame = as_number(as_date(frame, ["date"], path), ["price", "rate", "price_usd"], path)
    closed(closed(closed(frame, "source", REPORTS, path), "fuel", FUELS, path), "place", PLACES, path)
    wrong = frame.filter(
        (pl.col("price_usd").is_null() != pl.col("rate").is_null())
        | ((pl.col("price_usd") - pl.col("price") / pl.col("rate")).abs() > 0.0006)
    )
    if not wrong.is_empty():
        raise Failure(f"{path}:{wrong[LINE][0]}: usd_per_litre is not the price at the rate of the same report")
    report = {column: {word: r[i] for word, r in REPORTS.items()} for i, column in enumerate(c.name for c in SOURCES)}
    frame = _dated(
        frame.with_columns(
            *(pl.col("source").replace_strict(by_word).alias(column) for column, by_word in report.items()),
            pl.col("note").replace("", None),
        )
    )
    tables = {"pump": _prices(frame), "exchange_rates": _rates(frame, path)}
    # Points, no series: only the days themselves are known, and nothing is complete for a year.
    return Reading(RELEASE, tables, dict.fromkeys(tables, (Span(2021, 2022, ("MMR",), ("MMR",)),)))


def _named(tables: Mapping[str, Relation], fuel: str, column: str) -> Relation:
    """Return the mean of the prices in Yangon that reports name for days of a month, mostly a single one."""
    rows = tables["pump"].filter(nw.col("fuel") == fuel, nw.col("place") == YANGON, ~nw.col(column).is_null())
    rows = rows.with_columns(month=nw.col("date").dt.truncate("1mo"))
    means = rows.group_by("month").agg(value=nw.col(column).mean())
    return means.select(
        state=nw.lit(states.state("MMR").number).cast(nw.Int16),
        year=nw.col("month").dt.year().cast(nw.Int32),
        date=nw.col("month").cast(nw.Date),
        value=nw.col("value"),
        status=nw.lit("reported"),
    )


def _monthly(fuel: str, column: str) -> Offer:
    kyat = column == "price"
    words = "kyat" if kyat else "US$ at the rate named in the same report"
    return Offer(
        Definition(
            code=f"prices.pump_{fuel.replace(' ', '_')}{'' if kyat else '_usd'}_monthly",
            label=f"{fuel.capitalize()} at the pump in Yangon in {words}",
            unit="kyat per litre" if kyat else "US$ per litre",
            grain="state-month",
            kind="price",
            sector="energy",
            absent="not known",
            adds_over_time=False,
            adds_over_states=False,
            caveats=(POINTS, *(() if kyat else (RATES,))),
        ),
        ("pump",),
        partial(_named, fuel=fuel, column=column),
        lambda spans: tuple(Span(s.first, s.last, s.origins) for s in spans),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(PUMP, EXCHANGE),
        editions=(
            Edition("prices from press reports", {"prices": "**/prices_fuel_myanmar_press/*prices_press.csv"}, read),
        ),
        offers=(
            *(_monthly(fuel, column) for fuel in ("octane 92", "diesel") for column in ("price", "price_usd")),
            Offer(PUMP_KIND, ("pump",), lambda tables: tables["pump"]),
            Offer(RATE_KIND, ("exchange_rates",), lambda tables: tables["exchange_rates"]),
        ),
    ),
)
