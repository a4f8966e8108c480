from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.harness import Runner, assert_refused

PAIR = ("get", "arms.deliveries", "RUS", "MMR", "--years", "2020")
COMITY = (sys.executable, "-m", "comity")


def shell(cli: Runner, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which comity is the command; the interpreter's path may hold a space."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(cli.home), "COMITY_DATA": str(cli.store), "PY": sys.executable}
    return subprocess.run(
        ["/bin/sh", "-c", 'comity() { "$PY" -m comity "$@"; }; ' + line],
        cwd=cli.work,
        env={**variables, **env},
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.parametrize(
    "command", ["states", "states --json", "get votes.agreement MMR -o -", "indicators --json arms"]
)
def test_a_reader_that_goes_away_is_no_error(cli: Runner, command: str) -> None:
    run = shell(cli, f"{{ comity {command}; echo code $? >&2; }} | true")
    assert run.stderr == "code 0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", [" ".join(PAIR), "states --json", "--help", "data list"])
def test_a_full_disk_behind_stdout_is_one_line(cli: Runner, command: str) -> None:
    run = shell(cli, f"comity {command} >/dev/full")
    assert run.returncode == 1
    assert run.stderr.lower().count("no space left on device") == run.stderr.count("\n") == 1


def test_closed_streams_do_no_harm(cli: Runner) -> None:
    usual = shell(cli, f"comity {' '.join(PAIR)}")
    assert usual.returncode == 0
    assert shell(cli, f"comity {' '.join(PAIR)} <&-").stdout == usual.stdout
    assert shell(cli, f"comity {' '.join(PAIR)} 2>&-").stdout == usual.stdout
    closed = shell(cli, f"comity {' '.join(PAIR)} >&-")
    assert (closed.returncode, closed.stderr.count("\n")) == (1, 1)
    assert "standard output is closed" in closed.stderr
    assert shell(cli, "comity get arms.deliveries Atlantis MMR 2>&-").returncode == 2


@pytest.mark.parametrize(
    "env", [{"TERM": "dumb"}, {"COLUMNS": "1"}, {"COLUMNS": "x"}, {"NO_COLOR": "1"}, {"LC_ALL": "C"}, {"TZ": "UTC-14"}]
)
def test_the_surroundings_change_no_figure(cli: Runner, env: dict[str, str]) -> None:
    run = cli(*PAIR, env=env)
    assert (run.code, run.err) == (0, "")
    assert "RUS     MMR     2020  63.99  reported" in run.out.splitlines()
    assert "\x1b" not in run.out


@pytest.mark.parametrize("env", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LANG": "C"}])
def test_letters_that_cannot_be_shown_are_escaped(cli: Runner, env: dict[str, str]) -> None:
    plain = cli("states", "Cote d'Ivoire", env=env)
    assert (plain.code, plain.err) == (0, "")
    assert "d'Ivoire (CIV)" in plain.out
    data = cli("states", "Cote d'Ivoire", "--json", env=env)
    assert json.loads(data.out)["state"]["name"] == "Côte d'Ivoire"
    assert_refused(cli("states", "Cote d'Ivoirre\xe9", env=env), 2)


@pytest.mark.parametrize("home", [None, "/nonexistent"])
def test_without_a_home_the_snapshot_answers(cli: Runner, home: str | None) -> None:
    run = cli(*PAIR, env={"HOME": home, "COMITY_DATA": None})
    assert (run.code, "63.99" in run.out) == (0, True)


def test_a_working_folder_that_is_gone_does_no_harm(cli: Runner) -> None:
    run = shell(cli, f"mkdir gone; cd gone; rmdir ../gone; comity {' '.join(PAIR)}")
    assert (run.returncode, "63.99" in run.stdout) == (0, True), run.stderr
    run = shell(cli, f"mkdir gone; cd gone; rmdir ../gone; comity {' '.join(PAIR)} -o x.csv")
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("place", ["", " ", "a\nb", "\x1b[2J"])
@pytest.mark.parametrize("command", [PAIR, ("data", "list"), ("data", "where")])
def test_a_store_that_is_no_place_names_the_variable(cli: Runner, place: str, command: tuple[str, ...]) -> None:
    assert_refused(cli(*command, env={"COMITY_DATA": place}), 2, "COMITY_DATA")


def interrupted(cli: Runner, number: int, delay: float, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cli.home), "COMITY_DATA": str(cli.store)}
    child = subprocess.Popen(
        [*COMITY, *words], cwd=cli.work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(delay)
    child.send_signal(number)
    out, err = child.communicate(timeout=30)
    return subprocess.CompletedProcess(words, child.returncode, out, err)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("delay", [0.3, 0.5, 0.7, 0.9, 1.2, 1.5])
def test_a_signal_ends_the_run_without_a_trace(cli: Runner, number: int, code: int, delay: float) -> None:
    (cli.work / "page.html").write_text("as before")
    run = interrupted(cli, number, delay, "brief", "Russia", "Myanmar", "-o", "page.html")
    if run.returncode == 0:
        pytest.skip("it was done before the signal came")
    # Before the first line of ours runs the system ends the process itself.
    assert run.returncode in (code, -number), run.stderr
    assert "Traceback" not in run.stderr
    assert [p.name for p in cli.work.iterdir()] == ["page.html"]
    # A signal can come between the page taking its name and the end of the run: it is the old page or the new, whole.
    page = (cli.work / "page.html").read_text()
    assert page == "as before" or page.endswith("</html>\n")


def broken(error: str) -> tuple[str, ...]:
    """Return a command whose answer fails with an error of Python's."""
    code = f"""
import sys, comity.catalogue.figures as figures, comity.catalogue as catalogue
def fail(*_, **__): raise {error}
catalogue.get = fail
from comity.cli import main
main()
"""
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("ValueError('two\\nlines \\x1b[2J')", r"internal error: ValueError: two\nlines \x1b[2J; please report"),
        ("RuntimeError('x' * 10_000)", "internal error: RuntimeError: xxx"),
        ("AssertionError()", "internal error: AssertionError"),
        ("OSError(5, 'Input/output error', 'a.parquet')", "a.parquet: Input/output error"),
        ("MemoryError()", "not enough memory"),
        ("RecursionError('deep')", "internal error: RecursionError"),
    ],
)
def test_a_bug_is_one_line_too(tmp_path: Path, error: str, said: str) -> None:
    run = Runner(tmp_path, command=broken(error))(*PAIR, env={"COMITY_DATA": None})
    assert_refused(run, 1, said)
    assert run.out == ""


def test_a_bug_shows_its_place_when_asked(tmp_path: Path) -> None:
    run = Runner(tmp_path, command=broken("ValueError('x')"))(*PAIR, env={"COMITY_DEBUG": "1"})
    assert "Traceback" in run.err
    assert run.err.splitlines()[-1].startswith("comity: internal error: ValueError: x")


def test_a_warning_is_one_line(tmp_path: Path) -> None:
    code = """
import warnings, comity.catalogue as catalogue
real = catalogue.get
def warning(*a, **k):
    warnings.warn("old\\nstore")
    return real(*a, **k)
catalogue.get = warning
from comity.cli import main
main()
"""
    run = Runner(tmp_path, command=(sys.executable, "-c", code))(*PAIR)
    assert (run.code, run.err) == (0, "comity: warning: old\\nstore\n")
