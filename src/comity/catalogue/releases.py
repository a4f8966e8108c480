"""Older releases at hand: of a state that has ended, the newest release of a source may no longer say anything."""

from __future__ import annotations

from collections.abc import Sequence

from comity import store
from comity.catalogue.entries import Given, entries
from comity.catalogue.opening import indicator
from comity.states import State
from comity.vocabulary import Release, Span


def lived(state: State) -> tuple[int, int] | None:
    """Return the first and the last year of a state that has ended; None of one that has not."""
    return None if state.start is None or state.end is None else (state.start.year, state.end.year)


def older(code: str, who: Sequence[str], years: tuple[int, int] | None) -> Release | None:
    """Return the newest older release at hand that covers a year of these states which the newest of all does not.

    Parameters
    ----------
    code
        An indicator of a source; of one that is made of others there are no releases.
    who
        The ids of its state or of origin and target, in the order of the indicator; "any" is every state.
    years
        The first and last year; without there is nothing that the newest release does not reach.
    """
    entry = entries().get(code)
    if years is None or not isinstance(entry, Given):
        return None
    dataset, tables = entry.publication.dataset.code, set(entry.offer.tables)
    held = [h.release for h in store.holdings() if h.dataset == dataset and tables <= set(h.tables)]
    if not held:
        return None
    *others, newest = held
    known = _covered(code, newest, who, years)
    return next((r for r in reversed(others) if _covered(code, r, who, years) - known), None)


def _covered(code: str, release: Release, who: Sequence[str], years: tuple[int, int]) -> set[int]:
    found = indicator(code, release.published)
    ways = [tuple(who), tuple(who)[::-1]] if found.definition.grain == "dyad-year" else [tuple(who)]
    return {
        year
        for span in found.coverage
        if any(_holds(span, way) for way in ways)
        for year in range(max(span.first, years[0]), min(span.last, years[1]) + 1)
    }


def _holds(span: Span, who: Sequence[str]) -> bool:
    sides = zip(who, (span.origins, span.targets), strict=False)
    return all(held is None or one in (*held, "any") for one, held in sides)
