"""World Bank, World Integrated Trade Solution: goods as each side reported them to the United Nations (Comtrade).

Each report stands by itself: what the exporter says it sold, and what the importer says it bought. They differ by
freight, by goods that go round about, and by what one side leaves out; neither is the truth of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources import trade_flows
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import Correction, has_words, number_by_code, pl, read_parquet
from comity.sources.wits_comtrade import read_answer
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Relation, Release, Span, Table

DATASET = Dataset(
    code="wits",
    title="World Integrated Trade Solution: total trade by reporter and partner (UN Comtrade, as reported)",
    publisher="World Bank",
    citation="World Bank, World Integrated Trade Solution (WITS), after United Nations, UN Comtrade Database",
    address="https://wits.worldbank.org/",
    licence=Licence(
        name="no licence words",
        words="none in the copy; United Nations: no dissemination in bulk without agreement (as known; check the "
        "publisher's page)",
        address="https://comtrade.un.org/licenseagreement.html",
        ship="no",
    ),
)
RELEASE = Release("2017-11-13", date(2017, 11, 13), date(2026, 11, 23), "copied from WITS by others until this day")
SPAN = (Span(1962, 2016),)

CORRECTIONS = (
    Correction("RUS", "SUN", "the copy writes RUS for the Soviet Union", last=1991),
    Correction("SER", "YUG", "Yugoslavia", last=2002),
    Correction("SER", "SCG", "Serbia and Montenegro", first=2003, last=2005),
    Correction("SER", "SRB", "Serbia", first=2006),
    Correction("MNT", "MNE", "Montenegro"),
    Correction("SUD", "SDN", "Sudan after the independence of South Sudan"),
    Correction("OAS", "TWN", "'Other Asia, not elsewhere specified', which is Taiwan in practice"),
    Correction("SVR", "XVS", "South Vietnam"),
    Correction("YDR", "YMD", "South Yemen"),
    Correction("YEM", "XYN", "North Yemen", last=1989),
    Correction("ETF", "ETH", "Ethiopia with Eritrea"),
    Correction("KN1", "KNA", "Saint Kitts, Nevis and Anguilla"),
    Correction("PMY", "MYS", "Malaya"),
    Correction("TAN", "TZA", "Tanganyika"),
)
NO_STATES = {
    "BLX": "Belgium and Luxembourg, which reported as one until 1998",
    "EUN": "the European Union as one, beside its members",
    "UNS": "partner not specified",
    "SPE": "special categories, mostly kept secret",
    "BUN": "bunkers: fuel and stores for ships and aircraft",
    "FRE": "free zones",
    "NZE": "the neutral zone between Iraq, Kuwait and Saudi Arabia",
    "USP": "small islands of the United States in the Pacific",
    "PCE": "Panama without the Canal Zone, beside Panama itself",
    "PCZ": "the Panama Canal Zone",
    "RYU": "the Ryukyu Islands under the United States",
    "BAT": "British Antarctic Territory",
    "SBH": "Sabah before Malaysia",
    "SWK": "Sarawak before Malaysia",
    "SIK": "Sikkim before its union with India",
    "ZPM": "Zanzibar and Pemba before Tanzania",
    "ZW1": "the Federation of Rhodesia and Nyasaland",
}


def _table(name: str, who: str, value: float) -> Table:
    return Table(
        name=name,
        columns=(
            *trade_flows.PAIR,
            Column("dollars", "float", f"goods as the {who} reports them, current prices", unit="USD", low=0),
        ),
        keys=("exporter", "importer", "year"),
        envelopes={
            RELEASE.stamp: Envelope(
                (760_000, 870_000),
                (1962, 2016),
                (({"origin": "RUS", "target": "MMR", "year": 2016}, "dollars", value),),
            )
        },
    )


EXPORTS = _table("exports", "exporter", 239_020_270.0)
IMPORTS = _table("imports", "importer", 25_987_943.0)

MIRROR = Caveat(
    "One side's report. The other side's stands under another code and can differ many times (goods that go round "
    "about, arms, freight): say whose report it is, and never take the mean."
)
JOINED = Caveat(
    "Belgium and Luxembourg are reported as one until 1998 and stand in neither; Czechoslovakia and East Germany are "
    "not in the copy.",
    ("BEL", "LUX", "CSK", "DDR"),
    last=date(1998, 12, 31),
)
NOTHING = Caveat(
    "A reported 0 stands so in the source; of a trading island it often means goods that only passed through."
)
UNSPECIFIED = Caveat("Goods whose partner is kept secret or not specified are in no pair; they count in the totals.")
COST = Caveat("Imports are mostly valued with freight and insurance (CIF), exports without (FOB).")


def _numbered(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    for side, to in (("reporter", "reporter_number"), ("partner", "partner_number")):
        frame = number_by_code(
            frame, side, to, path, system="iso3", year="year", others=NO_STATES, corrections=CORRECTIONS
        )
    return frame


def _reports(frame: pl.DataFrame, flow: str) -> pl.DataFrame:
    """Return one flow's reports, from the exporter to the importer; a blank is a flow that was not reported."""
    exporter, importer = ("reporter", "partner") if flow == "exports" else ("partner", "reporter")
    return frame.drop_nulls(f"{flow}_kusd").select(
        "_line",
        "year",
        pl.col(exporter).alias("exporter"),
        pl.col(importer).alias("importer"),
        pl.col(f"{exporter}_number").alias("origin"),
        pl.col(f"{importer}_number").alias("target"),
        (trade_flows.exact(f"{flow}_kusd") * 1000).round().alias("dollars"),
    )


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read both sides' reports, kept in single precision and in thousands of dollars."""
    path = paths["reports"]
    frame = read_parquet(path, ["reporter", "partner", "year", "exports_kusd", "imports_kusd"])
    frame = _numbered(frame.with_columns(pl.col("year").cast(pl.Int32)), path)
    tables = {flow: _reports(frame, flow) for flow in ("exports", "imports")}
    return Reading(RELEASE, tables, dict.fromkeys(tables, SPAN))


