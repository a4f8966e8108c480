"""When a claim holds: by the date in its clause, in its sentence, spoken of before, or what its type implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from comity.checking.claim import ClaimType
from comity.checking.extracting.pieces import Piece
from comity.checking.extracting.sentence import Context, Sentence
from comity.checking.topics import FALL, RISE
from comity.language.date_readings import iso_month
from comity.language.dates import NOW, When

_YEARLY = (
    "arms_rank",
    "arms_share",
    "arms_value",
    "arms_change",
    "trade_rank",
    "trade_share",
    "trade_value",
    "trade_change",
    "energy_flow",
)
_DEEDS = ("event", "visit", "treaty", "sanction", "arms_transfer")
_FROM = re.compile(
    r"\b(?:from|compared (?:with|to)|(?<!more )(?<!less )(?<!fewer )(?<!other )than|versus|against)"
    r"(?: (?:about|around|nearly|as many as|more than|just|some|only|over))* [$€£]?$",
    re.I,
)
_FROM_TO = re.compile(
    r"\bfrom [$€£]?\d[^,;.]{0,50} to(?: (?:about|around|nearly|more than|just|some|only|over))* (?:US)?[$€£]?$", re.I
)


def period_of(kind: ClaimType, piece: Piece, read: Sentence, context: Context) -> str:
    """Return the ISO period of a claim.

    The nearest date of its own words counts, then the nearest of the sentence, then for figures the period last spoken
    of. Without any, a yearly figure is of the last full year, anything else of the month of writing. The first figure
    of "fell from 12 to 9 in 2016" is of the year before; blank if that cannot be told.
    """
    sentence, day = read.words, context.day
    present = _PRESENT.search(sentence[piece.start : piece.end])
    own_sector = kind.startswith("price") or (present and kind not in _YEARLY)
    carried = context.lasting(kind) if own_sector else context.carried(kind)
    yearly = kind in _YEARLY or (kind == "other_stat" and bool(_RATE.fullmatch(piece.quantity.unit)))
    whens = [w for w in read.whens if not (carried and kind in _YEARLY and NOW.fullmatch(sentence[w.start : w.end]))]
    own = [w for w in whens if piece.start <= w.start < piece.end]
    upto = sentence[: piece.quantity.start]
    was = bool(_FROM.search(upto[-40:]))
    earlier = [w for w in own if w.start >= piece.quantity.end]
    earlier = earlier or [w for w in whens if w.role == "baseline" and piece.end <= w.start < piece.clause[1]]
    if was and earlier:
        return earlier[0].period
    period = _stated(kind, piece, sentence, whens, own, day)
    if not period and kind in _DEEDS and _GOES_ON.search(sentence[piece.start : piece.end]):
        period = context.since
    period = period or _unstated(kind, piece, sentence, carried, day, yearly)
    if kind not in _COUNTED and period.endswith(("-12-31", "-06-30")) and not _BY_THE_END.search(sentence):
        period = period[:7]  # no deal or flow is of the last day of a year
    if kind.endswith("_change"):
        return _over(own or whens, period)
    if was and (RISE.search(upto) or FALL.search(upto)):
        return _before(kind, period)
    return period.split("/")[-1] if _is_span(kind, period) and _FROM_TO.search(upto[-80:]) else period


def _stated(kind: ClaimType, piece: Piece, sentence: str, whens: Sequence[When], own: Sequence[When], day: date) -> str:
    standing = [w for w in own if w.role == "at"]
    if standing and kind == "event" and standing[0].since and _WHEN.match(sentence[piece.start :]):
        return standing[0].period.split("/")[0]
    if standing:
        return _for_change(kind, sentence, _nearest(standing, piece), day)
    compared = [
        w
        for w in own
        if w.role == "baseline"
        and not _COMPARED.search(sentence, min(piece.quantity.end, w.start), w.start)
        and not (
            w.end <= piece.quantity.start and sentence.startswith(", and ", w.end)
        )  # "than in 2020, and stood at 4"
    ]
    if compared and not kind.endswith("_change"):
        return compared[0].period
    aside = next((m for m in _ASIDE.finditer(sentence) if m.end() <= piece.start), None)
    elsewhere = [
        w
        for w in whens
        if w.role == "at"
        and not (aside and aside.start() < w.start < aside.end())
        and not sentence[w.start :].lower().startswith("for ")
        and not (w.since and w.start > piece.end)
        and not (w.since and kind.endswith("rank") and re.search(r"\bis\b", sentence[piece.start : piece.end]))
    ]
    if elsewhere:
        before = [w for w in elsewhere if w.end <= piece.start]
        return _for_change(kind, sentence, before[-1] if before else elsewhere[0], day)
    return ""


def _unstated(kind: ClaimType, piece: Piece, sentence: str, carried: str, day: date, yearly: bool) -> str:
    if kind in _DEEDS and len(carried) == 10 and 0 <= (day - date.fromisoformat(carried)).days <= 31:
        return carried
    present = _PRESENT.search(sentence[piece.clause[0] : piece.end])
    if yearly:
        outdated = bool(present) and len(carried.split("/")[0]) > 4 and not _is_recent(carried, day)
    else:
        last = int(carried.split("/")[-1][:4] or day.year)
        outdated = bool(present) and (last < day.year - 1 or _is_older(kind, carried, day))
    if carried and kind not in _DEEDS and not outdated:
        if kind == "displacement_count" and len(carried.split("/")[-1]) == 7:
            return carried.split("/")[-1]  # those who are there are counted at the end
        return _whole(carried) if yearly else carried
    return (
        str(day.year - 1)
        if yearly and not (kind == "arms_value" and piece.quantity.unit != "tiv")
        else iso_month(day.year, day.month)
    )


def _whole(period: str) -> str:
    """Return the months of a day or a week that was spoken of: no yearly figure is of a day."""
    first, _, last = period.partition("/")
    return first[:7] if not last or last[:7] == first[:7] else f"{first[:7]}/{last[:7]}"


def _is_older(kind: ClaimType, carried: str, day: date) -> bool:
    """Whether people who "have been displaced" are counted later than in a month of this year that was spoken of."""
    return kind == "displacement_count" and len(carried) == 7 and iso_month(day.year, day.month - 1) > carried[:7]


def _is_recent(period: str, day: date) -> bool:
    """Whether a month or span of months, not a single day, ends in the half year before the day of writing."""
    parts = [int(part) for part in period.split("/")[-1].split("-")]
    return len(parts) == 2 and 0 <= 12 * (day.year - parts[0]) + day.month - parts[1] <= 6


_COUNTED = ("displacement_count", "other_stat", "price_level", "event", "vote", "visit", "treaty", "sanction")
_BY_THE_END = re.compile(r"\bby (?:the )?(?:end|close|year)")
_GOES_ON = re.compile(r"\bha(?:s|ve) (?:also |long )?been (?:\w+ly )?\w+ing\b")
_COMPARED = re.compile(r"\b(?:compared|than|versus|against|over)\b")
_RATE = re.compile(r"percent|pp|rank|[a-z]{3}")
_WHEN = re.compile(r"(?:since|after) ", re.I)
_ASIDE = re.compile(r", (?:which|who|once|where) [^,]{3,80},")
_PRESENT = re.compile(
    r"\b(?:is|are|remains?|has|have|continues?|accounts|supplies|buys|imports|exports|hosts?|shelters?"
    r"|provides?|controls?"
    r"|makes? up|comes? from|relies|rely|depends?|holds?|produces?|represents?|constitutes?|supply|sells?|takes?)\b"
)
_SINCE = re.compile(r"\b(?:after|since|following)\b[^,;.]{0,20}$", re.I)


def _for_change(kind: ClaimType, sentence: str, when: When, day: date) -> str:
    """Return the period; a change "after February 2021" reaches to the day of writing.

    A figure "for the third month in a row" is of the last of them; a rank is held in all.
    """
    if sentence[when.start :].lower().startswith("for ") and not kind.endswith("rank"):
        return when.period.split("/")[-1]
    if (
        kind == "price_level"
        and "/" not in when.period
        and re.search(r"\b(?:[Aa]fter|[Ss]ince) (?:the )?$", sentence[: when.start])
    ):
        return iso_month(day.year, day.month)  # "after the coup in 2021 prices rose to $1"
    if kind.endswith("_change") and "/" not in when.period and _SINCE.search(sentence[: when.start]):
        upto = day.isoformat()[: min(len(when.period), 7)]
        first = when.period[:7]
        return f"{first}/{upto}" if first < upto else when.period
    return when.period


def _over(whens: Sequence[When], period: str) -> str:
    """Return the period of a change; one over several years ("in 2021, up from 2009") begins with the first of them."""
    first = next((w.period for w in whens if w.role == "baseline" and len(w.period) in (4, 7)), "")
    if len(period) == 7 and first and first < period[: len(first)]:
        return f"{first[:4]}{first[4:] or period[4:]}/{period}"
    if len(first) == len(period) == 4 and int(period) - int(first) > 1:
        return f"{first}/{period}"
    return period


def _is_span(kind: ClaimType, period: str) -> bool:
    """Whether a figure that belongs to one year is said with two: arms alone are counted over several."""
    return not kind.startswith("arms") and bool(re.fullmatch(r"\d{4}/\d{4}", period))


def _before(kind: ClaimType, period: str) -> str:
    """Return the period of what a figure changed from, by that of what it changed to."""
    years = [int(year) for year in period.split("/") if len(year) == 4]
    if not years or len(years) < len(period.split("/")):
        return ""
    if _is_span(kind, period):
        return str(years[0])
    back = years[-1] - years[0] + 1
    return "/".join(str(year - back) for year in years)


def _nearest(own: Sequence[When], piece: Piece) -> When:
    """Return the date nearest to the number; of two that stand together the later one, which is what is stated."""
    after = [w for w in own if w.start >= piece.quantity.end]
    if len(after) > 1 and after[1].start - after[0].end <= 8:
        return after[1]
    if not after:
        return own[-1]
    before = [w for w in own if w.end <= piece.quantity.start]
    far = after[0].start - piece.quantity.end > 45
    return before[-1] if far and before else after[0]
