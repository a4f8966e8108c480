"""The ways in which prose names a time, each with its reading."""

from __future__ import annotations

import re

from comity.language.date_readings import (
    Reading,
    after_event,
    ago,
    consecutive,
    count_of,
    day_of,
    day_span,
    edge_of_year,
    end_of_month,
    first_months,
    fiscal_year,
    from_event,
    half_year,
    iso_day,
    iso_month,
    last_fiscal_year,
    month_of,
    month_span,
    months_after,
    offset,
    part_of_year,
    past_span,
    relative_unit,
    same_months,
    same_period,
    since_then,
    weekday,
    year_before,
    year_end,
    year_ended,
    years,
    years_before,
    years_to,
)
from comity.language.numbers import ORDINALS

# "May" and "March" are months only with a capital; "may" is a verb.
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MON = rf"(?:{_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:1[89]\d\d|20\d\d|2100)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a|an|few|couple of)"
_NTH = r"(?:first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th))"
_DASH = r" ?[-–—/] ?"

_REL = r"(?:,? (?P<rel>(?:of )?(?:this|that|last|the previous|the same) year))?"
_OFYEAR = rf"(?P<year>{_YEAR}|this year|last year|the previous year|that year)"
PATTERNS: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern, flags), reading)
    for pattern, flags, reading in (
        (
            rf"\b(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>{_DAY})\b(?!-)",
            0,
            lambda m, now: iso_day(int(m["year"]), int(m["month"]), int(m["day"])),
        ),
        (
            rf"\b(?:[Tt]he )?(?:fiscal |financial |full |crop |marketing )?(?:year"
            rf"|(?P<n>{_COUNT}) (?P<unit>months|quarters)) "
            rf"(?:to|ended|ending|through|up to)(?: in"
            rf"| on)?(?: the end of)? (?:{_DAY} )?(?P<month>{_MON})(?: {_DAY}\b)?"
            rf"(?:,? (?P<year>{_YEAR})\b)?",
            0,
            year_ended,
        ),
        (
            rf"\b(?:the |in )(?:first )?(?P<n>{_COUNT}) (?P<unit>years?|months?) (?:following|after|since) "
            r"(?P<event>[^.,;:]{3,60})",
            0,
            months_after,
        ),
        (
            rf"\b(?:[Ff]rom|[Bb]etween) (?P<event>[^.,;:\d]{{3,70}}?) (?:until|to|through"
            rf"|and) (?:the )?(?:end of |mid-|early |late )?"
            rf"(?P<month>{_MON})(?:,? (?P<year>{_YEAR})\b)?",
            0,
            from_event,
        ),
        (
            rf"\b(?:[Ff]rom |[Bb]etween )?(?P<m1>{_MON}) (?P<d1>{_DAY})(?:st|nd|rd|th)?(?:{_DASH}| to | and "
            rf"| through | until )"
            rf"(?:(?P<m2>{_MON}) )?(?P<d2>{_DAY})(?:st|nd|rd|th)?\b(?!\d|[.,]\d)(?:,? (?P<year>{_YEAR})\b)?",
            0,
            day_span,
        ),
        (
            rf"\b(?:[Ff]rom |[Bb]etween )?(?P<d1>{_DAY})(?:st|nd|rd|th)?(?: (?P<m1>{_MON}))?(?:{_DASH}| to "
            rf"| and | through | until )"
            rf"(?P<d2>{_DAY})(?:st|nd|rd|th)? (?P<m2>{_MON})\b(?:,? (?P<year>{_YEAR})\b)?",
            0,
            day_span,
        ),
        (
            rf"\b(?P<month>{_MON}) (?P<day>{_DAY})(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<year>{_YEAR})\b)?(?![,.]?\d)",
            0,
            day_of,
        ),
        (rf"\b(?P<day>{_DAY})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MON})\b(?:,? (?P<year>{_YEAR})\b)?", 0, day_of),
        (
            rf"\b(?:the )?end of (?P<month>{_MON})(?:,? (?:of )?(?P<year>{_YEAR})\b)?{_REL}",
            0,
            end_of_month,
        ),
        (
            rf"\b(?:[Bb]etween |[Ff]rom )?(?P<m1>{_MON})(?: (?P<y1>{_YEAR}))?(?:{_DASH}| to | and | through | until )"
            rf"(?P<m2>{_MON})\b(?:,? (?P<y2>{_YEAR})\b)?{_REL}",
            0,
            month_span,
        ),
        (
            r"(?<!Green )(?<!Long )(?<!Theresa )(?<!Women's )"  # no months
            rf"\b(?P<month>{_MON})(?:,? (?:of )?(?P<year>{_YEAR})\b)?{_REL}",
            0,
            month_of,
        ),
        (r"\bthe (?P<which>last|previous|past|current) (?:financial|fiscal) year\b", re.I, last_fiscal_year),
        (
            r"\b(?:FY|fiscal year |financial year |fiscal |marketing year )(?P<first>(?:20|19)?\d\d)"
            r"(?:[-–/](?P<last>(?:20)?\d\d))?\b",
            re.I,
            fiscal_year,
        ),
        (
            rf"(?<![Tt]his )\b(?:the )?(?P<nth>{_NTH})[- ](?P<size>half|quarter)(?: (?:of "
            rf"|in )?(?:the year )?{_OFYEAR})?\b",
            re.I,
            part_of_year,
        ),
        (r"\b(?:(?P<a>[12])H|H(?P<b>[12])(?: of)?)[ -]?(?P<year>(?:20)?\d\d)\b", 0, half_year),
        (
            rf"\bQ(?P<nth>[1-4])(?P<size>)(?:[ -]| of )(?P<year>{_YEAR})\b",
            0,
            lambda m, now: (
                f"{iso_month(int(m['year']), 3 * int(m['nth']) - 2)}/{iso_month(int(m['year']), 3 * int(m['nth']))}"
            ),
        ),
        (
            rf"\bthe first (?P<n>{_COUNT}) (?P<unit>months|weeks) of (?P<event>the (?:war|conflict|invasion"
            rf"|fighting|crisis))\b",
            re.I,
            months_after,
        ),
        (rf"\bthe first (?P<n>{_COUNT}) (?P<unit>months|quarters)(?: of {_OFYEAR})?", re.I, first_months),
        (
            rf"\bthe (?:same|corresponding|comparable) (?:period|months?|quarter|time|[a-z]+ months) (?:in |of "
            rf"|a year earlier in )?"
            rf"(?:the )?{_OFYEAR}\b",
            re.I,
            same_months,
        ),
        (
            r"\b(?P<edge>early|mid|late|the (?:beginning|start|middle|end|close) of|year-end|end)[- ](?:in )?"
            rf"{_OFYEAR}\b",
            re.I,
            edge_of_year,
        ),
        (
            rf"\b(?:the )?(?P<n>{_COUNT})(?: years|-year (?:period|span))(?: running)? (?:to|ending(?: in)?|through"
            rf"|up to|until) "
            rf"(?P<last>{_YEAR})\b",
            re.I,
            years_to,
        ),
        (
            rf"\b(?:[Bb]etween |[Ff]rom (?!\d+ ?[-–—/]))?(?P<first>{_YEAR})"
            rf"(?:(?:{_DASH}| to | through | until )(?P<last>{_YEAR})|{_DASH}(?P<short>\d\d))\b(?![-–\d])",
            0,
            years,
        ),
        (rf"\b[Bb]etween (?P<first>{_YEAR}) and (?P<last>{_YEAR})(?P<short>)\b", 0, years),
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
            past_span,
        ),
        (
            rf"\b(?P<n>{_COUNT}) years? ago today\b",
            re.I,
            lambda m, now: iso_day(now.day.year - count_of(m["n"]), now.day.month, now.day.day),
        ),
        (
            rf"\b(?P<n>{_COUNT}) (?P<unit>years?|months?|weeks?|days?|decades?) ago\b",
            re.I,
            lambda m, now: ago(now.day, count_of(m["n"]), m["unit"].lower()),
        ),
        (
            r"\b(?:earlier |later |so far |at the (?:start|beginning|end) of )?(?P<which>this|last"
            r"|(?<!the )previous) "
            r"(?P<unit>year|month|week|decade|spring|summer|autumn|fall|winter)\b",
            re.I,
            relative_unit,
        ),
        (
            r"\b(?P<last>last |this |on )?(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b",
            0,
            weekday,
        ),
        (r"\b(?:now|currently|at present|as of today|these days)\b", re.I, lambda m, now: now.day.isoformat()[:7]),
        (r"\byesterday\b", re.I, lambda m, now: ago(now.day, 1, "day")),
        (r"\btoday\b(?!'s)", re.I, lambda m, now: now.day.isoformat()),
        # What follows refers to the date before it, so it is read when all other dates are known.
        (
            rf"\bfor (?:the )?(?:(?P<nth>{'|'.join(ORDINALS)})|(?P<num>\d{{1,2}})(?:st|nd|rd|th)|(?P<n>{_COUNT})) "
            r"(?:(?:consecutive |straight |successive )(?P<unit>years?|months?)\b|(?P<unit2>years?"
            r"|months?) (?:in a row|running)\b)",
            re.I,
            consecutive,
        ),
        (
            r"\b(?:the )?(?:same (?:period|year|month|time|[a-z]+ years|[a-z]+-year period)|(?:those"
            r"|these) (?:[a-z]+ )?years\b|that [a-z]+-year period|that (?:year|month|period))\b(?! last"
            r"| of last| in)",
            re.I,
            same_period,
        ),
        (rf"\bthe (?P<n>{_COUNT}) (?:years|months) (?:before|earlier|prior)\b(?! that)", re.I, years_before),
        (rf"\bthe (?:previous|preceding|prior) (?P<n>{_COUNT}) years\b", re.I, years_before),
        (
            rf"\b(?P<n>{_COUNT}|the) (?P<unit>years?|months?) (?P<way>earlier|later|(?:before|prior"
            rf"|after)(?=[,.;:)]|$"
            r"| and | but | to | from ))",
            re.I,
            offset,
        ),
        (r"\bthe (?P<way>following year|(?:following|next|previous|preceding) (?P<unit>month))\b", re.I, offset),
        (r"\bthe (?:previous|preceding|prior) year\b|\byear[- ](?:on|over)[- ]year\b", re.I, year_before),
        (
            r"\b(?:at|by) (?:the )?(?:year[- ]end|year's end|end of the year)\b(?! of)",
            re.I,
            year_end,
        ),
        (r"\bsince then\b", re.I, since_then),
        (
            r"\b(?:ever since|since|after|following|in the wake of) (?P<event>[^.,;:]{3,80}?)"
            r"(?=[.,;:]|$| (?:as|which|who|that|when|while|and|but|has|have|had|is|are|was|were|to|more|about) )",
            re.I,
            after_event,
        ),
    )
)
