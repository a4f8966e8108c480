"""Runs a piece of work in a process of its own and reports its seconds and peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def apart(module: str, *words: str) -> tuple[dict[str, Any], float]:
    """Run a module of this folder with words; return what it printed last, as JSON, and its peak memory in MB."""
    command = [sys.executable, "-m", module, *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    out, err = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{module} {' '.join(words)}: {err.strip().splitlines()[-1] if err.strip() else 'failed'}")
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
