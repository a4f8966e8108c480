"""Articles that are not files: bytes from a pipe, and pages of the web within limits.

Only public addresses on the web's own ports are asked, at most `MOST_HOPS` of them, for at most `DEADLINE` seconds and
`LARGEST_PAGE` bytes. Nothing is fetched that was not asked for.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from comity.checking.articles.documents import LARGEST_PAGE, page, pdf
from comity.checking.articles.reading import LARGEST_FILE, Article, article, decoded
from comity.errors import Failure, WrongUse, printable

MOST_HOPS = 5
DEADLINE = 20.0
LONGEST_ADDRESS = 2_000
_PORTS = {"http": 80, "https": 443}
_CHALLENGE = re.compile(
    rb"just a moment\.\.\.|attention required! \| cloudflare|verify(?:ing)? (?:that )?you are human", re.I
)


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    kind: str
    content: bytes


def of_bytes(content: bytes, name: str, shown: str) -> Article:
    """Make an article of bytes: plain text, a web page or a PDF by its content; `shown` is what messages call it.

    Raises
    ------
    Failure
        There is no text in it, too much, or it is not English.
    """
    if content.startswith(b"%PDF-"):
        text, when = pdf(content, shown)
        return article(text, name=name, shown=shown, date=when, dated_by="the document")
    if len(content) > LARGEST_FILE:
        raise Failure(f"{shown} has more than {LARGEST_FILE:,} bytes; no more are read")
    text, notes = decoded(content, shown)
    if re.match(r"\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!doctype html)", text, re.I):
        text, when = page(text, shown)
        return article(text, name=name, shown=shown, date=when, dated_by="the page", notes=notes)
    return article(text, name=name, shown=shown, notes=notes)


def fetched(address: str) -> Article:
    """Fetch an article from the web.

    Raises
    ------
    WrongUse
        It is no public address of the web.
    Failure
        The site does not answer, answers with something else than a text, or with too much of it.
    """
    asked = address
    until = time.monotonic() + DEADLINE
    for _ in range(MOST_HOPS):
        answer = _get(_parted(address), until)
        if answer.status in (301, 302, 303, 307, 308) and answer.location:
            address = urljoin(address, answer.location)
            continue
        shown = printable(asked, 100)
        if _CHALLENGE.search(answer.content[:100_000]) or answer.status == 202:
            raise Failure(f"{shown}: the site sent a challenge page; save the article and check the file")
        if answer.status != 200:
            raise Failure(f"{shown}: the site answered {answer.status}; save the article and check the file")
        if not answer.kind.startswith(("text/", "application/xhtml", "application/pdf")) and answer.kind:
            raise Failure(f"{shown} is {printable(answer.kind, 40)}, not a text")
        found = of_bytes(answer.content, name_of(asked), shown)
        return replace(found, notes=(*found.notes, f"fetched from {printable(address, 200)}"))
    raise Failure(f"{printable(asked, 100)} leads on more than {MOST_HOPS} times; save the article and check the file")


def name_of(address: str) -> str:
    """Return a short name for an article of the web: the last part of its path, or the host."""
    parts = urlsplit(address)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    return re.sub(r"[^\w.-]+", "-", last.rsplit(".", 1)[0] or parts.hostname or "page")[:80].strip(".-") or "page"


def _parted(address: str) -> SplitResult:
    shown = printable(address, 100)
    if len(address) > LONGEST_ADDRESS or any(c.isspace() or not c.isprintable() for c in address):
        raise WrongUse(f"{shown} is no address of the web")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise WrongUse(f"{shown} is no address of the web") from error
    if parts.username is not None or parts.password is not None:
        raise WrongUse(f"an address of {printable(parts.hostname or '', 60)} holds a user or password; leave these out")
    if parts.scheme not in _PORTS or not parts.hostname:
        raise WrongUse(f"{shown} is no address of the web; only http and https are fetched")
    if port not in (None, *_PORTS.values()):
        raise WrongUse(f"{shown}: only the ports 80 and 443 are asked")
    return parts


def _public(host: str, port: int) -> str:
    """Return an address of a host that is not of this machine or network; it is the one that is then asked."""
    shown = printable(host, 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Failure(f"{shown} is not known to the network") from error
    numbers = [str(entry[4][0]) for entry in found]
    for number in numbers:
        one = ipaddress.ip_address(number.partition("%")[0])
        inner = getattr(one, "ipv4_mapped", None) or one
        if not inner.is_global or inner.is_multicast:
            raise WrongUse(f"{shown} is an address of this machine or network; only public ones are fetched")
    return numbers[0]


def _get(parts: SplitResult, until: float) -> _Answer:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    shown = printable(host, 80)
    number = _public(host, port)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe='%&=+:/?@!$,;~-._')}" if parts.query else ""
    )
    connection = http.client.HTTPConnection(host, port, timeout=DEADLINE)
    try:
        channel = socket.create_connection((number, port), timeout=_left(until, shown))
        if parts.scheme == "https":
            channel = ssl.create_default_context().wrap_socket(channel, server_hostname=host)
        connection.sock = channel
        headers = {"User-Agent": f"comity/{version('comity')}", "Accept": "text/html, text/plain, application/pdf"}
        connection.request("GET", path, headers={**headers, "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Failure(f"{shown} sends compressed pages only; save the article and check the file")
        content = _within(answer, channel, until, shown)
        kind = answer.headers.get("Content-Type", "").strip().lower()
        return _Answer(answer.status, answer.headers.get("Location", ""), kind, content)
    except ssl.SSLError as error:
        raise Failure(
            f"{shown}: its certificate is not accepted ({printable(error.reason or str(error), 80)})"
        ) from error
    except TimeoutError as error:
        raise Failure(f"{shown} has not answered within {DEADLINE:.0f} seconds") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Failure(f"{shown} cannot be read: {printable(str(error) or type(error).__name__, 100)}") from error
    finally:
        connection.close()


def _within(answer: http.client.HTTPResponse, channel: socket.socket, until: float, shown: str) -> bytes:
    """Read a body piece by piece, no more and no longer than is allowed."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST_PAGE:
        channel.settimeout(_left(until, shown))
        part = answer.read1(65_536)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise Failure(f"the page of {shown} has more than {LARGEST_PAGE:,} bytes; no more are read")


def _left(until: float, shown: str) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Failure(f"{shown} has not answered within {DEADLINE:.0f} seconds")
    return left
