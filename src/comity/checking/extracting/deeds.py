"""Clauses without a number: what happened, and to whom."""

from __future__ import annotations

import re

from comity.checking.claim import ClaimType
from comity.checking.extracting.actors import REGIONS, Actor
from comity.checking.extracting.happenings import handed_over, happening, overtaken
from comity.checking.extracting.involved import inside
from comity.checking.extracting.listing import Found, each_listed
from comity.checking.extracting.pieces import Piece
from comity.checking.extracting.sentence import Context, Sentence
from comity.checking.extracting.timing import period_of
from comity.checking.topics import names_goods, sectors
from comity.language.quantity import Quantity


def from_words(sentence: Sentence, span: tuple[int, int], context: Context, counted: bool) -> list[Found]:
    """Return what a clause without a number says happened."""
    start, end = span
    words = sentence.words[start:end]
    told = happening(words) or _of_what_is_spoken_of(sentence, words, context) or _dated_deed(sentence, span)
    if told is None:
        return []
    kind, (first, last) = told
    if len(words.split()) < (2 if kind == "vote" else 3):
        return []
    if kind == "trade_change" and context.sector == "arms" and not names_goods(sentence.words):
        kind = "arms_change"
    who = inside(sentence.actors, start, end, sentence.said_span)
    said = [a for a in sentence.actors if start <= a.start < end]
    who = who or said
    if kind == "vote":
        who = [a for a in who if a.code not in REGIONS]
    if kind == "vote" and len({a.code for a in who}) > 1:
        who = [a for a in who if a.code != "UN"] if words.find("Assembly") < 0 else who
    if counted and {a.kind for a in who} <= {"pronoun", "whole"} and re.search(r"\b(?:its|their)\b", words):
        return []
    if not {a.code for a in who} - {"WLD"}:
        who = [*who, *(a for a in sentence.actors if a.start < start)][:3]
    if not {a.code for a in who} - {"WLD"} and kind in _DATED and any(start <= w.start < end for w in sentence.whens):
        who = [Actor(start, start, code, "pronoun") for code in context.spoken.focus[: _DATED[kind]]]
    if not {a.code for a in who} - {"WLD"}:
        return []
    piece = Piece(start, end, span, Quantity(start + first, start + last, None, ""))
    when = period_of(kind, piece, sentence, context)
    one = Found(span, (start + first, start + last), kind, tuple(who), when, span)
    return each_listed(sentence, one) if kind in ("arms_change", "vote") else [one]


_DATED: dict[ClaimType, int] = {"event": 1, "treaty": 2}  # how many of those spoken of a dated deed is about


def _of_what_is_spoken_of(sentence: Sentence, words: str, context: Context) -> tuple[ClaimType, tuple[int, int]] | None:
    """Return what a clause says of arms or ranks that the words around it name."""
    named = sectors(sentence.words) or ((context.sector,) if context.sector else ())
    if "arms" in named and (span := handed_over(words)):
        return "arms_transfer", span
    if span := overtaken(words):
        kind: ClaimType | None = next((_RANKS[name] for name in named if name in _RANKS), None)
        return (kind, span) if kind else None
    return None


_RANKS: dict[str, ClaimType] = {"arms": "arms_rank", "energy": "trade_rank", "trade": "trade_rank"}
_DID = re.compile(
    r"\b(?!(?:said|told|called|warned|noted|added|reported|asked|urged|wanted|hoped|believed|needed|seemed"
    r"|tried|used|based|according"
    r"|resulted|started|continued|helped|managed|recorded|registered|toured|expected|planned|considered|argued"
    r"|claimed|described|criticised|criticized|welcomed)\b)"
    r"(?:[a-z]{2,}ed|became|began|broke|brought|built|came|cut|drew|fell|fought|gave|held|led|left|lost|made"
    r"|met|put|rose|sent|shot"
    r"|struck|took|went|withdrew|won|wrote)\b"
)


_TIES = re.compile(
    r"\b(?:relationship|relations|ties|partnership) (?:[\w']+ ){0,6}?(?:gr[eo]w\w*|deepen\w*|improv\w*"
    r"|worsen\w*|sour\w*"
    r"|deteriorat\w*|strengthen\w*|cool\w*|warm\w*)\b"
)


def _dated_deed(sentence: Sentence, span: tuple[int, int]) -> tuple[ClaimType, tuple[int, int]] | None:
    """Return an event: a named state did something, or something was done to it, on a date that the clause gives."""
    start, end = span
    dated = any(start <= w.start < end and w.role == "at" and not w.since for w in sentence.whens)
    named = any(start <= a.start < end and a.kind in ("name", "metonym", "regime", "leader") for a in sentence.actors)
    if dated and (ties := _TIES.search(sentence.words, start, end)):
        return "other_stat", (ties.start() - start, ties.end() - start)
    verb = _DID.search(sentence.words, start, end)
    return ("event", (verb.start() - start, verb.end() - start)) if dated and named and verb else None
