"""Militarised disputes in the layout that Correlates of War and its revision by Gibler, Miller and Little share.

A pair may have several disputes in a year: the table of pairs keeps them all, each pair once, and the indicators take
the highest hostility of either side. Deaths are those of a state in the whole dispute and no figure of a pair, so that
they stand in the tables and are no indicator.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw

from comity.sources import dyads
from comity.sources.reading import closed, pl, read_parquet, unique_keys
from comity.vocabulary import RECORD_COLUMNS, Caveat, Column, Envelope, Offer, RecordKind, Relation, Table

if TYPE_CHECKING:
    import polars as pl

HOSTILITY = {1: "no militarised act", 2: "threat of force", 3: "display of force", 4: "use of force", 5: "war"}
OUTCOMES = {
    1: "victory of side A", 2: "victory of side B", 3: "side A yields", 4: "side B yields", 5: "stalemate",
    6: "compromise", 7: "seized people or goods released", 8: "unclear", 9: "goes over into a war", -9: None,
}  # fmt: skip
SETTLEMENTS = {1: "negotiated", 2: "imposed", 3: "none", 4: "unclear", -9: None}
FATALITIES = {
    0: "none", 1: "1–25", 2: "26–100", 3: "101–250", 4: "251–500", 5: "501–999", 6: "1,000 or more", -9: None,
}  # fmt: skip
NO_MONTH = 13  # one dispute of 1816–2010 has it, in a year with twelve months

SIDES = {"sidea": "side_a", "fatality": "fatality", "hostlev": "hostility", "orig": "from_start"}
_SCALE = "1 no militarised act, 2 threat, 3 display, 4 use of force, 5 war"

PAIR_COLUMNS = (
    Column("dispute", "int", "number of the dispute", low=1),
    *dyads.PAIR,
    Column("onset", "int", "1: the first year of the dispute between the two", low=0, high=1),
    Column("hostility", "int", f"the higher of both sides' hostility: {_SCALE}", low=1, high=5),
    *(
        Column(f"{what}_{side}", "int", f"{meaning}, {side}", low=0, high=high, nullable=what == "fatality")
        for side in ("origin", "target")
        for what, meaning, high in (
            ("side_a", "1: on side A, 0: on side B", 1),
            ("fatality", "level of the state's deaths in the whole dispute, 0–6, blank where not known", 6),
            ("hostility", f"highest hostility of the state: {_SCALE}", 5),
            ("from_start", "1: took part from the first day", 1),
        )
    ),
)
RECORD_OWN = (
    Column("dispute", "int", "number of the dispute", low=1),
    Column("first_year", "int", "first year", low=1816, high=2100),
    Column("last_year", "int", "last year of a pair that is in it, by the file of pairs", low=1816, high=2100),
    Column("hostility", "text", "highest hostility", values=tuple(HOSTILITY.values())),
    Column(
        "fatality", "text", "deaths of all states", nullable=True, values=tuple(v for v in FATALITIES.values() if v)
    ),
    Column("outcome", "text", "how it ended", nullable=True, values=tuple(v for v in OUTCOMES.values() if v)),
    Column("settlement", "text", "settlement", nullable=True, values=tuple(v for v in SETTLEMENTS.values() if v)),
    Column("reciprocated", "bool", "the other side answered with a militarised act"),
    Column("min_days", "int", "shortest duration that the dates allow", unit="days", low=0),
    Column("max_days", "int", "longest duration that the dates allow", unit="days", low=1),
)
HIGHEST = Caveat("A pair with several disputes in a year has the highest hostility; the records hold each dispute.")
ARMED = Caveat(
    "Threats, displays and uses of force between governments; a state that joined an ally's side is paired with every "
    "state on the other."
)


def tables(stamp: str, pairs: tuple[int, int], records: tuple[int, int], years: tuple[int, int]) -> tuple[Table, Table]:
    """Return the tables `pairs` and `disputes` of one release with their bounds."""
    return (
        Table("pairs", PAIR_COLUMNS, ("dispute", "origin", "target", "year"), {stamp: Envelope(pairs, years)}),
        Table("disputes", (*RECORD_COLUMNS, *RECORD_OWN), ("id",), {stamp: Envelope(records)}),
    )


def read(
    paths: Mapping[str, Path], prefix: str, ongoing: str, onset: str, unused: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return pairs by year, each once, and one record a dispute; `prefix` begins the records' ids."""
    path = paths["pairs"]
    used = ["dispnum", "ccode1", "ccode2", "year", onset, *(f"{c}{i}" for c in SIDES for i in (1, 2))]
    names = {"dispnum": "dispute", onset: "onset"}
    names |= {f"{c}{i}": f"{to}_{side}" for c, to in SIDES.items() for i, side in ((1, "origin"), (2, "target"))}
    frame = read_parquet(path, used, [ongoing, *unused]).rename(names)
    frame = unique_keys(frame, ["dispute", "ccode1", "ccode2", "year"], path)
    fatal = ["fatality_origin", "fatality_target"]
    for column in fatal:
        frame = closed(frame, column, FATALITIES, path)
    # Canada is at war before it is a member of the state system (1918, 1919).
    frame = dyads.numbered(frame, path, outside="today")
    frame = frame.with_columns(
        pl.max_horizontal("hostility_origin", "hostility_target").alias("hostility"),
        *(pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in fatal),
    )
    return dyads.once(frame, ["dispute", "year"], path), _records(frame, paths["disputes"], prefix)


