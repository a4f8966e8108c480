"""Reading a store: what is damaged, strange or read-only in it, and what the database may not do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import comity
from comity import store
from comity.store import engine


def test_a_damaged_manifest_entry_is_named_and_not_a_crash(copied: Path) -> None:
    path = copied / "manifest.json"
    whole = json.loads(path.read_text(encoding="utf-8"))
    for key in ("dataset", "release", "published", "retrieved", "release_note", "tables", "notes", "built_by"):
        document = {**whole, "datasets": [{k: v for k, v in whole["datasets"][0].items() if k != key}]}
        path.write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(comity.Failure, match=r"manifest\.json: cut or altered .*comity data build"):
            store.holdings()


@pytest.mark.parametrize("name", ["/etc/passwd", "../x.parquet", "a/../../x.parquet"])
def test_a_file_outside_the_store_is_never_opened(copied: Path, name: str) -> None:
    path = copied / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["datasets"][0]["tables"][0]["file"] = name
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(comity.Failure, match="outside the store") as refusal:
        store.holdings()
    assert str(refusal.value).isprintable()


def test_stray_files_are_ignored(copied: Path) -> None:
    before = store.holdings()
    (copied / ".DS_Store").write_bytes(b"\0")
    (copied / "foreign.parquet").write_bytes(b"PAR1")
    (copied / "unhcr" / "x.parquet").mkdir()
    (copied / "unhcr" / ".population.parquet.abc.tmp").write_bytes(b"half")
    assert store.holdings() == before
    assert comity.get("displacement.idps", "MMR", years="2021").rows[0]["value"]


def test_a_store_that_cannot_be_written_answers(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.os, "access", lambda *_: False)
    engine._session.cache_clear()
    engine._checked.cache_clear()
    before = sorted(p.name for p in copied.iterdir())
    assert comity.get("displacement.idps", "MMR", years="2021").rows[0]["value"]
    assert sorted(p.name for p in copied.iterdir()) == before
    engine._session.cache_clear()


def test_a_store_elsewhere_is_read_from_elsewhere(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other 'quoted' [1] * % ü?"
    shutil.copytree(copied, other)
    monkeypatch.setenv("COMITY_DATA", str(other))
    held = next(h for h in store.holdings() if h.dataset == "unhcr")
    assert other in held.tables["population"].path.parents
    assert store.rows(store.relation(held, "population").head(1))


@pytest.mark.parametrize("extra", [{}, {"HOME": ""}])
def test_without_a_home_there_is_still_a_place(monkeypatch: pytest.MonkeyPatch, extra: dict[str, str]) -> None:
    for name in ("COMITY_DATA", "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in extra.items():
        monkeypatch.setenv(name, value)
    assert store.user_root().is_absolute()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "ATTACH '/tmp/x.duckdb'",
        "LOAD httpfs",
        "SET autoinstall_known_extensions = true",
        "SET memory_limit = '100GB'",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
        "SET lock_configuration = false",
    ],
)
def test_the_database_is_locked(root: Path, statement: str) -> None:
    import duckdb

    with pytest.raises(duckdb.Error):
        engine._current().connection.execute(statement)


def test_an_interrupted_check_is_made_anew(copied: Path) -> None:
    (copied / ".checked.json").write_text("{", encoding="utf-8")
    engine._checked.cache_clear()
    held = next(h for h in store.holdings() if h.dataset == "unhcr")
    assert store.rows(store.relation(held, "population").head(1))
    assert str(held.tables["population"].path) in json.loads((copied / ".checked.json").read_text(encoding="utf-8"))
