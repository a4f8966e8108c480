"""Every code block of the README and of docs/ runs, in the order in which it stands on its page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.harness import Runner

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_blocks_of_a_page_run(page: Path, cli: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(cli.work)
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    if page.name == "README.md":
        write_the_readers_own_files(cli.work)
    names: dict[str, object] = {}
    for language, code in FENCE.findall(page.read_text(encoding="utf-8")):
        if language == "python":
            exec(compile(code, named(page), "exec"), names)
        elif language == "toml":
            (cli.work / "scenario.toml").write_text(code, encoding="utf-8")
            run_line("comity whatif scenario.toml", cli)
        else:
            assert language == "sh", f"a block in {language or 'no language'} is not run by any test"
            for line in code.strip().splitlines():
                run_line(line, cli)


def write_the_readers_own_files(folder: Path) -> None:
    (folder / "article.txt").write_text(
        "In 2020 Russia delivered 63.8 million TIV of arms to Myanmar.\n", encoding="utf-8"
    )
    (folder / "embargo.toml").write_text(
        'title = "An embargo"\nbaseline = "OECD 2022"\n[[change]]\nwho = "EU"\ndoes = "stops buying from"\n'
        'whom = "Russia"\n',
        encoding="utf-8",
    )
    states = ["FRA", "DEU", "ITA", "ESP", "POL"]
    rows = [
        f"{a},{b},{year},{(7 * i + 5 * j + 3 * year) % 11 + 1},{(i + j + year) % 2},{1 + abs(i - j) / 3}"
        for year in range(2015, 2020)
        for i, a in enumerate(states)
        for j, b in enumerate(states)
        if a != b
    ]
    head = "exporter,importer,year,trade,rta,log_dist"
    (folder / "trade.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def run_line(line: str, cli: Runner) -> None:
    command, *words = shlex.split(line)
    if command == "make":
        assert f"make {' '.join(words)}" in (ROOT / ".ci" / "run").read_text(encoding="utf-8") or words == ["test"]
        return
    assert command == "comity"
    run = cli(*words, limit=60)
    assert run.code == 0, f"{line}\n{run.err}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    for address in LINK.findall(page.read_text(encoding="utf-8")):
        if not address.startswith(("http://", "https://")):
            assert (page.parent / address).exists(), f"{named(page)} links to {address}"
