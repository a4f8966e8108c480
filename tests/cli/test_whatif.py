"""`comity whatif` answers a file in the form asked for; what is wrong is one line, and no file is left half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.harness import Runner

LIMIT = 90  # seconds, on a busy machine; alone it takes three
EMBARGO = """\
title = "Europe turns away"
baseline = "OECD 2022"

[[change]]
who = "EU"
does = "stops buying from"
whom = "Russia"
"""


@pytest.fixture
def embargo(tmp_path: Path) -> Path:
    file = tmp_path / "embargo.toml"
    file.write_text(EMBARGO, encoding="utf-8")
    return file


def test_the_answer_in_short_begins_with_what_matters(cli: Runner, embargo: Path) -> None:
    run = cli("whatif", str(embargo), limit=LIMIT)
    assert run.code == 0, run.err
    for words in ("Real income of Russia: −", "in 95 of 100 draws", "What is assumed", "China", "the whole page:"):
        assert words in run.out


def test_the_answer_as_data_and_as_a_page(cli: Runner, embargo: Path, tmp_path: Path) -> None:
    run = cli("whatif", str(embargo), "--json", limit=LIMIT)
    assert run.code == 0, run.err
    assert json.loads(run.out)["draws"]["count"] == 1000
    page = tmp_path / "embargo.html"
    run = cli("whatif", str(embargo), "-o", str(page), limit=LIMIT)
    assert (run.code, run.out) == (0, "")
    assert "Europe turns away" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Russia", "Russland-Reich", "embargo.toml, line 7: change 1, whom: no state called"),
        ("OECD 2022", "OECD 2019", "OECD has no 2019 at hand"),
        ("stops buying from", "hates", "line 6: change 1, does: 'hates'; expected one of"),
        ("title =", "titel =", "line 1: titel: unknown"),
        ("[[change]]", "[[change]", "not TOML"),
        ('whom = "Russia"', 'whom = "Russia"\nless = 1e308', "line 8: change 1, less: contradicts"),
    ],
)
def test_a_wrong_scenario_is_refused_in_one_line(
    cli: Runner, embargo: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    embargo.write_text(
        EMBARGO.replace(old, new, 1) if old != "Russia" else EMBARGO.replace('"Russia"', f'"{new}"'), "utf-8"
    )
    page = tmp_path / "page.html"
    run = cli("whatif", str(embargo), "-o", str(page))
    assert (run.code, run.out) == (2, "")
    assert said in run.err
    assert run.err.count("\n") == 1
    assert not page.exists()


def test_files_that_are_not_there_or_cannot_be_written(cli: Runner, embargo: Path, tmp_path: Path) -> None:
    run = cli("whatif", str(tmp_path / "none.toml"))
    assert (run.code, run.out) == (1, "")
    assert "none.toml: cannot be read: no such file" in run.err
    run = cli("whatif", str(embargo), "-o", str(tmp_path / "page.pdf"))
    assert run.code == 2
    assert "use one of .html, .json, .csv" in run.err
    run = cli("whatif", str(embargo), "-o", str(tmp_path / "no" / "page.html"))
    assert run.code == 1
    assert "the folder does not exist" in run.err
    run = cli("whatif")
    assert run.code == 2
    assert "missing SCENARIO" in run.err
