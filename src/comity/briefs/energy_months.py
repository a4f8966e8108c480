"""Fuels by month: the latest month on record against the year before, and the months beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from comity.briefs.asking import Ask, Row, figure, figures, known, said, start
from comity.briefs.energy_market import Fuel
from comity.briefs.series import against
from comity.catalogue import Figures
from comity.pages import words
from comity.pages.model import Sentence, Table
from comity.states import State
from comity.vocabulary import Figure

SHOWN_MONTHS = 24
WHOLE = 12


def by_month(ask: Ask, fuels: Sequence[Fuel], seller: State, buyer: State) -> dict[str, Figures]:
    """Return the monthly figures of each fuel by name: of several counters the one whose months go on longest."""
    found: dict[str, Figures] = {}
    for fuel in fuels:
        if not fuel.monthly:
            continue
        answer = figures(ask, fuel.monthly, seller.id, buyer.id)
        if isinstance(answer, Figures) and _real(known(answer)):
            best = found.get(fuel.name)
            if best is None or _last(answer)["date"] > _last(best)["date"]:
                found[fuel.name] = answer
    newest = max((_last(f)["year"] for f in found.values()), default=0)
    return {name: f for name, f in found.items() if _last(f)["year"] >= newest - 1}


def _real(rows: Sequence[Row]) -> bool:
    """Say whether these are months: a year's sum divided by twelve is none."""
    amounts: dict[int, list[float]] = {}
    for r in rows:
        amounts.setdefault(r["year"], []).append(r["value"])
    return any(r["value"] for r in rows) and not any(
        len(a) == WHOLE and len(set(a)) == 1 and a[0] for a in amounts.values()
    )


def _last(found: Figures) -> Row:
    return [r for r in known(found) if r["value"]][-1]


def months_told(found: Mapping[str, Figures], seller: State, buyer: State) -> list[Sentence]:
    """Say what the latest month with an amount was, against the same month a year before, and what follows it."""
    sentences = []
    for name, answer in found.items():
        rows = {r["date"]: r for r in known(answer)}
        last = _last(answer)
        before = rows.get(date(last["date"].year - 1, last["date"].month, 1))
        parts: list[str | Figure] = [
            f"the latest month with {name} from {said(seller)} to {said(buyer)} on record is {_month(last)} (",
            figure(answer, last, _month(last)),
        ]
        if before is not None:
            parts += against(figure(answer, last), figure(answer, before, _month(before)), f"in {_month(before)}")
        silent = [r for r in answer.rows if r["date"] > last["date"] and r["status"] == "none recorded"]
        after = f"; none is recorded from {_month(silent[0])} to {_month(silent[-1])}" if silent else ""
        sentences.append(start(*parts, f"){after}."))
    return sentences


def _month(row: Row) -> str:
    return words.date_words(row["date"], "month")


def months_table(found: Mapping[str, Figures], seller: State, buyer: State) -> Table:
    """Return the latest months, each fuel by one counter."""
    cells: dict[date, dict[str, Row]] = {}
    for name, answer in found.items():
        for row in known(answer):
            cells.setdefault(row["date"], {})[name] = row
    latest = sorted(cells)[-SHOWN_MONTHS:]
    return Table(
        f"Fossil fuels from {said(seller)} to {said(buyer)} by month",
        ("Month", *(f"{name.capitalize()} ({f.sources[0].dataset.publisher})" for name, f in found.items())),
        tuple(
            (
                words.date_words(day, "month"),
                *(figure(f, cells[day][name]) if name in cells[day] else "" for name, f in found.items()),
            )
            for day in latest
        ),
    )
