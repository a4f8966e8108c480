"""Who acts on whom: the states of a clause, with pronouns filled in, and the part each of them plays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comity.checking.claim import ClaimType
from comity.language.names import Mention, mentions

WHOLES = ("WLD", "UN")
REGIONS = ("AFRICA", "EUROPE", "MIDEAST", "ASIA", "NATO", "EU", "LATAM", "WEST", "SSA")

_PRONOUN = re.compile(
    r"\b(?P<it>[Ii]t|[Tt]hey|[Hh]e|[Ss]he)\b(?! (?:is|was) (?:the first time|clear|not clear|estimated"
    r"|expected|important|unclear|likely|possible|said|believed|time))"
    r"|\b(?P<its>[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\b|\b(?P<there>there)(?=[.,;]|$| since| in 20| last)"
    r"|\b(?P<the>[Tt]he (?:country|nation|kingdom|regime|government|island|state|republic|sultanate|emirate"
    r"|authorities|military government)(?:'s)?)\b"
    r"|\b[Tt]he (?P<where>Asian|South Asian|Southeast Asian|African|West African|East African|North African|European"
    r"|Latin American|South American|Central American|Gulf|Arab|Nordic|Baltic|Balkan|Caribbean) "
    r"(?:country|nation|state|kingdom|giant|island)(?:'s)?\b"
    r"|\b(?P<council>The (?:EU )?Council(?= (?:of the EU |of the European Union )?(?:today|decided|adopted"
    r"|imposed|has|also|extended|agreed)))"
    r"|\b(?P<region>[Tt]he region)\b|\b(?P<bloc>[Tt]he (?:bloc|Union|28-nation bloc|27-nation bloc)(?:'s)?)\b"
    r"|\b(?P<junta>(?:the |The )?(?:[Mm]ilitary )?[Jj]unta(?:'s)?|[Tt]he generals)\b"
    r"|\b(?P<two>[Tt]he two (?:countries|states|sides|nations|neighbou?rs|governments|leaders|presidents"
    r"|allies|powers)|[Bb]oth (?:countries|sides|nations|governments|states|leaders)|[Bb]ilateral"
    r"|[Tt]wo-way)\b"
    r"|\b(?P<north>[Tt]he North(?=(?:'s)?[ .,;](?![A-Z]))|[Tt]he South(?=(?:'s)?[ .,;](?![A-Z])))"
)
_JUNTAS = ("MMR", "MLI", "BFA", "NER", "GIN", "THA", "GAB", "SDN", "TCD")


@dataclass(frozen=True)
class Actor:
    """A state or group in a sentence, named or in a pronoun ("it", "the country"): `kind` says which."""

    start: int
    end: int
    code: str
    kind: str


@dataclass(frozen=True)
class Spoken:
    """What was spoken of: the states of the last sentence, its subject first, and all states with their counts."""

    focus: tuple[str, ...] = ()
    seen: tuple[tuple[str, int], ...] = ()

    def after(self, actors: Sequence[Actor]) -> Spoken:
        """Return what has been spoken of after a sentence with these actors."""
        codes = list(dict.fromkeys(a.code for a in actors if a.code not in WHOLES))
        counts = Counter(dict(self.seen))
        counts.update(codes)
        kept = tuple(sorted(counts.items(), key=lambda item: -item[1])[:40])  # of equals the first named
        return Spoken(tuple(codes) or self.focus, kept)

    def states(self, least: int = 1) -> tuple[str, ...]:
        """Return the states spoken of so often at least, the most frequent first, without groups."""
        return tuple(code for code, times in self.seen if len(code) == 3 and times >= least)

    def known(self) -> tuple[str, ...]:
        """Return the states spoken of, those of the last sentence first, then the most frequent."""
        return tuple(dict.fromkeys([*self.focus, *(code for code, _ in self.seen)]))


def actors(sentence: str, day: date, spoken: Spoken) -> list[Actor]:
    """Return the states and groups of a sentence in order, with pronouns resolved against what was spoken of."""
    named = [m for m in _settled(mentions(sentence, day), spoken) if not _is_epithet(sentence, m)]
    found = [Actor(m.start, m.end, m.code, m.kind) for m in named]
    for match in _PRONOUN.finditer(sentence):
        if match["where"]:
            found = [a for a in found if not match.start() <= a.start < match.end()]  # "the Asian country" is not Asia
        if any(a.start <= match.start() < a.end for a in found):
            continue
        before = [a for a in found if a.end <= match.start() and a.code not in WHOLES]
        found += [
            Actor(match.start(), match.end(), code, "pronoun")
            for code in _resolved(match, before, [m.code for m in named], spoken)
        ]
        found.sort(key=lambda a: (a.start, a.code))
    return sorted(found, key=lambda a: (a.start, a.code))


def _is_epithet(sentence: str, mention: Mention) -> bool:
    """Whether it only says what somebody is: "a NATO member", "fellow EU states", "based in Sweden"."""
    before, after = sentence[max(mention.start - 14, 0) : mention.start], sentence[mention.end : mention.end + 10]
    return before.endswith(("based in ", "based in the ")) or bool(
        re.search(r"\b(?:an?|fellow|non|key)[ -]$", before)
        and re.match(r"[ -](?:member|ally|allies|partner|state)", after)
    )


def _settled(found: list[Mention], spoken: Spoken) -> list[Mention]:
    """Choose among the states that bear one name: one spoken of, else the first."""
    by_place: dict[tuple[int, int], list[Mention]] = {}
    for mention in found:
        by_place.setdefault((mention.start, mention.end), []).append(mention)
    others = {m.code for places in by_place.values() if len(places) == 1 for m in places}
    known = [*others, *spoken.known()]
    chosen = []
    for same in by_place.values():
        codes = [m.code for m in same]
        code = next((c for c in known if c in codes), codes[0])
        chosen.append(next(m for m in same if m.code == code))
    return sorted(chosen, key=lambda m: m.start)


def _resolved(match: re.Match[str], before: list[Actor], here: list[str], spoken: Spoken) -> tuple[str, ...]:
    if match["bloc"] or match["council"]:
        return ("EU",)
    if match["region"]:
        return tuple(c for c in (*reversed(here), *spoken.known()) if c in REGIONS)[:1]
    if match["where"]:
        return tuple(c for c in spoken.known() if len(c) == 3)[:1]
    if match["junta"]:
        code = next((c for c in [*here, *spoken.known()] if c in _JUNTAS), None)
        return (code,) if code else ()
    if match["north"]:
        code = {"N": "PRK", "S": "KOR"}[match["north"].split()[1][0]]
        return (code,) if {"PRK", "KOR"} & {*spoken.known(), *here} else ()
    if match["two"]:
        main = spoken.states()[:2] if not before and len(spoken.focus) != 2 else ()
        known = dict.fromkeys([*(m.code for m in before[-2:]), *main, *spoken.focus])
        pair = [code for code in known if len(code) == 3][:2]  # groups have other codes
        return tuple(pair)
    if match["there"] or (match["the"] and "regime" in match[0]):
        elsewhere = [code for code in spoken.focus if code not in {m.code for m in before}]
        return tuple(elsewhere[:1])
    if match["its"] and before:
        beside = match.start() - before[-1].end <= 1  # "making Russia its second supplier"
        return (before[0 if beside else -1].code,)
    kinds = next((codes for word, codes in _CALLED.items() if word in match[0]), None)
    if kinds:
        return tuple(code for code in (*(a.code for a in before), *spoken.known()) if code in kinds)[:1]
    made = match.string.endswith("making ", 0, match.start())  # "Peruvian exports rose, making it the third supplier"
    names = [m for m in before if made or m.kind != "adjective"]
    if names and match["it"] and match.start() > names[0].end:
        return (names[0].code,)
    if names and match["the"]:
        return (names[-1].code,)
    return spoken.focus[:1]


_CALLED = {
    "kingdom": ("SAU", "MAR", "JOR", "BHR", "GBR", "THA", "ESP", "NLD", "BEL", "SWE", "NOR", "DNK", "KHM"),
    "sultanate": ("OMN", "BRN"),
    "emirate": ("QAT", "KWT"),
    "island": ("TWN", "CUB", "CYP", "LKA", "ISL", "MLT", "JPN", "MDG", "GBR"),
}


_GIVES = (
    r"(?:suppl|export|s[eo]ld|sells?\b|selling|deliver|ship|provid|sent\b|sends\b|transfer|donat|gave\b"
    r"|accounted for \d[^,;]{0,40}(?:imports|purchases))"
)
_TAKES = r"(?:import|buy|bought|purchas|receiv|acquir|order(?:ed|s)\b|took\b|takes\b|obtain|sourc|got\b|gets\b|absorb)"
_GIVEN = (
    r"(?:exports?|weapons?|arms(?! imports| purchases| suppliers)|oil|gas|crude|coal|LNG|suppl(?:y|ies)|share"
    r"|part|portion|sales|goods|wheat|grain|shipments?|deliver\w+|fuel|diesel|fighter|missiles?|tanks?"
    r"|drones?|helicopters?|aircraft|products?|exporters?)"
)
_TAKEN = (
    r"(?:imports?|purchases?|importers?|buyers?|(?<!oil )market|demand|orders?"
    r"|acquisitions?|procurement)"
)
_WORDS = r"(?:(?!imports?\b|exports?\b)[\w.-]+ ){0,4}?"

_BEFORE_GIVER = re.compile(
    r"(?:\bfrom(?: (?:countries|states|nations)(?: such as| like|,? including))?|\bby|suppliers? (?:is|was"
    r"|were|are|remain\w*)|(?:reli(?:es|ed)|rely(?:ing)?|depend(?:s|ed|ent|ing)?|reliant) (?:heavily |mostly "
    r"|almost entirely )?on|exported by|originat\w+ in)(?: the| neighbou?ring| nearby| mostly)? $",
    re.I,
)
_BEFORE_TAKER = re.compile(
    r"(?:\b(?:in)?to(?: (?:countries|states|nations)(?: such as| like|,? including))|\bto|\binto|\bfor"
    r"|\bbound for|\btowards?|(?:trade|deficit|surplus|turnover|business|deals?) with)(?: the| neighbou?ring"
    r"| nearby)? $",
    re.I,
)
_AFTER_GIVER = re.compile(
    rf"(?:'s?)? {_WORDS}(?:{_GIVEN})\b|(?:,[^,]{{0,60}},)? (?:has |had |have |also |alone |still |only "
    rf"|then )*(?:been )?{_GIVES}",
    re.I,
)
_AFTER_TAKER = re.compile(
    rf"(?:'s?)? {_WORDS}(?:{_TAKEN})\b|(?:,[^,]{{0,60}},)? (?:has |had |have |also |alone |still |only "
    rf"|then )*(?:been )?{_TAKES}",
    re.I,
)
_HOST_BEFORE = re.compile(r"(?:\bin|\bto|\binto|\bwithin|\bacross|\breached)(?: the| neighbou?ring| nearby)? $", re.I)
_HOST_AFTER = re.compile(
    r"(?:'s)?(?:, [^,]{2,60},)? (?:\w+ ){0,3}?(?:hosts?|hosted|hosting|shelter|receiv|took in|has taken|granted"
    r"|registered|welcom|remain\w* the|is home|was home|accept|recorded|deport|admitted)",
    re.I,
)
_PEOPLE_AFTER = re.compile(
    r" (?:\w+ ){0,2}?(?:refugees?|asylum|people|migrants?|families|nationals|civilians|citizens|exodus"
    r"|returnees)",
    re.I,
)

FLOWS = (
    "arms_rank",
    "arms_share",
    "arms_value",
    "arms_change",
    "arms_transfer",
    "trade_rank",
    "trade_share",
    "trade_value",
    "trade_change",
    "energy_flow",
)


def parts(kind: ClaimType, words: str, found: Sequence[Actor]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return subject and object: who acts (supplier, exporter, origin of refugees) and on whom.

    `words` are those in which the actors have their places.
    """
    if kind in FLOWS:
        return _flow_parts(words, found, ranked=kind.endswith("rank"))
    if kind == "displacement_count":
        return _displacement_parts(words, found)
    return _deed_parts(kind, words, found)


