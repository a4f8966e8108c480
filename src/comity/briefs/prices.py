"""Prices at the pump in either state, where dated prices are on record."""

from __future__ import annotations

from comity.briefs.asking import Ask, Part, Row, dated, download, made, records, said, start, then
from comity.briefs.gaps import Gap
from comity.catalogue import Records
from comity.pages.model import Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure


def prices(ask: Ask) -> Part:
    """Return a section for each of the two that has dated prices; silence is no hole for a list of one state."""
    whole = Part()
    for whose in ask.both:
        found = records(ask, "prices.pump", whose.id)
        if isinstance(found, Gap):
            whole += Part(gaps=(found.on("fuel prices", f"in {said(whose)}"),))
        elif found.rows:
            whole += Part((_section(found, whose),))
    return whole


def _section(found: Records, whose: State) -> Section:
    series: dict[tuple[str, str], list[Row]] = {}
    for row in found.rows:
        series.setdefault((row["place"], row["fuel"]), []).append(row)
    sentences = [
        s for (place, fuel), rows in series.items() if (s := _told(found, whose, place, fuel, rows)) is not None
    ]
    table = Table(
        f"Pump prices in {said(whose)} named in press reports, the newest first",
        ("Day", "Place", "Fuel", "Kyat per litre", "US dollars per litre at the report’s own rate", "Source"),
        tuple(
            (
                dated(r),
                r["place"],
                r["fuel"],
                _value(found, whose, r, "price", "kyat"),
                "not known: no rate in the report"
                if r["price_usd"] is None
                else _value(found, whose, r, "price_usd", "US dollars"),
                r["source_publisher"],
            )
            for r in reversed(found.rows)
        ),
    )
    return Section(
        id=f"prices-{whose.id}".lower(),
        title=f"Fuel prices in {said(whose)}",
        sentences=tuple(sentences),
        tables=(table,),
        caveats=found.caveats,
        sources=found.sources,
        downloads=(download(found),),
    )


def _told(found: Records, whose: State, place: str, fuel: str, rows: list[Row]) -> Sentence | None:
    first, last = rows[0], rows[-1]
    if first["date"] == last["date"]:
        return None
    parts: list[str | Figure] = [
        f"{fuel} in {place} cost ", _value(found, whose, first, "price", "kyat"), f" a litre {then(first)} and ",
        _value(found, whose, last, "price", "kyat"), f" {then(last)}, ", *_change(found, whose, first, last, "in kyat"),
    ]  # fmt: skip
    if first["rate"] and last["rate"]:
        parts += [
            " in kyat and ", *_change(found, whose, first, last, "in dollars"), " in US dollars at the ",
            _value(found, whose, first, "rate", "kyat"), " and ", _value(found, whose, last, "rate", "kyat"),
            " to the dollar that those reports name",
        ]  # fmt: skip
    return start(*parts, ".")


def _change(found: Records, whose: State, first: Row, last: Row, money: str) -> list[str | Figure]:
    """Say by how much the price changed: in dollars from price and rate of each day, not from rounded dollars."""
    rates = (first["rate"], last["rate"]) if money == "in dollars" else (1.0, 1.0)
    change = (last["price"] / rates[1]) / (first["price"] / rates[0]) - 1
    if not change:
        return ["no change"]
    what = f"change of the price {money}, {first['fuel']}, {first['place']}"
    years = (first["date"].year, last["date"].year)
    return ["a rise of " if change > 0 else "a fall of ", made(abs(change), "share", what, [found], (whose.id,), years)]


def _value(found: Records, whose: State, row: Row, column: str, unit: str) -> Figure:
    year = row["date"].year
    what = f"{row['fuel']}, {row['place']}, {row['date']}"
    return Figure(row[column], unit, "reported", found.kind.code, (whose.id,), year, year, found.sources, what)
