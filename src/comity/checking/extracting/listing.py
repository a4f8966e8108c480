"""One claim for each state of a list: sharers of a number, ranked suppliers, voters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from comity.checking.claim import ClaimType
from comity.checking.extracting.actors import Actor
from comity.checking.extracting.sentence import Sentence
from comity.checking.topics import ALIKE
from comity.language.quantity import Quantity

_PLURAL = re.compile(
    r"(?:suppliers|exporters|importers|buyers|partners|recipients|markets|destinations|customers|sources"
    r"|origins|donors|producers)\b",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """A claim in the making; places count from the start of the sentence."""

    span: tuple[int, int]
    words: tuple[int, int]
    kind: ClaimType
    actors: tuple[Actor, ...]
    period: str
    clause: tuple[int, int]
    quantity: Quantity | None = None
    value: float | None = None


def each_sharing(sentence: Sentence, one: Found, last: Found | None) -> list[Found]:
    """Give each of "Italy and Spain about 10 per cent each" the number; nothing where it is of one.

    The other side is that of the number before (`last`), which names it itself or has it from further before.
    """
    start, end = one.span
    listed = [a for a in sentence.actors if start <= a.start < end and a.kind not in ("pronoun", "whole")]
    if one.quantity is None or len(listed) < 2 or not re.search(r"\beach\b", sentence.words[start : end + 6]):
        return []
    gaps = [sentence.words[a.end : b.start] for a, b in pairwise(listed)]
    if not all(re.fullmatch(r",? (?:and )?(?:the )?", gap) for gap in gaps):
        return []
    before = [a for a in (last.actors if last else ()) if a.end <= start and a.code != "WLD"]
    rest = [a for a in before if last and not last.span[0] <= a.start < last.span[1]] or before[-1:]
    return [replace(one, actors=(*rest, actor)) for actor in listed]


def each_ranked(sentence: Sentence, one: Found) -> Iterator[Found]:
    """Give each of "the main suppliers were Russia, China and Ukraine" a rank; leave out a heading of shares."""
    quantity = one.quantity
    if quantity is None or quantity.unit != "rank" or not _PLURAL.search(quantity.noun):
        yield one
        return
    if any(
        q.unit == "percent" and sentence.words[: q.start].endswith("(")
        for q in sentence.quantities
        if q.start > quantity.end
    ):
        return
    listed = [
        a for a in sentence.actors if quantity.end < a.start < one.clause[1] and a.kind not in ("pronoun", "whole")
    ]
    rest = tuple(a for a in sentence.actors if a.start < quantity.start)
    before = [
        a for a in sentence.actors if one.clause[0] <= a.start < quantity.start and a.kind not in ("pronoun", "whole")
    ]
    if not listed and len(before) > 2 and _ARE.fullmatch(sentence.words[before[-1].end : quantity.start]):
        for rank, actor in enumerate(before, 1):
            yield replace(one, actors=(actor,), value=float(rank), words=(actor.start, actor.end))
        return
    if len(listed) < 2:
        yield replace(one, value=None)
        return
    for rank, actor in enumerate(listed, 1):
        end = max(one.span[1], actor.end)
        yield replace(
            one, span=(one.span[0], end), actors=(*rest, actor), value=float(rank), words=(actor.start, actor.end)
        )


_ARE = re.compile(r" (?:are|were|remained)(?: the)?(?: \w+)? ")
_BESIDE = re.compile(r"(?:, |,? (?:and|along with|as well as|together with) )(?:the )?")


def each_listed(sentence: Sentence, one: Found) -> list[Found]:
    """Make one claim for each state of a list of three or more, and for each of two voters."""
    least = 2 if one.kind == "vote" and not ALIKE.search(sentence.words) else 3
    run: list[Actor] = []
    for actor in one.actors:
        if run and _BESIDE.fullmatch(sentence.words[run[-1].end : actor.start]):
            run.append(actor)
        elif len(run) < least:
            run = [actor]
    if len(run) < least:
        return [one]
    rest = tuple(a for a in one.actors if a not in run)
    return [replace(one, actors=(actor, *rest)) for actor in run]
