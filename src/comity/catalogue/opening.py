"""From a code to an indicator with values: which release, which tables, which coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from comity import store
from comity.catalogue.covering import covered
from comity.catalogue.entries import Given, definition, entries, record_kind
from comity.errors import Failure
from comity.vocabulary import Dataset, Definition, Indicator, Measure, Relation, Source, Span, derive


class NotAtHand(Failure):
    """No release that could answer is at hand; `reason` says why and `remedy` what to do."""

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        super().__init__(f"{code}: {reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy


def indicator(code: str, as_of: date | None = None) -> Indicator:
    """Open an indicator: the newest release at hand, or the newest that was out on `as_of`.

    Raises
    ------
    WrongUse
        There is no such indicator.
    NotAtHand
        No release at hand has its tables, or none was out on that day.
    """
    found = definition(code)
    entry = entries()[code]
    if isinstance(entry, Given):
        return _given(found, entry, _holding(entry, as_of))
    assert isinstance(entry, Measure), "an indicator is given by a dataset or made by a measure"
    inputs = [indicator(i, as_of) for i in entry.inputs]
    return store.remembered((code, *map(id, inputs)), lambda: _derived(found, entry, inputs))


def sources_of(code: str, as_of: date | None = None) -> tuple[Source, ...]:
    """Return the releases that an indicator would be opened from.

    Raises
    ------
    WrongUse, NotAtHand
        As for `indicator`.
    """
    definition(code)
    entry = entries()[code]
    if isinstance(entry, Given):
        return (Source(entry.publication.dataset, _holding(entry, as_of).release),)
    assert isinstance(entry, Measure), "an indicator is given by a dataset or made by a measure"
    return tuple(dict.fromkeys(s for i in entry.inputs for s in sources_of(i, as_of)))


def inputs_of_share(code: str, as_of: date | None = None) -> tuple[Indicator, ...]:
    """Open the flows and the totals that a share is made of; nothing for what is no share."""
    entry = entries()[code]
    if not isinstance(entry, Measure) or entry.total_of is None:
        return ()
    return tuple(indicator(i, as_of) for i in entry.inputs)


def _given(found: Definition, entry: Given, holding: store.Holding) -> Indicator:
    """Return the indicator of one release; its plan is made once for the files as they are."""
    seen = tuple(store.check(holding.tables[t], embedded=holding.embedded) for t in entry.offer.tables)

    def opened() -> Indicator:
        tables = {t: store.relation(holding, t) for t in entry.offer.tables}
        values, coverage = entry.offer.values(tables), holding.tables[entry.offer.tables[0]].coverage
        if entry.offer.coverage is not tuple:
            coverage = entry.offer.coverage(coverage)
            values = covered(values, coverage, found.grain)
        return Indicator(
            definition=found,
            values=values,
            coverage=coverage,
            sources=(Source(entry.publication.dataset, holding.release),),
            caveats=found.caveats,
            groups=None if entry.offer.groups is None else entry.offer.groups(tables),
        )

    return store.remembered((found.code, str(holding.tables[entry.offer.tables[0]].path), *seen), opened)


def _derived(found: Definition, entry: Measure, inputs: list[Indicator]) -> Indicator:
    coverage = None if entry.coverage is None else entry.coverage(inputs[0].coverage)
    values = entry.values(*(i.values for i in inputs))
    if coverage is not None:
        values = covered(values, coverage, found.grain)
    return derive(found, *inputs, values=values, coverage=coverage)


def record_relation(code: str, as_of: date | None = None) -> tuple[Relation, Source, tuple[store.TableFile, ...]]:
    """Open the relation of a record kind, with its source and the files that it reads.

    Raises
    ------
    WrongUse, NotAtHand
        As for `indicator`.
    """
    record_kind(code)
    entry = entries()[code]
    assert isinstance(entry, Given), "a record kind is always given by a dataset"
    holding = _holding(entry, as_of)
    tables = {t: store.relation(holding, t) for t in entry.offer.tables}
    files = tuple(holding.tables[t] for t in entry.offer.tables)
    return entry.offer.values(tables), Source(entry.publication.dataset, holding.release), files


@dataclass(frozen=True)
class Tables:
    """The tables of one release: relations and coverage by name, and the source."""

    relations: Mapping[str, Relation]
    coverage: Mapping[str, tuple[Span, ...]]
    source: Source


def stored_tables(code: str, as_of: date | None = None) -> Tables:
    """Open every table of the release that gives an indicator or record kind.

    Raises
    ------
    WrongUse, NotAtHand
        As for `indicator`.
    """
    entry = entries()[code]
    assert isinstance(entry, Given), f"{code} is made of others and has no tables"
    holding = _holding(entry, as_of)
    return Tables(
        {t: store.relation(holding, t) for t in holding.tables},
        {t: file.coverage for t, file in holding.tables.items()},
        Source(entry.publication.dataset, holding.release),
    )


def _holding(entry: Given, as_of: date | None) -> store.Holding:
    dataset = entry.publication.dataset
    code = entry.offer.what.code
    having = [
        h for h in store.holdings() if h.dataset == dataset.code and all(t in h.tables for t in entry.offer.tables)
    ]
    if not having:
        raise NotAtHand(code, f"no copy of {dataset.title} at hand", how_to_add(dataset))
    out = [h for h in having if as_of is None or dataset.as_of != "release" or h.release.published <= as_of]
    if not out:
        first = having[0].release
        raise NotAtHand(
            code,
            f"no release of {dataset.title} at hand was out on {as_of}",
            f"the first at hand is {first.stamp}, published {first.published}",
        )
    return out[-1]


def how_to_add(dataset: Dataset) -> str:
    """Say how a user adds a copy of their own."""
    return f"download it from {dataset.address} and run `comity data add {dataset.code} FILE`"
