"""`comity ties` as a user runs it."""

from __future__ import annotations

import csv
import io
import json

from tests.cli.harness import Runner, assert_refused


def test_text_has_a_table_for_each_question_and_the_sources(cli: Runner) -> None:
    run = cli("ties", "Burma")
    assert run.code == 0
    assert "to Myanmar, 2019–2023" in run.out
    assert "RUS" in run.out
    assert "What is not known" in run.out
    assert "SIPRI Arms Transfers Database" in run.out


def test_plain_data_and_rows_agree(cli: Runner) -> None:
    document = json.loads(cli("ties", "MMR", "--on", "arms.deliveries", "--json").out)
    ranking = document["rankings"][0]
    rows = list(csv.DictReader(io.StringIO(cli("ties", "MMR", "--on", "arms.deliveries", "-o", "-").out)))
    assert [(r["partner"], float(r["value"])) for r in rows] == [(p["state"], p["value"]) for p in ranking["partners"]]
    assert ranking["sources"][0]["dataset"] == "sipri_arms"


def test_a_page_is_written_and_holds_each_partner(cli: Runner) -> None:
    run = cli("ties", "MMR", "--on", "arms.deliveries", "-o", "page.html")
    assert run.code == 0
    page = (cli.folder / "work" / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert all(name in page for name in ("Russia", "China", "316.08"))


def test_wrong_use_is_refused_in_a_line(cli: Runner) -> None:
    assert_refused(cli("ties", "Atlantis"), 2, "Atlantis")
    assert_refused(cli("ties", "MMR", "--on", "economy.gdp"), 2, "single states")
    assert_refused(cli("ties", "MMR", "-o", "page.pdf"), 2, ".pdf")
    assert_refused(cli("ties"), 2, "STATE")
