"""Arms: who delivered to whom, with what share, who left and who came."""

from __future__ import annotations

from dataclasses import dataclass

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    download,
    figure,
    figures,
    known,
    made,
    merged,
    records,
    said,
    why_outside,
)
from comity.briefs.asking import start as begin
from comity.catalogue import Figures, Records
from comity.pages import charts, words
from comity.pages.model import Cell, Hole, Lead, Section, Sentence, Table
from comity.states import State, state
from comity.vocabulary import Figure

WINDOW = 5
SHOWN_YEARS = 10
SHOWN_SUPPLIERS = 8
SHOWN_DEALS = 12
Window = tuple[int, int]


@dataclass(frozen=True)
class Market:
    """All that one state received, by supplier: yearly volumes, totals, and the windows that are covered whole."""

    recipient: State
    flows: Figures
    totals: Figures
    windows: tuple[Window, ...]

    def volume(self, supplier: str, window: Window) -> float:
        """Return what a supplier delivered in a window."""
        rows = known(self.flows)
        return float(sum(r["value"] for r in rows if r["origin"] == supplier and window[0] <= r["year"] <= window[1]))

    def total(self, window: Window) -> float:
        """Return what all suppliers delivered in a window, unknown ones included."""
        return float(sum(r["value"] for r in known(self.totals) if window[0] <= r["year"] <= window[1]))

    def ranked(self, window: Window) -> list[tuple[str, float]]:
        """Return the suppliers of a window with their volumes, the largest first."""
        names = {r["origin"] for r in known(self.flows) if window[0] <= r["year"] <= window[1]}
        return sorted(((n, self.volume(n, window)) for n in names), key=lambda p: (-p[1], p[0]))

    def share(self, supplier: str, window: Window) -> Figure:
        """Return a supplier's share of a window."""
        total = self.total(window)
        value = self.volume(supplier, window) / total if total else None
        what = f"share of what {said(self.recipient)} received in {words.span(*window)}"
        return made(value, "share", what, [self.flows, self.totals], (supplier, self.recipient.id), window)


def arms(ask: Ask) -> Part:
    """Return a section for each direction in which something is known."""
    return _direction(ask, ask.a, ask.b) + _direction(ask, ask.b, ask.a)


def _direction(ask: Ask, supplier: State, recipient: State) -> Part:
    what = f"Arms delivered by {said(supplier)} to {said(recipient)}"
    flows = figures(ask, "arms.deliveries", supplier.id, recipient.id)
    if isinstance(flows, Hole):
        return Part(holes=(Hole(what, flows.reason, flows.remedy),))
    years = covered(flows)
    if not years:
        return Part(holes=(Hole(what, *why_outside(flows, supplier, recipient)),))
    span = words.span(years[0]["year"], years[-1]["year"])
    if not known(flows):
        return Part(holes=(Hole(what, f"none on record in {span}: the source looked and found no major arms"),))
    sentences: list[Sentence] = [_delivered(flows, supplier, recipient, span)]
    market = _market(ask, recipient)
    deals = records(ask, "arms.deals", supplier.id, recipient.id)
    found: list[Figures | Records] = [flows]
    tables = [_by_year(flows, years, supplier, recipient)]
    drawn, leads = [], []
    if market is not None and market.windows:
        found += [market.flows, market.totals]
        sentences += _standing(market, supplier)
        tables.append(_windows(market, supplier))
        chart = charts.shares_over_time(
            _yearly_shares(market),
            supplier.name,
            title=f"Suppliers of {said(recipient)} by share of each year's deliveries",
            palette=ask.palette,
            sources=market.flows.sources,
        )
        drawn += [chart] if chart else []
        leads += _lead(market, supplier)
        later, table = _by_two_releases(ask, market)
        sentences += later
        tables += table
    if isinstance(deals, Records) and deals.rows:
        found.append(deals)
        tables.append(_deals(deals, supplier, recipient))
    sources, caveats = merged(found)
    section = Section(
        id=f"arms-{supplier.id}-{recipient.id}".lower(),
        title=f"Arms from {said(supplier)} to {said(recipient)}",
        sentences=tuple(sentences),
        charts=tuple(drawn),
        tables=tuple(tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for f in found if f.rows),
    )
    return Part((section,), tuple(leads))


