"""Global Sanctions Data Base: cases of sanctions by year, with senders, targets, types, objectives and success.

A case is one sanction policy of one or more senders against one or more targets in years; what a day or a text says is
not in it. A case is in force in each year from its first to its last. The data end in 2023: a case that goes on has
this last year and is called ongoing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import narwhals as nw

from comity import states
from comity.errors import Failure, printable
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import LINE, as_number, closed, read_csv, unique_keys
from comity.sources.record_rows import Actor, numbers, of_group, of_state, table_of, written
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="gsdb",
    title="Global Sanctions Data Base, Release 4",
    publisher="Global Sanctions Data Base",
    citation="Felbermayr, G., A. Kirilakha, C. Syropoulos, E. Yalcin and Y. V. Yotov (2020), The Global Sanctions Data "
    "Base, European Economic Review 129; Release 4 by Yalcin, Felbermayr, Kariem, Kirilakha, Kwon, Syropoulos and "
    "Yotov",
    address="https://www.globalsanctionsdatabase.com/",
    licence=Licence(
        name="none stated; given by the authors on request",
        words="No licence words found; the data are sent on request.",
        address="https://www.globalsanctionsdatabase.com/",
        ship="no",
    ),
)
LAST = 2023
RELEASE = Release(
    "R4", date(2025, 11, 14), date(2026, 11, 23), "Release 4, at hand on this day; day of release not known"
)

TYPES = {
    "trade": "trade", "arms": "arms", "military": "military assistance", "financial": "financial", "travel": "travel",
    "other": "other",
}  # fmt: skip
TRADE = {"exp_compl": "all exports", "exp_part": "some exports", "imp_compl": "all imports", "imp_part": "some imports"}
OBJECTIVES = {
    "policy_change": "policy change", "destab_regime": "destabilise regime",
    "territorial_conflict": "territorial conflict", "prevent_war": "prevent war", "terrorism": "terrorism",
    "end_war": "end war", "human_rights": "human rights", "democracy": "democracy", "other": "other",
}  # fmt: skip
SUCCESS = {
    "ongoing": "ongoing", "failed": "failed", "success_part": "partial success", "success_total": "total success",
    "nego_settlement": "negotiated settlement",
}  # fmt: skip

# Names with a comma inside a list that is divided by commas.
WITH_COMMA = (
    "Egypt, Arab Rep.", "Yemen, North", "Korea, North", "Korea, South", "Gambia, The",
    "Congo, Democratic Republic of the",
)  # fmt: skip
NAMES = {"Ethiopia (excludes Eritrea)": "ETH"}
# (name, first and last year, state): GSDB writes today's name for the union that a state was part of, and those of
# one part for Vietnam and Yemen to the end.
FORMER = (
    ("South Vietnam", 1976, LAST, "VNM"),
    ("Yemen, North", 1991, LAST, "YEM"),
    ("Serbia", 1949, 2002, "YUG"),
    ("Serbia", 2003, 2005, "SCG"),
    ("Montenegro", 1949, 2002, "YUG"),
    ("Montenegro", 2003, 2005, "SCG"),
)
GROUPS = {"EU": "EU", "EEC": "EU", "NATO": "NATO", "G7": "G7"}
BODY, REGION, ARMED = "an organisation or a set of states", "a region", "an armed group"
OTHERS = {
    **dict.fromkeys(
        (
            "African Union", "CSCE", "ChinCom", "CoCom", "Comecon", "Commonwealth", "ECOWAS", "EEU", "G8",
            "ICC Rome Statute Signatories", "Kimberly Process Participants", "League of Arab States", "MERCOSUR",
            "NAFTA", "OAPEC", "OIC", "OSCE", "Organisation of African Unity", "Organization of American States",
            "Organization of Eastern Carribean States", "Pacific Islands Forum", "Paris Agreement Signatories", "SADC",
            "UN", "UNASUR", "Western countries",
        ),
        BODY,
    ),
    **dict.fromkeys(("Balkans", "Cyprus (Northern)"), REGION),
    **dict.fromkeys(
        (
            "Terrorist Organizations (Al-Qaeda)", "Terrorist Organizations (ISIL and ANF)",
            "Terrorist Organizations (Taliban and Al-Qaeda)", "Terrorist Organizations (Taliban)",
        ),
        ARMED,
    ),
}  # fmt: skip

YEARS = Caveat("A case in force in a year was in force on some day of it: GSDB knows years and no days.")
ENDS = Caveat("GSDB ends in 2023; what came later is not in it.")
GROUPED = Caveat(
    "A case of the European Union, the United Nations or another body is not counted for its members; only states that "
    "GSDB names are, beside the body if it names both."
)
NOT_ADDED = Caveat("Cases are not measures: one may be a whole embargo, another a few visa bans, and they overlap.")
USA = Caveat(
    "GSDB has no arms embargo of the United States on Myanmar after 2016, though their own lists have one.", ("MMR",)
)
CAVEATS = (YEARS, ENDS, NOT_ADDED, USA)

KIND = RecordKind(
    code="sanctions.gsdb",
    label="Sanction cases since 1949 (GSDB)",
    sector="sanctions",
    columns=(
        Column("senders", "text", "senders in GSDB's words"),
        Column("targets", "text", "targets in GSDB's words"),
        Column("last_year", "int", "last year; 2023 is also the end of the data", low=1949, high=LAST),
        Column("types", "text", "types of sanction, joined by '; '"),
        Column("trade", "text", "what trade is restricted, joined by '; '", nullable=True),
        Column("objectives", "text", "objectives, joined by '; '"),
        Column("success", "text", "success for each objective in their order, joined by '; '"),
    ),
    caveats=CAVEATS,
)
CASES = Table(
    name="cases",
    columns=(*RECORD_COLUMNS, *KIND.columns),
    keys=("id",),
    envelopes={
        "R4": Envelope(
            (1_540, 1_700),
            cells=(({"id": "gsdb-1276"}, "origin", "GBR"), ({"id": "gsdb-944"}, "last_year", 2023)),
        )
    },
)
IN_FORCE = Table(
    name="in_force",
    columns=(
        Column("origin", "state", "sender, a state that GSDB names"),
        Column("target", "state", "target, a state that GSDB names"),
        Column("year", "int", "year", low=1949, high=LAST),
        Column("cases", "int", "cases in force", low=1, high=100),
    ),
    keys=("origin", "target", "year"),
    envelopes={
        "R4": Envelope((8_850, 11_000), (1949, LAST), (({"origin": "USA", "target": "MMR", "year": 2023}, "cases", 6),))
    },
)
ON_STATE = Table(
    name="on_state",
    columns=(
        Column("state", "state", "target, a state that GSDB names"),
        Column("year", "int", "year", low=1949, high=LAST),
        Column("cases", "int", "cases in force of any sender", low=1, high=300),
    ),
    keys=("state", "year"),
    envelopes={"R4": Envelope((3_050, 4_000), (1949, LAST), (({"state": "MMR", "year": 2023}, "cases", 16),))},
)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a list divided by commas, some of which have a comma themselves."""
    for name in WITH_COMMA:
        text = text.replace(name, name.replace(",", "\0"))
    return tuple(part.strip().replace("\0", ",") for part in text.split(","))


