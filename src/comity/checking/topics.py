"""What a clause is about (arms, energy, trade, prices, displacement, votes), and which type of claim follows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from comity.checking.claim import ClaimType
from comity.language.quantity import Quantity
from comity.language.units import ARMS as ARMS_NOUN

Sector = Literal["arms", "energy", "trade", "price", "displacement", "vote", "sanction", "spending", "economy", ""]

ARMS = (
    r"\barms\b(?! (?:race|control))|weapon\w*|munitions?|ammunition|military (?:equipment|hardware|exports?"
    r"|imports?|sales|supplies|aid|assistance)"
    r"|defen[cs]e (?:deals?|contracts?|purchases|procurement|articles|equipment|exports?|imports?|sales"
    r"|supplies|materiel|trade)|fighter jets?"
    r"|warplanes?|tanks?\b|missiles?\b"
    r"|howitzers?|submarines?|frigates?|corvettes?|combat aircraft|helicopters?|\bdrones?\b|\bUAVs?\b"
    r"|\bS-[34]00\b|air[- ]defen[cs]e|artillery"
    r"|\b(?:F-16|F-35|Su-3\d|MiG-\d+|Rafale|Javelin|HIMARS|Patriot|Leopard|T-\d\d|Bayraktar|TB2)s?\b|\bTIV\b"
    r"|armou?red vehicles|warships?|radars?\b"
    r"|major arms|military aircraft|rocket launchers?|patrol (?:boats|vessels)|military vehicles"
)
ENERGY = (
    r"\boil\b|crude|natural gas|\bgas\b(?! station)|\bLNG\b|petroleum|\bcoal\b|diesel|petrol\b|gasoline"
    r"|\bfuels?\b|pipelines?|electricity|\bpower (?:supply|imports|exports|plants?)"
    r"|energy (?:imports?|exports?|supplies|products)|barrels|Nord Stream|refined products|Urals|Brent"
    r"|uranium|kerosene|naphtha|condensate|hydrocarbons?"
)
TRADE = (
    r"\btrade[sd]?\b(?! union)|\bexport(?:s|ed|ing|er|ers)?\b|\bimport(?:s|ed|ing|er|ers)?\b|shipments?"
    r"|\bgoods\b|merchandise|wheat|barley|cotton|lobsters?|meat\b|sugar|coffee|\btea\b|potash|poultry|buyers?\b"
    r"|grain|corn\b|maize|soy\w*|rice\b|beef|timber"
    r"|semiconductors?|chips\b|steel|alumini?um|copper|nickel|iron ore|rare earths?|fertili[sz]ers?|cars\b"
    r"|automobiles|machinery|textiles|apparel|footwear|commodit\w+|turnover"
    r"|trading partners?|customs|supply chain|purchases from|(?<!retail )sales (?!tax)"
    r"|(?<!budget )(?<!fiscal )(?<!account )(?:deficit|surplus)|seafood|dairy|wine|palm oil|vaccines|products\b"
)
PRICE = (
    r"\bpric(?:e|es|ed|ing)\b|\bcosts?\b|inflation|cheaper|dearer|per (?:barrel|litre|liter|gallon|tonne|ton"
    r"|kilo\w*)|a (?:barrel|litre|liter|gallon|tonne|kilo)\b|exchange rate|devalu\w+|depreciat\w+"
)
DISPLACEMENT = (
    r"refugees?|asylum|displaced|displacement|\bIDPs?\b|\bfled\b|\bflee(?:ing)?\b|returnees?|stateless"
    r"|resettle\w*|exodus|migrants?|migration|evacuat\w+|uprooted|sought (?:refuge|safety|shelter)"
    r"|cross(?:ed|ing)? (?:the border )?into|found shelter|refuge\b|Rohingya|forced from their homes"
    r"|host(?:s|ed|ing)?\b(?= (?:about |some |around |more than |nearly |over |an estimated )*\d)"
    r"|deport(?:ed|ing|ations?)|left (?:the country|their homes)|UNHCR|temporary protection|repatriat\w+"
)
VOTE = (
    r"\bvot(?:e|es|ed|ing)\b(?!ers)|abstain\w*|abstention\w*|in favou?r|\bveto\w*|resolution\b(?= (?:was"
    r"|condemn|demand|deplor|call|on|ES|urg|adopt|that|supported|received))"
    r"|adopted (?:a|the|its) (?:\w+ ){0,4}resolution|roll[- ]call|against, with"
)
SANCTION = (
    r"sanction\w*|embargo\w*|tariffs?\b|blacklist\w*|\bban(?:s|ned|ning)?\b|asset[- ]freezes?|froze\b|frozen"
    r"|freez\w+|export controls?|restrictions|designat(?:ed|ion|ions|ing)\b|price cap|duties\b|travel bans?"
    r"|entity list|restrictive measures|retaliatory|blocked (?:property|persons?)|Specially Designated|\bSDN\b"
)
SPENDING = (
    r"(?:military|defen[cs]e) (?:spending|expenditures?|budgets?|outlays?|burden)|sp(?:ent|ends?|ending) "
    r"[^;,]{0,40}?\bon (?:its |the |their )?(?:defen[cs]e|(?:the )?military|armed forces|arms\b)|\bGDP\b"
    r"|gross domestic product"
    r"|\bcredit (?:lines?|facilit(?:y|ies)|swaps?)|lines? of credit|budget\b|\baid\b|assistance|loans?\b"
    r"|debts?\b|invest(?:ed|ment|ments)\b|\bFDI\b|remittances"
    r"|humanitarian|fund(?:s|ing|ed)\b|reserves\b|revenues?"
)
ECONOMY = (
    r"\bGDP\b|(?:key|interest|policy|exchange) rates?|econom(?:y|ies) (?:grew|shrank|contracted|expanded)"
    r"|unemployment|population|growth|poll\b|respondents|poverty|turnout|ballots|elections?\b|literacy"
)

_SECTORS: tuple[tuple[Sector, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{pattern})", re.I))  # type: ignore[misc]
    for name, pattern in (
        ("vote", VOTE),
        ("displacement", DISPLACEMENT),
        ("sanction", SANCTION),
        ("price", PRICE),
        ("spending", SPENDING),
        ("arms", ARMS),
        ("energy", ENERGY),
        ("trade", TRADE),
        ("economy", ECONOMY),
    )
)
RISE = re.compile(
    r"\b(?:r[io]se|risen|rising|grew|grow(?:n|s|ing|th)?|increas\w+|climb\w*|jump\w*|surg\w*|soar\w*|gain(?:ed"
    r"|s)?|up\b|expand\w*|higher|more than (?:in|the)|increment|spike\w*|skyrocket\w*|swell\w*"
    r"|swollen|accelerat\w+|boost\w*|leap\w*|appreciat\w+|rebound\w*|went up|rises?|ballooned|ramp\w+ up)\b",
    re.I,
)
FALL = re.compile(
    r"\b(?:fell|fall(?:s|en|ing)?|declin\w+|decreas\w+|drop(?:s|ped|ping)?|down\b|shr[aiu]nk\w*|plung\w*"
    r"|slump\w*|dwindl\w*|diminish\w*|reduc\w+|cut(?:s|ting)? (?:by|its)|contract(?:ed|ion)|lower\b"
    r"|less than in|lost"
    r"|slid\w*|plummet\w*|tumbl\w*|depreciat\w+|slash\w*|collaps\w+|halv(?:ed|ing)|loss(?:es)?|devalu\w+|shed"
    r"|sank|eas(?:ed|ing)|dip(?:ped)?|weaken\w*|crash\w*|went down|hit-hard|hard[- ]hit)\b",
    re.I,
)


@lru_cache(maxsize=256)
def sectors(words: str) -> tuple[Sector, ...]:
    """Return the sectors that the words speak of, in order of precedence."""
    return tuple(name for name, pattern in _SECTORS if pattern.search(words))


@lru_cache(maxsize=256)
def topic(words: str) -> str:
    """Return the words that say what is dealt with, in lower case."""
    found = [m[0].lower() for pattern in (_TOPIC, _TRADED) for m in pattern.finditer(words) if m[0].lower() != "unhcr"]
    return found[0] if found else ""


_TRADED = re.compile(rf"\b(?:{TRADE})", re.I)


_TOPIC = re.compile(
    r"\b(?:octane \d\d|crude oil|natural gas|liquefied natural gas|petroleum products|palm oil|rare earths"
    r"|iron ore|asylum[- ]seekers|internally displaced"
    rf"|{ENERGY}|{ARMS}|{DISPLACEMENT})",
    re.I,
)


def quantity_type(quantity: Quantity, piece: str, sentence: str, carried: Sector) -> ClaimType:
    """Return the type of claim that a quantity makes, by its unit and the words around it.

    Parameters
    ----------
    piece, sentence
        The words of the clause, and of the whole sentence.
    carried
        The sector of the sentence before, for a sentence that names none.
    """
    sector = _sector(quantity, piece, sentence, carried)
    unit = quantity.unit
    if unit == "tiv":
        return "arms_value"
    fuels = "energy" in sectors(piece) or (carried == "energy" and not names_goods(sentence))
    if unit == "t" and sector == "trade" and fuels:
        return "energy_flow"
    if sector == "vote" or unit.startswith("votes"):
        return "vote"
    if re.fullmatch("[a-z]{3}", unit) and _TAXED.search(piece[: quantity.start]):
        return "sanction"
    if "/" in unit and unit not in ("bbl/d", "ft3/d"):
        return "price_level"
    if sector == "price" and (unit in ("percent", "ratio", "pp") or quantity.form == "multiple"):
        return "price_change"
    if sector == "displacement" and unit == "persons" and _KILLED.search(piece) and not _FLEEING.search(quantity.noun):
        return "other_stat"
    if sector == "displacement" and unit in ("persons", "percent", "rank", "ratio", "count", ""):
        return "displacement_count"
    if sector == "sanction" and unit in ("persons", "count", ""):
        return "sanction"
    if sector in ("spending", "economy", "") and unit not in ("bbl/d", "bbl", "m3", "ft3", "ft3/d", "rank", "t"):
        return "other_stat"
    if unit == "rank" and re.search(r"budget|spend|econom", quantity.noun):
        return "other_stat"
    if unit == "rank" and _OTHER_GOODS.match(piece[quantity.end :]):
        return "other_stat"
    if unit == "rank":
        return "arms_rank" if sector == "arms" else "trade_rank"
    if unit in ("percent", "pp", "ratio"):
        return _relative_type(quantity, piece, sentence, sector)
    if unit in ("bbl/d", "bbl", "m3", "ft3", "ft3/d", "toe", "ej", "twh", "gwh", "mwh", "mw", "gw") or (
        unit == "t" and sector == "energy"
    ):
        return "energy_flow"
    if unit == "persons":
        return "displacement_count" if sector == "displacement" else "other_stat"
    if unit == "count" and sector == "arms" and _USED.search(piece):
        return "event"
    if unit == "count":
        return "arms_transfer" if _military(quantity) and (sector == "arms" or _HANDED.search(piece)) else "other_stat"
    if sector == "price" and (quantity.value or 0) < 1e6:
        return "price_level"
    if sector == "sanction":
        return "sanction"
    if not re.fullmatch(r"[a-z]{3}|peso|dinar|t|ratio", unit):
        return "other_stat"
    return "arms_value" if sector == "arms" or (sector == "price" and "arms" in sectors(piece)) else "trade_value"


_OTHER_GOODS = re.compile(
    r" of (?:[\w-]+ )?(?:tourists|visitors|aid|assistance|troops|funds|investment|remittances)\b", re.I
)
_KILLED = re.compile(
    r"\bkill(?:ed|ing)\b|\braped\b|\bbeaten\b|\btortured\b|\bdetained\b|\bdead\b|\bdied\b|\bdeaths\b|\blives\b", re.I
)
_FLEEING = re.compile(r"refugee|asylum|displace|migrant|IDP|returnee", re.I)
_TAXED = re.compile(
    r"\b(?:tariffs?|duties|levies|sanctions|penalties)(?: of (?:up to )?\d+(?:%| per ?cent))? on"
    r"(?: (?:about|another|some|an additional|a further|more than|up to|roughly|nearly|over))* (?:US)?$",
    re.I,
)
_HANDED = re.compile(
    r"\b(?:deliver|suppl|s[eo]ld|sells|bought|purchas|receiv|acquir|order|export|transfer|donat|sent)\w*\b", re.I
)
_USED = re.compile(
    r"\b(?:launch(?:ed|es)|fired|shot down|struck|destroyed|lost|intercepted|downed|sank|attacked"
    r"|test-?fired)\b",
    re.I,
)


def _relative_type(quantity: Quantity, piece: str, sentence: str, sector: Sector) -> ClaimType:
    family = "arms" if sector == "arms" else "trade"
    if sector == "sanction":
        return "sanction"
    change = is_change(quantity, piece, sentence)
    if sector == "energy" and not change and quantity.unit == "percent":
        return "energy_flow"
    return f"{family}_{'change' if change else 'share'}"  # type: ignore[return-value]


def is_change(quantity: Quantity, piece: str, sentence: str) -> bool:
    """Whether a percentage is the size of a change: "rose by 12 %", "a 12 % fall", but not "rose to 12 %"."""
    if quantity.form == "multiple":
        return True
    if quantity.form == "times":
        return bool(RISE.search(piece[: quantity.start]) or _THAN_BEFORE.match(piece[quantity.end :]))
    return change_sign(piece, quantity, sentence) != 0


# "twice as much as in 2016", "three times what it was a year earlier": the same thing at another time.
_THAN_BEFORE = re.compile(
    r" ?(?:as (?:much|many|large|high|big|great)(?: in \d{4}| last year)? as|more than|higher than|larger than"
    r"|the (?:level|figure|number|amount|value)(?: recorded)?|what (?:it|they) (?:was|were))(?: it was| they were)?"
    r" (?:in|a (?:year|decade)|the (?:previous|year|same)|before|of (?:\d{4}|the year)"
    r"|(?:two|three|four|five|ten) years|at the (?:end|start))\b"
)
_AFTER_CHANGE = re.compile(
    r"[ -](?:year[- ]on[- ]year |annual |year-over-year |sharp )?(?:increase|rise|growth|jump|surge|gain|hike"
    r"|higher|more|up\b|uptick|improvement|spike|boost)",
    re.I,
)
_AFTER_FALL = re.compile(
    r"[ -](?:year[- ]on[- ]year |annual |sharp )?(?:decrease|fall|drop|decline|cut|reduction|lower|less|fewer"
    r"|down\b|slump|plunge|contraction|loss)",
    re.I,
)
_SIGNED = re.compile(r"\(([+−–-])$")  # "Peru (+61 per cent)"
_TO = re.compile(
    r"\b(?:to|at|from|stood at|reached)(?: about| around| nearly| over| just| more than| less than| only"
    r"| some| almost| an estimated| a record)? ?$",
    re.I,
)


def change_sign(piece: str, quantity: Quantity, sentence: str) -> int:
    """Return 1 for a rise by the quantity, -1 for a fall, 0 if it is no change.

    `quantity` has its place in `piece`; after a list in brackets the verb follows ("Israel (55 %) and Turkey (145 %)
    increased ...").
    """
    before, after = piece[: quantity.start], piece[quantity.end :]
    if _AFTER_CHANGE.match(after):
        return 1
    if _AFTER_FALL.match(after):
        return -1
    if signed := _SIGNED.search(before):
        return 1 if signed[1] == "+" else -1
    if quantity.value is not None and quantity.value < 0:
        return -1
    if _TO.search(before):
        return 0
    if re.match(r" ?(?:of|share)\b", after) and not re.search(r"\bby (?:\w+ ){0,3}$", before):
        return 0
    if piece[: quantity.start].endswith("(") and (
        changed := _LIST_CHANGES.match(sentence[sentence.find(piece) + len(piece) :])
    ):
        return -1 if FALL.search(changed[0]) else 1
    verbs = [(m.start(), 1) for m in RISE.finditer(before)] + [(m.start(), -1) for m in FALL.finditer(before)]
    if verbs:
        return max(verbs)[1]
    rise, fall = RISE.search(after[:40]), FALL.search(after[:40])
    if (rise or fall) and quantity.form != "fraction":
        return 1 if rise and (not fall or rise.start() < fall.start()) else -1
    return 0


_LIST_CHANGES = re.compile(
    rf"[),]*(?:,? (?:and )?[A-Z][\w .]+ \([^()]*\))* (?:all |both |substantially |also |significantly |have "
    rf"|has )*(?:{RISE.pattern}|{FALL.pattern})",
    re.I,
)


def _sector(quantity: Quantity, piece: str, sentence: str, carried: Sector) -> Sector:
    """Return the sector: by the piece, then the sentence, then what was spoken of before."""
    relevant = _by_unit(quantity)
    carried = "energy" if carried == "price" and _MADE.search(sentence) else carried
    if quantity.unit == "percent" and ALIKE.search(piece) and "vote" in (carried, *sectors(sentence)):
        return "vote"
    around = () if carried and _STILL.match(piece) else (sentence[: max(sentence.find(piece), 0)], sentence)
    for words in (quantity.noun, piece, *around):
        found = [name for name in sectors(words) if name not in relevant]
        if words is sentence and quantity.unit in ("persons", "count"):
            found = [
                name
                for name in found
                if name in ("displacement", "arms", "vote") or (name == "sanction" and _LISTED.match(quantity.noun))
            ]
        if (
            found[:1] == ["displacement"]
            and len(found) > 1
            and quantity.unit == "percent"
            and not _FLED_BY.search(words)
        ):
            found = found[1:]
        here = piece if "arms" in sectors(sentence) else sentence
        if found[:1] == ["sanction"] and len(found) > 1 and quantity.unit not in ("persons", "count", "rank"):
            found = found if _DUTY.search(piece) else found[1:]
        if found and found[0] == "trade" and "arms" in (carried, *sectors(sentence)) and not names_goods(here):
            return "arms"
        if found:
            return found[0]
    if quantity.unit in ("bbl/d", "bbl", "m3", "ft3", "ft3/d"):
        return "energy"
    if quantity.unit in ("persons", "count") and carried == "sanction" and _LISTED.search(quantity.noun):
        return "sanction"
    if quantity.unit in ("persons", "count") and (carried != "displacement" or _NOT_FLED.search(sentence)):
        return ""
    return carried if carried not in relevant and carried not in ("sanction", "vote", "spending") else ""


ALIKE = re.compile(
    r"\b(?:vot\w+ (?:alike|together|with|identically|the same)|(?:same|identical) (?:vote|way)|agreed|agreement with"
    r"|coincid\w+|side[sd] with)\b",
    re.I,
)
_DUTY = re.compile(r"\b(?:tariffs?|duty|duties|lev(?:y|ies)|tax(?:es)?)\b", re.I)
_STILL = re.compile(r"(?:It|They|This|That|These|Those|The (?:figure|number|total|value|volume|share|amount))\b")
_FLED_BY = re.compile(rf"{_FLEEING.pattern}|people|famil|civilian|citizen|population|UNHCR", re.I)
_MADE = re.compile(r"\b(?:output|production|produc\w+|pump(?:ed|s|ing)|tonnes|barrels)\b", re.I)
_LISTED = re.compile(
    r"entities|individuals|compan|firms|persons|officials|vessels|ships|tankers|banks|aircraft|designations"
    r"|oligarchs|executives",
    re.I,
)
_GOODS = re.compile(
    rf"(?!\b(?:exports?|imports?|exported|imported|exporting|importing|exporters?|importers?|shipments?"
    rf"|products?|sales|buyers?|purchases from)\b)(?:{TRADE})",
    re.I,
)


@lru_cache(maxsize=256)
def names_goods(words: str) -> bool:
    """Whether goods that are no arms are named: "exports fell" may be of either, "wheat exports" not."""
    return bool(_GOODS.search(words))


_NOT_FLED = re.compile(r"kill|\bdead\b|\bdied\b|deaths|troops|soldiers|\bwork|wounded|injured|voted|students", re.I)


def _by_unit(quantity: Quantity) -> tuple[Sector, ...]:
    """Return the sectors that a quantity of this unit cannot belong to."""
    unit = quantity.unit
    if unit.startswith("votes"):
        return ("displacement", "sanction", "price", "spending", "arms", "energy", "trade", "economy")
    if unit in ("persons",):
        return ("price", "trade", "energy", "arms", "spending", "vote")
    if unit == "count":
        return (
            ("price", "displacement", "energy", "trade", "economy", "spending")
            if _military(quantity)
            else ("price", "displacement", "energy", "economy", "spending")
        )
    if unit == "rank":
        return (
            ("vote", "sanction", "price", "economy") if "econom" not in quantity.noun else ("vote", "sanction", "price")
        )
    if unit in ("percent", "pp", "ratio"):
        return ()
    if unit in ("t", "bbl", "bbl/d", "m3", "ft3", "ft3/d"):
        return ("vote", "sanction", "price", "displacement", "spending", "arms", "economy")
    return (
        ("vote", "displacement", "sanction", "economy")
        if "/" not in unit
        else ("vote", "displacement", "sanction", "spending")
    )


def _military(quantity: Quantity) -> bool:
    return bool(re.search(ARMS, quantity.noun, re.I) or ARMS_NOUN.fullmatch(quantity.noun))
