"""Energy: which fuels one buys from the other, with what share, who stopped and who came; each counter by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.briefs.asking import (
    Ask,
    Part,
    Row,
    covered,
    download,
    earlier,
    figure,
    figures,
    known,
    merged,
    partial_of,
    reaches,
    said,
    start,
    whole_years,
)
from comity.briefs.energy_market import Fuel, Market, chart, left_and_came, market, place, shares_table
from comity.briefs.energy_months import by_month, months_table, months_told
from comity.briefs.gaps import NEVER_MET, NONE_RECORDED, Gap, joined
from comity.catalogue import Figures, Records
from comity.pages import words
from comity.pages.model import Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

NOT_FOLLOWED = "the sources at hand follow the imports of European states, India and China, and what Russia sells"
SHOWN_YEARS = 8
# The first counter of a fuel that has a figure is told in words, all of them stand in the table.
NAMES = {"crude": "crude oil", "gas": "natural gas", "lng": "liquefied gas", "coal": "coal", "products": "oil products"}
FUELS = (
    *(
        Fuel(code, NAMES[short], total=f"{code}_total", monthly=f"{code}_monthly")
        for short in ("crude", "gas", "coal", "products")
        for code in (f"energy.eu_imports_{short}",)
    ),
    *(
        Fuel(f"energy.india_{short}_value", NAMES[short], f"energy.india_{short}_total", target="IND", fiscal=True)
        for short in ("crude", "coal")
    ),
    *(
        Fuel(f"energy.russia_{short}", NAMES[short], origin="RUS", monthly=f"energy.russia_{short}_monthly")
        for short in ("crude", "lng", "coal", "products")
    ),
    *(
        Fuel(code, NAMES[short], origin="RUS", target="CHN", monthly=f"{code}_monthly")
        for short in ("crude", "coal")
        for code in (f"energy.china_{short}_from_russia",)
    ),
    Fuel("energy.bp_trade_crude", NAMES["crude"]),
    Fuel("energy.bp_trade_products", NAMES["products"]),
)


@dataclass(frozen=True)
class Flow:
    """One fuel in one direction by one counter, with the market that it is part of."""

    fuel: Fuel
    figures: Figures
    market: Market | None


def energy(ask: Ask) -> Part:
    """Return a section for each direction in which fuel is on record, and the gaps."""
    return _direction(ask, ask.a, ask.b) + _direction(ask, ask.b, ask.a)


def _direction(ask: Ask, seller: State, buyer: State) -> Part:
    topic, who = "fossil fuels", f"from {said(seller)} to {said(buyer)}"
    if not ask.met:
        return Part(gaps=(Gap(NEVER_MET).on(topic, who),))
    found: list[tuple[Fuel, Figures]] = []
    gaps: list[Gap] = []
    fuels = [f for f in FUELS if f.origin in ("", seller.id) and f.target in ("", buyer.id)]
    for fuel in fuels:
        reached = reaches(ask, fuel.code, seller, buyer)
        answer = figures(ask, fuel.code, seller.id, buyer.id) if reached is True else reached
        if isinstance(answer, Gap):
            gaps.append(answer)
        elif isinstance(answer, Figures):
            found.append((fuel, answer))
    held = [(fuel, f) for fuel, f in found if any(r["value"] for r in known(f))]
    lacking = [g for g in joined(gaps) if g.missing or not held]
    # Small buyers often have no whole year on record, but months.
    months = by_month(ask, [fuel for fuel, _ in held] or fuels, seller, buyer)
    if not held and not months:
        if any(covered(f) for _, f in found):
            lacking.append(Gap(NONE_RECORDED))
        elif not lacking:
            lacking.append(Gap(NOT_FOLLOWED))
        return Part(gaps=tuple(g.on(topic, who) for g in lacking))
    section = _section(ask, held, months, seller, buyer)
    return Part((section,), (), tuple(g.on(f"other counts of {topic}", who) for g in lacking))


def _section(
    ask: Ask, held: list[tuple[Fuel, Figures]], months: Mapping[str, Figures], seller: State, buyer: State
) -> Section:
    first = {fuel.name: (fuel, found) for fuel, found in reversed(held)}
    told = [pair for pair in held if first[pair[0].name] == pair]
    flows = [Flow(fuel, f, market(ask, fuel, f, seller, buyer)) for fuel, f in told]
    sentences = [s for flow in flows for s in _sentences(flow, seller, buyer)]
    main = next((f.market for f in flows if f.market is not None), None)
    drawn = chart(ask, main) if main is not None else None
    tables = [shares_table(main)] if main is not None else []
    sentences += left_and_came(main) if main is not None else []
    if months:
        sentences += months_told(months, seller, buyer)
        tables.append(months_table(months, seller, buyer))
    if held:
        tables.append(_by_counter(held, seller, buyer))
    used: list[Figures | Records] = [*(f for _, f in held), *months.values()]
    used += [f for flow in flows if flow.market is not None for f in flow.market.inputs]
    sources, caveats = merged(used)
    return Section(
        id=f"energy-{seller.id}-{buyer.id}".lower(),
        title=f"Fossil fuels from {said(seller)} to {said(buyer)}",
        sentences=tuple(sentences),
        charts=(drawn,) if drawn is not None else (),
        tables=tuple(tables),
        caveats=caveats,
        sources=sources,
        downloads=tuple(download(u) for u in used if u.rows),
    )


def _sentences(flow: Flow, seller: State, buyer: State) -> list[Sentence]:
    found, fuel = flow.figures, flow.fuel
    rows = [r for r in whole_years(found) if r["value"]]
    if not rows:
        return []
    latest, before = rows[-1], earlier(rows)
    parts: list[str | Figure] = [
        f"{said(buyer)} imported ", figure(found, latest),
        f" of {fuel.name} from {said(seller)} {fuel.during(latest['year'])}", *_share(flow, latest["year"], seller),
    ]  # fmt: skip
    if before is not None:
        parts += ["; ", f"{fuel.during(before['year'])} it was ", figure(found, before)]
        parts += _share(flow, before["year"], seller, placed=False)
    end = covered(found)[-1]["year"]
    silent = [r["year"] for r in covered(found) if r["year"] > known(found)[-1]["year"]]
    parts += [f"; none is on record for {words.span(silent[0], end)}"] if silent else []
    sentences = [start(*parts, ".")]
    part = [r for r in known(found) if partial_of(found, r) and r["year"] > latest["year"]]
    if part:
        row = part[-1]
        more = _share(flow, row["year"], seller, placed=False)
        counted = f"{fuel.during(row['year'])}, of which only a part is counted, it was "
        sentences.append(start(counted, figure(found, row), *more, "."))
    return sentences


def _share(flow: Flow, year: int, seller: State, *, placed: bool = True) -> list[str | Figure]:
    """Say the share and the place of the seller among those who sell, or of the buyer among those who buy."""
    if flow.market is None:
        return []
    share = flow.market.share(flow.market.partner.id, year)
    told: list[str | Figure] = []
    if flow.market.totals is not None and share.value is not None:
        told = [", ", share, f" of all {flow.fuel.name} that it imported"] if placed else [" (", share, ")"]
    return [*told, *(place(flow.market, year) if placed else [])]


def _by_counter(held: Sequence[tuple[Fuel, Figures]], seller: State, buyer: State) -> Table:
    """Set all counters beside each other, each in its own unit: they measure different things and are never summed."""
    rows: dict[int, dict[str, Row]] = {}
    for fuel, found in held:
        for row in covered(found):
            rows.setdefault(row["year"], {})[fuel.code] = row
    years = sorted(y for y, cells in rows.items() if any(r["value"] for r in cells.values()))[-SHOWN_YEARS:]
    return Table(
        f"Fossil fuels from {said(seller)} to {said(buyer)} by each count, which measure different things",
        ("Year", *(f"{fuel.name.capitalize()} ({found.sources[0].dataset.publisher})" for fuel, found in held)),
        tuple((y, *(figure(f, rows[y][fuel.code]) if fuel.code in rows[y] else "" for fuel, f in held)) for y in years),
    )