@cache
def _actor(name: str, year: int) -> Actor:
    """Return who bore a name in a year."""
    if name in GROUPS:
        return of_group(GROUPS[name])
    if name in OTHERS:
        return Actor(name, None)
    former = next((id_ for n, first, last, id_ in FORMER if n == name and first <= year <= last), NAMES.get(name))
    found = states.state(former) if former else states.match(name, year)
    if found is None:
        raise states.UnknownName(f"{printable(name, 60)!r} is no single state")
    return of_state(found)


def _actors(text: str, year: int, at: str, column: str) -> list[Actor]:
    try:
        return [_actor(name, year) for name in names_in(text)]
    except states.UnknownName as e:
        raise Failure(f"{at}: the column '{column}' has a name that the registry does not know ({e})") from e


def _words(text: str, known: Mapping[str, str], at: str, column: str) -> list[str]:
    words = [word for word in text.split(",") if word]
    if odd := [word for word in words if word not in known]:
        raise Failure(f"{at}: {printable(odd[0], 40)!r} in the column '{column}'; expected one of {', '.join(known)}")
    return [known[word] for word in words]


def _record(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    senders = _actors(row["sanctioning_state"], row["begin"], at, "sanctioning_state")
    targets = _actors(row["sanctioned_state"], row["begin"], at, "sanctioned_state")
    types = [said for column, said in TYPES.items() if row[column] == "1"]
    objectives = _words(row["objective"], OBJECTIVES, at, "objective")
    success = _words(row["success"], SUCCESS, at, "success")
    if row["begin"] > row["end"] or not types:
        raise Failure(f"{at}: a case from {row['begin']} to {row['end']} of {len(types)} types; the file is altered")
    until = f"{row['end']}, ongoing" if row["end"] == LAST and "ongoing" in success else str(row["end"])
    return {
        "id": f"gsdb-{row['case_id']}",
        "date": date(row["begin"], 1, 1),
        "date_precision": "year",
        "kind": "sanction case",
        "origin": written(senders),
        "target": written(targets),
        "summary": f"Sanctions of {row['sanctioning_state']} on {row['sanctioned_state']}: {', '.join(types)} "
        f"({row['begin']}–{until}; aim: {', '.join(objectives)})",
        "parties": numbers([*senders, *targets]),
        "senders": row["sanctioning_state"],
        "targets": row["sanctioned_state"],
        "last_year": row["end"],
        "types": "; ".join(types),
        "trade": "; ".join(_words(row["descr_trade"], TRADE, at, "descr_trade")) or None,
        "objectives": "; ".join(objectives),
        "success": "; ".join(success),
        LINE: row[LINE],
    }


def _states(text: str, year: int) -> set[int]:
    """Return the states named in a list, but for those that had ended; a group is not its members."""
    found = (a.number for a in (_actor(name, year) for name in names_in(text)))
    return {n for n in found if n is not None and n < states.group("WLD").number and n not in _ended(year)}


@cache
def _ended(year: int) -> frozenset[int]:
    return frozenset(s.number for s in states.states() if s.end is not None and s.end.year < year)


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the cases of Release 4 and count those in force by pair and by target."""
    path = paths["cases"]
    used = ["case_id", "sanctioned_state", "sanctioning_state", "begin", "end", *TYPES, "descr_trade", "objective"]
    frame = read_csv(path, [*used, "success"], ["target_mult", "sender_mult"])
    frame = as_number(unique_keys(frame, ["case_id"], path), ["begin", "end"], path, "int")
    for column in TYPES:
        closed(frame, column, ("0", "1"), path)
    rows = list(frame.iter_rows(named=True))
    cases = [_record(row, f"{path}:{row[LINE]}") for row in rows]
    pairs: Counter[tuple[int, int, int]] = Counter()
    targets: Counter[tuple[int, int]] = Counter()
    for row in rows:
        for year in range(row["begin"], row["end"] + 1):
            on = _states(row["sanctioned_state"], year)
            by = _states(row["sanctioning_state"], year)
            pairs.update((origin, target, year) for origin in by for target in on if origin != target)
            targets.update((target, year) for target in on)
    tables = {
        "cases": table_of(CASES, cases),
        "in_force": table_of(
            IN_FORCE, [{"origin": o, "target": t, "year": y, "cases": n} for (o, t, y), n in pairs.items()]
        ),
        "on_state": table_of(ON_STATE, [{"state": s, "year": y, "cases": n} for (s, y), n in targets.items()]),
    }
    return Reading(RELEASE, tables, dict.fromkeys(tables, (Span(1949, LAST),)))


def _in_force(tables: Mapping[str, Relation]) -> Relation:
    value = nw.col("cases").cast(nw.Float64)
    return tables["in_force"].select("origin", "target", "year", value=value, status=nw.lit("reported"))


def _on_state(tables: Mapping[str, Relation]) -> Relation:
    value = nw.col("cases").cast(nw.Float64)
    return tables["on_state"].select("state", "year", value=value, status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(CASES, IN_FORCE, ON_STATE),
        editions=(Edition("Release 4, cases", {"cases": "**/sanctions_gsdb/GSDB_V4.csv"}, read),),
        offers=(
            Offer(KIND, ("cases",), lambda tables: tables["cases"]),
            Offer(
                Definition(
                    code="sanctions.gsdb_in_force",
                    label="Sanction cases in force, by sender and target (GSDB)",
                    unit="cases",
                    grain="directed-dyad-year",
                    kind="stock",
                    sector="sanctions",
                    absent="none recorded",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=(*CAVEATS, GROUPED),
                ),
                ("in_force",),
                _in_force,
            ),
            Offer(
                Definition(
                    code="sanctions.gsdb_on_state",
                    label="Sanction cases in force on a state, of any sender (GSDB)",
                    unit="cases",
                    grain="state-year",
                    kind="stock",
                    sector="sanctions",
                    absent="none recorded",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=CAVEATS,
                ),
                ("on_state",),
                _on_state,
            ),
        ),
        ship=ship_nothing,
    ),
)
