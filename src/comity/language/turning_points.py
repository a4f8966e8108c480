"""Events that articles date others by: "since the coup", "after Russia's invasion of Ukraine"."""

from __future__ import annotations

import re
from datetime import date

# Coups and takeovers: who was toppled, and when. Powell and Thyne, list of coups (2011 and updates).
_COUPS = {
    "MMR": date(2021, 2, 1),
    "MLI": date(2020, 8, 18),
    "BFA": date(2022, 1, 24),
    "GIN": date(2021, 9, 5),
    "SDN": date(2021, 10, 25),
    "NER": date(2023, 7, 26),
    "GAB": date(2023, 8, 30),
    "THA": date(2014, 5, 22),
    "EGY": date(2013, 7, 3),
    "ZWE": date(2017, 11, 15),
    "AFG": date(2021, 8, 15),
}
_COUP = re.compile(
    r"\b(?:coup|putsch|takeover|seiz\w+ (?:of )?power|came to (?:the )?power|takes? power|took power|toppling"
    r"|(?:demise|overthrow|ouster|fall) of the (?:\w+ )?(?:government|president))\b",
    re.I,
)
_EVENTS: tuple[tuple[re.Pattern[str], date], ...] = tuple(
    (re.compile(pattern, re.I), day)
    for pattern, day in (
        (
            r"(?:invasion of Ukraine|Ukraine invasion|invaded Ukraine|war in Ukraine|Ukraine war"
            r"|full-scale invasion)",
            date(2022, 2, 24),
        ),
        (r"annex\w+ (?:of )?(?:the )?Crimea", date(2014, 3, 18)),
        (r"Taliban (?:takeover|return|came|seized|took)|fall of Kabul|return of the Taliban", date(2021, 8, 15)),
        (r"October 7 attack|Hamas(?:'s)? (?:attack|assault)|war in Gaza", date(2023, 10, 7)),
        (r"(?:collapse|fall|end|dissolution|break-?up) of the (?:Soviet Union|USSR)", date(1991, 12, 26)),
        (r"end of the Cold War", date(1991, 12, 26)),
        (r"Brexit (?:vote|referendum)", date(2016, 6, 23)),
        (r"(?:outbreak|start|onset) of the (?:\w+ )?pandemic|the pandemic (?:began|started|hit)", date(2020, 3, 11)),
        (r"nuclear (?:deal|agreement|accord) (?:was|with Iran)|Iran nuclear deal", date(2015, 7, 14)),
        (r"Syria(?:n|'s)? (?:civil )?war|conflict in Syria|war in Syria", date(2011, 3, 15)),
        (r"(?:9/11|September 11)", date(2001, 9, 11)),
    )
)


# When the war began that an article on a state means by "the war": days as the press reported them.
_WARS = {
    "UKR": date(2022, 2, 24),
    "SYR": date(2011, 3, 15),
    "YEM": date(2015, 3, 26),
    "SSD": date(2013, 12, 15),
    "SDN": date(2023, 4, 15),
    "ETH": date(2020, 11, 4),
    "PSE": date(2023, 10, 7),
    "ISR": date(2023, 10, 7),
    "AZE": date(2020, 9, 27),
    "ARM": date(2020, 9, 27),
}
_WAR = re.compile(r"\b(?:the|this|full-scale|all-out) (?:war|conflict|fighting|hostilities|invasion|crisis)\b", re.I)


def turning_point(words: str, day: date, states: tuple[str, ...]) -> date | None:
    """Return the day of the event that `words` name, or None.

    A coup is that of the first of `states` that had one before `day`; nothing is dated later than `day`.
    """
    for pattern, when in _EVENTS:
        if pattern.search(words) and when <= day:
            return when
    if re.search(r"\binvasion\b", words) and "UKR" in states and day >= date(2022, 2, 24):
        return date(2022, 2, 24)
    if _WAR.search(words):
        return next((_WARS[state] for state in states if state in _WARS and _WARS[state] <= day), None)
    if _COUP.search(words):
        return next((_COUPS[state] for state in states if state in _COUPS and _COUPS[state] <= day), None)
    return None
