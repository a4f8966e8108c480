"""Colours: one table for the page, the charts and the tests that measure their contrast.

A chart's specification holds the light colours as they are. In the drawn SVG each of them becomes a CSS variable
with that colour behind it, `var(--s1, #c04d00)`, so the same drawing follows the page into the dark and stands
alone as well. Every hue is told apart without colour too: by direct labels, by marks, by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# name: (light, dark). The hues are those of Okabe and Ito, darkened or lightened until they reach 3:1 on the paper.
COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#fefdfb", "#15181c"),
    "wash": ("#f4f1ea", "#1e2329"),
    "ink": ("#1c1d20", "#e9e6e0"),
    "soft": ("#595d66", "#abb0b8"),
    "rule": ("#dcd8cf", "#363c45"),
    "link": ("#1b4f8f", "#8ebcf5"),
    "mark": ("#8b2f1c", "#f2a489"),
    "s1": ("#c04d00", "#f08345"),
    "s2": ("#006bab", "#5cb4ea"),
    "s3": ("#00805c", "#3fc49a"),
    "s4": ("#a8548a", "#dc97c2"),
    "s5": ("#946600", "#e3ae3b"),
    "s6": ("#4a5fb0", "#a9b8f5"),
    "rest": ("#8f9299", "#7e848d"),
    "faint": ("#b9bbc1", "#5a606a"),
}
TEXTS = ("ink", "soft", "link", "mark")
MARKS = ("s1", "s2", "s3", "s4", "s5", "s6", "rest")
SERIES = MARKS[:6]


def light(name: str) -> str:
    """Return the light colour of that name: what a specification holds."""
    return COLOURS[name][0]


def variables(dark: bool) -> str:
    """Return the colours as CSS declarations."""
    return "".join(f"--{name}:{pair[dark]};" for name, pair in COLOURS.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours after WCAG 2.2, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True)
class Palette:
    """One colour for each name on the whole page: the first six asked for have a hue, all others are grey."""

    names: tuple[str, ...] = ()
    _hues: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        hues = dict(zip(dict.fromkeys(self.names), SERIES, strict=False))
        object.__setattr__(self, "_hues", hues)

    def of(self, name: str, otherwise: str = "rest") -> str:
        """Return the light colour of a name; grey, or `otherwise`, for those without a hue."""
        return light(self._hues.get(name, otherwise))

    def knows(self, name: str) -> bool:
        """Say whether the name has a hue."""
        return name in self._hues

    def joined(self, names: Iterable[str]) -> Palette:
        """Return a palette that knows these names as well; the ones it knows keep their colours."""
        return Palette(tuple(dict.fromkeys([*self.names, *names])))
