"""`comity panel` as a person runs it, and what every bad input is promised."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from comity.cli.running import run as run_here
from tests.cli.harness import Run, Runner, assert_refused

LIMIT = 60  # seconds; the machine may be busy
SEEN = "store/.checked.json"  # which files of the snapshot were found whole: no trace of an answer


def refused(run: Run, code: int, said: str) -> None:
    assert set(run.changed) <= {SEEN}
    assert_refused(replace(run, changed=()), code, said)


def test_a_panel_is_written_with_its_codebook_and_said_in_short(cli: Runner) -> None:
    words = ["panel", "dyad-year", "--years", "2010:2022", "--states", "Russia,Myanmar,China"]
    run = cli(*words, "--add", "votes.agreement", "--add", "economy.gdp:lag=1:side=both", "-o", "p.csv", limit=LIMIT)
    assert run.code == 0, run.err
    assert set(run.changed) - {SEEN} == {"work/p.csv", "work/p.codebook.toml"}
    assert "wrote 39 rows to p.csv and p.codebook.toml" in run.err
    assert run.out.startswith("dyad-year panel, Gleditsch and Ward, 2010–2022: 39 rows")
    assert "provisional" in run.out
    frame = pl.read_csv(cli.work / "p.csv")
    assert frame["votes_agreement"].null_count() == 0
    again = cli("panel", "--recipe", "p.codebook.toml", "-o", "q.csv", limit=LIMIT)
    assert again.code == 0, again.err
    assert (cli.work / "p.csv").read_bytes() == (cli.work / "q.csv").read_bytes()


def test_without_a_file_it_says_what_it_would_hold_and_what_is_missing(cli: Runner) -> None:
    run = cli("panel", "state-year", "--years", "1955:1965", "--add", "economy.gdp", limit=LIMIT)
    assert run.code == 0, run.err
    assert set(run.changed) <= {SEEN}
    assert "economy_gdp: missing for" in run.out
    assert "outside the coverage (1960–" in run.out
    assert "World Bank" in run.out


def test_a_bare_panel_of_a_century_stays_small_in_memory(cli: Runner) -> None:
    run = cli("panel", "dyad-year", "--system", "cow", "-o", "p.parquet", limit=LIMIT)
    assert run.code == 0, run.err
    assert "956,145 rows" in run.err
    assert run.megabytes < 700


# These run in this process, for a start of Python for each would cost more than all the rest; one of each exit code is
# run below as a user runs it.
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["state-week"], 2, "grains are"),
        ([], 2, "name what a row is"),
        (["dyad-year", "--system", "un"], 2, "no state system"),
        (["dyad-year", "--years", "1700:1800"], 2, "outside 1816"),
        (["dyad-year", "--years", "1990:2099"], 2, "outside"),
        (["dyad-year", "--dyads", "RUS"], 2, "no pair"),
        (["dyad-year", "--states", "RUS,,MMR"], 2, "none empty"),
        (["dyad-year", "--states", "RUS,Atlantis"], 2, "no state called"),
        (["state-year", "--member", "noon"], 2, "no rule"),
        (["dyad-year", "--add", "votes.agrement"], 2, "did you mean votes.agreement"),
        (["dyad-year", "--add", "economy.gdp"], 2, "side=both"),
        (["dyad-year", "--add", "votes.agreement:lag=x"], 2, "not a whole number"),
        (["dyad-year", "--add", "none.csv:a,b,year,x"], 2, "no such file"),
        (["dyad-year", "--add", "votes.agreement", "--add", "votes.agreement"], 2, "two columns"),
        (["dyad-year", "-o", "p.txt"], 2, "unknown ending"),
        (["dyad-year", "-o", "p.xlsx"], 2, "rows are more"),
        (["dyad-year", "-o", "-"], 2, "written to a file"),
        (["dyad-year", "-o", "nowhere/p.csv"], 1, "does not exist"),
        (["dyad-year", "--engine", "abacus"], 2, "no engine"),
        (["--recipe", "none.toml"], 2, "cannot be read"),
        (["dyad-year", "--recipe", "none.toml"], 2, "says it all"),
        (["dyad-year", "--add", "disputes.list_mid_gml"], 1, "no copy of"),
        (["state-year", "--as-of", "1990-01-01", "--add", "economy.gdp"], 1, "was out on 1990-01-01"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    words: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)  # they are the test runner's
    assert run_here(["panel", *words]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_refusals_leave_nothing_behind_as_a_user_meets_them(cli: Runner) -> None:
    refused(cli("panel", "dyad-year", "-o", "p.xlsx", limit=LIMIT), 2, "rows are more")
    refused(cli("panel", "dyad-year", "-o", "nowhere/p.csv", limit=LIMIT), 1, "does not exist")


def test_a_table_with_a_fault_is_refused_with_its_line(cli: Runner) -> None:
    (cli.work / "my.csv").write_text("a,b,year,x\nRUS,MMR,2010,1\nRUS,MMR,2011,many\n", encoding="utf-8")
    refused(cli("panel", "directed-dyad-year", "--add", "my.csv:a,b,year,x", "-o", "p.csv", limit=LIMIT), 1, "my.csv:3")
    assert not Path(cli.work / "p.csv").exists()