def _pairs(table: str, code: str, label: str, *caveats: Caveat) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        return trade_flows.flows(tables[table], "dollars", zeros=True)

    told = (MIRROR, *caveats, JOINED, UNSPECIFIED, NOTHING, trade_flows.KINDS_DIFFER)
    return Offer(trade_flows.definition(code, label, "USD", *told, absent="not known"), (table,), values)


def _totals(table: str, side: str, code: str, label: str, *caveats: Caveat) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        return trade_flows.totals(tables[table], "dollars", side)

    told = (*caveats, JOINED, trade_flows.KINDS_DIFFER)
    return Offer(
        trade_flows.definition(code, label, "USD", *told, absent="not known", grain="state-year"), (table,), values
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(EXPORTS, IMPORTS),
        editions=(
            Edition(
                "all reporters and partners, 1962–2016",
                {"reports": "**/trade_wits_all_pairs_1962_2016/wits_total_trade_reporter_partner.parquet"},
                read_copy,
            ),
            Edition(
                "UN Comtrade, all goods by year and partner (JSON)",
                {"reports": "**/*.json"},
                read_answer,
                has_words('"reporterISO"', '"partnerISO"', '"primaryValue"'),
            ),
        ),
        offers=(
            _pairs("exports", "trade.exports_reported", "Exports of goods as the exporter reports them (Comtrade)"),
            _pairs(
                "imports", "trade.imports_reported", "Imports of goods as the importer reports them (Comtrade)", COST
            ),
            _totals(
                "exports",
                "origin",
                "trade.exports_reported_total",
                "Exports of goods to all partners as the exporter reports them (Comtrade)",
            ),
            _totals(
                "imports",
                "target",
                "trade.imports_reported_total",
                "Imports of goods from all partners as the importer reports them (Comtrade)",
                COST,
            ),
        ),
        ship=ship_nothing,
    ),
)
