"""What a person types: names, aliases and codes, in any case and with any accents, but never guessed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from comity.errors import WrongUse, printable
from comity.states.grouping import Group, group_named
from comity.states.naming import NAMES_PROPER, NO_STATE, Name, by_key, meant
from comity.states.registry import State, System, by_code, holders, state
from comity.states.spelling import LONGEST, key, stranger, visible
from comity.states.tables import overlap, period

_SHOWN = 60
_NUMBERED: dict[System, str] = {
    "cow": "Correlates of War",
    "gw": "Gleditsch and Ward",
    "iso_numeric": "ISO 3166",
    "m49": "UN M49",
}


def find(text: str, *, year: int | date | None = None) -> State:
    """Return the state that a person means by a name or a code.

    Accepted are names as people and publishers write them, former names, ISO codes and the numbers of the state lists,
    in any case, with or without accents and punctuation. Only whole names count.

    Parameters
    ----------
    year
        The year asked about; a state that had ended by then is refused, and a name that meant another state then
        (Russia in 1980) is read as of then.

    Raises
    ------
    WrongUse
        Nothing, several states, or no state is called so; the message says which.
    """
    return find_with_note(text, year=year)[0]


def find_with_note(text: str, *, year: int | date | None = None) -> tuple[State, str | None]:
    """Return the state that a person means, and a remark where the reading is worth a word.

    Remarked are numbers (which system they were read as), abbreviations of the state lists, former states, former
    names, and a year before the state was independent.
    """
    words = _clean(text)
    found, note = _by_name(words, year) or _by_letters(words, year) or _by_digits(words, year) or _refuse(words)
    return found, _checked_by_year(found, note, year)


def find_actor(text: str, *, year: int | date | None = None) -> State | Group:
    """Return the state or the group that a person means."""
    return _actor(_clean(text), year)


@lru_cache(maxsize=4096)
def _actor(words: str, year: int | date | None) -> State | Group:
    return group_named(words) or find(words, year=year)


def _clean(text: str) -> str:
    if len(text) > LONGEST and len(text.strip()) > LONGEST:
        raise WrongUse(f"no state has a name of {len(text):,} characters: '{_shown(text[:LONGEST])}'")
    words = visible(text.strip()[:LONGEST]).strip()
    if not words:
        raise WrongUse("the name of a state is empty; write a name or a code such as Myanmar or MMR")
    return words


def _shown(text: str) -> str:
    return printable(text, _SHOWN)


def _by_name(words: str, year: int | date | None) -> tuple[State, str | None] | None:
    entries = [
        entry
        for entry in by_key().get(key(words), ())
        if entry.kind in NAMES_PROPER or (entry.kind == "ambiguous" and _asks(entry, year))
    ]
    best = meant(entries, year)
    asking = [entry for entry in best if entry.kind == "ambiguous"]
    if asking:
        choices = ", ".join(_named(state(entry.id)) for entry in asking if entry.id)
        raise WrongUse(f"'{_shown(words)}' is the name of more than one state; write one of: {choices}")
    if not best or best[0].id is None:
        return None
    return state(best[0].id), _another_then(words, best[0].id, entries, year) or _former_name(best)


def _asks(entry: Name, year: int | date | None) -> bool:
    """Say whether a name is open in that year: today, or for the whole of a year before a unification."""
    if year is None:
        return entry.start is None and entry.end is None
    first, last = period(year)
    return overlap(entry.start, entry.end, (first, last)) == (last - first).days + 1


def _another_then(words: str, id_: str, entries: list[Name], year: int | date | None) -> str | None:
    """Remark that a name meant another state in the year asked for than it means without a year."""
    if year is None or id_ in {entry.id for entry in meant(entries, None)}:
        return None
    return f"{_shown(words)} was read as {_named(state(id_))}, as of {period(year)[0].year}"


def _named(found: State) -> str:
    return f"{found.name} ({found.id})"


def _former_name(best: tuple[Name, ...]) -> str | None:
    name, ended = best[0], best[0].end
    if name.id is None or ended is None or any(entry.end is None for entry in best):
        return None
    found = state(name.id)
    if found.end is not None:
        return None
    since = f"{name.start.year}–{ended.year}" if name.start else f"until {ended.year}"
    return f"{name.text} was a name of {_named(found)} {since}"


def _by_letters(words: str, year: int | date | None) -> tuple[State, str | None] | None:
    code = words.replace(".", "").upper()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
        return None
    system: System = "iso2" if len(code) == 2 else "iso3"
    several = holders(system, code)
    if len(several) > 1 and year is None:
        choices = ", ".join(f"{_named(each)} {_lifetime(each)}" for each in several)
        raise WrongUse(f"the code '{code}' was given to more than one state; add a year or write one of: {choices}")
    found = by_code(system, code, year) or _own_id(code)
    if found:
        return found, None
    for listed in ("cow", "gw"):
        found = by_code(listed, code, year)
        if found:
            return found, f"{code} was read as the {_NUMBERED[listed]} abbreviation of {_named(found)}"
    return None


def _own_id(code: str) -> State | None:
    try:
        return state(code)
    except WrongUse:
        return None


def _by_digits(words: str, year: int | date | None) -> tuple[State, str | None] | None:
    if not (words.isascii() and words.isdecimal()):
        return None
    readings: dict[str, list[str]] = {}
    for system, title in _NUMBERED.items():
        found = by_code(system, words, year)
        if found:
            readings.setdefault(found.id, []).append(title)
    if not readings:
        raise WrongUse(f"no state has the number {_shown(words)} in ISO 3166, UN M49, Correlates of War or G-W")
    if len(readings) > 1:
        choices = ", ".join(f"{_named(state(id_))} in {' and '.join(titles)}" for id_, titles in readings.items())
        raise WrongUse(f"the number {words} is not one state: {choices}; write the name or the three letters")
    (id_, titles), *_ = readings.items()
    return state(id_), f"{words} was read as the number of {_named(state(id_))} in {' and '.join(titles)}"


def _lifetime(found: State) -> str:
    return f"{found.start.year}–{found.end.year if found.end else ''}" if found.start else ""


def _checked_by_year(found: State, note: str | None, year: int | date | None) -> str | None:
    if found.start is None:
        return note
    if year is None:
        former = f"{_named(found)} existed {_lifetime(found)}" if found.end else None
        return "; ".join(part for part in (note, former) if part) or None
    first, last = period(year)
    if found.end and found.end < first:
        heirs = ", ".join(_named(state(id_)) for id_ in found.successors[:3])
        more = len(found.successors) - 3
        after = f"; after it came {heirs}{f' and {more} more' if more > 0 else ''}" if heirs else ""
        raise WrongUse(f"{_named(found)} ended on {found.end}, before {first.year}{after}")
    if not any(overlap(start, end, (first, last)) for start, end in found.existence):
        return f"{_named(found)} was not an independent state in {first.year}"
    return note


def _refuse(words: str) -> tuple[State, str | None]:
    """Say why a name is not a state, as exactly as the table allows."""
    shown = _shown(words)
    entries = by_key().get(key(words), ())
    for entry in entries:
        if entry.kind == "group":
            raise WrongUse(f"'{shown}' is a group of states, not a state")
        if entry.kind in NO_STATE:
            raise WrongUse(f"'{shown}' is not a state; it is known as {_article(entry.kind)}")
    for entry in entries:
        if entry.id and entry.kind == "publisher":
            raise WrongUse(f"no state called '{shown}'; publishers count it under {_named(state(entry.id))}")
    standing = dict.fromkeys(entry.id for entry in meant(entries, None) if entry.id)
    if standing:
        choices = " or ".join(_named(state(id_)) for id_ in list(standing)[:3])
        raise WrongUse(f"'{shown}' is not a state's name; did you mean {choices}?")
    odd = stranger(words)
    if odd:
        alike = _alike(odd.latin)
        reason = f"a letter of another script (U+{ord(odd.letter):04X})"
        if alike:
            raise WrongUse(f"'{shown}' looks like {alike} but has {reason}; type it in Latin letters")
        raise WrongUse(f"no state called '{shown}', which has {reason}; type the name in Latin letters")
    near = _near(words)
    raise WrongUse(f"no state called '{shown}'" + (f"; did you mean {near}?" if near else ""))


def _article(kind: str) -> str:
    if kind == "unknown":
        return "an unknown or a mixed actor"
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _alike(latin: str) -> str | None:
    entries = [entry for entry in by_key().get(key(latin), ()) if entry.kind in NAMES_PROPER]
    if entries:
        return entries[0].text
    code = latin.strip().upper()
    found = by_code("iso3", code) or by_code("iso2", code)
    return code if found else None


def _near(words: str) -> str | None:
    """Return the names that differ from `words` by a slip of the finger."""
    import difflib  # only needed for a name that nothing answers to

    wanted = key(words)
    known = {text: e for text, every in by_key().items() if (e := [n for n in every if n.kind in NAMES_PROPER[:3]])}
    close = difflib.get_close_matches(wanted, known, n=3, cutoff=0.8)
    nearness = {text: difflib.SequenceMatcher(None, text, wanted).ratio() for text in close}
    names: dict[str, str] = {}
    for text in close:
        entry = meant(known[text], None)[0]
        if entry.id and nearness[text] > nearness[close[0]] - 0.05:
            names.setdefault(entry.id, entry.text)
    return " or ".join(f"{name} ({id_})" for id_, name in names.items()) or None