def _unique(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


_LISTED = re.compile(r"(?:'s)?(?:,|,? and|,? or|,? as well as)(?: the| from| to)? ")


_COMES_FROM = re.compile(r"'s? (?:[\w-]+ ){1,4}?(?:comes?|came|coming|originat\w+|arriv\w+) from\b")
_PARTNER_OF = re.compile(
    r"\b(?:(?P<gives>suppliers?|providers?|sellers?)|(?:buyers?|customers?|importers?"
    r"|recipients?)) of(?: the)? $",
    re.I,
)
_HAS_SUPPLIERS = re.compile(r"'s? (?:[\w-]+ ){0,4}?(?:suppliers?|sources?)\b")


def _flow_part(words: str, actor: Actor) -> str:
    """Return "giver", "taker" or a blank for one actor, by the words before and after it."""
    before, after = words[max(actor.start - 28, 0) : actor.start], words[actor.end : actor.end + 70]
    if actor.kind != "adjective" and (side := _PARTNER_OF.search(before)):
        return "taker" if side["gives"] else "giver"
    if _BEFORE_GIVER.search(before):
        return "giver"
    if actor.kind == "pronoun" and re.match(r" [^,;]{0,40} from (?!about |[\d$€£])", after):
        return "taker"
    if actor.kind != "whole" and re.match(r"(?:'s?)? (?:\w+ )?(?:share|part|portion)\b", after):
        return "giver"
    if _COMES_FROM.match(after):
        return "taker"
    if _HAS_SUPPLIERS.match(after if actor.kind != "pronoun" else f"'s{after}"):
        return "taker"
    if _AFTER_TAKER.match(after) or _BEFORE_TAKER.search(before):
        return "taker"
    return "giver" if _AFTER_GIVER.match(after) else ""


def _flow_parts(words: str, found: Sequence[Actor], ranked: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = [a for a in found if a.code != "WLD"] or found
    part: dict[str, str] = {}
    previous: Actor | None = None
    for actor in sorted(found, key=lambda a: (a.kind == "pronoun", a.start)):
        listed = (
            previous is not None and _LISTED.fullmatch(words[previous.end : actor.start])
            if actor.kind != "pronoun"
            else None
        )
        role = part.get(previous.code, "") if listed and previous else _flow_part(words, actor)
        if not part.get(actor.code):
            part[actor.code] = role
        previous = actor
    order = _unique([a.code for a in sorted(found, key=lambda a: a.start)])
    givers = [c for c in order if part[c] == "giver"]
    takers = [c for c in order if part[c] == "taker"]
    others = [c for c in order if not part[c]]
    if ranked and others:
        rest = [c for c in [*givers, *takers] if c not in others]
        return _unique(others[:1]), _unique([*others[1:], *rest]) or ("WLD",)
    if ranked and givers and takers and not others:
        named = [a.code for a in found if a.kind not in ("adjective", "pronoun") and words[a.end : a.end + 2] != "'s"]
        first = next((c for c in order if c in named), order[0])
        return (first,), tuple(c for c in order if c != first)
    if ranked and not givers:
        return _unique(takers[:1]), _unique(takers[1:]) or ("WLD",)
    if others and givers:
        takers = [*takers, *others]
    elif others and takers:
        givers = others
    elif others:
        backward = re.search(r"\bimport", words) and not re.search(r"\bexport", words)
        givers, takers = (others[1:], others[:1]) if backward else (others[:1], others[1:])
    giving = _unique(givers)
    return giving or (("WLD",) if takers else ()), tuple(c for c in _unique(takers) if c not in giving) or (
        ("WLD",) if giving else ()
    )


def _displacement_parts(words: str, found: Sequence[Actor]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    origins, hosts = [], []
    for n, actor in enumerate(found):
        before, after = words[max(actor.start - 24, 0) : actor.start], words[actor.end : actor.end + 60]
        following = n > 0 and bool(_LISTED.fullmatch(words[found[n - 1].end : actor.start]))
        if (
            (following and found[n - 1].code in origins and found[n - 1].kind == actor.kind)
            or re.search(r"\bfrom(?: the)? $", before)
            or actor.kind == "people"
            or (actor.kind == "adjective" and _PEOPLE_AFTER.match(after))
        ):
            origins.append(actor.code)
        elif following or _HOST_BEFORE.search(before) or _HOST_AFTER.match(after):
            hosts.append(actor.code)
        elif not origins:
            origins.append(actor.code)
        else:
            hosts.append(actor.code)
    inside = re.search(r"\binternal\w* displac|\bdisplaced (?:with)?in\b|\bIDPs?\b", words, re.I)
    if inside and hosts and not origins:
        return _unique(hosts), _unique(hosts)
    if inside and origins and not hosts:
        return _unique(origins), _unique(origins)
    return _unique(origins) or (("WLD",) if hosts else ()), tuple(c for c in _unique(hosts) if c not in origins)


_HOSTS = re.compile(
    r"\b(?:hosted|welcomed|received) (?:the |a |his |her |its |visiting |[A-Z]|\w+ (?:president|minister|leader"
    r"|delegation))"
)
_PASSIVE = re.compile(r"\b(?:\w+ly )?\w+(?:ed|en|wn|ld|ught|id|ut) by(?: the)? $")
_TARGET = re.compile(r"(?:\bagainst|\bon|\bto|\binto|\bin|\bat|\btowards?|\bof|\bfor|\bwith)(?: the)? $", re.I)


def _deed_parts(kind: ClaimType, words: str, found: Sequence[Actor]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if kind in ("treaty",) or not found:
        return _unique([a.code for a in found]), ()
    doers: list[str] = []
    targets: list[str] = []
    if kind == "visit" and len({a.code for a in found}) > 2:
        found = [
            a
            for n, a in enumerate(found)
            if not (n and a.kind == "metonym" and words[max(a.start - 3, 0) : a.start] == "in ")
        ]
    if kind == "visit" and _HOSTS.search(words):
        host, *guests = _unique([a.code for a in found])
        return tuple(guests[:1]) or (host,), (host, *guests[1:]) if guests else ()
    passive = next((a for a in found if _PASSIVE.search(words[max(a.start - 40, 0) : a.start])), None)
    if passive:
        return (passive.code,), tuple(c for c in _unique([a.code for a in found]) if c != passive.code)
    for n, actor in enumerate(found):
        before = words[max(actor.start - 16, 0) : actor.start]
        listed = n > 0 and re.fullmatch(
            r"(?:,|,? and|,? or|, along with|, as well as)(?: the)? ", words[found[n - 1].end : actor.start]
        )
        if n == 0 and not (_TARGET.search(before) and len(found) > 1 and actor.start < 12 and kind == "sanction"):
            doers.append(actor.code)
        elif listed and (doers or targets):
            (targets if targets else doers).append(actor.code)
        elif kind == "vote" and not targets and re.search(r", along with|were among|and $", before):
            doers.append(actor.code)
        else:
            targets.append(actor.code)
    return _unique(doers), tuple(c for c in _unique(targets) if c not in doers)
