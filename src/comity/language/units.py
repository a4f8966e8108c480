"""What is counted, and in what: currencies, measures and kinds of people and things, as prose names them."""

from __future__ import annotations

import re

SIGNS = {
    "$": "usd",
    "€": "eur",
    "£": "gbp",
    "¥": "jpy",
    "₹": "inr",
    "₽": "rub",
    "₦": "ngn",
    "₩": "krw",
    "₺": "try",
    "₴": "uah",
}
DOLLARS = {
    "US": "usd",
    "U.S.": "usd",
    "A": "aud",
    "AU": "aud",
    "C": "cad",
    "CA": "cad",
    "CAN": "cad",
    "NZ": "nzd",
    "HK": "hkd",
    "S": "sgd",
    "NT": "twd",
    "R": "brl",
}
CODES = (
    "USD",
    "EUR",
    "GBP",
    "CNY",
    "RMB",
    "JPY",
    "INR",
    "RUB",
    "CHF",
    "KRW",
    "AUD",
    "CAD",
    "TRY",
    "UAH",
    "NGN",
    "MMK",
    "SEK",
    "NOK",
    "BRL",
    "ZAR",
    "SAR",
    "AED",
    "IRR",
    "KES",
    "GHS",
    "PKR",
    "BDT",
    "THB",
    "VND",
    "IDR",
    "PHP",
)
_MONEY_WORDS = {
    r"(?:U\.?S\.? |American )?dollars?": "usd",
    r"Canadian dollars?": "cad",
    r"Australian dollars?": "aud",
    r"Hong Kong dollars?": "hkd",
    r"euros?": "eur",
    r"(?:British )?pounds?(?: sterling)?": "gbp",
    r"Egyptian pounds?": "egp",
    r"Sudanese pounds?": "sdg",
    r"Lebanese pounds?": "lbp",
    r"Syrian pounds?": "syp",
    r"(?:Chinese )?(?:yuan|renminbi)": "cny",
    r"(?:Japanese )?yen": "jpy",
    r"(?:Russian )?rou?bles?": "rub",
    r"Pakistani rupees?": "pkr",
    r"Sri Lankan rupees?": "lkr",
    r"(?:Indian )?rupees?": "inr",
    r"(?:Turkish )?liras?": "try",
    r"(?:Nigerian )?nairas?": "ngn",
    r"(?:Burmese )?kyats?": "mmk",
    r"(?:Ukrainian )?hryvnias?": "uah",
    r"(?:Ghanaian )?cedis?": "ghs",
    r"Kenyan shillings?": "kes",
    r"(?:Saudi )?riyals?": "sar",
    r"(?:Iranian )?rials?": "irr",
    r"(?:Emirati )?dirhams?": "aed",
    r"(?:Swiss )?francs?": "chf",
    r"(?:South African )?rand": "zar",
    r"(?:South Korean )?won": "krw",
    r"(?:Polish )?zlotys?": "pln",
    r"pesos?": "peso",
    r"dinars?": "dinar",
    r"cents": "usd cent",
}
# What a bare "pounds" is in a text about another state than the usual one.
LOCAL_MONEY = {
    "pound": {"EGY": "egp", "LBN": "lbp", "SYR": "syp", "SDN": "sdg", "SSD": "ssp"},
    "rupee": {"PAK": "pkr", "LKA": "lkr", "NPL": "npr", "MUS": "mur"},
    "peso": {"MEX": "mxn", "ARG": "ars", "PHL": "php", "COL": "cop", "CHL": "clp", "CUB": "cup", "URY": "uyu"},
    "dinar": {
        "IRQ": "iqd",
        "KWT": "kwd",
        "JOR": "jod",
        "LBY": "lyd",
        "DZA": "dzd",
        "TUN": "tnd",
        "BHR": "bhd",
        "SRB": "rsd",
    },
    "riyal": {"QAT": "qar", "YEM": "yer"},
    "rial": {"OMN": "omr", "YEM": "yer"},
    "shilling": {"UGA": "ugx", "TZA": "tzs", "SOM": "sos"},
    "krona": {"ISL": "isk"},
}
MONEY = re.compile("|".join(f"(?P<c{n}>{words})" for n, words in enumerate(_MONEY_WORDS)), re.I)
MONEY_UNITS = tuple(_MONEY_WORDS.values())

