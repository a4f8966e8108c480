"""The reference of indicators and records, made from the catalogue: `python -m comity.catalogue.reference`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from comity import store
from comity.catalogue.entries import Given, datasets_of, published, what
from comity.sources import Publication, publication
from comity.vocabulary import Caveat, Definition, Measure, RecordKind, Span

HEAD = """\
# Indicators and records

Made by `python -m comity.catalogue.reference > docs/indicators.md`; do not edit by hand.

`comity get CODE STATE …` gives the figures of an indicator, `comity records CODE STATE …` the records of a kind. Each
says its unit, its grain, what an absent row means inside the coverage ([conventions](conventions.md), C1 to C9), from
which dataset it comes and under which licence, and what to know beside it. *In the snapshot* is what travels with the
package; the rest is read from your own copy ([how to](how-to/own-data.md)).
"""
SHIPPED = {"yes": "may be shipped", "part": "may be shipped in part", "no": "is not shipped"}


def reference() -> str:
    """Return the reference as Markdown, by sector."""
    told = sorted(published().items(), key=lambda e: (what(e[1]).sector, e[0]))
    parts = [HEAD, _contents(told)]
    for sector, members in groupby(told, key=lambda e: what(e[1]).sector):
        parts.append(f"## {sector.capitalize()}\n")
        parts += [section(code) for code, _ in members]
    return "\n".join(parts)


def section(code: str) -> str:
    """Return what is said of one indicator or record kind."""
    found = what(published()[code])
    return "\n".join([f"### {code}\n", f"{found.label}.\n", *(f"- {line}" for line in _lines(code, found)), ""])


def _contents(told: Sequence[tuple[str, object]]) -> str:
    indicators = sum(isinstance(what(published()[c]), Definition) for c, _ in told)
    return f"{indicators} indicators and {len(told) - indicators} kinds of records.\n"


def _lines(code: str, found: Definition | RecordKind) -> Iterator[str]:
    if isinstance(found, Definition):
        yield f"unit: {found.unit}; grain: {found.grain}; {found.kind}; absent inside the coverage: {found.absent}"
        yield f"adds up over time: {_yes(found.adds_over_time)}; over states: {_yes(found.adds_over_states)}"
    else:
        own = ", ".join(f"`{c.name}`" for c in found.columns)
        yield "records" + (f"; columns of its own: {own}" if own else "")
    if found.note:
        yield f"note: {found.note}"
    entry = published()[code]
    if isinstance(entry, Measure):
        yield f"made of {', '.join(f'`{i}`' for i in entry.inputs)}"
    for dataset in datasets_of(code):
        book = publication(dataset)
        d = book.dataset
        yield (
            f"source: {d.title} ({d.publisher}), dataset `{d.code}`; licence: {d.licence.name}, "
            f"{SHIPPED[d.licence.ship]}"
        ) + (f"; {_extent(entry, book)}" if isinstance(entry, Given) else "")
    yield from (f"caveat{_bound(c)}: {c.text}" for c in found.caveats)


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _extent(entry: Given, book: Publication) -> str:
    """Return the years in the snapshot, or those that a full release of the dataset has."""
    tables = entry.offer.tables
    held = [
        h
        for h in store.holdings_at(store.EMBEDDED)
        if h.dataset == book.dataset.code and all(t in h.tables for t in tables)
    ]
    if held:
        newest = held[-1]
        return f"in the snapshot, release {newest.release.stamp}{_years(newest.tables[tables[0]].coverage)}"
    envelopes = [e for t in tables for e in book.table(t).envelopes.items()]
    years = next((f", {e.years[0]}–{e.years[1]}" for _, e in reversed(envelopes) if e.years), "")
    release = f", release {envelopes[-1][0]}" if envelopes else ""
    return f"from your own copy{release}{years}"


def _years(spans: Sequence[Span]) -> str:
    if not spans:
        return ""
    part = any(s.origins is not None or s.targets is not None for s in spans)
    return f", {min(s.first for s in spans)}–{max(s.last for s in spans)}" + (", some states only" if part else "")


def _bound(caveat: Caveat) -> str:
    days = "–".join(str(d or "") for d in (caveat.first, caveat.last)) if caveat.first or caveat.last else ""
    bound = ", ".join(filter(None, (", ".join(caveat.states), days)))
    return f" ({bound})" if bound else ""


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
