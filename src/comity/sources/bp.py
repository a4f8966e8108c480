"""BP (since 2023 the Energy Institute): production and use of energy since 1965, oil moved between areas in 2020.

Areas of the trade table are states or BP's regions: 'Europe' there is without Russia and the rest of the former Soviet
Union but for the Baltic states and Ukraine, and with Türkiye. The panel has the
Soviet Union as one to 1984 and its later states from 1985; figures for years before a state existed keep BP's words and
no state.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import as_number, closed, ids_of, number_by_name, pl, read_csv, read_parquet, unique_keys
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Grain,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="bp",
    title="Statistical Review of World Energy: panel 1965–2021, oil trade movements 2020",
    publisher="BP (now the Energy Institute)",
    citation="BP, Statistical Review of World Energy 2022 (panel) and 2021 (oil trade movements)",
    address="https://www.energyinst.org/statistical-review",
    licence=Licence(
        name="none stated in the copy",
        words="reproduction with attribution, no bulk redistribution, as known; check the publisher's page",
        address="https://www.energyinst.org/statistical-review",
        ship="no",
    ),
)
RETRIEVED = date(2026, 11, 23)
PANEL_COPY = Release("2022", date(2022, 6, 28), RETRIEVED, "71st edition, June 2022")
FLOWS_COPY = Release("2021", date(2021, 7, 8), RETRIEVED, "70th edition, July 2021")

# Column of the panel: code of the indicator, words, unit.
SERIES = {
    "oilprod_mt": ("oil_production", "Oil produced", "million tonnes"),
    "oilcons_mt": ("oil_consumption", "Oil used", "million tonnes"),
    "gasprod_bcm": ("gas_production", "Natural gas produced", "billion m³"),
    "gascons_bcm": ("gas_consumption", "Natural gas used", "billion m³"),
    "coalprod_ej": ("coal_production", "Coal produced", "EJ"),
    "coalcons_ej": ("coal_consumption", "Coal used", "EJ"),
    "primary_ej": ("primary_energy", "Primary energy used", "EJ"),
    "elect_twh": ("electricity", "Electricity generated", "TWh"),
    "co2_combust_mtco2": ("carbon_dioxide", "Carbon dioxide from energy", "million tonnes"),
}
LATER = {"gasprod_bcm": 1970, "coalprod_ej": 1981, "elect_twh": 1985}  # first years of those that begin after 1965
BARRELS = ("oilprod_kbd", "oilcons_kbd")  # the same oil in thousand barrels a day, kept for those who count so
# What the panel has besides: other units of the same, shares of use by product or fuel, minerals, and codes.
UNUSED = (
    "pop", "ISO3166_alpha3", "ISO3166_numeric", "Region", "SubRegion", "OPEC", "EU", "OECD", "CIS",
    "biodiesel_cons_kboed", "biodiesel_cons_pj", "biodiesel_prod_kboed", "biodiesel_prod_pj", "biofuels_cons_ej",
    "biofuels_cons_kbd", "biofuels_cons_kboed", "biofuels_cons_pj", "biofuels_prod_kbd", "biofuels_prod_kboed",
    "biofuels_prod_pj", "biogeo_ej", "biogeo_twh", "biogeo_twh_net", "co2_combust_pc", "co2_combust_per_ej",
    "co2_mtco2", "coalprod_mt", "cobalt_kt", "cobaltres_kt", "diesel_gasoil_cons_kbd", "electbyfuel_coal",
    "electbyfuel_gas", "electbyfuel_hydro", "electbyfuel_nuclear", "electbyfuel_oil", "electbyfuel_other",
    "electbyfuel_ren_power", "electbyfuel_total", "ethanol_cons_kboed", "ethanol_cons_pj", "ethanol_prod_kboed",
    "ethanol_prod_pj", "fuel_oil_cons_kbd", "gascons_bcfd", "gascons_ej", "gasflared_bcm", "gasflared_mtco2",
    "gasoline_cons_kbd", "gasprod_bcfd", "gasprod_ej", "gasreserves_tcm", "graphite_kt", "graphiteres_kt",
    "hydro_ej", "hydro_twh", "hydro_twh_net", "kerosene_cons_kbd", "light_dist_cons_kbd", "liqcons_kbd",
    "lithium_kt", "lithiumres_kt", "lpg_cons_kbd", "methane_process_mtco2", "middle_dist_cons_kbd",
    "naphtha_cons_kbd", "nuclear_ej", "nuclear_twh", "nuclear_twh_net", "oilcons_ej", "oilprod_crudecond_kbd",
    "oilprod_ngl_kbd", "oilreserves_bbl", "other_oil_cons_kbd", "primary_eintensity", "primary_ej_pc",
    "rareearths_kt", "rareearthsres_kt", "refcap_kbd", "refcaputil_pct", "refthru_kbd", "ren_power_ej",
    "ren_power_twh", "ren_power_twh_net", "renewables_ej", "solar_ej", "solar_twh", "solar_twh_net", "wind_ej",
    "wind_twh", "wind_twh_net",
)  # fmt: skip
AREAS = {
    "Australasia": "Australia and New Zealand",
    "East & S. Africa": "BP's region",
    "S. & Cent. America": "BP's region",
}
TRADERS = ("CAN", "MEX", "USA", "RUS", "IRQ", "KWT", "SAU", "ARE", "CHN", "IND", "JPN", "SGP")
BUYERS = ("CAN", "MEX", "USA", "RUS", "CHN", "IND", "JPN", "SGP")
PRODUCTS = {"crude": "Crude oil", "products": "Oil products"}

PANEL = Table(
    name="panel",
    columns=(
        Column("area", "text", "state or region in BP's words"),
        Column("state", "state", "the state; blank for regions and for years before it existed", nullable=True),
        Column("year", "int", "calendar year", low=1965, high=2100),
        *(Column(c, "float", s[1], unit=s[2], low=0, high=50_000, nullable=True) for c, s in SERIES.items()),
        *(
            Column(c, "float", "oil produced or used", unit="thousand barrels a day", low=0, high=2e5, nullable=True)
            for c in BARRELS
        ),
    ),
    keys=("area", "year"),
    envelopes={
        PANEL_COPY.stamp: Envelope(
            (7_153, 7_153),
            (1965, 2021),
            (
                ({"state": "RUS", "year": 2021}, "oilprod_kbd", 10943.751149719834),
                ({"state": "MMR", "year": 2021}, "gasprod_bcm", 16.94022743206006),
            ),
        )
    },
)
FLOWS_KIND = RecordKind(
    code="energy.oil_flows",
    label="Oil moved between states and regions in 2020, after BP",
    sector="energy",
    columns=(
        Column("product", "text", "what was moved", values=tuple(PRODUCTS)),
        Column("million_tonnes", "float", "amount", unit="million tonnes", low=0, high=1_000),
    ),
    caveats=(
        Caveat(
            "BP's areas: 'Europe' has Türkiye and Ukraine but neither Russia nor 'Other CIS', so it is not the "
            "European Union."
        ),
    ),
)
FLOWS = Table(
    name="flows",
    columns=(
        *RECORD_COLUMNS,
        *FLOWS_KIND.columns,
        Column("from_state", "state", "where it came from; blank for a region", nullable=True),
        Column("to_state", "state", "where it went; blank for a region", nullable=True),
    ),
    keys=("id",),
    envelopes={FLOWS_COPY.stamp: Envelope((500, 550), cells=())},
)


def read_panel(paths: Mapping[str, Path]) -> Reading:
    """Read the panel; a state's figures for years before it existed keep BP's words only."""
    path = paths["panel"]
    figures = [*SERIES, *BARRELS]
    frame = read_parquet(path, ["Country", "Year", *figures], UNUSED).rename({"Country": "area", "Year": "year"})
    frame = frame.with_columns(pl.col("year").cast(pl.Int32), pl.col(figures).cast(pl.Float64))
    frame = number_by_name(frame, "area", "number", path)
    living = [
        (n, y) for n, y in frame.select("number", "year").drop_nulls().unique().iter_rows() if _existed(int(n), int(y))
    ]
    known = pl.DataFrame(living, schema={"number": pl.Int16, "year": pl.Int32}, orient="row")
    frame = frame.join(known.with_columns(state="number"), on=["number", "year"], how="left", validate="m:1")
    span = Span(1965, int(frame["year"].max()))  # type: ignore[arg-type]
    early = frame.filter(pl.col("number").is_not_null(), pl.col("state").is_null())
    countries = early["area"].n_unique()
    note = f"{len(early)} rows of {countries} countries in years in which they were no states keep BP's words only"
    return Reading(PANEL_COPY, {"panel": frame}, {"panel": (span,)}, (note,))


def _existed(number: int, year: int) -> bool:
    found = states.by_number(number)
    return found.kind == "territory" or any(
        (start or date.min).year <= year <= (end or date.max).year for start, end in found.existence
    )


def read_flows(paths: Mapping[str, Path]) -> Reading:
    """Read the trade movements; BP's totals must be the sums of the areas, and are then left out."""
    path = paths["flows"]
    frame = read_csv(path, ["year", "kind", "origin", "destination", "million_tonnes"])
    frame = as_number(as_number(frame, ["year"], path, "int"), ["million_tonnes"], path)
    frame = unique_keys(closed(frame, "kind", PRODUCTS, path), ["kind", "origin", "destination", "year"], path)
    rows = frame.filter(pl.col("origin") != "Total imports", pl.col("destination") != "Total")
    _adds_up(rows, frame.filter(pl.col("origin") != "Total imports", pl.col("destination") == "Total"), path)
    rows = rows.rename({"kind": "product"}).filter(pl.col("million_tonnes") > 0)
    rows = number_by_name(rows, "origin", "from_state", path, year="year", others=AREAS)
    rows = number_by_name(rows, "destination", "to_state", path, year="year", others=AREAS)
    rows = rows.with_columns(
        pl.format("{} {} {} {}", "year", "product", "origin", "destination").alias("id"),
        pl.date(pl.col("year"), 1, 1).alias("date"),
        pl.lit("year").alias("date_precision"),
        pl.lit("oil flow").alias("kind"),
        pl.format(
            "{} from {} to {} in {}: {} million tonnes",
            pl.col("product").replace_strict(PRODUCTS), "origin", "destination", "year",
            pl.when(pl.col("million_tonnes") < 0.005).then(pl.lit("under 0.01")).otherwise(
                pl.col("million_tonnes").round(2).cast(pl.String)
            ),
        ).alias("summary"),
        ids_of("from_state", otherwise="origin").alias("origin"),
        ids_of("to_state", otherwise="destination").alias("target"),
        pl.concat_list("from_state", "to_state").list.drop_nulls().list.unique(maintain_order=True).alias("parties"),
    )  # fmt: skip
    return Reading(FLOWS_COPY, {"flows": rows}, {"flows": (Span(2020, 2020, TRADERS),)})


