"""Quantities in running text: a number with its unit, what is counted, and how sure or how exact it is said to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from comity.language.numbers import Number, numbers
from comity.language.proportions import durations, fractions, multiples, ranks
from comity.language.quantity import Quantity, hedge
from comity.language.units import (
    ARMS,
    CODES,
    DOLLARS,
    MEASURES,
    MONEY,
    MONEY_UNITS,
    ONE_OF_THINGS,
    PEOPLE,
    PER,
    PER_UNITS,
    PERCENT,
    SIGNS,
    THINGS,
    TIME,
)

_NAMED = re.compile(
    r"(?:resolutions?|articles?|sections?|No\.?|no\.|number|chapters?|annex|type|phase|figure|fig\.|table"
    r"|page|pp?\.|boeing"
    r"|airbus|room|flight|paragraphs?|protocol|order|act|law|decree|bill|title|part|level|version|stream|tier"
    r"|h\.r\.|s\."
    r"|rule|step|category|pillar|goal|sdg|covid|class|mark|mk|model|group of|agenda|day|block|schedule"
    r"|committee|appendix"
    r"|note|footnote|route|highway|channel|radio|studio|unit|grade|war|world war|aged|age|nord stream [12] and) $",
    re.I,
)
_CODE = rf"(?:{'|'.join(CODES)})"
_SIGN_BEFORE = re.compile(
    rf"(?:(?:(?P<dollar>\bU\.?S\.?|\b(?:{'|'.join(k for k in DOLLARS if k.isalpha())})) ?)?\$"
    rf"|(?P<sign>[€£¥₹₽₦₩₺₴])|\b(?P<code>{_CODE})"
    r"|\b(?P<rupee>Rs\.?)) ?$"
)


def quantities(text: str, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the quantities of a text in order; `taken` are spans (dates) whose digits count nothing.

    Numbers that only name something ("Resolution 2231", "Leopard 2", "aged 45", "three years") are left out.
    """
    used = bytearray(len(text))
    for start, end in taken:
        used[start:end] = b"\x01" * (end - start)
    found: list[Quantity] = []

    def take(quantity: Quantity | None) -> None:
        if quantity is not None and not any(used[quantity.start : quantity.end]):
            used[quantity.start : quantity.end] = b"\x01" * (quantity.end - quantity.start)
            found.append(quantity)

    for read in (ranks, multiples, fractions, durations):
        for quantity in read(text):
            take(quantity)
    plain = [n for n in numbers(text) if not any(used[n.start : n.end])]
    for number in plain:
        take(_counted(text, number))
    return _shared_units(text, sorted(found, key=lambda q: q.start))


_PER_BEFORE = re.compile(
    r"\b(?:an?|per|one)(?: \w+)? (?:(?P<bbl>barrel)|(?P<l>lit(?:re|er))|(?P<gal>gallon)|(?P<t>tonne|ton)"
    r"|(?P<kg>kilo(?:gram)?))\b(?: of [\w ]{2,25}?)?"
    r"(?: now| currently| today)? (?:costs?|sells?|sold|fetch\w+|went|goes|was|is|at|for|has reached"
    r"|reached)\b[^,;.]{0,30}$",
    re.I,
)
_Reader = Callable[[str, Number], Quantity | None]


def _counted(text: str, number: Number) -> Quantity | None:
    for read in (_percent, _money, _measured, _nouns):
        quantity = read(text, number)
        if quantity is not None:
            return quantity
    return None


def _percent(text: str, number: Number) -> Quantity | None:
    match = PERCENT.match(text, number.end)
    if match is None:
        return None
    value, unit = number.value, "percent"
    if "basis" in match[0]:
        value, unit = value and value / 100, "pp"
    elif "point" in match[0]:
        unit = "pp"
    return Quantity(number.start, match.end(), value, unit, hedge(text, number.start), "percent")


def _money(text: str, number: Number) -> Quantity | None:
    before = _SIGN_BEFORE.search(text[max(number.start - 8, 0) : number.start])
    start, end, unit = number.start, number.end, ""
    if before:
        start = number.start - len(before[0])
        code = (before["code"] or "").lower()
        unit = "cny" if code == "rmb" else code
        if before["rupee"]:
            unit = "inr"
        elif before["sign"]:
            unit = SIGNS[before["sign"]]
        elif not unit:
            unit = DOLLARS.get((before["dollar"] or "US").replace("U.S", "US").rstrip("."), "usd")
    else:
        after = MONEY.match(text, end + 1) if text[end : end + 1] in (" ", "-") else None
        if after is None or text[after.end() : after.end() + 1].isalnum() or (after["c26"] and number.value is None):
            return None
        end = after.end()
        unit = MONEY_UNITS[int(after.lastgroup[1:])] if after.lastgroup else ""
        if after[0].lower() == "won" and not number.value:
            return None
    value = number.value
    if unit == "usd cent":
        unit, value = "usd", value and value / 100
    per = PER.match(text, end) or _PER_BEFORE.search(text, max(start - 60, 0), start)
    if per and per.lastgroup:
        return Quantity(
            start,
            max(per.end(), end),
            value,
            f"{unit}/{PER_UNITS.get(per.lastgroup, per.lastgroup)}",
            hedge(text, start),
        )
    return Quantity(start, end, value, unit, hedge(text, start))


