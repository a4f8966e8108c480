"""Comity measures, explains and checks the ties between states, each figure with its source.

The verbs of the command line are functions here, with the same words:

    comity.brief("Russia", "Myanmar")
    comity.get("arms.deliveries", "RUS", "MMR", years="2015:2023")
    comity.records("arms.deals", "RUS", "MMR")
    comity.ties("Myanmar")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.briefs import brief
    from comity.catalogue import get, records, search, ties
    from comity.errors import ComityError, Failure, WrongUse
    from comity.states import find as state

__all__ = ["ComityError", "Failure", "WrongUse", "brief", "get", "records", "search", "state", "ties"]

_HOMES = {
    "brief": ("comity.briefs", "brief"),
    "get": ("comity.catalogue", "get"),
    "records": ("comity.catalogue", "records"),
    "search": ("comity.catalogue", "search"),
    "state": ("comity.states", "find"),
    "ties": ("comity.catalogue", "ties"),
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
