"""When a claim holds: by the date in its clause, in its sentence, spoken of before, or what its type implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from comity.checking.claim import ClaimType
from comity.checking.pieces import Piece
from comity.language.date_words import iso_month
from comity.language.dates import When

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
    r"\b(?:from|compared (?:with|to)|than|versus|against)(?: (?:about|around|nearly|as many as|more than|just"
    r"|some|only|over))* [$€£]?$",
    re.I,
)


def period_of(kind: ClaimType, piece: Piece, sentence: str, whens: Sequence[When], carried: str, day: date) -> str:
    """Return the ISO period of a claim.

    The nearest date of its own words counts, then the nearest of the sentence, then for figures the period last spoken
    of. Without any, a yearly figure is of the last full year, anything else of the month of writing.
    """
    own = [w for w in whens if piece.start <= w.start < piece.end]
    was = bool(_FROM.search(sentence[max(piece.quantity.start - 40, 0) : piece.quantity.start]))
    if was:
        earlier = [w for w in own if w.start >= piece.quantity.end]
        if earlier:
            return earlier[0].period
    standing = [w for w in own if w.role == "at"]
    if standing:
        return _over(kind, own, _for_change(kind, sentence, _nearest(standing, piece), day))
    compared = [w for w in own if w.role == "baseline"]
    if compared and not kind.endswith("_change"):
        return compared[0].period
    elsewhere = [w for w in whens if w.role == "at"]
    if elsewhere:
        before = [w for w in elsewhere if w.end <= piece.start]
        return _for_change(kind, sentence, before[-1] if before else elsewhere[0], day)
    if kind in _DEEDS and len(carried) == 10 and 0 <= (day - date.fromisoformat(carried)).days <= 31:
        return carried
    present = _PRESENT.search(sentence[piece.start : piece.end]) and kind in _YEARLY
    if carried and kind not in _DEEDS and not (present and len(carried.split("/")[0]) > 4):
        return carried
    return str(day.year - 1) if kind in _YEARLY else iso_month(day.year, day.month)


_PRESENT = re.compile(r"\b(?:is|are|remains?|has|have|continues?|accounts|supplies|buys|imports|exports)\b")
_SINCE = re.compile(r"\b(?:after|since|following)\b[^,;.]{0,20}$", re.I)


def _for_change(kind: ClaimType, sentence: str, when: When, day: date) -> str:
    """Return the period; a change "after February 2021" reaches to the day of writing."""
    if kind.endswith("_change") and "/" not in when.period and _SINCE.search(sentence[: when.start]):
        upto = day.isoformat()[: min(len(when.period), 7)]
        first = when.period[:7]
        return f"{first}/{upto}" if first < upto else when.period
    return when.period


def _over(kind: ClaimType, own: Sequence[When], period: str) -> str:
    """Return the period of a change; one over several years ("in 2021, up from 2009") begins with the first of them."""
    first = next((w.period for w in own if w.role == "baseline" and len(w.period) == 4), "")
    if kind.endswith("_change") and first and len(period) == 4 and int(period) - int(first) > 1:
        return f"{first}/{period}"
    return period


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
