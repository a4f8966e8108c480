from __future__ import annotations

import pytest

from comity.language.quantities import quantities
from comity.language.quantity import Quantity


def one(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("350 %", 350, "percent"),
        ("350 per cent", 350, "percent"),
        ("25 basis points", 0.25, "pp"),
        ("up 3 percentage points", 3, "pp"),
        ("$1 per litre", 1, "usd/l"),
        ("2pc of imports", 2, "percent"),
        ("5.24 bn m³ of gas", 5.24e9, "m3"),
        ("27.7 mmt of soybeans", 27.7e6, "t"),
        ("11,000 MT of rice", 11_000, "t"),
        ("a quarter of a million people", 250_000, "persons"),
        ("between 10 per cent and 20 per cent of", 15, "percent"),
        ("A$40 million", 40e6, "aud"),
        ("USD 17 billion", 17e9, "usd"),
        ("RMB 5 million", 5e6, "cny"),
        ("300 million euros", 300e6, "eur"),
        ("4,450 pounds a tonne", 4450, "gbp/t"),
        ("$105 per barrel", 105, "usd/bbl"),
        ("a litre costs 620 naira", 620, "ngn/l"),
        ("$350 per thousand cubic metres", 350, "usd/1000m3"),
        ("80 euros per megawatt-hour", 80, "eur/mwh"),
        ("55 bcm", 55e9, "m3"),
        ("11.5 billion cubic feet per day", 11.5e9, "ft3/d"),
        ("600,000 b/d", 600_000, "bbl/d"),
        ("3.6 million barrels of crude oil a day", 3.6e6, "bbl/d"),
        ("40 million tonnes", 40e6, "t"),
        ("1.4 million refugees", 1.4e6, "persons"),
        ("700,000 Rohingya", 700_000, "persons"),
        ("10,000 North Koreans", 10_000, "persons"),
        ("18 howitzers", 18, "count"),
        ("25 F-16 fighter jets", 25, "count"),
        ("two thirds of the total", 66.67, "percent"),
        ("half of its oil", 50, "percent"),
        ("one in five refugees", 20, "percent"),
        ("tripled", 200, "percent"),
        ("a fivefold rise", 400, "percent"),
        ("twice as many", 2, "ratio"),
        ("three times higher", 3, "ratio"),
        ("the third-largest exporter", 3, "rank"),
        ("the world's 13th largest supplier", 13, "rank"),
        ("the top arms supplier", 1, "rank"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str) -> None:
    quantity = one(text)
    assert (quantity.value, quantity.unit) == (value, unit)


def test_a_range_is_its_middle_and_only_about_right() -> None:
    quantity = one("between 3 and 5 million people")
    assert (quantity.value, quantity.op, quantity.unit) == (4e6, "~", "persons")
    assert one("10 to 12 per cent").value == 11


def test_from_and_to_are_two_quantities() -> None:
    found = quantities("rose from 400,000 to 700,000 people")
    assert [(q.value, q.unit) for q in found] == [(400_000, "persons"), (700_000, "persons")]


@pytest.mark.parametrize(
    ("hedge", "op"),
    [
        ("about", "~"),
        ("some", "~"),
        ("nearly", "~"),
        ("over", ">"),
        ("at least", ">"),
        ("up to", "<"),
        ("less than", "<"),
        ("exactly", "="),
    ],
)
def test_the_word_before_says_how_exact(hedge: str, op: str) -> None:
    assert one(f"{hedge} 440,000 people").op == op


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2231",
        "Section 232",
        "the Leopard 2",
        "a Boeing 737",
        "for three months",
        "a 45-year-old",
        "the first half",
        "two-thirds-empty talk of one another",
        "infinity tons",
        "1e400 dollars",
    ],
)
def test_what_names_or_dates_something_is_no_quantity(text: str) -> None:
    assert [q for q in quantities(text) if q.unit] == []


def test_what_is_counted_may_stand_before_the_number() -> None:
    assert one("the number of refugees in Chad rose to 600,000").unit == "persons"


def test_digits_of_a_date_count_nothing() -> None:
    text = "In 2021 people left"
    assert quantities(text, taken=[(3, 7)]) == []
