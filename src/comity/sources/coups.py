"""Coups: the Cline Center's Coup d'État Project and Colpus, two lists of different reach.

Cline has coups that came about, attempts and conspiracies; Colpus has coups that succeeded or failed, mostly military.
They count differently and are two lists here, side by side and never added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import (
    Correction,
    as_date,
    as_number,
    closed,
    ids_of,
    number_by_code,
    pl,
    read_csv,
)
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

UNREAD = "No licence words in the copy; the terms on the publisher's page could not be read."
CLINE = Dataset(
    code="coups_cline",
    title="Coup d'État Project, v2.1.2",
    publisher="Cline Center for Advanced Social Research",
    citation="Peyton, Buddy, et al., Cline Center Coup d'État Project Dataset, v2.1.2, "
    "https://doi.org/10.13012/B2IDB-9651987_V6",
    address="https://doi.org/10.13012/B2IDB-9651987_V6",
    licence=Licence(
        name="not read", words=UNREAD, address="https://databank.illinois.edu/datasets/IDB-3143201", ship="no"
    ),
)
COLPUS = Dataset(
    code="coups_colpus",
    title="Colpus: coups and their types",
    publisher="John J. Chin, David B. Carter and Joseph G. Wright",
    citation="Chin, John J., David B. Carter and Joseph G. Wright (2021), The Varieties of Coups D'état: Introducing "
    "the Colpus Dataset, International Studies Quarterly 65(4)",
    address="https://www.johnjchin.com/colpus",
    licence=Licence(name="not read", words=UNREAD, address="https://www.johnjchin.com/colpus", ship="no"),
)
RETRIEVED = date(2026, 11, 23)
CLINE_RELEASE = Release("v2.1.2", date(2023, 12, 14), RETRIEVED, "at hand on this day; day of release not known")
COLPUS_RELEASE = Release("2023-08-25", date(2023, 8, 25), RETRIEVED, "at hand on this day; events to 2022")

EVENTS = {"coup": "coup", "attempted": "attempted coup", "conspiracy": "coup conspiracy"}
# Cline counts who acted; an event may have several.
ACTORS = {
    "military": "military", "dissident": "dissidents", "rebel": "rebels", "palace": "palace", "foreign": "foreign",
    "auto": "self-coup", "resign": "forced resignation", "popular": "popular revolt", "counter": "counter-coup",
    "other": "other",
}  # fmt: skip
CLINE_UNUSED = (
    "unrealized", "conspiracy", "attempt", "noharm", "injured", "killed", "harrest", "jailed", "tried", "fled", "exile",
)  # fmt: skip
CLINE_CORRECTIONS = (
    Correction(340, "YUG", "the Federal Republic of Yugoslavia, under Serbia's number of another list", last=2002),
    Correction(393, "RUS", "no number of Correlates of War; the name says Russia"),
)

ENDS = Caveat("The list ends in 2022; it knows nothing of later coups.")
LISTS = Caveat("Cline and Colpus draw the line of a coup differently: an event may stand in one and not in the other.")
SELF = Column("country", "text", "the country in the publisher's words")
CLINE_KIND = RecordKind(
    code="coups.cline",
    label="Coups, attempts and conspiracies (Cline Center)",
    sector="regimes",
    columns=(
        SELF,
        Column("event", "text", "what it came to", values=tuple(EVENTS.values())),
        Column("realised", "bool", "whether power changed hands"),
        Column("types", "text", "kinds of coup, joined by '; '", nullable=True),
    ),
    caveats=(ENDS, LISTS),
)
COLPUS_KIND = RecordKind(
    code="coups.colpus",
    label="Coups that succeeded or failed (Colpus)",
    sector="regimes",
    columns=(
        SELF,
        Column("realised", "bool", "whether the coup succeeded"),
        Column("military", "bool", "whether it was a military coup"),
        Column("coding", "text", "type of the coup in the words of Colpus"),
        Column("ambiguous", "bool", "Colpus marks the event as ambiguous"),
        Column("staged", "bool", "Colpus marks the event as staged"),
    ),
    caveats=(ENDS, LISTS),
)
CLINE_EVENTS = Table(
    "events",
    (*RECORD_COLUMNS, *CLINE_KIND.columns),
    ("id",),
    {
        "v2.1.2": Envelope(
            (970, 1_100),
            cells=(
                ({"id": "cline-77502012021"}, "date", date(2021, 2, 1)),
                ({"id": "cline-77502012021"}, "realised", True),
            ),
        )
    },
)
COLPUS_EVENTS = Table(
    "events",
    (*RECORD_COLUMNS, *COLPUS_KIND.columns),
    ("id",),
    {
        "2023-08-25": Envelope(
            (590, 650),
            cells=(
                ({"id": "colpus-775-2021-2-1"}, "date", date(2021, 2, 1)),
                ({"id": "colpus-775-2021-2-1"}, "realised", True),
            ),
        )
    },
)


def _records(frame: pl.DataFrame, id_: str, kind: pl.Expr, said: pl.Expr) -> pl.DataFrame:
    """Add the columns of a record: a coup is of a state on itself."""
    text = ids_of("state", otherwise="country")
    return frame.with_columns(
        pl.format(id_ + "-{}", pl.col("id")).alias("id"),
        pl.lit("day").alias("date_precision"),
        kind.alias("kind"),
        text.alias("origin"),
        text.alias("target"),
        pl.concat_str(said, pl.lit(" in "), pl.col("country")).alias("summary"),
        pl.concat_list("state").alias("parties"),
    )


def read_cline(paths: Mapping[str, Path]) -> Reading:
    """Read the Cline Center's events, v2.1.2."""
    path = paths["events"]
    used = ["coup_id", "cowcode", "country", "year", "month", "day", "event_type", "realized", *ACTORS]
    frame = read_csv(path, used, CLINE_UNUSED).rename({"coup_id": "id"})
    frame = closed(as_number(frame, ["cowcode", "year"], path, "int"), "event_type", EVENTS, path)
    for column in ("realized", *ACTORS):
        closed(frame, column, ("0", "1"), path)
    frame = number_by_code(
        frame,
        "cowcode",
        "state",
        path,
        system="cow",
        year="year",
        corrections=CLINE_CORRECTIONS,
        outside="today",
    )
    day = pl.concat_str(pl.col("year"), *(pl.col(c).str.zfill(2) for c in ("month", "day")), separator="-")
    frame = as_date(frame.with_columns(day.alias("date")), ["date"], path)
    event = pl.col("event_type").replace_strict(EVENTS)
    kinds = [pl.when(pl.col(c) == "1").then(pl.lit(word)) for c, word in ACTORS.items()]
    frame = frame.with_columns(
        event.alias("event"),
        (pl.col("realized") == "1").alias("realised"),
        pl.concat_list(kinds).list.drop_nulls().list.join("; ").replace("", None).alias("types"),
    )
    said = pl.concat_str(
        pl.col("event").str.replace("^c", "C").str.replace("^a", "A"),
        pl.concat_str(pl.lit(" ("), pl.col("types"), pl.lit(")")).fill_null(""),
    )
    tables = {"events": _records(frame, "cline", pl.col("event"), said)}
    return Reading(CLINE_RELEASE, tables, {"events": (Span(1945, 2022),)})


