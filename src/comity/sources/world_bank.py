"""World Bank, World Development Indicators: gross domestic product, population, inflation.

The files mix states with regions, income groups and lending groups, which are set aside. A cell that is not there was
not published. Each indicator is a file, and so a release, of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw

from comity.errors import Failure, printable
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_date, as_number, has_words, number_by_code, pl, read_csv, read_json
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
    code="world_bank",
    title="World Development Indicators",
    publisher="World Bank",
    citation="World Bank, World Development Indicators, https://databank.worldbank.org/source/world-development-indicators",
    address="https://data.worldbank.org/",
    licence=Licence(
        name="CC BY 4.0",
        words="Source: World Bank, World Development Indicators (copies published under PDDL; WDI under CC BY 4.0)",
        address="https://datacatalog.worldbank.org/public-licenses",
        ship="yes",
    ),
)

RETRIEVED = date(2026, 11, 23)
RELEASES = {
    "gdp": Release("2026-03-20", date(2026, 3, 20), RETRIEVED, "NY.GDP.MKTP.CD as copied on this day"),
    "population": Release("2026-03-06", date(2026, 3, 6), RETRIEVED, "SP.POP.TOTL as copied on this day"),
    "inflation": Release("2025-07-01", date(2025, 7, 1), RETRIEVED, "FP.CPI.TOTL.ZG as copied on this day"),
}
SERIES = {"NY.GDP.MKTP.CD": "gdp", "SP.POP.TOTL": "population", "FP.CPI.TOTL.ZG": "inflation"}

_GROUPS = {
    "a region": "AFE AFW ARB CEB CSS EAP EAS ECA ECS EMU EUU LAC LCN MEA MNA NAC OSS PSS SAS SSA SSF SST WLD",
    "an income group": "HIC LIC LMC LMY MIC UMC INX",
    "a lending group": "IBD IBT IDA IDB IDX TEA TEC TLA TMN TSA TSS",
    "a group of states": "EAR FCS HPC LDC LTE OED PRE PST",
    "the Channel Islands, Jersey and Guernsey together": "CHI",
}
GROUPS = {code: reason for reason, codes in _GROUPS.items() for code in codes.split()}

REVISED = Caveat("The World Bank revises earlier years; figures of two releases can differ.")
CURRENT = Caveat("Current US dollars at official exchange rates: a devaluation looks like a fall in output.")
OFFICIAL = Caveat(
    "Myanmar's official exchange rate, fixed since April 2022, is far from the market's: output in dollars depends on "
    "the rate that is used.",
    ("MMR",),
    date(2022, 4, 1),
)
PER_CENT = Caveat("The change of consumer prices on the year before in per cent, not an index of prices.")


def _table(
    name: str, column: Column, rows: tuple[int, int], years: tuple[int, int], *cells: tuple[str, int, Any]
) -> Table:
    known = tuple(({"state": id_, "year": year}, name, value) for id_, year, value in cells)
    return Table(
        name=name,
        columns=(
            Column("state", "state", "the state or territory"),
            Column("year", "int", "calendar year", low=1960, high=2100),
            column,
        ),
        keys=("state", "year"),
        envelopes={RELEASES[name].stamp: Envelope(rows, years, known)},
    )


TABLES = (
    _table(
        "gdp",
        Column("gdp", "float", "gross domestic product at current prices", unit="USD", low=0),
        (11_000, 11_200),
        (1960, 2023),
        ("RUS", 2021, 1843392293734.3777),
        ("RUS", 2022, 2266029240645.338),
        ("MMR", 2020, 79006113643.19055),
        ("MMR", 2023, 64815031669.095245),
    ),
    _table(
        "population",
        Column("population", "float", "people living there in the middle of the year", unit="persons", low=0),
        (13_900, 14_200),
        (1960, 2024),
        ("RUS", 2024, 143533851.0),
        ("MMR", 2024, 54500091.0),
    ),
    _table(
        "inflation",
        Column("inflation", "float", "change of consumer prices on the year before", unit="per cent", low=-100),
        (8_500, 9_500),
        (1960, 2024),
        ("RUS", 2021, 6.69445891957612),
    ),
)


def read_copy(paths: Mapping[str, Path], name: str, country: str, value: str) -> Reading:
    """Read one indicator as kept in a CSV file of its own."""
    path = paths[name]
    frame = read_csv(path, ["Country Code", "Year", value], [country]).rename(
        {"Country Code": "code", "Year": "year", value: name}
    )
    frame = as_number(as_number(frame, ["year"], path, "int"), [name], path)
    table, span, note = _of_states(frame, name, path)
    return Reading(RELEASES[name], {name: table}, {name: span}, (note,))


def _of_states(frame: pl.DataFrame, name: str, path: Path) -> tuple[pl.DataFrame, tuple[Span, ...], str]:
    """Keep the states' rows that have a figure, and count what is set aside."""
    coded = number_by_code(frame, "code", "state", path, system="iso3", others=GROUPS)
    table = coded.drop_nulls(["state", name]).select(LINE, "state", "year", name)
    if table.is_empty():
        raise Failure(f"{path}: no figure of a state in it; ask the World Bank for country/all again")
    span = (Span(int(table["year"].min()), int(table["year"].max())),)  # type: ignore[arg-type]
    return table, span, f"{coded['state'].null_count():,} rows of regions and groups of states set aside"


