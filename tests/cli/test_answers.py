from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from tests.cli.harness import Runner, assert_refused

PAIR = ("get", "arms.deliveries", "RUS", "MMR", "--years", "2019:2023")
DEALS = ("records", "arms.deals", "RUS", "MMR")
VALUES = [31.1, 64.0, None, 111.0, 110.0]


def test_figures_are_printed_with_unit_status_source_and_caveats(cli: Runner) -> None:
    run = cli(*PAIR)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert "(TIV million)" in lines[0]
    cells = [line.split(maxsplit=4) for line in lines if line.startswith("RUS")]
    assert [c[2] for c in cells] == ["2019", "2020", "2021", "2022", "2023"]
    assert cells[2][3:] == ["-", "none recorded"]
    for words in ("Russia (RUS), Myanmar (MMR)", "release 2024-03", "Licence: SIPRI terms", "Caveats", "not money"):
        assert words in run.out


def test_figures_as_plain_data_carry_everything(cli: Runner) -> None:
    run = cli(*PAIR, "--json")
    found = json.loads(run.out)
    assert found["schema_version"] == 1
    assert found["indicator"]["unit"] == "TIV million"
    rounded = [None if r["value"] is None else round(r["value"], 1) for r in found["rows"]]
    assert rounded == VALUES
    assert {"dataset", "release", "citation", "licence"} <= found["sources"][0].keys()
    assert {"text", "from", "to"} <= found["caveats"][0].keys()
    assert run.err == ""


def test_records_are_one_line_each(cli: Runner) -> None:
    run = cli(*DEALS)
    rows = [line for line in run.out.splitlines() if "  deal  RUS" in line]
    assert len(rows) == len(json.loads(cli(*DEALS, "--json").out)["rows"]) > 20


def test_no_record_is_said_in_words(cli: Runner) -> None:
    run = cli(*DEALS, "--years", "1900")
    assert (run.code, "No record for this question." in run.out) == (0, True)


@pytest.mark.parametrize("question", [PAIR, DEALS, ("brief", "Russia", "Myanmar")])
@pytest.mark.parametrize(("style", "start"), [("text", "Stockholm"), ("bibtex", "@misc{"), ("csl", "[")])
def test_a_citation_stands_alone(cli: Runner, question: tuple[str, ...], style: str, start: str) -> None:
    run = cli(*question, "--cite", style)
    assert (run.code, run.out.startswith(start), run.err) == (0, True, "")
    if style == "csl":
        assert json.loads(run.out)[0]["type"] == "dataset"


def test_indicators_are_searched(cli: Runner) -> None:
    found = json.loads(cli("indicators", "arms", "--json").out)
    assert found.keys() == {"schema_version", "indicators", "records"}
    assert "arms.deliveries" in {i["code"] for i in found["indicators"]}
    assert {"code", "label", "unit"} <= found["indicators"][0].keys()
    assert [r["code"] for r in found["records"] if r["code"].startswith("arms.")] == ["arms.deals"]
    assert {"code", "label"} <= found["records"][0].keys()
    text = cli("indicators", "arms").out
    assert "arms.deliveries" in text
    assert "votes.agreement" not in text


def test_all_indicators_are_listed_without_words(cli: Runner) -> None:
    codes = {i["code"] for i in json.loads(cli("indicators", "--json").out)["indicators"]}
    assert {"arms.deliveries", "votes.agreement"} <= codes


def test_a_search_without_a_hit_says_so(cli: Runner) -> None:
    run = cli("indicators", "xyzzy")
    assert (run.code, run.out) == (0, "")
    assert "xyzzy" in run.err
    assert json.loads(cli("indicators", "xyzzy", "--json").out)["indicators"] == []


def test_a_brief_is_summed_up_on_the_terminal(cli: Runner) -> None:
    run = cli("brief", "Russia", "Myanmar", limit=20)
    assert (run.code, run.err) == (0, "")
    lines = run.out.splitlines()
    assert lines[0] == "Russia and Myanmar"
    assert lines[-1] == "the whole page: comity brief Russia Myanmar -o russia-myanmar.html"
    assert "What is not known" in lines


@pytest.mark.parametrize("name", ["page.html", "page.HTML", "page.json"])
def test_a_brief_is_written_by_its_ending(cli: Runner, name: str) -> None:
    run = cli("brief", "Russia", "Myanmar", "-o", name, limit=20)
    assert (run.code, run.out) == (0, "")
    text = (cli.work / name).read_text(encoding="utf-8")
    assert json.loads(text) if name.endswith("json") else text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    "question", [(*PAIR, "--json"), PAIR, (*DEALS, "-o", "-"), ("brief", "Russia", "Myanmar", "-o", "-")]
)
def test_two_runs_give_the_same_bytes(cli: Runner, question: tuple[str, ...]) -> None:
    runs = [cli(*question, env={"PYTHONHASHSEED": seed}, limit=20) for seed in ("1", "2")]
    assert runs[0].code == 0
    assert runs[0].out == runs[1].out


