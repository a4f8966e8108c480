"""Correlates of War: how many international organisations two states, or one state, belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Relation, Release, Span, Table

DATASET = Dataset(
    code="cow_igo",
    title="Correlates of War: Intergovernmental Organizations 3.0, numbers of memberships",
    publisher="Correlates of War Project",
    citation="Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus and Anne Spencer Jamison (2020), Tracking "
    "Organizations in the World: The Correlates of War IGO Version 3.0 datasets, Journal of Peace Research 57(3): "
    "492-503",
    address="https://correlatesofwar.org/data-sets/igos/",
    licence=dyads.COW_TERMS,
)
RELEASE = Release("v3.0", date(2020, 5, 31), date(2026, 11, 23), "published in May 2020, day not known")
SPAN = Span(1816, 2014)

SHARED = Table(
    name="shared",
    columns=(*dyads.PAIR, Column("shared", "int", "organisations that both belong to", unit="organisations", low=0)),
    keys=("origin", "target", "year"),
    envelopes={
        "v3.0": Envelope(
            (915_000, 917_695), (1816, 2014), (({"origin": "MMR", "target": "RUS", "year": 2014}, "shared", 27),)
        )
    },
)
COUNTS = {
    "sum_igo_full": "full",
    "sum_igo_associate": "associate",
    "sum_igo_observer": "observer",
    "sum_igo_anytype": "any",
}
MEMBERSHIPS = Table(
    name="memberships",
    columns=(
        Column("state", "state", "the state"),
        Column("year", "int", "year", low=1816, high=2100),
        *(Column(kind, "int", f"memberships: {kind}", unit="organisations", low=0) for kind in COUNTS.values()),
    ),
    keys=("state", "year"),
    envelopes={"v3.0": Envelope((15_500, 15_557), (1816, 2014))},
)
FIFTH = Caveat(
    "Until 1965 Correlates of War looked at every fifth year (as known from its codebook); years between are filled.",
    last=date(1965, 12, 31),
)
WHICH = Caveat(
    "Organisations of three or more states with a standing secretariat, as Correlates of War lists them: a club and a "
    "world body count one each."
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read pairs (each once) and states by year as kept in Parquet."""
    path = paths["pairs"]
    pairs = unique_keys(
        read_parquet(path, ["ccode1", "ccode2", "year", "dyadigos"]), ["ccode1", "ccode2", "year"], path
    ).rename({"dyadigos": "shared"})
    pairs = dyads.smaller_first(dyads.numbered(pairs, path))
    path = paths["states"]
    single = read_parquet(path, ["ccode", "year", *COUNTS]).rename(COUNTS)
    single = dyads.numbered(unique_keys(single, ["ccode", "year"], path), path, ["ccode"], ["state"])
    tables = {
        "shared": pairs.with_columns(pl.col("year", "shared").cast(pl.Int32)),
        "memberships": single.with_columns(pl.col("year", *COUNTS.values()).cast(pl.Int32)),
    }
    return Reading(RELEASE, tables, dict.fromkeys(tables, (SPAN,)))


def _status(count: nw.Expr) -> nw.Expr:
    return nw.when(count > 0).then(nw.lit("reported")).otherwise(nw.lit("true zero"))


def _shared(tables: Mapping[str, Relation]) -> Relation:
    count = nw.col("shared").cast(nw.Float64)
    return tables["shared"].select("origin", "target", "year", value=count, status=_status(count))


def _memberships(tables: Mapping[str, Relation]) -> Relation:
    count = nw.col("full").cast(nw.Float64)
    return tables["memberships"].select("state", "year", value=count, status=_status(count))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(SHARED, MEMBERSHIPS),
        editions=(
            Edition(
                "pairs and states by year 3.0",
                {"pairs": "**/igo_cow/cow_igo_ndy.parquet", "states": "**/igo_cow/cow_igo_sy.parquet"},
                read_copy,
            ),
        ),
        offers=(
            dyads.offer(
                "igos.shared",
                "International organisations that both belong to",
                _shared,
                WHICH,
                FIFTH,
                table="shared",
                sector="diplomacy",
                unit="organisations",
                kind="stock",
                absent="not known",
            ),
            dyads.offer(
                "igos.memberships",
                "International organisations that a state is a full member of",
                _memberships,
                WHICH,
                FIFTH,
                table="memberships",
                sector="diplomacy",
                unit="organisations",
                grain="state-year",
                kind="stock",
                absent="not known",
            ),
        ),
        ship=ship_nothing,
    ),
)
