"""Comity's own chronology: events, sanctions acts, companies and who owns or lists them, each row with its source.

A list compiled later, Russia and Myanmar first: the number of rows in a year says as much about the search as about
the world. Two things are made here by rule. Acts of one issuer on one target become one *regime* (`_regimes`), so that
a count counts measures and not acts; rows of one stay of one person abroad become one *trip* (`trips`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity import states
from comity.errors import Failure, WrongUse, printable
from comity.sources import chronology_words as words
from comity.sources.chronology_trips import TRIPS_KIND, trips
from comity.sources.chronology_words import SOURCES
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_date, as_number, closed, pl, read_csv, unique_keys
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="chronology",
    title="Chronology of events, sanctions acts and companies, Russia and Myanmar first",
    publisher="Comity",
    citation="Comity, chronology of events, sanctions acts and companies, compiled on 23–24 November 2026; "
    "each row names its own source",
    address="",
    licence=Licence(
        name="facts compiled by the project",
        words="Facts, compiled by us; no text copied. May ship: yes, with the source columns.",
        address="",
        ship="yes",
    ),
    as_of="row date",
)
RELEASE = Release("2026-11-24", date(2026, 11, 24), date(2026, 11, 24), "compiled on 23 and 24 November 2026")

STATUSES = (*words.STATUSES.values(), words.END_SET)

SELECTION = Caveat(
    "A list compiled by hand, Russia and Myanmar first: what is not in it may have happened, and its rows a year "
    "measure the search as much as the events."
)
SAID = Caveat("A row of the kind 'statement' says that somebody said it, not that it is so.")
JUNTA = Caveat(
    "Myanmar here means the military government since 1 February 2021; the rival National Unity Government is written "
    "out.",
    ("MMR",),
    date(2021, 2, 1),
)
NO_END = Caveat(
    "'no end seen' means that the source shows no end, not that the measure is in force today; 'last seen in force' "
    "names the newest day on which a source shows it. The status is that of November 2026."
)
ACTS = Caveat(
    "Acts of one issuer on one target and of one kind are one measure, named in 'regime': count regimes, not acts."
)
RUMOURS = Caveat("Listings and owners were taken from pages, not from registers of companies or sanctions lists.")

EVENTS_KIND = RecordKind(
    code="diplomacy.events",
    label="Events: visits, meetings, statements, agreements, deliveries and others",
    sector="diplomacy",
    columns=(
        Column("participants", "text", "persons, with the office of the day, joined by '; '", nullable=True),
        Column("place", "text", "places, joined by '; '", nullable=True),
        Column("value", "float", "a number that the source gives", nullable=True),
        Column("unit", "text", "unit of that number", values=words.UNITS, nullable=True),
        *SOURCES,
    ),
    caveats=(SELECTION, SAID, JUNTA),
)
MEASURES_KIND = RecordKind(
    code="sanctions.measures",
    label="Sanctions acts, grouped into measures",
    sector="sanctions",
    columns=(
        Column("end_date", "date", "the day of the end, if the source shows one", nullable=True),
        Column("status", "text", "what is known of the end", values=STATUSES),
        Column("last_seen_in_force", "text", "newest day on which a source shows it in force", nullable=True),
        Column("legal_act", "text", "the act in its issuer's words", nullable=True),
        Column("regime", "text", "the measure to which the act belongs"),
        Column("regime_end", "date", "end of the measure: blank while one of its acts shows no end", nullable=True),
        Column("regime_status", "text", "what is known of the end of the measure", values=STATUSES),
        Column("first_act", "bool", "the act that begins the measure: counting these counts measures"),
        *SOURCES,
    ),
    caveats=(ACTS, NO_END, SELECTION),
    note="An act carries on the measure of the same issuer, target and kind while an earlier act has not ended before "
    "it; after an end it begins a new measure. A measure has ended when all its acts have. Rounds of listings under "
    "one freeze are acts of one measure. Acts of the kind 'other' each stand alone.",
)
ENTITIES_KIND = RecordKind(
    code="companies.entities",
    label="Companies, services and governments named in the chronology",
    sector="sanctions",
    columns=(
        Column("name", "text", "name"),
        Column("aliases", "text", "other names, joined by '; '", nullable=True),
        Column("ids", "text", "codes in other lists", nullable=True),
        Column("until", "text", "end of its existence, as exactly as known", nullable=True),
    ),
    caveats=(RUMOURS,),
    note="The date is that of the beginning, blank where it is not known.",
)
LINKS_KIND = RecordKind(
    code="companies.links",
    label="Who owns, serves or succeeds whom, and who is listed by whom",
    sector="sanctions",
    columns=(
        Column("subject", "text", "the entity's id in companies.entities"),
        Column("object", "text", "the other entity's id"),
        Column("until", "text", "end of the tie, as exactly as known", nullable=True),
        Column("note", "text", "remark", nullable=True),
        *(c for c in SOURCES if c.name != "second_source_url"),
    ),
    caveats=(RUMOURS, SELECTION),
    note="The date is that on which the tie began, blank where the source does not say; the page's own date is in "
    "source_date.",
)

EVENTS = Table(
    "events",
    (*RECORD_COLUMNS, *EVENTS_KIND.columns),
    ("id",),
    {RELEASE.stamp: Envelope((205, 400), cells=(({"id": "2022-09-07-RUS-MMR-1"}, "place", "Vladivostok"),))},
)
MEASURES = Table(
    "measures",
    (*RECORD_COLUMNS, *MEASURES_KIND.columns),
    ("id",),
    {
        RELEASE.stamp: Envelope(
            (90, 200),
            cells=(({"id": "EU-MMR-2013-arms_embargo-1"}, "regime", "EU on MMR: arms embargo, first act 1990"),),
        )
    },
)
ENTITIES = Table("entities", (*RECORD_COLUMNS, *ENTITIES_KIND.columns), ("id",), {RELEASE.stamp: Envelope((38, 100))})
LINKS = Table("links", (*RECORD_COLUMNS, *LINKS_KIND.columns), ("id",), {RELEASE.stamp: Envelope((55, 150))})

TRIPS = Table("trips", (*RECORD_COLUMNS, *TRIPS_KIND.columns), ("id",), {RELEASE.stamp: Envelope((20, 100))})

PRECISIONS = {"day": 10, "month": 7, "year": 4}


def _who(text: str, path: Path, line: int) -> tuple[str, list[int]]:
    """Return actors as ids, group codes or names, and the numbers of the states and groups that they are or serve."""
    said, numbers = [], []
    for word in text.split(";"):
        code = words.CODES.get(word, word)
        group = next((g for g in states.groups() if g.code == code), None)
        try:
            if code in words.ORGANISATIONS:
                home = words.ORGANISATIONS[code]
                numbers += [] if home is None else [states.state(home).number]
            else:
                numbers.append(group.number if group else states.state(code).number)
        except WrongUse as e:
            raise Failure(
                f"{path}:{line}: {printable(word, 40)!r} is no state, group or organisation that is known; "
                "expected ids such as MMR, codes such as EU, joined by ';'"
            ) from e
        said.append(code)
    return "; ".join(said), numbers


def _acting(frame: pl.DataFrame, actor: str, target: str, path: Path) -> pl.DataFrame:
    """Add origin, target and parties; a party that stands on both sides is counted once."""
    rows = zip(frame[actor], frame[target], frame[LINE], strict=True)
    by = [(_who(a, path, line), _who(t, path, line)) for a, t, line in rows]
    return frame.with_columns(
        pl.Series("origin", [a[0] for a, _ in by], dtype=pl.String),
        pl.Series("target", [t[0] for _, t in by], dtype=pl.String),
        pl.Series("parties", [list(dict.fromkeys(a[1] + t[1])) for a, t in by], dtype=pl.List(pl.Int16)),
    )


def _precise(frame: pl.DataFrame, precision: str, path: Path) -> pl.DataFrame:
    """Refuse a filler day that is not the first of its month or year: it would look like knowledge."""
    closed(frame, precision, PRECISIONS, path)
    month, day = pl.col("date").dt.month(), pl.col("date").dt.day()
    odd = frame.filter(
        pl.col("date").is_null()
        | ((pl.col(precision) != "day") & (day != 1))
        | ((pl.col(precision) == "year") & (month != 1))
    )
    if not odd.is_empty():
        row = odd.row(0, named=True)
        raise Failure(
            f"{path}:{row[LINE]}: the date {row['date']} is said to be known to the {row[precision]}; "
            "expected the first day of it"
        )
    return frame


def _sourced(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Check the source of each row, and say in the summary that a row is not verified."""
    closed(frame, "verified", ("yes", "no"), path)
    dated = r"^(\d{4}(-\d{2}){0,2}|undated|)$"
    bare = (pl.col("verified") == "yes") & ~pl.col("source_url").str.starts_with("http")
    for odd, wrong in (
        (frame.filter(bare), "is called verified but has no address of a source"),
        (frame.filter(~pl.col("source_date").str.contains(dated)), "has a source_date that is no day, month or year"),
    ):
        if not odd.is_empty():
            raise Failure(f"{path}:{odd[LINE][0]}: the row {printable(odd['id'][0], 60)!r} {wrong}")
    return frame.with_columns(
        pl.col("verified") == "yes",
        pl.when(pl.col("verified") == "yes")
        .then(pl.col("summary"))
        .otherwise(pl.col("summary") + " (not verified)")
        .alias("summary"),
    )


