"""Multinational Military Exercises: exercises of two or more states, 1980 to 2010, with who took part.

A date without a day is a month. An exercise is one record with all participants named; three numbers of the list stand
for two exercises each, which are two records. Participants in the list's words that are no states are kept as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity import states
from comity.errors import Failure, printable
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, Correction, ids_of, number_by_code, number_by_name, pl, read_parquet
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
    code="military_exercises",
    title="Multinational Military Exercises, v7, 1980-2010",
    publisher="Vito D'Orazio and Kevin Galambos",
    citation="D'Orazio, Vito and Kevin Galambos (2021), Multinational Military Exercises, 1980-2010, "
    "https://doi.org/10.7910/DVN/KHFODX",
    address="https://doi.org/10.7910/DVN/KHFODX",
    licence=Licence(
        name="not read; the copy comes from a package under GPL-3",
        words="The package troopdata, which holds the copy, is licensed GPL (>= 3); the terms on Harvard Dataverse "
        "could not be read.",
        address="https://doi.org/10.7910/DVN/KHFODX",
        ship="no",
    ),
)
RELEASE = Release("v7", date(2021, 12, 31), date(2026, 11, 23), "version 7, published in 2021; day not known")

UNKNOWN = "-9"
NATO = "NATO"
OTHERS = {
    UNKNOWN: "participants that the list does not name",
    NATO: "an alliance; kept under its own number",
    "Baltic States": "three states under one name",
}
CORRECTIONS = (
    Correction(817, "VNM", "the number of South Vietnam for Vietnam", first=1976),
    Correction(340, "YUG", "the Federal Republic of Yugoslavia under the number of Serbia", last=2002),
)
KINDS = {
    "CPX": "command post", "Air": "air", "Land": "land", "Sea": "sea", "Amphibious": "amphibious", "Cyber": "cyber",
    "Warfighting": "warfighting", "Peacekeeping": "peacekeeping", "Humanitarian": "humanitarian",
}  # fmt: skip
UNUSED = ("lat", "lon", "StartDate", "EndDate")

KIND = RecordKind(
    code="military.exercises",
    label="Multinational military exercises 1980–2010",
    sector="arms",
    columns=(
        Column("name", "text", "name of the exercise; blank where it has none", nullable=True),
        Column("series", "text", "series of exercises it belongs to", nullable=True),
        Column("location", "text", "where it took place, in the list's words"),
        Column("last_day", "date", "last day, or first day of the last month", nullable=True),
        Column("last_day_precision", "text", "how exactly the end is known", values=("day", "month")),
        Column("participants", "text", "participants in the list's words, joined by '; '"),
        Column("kinds", "text", "kinds of exercise, joined by '; '", nullable=True),
        Column("focus", "text", "what it was for, in the list's words"),
        Column("further", "text", "the list's remark on participants", nullable=True),
    ),
    caveats=(
        Caveat("The list is of 1980 to 2010; exercises before and after are not in it."),
        Caveat("Exercises are listed as the press told of them: some participants are not named."),
    ),
)
EXERCISES = Table(
    name="exercises",
    columns=(*RECORD_COLUMNS, *KIND.columns),
    keys=("id",),
    envelopes={"v7": Envelope((3_700, 3_900), cells=(({"id": "mme100"}, "date", date(1980, 5, 16)),))},
)


def _numbered(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Add the number of the state: by code, and by name where the list has no code (small states)."""
    frame = number_by_code(
        frame, "gwcode", "coded", path, system="gw", year="year", corrections=CORRECTIONS, outside="today"
    )
    uncoded = frame.with_columns(pl.when(pl.col("gwcode").is_null()).then(pl.col("country")).alias("uncoded"))
    frame = number_by_name(uncoded, "uncoded", "named", path, year="year", others=OTHERS)
    return frame.with_columns(pl.coalesce("coded", "named").alias("state"))


def _counted(frame: pl.DataFrame, path: Path) -> None:
    odd = frame.filter(pl.col("participant_count") != pl.len().over("MMEID"))
    if not odd.is_empty():
        row = odd.row(0, named=True)
        raise Failure(
            f"{path}:{row[LINE]}: the exercise {printable(row['MMEID'], 20)} has a row too few or too many, expected "
            f"{row['participant_count']}; the file is cut or altered"
        )


