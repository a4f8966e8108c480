"""Embassies on Wikidata: diplomatic missions and consulates of one state in another, on 16 November 2022.

Wikidata is written by volunteers, state by state: that a mission is not there says nothing. Most missions have no day
of opening and none has one of closing, so the snapshot is of its own day alone. An embassy that is also accredited to
other states is counted where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import closed, ids_of, number_by_name, pl, read_parquet, unique_keys
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="embassies",
    title="Embassies and consulates on Wikidata",
    publisher="Wikidata",
    citation="Wikidata, by way of the Database of Embassies, snapshot of 16 November 2022, "
    "https://database-of-embassies.github.io",
    address="https://www.wikidata.org/",
    licence=Licence(
        name="CC0",
        words="Powered by Wikidata; all structured data of Wikidata is available under the Creative Commons CC0 "
        "License",
        address="https://creativecommons.org/publicdomain/zero/1.0/",
        ship="yes",
    ),
)
DAY = date(2022, 11, 16)
RELEASE = Release("2022-11-16", DAY, date(2026, 11, 23), "snapshot of this day")

EMBASSY, CONSULATE, OTHER = "embassy", "consulate", "other"
# What each type of Wikidata is: an embassy or its like, a consulate, or another office.
TYPES = {
    "embassy": EMBASSY, "high commission": EMBASSY, "apostolic nunciature": EMBASSY,
    "British High Commission": EMBASSY, "Australian High Commission": EMBASSY,
    "Embassy of the United States": EMBASSY,
    "consulate general": CONSULATE, "honorary consulate": CONSULATE, "consulate": CONSULATE,
    "Consulate General of Sweden": CONSULATE, "consular office": CONSULATE, "Consular Agency": CONSULATE,
    "Consulate General of Belgium": CONSULATE, "consulates of Sweden": CONSULATE, "de facto consulate": CONSULATE,
    "assistant high commission": CONSULATE,
    "de facto embassy": OTHER, "Quebec Government Office": OTHER, "liaison office": OTHER,
    "Apostolic delegation": OTHER, "Interests Section": OTHER, "representative office": OTHER, "trade office": OTHER,
    "diplomatic mission of El Salvador": OTHER, "permanent mission": OTHER, "Taipei Representative Office": OTHER,
    "diplomatic mission": OTHER,
}  # fmt: skip
OTHERS = {
    "Central Tibetan Administration": "a government in exile",
    "European Parliament": "a body of the European Union",
    "Government of New Mexico": "part of a state",
    "Indigenous Australians": "a people",
    "Ministry of Foreign Affairs": "a ministry, of no state that is named",
    "Quebec": "part of a state",
    "Saxony": "part of a state",
    "Somaliland": "a region that few states recognise",
    "Sovereign Military Order of Malta": "an order without territory",
    "Nordic countries": "several states",
    "Portuguese colonization of the Americas": "no state of today",
}

INCOMPLETE = Caveat(
    "Wikidata is written by volunteers and uneven: a mission that is not there may exist, and one that is may have "
    "closed."
)
WHERE = Caveat("An embassy also accredited to other states is counted only in the state where it stands.")
KIND = RecordKind(
    code="diplomacy.missions_list",
    label="Embassies and consulates on Wikidata, 16 November 2022",
    sector="diplomacy",
    columns=(
        Column("sender", "text", "whose mission it is, in Wikidata's words"),
        Column("host", "text", "where it stands, in Wikidata's words"),
        Column(
            "class", "text", "embassy or its like, consulate, or another office", values=(EMBASSY, CONSULATE, OTHER)
        ),
        Column("type", "text", "type in Wikidata's words"),
        Column("city", "text", "city", nullable=True),
        Column("accredited_to", "text", "states and bodies it is accredited to, joined by '; '", nullable=True),
        Column("opened", "text", "beginning on Wikidata, as it stands there", nullable=True),
        Column("item", "text", "item of Wikidata"),
    ),
    caveats=(INCOMPLETE, WHERE),
    note="The date is the day of the snapshot, on which the mission stood on Wikidata, not that of its opening.",
)
MISSIONS = Table(
    "missions",
    (*RECORD_COLUMNS, *KIND.columns),
    ("id",),
    {
        "2022-11-16": Envelope(
            (9_840, 11_000),
            cells=(
                ({"item": "Q109981340"}, "city", "Yangon"),
                ({"item": "Q7783963"}, "city", "Moscow"),
                ({"item": "Q7783963"}, "origin", "MMR"),
            ),
        )
    },
)
COUNTS = Table(
    "counts",
    (
        Column("origin", "state", "whose embassies"),
        Column("target", "state", "where they stand"),
        Column("year", "int", "year of the snapshot", low=2022, high=2100),
        Column("embassies", "int", "embassies, high commissions and nunciatures", low=1, high=20),
    ),
    ("origin", "target", "year"),
    {
        "2022-11-16": Envelope(
            (7_000, 8_600),
            (2022, 2022),
            (
                ({"origin": "RUS", "target": "MMR", "year": 2022}, "embassies", 1),
                ({"origin": "MMR", "target": "RUS", "year": 2022}, "embassies", 1),
            ),
        )
    },
)


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the snapshot of 16 November 2022 and count the embassies by sender and host."""
    path = paths["missions"]
    names = {
        "operator": "sender", "country": "host", "type": "type", "city": "city", "jurisdictions": "accredited_to",
        "creation": "opened", "QID": "item",
    }  # fmt: skip
    unused = ["operatorQID", "countryQID", "latitude", "longitude"]
    frame = closed(read_parquet(path, list(names), unused).rename(names), "type", TYPES, path)
    frame = frame.with_columns(pl.lit(DAY.year, pl.Int32).alias("year"))
    frame = number_by_name(frame, "sender", "origin", path, year="year", others=OTHERS)
    frame = number_by_name(frame, "host", "target", path, year="year", others=OTHERS)
    # An item may have two senders (a shared embassy), each with a row.
    frame = unique_keys(frame, ["item", "sender", "host"], path).with_columns(
        pl.col("type").replace_strict(TYPES).alias("class")
    )
    counted = frame.filter(
        pl.col("class") == EMBASSY, pl.col("origin").is_not_null(), pl.col("target").is_not_null()
    ).filter(pl.col("origin") != pl.col("target"))
    counts = counted.group_by("origin", "target", "year").agg(pl.len().cast(pl.Int32).alias("embassies"))
    records = frame.with_columns(
        pl.concat_str("item", "sender", separator=" ").alias("id"),
        pl.lit(DAY).alias("date"),
        pl.lit("day").alias("date_precision"),
        pl.lit("mission").alias("kind"),
        ids_of("origin", otherwise="sender").alias("origin"),
        ids_of("target", otherwise="host").alias("target"),
        pl.concat_str(
            pl.col("type").str.slice(0, 1).str.to_uppercase(),
            pl.col("type").str.slice(1),
            pl.lit(" of "),
            pl.col("sender"),
            pl.lit(" in "),
            pl.col("host"),
            pl.concat_str(pl.lit(" ("), pl.col("city"), pl.lit(")")).fill_null(""),
        ).alias("summary"),
        pl.concat_list("origin", "target").list.drop_nulls().list.unique(maintain_order=True).alias("parties"),
        pl.col("accredited_to").str.replace_all("|", "; ", literal=True),
    )
    tables = {"missions": records, "counts": counts}
    return Reading(RELEASE, tables, dict.fromkeys(tables, (Span(DAY.year, DAY.year),)))


def _missions(tables: Mapping[str, Relation]) -> Relation:
    value = nw.col("embassies").cast(nw.Float64)
    return tables["counts"].select("origin", "target", "year", value=value, status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(MISSIONS, COUNTS),
        editions=(
            Edition(
                "snapshot of 16 November 2022",
                {"missions": "**/embassies_wikidata/embassies_2022_11_16.parquet"},
                read,
            ),
        ),
        offers=(
            Offer(
                Definition(
                    code="diplomacy.missions",
                    label="Embassies of one state in another (Wikidata)",
                    unit="embassies",
                    grain="directed-dyad-year",
                    kind="stock",
                    sector="diplomacy",
                    absent="not known",
                    adds_over_time=False,
                    adds_over_states=True,
                    caveats=(INCOMPLETE, WHERE),
                    note="On 16 November 2022.",
                ),
                ("counts",),
                _missions,
            ),
            Offer(KIND, ("missions",), lambda tables: tables["missions"]),
        ),
    ),
)
