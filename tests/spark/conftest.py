from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv-spark"
PINS = ROOT / "requirements" / "spark.txt"
JAVA = "openjdk-17-jre-headless"


@pytest.fixture(scope="session")
def on_both(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return what DuckDB and Spark gave, run once for all workers: what Spark needs is installed, in CI also Java."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    answer = folder / "on-both.json"
    with (folder / "on-both.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            _java()
            answer.write_text(json.dumps(_run(_python(), tmp_path_factory.mktemp("spark"))))
    found: dict[str, Any] = json.loads(answer.read_text())
    return found


def _java() -> None:
    if shutil.which("java") is not None:
        return
    if os.environ.get("CI") != "true":
        pytest.skip(f"Spark needs Java 17 (Debian, Ubuntu: apt install {JAVA})")
    apt = [*([] if os.geteuid() == 0 else ["sudo"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*apt, "update"], check=True)
    subprocess.run([*apt, "install", "-y", "--no-install-recommends", JAVA], check=True)


def _python() -> Path:
    """Return the interpreter of an environment with Spark, which wants another pandas than the rest; made once."""
    python = HOME / "bin" / "python"
    done = HOME / ".installed"
    if not done.exists() or done.stat().st_mtime < PINS.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        # Only a part of what is installed is imported, so nothing is compiled ahead.
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--no-compile"]
        subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True)
        done.touch()
    return python


def _run(python: Path, folder: Path) -> dict[str, Any]:
    """Run `both.py` with the embedded snapshot and return what it prints after RESULT."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COMITY_DATA": str(folder)}
    script = [str(python), str(Path(__file__).with_name("both.py"))]
    done = subprocess.run(script, env=env, cwd=folder, capture_output=True, text=True, timeout=900)
    results = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    assert results, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(results[-1].removeprefix("RESULT "))
    return found
