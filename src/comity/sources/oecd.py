"""Organisation for Economic Co-operation and Development: trade and use of inputs in its inter-country tables (ICIO).

The tables are a balanced estimate: trade is fitted to national accounts, at basic prices, without re-exports and with
the margins of trade and transport among the services. Good for change from year to year, not for the level of a pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity.sources import trade_flows
from comity.sources.oecd_sectors import SECTORS, SHOWN
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import as_number, closed, number_by_code, pl, read_csv, read_parquet
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Relation, Release, Span, Table

LICENCE = Licence(
    name="CC BY 4.0",
    words="CC BY 4.0 since July 2024 (as known; check the publisher's page)",
    address="https://www.oecd.org/en/about/terms-conditions.html",
    ship="part",
)
ADDRESS = "https://www.oecd.org/en/data/datasets/inter-country-input-output-tables.html"
CITATION = "OECD (2025), OECD Inter-Country Input-Output Database, 2025 edition"
TRADE = Dataset("icio_goods", "Inter-Country Input-Output tables: trade by pair", "OECD", CITATION, ADDRESS, LICENCE)
INPUTS = Dataset(
    "icio", "Inter-Country Input-Output tables: who uses whose output, 2022", "OECD", CITATION, ADDRESS, LICENCE
)
TRADE_RELEASE = Release(
    "2025", date(2026, 3, 11), date(2026, 11, 25), "2025 edition; its day not known, a copy is of 11 March 2026"
)
INPUTS_RELEASE = Release(
    "2025", date(2026, 7, 14), date(2026, 11, 23), "2025 edition; its day not known, a copy is of 14 July 2026"
)
REST = {"ROW": "all economies that have no table of their own"}

BALANCED = Caveat(
    "A balanced estimate, not customs records: in 2020 goods are 0.70 of BACI's over the larger pairs. Take the change "
    "from year to year, not the level; small pairs can be far off."
)
GUESSED = Caveat(
    "How the OECD estimated Myanmar after 2020 and Russia after 2021 was not seen; neither published full detail.",
    ("MMR", "RUS"),
    date(2021, 1, 1),
)
ECONOMIES = Caveat("80 economies; all others (Iran, North Korea, Venezuela, Serbia) are one rest of the world.")
INTERMEDIATE = Caveat(
    "What industries buy from industries, not what is consumed or invested: below the whole of a pair's trade."
)


def _dollars(name: str, meaning: str) -> Column:
    return Column(name, "float", meaning, unit="USD", low=0)


PAIRS = Table(
    name="pairs",
    columns=(
        *trade_flows.PAIR,
        _dollars("goods", "goods (industries A01 to C31T33), basic prices"),
        _dollars("services", "all other industries, basic prices"),
    ),
    keys=("exporter", "importer", "year"),
    envelopes={
        "2025": Envelope(
            (77_760, 77_760),
            (2011, 2022),
            tuple(
                ({"origin": origin, "target": target, "year": year}, "goods", dollars)
                for origin, target, year, dollars in (
                    ("RUS", "MMR", 2021, 12_969_200.0),
                    ("RUS", "MMR", 2022, 11_756_900.0),
                )
            ),
        )
    },
)
INDUSTRY = Column("sector", "text", "industry that sells, in the OECD's code", values=tuple(SECTORS))
SECTOR_PAIRS = Table(
    name="sectors",
    columns=(INDUSTRY, *trade_flows.PAIR, _dollars("goods", "goods of the industry, basic prices")),
    keys=("sector", "exporter", "importer", "year"),
    envelopes={"2025": Envelope((470_000, 471_000), (2020, 2022))},
)
USE = Table(
    name="intermediate",
    columns=(*trade_flows.STATES, _dollars("inputs", "what the target's industries buy of the origin's")),
    keys=("origin", "target", "year"),
    envelopes={
        "2025": Envelope(
            (6_399, 6_400),
            (2022, 2022),
            (({"origin": "RUS", "target": "RUS", "year": 2022}, "inputs", 1_852_638_655_500.0),),
        )
    },
)
SECTOR_USE = Table(
    name="by_sector",
    columns=(
        INDUSTRY,
        *trade_flows.STATES,
        _dollars("inputs", "what the target's industries buy of the origin's industry"),
    ),
    keys=("sector", "origin", "target", "year"),
    envelopes={"2025": Envelope((271_500, 272_500), (2022, 2022))},
)
OUTPUT = Table(
    name="output",
    columns=(
        INDUSTRY,
        Column("state", "state", "the economy"),
        Column("year", "int", "year", low=1995, high=2100),
        _dollars("output", "gross output"),
        _dollars("final", "sales to final demand everywhere and to the rest of the world"),
        Column("cost_share", "float", "intermediate inputs as a share of output", low=0, high=1),
    ),
    keys=("sector", "state", "year"),
    envelopes={"2025": Envelope((4_000, 4_000), (2022, 2022))},
)


def _numbered(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    frame = frame.with_columns(pl.col("exporter", "importer").cast(pl.String), pl.col("year").cast(pl.Int32))
    for side, to in (("exporter", "origin"), ("importer", "target")):
        frame = number_by_code(frame, side, to, path, system="iso3", year="year", others=REST)
    return frame


def _spans(frame: pl.DataFrame, first: int, last: int) -> tuple[Span, ...]:
    who = trade_flows.ids_in(frame, "origin", "target")
    return (Span(first, last, who, who),)


def read_pairs(paths: Mapping[str, Path]) -> Reading:
    """Read goods and services by pair, 2011 to 2022."""
    path = paths["pairs"]
    frame = read_parquet(path, ["exporter", "importer", "year", "value_kusd", "services_kusd"])
    frame = _numbered(frame, path).with_columns(
        (pl.col("value_kusd") * 1000).round().alias("goods"), (pl.col("services_kusd") * 1000).round().alias("services")
    )
    return Reading(TRADE_RELEASE, {"pairs": frame}, {"pairs": _spans(frame, 2011, 2022)})


def read_sectors(paths: Mapping[str, Path]) -> Reading:
    """Read goods by pair and industry, 2020 to 2022, kept in single precision."""
    path = paths["sectors"]
    frame = read_parquet(path, ["sector", "exporter", "importer", "year", "value_kusd"])
    frame = closed(frame.with_columns(pl.col("sector").cast(pl.String)), "sector", SECTORS, path)
    frame = _numbered(frame, path).with_columns((trade_flows.exact("value_kusd") * 1000).round().alias("goods"))
    return Reading(TRADE_RELEASE, {"sectors": frame}, {"sectors": _spans(frame, 2020, 2022)})


def read_uses(paths: Mapping[str, Path], table: str) -> Reading:
    """Read what industries buy in 2022: by pair (CSV), or by pair and selling industry (Parquet)."""
    path = paths[table]
    columns = ["origin", "destination", "intermediate_musd"]
    if table == "by_sector":
        frame = closed(read_parquet(path, ["sector", *columns]), "sector", SECTORS, path)
    else:
        frame = as_number(read_csv(path, columns), ["intermediate_musd"], path, blanks=())
    frame = frame.rename({"origin": "exporter", "destination": "importer"}).with_columns(pl.lit(2022).alias("year"))
    frame = _numbered(frame, path).with_columns((pl.col("intermediate_musd") * 1_000_000).round().alias("inputs"))
    return Reading(INPUTS_RELEASE, {table: frame}, {table: _spans(frame, 2022, 2022)})


def read_output(paths: Mapping[str, Path]) -> Reading:
    """Read the gross output of each industry in 2022."""
    frame = _output(paths["output"])
    span = Span(2022, 2022, trade_flows.ids_in(frame, "state"))
    return Reading(INPUTS_RELEASE, {"output": frame}, {"output": (span,)})


def _output(path: Path) -> pl.DataFrame:
    names = {
        "sector": "sector", "country": "country", "gross_output_musd": "output", "final_and_row_sales_musd": "final",
        "intermediate_cost_share": "cost_share",
    }  # fmt: skip
    frame = as_number(read_csv(path, list(names)).rename(names), ["output", "final", "cost_share"], path, blanks=())
    frame = closed(frame, "sector", SECTORS, path).with_columns(
        (pl.col("output", "final") * 1_000_000).round(), pl.lit(2022, pl.Int32).alias("year")
    )
    return number_by_code(frame, "country", "state", path, system="iso3", year="year")


def ship(reading: Reading) -> Reading:
    """Keep the snapshot small: of the inputs by industry only those of the industries that are indicators."""
    if "by_sector" not in reading.tables:
        return reading
    kept = {**reading.tables, "by_sector": reading.tables["by_sector"].filter(pl.col("sector").is_in(sorted(SHOWN)))}
    note = f"of the industries {', '.join(sorted(SHOWN))}"
    return replace(reading, tables=kept, notes=(*reading.notes, note))


def _pairs(code: str, label: str, column: str) -> Offer:
    told = (BALANCED, ECONOMIES, GUESSED, trade_flows.KINDS_DIFFER)
    return Offer(
        trade_flows.definition(code, label, "USD", *told, absent="none recorded"),
        ("pairs",),
        lambda tables: trade_flows.flows(tables["pairs"], column),
    )


def _sector(code: str, name: str, label: str) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        return trade_flows.flows(tables["sectors"].filter(nw.col("sector") == code), "goods")

    told = (BALANCED, ECONOMIES, GUESSED, trade_flows.KINDS_DIFFER)
    return Offer(
        trade_flows.definition(
            f"trade.icio_{name}",
            f"{label} (OECD ICIO)",
            "USD",
            *told,
            absent="none recorded",
            note=f"Industry {code}: {SECTORS[code]}",
        ),
        ("sectors",),
        values,
    )


def _fuels(tables: Mapping[str, Relation]) -> Relation:
    fuels = tables["by_sector"].filter(nw.col("sector").is_in(["B06", "C19"]))
    return trade_flows.flows(fuels.group_by("origin", "target", "year").agg(nw.col("inputs").sum()), "inputs")


def _domestic(tables: Mapping[str, Relation]) -> Relation:
    own = tables["intermediate"].filter(nw.col("origin") == nw.col("target"))
    return own.select(state=nw.col("origin"), year=nw.col("year"), value=nw.col("inputs"), status=nw.lit("reported"))


def _gross(tables: Mapping[str, Relation]) -> Relation:
    sums = tables["output"].group_by("state", "year").agg(nw.col("output").sum())
    return sums.select("state", "year", value=nw.col("output"), status=nw.lit("reported"))


def _by_state(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(s.first, s.last, s.origins) for s in spans)


_USE = (BALANCED, INTERMEDIATE, ECONOMIES, GUESSED)

PUBLICATIONS = (
    Publication(
        dataset=TRADE,
        tables=(PAIRS, SECTOR_PAIRS),
        editions=(
            Edition(
                "goods and services by pair, 2011–2022",
                {"pairs": "**/trade_icio_goods_2011_2022/icio_pairs_2011_2022.parquet"},
                read_pairs,
            ),
            Edition(
                "goods by pair and industry, 2020–2022",
                {"sectors": "**/trade_icio_goods_2011_2022/icio_goods_by_sector_2020_2022.parquet"},
                read_sectors,
            ),
        ),
        offers=(
            _pairs("trade.icio_goods", "Exports of goods (OECD ICIO, balanced estimate)", "goods"),
            _pairs("trade.icio_services", "Exports of services (OECD ICIO, balanced estimate)", "services"),
            *(_sector(code, name, label) for code, (name, label) in SHOWN.items()),
        ),
        ship=ship,
    ),
    Publication(
        dataset=INPUTS,
        tables=(USE, SECTOR_USE, OUTPUT),
        editions=(
            Edition(
                "inputs by pair, 2022",
                {"intermediate": "**/icio_oecd_2022/icio2022_intermediate_total.csv.gz"},
                partial(read_uses, table="intermediate"),
            ),
            Edition(
                "inputs by pair and industry, 2022",
                {"by_sector": "**/icio_oecd_2022/icio2022_intermediate_by_origin_sector.parquet"},
                partial(read_uses, table="by_sector"),
            ),
            Edition("output by industry, 2022", {"output": "**/icio_oecd_2022/icio2022_output.csv.gz"}, read_output),
        ),
        offers=(
            Offer(
                trade_flows.definition(
                    "trade.icio_intermediate",
                    "Sales to the other's industries, goods and services (OECD ICIO)",
                    "USD",
                    *_USE,
                    absent="none recorded",
                ),
                ("intermediate",),
                lambda tables: trade_flows.flows(tables["intermediate"], "inputs"),
            ),
            Offer(
                trade_flows.definition(
                    "trade.icio_intermediate_fuels",
                    "Sales of crude oil, gas and refined products to the other's industries (OECD ICIO)",
                    "USD",
                    *_USE,
                    absent="none recorded",
                    note="Industries B06 and C19",
                ),
                ("by_sector",),
                _fuels,
            ),
            Offer(
                trade_flows.definition(
                    "economy.domestic_intermediate",
                    "Sales of a state's industries to its own industries (OECD ICIO)",
                    "USD",
                    *_USE,
                    absent="not known",
                    grain="state-year",
                    sector="economy",
                ),
                ("intermediate",),
                _domestic,
                _by_state,
            ),
            Offer(
                trade_flows.definition(
                    "economy.gross_output",
                    "Gross output of all industries (OECD ICIO)",
                    "USD",
                    BALANCED,
                    ECONOMIES,
                    GUESSED,
                    absent="not known",
                    grain="state-year",
                    sector="economy",
                ),
                ("output",),
                _gross,
            ),
        ),
        ship=ship,
    ),
)
