"""Claims about prices: of crude oil, gas and coal on world markets, of fuel and rice in Myanmar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from comity.catalogue import Records
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Found, growth
from comity.checking.resolving.evidence import Bearing, Case, Evidence, nothing, of_direction, of_number, rising
from comity.checking.resolving.readings import Reading
from comity.checking.verdict import Series
from comity.vocabulary import Figure

# Words of the clause, the unit of the claim, and the series that they name.
_WORLD = (
    ("usd/bbl", r"\bwti\b|west texas", ("WTI", "Crude oil, WTI")),
    ("usd/bbl", r"\bdubai\b", ("Crude oil, Dubai",)),
    ("usd/bbl", r"", ("Brent", "Crude oil, Brent")),
    ("usd/mmbtu", r"\beurop", ("Natural gas, Europe",)),
    ("usd/mmbtu", r"\bamerica|united states|u\.s\.|henry hub", ("Natural gas, United States",)),
    ("usd/mmbtu", r"\bjapan|\blng\b", ("Liquefied natural gas, Japan",)),
    ("usd/t", r"south africa", ("Coal, South Africa",)),
    ("usd/t", r"\bcoal\b|australia", ("Coal, Australia",)),
)
_BY_STATE = {
    "EUROPE": "Natural gas, Europe",
    "EU": "Natural gas, Europe",
    "USA": "Natural gas, United States",
    "JPN": "Liquefied natural gas, Japan",
}
_OTHER = re.compile(r"\burals\b|\bcap\b|\bespo\b|discount|contract|fee|tariff|per (?:litre|liter|gallon|kilo)")
_FUEL = (
    ("octane 92", r"octane 92|\bpetrol\b|gasoline|\bfuel\b|\boil\b"),
    ("octane 95", r"octane 95"),
    ("diesel", r"\bdiesel\b"),
)


def prices(case: Case) -> list[Reading]:
    """Look up a claim about a price, or its change, in the price series and the prices named in the press."""
    claim = case.claim
    if case.period is None:
        return [Reading((nothing("the claim names no day, month or year to look up"),))]
    unit = claim.unit.lower()
    if claim.type == "price_change" and "MMR" in claim.subject:
        return _pump_changes(case)
    if "MMR" in claim.subject and unit in ("mmk/l", "usd/l"):
        return [Reading(_pump(case, unit))]
    if _OTHER.search(claim.quote.lower()):
        return [Reading((nothing("no series at hand has this price; Brent and WTI are others"),))]
    if unit == "rank":
        return [Reading((nothing("records over time are not looked up"),))]
    names = _series(case, unit)
    if not names:
        return [Reading((nothing(f"no series of prices at hand is counted in “{claim.unit or 'words'}” for this"),))]
    return [Reading(_world(case, names))]


def _series(case: Case, unit: str) -> tuple[str, ...]:
    words = " ".join((case.words, *case.before[:1]))
    if case.claim.type == "price_change" or unit in ("percent", "ratio", ""):
        if re.search(r"\bgas\b", words):
            unit = "usd/mmbtu"
        elif re.search(r"\bcoal\b", words):
            unit = "usd/t"
        elif re.search(r"\boil\b|crude|brent|barrel", words):
            unit = "usd/bbl"
    if unit == "usd/mmbtu":
        mine = [_BY_STATE[s] for s in case.claim.subject if s in _BY_STATE]
        if mine:
            return tuple(mine[:1])
    if unit == "usd/t" and not re.search(r"\bcoal\b", words) and "AUS" not in case.claim.subject:
        return ()
    quote = case.claim.quote.lower()
    named = next((names for u, pattern, names in _WORLD if u == unit and re.search(pattern, quote)), ())
    return named or next((names for u, pattern, names in _WORLD if u == unit and re.search(pattern, words)), ())


def _world(case: Case, names: tuple[str, ...]) -> tuple[Evidence, ...]:
    claim, period = case.claim, case.period
    assert period is not None, "a period was found"
    first = period.first
    if (first.year, first.month) == (period.last.year, period.last.month):
        # "A third more than a year ago" names one month and means two.
        first = first.replace(year=first.year - 1, day=1)
    elif claim.type == "price_level" and first.year < period.last.year:
        return (nothing("a price has a day, a month or a year, and the claim names a longer time"),)
    made: list[Evidence] = []
    for code in ("prices.crude_oil", "prices.energy_world", "prices.crude_oil_daily"):
        if code == "prices.crude_oil_daily" and (period.precision != "day" or claim.value is None):
            continue
        answer = case.answers.records(code, years=(first.year, period.last.year))
        if isinstance(answer, str):
            continue
        if claim.type == "price_change" or claim.unit in ("percent", "ratio", ""):
            before, after = _mean(answer, names, first, "month"), _mean(answer, names, period.last, "month")
            if before.value is None or after.value is None:
                continue
            found = growth(before, after, f"{names[0]} from {first:%Y-%m} to {period.last:%Y-%m}")
            bearing: Bearing = "other report" if made else "same"
            if claim.value is None:
                made.append(of_direction(case, found, rising(case), bearing=bearing))
            else:
                made.append(of_number(_as_change(case), found, change=True, bearing=bearing))
            continue
        found = _mean(answer, names, period.first, period.precision)
        if found.value is not None:
            at = findings.same_period(claim, period, str(period), meets=True)
            # The second series of Brent is made of other quotations: it does not spoil what the first bears out.
            made.append(of_number(case, found, bearing="other report" if made else "same", more=(at,)))
    return tuple(made) or (nothing("the series of prices at hand do not reach this time"),)


def _as_change(case: Case) -> Case:
    claim = case.claim
    if claim.unit != "ratio" or claim.value is None:
        return case
    return replace(case, claim=replace(claim, value=(claim.value - 1) * 100, unit="percent"))


def _mean(answer: Records, names: tuple[str, ...], day: date, precision: str) -> Found:
    """Return the price of a day, month or year; a year's where the list gives it, else the mean of its months."""
    rows = [r for r in answer.rows if r["series"] in names and r["date"].year == day.year]
    of_year = [r for r in rows if r["date_precision"] == "year"]
    months = [r for r in rows if r["date_precision"] == "month"]
    days = [r for r in rows if r["date_precision"] == "day"]
    if precision == "year":
        chosen = of_year or (months if len(months) == 12 else [])
    elif precision == "month":
        chosen = [r for r in months if r["date"].month == day.month]
    else:
        chosen = [r for r in days if r["date"] == day]
    value = sum(r["price"] for r in chosen) / len(chosen) if chosen else None
    name = (
        f"{names[0]}, {day.year}"
        if precision == "year"
        else f"{names[0]}, {day:%Y-%m}"
        if precision == "month"
        else f"{names[0]}, {day}"
    )
    return _found(answer, value, name, "" if chosen else f"no price of {names[0]} for {day}", rows)


