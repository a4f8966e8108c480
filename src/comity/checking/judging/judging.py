"""Claims judged: each is looked up under every reading of its words, and the findings are folded into one verdict.

The rules are written down in docs/explanation/verdicts.md.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from comity.checking.claim import Claim
from comity.checking.judging.anchoring import why_loose, why_unsure
from comity.checking.judging.folding import Outcome, fold
from comity.checking.judging.meanings import Spoken, may_mean_more, meanings, spoken
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Answers
from comity.checking.resolving.arms import arms
from comity.checking.resolving.energy import FUELS, energy
from comity.checking.resolving.evidence import Case, Evidence
from comity.checking.resolving.people import people
from comity.checking.resolving.prices import prices
from comity.checking.resolving.readings import Reading
from comity.checking.resolving.records import events, sanctions, treaties, visits
from comity.checking.resolving.states import of_states
from comity.checking.resolving.trade import trade
from comity.checking.resolving.transfers import transfers
from comity.checking.resolving.votes import votes
from comity.checking.spans import period
from comity.checking.verdict import Finding, Verdict, Word

Resolver = Callable[[Case], Iterable[Reading]]
RESOLVERS: dict[str, Resolver] = {
    "arms_rank": arms,
    "arms_share": arms,
    "arms_value": arms,
    "arms_change": arms,
    "arms_transfer": transfers,
    "trade_rank": trade,
    "trade_share": trade,
    "trade_value": trade,
    "trade_change": trade,
    "energy_flow": energy,
    "price_level": prices,
    "price_change": prices,
    "displacement_count": people,
    "vote": votes,
    "sanction": sanctions,
    "visit": visits,
    "treaty": treaties,
    "event": events,
    "other_stat": of_states,
}
UNCHECKED = {
    "forecast": "It is a forecast, which no figure of the past can settle.",
    "plan": "It is a plan, not something that has happened.",
    "opinion": "It is an opinion.",
    "hope": "It is a hope.",
    "condition": "It is said of a condition, not as a fact.",
}
SPOKEN_OF = 6  # how many claims back a clause may take what it speaks of from
_FUEL = re.compile("|".join(pattern for _, pattern in FUELS))
_PEOPLE = re.compile(r"refugee|asylum|displaced|fled|idps?\b|people|persons")


def judge(
    claims: Sequence[Claim],
    *,
    date: datetime.date,
    as_of: datetime.date | None = None,
    text: str = "",
    given: bool = False,
) -> tuple[Verdict, ...]:
    """Judge the claims of an article.

    Parameters
    ----------
    claims
        In any order; what stands in one sentence is read together.
    date
        The day of writing.
    as_of
        The day whose releases the writer could have read; the day of writing without.
    text
        The article, so that a sentence is known with the words that belong to none of its claims.
    given
        Whether the states, times and units of the claims are a person's or another program's word, to be taken as they
        are. Otherwise a claim is contradicted only where its sentence itself names them (see `anchoring`).

    Returns
    -------
    tuple of Verdict
        One for each claim, in the same order.
    """
    answers = Answers(as_of or date)
    about = spoken(text, date)
    sentences: dict[tuple[str, tuple[int, int]], list[Claim]] = {}
    for claim in claims:
        sentences.setdefault((claim.article, claim.sentence), []).append(claim)
    placed = sorted(claims, key=lambda c: (c.article, c.start, c.end, str(c.value), c.unit))
    judged = []
    for claim in claims:
        together = sorted(
            sentences[claim.article, claim.sentence], key=lambda c: (c.start, c.end, str(c.value), c.unit)
        )
        beside = tuple(c for c in together if c is not claim)
        earlier = [c for c in placed if c.article == claim.article and c.sentence[0] < claim.sentence[0]]
        case = _case(claim, beside, earlier[-SPOKEN_OF:], answers, date)
        verdict = _judged(case)
        if not given and verdict.word not in ("supported", "not checkable"):
            first, last = claim.sentence
            sentence = text[first:last] or " ".join(c.quote for c in together)
            why = why_loose(claim, case.period, sentence, beside, date)
            if why or verdict.word != "contradicted":
                verdict = _by_meaning(case, verdict, why, about, earlier)
        judged.append(verdict)
    return _sharing(judged)


def _case(claim: Claim, beside: tuple[Claim, ...], earlier: list[Claim], answers: Answers, day: datetime.date) -> Case:
    words = " ".join((claim.quote, claim.topic, *(c.quote for c in beside))).lower()
    before = tuple(" ".join(f"{c.quote} {c.topic}".lower().split()) for c in reversed(earlier))
    return Case(claim, period(claim.period), answers, day, beside, " ".join(words.split()), before)


def _judged(case: Case) -> Verdict:
    claim = case.claim
    if claim.unchecked:
        reason = UNCHECKED.get(claim.unchecked, f"It is no statement of fact ({claim.unchecked}).")
        return Verdict(claim, "not checkable", reason)
    return _verdict(claim, _shaded(claim, fold(claim, _resolver(claim)(case))))


def _by_meaning(case: Case, read: Verdict, why: str, about: Spoken, earlier: list[Claim]) -> Verdict:
    """Judge what the words may mean besides: what fits a likely meaning is borne out, what fits none contradicted."""
    unsure = why_unsure(case.claim, about.text)
    against = [read] if read.word == "contradicted" and may_mean_more(case.claim) else []
    for meant, likely in meanings(case.claim, about, earlier[-SPOKEN_OF:]):
        if not likely and (unsure or not against or read.word == "partly"):
            break  # an unlikely meaning can only keep from a contradiction, and there is none
        verdict = _judged(replace(case, claim=meant, period=period(meant.period), reports=likely))
        if verdict.word == "supported" and likely:
            reason = f"{verdict.reason} Of whom and when that is, the sentences before say."
            return replace(verdict, claim=case.claim, reason=reason)
        if verdict.word == "supported" or (verdict.word == "partly" and likely):
            against = []
            break
        if verdict.word == "contradicted" and likely:
            against.append(verdict)
    # Where the sentence names no state, one guess is not enough.
    few = len(against) < 2 and not about.names_a_state(case.claim)
    if unsure or few or not against or read.word == "partly":
        return _unless_loose(read, why or unsure) if read.word == "contradicted" else read
    first = read if read.word == "contradicted" else against[0]
    reason = f"However its words are read, the figure is another. {first.reason}"
    return replace(first, claim=case.claim, reason=reason)


def _unless_loose(verdict: Verdict, why: str) -> Verdict:
    """Take back a contradiction of what the sentence does not itself say: it may have been read wrongly."""
    if not why:
        return verdict
    read = Finding(
        "as it was read", None, " ".join(verdict.claim.quote.split())[:80], "not certain", f"{why[0].upper()}{why[1:]}."
    )
    reason = (
        f"It cannot be told for certain what is meant ({why}); as it was read, the figure is another: {verdict.reason}"
    )
    return replace(verdict, word="no data", reason=reason, findings=(*verdict.findings, read))


def _resolver(claim: Claim) -> Resolver:
    """Return where a claim is looked up: by its type, but fuels among the goods have tables of their own."""
    said = f"{claim.quote} {claim.topic}".lower()
    goods = claim.type.startswith("trade") or claim.type == "displacement_count"
    if goods and _FUEL.search(said) and not (claim.type == "displacement_count" and _PEOPLE.search(said)):
        return energy
    if claim.type == "price_change" and not _FUEL.search(said) and claim.unit == "percent" and "prices" in said:
        return of_states
    return RESOLVERS[claim.type]


def _shaded(claim: Claim, outcome: Outcome) -> Outcome:
    """Take in how the claim is said: denied, on somebody's word, for a cause."""
    word, reason = outcome.word, outcome.reason
    more = []
    if claim.negated and word in ("supported", "contradicted"):
        more.append(findings.negation(claim))
        word, reason = "partly", f"The clause denies what the figures were compared with: {outcome.reason}"
    if claim.attribution:
        more.append(findings.attribution(claim))
    if claim.cause:
        more.append(findings.cause(claim))
        if word == "supported" and claim.type == "displacement_count":
            # Those displaced by one cause are fewer than all displaced, whom the tables count.
            word = "partly"
            reason = (
                f"The number fits, but it counts all who were displaced, not those “{claim.cause}” one cause: {reason}"
            )
    return replace(outcome, word=word, reason=reason, findings=(*outcome.findings, *more))


