from __future__ import annotations

import json

import pytest

from tests.cli.harness import Runner, assert_refused

PAIR = ("get", "arms.deliveries", "RUS", "MMR")


@pytest.mark.parametrize("years", ["20222", "0", "-5", "2022.5", "MMXXII", "٢٠٢٢", "", " ", ":", "2015:2023:2", "0000"])
def test_what_is_no_year_is_refused(cli: Runner, years: str) -> None:
    assert_refused(cli(*PAIR, "--years", years), 2)


@pytest.mark.parametrize("years", ["1700", "1815", "2101", "1700:2020"])
def test_years_that_no_data_can_have_are_refused(cli: Runner, years: str) -> None:
    assert_refused(cli(*PAIR, "--years", years), 2, "1816–2100")


@pytest.mark.parametrize("command", [PAIR, ("records", "arms.deals", "RUS", "MMR"), ("brief", "RUS", "MMR")])
def test_a_period_that_runs_backwards_is_refused(cli: Runner, command: tuple[str, ...]) -> None:
    assert_refused(cli(*command, "--years", "2022:2010"), 2, "backwards", "2010:2022")


def test_years_after_the_data_say_so(cli: Runner) -> None:
    run = cli(*PAIR, "--years", "2035")
    assert run.code == 0
    assert "No figures: arms.deliveries covers 2000–23" in run.out


@pytest.mark.parametrize(
    ("years", "first", "last"), [("2020", 2020, 2020), ("2015:2023", 2015, 2023), ("2021:", 2021, 2023)]
)
def test_each_year_asked_for_has_a_row(cli: Runner, years: str, first: int, last: int) -> None:
    rows = json.loads(cli(*PAIR, "--years", years, "--json").out)["rows"]
    assert [r["year"] for r in rows] == list(range(first, last + 1))


@pytest.mark.parametrize("command", [PAIR, ("records", "arms.deals", "RUS", "MMR"), ("brief", "RUS", "MMR")])
@pytest.mark.parametrize("day", ["2022-13-45", "2022-13-01", "yesterday", "31/12/2022", ""])
def test_what_is_no_day_is_refused(cli: Runner, command: tuple[str, ...], day: str) -> None:
    assert_refused(cli(*command, "--as-of", day), 2, "2022-09-20")


@pytest.mark.parametrize("command", [PAIR, ("records", "arms.deals", "RUS", "MMR")])
def test_a_day_before_the_first_release_has_no_answer(cli: Runner, command: tuple[str, ...]) -> None:
    assert_refused(cli(*command, "--as-of", "1900-01-01"), 1, "no release", "1900-01-01")
