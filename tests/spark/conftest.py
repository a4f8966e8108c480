from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv-spark"
PINS = ROOT / "requirements" / "spark.txt"


@pytest.fixture(scope="session")
def spark_python() -> Path:
    """Return the interpreter of an environment with Spark, which wants another pandas than the rest: made once."""
    if shutil.which("java") is None:
        pytest.fail("Spark needs Java 17 (Debian, Ubuntu: apt install openjdk-17-jre-headless)")
    python = HOME / "bin" / "python"
    done = HOME / ".installed"
    if not done.exists() or done.stat().st_mtime < PINS.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        subprocess.run([*pip, "--require-hashes", "-r", str(PINS)], check=True)
        done.touch()
    return python
