"""From a Vega-Lite specification to an SVG that is part of the page.

The drawing takes the page's colours (see `palette`) and its font, fills the width it is given, says nothing to a screen
reader (the figure around it has the words), and can load nothing: data are inline and no address is allowed.
"""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from queue import SimpleQueue
from typing import Any
from xml.etree import ElementTree

from comity.errors import Failure
from comity.pages.palette import COLOURS, light

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 560
FONT = 13
LETTER = 7.3  # width of a letter at that size, on the safe side
DEADLINE = 30
_PEN = """
import json, sys, vl_convert
def draw(spec):
    try:
        return {"svg": vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])}
    except Exception as error:
        return {"error": (str(error).splitlines() or ["unknown"])[0]}
draw({"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x", "type": "quantitative"}}})
for line in sys.stdin:
    print(json.dumps(draw(json.loads(line))), flush=True)
"""
_one_at_a_time = threading.Lock()
_ahead = threading.Event()
_begun: dict[str, _Begun] = {}
_SVG = "http://www.w3.org/2000/svg"
_DROPPED = ("role", "class", "font-family", "pointer-events", "width", "height", "version", "style")
_VARIABLES = {pair[0]: f"var(--{name},{pair[0]})" for name, pair in COLOURS.items()}

Rows = Sequence[Mapping[str, Any]]


def label(text: object, limit: int = 24) -> str:
    """Return text fit for a drawing: one line, no control characters, cut to `limit` letters."""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(text)[:400]).split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def to_svg(spec: Mapping[str, Any]) -> str:
    """Draw a specification.

    Raises
    ------
    Failure
        If the specification cannot be drawn, or not within `DEADLINE` seconds.
    """
    text = json.dumps(spec)
    begun = _begun.pop(text, None)
    if begun is None:
        with _one_at_a_time:
            answer = _ask(text)
    else:
        begun.ended.wait()
        answer = begun.answer
    if "error" in answer:
        raise Failure(f"a chart could not be drawn: {answer['error']}")
    return _for_page(answer["svg"])


def ready() -> None:
    """Start the process that draws, so that it warms up while the figures are being read, and let `ahead` begin.

    The drawing library takes half a second for its first chart and holds the interpreter's lock meanwhile; in a process
    of its own it also cannot take this one down with it.
    """
    with _one_at_a_time:
        _pen()
    _ahead.set()


def ahead(spec: Mapping[str, Any]) -> None:
    """Begin to draw what `to_svg` will be asked for, where `ready` said that a page will be; else do nothing."""
    text = json.dumps(spec) if _ahead.is_set() else ""
    if text and text not in _begun:
        _begun[text] = begun = _Begun()
        _drawer().put((text, begun))


def settled() -> None:
    """Forget what was begun and not asked for: the page is made."""
    _ahead.clear()
    _begun.clear()


