"""Which of the states of a sentence a number is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from comity.checking.claim import ClaimType
from comity.checking.extracting.actors import FLOWS, REGIONS, WHOLES, Actor
from comity.checking.extracting.pieces import Piece
from comity.checking.extracting.sentence import Context, Sentence
from comity.checking.topics import ALIKE

_OF = re.compile(r"\bof (?:the |all |all the )?$")
_FLOW_OF = re.compile(r"(?:'s)? (?:[\w-]+ ){0,3}?(?:imports|exports|purchases|sales|trade|gas|oil|arms|weapons)\b")
_BACK = re.compile(r"\b(?:those|these|such)\b", re.I)


def inside(found: Sequence[Actor], start: int, end: int, said: tuple[int, int]) -> list[Actor]:
    """Return the actors in a stretch, without those that only say so."""
    here = [a for a in found if start <= a.start < end]
    return [a for a in here if not said[0] <= a.start < said[1]]


def _bound(sentence: Sentence, piece: Piece) -> Actor | None:
    """Return the actor that belongs to the number of a piece: "31 % from the USA", "Russia (34 %)".

    The one whose imports or exports it is a part of ("79 % of the kingdom's imports") does not.
    """
    here = [a for a in sentence.actors if piece.start <= a.start < piece.end]
    if piece.quantity.unit == "rank":
        return here[0] if here else None
    after = [a for a in here if a.start >= piece.quantity.end]
    of_all = [a for a in after if _OF.search(sentence.words[: a.start]) and _FLOW_OF.match(sentence.words[a.end :])]
    if of_all and len(here) > len(of_all):
        here, after = [a for a in here if a not in of_all], [a for a in after if a not in of_all]
    after = [a for a in after if a.kind != "pronoun"] or after
    here = [a for a in here if a.kind not in ("people", "adjective")] or here
    return after[0] if after else here[-1] if here else None


def _listed(sentence: Sentence, piece: Piece) -> Actor | None:
    """Return the actor of a number in a list; whoever "spent $44 billion, with Chad ($17 billion)" is not in it."""
    bound = _bound(sentence, piece)
    spent = (
        bound
        and not sentence.words[: piece.quantity.start].endswith(_OPEN)
        and _SPENT.match(sentence.words[bound.end :])
    )
    return None if spent else bound


_OPEN = ("(", "(+", "(-", "(−")
_SPENT = re.compile(r" (?:has |have |had )?(?:spent|paid|imported|bought|purchased|received)\b")


def actors_of(sentence: Sentence, cut: Sequence[Piece], n: int, kind: ClaimType, context: Context) -> tuple[Actor, ...]:
    """Return the states that the n-th number of a sentence is about.

    Those of its own piece come first; a piece that names none, or only one side of a flow, borrows from the pieces
    before it, and from what was spoken of.
    """
    piece = cut[n]
    own = inside(sentence.actors, piece.start, piece.end, sentence.said_span)
    if len(own) > 1 and kind not in ("vote", "event", "sanction"):
        own = [a for a in own if a.code != "UN"]
    if piece.quantity.unit == "rank":
        own = [a for a in own if not (a.code in REGIONS and sentence.words[: a.start].endswith(("in ", "in the ")))]
    prior = inside(sentence.actors, 0, piece.start, sentence.said_span)
    if piece.quantity.unit == "rank" and prior and re.match(r"(?:which|who) ", sentence.words[piece.start :]):
        return (prior[-1], *own)
    codes = {a.code for a in own} - {"WLD"}
    if piece.quantity.unit.startswith("votes"):
        return _voting(own, sentence, piece)
    if kind == "vote" and piece.quantity.unit == "percent" and ALIKE.search(sentence.words):
        return _voting_alike(sentence, piece, own, prior, context)
    if len(codes) >= 2 or (kind.startswith("price") and own):
        return tuple(own)
    if not codes and kind in FLOWS and _WORLD_TOTAL.search(sentence.words, piece.start, piece.end):
        return (Actor(piece.start, piece.start, "WLD", "whole"),)
    if not codes:
        found = (*own, *_borrowed(sentence, cut, n, prior))
        if kind in FLOWS and n and len({a.code for a in found} - {"WLD"}) == 1:
            return (*own, *actors_of(sentence, cut, n - 1, kind, context))
        if found:
            return found
        if kind == "other_stat" or kind.startswith("price"):
            return tuple(Actor(piece.start, piece.start, c, "pronoun") for c, _ in context.spoken.seen[:1])
        return _from_focus(context, piece, 2 if kind in FLOWS else 1)
    if prior and _OVERTAKES.match(sentence.words, piece.start):
        return (prior[0], *own)
    if kind in FLOWS or kind == "displacement_count":
        return _with_partner(sentence, cut, n, own, prior, kind, context)
    return tuple(own)


def _borrowed(sentence: Sentence, cut: Sequence[Piece], n: int, prior: list[Actor]) -> list[Actor]:
    """Return the actors of the piece before, else of the sentence before it, else the next one of the sentence."""
    before = [a for a in prior if n == 0 or a.start >= cut[n - 1].start] or prior
    following = inside(sentence.actors, cut[n].end, cut[n].end + 8, sentence.said_span)
    if not before and following and _OPENS.match(sentence.words, cut[n].clause[0]):
        return following[:1]  # "With a rise of 192 per cent, Chad was ..."
    if before or len(cut) > 1:
        return before
    return inside(sentence.actors, cut[n].end, len(sentence.words), sentence.said_span)[:1]


def _with_partner(
    sentence: Sentence,
    cut: Sequence[Piece],
    n: int,
    own: list[Actor],
    prior: list[Actor],
    kind: ClaimType,
    context: Context,
) -> tuple[Actor, ...]:
    """Return the one state of a piece with the other side of the flow, where the words before name it."""
    piece = cut[n]
    words, code = sentence.words[piece.start : piece.end], own[0].code
    taken = {b for p in cut[:n] if (b := _bound(sentence, p))}
    if kind.startswith("arms") and code in (*REGIONS, "GCC") and not prior and _IMPORTS_TO.search(words):
        return tuple(own)
    if kind in FLOWS and all(a in taken for a in prior) and _ONE_WAY.search(words):
        if prior and prior[0].code != code and not _ONE_WAY_TO.search(sentence.words[: prior[0].start]):
            return (prior[0], *own)
        main = [c for c, _ in context.spoken.seen[:1]]
        known = [*context.spoken.focus, *main] if code in context.spoken.focus else [*main, *context.spoken.focus]
        other = [Actor(piece.end, piece.end, c, "pronoun") for c in known if c != code]
        return (*own, *other[:1])
    bracketed = sentence.words[: piece.quantity.start].endswith(_OPEN)
    leading = own[0].start < piece.quantity.start and not bracketed
    partners = [a for a in prior if a not in taken and not (leading and a.code == prior[0].code)]
    if not leading and not partners and prior and prior[0].code != code:
        listed = [b for p in cut if p.quantity.unit == piece.quantity.unit and (b := _listed(sentence, p))]
        in_list = prior[0] in listed and (bracketed or kind == "displacement_count")
        partners = _of_list(sentence, piece, kind, listed, context) if in_list else prior[:1]
    if partners and (n > 0 or not leading):
        return (*partners, *own)
    if leading and (source := _named_later(sentence, cut, n, code)):
        return (*own, source)
    if kind.endswith("_rank") and words.startswith("making it "):
        return tuple(own)
    if kind.endswith("_rank") and own[0].code != "WLD" and _RELATIVE.search(piece.quantity.noun):
        known = [c for c in (*context.spoken.states()[:1], *context.spoken.focus) if c != code]
        return (*own, *(Actor(piece.start, piece.start, c, "pronoun") for c in known[:1]))
    if _BACK.search(words):
        return (*_from_focus(context, piece, 1), *own)
    return tuple(own)


def _of_list(
    sentence: Sentence, piece: Piece, kind: ClaimType, listed: Sequence[Actor | None], context: Context
) -> list[Actor]:
    """Return whom a list in brackets is of ("Germany (9 %), China (7 %)"): named beside it, else spoken of most.

    A list of the world's exporters is of nobody.
    """
    if kind not in FLOWS or _WORLDWIDE.search(sentence.words):
        return []
    codes = {a.code for a in listed if a}
    beside = [a for a in sentence.actors if a.code not in codes and a.code != "WLD"]
    main = [c for c, _ in context.spoken.seen if c not in codes]
    return beside[:1] or [Actor(piece.start, piece.start, c, "pronoun") for c in main[:1]]


def _named_later(sentence: Sentence, cut: Sequence[Piece], n: int, code: str) -> Actor | None:
    """Return the other side where the last of several numbers names it: "four helicopters and 30 drones from Italy"."""
    rest = [p for p in cut[n + 1 :] if p.clause == cut[n].clause]
    later = [a for p in rest for a in sentence.actors if p.quantity.end <= a.start < p.end and a.code != code]
    if len(later) != 1 or not re.search(r"\b(?:from|to|by)(?: the)? $", sentence.words[: later[0].start]):
        return None
    return later[0]


_OPENS = re.compile(r"(?:With|At|Accounting|Despite|By|After|Having|As) ")
_WORLD_TOTAL = re.compile(
    r"\b(?:(?:global|international|world|worldwide) (?:volume|transfers|trade|arms (?:transfers|trade|sales))"
    r"|transfers? of (?:major )?arms"
    r"|in the world|worldwide|globally)\b",
    re.I,
)
_WORLDWIDE = re.compile(r"\b(?:exporters|importers|producers|world's|global|worldwide)\b")
_OVERTAKES = re.compile(r"overt|surpass")
_IMPORTS_TO = re.compile(r"\b[Ii]mports (?:to|by) ")  # what a region imports comes from all the world
_ONE_WAY = re.compile(r"\b(?:(?:ex|im)ports?|shipments?|sales|supplies|deliveries|trade) (?:to|from|with)\b", re.I)
_ONE_WAY_TO = re.compile(rf"{_ONE_WAY.pattern}(?: the)? $", re.I)
_RELATIVE = re.compile(r"(?:destination|market|partner|customer|source|supplier|buyer)s?$", re.I)


_LISTS_VOTERS = re.compile(r"[^.;(–—]{0,60}?(?:,? (?:including|such as|among them|led by)\b| ?[(–—])")


def _voting(own: Sequence[Actor], sentence: Sentence, piece: Piece) -> tuple[Actor, ...]:
    """Return who counts the votes, and whom the resolution is about where its sentence names one state."""
    listed = _LISTS_VOTERS.match(sentence.words, piece.quantity.start)
    about = [a for a in own if a.code != "UN" and not (listed and a.start > piece.quantity.start)][:2]
    named = {a.code: a for a in sentence.actors if a.code not in ("UN", "WLD")}
    if not about and len(named) == 1:
        about = list(named.values())
    return (Actor(piece.start, piece.start, "UN", "body"), *about)


def _voting_alike(
    sentence: Sentence, piece: Piece, own: Sequence[Actor], prior: Sequence[Actor], context: Context
) -> tuple[Actor, ...]:
    """Return the two states that vote alike, the one that is not named being the one spoken of."""
    known = [*own, *prior, *_from_focus(context, piece, 2)]
    pair = {a.code: a for a in reversed(known) if a.code not in WHOLES}
    return tuple(pair[code] for code in list(dict.fromkeys(a.code for a in known if a.code in pair))[:2])


def _from_focus(context: Context, piece: Piece, most: int) -> tuple[Actor, ...]:
    return tuple(Actor(piece.start, piece.start, code, "pronoun") for code in context.spoken.focus[:most])


def respective(sentence: Sentence) -> dict[int, tuple[Actor, ...]]:
    """Pair numbers with states in a sentence that says "respectively"; by the place of each number."""
    if "respectively" not in sentence.words:
        return {}
    counted = [q for q in sentence.quantities if q.unit and q.form != "rank"]
    upto = [q for q in counted if q.end <= sentence.words.index("respectively")]
    while len(upto) > 1 and any(b.start - a.end > 30 for a, b in pairwise(upto)):
        upto = upto[1:]
    counted = upto if len(upto) > 1 else counted
    size = len(counted)
    named = [a for n, a in enumerate(sentence.actors) if not n or sentence.actors[n - 1].code != a.code]
    for first in range(len(named) - size + 1):
        run = named[first : first + size]
        gaps = [sentence.words[a.end : b.start] for a, b in pairwise(run)]
        if size > 1 and all(re.fullmatch(r"(?:'s)?(?: \([A-Z]{2,5}\))?(?:,|,? and)(?: the)? ", gap) for gap in gaps):
            end = max(sentence.words.index("respectively"), counted[-1].end)
            rest = [a for a in sentence.actors if a not in run and a.start < end]
            return {q.start: (*rest, run[n]) for n, q in enumerate(counted)}
    return {}