def _blank(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).replace("", None))


def _spaced(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(";", "; ", literal=True)


def _events(path: Path) -> pl.DataFrame:
    used = ["id", "date", "date_precision", "type", "actor", "target", "participants", "place", "summary", "value"]
    frame = read_csv(path, [*used, "unit", *(c.name for c in SOURCES)])
    frame = unique_keys(_precise(as_date(frame, ["date"], path), "date_precision", path), ["id"], path)
    frame = as_number(frame, ["value"], path).with_columns(pl.col("type").str.replace_all("_", " ").alias("kind"))
    closed(frame, "kind", words.EVENT_KINDS, path)
    closed(frame, "unit", ("", *words.UNITS), path)
    frame = _acting(frame.rename({"target": "whom"}), "actor", "whom", path)
    return _blank(_sourced(frame, path).with_columns(_spaced("participants"), _spaced("place")))


def _measures(path: Path) -> pl.DataFrame:
    used = ["id", "issuer", "target", "measure_type", "start_date", "start_precision", "end_date", "status"]
    frame = read_csv(path, [*used, "last_seen_in_force", "legal_act", "summary", *(c.name for c in SOURCES)])
    frame = unique_keys(frame, ["id"], path).rename(
        {"target": "whom", "measure_type": "kind", "start_date": "date", "start_precision": "date_precision"}
    )
    frame = _precise(as_date(frame, ["date", "end_date"], path), "date_precision", path)
    closed(frame, "kind", words.MEASURE_KINDS, path)
    closed(frame, "status", words.STATUSES, path)
    odd = frame.filter(
        (pl.col("end_date") < pl.col("date")) | (pl.col("end_date").is_null() & (pl.col("status") == "ended"))
    )
    if not odd.is_empty():
        raise Failure(f"{path}:{odd[LINE][0]}: {odd['id'][0]!r} ended on {odd['end_date'][0]}, begun {odd['date'][0]}")
    frame = _acting(frame, "issuer", "whom", path).with_columns(
        pl.when(pl.col("end_date") > RELEASE.retrieved)
        .then(pl.lit(words.END_SET))
        .otherwise(pl.col("status").replace_strict(words.STATUSES))
        .alias("status")
    )
    return _blank(_sourced(_ends(_regimes(frame)), path))


def _regimes(frame: pl.DataFrame) -> pl.DataFrame:
    """Name the measure of each act: issuer, target, kind, and the day of the first act that the list has.

    An act carries on the measure of the same issuer, target and kind unless every earlier act had ended before it.
    """
    frame = frame.sort("origin", "target", "kind", "date", "id")
    regimes: list[str] = []
    firsts: list[bool] = []
    before: tuple[str, str, str] | None = None
    last = date.min
    for row in frame.iter_rows(named=True):
        same = (row["origin"], row["target"], row["kind"])
        first = row["kind"] == "other" or same != before or row["date"] > last
        since = row["date"].isoformat()[: PRECISIONS[row["date_precision"]]]
        regimes.append(f"{same[0]} on {same[1]}: {same[2]}, first act {since}" if first else regimes[-1])
        firsts.append(first)
        last = max(row["end_date"] or date.max, date.min if first else last)
        before = same
    return frame.with_columns(pl.Series("regime", regimes, dtype=pl.String), pl.Series("first_act", firsts))


def _ends(frame: pl.DataFrame) -> pl.DataFrame:
    """Say when a measure ended: with the last of its acts, and not while one of them shows no end.

    The newest act need not be the one in force: the prolongation of 2019 of an embargo of 1990 lapsed, the embargo
    did not.
    """
    open_ended = pl.col("end_date").is_null().any().over("regime")
    told = pl.lit("ended")
    for status in (words.END_SET, "end not known", "no end seen"):
        told = pl.when((pl.col("status") == status).any().over("regime")).then(pl.lit(status)).otherwise(told)
    end = pl.when(~open_ended).then(pl.col("end_date").max().over("regime"))
    return frame.with_columns(end.alias("regime_end"), told.alias("regime_status"))


def _begun(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Split "2007" and "2020-12" into a first day and its precision; blank stays unknown."""
    text = pl.col("from")
    frame = frame.with_columns(
        text.str.len_chars()
        .replace_strict({n: name for name, n in PRECISIONS.items()}, default=None, return_dtype=pl.String)
        .alias("date_precision"),
        pl.when(text != "")
        .then(text + pl.lit("-01-01").str.slice(text.str.len_chars() - 4))
        .otherwise(text)
        .alias("date"),
    )
    return as_date(frame, ["date"], path)


def _entities(path: Path) -> pl.DataFrame:
    frame = read_csv(path, ["id", "name", "aliases", "kind", "state", "ids", "from", "to"])
    frame = _begun(closed(unique_keys(frame, ["id"], path), "kind", words.ENTITY_KINDS, path), path)
    frame = _acting(frame, "state", "state", path).with_columns(
        _spaced("aliases"),
        pl.col("to").alias("until"),
        pl.when(pl.col("kind").eq("state") | pl.col("id").eq(pl.col("state")))
        .then(pl.col("state"))
        .otherwise(pl.col("name"))
        .alias("target"),
        pl.format("{}: {}", "name", "kind").alias("summary"),
    )
    return _blank(frame)


def _links(path: Path, entities: pl.DataFrame) -> pl.DataFrame:
    used = ["id", "subject", "relation", "object", "from", "to", "note"]
    frame = read_csv(path, [*used, *(c.name for c in SOURCES if c.name != "second_source_url")])
    frame = _begun(closed(unique_keys(frame, ["id"], path), "relation", words.RELATIONS, path), path)
    numbers = entities.select("id", "target", "parties")
    for side in ("subject", "object"):
        closed(frame, side, entities["id"].to_list(), path)
        known = numbers.rename({"id": side, "target": f"{side}_name", "parties": f"{side}_parties"})
        frame = frame.join(known, on=side, how="left", validate="m:1", maintain_order="left")
    turned = pl.col("relation").replace_strict({k: t for k, (_, t) in words.RELATIONS.items()})
    frame = frame.with_columns(
        pl.col("relation").replace_strict({k: said for k, (said, _) in words.RELATIONS.items()}).alias("kind"),
        pl.when(turned).then("object_name").otherwise("subject_name").alias("origin"),
        pl.when(turned).then("subject_name").otherwise("object_name").alias("target"),
        pl.concat_list("subject_parties", "object_parties").list.unique(maintain_order=True).alias("parties"),
        pl.col("to").alias("until"),
    )
    remark = pl.when(pl.col("note") != "").then(pl.format(": {}", "note")).otherwise(pl.lit(""))
    since = pl.when(pl.col("from") != "").then(pl.format(" since {}", "from")).otherwise(pl.lit(""))
    frame = frame.with_columns(pl.format("{} {} {}{}{}", "origin", "kind", "target", since, remark).alias("summary"))
    return _blank(_sourced(frame, path))


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the four tables and make the trips."""
    events, entities = _events(paths["events"]), _entities(paths["entities"])
    tables = {
        "events": events,
        "measures": _measures(paths["measures"]),
        "entities": entities,
        "links": _links(paths["links"], entities),
        "trips": trips(events, paths["events"]),
    }
    # Searched for with care: Russia and Myanmar from 2018; sanctions on Myanmar. Elsewhere the list holds single rows.
    pair = Span(2018, 2025, ("MMR", "RUS"), ("MMR", "RUS"))
    coverage = dict.fromkeys(tables, (pair,))
    return Reading(RELEASE, tables, {**coverage, "measures": (Span(1990, 2023, None, ("MMR",)),)})


FILES = {
    "events": "**/chronology/events.csv",
    "measures": "**/chronology/sanctions_measures.csv",
    "entities": "**/chronology/entities.csv",
    "links": "**/chronology/entity_links.csv",
}
PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(EVENTS, MEASURES, ENTITIES, LINKS, TRIPS),
        editions=(Edition("chronology of November 2026", FILES, read),),
        offers=(
            Offer(EVENTS_KIND, ("events",), lambda tables: tables["events"]),
            Offer(TRIPS_KIND, ("trips",), lambda tables: tables["trips"]),
            Offer(MEASURES_KIND, ("measures",), lambda tables: tables["measures"]),
            Offer(ENTITIES_KIND, ("entities",), lambda tables: tables["entities"]),
            Offer(LINKS_KIND, ("links",), lambda tables: tables["links"]),
        ),
    ),
)
