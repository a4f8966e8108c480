"""OpenSanctions: the sanctions programmes in force, by issuer and target, as its list of programmes has them.

The list has no dates: it says what was in force on its own day. A programme is a legal framework under which persons
and bodies are listed or trade is restricted; one issuer may have several on one state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity import states
from comity.errors import Failure, printable
from comity.sources.opensanctions_words import REGIME_TARGETS
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import LINE, closed, pl, read_csv, unique_keys
from comity.sources.record_rows import table_of
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

if TYPE_CHECKING:
    import polars as pl

DATASET = Dataset(
    code="opensanctions",
    title="OpenSanctions sanctions programmes",
    publisher="OpenSanctions",
    citation="OpenSanctions.org, sanctions programmes metadata, https://www.opensanctions.org/programs/",
    address="https://www.opensanctions.org/programs/",
    licence=Licence(
        name="MIT for the list of programmes; their summaries are held to be CC BY-NC 4.0 and are not shipped",
        words="The code within this repository is licensed under the MIT License. Data files produced by OpenSanctions "
        "are licensed under CC BY-NC 4.0, and some files under datasets/ are unmodified copies of third-party material "
        "that we cannot license at all.",
        address="https://github.com/opensanctions/opensanctions",
        ship="part",
    ),
    as_of="does not apply",
)
LIST_DAY = date(2026, 8, 22)
RELEASE = Release("2026-08-22", LIST_DAY, date(2026, 11, 23), "the list as of commit f33cff2 of the repository")
NOTE = "The date is the day of the list, on which the programme was in force, not that of the programme."

MEASURES = (
    "Aid suspension", "Arms embargo", "Arms restrictions", "Asset freeze", "Debarment", "Export control",
    "Financial restrictions", "Import restrictions", "Investment ban", "Prohibition to satisfy claims",
    "Sectoral sanctions", "Services ban", "Transportation restrictions", "Travel ban",
)  # fmt: skip

# Codes of territories that are no ISO code of a state of today. A region under a programme is not its state: the
# programmes on occupied parts of Ukraine are not aimed at Ukraine, and Transnistria's not at Moldova.
FORMER = {"yucs": "YUG", "csxx": "SCG"}
REGIONS = {
    "ip": "cyberspace",
    "md-pmr": "Transnistria",
    "ua-cri": "Crimea",
    "ua-dpr": "Donetsk (occupied)",
    "ua-lpr": "Luhansk (occupied)",
    "zz": "worldwide",
}
NO_TERRITORY = "no territory named"
# Issuers that act for no single state; their own name is the origin. "eu" is the group.
NO_STATE = ("un", "zz", "")
KEYS = {"fr_": "fr_government"}  # an issuer without an acronym

KIND = RecordKind(
    code="sanctions.programmes",
    label="Sanctions programmes in force on the day of the list",
    sector="sanctions",
    columns=(
        Column("title", "text", "title of the programme"),
        Column("issuer", "text", "the authority that issues it"),
        Column("measures", "text", "kinds of measures, joined by '; '; blank where the list names none", nullable=True),
        Column("legal_acts", "text", "CELEX numbers of the framework acts (European Union)", nullable=True),
        Column("source_url", "text", "address of the issuer's page"),
        Column("note", "text", "what the date means"),
        Column("description", "text", "summary in OpenSanctions' words, not shipped", nullable=True),
    ),
    caveats=(
        Caveat("What was in force on 22 August 2026, without beginnings or ends: it says nothing of other years."),
        Caveat("Programmes are not measures or acts: an issuer may have several on one state, or one on many."),
        Caveat(
            "A programme on occupied regions of Ukraine names these regions; it is no programme on Ukraine.", ("UKR",)
        ),
    ),
    note=NOTE,
)
PROGRAMMES = Table(
    "programmes",
    (*RECORD_COLUMNS, *KIND.columns),
    ("id",),
    {
        RELEASE.stamp: Envelope(
            (250, 300),
            cells=tuple(
                ({"id": id_}, "target", "MMR") for id_ in ("AU-MYANMAR", "EU-MMR", "GB-MMR", "SECO-MYANMAR", "US-BURMA")
            ),
        )
    },
)


REGIME_KIND = RecordKind(
    code="sanctions.eu_regimes",
    label="Sanctions regimes of the European Union, with their framework acts",
    sector="sanctions",
    columns=(
        Column("title", "text", "name of the regime on the European Union's map of sanctions"),
        Column("legal_acts", "text", "CELEX numbers of the framework acts; blank where none is named", nullable=True),
        Column("first_act_year", "int", "year of the earliest of these acts", low=1990, high=2100, nullable=True),
        Column("has_lists", "bool", "whether persons or bodies are listed under it"),
        Column("note", "text", "what the date means"),
    ),
    caveats=(
        Caveat("What was on the map by 22 August 2026, without beginnings or ends: it says nothing of other years."),
        Caveat(
            "The earliest act is the earliest of those in force: a regime may be older, its first acts having been "
            "replaced (Myanmar's of 2013 replaced those of 1996 to 2010)."
        ),
        Caveat("A regime on occupied regions of Ukraine names these regions; it is no regime on Ukraine.", ("UKR",)),
    ),
    note=NOTE,
)
REGIMES = Table(
    "regimes",
    (*RECORD_COLUMNS, *REGIME_KIND.columns),
    ("id",),
    {
        RELEASE.stamp: Envelope(
            (50, 80),
            cells=(({"id": "eu-8"}, "target", "MMR"), ({"id": "eu-8"}, "legal_acts", "32013D0184; 32013R0401")),
        )
    },
)


def _territory(code: str) -> tuple[str, int | None] | None:
    """Return how a territory is written and its number, if it is a state or a group."""
    if code in REGIONS:
        return REGIONS[code], None
    if code == "eu":
        return "EU", states.group("EU").number
    found = states.state(FORMER[code]) if code in FORMER else states.by_code("iso2", code)
    return None if found is None else (found.id, found.number)


def _issuers(path: Path) -> dict[str, tuple[str, str, int | None]]:
    """Return for each issuer's key its full name, how it is written as an actor, and the number of its state."""
    frame = read_csv(path, ["name", "acronym", "organisation", "territory"], ["id"])
    found: dict[str, tuple[str, str, int | None]] = {}
    for name, acronym, organisation, territory, line in frame.iter_rows():
        stem = re.sub(r"[^a-z0-9]+", "_", acronym.lower())
        key = f"{territory or 'zz'}_{stem}"
        where = (name, None) if territory in NO_STATE else _territory(territory)
        if where is None or key in found:
            raise Failure(
                f"{path}:{line}: the issuer {printable(name, 60)!r} has "
                + (f"an unknown territory {territory!r}" if where is None else "the key of another")
            )
        whole = f"{name}, {organisation}" if organisation and organisation != name else name
        found[KEYS.get(key, key)] = (whole, *where)
    return found


