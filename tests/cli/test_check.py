"""`comity check` through the command line: forms, exit codes, and every bad article of the list."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.exceptions import TyperException
from typer.main import get_command

from comity.cli.app import app
from comity.cli.usage import in_one_line
from comity.errors import WrongUse
from tests.cli.harness import Run, Runner, assert_refused

ROOT = Path(__file__).resolve().parents[2]
DATE = ("--date", "2023-05-01")
GOOD = (
    "Russia and Myanmar\n\n"
    "Russia voted against the resolution of the General Assembly on Ukraine in March 2022. In 2022 Russia delivered "
    "arms to Myanmar, and it was the second of the suppliers of the country in that year. The government will buy more "
    "of them next year. The weather has been good.\n"
)
WORDS = {"supported", "contradicted", "partly", "no data", "not checkable"}


def write(cli: Runner, name: str, content: str | bytes) -> Path:
    path = cli.work / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def lines(run: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in run.out.splitlines() if line]


def made(run: Run) -> set[str]:
    """Return what a run wrote, without the note that the snapshot was found whole."""
    return {path for path in run.changed if not path.startswith("store/")}


# Forms


def test_a_summary_is_printed_in_words(cli: Runner) -> None:
    write(cli, "article.txt", GOOD)
    run = cli("check", "article.txt", *DATE)
    assert (run.code, run.err) == (0, "")
    out = run.out.splitlines()
    assert out[0] == "article"
    assert re.match(r"\d statements? of fact: ", out[1])
    assert "Written on 1 May 2023" in run.out
    assert "the whole report: comity check article.txt --date 2023-05-01 -o article.html" in run.out
    assert not made(run)
    assert not run.requests
    assert run.megabytes < 600


def test_the_report_and_the_references_are_files(cli: Runner) -> None:
    write(cli, "article.txt", GOOD)
    run = cli("check", "article.txt", *DATE, "-o", "report.html", "--references", "refs.bib", limit=40)
    assert run.code == 0
    assert run.out == ""
    assert made(run) == {"work/report.html", "work/refs.bib"}
    html = (cli.work / "report.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert 'id="statement-1"' in html
    assert "@misc{" in (cli.work / "refs.bib").read_text(encoding="utf-8")


def test_plain_data_follow_the_schema_and_lines_are_its_statements_of_fact(cli: Runner) -> None:
    write(cli, "article.txt", GOOD)
    found = json.loads(cli("check", "article.txt", *DATE, "--json").out)
    schema = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
    facts = [s for s in found["statements"] if not s["claim"]["unchecked"]]
    assert facts
    given = lines(cli("check", "article.txt", *DATE, "--jsonl"))
    assert given == [{**s["claim"], "verdict": s["verdict"], "reason": s["reason"]} for s in facts]
    assert all(GOOD[e["start"] : e["end"]] == e["quote"] for e in given)  # type: ignore[misc]
    assert {e["article"] for e in given} == {"article"}
    every = lines(cli("check", "article.txt", *DATE, "--jsonl", "--all"))
    assert "The weather has been good." in {e["quote"] for e in every}
    assert len(every) > len(given)


def test_lines_are_taken_back_as_claims_with_the_same_verdicts(cli: Runner) -> None:
    write(cli, "article.txt", GOOD)
    given = cli("check", "article.txt", *DATE, "--jsonl", "-o", "claims.jsonl")
    assert (given.code, given.out) == (0, "")
    again = cli("check", "article.txt", *DATE, "--jsonl", "--claims", "claims.jsonl")
    assert again.out == (cli.work / "claims.jsonl").read_text(encoding="utf-8")


def test_standard_input_is_an_article(cli: Runner) -> None:
    run = cli("check", "-", *DATE, "--jsonl", stdin=GOOD)
    assert run.code == 0
    assert {e["article"] for e in lines(run)} == {"stdin"}
    assert_refused(cli("check", "-", *DATE), 1, "no text in standard input")
    script = "<script>var x = 'Russia voted against it in 2022';</script>"
    body = GOOD.replace("\n\n", "</p><p>")
    page = f"<!doctype html><html><body><p>{body}</p>{script}</body></html>"
    assert len(lines(cli("check", "-", *DATE, "--jsonl", stdin=page))) == len(lines(run))


def test_a_verdict_sets_the_exit_code_only_if_asked(cli: Runner) -> None:
    text = "Russia was only the fifth largest supplier of arms to Myanmar in 2018–2022."
    write(cli, "article.txt", text)
    start = text.index("Russia")
    claim = {"start": start, "end": len(text), "type": "arms_rank", "subject": ["RUS"], "object": ["MMR"],
             "period": "2018/2022", "value": 5, "unit": "rank"}  # fmt: skip
    write(cli, "claims.jsonl", json.dumps(claim))
    asked = ("check", "article.txt", *DATE, "--claims", "claims.jsonl", "--jsonl")
    run = cli(*asked)
    assert run.code == 0
    contradicted = any(e["verdict"] == "contradicted" for e in lines(run))
    assert contradicted, run.out
    failed = cli(*asked, "--fail-on", "contradicted")
    assert (failed.code, failed.out) == (3, run.out)
    write(cli, "article.txt", "The weather was good in the north of the country.")
    assert cli("check", "article.txt", *DATE, "--fail-on", "contradicted").code == 0


def test_several_articles_give_one_stream_of_lines_or_a_page_each(cli: Runner) -> None:
    for name in ("one", "two"):
        write(cli, f"{name}.txt", GOOD)
    run = cli("check", "one.txt", "two.txt", *DATE, "--jsonl")
    assert [e["article"] for e in lines(run)] == sorted(str(e["article"]) for e in lines(run))
    assert {e["article"] for e in lines(run)} == {"one", "two"}
    (cli.work / "pages").mkdir()
    pages = cli("check", "one.txt", "two.txt", *DATE, "-o", "pages", limit=60)
    assert pages.code == 0
    assert made(pages) == {"work/pages/one.html", "work/pages/two.html"}
    told = cli("check", "one.txt", "two.txt", *DATE)
    assert [line.split(":")[0] for line in told.out.splitlines()] == ["one", "two"]


def test_many_articles_are_checked_by_several_processes_in_the_order_given(cli: Runner) -> None:
    names = [f"{n:02d}.txt" for n in range(9)]
    for name in names:
        write(cli, name, GOOD)
    write(cli, "bad.txt", b"\x89PNG\r\n\x1a\n\0\0\0")
    run = cli.fresh("check", *names[:4], "bad.txt", *names[4:], *DATE, "--jsonl", limit=90)
    assert run.code == 1
    assert run.err == "comity: bad.txt is a picture, not text; save it as text, HTML, PDF or DOCX\n"
    articles = [str(e["article"]) for e in lines(run)]
    assert list(dict.fromkeys(articles)) == [Path(n).stem for n in names]


def test_an_article_without_a_statement_is_told_apart_from_one_that_was_not_read(cli: Runner) -> None:
    write(cli, "a.txt", "The weather was good in the north of the country, and the people were glad of it.")
    run = cli("check", "a.txt", *DATE)
    assert (run.code, "No checkable statement was found" in run.out) == (0, True)
    lined = cli("check", "a.txt", *DATE, "--jsonl")
    assert (lined.code, lined.out) == (0, "")
    assert json.loads(cli("check", "a.txt", *DATE, "--json").out)["statements"] == []


# Dates


def test_the_day_of_writing_is_that_of_the_option_else_of_the_text_else_none_is_guessed(cli: Runner) -> None:
    write(cli, "a.txt", f"Published 3 April 2023\n\n{GOOD}")
    assert json.loads(cli("check", "a.txt", "--json").out)["article"]["date"] == "2023-04-03"
    run = cli("check", "a.txt", *DATE, "--json")
    assert json.loads(run.out)["article"]["date"] == "2023-05-01"
    assert "gives 2023-04-03 as its day" in run.err
    write(cli, "b.txt", GOOD)
    assert_refused(cli("check", "b.txt"), 2, "no day of writing", "--date 2022-09-20")


@pytest.mark.parametrize("day", ["30 February 2022", "2022-13-01", "2022-02-30", "05/06/2022", "yesterday", ""])
def test_a_day_that_is_none_is_refused(cli: Runner, day: str) -> None:
    write(cli, "a.txt", GOOD)
    assert_refused(cli("check", "a.txt", "--date", day), 2, "2022-09-20")


def test_a_day_to_come_is_said_and_a_day_of_long_ago_has_no_release(cli: Runner) -> None:
    write(cli, "a.txt", GOOD)
    future = cli("check", "a.txt", "--date", "2099-01-01")
    assert (future.code, "in the future" in future.err) == (0, True)
    past = cli("check", "a.txt", "--date", "1850-01-01", "--jsonl")
    assert past.code == 0
    assert {e["verdict"] for e in lines(past)} <= WORDS


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_on_a_terminal_the_day_of_writing_is_asked_for(cli: Runner) -> None:
    path = write(cli, "a.txt", GOOD)
    ours, theirs = os.openpty()
    os.write(ours, b"2023-05-01\n")
    command = [sys.executable, "-m", "comity", "check", str(path), "--json"]
    variables = {**os.environ, "COMITY_DATA": str(cli.store)}
    run = subprocess.run(command, stdin=theirs, capture_output=True, text=True, env=variables, timeout=60)
    os.close(ours)
    os.close(theirs)
    assert run.returncode == 0, run.stderr
    assert "On which day was a written" in run.stderr
    assert json.loads(run.stdout)["article"]["date"] == "2023-05-01"


# Wrong use


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "missing FILE"),
        (("nosuch.txt",), "nosuch.txt"),
        (("folder",), "folder"),
        (("a.txt", "-o", "report.docx"), "unknown ending"),
        (("a.txt", "-o", "folder"), "is a folder"),
        (("a.txt", "-o", ""), "needs the name"),
        (("a.txt", "--references", "refs.txt"), "unknown ending"),
        (("a.txt", "--json", "--jsonl"), "two forms"),
        (("a.txt", "--jsonl", "-o", "report.html"), ".jsonl"),
        (("a.txt", "--json", "-o", "report.html"), ".json"),
        (("a.txt", "a.txt", "--json"), "--jsonl"),
        (("a.txt", "a.txt", "-o", "-"), "folder"),
        (("a.txt", "a.txt", "--references", "refs.md"), "one article"),
        (("a.txt", "a.txt", "-o", "report.html"), "names a folder that is there"),
        (("a.txt", "folder/a.txt", "-o", "folder"), "two of the articles are called a"),
        (("-", "-"), "only once"),
        (("a.txt", "--fail-on", "partly"), "--fail-on"),
        (("a.txt", "--as-of", "last year"), "no day"),
        (("a.txt", "--claims", "nosuch.jsonl"), "nosuch.jsonl"),
        (("a.txt", "--claims", "a.txt"), "line 1"),
        (("https://example.org/a",), "add --fetch"),
        (("http://127.0.0.1/", "--fetch"), "only public ones"),
        (("http://example.org:25/", "--fetch"), "ports 80 and 443"),
        (("ftp://example.org/a", "--fetch"), "ftp://example.org/a"),
        (("a\nb\x1b[31m.txt",), "\\x1b"),
    ],
)
def test_wrong_use_is_one_line(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises((WrongUse, TyperException)) as refused:
        get_command(app).main(["check", *words, *(DATE if "--as-of" not in words else ())], standalone_mode=False)
    error = refused.value
    message = in_one_line(error) if isinstance(error, TyperException) else str(error)
    assert error.exit_code == 2
    assert said in message
    assert message.isprintable()
    assert len(message) <= 290
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.txt", "folder"]


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_read(cli: Runner) -> None:
    assert_refused(cli("check", "nosuch.txt", *DATE, "-o", "nosuch/report.html"), 1, "the folder does not exist")
    assert_refused(cli("check", "nosuch.txt", *DATE, "--references", "nosuch/r.md"), 1, "the folder does not exist")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name")
def test_a_pipe_with_a_name_does_not_hang(cli: Runner) -> None:
    os.mkfifo(cli.work / "pipe.txt")
    assert_refused(cli("check", "pipe.txt", *DATE), 2, "not a regular file")
