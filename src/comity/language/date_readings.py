"""The ISO period that each way of naming a time stands for on the day of writing."""

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


@dataclass(frozen=True)
class Now:
    """What a relative date refers to: the day of writing, and the period last spoken of (`here`, in the sentence)."""

    day: date
    last: str
    states: tuple[str, ...]
    here: str = ""


def iso_month(year: int, month: int) -> str:
    """Return an ISO month; months beyond the year run on into the next or the last one."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return f"{year:04d}-{month:02d}"


def _month_number(word: str) -> int:
    return _MONTHS[word.lower().rstrip(".")]


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return an ISO day; None if there is no such day."""
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


def ago(now: date, count: int, unit: str) -> str:
    """Return the time so many days, weeks, months, years or decades before `now`, as exact as the unit."""
    if unit.startswith("day"):
        return (now - timedelta(days=min(count, 9999))).isoformat()
    if unit.startswith("week"):
        return (now - timedelta(weeks=min(count, 999))).isoformat()[:7]
    if unit.startswith("month"):
        return iso_month(now.year, now.month - count)
    return f"{now.year - count * (10 if unit.startswith('decade') else 1):04d}"


def count_of(word: str | None) -> int:
    """Return the number that "3", "three", "a" or "few" stands for."""
    word = (word or "a").lower()
    if word.isdecimal():
        return int(word)
    return {"a": 1, "an": 1, "few": 3, "couple of": 2}.get(word) or int(word_value(word))


Reading = Callable[[re.Match[str], Now], str | None]


def _full_year(first: str, last: str) -> str:
    return last if len(last) == 4 else first[: 4 - len(last)] + last


def years(m: re.Match[str], now: Now) -> str | None:
    """Read "2017–21", "from 2015 to 2019"; None if the last does not come after the first."""
    first, last = m["first"], _full_year(m["first"], m["last"] or m["short"])
    return f"{first}/{last}" if int(first) < int(last) <= 2100 else None


def years_to(m: re.Match[str], now: Now) -> str:
    """Read "the five years to 2019"."""
    last = int(m["last"])
    return span(str(last - count_of(m["n"]) + 1), str(last))


def years_before(m: re.Match[str], now: Now) -> str | None:
    """Read "the previous five years": those before the period last spoken of."""
    first = now.last[:4]
    if not first.isdecimal():
        return None
    count = count_of(m["n"])
    return span(str(int(first) - count), str(int(first) - 1))


def part_of_year(m: re.Match[str], now: Now) -> str:
    """Read "the first half of 2022", "the third quarter"."""
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


def first_months(m: re.Match[str], now: Now) -> str:
    """Read "the first nine months of 2021"."""
    year = _named_year(m["year"], now)
    months = count_of(m["n"]) * (3 if m["unit"].lower() == "quarters" else 1)
    return f"{iso_month(year, 1)}/{iso_month(year, min(months, 12))}"


def edge_of_year(m: re.Match[str], now: Now) -> str | None:
    """Read "early 2022", "mid-2022", "late 2021", "the end of 2019"."""
    year, edge = _named_year(m["year"], now), m["edge"].lower()
    if "end" in edge or "close" in edge:
        return f"{year}-12-31"
    if "early" in edge or "beginning" in edge or "start" in edge:
        return f"{iso_month(year, 1)}/{iso_month(year, 4)}"
    if "mid" in edge or "middle" in edge:
        return f"{iso_month(year, 5)}/{iso_month(year, 8)}"
    return f"{iso_month(year, 9)}/{iso_month(year, 12)}"


def month_span(m: re.Match[str], now: Now) -> str:
    """Read "August–December 2017", "from May to July last year"."""
    first, last = _month_number(m["m1"]), _month_number(m["m2"])
    to = int(m["y2"]) if m["y2"] else _month_year(m["rel"], None, last, now)
    year = int(m["y1"]) if m["y1"] else to - (first > last)
    return f"{iso_month(year, first)}/{iso_month(to, last)}"


def day_of(m: re.Match[str], now: Now) -> str | None:
    """Read "18 June 2021"; without a year the last time that the day came round."""
    month = _month_number(m["month"])
    day = int(m["day"])
    year = _month_year(None, m["year"], month, now)
    if not m["year"] and (month, day) > (now.day.month, now.day.day) and year == now.day.year and day > now.day.day + 7:
        year -= 1
    return iso_day(year, month, day)


def day_span(m: re.Match[str], now: Now) -> str | None:
    """Read "from 27 September to 3 October", "June 3–5, 2019"; without a year the last time that they came round."""
    last_month = _month_number(m["m2"] or m["m1"])
    first_month = _month_number(m["m1"] or m["m2"])
    year = int(m["year"]) if m["year"] else _recent_year(last_month, now.day)
    first = iso_day(year - (first_month > last_month), first_month, int(m["d1"]))
    last = iso_day(year, last_month, int(m["d2"]))
    return span(first, last) if first and last and first <= last else None


