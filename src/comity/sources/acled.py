"""ACLED: reported deaths and events of political violence by state and year, aggregates for three states.

ACLED includes far more than UCDP (other kinds of violence, other reports), so its deaths are another measure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import as_number, number_by_name, read_csv
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
    code="acled",
    title="Armed Conflict Location & Event Data: aggregates by country and year",
    publisher="ACLED",
    citation="Armed Conflict Location & Event Data (ACLED), https://acleddata.com, aggregates as of 6 March 2026",
    address="https://acleddata.com/",
    licence=Licence(
        name="ACLED terms",
        words="No one may go \"providing, permitting, or allowing direct access to any of ACLED's original/raw data or "
        'analysis to any other user".',
        address="https://acleddata.com/terms-and-conditions/",
        ship="no",
    ),
)
RELEASE = Release("2026-03-06", date(2026, 3, 6), date(2026, 11, 23), "aggregates of Myanmar, Russia and Ukraine")
NAMES = {"country": "country", "year": "year", "fatalities": "deaths", "political_violence_events": "events"}
FIRST = {"MMR": 2010, "RUS": 2018, "UKR": 2018}

REPORTED = Caveat("Deaths as reported, mostly by the press and local partners; ACLED calls them its weakest figures.")
ANOTHER = Caveat(
    "ACLED includes more kinds of violence than UCDP and counts about ten times as many deaths in Myanmar."
)
CUT = Caveat("2026 is counted until 6 March.", first=date(2026, 1, 1), last=date(2026, 12, 31), partial=True)

COUNTS = Table(
    name="counts",
    columns=(
        Column("country", "text", "the name as published"),
        Column("state", "state", "the state"),
        Column("year", "int", "calendar year", low=1997, high=2100),
        Column("deaths", "int", "reported deaths in political violence", unit="deaths", low=0),
        Column("events", "float", "events of political violence", unit="events", low=0),
    ),
    keys=("state", "year"),
    envelopes={
        RELEASE.stamp: Envelope(
            (35, 35),
            (2010, 2026),
            tuple(
                ({"state": "MMR", "year": year}, "deaths", deaths)
                for year, deaths in ((2020, 694), (2021, 11_767), (2022, 24_059), (2023, 21_692), (2024, 20_457))
            ),
        )
    },
)


def read_counts(paths: Mapping[str, Path]) -> Reading:
    """Read the aggregates as kept in CSV: three states only."""
    path = paths["counts"]
    frame = read_csv(path, list(NAMES)).rename(NAMES)
    frame = as_number(as_number(frame, ["year", "deaths"], path, "int", blanks=()), ["events"], path, blanks=())
    frame = number_by_name(frame, "country", "state", path, year="year")
    last: int = frame["year"].max()  # type: ignore[assignment]
    spans = tuple(Span(first, last, (state,)) for state, first in FIRST.items())
    return Reading(RELEASE, {"counts": frame}, {"counts": spans}, (RELEASE.note,))


def _offer(code: str, label: str, unit: str, column: str) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        return tables["counts"].select(
            "state", "year", value=nw.col(column).cast(nw.Float64), status=nw.lit("reported")
        )

    definition = Definition(
        code=code,
        label=label,
        unit=unit,
        grain="state-year",
        kind="flow",
        sector="conflict",
        absent="not known",
        adds_over_time=True,
        adds_over_states=True,
        caveats=(REPORTED, ANOTHER, CUT),
    )
    return Offer(definition, ("counts",), values)


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(COUNTS,),
        editions=(
            Edition("aggregates as of 6 March 2026", {"counts": "**/acled_*_as_of_2026_03_06.csv"}, read_counts),
        ),
        offers=(
            _offer("conflict.deaths_acled", "Deaths in political violence (ACLED)", "deaths", "deaths"),
            _offer("conflict.events_acled", "Events of political violence (ACLED)", "events", "events"),
        ),
        ship=ship_nothing,
    ),
)
