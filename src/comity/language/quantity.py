"""The quantity: a number with its unit, and how exactly it is stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Comparison = Literal["=", "~", ">", "<"]
Form = Literal["number", "percent", "fraction", "multiple", "times", "rank"]


@dataclass(frozen=True)
class Quantity:
    """A quantity in a text.

    Attributes
    ----------
    value
        In units of one ("1.4 million" is 1,400,000); None where prose gives only a crowd ("thousands of").
    unit
        `percent`, `pp` (percentage points), a currency (`usd`), a price (`usd/bbl`), a measure (`t`, `bbl/d`, `m3`),
        `persons`, `count`, `ratio`, `rank`; blank for a bare number.
    noun
        What is counted, in the words of the text; blank if nothing follows.
    """

    start: int
    end: int
    value: float | None
    unit: str
    op: Comparison = "="
    form: Form = "number"
    noun: str = ""


_ABOUT = re.compile(
    r"(?:about|around|some|roughly|approximately|approx\.|nearly|almost|close to|an estimated|estimated at"
    r"|estimated|circa|c\."
    r"|~|just under|just over|slightly (?:more|less) than|as little as|virtually|an average of|on the order of"
    r"|a little (?:over|under)|just shy of|well over half|or so)(?: at)?(?: the)? ?$",
    re.I,
)
_MORE = re.compile(
    r"(?:more than|over|at least|above|exceed(?:ed|ing|s)?|in excess of|upwards? of|no (?:fewer|less) than"
    r"|not less than"
    r"|surpass(?:ed|ing|es)?|topp(?:ed|ing)|greater than|a minimum of|well over|beyond"
    r"|north of)(?: the)?(?: a total of| an"
    r" estimated)? ?$",
    re.I,
)
_LESS = re.compile(
    r"(?:less than|fewer than|under|below|up to|at most|as many as|as much as|no more than|not more than|a maximum of"
    r"|barely|only just|short of|shy of)(?: the)?(?: an estimated)? ?$",
    re.I,
)


def hedge(text: str, start: int) -> Comparison:
    """Return how exactly the number at `start` is stated, by the words before it."""
    before = text[max(start - 32, 0) : start]
    for pattern, op in ((_LESS, "<"), (_MORE, ">"), (_ABOUT, "~")):
        if pattern.search(before):
            return op  # type: ignore[return-value]
    return "="
