"""One piece of a sentence for each number in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.language.quantity import Quantity

_STRONG = re.compile(
    r"; |, (?!\d{3})|\) and | while | followed by | compared with | compared to | versus | up from | down from "
    r"| and (?=(?:im|ex)ports? (?:to|from)\b)"
    r"| and (?=(?:the )?[A-Z][\w. ]+?(?:,? (?:with|at|by|for|about|some|nearly)? ?[$€£]?\d|(?:'s)? \w+ed\b))"
)
_WEAK = re.compile(r" (?:and|or|to|from|against)(?= (?:\w+ ){0,2}[$€£]?$| [$€£]?$)")


@dataclass(frozen=True)
class Piece:
    """The words around one number: from the number before, or the start of the clause, to the next one, or its end."""

    start: int
    end: int
    clause: tuple[int, int]
    quantity: Quantity


def pieces(sentence: str, clauses: Sequence[tuple[int, int]], found: Sequence[Quantity]) -> list[Piece]:
    """Return a piece for each quantity of a sentence, in order.

    Two numbers of a clause are parted at the comma or conjunction between them; without one they share the words.
    """
    cut: list[Piece] = []
    for clause in clauses:
        inside = [q for q in found if clause[0] <= q.start < clause[1]]
        edges = [_edge(sentence, one.end, two.start) for one, two in pairwise(inside)]
        start = clause[0]
        for n, quantity in enumerate(inside):
            end = next((edge for edge in edges[n:] if edge is not None), clause[1])
            left = start + len(sentence[start:end]) - len(sentence[start:end].lstrip(" ,;("))
            cut.append(Piece(min(left, quantity.start), max(end, quantity.end), clause, quantity))
            if n < len(edges) and edges[n] is not None:
                start = end
    return [Piece(p.start, _trimmed(sentence, p), p.clause, p.quantity) for p in cut]


def _edge(sentence: str, first: int, last: int) -> int | None:
    strong = _STRONG.search(sentence, first, last + 2)  # it looks ahead at the next number
    weak = None if strong else max(_WEAK.finditer(sentence[first:last]), key=lambda m: m.start(), default=None)
    if strong:
        return strong.start() + 1
    return first + weak.start() + 1 if weak else None


def _trimmed(sentence: str, piece: Piece) -> int:
    words = sentence[piece.start : piece.end].rstrip(" ,;(-–—")
    return max(piece.start + len(words), piece.quantity.end)
