"""Charts as functions of plain rows: each gives a `Chart` with its words, or None where a sentence says it better.

Rows are mappings with `year`, `value`, `name` and (where it matters) `status`. A year without a row is a gap, and stays
one. At most seven names are told apart; all others are one grey rest. The words of a chart are made from its rows.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from comity.pages import words
from comity.pages.axes import Event, Layer, frame, moment, tick
from comity.pages.drawing import FONT, LETTER, WIDTH, Rows, dots, label, texts, ticks, view
from comity.pages.model import Chart
from comity.pages.palette import Palette, light
from comity.vocabulary import Source

OTHERS = "Others"
_ROW = 27
_MOST = 12


def shares_over_time(
    rows: Rows,
    highlight: str,
    *,
    title: str,
    palette: Palette | None = None,
    event: Event | None = None,
    unit: str = "share",
    sources: tuple[Source, ...] = (),
) -> Chart | None:
    """Stack the shares of each year, `highlight` lowest, then the four largest of the rest, then all others in grey.

    Names that the palette does not know get its free hues; where none is left they are among the others, so that no
    two greys stand on each other.

    Returns None for fewer than two years with a value.
    """
    known = [r for r in rows if number_of(r.get("value")) is not None]
    years = sorted({int(r["year"]) for r in known})
    if len(years) < 2:
        return None
    cells: dict[tuple[int, str], float] = {}
    for row in known:
        key = (int(row["year"]), str(row["name"]))
        cells[key] = cells.get(key, 0.0) + max(float(row["value"]), 0.0)
    totals = {n: sum(v for (_, m), v in cells.items() if m == n) for n in dict.fromkeys(n for _, n in cells)}
    next_ones = sorted((n for n in totals if n != highlight and totals[n] > 0), key=lambda n: (-totals[n], n))
    palette = (palette or Palette()).joined([highlight, *next_ones[:4]])
    names = [highlight, *(n for n in next_ones[:4] if palette.knows(n))]
    table = _pivot(cells, names, range(years[0], years[-1] + 1), len(names) <= len(next_ones))
    spec = _stacked(table, palette, unit, event)
    described = _course(highlight, cells, years, unit)
    gaps = [str(r["year"]) for r in table if all(v is None for k, v in r.items() if k != "year")]
    described += f" No figures for {words.listed(gaps)}." if gaps else ""
    described += f" Drawn beside it: {words.listed(names[1:])}." if names[1:] else ""
    return Chart(title, described, spec, tuple(table), unit, sources, (years[0], years[-1]))


def _course(name: str, cells: Mapping[tuple[int, str], float], years: Sequence[int], unit: str) -> str:
    """Say where a share goes from and to; a year without a row of its own is no zero."""
    points = [(y, cells[y, name]) for y in years if (y, name) in cells]
    if not points:
        return f"{label(name, 60)}: nothing on record."
    said = change_words(name, points, unit)
    last = points[-1][0]
    return said if last == years[-1] else f"{said} Nothing on record for it after {last}."


def before_after(
    rows: Rows,
    *,
    title: str,
    before: str,
    after: str,
    unit: str = "share",
    palette: Palette | None = None,
    sources: tuple[Source, ...] = (),
) -> Chart | None:
    """Draw `before` and `after` of each name (rows of name, before, after) as two dots and a line, by change.

    The twelve largest changes are drawn. Returns None for fewer than two names with both values.
    """
    whole = [
        (str(r["name"]), b, a)
        for r in rows
        if (b := number_of(r.get("before"))) is not None and (a := number_of(r.get("after"))) is not None
    ]
    if len(whole) < 2:
        return None
    shown = sorted(whole, key=lambda p: (-abs(p[2] - p[1]), p[0]))[:_MOST]
    shown.sort(key=lambda p: (p[1] - p[2], p[0]))
    spec = _dumbbells(shown, (before, after), unit, palette or Palette(tuple(n for n, _, _ in shown[:6])))
    up, down = shown[0], shown[-1]
    said = [f"{n} from {words.amount(b, unit)} to {words.amount(a, unit)}" for n, b, a in dict.fromkeys([up, down])]
    left_out = len(rows) - len(shown)
    described = f"{before} against {after}: {' and '.join(said)}."
    described += f" Not drawn: {words.count(left_out, 'other', 'others')}." if left_out else ""
    table = tuple({"name": n, before: b, after: a} for n, b, a in shown)
    return Chart(title, described, spec, table, unit, sources)


def timeline(
    events: Rows,
    *,
    title: str,
    until: date,
    since: date | None = None,
    still: str = "in force",
    sources: tuple[Source, ...] = (),
) -> Chart | None:
    """Draw measures as bars from start to end, or to `until` if there is none, and visits as ticks.

    Events are rows of `name`, `start` (a date), `end` (a date or None), `kind` ("bar" or "tick") and, where the day is
    not known, `precision` ("month" or "year"); ticks of one name share a line. `still` is the word for a bar without an
    end. The twelve latest lines are drawn. Returns None without an event that begins before `until`.
    """
    dated = [e for e in events if isinstance(e.get("start"), date) and e["start"] <= until]
    dated = [e for e in dated if since is None or (e.get("end") or until) >= since]
    if not dated:
        return None
    lanes: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for place, event in enumerate(dated):
        lanes.setdefault((str(event["name"]), -1 if event.get("kind") == "tick" else place), []).append(event)
    latest = sorted(lanes.values(), key=lambda lane: (max(e["start"] for e in lane), str(lane[0]["name"])))[-_MOST:]
    latest.sort(key=lambda lane: (min(e["start"] for e in lane), str(lane[0]["name"])))
    spec = _bars(latest, since, until)
    ordered = sorted(dated, key=lambda e: (e["start"], str(e["name"])))
    first, last = ordered[0], ordered[-1]
    open_ones = sum(1 for e in dated if e.get("kind") != "tick" and e.get("end") is None)
    described = f"{words.count(len(dated), 'event', 'events')}, from {label(first['name'], 60)}"
    described += f" ({_day(first)}) to {label(last['name'], 60)} ({_day(last)})."
    described += f" Still {still}: {open_ones}." if open_ones else ""
    left_out = len(lanes) - len(latest)
    described += f" Drawn are the latest {len(latest)} of {len(lanes)} lines." if left_out else ""
    table = tuple({"what": str(e["name"]), "start": _day(e), "end": _end(e, still)} for e in ordered)
    return Chart(title, described, spec, table, "", sources, (first["start"].year, last["start"].year))


def _day(event: Mapping[str, Any]) -> str:
    """Return the day on which an event begins, as exactly as it is known."""
    return words.date_words(event["start"], str(event.get("precision") or "day"))


def _end(event: Mapping[str, Any], still: str) -> Any:
    if event.get("kind") == "tick":
        return ""
    return event.get("end") or still


def number_of(value: object) -> float | None:
    """Return a value as a finite number, or None."""
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    return None


def change_words(name: str, points: Sequence[tuple[int, float]], unit: str) -> str:
    """Say where a series goes from and to, the change, and its highest point if that is neither."""
    (first, start), (last, end) = points[0], points[-1]
    said = f"{label(name, 60)}: {words.amount(start, unit)} in {first}, {words.amount(end, unit)} in {last}"
    change = end - start
    said += "; " + (words.difference(change, unit) if change else "unchanged")
    year, top = max(points, key=lambda p: (p[1], -p[0]))
    if year not in (first, last) and top > max(start, end):
        said += f"; highest {words.amount(top, unit)} in {year}"
    return said + "."


def _pivot(
    cells: Mapping[tuple[int, str], float], names: Sequence[str], years: range, others: bool
) -> list[dict[str, Any]]:
    """Return one row a year with a column a name; a year of which nothing is known has no values."""
    table = []
    for year in years:
        found = {n: v for (y, n), v in cells.items() if y == year}
        row: dict[str, Any] = {"year": year, **{n: found.get(n, 0.0) if found else None for n in names}}
        if others:
            row[OTHERS] = sum(v for n, v in found.items() if n not in names) if found else None
        table.append(row)
    return table


def _stacked(table: Sequence[Mapping[str, Any]], palette: Palette, unit: str, event: Event | None) -> dict[str, Any]:
    names = [n for n in table[0] if n != "year"]
    totals = [sum(row[n] or 0.0 for n in names) for row in table]
    top = 1.0 if unit == "share" and 0.8 < max(totals) < 1.01 else max(totals)
    field = frame([row["year"] for row in table], [0.0, top], unit, names, height=270)
    bars, ends = [], {}
    for row in table:
        low = 0.0
        for name in names:
            high = low + (row[name] or 0.0)
            colour = light("rest") if name == OTHERS else palette.of(name, "s1")
            if high > low:
                bars.append(
                    {"x": row["year"] - 0.42, "to": row["year"] + 0.42, "y": low, "top": high, "colour": colour}
                )
            if any(row[n] for n in names):
                ends[name] = (name, field.y((low + high) / 2), colour)
            low = high
    encoding = field.encoding()
    layer = {
        "data": {"values": bars},
        "mark": {"type": "rect", "stroke": light("paper"), "strokeWidth": 1},
        "encoding": {**encoding, "x2": {"field": "to"}, "y2": {"field": "top"}, "color": own_colour("colour")},
    }
    return field.drawn([layer, *field.words(), *field.rule(event), *field.beside(list(ends.values()))])


def own_colour(name: str) -> dict[str, Any]:
    """Return the encoding of a colour that stands in the rows."""
    return {"field": name, "type": "nominal", "scale": None, "legend": None}


def _dumbbells(
    shown: Sequence[tuple[str, float, float]], heads: tuple[str, str], unit: str, palette: Palette
) -> dict[str, Any]:
    marks = ticks(min(0.0, *(min(b, a) for _, b, a in shown)), max(max(b, a) for _, b, a in shown))
    left = 14 + LETTER * max(len(label(n)) for n, _, _ in shown)
    changes = [words.difference(a - b, unit, short=True) if a != b else "unchanged" for _, b, a in shown]
    right = 24 + LETTER * max(len(c) for c in changes)
    width, height = WIDTH - left - right, _ROW * len(shown)

    def x(value: float) -> float:
        return (value - marks[0]) / (marks[-1] - marks[0]) * width

    lines, hollow, filled, said = [], [], [], []
    for i, ((name, b, a), change) in enumerate(zip(shown, changes, strict=True)):
        y, colour = _ROW * (i + 0.5), palette.of(name)
        lines.append({"x": x(b), "x2": x(a), "y": y, "colour": colour})
        hollow.append({"x": x(b), "y": y, "colour": colour})
        filled.append({"x": x(a), "y": y, "colour": colour})
        said.append({"x": width + 16, "y": y, "text": change})
    names = [{"x": -12, "y": _ROW * (i + 0.5), "text": label(n)} for i, (n, _, _) in enumerate(shown)]
    foot = [{"x": x(m), "y": height + 14, "text": tick_words} for m, tick_words in _ticks(marks, unit)]
    second = 40 + 1.2 * LETTER * len(heads[0])
    key = [{"x": 10, "y": -12, "text": heads[0]}, {"x": second, "y": -12, "text": heads[1]}]
    layers = [
        _rules([{"x": x(m), "x2": x(m), "y": 0, "y2": height, "colour": light("rule")} for m in marks], 1),
        _rules([{**line, "y2": line["y"]} for line in lines], 3),
        dots([{**p, "colour": light("paper")} for p in hollow], size=90),
        dots([*hollow, {"x": 0, "y": -12, "colour": light("soft")}], filled=False, strokeWidth=2, size=80),
        dots([*filled, {"x": second - 10, "y": -12, "colour": light("soft")}], size=100),
        texts(names, align="right"),
        texts(said, color=light("soft")),
        texts(foot, align="center", color=light("soft")),
        texts(key, color=light("soft")),
    ]
    return view(layers, height, left, right)


def _ticks(marks: Sequence[float], unit: str) -> list[tuple[float, str]]:
    return [(m, tick(m, unit)) for m in marks]


def _rules(rows: Rows, stroke: float, cap: str = "butt") -> Layer:
    place = {"type": "quantitative", "scale": None, "axis": None}
    return {
        "data": {"values": [dict(r) for r in rows]},
        "mark": {"type": "rule", "strokeWidth": stroke, "strokeCap": cap},
        "encoding": {
            "x": {"field": "x", **place},
            "y": {"field": "y", **place},
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": own_colour("colour"),
        },
    }


def _bars(lanes: Sequence[Sequence[Mapping[str, Any]]], since: date | None, until: date) -> dict[str, Any]:
    first = moment(since or min(e["start"] for lane in lanes for e in lane))
    last = moment(until)
    first = min(first, last - 1)
    height, row = 36 * len(lanes), 36
    width = WIDTH - 24

    def x(at: float) -> float:
        return (max(at, first) - first) / (last - first) * width

    bars, visits, open_ends, names = [], [], [], []
    for i, lane in enumerate(lanes):
        y = row * i + 25
        start = min(x(moment(e["start"])) for e in lane)
        words_here = label(lane[0]["name"], 60)
        flush = start + LETTER * len(words_here) > width
        names.append({"x": width if flush else start, "y": y - 14, "text": words_here, "flush": flush})
        for e in lane:
            here = x(moment(e["start"]))
            if e.get("kind") == "tick":
                visits.append({"x": here, "y": y, "colour": light("s2")})
                continue
            end = width if e.get("end") is None else max(x(moment(e["end"])), here + 3)
            bars.append({"x": here, "x2": end, "y": y, "y2": y, "colour": light("s1")})
            if e.get("end") is None:
                open_ends.append({"x": width + 4, "y": y, "colour": light("s1")})
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if (last - first) / s <= 9), 200)
    years = [y for y in range(math.ceil(first), int(last) + 1) if y % step == 0]
    grid = [{"x": x(y), "x2": x(y), "y": 0, "y2": height, "colour": light("rule")} for y in years]
    foot = [{"x": x(y), "y": height + 12, "text": str(y)} for y in years]
    layers = [
        _rules(grid, 1),
        _rules(bars, 9),
        dots(open_ends, "triangle-right", size=110),
        dots(visits, "M-0.22,-1L0.22,-1L0.22,1L-0.22,1Z", size=190),
        texts([n for n in names if not n["flush"]]),
        texts([n for n in names if n["flush"]], align="right"),
        texts(foot, align="center", color=light("soft"), fontSize=FONT),
    ]
    return view([layer for layer in layers if layer["data"]["values"]], height, 8, 16, top=4)
