"""Claims judged: each is looked up under every reading of its words, and the findings are folded into one verdict.

The rules are written down in docs/explanation/verdicts.md.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf

from comity.checking.claim import Claim
from comity.checking.judging.anchoring import FAMILIES, speaks_of_all, why_loose, why_unsure
from comity.checking.judging.folding import Outcome, fold
from comity.checking.judging.meanings import ALL, Spoken, may_mean_more, meanings, spoken
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
from comity.checking.resolving.votes import day_of_vote, votes
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
FARTHEST = 5.0  # how many times too large a number may be that stands for a figure of which the text does not say whose
FARTHEST_BESIDE = 8  # the same where a true number beside it says what is meant
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
    weighed, cases = [], []
    for claim in claims:
        together = sorted(
            sentences[claim.article, claim.sentence], key=lambda c: (c.start, c.end, str(c.value), c.unit)
        )
        beside = tuple(c for c in together if c is not claim)
        earlier = [c for c in placed if c.article == claim.article and c.sentence[0] < claim.sentence[0]]
        first, last = claim.sentence
        sentence = text[first:last] or " ".join(c.quote for c in together)
        case = _case(claim, beside, sentence, earlier[-SPOKEN_OF:], answers, date)
        cases.append(case)
        read = Weighed(_judged(case), claim)
        if not given and read.verdict.word not in ("supported", "not checkable"):
            why = why_loose(claim, case.period, sentence, beside, date, about.main)
            if why or read.verdict.word != "contradicted":
                read = _by_meaning(case, read.verdict, why, about, earlier)
        weighed.append(read)
    borne_out = [(w.verdict.claim, w.meant) for w in weighed if w.verdict.word == "supported"]
    settled = [_settled(w, about, borne_out) for w in weighed]
    if not given:
        settled = [_as_beside(v, case, about, borne_out) for v, case in zip(settled, cases, strict=True)]
        settled = [_dated(v, case) for v, case in zip(settled, cases, strict=True)]
    return _sharing(settled)


@dataclass(frozen=True)
class Weighed:
    """A verdict with the meaning that it is of, and the meanings in which the claim is false."""

    verdict: Verdict
    meant: Claim
    against: tuple[tuple[Case, Verdict], ...] = ()


def _settled(weighed: Weighed, about: Spoken, borne_out: list[tuple[Claim, Claim]]) -> Verdict:
    """Contradict a claim by the nearest meaning that its sentence, or a statement near by that is true, vouches for."""
    claim = weighed.verdict.claim
    against = [(c, v) for c, v in weighed.against if not _of_all(c.claim) or speaks_of_all(claim)]
    vouched = [(c, v) for c, v in against if about.vouches(claim, c.claim, borne_out)]
    if not vouched or any(_is_a_slip(c) for c, _ in vouched):
        return weighed.verdict
    return vouched[0][1]


def _dated(read: Verdict, case: Case) -> Verdict:
    """Give a vote the day on which it was, where the words name its month or year and only one can be meant."""
    at = case.period
    if case.claim.type != "vote" or at is None or at.precision == "day" or read.word == "not checkable":
        return read
    day = day_of_vote(case)
    return read if day is None else replace(read, claim=replace(read.claim, period=day.isoformat()))


def _of_all(meant: Claim) -> bool:
    """Whether a meaning takes all partners together."""
    pairs = meant.type.startswith(FAMILIES)
    return pairs and (ALL in (*meant.subject, *meant.object) or not meant.subject or not meant.object)


def _as_beside(read: Verdict, case: Case, about: Spoken, borne_out: list[tuple[Claim, Claim]]) -> Verdict:
    """Contradict a member of a list by what the number beside it, which is true, is of.

    "Its exports went to Saudi Arabia (44 %); Oman received 6 %": where 44 % is the Saudi share of British exports in
    those years, 6 % is said to be Oman's.
    """
    claim = case.claim
    if read.word != "no data" or claim.negated or why_unsure(claim, about.text):
        return read
    meant = next(about.parallels(claim, borne_out), None)
    if meant is None:
        return read
    tried = replace(case, claim=meant, period=period(meant.period))
    outcome = _found_out(tried)
    if outcome.word != "contradicted" or _how_far(claim, outcome) > FARTHEST_BESIDE or _is_a_slip(tried):
        return read
    reason = f"Read as the number beside it, which is true, the figure is another. {outcome.reason}"
    return _verdict(claim, replace(outcome, reason=reason))


def _case(
    claim: Claim,
    beside: tuple[Claim, ...],
    sentence: str,
    earlier: list[Claim],
    answers: Answers,
    day: datetime.date,
) -> Case:
    words = " ".join((claim.quote, claim.topic, sentence)).lower()
    before = tuple(" ".join(f"{c.quote} {c.topic}".lower().split()) for c in reversed(earlier))
    return Case(claim, period(claim.period), answers, day, beside, " ".join(words.split()), before)


def _judged(case: Case) -> Verdict:
    claim = case.claim
    if claim.unchecked:
        reason = UNCHECKED.get(claim.unchecked, f"It is no statement of fact ({claim.unchecked}).")
        return Verdict(claim, "not checkable", reason)
    outcome = _found_out(case)
    return _verdict(claim, _found_out(replace(case, slips=True)) if outcome.word == "contradicted" else outcome)


def _found_out(case: Case) -> Outcome:
    return _shaded(case.claim, fold(case.claim, _resolver(case.claim)(case)))


def _by_meaning(case: Case, read: Verdict, why: str, about: Spoken, earlier: list[Claim]) -> Weighed:
    """Judge what the words may mean besides: what fits a likely meaning is borne out, what fits none contradicted."""
    claim = case.claim
    unsure = why_unsure(claim, about.text)
    refutable = read.word != "partly" and not unsure and not claim.negated
    against: list[tuple[Case, Outcome]] = []
    if read.word == "contradicted" and may_mean_more(claim):
        against.append((case, _found_out(case)))
    for meant, likely in meanings(claim, about, earlier[-SPOKEN_OF:], case.beside):
        if not likely and not (refutable and against):
            break  # an unlikely meaning can only keep from a contradiction, and there is none
        tried = replace(case, claim=meant, period=period(meant.period), reports=likely)
        outcome = _found_out(tried)
        if outcome.word == "supported" and likely:
            reason = f"{outcome.reason} Of whom and when that is, the sentences before say."
            return Weighed(_verdict(claim, replace(outcome, reason=reason)), meant)
        if outcome.word == "supported" or (outcome.word == "partly" and likely):
            refutable = False
            break
        if outcome.word == "contradicted" and likely:
            against.append((tried, outcome))
    if read.word == "contradicted":
        read = _unless_loose(read, why or unsure)
    # Where the sentence names no state, one guess is not enough.
    few = len(against) < 2 and not about.names_a_state(claim)
    return Weighed(read, claim, _nearest(claim, against) if refutable and not few else ())


def _nearest(claim: Claim, against: list[tuple[Case, Outcome]]) -> tuple[tuple[Case, Verdict], ...]:
    """Return the meanings that speak against a claim by a figure near it, the nearest first."""
    near = sorted(
        (c.claim.type != claim.type, far, n)
        for n, (c, o) in enumerate(against)
        if (far := _how_far(claim, o)) <= FARTHEST
    )
    made = []
    for *_, n in near:
        case, outcome = against[n]
        reason = f"However its words are read, the figure is another. {outcome.reason}"
        made.append((case, _verdict(claim, replace(outcome, reason=reason))))
    return tuple(made)


def _how_far(claim: Claim, outcome: Outcome) -> float:
    """Return how many times the nearest figure is the number, or the number the figure; infinite if of another sign."""
    said = claim.value
    values = [e.found.value for e in outcome.evidence if e.holds is False and e.found.value]
    if not said or not values:
        return inf
    return min(max(v / said, said / v) if v / said > 0 else inf for v in values)


def _is_a_slip(case: Case) -> bool:
    """Whether the number is that of the other direction or of the year before or after."""
    return _found_out(replace(case, slips=True)).word != "contradicted"


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
