"""The ways in which prose names a time, and the ISO period that each stands for on the day of writing."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from comity.language.numbers import ORDINALS, word_value
from comity.language.turning_points import turning_point

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
# "May" and "March" are months only with a capital; "may" is a verb.
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MON = rf"(?:{_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:1[89]\d\d|20\d\d|2100)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a|an|few|couple of)"
_NTH = r"(?:first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))"
_DASH = r" ?[-–—/] ?"


@dataclass(frozen=True)
class Now:
    """What a relative date refers to: the day of writing, and the period last spoken of."""

    day: date
    last: str
    states: tuple[str, ...]


def iso_month(year: int, month: int) -> str:
    """Return an ISO month; months beyond the year run on into the next or the last one."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"


def _month_number(word: str) -> int:
    return _MONTHS[word.lower().rstrip(".")]


def _iso_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _recent_year(month: int, now: date) -> int:
    return now.year if month <= now.month else now.year - 1


def _month_year(words: str | None, year: str | None, month: int, now: Now) -> int:
    """Return the year of a month: stated, "this year", "last year", or the last time that the month came round."""
    if year:
        return int(year)
    words = (words or "").lower()
    if "this" in words:
        return now.day.year
    if "last" in words or "previous" in words:
        return now.day.year - 1
    if "that" in words and now.last:
        return int(now.last[:4])
    return _recent_year(month, now.day)


def span(first: str, last: str) -> str:
    """Return the ISO period from one to the other."""
    return first if first == last else f"{first}/{last}"


def _ago(now: date, count: int, unit: str) -> str:
    if unit.startswith("day"):
        return (now - timedelta(days=min(count, 9999))).isoformat()
    if unit.startswith("week"):
        return (now - timedelta(weeks=min(count, 999))).isoformat()[:7]
    if unit.startswith("month"):
        return iso_month(now.year, now.month - count)
    return f"{now.year - count * (10 if unit.startswith('decade') else 1):04d}"


def _count(word: str | None) -> int:
    word = (word or "a").lower()
    if word.isdecimal():
        return int(word)
    return {"a": 1, "an": 1, "few": 3, "couple of": 2}.get(word) or int(word_value(word))


_Reading = Callable[[re.Match[str], Now], str | None]


def _full_year(first: str, last: str) -> str:
    return last if len(last) == 4 else first[: 4 - len(last)] + last


def _years(m: re.Match[str], now: Now) -> str | None:
    first, last = m["first"], _full_year(m["first"], m["last"] or m["short"])
    return f"{first}/{last}" if int(first) < int(last) <= 2100 else None


def _years_to(m: re.Match[str], now: Now) -> str:
    last = int(m["last"])
    return span(str(last - _count(m["n"]) + 1), str(last))


def _years_before(m: re.Match[str], now: Now) -> str | None:
    """Read "the previous five years": those before the period last spoken of."""
    first = now.last[:4]
    if not first.isdecimal():
        return None
    count = _count(m["n"])
    return span(str(int(first) - count), str(int(first) - 1))


def _part_of_year(m: re.Match[str], now: Now) -> str:
    year = _named_year(m["year"], now)
    nth = m["nth"].lower()
    if m["size"].lower() == "half":
        start, length = (1, 6) if nth.startswith(("first", "1")) else (7, 6)
    else:
        place = 4 if nth in ("last", "final") else ORDINALS.get(nth) or int(nth[0])
        start, length = 3 * place - 2, 3
    if m["year"] is None and start > now.day.month:
        year -= 1
    return f"{iso_month(year, start)}/{iso_month(year, start + length - 1)}"


def _named_year(words: str | None, now: Now) -> int:
    words = (words or "this").lower()
    if words.isdecimal():
        return int(words)
    if words.startswith("that") and now.last[:4].isdecimal():
        return int(now.last[:4])
    return now.day.year - ("last" in words or "previous" in words)


def _first_months(m: re.Match[str], now: Now) -> str:
    year = _named_year(m["year"], now)
    return f"{iso_month(year, 1)}/{iso_month(year, min(_count(m['n']), 12))}"


