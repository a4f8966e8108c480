"""Correlates of War: wars between states and wars within them, one record a war.

The files have rows by participants and years; a record sums them up. Deaths are those of the whole war and of every
state that took part; where the source has −9 for one participant (not known), the sum is not known either.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import closed, pl, read_parquet, unique_keys
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Envelope,
    Offer,
    RecordKind,
    Release,
    Span,
    Table,
)

if TYPE_CHECKING:
    import polars as pl

DATASET = Dataset(
    code="cow_wars",
    title="Correlates of War: Inter-State and Intra-State Wars",
    publisher="Correlates of War Project",
    citation="Sarkees, Meredith Reid and Frank Wayman (2010), Resort to War: 1816-2007, CQ Press; Dixon, Jeffrey and "
    "Meredith Reid Sarkees (2016), A Guide to Intra-State Wars, CQ Press",
    address="https://correlatesofwar.org/data-sets/cow-war/",
    licence=dyads.COW_TERMS,
)
RETRIEVED = date(2026, 11, 23)
INTER = Release("v4.0", date(2011, 12, 31), RETRIEVED, "wars between states; published by the end of 2011")
INTRA = Release("v4.1", date(2014, 12, 31), RETRIEVED, "wars within states; published by the end of 2014")
SPAN = Span(1816, 2007)

NOT_KNOWN, NOT_APPLICABLE = -9, -8
INTRA_OUTCOMES = {
    1: "side A won", 2: "side B won", 3: "compromise", 4: "became a war of another kind",
    5: "went on at the end of 2007", 6: "stalemate", 7: "went on below the level of war",
}  # fmt: skip
INTER_OUTCOMES = (1, 2, 3, 4, 5, 6, 7, 8)

YEARS = (
    Column("war", "int", "number of the war", low=1),
    Column("first_year", "int", "first year", low=1816, high=2100),
    Column("last_year", "int", "last year", low=1816, high=2100),
)
INTERSTATE = RecordKind(
    code="wars.interstate",
    label="Wars between states (Correlates of War)",
    sector="conflict",
    columns=(
        *YEARS,
        Column("initiators", "text", "states that began the fighting, joined by '; '", nullable=True),
        Column("deaths", "float", "deaths in battle of all states", unit="deaths", low=0, nullable=True),
    ),
    caveats=(
        Caveat("At least 1,000 deaths in battle between members of the state system; the list ends in 2007."),
        Caveat("A state that changed sides stands on both; a war is divided where Correlates of War divides it."),
    ),
)
INTRASTATE = RecordKind(
    code="wars.intrastate",
    label="Wars within states (Correlates of War)",
    sector="conflict",
    columns=(
        *YEARS,
        Column("name", "text", "name of the war"),
        Column("over", "text", "kind of war", values=("central control", "local issues")),
        Column("international", "bool", "a foreign state took part"),
        Column("outcome", "text", "how it ended", values=tuple(INTRA_OUTCOMES.values())),
        Column("deaths_a", "float", "deaths of the government's side", unit="deaths", low=0, nullable=True),
        Column("deaths_b", "float", "deaths of the other side", unit="deaths", low=0, nullable=True),
    ),
    caveats=(
        Caveat("At least 1,000 deaths in battle in a year; the list ends in 2007, with one war followed into 2008."),
        Caveat("Deaths are not known for many sides, and then the sum is blank."),
    ),
)
PAIRS = Table(
    name="pairs",
    columns=(
        Column("war", "int", "number of the war", low=1),
        *dyads.PAIR,
        Column("resumed", "int", "1: after a pause in the fighting", low=0, high=1),
        *(
            Column(f"{what}_{side}", kind, f"{meaning}, {side}", low=0, nullable=what in ("deaths", "outcome"))  # type: ignore[arg-type]
            for side in ("origin", "target")
            for what, kind, meaning in (
                ("side", "int", "side 1 or 2"),
                ("initiator", "int", "1: began the fighting"),
                ("outcome", "int", "1 won, 2 lost, 3 compromise, 4 other war, 5 goes on, 6 stalemate, 8 changed sides"),
                ("deaths", "int", "deaths in battle of the state in the whole war"),
            )
        ),
    ),
    keys=("war", "origin", "target", "year", "resumed"),
    envelopes={"v4.0": Envelope((960, 966), (1823, 2003))},
)
WARS = Table("interstate", (*RECORD_COLUMNS, *INTERSTATE.columns), ("id",), {"v4.0": Envelope((95, 95))})
CIVIL = Table("intrastate", (*RECORD_COLUMNS, *INTRASTATE.columns), ("id",), {"v4.1": Envelope((306, 306))})


def read_interstate(paths: Mapping[str, Path]) -> Reading:
    """Read wars between states, by directed pair and year."""
    path = paths["interstate"]
    sided = {"sidea": "side", "initiator": "initiator", "outcome": "outcome", "batdeath": "deaths"}
    names = {"warnum": "war", "resume": "resumed"}
    names |= {f"{c}{i}": f"{to}_{side}" for c, to in sided.items() for i, side in ((1, "origin"), (2, "target"))}
    frame = read_parquet(path, ["ccode1", "ccode2", "year", *names], ["cowinterongoing", "cowinteronset"])
    frame = unique_keys(frame.rename(names), ["war", "ccode1", "ccode2", "year", "resumed"], path)
    for column, known in (("side_origin", (1, 2)), ("initiator_origin", (0, 1)), ("outcome_origin", INTER_OUTCOMES)):
        frame = closed(frame, column, known, path)
    frame = dyads.numbered(frame, path)
    deaths = ["deaths_origin", "deaths_target"]
    frame = frame.with_columns(*(pl.when(pl.col(c) != NOT_KNOWN).then(pl.col(c)).alias(c) for c in deaths))
    tables = {"pairs": dyads.once(frame, ["war", "year", "resumed"], path), "interstate": _interstate(frame)}
    return Reading(INTER, tables, dict.fromkeys(tables, (SPAN,)))


def _interstate(both: pl.DataFrame) -> pl.DataFrame:
    # A state's deaths stand once for each side on which it fought, in all its rows alike.
    one = both.select(
        "war",
        pl.when(pl.col("side_origin") == 1).then(pl.lit("a")).otherwise(pl.lit("b")).alias("side"),
        pl.col("origin").alias("number"),
        dyads.id_of("origin").alias("word"),
        pl.col("ccode1").alias("code"),
        pl.col("deaths_origin").alias("deaths"),
        pl.col("initiator_origin").alias("began"),
        "year",
    )
    sums = _sum_of(one.select("war", "side", "code", "deaths").unique(), "war", "deaths")
    whole = (
        one.sort("word")
        .group_by("war")
        .agg(
            pl.col("year").min().alias("first_year"),
            pl.col("year").max().alias("last_year"),
            pl.col("word").filter(pl.col("began") == 1).unique(maintain_order=True).str.join("; ").alias("initiators"),
        )
    )
    frame = whole.join(sums, on="war", validate="1:1").join(dyads.joined_sides(one, "war"), on="war", validate="1:1")
    blank = pl.col("initiators") == ""
    return _dated(frame, "interstate").with_columns(
        pl.when(~blank).then(pl.col("initiators")).alias("initiators"),
        pl.format("War {} between {} and {}, {}", "war", "origin", "target", _years()).alias("summary"),
    )


def _sum_of(parts: pl.DataFrame, key: str, column: str) -> pl.DataFrame:
    """Return the sum of a column by key, blank where one part is blank."""
    known = pl.col(column).null_count() == 0
    return parts.group_by(key).agg(pl.when(known).then(pl.col(column).sum().cast(pl.Float64)).alias(column))


def _dated(frame: pl.DataFrame, prefix: str) -> pl.DataFrame:
    return frame.with_columns(
        pl.format("{} {}", pl.lit(prefix), "war").alias("id"),
        pl.date("first_year", 1, 1).alias("date"),
        pl.lit("year").alias("date_precision"),
        pl.lit("war").alias("kind"),
    )


def _years() -> pl.Expr:
    first, last = pl.col("first_year").cast(pl.String), pl.col("last_year").cast(pl.String)
    return pl.when(first == last).then(first).otherwise(pl.concat_str(first, pl.lit("–"), last))


def read_intrastate(paths: Mapping[str, Path]) -> Reading:
    """Read wars within states, by participants and year."""
    path = paths["intrastate"]
    names = {"warnum": "war", "warname": "name", "wartype": "over", "intnl": "international"}
    used = [
        *names, "year", "ccodea", "sidea", "ccodeb", "sideb", "outcome", "sideadeaths", "sidebdeaths", "resume_combat",
    ]  # fmt: skip
    unused = ["cowintraonset", "cowintraongoing", "primary_state", "ongo2007"]
    frame = read_parquet(path, used, unused).rename(names)
    keys = ["war", "year", "ccodea", "sidea", "ccodeb", "sideb", "resume_combat"]
    frame = closed(unique_keys(frame, keys, path), "outcome", INTRA_OUTCOMES, path)
    no_state = [pl.when(pl.col(c) != NOT_APPLICABLE).then(pl.col(c)).alias(c) for c in ("ccodea", "ccodeb")]
    frame = dyads.numbered(frame.with_columns(no_state), path, ["ccodea", "ccodeb"], ["a", "b"])
    table = _intrastate(frame)
    return Reading(INTRA, {"intrastate": table}, {"intrastate": (SPAN,)})


def _intrastate(frame: pl.DataFrame) -> pl.DataFrame:
    parts = pl.concat(
        frame.select(
            "war",
            pl.lit(side).alias("side"),
            pl.col(side).alias("number"),
            dyads.id_of(side).fill_null(pl.col(f"side{side}")).alias("word"),
            pl.col(f"side{side}").alias("name"),
            pl.col(f"side{side}deaths").alias("deaths"),
        )
        for side in ("a", "b")
    ).filter(pl.col("name") != str(NOT_APPLICABLE))
    frame = frame.group_by("war").agg(
        pl.col("name", "over", "outcome").first(),
        pl.col("international").max() == 1,
        pl.col("year").min().alias("first_year"),
        pl.col("year").max().alias("last_year"),
    )
    single = parts.select("war", "side", "name", pl.when(pl.col("deaths") >= 0).then(pl.col("deaths"))).unique()
    for side in ("a", "b"):
        sums = _sum_of(single.filter(pl.col("side") == side), "war", "deaths").rename({"deaths": f"deaths_{side}"})
        frame = frame.join(sums, on="war", how="left", validate="1:1")
    frame = frame.join(dyads.joined_sides(parts, "war"), on="war", how="left", validate="1:1")
    return _dated(frame, "intrastate").with_columns(
        pl.col("outcome").replace_strict(INTRA_OUTCOMES, return_dtype=pl.String),
        pl.format("{}: {} against {}, {}", "name", "origin", "target", _years()).alias("summary"),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(PAIRS, WARS, CIVIL),
        editions=(
            Edition("wars between states 4.0", {"interstate": "**/wars_cow/cow_war_inter.parquet"}, read_interstate),
            Edition("wars within states 4.1", {"intrastate": "**/wars_cow/cow_war_intra.parquet"}, read_intrastate),
        ),
        offers=(
            dyads.offer(
                "wars.between_states",
                "At war with each other (Correlates of War)",
                dyads.at_all("pairs"),
                *INTERSTATE.caveats,
                dyads.NOT_MEMBERS,
                table="pairs",
                sector="conflict",
            ),
            Offer(INTERSTATE, ("interstate",), lambda tables: tables["interstate"]),
            Offer(INTRASTATE, ("intrastate",), lambda tables: tables["intrastate"]),
        ),
        ship=ship_nothing,
    ),
)
