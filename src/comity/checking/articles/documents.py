"""The text of web pages, PDF and DOCX files, and the day that they give for themselves."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

from comity.errors import Failure

LARGEST_PAGE = 5_000_000
LONGEST_TEXT = 1_000_000
_DEEPEST = 200
_MOST_ATTRIBUTES = 3_000
_LARGEST_UNPACKED = 60_000_000
_HIGHEST_RATIO = 300
_MOST_PAGES = 1_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HIDDEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "nav",
        "footer",
        "iframe",
        "object",
        "select",
        "button",
        "title",
    )
)
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "table",
        "section",
        "article",
        "blockquote",
        "figcaption",
        "ul",
        "ol",
        "header",
        "main",
        "hr",
        "td",
        "th",
        "dd",
        "dt",
    )
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def page(text: str, shown: str) -> tuple[str, date | None]:
    """Return the main text of a web page and the day it gives.

    Pages nested or attributed beyond reason, from which the extraction would lose text or not come back, are read
    without it: all visible text is taken.

    Raises
    ------
    Failure
        The page is too large, or no text is in it.
    """
    if len(text) > LARGEST_PAGE:
        raise Failure(f"{shown} has {len(text):,} characters of HTML; at most {LARGEST_PAGE:,} are read")
    when = _page_date(text)
    if not _is_unreasonable(text):
        import trafilatura

        main = trafilatura.extract(
            text, favor_recall=True, include_tables=True, include_comments=False, output_format="txt"
        )
        if main and main.strip():
            return main, when
    main = visible_text(text)
    if not main.strip():
        raise Failure(f"there is no text in {shown}")
    return main, when


def _is_unreasonable(text: str) -> bool:
    if any(
        m.end() - m.start() > 40 * _MOST_ATTRIBUTES // 10
        for m in re.finditer(r"<[a-zA-Z][^<>]*", text)
        if m[0].count("=") > 200
    ):
        return True
    depth = deepest = 0
    for match in re.finditer(r"<(/?)([a-zA-Z][\w-]*)", text):
        if match[2].lower() in _VOID or match[2].lower() in ("p", "li", "td", "tr"):
            continue
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


class _Visible(HTMLParser):
    """Collects what a page shows, blocks parted by line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def visible_text(text: str) -> str:
    """Return all that a page shows, without choosing the main part."""
    reader = _Visible()
    reader.feed(text)
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


_META = re.compile(
    r"(?:article:published_time|datePublished|dc\.date|date|publish[-_]?date|pubdate"
    r"|citation_publication_date|DC\.date\.issued)[\"']?[^<>]{0,60}?(?:content=|:\s*"
    r"|datetime=)[\"'](\d{4}-\d\d-\d\d)"
    r"|content=[\"'](\d{4}-\d\d-\d\d)[^<>]{0,60}?(?:article:published_time|datePublished|dc\.date)"
    r"|<time[^<>]{0,200}?datetime=[\"'](\d{4}-\d\d-\d\d)",
    re.I,
)


def _page_date(text: str) -> date | None:
    match = _META.search(text)
    return _day(next(g for g in match.groups() if g)) if match else None


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def pdf(content: bytes, shown: str) -> tuple[str, date | None]:
    """Return the text of a PDF and the day on which it was made.

    Raises
    ------
    Failure
        The file is encrypted, damaged or too long, or holds pictures only.
    """
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on untidy files would reach the terminal
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Failure(f"{shown} is encrypted; save it without a password")
        if len(reader.pages) > _MOST_PAGES:
            raise Failure(f"{shown} has {len(reader.pages):,} pages; at most {_MOST_PAGES:,} are read")
        pages: list[str] = []
        size = 0
        for one in reader.pages:
            pages.append(one.extract_text())
            size += len(pages[-1])
            if size > LONGEST_TEXT:
                raise Failure(f"{shown} has more than {LONGEST_TEXT:,} characters; give it in parts")
        made = reader.metadata.creation_date if reader.metadata else None
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        NotImplementedError,
        OSError,
    ) as error:
        raise Failure(f"{shown} is a damaged or unusual PDF; save it as text") from error
    text = "\n".join(pages)
    if not text.strip():
        raise Failure(f"there is no text in {shown}: its pages are pictures; save it as text")
    return text, made.date() if made else None


def docx(content: bytes, shown: str) -> tuple[str, date | None]:
    """Return the text of a DOCX file, a paragraph a line, and the day on which it was made.

    Raises
    ------
    Failure
        It is no DOCX, damaged, encrypted, or unpacks to more than is read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {info.filename: info for info in archive.infolist()}
            if "word/document.xml" not in parts:
                raise Failure(
                    f"{shown} is an archive, not a DOCX document; save the article as text, HTML, PDF or DOCX"
                )
            body = _unpacked(archive, parts["word/document.xml"], shown)
            core = _unpacked(archive, parts["docProps/core.xml"], shown) if "docProps/core.xml" in parts else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Failure(f"{shown} is a damaged or encrypted document; save it as text") from error
    try:
        text = "\n".join(_paragraphs(body))
    except ElementTree.ParseError as error:
        raise Failure(f"{shown} is a damaged document; save it as text") from error
    if not text.strip():
        raise Failure(f"there is no text in {shown}")
    made = re.search(rb"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)", core)
    return text, _day(made[1].decode()) if made else None


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, shown: str) -> bytes:
    """Unpack a part of an archive, never more than is read, whatever its directory says."""
    if part.file_size > _LARGEST_UNPACKED or part.file_size > _HIGHEST_RATIO * max(part.compress_size, 1_000):
        raise Failure(f"{shown} unpacks to {part.file_size:,} bytes, more than a document needs; save it as text")
    with archive.open(part) as file:
        content = file.read(_LARGEST_UNPACKED + 1)
    if len(content) > _LARGEST_UNPACKED:
        raise Failure(f"{shown} unpacks to more than {_LARGEST_UNPACKED:,} bytes; save it as text")
    return content


def _paragraphs(body: bytes) -> list[str]:
    found: list[str] = []
    words: list[str] = []
    for _, element in ElementTree.iterparse(io.BytesIO(body)):
        if element.tag == f"{_WORD}t":
            words.append(element.text or "")
        elif element.tag in (f"{_WORD}tab", f"{_WORD}br"):
            words.append(" ")
        elif element.tag == f"{_WORD}p":
            found.append("".join(words))
            words = []
            element.clear()
    return found
