"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from comity.errors import Failure, WrongUse, known_ending, printable


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; at the end it is flushed and takes the name, or it is gone.

    A link is followed: the file it points to is replaced.

    Raises
    ------
    Failure
        The place cannot be written (no such folder, no permission, no space): one line that says so.
    """
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(_mode(target))
        _flush(temporary)
        temporary.replace(target)
        temporary = None
        _flush(target.parent)
    except OSError as e:
        raise cannot_write(path, e) from e
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def cannot_write(path: Path, error: OSError) -> Failure:
    """Say in one line why a place cannot be written."""
    why = {
        errno.ENOENT: "the folder does not exist; make it first",
        errno.EACCES: "permission denied; choose another place",
        errno.EPERM: "permission denied; choose another place",
        errno.EROFS: "the disk is read-only; choose another place",
        errno.ENOSPC: "no space left on the disk",
        errno.EDQUOT: "the disk quota is used up",
        errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
        errno.ENOTDIR: "a part of the path is no folder; choose another place",
        errno.EFBIG: "the file would be larger than the system allows",
    }
    return Failure(
        f"{printable(str(path), 160)}: cannot be written: {why.get(error.errno or 0, error.strerror or 'unknown')}"
    )


def check_writable(path: Path) -> None:
    """Refuse a place that cannot take a file, before anything is computed.

    Raises
    ------
    WrongUse
        It is a folder.
    Failure
        Its folder is not there or cannot be written.
    """
    try:
        if path.is_dir():
            raise WrongUse(f"{printable(str(path), 160)} is a folder; name a file in it")
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise Failure(f"{printable(str(path), 160)}: not an ordinary file; choose another place")
        handle, name = tempfile.mkstemp(dir=Path(os.path.realpath(path)).parent, prefix=".comity.", suffix=".tmp")
    except OSError as e:
        raise cannot_write(path, e) from e
    os.close(handle)
    Path(name).unlink()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_by_ending(path: Path, writers: Mapping[str, Callable[[], str]]) -> None:
    """Write the text that belongs to a file's ending, whole or not at all; nothing is made for a place that refuses it.

    Raises
    ------
    WrongUse
        An ending without a writer.
    Failure
        The place cannot be written.
    """
    write = writers[known_ending(path, writers)]
    check_writable(path)
    write_text(path, write())


def _mode(target: Path) -> int:
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
