"""Numbers as prose writes them: digits with groups, scale words, number words, and crowds that nobody counted.

`440,000`, `1.4 million`, `$400m`, `two hundred and fifty thousand`, `half a million`, `hundreds of thousands`. What can
be read in two ways ("1.234,5", "12,34") is no number here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONES = {
    word: value
    for value, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        1,
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "m": 1e6,
    "crore": 1e7,
    "billion": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "trn": 1e12,
    "tn": 1e12,
}

_ONE = "|".join(_ONES)
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[:9])}))?|(?:{_ONE}))"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|a)[- ]hundred(?: and {_UNDER_100}\b)?|{_UNDER_100})"
_BIG = r"(?:thousand|million|billion|trillion|lakh|crore|dozen)"
_WORDS = (
    rf"(?:{_UNDER_1000} and a half {_BIG}|(?:half|a quarter of) an? {_BIG}|an? {_BIG}(?: and a half)?"
    rf"|{_UNDER_1000}(?:[- ]thousand,? (?:and )?{_UNDER_1000}\b(?![- ]{_BIG})|(?:[- ]{_BIG}\b){{1,2}})?)"
)
_DIGITS = (
    r"\d{1,3}(?:,\d{3}){1,5}(?![\d,]*\d)(?:\.\d{1,6})?|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)"
    r"|\d{1,3}(?: \d{3}){1,4}(?![\d.,]*\d)"
    r"|\d{1,3}(?:'\d{3}){1,4}(?!\d)|\d{1,3},\d{1,2}(?= (?:million|billion|trillion|per ?cent)\b|%)"
    r"|\d{1,15}(?:\.\d{1,6})?(?![\d,.]*[\d])"
)
_SCALE = (
    r"(?:(?:(?P<joined>k|m|mn|mln|bn|b|bln|tn|trn)\b)"
    r"|(?:[ -](?P<scale>hundred thousand|thousand million|lakh crore|hundred|thousand|million|billion"
    r"|trillion|mn|mln|bn"
    r"|bln|tn|trn|lakhs?|crores?|dozen|m|b)\b))?"
)
_CROWD = (
    r"(?P<crowd>(?:several |a few |few |many |some |tens of |hundreds of )?(?:dozens|scores|hundreds"
    r"|thousands|millions|billions)"
    r"|(?:several|a few|few|many|some) (?:dozen|hundred|thousand|million))"
)
_NUMBER = re.compile(
    rf"(?<![\w.,:/'’])(?<!\w[-–])(?P<minus>[-−](?=\d))?"
    rf"(?:(?P<digits>{_DIGITS}){_SCALE}|(?P<words>{_WORDS})\b|{_CROWD}\b)",
    re.IGNORECASE,
)
_DIGIT_RANGE = re.compile(r"(?<=\d)[-–](?=\d)")


@dataclass(frozen=True)
class Number:
    """A number in a text: its place, its value (None for a crowd that nobody counted), and whether it is spelt out."""

    start: int
    end: int
    value: float | None
    in_words: bool = False


def numbers(text: str) -> list[Number]:
    """Return the numbers of a text in order; ordinals, times and parts of names ("Su-30") are none.

    Both ends of a range ("10–12") are numbers of their own.
    """
    found = []
    for match in _NUMBER.finditer(_DIGIT_RANGE.sub("~", text)):
        number = _number(match, text)
        if number is not None:
            found.append(number)
    return found


def _number(match: re.Match[str], text: str) -> Number | None:
    start, end = match.span()
    if match["crowd"]:
        return Number(start, end, None, True)
    if match["words"]:
        return Number(start, end, word_value(match["words"].lower()), True)
    if re.match(r"(?:st|nd|rd|th|s|x)\b|:\d|°|[-–]?(?:mm|cm|km/h)\b", text[match.end("digits") :]):
        return None
    value = _digit_value(match["digits"])
    joined = (match["joined"] or "").lower()
    scale = joined or (match["scale"] or "").lower().rstrip("s")
    if scale in ("m", "b") and not _means_millions(text, start, end):
        return Number(start, match.end("digits"), value) if not joined else None
    for word in scale.split():
        value *= _SCALES[word]
    value = float(f"{value:.12g}")  # 65.9 billion, not 65.900000000000006 billion
    return Number(start, end, -value if match["minus"] else value)


def _means_millions(text: str, start: int, end: int) -> bool:
    """Whether an "m" or "b" after the digits is a scale: after a currency, or before what is counted in millions."""
    money = text[max(start - 4, 0) : start].rstrip()[-1:] in ("$", "€", "£", "¥", "₹") or bool(
        re.search(r"\b[A-Z]{3} ?$", text[max(start - 5, 0) : start])
    )
    counted = (
        r" (?:people|refugees|migrants|tonnes|tons|barrels|b/d|bpd|bbl|euros|dollars|pounds|users|children"
        r"|\w+ians?)\b"
    )
    return money or bool(re.match(counted, text[end:]))


def _digit_value(digits: str) -> float:
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return float(digits.replace(",", "."))
    return float(re.sub(r"[, ']", "", digits))


def word_value(words: str) -> float:
    """Return the value of a number in words, such as "two hundred and fifty thousand" or "half a million"."""
    share = 0.5 if words.startswith("half a") else 0.25 if words.startswith("a quarter of a") else None
    if share is not None:
        return share * _SCALES[words.split()[-1]]
    plus_half = " and a half" in words
    total = group = 0.0
    last = 1.0
    for word in re.split(r"[ ,-]+", words.replace(" and a half", "")):
        if word in _ONES:
            group += _ONES[word]
        elif word in _TENS:
            group += _TENS[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            last = _SCALES[word]
            total += ((group or 1) + (0.5 if plus_half else 0.0)) * last
            group = 0.0
            plus_half = False
    return total + group


ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
        ],
        1,
    )
}
