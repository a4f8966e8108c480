"""A user's own indicators: a form in TOML that says what an indicator is and what the columns of its file hold.

The form becomes the same records that a publisher's file in this room ends in, so that all that follows (store,
catalogue, products) sees one kind of indicator. The form names no code to run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from comity import language, states
from comity.errors import WrongUse, printable
from comity.sources.own_file import Codes, Layout, Side
from comity.sources.own_form import Section, sections
from comity.sources.own_table import read_table, table_of, who
from comity.sources.publication import Publication, Reading, ship_nothing
from comity.vocabulary import (
    GRAINS,
    Absence,
    Caveat,
    Dataset,
    Definition,
    Kind,
    Licence,
    Offer,
    Release,
    by_month,
)

CODE = re.compile(r"[a-z]+(\.[a-z][a-z0-9_]*)+")
DATASET = re.compile(r"[a-z][a-z0-9_]{0,39}")
STAMP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
MOST_INDICATORS = 200
SOURCE_KEYS = ("code", "title", "publisher", "citation", "address", "licence", "published", "release")
INDICATOR_KEYS = (
    "code", "label", "unit", "grain", "kind", "absent", "file", "sheet", "delimiter", "columns", "codes", "blank",
    "leave_out", "coverage", "caveats", "sector", "note", "adds_over_time", "adds_over_states",
)  # fmt: skip


def read(form: Path) -> tuple[Publication, Reading]:
    """Read a form and the files that it names.

    Raises
    ------
    WrongUse
        The form is not filled in as it should be: names its line and key.
    Failure
        A file is not what the form says of it: names its line.
    """
    source, indicators = sections(form, MOST_INDICATORS)
    source.only(SOURCE_KEYS)
    dataset, release = _dataset(source), _release(source)
    found: dict[str, tuple[Definition, Layout]] = {}
    for section in indicators:
        section.only(INDICATOR_KEYS)
        definition = _definition(section)
        if definition.code in found:
            raise section.refusal("code", f"{definition.code} stands twice; each indicator has a code of its own")
        found[definition.code] = (definition, _layout(section, definition, form.parent))
    read_ = {code: read_table(definition, layout) for code, (definition, layout) in found.items()}
    reading = Reading(
        release,
        {code: r.frame for code, r in read_.items()},
        {code: r.coverage for code, r in read_.items()},
        tuple(note for r in read_.values() for note in r.notes),
    )
    return publication(dataset, tuple(definition for definition, _ in found.values())), reading


def publication(dataset: Dataset, definitions: tuple[Definition, ...]) -> Publication:
    """Return a user's data set in the form of every source: a table for each indicator, under its code."""
    return Publication(
        dataset=dataset,
        tables=tuple(table_of(d) for d in definitions),
        editions=(),
        offers=tuple(_offer(d) for d in definitions),
        ship=ship_nothing,
    )


def _offer(definition: Definition) -> Offer:
    return Offer(definition, (definition.code,), lambda tables: tables[definition.code])


def _dataset(source: Section) -> Dataset:
    title, publisher = source.text("title"), source.text("publisher")
    code = source.text("code", re.sub(r"[^a-z0-9]+", "_", source.form.stem.casefold()).strip("_"))
    if not DATASET.fullmatch(code):
        raise source.refusal(
            "code", f"{printable(code, 40)!r} is no code of a data set; write code = 'roads', small letters, 1–40"
        )
    terms = source.text("licence", "not stated")
    return Dataset(
        code=code,
        title=title,
        publisher=publisher,
        citation=source.text("citation", f"{publisher}, {title}"),
        address=source.text("address", ""),
        licence=Licence(name=terms, words=terms, address="", ship="no"),
    )


def _release(source: Section) -> Release:
    published = source.day("published")
    stamp = source.text("release", published.isoformat())
    if not STAMP.fullmatch(stamp):
        raise source.refusal(
            "release", f"{printable(stamp, 40)!r} is no release; write one such as '2026-03' or 'v2.1'"
        )
    return Release(stamp, published, date.today(), f"your own, from {source.form.name}")


