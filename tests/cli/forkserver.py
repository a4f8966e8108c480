"""Starts the command line in a fork of a process that has already imported it: still a process of its own, but cheap.

Only the imports are done beforehand, and nothing is asked of the package. What Python decides as it starts (hash seed,
encodings, import times) is that of the server: who tests that takes a fresh interpreter.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# Left out is what starts threads as it is imported, which a fork would lose (numpy, pyarrow, Polars). The child leaves
# the loop and ends as a command does, with the exit of the interpreter.
SERVER = """
import gc, importlib, json, os, pkgutil, sys, time
sys.modules.setdefault("pandas", None)  # as comity.cli.main has it before all else
import duckdb, sitecustomize, typer._adapters
import comity.briefs, comity.checking, comity.cli, comity.panels, comity.sources
from comity.cli import main

for package in (comity.cli, comity.sources):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
gc.freeze()  # a collection would copy the pages that a fork shares
duckdb.close()  # the connection that an import opens, with its thread; the store opens its own
asked, answers = (open(int(fd), mode, encoding="utf-8") for fd, mode in zip(sys.argv[1:], "rw"))
for line in asked:
    run = json.loads(line)
    start = time.monotonic()
    child = os.fork()
    if not child:
        break
    answers.write(f"{child}\\n")
    answers.flush()
    _, status, usage = os.wait4(child, 0)
    answers.write(f"{os.waitstatus_to_exitcode(status)} {time.monotonic() - start} {usage.ru_maxrss}\\n")
    answers.flush()
else:
    sys.exit()
os.setsid()
for fd, path in enumerate(run["streams"]):
    os.dup2(os.open(path, os.O_RDWR), fd)
for file in (asked, answers):
    os.close(file.fileno())
os.chdir(run["folder"])
os.environ.clear()
os.environ.update(run["env"])
sitecustomize.log = run["requests"]
sys.argv = ["comity", *run["words"]]
main()
"""


class ForkServer:
    """A process that starts the command line on request, one run at a time."""

    def __init__(self, env: Mapping[str, str]) -> None:
        asked, self._asked = os.pipe()
        self._answers, answers = os.pipe()
        # The streams are files, as those of the runs are: Python looks at what they are as it starts.
        with tempfile.TemporaryFile() as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-c", SERVER, str(asked), str(answers)],
                stdin=stream,
                stdout=stream,
                pass_fds=[asked, answers],
                env=dict(env),
            )
        for fd in (asked, answers):
            os.close(fd)

    def run(
        self,
        words: Sequence[str],
        streams: Sequence[Path],
        folder: Path,
        env: Mapping[str, str],
        requests: Path,
        limit: float,
    ) -> tuple[int, float, int]:
        """Run with `words`; return exit code, seconds and peak memory as the system counts it."""
        asked = {
            "words": [os.fsdecode(os.fsencode(word)) for word in words],
            "streams": [str(stream) for stream in streams],
            "folder": str(folder),
            "env": dict(env),
            "requests": str(requests),
        }
        os.write(self._asked, json.dumps(asked).encode() + b"\n")
        child = int(self._answer(60))
        in_time = bool(select.select([self._answers], [], [], limit)[0])
        # Nothing that a run started may outlive it. Nobody left in the group: Linux finds no such process.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        code, seconds, peak = self._answer(10).split()
        assert in_time, f"still running after {limit} s: {words}"
        return int(code), float(seconds), int(peak)

    def close(self) -> None:
        """End the process."""
        os.close(self._asked)
        self._process.wait(10)
        os.close(self._answers)

    def _answer(self, limit: float) -> str:
        """Return the next line of the server."""
        assert select.select([self._answers], [], [], limit)[0], "the fork server does not answer"
        line = b""
        while not line.endswith(b"\n"):
            letter = os.read(self._answers, 1)
            assert letter, "the fork server ended"
            line += letter
        return line.decode()
