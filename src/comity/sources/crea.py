"""Centre for Research on Energy and Clean Air: Russia's coal, oil and gas by importer and month, 2016 to 2022.

As the importers report them (UN Comtrade, Eurostat), collected by the centre. A second file holds China's own customs
figures. The row 'EU' is the sum of its members that had reported, and these are listed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.months import WHOLE, cut, whole_years, with_months
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, as_date, as_number, closed, number_by_name, pl, read_csv, unique_keys
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
CHINA_DATASET = Dataset(
    code="china_customs_energy",
    title="China's imports of coal, crude oil and gas from Russia by month (Chinese customs, by way of Wind)",
    publisher="General Administration of Customs of China, by way of Wind",
    citation="General Administration of Customs of China, by way of Wind, in: Centre for Research on Energy and Clean "
    f"Air, fossil_shipment_tracker_r, {ADDRESS}",
    address=ADDRESS,
    licence=Licence(
        name="terms of the Wind terminal", words="Wind: proprietary terminal", address="https://www.wind.com.cn/",
        ship="no",
    ),
)  # fmt: skip
RETRIEVED = date(2026, 11, 23)
RELEASE = Release("2022-12", date(2022, 12, 31), RETRIEVED, "dated to the month by its last rows, of November 2022")
CHINA_RELEASE = Release(
    "2023-03", date(2023, 3, 31), RETRIEVED, "dated to the month by its last rows, of February 2023"
)

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
LATE = Caveat(
    "Reports after June 2022 were still coming in: the sums of the European Union fall because members are missing, "
    "not because it bought so much less.",
    first=date(2022, 7, 1),
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

CUSTOMS = Table(
    name="customs",
    columns=(
        Column("date", "date", "first day of the month"),
        Column("year", "int", "calendar year", low=1995, high=2100),
        Column("commodity", "text", "what was imported", values=("coal", "oil")),
        Column("tonnes", "float", "imports from Russia", unit="tonnes", low=0, high=2e7),
        Column("usd", "float", "imports from Russia", unit="USD", low=0, high=2e10),
        Column("months", "int", "months of the year in the file", low=1, high=12),
    ),
    keys=("date", "commodity"),
    envelopes={
        CHINA_RELEASE.stamp: Envelope(
            (610, 630), (1995, 2023), (({"date": date(1995, 4, 1), "commodity": "oil"}, "tonnes", 3743.701),)
        )
    },
)
# The file's columns: tonnes of coal, kilograms of crude oil, and what they cost.
CHINA_COLUMNS = {
    "coal": ("vol Coal: Russian Federation [ton]", "val Coal: Russian Federation [USD]", 1.0),
    "oil": ("vol Crude Oil: Russian Federation [kg]", "val Crude Oil: Russian Federation [USD]", 1000.0),
}
CHINA_UNUSED = (
    # Kinds of coal are parts of the sum; a gas column without the word Russia counts all origins; gas by pipe has
    # amounts for some months only.
    "vol Steam Coal: Russian Federation [ton]", "val Steam Coal: Russian Federation [USD]",
    "vol Coking Coal: Russian Federation [ton]", "val Coking Coal: Russian Federation [USD]",
    "China: val Natural Gas(271121) [USD]", "China: val Liquified Natural Gas(271111) [USD]",
    "vol Liquified Natural Gas (LNG): Russian Federation [kg]",
    "vol Pipeline Carried Natural Gas (Gaseous State): Russian Federation [kg]",
    "val Pipeline Carried Natural Gas (Gaseous State): Russian Federation [USD]",
)  # fmt: skip
# The first year with all twelve months; coal is 0 in most months before 2009, which may be a gap.
FIRST_WHOLE = {"oil": 2000, "coal": 2009}


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


def read_china(paths: Mapping[str, Path]) -> Reading:
    """Read what Chinese customs report, by month; months before 2000 are missing."""
    path = paths["china"]
    used = [name for volume, value, _ in CHINA_COLUMNS.values() for name in (volume, value)]
    frame = as_number(as_date(read_csv(path, ["month", *used], CHINA_UNUSED), ["month"], path), used, path)
    parts = [
        frame.select(
            LINE,
            pl.col("month").dt.month_start().alias("date"),
            pl.col("month").dt.year().alias("year"),
            pl.lit(commodity).alias("commodity"),
            (pl.col(volume) / weight).alias("tonnes"),
            pl.col(value).alias("usd"),
        )
        for commodity, (volume, value, weight) in CHINA_COLUMNS.items()
    ]
    table = with_months(pl.concat(parts), "commodity")
    last = table.filter(pl.col("months") == WHOLE)["year"].max()
    if last is None:
        raise Failure(f"{path}: no year with all twelve months; get the file again")
    span = Span(FIRST_WHOLE["oil"], int(last), ("RUS",), ("CHN",))  # type: ignore[arg-type]
    return Reading(CHINA_RELEASE, {"customs": table}, {"customs": (span,)})


def _russia() -> nw.Expr:
    return nw.lit(states.state("RUS").number).cast(nw.Int16)


def _yearly(tables: Mapping[str, Relation], commodity: str, without: tuple[str, ...]) -> Relation:
    rows = tables["monthly"].filter(
        ~nw.col("target").is_null(),
        ~nw.col("target").is_in([states.state(id_).number for id_ in without]),
        nw.col("commodity") == commodity,
        nw.col("months") == WHOLE,
    )
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


def _china(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    rows = tables["customs"].filter(
        nw.col("commodity") == commodity, nw.col("months") == WHOLE, nw.col("year") >= FIRST_WHOLE[commodity]
    )
    return (
        rows.group_by("year")
        .agg(value=nw.col(unit).sum())
        .select(
            origin=_russia(),
            target=nw.lit(states.state("CHN").number).cast(nw.Int16),
            year=nw.col("year"),
            value=nw.col("value"),
            status=nw.lit("reported"),
        )
    )


def _definition(code: str, label: str, unit: str, *caveats: Caveat, adds: bool = True) -> Definition:
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit=unit,
        grain="directed-dyad-year",
        kind="flow",
        sector="energy",
        absent="none recorded",
        adds_over_time=adds,
        adds_over_states=adds,
        caveats=caveats,
    )


def _offer(commodity: str, code: str, words: str, *caveats: Caveat, without: tuple[str, ...] = ()) -> Offer:
    label = f"{words} bought from Russia, as the importer reports"
    return Offer(
        _definition(code, label, "tonnes", REPORTED, LATE, SPREAD, *caveats),
        ("monthly",),
        partial(_yearly, commodity=commodity, without=without),
        partial(cut, first=2016, last=2100, without=without),
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
            _offer("oil", "russia_crude", "Crude oil", *UNDERCOUNT),
            _offer("oil_products", "russia_products", "Oil products", DOUBLED, UNDERCOUNT[2]),
            _offer("coal", "russia_coal", "Coal", UNDERCOUNT[2]),
            _offer("lng", "russia_lng", "Liquefied gas", UNDERCOUNT[2], without=NO_LNG),
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
    Publication(
        dataset=CHINA_DATASET,
        tables=(CUSTOMS,),
        editions=(
            Edition(
                "Chinese customs by month, copy",
                {"china": "**/energy_russia_exports_crea/china_imports_russia_energy_monthly.csv"},
                read_china,
            ),
        ),
        offers=tuple(
            Offer(
                _definition(f"china_{name}_from_russia{ending}", f"{words} bought by China from Russia, {said}", unit),
                ("customs",),
                partial(_china, commodity=commodity, unit=column),
                partial(cut, first=FIRST_WHOLE[commodity], last=2100),
            )
            for commodity, name, words in (("oil", "crude", "Crude oil"), ("coal", "coal", "Coal"))
            for ending, column, unit, said in (("", "tonnes", "tonnes", "weight"), ("_value", "usd", "USD", "value"))
        ),
        ship=ship_nothing,
    ),
)  # fmt: skip
