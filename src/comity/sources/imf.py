"""International Monetary Fund: goods by partner (IMTS, formerly Direction of Trade Statistics), the exporter's side.

The copy holds 2025 alone, in a first release, rounded to a tenth of a million dollars. Where an exporter does not
report, the Fund estimates its exports from what partners say, without a mark in the copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources import trade_flows
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import number_by_code, pl, read_parquet
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Release, Span, Table

DATASET = Dataset(
    code="imts",
    title="International Trade in Goods (by partner country) (IMTS)",
    publisher="International Monetary Fund",
    citation="International Monetary Fund, International Trade in Goods (by partner country) (IMTS), "
    "https://data.imf.org/",
    address="https://data.imf.org/",
    licence=Licence(
        name="IMF terms, not read",
        words="none in the copy; reuse with attribution, with limits on redistribution in bulk (as known; check the "
        "publisher's page)",
        address="https://www.imf.org/external/terms.htm",
        ship="no",
    ),
)
RELEASE = Release("2026-04-24", date(2026, 4, 24), date(2026, 11, 25), "IMF.STA_IMTS_1.0.0 as downloaded on this day")

EXPORTS = Table(
    name="exports",
    columns=(
        *trade_flows.STATES,
        Column("exports", "float", "goods, FOB, current prices, to a tenth of a million", unit="USD", low=0),
    ),
    keys=("origin", "target", "year"),
    envelopes={
        RELEASE.stamp: Envelope(
            (18_600, 18_800),
            (2025, 2025),
            tuple(
                ({"origin": origin, "target": target, "year": 2025}, "exports", dollars)
                for origin, target, dollars in (
                    ("RUS", "MMR", 427_700_000.0),
                    ("MMR", "RUS", 32_700_000.0),
                )
            ),
        )
    },
)

REPORTED = Caveat(
    "The exporter's report, or the Fund's estimate where it does not report, which the copy does not mark: not "
    "reconciled with the importer's. Goods that only pass through are inside (Hong Kong's are six times BACI's)."
)
ESTIMATED = Caveat(
    "Russia publishes no exports by partner, so its figures must be estimates of the Fund from its partners' reports.",
    ("RUS",),
    date(2022, 1, 1),
)
EARLY = Caveat(
    "A first release: the exports of some states are far too low and some large pairs are missing (Russia and "
    "Kazakhstan both ways).",
    ("KWT", "OMN", "PAN", "QAT", "VNM", "MKD", "RUS", "KAZ"),
    date(2025, 1, 1),
    date(2025, 12, 31),
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the exporters' side of 2025; complete for nobody, since flows under 0.05 million are dropped."""
    path = paths["exports"]
    frame = read_parquet(path, ["exporter", "importer", "year", "value_kusd"]).with_columns(
        pl.col("year").cast(pl.Int32), (pl.col("value_kusd") * 1000).round().alias("exports")
    )
    for side, to in (("exporter", "origin"), ("importer", "target")):
        frame = number_by_code(frame, side, to, path, system="iso3", year="year")
    span = Span(2025, 2025, trade_flows.ids_in(frame, "origin"), trade_flows.ids_in(frame, "target"))
    return Reading(RELEASE, {"exports": frame}, {"exports": (span,)})


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(EXPORTS,),
        editions=(
            Edition("exports of 2025", {"exports": "**/trade_imts_2025/imts_exports_fob_2025.parquet"}, read_copy),
        ),
        offers=(
            Offer(
                trade_flows.definition(
                    "trade.exports_reported_imts",
                    "Exports of goods as the exporter reports them (IMF)",
                    "USD",
                    REPORTED,
                    ESTIMATED,
                    EARLY,
                    trade_flows.KINDS_DIFFER,
                    absent="not known",
                ),
                ("exports",),
                lambda tables: trade_flows.flows(tables["exports"], "exports"),
            ),
        ),
        ship=ship_nothing,
    ),
)
