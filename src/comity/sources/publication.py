"""The form that every source fills in.

A publisher's file in this room ends in `PUBLICATIONS`: for each dataset its terms, its tables, the layouts in which
its files reach us (`Edition`), and the indicators and record kinds that it gives (`Offer`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from comity.vocabulary import Dataset, Offer, Release, Span, Table

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Reading:
    """What reading the files of one release gave: tables, the span each is complete for, and what was set aside."""

    release: Release
    tables: Mapping[str, pl.DataFrame]
    coverage: Mapping[str, tuple[Span, ...]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """One layout in which the figures reach us.

    `files` gives for each role the file's place below the folder, as a glob. A user's own download has one role and
    `knows`, which recognises the file by its head, since download names vary.
    """

    name: str
    files: Mapping[str, str]
    read: Callable[[Mapping[str, Path]], Reading]
    knows: Callable[[str], bool] | None = None


def ship_all(reading: Reading) -> Reading:
    """Everything may be shipped."""
    return reading


def ship_nothing(_: Reading) -> None:
    """Nothing may be shipped."""


@dataclass(frozen=True)
class Publication:
    """A dataset with all that is needed to read, check, offer and (in part) ship it."""

    dataset: Dataset
    tables: tuple[Table, ...]
    editions: tuple[Edition, ...]
    offers: tuple[Offer, ...]
    ship: Callable[[Reading], Reading | None] = field(default=ship_all)

    def table(self, name: str) -> Table:
        """Return the table of that name."""
        return next(t for t in self.tables if t.name == name)
