"""What a statement may mean where its own sentence does not say it all: with whom, in which direction, when, of what.

"Australia was a distant second with 18 per cent" names one state, no year and no goods: the sentences before do. Which
of the states spoken of before is meant is not certain, so each is tried. A number that fits none of them is no longer
a question of how the sentence was read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product

from comity.checking.claim import Claim, ClaimType
from comity.checking.judging.anchoring import speaks_of_all
from comity.checking.resolving.energy import FUELS
from comity.checking.resolving.states import MILITARY, OUTPUT, TOPICS
from comity.checking.spans import period
from comity.checking.topics import sectors
from comity.language.names import mentions

BEFORE = 500  # characters before a sentence: about four sentences
NEAR_BY = 1000  # characters within which one statement vouches for how another is read
PARTNERS = 4  # how many states spoken of before may be the partner
TIMES = 3  # how many times spoken of before may be meant
ALL = "WLD"
PAIRS = (
    "arms_transfer",
    "arms_share",
    "arms_change",
    "arms_value",
    "trade_share",
    "trade_change",
    "trade_value",
    "energy_flow",
)
SINGLE = ("other_stat",)
LISTED = ("_share", "_value", "_flow", "_count")
BESIDE = 120  # characters between two members of a list
MOVED = ("displacement_count",)
_YEARS = re.compile(r"\b((?:19|20)\d\d)(?:\s?[–/-]\s?((?:19|20)?\d\d))?\b")
# Money and shares of which no table at hand has the whole: a sentence that speaks of them has a topic of its own.
_OTHER_TOPIC = re.compile(
    r"\b(?:debts?|deficits?|surplus|reserves|revenues?|loans?|aid|assistance|invest\w+|wages?|health|education|remittances"
    r"|export\w*|import\w*|trade|oil|gas|subsid\w+|growth|unemploy\w+|funds?|packages?|contracts?|deals?|fin(?:es|ed)|sales"
    r"|rates?|tax\w*|tariffs?|sanction\w*|poll\w*|voters?)\b"
)
_SPENT = re.compile(r"\b(?:budgets?|spen[dt]\w*|outlays?|expenditures?|burden)\b")
_ARMS_TRADE = re.compile(r"\b(?:arms|weapons?|military|defen[cs]e) (?:\w+ )?(?:ex|im)ports?\b")
_ALIKE = re.compile(r"\b(?:agree\w*|alike|same vote|identical votes|coincid\w+|general assembly)\b")
_GROUP = re.compile(r"[A-Z]{4,}\d*|UN|WLD")
_KINDS: dict[str, dict[str, ClaimType]] = {
    "share": {"arms": "arms_share", "trade": "trade_share", "energy": "energy_flow"},
    "change": {"arms": "arms_change", "trade": "trade_change", "energy": "energy_flow"},
    "value": {"trade": "trade_value", "energy": "energy_flow"},
}


@dataclass(frozen=True)
class Spoken:
    """The states and times of a whole article by their places, so that those near a sentence can be told."""

    text: str
    day: date
    states: tuple[tuple[int, str], ...]
    times: tuple[tuple[int, str], ...]
    main: tuple[str, ...]

    def names_a_state(self, claim: Claim) -> bool:
        """Whether the sentence of a claim itself names a state."""
        return bool(_within(self.states, *claim.sentence))

    def vouches(self, claim: Claim, meant: Claim, borne_out: Iterable[tuple[Claim, Claim]]) -> bool:
        """Whether a meaning is more than a guess.

        Its states stand in the sentence, or those that do not are of a statement near by that is true in that sense:
        who has checked that Uganda's refugees are counted takes the next number for theirs, too.

        Parameters
        ----------
        borne_out
            The claims that are true, each with the meaning in which it is.
        """
        named = {*_within(self.states, *claim.sentence)}
        sides = {*meant.subject, *meant.object}
        states = {s for s in sides if not _GROUP.fullmatch(s)}
        if named and not named & states:
            return False
        as_read = (meant.subject, meant.object) == (claim.subject, claim.object)
        if meant.type in MOVED and not as_read and len(states) < 2:
            return False
        alone = meant.type not in SINGLE and (ALL in sides or not meant.subject or not meant.object)
        if states <= named and states and not (alone and meant != claim):
            return True
        return any(
            sector_of(other.type) == sector_of(meant.type)
            and states - named <= {*other.subject, *other.object}
            and (not alone or {ALL} & {*other.subject, *other.object} or not (other.subject and other.object))
            for true, other in borne_out
            if abs(true.start - claim.start) <= NEAR_BY
        )

    def parallels(self, claim: Claim, borne_out: Iterable[tuple[Claim, Claim]]) -> Iterator[Claim]:
        """Give what a claim says if it is one of a list: what a true one beside it says, of the state that it names.

        Parameters
        ----------
        borne_out
            The claims that are true, each with the meaning in which it is.
        """
        own = self._of_its_own(claim)
        if len(own) != 1 or not claim.type.endswith(LISTED):
            return
        near = sorted(borne_out, key=lambda b: abs(b[0].start - claim.start))
        for true, other in near:
            theirs = {*self._of_its_own(true)} & {*other.subject, *other.object}
            alike = true.unit == claim.unit and sector_of(true.type) == sector_of(claim.type)
            apart = max(true.start, claim.start) - min(true.end, claim.end)
            if not alike or apart > BESIDE or len(theirs) != 1 or {*own} & {*other.subject, *other.object}:
                continue
            turned = {next(iter(theirs)): own[0]}
            subject, target = (tuple(turned.get(s, s) for s in side) for side in (other.subject, other.object))
            when = claim.period if _within(self.times, claim.start, claim.end) else other.period
            yield replace(claim, type=other.type, topic=other.topic, period=when, subject=subject, object=target)

    def _of_its_own(self, claim: Claim) -> tuple[str, ...]:
        return _within(self.states, claim.start, claim.end)


def sector_of(kind: ClaimType) -> str:
    """Return what a type of claim is about: arms, trade, energy, displacement and so on."""
    return kind.partition("_")[0]


def spoken(text: str, day: date) -> Spoken:
    """Read the states and years of an article once."""
    found = [m for m in mentions(text, day) if not _GROUP.fullmatch(m.code)]
    named = tuple((m.start, m.code) for m in found)
    main = tuple(code for code, _ in Counter(code for _, code in named).most_common(2))
    times = tuple((m.start(), t) for m in _YEARS.finditer(text) if (t := _time(m)) and int(t[:4]) <= day.year)
    return Spoken(text, day, named, times, main)


def meanings(
    claim: Claim, about: Spoken, earlier: Iterable[Claim], beside: Iterable[Claim] = ()
) -> Iterator[tuple[Claim, bool]]:
    """Give the other statements that the words may make, the likeliest first, and whether each is likely.

    Nothing for what cannot be told apart in this way: prices, ballots, single deals, dated events, ranks.

    Parameters
    ----------
    earlier
        The claims of the sentences before, the nearest last: what they were read as counts as spoken of.
    beside
        The other claims of the same sentence.
    """
    if not may_mean_more(claim):
        return
    seen = {_key(claim)}
    before = tuple(earlier)
    rivals = _rivals(claim, about, beside)
    times = list(_times(claim, about))
    made = []
    for place, (kind, topic) in enumerate(_kinds(claim, about)):
        for when, (subject, target, likely) in product(times, _sides(claim, kind, about, before, rivals)):
            other = replace(claim, type=kind, topic=topic, period=when, subject=subject, object=target)
            if _key(other) not in seen:
                seen.add(_key(other))
                made.append((other, likely and when in (times[0], _fiscal(times[0])) and place < 3))
    yield from sorted(made, key=lambda m: not m[1])


def may_mean_more(claim: Claim) -> bool:
    """Whether a claim is of a kind whose states, time and topic can be tried out: a number of a state or of a pair."""
    if claim.value is None or claim.unit in ("ratio", "rank"):
        return False
    alike = claim.type == "vote" and claim.unit == "percent"
    return alike or claim.type in (*PAIRS, *SINGLE) or (claim.type in MOVED and claim.unit == "persons")


def _key(claim: Claim) -> tuple[object, ...]:
    return claim.type, claim.topic, claim.period, claim.subject, claim.object


def _within(places: Iterable[tuple[int, str]], start: int, end: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(what for place, what in places if start <= place < end))


def _before(places: Iterable[tuple[int, str]], end: int) -> list[str]:
    """Return what stands in the sentences before a place, the nearest first."""
    return list(dict.fromkeys(what for place, what in reversed(tuple(places)) if end - BEFORE <= place < end))


Sides = tuple[tuple[str, ...], tuple[str, ...], bool]


def _rivals(claim: Claim, about: Spoken, beside: Iterable[Claim]) -> set[str]:
    """Return the states that have a number of their own in the sentence: they stand beside this one, not against it."""
    own = _within(about.states, claim.start, claim.end)
    found: set[str] = set()
    for other in beside:
        if other.unit != claim.unit or other.value in (None, claim.value):
            continue
        theirs = _within(about.states, other.start, other.end)
        if len(theirs) == 1:
            found |= {*theirs}
        elif set(own) & {*claim.subject}:
            found |= {*theirs} & {*other.subject}
        elif set(own) & {*claim.object}:
            found |= {*theirs} & {*other.object}
    return found - {*own, *claim.subject, *claim.object}


def _sides(
    claim: Claim, kind: ClaimType, about: Spoken, earlier: tuple[Claim, ...], rivals: set[str]
) -> Iterator[Sides]:
    """Give who may be meant on either side, and whether that is likely: a named state with one spoken of, or all."""
    first, last = claim.sentence
    own = _within(about.states, claim.start, claim.end)
    beside = [s for s in _within(about.states, first, last) if s not in own]
    before = [s for s in _before(about.states, first) if s not in (*own, *beside)]
    read = [s for c in reversed(earlier) for s in (*c.subject, *c.object) if not _GROUP.fullmatch(s)]
    guessed = [s for s in (*claim.subject, *claim.object) if not _GROUP.fullmatch(s)]
    whole = bool(claim.subject and claim.object) and set(guessed) <= {*own, *beside} and len(guessed) > 1
    near = [*guessed, *beside[:3]] if whole else [*guessed, *beside[:3], *before[:1], *about.main[:2]]
    near = [s for s in near if s not in rivals]
    known = list(dict.fromkeys([*near, *about.main, *before, *read]))
    named = own or tuple(known[:4])
    others = list(dict.fromkeys([*near, *beside[:3], *known[: PARTNERS + len(named)]]))
    if kind in SINGLE:
        for state in own or known[:PARTNERS]:
            yield (state,), claim.object if claim.object == (state,) else (), True
        return
    if kind == "vote":
        for state in named:
            yield from (((state,), (other,), other in near) for other in others if other != state)
        return
    if claim.subject and claim.subject == claim.object:
        for state in own or known[:PARTNERS]:
            yield (state,), (state,), True
        return
    one_sided = not claim.subject or not claim.object or ALL in (*claim.subject, *claim.object)
    alone = one_sided or speaks_of_all(claim)
    for state in named:
        for other in others:
            if other != state:
                likely = other in near
                yield (state,), (other,), likely
                yield (other,), (state,), likely
        if claim.type in MOVED:
            yield (state,), (), alone
            yield (state,), (state,), alone
            yield (ALL,), (state,), alone
        else:
            yield (state,), (ALL,), alone
            yield (ALL,), (state,), alone


def _times(claim: Claim, about: Spoken) -> Iterator[str]:
    """Give the times that may be meant: the one that was read, and unless the clause itself says, those before."""
    first, last = claim.sentence
    made = [claim.period] if period(claim.period) else []
    own = _within(about.times, claim.start, claim.end)
    here = [t for t in _within(about.times, first, last) if t not in own]
    before = _before(about.times, first)
    last_year = [str(about.day.year - 1)]
    change = claim.type.endswith("_change")
    told = [*own] if own and not change else [*own, *here, *before[:TIMES], *last_year]
    if claim.type.startswith("arms") and any("/" in t for t in [*made, *told]):
        told = [t for t in told if "/" in t]
    fiscal = [_fiscal(t) for t in [*made, *told] if _fiscal(t)]
    if claim.type == "displacement_count":
        told = [f"{t[-4:]}-12-31" for t in told]
    if change:
        years = sorted({y for t in told for y in t.split("/")})
        told = [*told, *(f"{a}/{b}" for a, b in pairwise(years))]
    yield from dict.fromkeys([*made, *told, *fiscal])


def _fiscal(when: str) -> str:
    """Return two years in a row as India's fiscal year, April to March; blank for any other time."""
    pair = re.fullmatch(r"(\d{4})/(\d{4})", when)
    return f"{pair[1]}-04/{pair[2]}-03" if pair and int(pair[2]) == int(pair[1]) + 1 else ""


