"""What publishers publish: one file a publisher, all alike, each ending in `PUBLICATIONS`."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from comity.errors import WrongUse
from comity.sources.publication import Edition, Publication, Reading

__all__ = ["Edition", "Publication", "Reading", "publication", "publications"]

PUBLISHERS = (
    "acled",
    "archigos",
    "atop",
    "bmr",
    "bp",
    "cepii",
    "chronology",
    "contiguity",
    "coups",
    "cow",
    "cow_disputes",
    "cow_trade",
    "cow_wars",
    "crea",
    "dgcis",
    "eurostat_energy",
    "eurostat_trade",
    "exercises",
    "fuel_prices",
    "gleditsch_ward",
    "gml",
    "gsdb",
    "icews",
    "ideal_points",
    "idmc",
    "igo",
    "imf",
    "isard",
    "lied",
    "nmc",
    "oecd",
    "oil_prices",
    "opensanctions",
    "polity",
    "reference_data",
    "reign",
    "rivalries",
    "sipri",
    "sipri_milex",
    "ties",
    "ucdp",
    "un_library",
    "unhcr",
    "vdem",
    "voeten",
    "wfp",
    "wikidata_embassies",
    "wits",
    "world_bank",
    "wto",
)


@cache
def publications() -> tuple[Publication, ...]:
    """Return every dataset that there is, in the order of its code."""
    found: list[Publication] = []
    for name in PUBLISHERS:
        found += import_module(f"{__name__}.{name}").PUBLICATIONS
    return tuple(sorted(found, key=lambda p: p.dataset.code))


def publication(code: str) -> Publication:
    """Return the publication of a dataset.

    Raises
    ------
    WrongUse
        There is no dataset of that code.
    """
    found = {p.dataset.code: p for p in publications()}
    if code not in found:
        import difflib

        near = difflib.get_close_matches(code, found, n=3) or sorted(found)
        raise WrongUse(f"no dataset called {code!r}; there is {', '.join(near)}")
    return found[code]
