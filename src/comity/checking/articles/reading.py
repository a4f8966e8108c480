"""Reading an article from a file: plain text, Markdown, HTML, PDF or DOCX, known by its content and not by its ending.

What is read is bounded: files up to 20 MB, web pages up to 5 MB, texts up to 1,000,000 characters.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comity.checking.articles.documents import LONGEST_TEXT, docx, page, pdf
from comity.checking.articles.surface import Surface, surface
from comity.errors import Failure, WrongUse, printable
from comity.language.dates import dates

LARGEST_FILE = 20_000_000

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_READ = {
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "RTF",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old or encrypted Word document",
}
# A press release may begin with From and Subject, but only a mail has the fields of its transport.
_MAIL = re.compile(r"(?:From \S+ .*\n)?(?:[A-Z][A-Za-z-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_TRANSPORT = re.compile(r"^(?:From \S+ \w{3} \w{3} |(?:MIME-Version|Received|Message-ID|Return-Path):)", re.I | re.M)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_MOST_SHOWN = 3
# Words that no English text does without; a text with few of them is in another language.
_ENGLISH = re.compile(
    r"(?:the|of|and|to|in|a|is|was|for|on|that|by|with|as|at|from|are|has|have|it|its|were|be|not|this|which|an|had|but)",
    re.I,
)


@dataclass(frozen=True)
class Article:
    """An article as it was read.

    Attributes
    ----------
    name
        The file's stem.
    original
        The text that claims are tied to: the file's characters for plain text and Markdown, the main text of a web
        page, a PDF or a DOCX.
    surface
        The clean text, a paragraph a line, with the map back to `original`.
    date
        The day of writing as the file or its text gives it, or None.
    dated_by
        Where the day stands: "the page", "the document", "the text"; blank without a day.
    markup
        Whether the text is Markdown.
    notes
        What a reader must know about the reading, such as an encoding that was guessed.
    """

    name: str
    original: str
    surface: Surface
    date: date | None
    dated_by: str
    markup: bool
    notes: tuple[str, ...]


def read(path: str | Path) -> Article:
    """Read an article from a file.

    Raises
    ------
    WrongUse
        There is no such file, or it is no regular file, or it cannot be opened.
    Failure
        The file is too large, empty, encrypted, damaged, no text, or its text is not English.
    """
    path = Path(path)
    content = _bytes(path)
    shown = printable(str(path))
    if content.startswith(b"%PDF-"):
        text, when, by = *pdf(content, shown), "the document"
        return article(text, name=path.stem, shown=shown, date=when, dated_by=by)
    if content.startswith(b"PK\x03\x04"):
        text, when, by = *docx(content, shown), "the document"
        return article(text, name=path.stem, shown=shown, date=when, dated_by=by)
    for head, what in _NOT_READ.items():
        if content.startswith(head):
            raise Failure(f"{shown} is {what}, not text; save it as text, HTML, PDF or DOCX")
    text, notes = decoded(content, shown)
    letterhead = _MAIL.match(text.replace("\r\n", "\n")[:20_000])
    if letterhead and _TRANSPORT.search(letterhead[0]):
        raise Failure(f"{shown} is a mail with its headers, not text; save its words as text, HTML, PDF or DOCX")
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or re.match(
        r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", text, re.I
    ):
        text, when = page(text, shown)
        return article(text, name=path.stem, shown=shown, date=when, dated_by="the page", notes=notes)
    return article(text, name=path.stem, shown=shown, markup=path.suffix.lower() in (".md", ".markdown"), notes=notes)


def article(
    text: str,
    *,
    name: str = "text",
    shown: str = "the text",
    date: date | None = None,
    dated_by: str = "",
    markup: bool = False,
    notes: tuple[str, ...] = (),
) -> Article:
    """Make an article of a text that is at hand; `shown` is what messages call it.

    Raises
    ------
    Failure
        There is no text, too much of it, or it is not English.
    """
    if len(text) > LONGEST_TEXT:
        raise Failure(
            f"{shown} has {len(text):,} characters; at most {LONGEST_TEXT:,} are checked, so give it in parts"
        )
    clean = surface(text, markup=markup)
    if not clean.text.strip():
        raise Failure(f"there is no text in {shown}")
    require_english(clean.text, shown)
    if date is None:
        date, dated_by = written_on(clean.text), "the text"
    if _DIRECTION.search(text):
        notes = (
            *notes,
            "the text has signs that turn the direction of writing; it was read in the order in which it is stored",
        )
    mixed = _of_two_scripts(clean.text)
    if mixed:
        named = ", ".join(f"“{w[:40]}”" for w in mixed[:_MOST_SHOWN])
        notes = (*notes, f"letters of another script stand within words ({named}); such words are not read as names")
    return Article(name, text, clean, date, dated_by if date else "", markup, notes)


def _of_two_scripts(text: str) -> list[str]:
    """Return the words in which Latin letters stand beside Greek or Cyrillic ones that look like them."""
    words = dict.fromkeys(w for w in _WORDS.findall(text) if not w.isascii())
    return [w for w in words if len({_script(c) for c in w} & {"LATIN", "CYRILLIC", "GREEK"}) > 1]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _bytes(path: Path) -> bytes:
    shown = printable(str(path))
    try:
        # A pipe would block on opening; what it is must be known first.
        with open(path, "rb", opener=lambda p, flags: os.open(p, flags | getattr(os, "O_NONBLOCK", 0))) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise WrongUse(f"{shown} is not a regular file; give the path of an article")
            if about.st_size > LARGEST_FILE:
                raise Failure(f"{shown} has {about.st_size:,} bytes; at most {LARGEST_FILE:,} are read")
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path is not valid"
        raise WrongUse(f"cannot open {shown}: {reason}") from error
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise Failure(f"there is no text in {shown}")
    return content


def decoded(content: bytes, shown: str) -> tuple[str, tuple[str, ...]]:
    """Return the characters of a file, and notes where the encoding had to be guessed.

    A mark at the start decides, then UTF-8, then UTF-16 by its zeros, else Windows-1252.

    Raises
    ------
    Failure
        The bytes are no text.
    """
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content.decode(encoding, "replace"), shown), ()
    zeros = content[:4000].count(0)
    if zeros > len(content[:4000]) // 5:
        encoding = "utf-16-le" if content[1::2][:2000].count(0) > content[0::2][:2000].count(0) else "utf-16-be"
        return _text(content.decode(encoding, "replace"), shown), (
            f"the file says no encoding; it was read as {encoding.upper()}",
        )
    try:
        return _text(content.decode("utf-8-sig"), shown), ()
    except UnicodeDecodeError:
        pass
    lenient = content.decode("utf-8-sig", "replace")
    wrong = lenient.count("�")
    if wrong * 50 < sum(byte > 127 for byte in content):
        return _text(lenient, shown), (f"{wrong} places that are no UTF-8 were replaced",)
    text = content.decode("cp1252", "replace")
    return _text(text, shown), ("the file is not UTF-8; it was read as Windows-1252",)


def _text(text: str, shown: str) -> str:
    strange = len(_CONTROLS.findall(text)) + text.count("�")
    if strange * 50 > len(text):
        raise Failure(f"{shown} is not text; save the article as text, HTML, PDF or DOCX")
    return text


def require_english(text: str, shown: str) -> None:
    """Refuse a text that is not English.

    Raises
    ------
    Failure
        Of 20 words or more, too few are the words that English cannot do without.
    """
    words = re.findall(r"[^\W\d_]+", text[:40_000])
    if len(words) < 20:
        letters = [c for c in text[:4000] if c.isalpha()]
        if letters and sum(c.isascii() for c in letters) * 2 < len(letters):
            raise Failure(f"{shown} is not in English; nothing was checked")
        return
    common = sum(_ENGLISH.fullmatch(word) is not None for word in words)
    if common * 12 < len(words):
        raise Failure(
            f"{shown} does not seem to be in English ({common} of {len(words)} words are common English ones);"
            f" nothing was checked"
        )


_DATELINE = re.compile(r"(?:published|posted|updated|released|date|dated|written|issued|last modified)\b", re.I)


def written_on(text: str) -> date | None:
    """Return the day that a text gives for itself: a full date in a short line, or a dateline, at its head or foot."""
    lines = [line for line in text.split("\n") if line.strip()]
    for line in [*lines[:8], *lines[:-5:-1]]:
        head = line if len(line) <= 90 else line[:70] if re.match(r"[A-Z][A-Z .,/]+[,(]", line) else ""
        if not head or (len(line.split()) > 9 and not _DATELINE.search(head) and line == head):
            continue
        for when in dates(head, date.max):
            if re.fullmatch(r"\d{4}-\d\d-\d\d", when.period) and re.search(
                r"\b(?:19|20)\d\d\b", head[when.start : when.end]
            ):
                return date.fromisoformat(when.period)
    return None
