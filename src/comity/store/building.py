"""Bringing publishers' files into a store: the whole folder, or one file that a user has downloaded."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.errors import Failure, WrongUse, printable
from comity.sources import Edition, Publication, Reading, publication, publications
from comity.sources.checks import checked, within
from comity.sources.own import read as read_own
from comity.sources.reading import head
from comity.store.files import cannot_write, sha256, whole
from comity.store.manifest import Holding, entry_of, holdings_at, write_manifest
from comity.store.own import INDICATORS, check_free, plain
from comity.vocabulary import Definition

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build did: the entries written, and for each dataset left out the reason."""

    entries: tuple[Mapping[str, Any], ...]
    left_out: Mapping[str, str]


def build(folder: Path, root: Path, *, shippable: bool = False, progress: Progress = lambda _: None) -> Built:
    """Read every dataset found below `folder` into the store at `root`.

    Parameters
    ----------
    shippable
        Keep only what may be shipped: this makes the embedded snapshot.
    progress
        Called with the name of each dataset before it is read.

    Raises
    ------
    WrongUse
        `folder` is no folder.
    Failure
        A file cannot be read, is not what its publisher's layout says, or nothing was found; nothing is written then.
    """
    if not folder.is_dir():
        raise WrongUse(f"{printable(str(folder), 160)} is no folder; name one with the publishers' files")
    files = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    entries: list[Mapping[str, Any]] = []
    left_out: dict[str, str] = {}
    with _locked(root):
        for book in publications():
            progress(book.dataset.code)
            found = _readings(book, folder, files)
            kept = _kept(book, found, shippable)
            if kept:
                entries += [_write(root, book, r, paths) for r, paths in kept]
            else:
                left_out[book.dataset.code] = "not shippable" if found else "no file found"
        if not entries:
            raise Failure(
                f"{printable(str(folder), 160)}: no publisher's file found; see `comity data list` for what is read"
            )
        _replace(root, entries, keep_others=not shippable)
    return Built(tuple(entries), left_out)


def add(code: str, file: Path, root: Path, *, accept_shrink: bool = False) -> Mapping[str, Any]:
    """Read one file that a user has downloaded into the store; return its entry.

    Raises
    ------
    WrongUse
        There is no such dataset or file.
    Failure
        The file is none of the layouts of that dataset, or not what its layout says.
    """
    book = publication(code)
    if not file.is_file():
        raise WrongUse(f"{printable(str(file), 160)}: no such file")
    edition, role = _recognise(book, file)
    paths = {role: file}
    reading = _read(edition, paths)
    tables = _checked(book, reading, paths, accept_shrink=accept_shrink)
    with _locked(root):
        entry = _write(root, book, Reading(reading.release, tables, reading.coverage, reading.notes), paths)
        _replace(root, [entry], keep_others=True)
    return entry


def add_own(form: Path, root: Path, *, taken: Collection[str] = ()) -> Mapping[str, Any]:
    """Read a user's own indicators, as a form describes them, into the store; return the entry.

    Adding the same release again replaces it; another release stands beside the old ones.

    Parameters
    ----------
    taken
        Codes of indicators and records that are not the user's.

    Raises
    ------
    WrongUse
        The form is not filled in as it should be, or a code is taken.
    Failure
        A file is not what the form says of it.
    """
    book, reading = read_own(form)
    check_free(book, reading.release.stamp, form, root, taken)  # before the lock, which makes the folder
    with _locked(root):
        check_free(book, reading.release.stamp, form, root, taken)
        written = _write(root, book, reading, {"form": form})
        entry = {**written, INDICATORS: [plain(o.what) for o in book.offers if isinstance(o.what, Definition)]}
        _replace(root, [entry], keep_others=True)
    return entry


def remove(code: str, root: Path, *, release: str | None = None) -> list[str]:
    """Take a data set, or one release of it, out of a user's store; return the releases taken out.

    What the package's own snapshot holds of it is seen again.

    Raises
    ------
    WrongUse
        The store has no such data set or release.
    """
    _named_in(root, code, release)  # before the lock, which leaves its mark in the folder
    with _locked(root):
        taken_out = {h.release.stamp for h in _named_in(root, code, release)}
        _keep(root, [h.entry for h in holdings_at(root) if h.dataset != code or h.release.stamp not in taken_out])
    for folder in (*(root / code / stamp for stamp in taken_out), root / code):
        with contextlib.suppress(OSError):  # not empty: other releases, or files that are not ours
            folder.rmdir()
    return sorted(taken_out)


