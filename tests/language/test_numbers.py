from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.language.numbers import numbers, word_value


def read(text: str) -> list[float | None]:
    return [n.value for n in numbers(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("440,000 people", 440_000),
        ("1.4 million", 1_400_000),
        ("$400m", 400e6),
        ("US$1.2bn", 1.2e9),
        ("€3 trillion", 3e12),
        ("12,34,567 rupees", 1_234_567),
        ("35 000 tonnes", 35_000),
        ("2 lakh crore rupees", 2e12),
        ("3,5 million", 3_500_000),
        ("55m people", 55e6),
        ("two hundred and fifty thousand", 250_000),
        ("twenty-five", 25),
        ("half a million", 500_000),
        ("a million and a half", 1_500_000),
        ("one and a half million", 1_500_000),
        ("a dozen ships", 12),
        ("-3.5 per cent", -3.5),
        ("٣٥٠", 350),
        ("65.9 billion", 65.9e9),
    ],
)
def test_one_number_is_read_with_its_scale(text: str, value: float) -> None:
    assert read(text) == [value]


@pytest.mark.parametrize(
    "text", ["Su-30", "S-400", "the 13th floor", "at 9:30", "the 1990s", "1.234,5", "12,34 km", "1" * 5_000, "no one"]
)
def test_parts_of_names_ordinals_times_and_what_can_be_read_in_two_ways_are_no_numbers(text: str) -> None:
    assert [v for v in read(text) if v != 1] == []


def test_both_ends_of_a_range_are_numbers() -> None:
    assert read("10–12 per cent") == [10, 12]
    assert read("500-700 people") == [500, 700]


def test_numbers_side_by_side_stay_apart() -> None:
    assert read("two and three") == [2, 3]
    assert read("in 12 countries, 300 people") == [12, 300]


def test_a_crowd_that_nobody_counted_has_no_value() -> None:
    assert read("hundreds of thousands of people") == [None]
    assert read("several dozen ships") == [None]


def test_metres_are_no_millions() -> None:
    assert read("800m away") == []


@given(st.integers(min_value=0, max_value=10**12))
def test_every_whole_number_is_read_back_with_and_without_groups(n: int) -> None:
    assert read(f"about {n:,} people") == [n]
    assert read(f"about {n} people") == [n]


@pytest.mark.parametrize(
    ("words", "value"),
    [("ninety-nine", 99), ("three hundred", 300), ("two thousand", 2_000), ("a quarter of a million", 250_000)],
)
def test_number_words_have_their_value(words: str, value: float) -> None:
    assert word_value(words) == value


@pytest.mark.parametrize(
    "text", ["9" * 100_000, "1," * 50_000, "one million " * 8_000, "hundreds of " * 8_000, "a" * 100_000]
)
def test_hostile_digits_take_little_time(text: str) -> None:
    before = time.process_time()
    numbers(text)
    assert time.process_time() - before < 3
