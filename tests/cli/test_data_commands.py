from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from comity.store import EMBEDDED
from tests.cli.harness import Run, Runner, assert_refused


@pytest.fixture
def stocked(cli: Runner) -> Runner:
    """Return a command line whose user has a store of their own: a copy of one data set of the snapshot."""
    document = json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))
    document["datasets"] = [e for e in document["datasets"] if e["dataset"] == "sipri_arms"]
    shutil.copytree(EMBEDDED / "sipri_arms", cli.store / "sipri_arms")
    (cli.store / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    return cli


def test_the_list_names_release_licence_and_place(cli: Runner) -> None:
    found = json.loads(cli("data", "list", "--json").out)
    assert found.keys() == {"schema_version", "datasets", "not_at_hand"}
    mine = [e for e in found["datasets"] if e["dataset"] == "sipri_arms"]
    assert [e["release"] for e in mine] == ["2024-03", "2026-03"]
    assert mine[0]["where"] == "embedded"
    assert "SIPRI terms" in mine[0]["licence"]
    assert "sipri_arms" in cli("data", "list").out


def test_what_is_not_at_hand_says_how_to_add_it(cli: Runner) -> None:
    absent = json.loads(cli("data", "list", "--json").out)["not_at_hand"]
    for entry in absent:
        assert f"comity data add {entry['dataset']}" in entry["how_to_add"]


def test_a_store_of_one_s_own_shadows_the_snapshot(stocked: Runner) -> None:
    found = json.loads(stocked("data", "list", "--json").out)["datasets"]
    assert {e["where"] for e in found if e["dataset"] == "sipri_arms"} == {"yours"}
    assert {e["where"] for e in found if e["dataset"] != "sipri_arms"} == {"embedded"}


def test_a_data_set_is_shown_with_terms_columns_and_rows(cli: Runner) -> None:
    found = json.loads(cli("data", "show", "sipri_arms", "--json").out)
    assert "fair use" in found["licence"]["words"]
    table = next(t for t in found["tables"] if t["table"] == "deliveries")
    assert {"name": "tiv", "unit": "TIV million"}.items() <= next(
        c for c in table["columns"] if c["name"] == "tiv"
    ).items()
    assert len(table["sample"]) == 5
    assert all(len(r["target"]) == 3 for r in table["sample"])
    text = cli("data", "show", "sipri_arms").out
    for words in ("SIPRI Arms Transfers Database", "fair use", "TIV million", "2024-03", "first rows"):
        assert words in text


def test_every_data_set_can_be_shown(cli: Runner) -> None:
    for code in {e["dataset"] for e in json.loads(cli("data", "list", "--json").out)["datasets"]}:
        run = cli("data", "show", code)
        assert (run.code, run.err) == (0, ""), code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "sipri"), ("sipri_arms",)),
        (("show", "\x1b[2J"), (r"\x1b[2J",)),
        (("add", "sipri", "x.csv"), ("sipri_arms",)),
        (("add", "sipri_arms", "x.csv"), ("x.csv", "no such file")),
        (("build", "--from", "nowhere"), ("nowhere", "no folder")),
    ],
)
def test_what_is_not_there_is_refused(cli: Runner, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert_refused(cli("data", *words), 2, *said)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "an empty file"), ("<!DOCTYPE html><html></html>", "a web page"), ("a,b\n1,2\n", "not a known layout")],
)
def test_a_file_that_is_none_of_the_publisher_s_is_refused(cli: Runner, text: str, said: str) -> None:
    (cli.work / "x.csv").write_text(text)
    run = cli("data", "add", "sipri_arms", "x.csv")
    assert_refused(run, 1, "x.csv", said)


def test_a_folder_without_publishers_files_is_refused(cli: Runner) -> None:
    (cli.work / "empty").mkdir()
    run = cli("data", "build", "--from", "empty")
    assert run.code == 1
    assert "no publisher's file found" in run.err.splitlines()[-1]
    assert not (cli.store / "manifest.json").exists()


def test_verify_names_every_file(cli: Runner) -> None:
    run = cli("data", "verify")
    assert (run.code, run.err) == (0, "")
    assert all(line.startswith("ok ") and line.endswith(".parquet") for line in run.out.splitlines())
    files = json.loads(cli("data", "verify", "--json").out)["files"]
    assert len(files) == len(run.out.splitlines()) > 10


def files(cli: Runner) -> list[Path]:
    return sorted(cli.store.glob("sipri_arms/**/*.parquet"))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize(("damage", "state"), [(flip, "damaged"), (cut, "damaged"), (Path.unlink, "missing")])
def test_verify_finds_what_is_damaged(stocked: Runner, damage: object, state: str) -> None:
    assert stocked("data", "verify").code == 0
    assert callable(damage)
    damage(files(stocked)[0])
    run = stocked("data", "verify")
    assert_refused(run, 1, files_name(run), state, "comity data build")
    assert sum(line.startswith(state) for line in run.out.splitlines()) == 1
    assert stocked("data", "verify", "--json").out == ""


def files_name(run: Run) -> str:
    return next(line.rsplit("/", 1)[-1] for line in run.out.splitlines() if not line.startswith("ok "))


@pytest.mark.parametrize("damage", [flip, cut], ids=["one bit", "cut"])
def test_a_damaged_file_gives_no_figure(stocked: Runner, damage: object) -> None:
    assert callable(damage)
    for path in files(stocked):
        damage(path)
    run = stocked("get", "arms.deliveries", "RUS", "MMR", "--json")
    assert_refused(run, 1, ".parquet: damaged", "comity data build")
    assert run.out == ""


def test_a_damaged_manifest_is_named(stocked: Runner) -> None:
    (stocked.store / "manifest.json").write_text("{")
    for command in (("data", "list"), ("data", "verify"), ("get", "arms.deliveries", "RUS", "MMR")):
        assert_refused(stocked(*command), 1, "manifest.json", "comity data build")


def test_the_places_are_named(cli: Runner) -> None:
    found = json.loads(cli("data", "where", "--json").out)
    assert (found["store"], found["snapshot"]) == (str(cli.store), str(EMBEDDED))
    assert str(cli.store) in cli("data", "where").out


@pytest.mark.slow
@pytest.mark.shared
def test_building_from_real_files_gives_a_store(cli: Runner, shared: Path) -> None:
    run = cli("data", "build", "--from", shared / "data" / "security", limit=120)
    assert run.code == 0, run.err
    assert "sipri_arms" in run.out
    assert "comity: reading sipri_arms\n" in run.err
    assert cli("data", "verify").code == 0
    assert "yours" in cli("data", "list").out
    assert cli("get", "arms.deliveries", "USA", "JPN", "--years", "2020").code == 0


@pytest.mark.shared
def test_a_file_that_a_user_downloaded_is_added(cli: Runner, shared: Path) -> None:
    file = shared / "samples" / "sipri_arms_transfers" / "ui_transfer-register_Israel_cut.csv"
    cut = cli("data", "add", "sipri_arms", file)
    assert_refused(cut, 1, "rows", "--accept-shrink")
    run = cli("data", "add", "sipri_arms", file, "--accept-shrink", "--json")
    assert run.code == 0, run.err
    (entry,) = json.loads(run.out)["datasets"]
    assert entry["dataset"] == "sipri_arms"
    assert entry["tables"][0]["rows"] > 0
    assert "yours" in cli("data", "list").out
