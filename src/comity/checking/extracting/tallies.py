"""Votes: counts ("119 in favour, one against", "by a vote of 93 to 24") and single ballots ("Kenya abstained")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from comity.checking.topics import VOTE
from comity.language.quantity import Quantity

_VOTE = re.compile(VOTE, re.I)
_AFTER = (
    ("votes_abstain", re.compile(r"[^,;\d]{0,24}?\b(?:abst\w+)", re.I)),
    ("votes_no", re.compile(r"[^,;\d]{0,24}?\b(?:against|oppos\w+|voted no|no votes|no\b)", re.I)),
    (
        "votes_yes",
        re.compile(
            r"[^,;\d]{0,24}?\b(?:in favou?r|for\b|yes|supported|backed|approv\w+|voted to|deplor\w+|condemn\w+"
            r"|votes?\b)",
            re.I,
        ),
    ),
)
_BY_A_VOTE = re.compile(
    r"\b(?:vote|tally|margin|count)(?: of| was)? $|\badopted (?:by|with) $|\bvoted $|\bpassed $", re.I
)
_OF_VOTE = re.compile(
    r"\b(?:countries|states|nations|members|abst)|\d (?:deplor|condemn|oppos|against)|\bby \d+ to \d", re.I
)
_TO_OTHERS = re.compile(r"(?: votes?)?(?: to |[-–])(?:\d|one\b|none\b|two\b)")
_OPPOSITE = re.compile(r"(?: votes?)?(?: ?[-–] ?| to | against |-)$")


def tallied(sentence: str, found: Sequence[Quantity], carried: bool) -> list[Quantity]:
    """Return the quantities with those that count votes told apart: for, against, abstaining.

    `carried` says whether the sentence before was about a vote.
    """
    if not _VOTE.search(sentence) and not (carried and _OF_VOTE.search(sentence)):
        return list(found)
    counted: list[Quantity] = []
    for quantity in found:
        counted.append(_tally(sentence, quantity, counted[-1] if counted else None))
    return counted


def _tally(sentence: str, quantity: Quantity, before: Quantity | None) -> Quantity:
    if quantity.unit not in ("", "count") or quantity.value is None or quantity.value > 200:
        return quantity
    lead, after = sentence[max(quantity.start - 40, 0) : quantity.start], sentence[quantity.end : quantity.end + 40]
    if lead.endswith(("the ", "The ")) and quantity.value < 10:
        return quantity  # "the two voted together" counts no votes
    if _BY_A_VOTE.search(lead) or (lead.endswith("by ") and _TO_OTHERS.match(after)):
        return replace(quantity, unit="votes_yes", form="number")
    if before and before.unit == "votes_yes" and _OPPOSITE.fullmatch(sentence[before.end : quantity.start]):
        return replace(quantity, unit="votes_no")
    within = re.sub(r"^[\d,. ]+", "", sentence[quantity.start : quantity.end]) + after
    for unit, pattern in _AFTER:
        if pattern.match(within):
            return replace(quantity, unit=unit)
    return quantity


_BALLOTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("abstain", re.compile(r"\babstain(?:ed|s|ing)\b|\babstentions? (?:by|from|of)\b", re.I)),
    (
        "no",
        re.compile(
            r"\b(?:vot(?:ed|ing|es?) (?:with \w+ |\w+ )?(?:against|no\b)|opposed|rejected|vetoed"
            r"|cast (?:a|its) veto|(?:only|sole|single|lone)(?: \w+)? vote against|vot(?:ed|ing) with Moscow)\b",
            re.I,
        ),
    ),
    (
        "yes",
        re.compile(
            r"\b(?:vot(?:ed|ing|es?) (?:\w+ )?(?:in favou?r|for|to|yes)\b|supported|backed|endorsed|approved)\b", re.I
        ),
    ),
)


def ballot(words: str) -> str:
    """Return the ballot that a clause tells; blank if it tells none, or more than one."""
    found = [name for name, pattern in _BALLOTS if pattern.search(words)]
    return found[0] if len(found) == 1 else ""
