"""Eurostat's words in its tables of energy imports: kinds of fuel, sums, partners that are no states."""

from __future__ import annotations

from typing import Any

# CN headings that are read, and those that hold them or are too small to matter.
COMEXT_GOODS = {2709: "crude", 2710: "oil products", 2701: "coal", 271111: "lng", 271121: "pipeline gas"}
COMEXT_IN_OTHERS = {
    2704: "coke: made of coal, small",
    2705: "coal gas: small",
    2706: "tar: small",
    2711: "all gases: holds the two that are read",
}
COMEXT_CODES: tuple[Any, ...] = (*COMEXT_GOODS, *COMEXT_IN_OTHERS)  # numbers, where most categories are text
# Reporters that are sums of others.
COMEXT_AGGREGATES = {
    "EU": "the same rows as EU27_2020, and the United Kingdom until January 2020",
    "EA19": "the 19 states with the euro",
    "EUROZONE": "the same rows as EA19",
}
COMEXT_PARTNERS = (
    "AUS", "AZE", "CAN", "COL", "DZA", "GBR", "IDN", "IRN", "IRQ", "KAZ", "LBY", "NGA", "NOR", "QAT", "RUS", "SAU",
    "ARE", "USA", "ZAF",
)  # fmt: skip

# Code, words, the unit that is read (gas is also given in m³), its words, first and last year with all months.
MONTHLY_COMMODITIES = {
    "crude_oil": ("crude", "crude oil", "tonne", "tonnes", 2008, 2021),
    "oil_products": ("products", "oil products", "tonne", "tonnes", 2013, 2021),
    "coal": ("coal", "coal", "tonne", "tonnes", 2008, 2016),
    "gas_all": ("gas", "natural gas, liquefied gas included", "TJ", "TJ", 2008, 2021),
    "lng": ("lng", "liquefied natural gas", "TJ", "TJ", 2013, 2021),
}
FUELS = {
    "oil": ("Oil and oil products", "thousand tonnes"),
    "gas": ("Natural gas", "million m³"),
    "solid": ("Solid fossil fuels", "thousand tonnes"),
}

# The yearly tables add to some names whose they are.
RENAMED = {
    "Aruba (NL)": "Aruba",
    "British Virgin Islands (UK)": "British Virgin Islands",
    "Gibraltar (UK)": "Gibraltar",
    "New Caledonia (FR)": "New Caledonia",
    "Kosovo (under United Nations Security Council Resolution 1244/99)": "Kosovo",
    "China including Hong Kong": "China",
}
_REST = "what is left of a region; who is in it changes"
ANNUAL_OTHERS = {
    "Other African countries (aggregate changing according to the context)": _REST,
    "Other American countries (aggregate changing according to the context)": _REST,
    "Other Asian countries (aggregate changing according to the context)": _REST,
    "Other European countries (aggregate changing according to the context)": _REST,
    "Other Near and Middle East Asian countries": _REST,
    "Other countries of former Soviet Union (before 1991)": _REST,
    "Not specified": "partner not specified",
}
