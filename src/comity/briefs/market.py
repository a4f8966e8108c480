"""All that one state received in arms, by supplier: shares of windows of years, places, who left and who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.briefs.asking import Ask, covered, figures, known, made, said, start
from comity.briefs.gaps import Gap
from comity.catalogue import Figures
from comity.pages import words
from comity.pages.model import Lead, Sentence
from comity.states import State, state
from comity.vocabulary import Figure

WINDOW = 5
NAMED = 8
Window = tuple[int, int]


@dataclass(frozen=True)
class Market:
    """What a state received: volumes by supplier and year, the total of each year, and the windows covered whole."""

    recipient: State
    flows: Figures
    totals: Figures
    volumes: Mapping[str, Mapping[int, float]]
    sums: Mapping[int, float]
    windows: tuple[Window, ...]

    def volume(self, supplier: str, window: Window) -> float:
        """Return what a supplier delivered in a window."""
        return sum(v for y, v in self.volumes.get(supplier, {}).items() if window[0] <= y <= window[1])

    def total(self, window: Window) -> float:
        """Return what all suppliers delivered in a window, unknown ones included."""
        return sum(v for y, v in self.sums.items() if window[0] <= y <= window[1])

    def ranked(self, window: Window) -> list[tuple[str, float]]:
        """Return the suppliers with a delivery on record in a window and their volumes, the largest first."""
        names = [n for n, by_year in self.volumes.items() if any(window[0] <= y <= window[1] for y in by_year)]
        return sorted(((n, self.volume(n, window)) for n in names), key=lambda p: (-p[1], p[0]))

    def share(self, supplier: str, window: Window) -> Figure:
        """Return a supplier's share of a window; not known where nothing was received."""
        total = self.total(window)
        value = self.volume(supplier, window) / total if total else None
        what = f"share of what {said(self.recipient)} received in {words.span(*window)}"
        return made(value, "share", what, [self.flows, self.totals], (supplier, self.recipient.id), window)


def market(ask: Ask, recipient: State, years: list[int]) -> Market | None:
    """Return what the recipient received in those of the years of a pair in which every supplier is covered."""
    flows = figures(ask, "arms.deliveries", "any", recipient.id)
    totals = figures(ask, "arms.imports", recipient.id)
    if isinstance(flows, Gap) or isinstance(totals, Gap):
        return None
    whole = {r["year"] for r in covered(totals)} & set(years)
    volumes: dict[str, dict[int, float]] = {}
    for r in known(flows):
        volumes.setdefault(r["origin"], {})[r["year"]] = r["value"]
    sums = {r["year"]: r["value"] for r in known(totals)}
    return Market(recipient, flows, totals, volumes, sums, _windows(whole))


def _windows(whole: set[int]) -> tuple[Window, ...]:
    """Return the windows of five years; where fewer hang together, the last of them as one window."""
    fives = [(y, y + WINDOW - 1) for y in sorted(whole) if whole.issuperset(range(y, y + WINDOW))]
    if fives or not whole:
        return tuple(fives)
    first = last = max(whole)
    while first - 1 in whole:
        first -= 1
    return ((first, last),)


def standing(found: Market, supplier: State) -> list[Sentence]:
    """Say the supplier's share and place in the last window, its share in the window before, who left and who came."""
    now = found.windows[-1]
    span, them = words.span(*now), said(found.recipient)
    if not found.ranked(now) and not found.total(now):
        return [start(f"no delivery of major arms to {them} by any supplier is on record for {span}.")]
    sentences = [_place(found, supplier, now)]
    before = (now[0] - WINDOW, now[0] - 1)
    if before not in found.windows or not found.total(before):
        return sentences
    old, new = ([n for n, _ in found.ranked(w)] for w in (before, now))
    if found.volume(supplier.id, before):
        share = found.share(supplier.id, before)
        sentences.append(start(f"in {words.span(*before)} the share of {said(supplier)} was ", share, "."))
    elif supplier.id not in old:
        sentences.append(start(f"in {words.span(*before)} no delivery by {said(supplier)} to {them} is on record."))
    for these, there, here in ((old, before, now), (new, now, before)):
        gone = [said(state(n)) for n in these if n not in (new if there == before else old)]
        if gone:
            sentences.append(
                start(f"on record with deliveries to {them} in {words.span(*there)} but not in {words.span(*here)}: "
                      f"{some(gone)}.")
            )  # fmt: skip
    return sentences


def some(names: list[str]) -> str:
    """Return the first of many names, in words."""
    return words.listed(names if len(names) <= NAMED else [*names[:NAMED], "others"])


def _place(found: Market, supplier: State, window: Window) -> Sentence:
    ranked = found.ranked(window)
    span, them = words.span(*window), said(found.recipient)
    mine = found.volume(supplier.id, window)
    if not mine:
        none = f"in {span} no delivery by {said(supplier)} to {them} is on record"
        if any(n == supplier.id for n, _ in ranked):
            none = (
                f"in {span} all that {said(supplier)} is on record with as delivered to {them} is below the threshold"
            )
        if not ranked or not ranked[0][1]:
            return start(f"{none}.")
        top = [n for n, v in ranked if v == ranked[0][1]]
        lead = "the largest known supplier was" if len(top) == 1 else "the largest known suppliers were"
        share = found.share(top[0], window)
        return start(f"{none}; {lead} {words.listed([said(state(n)) for n in top])} (", share,
                     ")." if len(top) == 1 else " each).")  # fmt: skip
    larger = [n for n, v in ranked if v > mine]
    level = [said(state(n)) for n, v in ranked if v == mine and n != supplier.id]
    head: list[str | Figure] = [f"in {span} {said(supplier)} supplied ", found.share(supplier.id, window),
                                f" of the arms that {them} received"]  # fmt: skip
    if level:
        head.append(f", as much as {words.listed(level)}")
    if not larger:
        rivals = [p for p in ranked if p[0] != supplier.id and p[1] < mine]
        if level or not rivals:
            return start(*head, "." if level else ", as the only known supplier.")
        return start(*head, f", more than any other known supplier; next came {said(state(rivals[0][0]))} (",
                     found.share(rivals[0][0], window), ").")  # fmt: skip
    parts: list[str | Figure] = [*head, ", behind "]
    shown = larger if len(larger) <= 3 else larger[:3]
    for i, name in enumerate(shown):
        parts += [("" if i == 0 else " and " if i == len(larger) - 1 else ", "), said(state(name)), " ("]
        parts += [found.share(name, window), ")"]
    return start(*parts, "." if shown == larger else " and others.")


def lead(found: Market, supplier: State) -> tuple[Lead, ...]:
    """Return the share of the last window for the head of the page, with its place among the known suppliers."""
    now = found.windows[-1]
    share, mine = found.share(supplier.id, now), found.volume(supplier.id, now)
    if not share.value:
        return ()
    volumes = [v for _, v in found.ranked(now)]
    place = 1 + sum(v > mine for v in volumes)
    level = volumes.count(mine) > 1
    where = "the largest" if place == 1 else words.ordinal(place)
    where += ", level with another," if level else ""
    label = f"Share of {said(supplier)} in the arms that {said(found.recipient)} received, {words.span(*now)}"
    return (Lead(label, share, (f"{where} of the known suppliers",)),)
