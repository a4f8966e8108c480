"""What can go wrong, in words for the person who asked.

A message is one line: what was wrong (file, line or word), what was expected, what to do next.

    ComityError
    ├── WrongUse   the question cannot be asked like this: exit code 2
    └── Failure    the question is fine, the answer cannot be had: exit code 1
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class ComityError(Exception):
    """Anything that Comity refuses, with a message that a person can act on."""

    exit_code = 1


class WrongUse(ComityError):
    """The question cannot be asked like this (unknown state, reversed years, unknown option)."""

    exit_code = 2


class Failure(ComityError):
    """The question is fine but cannot be answered (damaged file, no release out on that day, full disk)."""


def printable(text: str, limit: int = 80) -> str:
    """Return `text` on one line, control characters escaped, cut to `limit` characters.

    Names come from outside and are echoed in messages; an escape sequence must not reach a terminal.
    """
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def known_ending(path: Path, endings: Iterable[str]) -> str:
    """Return the ending of a file's name, in lower case.

    Raises
    ------
    WrongUse
        It is none of `endings`, which the message lists.
    """
    known = tuple(endings)
    if path.suffix.lower() not in known:
        raise WrongUse(f"{printable(str(path), 120)}: unknown ending; use one of {', '.join(known)}")
    return path.suffix.lower()