def _measured(text: str, number: Number) -> Quantity | None:
    gap = 1 if text[number.end : number.end + 1] in (" ", "-") else 0
    if re.match(r"-(?:kilo\w+|kg|km|mile|lit(?:re|er)|gallon|hectare)\b", text[number.end :][:14]):
        return None
    for pattern, unit, factor, topic in MEASURES:
        match = pattern.match(text, number.end + gap)
        if match is None and gap and unit in ("t", "bbl", "m3", "bbl/d"):
            of = re.compile(r"(?:of |more |additional |standard |raw |crude )").match(text, number.end + gap)
            match = pattern.match(text, of.end()) if of else None
        if match is None:
            continue
        if unit in ("km", "mi", "ha", "mw", "gw") and number.value is None:
            return None
        if match[0] in ("MT", "mt") and (number.value or 0) >= 1000:
            factor = 1  # metric tonnes, not millions of them
        value = None if number.value is None else float(f"{number.value * factor:.12g}")
        return Quantity(number.start, match.end(), value, unit, hedge(text, number.start), "number", topic)
    return None


_GAP_STOP = re.compile(
    r"(?<! [A-Z])\.|[,;:()!?\"–—]| of (?=\d)| (?:and|or|but|who|that|which|were|was|are|is|had|have|has|will|to"
    r"|by|from"
    r"|in|on|for|with|against|as|at|than) ",
    re.I,
)


def _nouns(text: str, number: Number) -> Quantity | None:
    """Read a count of people or things, looking for what is counted a few words further on."""
    before, after = text[max(number.start - 24, 0) : number.start], text[number.end : number.end + 80]
    if (
        _NAMED.search(before)
        or TIME.match(after)
        or (re.match(r"[-–][^\W\d]", after) and not re.match(r"[-–](?:strong|member|nation)", after))
    ):
        return None
    if re.search(r", $", before) and re.match(r"[,.]", after) and not number.in_words and (number.value or 0) < 110:
        return None  # an age between commas
    small = number.in_words and (number.value or 99) < 10
    stop = _GAP_STOP.search(after)
    reach = after[: stop.start() if stop else 60]
    for place in [m.start() for m in re.finditer(r"(?<=[ -])\w", reach)][:6]:
        for pattern, unit in ((PEOPLE, "persons"), (ARMS, "count"), (THINGS, "count")):
            match = pattern.match(reach, place)
            if match and pattern is PEOPLE and match[0] == "fighters" and _AIRCRAFT.search(reach[:place]):
                continue
            if match and not (text[number.end + match.end() : number.end + match.end() + 1] == "-" and unit == "count"):
                return Quantity(
                    number.start,
                    number.end + match.end(),
                    number.value,
                    unit,
                    hedge(text, number.start),
                    "number",
                    match[0].lower(),
                )
        if number.value == 1 and ONE_OF_THINGS.match(reach, place) and place < 12:
            return None
    people = re.match(r"(?: \w+){0,2}? (?!(?:was|has|this)\b)(?P<who>[A-Z]\w+(?:ians?|ans|is|ese|ns))\b", after)
    if people and not small:
        return Quantity(
            number.start,
            number.end + people.end(),
            number.value,
            "persons",
            hedge(text, number.start),
            "number",
            people["who"],
        )
    against = re.match(r" (?:country |state |vote )?(?:against|in favou?r|abst\w+|opposed)", after)
    if (number.value == 1 and not against and not before.endswith("votes to ")) or _is_designation(text, number):
        return None
    unit, noun = _counted_before(text, number)
    return Quantity(number.start, number.end, number.value, unit, hedge(text, number.start), "number", noun)


# "150 JF-17 fighters" are aircraft.
_AIRCRAFT = re.compile(r"\w+-\d|Rafale|Gripen|Typhoon|Mirage|Tejas|stealth|combat|multirole", re.I)
_COUNTED = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:number|total|count|tally)s? of (?:\w+ ){0,3}?(?P<noun>[\w-]+s|people"
        r"|military aircraft)\b[^.;]{0,110}$",
        r"\b(?P<noun>deaths|fatalities|refugees|asylum[- ]seekers)\b[^.;:]{0,60}: $",
        r"\b(?P<noun>population)\b(?! of \d)[^.;,]{0,40}$",
    )
)