def _edge(m: re.Match[str], now: Now) -> str | None:
    """Read "early 2022", "mid-2022", "late 2021", "the end of 2019"."""
    year, edge = _named_year(m["year"], now), m["edge"].lower()
    if "end" in edge or "close" in edge:
        return f"{year}-12-31"
    if "early" in edge or "beginning" in edge or "start" in edge:
        return f"{iso_month(year, 1)}/{iso_month(year, 4)}"
    if "mid" in edge or "middle" in edge:
        return f"{iso_month(year, 5)}/{iso_month(year, 8)}"
    return f"{iso_month(year, 9)}/{iso_month(year, 12)}"


def _month_span(m: re.Match[str], now: Now) -> str:
    first, last = _month_number(m["m1"]), _month_number(m["m2"])
    to = int(m["y2"]) if m["y2"] else _month_year(m["rel"], None, last, now)
    year = int(m["y1"]) if m["y1"] else to - (first > last)
    return f"{iso_month(year, first)}/{iso_month(to, last)}"


def _day_of(m: re.Match[str], now: Now) -> str | None:
    month = _month_number(m["month"])
    day = int(m["day"])
    year = _month_year(None, m["year"], month, now)
    if not m["year"] and (month, day) > (now.day.month, now.day.day) and year == now.day.year and day > now.day.day + 7:
        year -= 1
    return _iso_day(year, month, day)


def _month_of(m: re.Match[str], now: Now) -> str:
    month = _month_number(m["month"])
    return iso_month(_month_year(m["rel"], m["year"], month, now), month)


def _end_of_month(m: re.Match[str], now: Now) -> str:
    year, month = map(int, _month_of(m, now).split("-"))
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def _weekday(m: re.Match[str], now: Now) -> str:
    back = (now.day.weekday() - _WEEKDAYS[m["weekday"].lower()]) % 7
    if back == 0 and (m["last"] or "").lower().startswith("last"):
        back = 7
    return (now.day - timedelta(days=back)).isoformat()


def _past_span(m: re.Match[str], now: Now) -> str:
    """Read "over the past five years": as exact as its unit, up to the day of writing."""
    unit = m["unit"].lower()
    count = _count(m["n"])
    half = bool(m["half"])
    if unit.startswith(("day", "week")):
        return f"{_ago(now.day, count * (7 if unit.startswith('week') else 1), 'day')}/{now.day.isoformat()}"
    if unit.startswith("month") or half or (unit.startswith("year") and count == 1):
        months = count * (12 if unit.startswith("year") else 1) + (6 if half else 0)
        return f"{iso_month(now.day.year, now.day.month - months)}/{iso_month(now.day.year, now.day.month)}"
    years = count * (10 if unit.startswith("decade") else 1)
    return f"{now.day.year - years}/{now.day.year - 1}"


def _relative_unit(m: re.Match[str], now: Now) -> str | None:
    which, unit = m["which"].lower(), m["unit"].lower()
    back = 1 if which in ("last", "previous") else 0
    if unit == "year":
        return f"{now.day.year - back}"
    if unit == "month":
        return iso_month(now.day.year, now.day.month - back)
    if unit == "week":
        monday = now.day - timedelta(days=now.day.weekday() + 7 * back)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    if unit == "decade":
        return (
            f"{now.day.year // 10 * 10 - 10 * back}/{now.day.year // 10 * 10 - 10 * back + 9 if back else now.day.year}"
        )
    start = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[unit]
    year = now.day.year - back
    if start > now.day.month and not back:
        year -= 1
    return f"{iso_month(year, start)}/{iso_month(year, start + 2)}"


def _fiscal(m: re.Match[str], now: Now) -> str:
    first, last = m["first"], m["last"]
    if not last:
        return _full_year(str(now.day.year), first)
    first = _full_year(str(now.day.year), first)
    return f"{first}-04/{_full_year(first, last)}-03"


def _same(m: re.Match[str], now: Now) -> str | None:
    return now.last or None


def _year_before(m: re.Match[str], now: Now) -> str | None:
    known = now.last[:4]
    if re.fullmatch(r"\d{4}-\d\d/\d{4}-\d\d", now.last):
        return "/".join(f"{int(part[:4]) - 1}{part[4:]}" for part in now.last.split("/"))
    return str(int(known) - 1) if known.isdecimal() else str(now.day.year - 1)


