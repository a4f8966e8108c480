"""An answer of the United Nations' own interface (UN Comtrade, JSON): the reports on which WITS rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from comity.errors import Failure, printable
from comity.sources import trade_flows
from comity.sources.publication import Reading
from comity.sources.reading import LINE, Correction, closed, number_by_code, pl, read_json
from comity.vocabulary import Release, Span

# The most rows that one question is answered with, with a key and in the preview without one: more are cut away.
MOST_ROWS = (100_000, 500)
CORRECTIONS = (Correction("S19", "TWN", "'Other Asia, not elsewhere specified', which is Taiwan in practice"),)
NO_STATES = {
    "W00": "the world, the sum of all partners",
    "_X": "areas not elsewhere specified",
    "EUR": "the European Union as one, beside its members",
    "XX": "partner not specified",
    "A79": "special categories, mostly kept secret",
    "F97": "bunkers: fuel and stores for ships and aircraft",
    "A49": "free zones",
}
FLOWS = {"X": "exports", "M": "imports"}
# Only the total of all goods, by partner, of a whole year; every other part of a flow would be counted twice.
_WHOLE = {"typeCode": "C", "freqCode": "A", "cmdCode": "TOTAL", "partner2Code": 0, "motCode": 0, "customsCode": "C00"}
_USED = ("refYear", "reporterISO", "partnerISO", "flowCode", "primaryValue")


def read_answer(paths: Mapping[str, Path]) -> Reading:
    """Read the total of goods by reporter, partner and year, exports and imports."""
    path = paths["reports"]
    frame = closed(_rows(path), "flowCode", FLOWS, path)
    for side, to in (("reporter", "reporter_number"), ("partner", "partner_number")):
        frame = number_by_code(
            frame, side, to, path, system="iso3", year="year", others=NO_STATES, corrections=CORRECTIONS
        )
    frame = frame.filter(pl.col("partner") != "W00")
    today = date.today()
    tables: dict[str, pl.DataFrame] = {}
    spans: dict[str, tuple[Span, ...]] = {}
    for letter, flow in FLOWS.items():
        part = frame.filter(pl.col("flowCode") == letter)
        if part.is_empty():
            continue
        exporter, importer = ("reporter", "partner") if flow == "exports" else ("partner", "reporter")
        tables[flow] = part.select(
            LINE,
            "year",
            "dollars",
            pl.col(exporter).alias("exporter"),
            pl.col(importer).alias("importer"),
            pl.col(f"{exporter}_number").alias("origin"),
            pl.col(f"{importer}_number").alias("target"),
        )
        spans[flow] = _asked(part, flow)
    if not tables:
        raise Failure(f"{path}: only totals of the world in it; ask for the partners too")
    return Reading(Release(today.isoformat(), today, today, "UN Comtrade as answered on this day"), tables, spans)


def _rows(path: Path) -> pl.DataFrame:
    answer = read_json(path)
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not rows:
        said = printable(str(answer), 80)
        raise Failure(f"{path}: no rows, it says {said}; an empty answer is no zero, ask UN Comtrade again")
    if len(rows) in MOST_ROWS:
        raise Failure(f"{path}: {len(rows):,} rows, the most of one answer, so that others are cut away; ask for less")
    found: list[tuple[Any, ...]] = []
    for line, row in enumerate(rows, 1):
        try:
            odd = [f"{key} {row[key]!r}" for key, whole in _WHOLE.items() if row[key] != whole]
            year, *words, dollars = (row[key] for key in _USED)
            found.append((int(year), *(str(w) for w in words), float(dollars), line))
        except (KeyError, TypeError, ValueError):
            raise Failure(f"{path}: row {line} lacks one of {', '.join(_USED)}; ask UN Comtrade again") from None
        if odd:
            raise Failure(f"{path}: row {line} has {printable(', '.join(odd), 60)}; ask for all goods of whole years")
    schema = {
        "year": pl.Int32, "reporter": pl.String, "partner": pl.String, "flowCode": pl.String, "dollars": pl.Float64,
        LINE: pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(found, schema=schema, orient="row")


def _asked(part: pl.DataFrame, flow: str) -> tuple[Span, ...]:
    """Return the years, reporters and partners that the answer has; others were perhaps not asked for."""
    reporters = trade_flows.ids_in(part, "reporter_number")
    partners = trade_flows.ids_in(part, "partner_number")
    years = part["year"].to_list()
    sides = (reporters, partners) if flow == "exports" else (partners, reporters)
    return (Span(min(years), max(years), *sides),)
