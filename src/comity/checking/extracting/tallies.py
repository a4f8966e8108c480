"""Votes: counts ("119 in favour, one against", "by a vote of 93 to 24") and single ballots ("Kenya abstained")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from comity.checking.topics import VOTE
from comity.language.quantity import Quantity

_VOTE = re.compile(VOTE, re.I)
# The nearest of these says how they voted; bare "votes" are those in favour.
_AFTER = re.compile(
    r"[^,;\d]{0,24}?\b(?:(?P<abstain>abst\w+)|(?P<no>against|oppos\w+|voted no|no votes|no\b)"
    r"|(?P<yes>in favou?r|for\b|yes|supported|backed|approv\w+|voted to|deplor\w+|condemn\w+))",
    re.I,
)
_VOTES = re.compile(r"[^,;\d]{0,24}?\bvotes?\b", re.I)
_BY_A_VOTE = re.compile(
    r"\b(?:vote|tally|margin|count)(?: of| was)? $|\b(?:adopted|approved|passed|supported|backed|endorsed)"
    r"(?: overwhelmingly)? (?:by|with) $|\bvoted $|\bpassed $|\bvotes?\b[^,;\d]{0,30} (?:was|were) (?:up|down) from $",
    re.I,
)
# Who votes, counted: "five states (Russia, Syria and Mali among them) voted against".
_VOTERS = re.compile(
    r"(?: ?(?:(?!of\b)[A-Za-z.]+ ){0,2}(?:countries|nations|states|members|governments|delegations)\b|(?= abst))"
    r"(?: out of [^,;.()]{2,50}| of the [^,;.()]{2,30})?"
    r"(?: ?\([^()]{3,160}\)|,? (?:including|among them|such as|led by) [^;.()]{3,120}?|,? out of the [\w-]+ body"
    r"| ?[-–—] [^-–—.;]{3,120} [-–—])*"
    r",?(?: who| that| which| had| have| either| all)* (?P<verb>vot(?:ed?|ing)(?: \w+)? (?:against|no|for"
    r"|in favou?r|to|yes)"
    r"|abstain\w*|opposed|opposing|rejected|backed|backing|supported|supporting|approved|condemned|deplored"
    r"|endorsed)\b",
    re.I,
)
_CAST_NO = re.compile(r"against|\bno\b|oppos|reject", re.I)
_OF_VOTE = re.compile(
    r"\b(?:countries|states|nations|members|abst)|\d (?:deplor|condemn|oppos|against)|\bby \d+ to \d", re.I
)
_TO_OTHERS = re.compile(r"(?: votes?)?(?: to |[-–])(?:\d|one\b|none\b|two\b)")
_OPPOSITE = re.compile(r"(?: votes?)?(?: ?[-–] ?| to | against |-)$")

_AND_BEFORE = re.compile(
    r",? (?:in \d{4}|last year|a year (?:ago|earlier)),? and(?: from)? "
)  # "82 last year and 84 in 2021"


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
    if voters := _VOTERS.match(sentence, _end_of_number(sentence, quantity)):
        cast = voters["verb"].lower()
        unit = "abstain" if cast.startswith("abst") else "no" if _CAST_NO.search(cast) else "yes"
        return replace(quantity, unit=f"votes_{unit}")
    if lead.endswith(("the ", "The ")) and quantity.value < 10:
        return quantity  # "the two voted together" counts no votes
    if _BY_A_VOTE.search(lead) or (lead.endswith("by ") and _TO_OTHERS.match(after)):
        return replace(quantity, unit="votes_yes", form="number")
    if before and before.unit == "votes_yes" and _OPPOSITE.fullmatch(sentence[before.end : quantity.start]):
        return replace(quantity, unit="votes_no")
    if before and before.unit.startswith("votes") and _AND_BEFORE.fullmatch(sentence, before.end, quantity.start):
        return replace(quantity, unit=before.unit)
    within = re.sub(r"^[\d,. ]+", "", sentence[quantity.start : quantity.end]) + after
    if match := _AFTER.match(within):
        return replace(quantity, unit=f"votes_{match.lastgroup}")
    return replace(quantity, unit="votes_yes") if _VOTES.match(within) else quantity


def _end_of_number(sentence: str, quantity: Quantity) -> int:
    """Return where the bare number ends: "35 nations" counts nations, and the words after it say how they voted."""
    noun = sentence.lower().rfind(quantity.noun, quantity.start, quantity.end) if quantity.noun else -1
    return max(noun, quantity.start) if noun > quantity.start else quantity.end


_BALLOTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("abstain", re.compile(r"\babstain(?:ed|s|ing)\b|\babstentions? (?:by|from|of)\b", re.I)),
    (
        "no",
        re.compile(
            r"\b(?:vot(?:ed|ing|es?) (?:with \w+ |\w+ )?(?:against|no\b)|oppos(?:ed|ing)|rejected|vetoed"
            r"|cast (?:a|its) veto|(?:only|sole|single|lone)(?: \w+)? vote against|vot(?:ed|ing) with Moscow"
            r"|sided with)\b",
            re.I,
        ),
    ),
    (
        "yes",
        re.compile(
            r"\b(?:vot(?:ed|ing|es?) (?:(?!no\b|against)\w+ )?(?:in favou?r|for|to|yes)\b|supported|backed"
            r"|endorsed|approved)\b",
            re.I,
        ),
    ),
)


def ballot(words: str) -> str:
    """Return the ballot that a clause tells; blank if it tells none, or more than one."""
    found = [name for name, pattern in _BALLOTS if pattern.search(words)]
    return found[0] if len(found) == 1 else ""
