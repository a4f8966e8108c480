"""What publishers publish: one file a publisher, all alike, each ending in `PUBLICATIONS`."""

from __future__ import annotations

from comity.errors import WrongUse
from comity.sources import (
    bmr,
    chronology,
    cow,
    fuel_prices,
    gleditsch_ward,
    idmc,
    lied,
    opensanctions,
    polity,
    sipri,
    ucdp,
    un_library,
    unhcr,
    vdem,
    world_bank,
)
from comity.sources.publication import Edition, Publication, Reading

__all__ = ["Edition", "Publication", "Reading", "publication", "publications"]

PUBLISHERS = (
    bmr,
    chronology,
    cow,
    fuel_prices,
    gleditsch_ward,
    idmc,
    lied,
    opensanctions,
    polity,
    sipri,
    ucdp,
    un_library,
    unhcr,
    vdem,
    world_bank,
)


def publications() -> tuple[Publication, ...]:
    """Return every dataset that there is, in the order of its code."""
    return tuple(sorted((p for m in PUBLISHERS for p in m.PUBLICATIONS), key=lambda p: p.dataset.code))


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