def _acts(frame: pl.DataFrame) -> dict[str, str]:
    """Return the framework acts of each regime on the European Union's map of sanctions."""
    return dict(frame.select("regime_id", "framework_celexes").iter_rows())


def _regimes(path: Path) -> pl.DataFrame:
    used = ["regime_id", "has_lists", "framework_celexes", "name"]
    frame = closed(read_csv(path, used, ["program_keys"]), "has_lists", ("true", "false"), path)
    return unique_keys(frame, ["regime_id"], path)


def _regime(row: Mapping[str, str], at: str) -> dict[str, Any]:
    """Return the record of a regime of the European Union; whom it is on is told by the table of regimes."""
    if row["regime_id"] not in REGIME_TARGETS:
        raise Failure(f"{at}: no target is known for the regime {printable(row['name'], 60)!r}; add it to the table")
    words = REGIME_TARGETS[row["regime_id"]]
    targets = [found for w in words if (found := _territory(w)) is not None]
    if len(targets) != len(words):
        raise Failure(f"{at}: a target of the regime {printable(row['regime_id'], 9)} is no territory that is known")
    acts = [a for a in row["framework_celexes"].split(";") if a]
    numbers = [states.group("EU").number, *(n for _, n in targets if n is not None)]
    return {
        "id": f"eu-{row['regime_id']}",
        "date": LIST_DAY,
        "date_precision": "day",
        "kind": "regime",
        "origin": "EU",
        "target": "; ".join(t for t, _ in targets) or NO_TERRITORY,
        "summary": f"{' '.join(row['name'].split())} (European Union)",
        "parties": numbers,
        "title": " ".join(row["name"].split()),
        "legal_acts": "; ".join(acts) or None,
        "first_act_year": min((int(a[1:5]) for a in acts), default=None),
        "has_lists": row["has_lists"] == "true",
        "note": NOTE,
        LINE: row[LINE],
    }


