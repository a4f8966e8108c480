"""Eurostat, Comext: the 27 members' trade in goods with Russia and six neighbours, month by month.

Every figure is a member's report, of both directions; the EU as a whole is not in the table and would be its sum. A
month that is not there was not reported or had no trade; the copy does not tell which. It ends in November 2022.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw

from comity.sources import trade_flows
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import as_date, as_number, closed, number_by_name, pl, read_csv
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
    code="eurostat_russia_trade",
    title="Comext: EU trade by HS2-4-6 and CN8 (DS-045409), members with Russia and its neighbours",
    publisher="Eurostat",
    citation="Eurostat, Comext, EU trade since 1988 by HS2-4-6 and CN8 (DS-045409)",
    address="https://ec.europa.eu/eurostat/comext/newxtweb/",
    licence=Licence(
        name="Eurostat reuse policy",
        words="reuse allowed with acknowledgement of the source, Commission Decision 2011/833/EU (as known; check the "
        "publisher's page)",
        address="https://ec.europa.eu/eurostat/about-us/policies/copyright",
        ship="yes",
    ),
)
RELEASE = Release("2023-01-13", date(2023, 1, 13), date(2026, 11, 23), "extract last updated on this day")

# Comext's names say what a country includes and since when; the registry has the names alone.
NAMES = {
    "Belgium (incl. Luxembourg 'LU' -> 1998)": "Belgium",
    "France (incl. Saint Barthélemy 'BL' -> 2012; incl. French Guiana 'GF', Guadeloupe 'GP', Martinique 'MQ', Réunion "
    "'RE' from 1997; incl. Mayotte 'YT' from 2014)": "France",
    "Germany (incl. German Democratic Republic 'DD' from 1991)": "Germany",
    "Ireland (Eire)": "Ireland",
    "Italy (incl. San Marino 'SM' -> 1993)": "Italy",
    "Spain (incl. Canary Islands 'XB' from 1997)": "Spain",
    "Belarus (Belorussia)": "Belarus",
    "Russian Federation (Russia)": "Russia",
}
PRODUCTS = ("HS27", "TOTAL")
WHOLE_YEARS = (2020, 2021)

MONTHLY = Table(
    name="monthly",
    columns=(
        *trade_flows.STATES,
        Column("date", "date", "first day of the month"),
        Column("product", "text", "all goods, or mineral fuels (HS 27)", values=PRODUCTS),
        Column("reporter", "text", "the member that reports, in Eurostat's words"),
        Column("euros", "float", "goods at current prices", unit="EUR", low=0),
    ),
    keys=("origin", "target", "date", "product"),
    envelopes={
        RELEASE.stamp: Envelope(
            (17_900, 18_100),
            (2020, 2022),
            (
                (
                    {"origin": "RUS", "target": "DEU", "date": date(2021, 12, 1), "product": "HS27"},
                    "euros",
                    1_407_039_750.0,
                ),
            ),
        )
    },
)

MEMBERS = Caveat(
    "Reports of the 27 members of the EU since 2020, on imports and exports; the EU's own figure is their sum and is "
    "never added to them."
)
GAPS = Caveat(
    "The sum of the months that are there. Where a member has fewer than twelve, the others had no trade or were not "
    "reported; trade.eurostat_months gives their number."
)
ENDS = Caveat("The months of 2022 end in November and make no year; trade.eurostat_monthly has them.")
SECRET = Caveat("Some members keep fuels secret, above all gas: they are missing under HS 27 and stand in the total.")


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the months; the flow, seen from the EU, is turned into who exports to whom."""
    path = paths["monthly"]
    frame = read_csv(path, ["reporter", "partner", "product", "flow", "month", "value_eur"])
    frame = closed(closed(frame, "product", PRODUCTS, path), "flow", ("IMPORT", "EXPORT"), path)
    frame = as_number(frame.rename({"value_eur": "euros"}), ["euros"], path, blanks=())
    frame = as_date(frame.with_columns((pl.col("month") + "-01").alias("date")), ["date"], path)
    frame = frame.with_columns(
        pl.col("date").dt.year().cast(pl.Int32).alias("year"), pl.col("reporter", "partner").replace(NAMES)
    )
    frame = number_by_name(frame, "reporter", "member", path, year="year")
    frame = number_by_name(frame, "partner", "other", path, year="year")
    bought = pl.col("flow") == "IMPORT"
    frame = frame.with_columns(
        pl.when(bought).then("other").otherwise("member").alias("origin"),
        pl.when(bought).then("member").otherwise("other").alias("target"),
    )
    members, others = trade_flows.ids_in(frame, "member"), trade_flows.ids_in(frame, "other")
    first, last = WHOLE_YEARS
    spans = (Span(first, last, members, others), Span(first, last, others, members))
    return Reading(RELEASE, {"monthly": frame}, {"monthly": spans}, ("2022 has the months January to November",))


def _years(tables: Mapping[str, Relation], product: str, value: Any) -> Relation:
    first, last = WHOLE_YEARS
    months = tables["monthly"].filter(nw.col("product") == product, nw.col("year") >= first, nw.col("year") <= last)
    sums = months.group_by("origin", "target", "year").agg(value=value)
    return sums.select("origin", "target", "year", value=nw.col("value").cast(nw.Float64), status=nw.lit("reported"))


def _months(tables: Mapping[str, Relation], product: str) -> Relation:
    rows = tables["monthly"].filter(nw.col("product") == product)
    return rows.select("origin", "target", "year", "date", value=nw.col("euros"), status=nw.lit("reported"))


def _sums(code: str, label: str, product: str, *caveats: Caveat) -> tuple[Offer, Offer]:
    told = (MEMBERS, GAPS, ENDS, *caveats, trade_flows.SILENT, trade_flows.KINDS_DIFFER)
    by_month = (MEMBERS, *caveats, trade_flows.SILENT, trade_flows.KINDS_DIFFER)
    return (
        Offer(
            trade_flows.definition(code, label, "EUR", *told, absent="not known"),
            ("monthly",),
            lambda tables: _years(tables, product, nw.col("euros").sum()),
        ),
        Offer(
            trade_flows.definition(
                f"{code}_monthly", f"{label}, by month", "EUR", *by_month, absent="not known",
                grain="directed-dyad-month",
            ),
            ("monthly",),
            lambda tables: _months(tables, product),
        ),
    )  # fmt: skip


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(MONTHLY,),
        editions=(
            Edition(
                "27 members, monthly 2020–2022",
                {"monthly": "**/trade_eu_russia_eurostat/eu_trade_russia_and_neighbours_monthly_2020_2022.csv.gz"},
                read_copy,
            ),
        ),
        offers=(
            *_sums("trade.eurostat", "Exports of goods as the EU member on one side reports them (Eurostat)", "TOTAL"),
            *_sums(
                "trade.eurostat_fuels",
                "Exports of mineral fuels as the EU member on one side reports them (Eurostat)",
                "HS27",
                SECRET,
            ),
            Offer(
                Definition(
                    code="trade.eurostat_months",
                    label="Months of the year with a report of trade in goods (Eurostat)",
                    unit="months",
                    grain="directed-dyad-year",
                    kind="index",
                    sector="trade",
                    absent="not known",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=(MEMBERS, ENDS),
                ),
                ("monthly",),
                lambda tables: _years(tables, "TOTAL", nw.col("euros").count()),
            ),
        ),
    ),
)
