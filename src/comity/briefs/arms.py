"""Arms: who delivered to whom, with what share, who left and who came."""

from __future__ import annotations

from dataclasses import replace

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
    of_older,
    records,
    said,
    start,
    why_outside,
)
from comity.briefs.gaps import NEVER_MET, Gap
from comity.briefs.market import NAMED, WINDOW, Market, lead, market, standing
from comity.catalogue import Figures, Records
from comity.pages import charts, lines, words
from comity.pages.model import Cell, Chart, Section, Sentence, Table
from comity.states import State, state

SHOWN_YEARS = 10
SHOWN_DEALS = 12
SHOWN_WINDOWS = 7
TOLD_DIFFERENCES = 4


def arms(ask: Ask) -> Part:
    """Return a section for each direction in which something is known."""
    return _direction(ask, ask.a, ask.b) + _direction(ask, ask.b, ask.a)


def _direction(ask: Ask, supplier: State, recipient: State) -> Part:
    topic, who = "arms", f"from {said(supplier)} to {said(recipient)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on(topic, who),))
    then, pair = ask, (supplier.id, recipient.id)
    flows = figures(ask, "arms.deliveries", *pair)
    if isinstance(flows, Figures) and not known(flows):
        then = of_older(ask, "arms.deliveries", *pair)
        flows = figures(then, "arms.deliveries", *pair)
    if isinstance(flows, Gap):
        return Part(gaps=(flows.on(topic, who),))
    years = [r["year"] for r in covered(flows)]
    if not years:
        return Part(gaps=(why_outside(flows, supplier, recipient).on(topic, who),))
    if not known(flows):
        return Part(gaps=(_none(flows, words.span(years[0], years[-1]), supplier, recipient).on(topic, who),))
    return _section(ask, then, flows, years, supplier, recipient)


def _none(flows: Figures, span: str, supplier: State, recipient: State) -> Gap:
    """Say that the source looked and found nothing, with what it says of just this pair."""
    pair = f"from {supplier.name} to {recipient.name}"
    bound = "".join(f". {c.text.rstrip('.')}" for c in flows.caveats if pair in c.text)
    return Gap(f"none recorded in {span}: the source looked and found no major arms{bound}")


def _section(ask: Ask, then: Ask, flows: Figures, years: list[int], supplier: State, recipient: State) -> Part:
    """Tell of the deliveries by the release of `then`; the register of deals is that of the page."""
    sentences = [_delivered(flows, supplier, recipient, words.span(years[0], years[-1]))]
    if then.as_of is not None and then.as_of != ask.as_of:
        day = words.date_words(then.as_of)
        sentences.append(start(f"these are figures of the release of {day}; the newest does not reach so far back."))
    tables = [_by_year(flows, supplier, recipient)]
    found: list[Figures | Records] = [flows]
    deals = records(ask.anytime(), "arms.deals", recipient.id)
    whole = market(then, recipient, years)
    if whole is not None and whole.windows:
        found += [whole.flows, whole.totals]
        sentences += standing(whole, supplier)
        tables.append(_shares(whole, supplier))
        if isinstance(deals, Records) and deals.rows:
            later, table = _by_two_releases(whole, deals, supplier)
            sentences += later
            tables += table
    mine = _ordered(ask, deals, supplier, recipient)
    if mine is not None and mine.rows:
        found.append(mine)
        tables.append(_deals(mine, supplier, recipient))
    chart = _chart(ask, whole, flows, supplier, recipient)
    sources, caveats = merged(found)
    section = Section(
        id=f"arms-{supplier.id}-{recipient.id}".lower(),
        title=f"Arms from {said(supplier)} to {said(recipient)}",
        sentences=tuple(sentences),
        charts=(chart,) if chart is not None else (),
        tables=tuple(tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(f) for f in found if f.rows),
    )
    return Part((section,), lead(whole, supplier) if whole is not None and whole.windows else ())


def _delivered(flows: Figures, supplier: State, recipient: State, span: str) -> Sentence:
    rows = known(flows)
    volume = sum(r["value"] for r in rows)
    if not volume:
        in_years = words.listed([str(r["year"]) for r in rows])
        return start(f"deliveries of major arms by {said(supplier)} to {said(recipient)} are on record for {in_years}, "
                     "each below the threshold from which the source gives a volume.")  # fmt: skip
    ends = (rows[0]["year"], rows[-1]["year"])
    total = made(volume, "TIV million", f"sum of {span}", [flows], (supplier.id, recipient.id), ends)
    head = f" of major arms to {said(recipient)} in {span}"
    if len(rows) == 1:
        return start(said(supplier), " delivered ", total, f"{head}, on record for {rows[0]['year']} alone.")
    return start(said(supplier), " delivered ", total, f"{head}; the latest year with a delivery on record is "
                 f"{rows[-1]['year']} (", figure(flows, rows[-1]), ").")  # fmt: skip


def _by_year(flows: Figures, supplier: State, recipient: State) -> Table:
    return Table(
        f"Deliveries from {said(supplier)} to {said(recipient)} by year, TIV million",
        ("Year", "Volume"),
        tuple((r["year"], figure(flows, r)) for r in covered(flows)[-SHOWN_YEARS:]),
    )