COLPUS_UNUSED = (
    "gwf_casename", "coup", "nonmilcoup", "type", "type2", "cwc_coding2", "srofficial", "jrofficer", "sameeth",
    "anyethclaim", "coupleadereth", "relative", "relationship", "anyoutsidesupport", "outsidesupporters", "coder",
)  # fmt: skip


def read_colpus(paths: Mapping[str, Path]) -> Reading:
    """Read the master list of Colpus; 1 is a success and 2 a failure there."""
    path = paths["events"]
    used = ["id", "ccode", "date", "statenme", "year", "milcoup", "success", "cwc_coding", "ambiguous", "staged"]
    frame = read_csv(path, used, COLPUS_UNUSED).rename({"statenme": "country", "cwc_coding": "coding"})
    frame = as_date(as_number(frame, ["ccode", "year"], path, "int"), ["date"], path)
    closed(closed(frame, "success", ("1", "2"), path), "milcoup", ("Military Coup", "Non-Military Coup"), path)
    for flag in ("ambiguous", "staged"):
        closed(frame, flag, ("", "1.0"), path)
    frame = number_by_code(frame, "ccode", "state", path, system="cow", year="year", outside="today")
    frame = frame.with_columns(
        (pl.col("success") == "1").alias("realised"),
        (pl.col("milcoup") == "Military Coup").alias("military"),
        *((pl.col(flag) == "1.0").alias(flag) for flag in ("ambiguous", "staged")),
    )
    said = pl.concat_str(
        pl.col("coding").str.slice(0, 1).str.to_uppercase(),
        pl.col("coding").str.slice(1),
        pl.when("military").then(pl.lit(" (military)")).otherwise(pl.lit("")),
    )
    kind = pl.when("realised").then(pl.lit("coup")).otherwise(pl.lit("failed coup"))
    tables = {"events": _records(frame, "colpus", kind, said)}
    return Reading(COLPUS_RELEASE, tables, {"events": (Span(1946, 2022),)})


PUBLICATIONS = (
    Publication(
        dataset=CLINE,
        tables=(CLINE_EVENTS,),
        editions=(Edition("v2.1.2", {"events": "**/coups/cline_coup_v2_1_2.csv"}, read_cline),),
        offers=(Offer(CLINE_KIND, ("events",), lambda tables: tables["events"]),),
        ship=ship_nothing,
    ),
    Publication(
        dataset=COLPUS,
        tables=(COLPUS_EVENTS,),
        editions=(Edition("master list", {"events": "**/coups/colpus_master_coup_list.csv"}, read_colpus),),
        offers=(Offer(COLPUS_KIND, ("events",), lambda tables: tables["events"]),),
        ship=ship_nothing,
    ),
)
