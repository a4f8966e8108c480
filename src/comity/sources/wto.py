"""World Trade Organization: bilateral imports of arms and ammunition and of minerals and metals, as importers report.

Customs values of the importing side alone; a pair that is not there was not reported. The copies keep 183 economies
and end in 2022.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from comity.sources import trade_flows
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import as_number, number_by_code, pl, read_csv, read_parquet
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Release, Span, Table

LICENCE = Licence(
    name="WTO terms, not read",
    words="none in the copy; reuse with acknowledgement unless stated otherwise (as known; check the publisher's page)",
    address="https://www.wto.org/english/info_e/copyright_e.htm",
    ship="no",
)
RELEASE = Release("2025-02-09", date(2025, 2, 9), date(2026, 11, 23), "WTO Stats as downloaded that day")

ONE_SIDE = Caveat(
    "The importer's report alone: an importer that does not report (Myanmar's arms, for one) has no figures, which "
    "says nothing of its imports."
)
SMALL_ARMS = Caveat(
    "Chapter 93 of the customs nomenclature: small arms, ammunition and parts. Aircraft, ships and tanks stand in "
    "other chapters. Customs values in dollars, not comparable with volumes in TIV."
)
METALS = Caveat("Category 12 of the trade negotiations, 'minerals and metals': without petroleum and gas.")


def _dataset(code: str, title: str) -> Dataset:
    return Dataset(
        code=code,
        title=f"WTO Stats: bilateral imports, {title}",
        publisher="World Trade Organization",
        citation=f"World Trade Organization, WTO Stats, Bilateral imports (HS_M_0010, HS_M_0020), {title}",
        address="https://stats.wto.org/",
        licence=LICENCE,
    )


def _table(rows: tuple[int, int], *cells: tuple[str, str, int, float]) -> Table:
    return Table(
        name="imports",
        columns=(
            *trade_flows.STATES,
            Column("imports", "float", "goods as the importer reports them, current prices", unit="USD", low=0),
        ),
        keys=("origin", "target", "year"),
        envelopes={
            RELEASE.stamp: Envelope(
                rows,
                (2011, 2022),
                tuple(
                    ({"origin": origin, "target": target, "year": year}, "imports", dollars)
                    for origin, target, year, dollars in cells
                ),
            )
        },
    )


COLUMNS = ["importer", "exporter", "year", "value_usd"]


def _read_arms(path: Path) -> pl.DataFrame:
    frame = read_csv(path, COLUMNS)
    return as_number(as_number(frame, ["year"], path, "int", blanks=()), ["value_usd"], path, blanks=())


def _read_metals(path: Path) -> pl.DataFrame:
    return read_parquet(path, COLUMNS).with_columns(pl.col("year").cast(pl.Int32))


def read_copy(paths: Mapping[str, Path], read: Callable[[Path], pl.DataFrame]) -> Reading:
    """Read the imports of one kind of goods; complete for no importer, since only what was reported is there."""
    path = paths["imports"]
    frame = read(path).rename({"value_usd": "imports"})
    for side, to in (("exporter", "origin"), ("importer", "target")):
        frame = number_by_code(frame, side, to, path, system="iso3", year="year")
    importers = trade_flows.ids_in(frame, "target")
    return Reading(RELEASE, {"imports": frame}, {"imports": (Span(2011, 2022, None, importers),)})


def _publication(
    dataset: Dataset,
    table: Table,
    place: str,
    read: Callable[[Path], pl.DataFrame],
    code: str,
    label: str,
    what: Caveat,
) -> Publication:
    told = (what, ONE_SIDE, trade_flows.SILENT, trade_flows.KINDS_DIFFER)
    return Publication(
        dataset=dataset,
        tables=(table,),
        editions=(Edition("imports 2011–2022", {"imports": place}, partial(read_copy, read=read)),),
        offers=(
            Offer(
                trade_flows.definition(code, label, "USD", *told, absent="not known"),
                ("imports",),
                lambda tables: trade_flows.flows(tables["imports"], "imports"),
            ),
        ),
        ship=ship_nothing,
    )


PUBLICATIONS = (
    _publication(
        _dataset("wto_arms", "arms and ammunition (HS 93)"),
        _table((17_000, 17_100), ("USA", "THA", 2019, 2_181_566_855.9231)),
        "**/trade_wto_arms_hs93/wto_bilateral_imports_hs93.csv.gz",
        _read_arms,
        "trade.arms_customs",
        "Imports of arms and ammunition through customs (WTO)",
        SMALL_ARMS,
    ),
    _publication(
        _dataset("wto_metals", "minerals and metals"),
        _table((104_500, 105_500), ("RUS", "MMR", 2018, 29_721_275.23)),
        "**/trade_wto_minerals_metals/wto_bilateral_imports_mt2_12.parquet",
        _read_metals,
        "trade.metals",
        "Imports of minerals and metals (WTO)",
        METALS,
    ),
)
