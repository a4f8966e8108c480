"""A user's own indicators as their store holds them: the definitions stand in the manifest, the figures in Parquet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from comity.errors import Failure, WrongUse, printable
from comity.sources import Publication, publications
from comity.sources.own import publication
from comity.store.manifest import Holding, Stamp, holdings_at, stamp_of, user_root
from comity.vocabulary import GRAINS, Caveat, Dataset, Definition, Licence

INDICATORS = "indicators"  # the key of a manifest's entry that makes it a user's own
# What a form says of an indicator, beside its caveats; the rest of a definition is not a user's to say.
STATED = (
    "code", "label", "unit", "grain", "kind", "sector", "absent", "adds_over_time", "adds_over_states", "note"
)  # fmt: skip


def own_publications() -> tuple[Publication, ...]:
    """Return the data sets that the user has made, in the form of every source; no file of theirs is read."""
    root = user_root()
    return _publications(root, stamp_of(root))


@lru_cache(maxsize=8)
def _publications(root: Path, stamp: Stamp) -> tuple[Publication, ...]:
    """Take terms from the newest release, and each indicator from the newest release that has it."""
    found: dict[str, dict[str, Definition]] = {}
    terms: dict[str, Dataset] = {}
    for held in sorted(holdings_at(root), key=lambda h: (h.release.published, h.release.stamp)):
        if is_own(held):
            terms[held.dataset] = _dataset(held.entry)
            found.setdefault(held.dataset, {}).update({d.code: d for d in definitions_of(held, root)})
    return tuple(publication(terms[code], tuple(each.values())) for code, each in sorted(found.items()))


def is_own(held: Holding) -> bool:
    """Say whether a release is one that its user made."""
    return INDICATORS in held.entry


def definitions_of(held: Holding, root: Path) -> tuple[Definition, ...]:
    """Return the definitions of the indicators in a release of the user's own.

    Raises
    ------
    Failure
        The manifest is cut or altered.
    """
    try:
        found = tuple(_definition(e) for e in held.entry[INDICATORS])
        if any(d.code not in held.tables or d.grain not in GRAINS for d in found):
            raise ValueError(f"an indicator of {held.dataset} without its table")
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        remedy = "add your form again (`comity data add FORM.toml`)"
        raise Failure(f"{root / 'manifest.json'}: cut or altered ({printable(repr(e), 60)}); {remedy}") from e
    return found


def plain(definition: Definition) -> dict[str, Any]:
    """Return a definition as plain data for the manifest."""
    caveats = [
        {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(c).items()} for c in definition.caveats
    ]
    return {**{name: getattr(definition, name) for name in STATED}, "caveats": caveats}


def _definition(entry: Mapping[str, Any]) -> Definition:
    return Definition(**{name: entry[name] for name in STATED}, caveats=tuple(_caveat(c) for c in entry["caveats"]))


def _caveat(entry: Mapping[str, Any]) -> Caveat:
    days = {k: None if entry[k] is None else date.fromisoformat(entry[k]) for k in ("first", "last")}
    return Caveat(**{**entry, **days, "states": tuple(entry["states"])})


def _dataset(entry: Mapping[str, Any]) -> Dataset:
    licence = Licence(entry["licence"], entry["licence_words"], entry["licence_address"], "no")
    return Dataset(entry["dataset"], entry["title"], entry["publisher"], entry["citation"], entry["address"], licence)


def check_free(book: Publication, stamp: str, form: Path, root: Path, taken: Collection[str]) -> None:
    """Refuse codes that something else has, and an indicator whose meaning would differ between its releases.

    Raises
    ------
    WrongUse
        Names the form, the code and what to do.
    """
    at, code = printable(str(form), 100), book.dataset.code
    if code in {p.dataset.code for p in publications()}:
        raise WrongUse(f"{at}: {code} is a data set of Comity's; give yours another name: code = '…' under [source]")
    mine = {o.what.code: o.what for o in book.offers}
    for held in holdings_at(root):
        if held.dataset == code and not is_own(held):
            raise WrongUse(f"{at}: {code} is in your store as another's data set; write another code under [source]")
        if not is_own(held) or (held.dataset, held.release.stamp) == (code, stamp):
            continue
        for old in definitions_of(held, root):
            new = mine.get(old.code)
            if isinstance(new, Definition):
                _same(old, new, held, code, at)
    for word in sorted(set(mine) & set(taken)):
        raise WrongUse(f"{at}: {word} is an indicator or a record kind already; give yours another code")


def _same(old: Definition, new: Definition, held: Holding, code: str, at: str) -> None:
    if held.dataset != code:
        raise WrongUse(
            f"{at}: {new.code} is in your data set '{held.dataset}' already; write code = '{held.dataset}' under "
            f"[source] to add a release to it, or run `comity data remove {held.dataset}`"
        )
    for field in ("unit", "grain", "kind", "absent"):
        before, now = getattr(old, field), getattr(new, field)
        if before != now:
            raise WrongUse(
                f"{at}: {new.code} has {field} {printable(before, 30)!r} in your release {held.release.stamp}, here "
                f"{printable(now, 30)!r}; give it another code, or run `comity data remove {code}`"
            )
