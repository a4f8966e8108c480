"""Runs the command line as a user does, in a child process, and checks what every bad input is promised.

The child has a fresh home, store, temporary and working folder, an environment of its own, no network, a time limit,
and its peak memory is read. With a fork server it starts with the imports done, else as a fresh interpreter.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from tests.cli.forkserver import ForkServer

MESSAGE_LIMIT = 300
MEMORY_LIMIT = 500
FOLDERS = ("home", "store", "tmp", "work")

# Linux counts the memory of the process that starts a program as the program's own, so a large test process would be
# measured instead of the child. This small one stands between, takes the time and reads the child's figures.
WATCH = """
import os, sys, time
report = int(sys.argv[1])
os.set_inheritable(report, False)
start = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - start
os.write(report, f"{os.waitstatus_to_exitcode(status)} {seconds} {usage.ru_maxrss}".encode())
"""

# An audit hook sees every way to the network in Python, costs no import, and notes what was tried: a program that
# copes with a missing network must still not have asked for it.
BLOCK = """
import pathlib, sys

LOCAL = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}
UNIX = 1
log = pathlib.Path(__file__).with_name("requests")

def block(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        target = None if args[0].family == UNIX else args[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0].decode(errors="replace") if isinstance(args[0], bytes) else args[0]
        target = None if host in LOCAL else host
    else:
        return
    if target is not None:
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"{target}\\n")
        raise OSError(f"the network is blocked in tests: {target}")

sys.addaudithook(block)
"""


@dataclass(frozen=True)
class Run:
    """What one run of the command line did."""

    code: int
    out: str
    err: str
    seconds: float
    megabytes: float
    home: Path
    changed: tuple[str, ...]
    """Paths that came, went or changed in home, store, temporary and working folder."""
    requests: tuple[str, ...]
    """Addresses that it tried to reach."""


@dataclass(frozen=True)
class Runner:
    """Runs a command under `folder`; what one run leaves there, the next one finds."""

    folder: Path
    command: tuple[str, ...] = (sys.executable, "-m", "comity")
    server: ForkServer | None = None

    def __post_init__(self) -> None:
        for name in (*FOLDERS, "block"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "block" / "sitecustomize.py").write_text(BLOCK, encoding="utf-8")

    @property
    def fresh(self) -> Runner:
        """The same that starts an interpreter for each run."""
        return replace(self, server=None)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def store(self) -> Path:
        return self.folder / "store"

    @property
    def tmp(self) -> Path:
        return self.folder / "tmp"

    @property
    def work(self) -> Path:
        """The folder in which the command is run."""
        return self.folder / "work"

    def __call__(
        self,
        *args: str | Path,
        stdin: str | bytes = b"",
        limit: float = 10,
        env: Mapping[str, str | None] | None = None,
    ) -> Run:
        """Run the command with `args`; `env` adds variables, or takes one away with None.

        Variables that Python or a library may read as it starts ask for a fresh interpreter.
        """
        requests = self.folder / "block" / "requests"
        requests.unlink(missing_ok=True)
        before = self._listing()
        words, variables = [str(arg) for arg in args], self.environment(env)
        text = stdin.encode() if isinstance(stdin, str) else stdin
        named = tempfile.NamedTemporaryFile
        with named() as given, named() as out, named() as err:
            given.write(text)
            given.seek(0)
            if self.server is not None and set(env or {}) <= {"COMITY_DATA"}:
                streams = [Path(file.name) for file in (given, out, err)]
                code, seconds, peak = self.server.run(words, streams, self.work, variables, requests, limit)
            else:
                code, seconds, peak = self._started(words, (given, out, err), variables, limit)
            return Run(
                code=code,
                out=_read(out),
                err=_read(err),
                seconds=seconds,
                megabytes=peak / (2**20 if sys.platform == "darwin" else 2**10),
                home=self.home,
                changed=self._changes(before),
                requests=tuple(requests.read_text(encoding="utf-8").splitlines()) if requests.exists() else (),
            )

    def _started(
        self, words: list[str], streams: tuple[IO[bytes], IO[bytes], IO[bytes]], env: dict[str, str], limit: float
    ) -> tuple[int, float, int]:
        """Run in a fresh interpreter; return exit code, seconds and peak memory as the system counts it."""
        given, out, err = streams
        with tempfile.TemporaryFile() as report:
            watch = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", WATCH, str(report.fileno()), *self.command, *words],
                stdin=given,
                stdout=out,
                stderr=err,
                pass_fds=[report.fileno()],
                cwd=self.work,
                env=env,
                start_new_session=True,
            )
            try:
                watch.wait(limit)
            except subprocess.TimeoutExpired:
                raise AssertionError(f"still running after {limit} s: {words}") from None
            finally:
                _end_group(watch)
            figures = _read(report).split()
            assert figures, f"{self.command} could not be started: {_read(err)}"
            code, seconds, peak = figures
            return int(code), float(seconds), int(peak)

    def environment(self, extra: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """Return the variables of the child."""
        inherited = os.environ.get("PYTHONPATH")
        variables: dict[str, str | None] = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": os.pathsep.join([str(self.folder / "block"), *([inherited] if inherited else [])]),
            "HOME": str(self.home),
            "TMPDIR": str(self.tmp),
            "COMITY_DATA": str(self.store),
            "LC_ALL": "C.UTF-8",
            "NO_COLOR": "1",
            **(extra or {}),
        }
        return {name: value for name, value in variables.items() if value is not None}

    def _listing(self) -> dict[str, tuple[int, int, int] | None]:
        """Return each path with what changes when a file is written; a folder has only its name."""
        listing: dict[str, tuple[int, int, int] | None] = {}
        for name in FOLDERS:
            for path in (self.folder / name).rglob("*"):
                stat = path.lstat()
                entry = None if path.is_dir() else (stat.st_ino, stat.st_size, stat.st_mtime_ns)
                listing[str(path.relative_to(self.folder))] = entry
        return listing

    def _changes(self, before: dict[str, tuple[int, int, int] | None]) -> tuple[str, ...]:
        after = self._listing()
        absent = (-1, -1, -1)
        paths = before.keys() | after.keys()
        return tuple(sorted(path for path in paths if before.get(path, absent) != after.get(path, absent)))


def assert_refused(run: Run, code: int = 2, *words: str) -> None:
    """Check the promise of every bad input: exit code, one plain line that says `words`, and nothing left behind."""
    assert run.code == code, f"exit code {run.code}, not {code}; stderr: {run.err!r}; stdout: {run.out[:500]!r}"
    assert "Traceback" not in run.err + run.out
    line = run.err.removesuffix("\n")
    assert line.strip(), "nothing on stderr"
    control = [character for character in line if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert not control, f"more than one line, or control characters, on stderr: {run.err!r}"
    assert run.err.endswith("\n"), "the message does not end its line"
    assert len(line) <= MESSAGE_LIMIT, f"{len(line)} characters on stderr: {line}"
    for word in words:
        assert word in line
    assert not run.changed, "a refused input left something behind"
    assert not run.requests, "a refused input asked the network"
    assert run.megabytes <= MEMORY_LIMIT


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "surrogateescape")


def _end_group(watch: subprocess.Popen[bytes]) -> None:
    """End what is left of the child and of its own children, so that no test leaves a process behind."""
    # Nobody left in the group: Linux finds no such process, macOS forbids it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(watch.pid, signal.SIGKILL)
    watch.wait()
