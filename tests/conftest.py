from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# The importlib mode of pytest puts no folder on the path; tests import their helpers as tests.….
sys.path.insert(0, str(ROOT))
pytest.register_assert_rewrite("tests.cli.harness")

from tests.cli.harness import Runner  # noqa: E402


@pytest.fixture
def cli(tmp_path: Path) -> Runner:
    """Return the command line in a child process: `run = cli("brief", "Russia", "Myanmar")`."""
    return Runner(tmp_path / "cli")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real files beside the checkout; COMITY_SHARED names another."""
    folder = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"../shared is not there: {folder} (COMITY_SHARED names another folder)")
    return folder
