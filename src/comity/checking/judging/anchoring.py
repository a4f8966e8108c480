"""Whether the words of a sentence themselves name what its claim was read as: the states, the time, the unit.

Much is taken from the sentences before: who "it" is, which year is meant. Such a reading may bear a claim out, but
where it is wrong, a true statement would be called false. So a claim that this program has read is contradicted only
where the sentence names all that the figure is of.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from comity.checking.claim import Claim
from comity.checking.spans import Period
from comity.checking.tolerance import deciding_words
from comity.checking.topics import ENERGY, TRADE
from comity.language.names import mentions

WHOLE = ("WLD", "")
FAMILIES = ("arms", "trade", "energy", "displacement")
_ALL = re.compile(
    r"\b(?:total|overall|world(?:wide|'s)?|global(?:ly)?|all (?:its|their|of)|abroad|altogether|to all|from all"
    r"|exports of goods|arms (?:ex|im)ports|combined)\b",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:(?:last|this|previous|past) (?:year|month|spring|summer|autumn|winter|week|\w+day)|year's end"
    r"|a year (?:ago|earlier)|today|yesterday"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:year[- ]on[- ]year"
    r"|(?:than|on|from|over|to|of|compared (?:with|to)|against) (?:in )?(?:the )?(?:previous|same|year|a year|\d{4})"
    r"|within a year|year earlier|between \d{4})\b",
    re.I,
)
_UNITS = {
    "bbl": r"barrel|brent|crude|\boil\b",
    "mmbtu": r"thermal|btu",
    "t": r"\bton",
    "l": r"lit(?:re|er)",
}
_TRADE = re.compile(rf"\b(?:{TRADE})|{ENERGY}|market|supplier|customer|\bsold|\bsales|bought|purchas", re.I)
_BUDGET = re.compile(r"\b(?:budgets?|spend\w*|spent|expenditures?)\b", re.I)
_EARLIER = re.compile(r"\b(?:from|against|compared (?:with|to)|than the) (?:about |some |nearly )?[^a-z]{0,4}\d", re.I)
_FROM_HERE = re.compile(
    r"\b(?:from|against|compared (?:with|to)|than the)(?: (?:about|some|nearly|almost|more than|just|a|an|only))*"
    r"[^a-z\d]*$",
    re.I,
)
_THEN = re.compile(r"\b(?:earlier|previous|same|that|latter) (?:period|years|time)\b", re.I)
_OTHER_TIME = re.compile(
    rf"{_THEN.pattern}|\b(?:year|years|decade|month|months) (?:before|earlier|ago|later)\b"
    r"|\bprevious\b|\bpreceding\b|\bonce\b|\bthen\b",
    re.I,
)
_AGAINST_WHAT = re.compile(r"\b(?:below|above|lower|higher|than|fell|rose|grew|up|down|more|less)\b", re.I)
_NOT_GOODS = re.compile(
    r"\b(?:gdp|output|econom(?:y|ies)|debts?|loans?|aid|assistance|invest\w+|reserves|revenues?|contracts?|deals?|packages?"
    r"|funds?|funding|remittances|cost|damage|prices?|arms|weapons?|services)\b",
    re.I,
)
_OURS = re.compile(r"\b(?:our|ours|we|us)\b")
_THE_TWO = re.compile(
    r"\b(?:the|both) (?:two )?(?:states|countries|neighbou?rs|governments|capitals|allies|nations)\b", re.I
)
BEFORE = 300  # characters before a sentence that say what it speaks of: two sentences
_PEOPLE = re.compile(r"refugee|asylum|displaced|\bfled\b|\bidps?\b|uprooted|driven from|shelter", re.I)
_DEAD = re.compile(r"\b(?:killed|lives|deaths?|died|dead)\b", re.I)


def why_loose(
    claim: Claim,
    at: Period | None,
    sentence: str,
    others: tuple[Claim, ...],
    day: date,
    main: tuple[str, ...] = (),
) -> str:
    """Return what the sentence does not itself say of that which its claim was read as; blank if it says all.

    Parameters
    ----------
    sentence
        The words of the sentence, or of what is known of it.
    others
        The other claims of the sentence.
    main
        The two states that the article speaks of most: "the two countries" are these.
    """
    plain = " ".join(sentence.split())
    if claim.type.startswith("trade") and (not _TRADE.search(plain) or _BUDGET.search(claim.quote)):
        return "the sentence does not itself speak of trade"
    return (
        _states(claim, plain, others, day, main)
        or _time(claim, at, plain, others)
        or _unit(claim, plain)
        or _people(claim, plain)
    )


def why_unsure(claim: Claim, text: str) -> str:
    """Return why it is not certain what a claim counts or of when, whoever is meant; blank if it is."""
    first, last = claim.sentence
    sentence = " ".join(text[first:last].split())
    before = " ".join(text[max(0, first - BEFORE) : last].split())
    quote = " ".join(claim.quote.split())
    carried = claim.type.endswith("_share") or (claim.type.endswith("_value") and not _NOT_GOODS.search(sentence))
    spoken_of = before if carried else sentence
    if claim.type.startswith("trade") and (not _TRADE.search(spoken_of) or _BUDGET.search(quote)):
        return "the sentence does not itself speak of trade"
    of_people = _PEOPLE.search(quote) and not _DEAD.search(quote)
    if claim.type == "displacement_count" and not of_people and (_DEAD.search(sentence) or not _PEOPLE.search(before)):
        return "the sentence does not itself speak of refugees or displaced people"
    if not re.search(r"\b(?:19|20)\d\d\b", quote) and _of_another_time(claim, text):
        return "the number is that of an earlier time, which the clause does not name"
    if claim.type == "arms_transfer" and not re.search(r"\b(?:19|20)\d\d\b", quote):
        return "the clause does not itself say when"
    if _OURS.search(sentence):
        return "the sentence speaks of the writer's own state"
    fiscal = any(int(b) == int(a) % 100 + 1 for a, b in re.findall(r"\b((?:19|20)\d\d)[–-](\d\d)\b", sentence))
    if claim.type.endswith("_change") and fiscal:
        return "the years are not those of the calendar"
    if claim.type.endswith("_share") and _AGAINST_WHAT.search(quote):
        return "the number is a comparison"
    return ""


def _of_another_time(claim: Claim, text: str) -> bool:
    """Whether a number is what something rose or fell from, or the words since the number before it say "earlier"."""
    first = claim.words[0] if claim.words else claim.start
    lead = " ".join(text[max(claim.sentence[0], first - 50) : first].split())
    since = re.split(r"\d", text[max(claim.sentence[0], claim.start - 50) : claim.start])[-1]
    words = " ".join(f"{since}{text[claim.start : claim.end]}".split())
    return bool(_FROM_HERE.search(lead) or _OTHER_TIME.search(words))


def _states(claim: Claim, sentence: str, others: tuple[Claim, ...], day: date, main: tuple[str, ...]) -> str:
    # What a vote is on may have been said before: of several votes of that time none speaks against a claim.
    of_one_vote = claim.type == "vote" and claim.unit != "percent"
    sides = claim.subject if of_one_vote else (*claim.subject, *claim.object)
    read = [s for s in sides if s not in WHOLE and s != "UN"]
    found = mentions(sentence, day)
    named = {m.code for m in found}
    if claim.type == "vote" and set(read) == set(main) and _THE_TWO.search(sentence):
        named |= set(main)
    if missing := [s for s in read if s not in named]:
        return f"the sentence does not itself name {', '.join(missing)}"
    if claim.type.startswith(FAMILIES) and max(len(claim.subject), len(claim.object)) > 1:
        return "several states are meant at once"
    whole = not claim.subject or not claim.object or {"WLD"} & {*claim.subject, *claim.object}
    # A weapon ordered from whomever is looked up in the deals with all.
    of_pairs = claim.type.startswith(FAMILIES) and claim.type != "arms_transfer"
    if whole and of_pairs and not speaks_of_all(claim):
        return "the sentence does not say with whom, nor that it means all partners"
    own = {m.code for m in mentions(claim.quote, day)}
    if claim.type.startswith(FAMILIES) and not whole and speaks_of_all(claim) and not {*read} <= own:
        return "the clause speaks of all partners"
    if claim.type == "other_stat" and len(named - set(WHOLE)) > 1 and not own:
        return "the clause does not itself say whose number it is"
    pair = [m for m in found if m.code in read]
    joined = any(
        re.fullmatch(r",? (?:and|or) (?:the )?|, (?:the )?", sentence[a.end : b.start])
        for a, b in pairwise(pair)
        if a.code != b.code
    )
    if claim.object and joined:
        return "the sentence lists the states side by side"
    several = {c.value for c in others if c.unit == claim.unit and c.value != claim.value}
    strangers = named - set(read) - set(WHOLE) - {"UN"}
    if claim.object and several and strangers:
        return "the sentence has several numbers and more states than two"
    return ""


def speaks_of_all(claim: Claim) -> bool:
    """Whether a clause itself says that its number is of all partners together."""
    return bool(_ALL.search(claim.quote))


def _time(claim: Claim, at: Period | None, sentence: str, others: tuple[Claim, ...]) -> str:
    if at is None:
        return "the sentence names no time"
    years = {*re.findall(r"\b(?:1[89]|20)\d\d\b", sentence)}
    short = {f"{a[:2]}{b}" for a, b in re.findall(r"\b((?:19|20)\d\d)[–-](\d\d)\b", sentence)}
    said = years | short
    wanted = {str(y) for y in at.years}
    if said and not wanted <= said and not _RELATIVE.search(sentence):
        return "the sentence names another time"
    carried = claim.type.endswith(("_share", "_value", "_count", "_stat")) and (at.whole_years or at.year_end)
    if not said and not carried and not _RELATIVE.search(sentence):
        return "the sentence names no time itself"
    mine = set(re.findall(r"\b(?:1[89]|20)\d\d\b", claim.quote))
    if not mine and (_EARLIER.search(claim.quote) or _THEN.search(claim.quote)):
        return "the number is that of an earlier time, which the clause does not name"
    elsewhere = any(re.search(r"\b(?:1[89]|20)\d\d\b", c.quote) for c in others)
    # The counts of a vote are of one day, wherever the sentence says it.
    if claim.type != "vote" and not (wanted & mine) and elsewhere and not _RELATIVE.search(claim.quote):
        return "the year stands with another number of the sentence"
    if len(said - wanted) > 0 and not (wanted & mine) and not claim.type.endswith("_change"):
        return "the sentence names several times"
    if claim.type.endswith("_change") and len(wanted) == 1 and not _AGAINST.search(sentence):
        return "the sentence does not say since when"
    return ""


def _unit(claim: Claim, sentence: str) -> str:
    words = " ".join(deciding_words(claim).split())
    if claim.unit != "ratio" and words and f"{words} times" in sentence:
        return "the number says how many times"
    per = claim.unit.lower().partition("/")[2]
    if per in _UNITS and not re.search(_UNITS[per], sentence.lower()):
        return "the sentence does not name what the price is for"
    return ""


def _people(claim: Claim, sentence: str) -> str:
    if claim.type != "displacement_count":
        return ""
    if _DEAD.search(sentence) or not _PEOPLE.search(sentence):
        return "the sentence does not itself speak of refugees or displaced people"
    return ""
