"""Years and days as a person types them."""

from __future__ import annotations

import re
from datetime import date

from comity.errors import WrongUse, printable

FIRST_YEAR, LAST_YEAR = 1816, 2100
_YEARS = re.compile(r"(?P<first>[0-9]{4})?(?P<to>[:–-])?(?P<last>[0-9]{4})?")


def years(text: str) -> tuple[int, int]:
    """Read `2020`, `2015:2023`, `2015:` or `:2023`; an open end reaches to the first or last year there can be.

    Raises
    ------
    WrongUse
        No years, a year outside 1816–2100, or a period that runs backwards.
    """
    found = _YEARS.fullmatch(text.strip())
    if found is None or not (found["first"] or found["last"]):
        raise WrongUse(f"{printable(text, 40)!r} are no years; write 2020 or 2015:2023")
    first = int(found["first"]) if found["first"] else FIRST_YEAR
    last = int(found["last"]) if found["last"] else LAST_YEAR if found["to"] else first
    for year in (first, last):
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise WrongUse(f"the year {year} is outside {FIRST_YEAR}–{LAST_YEAR}")
    if first > last:
        raise WrongUse(f"the period runs backwards: {first} to {last}; write {last}:{first}")
    return first, last


def day(text: str) -> date:
    """Read an ISO day, `2022-09-20`.

    Raises
    ------
    WrongUse
        Another form, or a day that does not exist.
    """
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise WrongUse(f"{printable(text, 40)!r} is no day; write it as 2022-09-20")
