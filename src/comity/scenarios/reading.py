"""From a scenario file (TOML) to a question; what is wrong with it is said with file and line."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, get_args

from comity import language, states
from comity.errors import Failure, WrongUse, printable
from comity.models.equilibrium import Deficits
from comity.scenarios.asking import FUELS, TRADE, Change, Question, Range, Scenario

LARGEST = 1_000_000  # bytes; a scenario is a page of text
MOST_CHANGES = 200
HORIZON = 15  # years after the baseline
HIGHEST_TARIFF = 100.0
HIGHEST_ELASTICITY = 200.0
VERBS = {
    "stops buying from": (True, "buys"),
    "stops selling to": (True, "sells"),
    "stops trading with": (True, "trades"),
    "buys less from": (False, "buys"),
    "sells less to": (False, "sells"),
    "trades less with": (False, "trades"),
}
TOP = (
    "title",
    "baseline",
    "from",
    "elasticity",
    "fuel_elasticity",
    "supply_elasticity",
    "deficits",
    "trade",
    "change",
    "compare",
)
OWN = ("who", "does", "whom", "what", "less", "tariff", "effect", "standard_error", "leakage", "through")
_PERCENT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%\s*")


def read(source: str | Path | Mapping[str, Any]) -> Question:
    """Return the question of a scenario file, or of the same words as a mapping.

    Raises
    ------
    WrongUse
        A file that is no TOML, an unknown key, word, state or year, a number out of range, changes that contradict
        each other.
    Failure
        The file cannot be read.
    """
    if isinstance(source, Mapping):
        return _question(dict(source), _Place("scenario", ""))
    if not isinstance(source, str | Path):
        raise WrongUse(f"a scenario is a file or a mapping, not {printable(type(source).__name__)}")
    path = Path(source)
    shown = printable(str(path), 120)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as e:
        raise Failure(f"{shown}: cannot be read: {(getattr(e, 'strerror', None) or str(e)).lower()}") from e
    if len(raw) > LARGEST:
        raise WrongUse(f"{shown}: larger than {LARGEST:,} bytes; a scenario is a page of text")
    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        raise WrongUse(f"{shown}, line {line}: not UTF-8 text; save the scenario as UTF-8") from e
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as e:
        raise WrongUse(f"{shown}: not TOML: {printable(str(e), 120)}; docs/reference/scenario.md shows one") from e
    return _question(table, _Place(shown, text))


@dataclass(frozen=True)
class _Place:
    """Where in a file something stands, to be named when it is wrong."""

    file: str
    text: str
    header: str = ""
    number: int = 0

    def within(self, header: str, number: int) -> _Place:
        return replace(self, header=header, number=number)

    def refuse(self, key: str, what: str) -> NoReturn:
        part = f"{self.header} {self.number}, " if self.number else ""
        line = self._line(key)
        raise WrongUse(f"{self.file}{f', line {line}' if line else ''}: {part}{key}: {what}")

    def _line(self, key: str) -> int | None:
        """Return the line where the key of this part stands, or where the part begins."""
        begin, seen = None if self.number else 0, 0
        for i, line in enumerate(self.text.splitlines()):
            bare = line.split("#")[0].replace(" ", "")
            if self.number and bare == f"[[{self.header.replace(' of ', '.')}]]":
                seen += 1
                begin = i if seen == self.number else begin
                if seen > self.number:
                    break
            elif begin is not None and bare.startswith(f"{key}="):
                return i + 1
        return begin + 1 if begin is not None and self.number else None


def _question(table: Mapping[str, Any], place: _Place) -> Question:
    _known(table, TOP, place)
    title = _title(table, place)
    kind, year = _baseline(table, place)
    start = _start(table, year, place)
    deficits = table.get("deficits", "additive")
    if deficits not in get_args(Deficits):
        place.refuse("deficits", f"{_said(deficits)}; expected one of {', '.join(get_args(Deficits))}")
    trade = table.get("trade", "observed")
    if trade not in ("observed", "fitted"):
        place.refuse("trade", f"{_said(trade)}; expected observed or fitted")
    scenarios = [Scenario(title, _changes(table, start, place, "change"))]
    if "compare" in table:
        other = table["compare"]
        if not isinstance(other, Mapping):
            place.refuse("compare", "expected a table [compare] with a title and [[compare.change]]")
        _known(other, ("title", "change"), place)
        scenarios.append(Scenario(_title(other, place), _changes(other, start, place, "compare.change")))
    asked = Question(
        title=title,
        table=kind,
        year=year,
        start=start,
        trade_elasticity=_range(table, "elasticity", TRADE, place),
        fuel_elasticity=_range(table, "fuel_elasticity", FUELS, place),
        supply_elasticity=_number(table, "supply_elasticity", 0.0, 10.0, place) or 0.0,
        deficits=deficits,
        fitted=trade == "fitted",
        scenarios=tuple(scenarios),
    )
    if asked.has_fuels and kind != "OECD":
        place.refuse(
            "baseline", 'fuels alone need a table by industry with sales at home; write baseline = "OECD 2022"'
        )
    if "fuel_elasticity" in table and not asked.has_fuels:
        place.refuse("fuel_elasticity", 'no change is about fuels alone; leave it out or write what = "fuels"')
    return asked


def _title(table: Mapping[str, Any], place: _Place) -> str:
    title = table.get("title")
    if not isinstance(title, str) or not title.strip():
        place.refuse("title", "expected a line of text in quotes")
    return printable(title.strip(), 120)


def _baseline(table: Mapping[str, Any], place: _Place) -> tuple[Any, int]:
    words = table.get("baseline")
    found = re.fullmatch(r"\s*(BACI|OECD)\s+(\d{4})\s*", words, re.IGNORECASE) if isinstance(words, str) else None
    if found is None:
        place.refuse("baseline", f'{_said(words)}; expected "BACI 2020", "BACI 2023" or "OECD 2022"')
    return found[1].upper(), int(found[2])


def _start(table: Mapping[str, Any], year: int, place: _Place) -> date:
    given = table.get("from", year)
    try:
        if isinstance(given, bool) or not isinstance(given, int | str | date):
            raise WrongUse("no date")
        day = (
            given
            if type(given) is date
            else language.day(str(given))
            if "-" in str(given)
            else date(int(str(given)), 1, 1)
        )
    except (WrongUse, ValueError):
        place.refuse("from", f"{_said(given)}; expected a year or a day such as 2022-12-05")
    if day.year < year:
        place.refuse("from", f"{day.year} is before the baseline of {year}, which holds the change already")
    if day.year > year + HORIZON:
        place.refuse("from", f"{day.year} is too far from the baseline of {year}; the world will be another one")
    return day


def _changes(table: Mapping[str, Any], start: date, place: _Place, header: str) -> tuple[Change, ...]:
    listed = table.get("change")
    if not isinstance(listed, list) or not listed or not all(isinstance(c, Mapping) for c in listed):
        place.refuse(header, f"expected at least one [[{header}]] that says who does what to whom")
    if len(listed) > MOST_CHANGES:
        place.refuse(
            header, f"{len(listed)} changes; expected at most {MOST_CHANGES}: name a group instead of its members"
        )
    changes = tuple(_change(entry, start, place.within(header, i)) for i, entry in enumerate(listed, 1))
    seen: dict[tuple[str, str, str], int] = {}
    for number, change in enumerate(changes, 1):
        for seller, buyer in sorted(change.pairs()):
            for what in ("everything", "fuels"):
                earlier = seen.get((seller, buyer, what))
                if earlier and (what == change.what or "everything" in (what, change.what)):
                    place.within(header, number).refuse(
                        "whom", f"what {_name(seller)} sells to {_name(buyer)} is changed by change {earlier} already"
                    )
            seen[seller, buyer, change.what] = number
    return changes


def _change(entry: Mapping[str, Any], start: date, place: _Place) -> Change:
    _known(entry, OWN, place)
    verb = " ".join(entry["does"].lower().split()) if isinstance(entry.get("does"), str) else None
    if verb not in VERBS:
        place.refuse("does", f"{_said(entry.get('does'))}; expected one of: {'; '.join(VERBS)}")
    assert verb is not None
    whole, way = VERBS[verb]
    who, whom = _actors(entry, "who", start, place), _actors(entry, "whom", start, place)
    if shared := sorted(set(who) & set(whom)):
        place.refuse("whom", f"{_name(shared[0])} stands on both sides")
    what = entry.get("what", "everything")
    if what not in ("everything", "fuels"):
        place.refuse(
            "what",
            f'{_said(what)}; expected "everything" or "fuels": the market of a single commodity is outside the model',
        )
    less, tariff, effect = _size(entry, whole, place)
    leakage = _share(entry, "leakage", place) or 0.0
    if leakage >= 1:
        place.refuse("leakage", "all of it goes on, so that nothing is changed; expected less than 100 %")
    through = _actors(entry, "through", start, place) if "through" in entry else ()
    if through and not leakage:
        place.refuse("through", 'nothing leaks; write leakage = "20 %" as well')
    if inside := sorted(set(through) & {*who, *whom}):
        place.refuse("through", f"{_name(inside[0])} is no third state here")
    return Change(
        words=_sentence(entry, verb, what, less, tariff, effect),
        sellers=whom if way == "buys" else who,
        buyers=who if way == "buys" else whom,
        seller_words=_joined(entry, "whom" if way == "buys" else "who"),
        buyer_words=_joined(entry, "who" if way == "buys" else "whom"),
        both_ways=way == "trades",
        what=what,
        less=less,
        tariff=tariff,
        effect=effect,
        standard_error=_number(entry, "standard_error", 0.0, 10.0, place) or 0.0,
        leakage=leakage,
        through=through,
    )


def _size(entry: Mapping[str, Any], whole: bool, place: _Place) -> tuple[float | None, float | None, float | None]:
    """Return by how much: the share of the quantity, the tariff, or the estimate; exactly one of them."""
    given = [key for key in ("less", "tariff", "effect") if key in entry]
    if "standard_error" in entry and "effect" not in given:
        place.refuse("standard_error", "belongs to an effect; write effect = -0.8 as well")
    if whole:
        if given:
            place.refuse(given[0], 'contradicts "stops …", which is all of it; write "buys less from" or leave it out')
        return 1.0, None, None
    if len(given) != 1:
        said = "says how much less" if not given else f"contradicts {given[0]}"
        place.refuse(
            given[1] if given else "does", f'{said}; expected one of less = "90 %", tariff = "35 %", effect = -0.8'
        )
    less, tariff = _share(entry, "less", place), _share(entry, "tariff", place, HIGHEST_TARIFF)
    effect = _number(entry, "effect", -30.0, 0.0, place)
    for key, value in (("less", less), ("tariff", tariff), ("effect", effect)):
        if key in given and not value:
            place.refuse(
                key, "nothing would change; expected " + ("a number below 0" if key == "effect" else "more than 0 %")
            )
    return less, tariff, effect


def _actors(entry: Mapping[str, Any], key: str, start: date, place: _Place) -> tuple[str, ...]:
    """Return the ids of states named, groups by their members on the day."""
    given = entry.get(key)
    named = [given] if isinstance(given, str) else given
    if not isinstance(named, Sequence) or not named or not all(isinstance(n, str) for n in named):
        place.refuse(key, f"{_said(given)}; expected a state or a group, or a list of them")
    found: list[str] = []
    for name in named:
        try:
            actor = states.find_actor(name, year=start)
            ids = states.members(actor, start) if isinstance(actor, states.Group) else (actor.id,)
        except WrongUse as e:
            place.refuse(key, str(e))
        if not ids:
            place.refuse(key, f"{_said(name)} has no members on {start}")
        found += ids
    return tuple(sorted(set(found)))


def _range(table: Mapping[str, Any], key: str, default: Range, place: _Place) -> Range:
    """Return a range given as [low, central, high]; one number takes the default's proportions."""
    given = table.get(key)
    if given is None:
        return default
    listed = given if isinstance(given, list) else [given]
    ok = len(listed) in (1, 3) and all(_is_number(v) and 0 < v <= HIGHEST_ELASTICITY for v in listed)
    if not ok or sorted(listed) != listed:
        place.refuse(
            key, f"{_said(given)}; expected a number above 0 and up to {HIGHEST_ELASTICITY:g}, or [low, central, high]"
        )
    if len(listed) == 1:
        central = float(listed[0])
        low, high = (central * end / default.central for end in (default.low, default.high))
        return Range(low, central, high, "as given; range in the proportions of the default's")
    return Range(float(listed[0]), float(listed[1]), float(listed[2]), "as given")