def month_of(m: re.Match[str], now: Now) -> str:
    """Read "March 2021", "March this year", "March"."""
    month = _month_number(m["month"])
    found = iso_month(_month_year(m["rel"], m["year"], month, now), month)
    if month == now.day.month and not (m["year"] or m["rel"]) and m.string[: m.start()].endswith("last "):
        return iso_month(now.day.year - 1, month)
    if m["year"] or m["rel"] or not re.match(r"\d{4}-\d\d", now.here):
        return found
    back = _COMPARED.search(m.string[: m.start()])
    first, last = now.here[:7], now.here.split("/")[-1][:7]
    near = iso_month(int(first[:4]) + (month < int(first[5:7]) and not back), month)
    if near > last > first:
        near = iso_month(int(last[:4]) + (month <= int(last[5:7])), month)
    elif last > first and near < last and iso_month(int(first[:4]) + 1, int(first[5:7]) - 1) <= last:
        return found  # every month is within a whole year
    return near if near <= now.day.isoformat()[:7] else found


# "in June 2021, from 12 in January": the January before; else months without a year go on from the one before.
_COMPARED = re.compile(r"\b(?:from|than|against|compared (?:with|to)|versus)\b[^,;.]{0,40}$")


def end_of_month(m: re.Match[str], now: Now) -> str:
    """Read "the end of February 2020"."""
    year, month = map(int, month_of(m, now).split("-"))
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def weekday(m: re.Match[str], now: Now) -> str:
    """Read "on Thursday": the last one before the day of writing."""
    back = (now.day.weekday() - _WEEKDAYS[m["weekday"].lower()]) % 7
    if back == 0 and (m["last"] or "").lower().startswith("last"):
        back = 7
    return (now.day - timedelta(days=back)).isoformat()


def past_span(m: re.Match[str], now: Now) -> str:
    """Read "over the past five years": as exact as its unit, up to the day of writing."""
    unit = m["unit"].lower()
    count = count_of(m["n"])
    half = bool(m["half"])
    if unit.startswith(("day", "week")):
        return f"{ago(now.day, count * (7 if unit.startswith('week') else 1), 'day')}/{now.day.isoformat()}"
    if unit.startswith("month") or half or (unit.startswith("year") and count == 1):
        months = count * (12 if unit.startswith("year") else 1) + (6 if half else 0)
        return f"{iso_month(now.day.year, now.day.month - months)}/{iso_month(now.day.year, now.day.month)}"
    years = count * (10 if unit.startswith("decade") else 1)
    return f"{now.day.year - years}/{now.day.year - 1}"


def relative_unit(m: re.Match[str], now: Now) -> str | None:
    """Read "last year", "this month", "last summer"."""
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


def fiscal_year(m: re.Match[str], now: Now) -> str:
    """Read "FY2021-22", "FY19": the year of the state spoken of that has one; a single year of others is its own."""
    last = int(_full_year(str(now.day.year), m["last"] or m["first"]))
    begins = next((_FISCAL[state] for state in now.states if state in _FISCAL), 4 if m["last"] else 1)
    if begins == 1:
        return str(last)
    return f"{iso_month(last - 1, begins)}/{iso_month(last, begins - 1)}"


def last_fiscal_year(m: re.Match[str], now: Now) -> str:
    """Read "the last financial year": of the state spoken of that has one of its own, else the calendar year."""
    begins = next((_FISCAL[state] for state in now.states if state in _FISCAL), 1)
    last = now.day.year + (begins > 1 and now.day.month >= begins) - (m["which"].lower() != "current")
    return f"{iso_month(last - 1, begins)}/{iso_month(last, begins - 1)}" if begins > 1 else str(last)


# The month in which a government's year begins; it is named after the calendar year in which it ends.
_FISCAL = (
    dict.fromkeys(("IND", "JPN", "GBR", "CAN", "MMR", "ZAF", "SGP"), 4)
    | dict.fromkeys(("PAK", "BGD", "AUS", "EGY", "NPL", "KEN", "UGA", "TZA", "ETH"), 7)
    | dict.fromkeys(("USA", "THA"), 10)
)


def year_ended(m: re.Match[str], now: Now) -> str:
    """Read "the year to March 2022", "the twelve months ended September 30": whole months up to that one."""
    month = _month_number(m["month"])
    last = int(m["year"]) if m["year"] else _recent_year(month, now.day)
    months = 12 if m["n"] is None else count_of(m["n"]) * (3 if m["unit"] == "quarters" else 1)
    return f"{iso_month(last, month - months + 1)}/{iso_month(last, month)}"


