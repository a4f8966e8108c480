"""The words that the chronology uses: who is no state, where a place lies, which state a person serves.

A word that stands in none of these tables, and is neither a state's id nor a group's code, stops the reading.
"""

from __future__ import annotations

from comity.vocabulary import Column

# A row carries its own source: none of these columns may be lost on the way to a page.
SOURCES = (
    Column("source_title", "text", "title of the page that says so", nullable=True),
    Column("source_publisher", "text", "who published the page", nullable=True),
    Column("source_date", "text", "date of the page: a day, month or year, or 'undated'", nullable=True),
    Column("source_url", "text", "address of the page", nullable=True),
    Column("second_source_url", "text", "address of a second page that says the same", nullable=True),
    Column("verified", "bool", "the fact was read in the stored text of the page"),
)

# Actors that are neither states nor groups of ours, with the state for which they act (None: for no single one).
ORGANISATIONS: dict[str, str | None] = {
    "UN": None,
    "UN OCHA": None,
    "UN OHCHR": None,
    "SCO": None,
    "Rosatom": "RUS",
    "Roscosmos": "RUS",
    "Rosgeo": "RUS",
    "Rosoboronexport": "RUS",
    "Rostec": "RUS",
    "Zarubezhneft": "RUS",
    "Federal Service for Military-Technical Cooperation": "RUS",
    "National Unity Government": "MMR",
}

# Where the chronology's code is not ours. Both rows on EUROPE quote the International Energy Agency's OECD Europe.
CODES = {"EUROPE": "OECD_EUROPE"}

PLACES: dict[str, str | None] = {
    "Andaman Sea": None,
    "Brasilia": "BRA",
    "Brussels": "BEL",
    "Geneva": "CHE",
    "Irkutsk": "RUS",
    "Kazan": "RUS",
    "Kubinka (Army-2018)": "RUS",
    "Kunming": "CHN",
    "Kursk": "RUS",
    "Mandalay": "MMR",
    "Mawlamyine": "MMR",
    "Meiktila": "MMR",
    "Minsk": "BLR",
    "Moscow": "RUS",
    "Nay Pyi Taw": "MMR",
    "New York": "USA",
    "Novosibirsk": "RUS",
    "Omsk": "RUS",
    "Pazigyi": "MMR",
    "Pyongyang": "PRK",
    "Russian Far East": "RUS",
    "Sochi": "RUS",
    "St Petersburg": "RUS",
    "Tehran": "IRN",
    "Thilawa": "MMR",
    "Tianjin": "CHN",
    "Ulan-Ude": "RUS",
    "Vladivostok": "RUS",
    "Washington": "USA",
    "Wellington": "NZL",
    "Yangon": "MMR",
    "Zhukovsky (MAKS)": "RUS",
}

# The state that a person serves; None for envoys and officials of an organisation of states.
PEOPLE: dict[str, str | None] = {
    "Alexander Fomin": "RUS",
    "Alexander Lukashenko": "BLR",
    "Alexander Mikheev": "RUS",
    "Alexander Shcherbinin": "RUS",
    "Alexey Likhachev": "RUS",
    "Ali Khamenei": "IRN",
    "Anatoly Bulochnikov": "RUS",
    "Aung Kyaw Zan": "MMR",
    "Aung San Suu Kyi": "MMR",
    "Bakhtiyor Khakimov": "RUS",
    "Barbara Woodward": "GBR",
    "Charlie Than": "MMR",
    "Deng Xijun": "CHN",
    "Dmitry Shugayev": "RUS",
    "Hun Sen": "KHM",
    "Jacinda Ardern": "NZL",
    "Joe Biden": "USA",
    "Kan Zaw": "MMR",
    "Kim Jong Un": "PRK",
    "Ko Ko Lwin": "MMR",
    "Kyaw Swar Lin": "MMR",
    "Li Qiang": "CHN",
    "Lwin Oo": "MMR",
    "Masoud Pezeshkian": "IRN",
    "Maung Maung Aye": "MMR",
    "Maung Maung Kyaw": "MMR",
    "Maung Maung Ohn": "MMR",
    "Maxim Reshetnikov": "RUS",
    "Michelle Bachelet": None,
    "Min Aung Hlaing": "MMR",
    "Myint Nwe": "MMR",
    "Myo Sat Aung": "MMR",
    "Myo Thein Kyaw": "MMR",
    "Nikolai Patrushev": "RUS",
    "Nikolai Yevmenov": "RUS",
    "Nyo Saw": "MMR",
    "Pavel Sorokin": "RUS",
    "Qin Gang": "CHN",
    "Sergei Savelyev": "RUS",
    "Sergei Shoigu": "RUS",
    "Sergey Lavrov": "RUS",
    "Soe Win": "MMR",
    "Than Swe": "MMR",
    "Than Than Swe": "MMR",
    "Thaung Han": "MMR",
    "Tin Aung San": "MMR",
    "Tom Andrews": None,
    "Vladimir Putin": "RUS",
    "Wang Yi": "CHN",
    "Win Myint": "MMR",
    "Wunna Maung Lwin": "MMR",
    "Xi Jinping": "CHN",
    "Yury Ushakov": "RUS",
    "Zaw Min Tun": "MMR",
}

EVENT_KINDS = (
    "visit", "meeting", "statement", "agreement", "delivery", "order", "exercise", "vote", "coup", "sanction", "energy",
    "oil exploration", "shortage", "displacement report", "recognition", "membership", "other",
)  # fmt: skip

UNITS = (
    "MMK/l", "MW", "USD", "USD/barrel cap", "USD/barrel cap (premium products)", "air strikes", "aircraft",
    "barrels per day", "days", "documents", "incidents", "joint activities", "million barrels per day", "people",
    "people (middle of 10,000-12,000)", "people killed", "percent", "percent of Russian oil imports covered",
    "percent of shares", "percent to OECD Europe", "persons", "tonnes", "tonnes per year sought",
    "visit number since coup", "votes in favour", "years",
)  # fmt: skip

MEASURE_KINDS = (
    "arms embargo", "asset freeze", "travel ban", "trade/export", "oil embargo", "oil price cap", "financial",
    "aviation", "other",
)  # fmt: skip

# The file's word, and how it is said. An end that lies after the day of the list is set, not past.
STATUSES = {"ended": "ended", "no_end_seen": "no end seen", "unknown": "end not known"}
END_SET = "end set for a later day"

# The file's word, how it is said, and whether the object acts on the subject ("A sanctioned_by B" is B sanctions A).
RELATIONS = {
    "owns": ("owns", False),
    "part_of": ("is part of", False),
    "represents": ("acts for", False),
    "sanctioned_by": ("sanctions", True),
    "subsidiary_of": ("is a subsidiary of", False),
    "succeeds": ("succeeds", False),
}

ENTITY_KINDS = (
    "armed forces", "committee", "company", "government (de facto)", "government (rival)", "government service",
    "military conglomerate", "military department", "ministry", "organisation", "payment system", "plant", "state",
    "state arms trader", "state bank", "state corporation", "state-owned company", "state-owned enterprise",
)  # fmt: skip
