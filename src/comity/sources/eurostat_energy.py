"""Eurostat: imports of oil, gas and coal by reporting state and partner.

Customs figures by month (Comext, 20 partners, 2019-2021), energy statistics by month (nrg_ti_*m, all
partners, 2008-2022), and the yearly imports of the 27 members from outside (nrg_ti_*, 2010-2020). Customs and energy
statistics differ: they are never joined in one series. A blank partner is one that is not specified.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from comity import states
from comity.sources.eurostat_offers import UNION, of_annual, of_customs, of_monthly
from comity.sources.eurostat_words import (
    ANNUAL_OTHERS,
    COMEXT_AGGREGATES,
    COMEXT_CODES,
    COMEXT_GOODS,
    COMEXT_IN_OTHERS,
    COMEXT_PARTNERS,
    FUELS,
    MONTHLY_COMMODITIES,
    RENAMED,
)
from comity.sources.months import whole_years, with_months
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    LINE,
    as_date,
    as_number,
    closed,
    number_by_code,
    number_by_name,
    pl,
    read_csv,
    read_parquet,
    unique_keys,
)
from comity.vocabulary import Column, Dataset, Envelope, Licence, Release, Span, Table

DATASET = Dataset(
    code="eurostat_energy",
    title="Imports of oil, gas and solid fuels by partner (Comext; nrg_ti)",
    publisher="Eurostat",
    citation="Source: Eurostat, Comext (DS-045409) and nrg_ti_oil, nrg_ti_gas, nrg_ti_sff with their monthly tables",
    address="https://ec.europa.eu/eurostat/data/database",
    licence=Licence(
        name="Eurostat: reuse with acknowledgement of the source, as known; check the publisher's page",
        words="Eurostat allows reuse, commercial or not, with acknowledgement",
        address="https://ec.europa.eu/eurostat/about-us/policies/copyright",
        ship="yes",
    ),
)
RETRIEVED = date(2026, 11, 23)
CUSTOMS_COPY = Release("2022-03", date(2022, 3, 31), RETRIEVED, "dated to the month by its last rows, December 2021")
MONTHLY_COPY = Release("2022-10", date(2022, 10, 31), RETRIEVED, "dated to the month by its last rows, September 2022")
ANNUAL_COPY = Release("2022-11-17", date(2022, 11, 17), RETRIEVED, "fetched for a study that was published on that day")
NOT_SPECIFIED = "not specified"

CUSTOMS = Table(
    name="customs",
    columns=(
        Column("reporter", "text", "who imports, Eurostat's code"),
        Column("target", "state", "who imports; blank for the European Union", nullable=True),
        Column("group", "int", "the registry's number of the 27 members together", nullable=True),
        Column("partner", "text", "where it comes from, Eurostat's code"),
        Column("origin", "state", "where it comes from; blank for all states outside the Union", nullable=True),
        Column("goods", "text", "kind of fuel (CN heading)", values=tuple(COMEXT_GOODS.values())),
        Column("date", "date", "first day of the month"),
        Column("year", "int", "calendar year", low=2019, high=2100),
        Column("tonnes", "float", "imports", unit="tonnes", low=0, high=5e7),
        Column("eur", "float", "imports", unit="EUR", low=0, high=5e10),
        Column("months", "int", "months of the year in which the reporter has a row", low=1, high=12),
    ),
    keys=("reporter", "partner", "goods", "date"),
    envelopes={CUSTOMS_COPY.stamp: Envelope((20_400, 20_520), (2019, 2021))},
)
MONTHLY = Table(
    name="monthly",
    columns=(
        Column("reporter", "text", "who imports, as published"),
        Column("target", "state", "who imports"),
        Column("partner", "text", "where it comes from, as published"),
        Column("origin", "state", "where it comes from; blank where it is not specified", nullable=True),
        Column("commodity", "text", "kind of fuel", values=tuple(MONTHLY_COMMODITIES)),
        Column("unit", "text", "unit of the value", values=("tonne", "TJ", "m3")),
        Column("date", "date", "first day of the month"),
        Column("year", "int", "calendar year", low=2008, high=2100),
        Column("value", "float", "imports", low=0, high=1e11),
        Column("months", "int", "months of the year in which the reporter has a row", low=1, high=12),
    ),
    keys=("reporter", "partner", "commodity", "unit", "date"),
    envelopes={MONTHLY_COPY.stamp: Envelope((130_000, 130_200), (2008, 2022))},
)


def _annual_table(fuel: str, norway: float) -> Table:
    return Table(
        name=f"annual_{fuel}",
        columns=(
            Column("partner", "text", "where it comes from, as published"),
            Column("origin", "state", "where it comes from; blank for what is no state", nullable=True),
            Column("within", "bool", "also counted in the row of another partner"),
            Column("year", "int", "calendar year", low=1990, high=2100),
            Column("value", "float", "imports of the 27 members", unit=FUELS[fuel][1], low=0, high=1e6),
        ),
        keys=("partner", "year"),
        envelopes={
            ANNUAL_COPY.stamp: Envelope(
                (1_507, 1_507), (2010, 2020), (({"partner": "Norway", "year": 2010}, "value", norway),)
            )
        },
    )


ANNUAL = (_annual_table("oil", 48903.55), _annual_table("gas", 74994.0), _annual_table("solid", 935.755))


def read_customs(paths: Mapping[str, Path]) -> Reading:
    """Read Comext by month: the members and their sum, 19 states and all states outside the Union."""
    path = paths["customs"]
    frame = read_parquet(
        path, ["reporter", "partner", "cn_code", "flow", "period", "indicator", "value"], ["partner_label"]
    )
    closed(closed(frame, "indicator", ("QUANTITY_IN_100KG", "VALUE_IN_EUROS"), path), "flow", ("IMPORT",), path)
    frame = unique_keys(frame, ["reporter", "partner", "cn_code", "period", "indicator"], path)
    closed(frame, "cn_code", COMEXT_CODES, path)
    aside = frame.filter(
        pl.col("reporter").is_in(list(COMEXT_AGGREGATES))
        | (pl.col("partner") == "EU27_2020_INTRA")
        | pl.col("cn_code").is_in(list(COMEXT_IN_OTHERS))
    )
    frame = frame.join(aside.select(LINE), on=LINE, how="anti")
    keys = ["reporter", "partner", "cn_code", "period"]
    amounts = {"tonnes": ("QUANTITY_IN_100KG", 10.0), "eur": ("VALUE_IN_EUROS", 1.0)}
    parts = [
        frame.filter(pl.col("indicator") == word).select(LINE, *keys, (pl.col("value") / size).alias(name))
        for name, (word, size) in amounts.items()
    ]
    table = parts[0].join(parts[1].drop(LINE), on=keys, how="left", validate="1:1")
    table = table.with_columns(
        pl.col("cn_code").replace_strict(COMEXT_GOODS, return_dtype=pl.String).alias("goods"),
        pl.date(pl.col("period") // 100, pl.col("period") % 100, 1).alias("date"),
        (pl.col("period") // 100).cast(pl.Int32).alias("year"),
        pl.when(pl.col("reporter") == UNION).then(states.group(UNION).number).cast(pl.Int32).alias("group"),
    )
    union = {UNION: "the 27 members together"}
    table = number_by_code(table, "reporter", "target", path, system="iso2", year="year", others=union)
    table = number_by_code(table, "partner", "origin", path, system="iso2", year="year",
                           others={"EU27_2020_EXTRA": "all states outside the 27"})  # fmt: skip
    table = with_months(table, "reporter")
    note = f"{len(aside):,} rows set aside: sums of members, trade within the Union, and goods counted elsewhere"
    return Reading(
        CUSTOMS_COPY, {"customs": table}, {"customs": whole_years(table, "target", COMEXT_PARTNERS)}, (note,)
    )


def read_monthly(paths: Mapping[str, Path]) -> Reading:
    """Read the energy statistics by month as kept in Parquet."""
    path = paths["monthly"]
    frame = read_parquet(path, ["country", "partner", "date", "commodity", "unit", "value"], ["source"])
    closed(closed(frame, "commodity", MONTHLY_COMMODITIES, path), "unit", ("tonne", "TJ", "m3"), path)
    frame = as_date(frame.rename({"country": "reporter"}), ["date"], path).with_columns(
        pl.col("partner").fill_null(NOT_SPECIFIED)
    )
    frame = frame.with_columns(pl.col("date").dt.year().alias("year"))
    frame = number_by_name(frame, "reporter", "target", path, year="year")
    frame = number_by_name(frame, "partner", "origin", path, year="year",
                           others={NOT_SPECIFIED: "blank: partner not specified"})  # fmt: skip
    table = with_months(frame, "reporter")
    return Reading(MONTHLY_COPY, {"monthly": table}, {"monthly": whole_years(table, "target")})


def read_annual(paths: Mapping[str, Path], fuel: str) -> Reading:
    """Read the yearly imports of the 27 members of one kind of fuel."""
    path = paths[fuel]
    frame = as_number(as_number(read_csv(path, ["partner", "year", "value"]), ["year"], path, "int"), ["value"], path)
    frame = frame.with_columns(
        pl.col("partner").replace(RENAMED).alias("name"), (pl.col("partner") == "Hong Kong").alias("within")
    )
    table = number_by_name(frame, "name", "origin", path, year="year", others=ANNUAL_OTHERS)
    # Complete for the partners that the tables list: no member is one, and some states are in what is left of a region.
    ids = {s.number: s.id for s in states.states()}
    listed = tuple(sorted(ids[n] for n in table["origin"].drop_nulls().unique()))
    span = Span(int(table["year"].min()), int(table["year"].max()), listed)  # type: ignore[arg-type]
    return Reading(ANNUAL_COPY, {f"annual_{fuel}": table}, {f"annual_{fuel}": (span,)})


FOLDER = "**/energy_eu_imports_eurostat"
PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(CUSTOMS, MONTHLY, *ANNUAL),
        editions=(
            Edition("Comext by month, copy", {"customs": f"{FOLDER}/comext_fossil_imports_monthly_2019.parquet"},
                    read_customs),
            Edition("nrg_ti by month, copy", {"monthly": f"{FOLDER}/eurostat_nrg_imports_by_partner_monthly.parquet"},
                    read_monthly),
            *(
                Edition(f"nrg_ti_{name} by year, copy",
                        {fuel: f"{FOLDER}/nrg_ti_{name}_eu27_by_partner_2010_2020.csv.gz"},
                        partial(read_annual, fuel=fuel))
                for fuel, name in (("oil", "oil"), ("gas", "gas"), ("solid", "sff"))
            ),
        ),
        offers=(
            *(o for commodity in MONTHLY_COMMODITIES for o in of_monthly(commodity)),
            *(o for goods in COMEXT_GOODS.values() for o in of_customs(goods)),
            *(o for fuel in FUELS for o in of_annual(fuel)),
        ),
    ),
)  # fmt: skip
