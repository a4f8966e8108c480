"""Every indicator and record kind there is: those of the sources and those that measures make of them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from comity.errors import WrongUse, printable
from comity.measures import MEASURES
from comity.sources import Publication, publications
from comity.vocabulary import Definition, Measure, Offer, RecordKind


@dataclass(frozen=True)
class Given:
    """What a dataset gives of itself."""

    publication: Publication
    offer: Offer


Entry = Given | Measure


@lru_cache(maxsize=1)
def entries() -> Mapping[str, Entry]:
    """Return every entry by its code, in the order of codes."""
    given: dict[str, Entry] = {o.what.code: Given(p, o) for p in publications() for o in p.offers}
    made: dict[str, Entry] = {m.definition.code: m for m in MEASURES}
    return dict(sorted({**given, **made}.items()))


def what(entry: Entry) -> Definition | RecordKind:
    """Return the definition or record kind of an entry."""
    return entry.definition if isinstance(entry, Measure) else entry.offer.what


def definitions() -> tuple[Definition, ...]:
    """Return the definition of every indicator."""
    return tuple(w for e in entries().values() if isinstance(w := what(e), Definition))


def record_kinds() -> tuple[RecordKind, ...]:
    """Return every record kind."""
    return tuple(w for e in entries().values() if isinstance(w := what(e), RecordKind))


def definition(code: str) -> Definition:
    """Return the definition of an indicator.

    Raises
    ------
    WrongUse
        There is no such indicator; the message has the nearest codes.
    """
    found = what(entries()[code]) if code in entries() else None
    if isinstance(found, RecordKind):
        raise WrongUse(f"{code} are records, not figures; ask `comity records {code}`")
    if found is None:
        raise WrongUse(_unknown(code, "indicator", [d.code for d in definitions()]))
    return found


def record_kind(code: str) -> RecordKind:
    """Return a record kind.

    Raises
    ------
    WrongUse
        There is no such record kind; the message has the nearest codes.
    """
    found = what(entries()[code]) if code in entries() else None
    if isinstance(found, Definition):
        raise WrongUse(f"{code} is an indicator, not a record kind; ask `comity get {code}`")
    if found is None:
        raise WrongUse(_unknown(code, "record kind", [k.code for k in record_kinds()]))
    return found


def search(words: str) -> tuple[Definition | RecordKind, ...]:
    """Return the entries whose code, label, unit, sector or note hold every word; all of them without words."""
    wanted = words.casefold().split()

    def text(w: Definition | RecordKind) -> str:
        unit = w.unit if isinstance(w, Definition) else ""
        return f"{w.code} {w.label} {w.sector} {unit} {w.note}".casefold()

    return tuple(w for w in map(what, entries().values()) if all(word in text(w) for word in wanted))


def datasets_of(code: str) -> tuple[str, ...]:
    """Return the codes of the datasets that an entry rests on."""
    entry = entries()[code]
    if isinstance(entry, Given):
        return (entry.publication.dataset.code,)
    return tuple(dict.fromkeys(d for i in entry.inputs for d in datasets_of(i)))


def _unknown(code: str, kind: str, known: list[str]) -> str:
    near = difflib.get_close_matches(code[:60], known, n=3)
    said = f"did you mean {', '.join(near)}?" if near else "`comity indicators` lists what there is"
    return f"no {kind} called {printable(code, 60)!r}; {said}"
