from __future__ import annotations

import dataclasses
import json
import sys
import time
from pathlib import Path

import pytest

from tests.cli.harness import Runner, assert_refused

GOOD = 'import sys; print("comity: no state called Rusia; did you mean Russia?", file=sys.stderr); sys.exit(2)'


@pytest.fixture
def script(tmp_path: Path) -> Runner:
    return Runner(tmp_path, command=(sys.executable, "-c"))


def test_a_run_tells_what_the_child_did(script: Runner) -> None:
    run = script('import sys; print(input(), sys.argv[1]); print("é", file=sys.stderr); sys.exit(7)', "b", stdin="a\n")
    assert (run.code, run.out, run.err) == (7, "a b\n", "é\n")
    assert 0 < run.seconds < 10
    assert run.changed == run.requests == ()


def test_the_child_sees_only_its_own_places(script: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_SECRET", "x")
    show = (
        "import os, pathlib, tempfile; print(pathlib.Path.home(), tempfile.gettempdir(), os.environ['COMITY_DATA'],"
        " os.getcwd(), os.environ['NO_COLOR'], os.environ.get('COMITY_SECRET'), os.environ.get('LC_ALL'), sep='|')"
    )
    places = f"{script.home}|{script.tmp}|{script.store}|{script.work}"
    assert script(show, env={"LC_ALL": None}).out == f"{places}|1|None|None\n"


def test_a_run_over_its_time_is_ended_with_its_children(script: Runner) -> None:
    start = time.monotonic()
    sleeper = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with pytest.raises(AssertionError, match=r"still running after 0\.5 s"):
        script(sleeper, limit=0.5)
    assert time.monotonic() - start < 10


def test_memory_is_the_childs_and_not_the_test_process_s(script: Runner) -> None:
    ballast = b"x" * 300_000_000
    assert script("pass").megabytes < 100
    assert len(ballast) / 1e6 < script('x = b"x" * 400_000_000').megabytes < 500


@pytest.mark.parametrize(
    ("action", "address"),
    [
        ('socket.create_connection(("192.0.2.1", 80), 1)', "192.0.2.1"),
        ('socket.socket(socket.AF_INET6).connect(("2001:db8::1", 80))', "2001:db8::1"),
        ('socket.socket().connect_ex(("127.0.0.1", 9))', "127.0.0.1"),
        ('socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))', "192.0.2.1"),
        ('__import__("urllib.request").request.urlopen("http://example.org")', "example.org"),
    ],
)
def test_the_network_is_blocked_and_the_attempt_noted(script: Runner, action: str, address: str) -> None:
    run = script(f"import socket\n{action}")
    assert run.code == 1
    assert "the network is blocked" in run.err
    assert address in run.requests[0]


def test_a_server_may_still_listen(script: Runner) -> None:
    listen = 'import http.server as h; h.HTTPServer(("localhost", 0), h.BaseHTTPRequestHandler).server_close()'
    assert script(listen).code == 0


def test_a_plain_refusal_is_accepted(script: Runner) -> None:
    assert_refused(script(GOOD), 2, "Rusia", "did you mean")


LEFT = "left something behind"
CONTROL = "control characters"


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ('import sys; sys.exit("comity: Rusia")', "exit code 1, not 2"),
        ("import os; os.abort()", "exit code -6, not 2"),
        ("import sys; sys.exit(2)", "nothing on stderr"),
        ('import sys; sys.stderr.write("comity: Rusia"); sys.exit(2)', "does not end its line"),
        (GOOD.replace("?", r"?\nUsage: comity"), CONTROL),
        (GOOD.replace("?", r"?\x1b[2J"), CONTROL),
        (GOOD.replace("?", r"?\u202e"), CONTROL),
        (GOOD.replace("?", "?" * 300), "characters on stderr"),
        (GOOD.replace("comity:", "Traceback"), "Traceback"),
        (GOOD.replace("Rusia", "Burma"), "Rusia"),
        (f'open("page.html", "w"); {GOOD}', LEFT),
        (f'import os; os.mkdir(os.environ["COMITY_DATA"] + "/partial"); {GOOD}', LEFT),
        (f"import tempfile; tempfile.mkstemp(); {GOOD}", LEFT),
        (f'import pathlib; (pathlib.Path.home() / ".cache").touch(); {GOOD}', LEFT),
        (f'open("old.html", "a").write("x"); {GOOD}', LEFT),
        (f'import os; os.remove("old.html"); {GOOD}', LEFT),
        (
            f'try: __import__("socket").create_connection(("192.0.2.1", 80))\nexcept OSError: pass\n{GOOD}',
            "asked the network",
        ),
    ],
)
def test_a_broken_promise_is_seen(script: Runner, bad: str, complaint: str) -> None:
    (script.work / "old.html").write_text("as before")
    run = script(bad)
    with pytest.raises(AssertionError, match=complaint):
        assert_refused(run, 2, "Rusia")


def test_memory_over_the_limit_is_seen(script: Runner) -> None:
    run = dataclasses.replace(script(GOOD), megabytes=501)
    with pytest.raises(AssertionError, match="501"):
        assert_refused(run)


def test_a_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="could not be started"):
        Runner(tmp_path, command=("no-such-command",))()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("get", "arms.deliveries", "RUS", "MMR", "--json"),
        ("get", "arms.deliveries", "Rusia", "MMR"),
        ("records", "arms.deals", "RUS", "MMR", "--json"),
        ("states", "Korea"),
        ("ties", "Myanmar"),
        ("indicators", "arms"),
        ("data", "list", "--json"),
        ("brief", "Russia", "Myanmar", "--json"),
        ("check", "article.txt", "--json"),
        ("panel", "state-year", "--years", "2000:2001", "-o", "-"),
        ("whatif", "none.toml"),
        ("estimate", "none.csv", "--flow", "trade"),
    ],
    ids=lambda words: " ".join(words) or "nothing",
)
def test_a_fork_does_what_a_fresh_interpreter_does(cli: Runner, words: tuple[str, ...]) -> None:
    (cli.work / "article.txt").write_text("22 September 2022\n\nIn 2020 Russia delivered arms to Myanmar.\n")
    forked, fresh = cli(*words, limit=30), cli.fresh(*words, limit=30)
    assert cli.server is not None
    assert (forked.code, forked.out, forked.err) == (fresh.code, fresh.out, fresh.err)


def test_a_fork_over_its_time_is_ended_and_the_next_one_answers(cli: Runner) -> None:
    with pytest.raises(AssertionError, match=r"still running after 0\.1 s"):
        cli("brief", "Russia", "Myanmar", "-o", "page.html", limit=0.1)
    assert cli("states", "Russia").code == 0
    assert not list(cli.work.iterdir())


def test_a_fork_has_no_network_and_its_own_places(cli: Runner) -> None:
    run = cli("check", "--fetch", "http://192.0.2.1/article.html")
    assert run.code == 1
    assert "192.0.2.1" in run.requests[0]
    assert json.loads(cli("data", "where", "--json").out)["store"] == str(cli.store)
    assert not cli("states", "Russia").requests
