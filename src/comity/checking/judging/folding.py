"""From what the measures say to one word: the rules by which several of them are combined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.checking.claim import Claim
from comity.checking.resolving.evidence import Evidence
from comity.checking.resolving.findings import shown, stated
from comity.checking.resolving.readings import Reading
from comity.checking.verdict import Finding, Word

BEST_FIRST: tuple[Word, ...] = ("supported", "partly", "contradicted")


@dataclass(frozen=True)
class Outcome:
    """A word, why, and what it rests on."""

    word: Word
    reason: str
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]


def fold(claim: Claim, readings: Iterable[Reading]) -> Outcome:
    """Combine the readings of a claim.

    The best plain reading counts: a claim is true if it is so in one fair sense of its words. It is contradicted only
    if no plain reading bears it out, and if no other reading (the other direction, the year before) explains the
    number.
    """
    plain: list[tuple[Word, Reading]] = []
    for reading in readings:
        # Readings are looked up one by one: what comes after the first that bears the claim out is not needed.
        if reading.other:
            if all(word != "contradicted" for word, _ in plain) or any(word == "partly" for word, _ in plain):
                break
            if any(e.holds for e in reading.evidence):
                return _slip(claim, next(r for word, r in plain if word == "contradicted"), reading)
            continue
        plain.append((_word(claim, reading.evidence), reading))
        if plain[-1][0] == "supported":
            break
    for word in BEST_FIRST:
        for found, reading in plain:
            if found == word:
                return _outcome(claim, word, reading.evidence)
    return _gap(claim, tuple(e for _, r in plain for e in r.evidence))


def _tells(evidence: Evidence) -> bool:
    return evidence.holds is not None or evidence.found.value is not None


def _word(claim: Claim, evidence: tuple[Evidence, ...]) -> Word:
    """Return what the measures of one reading say together."""
    told = [e for e in evidence if _tells(e)]
    same = [e for e in told if e.bearing == "same"]
    reports = [e for e in told if e.bearing == "other report"]
    near = [e for e in told if e.bearing == "near"]
    deciding = same or reports
    if not deciding:
        return "partly" if any(e.holds for e in near) else "no data"
    holds = {e.holds for e in deciding}
    if True in holds:
        return "partly" if False in holds else "supported"
    if None in holds or any(e.holds is not False for e in reports) or any(e.holds for e in near):
        return "partly"
    return "partly" if _between(claim, [*deciding, *reports]) else "contradicted"


def _between(claim: Claim, evidence: list[Evidence]) -> bool:
    """Whether the number lies between what two measures say, so that neither speaks against it."""
    values = [e.found.value for e in evidence if e.found.value is not None]
    return bool(values) and claim.value is not None and min(values) <= claim.value <= max(values)


def _outcome(claim: Claim, word: Word, evidence: tuple[Evidence, ...]) -> Outcome:
    told = [e for e in evidence if _tells(e)]
    kept = tuple(f for e in evidence for f in e.findings)
    return Outcome(word, _reason(claim, word, told), tuple(dict.fromkeys(kept)), tuple(told))


def _reason(claim: Claim, word: Word, told: list[Evidence]) -> str:
    ranked = sorted(told, key=lambda e: ("same", "other report", "near").index(e.bearing))
    for_it = next((e for e in ranked if e.holds), None)
    against = next((e for e in ranked if e.holds is False), None)
    if word == "supported":
        assert for_it is not None, "something bears it out"
        return for_it.findings[0].words
    if word == "contradicted":
        assert against is not None, "something speaks against it"
        return against.findings[0].words
    if for_it is not None and against is not None:
        return f"True by one measure and not by another. {for_it.findings[0].words} But {against.findings[0].words}"
    if for_it is not None:
        return f"It fits a figure that is not quite the one that is spoken of: {for_it.findings[0].words}"
    return ranked[0].findings[0].words


def _slip(claim: Claim, against: Reading, other: Reading) -> Outcome:
    """The number is not that of what is said, but it is that of something near."""
    fits = next(e for e in other.evidence if e.holds)
    base = _outcome(claim, "contradicted", against.evidence)
    value = shown(fits.found.value, claim.unit) if fits.found.value is not None else ""
    reason = f"{base.reason} “{stated(claim)}” is {other.other} ({value})."
    return Outcome("partly", reason, (*base.findings, *fits.findings), (*base.evidence, fits))


def _gap(claim: Claim, evidence: tuple[Evidence, ...]) -> Outcome:
    """Nothing at hand settles the claim: say what is missing, or in what the figures at hand differ."""
    near = [e for e in evidence if _tells(e)]
    kept = tuple(dict.fromkeys(f for e in evidence for f in e.findings))
    if near:
        differs = next((f.words for e in near for f in e.findings[1:] if f.holds is not True), "")
        reason = f"What is at hand is not the figure that is spoken of: {near[0].findings[0].words} {differs}".strip()
        return Outcome("no data", reason, kept, evidence)
    unfit = next((e.found.unfit for e in evidence if e.found.unfit), "")
    why = unfit or next((e.found.why for e in evidence if e.found.why), "nothing at hand bears on it")
    return Outcome("no data", f"{why[0].upper()}{why[1:]}".rstrip(".") + ".", kept, evidence)
