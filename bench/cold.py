"""How long a cold command takes, and its peak memory: each run is a process of its own, after one that is not counted.

The modules are compiled once before (an installer does that too), so that no run pays for it.
"""

from __future__ import annotations

import compileall
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import comity

RUNS = 7
COMMANDS = {
    "help": ["--help"],
    "states": ["states", "Burma"],
    "indicators": ["indicators", "arms"],
    "get": ["get", "arms.deliveries", "RUS", "MMR", "--years", "2015:2023"],
    "get, votes": ["get", "votes.agreement", "RUS", "MMR"],
    "records": ["records", "arms.deals", "RUS", "MMR"],
    "brief, json": ["brief", "RUS", "MMR", "-o", "brief.json"],
    "brief, page": ["brief", "RUS", "MMR", "-o", "brief.html"],
}


def main() -> None:
    """Print minimum, median and maximum of each command."""
    compileall.compile_dir(str(Path(comity.__file__).parent), quiet=2)
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {RUNS} runs each")
    print(f"{'command':<14}{'min s':>8}{'median s':>10}{'max s':>8}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in COMMANDS.items():
            runs = [timed(arguments, folder) for _ in range(RUNS + 1)][1:]
            seconds, peak = [s for s, _ in runs], max(p for _, p in runs)
            print(f"{name:<14}{min(seconds):>8.2f}{statistics.median(seconds):>10.2f}{max(seconds):>8.2f}{peak:>9.0f}")


def timed(arguments: list[str], folder: str) -> tuple[float, float]:
    """Run one command and return its seconds and the peak megabytes of its process."""
    environment = {**os.environ, "COMITY_DATA": str(Path(folder) / "store"), "NO_COLOR": "1"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "comity", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"comity {' '.join(arguments)} ended with exit code {process.returncode}")
    return seconds, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
