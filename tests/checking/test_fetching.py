"""Articles from the web: only public addresses, only within limits; the network itself is never asked here."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from comity.checking.articles import fetching
from comity.checking.articles.fetching import fetched, name_of, of_bytes
from comity.errors import ComityError, Failure, WrongUse

PAGE = (
    b"<!doctype html><html><head><title>Arms</title></head><body><article><p>Russia supplied 37% of the arms "
    b"of Myanmar in 2021, and it was the second of the suppliers of the country in that year.</p><p>The other was "
    b"China, which has been the first for most of the years since the turn of the century.</p></article></body></html>"
)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a", "http://[::1]/", "http://0/", "http://2130706433/", "http://0x7f.1/", "http://localhost/",
        "http://169.254.169.254/latest", "http://[fd00::1]/", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/",
        "http://100.64.0.1/", "http://192.168.1.1/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_network_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> socket.socket:
        raise AssertionError("it was asked")

    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(ComityError, match=r"only public ones are fetched|not known to the network"):
        fetched(address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a", "file:///etc/hosts", "gopher://example.org", "http://example.org:22/", "http:///a",
        "http://example.org:99999/", "http://example.org/a\nb", "http://example.org/" + "a" * 10_000, "http://[::1/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(WrongUse) as refused:
        fetched(address)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_password_in_an_address_is_refused_and_not_printed() -> None:
    with pytest.raises(WrongUse, match="user or password") as refused:
        fetched("https://editor:secret@example.org/a")
    assert "secret" not in str(refused.value)


def test_a_public_address_that_leads_to_a_private_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    get = fetching._get

    def first(parts: fetching.SplitResult, until: float) -> fetching._Answer:
        asked.append(parts.geturl())
        if len(asked) == 1:
            return fetching._Answer(302, "http://127.0.0.1/admin", "text/html", b"")
        return get(parts, until)

    monkeypatch.setattr(fetching, "_get", first)
    with pytest.raises(WrongUse, match=r"127\.0\.0\.1"):
        fetched("https://example.org/a")
    assert asked == ["https://example.org/a", "http://127.0.0.1/admin"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (fetching._Answer(302, "/again", "text/html", b""), "more than 5 times"),
        (fetching._Answer(404, "", "text/html", b""), "answered 404"),
        (fetching._Answer(202, "", "text/html", b""), "challenge page"),
        (fetching._Answer(403, "", "text/html", b"<title>Just a moment...</title>"), "challenge page"),
        (fetching._Answer(200, "", "image/png", b"x"), "image/png, not a text"),
        (fetching._Answer(200, "", "text/html", b""), "no text"),
        (fetching._Answer(200, "", "text/html", b"\x89PNG\x00\x01\x02\x03"), "not text"),
    ],
)
def test_an_answer_that_is_no_article_is_a_failure_in_one_line(
    answer: fetching._Answer, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_get", lambda parts, until: answer)
    with pytest.raises(Failure, match=said):
        fetched("https://example.org/a")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[BaseHTTPRequestHandler], None]], str]]:
    """Return a function that starts a site on this machine, here taken for a public one, and gives its address."""
    servers: list[ThreadingHTTPServer] = []
    monkeypatch.setattr(fetching, "_public", lambda host, port: "127.0.0.1")

    def start(answer: Callable[[BaseHTTPRequestHandler], None]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                """A reader that has gone away is what is tested."""

        server = Server(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setitem(fetching._PORTS, "http", server.server_port)
        return f"http://example.org:{server.server_port}/news/arms-2021.html?a=1"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, **headers: str) -> None:
    handler.send_response(200)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def test_a_page_of_the_web_is_read_like_a_file(site: Callable[..., str]) -> None:
    seen: list[tuple[str, str]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append((handler.path, handler.headers["Accept-Encoding"]))
        send(handler, PAGE, Content_Type="text/html")

    found = fetched(site(answer))
    assert "37% of the arms of Myanmar" in found.original
    assert found.name == "arms-2021"
    assert any(note.startswith("fetched from http://example.org") for note in found.notes)
    assert seen == [("/news/arms-2021.html?a=1", "identity")]


def test_a_body_without_end_is_cut_off_at_the_limit(site: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST_PAGE", 100_000)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, b"")
        while True:
            handler.wfile.write(b"x" * 65_536)

    with pytest.raises(Failure, match="more than 100,000 bytes"):
        fetched(site(answer))


def test_a_slow_site_is_left_after_the_deadline(site: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "DEADLINE", 0.6)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, b"")
        for _ in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    begun = time.monotonic()
    with pytest.raises(Failure, match="not answered within"):
        fetched(site(answer))
    assert time.monotonic() - begun < 3


def test_compressed_pages_are_not_unpacked(site: Callable[..., str]) -> None:
    with pytest.raises(Failure, match="compressed"):
        fetched(site(lambda handler: send(handler, b"\x1f\x8b" + b"\0" * 99, Content_Encoding="gzip")))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org/2021/arms.html", "arms"),
        ("https://example.org/", "example.org"),
        ("https://example.org/a/../../x", "x"),
        ("https://example.org/" + "b" * 500, "b" * 80),
    ],
)
def test_an_article_of_the_web_has_a_short_plain_name(address: str, name: str) -> None:
    assert name_of(address) == name


def test_bytes_are_read_by_their_content() -> None:
    assert "37% of the arms" in of_bytes(PAGE, "stdin", "standard input").original
    assert of_bytes("It cost €5.".encode("cp1252"), "stdin", "standard input").original == "It cost €5."
    with pytest.raises(Failure, match="standard input is a damaged or unusual PDF"):
        of_bytes(b"%PDF-1.7 nothing", "stdin", "standard input")
