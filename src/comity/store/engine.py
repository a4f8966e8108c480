"""The one DuckDB connection of a process, with its settings locked, and Parquet files as Narwhals frames."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import narwhals as nw

from comity.errors import Failure
from comity.store.files import sha256, write_text
from comity.store.manifest import EMBEDDED, Holding, TableFile, user_root
from comity.vocabulary import Relation

MEMORY_LIMIT = "2GB"
T = TypeVar("T")


class _Session:
    """The connection of a process and what was made on it; relations of two connections do not go together."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        self.connection = _connected(folders)
        self.made: dict[Hashable, Any] = {}


@lru_cache(maxsize=1)
def _session(folders: tuple[str, ...]) -> _Session:
    return _Session(folders)


def _current() -> _Session:
    return _session((str(user_root()), str(EMBEDDED)))


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """Return what was made under a key on the connection of now, or make it: a plan costs as much as a small answer."""
    made = _current().made
    if key not in made:
        made[key] = make()
    found: T = made[key]
    return found


def _connected(folders: tuple[str, ...]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    spill = next((f for f in folders[:1] if os.access(f, os.W_OK)), "")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute(f"SET temp_directory = {_quoted(str(Path(spill) / '.spill') if spill else '')}")
    connection.execute(f"SET allowed_directories = [{', '.join(_quoted(f) for f in folders)}]")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def relation(holding: Holding, table: str) -> Relation:
    """Return a stored table as a lazy relation, its file checked against the manifest.

    Raises
    ------
    Failure
        The file is gone, cut or altered: names the file and what to do.
    """
    file = holding.tables[table]
    seen = check(file, embedded=holding.embedded)
    return remembered(("file", str(file.path), *seen), lambda: _parquet(str(file.path)))


def _parquet(path: str) -> Relation:
    connection = _current().connection
    if any(c in path for c in "[*?"):
        # DuckDB reads a path as a pattern, and locked it forbids an escaped one; Arrow reads just this file.
        import pyarrow.parquet as pq

        return nw.from_native(connection.from_arrow(pq.read_table(path))).lazy()
    return nw.from_native(connection.read_parquet([path])).lazy()


def rows(values: Relation) -> list[dict[str, Any]]:
    """Run a relation and return its rows.

    Read from DuckDB itself: Arrow and NumPy, which cost more to import than a small answer to compute, stay out.
    """
    native = nw.to_native(values)
    if not isinstance(native, duckdb.DuckDBPyRelation):
        return values.collect().rows(named=True)
    names = native.columns
    return [dict(zip(names, row, strict=True)) for row in native.fetchall()]


def check(file: TableFile, *, embedded: bool) -> tuple[int | str, ...]:
    """Refuse a file that is not what the manifest says; one checked since its time and size changed is believed.

    Returns its time, size and checksum.
    """
    remedy = "reinstall comity" if embedded else "run `comity data build --from FOLDER` or `comity data add` again"
    try:
        found = file.path.stat()
    except OSError as e:
        raise Failure(f"{file.path}: missing from the store; {remedy}") from e
    seen: list[int | str] = [found.st_mtime_ns, found.st_size, file.sha256]
    believed = _checked()
    if believed.get(str(file.path)) == seen:
        return tuple(seen)
    if found.st_size != file.bytes or sha256(file.path) != file.sha256:
        raise Failure(f"{file.path}: damaged (its checksum is not the manifest's); {remedy}")
    _remember(str(file.path), seen)
    return tuple(seen)


def _memory() -> Path:
    return user_root() / ".checked.json"


@lru_cache(maxsize=1)
def _checked() -> dict[str, list[int | str]]:
    try:
        found = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(path: str, seen: list[int | str]) -> None:
    """Keep what was checked, where there is a store to keep it in; without one each process checks anew."""
    known = _checked()
    known[path] = seen
    if user_root().is_dir() and os.access(user_root(), os.W_OK):
        write_text(_memory(), json.dumps(known, indent=1, sort_keys=True) + "\n")