def _delivered(flows: Figures, supplier: State, recipient: State, span: str) -> Sentence:
    rows = known(flows)
    total = made(
        sum(r["value"] for r in rows), "TIV million", f"sum of {span}", [flows], (supplier.id, recipient.id),
        (rows[0]["year"], rows[-1]["year"]),
    )  # fmt: skip
    return begin(
        said(supplier), " delivered ", total, f" of major arms to {said(recipient)} in {span}; the latest year with a "
        f"delivery on record is {rows[-1]['year']} (", figure(flows, rows[-1]), ").",
    )  # fmt: skip


def _market(ask: Ask, recipient: State) -> Market | None:
    flows = figures(ask, "arms.deliveries", "any", recipient.id)
    totals = figures(ask, "arms.imports", recipient.id)
    if isinstance(flows, Hole) or isinstance(totals, Hole):
        return None
    years = [r["year"] for r in covered(totals)]
    whole = [(y - WINDOW + 1, y) for y in years if all(x in years for x in range(y - WINDOW + 1, y + 1))]
    return Market(recipient, flows, totals, tuple(whole))


def _standing(market: Market, supplier: State) -> list[Sentence]:
    """Say the supplier's share and place in the last window, its share in the window before, who left and who came."""
    now = market.windows[-1]
    span, them = words.span(*now), said(market.recipient)
    if not market.total(now):
        return [begin(f"no delivery of major arms to {them} by any supplier is on record for {span}.")]
    sentences = [_place(market, supplier, now)]
    before = (now[0] - WINDOW, now[0] - 1)
    if before not in market.windows or not market.total(before):
        return sentences
    share = market.share(supplier.id, before)
    if share.value:
        sentences.append(begin(f"in {words.span(*before)} its share was ", share, "."))
    else:
        sentences.append(begin(f"in {words.span(*before)} no delivery by it is on record."))
    old, new = ({n for n, _ in market.ranked(w)} for w in (before, now))
    left = [said(state(n)) for n, _ in market.ranked(before) if n not in new]
    came = [said(state(n)) for n, _ in market.ranked(now) if n not in old]
    if left:
        sentences.append(
            begin(
                f"on record with deliveries to {them} in {words.span(*before)} but not in {span}: {words.listed(left)}."
            )
        )
    if came:
        sentences.append(
            begin(
                f"on record with deliveries to {them} in {span} but not in {words.span(*before)}: {words.listed(came)}."
            )
        )
    return sentences


def _place(market: Market, supplier: State, window: Window) -> Sentence:
    ranked = market.ranked(window)
    span, them = words.span(*window), said(market.recipient)
    mine = market.volume(supplier.id, window)
    if not mine:
        return begin(f"in {span} no delivery by {said(supplier)} to {them} is on record; the largest supplier was "
                     f"{said(state(ranked[0][0]))} (", market.share(ranked[0][0], window), ").") if ranked else begin(
            f"in {span} no delivery to {them} by a known supplier is on record.")  # fmt: skip
    share = market.share(supplier.id, window)
    larger = [n for n, v in ranked if v > mine]
    level = [said(state(n)) for n, v in ranked if v == mine and n != supplier.id]
    head: list[str | Figure] = [f"in {span} {said(supplier)} supplied ", share, f" of the arms that {them} received"]
    if level:
        head.append(f", as much as {words.listed(level)}")
    if not larger:
        rivals = [p for p in ranked if p[0] != supplier.id and p[1] < mine]
        if level or not rivals:
            return begin(*head, "." if level else ", as the only known supplier.")
        return begin(*head, f", more than any other known supplier; next came {said(state(rivals[0][0]))} (",
                     market.share(rivals[0][0], window), ").")  # fmt: skip
    parts: list[str | Figure] = [*head, ", behind "]
    for i, name in enumerate(larger[:3]):
        parts += [(" and " if i == min(len(larger), 3) - 1 else ", ") if i else "", said(state(name)), " ("]
        parts += [market.share(name, window), ")"]
    if len(larger) > 3:
        parts.append(" and others")
    return begin(*parts, ".")


def _lead(market: Market, supplier: State) -> list[Lead]:
    now = market.windows[-1]
    share = market.share(supplier.id, now)
    if not share.value:
        return []
    place = 1 + sum(v > market.volume(supplier.id, now) for _, v in market.ranked(now))
    where = "the largest of all known suppliers" if place == 1 else f"{words.ordinal(place)} among the known suppliers"
    label = f"{words.listed([supplier.name])}’s share of {said(market.recipient)}’s arms imports, {words.span(*now)}"
    return [Lead(label, share, (where,))]