PER = re.compile(
    r"(?: an?| per|/|-a-|-per-) ?(?:(?P<bbl>barrels?\b|bbl\b)|(?P<l>lit(?:re|er)s?\b|l\b)|(?P<gal>gallons?\b|gal\b)"
    r"|(?P<t>(?:metric )?(?:tonnes?|tons?)\b|t\b|mt\b)|(?P<kg>kilogrammes?\b|kilograms?\b|kilos?\b|kg\b)"
    r"|(?P<mwh>megawatt[- ]hours?\b|MWh\b)|(?P<kwh>kilowatt[- ]hours?\b|kWh\b)"
    r"|(?P<mmbtu>mmbtu\b|million (?:British thermal units|Btu)\b)|(?P<bushel>bushels?\b)|(?P<lb>pounds?\b|lb\b)"
    r"|(?P<oz>(?:troy )?ounces?\b|oz\b)|(?P<km3>thousand cubic met(?:re|er)s\b|1,?000 cubic met(?:re|er)s\b)"
    r"|(?P<m3>cubic met(?:re|er)s?\b))",
    re.I,
)
PER_UNITS = {"km3": "1000m3"}

PERCENT = re.compile(
    r" ?%(?:-age)?(?: points?\b)?| ?per ?cent(?:age)?(?:[- ]points?\b)?| ?pc\b| percentage points?\b"
    r"| basis points?\b|-percent\b"
)

# Measures: pattern, unit, factor, and what is measured where the unit says it.
_MEASURES: tuple[tuple[str, str, float, str], ...] = (
    (
        r"(?:million )?(?:bpd|b/d|bbl/d|barrels?(?: of (?:crude |fuel )?(?:oil|petroleum(?: products)?|crude"
        r"|condensate|oil equivalent))?"
        r"(?: (?:per|a|each|every) day|/day| daily)|barrels-per-day|barrel-per-day)",
        "bbl/d",
        1,
        "oil",
    ),
    (r"mb/d|mbpd|mbd|Mb/d|mmbd|MMbd|mmb/d|MMb/d|MMbpd|mmbpd", "bbl/d", 1e6, "oil"),
    (r"kb/d|kbd", "bbl/d", 1e3, "oil"),
    (r"barrels?|bbls?", "bbl", 1, "oil"),
    (r"bcm(?:/y)?", "m3", 1e9, "gas"),
    (r"mcm", "m3", 1e6, "gas"),
    (r"cubic met(?:re|er)s?|m³|m3|cu m", "m3", 1, "gas"),
    (r"Bcf/d|bcf/d", "ft3/d", 1e9, "gas"),
    (r"(?:cubic feet|cubic foot) (?:per|a) day", "ft3/d", 1, "gas"),
    (r"Tcf|tcf", "ft3", 1e12, "gas"),
    (r"[Bb]cf", "ft3", 1e9, "gas"),
    (r"cubic feet", "ft3", 1, "gas"),
    (r"(?:million )?(?:TIV|trend[- ]indicator (?:values?|units?))(?: million)?", "tiv", 1, "arms"),
    (r"EJ|exajoules?", "ej", 1, "energy"),
    (r"Mtoe", "toe", 1e6, "energy"),
    (r"mtpa|mmtpa|MTPA|mmt|Mt|mt|MT|MMT", "t", 1e6, ""),
    (r"kt", "t", 1e3, ""),
    (r"(?:metric |short |long )?(?:tonnes?|tons?)(?: (?:per|a) year)?", "t", 1, ""),
    (r"kilogrammes?|kilograms?|kilos|kg", "kg", 1, ""),
    (r"TWh|terawatt[- ]hours?", "twh", 1, "electricity"),
    (r"GWh|gigawatt[- ]hours?", "gwh", 1, "electricity"),
    (r"MWh|megawatt[- ]hours?", "mwh", 1, "electricity"),
    (r"GW|gigawatts?", "gw", 1, "electricity"),
    (r"MW|megawatts?", "mw", 1, "electricity"),
    (r"gallons?", "gal", 1, ""),
    (r"lit(?:re|er)s?", "l", 1, ""),
    (r"bushels?", "bushel", 1, ""),
    (r"(?:square )?(?:kilomet(?:re|er)s?|km)", "km", 1, ""),
    (r"miles?", "mi", 1, ""),
    (r"hectares?", "ha", 1, ""),
)
MEASURES = tuple(
    (re.compile(rf"(?:{pattern})(?![\w/])"), unit, factor, topic) for pattern, unit, factor, topic in _MEASURES
)