def _definition(section: Section) -> Definition:
    code = section.text("code")
    if not CODE.fullmatch(code) or len(code) > 60:
        raise section.refusal(
            "code", f"{printable(code, 40)!r} is no code; write small words with a dot: 'trade.roads'"
        )
    kind: Kind = section.choice("kind", get_args(Kind))
    adds_over_time = section.truth("adds_over_time", kind == "flow")
    if adds_over_time and kind != "flow":
        raise section.refusal("adds_over_time", f"a {kind} is never added over time; leave it out, or kind = 'flow'")
    return Definition(
        code=code,
        label=section.text("label"),
        unit=section.text("unit"),
        grain=section.choice("grain", GRAINS),
        kind=kind,
        sector=section.text("sector", "own figures"),
        absent=section.choice("absent", get_args(Absence)),
        adds_over_time=adds_over_time,
        adds_over_states=section.truth("adds_over_states", kind in ("flow", "stock")),
        caveats=tuple(_caveat(section, entry) for entry in section.entries("caveats")),
        note=section.text("note", ""),
    )


def _caveat(section: Section, entry: Any) -> Caveat:
    if isinstance(entry, str):
        return Caveat(section.said("caveats", entry))
    part = section.below("caveats", entry)
    part.only(("text", "states", "first", "last"))
    return Caveat(
        text=part.text("text"),
        states=_ids(part, "states") or (),
        first=part.day("first") if "first" in part.values else None,
        last=part.day("last") if "last" in part.values else None,
    )


def _layout(section: Section, definition: Definition, folder: Path) -> Layout:
    name = section.text("file")
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise section.refusal("file", f"{printable(name, 60)!r} lies elsewhere; put the file beside the form")
    if not path.is_file():
        raise section.refusal("file", f"no file {printable(name, 60)!r} beside the form")
    roles = (*who(definition.grain), "month" if by_month(definition.grain) else "year", "value")
    columns = section.below("columns", section.values.get("columns", {}))
    columns.only(roles)
    coverage = section.below("coverage", section.values.get("coverage", {}))
    blank: Absence | None = section.choice("blank", get_args(Absence)) if "blank" in section.values else None
    return Layout(
        path=path,
        sheet=section.text("sheet", ""),
        delimiter=_delimiter(section),
        columns={role: columns.text(role, role) for role in roles},
        codes=section.choice("codes", get_args(Codes), "name"),
        blank=blank,
        leave_out=tuple(section.said("leave_out", word) for word in section.entries("leave_out")),
        **_stated_coverage(section, coverage, definition),
    )


def _delimiter(section: Section) -> str:
    found = section.values.get("delimiter", ",")
    if found not in (",", ";", "\t", "|"):
        raise section.refusal("delimiter", "expected one of ',' ';' '|' '\\t'")
    return str(found)


def _stated_coverage(section: Section, coverage: Section, definition: Definition) -> Mapping[str, Any]:
    """Return years and states as the form states them; None and "as in the file" are what it leaves to the file.

    An absence that counts as zero is claimed for every year and state covered, so the form must say which these are.
    """
    sides = who(definition.grain)
    directed = definition.grain.startswith("directed")
    coverage.only(("years", "states", *((f"{s}s" for s in sides) if directed else ())))
    years = coverage.values.get("years")
    period = None
    if years is not None:
        try:
            period = language.years(str(years))
        except WrongUse as e:
            raise coverage.refusal("years", str(e)) from e
    if period is None and by_month(definition.grain) and definition.absent == "none recorded":
        # Coverage counts in years, so that months after the last in the file would be told as looked at.
        raise section.refusal("absent", "none recorded, by month, needs coverage = {years = '2015:2024'}, whole years")
    found: dict[str, Side] = {}
    for side in sides:
        key = f"{side}s" if f"{side}s" in coverage.values and directed else "states"
        said = coverage.values.get(key, "as in the file")
        found[side] = said if said in ("all", "as in the file") else _ids(coverage, key)
        if definition.absent == "true zero" and (period is None or key not in coverage.values):
            raise section.refusal(
                "coverage" if "coverage" in section.values else "absent",
                "a true zero needs to know where: coverage = {years = '1990:2020', states = 'all'}, or a list of them",
            )
    return {"years": period, "sides": found}


def _ids(section: Section, key: str) -> tuple[str, ...]:
    """Return the ids of the states that a list names, each named once."""
    found = []
    for name in section.entries(key):
        try:
            found.append(states.find(section.said(key, name)).id)
        except WrongUse as e:
            raise section.refusal(key, str(e)) from e
    return tuple(sorted(set(found)))
