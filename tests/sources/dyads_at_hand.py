"""What the tests of sources by pairs of states share: the copies beside the checkout, read, and values of one cell."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl

from comity import states
from comity.sources.publication import Publication, Reading
from comity.store import building


def paths_of(publication: Publication, place: int, shared: Path) -> dict[str, Path]:
    folder = shared / "data"
    return {role: next(folder.glob(glob)) for role, glob in publication.editions[place].files.items()}


def read(publication: Publication, place: int, shared: Path) -> Reading:
    """Read one edition from the copies and check it against its envelope."""
    paths = paths_of(publication, place, shared)
    reading = publication.editions[place].read(paths)
    tables = building._checked(publication, reading, paths)
    return Reading(reading.release, tables, reading.coverage, reading.notes)


def values(publication: Publication, reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in publication.offers if o.what.code == code)
    tables = {t: nw.from_native(reading.tables[t].lazy()) for t in offer.tables}
    return offer.values(tables).collect(backend="polars").to_native()  # type: ignore[no-any-return]


def number(id_: str) -> int:
    return states.state(id_).number


def of_pair(frame: pl.DataFrame, one: str, other: str, year: int | None = None) -> list[float]:
    """Return the values of a pair, whichever of the two stands first, by year."""
    pair = [number(one), number(other)]
    rows = frame.filter(pl.col("origin").is_in(pair), pl.col("target").is_in(pair))
    return (rows if year is None else rows.filter(pl.col("year") == year)).sort("year")["value"].to_list()


def each_pair_once(frame: pl.DataFrame) -> bool:
    return (
        bool((frame["origin"] < frame["target"]).all())
        and not frame.select(pl.struct("origin", "target", "year").is_duplicated().any()).item()
    )
