"""Bailey, Strezhnev and Voeten: ideal points, where a state stands by its votes in the General Assembly.

A point is estimated from all votes of a regular session. The rule of the year: session n opens in September of the
year n + 1945 and its votes, most of them cast in the last months of that year, are counted under it, also those of the
spring that follows. Points of two releases come from two estimates and are no one series.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import number_by_code, pl, read_parquet
from comity.sources.un_library import HELD_BY_OTHERS
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
    code="un_ideal_points",
    title="Ideal point estimates from votes in the UN General Assembly",
    publisher="Michael A. Bailey, Anton Strezhnev and Erik Voeten",
    citation="Bailey, Michael A., Anton Strezhnev and Erik Voeten (2017), Estimating Dynamic State Preferences from "
    "United Nations Voting Data, Journal of Conflict Resolution 61(2): 430-456",
    address="https://doi.org/10.7910/DVN/LEJUQZ",
    licence=Licence(
        name="not read",
        words="No licence words in the copies; the terms on Harvard Dataverse could not be read.",
        address="https://doi.org/10.7910/DVN/LEJUQZ",
        ship="no",
    ),
)
RETRIEVED = date(2026, 11, 23)
JUNE_2024 = Release("2024-06", date(2024, 6, 30), RETRIEVED, "June 2024; day not known")
JULY_2025 = Release("2025-07", date(2025, 7, 31), RETRIEVED, "July 2025; day not known")
FIRST_SESSION_LESS_ONE = 1945


def _envelope(rows: int, last: int, russia: float, myanmar: float, year: int) -> Envelope:
    return Envelope(
        (rows, rows + 300),
        (1946, last),
        (
            ({"state": "RUS", "year": year}, "ideal_point", russia),
            ({"state": "MMR", "year": year}, "ideal_point", myanmar),
        ),
    )


POINTS = Table(
    name="points",
    columns=(
        Column("state", "state", "the state"),
        Column("year", "int", "year in which the session opened", low=1946, high=2100),
        Column("ideal_point", "float", "mean of the estimate; higher is nearer to the United States", low=-6, high=6),
        Column("low", "float", "5th percentile of the estimate", low=-8, high=8),
        Column("high", "float", "95th percentile of the estimate", low=-8, high=8),
        Column("votes", "int", "votes the estimate rests on", low=0, high=1_000),
    ),
    keys=("state", "year"),
    envelopes={
        "2024-06": _envelope(11_200, 2023, -0.5057471, -0.1591361, 2022),
        "2025-07": _envelope(11_200, 2023, -1.4137239, -0.2372314, 2022),
    },
)
LATENT = Caveat(
    "An ideal point is a place on a scale without unit, estimated from votes alone: it says how a state votes among "
    "others, not what it does or why, and has a margin of error."
)
SEATS = Caveat("The point is of whoever held the seat in the United Nations.")


def _read(
    path: Path, names: Mapping[str, str], unused: tuple[str, ...], release: Release, shift: int, last: int
) -> Reading:
    frame = read_parquet(path, list(names), unused).rename(dict(names))
    frame = frame.with_columns(
        (pl.col("year").cast(pl.Int32) + shift).alias("year"),
        pl.col("number").cast(pl.Int32),
        pl.col("ideal_point", "low", "high").cast(pl.Float64),
        pl.col("votes").cast(pl.Int32),
    )
    # The release of 2025 has rows with points of final passage votes only; they have none of all votes.
    blank = frame.filter(pl.col("ideal_point").is_null())
    frame = frame.filter(pl.col("ideal_point").is_not_null())
    frame = number_by_code(frame, "number", "state", path, system="cow", year="year", outside="today")
    notes = (f"{len(blank):,} rows without a point from all votes are left out",) if len(blank) else ()
    return Reading(release, {"points": frame}, {"points": (Span(1946, last),)}, notes)


def read_2024(paths: Mapping[str, Path]) -> Reading:
    """Read the release of June 2024, by session."""
    names = {
        "ccode": "number", "session": "year", "IdealPointAll": "ideal_point", "Q5%All": "low", "Q95%All": "high",
        "NVotesAll": "votes",
    }  # fmt: skip
    unused = (
        "QO%All", "Q10%All", "Q50%All", "Q90%All", "Q100%All", "iso3c", "Countryname", "USAgree", "RUSSAgree",
        "BrazilAgree", "ChinaAgree", "IndiaAgree", "IsraelAgree",
    )  # fmt: skip
    return _read(paths["points"], names, unused, JUNE_2024, FIRST_SESSION_LESS_ONE, 2023)


def read_2025(paths: Mapping[str, Path]) -> Reading:
    """Read the release of July 2025, by year; its last year has points of final passage votes only."""
    names = {
        "ccode": "number", "year": "year", "idealpointall": "ideal_point", "q5all": "low", "q95all": "high",
        "nvotesall": "votes",
    }  # fmt: skip
    unused = (
        "iso3c", "countryname", "idealpointfp", "idealpointlegacy", "nvotesfp", "qofp", "q5fp", "q10fp", "q50fp",
        "q90fp", "q95fp", "q100fp", "qoall", "q10all", "q50all", "q90all", "q100all", "nvotesLegacy",
    )  # fmt: skip
    return _read(paths["points"], names, unused, JULY_2025, 0, 2023)


def _points(tables: Mapping[str, Relation]) -> Relation:
    return tables["points"].select("state", "year", value=nw.col("ideal_point"), status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(POINTS,),
        editions=(
            Edition("June 2024", {"points": "**/un_ideal_points/ideal_points_all_june2024.parquet"}, read_2024),
            Edition("July 2025", {"points": "**/un_ideal_points/ideal_points_july2025.parquet"}, read_2025),
        ),
        offers=(
            Offer(
                Definition(
                    code="votes.ideal_point",
                    label="Ideal point by votes in the UN General Assembly",
                    unit="latent scale, mean 0",
                    grain="state-year",
                    kind="index",
                    sector="diplomacy",
                    absent="not known",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=(LATENT, SEATS, *HELD_BY_OTHERS),
                    note="Session n of the General Assembly is the year n + 1945.",
                ),
                ("points",),
                _points,
            ),
        ),
        ship=ship_nothing,
    ),
)
