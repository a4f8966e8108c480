"""Centre for Research on Energy and Clean Air: Russia's coal, oil and gas by importer and month, 2016 to 2022.

As the importers report them (UN Comtrade, Eurostat), collected by the centre; China's own customs figures, in a second
file, are in `crea_china`. The row 'EU' is the sum of its members that had reported, and these are listed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources import crea_china
from comity.sources.months import WHOLE, cut, whole_years, with_months
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, as_date, as_number, closed, number_by_name, pl, read_csv, unique_keys
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Grain,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

ADDRESS = "https://github.com/energyandcleanair/fossil_shipment_tracker_r"
DATASET = Dataset(
    code="crea",
    title="Russia's fossil fuel exports by importer and month (UN Comtrade and Eurostat, collected by CREA)",
    publisher="Centre for Research on Energy and Clean Air",
    citation="Centre for Research on Energy and Clean Air, fossil_shipment_tracker_r, from UN Comtrade and Eurostat, "
    f"{ADDRESS}",
    address=ADDRESS,
    licence=Licence(
        name="MIT for the repository; UN Comtrade's terms for the figures",
        words="UN Comtrade: re-dissemination of limited extracts with attribution",
        address="https://comtrade.un.org/",
        ship="no",
    ),
)
RETRIEVED = date(2026, 11, 23)
RELEASE = Release("2022-12", date(2022, 12, 31), RETRIEVED, "dated to the month by its last rows, of November 2022")
COMMODITIES = ("coal", "coal_gas", "coke", "lng", "natural_gas", "oil", "oil_products", "tar")
OTHERS = {"EU": "the 27 members, those that had reported; they are listed too"}
SPELLINGS = {"Dem.Rep. of the Congo": "Democratic Republic of the Congo"}  # a blank less than in UN Comtrade's own list

MONTHLY = Table(
    name="monthly",
    columns=(
        Column("importer", "text", "the importer as published"),
        Column("target", "state", "the importer; blank for the European Union", nullable=True),
        Column("group", "int", "the registry's number of the European Union in its 27 members", nullable=True),
        Column("date", "date", "first day of the month"),
        Column("year", "int", "calendar year", low=2016, high=2100),
        Column("commodity", "text", "what was imported; oil is crude oil (HS 2709)", values=COMMODITIES),
        # Gas through pipelines is the centre's difference of two headings, which falls below nought.
        Column("tonnes", "float", "imports", unit="tonnes", low=-1e6, high=5e7, nullable=True),
        Column("spread", "bool", "the same in all twelve months: a year's sum divided by twelve"),
        Column("months", "int", "months of the year in which the importer has a row", low=1, high=12),
    ),
    keys=("importer", "date", "commodity"),
    envelopes={
        RELEASE.stamp: Envelope(
            (17_400, 17_430),
            (2016, 2022),
            (
                ({"importer": "China", "date": date(2021, 1, 1), "commodity": "oil"}, "tonnes", 6_636_840.0),
                ({"importer": "Myanmar", "date": date(2020, 9, 1), "commodity": "coal"}, "tonnes", 31_000.0),
            ),
        )
    },
)
REPORTED = Caveat(
    "As the importers report it, from UN Comtrade and Eurostat. A year is given only for importers that reported "
    "something from Russia in each of its twelve months, so most small buyers, and all of 2022, have no yearly figure."
)
MONTHS = Caveat(
    "As the importers report it by month, from UN Comtrade and Eurostat. A month without a figure is none recorded "
    "only in years in which the importer reported something from Russia in all twelve; elsewhere it is not covered."
)
LATE_SINCE = date(2022, 7, 1)
LATE = Caveat(
    "Reports after June 2022 were still coming in: sums of the European Union fall because members are missing, not "
    "because it bought so much less, so the centre's own sum is left out from July on.",
    first=LATE_SINCE,
    last=date(2022, 12, 31),
)
UNDERCOUNT = (
    Caveat("Nearly all of Belgium's crude oil is missing; the figures are far too low.", ("BEL",)),
    Caveat(
        "Finland's crude oil of 2020 and 2021 is nearly all missing (0.7 of 6.8 million tonnes in 2021).",
        ("FIN",),
        date(2020, 1, 1),
        date(2021, 12, 31),
    ),
    Caveat("France is missing from 2020 on.", ("FRA",), date(2020, 1, 1)),
)
SPREAD = Caveat(
    "The months of China, Austria, Denmark, Ireland and Malta are a year's sum divided by twelve.",
    ("CHN", "AUT", "DNK", "IRL", "MLT"),
)
NOTE = "rows in euros left out: those from UN Comtrade are dollars divided by 1.1 in every year"
DOUBLED = Caveat(
    "Oil products of 2018 look doubled for the members of the European Union: 93 million tonnes between 49 in the year "
    "before and 47 in the year after.",
    first=date(2018, 1, 1),
    last=date(2018, 12, 31),
)
# Their gas is left blank in most months.
NO_GAS = ("Estonia", "Finland", "Latvia")
NO_LNG = ("EST", "FIN", "LVA")


def read_monthly(paths: Mapping[str, Path]) -> Reading:
    """Read the importers' reports in tonnes.

    The rows in euros are left out: those from UN Comtrade are dollars divided by 1.1, the same for all years.
    """
    path = paths["monthly"]
    frame = read_csv(path, ["country", "partner", "date", "commodity", "unit", "value"], ["EU", "source"])
    closed(closed(frame, "commodity", COMMODITIES, path), "unit", ("tonne", "eur"), path)
    closed(frame, "partner", ("Russia",), path)
    frame = unique_keys(frame, ["country", "date", "commodity", "unit"], path)
    frame = as_number(as_date(frame, ["date"], path), ["value"], path).with_columns(
        pl.col("date").dt.year().alias("year"),
        pl.col("country").alias("importer"),
        pl.col("country").replace(SPELLINGS),
        pl.when(pl.col("country") == "EU").then(states.group("EU27_2020").number).cast(pl.Int32).alias("group"),
    )
    frame = number_by_name(_no_new_blank(frame, path), "country", "target", path, year="year", others=OTHERS)
    wide = frame.filter(pl.col("unit") == "tonne").rename({"value": "tonnes"})
    of_year = ["country", "commodity", "year"]
    wide = wide.with_columns(
        ((pl.len() == WHOLE) & (pl.col("tonnes").n_unique() == 1) & (pl.col("tonnes").min() > 0))
        .over(of_year)
        .fill_null(False)
        .alias("spread")
    )
    wide = with_months(wide, "importer")
    return Reading(RELEASE, {"monthly": wide}, {"monthly": whole_years(wide, "target", ("RUS",))}, (NOTE,))


def _no_new_blank(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Refuse a blank amount but for the gas of the states that leave it blank."""
    known = pl.col("importer").is_in(NO_GAS) & pl.col("commodity").is_in(("lng", "natural_gas"))
    odd = frame.filter((pl.col("value").is_null() & ~known) | pl.col("date").is_null())
    if not odd.is_empty():
        raise Failure(f"{path}:{odd[LINE][0]}: blank where a month or an amount is expected; get the file again")
    return frame