def _by_year(flows: Figures, years: list[Row], supplier: State, recipient: State) -> Table:
    return Table(
        f"Deliveries from {said(supplier)} to {said(recipient)}, TIV million",
        ("Year", "Volume"),
        tuple((r["year"], figure(flows, r)) for r in years[-SHOWN_YEARS:]),
    )


def _windows(market: Market, supplier: State) -> Table:
    shown = market.windows[-7:]
    largest = dict.fromkeys(n for w in reversed(shown) for n, _ in market.ranked(w)[:4])
    names = list(dict.fromkeys([*[n for n, _ in market.ranked(shown[-1])[:SHOWN_SUPPLIERS]], *largest, supplier.id]))
    rows: list[tuple[Cell, ...]] = [
        (state(n).name, *(market.share(n, w) for w in shown)) for n in names[: SHOWN_SUPPLIERS + 4]
    ]
    return Table(
        f"Shares in the arms that {said(market.recipient)} received, by year of delivery; unknown suppliers are "
        "counted in the total",
        ("Supplier", *(words.span(*w) for w in shown)),
        tuple(rows),
    )


def _yearly_shares(market: Market) -> list[dict[str, object]]:
    totals = {r["year"]: r["value"] for r in known(market.totals)}
    return [
        {"year": r["year"], "name": state(r["origin"]).name, "value": r["value"] / totals[r["year"]]}
        for r in known(market.flows)
        if totals.get(r["year"])
    ]


def _by_two_releases(ask: Ask, market: Market) -> tuple[list[Sentence], list[Table]]:
    """Compare the last delivery by the yearly release with that in the register, where the two releases differ."""
    deals = records(ask, "arms.deals", market.recipient.id)
    if isinstance(deals, Hole):
        return [], []
    last_year = market.windows[-1][1]
    booked: dict[str, int] = {}
    for deal in deals.rows:
        years = [int(y) for y in (deal["delivery_years"] or "").split("; ") if y and int(y) <= last_year]
        if deal["target"] == market.recipient.id and years:
            booked[deal["origin"]] = max([*years, booked.get(deal["origin"], 0)])
    yearly: dict[str, int] = {}
    for r in known(market.flows):
        yearly[r["origin"]] = max(r["year"], yearly.get(r["origin"], 0))
    recent = [n for n in yearly if yearly[n] > last_year - 2 * WINDOW]
    rows = sorted((n for n in recent if n in booked), key=lambda n: (-yearly[n], n))
    old, new = market.flows.sources[0].release.stamp, deals.sources[0].release.stamp
    who = market.recipient.id
    cells = tuple(
        (
            state(n).name,
            made(
                yearly[n], "year", f"last delivery by release {old}", [market.flows], (n, who), (yearly[n], yearly[n])
            ),
            made(booked[n], "year", f"last delivery by register {new}", [deals], (n, who), (booked[n], booked[n])),
        )
        for n in rows
    )
    table = Table(
        f"Last delivery to {said(market.recipient)} until {last_year}, by two releases",
        ("Supplier", f"Yearly figures, release {old}", f"Register, release {new}"),
        cells,
    )
    differ = [c for c in cells if c[1].value != c[2].value]
    sentences: list[Sentence] = [
        begin(f"the last delivery by {said(_named(name))} is in ", mine, f" by the release of {old}; the register of "
              f"{new} books one in ", theirs, ".")
        for name, mine, theirs in differ[:4]
    ]  # fmt: skip
    return sentences, [table] if cells else []


def _named(name: str) -> State:
    from comity.states import find

    return find(name)


def _deals(deals: Records, supplier: State, recipient: State) -> Table:
    rows = sorted(deals.rows, key=lambda r: (r["delivery_years"] or "9999", r["date"]))
    mine = [r for r in rows if r["origin"] == supplier.id][-SHOWN_DEALS:]
    return Table(
        f"Latest orders of {said(recipient)} from {said(supplier)} in the register of {deals.sources[0].release.stamp}",
        ("Ordered", "Item", "Delivered", "Remark"),
        tuple(
            (str(r["date"].year), r["summary"].split(", ")[0], r["delivery_years"] or "not yet", r["comments"] or "")
            for r in mine
        ),
    )