def _found(answer: Records, value: float | None, name: str, why: str, rows: list[dict[str, object]]) -> Found:
    unit = str(rows[0]["unit"]) if rows and "unit" in rows[0] else ""
    year = int(name[-4:]) if name[-4:].isdigit() else 0
    kept = tuple(
        {"date": r["date"], "name": name.partition(",")[0], "value": r["price"], "status": "reported"}
        for r in rows
        if r["date_precision"] != "year" and r["price"] is not None
    )
    return Found(
        value,
        "reported" if value is not None else "not known",
        f"{name} ({answer.sources[0].dataset.title} {answer.sources[0].release.stamp})",
        why=why,
        figures=(Figure(value, unit, "reported", answer.kind.code, (), year, year, answer.sources),)
        if value is not None
        else (),
        series=(Series(answer.kind.label, unit, kept, answer.sources),),
        sources=answer.sources,
        caveats=answer.caveats,
    )


def _pump_prices(case: Case, first: date, last: date, unit: str) -> tuple[Records | None, list[dict[str, object]]]:
    answer = case.answers.records("prices.pump", "MMR", years=(first.year, last.year))
    if isinstance(answer, str):
        return None, []
    words = case.words
    fuel = next((f for f, pattern in reversed(_FUEL) if re.search(pattern, words)), "octane 92")
    wanted = ("octane 92", "petrol, low", "petrol, high") if fuel == "octane 92" else (fuel,)
    column = "price" if unit == "mmk/l" else "price_usd"
    rows = [
        r
        for r in answer.rows
        if r["fuel"] in wanted
        and r[column] is not None
        and (first.year, first.month) <= (r["date"].year, r["date"].month) <= (last.year, last.month)
    ]
    return answer, rows


def _pump(case: Case, unit: str) -> tuple[Evidence, ...]:
    """Compare with the prices that the press named in the months of the claim; single reports are no series."""
    assert case.period is not None, "a period was found"
    answer, rows = _pump_prices(case, case.period.first, case.period.last, unit)
    if answer is None or not rows:
        return (nothing("no pump price of that time is on record"),)
    column = "price" if unit == "mmk/l" else "price_usd"
    stated = case.claim.value or 0.0
    nearest = min(rows, key=lambda r: abs(float(r[column]) - stated))  # type: ignore[arg-type]
    known = sorted(float(r[column]) for r in rows)  # type: ignore[arg-type]
    name = (
        f"{nearest['fuel']}, {nearest['place']}, {nearest['date']}, of prices from {known[0]:,.6g} to {known[-1]:,.6g}"
    )
    found = _found(answer, float(nearest[column]), name, "", [dict(r, unit=unit) for r in rows])  # type: ignore[arg-type]
    return (of_number(case, found),)


def _pump_changes(case: Case) -> list[Reading]:
    """Compare with the change between any price of the first month and any of the last."""
    assert case.period is not None, "a period was found"
    first, last = case.period.first, case.period.last
    made: list[Evidence] = []
    for unit in ("mmk/l", "usd/l"):
        column = "price" if unit == "mmk/l" else "price_usd"
        answer, old = _pump_prices(case, first, first, unit)
        later, new = _pump_prices(case, date(last.year, max(1, last.month - 1), 1), last, unit)
        if answer is None or later is None or not old or not new:
            continue
        for a in old[:2]:
            for b in new:
                before, after = (
                    _found(answer, float(r[column]), f"{r['fuel']}, {r['date']}", "", [dict(r, unit=unit)])  # type: ignore[arg-type]
                    for r in (a, b)
                )
                found = growth(before, after, f"{b['fuel']}, {b['date']} against {a['date']}, in {unit}")
                if case.claim.value is None:
                    made.append(of_direction(case, found, rising(case)))
                else:
                    made.append(of_number(_as_change(case), found, change=True))
    return [Reading(tuple(made) or (nothing("no pump prices of those times are on record"),))]
