"""What every dataset gives through the store: figures and records by the law of docs/conventions.md."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import get_args

import narwhals as nw
import polars as pl
import pyarrow.parquet as pq
import pytest

from comity import states, store
from comity.catalogue import definitions, record_kinds
from comity.catalogue.cells import FIRST_GROUP
from comity.catalogue.entries import JOINED
from comity.measures import MEASURES
from comity.sources import Publication, publications
from comity.store.building import build
from comity.vocabulary import (
    RECORD_COLUMNS,
    Absence,
    Definition,
    RecordKind,
    Status,
    by_month,
    of_one_state,
    relation_columns,
)

BOOKS = {p.dataset.code: p for p in publications()}
NUMBERS = [s.number for s in states.states()] + [g.number for g in states.groups()]
every_book = pytest.mark.parametrize("book", [pytest.param(b, id=c) for c, b in BOOKS.items()])


def test_codes_are_dotted_and_stand_once() -> None:
    codes = [o.what.code for b in BOOKS.values() for o in b.offers] + [m.definition.code for m in MEASURES]
    codes += [j.kind.code for j in JOINED]
    assert [c for c, n in Counter(codes).items() if n > 1] == []
    assert [c for c in codes if not re.fullmatch(r"[a-z]+(\.[a-z][a-z0-9_]*)+", c)] == []
    assert len(definitions()) + len(record_kinds()) == len(codes)


def test_every_definition_is_said_in_full() -> None:
    for d in definitions():
        assert all([d.label, d.unit, d.sector]), d.code
        assert d.absent in get_args(Absence), d.code
        assert not (d.kind in ("index", "price", "stock") and d.adds_over_time), f"C35: {d.code}"
    for k in record_kinds():
        assert all([k.label, k.sector]), k.code
        assert all(c.meaning for c in k.columns), k.code


@every_book
def test_a_dataset_states_its_terms_and_its_tables(book: Publication) -> None:
    d = book.dataset
    assert all([d.title, d.publisher, d.citation, d.licence.name, d.licence.words]), d
    for table in book.tables:
        names = table.column_names()
        assert len(set(names)) == len(names)
        assert set(table.keys) <= set(names)
        assert all(c.meaning for c in table.columns)
    assert {t for o in book.offers for t in o.tables} <= {t.name for t in book.tables}


@pytest.mark.shared
@every_book
def test_a_dataset_gives_its_figures_from_the_store(
    book: Publication, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = pq.write_table
    monkeypatch.setattr(pq, "write_table", lambda *a, **k: write(*a, **{**k, "compression_level": 1}))  # for speed
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    folder = _only(book, shared / "data", tmp_path / "files")
    built = build(folder, tmp_path / "store")
    # Another dataset may be made of one of its files (V-Dem's index and the democracy scores).
    assert book.dataset.code in {e["dataset"] for e in built.entries}
    opened = set()
    for holding in (h for h in store.holdings_at(tmp_path / "store") if h.dataset == book.dataset.code):
        for name, file in holding.tables.items():
            assert file.coverage, f"C4: {name}"
        for offer in book.offers:
            if not set(offer.tables) <= set(holding.tables):
                continue
            values = offer.values({t: store.relation(holding, t) for t in offer.tables})
            frame = nw.to_native(values).pl()
            opened.add(offer.what.code)
            assert len(frame), offer.what.code
            if isinstance(offer.what, Definition):
                _by_law(offer.what, frame)
                if offer.groups is not None:
                    own = nw.to_native(offer.groups({t: store.relation(holding, t) for t in offer.tables})).pl()
                    _by_law(offer.what, own)
                    assert _groups_in(frame) == set(), f"C37: {offer.what.code}"
                    assert _groups_in(own), f"C37: {offer.what.code}"
                assert offer.coverage(holding.tables[offer.tables[0]].coverage), f"C4: {offer.what.code}"
            else:
                _records_by_law(offer.what, frame)
    assert opened == {o.what.code for o in book.offers}


def _only(book: Publication, data: Path, to: Path) -> Path:
    """Make a folder with links to this dataset's files alone."""
    for edition in book.editions:
        if edition.knows is None:
            for place in edition.files.values():
                for file in data.glob(place):
                    link = to / file.relative_to(data)
                    link.parent.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(file)
    return to


def _groups_in(frame: pl.DataFrame) -> set[int]:
    sides = [c for c in ("state", "origin", "target") if c in frame.columns]
    return {n for c in sides for n in frame[c].unique() if n >= FIRST_GROUP}


def _by_law(d: Definition, frame: pl.DataFrame) -> None:
    columns = relation_columns(d.grain)
    who = ("state",) if of_one_state(d.grain) else ("origin", "target")
    when = ("year", "date") if by_month(d.grain) else ("year",)
    assert tuple(frame.columns) == (*columns, *d.parts), f"C14: {d.code}"
    assert frame.schema["value"] == pl.Float64, f"C14: {d.code}"
    assert not frame.select(pl.struct(*who, *when).is_duplicated().any()).item(), f"C11: {d.code}"
    assert set(frame["status"].unique()) <= set(get_args(Status)), f"C1: {d.code}"
    assert frame.filter(~pl.col("value").is_finite()).is_empty(), d.code
    assert frame.filter(pl.col("value").is_null() & pl.col("status").is_in(["reported", "true zero"])).is_empty()
    for side in who:
        assert frame.filter(pl.col(side).is_null() | ~pl.col(side).is_in(NUMBERS)).is_empty(), f"C27: {d.code}"
    if by_month(d.grain):
        assert frame.schema["date"] == pl.Date, f"C14: {d.code}"
        assert frame.filter((pl.col("date").dt.day() != 1) | (pl.col("date").dt.year() != pl.col("year"))).is_empty()
    if not of_one_state(d.grain):
        assert frame.filter(pl.col("origin") == pl.col("target")).is_empty(), f"a state with itself: {d.code}"
    if d.grain == "dyad-year":
        assert frame.filter(pl.col("origin") > pl.col("target")).is_empty(), f"C12: {d.code}"


def _records_by_law(kind: RecordKind, frame: pl.DataFrame) -> None:
    assert {c.name for c in (*RECORD_COLUMNS, *kind.columns)} <= set(frame.columns), kind.code
    assert not frame["id"].is_duplicated().any(), kind.code
    assert frame.filter(pl.col("date").is_null() != pl.col("date_precision").is_null()).is_empty(), f"C33: {kind.code}"
    for column in ("kind", "summary"):
        assert frame.filter(pl.col(column).fill_null("").str.strip_chars() == "").is_empty(), f"{kind.code}: {column}"
    assert set(frame["parties"].explode().drop_nulls().unique()) <= set(NUMBERS), f"C27: {kind.code}"