def _counted_before(text: str, number: Number) -> tuple[str, str]:
    """Return unit and noun where they stand before: "the number of refugees in Chad rose to 600,000"."""
    match = next((m for p in _COUNTED if (m := p.search(text, max(number.start - 140, 0), number.start))), None)
    if match is None or (number.value or 0) < 10:
        return "", ""
    noun = match["noun"]
    people = (
        PEOPLE.fullmatch(noun) or noun.lower() == "population" or re.fullmatch(r"[A-Z]\w+(?:ians?|ans|is|ese)", noun)
    )
    return ("persons" if people else "count"), noun.lower()


_BEFORE_NUMBERS = re.compile(r"Some|About|Around|Nearly|Almost|Over|In|At|From|By|To|Of|Only|Another|The|And")


def _is_designation(text: str, number: Number) -> bool:
    """Whether the number is part of a name: it follows a word with a capital that is none of these."""
    before = re.search(r"([A-Z][\w.]*) $", text[max(number.start - 20, 0) : number.start])
    grouped = re.search(r"\d,\d{3}\b| (?:thousand|million|billion|trillion)", text[number.start : number.end])
    return before is not None and not grouped and not _BEFORE_NUMBERS.fullmatch(before[1])


def _shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of its pair: "from 400,000 to 700,000 people", "by 3 and 12 percent".

    The two ends of a range ("10 to 12 per cent", "between 3 and 5 million people") are one quantity, its middle.
    """
    ranged: list[int] = []
    for n, quantity in enumerate(found):
        following = found[n + 1] if n + 1 < len(found) else None
        if quantity.form == "fraction" and following and text[quantity.end : following.start].strip() == "(":
            ranged.append(n)  # "almost half (47 per cent)"
        if following and _is_span(text, quantity, following):
            middle = ((quantity.value or 0) + (following.value or 0)) / 2
            found[n + 1] = replace(following, start=quantity.start, value=middle, op="~")
            ranged.append(n)
            continue
        if quantity.unit or quantity.value is None:
            continue
        previous = found[n - 1] if n else None
        if following and following.unit and following.form != "rank" and _paired(text[quantity.end : following.start]):
            scale = _borrowed_scale(text, quantity, following)
            value = quantity.value * scale
            if following.value is not None and _is_range(text, quantity, following):
                middle = (value + following.value) / 2
                found[n + 1] = replace(following, start=quantity.start, value=middle, op="~")
                ranged.append(n)
                continue
            found[n] = replace(quantity, value=value, unit=following.unit, noun=following.noun, form=following.form)
        elif previous and _same_kind(previous, quantity.value):
            found[n] = replace(quantity, unit=previous.unit, noun=previous.noun)
    return [q for n, q in enumerate(found) if n not in ranged]


def _same_kind(previous: Quantity, value: float) -> bool:
    """Whether a bare number after another counts the same: "148 million tonnes in 2015 and 33 million last year"."""
    if previous.unit in ("persons", "count"):
        return value >= 10 and (previous.unit == "persons" or value < 1000 * max(previous.value or 0, 1))
    if "/" in previous.unit and previous.unit not in ("bbl/d", "ft3/d"):
        return value >= 1 and 0.05 < value / (previous.value or value) < 20
    return previous.unit in ("t", "bbl/d", "bbl", "m3", "tiv") and value >= 1000 and (previous.value or 0) >= 1000


def _is_span(text: str, one: Quantity, two: Quantity) -> bool:
    """Whether two full quantities are the ends of one: "between 0.2 per cent and 0.4 per cent"."""
    if not one.unit or one.unit != two.unit or one.form == "rank" or one.value is None or two.value is None:
        return False
    return bool(re.search(r"\bbetween (?:about )?$", text[max(one.start - 16, 0) : one.start])) and (
        text[one.end : two.start] == " and "
    )


def _is_range(text: str, one: Quantity, two: Quantity) -> bool:
    before, between = text[max(one.start - 20, 0) : one.start].lower(), text[one.end : two.start]
    if re.search(r"\bbetween (?:about |an estimated )?[$€£]?$", before):
        return between.strip(" $€£") == "and"
    return not re.search(r"\bfrom (?:\w+ )?[$€£]?$", before) and between.strip(" $€£") in ("-", "–", "to", "—")


def _paired(between: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?: ?[-–—] ?| to | and |, | or |, and | and up to | and some | to (?:about|around|over|nearly) "
            r"| (?:in \d{4} )to )[$€£]?",
            between,
        )
    )


def _borrowed_scale(text: str, bare: Quantity, full: Quantity) -> float:
    """Return the scale that "3 to 5 million" lends to its first number."""
    scale = re.search(r"(?<=[\d ])(thousand|million|billion|trillion|bn|m)\b", text[full.start : full.end])
    if scale is None or bare.value is None or bare.value >= 1000 or re.search(r"[a-z]{2}", text[bare.start : bare.end]):
        return 1.0
    return {"thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}[scale[1]]
