"""The text as it is read: lines rejoined into paragraphs, quotes straightened, invisible signs gone; with a map back.

Every place in the clean text knows its place in the original, so that a claim can be marked where it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

_SAME_LENGTH = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ′", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("\xa0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " ")
    | dict.fromkeys("‐‑−", "-")
    | dict.fromkeys("\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n")
)
# Soft hyphens, zero-width and direction signs: they change what is seen, not what is said.
_INVISIBLE = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00]+")
_COMBINED = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
_MARKUP = re.compile(r"\*\*|__|(?<!\!)\[(?=[^\]\n]{1,300}\]\()|\]\([^)\s]{1,500}\)|^#{1,6} +|^> ?|`")
_FURNITURE = re.compile(
    r"(?:top of page|bottom of page|recent posts|see all|share(?: this)?(?: article| story)?|advertisement"
    r"|read more.*|subscribe.*|sign up.*|related (?:articles|stories|posts|content).*|click here.*"
    r"|\d+ views ?\d* comments?|\d+ comments?|comments?|print|e-?mail|tweet|facebook|twitter|linkedin"
    r"|whatsapp|copy link|skip to (?:main )?content|menu|search|home|log ?in|follow us.*"
    r"|references(?:[/ ].*)?:?|further reading:?"
    r"|edited (?:and reviewed )?by.*|photo(?:graph)?(?: by|:).*|image(?: credit)?:.*|(?:©|\(c\)|copyright).*"
    r"|all rights reserved.*|cookie.*|(?:by )?\[?[\w.+-]+@[\w.-]+\]?|https?://\S+|loading.*|listen(?: to .*)?"
    r"|\d+ min(?:ute)? read|leave a (?:reply|comment).*"
    r"|tags:.*|filed under.*|source:.*|previous(?: post)?|next(?: post)?|back to top|load more|terms (?:of"
    r"|and) .*|privacy policy.*)",
    re.I,
)
_LIST_ITEM = re.compile(r"(?:[-*•·▪–]|\(?\d{1,2}[.)]|\(?[a-z]\)) +")
_OPEN_END = re.compile(r"(?:^| )(?:the|of|and|in|to|an?|from|for|by|with|on|at|or|its|that|was|were|is|are|has|had),?$")
_INITIALS = re.compile(r"\b(?:[A-Z]\.)+$")
_LAST_SIGNS = re.compile(r"[.!?:;][\"')\]]*$")


@dataclass(frozen=True)
class Surface:
    """The clean text of an article, a paragraph a line, and how it lies over the original.

    `pieces` are (place in the clean text, place in the original, length there), in order; a piece of other length than
    the clean one stands for it as a whole. `furniture` are the spans of the original that were set aside.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    furniture: tuple[tuple[int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the clean text stands in the original."""
        first, _ = self._place(start)
        _, last = self._place(max(end - 1, start))
        return first, max(last, first)

    def _place(self, at: int) -> tuple[int, int]:
        n = bisect_right(self.pieces, (at, 1 << 60, 0)) - 1
        clean, there, length = self.pieces[n]
        next_clean = self.pieces[n + 1][0] if n + 1 < len(self.pieces) else len(self.text)
        if next_clean - clean == length:
            return there + at - clean, there + at - clean + 1
        return there, there + length


def surface(original: str, *, markup: bool = False) -> Surface:
    """Clean a text: lines rejoined, furniture set aside, quotes straight, letters composed (NFC).

    Parameters
    ----------
    markup
        Whether the text is Markdown, whose signs are set aside.
    """
    text = original.translate(_SAME_LENGTH)
    edits = [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]
    if not unicodedata.is_normalized("NFC", text):
        edits += [(m.start(), m.end(), unicodedata.normalize("NFC", m[0])) for m in _COMBINED.finditer(text)]
    if markup:
        edits += [(m.start(), m.end(), "") for m in re.finditer(_MARKUP.pattern, text, re.M)]
    joins, furniture = _lines(text)
    return _edited(text, sorted(edits + joins), furniture)


def _edited(text: str, edits: list[tuple[int, int, str]], furniture: tuple[tuple[int, int], ...]) -> Surface:
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    clean = at = 0

    def put(words: str, there: int, length: int) -> None:
        nonlocal clean
        if words:
            parts.append(words)
            pieces.append((clean, there, length))
            clean += len(words)

    for start, end, words in edits:
        if start < at:
            continue
        put(text[at:start], at, start - at)
        put(words, start, end - start)
        at = end
    put(text[at:], at, len(text) - at)
    return Surface("".join(parts), tuple(pieces) or ((0, 0, 0),), furniture)


def _lines(text: str) -> tuple[list[tuple[int, int, str]], tuple[tuple[int, int], ...]]:
    """Return what parts the lines: a blank where a sentence goes on, a line end elsewhere; and the furniture."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\s\n](?:[^\n]*[^\s\n])?", text)]
    wrapping = _wrapping(text, lines)
    edits: list[tuple[int, int, str]] = []
    furniture: list[tuple[int, int]] = []
    at = 0
    previous: tuple[int, int] | None = None
    for start, end in lines:
        if end - start < 120 and _FURNITURE.fullmatch(text[start:end]):
            furniture.append((start, end))
            edits.append((at, end, "\n" if previous else ""))
            at, previous = end, None
            continue
        join = previous is not None and _goes_on(text, previous, (start, end), wrapping)
        hyphened = join and text[at - 1] == "-" and text[at - 2 : at - 1].isalpha()
        edits.append((at, start, "" if hyphened or not (at or previous) else " " if join else "\n"))
        at, previous = end, (start, end)
    edits.append((at, len(text), ""))
    return [(a, b, w) for a, b, w in edits if b > a], tuple(furniture)


