"""Claims as JSON Lines, a statement a line: read from elsewhere, and given with their verdicts.

The fields are described in docs/reference/claims.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from comity.checking.claim import CLAIM_TYPES, COMPARISONS, Claim, ClaimType, Comparison
from comity.checking.verdict import Verdict
from comity.errors import WrongUse, printable

if TYPE_CHECKING:
    from comity.checking.articles.reading import Article

LARGEST_FILE = 20_000_000
MOST_LINES = 20_000
BALLOTS = ("yes", "no", "abstain")  # they stand as the value of a vote

_CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,15}")
_PERIOD = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read claims that a person or another program has extracted.

    Returns
    -------
    tuple of Claim
        In the order of the file; `tied` holds them against the text.

    Raises
    ------
    WrongUse
        The file cannot be opened, is too large, or a line is no claim: one line that names it and what was expected.
    """
    shown = printable(str(path), 120)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WrongUse(f"{shown} is larger than {LARGEST_FILE:,} bytes; give the claims in parts")
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise WrongUse(f"cannot read claims from {shown}: {reason}") from error
    if len(lines) > MOST_LINES:
        raise WrongUse(f"{shown} has {len(lines):,} lines; at most {MOST_LINES:,} are read, so give it in parts")
    rows = [(_row(line, f"{shown}, line {n}"), f"{shown}, line {n}") for n, line in enumerate(lines, 1) if line.strip()]
    # A type of null is a sentence without a statement, as `--all` gives it.
    found = tuple(_claim(row, where) for row, where in rows if row.get("type", "") is not None)
    if not rows:
        raise WrongUse(f"there is no claim in {shown}; a claim is a line of JSON (docs/reference/claims.md)")
    return found


def tied(claims: Sequence[Claim], article: Article) -> tuple[Claim, ...]:
    """Return those of the claims that are about an article, with the words that they stand on.

    Raises
    ------
    WrongUse
        A claim reaches beyond the text, or quotes other words than stand there.
    """
    return tuple(_tied(claim, article) for claim in claims if claim.article in ("", article.name))


def line(verdict: Verdict) -> dict[str, Any]:
    """Return a claim and its verdict as plain data: one line of the file."""
    return {**claim_entry(verdict.claim), "verdict": verdict.word, "reason": verdict.reason}


def claim_entry(claim: Claim) -> dict[str, Any]:
    """Return a claim as plain data, by the field names of the file."""
    return {
        "article": claim.article,
        "start": claim.start,
        "end": claim.end,
        "type": claim.type,
        "subject": list(claim.subject),
        "object": list(claim.object),
        "period": claim.period,
        "value": claim.ballot or _plain_number(claim.value),
        "unit": claim.unit,
        "op": claim.op,
        "quote": claim.quote,
        "sentence": list(claim.sentence),
        "words": None if claim.words is None else list(claim.words),
        "topic": claim.topic,
        "attribution": claim.attribution,
        "negated": claim.negated,
        "unchecked": claim.unchecked,
        "cause": claim.cause,
    }


def other_sentences(article: Article, verdicts: Sequence[Verdict]) -> Iterator[dict[str, Any]]:
    """Give the sentences in which no statement was found, as lines without a type."""
    from comity.checking.articles.sentences import sentences

    used = [v.claim.sentence for v in verdicts] + [(v.claim.start, v.claim.end) for v in verdicts]
    for first, last in sentences(article.surface.text):
        start, end = article.surface.original(first, last)
        if not any(start < b and a < end for a, b in used):
            yield {
                "article": article.name,
                "start": start,
                "end": end,
                "type": None,
                "quote": article.original[start:end],
                "verdict": "not checkable",
                "reason": "No statement that a figure or a record could settle.",
            }


def _plain_number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value.is_integer() and abs(value) < 2**53 else value


