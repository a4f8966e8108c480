"""Chinese customs by way of Wind, as the Centre for Research on Energy and Clean Air keeps them: imports from Russia.

Coal and crude oil by month, 1995 to 2023; the file's gas columns are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.months import WHOLE, cut, with_months
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, as_date, as_number, pl, read_csv
from comity.vocabulary import (
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
RELEASE = Release(
    "2023-03", date(2023, 3, 31), date(2026, 11, 23), "dated to the month by its last rows, of February 2023"
)

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
        RELEASE.stamp: Envelope(
            (610, 630), (1995, 2023), (({"date": date(1995, 4, 1), "commodity": "oil"}, "tonnes", 3743.701),)
        )
    },
)
# The file's columns: tonnes of coal, kilograms of crude oil, and what they cost.
COLUMNS = {
    "coal": ("vol Coal: Russian Federation [ton]", "val Coal: Russian Federation [USD]", 1.0),
    "oil": ("vol Crude Oil: Russian Federation [kg]", "val Crude Oil: Russian Federation [USD]", 1000.0),
}
UNUSED = (
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


def read(paths: Mapping[str, Path]) -> Reading:
    """Read what Chinese customs report, by month; months before 2000 are missing."""
    path = paths["china"]
    used = [name for volume, value, _ in COLUMNS.values() for name in (volume, value)]
    frame = as_number(as_date(read_csv(path, ["month", *used], UNUSED), ["month"], path), used, path)
    parts = [
        frame.select(
            LINE,
            pl.col("month").dt.month_start().alias("date"),
            pl.col("month").dt.year().alias("year"),
            pl.lit(commodity).alias("commodity"),
            (pl.col(volume) / weight).alias("tonnes"),
            pl.col(value).alias("usd"),
        )
        for commodity, (volume, value, weight) in COLUMNS.items()
    ]
    table = with_months(pl.concat(parts), "commodity")
    last = table.filter(pl.col("months") == WHOLE)["year"].max()
    if last is None:
        raise Failure(f"{path}: no year with all twelve months; get the file again")
    span = Span(FIRST_WHOLE["oil"], int(last), ("RUS",), ("CHN",))  # type: ignore[arg-type]
    return Reading(RELEASE, {"customs": table}, {"customs": (span,)})


def _yearly(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    rows = tables["customs"].filter(
        nw.col("commodity") == commodity, nw.col("months") == WHOLE, nw.col("year") >= FIRST_WHOLE[commodity]
    )
    return (
        rows.group_by("year")
        .agg(value=nw.col(unit).sum())
        .select(
            origin=_number("RUS"),
            target=_number("CHN"),
            year=nw.col("year"),
            value=nw.col("value"),
            status=nw.lit("reported"),
        )
    )


def _monthly(tables: Mapping[str, Relation], commodity: str, unit: str) -> Relation:
    rows = tables["customs"].filter(nw.col("commodity") == commodity, nw.col("year") >= FIRST_WHOLE[commodity])
    return rows.filter(~nw.col(unit).is_null()).select(
        origin=_number("RUS"),
        target=_number("CHN"),
        year=nw.col("year"),
        date=nw.col("date"),
        value=nw.col(unit),
        status=nw.lit("reported"),
    )


def _number(id_: str) -> nw.Expr:
    return nw.lit(states.state(id_).number).cast(nw.Int16)


def _definition(code: str, label: str, unit: str, grain: Grain) -> Definition:
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit=unit,
        grain=grain,
        kind="flow",
        sector="energy",
        absent="none recorded",
        adds_over_time=True,
        adds_over_states=True,
    )


def _offers(commodity: str, name: str, words: str, column: str) -> tuple[Offer, Offer]:
    ending, said, unit = {"tonnes": ("", "weight", "tonnes"), "usd": ("_value", "value", "USD")}[column]
    code, label = f"china_{name}_from_russia{ending}", f"{words} bought by China from Russia, {said}"
    coverage = partial(cut, first=FIRST_WHOLE[commodity], last=2100)
    by_year = _definition(code, label, unit, "directed-dyad-year")
    by_month = _definition(f"{code}_monthly", f"{label}, by month", unit, "directed-dyad-month")
    return (
        Offer(by_year, ("customs",), partial(_yearly, commodity=commodity, unit=column), coverage),
        Offer(by_month, ("customs",), partial(_monthly, commodity=commodity, unit=column), coverage),
    )


PUBLICATION = Publication(
    dataset=DATASET,
    tables=(CUSTOMS,),
    editions=(
        Edition(
            "Chinese customs by month, copy",
            {"china": "**/energy_russia_exports_crea/china_imports_russia_energy_monthly.csv"},
            read,
        ),
    ),
    offers=(
        *_offers("oil", "crude", "Crude oil", "tonnes"),
        *_offers("oil", "crude", "Crude oil", "usd"),
        *_offers("coal", "coal", "Coal", "tonnes"),
        *_offers("coal", "coal", "Coal", "usd"),
    ),
    ship=ship_nothing,
)