def _named_in(root: Path, code: str, release: str | None) -> list[Holding]:
    held = holdings_at(root)
    found = [h for h in held if h.dataset == code and release in (None, h.release.stamp)]
    if not found:
        what = f"release {printable(release, 40)!r} of " if release is not None else ""
        known = dict.fromkeys(f"{h.dataset} {h.release.stamp}" if release else h.dataset for h in held)
        said = printable(", ".join(known), 120) or "nothing of yours"
        raise WrongUse(f"no {what}data set {printable(code, 40)!r} in your store; it holds {said}")
    return found


def _recognise(book: Publication, file: Path) -> tuple[Edition, str]:
    start = head(file)
    for edition in book.editions:
        if len(edition.files) != 1:
            continue
        ((role, place),) = edition.files.items()
        by_name = edition.knows is None and file.match(place.rsplit("/", 1)[-1])
        if by_name or (edition.knows is not None and edition.knows(start)):
            return edition, role
    layouts = "; ".join(e.name for e in book.editions if len(e.files) == 1) or "none for a single file"
    web = start.lstrip().lower().startswith(("<!doctype", "<html"))
    what = "a web page instead of data" if web else "an empty file" if not file.stat().st_size else "not a known layout"
    raise Failure(f"{printable(str(file), 120)}: {what}; expected for {book.dataset.code}: {printable(layouts, 120)}")


def _readings(book: Publication, folder: Path, files: list[Path]) -> list[tuple[Reading, Mapping[str, Path]]]:
    found: dict[tuple[str, str], tuple[Reading, Mapping[str, Path]]] = {}
    for edition in book.editions:
        for paths in _places(edition, folder, files):
            reading = _read(edition, paths)
            tables = _checked(book, reading, paths)
            for name in tables:
                key = (reading.release.stamp, name)
                if key in found:
                    both = " and ".join(str(next(iter(p.values()))) for p in (found[key][1], paths))
                    raise Failure(f"{both}: both hold release {key[0]} of {book.dataset.code}; keep one")
                one = Reading(reading.release, {name: tables[name]}, {name: reading.coverage[name]}, reading.notes)
                found[key] = (one, paths)
    return _by_release([found[k] for k in sorted(found)])


def _read(edition: Edition, paths: Mapping[str, Path]) -> Reading:
    """Read an edition; a column of another type, or rows that do not meet one to one, are the files' fault too."""
    from polars.exceptions import PolarsError

    try:
        return edition.read(paths)
    except PolarsError as e:
        raise Failure(
            f"{_named(paths.values())}: not what {edition.name} holds ({printable(str(e), 80)}); get it again"
        ) from e


def _named(paths: Iterable[Path]) -> Path:
    """Name files in a message: the one, or the folder with the names of all."""
    first, *others = paths
    return first.with_name(" or ".join([first.name, *(p.name for p in others)]))


def _by_release(parts: list[tuple[Reading, Mapping[str, Path]]]) -> list[tuple[Reading, Mapping[str, Path]]]:
    """Put the tables of one release together, whichever files they came from."""
    merged: dict[str, tuple[Reading, Mapping[str, Path]]] = {}
    for reading, paths in parts:
        stamp = reading.release.stamp
        if stamp in merged:
            old, old_paths = merged[stamp]
            notes = tuple(dict.fromkeys([*old.notes, *reading.notes]))
            reading = Reading(
                old.release, {**old.tables, **reading.tables}, {**old.coverage, **reading.coverage}, notes
            )
            paths = {**old_paths, **paths}
        merged[stamp] = (reading, paths)
    return list(merged.values())


def _places(edition: Edition, folder: Path, files: list[Path]) -> Iterator[Mapping[str, Path]]:
    found = {
        role: [f for f in files if f.relative_to(folder).match(place.removeprefix("**/"))]
        for role, place in edition.files.items()
    }
    if edition.knows is not None:
        ((role, candidates),) = found.items()
        yield from ({role: f} for f in candidates if edition.knows(head(f)))
    elif all(found.values()):
        for role, candidates in found.items():
            if len(candidates) > 1:
                raise Failure(
                    f"{candidates[0]} and {candidates[1]}: two files for the {role} of {edition.name}; keep one"
                )
        yield {role: candidates[0] for role, candidates in found.items()}