def _row(text: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(text, parse_constant=lambda name: name)
    except (ValueError, RecursionError) as error:
        raise WrongUse(f"{where}: no JSON ({printable(str(error), 60)}); expected one object a line") from error
    if not isinstance(row, dict):
        raise WrongUse(f"{where}: expected an object with start, end, type …, found {type(row).__name__}")
    return row


def _claim(row: Mapping[str, Any], where: str) -> Claim:
    start, end = _span(row, ("start", "end"), where)
    sentence = (start, end)
    if row.get("cstart") is not None:
        start, end = _span(row, ("cstart", "cend"), where)
    elif row.get("sentence") is not None:
        sentence = _pair(row["sentence"], "sentence", where)
    words = None
    if row.get("vstart") is not None:
        words = _span(row, ("vstart", "vend"), where)
    elif row.get("words") is not None:
        words = _pair(row["words"], "words", where)
    return Claim(
        article=_text(row, "article", where),
        start=start,
        end=end,
        type=cast(ClaimType, _one_of(row, "type", CLAIM_TYPES, where)),
        subject=_states(row, "subject", where),
        object=_states(row, "object", where),
        period=_period(row, where),
        value=_value(row, where),
        unit=_text(row, "unit", where),
        op=cast(Comparison, _one_of(row, "op", COMPARISONS, where, otherwise="=")),
        quote=_text(row, "clause", where) or _text(row, "quote", where),
        sentence=sentence,
        words=words,
        topic=_text(row, "topic", where),
        ballot=row["value"] if row.get("value") in BALLOTS else "",
        attribution=_text(row, "attribution", where),
        negated=_flag(row, "negated", where),
        unchecked=_text(row, "unchecked", where),
        cause=_text(row, "cause", where),
    )


def _tied(claim: Claim, article: Article) -> Claim:
    where = f"the claim at {claim.start}–{claim.end} of {printable(article.name, 40)}"
    last = max(claim.end, claim.sentence[1], claim.words[1] if claim.words else 0)
    if last > len(article.original):
        raise WrongUse(f"{where} reaches beyond the text, which has {len(article.original):,} characters")
    there = article.original[claim.start : claim.end]
    # A file that gives the place of the clause may quote the whole sentence.
    if claim.quote and claim.quote not in (there, article.original[slice(*claim.sentence)]):
        found = printable(there, 40)
        raise WrongUse(f"{where} quotes {printable(claim.quote, 40)!r}, but the text has {found!r}; count code points")
    return replace(claim, article=article.name, quote=there)


def _wrong(where: str, name: str, expected: str, found: object) -> WrongUse:
    said = json.dumps(found, ensure_ascii=False, default=str)
    return WrongUse(f"{where}: {name} must be {expected}, not {printable(said, 40)}")


def _span(row: Mapping[str, Any], names: tuple[str, str], where: str) -> tuple[int, int]:
    return _pair([row.get(name) for name in names], " and ".join(names), where)


def _pair(value: object, name: str, where: str) -> tuple[int, int]:
    match value:
        case [int(first), int(last)] if not {type(first), type(last)} & {bool} and 0 <= first < last:
            return first, last
    raise _wrong(where, name, "two places in the text, in code points, the first before the last", value)


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(where, name, "text", value)
    return value


def _flag(row: Mapping[str, Any], name: str, where: str) -> bool:
    value = row.get(name, False)
    if not isinstance(value, bool):
        raise _wrong(where, name, "true or false", value)
    return value


def _one_of(row: Mapping[str, Any], name: str, known: Sequence[str], where: str, otherwise: str = "") -> str:
    value = row.get(name, otherwise)
    if value not in known:
        raise _wrong(where, name, f"one of {', '.join(known)}" if len(known) < 9 else "a type of claim", value)
    return str(value)


def _states(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(v, str) and _CODE.fullmatch(v) for v in value):
        raise _wrong(where, name, 'a list of codes such as ["RUS"]', value)
    return tuple(value)


def _period(row: Mapping[str, Any], where: str) -> str:
    value = _text(row, "period", where)
    try:
        ends = [_day(part) for part in value.split("/")] if value else []
    except ValueError:
        ends = [date.max, date.min]
    if len(ends) > 2 or ends != sorted(ends):
        raise _wrong(where, "period", "2021, 2021-06, 2021-06-18, or two of them such as 2017/2021", value)
    return value


def _day(text: str) -> date:
    if not _PERIOD.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)


def _value(row: Mapping[str, Any], where: str) -> float | None:
    value = row.get("value")
    if value is None or value in BALLOTS:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise _wrong(where, "value", "a number, null, or a ballot (yes, no, abstain)", value)
    return float(value)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
