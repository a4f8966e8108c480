"""Everything in the snapshot has its terms on the page of data licences."""

from __future__ import annotations

import json
from pathlib import Path

import comity
from comity import sources

PAGE = (Path(__file__).resolve().parents[1] / "DATA-LICENCES.md").read_text(encoding="utf-8")
MANIFEST = json.loads((Path(comity.__file__).parent / "data" / "manifest.json").read_text(encoding="utf-8"))


def test_every_dataset_of_the_snapshot_is_there_with_its_publisher_or_its_address() -> None:
    for entry in MANIFEST["datasets"]:
        said = [w for w in (entry["address"], entry["publisher"]) if w and w in PAGE]
        assert said, f"{entry['dataset']}: neither {entry['publisher']} nor {entry['address']} is on the page"


def test_nothing_that_may_not_be_shipped_is_in_the_snapshot() -> None:
    shipped = {entry["dataset"] for entry in MANIFEST["datasets"]}
    assert not shipped & {p.dataset.code for p in sources.publications() if p.dataset.licence.ship == "no"}


def test_the_snapshot_is_at_most_fourteen_megabytes() -> None:
    folder = Path(comity.__file__).parent / "data"
    assert sum(f.stat().st_size for f in folder.rglob("*.parquet")) <= 14_000_000
