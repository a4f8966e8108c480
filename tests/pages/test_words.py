from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.pages import words
from comity.vocabulary import Status
from tests.pages.sample import figure


@pytest.mark.parametrize(
    ("value", "unit", "text", "table"),
    [
        (0.27, "share", "27 %", "27 %"),
        (0.2654, "share", "27 %", "26.54 %"),
        (0.265, "share", "27 %", "26.5 %"),
        (0.042, "share", "4.2 %", "4.2 %"),
        (0.0, "share", "0 %", "0 %"),
        (0.9996, "share", "99.96 %", "99.96 %"),
        (1.0, "share", "100 %", "100 %"),
        (36.02, "percentage points", "36 percentage points", "36.02 percentage points"),
        (1.0, "percentage points", "1 percentage point", "1 percentage point"),
        (111.0, "TIV million", "111 million TIV", "111 million TIV"),
        (1234.5, "TIV million", "1.23 billion TIV", "1,234.5 million TIV"),
        (0.7, "TIV million", "0.7 million TIV", "0.7 million TIV"),
        (1.84e12, "USD", "$1.84 trillion", "$1,840,000,000,000"),
        (-842.0, "USD", "−$842", "−$842"),
        (671011.0, "persons", "671,000 people", "671,011 people"),
        (1503000.0, "persons", "1.5 million people", "1,503,000 people"),
        (999950.0, "persons", "1 million people", "999,950 people"),
        (1.0, "persons", "1 person", "1 person"),
        (2761.0, "deaths", "2,760 deaths", "2,761 deaths"),
        (842.0, "deaths", "842 deaths", "842 deaths"),
        (0.756213, "index", "0.756", "0.756213"),
        (6.0, "index", "6.00", "6"),
        (-0.0001, "index", "0.000", "−0.0001"),
        (0.00956981, "share", "0.96 %", "0.96 %"),
        (0.000961908, "share", "0.096 %", "0.096 %"),
        (26.54, "per cent", "27 %", "26.54 %"),
        (0.51234, "index 0–1", "0.512", "0.51234"),
        (-6.0, "score −10 to 10", "−6", "−6"),
        (1.0, "1 = democracy, 0 = not", "1", "1"),
        (1.2375, "US$ per litre", "$1.24 per litre", "$1.2375 per litre"),
        (2021.0, "year", "2021", "2021"),
    ],
)
def test_a_value_is_rounded_once_in_text_and_whole_in_a_table(value: float, unit: str, text: str, table: str) -> None:
    assert words.in_text(figure(value, unit)) == text
    assert words.in_table(figure(value, unit)) == table


@pytest.mark.parametrize(
    ("status", "text", "table"),
    [
        ("none recorded", "no recorded transfer", "none recorded"),
        ("below threshold", "below 0.5 million TIV", "below 0.5 million TIV"),
        ("not known", "not known", "not known"),
        ("outside coverage", "outside coverage", "outside coverage"),
    ],
)
def test_absence_is_a_word_and_never_a_zero(status: Status, text: str, table: str) -> None:
    absent = figure(None, "TIV million", status=status)
    assert (words.in_text(absent), words.in_table(absent)) == (text, table)


def test_only_arms_speak_of_transfers() -> None:
    assert words.in_text(figure(None, "persons", status="none recorded")) == "none recorded"


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_no_number_is_not_known(value: float | None) -> None:
    assert words.in_text(figure(value, "USD")) == "not known"


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["share", "USD", "index", "persons", "km"]))
def test_every_finite_value_has_words_that_can_be_read_back(value: float, unit: str) -> None:
    shown = figure(value, unit)
    assert {words.in_text(shown), words.in_table(shown)} <= words.readable(shown)


@given(st.floats(min_value=1, max_value=999_000))
def test_a_number_read_back_from_text_is_within_half_a_unit_of_its_third_figure(value: float) -> None:
    text = words.in_text(figure(value, "deaths"))
    read = float(re.sub(r"[^\d.]", "", text))
    assert abs(read - value) <= 0.50001 * 10 ** (len(str(int(value))) - 3)


def test_the_bare_number_is_readable_too() -> None:
    assert {"27", "27 %", "26.54"} <= words.readable(figure(0.2654))
    assert "1.84 trillion" not in words.readable(figure(1.84e12, "TIV million"))


def test_years_counts_lists_and_dates_are_words() -> None:
    assert (words.span(2017, 2021), words.span(1999, 2003), words.span(2020, 2020)) == ("2017–21", "1999–2003", "2020")
    assert [words.count(n, "state", "states") for n in (0, 1, 3)] == ["no states", "1 state", "3 states"]
    assert [words.listed(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [words.ordinal(n) for n in (1, 3, 11, 22, 112)] == ["first", "third", "11th", "22nd", "112th"]
    day = date(2021, 2, 1)
    assert [words.date_words(day, p) for p in ("day", "month", "year")] == ["1 February 2021", "February 2021", "2021"]


def test_a_change_of_shares_is_in_percentage_points() -> None:
    assert words.difference(-0.2516, "share") == "down 25 percentage points"
    assert words.difference(0.1, "share", short=True) == "+10 points"