def _russia() -> nw.Expr:
    return nw.lit(states.state("RUS").number).cast(nw.Int16)


def _of(tables: Mapping[str, Relation], commodity: str, without: tuple[str, ...] | None) -> Relation:
    """Return the rows of states but those named, or with None those of the European Union, which the centre adds up."""
    rows = tables["monthly"].filter(nw.col("commodity") == commodity)
    if without is None:
        rows = rows.filter(~nw.col("group").is_null(), nw.col("date") < LATE_SINCE)
        return rows.with_columns(target=nw.col("group"))
    left_out = [states.state(id_).number for id_ in without]
    return rows.filter(~nw.col("target").is_null(), ~nw.col("target").is_in(left_out))


def _monthly(tables: Mapping[str, Relation], commodity: str, without: tuple[str, ...] | None) -> Relation:
    return (
        _of(tables, commodity, without)
        .filter(~nw.col("tonnes").is_null())
        .select(
            origin=_russia(),
            target=nw.col("target"),
            year=nw.col("year"),
            date=nw.col("date"),
            value=nw.col("tonnes"),
            status=nw.lit("reported"),
        )
    )


def _yearly(tables: Mapping[str, Relation], commodity: str, without: tuple[str, ...] | None) -> Relation:
    rows = _of(tables, commodity, without).filter(nw.col("months") == WHOLE)
    # A month that is left blank leaves the year without a figure.
    sums = rows.group_by("target", "year").agg(
        value=nw.col("tonnes").sum(), blank=nw.col("tonnes").is_null().cast(nw.Int32).sum()
    )
    return sums.filter(nw.col("blank") == 0).select(
        origin=_russia(), target=nw.col("target"), year=nw.col("year"), value=nw.col("value"), status=nw.lit("reported")
    )


def _months(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["monthly"].filter(~nw.col("target").is_null()).group_by("target", "year").agg(nw.col("months").max())
    return rows.select(
        origin=_russia(),
        target=nw.col("target"),
        year=nw.col("year"),
        value=nw.col("months").cast(nw.Float64),
        status=nw.lit("reported"),
    )


def _definition(
    code: str,
    label: str,
    unit: str,
    *caveats: Caveat,
    adds: bool = True,
    grain: Grain = "directed-dyad-year",
) -> Definition:
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit=unit,
        grain=grain,
        kind="flow",
        sector="energy",
        absent="none recorded",
        adds_over_time=adds,
        adds_over_states=adds,
        caveats=caveats,
    )


def _offers(
    commodity: str, code: str, words: str, *caveats: Caveat, without: tuple[str, ...] = ()
) -> tuple[Offer, ...]:
    label = f"{words} bought from Russia, as the importer reports"
    by_month = _definition(
        f"{code}_monthly", f"{label}, by month", "tonnes", MONTHS, LATE, SPREAD, *caveats, grain="directed-dyad-month"
    )
    coverage = partial(cut, first=2016, last=2100, without=without)
    return tuple(
        Offer(
            what,
            ("monthly",),
            partial(values, commodity=commodity, without=without),
            coverage,
            partial(values, commodity=commodity, without=None),
        )
        for what, values in (
            (_definition(code, label, "tonnes", REPORTED, LATE, SPREAD, *caveats), _yearly),
            (by_month, _monthly),
        )
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(MONTHLY,),
        editions=(
            Edition(
                "importers' reports by month, copy",
                {"monthly": "**/energy_russia_exports_crea/comtrade_eurostat_russia_fossil_monthly.csv.gz"},
                read_monthly,
            ),
        ),
        offers=(
            *_offers("oil", "russia_crude", "Crude oil", *UNDERCOUNT),
            *_offers("oil_products", "russia_products", "Oil products", DOUBLED, UNDERCOUNT[2]),
            *_offers("coal", "russia_coal", "Coal", UNDERCOUNT[2]),
            *_offers("lng", "russia_lng", "Liquefied gas", UNDERCOUNT[2], without=NO_LNG),
            Offer(
                _definition(
                    "russia_months", "Months in which the importer reported fossil fuel from Russia", "months", LATE,
                    adds=False,
                ),
                ("monthly",),
                _months,
                lambda _: (Span(2016, 2022, ("RUS",)),),
            ),
        ),
        ship=ship_nothing,
    ),
    crea_china.PUBLICATION,
)  # fmt: skip
