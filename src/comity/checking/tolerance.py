"""How far a figure may lie from a stated number: as the way it is written allows, and as a fair reader would.

"441,312" claims the last person, "about 440,000" does not; "nearly half" lies a little below 50 %; "27 %" is anything
that rounds to 27. Two rings follow. A figure in the inner one bears the statement out. One outside the outer ring
speaks against it. Between them it is close, and no verdict rests on it alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.checking.claim import Claim

_NEARLY = re.compile(
    r"\b(?:nearly|almost|close to|just (?:under|below|shy of)|approaching|not quite|slightly less than)\b"
)
_JUST_OVER = re.compile(r"\b(?:just (?:over|above)|slightly (?:more|above)|a little over|little more than|well over)\b")
_ABOUT = re.compile(r"\b(?:about|around|some|roughly|approximately|an estimated|or so|circa)\b|~")
_WORDS = re.compile(
    r"\b(?:half|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|doubled|tripled|trebled|quadrupled"
    r"|halved|twice|fold|times|out of)\b"
)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
HALF = 0.6  # of the last place: a little more than rounding, for a figure that was itself rounded or revised
LOOSE = 0.05  # how far "about" may be off, as a part of the number
ROUNDED = 0.05  # no rounding is taken for wider than this part of the number
FAR = 0.11  # what a fair reader grants beyond the rounding: revisions, and another publisher's definition
FAR_SHARE = 0.1  # the same for a share
FAR_POINTS = 1.5  # the same in percentage points
FAR_SMALL = 0.2  # of a small share the points that are granted are no more than this part
FAR_CHANGE = 0.25  # the same for a change, where the errors of two figures meet
FAR_CHANGE_POINTS = 4.0


@dataclass(frozen=True)
class Rings:
    """The inner ring, in which a figure bears a number out, and the outer, outside which it speaks against it."""

    low: float
    high: float
    lowest: float
    highest: float

    def holds(self, found: float) -> bool | None:
        """Whether a figure bears the number out; None where it is close and no more."""
        if self.low <= found <= self.high:
            return True
        return None if self.lowest <= found <= self.highest else False


def rings(claim: Claim, *, change: bool = False, exact: bool = False) -> Rings:
    """Return the rings around the number of a claim.

    Parameters
    ----------
    change
        Whether the number is a change over time or a ratio of two figures, in which two errors meet.
    exact
        Whether nothing is rounded: a count of votes, a rank.
    """
    value = claim.value
    assert value is not None, "only a number has a tolerance"
    if exact:
        return _exact(claim.op, value)
    words = _around(claim)
    half = _half_step(claim, value, words)
    loose = max(half, LOOSE * abs(value))
    low, high = value - half, value + half
    if _NEARLY.search(words):
        low, high = sorted((value - 2 * loose * (1 if value >= 0 else -1), value + half * (1 if value >= 0 else -1)))
    elif _JUST_OVER.search(words):
        low, high = sorted((value - half * (1 if value >= 0 else -1), value + 2 * loose * (1 if value >= 0 else -1)))
    elif claim.op == "~" or _ABOUT.search(words) or _WORDS.search(words):
        low, high = value - loose, value + loose
    far = _far(claim, value, change)
    lowest, highest = low - far, high + far
    if claim.op == ">":
        # "More than 100" is true of 140; of 1,000 it is true and says little.
        high, highest = max(high, value + abs(value)), float("inf")
    elif claim.op == "<":
        low, lowest = min(low, value - 0.7 * abs(value)), float("-inf")
    return Rings(low, high, lowest, highest)


def _exact(op: str, value: float) -> Rings:
    if op == ">":
        return Rings(value, float("inf"), value, float("inf"))
    if op == "<":
        return Rings(float("-inf"), value, float("-inf"), value)
    return Rings(value, value, value - 1, value + 1) if op == "~" else Rings(value, value, value, value)


def _far(claim: Claim, value: float, change: bool) -> float:
    if claim.unit in ("percent", "pp"):
        part, points = (
            (FAR_CHANGE, FAR_CHANGE_POINTS) if change else (FAR_SHARE, min(FAR_POINTS, FAR_SMALL * abs(value)))
        )
        return max(points, part * abs(value))
    return (FAR_CHANGE if change else FAR) * abs(value)


def deciding_words(claim: Claim) -> str:
    """Return the deciding words (the number, the verb) as they stand in the clause, blank if no place is given."""
    if claim.words is None:
        return ""
    first, last = claim.words[0] - claim.start, claim.words[1] - claim.start
    return claim.quote[first:last] if 0 <= first < last <= len(claim.quote) else ""


def number_words(claim: Claim) -> str:
    """Return the words of the number as they stand in the clause, blank if there is none."""
    return "" if claim.value is None else deciding_words(claim)


def _around(claim: Claim) -> str:
    """Return the number's words with what stands right before and after it, in lower case."""
    words = number_words(claim)
    if not words or claim.words is None:
        return ""
    first = claim.words[0] - claim.start
    return claim.quote[max(0, first - 24) : first + len(words) + 8].lower()


def _half_step(claim: Claim, value: float, words: str) -> float:
    """Return half of the last place that is written: 0.5 for "27 %", 50,000 for "1.4 million", 0.5 for "441,312"."""
    if claim.unit in ("percent", "pp"):
        if _WORDS.search(words) and not _DIGITS.search(number_words(claim)):
            return 1.0
        return HALF * 10.0 ** -_decimals(value)
    if claim.unit == "ratio" or claim.unit == "index":
        return HALF * 10.0 ** -_decimals(value)
    return min(HALF * _last_place(value), ROUNDED * abs(value)) if value else 0.0


def _decimals(value: float) -> int:
    return len(f"{round(value, 3):.3f}".rstrip("0").partition(".")[2])


def _last_place(value: float) -> float:
    """Return the worth of the last digit that is not a zero, as in 1,400,000: 100,000."""
    shown = f"{abs(value):.6f}".rstrip("0").rstrip(".")
    if "." in shown:
        return 10.0 ** -len(shown.partition(".")[2])
    return 10.0 ** (len(shown) - len(shown.rstrip("0")))