def _adds_up(rows: pl.DataFrame, totals: pl.DataFrame, path: Path) -> None:
    sums = rows.group_by("kind", "origin").agg(pl.col("million_tonnes").sum())
    both = sums.join(totals, on=["kind", "origin"], how="full", suffix="_total", validate="1:1")
    odd = both.filter(((pl.col("million_tonnes") - pl.col("million_tonnes_total")).abs() > 1e-3).fill_null(True))
    if not odd.is_empty():
        kind, origin = odd.sort("kind", "origin").select("kind", "origin").row(0)
        raise Failure(f"{path}: {kind} from {origin} does not add up to BP's total")


def _series(tables: Mapping[str, Relation], column: str) -> Relation:
    rows = tables["panel"].filter(~nw.col("state").is_null(), ~nw.col(column).is_null())
    return rows.select("state", "year", value=nw.col(column), status=nw.lit("reported"))


def _since(spans: tuple[Span, ...], column: str) -> tuple[Span, ...]:
    return tuple(Span(max(s.first, LATER.get(column, s.first)), s.last) for s in spans)


def _pairs(tables: Mapping[str, Relation], product: str) -> Relation:
    rows = tables["flows"].filter(
        nw.col("product") == product,
        ~nw.col("from_state").is_null(),
        ~nw.col("to_state").is_null(),
        nw.col("from_state") != nw.col("to_state"),
    )
    return rows.select(
        origin=nw.col("from_state"),
        target=nw.col("to_state"),
        year=nw.col("date").dt.year().cast(nw.Int32),
        value=nw.col("million_tonnes"),
        status=nw.lit("reported"),
    )


