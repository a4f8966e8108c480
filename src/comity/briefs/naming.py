"""Who acts, in words: the ids of states and codes of groups that records hold, by name."""

from __future__ import annotations

from functools import cache

from comity.briefs.asking import said
from comity.pages import words
from comity.states import group, groups, state, states


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(s.id for s in states()), frozenset(g.code for g in groups())


def actor(word: str) -> str:
    """Return the name of a state or group for its id or code as it stands in a sentence; any other word as it is."""
    ids, codes = _known()
    if word in ids:
        return said(state(word))
    if word == "UN":
        return "the United Nations"
    if word in codes:
        name = group(word).name
        return name if name.startswith("the ") or (name.isupper() and name != "G7") else f"the {name}"
    return word


def issuer(text: str) -> str:
    """Return those who act together, joined by "; " in a record, as they stand in a sentence."""
    return words.listed([actor(w) for w in text.split("; ")])


def actors(text: str) -> str:
    """Return those who act together for a cell of a table."""
    return "; ".join(actor(w).removeprefix("the ") for w in text.split("; "))