def _date(year: str, month: str, day: str) -> pl.Expr:
    known = pl.when(pl.col(day) != "xx").then(pl.col(day)).otherwise(pl.lit("1")).cast(pl.Int32)
    return pl.date(pl.col(year), pl.col(month), known)


def read(paths: Mapping[str, Path]) -> Reading:
    """Read version 7, one row for each exercise and participant, into one record for each exercise."""
    path = paths["exercises"]
    used = [
        "MMEID", "Ex_Name", "Series_Name", "gwcode", "country", "year", "Location", "s.year", "s.month", "s.day",
        "e.year", "e.month", "e.day", *KINDS, "FocusDescription", "AdditionalParticipantInfo",
        "participant_count",
    ]  # fmt: skip
    # A participant may have several rows in one exercise; the list's own count of rows tells whether one is too many.
    frame = read_parquet(path, used, UNUSED, repeats=True).with_columns(pl.col("year").cast(pl.Int32))
    _counted(frame, path)
    frame = _numbered(frame, path)
    nato = states.group(NATO).number
    text = ids_of("state", otherwise="country")
    frame = frame.with_columns(
        pl.when(pl.col("country") == UNKNOWN).then(pl.lit("not named")).otherwise(text).alias("who"),
        pl.when(pl.col("country") == NATO).then(pl.lit(nato, pl.Int16)).otherwise(pl.col("state")).alias("number"),
        pl.when(pl.col("country") == UNKNOWN).then(pl.lit("not named")).otherwise(pl.col("country")).alias("words"),
    )
    # A number used for two exercises is told apart by name, place and beginning.
    key = ["MMEID", "Ex_Name", "Location", "s.year", "s.month", "s.day"]
    first = [pl.col(c).first() for c in used if c not in key]
    grouped = frame.group_by(key, maintain_order=True).agg(
        *first,
        *(pl.col(c).unique(maintain_order=True) for c in ("who", "words")),
        pl.col("number").drop_nulls().unique(maintain_order=True).alias("parties"),
    )
    nth = pl.int_range(pl.len()).over("MMEID") + 1
    kinds = [pl.when(pl.col(c) == 1).then(pl.lit(word)) for c, word in KINDS.items()]
    name = pl.when(pl.col("Ex_Name") != UNKNOWN).then(pl.col("Ex_Name"))
    who = pl.col("who").list.join("; ")
    records = grouped.with_columns(
        pl.when(nth > 1).then(pl.format("{}-{}", "MMEID", nth)).otherwise(pl.col("MMEID")).alias("id"),
        _date("s.year", "s.month", "s.day").alias("date"),
        pl.when(pl.col("s.day") == "xx").then(pl.lit("month")).otherwise(pl.lit("day")).alias("date_precision"),
        pl.lit("exercise").alias("kind"),
        who.alias("origin"),
        who.alias("target"),
        pl.concat_str(
            pl.lit("Military exercise "),
            pl.concat_str(name, pl.lit(" ")).fill_null(""),
            pl.lit("of "),
            pl.col("words").list.join(", "),
            pl.lit(" ("),
            pl.col("Location"),
            pl.lit(")"),
        ).alias("summary"),
        name.alias("name"),
        pl.col("Series_Name").alias("series"),
        pl.col("Location").alias("location"),
        _date("e.year", "e.month", "e.day").alias("last_day"),
        pl.when(pl.col("e.day") == "xx").then(pl.lit("month")).otherwise(pl.lit("day")).alias("last_day_precision"),
        pl.col("words").list.join("; ").alias("participants"),
        pl.concat_list(kinds).list.drop_nulls().list.join("; ").replace("", None).alias("kinds"),
        pl.col("FocusDescription").alias("focus"),
        pl.col("AdditionalParticipantInfo").alias("further"),
    )
    return Reading(RELEASE, {"exercises": records}, {"exercises": (Span(1980, 2010),)})


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(EXERCISES,),
        editions=(Edition("v7", {"exercises": "**/military_exercises/mme_v7_long_1980_2010.parquet"}, read),),
        offers=(Offer(KIND, ("exercises",), lambda tables: tables["exercises"]),),
        ship=ship_nothing,
    ),
)
