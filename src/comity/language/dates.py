"""Periods in running text, resolved against the day on which it was written.

"in March this year", "the first half of 2022", "2017–21", "last month", "over the past five years", "on Thursday",
"since the coup": each becomes an ISO period such as `2021-06-18`, `2021-02` or `2017/2021`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from comity.language.date_readings import Now, span
from comity.language.date_words import PATTERNS

Role = Literal["at", "baseline", "said", "name"]


@dataclass(frozen=True)
class When:
    """A period in a text: where it stands, the ISO period, and what it is.

    `role` is "at" (the time stated), "baseline" (what a change is measured from), "said" (when somebody said so) or
    "name" (part of one: "the 2014 referendum"); `since` marks what reaches to the day of writing.
    """

    start: int
    end: int
    period: str
    role: Role = "at"
    since: bool = False


NOW = re.compile(r"(?:now|currently|at present|as of today|these days|today)", re.I)
_BASELINE = re.compile(
    r"(?:compared (?:with|to)|than|versus|relative to|over|against|from)(?: (?:those|it was|levels"
    r"|the (?:same|corresponding|comparable|year-earlier)"
    r" (?:period|quarter|month|time|half|level)))?(?: (?:in|of|during))?(?: the)? $|\bas in $"
    r"|(?:per ?cent|%|higher|lower|more|less|fewer) on(?: the)? $"
    r"|\bcompared (?:with|to) [^,;.]{0,70}(?:in|of|for|from|during|to)(?: the)? $"
    r"|\b(?:higher|lower|larger|smaller|greater|less|more|fewer)(?: \w+)? than (?:the|that|those|it|they|what"
    r"|its|in)\b[^,;.]{0,60} $",
    re.I,
)
_ALWAYS_BASELINE = re.compile(
    r"year[- ]o|(?:a|the|[a-z]+|\d+) (?:years?|days?|months?) (?:earlier|before|prior)\b|the (?:previous"
    r"|preceding|prior) (?:[a-z]+ )?years?",
    re.I,
)
_AGO = re.compile(r"\b(?:from|than|compared (?:with|to)|against) [^,;.]{1,30} ago$", re.I)
_SAID = re.compile(
    r"\b(?:said|says|saying|quoted|told reporters|announced|reported|tweeted|wrote|stated|added|speaking|confirmed"
    r"|published|released|issued)(?: here| that| late| early| in a statement)?(?: on)? $"
)
_SAID_IN = re.compile(
    r"\b[Ii]n (?:a|an|its|his|her|their) (?:\w+ )?(?:report|statement|interview|speech|briefing|post|letter"
    r"|address|note|tweet)"
    r"(?: released| published| issued)? (?:on )?$"
)
_OF_TREATY = re.compile(r"(?:\b(?:the|its|their|a)|'s) $")
_TREATY = re.compile(
    r"(?: [\w'-]+,?){0,7} (?:treaty|agreement|deal|accord|pact|convention|memorandum|resolution|law|act)\b", re.I
)
_TITLED = re.compile(r"\b(?:titled|entitled|called|report) \"[^\"]*$")
_EVENT_NAME = re.compile(
    r" (?:attacks?|assault|coup|invasion|referendum|elections?|agreement|deal|accord|massacre|decree"
    r"|resolution|annexation|uprising|war|law|act|treaty|memorandum|nuclear (?:deal|accord|agreement)"
    r"|(?:Winter |Summer )?Olympics|World Cup|Games|orders?|contract|report|survey|census|study|poll|plan"
    r"|edition|strategy|summit|crisis)\b",
    re.I,
)
# "the highest since 2014" is said of now.
_FIRST_SINCE = re.compile(
    r"\b(?:first|highest|lowest|largest|biggest|most|least|worst|best|fastest|slowest|strongest|weakest|deadliest)\b"
    r"[^,;.]{0,40} since(?: at least| early| late)? $",
    re.I,
)
_SINCE_CLAUSE = re.compile(r"\bsince\b[^,;.]{1,70}$")
_SINCE = re.compile(r"\b(?:ever since|since|as of)(?: early| late| at least| the (?:start|beginning) of)? $", re.I)


def dates(text: str, day: date, last: str = "", states: tuple[str, ...] = ()) -> list[When]:
    """Return the periods of a text in order.

    Parameters
    ----------
    day
        The day of writing, to which "last month" refers.
    last
        The period last spoken of, to which "that year" refers.
    states
        The states spoken of, whose coup "the coup" is.

    Returns
    -------
    list of When
        Impossible days (30 February) are left out. A period after "compared with" or "from" is a baseline; one after
        "since" reaches to the day of writing.
    """
    taken = bytearray(len(text))
    found: list[When] = []
    for pattern, reading in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            before = [w for w in found if w.end <= start and w.role in ("at", "baseline") and not w.since]
            spoken = max(before, key=lambda w: w.end).period if before else last
            period = reading(match, Now(day, spoken, states, spoken if before else ""))
            if period is None:
                continue
            taken[start:end] = b"\x01" * (end - start)
            found.append(_in_place(text, start, end, period, day))
    return _compared(text, sorted(found, key=lambda w: w.start))


def _compared(text: str, found: list[When]) -> list[When]:
    """Make the first of "between 2013-17 and 2018-22" the baseline of the second."""
    for n, (one, two) in enumerate(pairwise(found)):
        between = text[one.start : one.end].lower().startswith("between") or text[: one.start].lower().endswith(
            "between "
        )
        if between and text[one.end : two.start] in (" and ", " and in ", " and the ") and "/" in one.period:
            found[n] = replace(one, role="baseline")
    return found


def _in_place(text: str, start: int, end: int, period: str, day: date) -> When:
    before = text[max(start - 80, 0) : start]
    if _SAID.search(before) or _SAID_IN.search(before):
        return When(start, end, period, "said")
    if _TITLED.search(before):
        return When(start, end, period, "name")
    if _EVENT_NAME.match(text, end) and not re.search(r"\b(?:after|since|following|before)(?: the)? $", before, re.I):
        return When(start, end, period, "name")
    if _OF_TREATY.search(before) and _TREATY.match(text, end):
        return When(start, end, period, "name")
    if _FIRST_SINCE.search(before):
        return When(start, end, period, "name")
    if (_SINCE.search(before) or _SINCE_CLAUSE.search(before)) and not before.lower().endswith("as of "):
        period = period.split("/")[0]
        upto = day.isoformat()[: min(len(period), 7)]
        return When(start, end, span(period[:7], upto), since=True) if period[:7] <= upto else When(start, end, period)
    baseline = (
        _AGO.search(before + text[start:end])
        or (start and _ALWAYS_BASELINE.match(text[start:end]))
        or _BASELINE.search(before)
    )
    since = text[start:end].lower().startswith(("since", "ever", "after", "following"))
    return When(start, end, period, "baseline" if baseline else "at", since=since)
