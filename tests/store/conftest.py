from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from comity import store

# Small datasets that anybody may have: a build of them takes a second.
SMALL = ("security/cow_states", "economy/prices_fuel_myanmar_press")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a user's store that is not there yet."""
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def copied(root: Path) -> Path:
    """Return a user's store that holds what the package's snapshot holds."""
    if not (store.EMBEDDED / "manifest.json").is_file():
        pytest.skip("the embedded snapshot is not built yet")
    shutil.copytree(store.EMBEDDED, root)
    return root


@pytest.fixture
def downloads(shared: Path, tmp_path: Path) -> Path:
    """Return a folder with a few publishers' files."""
    for place in SMALL:
        if (shared / "data" / place).is_dir():
            shutil.copytree(shared / "data" / place, tmp_path / "downloads" / place)
    return tmp_path / "downloads"
