"""How a clause states what it states: as a fact or not, denied, on whose word, and for what cause."""

from __future__ import annotations

import re

_FORECAST = re.compile(
    r"\b(?:(?:is|are|was|were|be|been) (?:widely |also |still |now )?(?:expected|forecast|projected|predicted"
    r"|likely|unlikely|poised|set(?! to (?:ban|decrease|cut|reduce|end|halt|phase out|stop) (?:the |its |all "
    r"|their )?(?:\w+ )?(?:im|ex)ports?\b)"
    r"|bound|on track|slated) to"
    r"|(?:is|are|was|were) due to (?:be|arrive|start|begin|open|meet|visit|take|expire|enter|hold|travel|receive)\b"
    r"|forecasts?\b|expects?\b|will\b|'ll\b|would\b|could\b|may\b|might\b|is going to|shall\b|project(?:s"
    r"|ions?) (?:that|show|suggest)|predict(?:s|ed)?\b|(?:is|are|was|were) about to)",
)
_PLAN = re.compile(
    r"\b(?:plan(?:s|ned|ning)? to|plans for|intend(?:s|ed)? to|aim(?:s|ed|ing)? (?:to|at)|vow(?:s|ed)? to"
    r"|pledg(?:e|es|ed|ing) to|promis(?:e|es|ed) to|agree(?:s)? to consider|"
    r"seek(?:s|ing)? to|hope(?:s|d)? to|wants? to|wanted to|propos(?:e|es|ed|al|als)\b|(?:target|guideline|goal"
    r"|commitment|threshold)(?:s|ed)? (?:of"
    r"|to)|(?:is|are|was|were) considering|threaten(?:s|ed|ing)? (?:to|with)|offer(?:s|ed) to"
    r"|willing(?:ness)? to|ready to"
    r"|scheduled (?:to|for)|in talks|negotiating|preparing to"
    r"|(?<!discussed the )(?<!raised the )(?<!mentioned the )(?<!explored the )possibility of)\b",
    re.I,
)
_HOPE = re.compile(r"\b(?:hope(?:s|d)?\b|wish(?:es)?\b|look(?:s|ing)? forward|aspir\w+)", re.I)
_OPINION = re.compile(
    r"\b(?:should\b|must\b|ought to|need(?:s)? to\b|I (?:think|believe|argue|am)|we (?:think|believe|argue"
    r"|hope|must|need)|in (?:my|our) (?:view|opinion)|arguably|perhaps|it is (?:time|vital|important"
    r"|essential|crucial|clear that)"
    r"|urg(?:e|es|ed|ing)\b|call(?:s|ed|ing)? (?:on|for|upon)\b|demand(?:s|ed|ing)? (?:that|an)\b"
    r"|recommend\w*|believe(?:s|d)? that|fears?\b(?: that)?|require(?:s|d)? the)",
    re.I,
)
_CONDITION = re.compile(r"^(?:if|unless|should|were|even if|whether)\b|\b(?:if|unless|whether)\b", re.I)
_NEGATED = re.compile(
    r"\b(?:(?:did|does|do|has|have|had|was|were|is|are|could|would|will) not\b|\w+n't\b|never\b|no longer\b"
    r"|not (?:yet|been|once|a single)|neither\b|nor\b|denie[sd]\b|without (?:any )?\w+ing\b|none of\b"
    r"|refus\w+ to|fail(?:ed|s) to)",
    re.I,
)
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|least)\b", re.I)
_CAUSE = re.compile(
    r"\b(?:due to|because(?: of)?|owing to|thanks to|as a result of|caused by|driven by|following from"
    r"|on account of|amid|in response to|triggered by|in retaliation for|which (?:has"
    r"|have) (?:further )?(?:increased|reduced|led))\b",
    re.I,
)
_ACCORDING = re.compile(
    r"\b(?:according to|as reported by|figures from|data from|as per|reported by|estimates by"
    r"|citing) (?P<who>[^,.;()\"]{2,80}?)(?= who | that | which |[,.;()\"]|$)",
    re.I,
)
_SAYING = (
    r"(?:said|says|say|told|reported|reports|estimated|estimates|announced|claimed|claims|stated|states that"
    r"|confirmed|noted|acknowledged|revealed|added|showed|shows|show|found|suggests?|disclosed|believes?)"
)
_SAID_AFTER = re.compile(
    rf"[,\"] (?P<who>(?:the |a |an )?[A-Z\w][^,.;\"]{{1,70}}?) {_SAYING}\b[^,;]{{0,60}}\.?$"
    rf"|[,\"] {_SAYING} (?P<who2>[^,.;\"]{{2,70}})"
)
_SAID_BEFORE = re.compile(
    rf"^(?P<who>(?:[A-Z]|the |The )[^,.;:\"]{{1,110}}?(?:, [^,]{{2,60}},)?) {_SAYING} (?:on \w+day |in \w+ "
    rf"|\w+ that |that )?"
)


def why_unchecked(clause: str, before: str) -> str:
    """Return why a clause is no statement of fact, or a blank.

    `before` are the words of the sentence before the clause, from the last clause that governs it.
    """
    governed = f"{before} {clause}"
    for reason, pattern in (("hope", _HOPE), ("plan", _PLAN), ("opinion", _OPINION)):
        if pattern.search(governed):
            return reason
    if _FORECAST.search(clause) or _FORECAST.search(before):
        return "forecast"
    if _CONDITION.search(clause):
        return "condition"
    return ""


def is_negated(clause: str) -> bool:
    """Whether a clause denies what it states."""
    return bool(_NEGATED.search(clause)) and not _NOT_ONLY.search(clause)


def cause(sentence: str) -> str:
    """Return the words that name a cause, or a blank."""
    match = _CAUSE.search(sentence)
    return match[0].lower() if match else ""


def attribution(sentence: str) -> tuple[str, tuple[int, int]]:
    """Return who is said to say so, and the span of those words; blanks if the article speaks for itself."""
    for pattern in (_ACCORDING, _SAID_AFTER, _SAID_BEFORE):
        match = pattern.search(sentence)
        if match:
            group = "who" if match["who"] else "who2"
            return match[group].strip(' "'), match.span(group)
    return "", (0, 0)


def told_until(words: str, decided: int, end: int) -> int:
    """Return where the statement ends: what "that could ..." adds to it has a mood of its own."""
    aside = _MAY.search(words, decided, end)
    return aside.start() if aside and aside.start() > decided + 1 else end


_MAY = re.compile(
    r" (?:and(?= (?:[\w']+ ){1,5}(?:will|would|could|may|might|is expected|are expected)\b)|(?:that|which|who"
    r"|as (?:the |it |they )?[\w ]{3,40}? that)) [^,;]{0,60}?(?:could|would|will|may|might|should|must|is expected to"
    r"|are expected to|needs?|plans?|hopes?)\b"
)
