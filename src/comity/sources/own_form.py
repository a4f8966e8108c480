"""Reading a form in TOML strictly: every key is known, of its type and on one line; a refusal names the line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from comity import language
from comity.errors import WrongUse, printable

MOST_BYTES = 1_000_000
LONGEST = 1_000
_HEADER = re.compile(r"\s*\[+\s*([A-Za-z_]+)(?:\.([A-Za-z_]+))?\s*\]+")
_KEY = re.compile(r"\s*[\"']?([A-Za-z_]+)[\"']?\s*[=.]")
_MISSING: Any = object()


@dataclass(frozen=True)
class Section:
    """One table of a form: its values, and the line of each key (and of its head, under "")."""

    form: Path
    name: str
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def refusal(self, key: str, words: str) -> WrongUse:
        """Return the refusal of a key's value, in one line with the place."""
        line = self.lines.get(key) or self.lines.get("") or 1
        return WrongUse(f"{printable(str(self.form), 100)}:{line}: {key}: {words}")

    def only(self, known: Collection[str]) -> None:
        """Refuse a key that nobody reads."""
        for key in self.values:
            if key not in known:
                import difflib

                near = difflib.get_close_matches(key, known, n=1)
                said = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
                raise self.refusal(printable(key, 30), f"no such key in {self.name}; {said}")

    def said(self, key: str, value: Any) -> str:
        """Return a value that must be a line of text."""
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(key, f"{printable(repr(value), 40)} is no text; write it in quotes")
        if not value.isprintable() or len(value) > LONGEST:
            raise self.refusal(key, f"expected one line of at most {LONGEST:,} characters, without control characters")
        return value.strip()

    def text(self, key: str, default: str = _MISSING) -> str:
        """Return a key's text."""
        if key not in self.values:
            if default is _MISSING:
                raise self.refusal(key, f"missing in {self.name}; say it")
            return default
        return self.said(key, self.values[key])

    def choice(self, key: str, known: Sequence[Any], default: Any = _MISSING) -> Any:
        """Return a key's text, which must be one of the words known."""
        if key not in self.values and default is not _MISSING:
            return default
        found = self.values.get(key)
        if found not in known:
            said = "missing" if key not in self.values else f"{printable(repr(found), 40)} is unknown"
            raise self.refusal(key, f"{said} in {self.name}; expected one of {', '.join(map(repr, known))}")
        return found

    def truth(self, key: str, default: bool) -> bool:
        """Return a key's true or false."""
        found = self.values.get(key, default)
        if not isinstance(found, bool):
            raise self.refusal(key, f"{printable(repr(found), 40)} is neither true nor false")
        return found

    def day(self, key: str) -> date:
        """Return a key's day, written as a date of TOML or in quotes."""
        found = self.values.get(key)
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        if found is None:
            raise self.refusal(key, f"missing in {self.name}; write it as {key} = 2026-03-31")
        try:
            return language.day(str(found))
        except WrongUse as e:
            raise self.refusal(key, str(e)) from e

    def entries(self, key: str) -> list[Any]:
        """Return a key's list, empty without the key."""
        found = self.values.get(key, [])
        if not isinstance(found, list):
            raise self.refusal(key, f"{printable(repr(found), 40)} is no list; write it in brackets: {key} = ['…']")
        return found

    def below(self, key: str, values: Any) -> Section:
        """Return a table within this one."""
        if not isinstance(values, dict):
            raise self.refusal(key, f"{printable(repr(values), 40)} is no table; write {key} = {{… = '…'}}")
        line = self.lines.get(key) or self.lines.get("") or 1
        within = {k: self.lines.get(f"{key}.{k}", line) for k in values}
        return Section(self.form, key, values, {"": line, **within})


def sections(form: Path, most: int) -> tuple[Section, list[Section]]:
    """Return the table of the source and those of the indicators.

    Raises
    ------
    WrongUse
        It is no TOML file of that shape, or has more than `most` indicators.
    """
    text, document = _document(form)
    lines = _lines(text)
    for key in document:
        if key not in ("source", "indicator"):
            where = next((n for n, line in enumerate(text.splitlines(), 1) if key in line), 1)
            raise _wrong(form, where, f"{printable(key, 30)!r} is neither [source] nor [[indicator]]")
    source = document.get("source")
    if not isinstance(source, dict):
        raise _wrong(form, 1, "no [source]; say where the figures come from (title, publisher, published)")
    found = document.get("indicator")
    listed = [found] if isinstance(found, dict) else found
    if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
        raise _wrong(
            form, 1, "no [[indicator]]; say what the figures are (code, label, unit, grain, kind, absent, file)"
        )
    if len(listed) > most:
        raise _wrong(form, 1, f"{len(listed):,} indicators; one form holds at most {most}")
    places = lines.get("indicator", [])
    return Section(form, "[source]", source, next(iter(lines.get("source", [])), {})), [
        Section(form, "[[indicator]]", each, places[i] if i < len(places) else {}) for i, each in enumerate(listed)
    ]


def _wrong(form: Path, line: int, words: str) -> WrongUse:
    return WrongUse(f"{printable(str(form), 100)}:{line}: {words}")


def _document(form: Path) -> tuple[str, dict[str, Any]]:
    import tomllib

    if not form.is_file():
        raise WrongUse(f"{printable(str(form), 160)}: no such file")
    try:
        with form.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as e:
        raise WrongUse(f"{printable(str(form), 160)}: cannot be read: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise WrongUse(f"{printable(str(form), 160)}: byte {e.start} is not UTF-8; save the form as UTF-8") from e
    if len(raw) > MOST_BYTES:
        raise WrongUse(
            f"{printable(str(form), 160)}: larger than {MOST_BYTES:,} bytes; expected a form, not the figures"
        )
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as e:
        found = re.search(r"at line (\d+)", str(e))
        raise _wrong(
            form, int(found[1]) if found else len(text.splitlines()) or 1, f"not TOML ({printable(str(e), 80)})"
        ) from e


def _lines(text: str) -> dict[str, list[dict[str, int]]]:
    """Return for each section, in order, the line of each key; what stands in a text of several lines may mislead it.

    A table below a section (`[indicator.columns]`) belongs to the section before it.
    """
    found: dict[str, list[dict[str, int]]] = {}
    current: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEADER.match(line):
            name, below = head[1], head[2]
            if below is None:
                current, prefix = {"": number}, ""
                found.setdefault(name, []).append(current)
            else:
                current.setdefault(below, number)
                prefix = f"{below}."
        elif key := _KEY.match(line):
            current.setdefault(prefix + key[1], number)
    return found
