"""Sentences and clauses, as spans of a text whose lines are whole paragraphs."""

from __future__ import annotations

import re
from itertools import pairwise

LONGEST_SENTENCE = 1000
"""A longer stretch without an end is cut at a blank, so that the work on one sentence is bounded."""

_END = re.compile(
    r"[.!?]+[\"')\]]*(?:\[\d{1,3}\])*(?=\s+[\"'(\[]?[A-Z0-9$€£])|[.!?]+[\"')\]]*(?:\[\d{1,3}\])*$"  # [9]: a footnote
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Adm|Capt|Sgt|Sen|Rep|Gov|Prof|Hon|St|No|Nos|vs|etc|e\.g"
    r"|i\.e|cf|ca|c|al|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Ltd|Co|Corp|Fig|Art|Sec|Ch|Vol|pp?|[A-Z]"
    r"|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
# After these abbreviations a sentence may well end: "in the U.S. The ..."
_MAY_END = re.compile(r"(?:U\.S|U\.K|U\.N|E\.U|a\.m|p\.m|D\.C|Inc|Ltd|Co|Corp|etc)\.$")
_STARTS = re.compile(
    r"\s+[\"'(]?(?:The|In|It|Its|This|These|Those|That|But|And|He|She|They|We|However|On|At|By|As|For|From|A"
    r"|An|Since|After|While|Both"
    r"|Some|Many|More|Most|Last|According|Under|During|Although)\b"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences; a line end always ends one, and blanks around belong to none."""
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for match in _END.finditer(text, line.start(), line.end()):
            if match.end() < line.end() and _goes_on(text, start, match):
                continue
            found += _bounded(text, start, match.end())
            start = match.end()
        found += _bounded(text, start, line.end())
    return found


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    before = text[max(start, match.start() - 12) : match.start() + 1]
    if not _ABBREVIATION.search(before):
        return False
    return not (_MAY_END.search(before) and _STARTS.match(text[match.end() : match.end() + 24]))


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Trim a span, and cut it where it is too long for a sentence."""
    spans = []
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        spans.append((start, cut))
        start = cut
    spans.append((start, end))
    trimmed = []
    for first, last in spans:
        words = text[first:last]
        left = first + len(words) - len(words.lstrip())
        right = first + len(words.rstrip())
        if right > left:
            trimmed.append((left, right))
    return trimmed


_BREAK = re.compile(
    r" (?=\"[A-Z])|; |: |\? | [-–—]{1,2} |—|\((?=[^()]*\))|\)[,;]?|,? (?=while |whereas |although |even though "
    r"|though "
    r"|because |but (?!not\b))"
    r"|, (?=(?:partly |mainly |largely |mostly )?(?:due to|owing to|thanks to|because of|driven by) )"
    r"| (?=(?:partly |mainly |largely |mostly )(?:due to|owing to|thanks to|because of|driven by) )"
    r"|, (?=which |who |where |when |with |followed |compared |accounting |making |according |including |up "
    r"|down |or \d|an? \d|an? (?:increase|rise|drop"
    r"|fall|decline|decrease|jump)|yet |so |as |after |before |since |overt\w+ |surpass\w+ |became |bringing "
    r"|representing |followed|led |leaving |the (?:largest|first|highest|lowest|biggest)"
    r"|and (?:(?:it|he|she|they|that|which|has|have|had|is|was|were|are|also|then|now|the|a|an|its|in|on"
    r"|[A-Z]\w+(?:'s)? (?:has|have|had|is|was|were|will"
    r"|\w+ed|said|must|will|would|could|should|may|might))\b))| (?=which (?:is|are|was|were|has|have|had) )"
    r"| (?=(?:after|when|until|before|if|unless) (?:the |a |its |it |he |she |they |[A-Z]"
    r"|[a-z]+-long |(?:about |more than |nearly |over |at least |around )?\d))"
    r"| (?=since (?:the \w+ |[A-Z]\w+ )?[A-Z]?\w+ (?:invaded|launched|seized|annexed|overthrew|attacked) )"
    r"|(?<!such)(?<!well) (?=as (?:the \w+ (?:is|are|was|were|has|have|had) |it |he |she |they |[A-Z]))"
    r"|, and \b(?=[a-z]+ed\b)"
    r"|, (?=(?:and )?(?:[A-Z]\w+ ){1,3}abstain\w+\b)"  # "with Peru and Chad opposed, and Gabon abstaining"
)


# A bracket that the clause goes on after: "almost half (47 per cent) of all exports".
_REMARK = re.compile(r"[^ ()]{1,12}\)|\d[^()]{0,20}\) (?:of|were|was|went|came|in|from|goes|comes)\b")
_OPENING = re.compile(
    r"(?:After|When|Before|Despite|Amid|While|Although|Since|As|If|Once|Though|Because|Even though|Until"
    r"|Unless)(?: [^\s,;]+){3,25}, (?=[a-zA-Z])"
)


# An opening that a year ends, with its comma forgotten: "After the coup in 2021 most states ...".
_OPENING_YEAR = re.compile(
    r"(?:After|When|Before|Since|Once)(?: [^\s,;]+){3,25}? (?:19|20)\d\d (?=(?:most|many|some|several|the|both"
    r"|its|their|all) )"
)
# The main verb after a relative clause without commas: "Europe which is the largest buyer is set to ...".
_ASIDE = re.compile(
    r"\b(?:which|who) (?:is|are|was|were) [^,;]{8,70}? (?=(?:is|are|was|were|has|have|had) (?:set|been|not|also"
    r"|now|to)\b)"
)


def clauses(text: str) -> list[tuple[int, int]]:
    """Return the spans of the clauses of one sentence: between semicolons, dashes, brackets and conjunctions.

    A bracket that opens with a number stays with the word before it: "Russia (34 per cent)".
    """
    edges = [0]
    opening = _OPENING.match(text) or _OPENING_YEAR.match(text)
    if opening:
        edges.append(opening.end())
    edges += [m.end() for m in _ASIDE.finditer(text)]
    kept_open = -1
    for match in _BREAK.finditer(text):
        if match[0].startswith(")") and text.rfind("(", 0, match.start()) == kept_open:
            continue
        if match[0] == "(" and _REMARK.match(text, match.end()):
            kept_open = match.start()
            continue
        if match[0] == "(" and re.match(
            r"(?:an? |about |some |over |around )?(?:[$€£+−-]|US\$)?\d", text[match.end() :]
        ):
            continue
        edges.append(match.start() if match[0] in ("(", "") else match.end())
    edges = [*sorted(set(edges)), len(text)]
    spans = []
    for first, last in pairwise(edges):
        words = text[first:last]
        left = first + len(words) - len(words.lstrip(" ,;:("))
        right = first + len(words.rstrip(" ,;:(-–—."))
        if right > left:
            spans.append((left, right))
    return spans or [(0, len(text))]
