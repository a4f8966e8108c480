"""A store is read whole and unaltered or not at all, and written whole or not at all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import narwhals as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import comity
from comity import store
from comity.store import building, engine, files, manifest

TABLE = "deliveries"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user's store that holds a copy of the snapshot's SIPRI release of March 2024."""
    root = tmp_path / "a store's [1] *ü"
    root.mkdir()
    document = json.loads((store.EMBEDDED / "manifest.json").read_text(encoding="utf-8"))
    mine = [e for e in document["datasets"] if (e["dataset"], e["release"]) == ("sipri_arms", "2024-03")]
    for entry in mine:
        for table in entry["tables"]:
            (root / table["file"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(store.EMBEDDED / table["file"], root / table["file"])
    manifest.write_manifest(root, mine)
    monkeypatch.setenv("COMITY_DATA", str(root))
    engine._checked.cache_clear()
    yield root
    engine._checked.cache_clear()


def parquet(root: Path) -> Path:
    return next(root.rglob("*.parquet"))


def value() -> float:
    return float(comity.get("arms.deliveries", "RUS", "MMR", years="2022").rows[0]["value"])


def test_a_users_store_shadows_the_snapshot_release_by_release(own: Path) -> None:
    held = {(h.dataset, h.release.stamp): h.embedded for h in store.holdings()}
    assert held[("sipri_arms", "2024-03")] is False
    assert held[("sipri_arms", "2026-03")] is True
    assert round(value(), 1) == 111.0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_flipped_bit_is_refused_with_the_files_name_and_the_remedy(own: Path, place: int, bit: int) -> None:
    path = parquet(own)
    before = path.read_bytes()
    altered = bytearray(before)
    altered[place % len(before)] ^= 1 << bit
    path.write_bytes(altered)
    engine._checked.cache_clear()
    (own / ".checked.json").unlink(missing_ok=True)
    try:
        with pytest.raises(comity.Failure, match=r"deliveries-.*damaged.*comity data"):
            value()
        assert comity.get("votes.agreement", "RUS", "MMR", years="2020").rows[0]["value"]
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("kept", [0, 0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(own: Path, kept: float) -> None:
    path = parquet(own)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(comity.Failure, match="damaged"):
        value()


def test_a_missing_file_is_refused(own: Path) -> None:
    parquet(own).unlink()
    with pytest.raises(comity.Failure, match="missing from the store"):
        value()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cut or altered"),
        ("{", "cut or altered"),
        ("[]", "cut or altered"),
        ('{"schema_version": 1}', "cut or altered"),
        ('{"schema_version": 99, "datasets": []}', "another version"),
    ],
)
def test_a_manifest_that_cannot_be_believed_is_refused(own: Path, text: str, said: str) -> None:
    (own / "manifest.json").write_text(text)
    with pytest.raises(comity.Failure, match=said):
        value()


def test_a_manifest_names_no_file_outside_the_store(own: Path) -> None:
    document = json.loads((own / "manifest.json").read_text(encoding="utf-8"))
    document["datasets"][0]["tables"][0]["file"] = "../elsewhere.parquet"
    (own / "manifest.json").write_text(json.dumps(document))
    with pytest.raises(comity.Failure, match="cut or altered"):
        value()


@pytest.mark.parametrize("named", ["", "  ", "a\nb"])
def test_a_store_without_a_name_is_wrong_use(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("COMITY_DATA", named)
    with pytest.raises(comity.WrongUse, match="COMITY_DATA"):
        store.user_root()


def test_the_database_reads_nothing_outside_the_store_and_cannot_be_unlocked(own: Path, tmp_path: Path) -> None:
    value()
    connection = engine._current().connection
    (tmp_path / "other.csv").write_text("a\n1\n")
    for statement in (
        f"SELECT * FROM read_csv('{tmp_path}/other.csv')",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|disabled|locked|cannot change"):
            connection.execute(statement)
    assert not (tmp_path / "out.csv").exists()


def test_a_file_is_written_whole_or_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), files.whole(path) as temporary:
        temporary.write_text(str(1 / 0))
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    files.write_text(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(comity.Failure, match="no space left"), files.whole(tmp_path / "x"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.shared
def test_a_store_built_twice_has_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "publishers"
    for place in ("security/idmc", "economy/prices_fuel_myanmar_press", "security/cow_states"):
        shutil.copytree(shared / "data" / place, folder / place)
    stores = [tmp_path / "one", tmp_path / "two"]
    for root in stores:
        building.build(folder, root)
    listed = [sorted((p.relative_to(r), p.read_bytes()) for p in r.rglob("*") if p.is_file()) for r in stores]
    assert listed[0] == listed[1]


@pytest.mark.shared
def test_a_build_that_fails_leaves_the_store_as_it_was(shared: Path, tmp_path: Path) -> None:
    folder, root = tmp_path / "publishers", tmp_path / "store"
    shutil.copytree(shared / "data" / "security" / "idmc", folder / "idmc")
    building.build(folder, root)
    before = (root / "manifest.json").read_bytes()
    stock = next((folder / "idmc").glob("*stock*.csv"))
    stock.chmod(0o644)
    stock.write_text("<!DOCTYPE html><html></html>")
    with pytest.raises(comity.Failure, match="a web page instead of data"):
        building.build(folder, root)
    assert (root / "manifest.json").read_bytes() == before


def test_only_one_process_writes_a_store(tmp_path: Path) -> None:
    with building._locked(tmp_path), pytest.raises(comity.Failure, match="another process"), building._locked(tmp_path):
        pass


@pytest.mark.shared
def test_the_snapshot_holds_under_a_tenth_of_sipris_deliveries(shared: Path) -> None:
    from comity.sources import sipri

    path = next((shared / "data").rglob("deliveries_by_year_2000_2023.parquet"))
    whole = sipri.read_deliveries({"deliveries": path}).tables["deliveries"]
    held = next(h for h in store.holdings_at(store.EMBEDDED) if h.dataset == "sipri_arms" and TABLE in h.tables)
    shipped = store.rows(store.relation(held, TABLE).select(nw.col("tiv").sum()))[0]["tiv"]
    assert held.tables[TABLE].rows < len(whole) / 10
    assert shipped < whole["tiv"].sum() / 10
