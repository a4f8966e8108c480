"""Internal Displacement Monitoring Centre: people displaced within their state by conflict, and displacement events.

The database has for each state the number of people at the end of the year; a blank is a state that was not counted, 0
one that was counted and had none. The updates are single, provisional events, some revised or withdrawn later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    LINE,
    as_date,
    as_number,
    claim_columns,
    closed,
    has_words,
    ids_of,
    number_by_code,
    pl,
    read_csv,
    read_json,
)
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
    code="idmc",
    title="Global Internal Displacement Database and Internal Displacement Updates",
    publisher="Internal Displacement Monitoring Centre",
    citation="Internal Displacement Monitoring Centre, Global Internal Displacement Database, "
    "https://www.internal-displacement.org/",
    address="https://www.internal-displacement.org/database/displacement-data/",
    licence=Licence(
        name="CC BY 3.0 IGO",
        words="CC BY 3.0 IGO",
        address="https://www.internal-displacement.org/terms-of-use/",
        ship="yes",
    ),
)

RETRIEVED = date(2026, 11, 23)
STOCK_COPY = Release(
    "2026-06-25", date(2026, 6, 25), RETRIEVED, "figures to 2025, as in UNHCR's package of 25 June 2026"
)
EVENTS_COPY = Release(
    "2024-11-20", date(2024, 11, 20), RETRIEVED, "updates on Myanmar, displacement from 8 April to 30 September 2024"
)
OTHERS = {
    "UNK": "sum of the world, or state not known",
    "UKN": "sum of the world, or state not known",
    "AB9": "Abyei, claimed by Sudan and South Sudan",
}
FIRST_BY_STATE = 2009  # before it only the sum of the world is given

STOCK = Caveat("A number of people at the end of the year (stock), not of those who were displaced in the year.")
CONFLICT = Caveat("Displaced by conflict and violence; displacement by disasters is not in it.")
ESTIMATE = Caveat("IDMC counts on its own and gets other figures than UNHCR, which counts those it protects or helps.")
KOSOVO = Caveat("Figures taken over from UNHCR's package count Serbia and Kosovo together.", ("SRB", "XKX"))
CUT = Caveat(
    "Of 2024 only displacement from 8 April to 30 September is at hand.",
    ("MMR",),
    date(2024, 1, 1),
    date(2024, 12, 31),
)
PROVISIONAL = Caveat(
    "Events are provisional and counted as movements: one person can be displaced more than once, so they do not add "
    "up to people, and figures marked 'Triangulation' are not to be added to the recommended ones."
)

STOCKS = Table(
    name="stocks",
    columns=(
        Column("code", "text", "code as published: ISO 3166, UNK the sum of the world or not known, AB9 Abyei"),
        Column("state", "state", "the state; blank for those that are no state", nullable=True),
        Column("year", "int", "at the end of this year", low=1990, high=2100),
        Column("people", "int", "people displaced within the state by conflict and violence", unit="persons", low=0),
    ),
    keys=("code", "year"),
    envelopes={
        STOCK_COPY.stamp: Envelope(
            (920, 960),
            (1990, 2025),
            tuple(
                ({"state": "MMR", "year": year}, "people", people)
                for year, people in (
                    (2020, 505_000),
                    (2021, 649_000),
                    (2022, 1_498_000),
                    (2023, 2_625_000),
                    (2024, 3_521_000),
                    (2025, 3_639_000),
                )
            ),
        )
    },
)
CAUSES = ("Conflict", "Disaster", "Other")
ROLES = ("Recommended figure", "Triangulation")
EVENTS_KIND = RecordKind(
    code="displacement.events",
    label="Displacement events within a state",
    sector="displacement",
    columns=(
        Column("until", "date", "last day of the displacement"),
        Column("displacements", "int", "movements of people", low=0),
        Column("hazard", "text", "kind of disaster", nullable=True),
        Column("role", "text", "whether IDMC recommends the figure", values=ROLES, nullable=True),
        Column("event", "text", "IDMC's name of the event"),
        Column("place", "text", "where", nullable=True),
        Column("reported_by", "text", "from whom IDMC has it", nullable=True),
        Column("address", "text", "address of the report", nullable=True),
    ),
    caveats=(PROVISIONAL, CUT),
    note="The date is the first day of the displacement.",
)
EVENTS = Table(
    name="events",
    columns=(*RECORD_COLUMNS, *EVENTS_KIND.columns),
    keys=("id",),
    envelopes={EVENTS_COPY.stamp: Envelope((186, 186))},
)


def _stocks(frame: pl.DataFrame, release: Release, path: Path) -> Reading:
    frame = number_by_code(frame, "code", "state", path, system="iso3", others=OTHERS)
    last: int = frame["year"].max()  # type: ignore[assignment]
    return Reading(release, {"stocks": frame}, {"stocks": (Span(FIRST_BY_STATE, last),)}, (release.note,))


def read_stocks(paths: Mapping[str, Path]) -> Reading:
    """Read the end-year stocks as kept in CSV."""
    path = paths["stocks"]
    names = {"year": "year", "coo_iso": "code", "total": "people"}
    frame = read_csv(path, [*names, "coa_iso"], ["coo_name", "coo", "coa_name", "coa"]).rename(names)
    frame = as_number(frame, ["year", "people"], path, "int")
    apart = frame.filter(pl.col("code") != pl.col("coa_iso"))
    if len(apart):
        raise Failure(f"{path}:{apart[LINE][0]}: origin and place differ, but all are displaced within their state")
    return _stocks(frame, STOCK_COPY, path)


def read_gidd(paths: Mapping[str, Path]) -> Reading:
    """Read the conflict part of the database as IDMC's programming interface gives it (JSON).

    `total_displacement` is null for a state that was not counted, 0 for one that had none.
    """
    path = paths["stocks"]
    answer = read_json(path)
    if not isinstance(answer, dict) or not {"last_updated", "results"} <= set(answer):
        raise Failure(f"{path}: no 'last_updated' and 'results'; save the answer of gidd/conflicts again")
    unused = ["country_name", "new_displacement", "new_displacement_rounded", "total_displacement_rounded"]
    frame = _items(path, answer["results"], {"iso3": "code", "year": "year", "total_displacement": "people"}, unused)
    frame = as_number(frame, ["year", "people"], path, "int").drop_nulls("people")
    stamped = as_date(pl.DataFrame({"day": [str(answer["last_updated"])]}), ["day"], path)["day"][0]
    if len(answer["results"]) != int(answer.get("count") or 0):
        raise Failure(
            f"{path}: {len(answer['results'])} of {answer.get('count')} rows; join the results of all pages in one file"
        )
    return _stocks(frame, Release(stamped.isoformat(), stamped, date.today(), "as answered"), path)


def _items(path: Path, items: Any, names: Mapping[str, str], unused: list[str]) -> pl.DataFrame:
    """Turn a JSON list of objects into text columns, null as blank, strictly."""
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise Failure(f"{path}: no list of rows; save the answer of IDMC's interface again")
    for item in items:
        claim_columns(path, list(item), list(names), unused)
    columns = {to: ["" if item[name] is None else str(item[name]) for item in items] for name, to in names.items()}
    return pl.DataFrame({**columns, LINE: range(1, len(items) + 1)}, schema_overrides={LINE: pl.Int64})


def _events(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Turn updates into records; the summary is made of plain fields, never of IDMC's ready text, which is HTML."""
    frame = as_number(frame, ["id", "displacements"], path, "int")
    frame = as_date(closed(frame, "kind", CAUSES, path), ["date", "until"], path)
    frame = number_by_code(frame, "code", "number", path, system="iso3", others=OTHERS)
    blanks = ("hazard", "role", "place", "reported_by", "address")
    count = pl.col("displacements").cast(pl.String)
    return frame.with_columns(
        *(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in blanks),
        pl.col("id").cast(pl.String),
        pl.lit("day").alias("date_precision"),
        pl.col("kind").str.to_lowercase(),
        ids_of("number", otherwise="code").alias("origin"),
        ids_of("number", otherwise="code").alias("target"),
        pl.format("{} displacements ({}): {}", count, pl.col("kind").str.to_lowercase(), "event").alias("summary"),
        pl.concat_list("number").list.drop_nulls().alias("parties"),
    )