def _kinds(claim: Claim, about: Spoken) -> Iterator[tuple[ClaimType, str]]:
    """Give the types and topics that may be meant: what the sentence leaves out, the sentences before have said."""
    yield claim.type, claim.topic
    first, last = claim.sentence
    here = about.text[first:last].lower()
    before = about.text[max(0, first - BEFORE) : first].lower()
    if claim.type in SINGLE:
        of_topic = [t for t in TOPICS if t.words.search(here)]
        if claim.unit == "percent" and _ALIKE.search(here) and not of_topic:
            yield "vote", claim.topic
        if _SPENT.search(here) and not _OTHER_TOPIC.search(here) and len(MILITARY.findall(about.text.lower())) > 1:
            yield claim.type, "military spending"
        if not [t for t in of_topic if t is not OUTPUT] and not _OTHER_TOPIC.search(here):
            last_said = [(m.start(), m[0]) for t in TOPICS if t is not OUTPUT for m in t.words.finditer(before)]
            yield from ((claim.type, words) for _, words in sorted(last_said, reverse=True)[:1])
        return
    if any(t.words.search(here) for t in TOPICS):
        yield "other_stat", claim.topic
    fuels = [
        m[0]
        for text in (here, before)
        for m in sorted((m for _, p in FUELS for m in re.finditer(p, text)), key=re.Match.start, reverse=True)
    ]
    way = (
        claim.type.partition("_")[2] if claim.type != "energy_flow" else "share" if claim.unit == "percent" else "value"
    )
    # What is exported may be arms: such words speak of no other trade.
    spoken_of = dict.fromkeys(s for text in (here, before) for s in sectors(_ARMS_TRADE.sub("arms", text)))
    for sector in spoken_of:
        kind = _KINDS.get(way, {}).get(sector)
        if kind == "energy_flow" and fuels:
            yield from ((kind, words) for words in dict.fromkeys(fuels[:3]))
        elif kind and kind != claim.type:
            yield kind, claim.topic


def _time(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    if not last:
        return first
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}/{last}" if first < last else first