def _exports(tables: Mapping[str, Relation], to: str | None) -> Relation:
    rows = tables["flows"].filter(nw.col("product") == "crude", ~nw.col("from_state").is_null())
    if to is not None:
        rows = rows.filter(nw.col("target") == to)
    rows = rows.with_columns(year=nw.col("date").dt.year().cast(nw.Int32))
    sums = rows.group_by("from_state", "year").agg(nw.col("million_tonnes").sum())
    return sums.select(
        state=nw.col("from_state"),
        year=nw.col("year"),
        value=nw.col("million_tonnes"),
        status=nw.lit("reported"),
    )


SOVIET = Caveat(
    "BP counts the Soviet Union as one to 1984 and by its later states from 1985; no figure is given for the years "
    "between, in which none of the two fits a state that existed.",
    ("SUN", "RUS", "UKR", "KAZ", "UZB", "TKM", "AZE", "BLR"),
    date(1985, 1, 1),
    date(1991, 12, 31),
)
FEW = Caveat("States that BP does not list have no figure of their own: they are in what is left of a region.")


def _definition(code: str, label: str, unit: str, grain: Grain, *caveats: Caveat, listed: bool = False) -> Definition:
    return Definition(
        code=f"energy.{code}",
        label=label,
        unit=unit,
        grain=grain,
        kind="flow",
        sector="energy",
        absent="not known" if listed else "none recorded",
        adds_over_time=True,
        adds_over_states=True,
        caveats=caveats,
    )