def _shares(whole: Market, supplier: State) -> Table:
    shown = whole.windows[-SHOWN_WINDOWS:]
    now = [n for n, _ in whole.ranked(shown[-1])[:NAMED]]
    once_large = [n for w in reversed(shown) for n, _ in whole.ranked(w)[:4]]
    names = list(dict.fromkeys([*now, *once_large]))[: NAMED + 4]
    names += [] if supplier.id in names else [supplier.id]
    rows: list[tuple[Cell, ...]] = [(state(n).name, *(_share(whole, n, w) for w in shown)) for n in names]
    return Table(
        f"Shares in the arms that {said(whole.recipient)} received, by year of delivery; unknown suppliers are "
        "counted in the total",
        ("Supplier", *(words.span(*w) for w in shown)),
        tuple(rows),
    )


def _share(whole: Market, supplier: str, window: tuple[int, int]) -> Cell:
    share = whole.share(supplier, window)
    on_record = any(n == supplier for n, _ in whole.ranked(window))
    return (
        share if on_record else replace(share, value=None, status="none recorded" if share.value == 0 else "not known")
    )


def _chart(ask: Ask, whole: Market | None, flows: Figures, supplier: State, recipient: State) -> Chart | None:
    """Draw the shares of all suppliers, or, where only the pair is known, its own volumes."""
    if whole is None or not whole.windows:
        rows = [{**r, "name": supplier.name} for r in covered(flows)]
        return lines.lines(rows, title=f"Arms from {said(supplier)} to {said(recipient)} by year", unit="TIV million",
                           palette=ask.palette, sources=flows.sources)  # fmt: skip
    shares: list[dict[str, object]] = [
        {"year": y, "name": state(n).name, "value": v / whole.sums[y]}
        for n, by_year in whole.volumes.items()
        for y, v in by_year.items()
        if whole.sums.get(y)
    ]
    return charts.shares_over_time(
        shares,
        supplier.name,
        title=f"Suppliers of {said(recipient)} by share of each year’s deliveries",
        palette=ask.palette,
        sources=whole.flows.sources,
    )


def _by_two_releases(whole: Market, deals: Records, supplier: State) -> tuple[list[Sentence], list[Table]]:
    """Compare the last delivery by the yearly release with that in the register, where the two releases differ."""
    until, who = whole.windows[-1][1], whole.recipient.id
    booked: dict[str, int] = {}
    for deal in deals.rows:
        years = [int(y) for y in (deal["delivery_years"] or "").split("; ") if y and int(y) <= until]
        if deal["target"] == who and years:
            booked[deal["origin"]] = max([*years, booked.get(deal["origin"], 0)])
    yearly = {n: max(y for y in by_year if y <= until) for n, by_year in whole.volumes.items() if min(by_year) <= until}
    names = [n for n in yearly if yearly[n] > until - 2 * WINDOW and n in booked]
    names.sort(key=lambda n: (n != supplier.id, -yearly[n], n))
    old, new = whole.flows.sources[0].release.stamp, deals.sources[0].release.stamp
    cells = [
        (
            state(n),
            made(yearly[n], "year", f"last delivery by release {old}", [whole.flows], (n, who), (yearly[n],) * 2),
            made(booked[n], "year", f"last delivery by register {new}", [deals], (n, who), (booked[n],) * 2),
        )
        for n in names
    ]
    table = Table(
        f"Last delivery to {said(whole.recipient)} until {until}, by two releases",
        ("Supplier", f"Yearly figures, release {old}", f"Register, release {new}"),
        tuple((whose.name, mine, theirs) for whose, mine, theirs in cells),
    )
    sentences = [
        start(f"the last delivery by {said(whose)} until {until} is in ", mine, f" by the release of {old} and in ",
              theirs, f" by the register of {new}.")
        for whose, mine, theirs in cells
        if mine.value != theirs.value
    ]  # fmt: skip
    return sentences[:TOLD_DIFFERENCES], [table] if cells else []


def _ordered(ask: Ask, deals: Records | Gap, supplier: State, recipient: State) -> Records | None:
    """Return the deals of the pair that were ordered in the years asked."""
    if isinstance(deals, Gap):
        return None
    first, last = ask.years or (0, 9999)
    rows = [r for r in deals.rows if (r["origin"], r["target"]) == (supplier.id, recipient.id)]
    return replace(deals, rows=tuple(r for r in rows if first <= r["date"].year <= last))


def _deals(deals: Records, supplier: State, recipient: State) -> Table:
    def age(row: Row) -> tuple[object, ...]:
        return row["date"], row["delivery_years"] or "9999", row["id"]

    return Table(
        f"Latest orders of {said(recipient)} from {said(supplier)} in the register of {deals.sources[0].release.stamp}",
        ("Ordered", "Item", "Delivered", "Remark"),
        tuple(
            (
                f"{row['date'].year}{'?' if row['order_year_uncertain'] else ''}",
                row["summary"].split(", delivered ")[0].removesuffix(", no delivery on record"),
                row["delivery_years"] or "no delivery on record",
                row["comments"] or "",
            )
            for row in sorted(deals.rows, key=age, reverse=True)[:SHOWN_DEALS]
        ),
    )
