"""Panels as files: Parquet, CSV, XLSX and Stata, each with its codebook beside it, whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.catalogue import cite
from comity.catalogue.exports import SHEET_ROWS, safe_cell, show_pandas
from comity.errors import WrongUse, printable
from comity.panels.assembling import Assembled
from comity.panels.codebook import Lost, codebook, column_entries
from comity.panels.output import Counted, count, tables
from comity.store import check_writable
from comity.store.files import whole

if TYPE_CHECKING:
    import pyarrow as pa

STATA_LETTERS, STATA_LABEL = 32, 80
STATA_ROWS = 20_000_000


@dataclass(frozen=True)
class Job:
    """What a writer needs: the plan, the recipe, where what is missing is counted, and what finds no row at all."""

    plan: Assembled
    recipe: str
    counted: Counted
    lost: Callable[[], Lost]

    def groups(self) -> Iterator[pa.Table]:
        """Give the rows, a group at a time."""
        return tables(self.plan, self.counted)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the rows one by one; few at a time are objects of Python, which take much room."""
        for group in self.groups():
            for batch in group.to_batches(10_000):
                yield from batch.to_pylist()


def codebook_path(path: Path) -> Path:
    """Return where the codebook of a panel is written: beside it."""
    return path.with_name(f"{path.stem}.codebook.toml")


def check(path: Path, plan: Assembled | None = None) -> str:
    """Return the ending of a file that a panel can be written to; with a plan, also whether it has room for it.

    Raises
    ------
    WrongUse
        An unknown ending, more rows than a sheet holds, names that are one in Stata.
    Failure
        The place cannot be written.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in WRITERS:
        raise WrongUse(f"{printable(str(path), 120)}: unknown ending; use one of {', '.join('.' + e for e in WRITERS)}")
    check_writable(path)
    check_writable(codebook_path(path))
    if plan is None:
        return ending
    most = {"xlsx": SHEET_ROWS, "dta": STATA_ROWS}.get(ending)
    rows = count(plan) if most is not None else 0
    if most is not None and rows > most:
        raise WrongUse(f"{rows:,} rows are more than .{ending} takes here ({most:,}); write .parquet or .csv")
    if ending == "dta":
        _stata_names([s.name for s in plan.shown])
    return ending


def save(path: Path, job: Job) -> None:
    """Write a panel and its codebook; both are there at the end, or neither.

    Raises
    ------
    WrongUse, Failure
        As for `check`; or the disk fills while writing.
    """
    ending = check(path, job.plan)
    beside = codebook_path(path)
    with whole(path) as temporary:
        WRITERS[ending](temporary, job)
        with whole(beside) as book:
            book.write_text(codebook(job.plan, job.recipe, job.counted, job.lost()), encoding="utf-8", newline="\n")


def labelled(table: pa.Table, plan: Assembled, recipe: str) -> pa.Schema:
    """Return the schema of a table with label, unit and source of each column, the recipe and the citations."""
    import pyarrow as pa

    entries = {e["name"]: e for e in column_entries(plan, Counted())}
    said = ("label", "unit", "code", "done", "source", "coverage", "absent")
    fields = [f.with_metadata({k: str(v) for k in said if (v := entries[f.name].get(k))}) for f in table.schema]
    return pa.schema(fields, metadata={"recipe": recipe, "citation": cite(plan.sources)})


def _parquet(path: Path, job: Job) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    writer = None
    try:
        # One group is encoded while the next is made: neither holds Python's lock.
        with ThreadPoolExecutor(1) as beside:
            written: Future[None] | None = None
            for group in job.groups():
                if writer is None:
                    writer = pq.ParquetWriter(path, labelled(group, job.plan, job.recipe), compression="zstd")
                if written is not None:
                    written.result()
                group = pa.Table.from_arrays(group.columns, schema=writer.schema)
                written = beside.submit(writer.write_table, group)
            if written is not None:
                written.result()
    finally:
        if writer is not None:
            writer.close()


def _csv(path: Path, job: Job) -> None:
    import polars as pl

    with path.open("wb") as file:
        for i, group in enumerate(job.groups()):
            frame = pl.from_arrow(group)
            assert isinstance(frame, pl.DataFrame)
            words = [c for c in ("leader", "leader_name") if c in frame.columns]
            frame = frame.with_columns(pl.col(c).map_elements(safe_cell, return_dtype=pl.String) for c in words)
            frame.write_csv(file, include_header=i == 0, line_terminator="\r\n")


def _xlsx(path: Path, job: Job) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**options, "constant_memory": True, "tmpdir": str(path.parent)}) as file:
        day = file.add_format({"num_format": "yyyy-mm-dd"})
        sheet = file.add_worksheet("panel")
        sheet.write_row(0, 0, [s.name for s in job.plan.shown])
        for at, row in enumerate(job.rows(), 1):
            for j, value in enumerate(row.values()):
                if hasattr(value, "isoformat"):
                    sheet.write_datetime(at, j, value, day)
                elif value is not None:
                    sheet.write(at, j, value)
        _sheet(file.add_worksheet("columns"), column_entries(job.plan, job.counted))
        lines = file.add_worksheet("recipe")
        for i, line in enumerate(job.recipe.splitlines()):
            lines.write_string(i, 0, line)
        sources = file.add_worksheet("sources")
        for i, line in enumerate(cite(job.plan.sources).splitlines()):
            sources.write_string(i, 0, line)


def _sheet(sheet: Any, entries: list[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(k for e in entries for k in e))
    sheet.write_row(0, 0, names)
    for i, entry in enumerate(entries, 1):
        for j, name in enumerate(names):
            value = entry.get(name)
            if value is not None:
                sheet.write(i, j, " ".join(value)[:32_000] if isinstance(value, list) else value)


def _dta(path: Path, job: Job) -> None:
    show_pandas()
    import pandas as pd

    groups = [g.to_pandas(date_as_object=False) for g in job.groups()]
    names = _stata_names([s.name for s in job.plan.shown])
    frame = pd.concat(groups, ignore_index=True).rename(columns=names)
    for column in frame.columns:
        if frame[column].dtype in (object, bool) or str(frame[column].dtype) in ("category", "string", "str"):
            yes_no = frame[column].dtype == bool
            frame[column] = frame[column].astype("int8" if yes_no else object)
    labels = {names[e["name"]]: _label(e) for e in column_entries(job.plan, job.counted)}
    title = f"{job.plan.units.grain} panel; recipe and sources in the codebook beside"
    words: dict[str, Any] = {"variable_labels": labels, "data_label": title[:STATA_LABEL]}
    days = {c: "td" for c in frame.columns if frame[c].dtype.kind == "M"}
    frame.to_stata(path, version=118, write_index=False, convert_dates=days, **words)


def _label(entry: dict[str, Any]) -> str:
    unit = f" ({entry['unit']})" if entry.get("unit") else ""
    return f"{entry['label']}{unit}"[:STATA_LABEL]


def _stata_names(names: list[str]) -> dict[str, str]:
    short = {n: re.sub(r"[^A-Za-z0-9_]", "_", n)[:STATA_LETTERS] for n in names}
    if len(set(short.values())) < len(short):
        twice = [n for n in names if list(short.values()).count(short[n]) > 1]
        raise WrongUse(
            f"Stata's names have {STATA_LETTERS} letters, and {printable(' and '.join(twice[:2]), 100)} are one then; "
            "name one with as="
        )
    return short


WRITERS: dict[str, Callable[[Path, Job], None]] = {"parquet": _parquet, "csv": _csv, "xlsx": _xlsx, "dta": _dta}
