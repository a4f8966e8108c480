"""What is to be estimated, in words, and the sets of fixed effects that the words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.errors import WrongUse, printable
from comity.models.gravity.kernels import Codes
from comity.models.gravity.rows import Factor
from comity.models.gravity.table import Key, Table, combine

KINDS = ("exporter", "importer", "year", "sector")
PAIR = "pair"


@dataclass(frozen=True)
class Group:
    """A set of effects or clusters: its name and the kinds of names (or columns) that it crosses."""

    name: str
    parts: tuple[str, ...]


def groups(words: str | Sequence[str], columns: Mapping[str, str], *, symmetric: bool, by_sector: bool) -> list[Group]:
    """Read "exporter-year,importer-year,pair": kinds of names, or columns of the table, joined by hyphens.

    `columns` gives the column of each kind; `by_sector` crosses every set of states with the sector unless one does.

    Raises
    ------
    WrongUse
        A set is empty or stands twice.
    """
    listed = words.split(",") if isinstance(words, str) else list(words)
    listed = [w.strip() for w in listed if w.strip() and w.strip() != "none"]
    kinds = {column: kind for kind, column in columns.items()}
    made: list[Group] = []
    for word in listed:
        parts: list[str] = []
        for part in word.split("-"):
            if not part:
                raise WrongUse(f"{printable(word, 60)} is no set of effects; expected one such as exporter-year")
            if part == PAIR:
                parts += [PAIR] if symmetric else ["exporter", "importer"]
            else:
                parts.append(kinds.get(part, part))
        made.append(Group(word, tuple(parts)))
    if by_sector and not any("sector" in g.parts for g in made):
        made = [Group(f"{g.name}-sector", (*g.parts, "sector")) if _of_states(g) else g for g in made]
    named = [g.parts for g in made]
    for group in made:
        if named.count(group.parts) > 1:
            raise WrongUse(f"{printable(group.name, 60)} is asked for twice; name each set of effects once")
    return made


def _of_states(group: Group) -> bool:
    return bool({"exporter", "importer", PAIR} & set(group.parts))


def with_pairs(table: Table) -> Table:
    """Add the key of pairs of states whatever the direction."""
    exporter, importer = table.keys["exporter"], table.keys["importer"]
    labels = {label: n for n, label in enumerate(dict.fromkeys([*exporter.labels, *importer.labels]))}
    a = np.array([labels[x] for x in exporter.labels], np.int64)[exporter.codes]
    b = np.array([labels[x] for x in importer.labels], np.int64)[importer.codes]
    seen, codes = np.unique(np.minimum(a, b) * len(labels) + np.maximum(a, b), return_inverse=True)
    names = list(labels)
    pairs = tuple((names[int(s) // len(labels)], names[int(s) % len(labels)]) for s in seen)
    return replace(table, keys={**table.keys, PAIR: Key(codes.astype(np.int32), pairs)})


def factors(table: Table, asked: Sequence[Group]) -> list[Factor]:
    """Return the levels of every set of effects; exporter-period and importer-period of the same periods come first."""
    sides = _sides(table, asked)
    made = []
    for group in sorted(asked, key=lambda g: list(sides).index(g) if g in sides else len(sides)):
        parts = group.parts
        if group in sides:
            parts = (*(p for p in parts if p != sides[group]), sides[group])
        codes, levels = combine([table.keys[p] for p in parts])
        states = len(table.keys[parts[-1]].labels)
        whole = levels == int(np.prod([len(table.keys[p].labels) for p in parts], dtype=np.float64))
        if group in sides and whole:
            made.append(Factor(group.name, codes, levels, (states, levels // states), table.keys[parts[-1]].codes))
        else:
            made.append(Factor(group.name, codes, levels))
    return made


def _sides(table: Table, asked: Sequence[Group]) -> dict[Group, str]:
    for out in asked:
        for into in asked:
            periods = [p for p in out.parts if p != "exporter"]
            if (
                "exporter" in out.parts
                and "importer" in into.parts
                and "importer" not in periods
                and periods == [p for p in into.parts if p != "importer"]
            ):
                return {out: "exporter", into: "importer"}
    return {}


def clusters(table: Table, asked: Sequence[Group]) -> list[Codes]:
    """Return the cluster of each row, for every way to cluster."""
    return [combine([table.keys[p] for p in group.parts])[0] for group in asked]