def _records(both: pl.DataFrame, path: Path, prefix: str) -> pl.DataFrame:
    names = {
        "dispnum": "dispute", "styear": "first_year", "stmon": "month", "outcome": "outcome", "settle": "settlement",
        "fatality": "fatality", "hostlev": "hostility", "recip": "reciprocated", "mindur": "min_days",
        "maxdur": "max_days",
    }  # fmt: skip
    frame = read_parquet(path, list(names), ["hiact"]).rename(names)
    words: dict[str, Mapping[int, str | None]] = {
        "outcome": OUTCOMES, "settlement": SETTLEMENTS, "fatality": FATALITIES, "hostility": HOSTILITY,
    }  # fmt: skip
    frame = unique_keys(closed(frame, "month", range(1, NO_MONTH + 1), path), ["dispute"], path)
    for column, meaning in words.items():
        frame = closed(frame, column, meaning, path)
    frame = frame.with_columns(
        *(pl.col(c).replace_strict(m, return_dtype=pl.String) for c, m in words.items()),
        pl.col("reciprocated") == 1,
    )
    parts = both.select(
        "dispute",
        pl.when(pl.col("side_a_origin") == 1).then(pl.lit("a")).otherwise(pl.lit("b")).alias("side"),
        pl.col("origin").alias("number"),
        dyads.id_of("origin").alias("word"),
    )
    last = both.group_by("dispute").agg(pl.col("year").max().alias("last_year"))
    # A dispute without a pair in the other file has no sides then, and blank sides are refused.
    frame = frame.join(dyads.joined_sides(parts, "dispute"), on="dispute", how="left", validate="1:1")
    frame = frame.join(last, on="dispute", how="left", validate="1:1")
    dated = pl.col("month") < NO_MONTH
    return frame.with_columns(
        pl.format("{} {}", pl.lit(prefix), "dispute").alias("id"),
        pl.date("first_year", pl.when(dated).then(pl.col("month")).otherwise(1), 1).alias("date"),
        pl.when(dated).then(pl.lit("month")).otherwise(pl.lit("year")).alias("date_precision"),
        pl.lit("dispute").alias("kind"),
        pl.format(
            "Militarised dispute {}: {} against {}; {}, outcome: {}",
            "dispute", "origin", "target", "hostility", pl.col("outcome").fill_null("not known"),
        ).alias("summary"),
    )  # fmt: skip


def _levels(column: str) -> Callable[[Mapping[str, Relation]], Relation]:
    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables["pairs"].group_by("origin", "target", "year").agg(nw.col(column).max())
        value = nw.col(column).cast(nw.Float64)
        rows = rows.filter(value > 0)
        return rows.select("origin", "target", "year", value=value, status=nw.lit("reported"))

    return values


def offers(suffix: str, words: str, *caveats: Caveat) -> tuple[Offer, ...]:
    """Return the indicators (`disputes.<suffix>` …) and the records of one list of disputes."""

    def one(
        name: str, label: str, values: Callable[[Mapping[str, Relation]], Relation], unit: str, *own: Caveat
    ) -> Offer:
        return dyads.offer(
            f"disputes.{name}",
            f"{label} ({words})",
            values,
            ARMED,
            *own,
            dyads.NOT_MEMBERS,
            *caveats,
            table="pairs",
            sector="conflict",
            unit=unit,
            note=f"{_SCALE}; 0: no dispute" if unit == "level 0–5" else "",
        )

    return (
        one(suffix, "Militarised dispute between two states", dyads.at_all("pairs"), "1 = yes"),
        one(f"hostility_{suffix}", "Highest hostility in disputes", _levels("hostility"), "level 0–5", HIGHEST),
        one(f"onset_{suffix}", "A militarised dispute begins", _levels("onset"), "1 = yes"),
        Offer(
            RecordKind(
                code=f"disputes.list_{suffix}",
                label=f"Militarised disputes ({words})",
                sector="conflict",
                columns=RECORD_OWN,
                caveats=(ARMED, *caveats),
                note="The first side is the one that Correlates of War calls side A, which acted first.",
            ),
            ("disputes",),
            lambda tables: tables["disputes"],
        ),
    )
