from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from comity.store.building import build

# The files that the peer's recipes are made of, below ../shared/data.
FILES = (
    "security/alliances_atop",
    "security/capabilities_nmc",
    "security/contiguity_distance",
    "security/cow_states",
    "security/igo_cow",
    "security/leaders",
    "security/mid_cow",
    "security/mid_gml",
    "security/regimes",
    "security/rivalries",
    "security/ucdp",
    "security/wars_cow",
)


@pytest.fixture(scope="module")
def research(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a store with the research data, which may not be shipped; it is the user's store while a module runs."""
    folder, root = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("store")
    for name in FILES:
        place = folder / name
        place.mkdir(parents=True)
        for file in (shared / "data" / name).iterdir():
            (place / file.name).symlink_to(file)
    with pytest.MonkeyPatch.context() as patch:
        write = pq.write_table
        patch.setattr(pq, "write_table", lambda *a, **k: write(*a, **{**k, "compression_level": 1}))  # for speed
        patch.setenv("COMITY_DATA", str(root))
        build(folder, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_DATA", str(root))
        yield root


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with nothing at hand but the embedded snapshot."""
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