@dataclass(frozen=True)
class _Wrapping:
    """How a text was wrapped: the width, whether it is exact, and whether a blank line follows each line."""

    width: int
    exact: bool
    spaced: bool


def _wrapping(text: str, lines: list[tuple[int, int]]) -> _Wrapping | None:
    """Return how lines were wrapped, by the short lines that end in mid-sentence; None if fewer than two do."""
    broken = [
        (one, two)
        for one, two in pairwise(lines)
        if one[1] - one[0] <= 130 and text[two[0]].islower() and not _ends(text, one)
    ]
    if len(broken) < 2:
        return None
    longest = max(end - start for (start, end), _ in broken)
    # Some lines that were wrapped end before a capital, and are a little longer.
    width = max(end - start for start, end in lines if end - start <= 1.1 * longest)
    too_long = sum(not _fits(text, one, two, width) for one, two in broken)
    spaced = sum(text.count("\n", one[1], two[0]) > 1 for one, two in broken)
    return _Wrapping(width, too_long >= 0.95 * len(broken), spaced * 2 > len(broken))


def _ends(text: str, line: tuple[int, int]) -> bool:
    """Whether a line ends a sentence; an abbreviation ("the U.S.") does not."""
    last = text[max(line[1] - 8, line[0]) : line[1]]
    return bool(_LAST_SIGNS.search(last)) and not _INITIALS.search(last)


def _fits(text: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    """Whether the next word would have had room in a line."""
    word = re.match(r"\S+", text[following[0] : following[1]])
    return line[1] - line[0] + 1 + (len(word[0]) if word else 0) <= width


def _goes_on(text: str, line: tuple[int, int], following: tuple[int, int], wrapping: _Wrapping | None) -> bool:
    """Whether a line was broken only for its width."""
    at = following[0]
    length = line[1] - line[0]
    if wrapping is None or length > wrapping.width or _LIST_ITEM.match(text, at):
        return False
    blank = text.count("\n", line[1], at) > 1
    ends = _ends(text, line)
    if blank and (ends or not wrapping.spaced):
        return False
    if not ends and (text[at].islower() or _OPEN_END.search(text[max(line[1] - 8, line[0]) : line[1]])):
        return True
    if not blank and (length >= 0.6 * wrapping.width or not text[at].isupper()):
        return True
    if blank and not text[: line[0]].strip() and text[at].isupper():
        return False  # the title
    if not _fits(text, line, following, wrapping.width):
        return True
    if wrapping.exact or ends:
        return False
    return length >= (0.9 if text[at].isupper() else 0.75) * wrapping.width
