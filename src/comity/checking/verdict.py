"""The verdict: what the figures at hand say to a claim, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from comity.checking.claim import Claim
from comity.vocabulary import Caveat, Figure, Source

Word = Literal["supported", "contradicted", "partly", "no data", "not checkable"]

WORDS: tuple[Word, ...] = get_args(Word)


@dataclass(frozen=True)
class Finding:
    """One comparison of what is stated with what is found: both values, and whether the claim holds on this point.

    Attributes
    ----------
    name
        What is compared ("same unit", "same period", "value").
    holds
        None where the point cannot be decided.
    stated, found
        The two values, as written for a reader.
    words
        The finding in one sentence.
    """

    name: str
    holds: bool | None
    stated: str
    found: str
    words: str


@dataclass(frozen=True)
class Series:
    """Figures over time, or of several states, that a verdict rests on, ready for a chart.

    `rows` have `year` or `date`, `name`, `value` (None where there is none) and `status`.
    """

    title: str
    unit: str
    rows: tuple[Mapping[str, Any], ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Verdict:
    """A claim judged.

    Attributes
    ----------
    claim
        The claim as it was extracted.
    word
        The verdict.
    reason
        One sentence that a reader understands.
    findings
        What was compared; the word is a fold over them.
    figures, series, sources, caveats
        What the verdict rests on.
    missing
        What would settle the claim: codes of datasets, and how to have them.
    same_source
        That other claims of the article rest on one and the same source; blank otherwise.
    """

    claim: Claim
    word: Word
    reason: str
    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    series: tuple[Series, ...] = ()
    sources: tuple[Source, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    missing: tuple[str, ...] = ()
    same_source: str = ""
