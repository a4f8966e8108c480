"""What happened, told without a number: sanctions, visits, treaties, votes, deliveries, changes, and dated events."""

from __future__ import annotations

import re
from functools import lru_cache

from comity.checking.claim import ClaimType
from comity.checking.topics import ARMS, DISPLACEMENT, ENERGY, PRICE, TRADE

_MEASURES = (
    r"(?:sanctions?|embargo(?:e?s)?|tariffs?|restrictions|export controls?|travel bans?|asset freezes?|bans?"
    r"|duties|price cap|controls on (?:the )?exports?|curbs|restrictive measures|blockade|visa bans?|levies"
    r"|penalties)"
)
_ARMS_VERB = (
    r"(?:deliver(?:ed|ing)|supplied|supplies (?!of)|supplying|sold|sells|selling|bought|buys|buying"
    r"|purchas(?:ed|ing)|receiv(?:ed|es|ing)|acquir(?:ed|es|ing)|ordered|exported|exporting"
    r"|transferred|transferring|provid(?:ed|es|ing)|donat(?:ed|es)|sent|shipped|sends|armed|arming"
    r"|continu\w+ to (?:export|supply|sell|buy|deliver|arm)|approved (?:\w+ ){0,6}sales?|took delivery)"
)
_PATTERNS: tuple[tuple[ClaimType, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{pattern})", re.I))  # type: ignore[misc]
    for kind, pattern in (
        (
            "vote",
            r"\b(?:(?<!before the )vot(?:ed?|ing)\b(?! share)(?: \w+)? (?:against|for|in favou?r|to|on|yes|no)"
            r"|sided with|abstain(?:ed|ing|s)"
            r"|abstentions? (?:by|from|of)|voting record|(?:was|were) absent from|vetoed"
            r"|with (?:the |and |[A-Z]\w+,? ){1,8}opposed\b"
            r"|cast (?:a|its) veto|(?:adopted|approved|passed|rejected|endorsed|sponsored|co-sponsored)"
            r" (?:a|the|its|an|another|two) (?:\S+ ){0,5}?(?:resolution|motion|text|draft|measure)|voted\b"
            r"|(?:opposed|opposing|backed"
            r"|supported) (?:the|a|that) (?:\w+ ){0,2}(?:resolution|motion|text|draft|measure)|did not vote"
            r"|cast (?:its|their"
            r"|a) votes?|resolution (?:was"
            r"|had been) (?:adopted|approved|passed|rejected|vetoed)|(?:adopted|approved|passed) Resolution \d+"
            r"|(?:(?:UN|U\.N\.|General) [Aa]ssembly|Security Council|Human Rights Council)(?: on \w+"
            r"| in (?:\w+ )?\d{4}"
            r"| has| again| overwhelmingly|,[^,]{3,40},)* (?:adopt|condemn|demand|deplor|call(?:ed|s) (?:on"
            r"|for)|endors"
            r"|back(?:s|ed)|denounc|reject)\w*)",
        ),
        (
            "sanction",
            rf"\b(?:impos|slapp|announc|introduc|levi|extend|renew|tighten|lift|eas|suspend|remov|reimpos|re-impos"
            rf"|adopt|appl|maintain|ramp|enact|unveil|rolled out|put in place|hit\b|dropp|waiv|toughen|expand"
            rf"|agreed)\w*"
            rf" [^.;]{{0,60}}?\b{_MEASURES}\b|\b{_MEASURES}\b [^.;]{{0,50}}?\b(?:imposed|lifted|eased|extended"
            rf"|decided|announced|in place|in force|came into|took effect|introduced|remain\w*"
            rf"|entered into force|expired|put in place)\b"
            r"|\b(?:sanctioned|blacklisted|banned|froze|has frozen|have frozen|embargoed|bans)\b|\bdesignated (?:the "
            r"|two |three |four |\d)|\bcut (?:off )?\w+ banks? (?:off )?from SWIFT|\bunder (?:\w+ ){0,3}(?:sanctions"
            r"|embargo)\b"
            r"|\b(?:is|are|was|were) (?:subject to|under|on) (?:\w+ ){0,4}(?:sanctions|embargo|blacklist"
            r"|asset freeze|travel ban)"
            r"|\b(?:decision|decided|moved|voted) to ban\b|\bthere are (?:\w+ ){0,3}sanctions\b"
            r"|\b(?:suspended|banned|halted|barred|blocked) (?:all |its |the |\w+ )?(?:imports?|exports?"
            r"|purchases|sales)\b(?! of (?:oil|gas))"
            r"|\b(?:imports?|exports?|purchases|sales) (?:from|of|to) [^.;,]{0,40}\b(?:suspended|banned|halted"
            r"|blocked)\b",
        ),
        (
            "sanction",
            r"\bset to (?:ban|decrease|cut|reduce|end|halt|phase out|stop) (?:the |its |all "
            r"|their )?(?:\w+ )?(?:im|ex)ports?\b",
        ),
        (
            "vote",
            r"\b(?:international community|world community|western powers)\b[^.;]{0,120}\b(?:condemn|criticis"
            r"|criticiz|denounc|deplor)\w*",
        ),
        (
            "treaty",
            r"\bagree(?:d|s)? to (?:restore|resume|re-?establish|normali[sz]e"
            r"|establish) (?:\w+ ){0,2}?(?:relations|ties)"
            r"|\b(?:sign(?:ed|ing)|clinch(?:ed|ing)|sealed|ratif(?:ied|ying)|conclud(?:ed|ing)|initialled|inked"
            r"|struck|acced(?:ed|ing)"
            r"|issued|suspend(?:ed|ing)|terminat(?:e|ed|ing)|withdr(?:e|a)w(?:n|al)?|pulled out|walked out|quit"
            r"|abandoned|scrapped|tore up|renew(?:ed)?|agreed(?: on| to)?|reached)\b"
            r" [^.;]{0,80}?\b(?:agreements?|treat(?:y|ies)|pacts?|accords?|deals?|memorand(?:um|a)|MoUs?|conventions?"
            r"|contracts?|declarations?|protocols?|communiqu[eé]|statement|statute|sale|documents?)\b"
            r"|\b(?:agreement|treaty|pact|accord|deal|memorandum|convention|contract"
            r"|protocol)s? [^.;]{0,50}?\b(?:(?:was|were|been) (?:signed|ratified|concluded|reached|agreed)"
            r"|entered into force|took effect|came into force|expired|lapsed)"
            r"|\b(?:joined|acceded to|became a (?:full )?member of|left|quit|withdrew from"
            r"|applied to join) (?:the )?(?:[\w']+ ){0,3}?(?:NATO|European Union|EU|alliance|WTO|treaty|convention"
            r"|BRICS|OPEC|UN|SCO|CSTO|bloc|Eurasian|Shanghai|Asian|Trans|Paris|cartel|league|coalition)\b",
        ),
        (
            "treaty",
            r"\b(?:it|which|that) (?:was|were|had been) (?:signed|ratified|concluded)\b"
            r"|\b(?:was|were) (?:signed|ratified|concluded) (?:in|on|by|between|last)\b"
            r"|^(?:and )?came into (?:effect|force)\b"
            r"|^(?:signed|sealed|clinched|inked|concluded) (?:in|on|last|this|earlier)\b",
        ),
        (
            "visit",
            r"\b(?:visit(?:ed|ing)\b|paid (?:a|an) (?:\w+ ){0,3}visit|(?:state|official|first|latest|working|surprise"
            r"|historic|recent|three-day|two-day|day) (?:visit|trip)|visit to|visits? (?:by|of)(?! \d)"
            r"|arrived (?:in|by|at|on)(?! \d| \w+ \d{4})"
            r"|travell?ed to|travels? to|flew (?:to|into)"
            r"|(?:trip|trips|tour) (?:to|of)|(?:are|is|were) meeting (?:in|at|with)|hosted (?!a (?:total"
            r"|record))|welcomed (?:the |his |her "
            r"|\w+n )?(?:\w+ )?(?:president|prime minister|leader|minister)|met (?:with )?(?:his |her |the |in |face"
            r"|[A-Z])|held (?:\w+ ){0,2}(?:talks|a meeting|a summit|meetings)|summit\b(?! of the Future)"
            r"|a meeting\b[^.;]{0,40}\bbetween|talks (?:between|with|in)|(?:ministers?|presidents?"
            r"|leaders?|chancellor|premier|king|prince|envoys?|secretary|delegation)"
            r" (?:\w+ ){0,3}?(?:came|went|journeyed|returned) to"
            r"|received (?:his |the )?(?:\w+ )?(?:president|minister|delegation|counterpart))",
        ),
        (
            "event",
            r"\b(?:staged a coup|coup(?: d'[eé]tat)? (?:of|on|in|against|took|that|ousted|toppled)|took power"
            r"|came to power|lost power|took over (?:power|the)|held (?:an? |its |\w+ )?(?:\w+ )?(?:elections?"
            r"|referendum)|war (?:[^.;]{0,40} )?(?:broke out|ended|began)|ended (?:its"
            r"|their) (?:\w+ )?(?:membership|presence|mission"
            r"|rule|war)|(?:leaves|left) the (?:European Union|EU|bloc|union)|(?:was|were) (?:ousted|deposed|elected"
            r"|killed|sworn in|overthrown)|nationali[sz]ed|clashed|seized (?:power|control|the|a)|invad(?:ed|ing)"
            r"|annex(?:ed|ing)|recogni[sz]ed (?:the"
            r"|\w+'s|\w+ as|\w+ (?:sovereignty|independence))|borders? (?:has|have|had|was|were)(?: been)? (?:closed"
            r"|shut|reopened)|sever(?:ed|ing)|(?:cut|broke|breaking|suspended|restored|resumed|established"
            r"|re-established|normali[sz]ed|downgraded)(?: off)? (?:all |its |full |their |diplomatic |bilateral "
            r"|formal |defen[cs]e |military )*"
            r"(?:ties|relations|cooperation|contacts?|high-level contacts)|cut all|expell?(?:ed|ing)|recalled"
            r"|withdr(?:e|a)w(?:n|al)? (?:its |of |all |the |from )|launched (?:a |an |its |the |air)|shot down"
            r"|attacked|bombed|shelled|clos(?:ed|ing) (?:its |the |their )(?:border|embassy|consulate|airspace)"
            r"|(?:re)?open(?:ed|ing) (?:its |an |a |the |their )(?:\w+ )?(?:embassy|consulate|border|base)"
            r"|declared (?:war|independence|a|martial)|ousted|overthr(?:ew|own)|toppled|detained|arrested|deployed"
            r"|test-?fired|fired (?:a|two|three|several|at)|cease-?fire|truce|broke out|(?:war|conflict|operation"
            r"|fighting) (?:began|started|erupted)"
            r"|blockaded?|bombarded|designated|halted|suspended|withheld|mobili[sz]ed|captured|retook"
            r"|was elected|won (?:the"
            r"|a) (?:\w+ )?election|re-elected|took office|stepped down|resigned|assassinated|killed|was shot|sank"
            r"|hijacked|evacuated|summoned|joint (?:\w+ )?(?:exercise|drill)s?|air strikes|airstrikes|shut down"
            r"|poisoned|stormed|detonated"
            r"|handed over|extradited|released (?:from|the|two|three|\w+ prisoners)|swapped|was using"
            r"|received permission|close cooperation|(?:vowed|pledged|voiced|expressed"
            r"|declared) (?:\w+ )?(?:support|solidarity)"
            r"|(?:discussed|raised|mentioned|explored) the (?:possibility|prospect) of)",
        ),
    )
)
_HAS_ARMS = re.compile(rf"\b(?:{ARMS})", re.I)
_HAS_ENERGY = re.compile(rf"\b(?:{ENERGY})", re.I)
_TRANSFER = re.compile(rf"\b{_ARMS_VERB}\b", re.I)
_CUT_OFF = re.compile(
    r"\b(?:cut off|cuts? (?:its |gas |oil )|halt(?:ed|s)|stopp(?:ed)|suspend(?:ed|s)|resum(?:ed|es)|began"
    r"|started|reopened|shut (?:off|down))\b",
    re.I,
)
_SECTORS = tuple(
    (name, re.compile(rf"\b(?:{p})", re.I))
    for name, p in (
        ("price_change", PRICE),
        ("arms_change", rf"{ARMS}|\barms\b"),
        ("displacement_count", DISPLACEMENT),
        ("trade_change", rf"{ENERGY}|{TRADE}"),
    )
)
_FLED = re.compile(
    r"\b(?:fled|were displaced|was displaced|been displaced|were forced to flee|driven (?:from|out)"
    r"|crossed (?:the border )?into|expelled from|sought (?:refuge|asylum))\b",
    re.I,
)
_NO_CHANGE_NOUN = re.compile(
    r"\b(?:tensions?|concerns?|fears?|pressure|pressures|cooperation|ties|doubts?|hopes|up to|trust|interest"
    r"|support|influence|risk|role)\b",
    re.I,
)
_RECORD = re.compile(
    r"\b(?:(?:hit|set|reach\w*|climbed to|rose to|fell to|dropped to|(?:at|to)(?= (?:a|an|its|their"
    r"|new) )) (?:a|an|its|their|new)? ?(?:\w+ )?(?:all-time|record|highest"
    r"|lowest)|record (?:high|low|levels?))\b",
    re.I,
)
_RECORD_TYPES: dict[str, ClaimType] = {
    "price_change": "price_level",
    "arms_change": "arms_value",
    "displacement_count": "displacement_count",
    "trade_change": "trade_value",
}


