"""A sentence with all that is found in it, and what it leaves to the next one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from comity.checking.articles.sentences import clauses
from comity.checking.claim import ClaimType
from comity.checking.extracting.actors import Actor, Spoken, actors
from comity.checking.extracting.manner import attribution, why_unchecked
from comity.checking.extracting.tallies import tallied
from comity.checking.topics import Sector, names_goods, sectors
from comity.language.dates import NOW, When, dates
from comity.language.quantities import quantities
from comity.language.quantity import Quantity
from comity.language.units import LOCAL_MONEY

MOST_NUMBERS = 30
"""A sentence with more numbers is a table that lost its lines, and is not read."""


@dataclass(frozen=True)
class Sentence:
    """A sentence with what was found in it; places count from its start."""

    start: int
    words: str
    actors: tuple[Actor, ...]
    whens: tuple[When, ...]
    quantities: tuple[Quantity, ...]
    clauses: tuple[tuple[int, int], ...]
    said_by: str
    said_span: tuple[int, int]

    @cached_property
    def topical(self) -> str:
        """The words that say what it is about: without those that say who says so, if the rest is about something."""
        first, last = self.said_span
        rest = f"{self.words[:first]}{' ' * (last - first)}{self.words[last:]}"
        return rest if sectors(rest) else self.words


@dataclass(frozen=True)
class Context:
    """What the sentences before have left: who and what was spoken of, and when."""

    day: date
    spoken: Spoken = field(default_factory=Spoken)
    period: str = ""
    periods: Mapping[str, str] = field(default_factory=dict)
    price_unit: str = ""
    sector: Sector = ""
    since: str = ""

    def carried(self, kind: ClaimType) -> str:
        """Return the period last spoken of in the claim's own sector, or any; blank if none was."""
        family = kind.split("_")[0]
        if kind == "arms_value" and self.period:
            return self.period
        return self.periods.get(_FAMILIES.get(family, family), self.period)

    def lasting(self, kind: ClaimType) -> str:
        """Return the period last spoken of in the claim's own sector; blank if none was."""
        family = kind.split("_")[0]
        return self.periods.get(_FAMILIES.get(family, family), "")


def read_sentence(words: str, start: int, context: Context) -> Sentence:
    """Return a sentence with its states, dates, quantities and clauses; a table that lost its lines has none."""
    if len(_NUMERAL.findall(words)) > 2 * MOST_NUMBERS:
        return Sentence(start, words, (), (), (), (), "", (0, 0))
    who = actors(words, context.day, context.spoken)
    known = tuple(dict.fromkeys([*(a.code for a in who), *context.spoken.known()]))
    whens = dates(words, context.day, context.period, known)
    said_by, said_span = attribution(words)
    counted = tallied(words, quantities(words, [(w.start, w.end) for w in whens]), context.sector == "vote")
    if "displacement" in sectors(words) or context.sector == "displacement":
        counted = [replace(q, unit="persons") if _of_people(words, q) else q for q in counted]
    if len(counted) > MOST_NUMBERS:
        return Sentence(start, words, (), (), (), (), "", (0, 0))
    counted = [_in_local_money(words, q, known) for q in counted]
    return Sentence(start, words, tuple(who), tuple(whens), tuple(counted), tuple(clauses(words)), said_by, said_span)


def _of_people(words: str, quantity: Quantity) -> bool:
    """Whether a bare number counts people where they are spoken of: no other thing follows it ("2,500 tents")."""
    return quantity.unit == "" and (quantity.value or 0) >= 100 and not _THING.match(words, quantity.end)


_THING = re.compile(r" (?!(?:was|is|has|as|this|versus)\b)[a-z-]+s\b")


def _in_local_money(words: str, quantity: Quantity, known: Sequence[str]) -> Quantity:
    """Return a quantity in bare "pounds" or "rupees" in the money of the state spoken of first."""
    names = re.search(
        r"(?<![a-z] )\b(pound|rupee|peso|dinar|riyal|rial|shilling|krona)s?\b",
        words[quantity.start : quantity.end].lower(),
    )
    local = LOCAL_MONEY[names[1]].get(known[0]) if names and known else None
    if local is None or "sterling" in words[quantity.end :][:12]:
        return quantity
    return replace(quantity, unit=quantity.unit.replace(quantity.unit.split("/")[0], local, 1))


def _by_sector(at: Sequence[str], named: Sequence[Sector], arms: str) -> dict[str, str]:
    """Return the period of each sector that a sentence speaks of; arms are counted over spans of years.

    Of two such spans an article is about the later one, `arms` being that of before; the earlier is there to compare.
    """
    if not at:
        return {}
    found = {_FAMILIES.get(name, name): at[-1] for name in named}
    spans = [period for period in at if re.fullmatch(r"\d{4}/\d{4}", period)]
    found.pop("arms", None)
    return found | ({"arms": max([arms, *spans], key=lambda p: p[-4:])} if spans else {})


_FAMILIES = {"energy": "trade"}
_NUMERAL = re.compile(r"\d[\d.,]*")
_PRICE = re.compile(r"[a-z]{3}/\w+")


_DID = re.compile(r" (?:adopt|vot|sign|approv|announc|condemn|reject)ed\b")  # what was done "today"


def after(sentence: Sentence, context: Context) -> Context:
    """Return what has been spoken of after a sentence."""
    told = [
        w
        for w in sentence.whens
        if w.role == "at"
        and not w.since
        and (not NOW.fullmatch(sentence.words[w.start : w.end]) or _DID.match(sentence.words, w.end))
    ]
    at = [
        w.period.split("/")[-1] if sentence.words.startswith("for ", w.start) else w.period
        for w in told
        if w.period[:10] <= context.day.isoformat()
    ]
    at = [] if why_unchecked(sentence.words, "") in ("forecast", "plan") else at
    named = sectors(sentence.topical)
    if named[:1] == ("sanction",) and any(q.unit not in ("persons", "count", "rank") for q in sentence.quantities):
        named = (*named[1:], "sanction")
    if named[:1] == ("trade",) and context.sector == "arms" and not names_goods(sentence.words):
        named = ("arms",)
    return Context(
        context.day,
        context.spoken.after(sentence.actors),
        period=at[-1] if at else context.period,
        periods={**context.periods, **_by_sector(at, named, context.periods.get("arms", ""))},
        price_unit=next((q.unit for q in sentence.quantities if _PRICE.fullmatch(q.unit)), context.price_unit),
        sector=named[0] if named else context.sector,
        since=next((w.period for w in sentence.whens if w.since and "/" in w.period), context.since),
    )
