"""Lines over years: one pair before the world's median, or several series beside each other.

Dots stand where data exist, gaps stay open, and what is no plain figure has a mark and a word of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.pages import words
from comity.pages.axes import STATUS_SHAPES, Event, Frame, Layer, frame
from comity.pages.charts import change_words, number_of
from comity.pages.drawing import Rows, dots, label
from comity.pages.model import Chart
from comity.pages.palette import Palette, light
from comity.vocabulary import Source

_MOST = 6
_DENSE = 60  # more points than this are drawn without dots
_AT_MOST = 400  # points of one series that are drawn; more are thinned evenly


def line_with_median(
    rows: Rows,
    median: Rows = (),
    band: Rows = (),
    *,
    name: str,
    title: str,
    unit: str,
    median_name: str = "Median of all pairs",
    palette: Palette | None = None,
    event: Event | None = None,
    sources: tuple[Source, ...] = (),
) -> Chart | None:
    """Draw a pair's line before the median (rows of year, value) and a band (rows of year, low, high) of all pairs.

    Returns None for fewer than two values.
    """
    points = _points(rows)
    if len(points) < 2:
        return None
    behind = [p for p in _points(median) if points[0][0] <= p[0] <= points[-1][0]]
    edges = [
        {"year": int(r["year"]), "low": low, "high": high}
        for r in band
        if (low := number_of(r.get("low"))) is not None and (high := number_of(r.get("high"))) is not None
    ]
    edges = [e for e in edges if points[0][0] <= e["year"] <= points[-1][0]]
    colour = (palette or Palette((name,))).of(name, "s1")
    values = [v for _, v in [*points, *behind]] + [v for e in edges for v in (e["low"], e["high"])]
    named = [name, *([median_name] if behind else [])]
    field = frame(_years(rows, points), values, unit, named)
    layers: list[Layer] = [_band(field, edges)] if edges else []
    layers += _line(field, behind, light("rest"), 1.8, dotted=False) if behind else []
    layers += _line(field, points, colour, 2.6)
    ends = [(name, field.y(points[-1][1]), colour)]
    ends += [(median_name, field.y(behind[-1][1]), light("rest"))] if behind else []
    said = change_words(name, points, unit)
    if behind:
        said += f" {median_name}: {words.amount(behind[0][1], unit)} in {behind[0][0]}, "
        said += f"{words.amount(behind[-1][1], unit)} in {behind[-1][0]}."
    medians = dict(behind)
    table = [{**row, **({median_name: medians.get(row["year"])} if behind else {})} for row in _table(rows)]
    spec, said = _finish(field, layers, ends, rows, event, said)
    return Chart(title, said, spec, tuple(table), unit, sources, (points[0][0], points[-1][0]))


def lines(
    rows: Rows,
    *,
    title: str,
    unit: str,
    by: str = "name",
    palette: Palette | None = None,
    event: Event | None = None,
    sources: tuple[Source, ...] = (),
) -> Chart | None:
    """Draw one line for each value of the column `by`, directly labelled; beyond six the largest by their last value.

    Returns None unless a series has two values.
    """
    names = list(dict.fromkeys(str(r[by]) for r in rows))
    series = {n: _points([r for r in rows if str(r[by]) == n]) for n in names}
    long = sorted((n for n in names if len(series[n]) > 1), key=lambda n: -abs(series[n][-1][1]))[:_MOST]
    shown = [n for n in names if n in long]
    if not shown:
        return None
    colours = palette or Palette(tuple(shown))
    drawn = [p for n in shown for p in series[n]]
    kept = [r for r in rows if str(r[by]) in shown]
    field = frame(_years(kept, drawn), [v for _, v in drawn], unit, shown)
    layers = [layer for n in shown for layer in _line(field, series[n], colours.of(n), 2.4)]
    ends = [(n, field.y(series[n][-1][1]), colours.of(n)) for n in shown]
    said = " ".join(change_words(n, series[n], unit) for n in shown)
    left_out = len(names) - len(shown)
    said += f" Not drawn: {words.count(left_out, 'other', 'others')}." if left_out else ""
    years = range(min(y for y, _ in drawn), max(y for y, _ in drawn) + 1)
    cells = {n: {row["year"]: row["value"] for row in _table([r for r in kept if str(r[by]) == n])} for n in shown}
    table = tuple({"year": y, **{n: cells[n].get(y) for n in shown}} for y in years)
    spec, said = _finish(field, layers, ends, kept, event, said)
    return Chart(title, said, spec, table, unit, sources, (years[0], years[-1]))


def _points(rows: Rows) -> list[tuple[int, float]]:
    """Return the years with a value, in order; a year given twice keeps its last."""
    found = {int(r["year"]): v for r in rows if (v := number_of(r.get("value"))) is not None}
    points = sorted(found.items())
    every = -(-len(points) // _AT_MOST)
    return points if every <= 1 else sorted({*points[::every], points[-1]})


def _years(rows: Rows, points: Sequence[tuple[int, float]]) -> list[float]:
    marked = [int(r["year"]) for r in rows if r.get("status") in STATUS_SHAPES]
    return [*(y for y, _ in points), *marked]


def _table(rows: Rows) -> list[dict[str, Any]]:
    """Return year and value, or the word for why there is none."""
    table = []
    for row in sorted(rows, key=lambda r: int(r["year"])):
        value, status = number_of(row.get("value")), str(row.get("status", "reported"))
        absent = status if status not in ("reported", "true zero") else "not known"
        table.append({"year": int(row["year"]), "value": absent if value is None else value})
    return table


def _line(
    field: Frame, points: Sequence[tuple[int, float]], colour: str, stroke: float, dotted: bool = True
) -> list[Layer]:
    """Return a line that breaks where a year is missing, with a dot on each year that has a value."""
    part, rows, last = 0, [], None
    for year, value in points:
        part += last is not None and year - last > 1 and len(points) < _AT_MOST
        rows.append({"x": year, "y": value, "part": part})
        last = year
    mark = {"type": "line", "color": colour, "strokeWidth": stroke, "strokeJoin": "round"}
    encoding = {**field.encoding(), "detail": {"field": "part", "type": "nominal"}}
    layers: list[Layer] = [{"data": {"values": rows}, "mark": mark, "encoding": encoding}]
    if dotted and len(points) <= _DENSE:
        layers.append(dots([{"x": field.x(y), "y": field.y(v), "colour": colour} for y, v in points], size=34))
    return layers


def _band(field: Frame, edges: Sequence[dict[str, Any]]) -> Layer:
    rows = [{"x": e["year"], "y": e["low"], "top": e["high"]} for e in edges]
    mark = {"type": "area", "color": light("faint"), "opacity": 0.28}
    return {"data": {"values": rows}, "mark": mark, "encoding": {**field.encoding(), "y2": {"field": "top"}}}


def _finish(
    field: Frame,
    layers: list[Layer],
    ends: Sequence[tuple[str, float, str]],
    rows: Rows,
    event: Event | None,
    said: str,
) -> tuple[dict[str, Any], str]:
    """Put axis, event, labels and status marks to the lines, and what was marked to the words."""
    base = max(field.marks[0], min(0.0, field.marks[-1]))
    found = []
    for row in rows:
        year, status = int(row["year"]), row.get("status")
        if status in STATUS_SHAPES and field.first <= year <= field.last:
            found.append((float(year), number_of(row.get("value")) or base, str(status)))
    marked, below = field.statuses(found)
    for kind in dict.fromkeys(status for _, _, status in found):
        years = sorted({int(y) for y, _, status in found if status == kind})
        said += f" {kind.capitalize()}: {words.runs(years)}."
    parts = [*layers, *field.words(), *field.rule(event), *marked, *field.beside(ends)]
    if event is not None:
        dated = any(c.isdigit() for c in event[1])
        said += f" Marked: {label(event[1], 60)}" + ("." if dated else f" ({words.date_words(event[0])}).")
    return field.drawn(parts, below), said
