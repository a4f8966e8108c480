"""Correlates of War: which states were members of the international system, and which were major powers.

The list ends on 31 December 2016; a spell that reaches this day had not ended. A number is a series over several states
(365: Russia, the Soviet Union, Russia), so each spell is divided on the day on which one followed the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, pl, read_parquet
from comity.sources.spells import by_year, divided
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="cow_system",
    title="Correlates of War: State System Membership and Major Powers",
    publisher="Correlates of War Project",
    citation="Correlates of War Project (2017), State System Membership List, v2016, "
    "https://correlatesofwar.org/data-sets/state-system-membership/",
    address="https://correlatesofwar.org/data-sets/state-system-membership/",
    licence=Licence(
        name="Correlates of War terms",
        words="free to use with citation; the spells, numbers and names of states are cited here as facts",
        address="https://correlatesofwar.org/data-sets/",
        ship="yes",
    ),
    as_of="does not apply",
)
RELEASE = Release("v2016", date(2017, 2, 28), date(2026, 11, 23), "published in February 2017, day not known")
SPAN = Span(1816, 2016)

SPELL = (
    Column("state", "state", "the state"),
    Column("number", "int", "number of Correlates of War", low=2, high=999),
    Column("start", "date", "first day"),
    Column("end", "date", "last day, or 31 December 2016 where the spell goes on"),
)
SPELLS = Table(
    name="spells",
    columns=(
        *SPELL,
        Column("abbreviation", "text", "letters of Correlates of War"),
        Column("name", "text", "name in Correlates of War"),
    ),
    keys=("state", "number", "start"),
    envelopes={
        "v2016": Envelope(
            (243, 260),
            cells=(
                ({"state": "MMR", "number": 775}, "start", date(1948, 1, 4)),
                ({"state": "SUN", "number": 365}, "start", date(1922, 12, 30)),
            ),
        )
    },
)
MAJORS = Table(
    name="major_powers",
    columns=SPELL,
    keys=("state", "number", "start"),
    envelopes={"v2016": Envelope((14, 16), cells=(({"state": "CHN", "number": 710}, "start", date(1950, 1, 1)),))},
)
YEAR = (Column("state", "state", "the state"), Column("year", "int", "year", low=1816, high=2100))
MEMBERSHIP = Table("membership", YEAR, ("state", "year"), {"v2016": Envelope((15_900, 16_100), (1816, 2016))})
MAJOR_YEARS = Table("major_power_years", YEAR, ("state", "year"), {"v2016": Envelope((900, 1_200), (1816, 2016))})

DAYS = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")

LIMITS = Caveat(
    "The list of Correlates of War ends in 2016 and leaves out small states before they joined the League of Nations "
    "or the United Nations."
)
GIVEN = Caveat("Major powers are named by the judgement of the project's scholars; after 1991 they are seven.")


def _spells(path: Path, more: Mapping[str, str]) -> pl.DataFrame:
    names = {"ccode": "number", **more}
    frame = read_parquet(path, [*names, *DAYS], ["version"]).rename(names)
    frame = _day(_day(frame, "start", "st", path), "end", "end", path)
    frame = frame.select(LINE, pl.col("number").cast(pl.Int32), "start", "end", *more.values())
    return divided(frame, "cow", path)


def _day(frame: pl.DataFrame, column: str, stem: str, path: Path) -> pl.DataFrame:
    year, month, day = (pl.col(f"{stem}{part}").cast(pl.Int32).cast(pl.String) for part in ("year", "month", "day"))
    text = pl.concat_str(year, month.str.zfill(2), day.str.zfill(2), separator="-")
    frame = frame.with_columns(text.str.to_date("%Y-%m-%d", strict=False).alias(column))
    odd = frame.filter(pl.col(column).is_null())
    if not odd.is_empty():
        raise Failure(f"{path}:{odd[LINE][0]}: the columns '{stem}year', '{stem}month' and '{stem}day' are no day")
    return frame


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the list of members and that of major powers as kept in Parquet."""
    members = _spells(paths["members"], {"stateabb": "abbreviation", "statenme": "name"})
    majors = _spells(paths["majors"], {})
    tables = {
        "spells": members,
        "membership": by_year(members),
        "major_powers": majors,
        "major_power_years": by_year(majors),
    }
    return Reading(RELEASE, tables, dict.fromkeys(tables, (SPAN,)))


def _one(table: str) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        return tables[table].select("state", "year", value=nw.lit(1.0), status=nw.lit("reported"))

    member = table == "membership"
    return Offer(
        Definition(
            code="system.membership_cow" if member else "system.major_power_cow",
            label="Member of the state system (Correlates of War)" if member else "Major power (Correlates of War)",
            unit="1 = on any day of the year",
            grain="state-year",
            kind="index",
            sector="system",
            absent="true zero",
            adds_over_time=False,
            adds_over_states=True,
            caveats=(LIMITS,) if member else (GIVEN,),
        ),
        (table,),
        values,
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(SPELLS, MEMBERSHIP, MAJORS, MAJOR_YEARS),
        editions=(
            Edition(
                "list of 2016",
                {
                    "members": "**/cow_states/cow_states.parquet",
                    "majors": "**/cow_states/cow_majors.parquet",
                },
                read_copy,
            ),
        ),
        offers=(_one("membership"), _one("major_power_years")),
    ),
)
