"""Prices at the pump in either state, where dated prices are on record."""

from __future__ import annotations

from comity.briefs.asking import Ask, Part, Row, download, made, records, said, start
from comity.catalogue import Records
from comity.pages import words
from comity.pages.model import Hole, Section, Sentence, Table
from comity.states import State
from comity.vocabulary import Figure


def prices(ask: Ask) -> Part:
    """Return a section for each of the two that has dated prices; silence is no hole for a list of one state."""
    whole = Part()
    for whose in ask.both:
        found = records(ask, "prices.pump", whose.id)
        if isinstance(found, Hole):
            whole += Part(holes=(Hole(f"Fuel prices in {said(whose)}", found.reason, found.remedy),))
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
        f"Pump prices in {said(whose)} named in press reports",
        ("Day", "Place", "Fuel", "Kyat per litre", "US$ per litre at the report’s own rate", "Source"),
        tuple(
            (
                words.date_words(r["date"], r["date_precision"]),
                r["place"],
                r["fuel"],
                _value(found, whose, r, "price", "kyat"),
                "not known: no rate in the report"
                if r["price_usd"] is None
                else _value(found, whose, r, "price_usd", "US dollars"),
                r["source_publisher"],
            )
            for r in found.rows
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
    change = made(
        last["price"] / first["price"] - 1, "share", "change in local money", [found], (whose.id,),
        (first["date"].year, last["date"].year),
    )  # fmt: skip
    parts: list[str | Figure] = [
        f"{fuel} in {place} cost ", _value(found, whose, first, "price", "kyat"),
        f" a litre in {words.date_words(first['date'], first['date_precision'])} and ",
        _value(found, whose, last, "price", "kyat"),
        f" on {words.date_words(last['date'], last['date_precision'])}, a change of ", change,
    ]  # fmt: skip
    if first["price_usd"] and last["price_usd"]:
        dollars = made(
            last["price_usd"] / first["price_usd"] - 1, "share", "change in US dollars at own rates", [found],
            (whose.id,), (first["date"].year, last["date"].year),
        )  # fmt: skip
        parts += [" in kyat and of ", dollars, " in US dollars at the rates of those reports"]
    return start(*parts, ".")


def _value(found: Records, whose: State, row: Row, column: str, unit: str) -> Figure:
    year = row["date"].year
    what = f"{row['fuel']}, {row['place']}, {row['date']}"
    return Figure(row[column], unit, "reported", found.kind.code, (whose.id,), year, year, found.sources, what)