class _Begun:
    """A drawing that was begun ahead: when it ends, and what came of it."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.answer: dict[str, str] = {"error": "the drawing process ended"}


@cache
def _drawer() -> SimpleQueue[tuple[str, _Begun]]:
    """Return the queue of a thread that hands one drawing after the other to the process."""
    queue: SimpleQueue[tuple[str, _Begun]] = SimpleQueue()

    def work() -> None:
        while True:
            text, begun = queue.get()
            try:
                with _one_at_a_time:
                    begun.answer = _ask(text)
            finally:
                begun.ended.set()

    threading.Thread(target=work, daemon=True, name="comity-drawing").start()
    return queue


def put_down() -> None:
    """End the process that draws, if there is one."""
    if _pen.cache_info().currsize:
        pen = _pen()
        _pen.cache_clear()
        atexit.unregister(put_down)
        pen.kill()
        pen.communicate()


@cache
def _pen() -> subprocess.Popen[str]:
    # Isolated: the current folder and the environment bring no modules of their own into it.
    pen = subprocess.Popen(
        [sys.executable, "-I", "-c", _PEN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    atexit.register(put_down)
    return pen


def _ask(spec: str) -> dict[str, str]:
    pen = _pen()
    assert pen.stdin is not None
    assert pen.stdout is not None
    watch = threading.Timer(DEADLINE, pen.kill)
    watch.start()
    try:
        pen.stdin.write(spec + "\n")
        pen.stdin.flush()
        line = pen.stdout.readline()
    except (OSError, ValueError):  # it has ended, or was put down meanwhile
        line = ""
    finally:
        watch.cancel()
    if not line:
        put_down()
        return {"error": "the drawing process ended"}
    answer: dict[str, str] = json.loads(line)
    return answer


def _for_page(drawn: str) -> str:
    root = ElementTree.fromstring(drawn)
    size = root.get("viewBox", f"0 0 {WIDTH} 100")
    for node in root.iter():
        for name in list(node.attrib):
            if name.startswith("aria-") or name in _DROPPED[:4] or (name in _DROPPED and node is root):
                del node.attrib[name]
            elif node.attrib[name] in _VARIABLES:
                node.set(name, _VARIABLES[node.attrib[name]])
    root.attrib.clear()
    root.attrib.update({"viewBox": size, "aria-hidden": "true", "focusable": "false"})
    ElementTree.register_namespace("", _SVG)
    text = ElementTree.tostring(root, encoding="unicode")
    return re.sub(r"(?<=\d)(\.\d{2})\d+(?=[^>]*>)", r"\1", text)


def view(
    layers: Sequence[Mapping[str, Any]], height: int, left: float, right: float, bottom: int = 26, top: int = 22
) -> dict[str, Any]:
    """Return a specification of layers with fixed margins, so that its width is always `WIDTH`."""
    return {
        "$schema": SCHEMA,
        "width": WIDTH - left - right,
        "height": height,
        "padding": {"left": left, "right": right, "top": top, "bottom": bottom},
        "autosize": {"type": "none"},
        "config": {
            "aria": False,
            "font": "sans-serif",
            "background": None,
            "view": {"stroke": None},
            "axis": {
                "labelColor": light("soft"),
                "labelFontSize": FONT,
                "gridColor": light("rule"),
                "domainColor": light("soft"),
                "tickColor": light("soft"),
                "title": None,
            },
            "text": {"color": light("ink"), "fontSize": FONT},
        },
        "layer": list(layers),
    }


def texts(rows: Rows, **mark: Any) -> dict[str, Any]:
    """Return a layer of words at pixel positions: rows of x, y and text."""
    place = {"type": "quantitative", "scale": None, "axis": None}
    return {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": "text", "align": "left", "baseline": "middle", **mark},
        "encoding": {
            "x": {"field": "x", **place},
            "y": {"field": "y", **place},
            "text": {"field": "text", "type": "nominal"},
        },
    }


def dots(rows: Rows, shape: str = "circle", **mark: Any) -> dict[str, Any]:
    """Return a layer of marks at pixel positions: rows of x, y and colour."""
    place = {"type": "quantitative", "scale": None, "axis": None}
    colour = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    return {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": "point", "shape": shape, "filled": True, "opacity": 1, "size": 60, **mark},
        "encoding": {"x": {"field": "x", **place}, "y": {"field": "y", **place}, "color": colour},
    }


def spread(wanted: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Return positions as near to the wanted ones as it goes, `step` apart, in the same order, inside the bounds."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    step = min(step, (high - low) / max(len(wanted) - 1, 1))
    placed = [0.0] * len(wanted)
    floor = low
    for i in order:
        placed[i] = max(wanted[i], floor)
        floor = placed[i] + step
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - step
    return placed


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round numbers that hold `low` and `high` between them."""
    if not high > low:
        low, high = (low - abs(low) / 2 - 0.5, high + abs(high) / 2 + 0.5) if low else (0.0, 1.0)
    raw = (high - low) / max(about - 1, 1)
    power = 10.0 ** _floor_log(raw)
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first, last = int(low // step), -int(-high // step)
    return [round(i * step, 12) for i in range(first, last + 1)]


def _floor_log(number: float) -> int:
    return int(f"{number:e}".split("e")[1])