def _checked(
    book: Publication, reading: Reading, paths: Mapping[str, Path], *, accept_shrink: bool = False
) -> dict[str, pl.DataFrame]:
    tables = {}
    for name, frame in reading.tables.items():
        path = paths[name] if name in paths else _named(paths.values())
        table = book.table(name)
        tables[name] = checked(table, frame, path)
        known = table.envelopes.get(reading.release.stamp)
        newest = table.envelopes[max(table.envelopes)] if table.envelopes else None
        if known is not None:
            within(known, table, tables[name], path, accept_shrink=accept_shrink)
        elif newest is not None and len(frame) < newest.rows[0] and not accept_shrink:
            raise Failure(
                f"{path}: {len(frame):,} rows for the table '{name}', the last release has at least "
                f"{newest.rows[0]:,}; the file is cut or for some states only (--accept-shrink takes it all the same)"
            )
    return tables


def _kept(
    book: Publication, found: list[tuple[Reading, Mapping[str, Path]]], shippable: bool
) -> list[tuple[Reading, Mapping[str, Path]]]:
    if not shippable:
        return found
    return [(part, paths) for reading, paths in found if (part := book.ship(reading)) is not None]


def _write(root: Path, book: Publication, reading: Reading, paths: Mapping[str, Path]) -> Mapping[str, Any]:
    tables = []
    for name, frame in sorted(reading.tables.items()):
        table = book.table(name)
        path = next(iter(paths.values()))
        place = _write_table(root / book.dataset.code / reading.release.stamp, name, checked(table, frame, path))
        tables.append(
            {
                "table": name,
                "file": place.relative_to(root).as_posix(),
                "rows": len(frame),
                "bytes": place.stat().st_size,
                "sha256": sha256(place),
                "columns": [
                    {"name": c.name, "type": c.dtype, "unit": c.unit, "meaning": c.meaning} for c in table.columns
                ],
                "keys": list(table.keys),
                "coverage": [asdict(s) for s in reading.coverage[name]],
            }
        )
    return entry_of(book.dataset, reading.release, tables, reading.notes, f"comity {version('comity')}")


def _write_table(folder: Path, name: str, frame: pl.DataFrame) -> Path:
    """Write a Parquet file named by its content, so that a reader sees the old file or the new, never a mix."""
    import pyarrow.parquet as pq

    draft = folder / f"{name}.parquet"
    table = frame.to_arrow(compat_level=None)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with whole(draft) as temporary:
            pq.write_table(table, temporary, compression="zstd", compression_level=19)
            split = temporary.with_suffix(".split")
            try:
                _split(table, split)
                (split if split.stat().st_size < temporary.stat().st_size else temporary).replace(temporary)
            finally:
                split.unlink(missing_ok=True)
        final = folder / f"{name}-{sha256(draft)[:12]}.parquet"
        return draft.replace(final)
    except OSError as e:
        raise cannot_write(folder, e) from e
    finally:
        draft.unlink(missing_ok=True)


def _split(table: pa.Table, path: Path) -> None:
    """Write floats byte by byte (all first bytes, all second …): a fifth smaller where values hardly repeat."""
    import pyarrow.parquet as pq

    numbers = [f.name for f in table.schema if str(f.type) == "double"]
    others = [f.name for f in table.schema if f.name not in numbers]
    encoding = dict.fromkeys(numbers, "BYTE_STREAM_SPLIT")
    pq.write_table(
        table, path, compression="zstd", compression_level=19, use_dictionary=others, column_encoding=encoding
    )


def _replace(root: Path, entries: list[Mapping[str, Any]], *, keep_others: bool) -> None:
    mine = {(e["dataset"], e["release"]) for e in entries}
    others = [h.entry for h in holdings_at(root) if keep_others and (h.dataset, h.release.stamp) not in mine]
    _keep(root, [*others, *entries])


def _keep(root: Path, entries: list[Mapping[str, Any]]) -> None:
    """Write the manifest of these entries alone, then remove the files that it does not name."""
    write_manifest(root, entries)
    named = {root / t["file"] for e in entries for t in e["tables"]}
    # What a killed build left goes too; what cannot be removed now goes with the next build.
    for stray in (f for kind in ("*.parquet", ".*.tmp", ".*.split") for f in root.glob(f"*/*/{kind}")):
        if stray not in named:
            with contextlib.suppress(OSError):
                stray.unlink()


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Let one process at a time write a store; the lock goes with the process."""
    import fcntl

    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = (root / ".lock").open("w")
    except OSError as e:
        raise cannot_write(root, e) from e
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            raise Failure(f"{root}: another process is writing this store; try again when it is done") from e
        yield
