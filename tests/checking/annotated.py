"""The development texts with their annotations, and how predicted claims are matched with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comity.checking.claim import Claim

FOLDER = Path(__file__).parent / "development"


@dataclass(frozen=True)
class Expected:
    start: int
    end: int
    type: str
    states: frozenset[str]
    period: str
    value: float | None
    unit: str


@dataclass(frozen=True)
class Text:
    name: str
    text: str
    day: date
    claims: tuple[Expected, ...]


def texts() -> list[Text]:
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def _read(path: Path) -> Text:
    article, notes = path.read_text(encoding="utf-8").split("\n---\n")
    head, text = article.split("\n", 1)
    claims = tuple(_expected(text, line) for line in notes.split("\n") if line.strip())
    return Text(path.stem, text, date.fromisoformat(head.removeprefix("date: ")), claims)


def _expected(text: str, line: str) -> Expected:
    words, kind, subject, target, period, stated = (part.strip() for part in line.split("|"))
    assert text.count(words) == 1, words
    states = frozenset(f"{subject} {target}".replace(",", " ").split()) - {"WLD"}
    value, unit = stated.split()[:2] if stated else ("", "")
    start = text.index(words)
    return Expected(start, start + len(words), kind, states, period, float(value) if value else None, unit)


def matched(found: list[Claim], expected: tuple[Expected, ...]) -> list[tuple[Claim, Expected]]:
    """Pair each annotation with one claim that overlaps half of the shorter of both, the likest first."""
    pairs = sorted(
        ((_likeness(f, e), -i, -j) for i, f in enumerate(found) for j, e in enumerate(expected) if _overlap(f, e)),
        reverse=True,
    )
    used_found: set[int] = set()
    used_expected: set[int] = set()
    kept = []
    for _, i, j in pairs:
        if i not in used_found and j not in used_expected:
            used_found.add(i)
            used_expected.add(j)
            kept.append((found[-i], expected[-j]))
    return kept


def _overlap(f: Claim, e: Expected) -> bool:
    shared = min(f.end, e.end) - max(f.start, e.start)
    return shared >= 0.5 * min(f.end - f.start, e.end - e.start)


def _likeness(f: Claim, e: Expected) -> float:
    return (f.type == e.type) + 2 * same_value(f, e) + same_states(f, e)


def same_value(f: Claim, e: Expected) -> bool:
    if f.value is None or e.value is None:
        return f.value is e.value
    return f.unit == e.unit and abs(f.value - e.value) <= 0.005 * abs(e.value)


def same_states(f: Claim, e: Expected) -> bool:
    """Half of all states named by either are named by both."""
    states = frozenset([*f.subject, *f.object]) - {"WLD"}
    return states == e.states or 2 * len(states & e.states) >= len(states | e.states) > 0