def _legal_acts(address: str, acts: Mapping[str, str]) -> str | None:
    """Return the acts behind an address such as https://sanctionsmap.eu/#/main/details/61,26/."""
    regimes = re.search(r"sanctionsmap\.eu/#/main/details/([\d,]+)", address)
    found = [a for r in (regimes[1].split(",") if regimes else ()) for a in acts.get(r, "").split(";") if a]
    return "; ".join(dict.fromkeys(found)) or None


def _record(
    row: Mapping[str, str], issuers: Mapping[str, tuple[str, str, int | None]], acts: Mapping[str, str], at: str
) -> dict[str, Any]:
    if row["issuer"] not in issuers:
        raise Failure(f"{at}: no issuer with the key {printable(row['issuer'], 40)!r}; is issuers.csv of the same day?")
    issuer, origin, number = issuers[row["issuer"]]
    targets = []
    for code in filter(None, row["target_territories"].split(";")):
        found = _territory(code)
        if found is None:
            raise Failure(f"{at}: {printable(code, 20)!r} is no territory that is known; expected ISO codes such as mm")
        targets.append(found)
    measures = [m for m in row["measures"].split(";") if m]
    if odd := [m for m in measures if m not in MEASURES]:
        raise Failure(
            f"{at}: {printable(odd[0], 40)!r} is no measure that is known; expected {', '.join(MEASURES[:4])} …"
        )
    numbers = [n for n in (number, *(n for _, n in targets)) if n is not None]
    said = f": {'; '.join(measures)}" if measures else ""
    return {
        "id": row["key"],
        "date": LIST_DAY,
        "date_precision": "day",
        "kind": "programme",
        "origin": origin,
        "target": "; ".join(dict.fromkeys(t for t, _ in targets)) or NO_TERRITORY,
        "summary": f"{row['title']} ({issuer}){said}",
        "parties": list(dict.fromkeys(numbers)),
        "title": row["title"],
        "issuer": issuer,
        "measures": "; ".join(measures) or None,
        "legal_acts": _legal_acts(row["url"], acts),
        "source_url": row["url"],
        "note": NOTE,
        "description": row["summary"] or None,
    }


def read(paths: Mapping[str, Path]) -> Reading:
    """Read the programmes with their issuers and the European Union's framework acts."""
    path = paths["programmes"]
    used = ["key", "title", "issuer", "url", "target_territories", "measures", "summary"]
    frame = unique_keys(read_csv(path, used, ["id", "dataset", "aliases"]), ["key"], path)
    regimes = _regimes(paths["regimes"])
    issuers, acts = _issuers(paths["issuers"]), _acts(regimes)
    records = [_record(row, issuers, acts, f"{path}:{row[LINE]}") for row in frame.iter_rows(named=True)]
    union = [_regime(row, f"{paths['regimes']}:{row[LINE]}") for row in regimes.iter_rows(named=True)]
    tables = {"programmes": table_of(PROGRAMMES, records), "regimes": table_of(REGIMES, union)}
    return Reading(RELEASE, tables, dict.fromkeys(tables, (Span(2026, 2026),)))


def ship(reading: Reading) -> Reading:
    """Ship the list without the summaries, whose licence is not settled."""
    bare = reading.tables["programmes"].with_columns(pl.lit(None, pl.String).alias("description"))
    return replace(reading, tables={**reading.tables, "programmes": bare})


FILES = {
    "programmes": "**/sanctions_opensanctions_programs/programs.csv",
    "issuers": "**/sanctions_opensanctions_programs/issuers.csv",
    "regimes": "**/sanctions_opensanctions_programs/eu_sanctions_map_regimes.csv",
}
PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(PROGRAMMES, REGIMES),
        editions=(Edition("programmes of 22 August 2026", FILES, read),),
        offers=(
            Offer(KIND, ("programmes",), lambda tables: tables["programmes"]),
            Offer(REGIME_KIND, ("regimes",), lambda tables: tables["regimes"]),
        ),
        ship=ship,
    ),
)