@lru_cache(maxsize=256)
def happening(clause: str) -> tuple[ClaimType, tuple[int, int]] | None:
    """Return the type of what a clause without a number says happened, and the span of the deciding words; or None."""
    for kind, pattern in _PATTERNS:
        match = pattern.search(clause)
        if match is None:
            continue
        if kind == "event" and (other := _delivered(clause) or _changed(clause)):
            return other
        return kind, match.span()
    return _delivered(clause) or _changed(clause)


def _delivered(clause: str) -> tuple[ClaimType, tuple[int, int]] | None:
    if _HAS_ARMS.search(clause) and (match := _TRANSFER.search(clause)) and not _changed(clause):
        return "arms_transfer", match.span()
    if _HAS_ENERGY.search(clause) and (match := _CUT_OFF.search(clause)) and _FLOWS.search(clause):
        return "energy_flow", match.span()
    if match := _FLED.search(clause):
        return "displacement_count", match.span()
    return None


_FLOWS = re.compile(
    r"\b(?:suppl(?:y|ies)|flows?|deliver(?:y|ies)|shipments?|exports?|imports?|gas to|oil to|transit|production)\b",
    re.I,
)


# A verb of change, or a noun of one that somebody saw; "increased shipments are" says nothing of the kind.
_MOVED = re.compile(
    r"(?<!\bthe )(?<!\bof )(?<!\band )(?<!\bto )(?<!\bfor )(?<!\ban )(?<!\bin )(?<!\bwith )(?<!\bby )(?<!\bor )"
    r"\b(?:rose|risen|fell|fallen|declin(?:ed|ing)|drop(?:ped|s|ping)|grew|grown|sh?r[au]nk|dwindl(?:ed|ing)"
    r"|diminish(?:ed|ing)"
    r"|plunged|surged?|soared|slumped|plummeted|tumbled|climbed|jumped|collapsed|increas(?:e|ed|ing)"
    r"|decreas(?:e|ed|ing)"
    r"|expanded|contracted|halved|rebounded|hit-hard|skyrocketed|spiked|dried up)\b(?! (?:shipments|exports"
    r"|imports|prices|supplies|tensions))"
    r"|\b(?:has|have|had) (?:\w+ly )?(?:reduced|cut|slashed|stepped up|ramped up|boosted|increased) (?:its "
    r"|their |the )?(?:\w+ )?"
    r"(?:imports|exports|purchases|shipments|deliveries|sales|supplies|output|production)\b"
    r"|\b(?:there (?:was|were|has been|have been)|saw|seen|recorded) [^.;]{0,30}?\b(?:increase|decrease"
    r"|decline|drop|rise|fall|surge|growth)s?\b",
    re.I,
)