def _share(entry: Mapping[str, Any], key: str, place: _Place, most: float = 1.0) -> float | None:
    given = entry.get(key)
    if given is None:
        return None
    found = _PERCENT.fullmatch(given) if isinstance(given, str) else None
    value = float(found[1]) / 100 if found else given
    if not _is_number(value) or not 0 <= value <= most:
        place.refuse(key, f'{_said(given)}; expected a share such as "90 %" or 0.9, from 0 to {most:g}')
    return float(value)


def _number(entry: Mapping[str, Any], key: str, low: float, high: float, place: _Place) -> float | None:
    given = entry.get(key)
    if given is None:
        return None
    if not _is_number(given) or not low <= given <= high:
        place.refuse(key, f"{_said(given)}; expected a number from {low:g} to {high:g}")
    return float(given)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15 and math.isfinite(value)


def _known(table: Mapping[str, Any], allowed: tuple[str, ...], place: _Place) -> None:
    for key in table:
        if key not in allowed:
            place.refuse(printable(str(key), 40), f"unknown; expected some of {', '.join(allowed)}")


def _said(value: object) -> str:
    return "missing" if value is None else printable(repr(value) if isinstance(value, str) else str(value), 60)


def _name(id_: str) -> str:
    return states.state(id_).name


def _sentence(
    entry: Mapping[str, Any], verb: str, what: str, less: float | None, tariff: float | None, effect: float | None
) -> str:
    """Return the change in words, as it stands on the page."""
    first, *rest = verb.split()
    goods = " fuels" if what == "fuels" else ""
    if first == "stops":
        how = f"stops {rest[0]}{goods} {rest[1]}"
    elif less is not None:
        how = f"{first} {100 * less:g} % less{goods} {rest[-1]}"
    elif tariff is not None:
        how = f"puts costs like a tariff of {100 * tariff:g} % on{goods or ' trade'} ({first} less) {rest[-1]}"
    else:
        how = f"{first} less{goods} {rest[-1]} by an estimated effect of {effect:g} on the log of flows, as to"
    return f"{_joined(entry, 'who')} {how} {_joined(entry, 'whom')}"


def _joined(entry: Mapping[str, Any], key: str) -> str:
    named = [entry[key]] if isinstance(entry[key], str) else list(entry[key])
    return printable(" and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named), 200)
