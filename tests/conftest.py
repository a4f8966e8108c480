from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# The importlib mode of pytest puts no folder on the path; tests import their helpers as tests.….
sys.path.insert(0, str(ROOT))
pytest.register_assert_rewrite("tests.cli.forkserver", "tests.cli.harness")

from tests.cli.forkserver import ForkServer  # noqa: E402
from tests.cli.harness import Runner  # noqa: E402


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with Spark, whose one long step would otherwise be waited for at the end."""
    items.sort(key=lambda item: item.get_closest_marker("spark") is None)


@pytest.fixture(scope="session")
def fork_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """Return what starts the command line with the imports done; without the variables that single runs are given."""
    server = ForkServer(Runner(tmp_path_factory.mktemp("forkserver")).environment())
    yield server
    server.close()


@pytest.fixture
def cli(tmp_path: Path, fork_server: ForkServer) -> Runner:
    """Return the command line in a child process: `run = cli("brief", "Russia", "Myanmar")`."""
    return Runner(tmp_path / "cli", server=fork_server)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real files beside the checkout; COMITY_SHARED names another."""
    folder = Path(os.environ.get("COMITY_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"../shared is not there: {folder} (COMITY_SHARED names another folder)")
    return folder
