"""The scales, frames and marks that every chart shares, worked out before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from comity.pages import words
from comity.pages.drawing import FONT, LETTER, WIDTH, dots, label, spread, texts, ticks, view
from comity.pages.palette import light
from comity.vocabulary import Status

# Each kind of knowledge that is no plain figure has its own mark, and its word below the chart.
STATUS_SHAPES: Mapping[Status, str] = {
    "true zero": "circle",
    "below threshold": "triangle-down",
    "none recorded": "M-1,0L1,0",
    "not known": "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7",
}
_SIGNS = ("", "share", "per cent", "USD", "index")  # units that need no words over the axis
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)

Event = tuple[date, str]
Layer = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """The field of a chart over years: the years, the values, and the room that the words beside it need."""

    first: float
    last: float
    marks: tuple[float, ...]
    unit: str
    height: int
    right: float

    @cached_property
    def left(self) -> float:
        """Room for the words of the axis."""
        return 12 + LETTER * max(len(tick(m, self.unit)) for m in self.marks)

    @cached_property
    def width(self) -> float:
        """Pixels between the margins."""
        return WIDTH - self.left - self.right

    def x(self, year: float) -> float:
        """Return the pixel of a year."""
        return (year - self.first + 0.5) / (self.last - self.first + 1) * self.width

    def y(self, value: float) -> float:
        """Return the pixel of a value."""
        low, high = self.marks[0], self.marks[-1]
        return self.height * (1 - (value - low) / (high - low))

    def encoding(self) -> dict[str, Any]:
        """Return the encoding of year and value that all layers share."""
        step = next((s for s in _STEPS if (self.last - self.first) / s <= self.width / 52), 1000)
        years = [y for y in range(int(self.first), int(self.last) + 1) if y % step == 0] or [int(self.first)]
        across: dict[str, Any] = {"domain": False, "tickSize": 5, "format": "d", "values": years, "grid": False}
        up: dict[str, Any] = {"domain": False, "ticks": False, "labels": False, "values": list(self.marks)}
        return {
            "x": _channel("x", [self.first - 0.5, self.last + 0.5], across),
            "y": _channel("y", [self.marks[0], self.marks[-1]], up),
        }

    def words(self) -> list[Layer]:
        """Return the words of the value axis and its base line."""
        rows = [{"x": -9, "y": self.y(m), "text": tick(m, self.unit)} for m in self.marks]
        layers = [texts(rows, align="right", color=light("soft"))]
        if self.unit not in _SIGNS:
            said = "million TIV" if self.unit == "TIV million" else label(self.unit, 40)
            layers.append(texts([{"x": -self.left + 4, "y": -15, "text": said}], color=light("soft")))
        return layers

    def rule(self, event: Event | None) -> list[Layer]:
        """Return an event as a vertical rule with its word on top, if it falls inside."""
        if event is None or not self.first - 0.5 < (at := moment(event[0]) - 0.5) < self.last + 0.5:
            return []
        word, x = label(event[1], 32), self.x(at)
        align = "right" if x + len(word) * LETTER > self.width + self.right else "left"
        mark = {"type": "rule", "color": light("soft"), "strokeDash": [3, 3], "strokeWidth": 1.2}
        across = {"field": "x", "type": "quantitative", "scale": None, "axis": None}
        line = {"data": {"values": [{"x": x}]}, "mark": mark, "encoding": {"x": across}}
        return [line, texts([{"x": x, "y": -12, "text": word}], align=align, color=light("soft"))]

    def beside(self, names: Sequence[tuple[str, float, str]]) -> list[Layer]:
        """Return direct labels right of the field: name, pixel where it ends, colour; moved apart if they collide."""
        at = spread([y for _, y, _ in names], FONT + 4, 4, self.height - 4)
        x = self.width + 10
        rows = [{"x": x + 10, "y": y, "text": label(name)} for (name, _, _), y in zip(names, at, strict=True)]
        marks = [{"x": x, "y": y, "colour": colour} for (_, _, colour), y in zip(names, at, strict=True)]
        return [dots(marks, "square", size=70), texts(rows)]

    def statuses(self, found: Sequence[tuple[float, float, str]]) -> tuple[list[Layer], int]:
        """Return the marks of what is no plain figure (year, value, status) with their legend, and its height."""
        kinds = [s for s in STATUS_SHAPES if any(status == s for _, _, status in found)]
        layers: list[Layer] = []
        x, y = 0.0, self.height + 42
        for kind in kinds:
            at = [
                (self.x(year), min(self.y(value), self.height - 9)) for year, value, status in found if status == kind
            ]
            rows = [{"x": px, "y": py, "colour": light("soft")} for px, py in [*at, (x, y)]]
            layers.append(dots(rows, STATUS_SHAPES[kind], filled=False, strokeWidth=1.6, size=52))
            layers.append(texts([{"x": x + 9, "y": y, "text": words.status_words(kind)}], color=light("soft")))
            x += 34 + 1.2 * LETTER * len(words.status_words(kind))
        return layers, 22 if kinds else 0

    def drawn(self, layers: Sequence[Layer], below: int = 0) -> dict[str, Any]:
        """Return the whole specification."""
        return view(layers, self.height, self.left, self.right, bottom=28 + below)


def frame(years: Sequence[float], values: Sequence[float], unit: str, names: Sequence[str], height: int = 240) -> Frame:
    """Return a frame that holds years and values, with room for the names beside it; zero is in it unless far off."""
    low, high = min(values), max(values)
    if low >= 0 and (low < 0.6 * high or unit == "share"):
        low = 0.0
    elif high <= 0 and high > 0.6 * low:
        high = 0.0
    marks = ticks(low, high)
    if unit == "share" and high <= 1.0 < marks[-1]:
        marks = [m for m in marks if m < 1.0] + [1.0]
    right = 26 + LETTER * max((len(label(name)) for name in names), default=0)
    return Frame(min(years), max(years), tuple(marks), unit, height, right)


def tick(value: float, unit: str) -> str:
    """Return the words of one tick: short, with the unit only where it is one sign."""
    if unit == "share":
        return f"{round(value * 100, 10):g} %".replace("-", "−")
    if unit == "USD":
        return words.amount(value, unit)
    if abs(value) >= 10**6:
        return words.amount(value, "")
    return f"{value:,.10g}".replace("-", "−")


def moment(day: date) -> float:
    """Return a day as a year with a fraction: 1 July 2021 is about 2021.5."""
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / 366


def _channel(name: str, domain: list[float], axis: dict[str, Any]) -> dict[str, Any]:
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"field": name, "type": "quantitative", "scale": scale, "axis": axis}
