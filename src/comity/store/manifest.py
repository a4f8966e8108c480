"""What lies in a store: `manifest.json` at its top, one entry for each dataset and release."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from comity.errors import Failure, WrongUse, printable
from comity.store.files import write_text
from comity.vocabulary import Dataset, Release, Span

SCHEMA_VERSION = 1
EMBEDDED = Path(__file__).resolve().parent.parent / "data"
Stamp = tuple[int, int] | None


@dataclass(frozen=True)
class TableFile:
    """One Parquet file of a store: where it lies, its checksum, its size and what it is complete for."""

    path: Path
    rows: int
    bytes: int
    sha256: str
    coverage: tuple[Span, ...]


@dataclass(frozen=True)
class Holding:
    """One release of a dataset that is at hand. `embedded` says that it is the package's own snapshot."""

    dataset: str
    release: Release
    built_by: str
    tables: Mapping[str, TableFile]
    notes: tuple[str, ...]
    embedded: bool
    entry: Mapping[str, Any]


def user_root() -> Path:
    """Return the folder of the user's store: `COMITY_DATA`, else the platform's place for data."""
    named = os.environ.get("COMITY_DATA")
    if named is not None:
        return _folder(named)
    import platformdirs

    try:
        return Path(platformdirs.user_data_dir("comity", appauthor=False))
    except (KeyError, RuntimeError):
        return Path("/nonexistent/comity")


@lru_cache(maxsize=8)
def _folder(named: str) -> Path:
    if not named.strip() or not named.isprintable():
        raise WrongUse(f"COMITY_DATA is {printable(named)!r}; expected the path of a folder, or leave it unset")
    return Path(named).expanduser()


def holdings() -> tuple[Holding, ...]:
    """Return every release at hand, by dataset and age; the user's store shadows the embedded snapshot."""
    root = user_root()
    return _together(root, stamp_of(root), stamp_of(EMBEDDED))


@lru_cache(maxsize=8)
def _together(root: Path, stamp: Stamp, embedded: Stamp) -> tuple[Holding, ...]:
    mine = _read(root, stamp, embedded=root == EMBEDDED)
    shadowed = {(h.dataset, h.release.stamp) for h in mine}
    theirs = (h for h in _read(EMBEDDED, embedded, embedded=True) if (h.dataset, h.release.stamp) not in shadowed)
    return tuple(sorted([*mine, *theirs], key=lambda h: (h.dataset, h.release.published, h.release.stamp)))


def holdings_at(root: Path) -> tuple[Holding, ...]:
    """Return the releases of one store alone."""
    return _read(root, stamp_of(root), embedded=root == EMBEDDED)


def stamp_of(root: Path) -> Stamp:
    """Return time and size of a store's manifest, by which a change is noticed; None without one."""
    try:
        # Asked at every look-up, where making a Path would take ten times as long.
        found = os.stat(f"{root}/manifest.json")  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=8)
def _read(root: Path, stamp: Stamp, *, embedded: bool) -> tuple[Holding, ...]:
    if stamp is None:
        return ()
    path = root / "manifest.json"
    remedy = "reinstall comity" if embedded else "run `comity data build --from FOLDER` again"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        version = document["schema_version"]
        if version != SCHEMA_VERSION:
            raise Failure(f"{path}: made by another version of Comity (schema {version!r}); {remedy}")
        return tuple(_holding(root, e, embedded) for e in document["datasets"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise Failure(f"{path}: cut or altered ({printable(repr(e), 60)}); {remedy}") from e


def _holding(root: Path, entry: Mapping[str, Any], embedded: bool) -> Holding:
    release = Release(
        entry["release"],
        date.fromisoformat(entry["published"]),
        date.fromisoformat(entry["retrieved"]),
        entry["release_note"],
    )
    tables = {
        t["table"]: TableFile(
            _inside(root, t["file"]),
            int(t["rows"]),
            int(t["bytes"]),
            str(t["sha256"]),
            tuple(map(_span, t["coverage"])),
        )
        for t in entry["tables"]
    }
    return Holding(entry["dataset"], release, entry["built_by"], tables, tuple(entry["notes"]), embedded, entry)


def _inside(root: Path, name: str) -> Path:
    path = root / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ValueError(f"a file outside the store: {printable(name)}")
    return path


def _span(entry: Mapping[str, Any]) -> Span:
    def ids(side: str) -> tuple[str, ...] | None:
        return None if entry[side] is None else tuple(entry[side])

    return Span(int(entry["first"]), int(entry["last"]), ids("origins"), ids("targets"))


def entry_of(
    dataset: Dataset, release: Release, tables: list[dict[str, Any]], notes: tuple[str, ...], built_by: str
) -> dict[str, Any]:
    """Return the manifest's entry for one release of a dataset."""
    return {
        "dataset": dataset.code,
        "release": release.stamp,
        "published": release.published.isoformat(),
        "retrieved": release.retrieved.isoformat(),
        "release_note": release.note,
        "title": dataset.title,
        "publisher": dataset.publisher,
        "citation": dataset.citation,
        "address": dataset.address,
        "licence": dataset.licence.name,
        "licence_words": dataset.licence.words,
        "licence_address": dataset.licence.address,
        "built_by": built_by,
        "notes": list(notes),
        "tables": tables,
    }


def write_manifest(root: Path, entries: list[Mapping[str, Any]]) -> None:
    """Write the manifest; it is the last thing written, so a store is as before or as after."""
    ordered = sorted(entries, key=lambda e: (e["dataset"], e["release"]))
    document = {"schema_version": SCHEMA_VERSION, "datasets": ordered}
    write_text(root / "manifest.json", json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
