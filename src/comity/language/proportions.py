"""Quantities in words: ranks ("third-largest supplier"), multiples ("doubled"), fractions ("two thirds of")."""

from __future__ import annotations

import re

from comity.language.numbers import ORDINALS, word_value
from comity.language.quantity import Quantity, hedge

_HALVES = (
    r"(?P<half>half)|(?P<top>one|two|three|four|five|a|an|\d)(?: |-)(?P<base>third|quarter|fourth|fifth|sixth"
    r"|seventh|eighth"
    r"|ninth|tenth|hundredth)s?"
)
_BASES = {
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_FRACTION = re.compile(
    rf"\b(?:{_HALVES})\b(?!-(?:largest|biggest|most|time|year|century)| (?:largest|biggest|a |an |party"
    rf"|parties|time|country|countries"
    r"|year|round|day|week|month|hour|century|term|session|world|reading|way|generation|brother|floor|place"
    r"|quarter|of 20"
    r"|person|state|nation|visit|meeting|summit|such|one)\b)",
    re.I,
)
_FRACTION_AROUND = re.compile(
    r"(?:nearly|almost|about|around|over|than|by|roughly|some|least|to|at|up|down|only|just|for"
    r"|approximately) $",
    re.I,
)
_FRACTION_AFTER = re.compile(
    r" ?(?:of|the|its|their|all|were|are|was|is|in|from|came|come|comes|went|goes|less|more|lower|higher"
    r"|majority)\b|[,.;)]|$",
    re.I,
)
_IN = re.compile(
    r"\b(?P<a>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of)(?: every)? (?P<b>two|three"
    r"|four|five|six|seven|eight"
    r"|nine|ten|twenty|100|10|20)\b(?! (?:years?|months?|days?|weeks?|rounds?|decades?))",
    re.I,
)
_DOUBLED = re.compile(
    r"\b(?:(?P<x2>doubl(?:ed|ing))(?! down)|(?P<x3>tripl(?:ed|ing)|trebl(?:ed|ing))|(?P<x4>quadrupl(?:ed|ing))"
    r"|(?P<x5>quintupl(?:ed|ing))|(?P<x05>halv(?:ed|ing)|cut in half|fell by half))\b",
    re.I,
)
_FOLD = re.compile(r"\b(?P<n>\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)-?fold\b", re.I)
_FACTOR = re.compile(
    r"\bby a factor of (?:about |nearly |almost |around |over )?(?P<n>\d{1,3}(?:\.\d+)?|two|three|four|five"
    r"|six|seven|eight|nine|ten|twenty)\b",
    re.I,
)
_TIMES = re.compile(
    r"\b(?:(?P<twice>twice)|(?P<n>\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twenty"
    r"|a hundred)(?: and a (?P<h>half))? times)"
    r" (?=as|more|higher|larger|greater|bigger|the|that|what|its|less|lower|their|than|over\b)",
    re.I,
)
_SUPER = (
    r"(?:largest|biggest|best(?= customer| market| client)|leading|top|main|most important"
    r"|most active|principal|foremost|primary|chief|dominant|number one"
    r"|No\. 1|major|highest|lowest)"
)
_NTH = (
    rf"(?:(?P<nth>{'|'.join(list(ORDINALS)[1:])})|(?P<num>\d{{1,3}})(?:st|nd|rd|th)|(?P<no>number (?:one|two"
    rf"|three)|No\. ?\d))"
)
_ROLE = (
    r"(?:arms |weapons? |defen[cs]e |military |gas |oil |crude |energy |trad(?:e|ing) |export |import "
    r"|foreign |single |overall |global "
    r"|international |commercial |goods |LNG |wheat |grain |coal |economic |bilateral |aid |oil and gas "
    r"|natural gas |net |source of )*"
    r"(?:suppliers?|exporters?|importers?|buyers?|sellers?|partners?|producers?|recipients?|markets?"
    r"|destinations?|customers?"
    r"|clients?|purchasers?|donors?|sources?|providers?|consumers?|investors?|hosts?|creditors?|lenders?"
    r"|econom(?:y|ies)|origins?"
    r"|contributors?|merchants?|vendors?|users?|refiners?|spenders?|emitters?|holders?|hosting countr(?:y"
    r"|ies)|refugee[- ]hosting countr(?:y|ies)"
    r"|host countr(?:y|ies)|country of origin|host of|number of|refugee populations?|populations?"
    r"|displacement|caseload|burden|spending|budget|share of|arms exports?|(?:im"
    r"|ex)ports?\b(?! categor)|purchases?"
    r"|(?:oil|arms|gas) (?:exporting|importing|producing) (?:country|nation|state)s?|consuming (?:country|nation)s?)"
)
_RANK = re.compile(
    rf"(?:{_NTH}[- ](?:single[- ]|most[- ])?(?:{_SUPER}|important|populous|highest|active)|"
    rf"\b(?:{_SUPER}))[- ](?:(?!and\b|but\b|or\b|in\b|by\b|to\b|for\b)[\w'.-]+ ){{0,4}}?{_ROLE}\b",
    re.I,
)
_PLACED = re.compile(
    rf"\b(?:ranks?|ranked|ranking|came|placed|stood|stands?|is) (?:in "
    rf"|as (?:the )?)?(?P<nth>{'|'.join(ORDINALS)})\b(?! (?:time|of all|visit|such))"
    rf"|\b(?:to|in|into|at|occup\w+|secured|took|takes|holds?"
    rf"|held)(?: the)? (?P<place>{'|'.join(ORDINALS)}) (?:place|position|spot)\b",
    re.I,
)
_ANY_OTHER = re.compile(
    r"\bmore(?: \w+){0,4} than any other (?:[\w-]+ )?(?:country|state|nation|supplier|partner)\b|\b(?:tops|topped"
    r"|leads|led|heads|headed) the list\b|\b[Nn]o (?:other )?(?:country|state"
    r"|nation) (?:\w+ ){1,3}more\b(?! than \d)",
    re.I,
)


def ranks(text: str) -> list[Quantity]:
    """Return the ranks of a text: "the largest supplier" is 1, "one of the largest" a rank without a number."""
    found = [
        Quantity(
            m.start(),
            m.end(),
            None if _ONE_OF.search(text[max(m.start() - 40, 0) : m.start()]) else _rank_value(m),
            "rank",
            "=",
            "rank",
            m[0],
        )
        for m in _RANK.finditer(text)
        if not (m[0].lower().startswith("major") and m["nth"] is None)
    ]
    found += [
        Quantity(m.start(), m.end(), float(ORDINALS[(m["nth"] or m["place"]).lower()]), "rank", "=", "rank", m[0])
        for m in _PLACED.finditer(text)
    ]
    found += [Quantity(m.start(), m.end(), 1.0, "rank", "=", "rank", m[0]) for m in _ANY_OTHER.finditer(text)]
    return found


_ONE_OF = re.compile(
    r"\b(?:one|some|two|three) of (?:the )?(?:[\w']+ )?$|\bamong (?:the )?(?:[\w']+ ){0,3}$|\ban? $", re.I
)


def _rank_value(m: re.Match[str]) -> float:
    if m["nth"]:
        return float(ORDINALS[m["nth"].lower()])
    if m["num"]:
        return float(m["num"])
    if m["no"]:
        last = m["no"].split()[-1].lower().removeprefix("no.")
        return float(last) if last.isdecimal() else float(word_value(last))
    return 1.0


_LASTING = re.compile(
    r"\b(?:(?P<decade>decade|century)|(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty)-"
    r"(?P<unit>year|decade))(?:-(?:long|old))? (?:democracy|dictatorship|military rule|rule|civil war|war"
    r"|embargo|blockade"
    r"|occupation|insurgency|conflict|civil conflict|alliance)\b",
    re.I,
)


def durations(text: str) -> list[Quantity]:
    """Return how long something is said to have lasted, in years: "decade-long democracy"."""
    found = []
    for m in _LASTING.finditer(text):
        years = {"decade": 10.0, "century": 100.0}.get((m["decade"] or "").lower())
        if years is None:
            years = _plain_value(m["n"]) * (10 if m["unit"].lower() == "decade" else 1)
        elif not re.match(r"(?:decade|century)-(?:long|old)", m[0], re.I):
            continue
        found.append(Quantity(m.start(), m.end(), years, "years", "~"))
    return found


_HALF_AS = re.compile(r"\bhalf as (?:many|much|large|high)(?= as (?:in|a year|the (?:year|previous)|it was)\b)", re.I)


def multiples(text: str) -> list[Quantity]:
    """Return the multiples of a text: "doubled" is a change by 100 percent, "three times as many" a ratio of 3."""
    found = []
    for m in _DOUBLED.finditer(text):
        value = next(v for k, v in {"x2": 100.0, "x3": 200.0, "x4": 300.0, "x5": 400.0, "x05": -50.0}.items() if m[k])
        found.append(Quantity(m.start(), m.end(), value, "percent", hedge(text, m.start()), "multiple"))
    for m in _FOLD.finditer(text):
        times = 100.0 if m["n"].lower() == "hundred" else _plain_value(m["n"])
        found.append(Quantity(m.start(), m.end(), (times - 1) * 100, "percent", hedge(text, m.start()), "multiple"))
    found += [
        Quantity(m.start(), m.end(), (_plain_value(m["n"]) - 1) * 100, "percent", hedge(text, m.start()), "multiple")
        for m in _FACTOR.finditer(text)
    ]
    found += [Quantity(m.start(), m.end(), -50.0, "percent", "=", "multiple") for m in _HALF_AS.finditer(text)]
    for m in _TIMES.finditer(text):
        value = 2.0 if m["twice"] else (100.0 if m["n"].lower() == "a hundred" else _plain_value(m["n"]))
        found.append(
            Quantity(m.start(), m.end(), value + (0.5 if m["h"] else 0), "ratio", hedge(text, m.start()), "times")
        )
    return found


def _plain_value(word: str) -> float:
    return float(word) if word[0].isdecimal() else word_value(word.lower())


def fractions(text: str) -> list[Quantity]:
    """Return the fractions of a text, in percent: "two thirds of", "one in five"."""
    found = []
    for m in _IN.finditer(text):
        share = _plain_value(m["a"]) / _plain_value(m["b"])
        if share < 1:
            found.append(Quantity(m.start(), m.end(), 100 * share, "percent", hedge(text, m.start()), "fraction"))
    for m in _FRACTION.finditer(text):
        around = _FRACTION_AROUND.search(text[max(m.start() - 16, 0) : m.start()])
        if not _FRACTION_AFTER.match(text[m.end() :]) and not around:
            continue
        if re.match(r" of an? (?:dozen|hundred|thousand|million|billion|trillion)\b", text[m.end() :]):
            continue
        if m["half"] and re.search(
            r"(?:second|first|other|and a|latter|better|last|-) ?$", text[max(m.start() - 8, 0) : m.start()]
        ):
            continue
        top = 1.0 if m["half"] or m["top"].lower() in ("a", "an") else _plain_value(m["top"])
        share = top / (2 if m["half"] else _BASES[m["base"].lower()])
        if share < 1:
            found.append(
                Quantity(m.start(), m.end(), round(100 * share, 2), "percent", hedge(text, m.start()), "fraction")
            )
    return found