def _verdict(claim: Claim, outcome: Outcome) -> Verdict:
    found = [e.found for e in outcome.evidence]
    opinion: tuple[Word, ...] = ("no data", "not checkable")
    return Verdict(
        claim,
        outcome.word,
        outcome.reason,
        findings=outcome.findings,
        figures=tuple(dict.fromkeys(f for x in found for f in x.figures if f.value is not None)),
        series=_series(outcome.evidence),
        sources=tuple(dict.fromkeys(s for x in found for s in x.sources)),
        caveats=tuple(dict.fromkeys(c for x in found for c in x.caveats)),
        missing=tuple(dict.fromkeys(m for x in found for m in x.missing)) if outcome.word in opinion else (),
    )


def _series(evidence: tuple[Evidence, ...]) -> tuple:  # type: ignore[type-arg]
    made = {(s.title, s.sources): s for e in evidence for s in e.found.series if s.rows}
    return tuple(made.values())


def _sharing(judged: list[Verdict]) -> tuple[Verdict, ...]:
    """Say of verdicts that rest on one and the same statement or report that they do."""
    counts = Counter(key for v in judged if (key := _origin(v)))
    return tuple(
        replace(v, same_source=f"{counts[key]} statements of this text rest on one and the same source: {key}")
        if (key := _origin(v)) and counts[key] > 1
        else v
        for v in judged
    )


def _origin(verdict: Verdict) -> str:
    """Return the one report that a verdict rests on, or whose word the text takes; blank if there are several."""
    reports = {f.what for f in verdict.figures if f.what.startswith("reported by ")}
    if len(reports) == 1:
        return next(iter(reports))
    return verdict.claim.attribution if len(verdict.claim.attribution.split()) <= 8 else ""