def read_api(paths: Mapping[str, Path]) -> Reading:
    """Read an answer of version 2 of the World Bank's programming interface (JSON)."""
    path = paths["series"]
    answer = read_json(path)
    if not (
        isinstance(answer, list) and len(answer) == 2 and isinstance(answer[0], dict) and isinstance(answer[1], list)
    ):
        # An error comes as [{"message": …}], an indicator without figures as [{"total": 0}, null].
        raise Failure(f"{path}: no rows, it says {printable(str(answer), 80)}; ask the World Bank again")
    about, rows = answer
    if int(about.get("pages") or 1) > 1:
        raise Failure(f"{path}: page {about.get('page')} of {about['pages']}; ask with a per_page that holds all rows")
    stamp = as_date(pl.DataFrame({"day": [str(about.get("lastupdated") or "")]}), ["day"], path)["day"][0]
    if stamp is None:
        raise Failure(f"{path}: no day 'lastupdated', so the release is not known; ask the World Bank again")
    tables: dict[str, pl.DataFrame] = {}
    spans: dict[str, tuple[Span, ...]] = {}
    notes: list[str] = []
    series = _series(rows, path)
    for name in SERIES.values():
        part = series.filter(pl.col("name") == name).rename({"value": name})
        if len(part):
            part = as_number(as_number(part, ["year"], path, "int"), [name], path)
            tables[name], spans[name], note = _of_states(part, name, path)
            notes.append(note)
    return Reading(Release(stamp.isoformat(), stamp, date.today(), "as answered"), tables, spans, tuple(notes))


def _series(rows: list[Any], path: Path) -> pl.DataFrame:
    found = []
    for line, row in enumerate(rows, 1):
        try:
            indicator, code, year, value = row["indicator"]["id"], row["countryiso3code"], row["date"], row["value"]
        except (KeyError, TypeError):
            raise Failure(
                f"{path}: row {line} lacks indicator, countryiso3code, date or value; ask the World Bank again"
            ) from None
        if indicator not in SERIES:
            said = printable(str(indicator), 40)
            raise Failure(f"{path}: row {line} is of the indicator {said!r}; expected {', '.join(SERIES)}")
        found.append((SERIES[indicator], code, str(year), "" if value is None else repr(value), line))
    schema = {"name": pl.String, "code": pl.String, "year": pl.String, "value": pl.String, LINE: pl.Int64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _values(tables: Mapping[str, Relation], name: str) -> Relation:
    return tables[name].select("state", "year", value=nw.col(name).cast(nw.Float64), status=nw.lit("reported"))


def _offer(name: str, label: str, unit: str, kind: Kind, *caveats: Caveat, over_states: bool, over_time: bool) -> Offer:
    definition = Definition(
        code=f"economy.{name}",
        label=label,
        unit=unit,
        grain="state-year",
        kind=kind,
        sector="economy",
        absent="not known",
        adds_over_time=over_time,
        adds_over_states=over_states,
        caveats=(*caveats, REVISED),
    )
    values: Callable[[Mapping[str, Relation]], Relation] = partial(_values, name=name)
    return Offer(definition, (name,), values)


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=TABLES,
        editions=(
            *(
                Edition(
                    f"{name}, copy",
                    {name: f"**/worldbank_wdi/{file}.csv.gz"},
                    partial(read_copy, name=name, country=country, value=value),
                )
                for name, file, country, value in (
                    ("gdp", "gdp", "Country Name", "Value"),
                    ("population", "population", "Country Name", "Value"),
                    ("inflation", "cpi", "Country", "CPI"),
                )
            ),
            Edition(
                "programming interface, version 2 (JSON)",
                {"series": "**/*.json"},
                read_api,
                has_words('"countryiso3code"', '"indicator"', '"lastupdated"'),
            ),
        ),
        offers=(
            _offer(
                "gdp",
                "Gross domestic product at current prices",
                "USD",
                "flow",
                CURRENT,
                OFFICIAL,
                over_states=True,
                over_time=False,
            ),
            _offer("population", "Population", "persons", "stock", over_states=True, over_time=False),
            _offer(
                "inflation",
                "Inflation of consumer prices",
                "per cent",
                "index",
                PER_CENT,
                over_states=False,
                over_time=False,
            ),
        ),
    ),
)
