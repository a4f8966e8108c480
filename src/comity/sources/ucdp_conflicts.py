"""Armed conflicts within states by year (UCDP/PRIO, 1946–2024) and their onsets (UCDP Onset Dataset, 1946–2017).

A conflict counts for the state whose government is its first side; states with troops beside it do not have it. The
onset file lists a state in every year in which it was independent, but not the small states: of these it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Reading
from comity.sources.reading import closed, number_by_code, pl, read_parquet, unique_keys
from comity.sources.ucdp_offers import CORRECTIONS, REVISED
from comity.vocabulary import Caveat, Column, Definition, Envelope, Kind, Offer, Relation, Release, Span, Table

RETRIEVED = date(2026, 11, 23)
CONFLICTS_25 = Release(
    "acd-v25.1", date(2025, 6, 30), RETRIEVED, "armed conflicts; published in June 2025, day not known"
)
ONSETS_19 = Release("onsets-v19.1", date(2019, 6, 30), RETRIEVED, "onsets; published in June 2019, day not known")

# Type of conflict in the copy's words; those between states and with colonies are read from the dyads.
KINDS = {"intrastate": "intrastate", "II": "internationalised", "interstate": None, "extrasystemic": None}
YEARS_OF_QUIET = (1, 2, 3, 5, 10)


def _years(n: int) -> str:
    return "a year" if n == 1 else f"{n} years"


CONFLICTS = Table(
    name="conflicts_within",
    columns=(
        Column("state", "state", "the state whose government is a side"),
        Column("year", "int", "year", low=1946, high=2100),
        Column("conflict", "int", "UCDP's number of the conflict"),
        Column("kind", "text", "without or with troops of other states", values=("intrastate", "internationalised")),
        Column("intensity", "int", "1: 25 to 999 deaths in battle; 2: 1,000 or more", low=1, high=2),
        Column("first", "bool", "the first year in which the conflict stands on the list for the government"),
    ),
    keys=("state", "year", "conflict"),
    envelopes={
        CONFLICTS_25.stamp: Envelope(
            (2_400, 2_600),
            (1946, 2024),
            (
                ({"state": "MMR", "year": 2024, "conflict": 221}, "intensity", 1),
                ({"state": "UKR", "year": 2014, "conflict": 13219}, "first", True),
            ),
        )
    },
)
ONSETS = Table(
    name="onsets",
    columns=(
        Column("state", "state", "the state"),
        Column("year", "int", "year", low=1946, high=2100),
        Column("new", "int", "conflicts that begin", low=0, high=20),
        *(
            Column(
                f"after_{n}", "int", f"conflicts that begin, for the first time or after {_years(n)} of quiet", low=0
            )
            for n in YEARS_OF_QUIET
        ),
    ),
    keys=("state", "year"),
    envelopes={
        # Four conflicts of France in 1946 and two of Panama in 1989: documentation of the copy's package.
        ONSETS_19.stamp: Envelope(
            (10_142, 10_142),
            (1946, 2017),
            (({"state": "FRA", "year": 1946}, "new", 4), ({"state": "PAN", "year": 1989}, "new", 2)),
        )
    },
)
TABLES = (CONFLICTS, ONSETS)

GOVERNMENTS = Caveat("Counted for the state whose government is the first side, not for those that send troops to it.")
SUMS = Caveat(
    "Small states are not on UCDP's list of onsets, and a conflict between states counts for its first side alone."
)


def read_conflicts(paths: Mapping[str, Path]) -> Reading:
    """Read armed conflicts within states by year, release 25.1; the copy has a row for each state that sent troops."""
    path = paths["conflicts"]
    names = {"conflict_id": "conflict", "year": "year", "gwno_a": "code", "type_of_conflict": "kind",
             "intensity_level": "intensity"}  # fmt: skip
    unused = ["gwno_a_2nd", "gwno_b", "gwno_b_2nd", "incompatibility", "start_date", "start_prec", "start_date2",
              "start_prec2", "ep_end", "ep_end_date"]  # fmt: skip
    frame = closed(read_parquet(path, list(names), unused).rename(names), "kind", KINDS, path)
    frame = frame.with_columns(pl.col("kind").replace_strict(KINDS, return_dtype=pl.String)).drop_nulls("kind")
    frame = frame.unique(list(names.values()), maintain_order=True)
    frame = frame.with_columns(first=pl.col("year") == pl.col("year").min().over("conflict", "code"))
    frame = number_by_code(frame, "code", "state", path, system="gw", year="year", corrections=CORRECTIONS)
    held = unique_keys(frame.drop_nulls("state"), ["state", "year", "conflict"], path)
    note = f"{len(frame) - len(held)} conflict-years of Hyderabad, which is in no list of states, are left out"
    return Reading(CONFLICTS_25, {"conflicts_within": held}, {"conflicts_within": (Span(1946, 2024),)}, (note,))


def read_onsets(paths: Mapping[str, Path]) -> Reading:
    """Read onsets by state and year, release 19.1."""
    path = paths["onsets"]
    names = {"gwcode": "code", "year": "year", "sumnewconf": "new"}
    names |= {f"sumonset{n}": f"after_{n}" for n in YEARS_OF_QUIET}
    frame = read_parquet(path, list(names)).rename(names)
    frame = number_by_code(frame, "code", "state", path, system="gw", year="year")
    frame = unique_keys(frame, ["state", "year"], path)
    return Reading(ONSETS_19, {"onsets": frame}, {"onsets": (Span(1946, 2017),)})


def _level(kind: str) -> Callable[[Mapping[str, Relation]], Relation]:
    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables["conflicts_within"].filter(nw.col("kind") == kind).group_by("state", "year")
        most = rows.agg(value=nw.col("intensity").max().cast(nw.Float64))
        return most.select("state", "year", "value", status=nw.lit("reported"))

    return values


def _first(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["conflicts_within"].filter(nw.col("first")).select("state", "year").unique()
    return rows.select("state", "year", value=nw.lit(1.0), status=nw.lit("reported"))


def _counted(column: str) -> Callable[[Mapping[str, Relation]], Relation]:
    def values(tables: Mapping[str, Relation]) -> Relation:
        status = nw.when(nw.col(column) > 0).then(nw.lit("reported")).otherwise(nw.lit("true zero"))
        return tables["onsets"].select("state", "year", value=nw.col(column).cast(nw.Float64), status=status)

    return values


def _within(code: str, label: str, unit: str, values: Callable[[Mapping[str, Relation]], Relation], note: str) -> Offer:
    return _offer(code, label, unit, "index", "conflicts_within", values, note, GOVERNMENTS, REVISED)


def _onsets(code: str, label: str, column: str, note: str) -> Offer:
    return _offer(code, label, "conflicts", "flow", "onsets", _counted(column), note, SUMS)


def _offer(
    code: str,
    label: str,
    unit: str,
    kind: Kind,
    table: str,
    values: Callable[[Mapping[str, Relation]], Relation],
    note: str,
    *caveats: Caveat,
) -> Offer:
    return Offer(
        Definition(
            code=code,
            label=label,
            unit=unit,
            grain="state-year",
            kind=kind,
            sector="conflict",
            # The list of conflicts names those that reached 25 deaths, in whatever state; the onsets name their states.
            absent="not known" if kind == "flow" else "true zero",
            adds_over_time=kind == "flow",
            adds_over_states=False,
            caveats=caveats,
            note=note,
        ),
        (table,),
        values,
    )


LEVELS = "the highest of the year's conflicts: 1: 25 to 999 deaths in battle; 2: 1,000 or more; 0: fewer than 25"
EDITIONS = (
    Edition("armed conflicts 25.1", {"conflicts": "**/ucdp/prio_acd_v25_1_peacesciencer.parquet"}, read_conflicts),
    Edition("onsets 19.1", {"onsets": "**/ucdp/onsets_v19_1.parquet"}, read_onsets),
)
OFFERS = (
    _within(
        "conflict.intrastate", "Armed conflict within the state, without foreign troops (UCDP/PRIO)", "level 0–2",
        _level("intrastate"), LEVELS,
    ),
    _within(
        "conflict.internationalised", "Armed conflict within the state, with foreign troops (UCDP/PRIO)", "level 0–2",
        _level("internationalised"), LEVELS,
    ),
    _within(
        "conflict.begins", "A conflict within the state stands on the list for the first time (UCDP/PRIO)", "1 = yes",
        _first, "with or without foreign troops; the first year with 25 deaths in battle",
    ),
    _onsets("conflict.onsets_new", "New conflicts of the state (UCDP onsets)", "new", "conflicts never listed before"),
    *(
        _onsets(
            f"conflict.onsets_{n}", f"Conflicts of the state, new or again after {_years(n)} of quiet (UCDP onsets)",
            f"after_{n}", f"new conflicts, and those listed again after more than {_years(n)} since they last were",
        )
        for n in YEARS_OF_QUIET
    ),
)  # fmt: skip