def consecutive(m: re.Match[str], now: Now) -> str | None:
    """Read "for the third month in a row", "for four consecutive years": up to the one last spoken of or last past."""
    count = int(m["num"]) if m["num"] else ORDINALS.get((m["nth"] or "").lower()) or count_of(m["n"])
    if m["num"] and count > 12:
        return None  # "for the 22nd consecutive year" tells of a yearly rite, and not when
    last = now.last.rsplit("/")[-1]
    if (m["unit"] or m["unit2"]).lower().startswith("month"):
        year, month = (int(last[:4]), int(last[5:7])) if len(last) >= 7 else (now.day.year, now.day.month - 1)
        return span(iso_month(year, month - count + 1), iso_month(year, month))
    year = int(now.here[:4]) if now.here[:4].isdecimal() else now.day.year - 1
    return span(str(year - count + 1), str(year))


def half_year(m: re.Match[str], now: Now) -> str:
    """Read "1H17", "H2 2021"."""
    year, half = int(m["year"]) % 100 + 2000, int(m["a"] or m["b"])
    return f"{iso_month(year, 6 * half - 5)}/{iso_month(year, 6 * half)}"


def same_months(m: re.Match[str], now: Now) -> str | None:
    """Read "the same period in 2018", "the same months last year": the months last spoken of, in that year."""
    year = _named_year(m["year"], now)
    first, _, last = now.last.partition("/")
    if not re.fullmatch(r"\d{4}-\d\d", first) or (last and last[:4] != first[:4]):
        return str(year)
    return span(f"{year}{first[4:]}", f"{year}{last[4:]}" if last else f"{year}{first[4:]}")


def same_period(m: re.Match[str], now: Now) -> str | None:
    """Read "that year", "the same period": the one last spoken of."""
    return now.last or None


def year_before(m: re.Match[str], now: Now) -> str | None:
    """Read "the previous year": the one before the period last spoken of, else before the year of writing."""
    known = now.last[:4]
    if re.fullmatch(r"\d{4}-\d\d/\d{4}-\d\d", now.last):
        return "/".join(f"{int(part[:4]) - 1}{part[4:]}" for part in now.last.split("/"))
    return str(int(known) - 1) if known.isdecimal() else str(now.day.year - 1)


def offset(m: re.Match[str], now: Now) -> str | None:
    """Read "two years earlier", "a month later", "the following year": counted from the period last spoken of."""
    words = m.groupdict()
    count = 1 if words.get("n") in (None, "the", "The") else count_of(words["n"])
    count = count if m["way"].lower().startswith(("later", "after", "following", "next")) else -count
    last = now.last.rsplit("/")[-1]
    if (m["unit"] or "year").lower().startswith("month"):
        return iso_month(int(last[:4]), int(last[5:7]) + count) if len(last) >= 7 else None
    if not last:
        return str(now.day.year + count) if count < 0 else None
    shifted = f"{int(last[:4]) + count}{last[4:]}"
    return shifted.replace("-02-29", "-02-28")


def year_end(m: re.Match[str], now: Now) -> str:
    """Read "at year-end": of the year last spoken of if it is past, else of last year."""
    year = int(now.last[:4] or now.day.year)
    return f"{year if year < now.day.year else now.day.year - 1}-12-31"


def since_then(m: re.Match[str], now: Now) -> str | None:
    """Read "since then": from the period last spoken of to the day of writing."""
    start = now.last[:7]
    return span(start, now.day.isoformat()[: max(len(start), 4)]) if start else None


def months_after(m: re.Match[str], now: Now) -> str | None:
    """Read "the seven months following the coup"."""
    start = turning_point(m["event"], now.day, now.states)
    if start is None:
        return None
    months = count_of(m["n"]) * (12 if m["unit"].startswith("year") else 1) if not m["unit"].startswith("week") else 1
    return span(iso_month(start.year, start.month), iso_month(start.year, start.month + months))


def from_event(m: re.Match[str], now: Now) -> str | None:
    """Read "from the beginning of the invasion until the end of May": from the event to the month."""
    start = turning_point(m["event"], now.day, now.states)
    if start is None:
        return None
    month = _month_number(m["month"])
    last = iso_month(int(m["year"]) if m["year"] else _recent_year(month, now.day), month)
    return span(start.isoformat()[:7], last) if last >= start.isoformat()[:7] else None


def after_event(m: re.Match[str], now: Now) -> str | None:
    """Read "since the coup": from the event to the day of writing."""
    start = turning_point(m["event"], now.day, now.states)
    if start is None:
        return None
    return span(start.isoformat()[:7], now.day.isoformat()[:7])
