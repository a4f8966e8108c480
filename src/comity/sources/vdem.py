"""Varieties of Democracy: indices of democracy by country and year, from 0 to 1.

Two releases are read: v15 with the interval of the electoral index and four further indices, for every unit that V-Dem
codes; and v16 with the electoral index alone, for members of the state system of Correlates of War.

V-Dem codes units, not states: colonies before their independence are kept under the state of today; a unit that bore
another state's past (Russia for the Soviet Union, Czechia for Czechoslovakia) is given to the state that had its
Correlates of War number in the year; units that were never a state of the registry have no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, Correction, number_by_code, pl, read_parquet, unique_keys
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
    code="vdem",
    title="V-Dem Country-Year Dataset",
    publisher="Varieties of Democracy (V-Dem) Project",
    citation="Coppedge, Michael, John Gerring, Carl Henrik Knutsen, Staffan I. Lindberg, Jan Teorell, et al., V-Dem "
    "Country-Year Dataset, Varieties of Democracy (V-Dem) Project, v15 (2025) https://doi.org/10.23696/vdemds25, "
    "v16 (2026) https://doi.org/10.23696/vdemds26",
    address="https://v-dem.net/data/the-v-dem-dataset/",
    licence=Licence(
        name="CC BY 4.0",
        words="may be shared and adapted with attribution",
        address="https://creativecommons.org/licenses/by/4.0/",
        ship="yes",
    ),
)
RETRIEVED = date(2026, 11, 23)
V15 = Release("v15", date(2025, 3, 13), RETRIEVED, "the five democracy indices, by way of democracyData")
V16 = Release("v16", date(2026, 3, 17), RETRIEVED, "the electoral index alone, by way of isard 0.2.0")

INDICES = {
    "v2x_polyarchy": "polyarchy",
    "v2x_polyarchy_codelow": "polyarchy_low",
    "v2x_polyarchy_codehigh": "polyarchy_high",
    "v2x_libdem": "liberal_democracy",
    "v2x_partipdem": "participatory_democracy",
    "v2x_delibdem": "deliberative_democracy",
    "v2x_egaldem": "egalitarian_democracy",
}
LABELS = {
    "polyarchy": "Electoral democracy (V-Dem polyarchy index)",
    "polyarchy_low": "Electoral democracy, lower bound (V-Dem)",
    "polyarchy_high": "Electoral democracy, upper bound (V-Dem)",
    "liberal_democracy": "Liberal democracy (V-Dem index)",
    "participatory_democracy": "Participatory democracy (V-Dem index)",
    "deliberative_democracy": "Deliberative democracy (V-Dem index)",
    "egalitarian_democracy": "Egalitarian democracy (V-Dem index)",
}
UNUSED = [
    "country_id", "extended_country_name", "GWn", "cown", "in_GW_system", "v2x_polyarchy_sd",
    *(f"v2x_{i}dem{end}" for i in ("lib", "partip", "delib", "egal") for end in ("_codelow", "_codehigh", "_sd")),
    *(f"v2x_{i}{end}" for i in ("api", "mpi") for end in ("", "_codelow", "_codehigh", "_sd")),
]  # fmt: skip

# Units without a number of Correlates of War that the registry has no state for, or not for V-Dem's part of it.
NO_STATE = {
    "BRW": "Brunswick: in neither state list",
    "HRG": "Hamburg: in neither state list",
    "NSS": "Nassau: in neither state list",
    "OLD": "Oldenburg: in neither state list",
    "SAX": "Saxe-Weimar-Eisenach: in neither state list",
    "PSB": "the British mandate, not the State of Palestine",
    "PSE": "the West Bank alone; V-Dem has no figure for Palestine as a whole",
    "PSG": "Gaza alone; V-Dem has no figure for Palestine as a whole",
    "SML": "Somaliland: in neither state list",
    "ZZB": "part of Tanzania since 1964, coded apart",
    "PPS": "the Papal States after Correlates of War ends them in 1860, without a number",
    "HDM": "Hesse-Darmstadt after Correlates of War ends it in 1867, without a number",
    "TSC": "Tuscany after Correlates of War ends it in 1860, without a number",
}
BY_TEXT = (Correction("SPD", "ITA", "the Kingdom of Sardinia, which became Italy"),)
BY_NUMBER = (
    Correction(325, None, "Italy has no values yet in 1861; the year is Sardinia's", first=1861, last=1861),
    Correction(345, "YUG", "occupied Yugoslavia", first=1941, last=1944),
    Correction(511, None, "a protectorate, then part of Tanzania", last=1962),
    Correction(817, "XVA", "Annam, which V-Dem codes as the forerunner of South Vietnam", last=1893),
    Correction(817, None, "French Indochina had no state of this unit", first=1894, last=1953),
)

INDEX = Table(
    name="polyarchy",
    columns=(
        Column(
            "state", "state", "the state that the unit is counted for, blank for a unit that is none", nullable=True
        ),
        Column("unit", "text", "V-Dem's own letters for the unit, or its Correlates of War number (v16)"),
        Column("year", "int", "year", low=1789, high=2100),
        Column("polyarchy", "float", "electoral democracy index", low=0, high=1, nullable=True),
    ),
    keys=("unit", "year"),
    envelopes={
        "v15": Envelope(
            (27_000, 28_500),
            (1789, 2024),
            (
                ({"state": "MMR", "year": 2020}, "polyarchy", 0.427),
                ({"state": "MMR", "year": 2021}, "polyarchy", 0.107),
            ),
        ),
        "v16": Envelope(
            (17_000, 18_500),
            (1816, 2025),
            (
                ({"state": "MMR", "year": 2020}, "polyarchy", 0.426),
                ({"state": "MMR", "year": 2021}, "polyarchy", 0.102),
                ({"state": "MMR", "year": 2025}, "polyarchy", 0.080),
                ({"state": "RUS", "year": 2021}, "polyarchy", 0.245),
                ({"state": "RUS", "year": 2025}, "polyarchy", 0.170),
            ),
        ),
    },
)
FURTHER = Table(
    name="indices",
    columns=(
        *INDEX.columns[:3],
        *(Column(c, "float", LABELS[c], low=0, high=1, nullable=True) for c in INDICES.values() if c != "polyarchy"),
    ),
    keys=("unit", "year"),
    envelopes={
        "v15": Envelope(
            (27_000, 28_500),
            (1789, 2024),
            (
                ({"state": "MMR", "year": 2021}, "polyarchy_low", 0.095),
                ({"state": "MMR", "year": 2021}, "polyarchy_high", 0.119),
                ({"state": "MMR", "year": 2021}, "liberal_democracy", 0.020),
            ),
        )
    },
)

EXPERTS = Caveat(
    "V-Dem's indices are estimates from the answers of country experts, with an interval; differences within the "
    "interval mean little, and each release estimates all years anew."
)
BOUNDS = Caveat(
    "The interval is of release v15 and the index may be of a later release; the point estimate of v15 lies within it."
)
DOWN_TO_STATES = Caveat(
    "Years before independence are those of the colony or territory, kept under the state of today; the two parts of "
    "Palestine are left out, since V-Dem has no figure for the whole."
)


def _numbered(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Give each unit and year its state: by the number of Correlates of War, else by V-Dem's letters."""
    numbered = frame.filter(pl.col("number").is_not_null())
    lettered = frame.filter(pl.col("number").is_null())
    numbered = number_by_code(
        numbered, "number", "state", path, system="cow", year="year", corrections=BY_NUMBER, outside="today"
    )
    lettered = number_by_code(
        lettered, "unit", "state", path, system="iso3", year="year", corrections=BY_TEXT, others=NO_STATE
    )
    return pl.concat([numbered, lettered]).sort(LINE)


