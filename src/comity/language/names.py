"""States and groups named in running text: names, adjectives, peoples, capitals, leaders and firms.

Capitals matter ("turkey" is a bird), only whole words count ("Nigerian" is not "Niger"), the longest name wins ("South
China Sea" is no state), and dated names count on their days. The names are those of the registry of states and the
table `actors.csv` beside this file, which also lists what only looks like a state.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from comity import states
from comity.states.spelling import stranger

MentionKind = Literal["name", "adjective", "people", "metonym", "regime", "leader", "firm", "body", "whole"]

_WORD = re.compile(r"[^\W_]+(?:[.'’&+-](?=[^\W_])[^\W_]+)*(?:\+|(?<=\.\w)\.)?")
_KINDS: dict[str, MentionKind] = {
    "short": "name",
    "official": "name",
    "alias": "name",
    "group": "name",
    "demonym": "adjective",
    "metonym": "metonym",
    "regime": "regime",
    "leader": "leader",
}
# Given names and titles that make a state's name a person's: "Michael Jordan", "Chad Smith".
_PERSON_BEFORE = re.compile(
    r"(?:Michael|Hamilton|Barbara|Vernon|Jim|Louis|Neil|Montell|David|Eason|Deandre|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Miss) $"
)
_GEORGIA_US = re.compile(
    r"Atlanta|Savannah|\bGa\.|U\.?S\.? state of|Alabama|Florida|(?:North|South) Carolina|Stacey|Kemp"
    r"|Raffensperger|Peach|"
    r"(?:senator|Senate|runoff|primary|Republican|Democrat|governor)"
)
_SURNAME_AFTER = re.compile(r" (?:[A-Z][a-z]+)\b")


@dataclass(frozen=True)
class Mention:
    """A state, group or whole named in a text; `code` is the registry's id or the code of the group."""

    start: int
    end: int
    code: str
    kind: MentionKind


@dataclass(frozen=True)
class _Entry:
    code: str
    kind: MentionKind
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first or date.min) <= day <= (self.last or date.max)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(m[0] for m in _WORD.finditer(text))


def _plain(word: str) -> str:
    """Return a word without accents: São Tomé is found as Sao Tome."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _possessive(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word


@cache
def _table() -> dict[str, list[tuple[tuple[str, ...], _Entry | None]]]:
    """Return every name under its first word, the longest first; None marks what is no state."""
    table: dict[str, list[tuple[tuple[str, ...], _Entry | None]]] = {}

    def add(text: str, entry: _Entry | None) -> None:
        words = tuple(_plain(w) for w in _tokens(text))
        if words:
            table.setdefault(words[0], []).append((words, entry))

    own = set()
    with (Path(__file__).parent / "actors.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own.add(row["name"])
            entry = None
            if row["code"]:
                kind: MentionKind = row["kind"]  # type: ignore[assignment]
                entry = _Entry(row["code"], kind, _day(row["from"]), _day(row["to"]))
            add(row["name"], entry)
            if entry is None:
                add(row["name"].upper(), None)
    for name in states.names():
        if name.text in own or "*" in name.text or not name.text[:1].isalpha() or name.text in _NOT_NAMES:
            continue
        if name.kind in ("region", "organisation", "armed group"):
            for text in (name.text, name.text.upper()) if len(name.text) > 3 else ():
                add(text, None)
        elif name.kind in _KINDS and name.id and _is_written(name.text, name.kind):
            entry = _Entry(name.id, _KINDS[name.kind], name.start, name.end)
            add(name.text, entry)
            if name.kind in ("short", "alias") and len(name.text) > 3 and not name.text.isupper():
                add(name.text.upper(), entry)  # as headings and lists have it
            if name.kind == "demonym" and name.text.endswith(("an", "i", "c", "ne")) and name.text not in ("German",):
                add(f"{name.text}s", _Entry(name.id, "people", name.start, name.end))
    add("Germans", _Entry("DEU", "people", None, None))
    for entries in table.values():
        entries.sort(key=lambda e: (-len(e[0]), e[1] is None and len(e[0]) < 2))
    return table


_NOT_NAMES = {"Kiwi", "Philippine Islands", "SAC", "Papua", "Hesse", "Baden", "Parma", "World", "Emirates", "US"}
_SHORT_NAMES = {"US", "USA", "UK", "UAE", "DRC", "EU", "USSR", "PRC", "DPRK", "ROK", "GDR", "FRG", "KSA"}


def _is_written(text: str, kind: str) -> bool:
    """Whether a name can be told in running text: abbreviations only where everybody reads them so."""
    letters = text.replace(".", "")
    return kind == "group" or not (letters.isupper() and len(letters) <= 4) or letters in _SHORT_NAMES


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def mentions(text: str, day: date) -> list[Mention]:
    """Return the states and groups named in a text, in order, as of the day of writing.

    A name that several states bear ("Korea", "the junta") is given for each of them, in the same place; the reader
    chooses by what else is spoken of. Names with letters of another script are not matched.
    """
    words = list(_WORD.finditer(text))
    table = _table()
    found: list[Mention] = []
    place = 0
    while place < len(words):
        first = _possessive(words[place][0])
        entries = table.get(_plain(first), ()) if first.isascii() or not stranger(first) else ()
        length = 0
        for name, entry in entries:
            if length and len(name) < length:
                break
            if not _fits(words, place, name, text):
                continue
            start, end = words[place].start(), words[place + len(name) - 1].end()
            end -= 2 if text[start:end].endswith(("'s", "’s")) else 0
            if entry is None:
                length = len(name)
                break
            if not _is_state(text, start, end):
                length = len(name)
                break
            if entry.holds(day):
                length = len(name)
                found.append(Mention(start, end, entry.code, entry.kind))
        place += length or 1
    return found + _united_states(text, found)


def _fits(words: list[re.Match[str]], place: int, name: tuple[str, ...], text: str) -> bool:
    if place + len(name) > len(words):
        return False
    for n, wanted in enumerate(name):
        word = words[place + n][0]
        if n == len(name) - 1:
            word = _possessive(word)
        if _plain(word) != wanted:
            return False
        if n and text[words[place + n - 1].end() : words[place + n].start()] not in (" ", ", ", "-", " - "):
            return False
    return True


def _is_state(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if name in ("Jordan", "Chad", "Georgia", "Israel", "India") and _PERSON_BEFORE.search(
        text[max(start - 12, 0) : start]
    ):
        return False
    if (
        name in ("Chad", "Jordan")
        and _SURNAME_AFTER.match(text[end : end + 20])
        and not text[max(start - 1, 0) : start].strip()
    ):
        following = text[end + 1 :].split(" ", 1)[0].strip(".,;")
        return bool(table_has(following)) or following in ("Valley", "Basin")
    if name == "Georgia":
        return not _GEORGIA_US.search(text[max(start - 200, 0) : end + 200])
    return True


def table_has(word: str) -> bool:
    """Whether a word begins the name of a state or group."""
    return _plain(_possessive(word)) in _table()


_UNITED = re.compile(r"\b(?:US|USA)\b(?! ?\$| dollars?\b)")


def _united_states(text: str, found: list[Mention]) -> list[Mention]:
    """Return "US" as a name unless all letters around are capitals, where it may be the pronoun."""
    taken = {m.start for m in found}
    return [
        Mention(m.start(), m.end(), "USA", "name")
        for m in _UNITED.finditer(text)
        if m.start() not in taken and not text[max(m.start() - 12, 0) : m.end() + 12].isupper()
    ]
