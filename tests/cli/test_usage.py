from __future__ import annotations

from pathlib import Path

import pytest

from comity.cli.reference import commands, reference
from tests.cli.harness import Runner, assert_refused

NO_STORE = {"COMITY_DATA": None}  # as for most people: what was checked is then remembered nowhere

DOCUMENTED = Path(__file__).parents[2] / "docs" / "cli.md"
COMMANDS = [name.split()[1:] for name, _, _ in commands()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help(cli: Runner, words: list[str]) -> None:
    run = cli(*words, "--help")
    assert run.code == 0
    assert run.out.startswith(f"Usage: {' '.join(['comity', *words])} ")
    assert run.err == ""


def test_the_reference_is_that_of_the_commands() -> None:
    message = "write it anew: python -m comity.cli.reference > docs/cli.md"
    assert DOCUMENTED.read_text(encoding="utf-8") == reference(), message


@pytest.mark.parametrize("words", [(), ("data",)], ids=["comity", "comity data"])
def test_without_a_command_stands_the_help(cli: Runner, words: tuple[str, ...]) -> None:
    run = cli(*words)
    assert run.code == 0
    assert "Commands:" in run.out


def test_help_loads_nothing_heavy(cli: Runner) -> None:
    run = cli("--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rsplit("|", 1)[-1].strip() for line in run.err.splitlines()}
    assert "typer" in loaded
    assert not loaded & {"duckdb", "narwhals", "numpy", "pandas", "polars", "pyarrow", "pandera", "rich", "jinja2"}


def test_the_version_is_one_line(cli: Runner) -> None:
    assert cli("--version").out.startswith("comity 0.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("brief",), ("missing A and B", "comity brief Russia Myanmar", "comity brief --help")),
        (("brief", "Russia"), ("missing B", "comity brief Russia Myanmar")),
        (("brief", "South", "Korea", "Myanmar"), ("extra argument", "quotes")),
        (("get",), ("missing CODE", "comity get arms.deliveries RUS MMR")),
        (("records",), ("missing CODE",)),
        (("data", "build"), ("missing --from FOLDER",)),
        (("data", "add", "sipri_arms"), ("missing FILE",)),
        (("nosuch",), ("no such command", "nosuch", "comity --help")),
        (("data", "nosuch"), ("no such command", "comity data --help")),
        (("-x",), ("no such option", "-x")),
        (("get", "arms.deliveries", "RUS", "MMR", "--yeers", "2020"), ("--yeers", "--years")),
        (("get", "arms.deliveries", "RUS", "MMR", "--years"), ("--years", "argument")),
        (("get", "arms.deliveries", "RUS", "MMR", "--cite", "apa"), ("apa", "bibtex", "csl")),
        (("get", "nosuch.indicator", "RUS", "MMR"), ("nosuch.indicator",)),
        (("get", "arms.delivery", "RUS", "MMR"), ("did you mean", "arms.deliveries")),
        (("get", "arms.deals", "RUS", "MMR"), ("comity records arms.deals",)),
        (("records", "arms.deliveries", "RUS"), ("comity get arms.deliveries",)),
        (("get", "arms.deliveries"), ("name two states",)),
        (("get", "arms.deliveries", "RUS", "MMR", "CHN"), ("name two states",)),
        (("records", "arms.deals", "RUS", "MMR", "CHN"), ("not 3",)),
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_line_with_the_way_out(cli: Runner, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    run = cli(*words, env=NO_STORE)
    assert_refused(run, 2, *said)
    assert run.out == ""


def test_a_very_long_word_is_cut(cli: Runner) -> None:
    assert_refused(cli("x" * 100_000), 2, "no such command", "comity --help")


def test_completion_can_be_had_for_a_shell(cli: Runner) -> None:
    run = cli(env={"_COMITY_COMPLETE": "complete_bash", "COMP_WORDS": "comity ind", "COMP_CWORD": "1"})
    assert (run.code, run.out.split()) == (0, ["indicators"])