def _once(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return the frame; refuse it when a state has two rows in a year."""
    unique_keys(frame.filter(pl.col("state").is_not_null()), ["state", "year"], path)
    return frame


def read_v15(paths: Mapping[str, Path]) -> Reading:
    """Read the democracy indices of v15, every unit from 1789 to 2024."""
    path = paths["indices"]
    names = {"country_text_id": "unit", "year": "year", "vdem_cowcode": "number", **INDICES}
    frame = read_parquet(path, list(names), ["vdem_country_name", *UNUSED]).rename(names)
    frame = frame.with_columns(pl.col("year").cast(pl.Int32), pl.col(*INDICES.values()).cast(pl.Float64))
    frame = _once(_numbered(frame, path), path)
    span = (Span(1789, 2024),)
    return Reading(V15, {"polyarchy": frame, "indices": frame}, {"polyarchy": span, "indices": span})


def read_v16(paths: Mapping[str, Path]) -> Reading:
    """Read the electoral index of v16 for the members of the state system of Correlates of War."""
    path = paths["polyarchy"]
    names = {"ccode": "number", "year": "year", "v2x_polyarchy": "polyarchy"}
    frame = read_parquet(path, list(names), ["euds", "aeuds", "polity2"]).rename(names)
    frame = frame.with_columns(
        pl.col("year").cast(pl.Int32),
        pl.col("polyarchy").cast(pl.Float64),
        pl.col("number").cast(pl.String).alias("unit"),
    )
    # Two numbers meet in one state where a list passes from one to the other within a year; V-Dem's value is at one.
    frame = number_by_code(frame, "number", "state", path, system="cow", year="year")
    _once(frame.filter(pl.col("polyarchy").is_not_null()), path)
    return Reading(V16, {"polyarchy": frame}, {"polyarchy": (Span(1816, 2025),)})


def _index(table: str, column: str, *more: Caveat) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables[table].filter(~nw.col("state").is_null(), ~nw.col(column).is_null())
        return rows.select("state", "year", value=nw.col(column), status=nw.lit("reported"))

    return Offer(
        Definition(
            code=f"regimes.{column}",
            label=LABELS[column],
            unit="index 0–1",
            grain="state-year",
            kind="index",
            sector="regimes",
            absent="not known",
            adds_over_time=False,
            adds_over_states=False,
            caveats=(EXPERTS, *more, DOWN_TO_STATES),
        ),
        (table,),
        values,
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(INDEX, FURTHER),
        editions=(
            Edition("v15, democracy indices", {"indices": "**/regimes/dd_vdem_simple_v15.parquet"}, read_v15),
            Edition("v16, electoral index", {"polyarchy": "**/regimes/cw_democracy.parquet"}, read_v16),
        ),
        offers=(
            _index("polyarchy", "polyarchy"),
            _index("indices", "polyarchy_low", BOUNDS),
            _index("indices", "polyarchy_high", BOUNDS),
            _index("indices", "liberal_democracy"),
            _index("indices", "participatory_democracy"),
            _index("indices", "deliberative_democracy"),
            _index("indices", "egalitarian_democracy"),
        ),
    ),
)
