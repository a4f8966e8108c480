"""Threat and Imposition of Economic Sanctions (TIES): sanctions that were imposed, 1945 to 2005.

The copy holds the cases that were imposed, one sender and one target each, with the numbers of Correlates of War;
threats that were not carried out are not in it. A case without end in the data has the year 3000 there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from comity import states
from comity.errors import Failure, printable
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, as_number, closed, read_csv, unique_keys
from comity.sources.record_rows import Actor, numbers, of_group, of_state, table_of
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
    code="ties",
    title="Threat and Imposition of Economic Sanctions, impositions 1945-2005",
    publisher="T. Clifton Morgan, Navin Bapat and Yoshiharu Kobayashi",
    citation="Morgan, T. Clifton, Navin Bapat and Yoshiharu Kobayashi (2014), Threat and Imposition of Economic "
    "Sanctions 1945-2005, Conflict Management and Peace Science 31(5)",
    address="https://sanctions.web.unc.edu/",
    licence=Licence(
        name="none stated",
        words="No licence words in the copy; the terms on the project's page could not be read.",
        address="https://sanctions.web.unc.edu/",
        ship="no",
    ),
)
RELEASE = Release("v4.1", date(2021, 4, 30), date(2026, 11, 23), "version 4.1, on the project's page by April 2021")
OPEN, UNION, LAST_START = 3000, 1000, 2005

UNUSED = (
    "sender", "target", "sender1", "settlementnaturesender", "dyad", "prior", "prior_non_overlapping", "prior_dummy",
    "defense", "neutrality", "nonaggression", "entente", "formal_alliance", "cinc_target", "cinc_sender", "power_diff",
    "polyarchy_sender", "polyarchy_target", "target_gdp", "sender_gdp", "dependence",
)  # fmt: skip

KIND = RecordKind(
    code="sanctions.ties",
    label="Economic sanctions imposed 1945–2005 (TIES)",
    sector="sanctions",
    columns=(
        Column("sender", "text", "primary sender in the words of TIES"),
        Column("target_name", "text", "target in the words of TIES"),
        Column("case_year", "int", "year in which the case began, with a threat or the sanctions", low=1945, high=2005),
        Column(
            "last_year", "int", "year of the end; blank where the data have none", low=1945, high=2020, nullable=True
        ),
        Column(
            "outcome", "int", "final outcome by TIES' number; blank where none is coded", low=1, high=10, nullable=True
        ),
        Column("gave_in", "bool", "the target gave in, wholly or in part (outcomes 6 and 7)"),
        Column("gave_in_or_settled", "bool", "or there was a negotiated settlement (outcome 10)"),
    ),
    caveats=(
        Caveat("TIES ends in 2005, and the copy holds only sanctions that were imposed, not those threatened."),
        Caveat("Only the primary sender of a case is named; others may have taken part."),
    ),
)
IMPOSITIONS = Table(
    name="impositions",
    columns=(*RECORD_COLUMNS, *KIND.columns),
    keys=("id",),
    envelopes={
        "v4.1": Envelope(
            (760, 800),
            cells=(
                ({"id": "ties-1995030102"}, "target", "MMR"),
                ({"id": "ties-1946020801"}, "origin", "SUN"),
                ({"id": "ties-1967062801"}, "last_year", 1971),
            ),
        )
    },
)


def _actor(number: int, year: int, at: str) -> Actor:
    """Return who had a number of Correlates of War in a year, or (before independence) has it today."""
    if number == UNION:
        return of_group("EU")
    found = states.by_code("cow", number, year) or states.by_code("cow", number)
    if found is None:
        raise Failure(f"{at}: no state with the number {number} of Correlates of War")
    return of_state(found)


def _record(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    start, end = row["sancstartyear"], None if row["endyear"] == OPEN else row["endyear"]
    if end is not None and not row["startyear"] <= start <= end:
        raise Failure(f"{at}: a case of {row['startyear']}, imposed in {start} and ended in {end}")
    origin = _actor(row["primarysender"], start, at)
    target = _actor(row["targetstate"], start, at)
    until = "no end in the data" if end is None else f"until {end}"
    return {
        "id": f"ties-{row['caseid']}",
        "date": date(start, 1, 1),
        "date_precision": "year",
        "kind": "sanction imposed",
        "origin": origin.text,
        "target": target.text,
        "summary": f"Economic sanctions of {row['sender_full']} on {row['target_full']} ({start}, {until})",
        "parties": numbers([origin, target]),
        "sender": row["sender_full"],
        "target_name": row["target_full"],
        "case_year": row["startyear"],
        "last_year": end,
        "outcome": row["finaloutcome"],
        "gave_in": row["success"] == "1",
        "gave_in_or_settled": row["success_min"] == "1",
        LINE: row[LINE],
    }


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the impositions as kept in a CSV file."""
    path = paths["impositions"]
    whole = ["startyear", "sancstartyear", "endyear", "primarysender", "targetstate", "finaloutcome"]
    used = ["caseid", *whole, "sender_full", "target_full", "success", "success_min"]
    frame = as_number(unique_keys(read_csv(path, used, UNUSED), ["caseid"], path), whole, path, "int")
    for column in ("success", "success_min"):
        closed(frame, column, ("0", "1"), path)
    blank = [c for c in whole[:-1] if frame[c].has_nulls()]
    if blank:
        raise Failure(f"{path}: the column '{printable(blank[0])}' has blanks; expected a number in each row")
    rows = [_record(row, f"{path}:{row[LINE]}") for row in frame.iter_rows(named=True)]
    return Reading(RELEASE, {"impositions": table_of(IMPOSITIONS, rows)}, {"impositions": (Span(1945, LAST_START),)})


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(IMPOSITIONS,),
        editions=(
            Edition("v4.1, impositions", {"impositions": "**/sanctions_ties/ties_v4_impositions_1945_2005.csv"}, read),
        ),
        offers=(Offer(KIND, ("impositions",), lambda tables: tables["impositions"]),),
        ship=ship_nothing,
    ),
)
