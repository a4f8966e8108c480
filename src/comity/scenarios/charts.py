"""One chart that the other rooms do not need: a figure before and after, the latter with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.pages import words
from comity.pages.axes import tick
from comity.pages.charts import own_colour
from comity.pages.drawing import LETTER, WIDTH, dots, label, texts, ticks, view
from comity.pages.model import Chart
from comity.pages.palette import light
from comity.vocabulary import Source

MOST = 14
_ROW = 25


@dataclass(frozen=True)
class Span:
    """A name with its figure before, and after at the central parameters and at both ends of the interval."""

    name: str
    before: float
    after: float
    low: float
    high: float


def intervals(
    spans: Sequence[Span], *, title: str, before: str, after: str, unit: str, bars: bool, sources: tuple[Source, ...]
) -> Chart | None:
    """Draw each name's figure before as a hollow dot and after as a dot on its interval; `bars` joins the two.

    Given in the order in which they are drawn; the first are kept. Returns None for none.
    """
    shown = list(spans[:MOST])
    if not shown:
        return None
    marks = ticks(min(min(s.before, s.low, s.after) for s in shown), max(max(s.before, s.high, s.after) for s in shown))
    said = [words.amount(s.after, unit) if bars else _moved(s, unit) for s in shown]
    left, right = (14 + LETTER * max(map(len, column)) for column in ([label(s.name) for s in shown], said))
    width, height = WIDTH - left - right - 10, _ROW * len(shown)

    def x(value: float) -> float:
        return (value - marks[0]) / (marks[-1] - marks[0]) * width

    at = [_ROW * (i + 0.5) for i in range(len(shown))]
    colours = [light("s1") if s.after < s.before else light("s2") for s in shown]
    rows = list(zip(shown, at, colours, strict=True))
    grid = [{"x": x(m), "x2": x(m), "y": 0, "y2": height, "colour": light("rule")} for m in marks]
    joined = [{"x": x(s.before), "x2": x(s.after), "y": y, "y2": y, "colour": c} for s, y, c in rows]
    spread = [{"x": x(s.low), "x2": x(s.high), "y": y, "y2": y, "colour": light("ink")} for s, y, _ in rows]
    second = 40 + 1.2 * LETTER * len(before)
    key = [{"x": 10, "y": -12, "text": before}, {"x": second, "y": -12, "text": after}]
    layers = [
        _rules(grid, 1),
        *([_rules(joined, 11, opacity=0.55)] if bars else []),
        _rules(spread, 1.6),
        dots([{"x": x(s.before), "y": y, "colour": light("soft")} for s, y, _ in rows], filled=False, strokeWidth=2),
        dots([{"x": x(s.after), "y": y, "colour": c} for s, y, c in rows], size=85),
        dots([{"x": 0, "y": -12, "colour": light("soft")}], filled=False, strokeWidth=2),
        dots([{"x": second - 10, "y": -12, "colour": light("s2")}], size=85),
        texts([{"x": -12, "y": y, "text": label(s.name)} for s, y, _ in rows], align="right"),
        texts([{"x": width + 14, "y": y, "text": t} for y, t in zip(at, said, strict=True)], color=light("soft")),
        texts(
            [{"x": x(m), "y": height + 14, "text": tick(m, unit)} for m in marks], align="center", color=light("soft")
        ),
        texts(key, color=light("soft")),
    ]
    ends = [
        f"{s.name} from {words.amount(s.before, unit)} to {words.amount(s.after, unit)}" for s in (shown[0], shown[-1])
    ]
    described = f"{before} against {after}, with the interval of 95 of 100 draws: {' and '.join(dict.fromkeys(ends))}."
    if len(spans) > len(shown):
        described += f" Not drawn: {words.count(len(spans) - len(shown), 'other', 'others')}."
    table = tuple({"name": s.name, before: s.before, after: s.after, "low": s.low, "high": s.high} for s in shown)
    return Chart(title, described, view(layers, height, left, right), table, unit, sources)


def _moved(span: Span, unit: str) -> str:
    change = span.after - span.before
    return words.difference(change, unit, short=True) if change else "unchanged"


def _rules(rows: Sequence[dict[str, Any]], stroke: float, **mark: Any) -> dict[str, Any]:
    place = {"type": "quantitative", "scale": None, "axis": None}
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rule", "strokeWidth": stroke, **mark},
        "encoding": {
            "x": {"field": "x", **place},
            "y": {"field": "y", **place},
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": own_colour("colour"),
        },
    }
