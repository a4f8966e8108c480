"""What the figures of the Uppsala Conflict Data Program mean: definitions, caveats and how their values are taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import narwhals as nw

from comity.sources.reading import Correction
from comity.vocabulary import Caveat, Column, Definition, Offer, RecordKind, Relation

# Numbers of Gleditsch and Ward that UCDP uses in its own way.
CORRECTIONS = (
    Correction(327, "VAT", "the Holy See, which the list of Gleditsch and Ward does not have"),
    Correction(345, "SRB", "Serbia keeps the number of Yugoslavia", first=2006),
    Correction(751, None, "Hyderabad before its union with India in 1948: in neither state list"),
)

# Type of conflict, as UCDP numbers it.
TYPES = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised intrastate"}

COUNTER = Caveat(
    "Counted by UCDP: only deaths that reports tie to a date, a place and named fighting sides; other counters go far "
    "higher (ACLED has 24,059 for Myanmar in 2022 where UCDP has 2,761), so name the counter beside the number."
)
REVISED = Caveat("UCDP revises earlier years with each release in June, so figures of two releases can differ.")
CROSSED = Caveat(
    "UCDP's file gives Russia in 2024 a high estimate (5,969) below its best one (7,819); so it is printed.",
    states=("RUS",),
    first=date(2024, 1, 1),
    last=date(2024, 12, 31),
)
PALESTINE = Caveat("UCDP counts deaths in the West Bank and Gaza under Israel.", states=("ISR", "PSE"))
SOVIET = Caveat(
    "UCDP's figure of 1991 for Russia is given to the Soviet Union, which existed until 25 December.",
    states=("RUS", "SUN"),
    first=date(1991, 1, 1),
    last=date(1991, 12, 31),
)
WHERE = Caveat("Deaths are counted in the country where they happened, whoever killed and whoever died.")
SUMMED = Caveat(
    "Sums over the single events of UCDP's event file (GED), also events of dyads that stayed below 25 deaths; the "
    "country-year file is of a later release and differs by a few deaths (205 and 207 for Myanmar in 2020)."
)
PRIMARY = Caveat(
    "Only the two sides that a conflict is about: states that joined with troops in support, such as the coalition of "
    "1991 beside Kuwait, stand in the records of dyads and not here."
)
STARTS = Caveat(
    "A dyad is recorded in years with at least 25 deaths in battle; other years of the same quarrel are not."
)
SIDES = Caveat(
    "UCDP writes 'Government of Myanmar (Burma)' for whoever governs in the capital: since February 2021 the junta.",
    states=("MMR",),
    first=date(2021, 2, 1),
)

DYADS = RecordKind(
    code="conflict.dyads",
    label="Armed conflicts by year: a government against an armed group or another government",
    sector="conflict",
    columns=(
        Column("dyad", "int", "UCDP's number of the dyad"),
        Column("conflict", "int", "UCDP's number of the conflict"),
        Column("year", "int", "year", low=1946, high=2100),
        Column("location", "text", "whose government or territory is in dispute, in UCDP's words"),
        Column("over", "text", "what is in dispute", values=("territory", "government", "government and territory")),
        Column("territory", "text", "the territory in dispute", nullable=True),
        Column("intensity", "int", "1: 25 to 999 deaths in battle in the year; 2: 1,000 or more", low=1, high=2),
        Column("side_a", "text", "the first side in UCDP's words"),
        Column("side_b", "text", "the second side in UCDP's words"),
        Column("origin_allies", "text", "states with troops beside the first side, joined by '; '", nullable=True),
        Column("target_allies", "text", "states with troops beside the second side, joined by '; '", nullable=True),
    ),
    caveats=(STARTS, REVISED, SIDES),
)


def _monadic(code: str, label: str, table: str, column: str, *caveats: Caveat) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        deaths = nw.col(column)
        status = nw.when(deaths > 0).then(nw.lit("reported")).otherwise(nw.lit("true zero"))
        return tables[table].select("state", "year", value=deaths.cast(nw.Float64), status=status)

    # The country-years list every state in every year; the event file has a row only where there were events.
    return Offer(
        Definition(
            code=code,
            label=label,
            unit="deaths",
            grain="state-year",
            kind="flow",
            sector="conflict",
            absent="true zero" if table == "events_by_year" else "not known",
            adds_over_time=True,
            adds_over_states=True,
            caveats=caveats,
        ),
        (table,),
        values,
    )


def _deaths(code: str, label: str, column: str) -> Offer:
    return _monadic(code, label, "country_years", column, COUNTER, WHERE, REVISED, PALESTINE, SOVIET, CROSSED)


def _interstate(tables: Mapping[str, Relation]) -> Relation:
    level = nw.col("intensity").cast(nw.Float64)
    return tables["interstate"].select("origin", "target", "year", value=level, status=nw.lit("reported"))


OFFERS = (
    _deaths("conflict.deaths", "Deaths in organised violence (UCDP, best estimate)", "best"),
    _deaths("conflict.deaths_high", "Deaths in organised violence (UCDP, high estimate)", "high"),
    _deaths("conflict.deaths_low", "Deaths in organised violence (UCDP, low estimate)", "low"),
    _deaths("conflict.deaths_state_based", "Deaths in conflicts with a government (UCDP)", "state_based"),
    _deaths("conflict.deaths_non_state", "Deaths in conflicts between armed groups (UCDP)", "non_state"),
    _deaths("conflict.deaths_one_sided", "Civilians killed deliberately (UCDP)", "one_sided"),
    _monadic(
        "conflict.deaths_events",
        "Deaths in organised violence, summed from single events (UCDP event file)",
        "events_by_year",
        "best",
        COUNTER,
        SUMMED,
        WHERE,
        REVISED,
    ),
    Offer(
        Definition(
            code="conflict.interstate",
            label="Armed conflict between two governments (UCDP)",
            unit="level 0–2",
            grain="dyad-year",
            kind="index",
            sector="conflict",
            absent="true zero",
            adds_over_time=False,
            adds_over_states=False,
            caveats=(PRIMARY, REVISED),
            note="1: 25 to 999 deaths in battle in the year; 2: 1,000 or more; 0: fewer than 25",
        ),
        ("interstate",),
        _interstate,
    ),
    Offer(DYADS, ("dyads",), lambda tables: tables["dyads"]),
)
