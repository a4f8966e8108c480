"""Figures in words: three significant figures in running text, the full value in tables.

A value is rounded once, from the unrounded, half away from zero. What is printed can be read back: `readable` gives
every way in which a figure may stand on a page.

    unit                   in running text                    in a table
    share (0.2654)         27 %                               26.54 %
    percentage points      36 percentage points               36.02 percentage points
    TIV million            111 million TIV, 1.23 billion TIV  1,234.5 million TIV
    USD million            $2.47 billion                      $2,470.91 million
    USD                    $1.84 trillion, $842               $1,840,123,456,789
    persons                671,000 people, 1.5 million people 671,011 people
    index                  0.756                              0.756213
    score, level, "1 = …"  6                                  6 (the scale is in the column's head or the axis)
    US$ per litre          $1.24 per litre                    $1.2375 per litre
    any other (deaths)     2,760 deaths                       2,761 deaths

Shares of a tenth and more are whole per cents, smaller ones have two significant figures, and only what is all is
called 100 %. In tables shares have at most two decimals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from comity.vocabulary import Figure, Status

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ONE = {"persons": "person", "people": "person"}
_MANY = {"persons": "people", "person": "people"}
_MONEY = ("US$ ", "USD ", "USD/")
_SCALED = ("index", "score", "level", "1 = ")
_DIGITS = 20  # a larger number has no decimals
_IN_FULL = 6  # significant figures after the point in tables; a quotient has no last digit


def in_text(figure: Figure) -> str:
    """Return the figure as it stands in a sentence: three significant figures and the unit, or why there is none."""
    if (words := _absence(figure)) is not None:
        return words
    return amount(figure.value, figure.unit)


def in_table(figure: Figure) -> str:
    """Return the figure as it stands in a table: the full value and the unit, or the word for its status."""
    if (words := _absence(figure)) is not None:
        return words if figure.status == "below threshold" else status_words(figure.status)
    return full(figure.value, figure.unit)


def bare(figure: Figure) -> str:
    """Return the figure as it stands in a column whose head or caption names the unit: the full value alone."""
    number = None if _absence(figure) is not None else _decimal(figure.value)
    return in_table(figure) if number is None else _trimmed(_full(number))


def column_unit(unit: str) -> str:
    """Return a unit as the head of a column names it; blank for one that stands by each number (27 %, $842, 0.756)."""
    if unit in ("share", "per cent", "year", "USD") or unit.startswith(_MONEY) or on_a_scale(unit):
        return ""
    return _MANY.get(unit, unit)


def readable(figure: Figure) -> frozenset[str]:
    """Return every way in which the figure may be printed: with its unit and as the bare number."""
    ways = {in_text(figure), in_table(figure), bare(figure)}
    return frozenset(ways | {_bare(way) for way in ways if any(c.isdigit() for c in way)})


def amount(value: float | None, unit: str) -> str:
    """Return a value in words for running text: `amount(0.2654, "share")` is "27 %"."""
    number = _decimal(value)
    if number is None:
        return status_words("not known")
    if unit in ("share", "per cent"):
        return f"{_per_cent(number * 100 if unit == 'share' else number)} %"
    if unit == "percentage points":
        return _with_unit(_per_cent(number), unit)
    if unit == "USD million":
        return _dollars(number, _short(abs(number) * 10**6), "USD")
    if unit == "USD" or unit.startswith(_MONEY):
        return _dollars(number, _short(abs(number)), unit)
    if unit == "TIV million":
        return _short(number * 10**6, millions=True) + " TIV"
    if unit.startswith("index"):
        return _plain(_at(number, 3 if abs(number) < 1 else 2))
    if unit == "year":
        return str(int(number))
    return _with_unit(_short(number), "" if on_a_scale(unit) else unit)


def on_a_scale(unit: str) -> bool:
    """Say whether a unit only names a scale ("index 0–1", "score −10 to 10"), so that no number bears it."""
    return unit.startswith(_SCALED)


def difference(value: float, unit: str, short: bool = False) -> str:
    """Return a change in words: "up 15 percentage points" for shares, "down 0.268"; `short`: "+15 points"."""
    size, kind = (abs(value) * 100, "percentage points") if unit == "share" else (abs(value), unit)
    said = amount(size, kind)
    if short:
        return ("+" if value > 0 else "−") + said.replace("percentage ", "")
    return ("up " if value > 0 else "down ") + said


def full(value: float | None, unit: str) -> str:
    """Return a value with its unit and unrounded (quotients: six significant figures; shares: two decimals)."""
    number = _decimal(value)
    if number is None:
        return status_words("not known")
    if unit in ("share", "per cent"):
        per_cent = number * 100 if unit == "share" else number
        return f"{_trimmed(_at(per_cent, 2) if abs(per_cent) >= Decimal('0.1') else _significant(per_cent, 2))} %"
    if unit == "USD" or unit.startswith(_MONEY):
        return _dollars(number, _trimmed(_full(abs(number))), unit)
    if unit == "TIV million":
        return _trimmed(_full(number)) + " million TIV"
    if unit == "year":
        return str(int(number))
    return _with_unit(_trimmed(_full(number)), "" if on_a_scale(unit) else unit)


def status_words(status: Status) -> str:
    """Return the word for a status, the same in every table and legend."""
    return {
        "reported": "reported",
        "below threshold": "below the threshold",
        "none recorded": "none recorded",
        "true zero": "zero",
        "not known": "not known",
        "outside coverage": "outside coverage",
    }[status]


def span(first: int, last: int) -> str:
    """Return years with an en dash: "2017–21", "1999–2003", or the one year."""
    if first == last:
        return str(first)
    short = first // 100 == last // 100 and 1000 <= first < last
    return f"{first}–{last % 100:02d}" if short else f"{first}–{last}"


def runs(years: Sequence[int]) -> str:
    """Return years as spans: "2001–04 and 2009"."""
    found: list[list[int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][-1] + 1:
            found[-1].append(year)
        else:
            found.append([year])
    return listed([span(run[0], run[-1]) for run in found])


def count(number: int, one: str, many: str) -> str:
    """Return a counted noun: "1 state", "3 states", "no states"."""
    if number == 0:
        return f"no {many}"
    return f"{number:,} {one if number == 1 else many}"


def listed(items: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def ordinal(number: int) -> str:
    """Return "first" to "tenth", then "11th", "22nd", "103rd"."""
    if 0 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def date_words(day: date, precision: str = "day") -> str:
    """Return a date as exactly as it is known: "1 February 2021", "February 2021" or "2021"."""
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return {"day": f"{day.day} {month}", "month": month}.get(precision, str(day.year))


def _absence(figure: Figure) -> str | None:
    """Return the words for a figure that is no number, or None."""
    if figure.status == "below threshold":
        return "below 0.5 million TIV" if figure.unit == "TIV million" else status_words(figure.status)
    if figure.status == "none recorded":
        return "no recorded transfer" if figure.unit == "TIV million" else status_words(figure.status)
    if figure.status in ("not known", "outside coverage"):
        return status_words(figure.status)
    return status_words("not known") if _decimal(figure.value) is None else None


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None or not math.isfinite(value) else Decimal(repr(float(value)))


def _at(number: Decimal, places: int) -> Decimal:
    """Round half away from zero; a zero has no sign."""
    if places >= 0 and number.adjusted() > _DIGITS:
        return number
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def _significant(number: Decimal, figures: int) -> Decimal:
    if number == 0:
        return Decimal(0)
    rounded = _at(number, figures - 1 - number.adjusted())
    return rounded if rounded.adjusted() == number.adjusted() else _at(number, figures - 1 - rounded.adjusted())


def _full(number: Decimal) -> Decimal:
    """Keep whole numbers whole; what has a fraction keeps at least six significant figures."""
    places = max(_IN_FULL - 1 - number.adjusted(), 2) if number else 0
    return number if number == number.to_integral_value() else _at(number, places)


def _plain(number: Decimal) -> str:
    return f"{number:,f}".replace("-", "−")


def _trimmed(number: Decimal) -> str:
    text = _plain(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _per_cent(number: Decimal) -> str:
    if abs(number) < 10:
        rounded = _significant(number, 2)
        return _trimmed(rounded)
    for places in range(7):
        rounded = _at(number, places)
        if abs(rounded) != 100 or abs(number) >= 100:
            break
    return _trimmed(rounded)


def _short(number: Decimal, millions: bool = False) -> str:
    """Return three significant figures, from a million on (`millions`: always) with the scale as a word."""
    rounded = _significant(number, 3)
    for scale, word in _SCALES:
        if abs(rounded) >= scale or (millions and word == "million"):
            return f"{_trimmed(_significant(number / scale, 3))} {word}"
    return _trimmed(rounded)


def _dollars(number: Decimal, size: str, unit: str) -> str:
    per = unit.removeprefix("USD").removeprefix("US$").strip()
    return ("−" if number < 0 else "") + f"${size}" + (f" {per}".replace(" /", " per ") if per else "")


def _with_unit(number: str, unit: str) -> str:
    """Put a unit behind a number; one of it is singular."""
    if not unit:
        return number
    if number in ("1", "−1"):
        single = unit.removesuffix("s") if " " not in unit else unit.replace("points", "point")
        return f"{number} {_ONE.get(unit, single)}"
    return f"{number} {_MANY.get(unit, unit)}"


def _bare(words: str) -> str:
    """Return the number alone, with its scale if it is a word."""
    kept = [w for w in words.split() if any(c.isdigit() for c in w) or w in {name for _, name in _SCALES}]
    return " ".join(kept)
