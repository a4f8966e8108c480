"""Recipes: a panel as TOML, which repeats it exactly; a codebook is a recipe that also says what each column holds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from comity import language
from comity.errors import WrongUse, printable
from comity.panels.adds import Add
from comity.panels.units import Units

VERSION = 1
MOST_BYTES = 5_000_000
UNITS = ("grain", "system", "years", "member", "states", "dyads", "group", "as_of")
# What a codebook says besides; it is written for readers and changes nothing.
TOLD = ("made_by", "rows", "columns", "sources", "warnings")
KEYS = ("version", *UNITS, "add", "releases", *TOLD)
ADD_WORDS = {"code": "what", **{f.metadata.get("word", f.name): f.name for f in fields(Add)[1:]}, "sha256": ""}


def written(units: Units, adds: Sequence[Add], as_of: date | None, releases: Mapping[str, str]) -> str:
    """Return the recipe of a panel."""
    years = None if units.years is None else f"{units.years[0]}:{units.years[1]}"
    found: dict[str, Any] = {
        "version": VERSION,
        "grain": units.grain,
        "system": units.system,
        "years": years,
        "member": units.member,
        "states": list(units.states) or None,
        "dyads": [":".join(pair) for pair in units.dyads] or None,
        "group": units.group or None,
        "as_of": None if as_of is None else as_of.isoformat(),
    }
    parts = [table("", found)]
    parts += [table("[[add]]", _add(add)) for add in adds]
    parts.append(table("[releases]", dict(sorted(releases.items()))))
    return "\n".join(parts)


def table(head: str, values: Mapping[str, Any]) -> str:
    """Return a table of TOML; what is None is left out."""
    lines = [head] if head else []
    return "\n".join([*lines, *(f"{_key(k)} = {_value(v)}" for k, v in values.items() if v is not None)]) + "\n"


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else json.dumps(name)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _add(add: Add) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, name in ADD_WORDS.items():
        if name:
            value = getattr(add, name)
            found[word] = list(value) if isinstance(value, tuple) else value
    kept = {w: v for w, v in found.items() if v not in ("", [], 0, None) or (w == "fill" and v is not None)}
    if add.columns:
        from comity.panels.own import checksum

        kept["sha256"] = checksum(Path(add.what))
    return kept


def read(path: Path) -> tuple[Units, tuple[Add, ...], date | None, dict[str, str]]:
    """Read a recipe, or the codebook of a panel, which holds its recipe.

    Returns
    -------
    tuple
        The units, the adds, the day of `as_of`, and the release of each data set that the panel was made of.

    Raises
    ------
    WrongUse
        No such file, not TOML, an unknown key, or a recipe of a newer version.
    """
    at = printable(str(path), 120)
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise WrongUse(f"{at}: cannot be read ({printable((e.strerror or str(e)).lower())})") from e
    if len(raw) > MOST_BYTES:
        raise WrongUse(f"{at}: {len(raw):,} bytes; no recipe is that long")
    try:
        found = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as e:
        raise WrongUse(f"{at}: not a recipe in TOML ({printable(str(e), 80)})") from e
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version > VERSION or version < 1:
        raise WrongUse(f"{at}: version {printable(str(version), 20)}; this Comity reads recipes of version {VERSION}")
    _known(found, KEYS, at)
    if "grain" not in found:
        raise WrongUse(f"{at}: no grain; write grain = 'dyad-year'")
    units = _units(found, at)
    day = language.day(_text(found, "as_of", at)) if "as_of" in found else None
    listed = found.get("add", [])
    if not isinstance(listed, list) or not all(isinstance(a, dict) for a in listed):
        raise WrongUse(f"{at}: add is no list of tables; write [[add]]")
    releases = found.get("releases", {})
    if not isinstance(releases, dict) or not all(isinstance(r, str) for r in releases.values()):
        raise WrongUse(f"{at}: releases is no table of texts; write [releases]")
    return units, tuple(_read_add(a, at) for a in listed), day, releases


def _known(found: Mapping[str, Any], keys: Sequence[str], at: str) -> None:
    odd = [k for k in found if k not in keys]
    if odd:
        raise WrongUse(f"{at}: unknown key {printable(odd[0], 40)!r}; a recipe has {', '.join(keys)}")


def _text(found: Mapping[str, Any], key: str, at: str) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise WrongUse(f"{at}: {key} = {printable(str(value), 40)} is no text; write it in quotes")
    return value


def _texts(found: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
    value = found.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise WrongUse(f"{at}: {key} is no list of texts; write ['…', '…']")
    return tuple(value)


def _units(found: Mapping[str, Any], at: str) -> Units:
    words = {k: _text(found, k, at) for k in ("grain", "system", "member", "group") if k in found}
    years = language.years(_text(found, "years", at)) if "years" in found else None
    pairs = tuple(pair_of(text) for text in _texts(found, "dyads", at))
    return Units(**words, years=years, states=_texts(found, "states", at), dyads=pairs)  # type: ignore[arg-type]


def pair_of(text: str) -> tuple[str, str]:
    """Read a pair, `RUS:MMR` or `RUS:any`.

    Raises
    ------
    WrongUse
        Not two names.
    """
    one, colon, other = (part.strip() for part in text.partition(":"))
    if not colon or not one or not other:
        raise WrongUse(f"{printable(text, 40)!r} is no pair; write RUS:MMR, or RUS:any for all of a state's pairs")
    return one, other


def _read_add(found: Mapping[str, Any], at: str) -> Add:
    _known(found, tuple(ADD_WORDS), at)
    values: dict[str, Any] = {}
    kinds: dict[str, tuple[type, ...]] = {
        "lag": (int,),
        "lead": (int,),
        "over": (int,),
        "year": (int,),
        "fill": (int, float),
    }
    for word, value in found.items():
        if word == "sha256":
            continue
        if word in ("columns", "keep", "only"):
            values[ADD_WORDS[word]] = _texts(found, word, at)
        elif word in kinds:
            if not isinstance(value, kinds[word]) or isinstance(value, bool):
                raise WrongUse(f"{at}: {word} = {printable(str(value), 40)} is not a number of its kind")
            values[ADD_WORDS[word]] = value
        else:
            values[ADD_WORDS[word]] = _text(found, word, at)
    if not values.get("what"):
        raise WrongUse(f"{at}: an add without code; write code = 'arms.deliveries'")
    add = Add(**values)
    if "sha256" in found:
        _same_file(add, _text(found, "sha256", at), at)
    return add


def _same_file(add: Add, expected: str, at: str) -> None:
    from comity.panels.own import checksum

    path = Path(add.what)
    if not path.is_file():
        raise WrongUse(f"{at}: {printable(add.what, 100)}: no such file; put it where the recipe names it")
    if checksum(path) != expected:
        raise WrongUse(
            f"{at}: {printable(add.what, 100)} is not the file that the recipe was made with (its SHA-256 differs)"
        )