def _offset(m: re.Match[str], now: Now) -> str | None:
    """Read "two years earlier", "a month later", "the following year": counted from the period last spoken of."""
    words = m.groupdict()
    count = 1 if words.get("n") in (None, "the", "The") else _count(words["n"])
    count = count if m["way"].lower().startswith(("later", "after", "following", "next")) else -count
    last = now.last.rsplit("/")[-1]
    if (m["unit"] or "year").lower().startswith("month"):
        return iso_month(int(last[:4]), int(last[5:7]) + count) if len(last) >= 7 else None
    if not last:
        return str(now.day.year + count) if count < 0 else None
    shifted = f"{int(last[:4]) + count}{last[4:]}"
    return shifted.replace("-02-29", "-02-28")


def _year_end(m: re.Match[str], now: Now) -> str:
    year = int(now.last[:4] or now.day.year)
    return f"{year if year < now.day.year else now.day.year - 1}-12-31"


def _after_event(m: re.Match[str], now: Now) -> str | None:
    start = turning_point(m["event"], now.day, now.states)
    if start is None:
        return None
    return span(start.isoformat()[:7], now.day.isoformat()[:7])


_REL = r"(?:,? (?P<rel>(?:of )?(?:this|that|last|the previous|the same) year))?"
_OFYEAR = rf"(?P<year>{_YEAR}|this year|last year|the previous year|that year)"
PATTERNS: tuple[tuple[re.Pattern[str], _Reading], ...] = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (
            rf"\b(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>{_DAY})\b(?!-)",
            0,
            lambda m, now: _iso_day(int(m["year"]), int(m["month"]), int(m["day"])),
        ),
        (
            rf"\b(?P<month>{_MON}) (?P<day>{_DAY})(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<year>{_YEAR})\b)?(?![,.]?\d)",
            0,
            _day_of,
        ),
        (rf"\b(?P<day>{_DAY})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MON})\b(?:,? (?P<year>{_YEAR})\b)?", 0, _day_of),
        (
            rf"\b(?:the )?end of (?P<month>{_MON})(?:,? (?:of )?(?P<year>{_YEAR})\b)?{_REL}",
            0,
            _end_of_month,
        ),
        (
            rf"\b(?:[Bb]etween |[Ff]rom )?(?P<m1>{_MON})(?: (?P<y1>{_YEAR}))?(?:{_DASH}| to | and | through | until )"
            rf"(?P<m2>{_MON})\b(?:,? (?P<y2>{_YEAR})\b)?{_REL}",
            0,
            _month_span,
        ),
        (rf"\b(?P<month>{_MON})(?:,? (?:of )?(?P<year>{_YEAR})\b)?{_REL}", 0, _month_of),
        (
            r"\b(?:FY|fiscal year |financial year |fiscal |marketing year )(?P<first>(?:20|19)?\d\d)"
            r"(?:[-–/](?P<last>(?:20)?\d\d))?\b",
            re.I,
            _fiscal,
        ),
        (
            rf"\b(?:the )?(?P<nth>{_NTH})[- ](?P<size>half|quarter)(?: (?:of |in )?(?:the year )?{_OFYEAR})?\b",
            re.I,
            _part_of_year,
        ),
        (
            rf"\bQ(?P<nth>[1-4])(?P<size>)(?:[ -]| of )(?P<year>{_YEAR})\b",
            0,
            lambda m, now: (
                f"{iso_month(int(m['year']), 3 * int(m['nth']) - 2)}/{iso_month(int(m['year']), 3 * int(m['nth']))}"
            ),
        ),
        (rf"\bthe first (?P<n>{_COUNT}) months(?: of {_OFYEAR})?", re.I, _first_months),
        (
            rf"\b(?P<edge>early|mid|late|the (?:beginning|start|middle|end|close) of|year-end|end)[- ](?:in )?{_OFYEAR}\b",
            re.I,
            _edge,
        ),
        (
            rf"\b(?:the )?(?P<n>{_COUNT})(?: years|-year (?:period|span))(?: running)? (?:to|ending(?: in)?|through"
            rf"|up to|until) "
            rf"(?P<last>{_YEAR})\b",
            re.I,
            _years_to,
        ),
        (
            rf"\b(?:[Bb]etween |[Ff]rom )?(?P<first>{_YEAR})(?:(?:{_DASH}| to | through | until )(?P<last>{_YEAR})"
            rf"|{_DASH}(?P<short>\d\d))\b(?![-–\d])",
            0,
            _years,
        ),
        (rf"\b[Bb]etween (?P<first>{_YEAR}) and (?P<last>{_YEAR})(?P<short>)\b", 0, _years),
        (
            r"\b(?:the )?(?:early |mid-|late )?(?P<decade>(?:19|20)\d)0s\b",
            0,
            lambda m, now: f"{m['decade']}0/{m['decade']}9",
        ),
        (
            rf"(?<![\w$€£.,/-])(?P<year>{_YEAR})(?![\w%]|[.,]\d|-\w| (?:people|troops|refugees|tonnes|tons|million"
            rf"|billion|barrels"
            r"|soldiers|civilians|families|households|vehicles|aircraft|tanks|miles|kilomet))",
            0,
            lambda m, now: m["year"],
        ),
        (
            rf"\b(?:in|over|during|for|within) the (?!(?:previous|preceding) (?:year|month)\b)"
            rf"(?:past|last|previous|preceding) (?:(?P<n>{_COUNT}) )?"
            r"(?P<unit>years?|months?|weeks?|days?|decades?)\b(?P<half> and a half)?",
            re.I,
            _past_span,
        ),
        (
            rf"\b(?P<n>{_COUNT}) years? ago today\b",
            re.I,
            lambda m, now: _iso_day(now.day.year - _count(m["n"]), now.day.month, now.day.day),
        ),
        (
            rf"\b(?P<n>{_COUNT}) (?P<unit>years?|months?|weeks?|days?|decades?) ago\b",
            re.I,
            lambda m, now: _ago(now.day, _count(m["n"]), m["unit"].lower()),
        ),
        (
            r"\b(?:earlier |later |so far |at the (?:start|beginning|end) of )?(?P<which>this|last|(?<!the )previous) "
            r"(?P<unit>year|month|week|decade|spring|summer|autumn|fall|winter)\b",
            re.I,
            _relative_unit,
        ),
        (
            r"\b(?P<last>last |this |on )?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
            0,
            _weekday,
        ),
        (r"\b(?:now|currently|at present|as of today|these days)\b", re.I, lambda m, now: now.day.isoformat()[:7]),
        (r"\byesterday\b", re.I, lambda m, now: _ago(now.day, 1, "day")),
        (r"\btoday\b(?!'s)", re.I, lambda m, now: now.day.isoformat()),
        # What follows refers to the date before it, so it is read when all other dates are known.
        (
            r"\b(?:the )?(?:same (?:period|year|month|time|[a-z]+ years|[a-z]+-year period)|(?:those"
            r"|these) (?:[a-z]+ )?years\b|that [a-z]+-year period|that (?:year|month|period))\b(?! last| of last| in)",
            re.I,
            _same,
        ),
        (rf"\bthe (?P<n>{_COUNT}) (?:years|months) (?:before|earlier|prior)\b(?! that)", re.I, _years_before),
        (rf"\bthe (?:previous|preceding|prior) (?P<n>{_COUNT}) years\b", re.I, _years_before),
        (
            rf"\b(?P<n>{_COUNT}|the) (?P<unit>years?|months?) (?P<way>earlier|later|(?:before|prior|after)(?=[,.;:)]|$"
            r"| and | but | to | from ))",
            re.I,
            _offset,
        ),
        (r"\bthe (?P<way>following year|(?:following|next|previous|preceding) (?P<unit>month))\b", re.I, _offset),
        (r"\bthe (?:previous|preceding|prior) year\b|\byear[- ](?:on|over)[- ]year\b", re.I, _year_before),
        (
            r"\b(?:at|by) (?:the )?(?:year[- ]end|year's end|end of the year)\b(?! of)",
            re.I,
            _year_end,
        ),
        (r"\b(?:ever since|since|after|following|in the wake of) (?P<event>[^.,;:]{3,80})", re.I, _after_event),
    )
)