def read_events(paths: Mapping[str, Path]) -> Reading:
    """Read the updates on Myanmar as exported from the Humanitarian Data Exchange in November 2024."""
    path = paths["events"]
    names = {
        "id": "id", "iso3": "code", "role": "role", "displacement_type": "kind", "figure": "displacements",
        "displacement_start_date": "date", "displacement_end_date": "until", "event_name": "event", "type": "hazard",
        "sources": "reported_by", "source_url": "address", "locations_name": "place",
    }  # fmt: skip
    unused = ["latitude", "longitude", "displacement_date", "year", "category", "subcategory", "description"]
    frame = closed(read_csv(path, list(names), unused).rename(names), "role", ROLES, path)
    span = (Span(2024, 2024, ("MMR",), ("MMR",)),)
    return Reading(EVENTS_COPY, {"events": _events(frame, path)}, {"events": span}, (EVENTS_COPY.note,))


def read_updates(paths: Mapping[str, Path]) -> Reading:
    """Read updates as IDMC's programming interface gives them (JSON)."""
    path = paths["events"]
    names = {
        "id": "id", "iso3": "code", "displacement_type": "kind", "figure": "displacements", "event_name": "event",
        "displacement_start_date": "date", "displacement_end_date": "until", "type": "hazard", "created_at": "created",
    }  # fmt: skip
    unused = [
        "country", "latitude", "longitude", "centroid", "qualifier", "displacement_date", "year", "event_start_date",
        "event_end_date", "category", "subcategory", "subtype", "standard_popup_text", "standard_info_text", "old_id",
        "role", "sources", "source_url", "locations_name", "locations_coordinates", "locations_accuracy",
        "locations_type", "displacement_occurred", "event_id", "event_codes", "event_code_types", "link",
    ]  # fmt: skip
    frame = _items(path, read_json(path), names, unused)
    # Days are given as the midnight of a place 11 to 13 hours ahead: 6 November 11:00 is 7 November in IDMC's own text.
    ahead = [
        pl.col(c).str.to_datetime("%Y-%m-%dT%H:%M:%S%.fZ", strict=False).dt.offset_by("13h").dt.strftime("%Y-%m-%d")
        .fill_null(pl.col(c)).alias(c)
        for c in ("date", "until")
    ]  # fmt: skip
    made = as_date(frame.with_columns(pl.col("created").str.slice(0, 10)), ["created"], path)
    last: date = made["created"].max()  # type: ignore[assignment]
    frame = frame.with_columns(*ahead, *(pl.lit("").alias(c) for c in ("role", "place", "reported_by", "address")))
    events = _events(frame, path)
    listed = tuple(sorted(set(events["origin"]) - set(OTHERS)))
    first, end = events["date"].min().year, events["until"].max().year  # type: ignore[union-attr]
    release = Release(last.isoformat(), last, date.today(), "provisional updates, up to the newest in the file")
    return Reading(release, {"events": events}, {"events": (Span(first, end, listed, listed),)}, (release.note,))