def _of_exporters(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(s.first, s.last, s.origins) for s in spans)


MOVED = "million tonnes"
PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(PANEL, FLOWS),
        editions=(
            Edition("panel 1965–2021, copy", {"panel": "**/energy_bp_2022/bp_2022_panel.parquet"}, read_panel),
            Edition("oil between areas 2020, copy", {"flows": "**/energy_bp_2022/bp2021_oil_interarea_2020.csv"},
                    read_flows),
        ),
        offers=(
            *(
                Offer(_definition(code, label, unit, "state-year", SOVIET, FEW, listed=True), ("panel",),
                      partial(_series, column=column), partial(_since, column=column))
                for column, (code, label, unit) in SERIES.items()
            ),
            *(
                Offer(
                    _definition(f"bp_trade_{product}", f"{words} moved from one state to another, after BP", MOVED,
                                "directed-dyad-year"),
                    ("flows",),
                    partial(_pairs, product=product),
                    lambda spans: tuple(Span(s.first, s.last, s.origins, BUYERS) for s in spans),
                )
                for product, words in PRODUCTS.items()
            ),
            Offer(_definition("bp_crude_exports", "Crude oil exported to all areas, after BP", MOVED, "state-year"),
                  ("flows",), partial(_exports, to=None), _of_exporters),
            Offer(_definition("bp_crude_to_europe", "Crude oil exported to BP's region Europe", MOVED, "state-year",
                              *FLOWS_KIND.caveats),
                  ("flows",), partial(_exports, to="Europe"), _of_exporters),
            Offer(FLOWS_KIND, ("flows",),
                  lambda tables: tables["flows"].select(*(c.name for c in (*RECORD_COLUMNS, *FLOWS_KIND.columns)))),
        ),
        ship=ship_nothing,
    ),
)  # fmt: skip