@pytest.mark.parametrize("ending", ["csv", "CSV", "parquet", "xlsx", "dta", "json"])
def test_figures_are_written_by_the_ending(cli: Runner, ending: str) -> None:
    run = cli(*PAIR, "-o", f"figures.{ending}")
    assert (run.code, run.out) == (0, "")
    assert run.err == f"comity: wrote 5 rows to figures.{ending}; without -o: sources and caveats\n"
    assert [p for p in run.changed if p.startswith("work/")] == [f"work/figures.{ending}"]
    rounded = [None if v is None else round(v, 1) for v in column(cli.work / f"figures.{ending}", "value")]
    assert rounded == VALUES


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta", "json"])
def test_records_are_written_by_the_ending(cli: Runner, ending: str) -> None:
    assert cli(*DEALS, "-o", f"deals.{ending}").code == 0
    summaries = column(cli.work / f"deals.{ending}", "summary")
    assert len(summaries) > 20
    assert any("Mi-17" in str(s) for s in summaries)


def test_csv_on_stdout_is_that_of_the_file(cli: Runner) -> None:
    run = cli(*PAIR, "-o", "-")
    cli(*PAIR, "-o", "figures.csv")
    assert run.out == (cli.work / "figures.csv").read_bytes().decode()
    assert len(list(csv.DictReader(io.StringIO(run.out)))) == 5


def test_a_file_and_its_citation_come_in_one_run(cli: Runner) -> None:
    run = cli(*PAIR, "-o", "figures.csv", "--cite", "bibtex")
    assert run.out.startswith("@misc{")
    assert (cli.work / "figures.csv").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("-o", "/nonexistent/dir/x.csv"), 1, "folder does not exist"),
        (("-o", "."), 2, "is a folder"),
        (("-o", "x.exe"), 2, ".csv, .parquet, .xlsx, .dta, .json"),
        (("-o", "x"), 2, "unknown ending"),
        (("-o", ""), 2, "name of a file"),
        (("-o", "/dev/full"), 1, "not an ordinary file"),
        (("-o", "x" * 300 + ".csv"), 1, "too long"),
        (("-o", "x.csv", "--json"), 2, ".json"),
        (("--json", "--cite", "text"), 2, "--cite"),
    ],
)
@pytest.mark.parametrize("question", [PAIR, DEALS], ids=["get", "records"])
def test_a_bad_place_is_refused_before_anything_is_computed(
    cli: Runner, question: tuple[str, ...], words: tuple[str, ...], code: int, said: str
) -> None:
    run = cli(*question, *words)
    assert_refused(run, code, said)
    assert run.out == ""


@pytest.mark.parametrize(("name", "said"), [("x.csv", ".html, .json"), ("x", ".html, .json"), (".", "is a folder")])
def test_a_brief_is_no_other_kind_of_file(cli: Runner, name: str, said: str) -> None:
    assert_refused(cli("brief", "Russia", "Myanmar", "-o", name), 2, said)


def test_an_error_leaves_the_old_file_as_it_was(cli: Runner) -> None:
    (cli.work / "old.csv").write_bytes(b"as before")
    assert_refused(cli("get", "arms.deliveries", "RUS", "Atlantis", "-o", "old.csv"), 2, "Atlantis")
    assert (cli.work / "old.csv").read_bytes() == b"as before"


def test_a_link_is_followed(cli: Runner) -> None:
    (cli.home / "real.csv").write_text("old")
    (cli.work / "link.csv").symlink_to(cli.home / "real.csv")
    assert cli(*PAIR, "-o", "link.csv").code == 0
    assert (cli.work / "link.csv").is_symlink()
    assert (cli.home / "real.csv").read_text().startswith("origin,target")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_place_without_permission_is_refused(cli: Runner) -> None:
    assert_refused(cli(*PAIR, "-o", "/etc/comity-test.csv"), 1, "permission denied")


def column(path: Path, name: str) -> list[object]:
    """Read a column back with the reader of each format."""
    import pandas as pd

    ending = path.suffix.lower()
    if ending == ".json":
        return [r[name] for r in json.loads(path.read_text(encoding="utf-8"))["rows"]]
    if ending == ".xlsx":
        frame = pd.read_excel(path, engine="calamine", sheet_name="figures")
    else:
        frame = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".dta": pd.read_stata}[ending](path)
    return [None if pd.isna(v) else v for v in frame[name]]
