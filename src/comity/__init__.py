"""Comity measures, explains and checks the ties between states, each figure with its source.

The verbs of the command line are functions here, with the same words:

    comity.brief("Russia", "Myanmar")
    comity.get("arms.deliveries", "RUS", "MMR", years="2015:2023")
    comity.records("arms.deals", "RUS", "MMR")
    comity.ties("Myanmar")
    comity.panel("dyad-year", years=(1990, 2020)).add("votes.agreement").save("panel.parquet")
    comity.whatif("embargo.toml")
    comity.check("Russia supplied 27 % of Myanmar's arms.", date="2022-09-20")

and questions over several figures:

    comity.substitution("arms.deliveries", target="Myanmar", before="2016:2020", after="2021:2023")
    comity.around("arms.deliveries", "RUS", "MMR", event="2021-02-01")
    comity.centralities("trade.exports", 2020)
    comity.vote_similarity("RUS", "MMR", by="issue")
    comity.isolation("Russia", 2022)
    comity.influence("China", "Myanmar", 2014)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.briefs import brief
    from comity.catalogue import get, records, search, ties
    from comity.catalogue.ballots import vote_similarity
    from comity.catalogue.centres import centralities
    from comity.catalogue.changes import around
    from comity.catalogue.influencing import influence
    from comity.catalogue.replacing import substitution
    from comity.catalogue.standing import isolation
    from comity.checking import check
    from comity.errors import ComityError, Failure, WrongUse
    from comity.panels import panel
    from comity.scenarios import whatif
    from comity.states import find as state

__all__ = [
    "ComityError",
    "Failure",
    "WrongUse",
    "around",
    "brief",
    "centralities",
    "check",
    "get",
    "influence",
    "isolation",
    "panel",
    "records",
    "search",
    "state",
    "substitution",
    "ties",
    "vote_similarity",
    "whatif",
]

_HOMES = {
    "brief": ("comity.briefs", "brief"),
    "check": ("comity.checking", "check"),
    "get": ("comity.catalogue", "get"),
    "panel": ("comity.panels", "panel"),
    "records": ("comity.catalogue", "records"),
    "search": ("comity.catalogue", "search"),
    "state": ("comity.states", "find"),
    "ties": ("comity.catalogue", "ties"),
    "whatif": ("comity.scenarios", "whatif"),
    "around": ("comity.catalogue.changes", "around"),
    "centralities": ("comity.catalogue.centres", "centralities"),
    "influence": ("comity.catalogue.influencing", "influence"),
    "isolation": ("comity.catalogue.standing", "isolation"),
    "substitution": ("comity.catalogue.replacing", "substitution"),
    "vote_similarity": ("comity.catalogue.ballots", "vote_similarity"),
    "ComityError": ("comity.errors", "ComityError"),
    "Failure": ("comity.errors", "Failure"),
    "WrongUse": ("comity.errors", "WrongUse"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'comity' has no attribute {name!r}")
    room, word = _HOMES[name]
    return getattr(import_module(room), word)


def __dir__() -> list[str]:
    return sorted(__all__)
