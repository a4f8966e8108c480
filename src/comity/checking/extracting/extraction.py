"""The claims of a text: sentence by sentence, clause by clause, number by number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from comity.checking.articles.sentences import sentences
from comity.checking.articles.surface import surface
from comity.checking.claim import Claim, ClaimType
from comity.checking.extracting.actors import FLOWS, Actor, parts
from comity.checking.extracting.deeds import from_words
from comity.checking.extracting.happenings import happening
from comity.checking.extracting.involved import actors_of, respective
from comity.checking.extracting.listing import Found, each_ranked, each_sharing
from comity.checking.extracting.manner import cause, is_negated, told_until, why_unchecked
from comity.checking.extracting.pieces import Piece, pieces
from comity.checking.extracting.resolutions import on_resolution, put_to_vote
from comity.checking.extracting.sentence import Context, Sentence, after, read_sentence
from comity.checking.extracting.tallies import ballot
from comity.checking.extracting.timing import period_of
from comity.checking.topics import change_sign, quantity_type, topic
from comity.language.quantity import Quantity

MOST_FOUND = 3_000
"""Claims after which a text is read no further, so that the time is bounded whatever the text."""


def claims(text: str, *, date: datetime.date, article: str = "text", markup: bool = False) -> tuple[Claim, ...]:
    """Return the claims of a text in order.

    Parameters
    ----------
    text
        The article as it was written, lines wrapped or not.
    date
        The day of writing, to which "last month" refers.
    article
        The name that the claims carry.
    markup
        Whether the text is Markdown.

    Returns
    -------
    tuple of Claim
        With places in `text` in code points; not many more than `MOST_FOUND`. Forecasts, plans, opinions and hopes
        are among them, with the reason in `unchecked`.
    """
    clean = surface(text, markup=markup)
    context = Context(date)
    found: list[Claim] = []
    resolution: tuple[str, ...] = ()
    for start, end in sentences(clean.text):
        if len(found) >= MOST_FOUND:
            break
        sentence = read_sentence(clean.text[start:end], start, context)
        resolution = put_to_vote(sentence, context) or resolution
        for one in _found(sentence, context):
            claim = _claim(sentence, one, date)
            if claim.type == "vote" and claim.unit != "percent":
                claim = on_resolution(claim, sentence.words, resolution, context)
                resolution = claim.object if claim.subject == ("UN",) else resolution
            first, last = clean.original(start + claim.start, start + claim.end)
            words = clean.original(start + one.words[0], start + one.words[1])
            found.append(
                replace(
                    claim,
                    article=article,
                    start=first,
                    end=last,
                    quote=text[first:last],
                    sentence=clean.original(start, end),
                    words=words,
                )
            )
        context = after(sentence, context)
    return _headed(found, text)


def _headed(found: list[Claim], text: str) -> tuple[Claim, ...]:
    """Give the claims of a headline, which has no full stop, the time that the text gives for the same number."""
    title = found[0].sentence if found else (0, 0)
    if text[: title[0]].strip() or text[: title[1]].endswith((".", "!", "?", '"')):
        return tuple(found)
    later: dict[tuple[str, float | None, str], str] = {
        (c.type, c.value, c.unit): c.period
        for c in reversed(found)
        if c.sentence != title and c.value is not None and c.unit != "rank"
    }
    return tuple(
        replace(c, period=later.get((c.type, c.value, c.unit), c.period)) if c.sentence == title else c for c in found
    )


def _found(sentence: Sentence, context: Context) -> Iterator[Found]:
    cut = pieces(sentence.words, sentence.clauses, sentence.quantities)
    shared = respective(sentence)
    counted: set[tuple[int, int]] = set()
    last: Found | None = None
    for n, piece in enumerate(cut):
        one = _from_quantity(sentence, cut, n, shared, context)
        if one is not None:
            counted.add(piece.clause)
            yield from each_sharing(sentence, one, last) or each_ranked(sentence, one)
            last = one
    for span in sentence.clauses:
        if span not in counted and (told := from_words(sentence, span, context, bool(counted))):
            yield from told


def _from_quantity(
    sentence: Sentence, cut: Sequence[Piece], n: int, shared: dict[int, tuple[Actor, ...]], context: Context
) -> Found | None:
    piece = cut[n]
    quantity = piece.quantity
    words = sentence.topical[piece.start : piece.end]
    local = replace(quantity, start=quantity.start - piece.start, end=quantity.end - piece.start)
    told = happening(words)
    kind = quantity_type(local, _with_end(sentence, cut, n), sentence.topical, context.sector)
    if (
        kind == "other_stat"
        and quantity.unit in ("persons", "count")
        and told
        and told[0] in ("sanction", "vote", "treaty", "visit", "event")
        and ((quantity.value or 0) < 10_000 if told[0] != "event" else _MOVED.search(words))
    ):
        kind = told[0]
    if not _worth(quantity, kind, words, sentence.words[: quantity.start]):
        return None
    if kind in ("trade_share", "arms_share", "other_stat") and _goes_on(sentence, cut, n):
        kind = _as_before(sentence, cut, n) or kind
    who = shared.get(quantity.start) or actors_of(sentence, cut, n, kind, context)
    value = quantity.value
    if (
        (kind.endswith("_change") or kind == "displacement_count")
        and quantity.form != "multiple"
        and value is not None
        and quantity.unit in ("percent", "pp")
    ):
        sign = change_sign(words, local, sentence.words) or _carried_sign(sentence, cut, n)
        value = -abs(value) if sign < 0 else value
    if kind == "other_stat" and value is not None and _BY.search(words[: local.start]) and quantity.unit == "percent":
        value = -abs(value) if change_sign(words, local, sentence.words) < 0 else value
    if quantity.form == "times" and value is not None and kind.endswith("_change"):
        value, quantity = (value - 1) * 100, replace(quantity, unit="percent")
    elif kind == "price_level":
        quantity = _with_measure(quantity, sentence, context)
    when = period_of(kind, piece, sentence, context)
    return Found(
        (piece.start, piece.end), (quantity.start, quantity.end), kind, who, when, piece.clause, quantity, value
    )


_BY = re.compile(r"\bby (?:\w+ ){0,2}$")
_MOVED = re.compile(
    r"\b(?:deploy|withdr|sent\b|mobili|expel|station)\w*(?:[^,;]|,\d){0,40}?(?:troops|soldiers|peacekeepers|forces"
    r"|police|personnel"
    r"|diplomats|civilians|reservists)\b",
    re.I,
)


def _with_end(sentence: Sentence, cut: Sequence[Piece], n: int) -> str:
    """Return the words of a piece; those of "from 4 per cent to 15 per cent of GDP" to the end of the range."""
    last = cut[n]
    if n + 1 < len(cut) and _TO_NEXT.fullmatch(sentence.words, last.quantity.end, cut[n + 1].quantity.start):
        last = cut[n + 1]
    return sentence.topical[cut[n].start : last.end]


_TO_NEXT = re.compile(
    r" (?:in \d{4} |of [\w ]{2,20} )?to (?:about |around |nearly |almost |some |over |more than |less than |just )*"
)
_ONLY_MORE = re.compile(
    r"(?:and |or |to )?(?:by )?(?:a further |about |around |nearly |almost |some |over |more than )*", re.I
)


def _goes_on(sentence: Sentence, cut: Sequence[Piece], n: int) -> bool:
    """Whether nothing but "and around" stands before a number that follows another."""
    return n > 0 and bool(_ONLY_MORE.fullmatch(sentence.words[cut[n].start : cut[n].quantity.start]))


def _as_before(sentence: Sentence, cut: Sequence[Piece], n: int) -> ClaimType | None:
    """Return the type of change of the number before: "by 90 per cent, and around 70 per cent in Japan"."""
    while n > 1 and _goes_on(sentence, cut, n - 1):
        n -= 1
    last, words = cut[n - 1], sentence.words[cut[n - 1].start : cut[n - 1].end]
    local = replace(last.quantity, start=last.quantity.start - last.start, end=last.quantity.end - last.start)
    kind = quantity_type(local, words, sentence.words, "")
    return kind if kind.endswith("_change") and last.quantity.unit == cut[n].quantity.unit else None


_OIL_PRICE = re.compile(
    r"\b(?:Brent|WTI|Urals|crude|oil) (?:\w+ ){0,3}?(?:prices?|benchmark|futures|traded|fell|rose|averaged|cost)"
    r"|prices? of (?:crude|oil|Brent)|\ba barrel\b",
    re.I,
)


def _with_measure(quantity: Quantity, sentence: Sentence, context: Context) -> Quantity:
    """Return a price with what it is for: stated beside another price, before, or the barrel of an oil price."""
    if "/" in quantity.unit:
        return quantity
    priced = [q.unit for q in sentence.quantities if q.unit.startswith(f"{quantity.unit}/")] or [context.price_unit]
    if priced[0].startswith(f"{quantity.unit}/"):
        return replace(quantity, unit=priced[0])
    if quantity.unit == "usd" and (quantity.value or 0) < 400 and _OIL_PRICE.search(sentence.words):
        return replace(quantity, unit="usd/bbl")
    return quantity


def _carried_sign(sentence: Sentence, cut: Sequence[Piece], n: int) -> int:
    """Return the sign of the change that an earlier piece of the sentence states."""
    upto = sentence.words[: cut[n].quantity.start]
    return change_sign(upto, replace(cut[n].quantity, start=len(upto), end=len(upto)), upto)


def _worth(quantity: Quantity, kind: ClaimType, words: str, before: str) -> bool:
    """Whether a quantity is a statement worth checking: bare numbers and a handful of things are not."""
    few = quantity.value is not None and quantity.value < 10
    if _COUNTRY_OF.search(words):
        return False
    if quantity.unit.startswith("votes"):
        return True
    if quantity.unit == "" or (few and _GENERAL.match(quantity.noun)):
        return False
    if (
        kind == "other_stat"
        and quantity.unit == "count"
        and _STATES.search(quantity.noun)
        and not _PARTNERS.search(before)
    ):
        return False
    if kind == "vote" and quantity.unit == "count":
        return False  # of so many members it is not said how they voted
    if quantity.unit in ("count", "persons") and kind in (
        "other_stat",
        "displacement_count",
        "visit",
        "treaty",
        "event",
    ):
        return not few or bool(re.search(r"\b(?:killed|dead|died|injured|wounded|deaths)\b", words))
    return not (quantity.unit in ("km", "mi", "ha", "l", "gal", "kg") and kind == "other_stat")


_STATES = re.compile(r"(?:countries|states|nations|members)$")
_PARTNERS = re.compile(r"\b(?:to|from)(?: (?:at least|some|about|around|over|more than|nearly))? $")
_COUNTRY_OF = re.compile(
    r"\b(?:country|nation|city|island|state|region|enclave|town|province"
    r"|territory) of (?:\w+ )?\d[\d.,]*(?: \w+)?(?: people)?$",
    re.I,
)
_GENERAL = re.compile(
    r"(?:countries|states|nations|governments|leaders|sides|ministers|parties|presidents|neighbou?rs|meetings"
    r"|visits|members)\b",
    re.I,
)


def _claim(sentence: Sentence, one: Found, day: datetime.date) -> Claim:
    start, end = one.span
    words = sentence.words[start:end]
    subject, target = parts(one.kind, sentence.words, one.actors)
    if one.quantity and one.quantity.unit.startswith("votes"):
        subject, target = ("UN",), tuple(c for c in (*subject, *target) if c not in ("UN", "WLD"))
    if _turned(sentence, one):
        subject, target = target, subject
    quantity = one.quantity
    unit = quantity.unit if quantity else ""
    return Claim(
        article="",
        start=start,
        end=end,
        type=one.kind,
        subject=subject,
        object=target,
        period=one.period,
        value=one.value,
        unit=unit,
        op=quantity.op if quantity else "=",
        quote="",
        sentence=(0, 0),
        topic=topic(words) or topic(sentence.words),
        ballot=ballot(words) if one.kind == "vote" and not quantity and subject[:1] != ("UN",) else "",
        attribution=sentence.said_by,
        negated=is_negated(words),
        unchecked=_why_unchecked(sentence, one, day),
        cause=cause(sentence.words[start:]) if end - start else "",
    )


def _turned(sentence: Sentence, one: Found) -> bool:
    """Whether a clause without states goes the other way: "exports to Peru rose by 3 %, while imports fell by 2 %"."""
    start, end = one.clause[0], one.span[1]
    words, before = sentence.words[start:end].lower(), sentence.words[:start].lower()
    if one.kind not in FLOWS or any(start <= a.start < end for a in sentence.actors):
        return False
    ways = [("export", "import"), ("import", "export")]
    return any(w in words and o not in words and o in before and w not in before for w, o in ways)


def _why_unchecked(sentence: Sentence, one: Found, day: datetime.date) -> str:
    """Return why a claim is no statement of fact; what a resolution or a treaty demands is no opinion of the writer.

    What is said of a time after the day of writing is a forecast, whatever the tense.
    """
    start, end = one.span
    if one.quantity and one.quantity.unit == "rank":
        end = one.quantity.end
        if beside := _BESIDE.search(sentence.words[: one.quantity.start], start):
            return why_unchecked(sentence.words[beside.start() : end], "")
    else:
        end = told_until(sentence.words, one.words[1], end)
    reason = why_unchecked(sentence.words[start:end], _governing(sentence, start))
    if one.kind in ("vote", "treaty", "sanction") and reason in ("opinion", "plan"):
        return ""
    return reason or ("forecast" if one.period[:10] > day.isoformat() else "")


# What a state is said to be by the way: "closer to China, its largest trading partner".
_BESIDE = re.compile(r", (?:its|their|the|[\w' ]{2,30}'s)(?: \w+)? $")
_CONTINUES = re.compile(r"(?:including|of which|among them|and|or|to|up|down|with|from|about|some|\d|[$€£])", re.I)


def _governing(sentence: Sentence, start: int) -> str:
    """Return the words whose mood governs a clause: the clause before, if it goes on without a verb of its own."""
    holding = next((c for c in sentence.clauses if c[0] <= start < c[1]), None)
    if holding is None:
        return ""
    before = sentence.words[holding[0] : start]
    if holding[0] == start and _CONTINUES.match(sentence.words[start:]):
        n = sentence.clauses.index(holding)
        if n:
            before = sentence.words[sentence.clauses[n - 1][0] : start]
    return before
