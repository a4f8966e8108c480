"""What the commands on data do: lists, terms, building, checksums."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comity import sources, store
from comity.catalogue import how_to_add
from comity.catalogue.exports import show_pandas
from comity.cli.printing import heading, pairs, paragraph, result, result_json, table, waiting
from comity.cli.samples import sample
from comity.errors import Failure, WrongUse, printable
from comity.pages.words import span
from comity.store import Holding
from comity.store.files import sha256
from comity.vocabulary import Column, Dataset, Span

SCHEMA_VERSION = 1
_AS_OF = {
    "release": "the release that was out on that day",
    "row date": "the rows dated until that day",
    "does not apply": "does not apply: the list has no dates",
}
_SHIP = {"yes": "ships with Comity", "part": "a part ships with Comity", "no": "does not ship; add your own copy"}


def show_all(*, as_json: bool) -> None:
    """Print the data sets at hand and those that are not."""
    held = store.holdings()
    known = {p.dataset.code: p.dataset for p in sources.publications()}
    absent = [d for code, d in known.items() if code not in {h.dataset for h in held}]
    if as_json:
        result_json(
            {
                "schema_version": SCHEMA_VERSION,
                "datasets": [_entry(h) for h in held],
                "not_at_hand": [
                    {"dataset": d.code, "title": d.title, "licence": d.licence.name, "how_to_add": how_to_add(d)}
                    for d in absent
                ],
            }
        )
        return
    rows = [[h.dataset, h.release.stamp, h.release.published, _rows(h), _place(h), h.entry["licence"]] for h in held]
    head = ("dataset", "release", "published", "rows", "where", "licence")
    parts = [table(head, rows, right=("rows",)) if rows else "No data set at hand."]
    if absent:
        parts.append(heading("Not at hand"))
        parts += [paragraph(f"{d.code} ({d.title}): {how_to_add(d)}", "    ", "  - ") for d in absent]
    result("\n".join(parts))


def show_one(code: str, *, as_json: bool) -> None:
    """Print terms, releases, tables and a sample of a data set."""
    own = {p.dataset.code: p for p in store.own_publications()}
    book = own.get(code) or sources.publication(code)
    held = [h for h in store.holdings() if h.dataset == code]
    # Each table is shown from the newest release that has it.
    newest = {name: h for h in held for name in h.tables}
    samples = {name: sample(h, book.table(name)) for name, h in newest.items()}
    if as_json:
        result_json(
            {
                "schema_version": SCHEMA_VERSION,
                **_terms_entry(book.dataset),
                "releases": [_entry(h) for h in held],
                "tables": [
                    {
                        "table": t.name,
                        "keys": list(t.keys),
                        "columns": [_column_entry(c) for c in t.columns],
                        "sample": samples.get(t.name, []),
                    }
                    for t in book.tables
                ],
            }
        )
        return
    parts = [book.dataset.title, "", _terms_text(book.dataset), heading("Releases at hand")]
    if held:
        rows = [[h.release.stamp, h.release.published, h.release.retrieved, _rows(h), _place(h)] for h in held]
        parts.append(table(("release", "published", "retrieved", "rows", "where"), rows, right=("rows",)))
        parts += [paragraph(n, "    ", "  - ") for n in dict.fromkeys(n for h in held for n in h.notes)]
    else:
        parts.append(paragraph(how_to_add(book.dataset)))
    for t in book.tables:
        parts.append(heading(f"Table {t.name}, a row for each {', '.join(t.keys)}"))
        parts.append(
            table(("column", "type", "unit", "meaning"), [[c.name, c.dtype, c.unit, c.meaning] for c in t.columns])
        )
        if t.name in newest:
            parts += ["", f"complete for {_coverage(newest[t.name].tables[t.name].coverage)}; first rows:"]
            parts.append(table(t.column_names(), [[r[c] for c in t.column_names()] for r in samples[t.name]]))
    result("\n".join(parts))


def build(folder: Path, out: Path | None, *, shippable: bool, as_json: bool) -> None:
    """Build a store from a folder of publishers' files, with progress on stderr."""
    show_pandas()  # which checks the tables
    from comity.store.building import build as build_store

    root = out or (store.EMBEDDED if shippable else store.user_root())
    with waiting("comity: reading the publishers' files") as progress:
        built = build_store(folder, root, shippable=shippable, progress=lambda name: progress(f"reading {name}"))
    if as_json:
        document = {"datasets": list(built.entries), "left_out": dict(built.left_out), "where": str(root)}
        result_json({"schema_version": SCHEMA_VERSION, **document})
        return
    rows = [_built_row(e) for e in built.entries]
    parts = [table(("dataset", "release", "rows", "bytes"), rows, right=("rows", "bytes"))]
    if built.left_out:
        parts.append(heading("Left out"))
        parts += [f"  {code}: {why}" for code, why in built.left_out.items()]
    result("\n".join([*parts, f"\nwritten to {printable(str(root), 400)}"]))


def add(code: str, file: Path, *, accept_shrink: bool, as_json: bool) -> None:
    """Read one downloaded file into the user's store."""
    show_pandas()
    from comity.store.building import add as add_to_store

    entry = add_to_store(code, file, store.user_root(), accept_shrink=accept_shrink)
    if as_json:
        result_json({"schema_version": SCHEMA_VERSION, "datasets": [entry]})
    else:
        result(table(("dataset", "release", "rows", "bytes"), [_built_row(entry)], right=("rows", "bytes")))


