"""Building a store: the same bytes each time, and the old store or the new one whatever happens."""

from __future__ import annotations

import contextlib
import errno
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from comity import store
from comity.errors import Failure
from comity.store.building import build

pytestmark = pytest.mark.shared


def test_a_manifest_says_all_of_each_file(downloads: Path, root: Path) -> None:
    build(downloads, root)
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    assert sorted({e["dataset"] for e in manifest["datasets"]}) == ["cow_system", "fuel_prices"]
    for entry in manifest["datasets"]:
        for key in ("release", "published", "retrieved", "licence", "citation", "built_by"):
            assert entry[key], f"{entry['dataset']}: {key}"
        for table in entry["tables"]:
            path = root / table["file"]
            assert (path.stat().st_size, pq.read_metadata(path).num_rows) == (table["bytes"], table["rows"])
            assert [c["name"] for c in table["columns"]] == pq.read_schema(path).names
            assert table["coverage"]


def test_what_a_build_does_not_find_stays(downloads: Path, root: Path) -> None:
    build(downloads, root)
    shutil.rmtree(downloads / "security" / "cow_states")
    build(downloads, root)
    assert {h.dataset for h in store.holdings_at(root)} == {"cow_system", "fuel_prices"}


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        ("replace", FULL),
        ("replace", KeyboardInterrupt()),
        ("chmod", FULL),
        ("mkdir", FULL),
        ("unlink", KeyboardInterrupt()),
    ],
    ids=lambda v: v if isinstance(v, str) else type(v).__name__,
)
def test_a_fault_at_any_step_leaves_a_whole_store(
    downloads: Path, root: Path, monkeypatch: pytest.MonkeyPatch, call: str, fault: BaseException
) -> None:
    shutil.rmtree(downloads / "security")
    build(downloads, root)
    old = _figures(root)
    file = downloads / "economy" / "prices_fuel_myanmar_press" / "myanmar_fuel_prices_press.csv"
    text = file.read_text(encoding="utf-8")
    file.chmod(0o644)
    file.write_text(text.replace("early February 2021;", "early February 2021:", 1), encoding="utf-8")
    step = 0
    while True:
        step += 1
        with monkeypatch.context() as patch:
            calls = _fail_at(patch, call, step, fault)
            with contextlib.suppress(Failure, KeyboardInterrupt):  # a disk that refuses is a failure in one line
                build(downloads, root)
        if (now := _figures(root)) != old:
            break
        assert call == "unlink" or [p.name for p in root.rglob(".*") if p.suffix in (".tmp", ".split")] == []
        assert calls() >= step, "the build came through and changed nothing"
    assert step > 2, "the fault was never met"
    build(downloads, root)
    assert _figures(root) == now
    assert set(root.rglob("*.parquet")) == {root / t for t in _named(root)}


def _figures(root: Path) -> dict[str, str]:
    """Return the checksums that a reader finds in force, each file checked."""
    files = {f"{h.dataset} {n}": f for h in store.holdings_at(root) for n, f in h.tables.items()}
    for file in files.values():
        store.check(file, embedded=False)
    return {name: f.sha256 for name, f in files.items()}


def _named(root: Path) -> set[str]:
    return {t["file"] for h in store.holdings_at(root) for t in h.entry["tables"]}


def _fail_at(patch: pytest.MonkeyPatch, call: str, step: int, fault: BaseException) -> Callable[[], int]:
    done = 0
    real: Callable[..., Any] = getattr(Path, call)

    def counted(self: Path, *args: Any, **kwargs: Any) -> Any:
        nonlocal done
        done += 1
        if done == step:
            raise fault
        return real(self, *args, **kwargs)

    patch.setattr(Path, call, counted)
    return lambda: done
