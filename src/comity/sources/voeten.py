"""Erik Voeten: roll calls of the General Assembly to December 2019 with the issues that they are about.

Only the list of roll calls with its codes of issues is taken from here; votes are read from the United Nations' own
library. Six issues are coded; a roll call may have several or none, and one without is about something else. The
list also has votes on amendments and paragraphs and failed ones, which the library lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, as_date, closed, pl, read_parquet, unique_keys
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
    code="un_votes_voeten",
    title="Roll calls of the UN General Assembly with issue codes, 1946-2019",
    publisher="Erik Voeten",
    citation="Voeten, Erik (2013), Data and Analyses of Voting in the UN General Assembly, Routledge Handbook of "
    "International Organization; by way of the R package unvotes",
    address="https://doi.org/10.7910/DVN/LEJUQZ",
    licence=Licence(
        name="MIT for the package that holds the copy; the terms on Harvard Dataverse could not be read",
        words="MIT + file LICENSE",
        address="https://github.com/dgrtwo/unvotes",
        ship="part",
    ),
)
RELEASE = Release("2021-03", date(2021, 3, 8), date(2026, 11, 23), "package unvotes as of 8 March 2021")

ISSUES = {
    "me": "Palestinian conflict",
    "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament",
    "co": "Colonialism",
    "hr": "Human rights",
    "ec": "Economic development",
}
LONGEST = 120  # characters of a description that stands for a title
KIND = RecordKind(
    code="votes.issues",
    label="Roll calls of the General Assembly by issue (Voeten)",
    sector="diplomacy",
    columns=(
        Column("session", "int", "session of the General Assembly", low=1, high=100),
        Column("resolution", "text", "number of the resolution or the vote, as in the list", nullable=True),
        Column("issues", "text", "issues, joined by '; '; blank where none of the six is coded", nullable=True),
        Column(
            "important",
            "bool",
            "important to the US State Department (since 1983); blank where not coded",
            nullable=True,
        ),
        Column("amendment", "bool", "a vote on an amendment; blank where not coded", nullable=True),
        Column("paragraph", "bool", "a vote on a paragraph; blank where not coded", nullable=True),
        Column("title", "text", "short title", nullable=True),
        Column("description", "text", "description", nullable=True),
    ),
    caveats=(
        Caveat("The list ends with the votes of the 74th session held by January 2020."),
        Caveat(
            "Six issues are coded: a roll call may have several or none, so that counts by issue are not to be added."
        ),
    ),
    note="No state is a party to a record here: who voted how is told by the ballots.",
)
ROLL_CALLS = Table(
    "roll_calls",
    (*RECORD_COLUMNS, *KIND.columns),
    ("id",),
    {"2021-03": Envelope((6_200, 6_400), cells=(({"id": "voeten-3"}, "date", date(1946, 1, 1)),))},
)


CODES = Table(
    "codes",
    (
        Column("roll_call", "int", "number of the roll call", low=1),
        Column("issue", "text", "issue", values=tuple(ISSUES.values())),
    ),
    ("roll_call", "issue"),
    {"2021-03": Envelope((5_700, 6_000))},
)


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the roll calls and join the codes of issues by the number of the roll call."""
    calls_path, issues_path = paths["roll_calls"], paths["issues"]
    issues = read_parquet(issues_path, ["rcid", "short_name"], ["issue"])
    issues = unique_keys(closed(issues, "short_name", ISSUES, issues_path), ["rcid", "short_name"], issues_path)
    said = issues.sort("rcid", "short_name").with_columns(pl.col("short_name").replace_strict(ISSUES).alias("issues"))
    said = said.group_by("rcid").agg(pl.col("issues").str.join("; "))
    names = {
        "rcid": "rcid", "session": "session", "importantvote": "important", "date": "date", "unres": "resolution",
        "amend": "amendment", "para": "paragraph", "short": "title", "descr": "description",
    }  # fmt: skip
    frame = unique_keys(read_parquet(calls_path, list(names)).rename(names), ["rcid"], calls_path)
    strange = said.join(frame, on="rcid", how="anti")
    if not strange.is_empty():
        raise Failure(
            f"{issues_path}: no roll call {strange['rcid'].sort()[0]} in {calls_path.name}; are both of one day?"
        )
    frame = as_date(
        frame.join(said, on="rcid", how="left", validate="1:1", maintain_order="left"), ["date"], calls_path
    )
    for flag in ("important", "amendment", "paragraph"):
        frame = closed(frame.with_columns(pl.col(flag).cast(pl.String)), flag, ("0.0", "1.0"), calls_path)
    texts = ("resolution", "title", "description")
    frame = frame.with_columns(
        *((pl.col(flag) == "1.0").alias(flag) for flag in ("important", "amendment", "paragraph")),
        *(pl.when(pl.col(c).str.strip_chars() != "").then(pl.col(c).str.strip_chars()).alias(c) for c in texts),
    )
    shortened = pl.concat_str(pl.col("description").str.slice(0, LONGEST), pl.lit(" …"))
    title = pl.coalesce("title", shortened, pl.lit("no title"))
    records = frame.with_columns(
        pl.concat_str(pl.lit("voeten-"), "rcid").alias("id"),
        pl.lit("day").alias("date_precision"),
        pl.lit("roll call").alias("kind"),
        pl.lit("UN General Assembly").alias("origin"),
        pl.lit("all members").alias("target"),
        pl.concat_str(
            pl.lit("Roll call of session "),
            pl.col("session"),
            pl.lit(": "),
            title,
            pl.concat_str(pl.lit(" ["), pl.col("issues"), pl.lit("]")).fill_null(""),
        ).alias("summary"),
        pl.lit([], pl.List(pl.Int16)).alias("parties"),
    )
    codes = issues.select(
        LINE,
        pl.col("rcid").cast(pl.Int32).alias("roll_call"),
        pl.col("short_name").replace_strict(ISSUES).alias("issue"),
    )
    tables = {"roll_calls": records, "codes": codes}
    return Reading(RELEASE, tables, dict.fromkeys(tables, (Span(1946, 2019),)))


def ship(reading: Reading) -> Reading:
    """Ship the list with its issues; the descriptions, which repeat the resolutions at length, stay out."""
    bare = reading.tables["roll_calls"].with_columns(pl.lit(None, pl.String).alias("description"))
    return replace(reading, tables={**reading.tables, "roll_calls": bare})


FILES = {
    "roll_calls": "**/un_votes_voeten/un_roll_calls.parquet",
    "issues": "**/un_votes_voeten/un_roll_call_issues.parquet",
}
PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(ROLL_CALLS, CODES),
        editions=(Edition("roll calls to 2019", FILES, read),),
        offers=(Offer(KIND, ("roll_calls",), lambda tables: tables["roll_calls"]),),
        ship=ship,
    ),
)
