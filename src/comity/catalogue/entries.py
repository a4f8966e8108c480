"""Every indicator and record kind there is: those of the sources and those that measures make of them."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from comity.catalogue import sanctions
from comity.errors import WrongUse, printable
from comity.measures import MEASURES
from comity.sources import Publication, publications
from comity.store import own_publications, user_root
from comity.vocabulary import Definition, Measure, Offer, RecordKind


@dataclass(frozen=True)
class Given:
    """What a dataset gives of itself."""

    publication: Publication
    offer: Offer


@dataclass(frozen=True)
class Joined:
    """A list of records made of other lists: `rows` takes the rows of those at hand by code, and the day asked."""

    kind: RecordKind
    inputs: tuple[str, ...]
    rows: Callable[[Mapping[str, Sequence[Mapping[str, Any]]], date | None], list[dict[str, Any]]]


JOINED = (Joined(sanctions.KIND, sanctions.INPUTS, sanctions.matched),)
Entry = Given | Measure | Joined


def entries() -> Mapping[str, Entry]:
    """Return every entry by its code, in the order of codes; the user's own are among them."""
    own = {o.what.code: Given(p, o) for p in own_publications() for o in p.offers}
    if not own:
        return published()
    for code in own.keys() & published().keys():
        # Comity has learnt the code since: figures under one name must not change their source unseen.
        warnings.warn(f"{code} is now an indicator of Comity's; add yours again under another code", stacklevel=2)
    return dict(sorted({**own, **published()}.items()))


@lru_cache(maxsize=1)
def published() -> Mapping[str, Entry]:
    """Return the entries that come with Comity."""
    given: dict[str, Entry] = {o.what.code: Given(p, o) for p in publications() for o in p.offers}
    made: dict[str, Entry] = {m.definition.code: m for m in MEASURES}
    joined: dict[str, Entry] = {j.kind.code: j for j in JOINED}
    return dict(sorted({**given, **made, **joined}.items()))


def what(entry: Entry) -> Definition | RecordKind:
    """Return the definition or record kind of an entry."""
    if isinstance(entry, Joined):
        return entry.kind
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
    entry = entries().get(code)
    found = None if entry is None else what(entry)
    if isinstance(found, RecordKind):
        raise WrongUse(f"{code} are records, not figures; ask `comity records {code}`")
    if found is None:
        raise WrongUse(unknown(code, "indicator", [d.code for d in definitions()]))
    return found


def record_kind(code: str) -> RecordKind:
    """Return a record kind.

    Raises
    ------
    WrongUse
        There is no such record kind; the message has the nearest codes.
    """
    entry = entries().get(code)
    found = None if entry is None else what(entry)
    if isinstance(found, Definition):
        raise WrongUse(f"{code} is an indicator, not a record kind; ask `comity get {code}`")
    if found is None:
        raise WrongUse(unknown(code, "record kind", [k.code for k in record_kinds()]))
    return found


def search(words: str) -> tuple[Definition | RecordKind, ...]:
    """Return the entries whose code, label, unit, sector or note hold every word; all of them without words."""
    wanted = words.casefold().split()

    def text(w: Definition | RecordKind) -> str:
        unit = w.unit if isinstance(w, Definition) else ""
        return f"{w.code} {w.label} {w.sector} {unit} {w.note}".casefold()

    return tuple(w for w in map(what, entries().values()) if all(word in text(w) for word in wanted))


def add_own(form: Path) -> Mapping[str, Any]:
    """Add a user's own indicators, as a form in TOML describes them, to the user's store; return what was written.

    Raises
    ------
    WrongUse
        The form is not filled in as it should be, or a code is taken.
    Failure
        A file is not what the form says of it.
    """
    from comity.store import building

    return building.add_own(form, user_root(), taken=published().keys())


def datasets_of(code: str) -> tuple[str, ...]:
    """Return the codes of the datasets that an entry rests on."""
    entry = entries()[code]
    if isinstance(entry, Given):
        return (entry.publication.dataset.code,)
    return tuple(dict.fromkeys(d for i in entry.inputs for d in datasets_of(i)))


def unknown(code: str, kind: str, known: list[str]) -> str:
    """Say that there is no such code, with the nearest ones."""
    near = difflib.get_close_matches(code[:60], known, n=3)
    said = f"did you mean {', '.join(near)}?" if near else "`comity indicators` lists what there is"
    return f"no {kind} called {printable(code, 60)!r}; {said}"