def _people(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["stocks"].filter(~nw.col("state").is_null(), nw.col("year") >= FIRST_BY_STATE)
    status = nw.when(nw.col("people") > 0).then(nw.lit("reported")).otherwise(nw.lit("true zero"))
    return rows.select("state", "year", value=nw.col("people").cast(nw.Float64), status=status)


IDPS = Definition(
    code="displacement.idps_idmc",
    label="People displaced within their state by conflict (IDMC)",
    unit="persons",
    grain="state-year",
    kind="stock",
    sector="displacement",
    absent="not known",
    adds_over_time=False,
    adds_over_states=True,
    caveats=(STOCK, CONFLICT, ESTIMATE, KOSOVO),
)

PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(STOCKS, EVENTS),
        editions=(
            Edition("stocks 1990–2025", {"stocks": "**/idmc/idmc_conflict_idp_stock_1990_2025.csv"}, read_stocks),
            Edition("updates on Myanmar 2024", {"events": "**/idmc/idu_myanmar_events_2024.csv"}, read_events),
            Edition(
                "database, conflict (programming interface, JSON)",
                {"stocks": "**/*.json"},
                read_gidd,
                has_words('"last_updated"', '"new_displacement_rounded"', '"country_name"', '"total_displacement"'),
            ),
            Edition(
                "displacement updates (programming interface, JSON)",
                {"events": "**/*.json"},
                read_updates,
                has_words('"displacement_start_date"', '"standard_popup_text"'),
            ),
        ),
        offers=(
            Offer(IDPS, ("stocks",), _people),
            Offer(EVENTS_KIND, ("events",), lambda tables: tables["events"]),
        ),
    ),
)