_PEOPLE = (
    "refugees|asylum[- ]?seekers|asylum applications|asylum claims|migrants|immigrants|returnees|evacuees|IDPs"
    "|(?:internally )?displaced(?: people| persons)?|displacements|people|persons|individuals|men|women"
    "|children|civilians"
    "|residents|citizens|nationals|families|inhabitants|arrivals|exiles|protesters|demonstrators|prisoners"
    "|detainees|hostages"
    "|workers|labourers|laborers|students|tourists|visitors|passengers|employees|staff|officers|officials"
    "|leaders|diplomats"
    "|generals|lawmakers|journalists|troops|soldiers|servicemen|personnel|fighters|combatants|peacekeepers"
    "|marines|sailors"
    "|militants|mercenaries|recruits|deaths|fatalities|bodies|casualties|killings|dead|victims|lives|survivors"
    "|advisers|advisors"
    "|Rohingyas?|executives|oligarchs|politicians|defectors|stateless|beneficiaries|participants|villagers"
    "|adults|patients"
    "|homeless|injured|wounded|contractors|instructors|observers|delegates|inmates|aid workers|Muslims"
    "|Christians|Tamils"
    "|Yazidis|Kurds|Uyghurs|Uighurs"
)
_ARMS = (
    "aircraft|fighter jets?|fighters?|jets?|warplanes|combat aircraft|helicopters?|gunships?|drones?|UAVs?"
    "|tanks?|missiles?"
    "|rockets?|howitzers?|launchers?|submarines?|frigates?|corvettes?|destroyers?|warships?|gunboats?"
    "|patrol (?:boats?|vessels?)"
    "|armou?red (?:personnel carriers|vehicles)|APCs|artillery pieces|shells|rounds|munitions|bombs|mines"
    "|torpedoes|guns|rifles"
    "|pistols|machine guns|mortars|grenades|air[- ]defen[cs]e systems|batteries|battalions|regiments"
    "|interceptors|warheads"
    "|radars|MANPADS|planes|bombers|infantry fighting vehicles|tanker aircraft|trainers|Humvees|weapons systems|weapons"
    "|units of|squadrons|systems"
)
_THINGS = (
    "countries|states|nations|governments|members|member states|parties|votes?|abstentions|entities"
    "|companies|firms|banks"
    "|vessels|ships|tankers|carriers|cargo(?:e)?s|oil tankers|planes|agreements|deals|treaties|contracts"
    "|accords|memoranda"
    "|documents|MoUs|MOUs|sanctions|designations|visits|trips|meetings|summits|strikes|air ?strikes|attacks|incidents"
    "|clashes|launches|tests|warheads|reactors|embassies|consulates|missions|bases|projects|camps|villages|houses|homes"
    "|buildings|provinces|products|goods|items|cases|violations|resolutions|terminals|ports|plants|stations|mines"
    "|wells|rigs|pipelines|refineries|cars|vehicles|trucks|containers|flights|coups|wars|operations|exercises|permits"
    "|licen[cs]es|applications|facilities|households|units|signatories|delegations|representatives|ministers"
    "|envoys|ambassadors"
    "|centres|centers|schools|hospitals|outlets|sites|rounds|packages|shipments|deliveries|orders|schools"
    "|visas|lines|lawsuits"
    "|institutions|organi[sz]ations|networks|airports|airlines|hectares|acres|head|animals|livestock|cattle"
    "|bags|boxes|turbines"
)
PEOPLE = re.compile(rf"(?:{_PEOPLE})\b", re.I)
ARMS = re.compile(rf"(?:{_ARMS})\b", re.I)
THINGS = re.compile(rf"(?:{_THINGS})\b", re.I)
ONE_OF_THINGS = re.compile(
    r"(?:aircraft|jet|helicopter|drone|tank|missile|submarine|frigate|ship|vessel|ballot|country|state|vote"
    r"|abstention)\b",
    re.I,
)
TIME = re.compile(
    r"(?:[- ]?)(?:(?:consecutive|straight|full|calendar|more|long) )?(?:years?|months?|weeks?|days?|hours?"
    r"|minutes?"
    r"|decades?|centur(?:y|ies)|quarters?|nights?)\b",
    re.I,
)
