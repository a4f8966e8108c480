"""Correlates of War: National Material Capabilities, by state and year, and the index made of them (CINC)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import Correction, pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Offer, Relation, Release, Span, Table

DATASET = Dataset(
    code="nmc",
    title="Correlates of War: National Material Capabilities 7.0",
    publisher="Correlates of War Project",
    citation="Singer, J. David (1987), Reconstructing the Correlates of War Dataset on Material Capabilities of "
    "States, 1816-1985, International Interactions 14: 115-132; National Material Capabilities, version 7.0",
    address="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    licence=dyads.COW_TERMS,
)
RELEASE = Release(
    "v7.0",
    date(2026, 7, 1),
    date(2026, 11, 23),
    "the day of the package that it was taken from; out earlier, not known",
)
CORRECTIONS = (
    Correction(260, None, "West Germany until October 1990; the year has the row of united Germany", 1990, 1990),
)
DOLLARS_SINCE = 1914

FIGURES = {"milex": "milex", "milper": "milper", "irst": "steel", "pec": "energy", "tpop": "population",
           "upop": "urban", "cinc": "cinc"}  # fmt: skip
UNITS = {
    "cinc": "share 0–1",
    "milex": "USD thousand",
    "milper": "thousand persons",
    "steel": "thousand tonnes",
    "energy": "thousand tonnes of coal equivalent",
    "population": "thousand persons",
    "urban": "thousand persons",
}
LABELS = {
    "cinc": "Material capabilities: share of the world's (CINC)",
    "milex": "Military expenditure (Correlates of War)",
    "milper": "Military personnel (Correlates of War)",
    "steel": "Iron and steel made (Correlates of War)",
    "energy": "Primary energy used (Correlates of War)",
    "population": "Population (Correlates of War)",
    "urban": "Population of large cities (Correlates of War)",
}
CAPABILITIES = Table(
    name="capabilities",
    columns=(
        Column("state", "state", "the state"),
        Column("year", "int", "year", low=1816, high=2100),
        *(
            Column(f, "float", LABELS[f], unit=unit, low=0, high=1 if f == "cinc" else None, nullable=f != "cinc")
            for f, unit in UNITS.items()
        ),
    ),
    keys=("state", "year"),
    envelopes={
        "v7.0": Envelope(
            (17_100, 17_121),
            (1816, 2022),
            (
                ({"state": "MMR", "year": 2022}, "cinc", 0.005313),
                ({"state": "MMR", "year": 2022}, "milper", 356.0),
                ({"state": "RUS", "year": 2022}, "milex", 74_742_000.0),
            ),
        )
    },
)
SHARE = Caveat(
    "CINC is the mean of a state's shares in the world's population, city population, steel, energy, soldiers and "
    "military spending: a count of what there is, not of what it can do."
)
BLANK = Caveat("Blank where Correlates of War does not know the figure; many values are estimates between known years.")
POUNDS = Caveat("Before 1914 the source gives military expenditure in pounds sterling; those years are left out.")
GERMANY = Caveat(
    "In 1990 the row of united Germany is taken, not that of West Germany.",
    ("DEU",),
    date(1990, 1, 1),
    date(1990, 12, 31),
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read state-years as kept in Parquet."""
    path = paths["capabilities"]
    frame = unique_keys(read_parquet(path, ["ccode", "year", *FIGURES]), ["ccode", "year"], path).rename(FIGURES)
    frame = dyads.numbered(frame, path, ["ccode"], ["state"], corrections=CORRECTIONS).drop_nulls("state")
    frame = frame.with_columns(pl.col(*FIGURES.values()).cast(pl.Float64))
    return Reading(RELEASE, {"capabilities": frame}, {"capabilities": (Span(1816, 2022),)})


def _since(figure: str) -> int:
    return DOLLARS_SINCE if figure == "milex" else 1816


def _values(figure: str) -> Callable[[Mapping[str, Relation]], Relation]:
    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables["capabilities"].filter(~nw.col(figure).is_null(), nw.col("year") >= _since(figure))
        return rows.select("state", "year", value=nw.col(figure), status=nw.lit("reported"))

    return values


def _offer(figure: str) -> Offer:
    def cut(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(s, first=max(s.first, _since(figure))) for s in spans if s.last >= _since(figure))

    own = {"cinc": (SHARE,), "milex": (POUNDS,)}.get(figure, ())
    return dyads.offer(
        f"capabilities.{figure}",
        LABELS[figure],
        _values(figure),
        *own,
        BLANK,
        GERMANY,
        table="capabilities",
        sector="capabilities",
        unit=UNITS[figure],
        grain="state-year",
        kind="index" if figure == "cinc" else "flow" if figure in ("milex", "steel", "energy") else "stock",
        absent="not known",
        over_time=figure in ("steel", "energy"),
        over_states=True,
        coverage=cut,
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(CAPABILITIES,),
        editions=(Edition("state-years 7.0", {"capabilities": "**/capabilities_nmc/cow_nmc.parquet"}, read_copy),),
        offers=tuple(_offer(f) for f in UNITS),
        ship=ship_nothing,
    ),
)
