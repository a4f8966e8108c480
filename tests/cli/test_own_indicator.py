"""A user's own indicator on the command line: added, asked for, shown, taken away again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.harness import Runner, assert_refused

FORM = """\
[source]
title = "Lorries at the border"
publisher = "Ministry of Roads"
published = 2026-03-01

[[indicator]]
code = "roads.lorries"
label = "=Lorries that crossed the border"
unit = "lorries"
grain = "directed-dyad-year"
kind = "flow"
absent = "not known"
file = "roads.csv"
"""
ROWS = "origin,target,year,value\nRussia,China,2020,1200\nChina,Russia,2020,800\nRussia,Myanmar,2021,3\n"


@pytest.fixture
def form(cli: Runner) -> Path:
    """Return a form with its file beside it, in the folder in which the command runs."""
    (cli.work / "roads.csv").write_text(ROWS, encoding="utf-8")
    (cli.work / "roads.toml").write_text(FORM, encoding="utf-8")
    return cli.work / "roads.toml"


def test_it_is_added_asked_for_and_taken_away(cli: Runner, form: Path) -> None:
    added = cli("data", "add", form.name)
    assert (added.code, added.err) == (0, "")
    assert "roads.lorries: 3 rows of roads.csv" in added.out
    assert "comity data remove roads" in added.out

    found = json.loads(cli("get", "roads.lorries", "Russia", "China", "--json").out)
    assert [(r["year"], r["value"], r["status"]) for r in found["rows"]] == [
        (2020, 1200.0, "reported"),
        (2021, None, "not known"),
    ]
    assert found["indicator"]["unit"] == "lorries"
    assert found["sources"][0]["publisher"] == "Ministry of Roads"
    assert "roads.lorries" in cli("indicators", "lorries").out
    listed = json.loads(cli("data", "list", "--json").out)["datasets"]
    assert [(e["release"], e["where"]) for e in listed if e["dataset"] == "roads"] == [("2026-03-01", "yours")]
    shown = cli("data", "show", "roads")
    for words in ("Ministry of Roads", "not stated", "lorries", "complete for 2020", "yours"):
        assert words in shown.out
    assert cli("data", "verify").code == 0

    gone = cli("data", "remove", "roads")
    assert (gone.code, gone.err) == (0, "")
    assert_refused(cli("get", "roads.lorries", "Russia", "China"), 2, "roads.lorries")
    assert_refused(cli("data", "remove", "roads"), 2, "roads")
    assert not list(cli.store.rglob("*.parquet"))


def test_the_how_to_is_right(cli: Runner) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "own-data.md").read_text(encoding="utf-8")
    blocks = [
        "\n".join(line.removeprefix("    ") for line in block.splitlines())
        for block in re.findall(r"(?:^(?:    .*)?\n)+", page[page.index("## An indicator of your own") :], re.MULTILINE)
        if block.strip()
    ]
    form, rows, commands = blocks[:3]
    (cli.work / "roads.toml").write_text(form.strip("\n") + "\n", encoding="utf-8")
    (cli.work / "roads.csv").write_text(rows.strip("\n") + "\n", encoding="utf-8")
    asked = commands.split("\n")
    assert len([c for c in asked if c]) == 4
    for command in filter(None, asked):
        run = cli(*command.split()[1:])
        assert run.code == 0, f"{command}: {run.err}"


def test_it_goes_into_files_as_text_that_no_spreadsheet_runs(cli: Runner, form: Path) -> None:
    cli("data", "add", form.name)
    run = cli("get", "roads.lorries", "Russia", "any", "-o", "out.csv")
    assert run.code == 0, run.err
    assert not any(cell.startswith("=") for line in (cli.work / "out.csv").read_text().splitlines()
                   for cell in line.split(","))  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Rusia,China,2020,1", ("roads.csv:5", "Rusia", "Russia")),
        ("Russia,India,2020,=1+1", ("roads.csv:5", "=1+1")),
    ],
)
def test_a_bad_row_is_refused_and_leaves_nothing(cli: Runner, form: Path, row: str, said: tuple[str, ...]) -> None:
    (cli.work / "roads.csv").write_text(ROWS + row + "\n", encoding="utf-8")
    assert_refused(cli("data", "add", form.name), 1, *said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("roads.lorries", "arms.deliveries", ("roads.toml", "arms.deliveries", "already")),
        ('absent = "not known"\n', "", ("roads.toml", "absent", "true zero")),
        ("roads.csv", "streets.csv", ("roads.toml:13", "streets.csv")),
    ],
)
def test_a_bad_form_is_refused_and_leaves_nothing(
    cli: Runner, form: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    form.write_text(FORM.replace(old, new), encoding="utf-8")
    assert_refused(cli("data", "add", form.name), 2, *said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "none.toml"), ("none.toml", "no such file")),
        (("add", "sipri_arms"), ("missing FILE", "comity data add sipri_arms FILE")),
        (("add", "sipri"), ("sipri_arms",)),
        (("remove", "sipri_arms"), ("holds nothing of yours",)),
    ],
)
def test_what_is_no_form_is_refused(cli: Runner, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert_refused(cli("data", *words), 2, *said)