def handed_over(clause: str) -> tuple[int, int] | None:
    """Return the words of a clause that say that what was spoken of came: "all of which were delivered by 2018"."""
    match = _CAME.search(clause)
    return match.span() if match else None


def overtaken(clause: str) -> tuple[int, int] | None:
    """Return the words of a clause that say that one passed another in a ranking."""
    match = _OVERTOOK.search(clause)
    return match.span() if match else None


_CAME = re.compile(
    r"\b(?:(?:were|was|been|being|and) (?:delivered|handed over)|arrived (?:in|from|by) (?=\d|early|late))\b"
)
_OVERTOOK = re.compile(
    r"\b(?:overtook|overtaken|overtaking|surpass(?:ed|ing)|replaced|supplanted|displaced) (?=[A-Z]|the [A-Z]|it\b)"
)


_BALANCE = re.compile(
    r"\b(?:had|has|have|ran|runs?|recorded|posted) an? (?:\w+ ){0,2}?(?:trade )?(?:deficit|surplus)\b", re.I
)


def _changed(clause: str) -> tuple[ClaimType, tuple[int, int]] | None:
    if (balance := _BALANCE.search(clause)) and not re.search(r"\b(?:budget|fiscal|account)\b", clause):
        return "trade_value", balance.span()
    if record := _RECORD.search(clause):
        for kind, pattern in _SECTORS:
            if pattern.search(clause):
                energy = kind == "trade_change" and _HAS_ENERGY.search(clause)
                return "energy_flow" if energy else _RECORD_TYPES[kind], record.span()
    first = _MOVED.search(clause)
    if first is None:
        return None
    for kind, pattern in _SECTORS:
        match = pattern.search(clause)
        if match and not _NO_CHANGE_NOUN.search(clause[max(first.start() - 40, 0) : first.end() + 20]):
            return kind, first.span()  # type: ignore[return-value]
    return None
