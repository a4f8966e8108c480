"""What a vote is on: the states of the resolution, carried from where it is put to the vote to the ballots."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.checking.claim import Claim
from comity.checking.extracting.sentence import Context, Sentence


def on_resolution(claim: Claim, words: str, resolution: tuple[str, ...], context: Context) -> Claim:
    """Return a vote with the states that the resolution is on: named with it, or of the vote before.

    One of them alone, or a count without any, is on the two that the article speaks of most.
    """
    target = claim.object
    counted = claim.unit.startswith("votes") and resolution and not _PUT_TO_VOTE.search(words)
    if counted or set(target) <= set(resolution):
        target = tuple(c for c in resolution if c not in claim.subject)
    if len(target) == 1 or (not target and claim.unit.startswith("votes")):
        main = [c for c in context.spoken.states(least=2)[:2] if c not in (*target, *claim.subject)]
        target = (*target, *main)[:2] or context.spoken.states()[:1]
    return replace(claim, object=target)


def put_to_vote(sentence: Sentence, context: Context) -> tuple[str, ...]:
    """Return the two states that a resolution is on, where a sentence says what the United Nations voted on.

    They are the first that is named, before the voters are, and the one that the article speaks of most.
    """
    body = next((a for a in sentence.actors if a.code == "UN"), None)
    verb = _PUT_TO_VOTE.search(sentence.words, body.end) if body else None
    if verb is None or not _BODY.search(sentence.words):
        return ()
    voters = _WITH_VOTERS.search(sentence.words, verb.end())
    until = voters.start() if voters else len(sentence.words)
    named = [a.code for a in sentence.actors if verb.start() < a.start < until and len(a.code) == 3]
    return tuple(dict.fromkeys([*named[:1], *context.spoken.states()[:1], *named[1:]]))[:2] if named else ()


_BODY = re.compile(r"Assembly|Security Council|Rights Council|\b[Rr]esolution|\bvot(?:e|ed|ing)\b")
_WITH_VOTERS = re.compile(r",? (?:with|while|but|after) |[;(]| [-–—] |, \d")
_PUT_TO_VOTE = re.compile(
    r"\b(?:adopt|condemn|demand|deplor|call|suspend|expel|affirm|urg|endors|recogni[sz]|denounc|amend"
    r"|vote[ds]? (?:on|to))",
    re.I,
)