def add_own(form: str, *, as_json: bool) -> None:
    """Add indicators of the user's own, as a form describes them.

    Raises
    ------
    WrongUse
        It is no form, or not filled in as it should be.
    """
    if not form.casefold().endswith(".toml"):
        sources.publication(form)
        raise WrongUse(
            f"missing FILE: run `comity data add {form} FILE`, with the publisher's file as you downloaded it"
        )
    show_pandas()
    from comity.catalogue.entries import add_own as add_to_store

    entry = add_to_store(Path(form))
    if as_json:
        result_json({"schema_version": SCHEMA_VERSION, "datasets": [entry]})
        return
    parts = [table(("dataset", "release", "rows", "bytes"), [_built_row(entry)], right=("rows", "bytes")), ""]
    parts += [f"  - {note}" for note in entry["notes"]]
    asked = entry["indicators"][0]
    parts.append(f"\nask `comity get {asked['code']} …`; `comity data remove {entry['dataset']}` takes it out again")
    result("\n".join(parts))


def remove(code: str, release: str | None, *, as_json: bool) -> None:
    """Take a data set, or one release of it, out of the user's store."""
    from comity.store.building import remove as remove_from_store

    gone = remove_from_store(code, store.user_root(), release=release)
    if as_json:
        result_json({"schema_version": SCHEMA_VERSION, "dataset": code, "removed": gone})
    else:
        result(f"removed from your store: {code}, {'release' if len(gone) == 1 else 'releases'} {', '.join(gone)}")


def verify(*, as_json: bool) -> None:
    """Check every file at hand against its checksum.

    Raises
    ------
    Failure
        A file is missing or damaged; the message names it.
    """
    files = [(h, f) for h in store.holdings() for f in h.tables.values()]
    states = [(f.path, _state_of(f.path, f.bytes, f.sha256), h) for h, f in files]
    if as_json and all(state == "ok" for _, state, _ in states):
        entries = [{"file": str(path), "dataset": h.dataset, "state": state} for path, state, h in states]
        result_json({"schema_version": SCHEMA_VERSION, "files": entries})
    elif not as_json:
        result("\n".join(f"{state:8} {printable(str(path), 400)}" for path, state, _ in states) or "No file at hand.")
    bad = [(path, state, h) for path, state, h in states if state != "ok"]
    if bad:
        path, state, h = bad[0]
        remedy = (
            "reinstall comity" if h.embedded else "run `comity data build --from FOLDER` or `comity data add` again"
        )
        more = f" and {len(bad) - 1} more" if len(bad) > 1 else ""
        raise Failure(f"{printable(str(path), 140)}{more}: {state}; {remedy}")


def where(*, as_json: bool) -> None:
    """Print the places where data lie."""
    root = store.user_root()
    named = "COMITY_DATA" if os.environ.get("COMITY_DATA") is not None else "the usual place; COMITY_DATA names another"
    if as_json:
        document = {"store": str(root), "exists": root.is_dir(), "named_by": named, "snapshot": str(store.EMBEDDED)}
        result_json({"schema_version": SCHEMA_VERSION, **document})
        return
    note = named if root.is_dir() else f"{named}; made when something is first stored"
    result(f"your store  {printable(str(root), 400)}  ({note})\nsnapshot    {printable(str(store.EMBEDDED), 400)}")


def _state_of(path: Path, size: int, checksum: str) -> str:
    try:
        whole = path.stat().st_size == size and sha256(path) == checksum
    except OSError:
        return "missing"
    return "ok" if whole else "damaged"


def _rows(held: Holding) -> str:
    return f"{sum(t.rows for t in held.tables.values()):,}"


def _place(held: Holding) -> str:
    return "embedded" if held.embedded else "yours"


def _built_row(entry: Mapping[str, Any]) -> list[object]:
    tables = entry["tables"]
    return [entry["dataset"], entry["release"], *(f"{sum(t[k] for t in tables):,}" for k in ("rows", "bytes"))]


def _entry(held: Holding) -> dict[str, Any]:
    kept = ("dataset", "release", "published", "retrieved", "title", "publisher", "citation", "licence", "address")
    return {
        **{name: held.entry[name] for name in kept},
        "where": _place(held),
        "rows": sum(t.rows for t in held.tables.values()),
        "tables": [{"table": n, "rows": t.rows, "file": str(t.path)} for n, t in held.tables.items()],
        "notes": list(held.notes),
    }


def _terms_entry(dataset: Dataset) -> dict[str, Any]:
    licence = dataset.licence
    return {
        "dataset": dataset.code,
        "title": dataset.title,
        "publisher": dataset.publisher,
        "citation": dataset.citation,
        "address": dataset.address,
        "licence": {"name": licence.name, "words": licence.words, "address": licence.address, "ship": licence.ship},
        "as_of": dataset.as_of,
    }


def _terms_text(dataset: Dataset) -> str:
    licence = dataset.licence
    entries = [("code", dataset.code), ("publisher", dataset.publisher), ("address", dataset.address)]
    entries += [("citation", dataset.citation), ("licence", licence.name), ("its words", licence.words)]
    entries += [("terms at", licence.address), ("snapshot", _SHIP[licence.ship]), ("--as-of", _AS_OF[dataset.as_of])]
    return pairs(entries)


def _column_entry(column: Column) -> dict[str, Any]:
    return {"name": column.name, "type": column.dtype, "unit": column.unit, "meaning": column.meaning}


def _coverage(coverage: tuple[Span, ...]) -> str:
    def side(title: str, ids: tuple[str, ...] | None) -> str:
        shown = "all" if ids is None else ", ".join(ids) if len(ids) < 8 else f"{len(ids)} states"
        return f"{title} {shown}"

    spans = (f"{span(s.first, s.last)} ({side('origins', s.origins)}; {side('targets', s.targets)})" for s in coverage)
    return "; ".join(spans) or "no years"
