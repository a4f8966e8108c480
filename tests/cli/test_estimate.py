"""`comity estimate`: what it prints and writes, and one line for every bad table."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.cli.harness import Runner, assert_refused

HEAD = "exporter,importer,year,trade,rta"
STATES, YEARS = "ABCDE", (2000, 2001, 2002)
LIMIT = 60  # the first run on a machine compiles


def panel(seed: int = 1) -> list[str]:
    random = np.random.default_rng(seed)
    return [
        f"{a},{b},{year},{random.poisson(20) + 1},{random.integers(0, 2)}"
        for a in STATES
        for b in STATES
        for year in YEARS
    ]


def table(cli: Runner, rows: list[str], head: str = HEAD, name: str = "flows.csv") -> str:
    (cli.work / name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return name


def test_json_holds_coefficients_observations_and_what_was_dropped(cli: Runner) -> None:
    rows = [r if not r.startswith("A,B,") else "A,B," + r.split(",")[2] + ",0,1" for r in panel()]
    rows[5] = rows[5].replace(rows[5].split(",")[3], "", 1)
    run = cli(
        "estimate", table(cli, rows), "--flow", "trade", "--on", "rta", "--effects", "exporter-year,importer-year,pair",
        "--cluster", "pair", "--se", "stata", "--json", limit=LIMIT,
    )  # fmt: skip
    assert run.code == 0, run.err
    found = json.loads(run.out)
    assert set(found["coefficients"]) == {"rta"}
    assert set(found["coefficients"]["rta"]) >= {"estimate", "se"}
    assert found["dropped"]["always-zero group"] == 3
    assert found["dropped_pairs"]["always-zero group"] == [["A", "B"]]
    assert found["observations"] == 75 - sum(found["dropped"].values())


def test_a_table_is_printed_and_the_rule_of_the_errors_is_named(cli: Runner) -> None:
    run = cli("estimate", table(cli, panel()), "--flow", "trade", "--on", "rta", "--se", "fixest", limit=LIMIT)
    assert run.code == 0
    assert "fixest's rule" in run.out
    assert "25 clusters of pair" in run.out


@pytest.mark.parametrize(("ending", "begin"), [(".tex", r"\begin{tabular}"), (".html", "<table>"), (".csv", "term,")])
def test_a_table_is_written_for_papers(cli: Runner, ending: str, begin: str) -> None:
    run = cli(
        "estimate", table(cli, panel()), "--flow", "trade", "--on", "rta", "-o", f"out{ending}", limit=LIMIT
    )  # fmt: skip
    assert (run.code, run.out) == (0, "")
    assert (cli.work / f"out{ending}").read_text(encoding="utf-8").startswith(begin)


def test_an_absorbed_regressor_is_named_and_not_estimated(cli: Runner) -> None:
    rows = [f"{r},7,{r[0] == 'A':d}" for r in panel()]
    run = cli(
        "estimate", table(cli, rows, HEAD + ",seven,from_a"), "--flow", "trade", "--on", "rta,seven,from_a", "--json",
        limit=LIMIT,
    )  # fmt: skip
    assert run.code == 0
    assert set(json.loads(run.out)["absorbed"]) == {"seven", "from_a"}
    assert "seven is not estimated" in run.err


def test_a_bad_table_is_refused_in_one_line_and_nothing_is_written(cli: Runner) -> None:
    rows = panel()
    rows[3] = "A,B,2000,many,1"
    run = cli("estimate", table(cli, rows), "--flow", "trade", "--on", "rta", "-o", "out.json", limit=LIMIT)
    assert_refused(run, 2, "flows.csv, line 5", "trade is 'many'", "expected a number")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--flow", "trade", "--se", "sas"), ("sas", "stata", "fixest")),
        (("--flow", "trade", "-o", "out.docx"), ("out.docx", ".tex")),
        (("--on", "rta"), ("missing --flow",)),
        (("--flow", "trade", "--model", "ols", "--bias-correct"), ("--bias-correct is for PPML",)),
    ],
    ids=lambda v: " ".join(v),
)
def test_wrong_use_is_refused_in_one_line(cli: Runner, words: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert_refused(cli("estimate", table(cli, panel()), *words, limit=LIMIT), 2, *said)


def test_a_file_that_is_not_there_is_refused(cli: Runner) -> None:
    assert_refused(cli("estimate", "none.csv", "--flow", "trade", limit=LIMIT), 2, "none.csv", "no such file")


def test_one_bad_row_in_a_million_is_found(cli: Runner) -> None:
    rows = [f"{n // 1000},{n % 1000},2000,1,0" for n in range(1_000_000)]
    rows[765_432] = "765,432,2000,l,0"
    name = table(cli, rows)
    assert_refused(
        cli("estimate", name, "--flow", "trade", "--on", "rta", limit=LIMIT), 2, "line 765434", "trade is 'l'"
    )
