from __future__ import annotations

from datetime import date

import pytest

from comity.language.names import mentions

DAY = date(2022, 9, 20)


def codes(text: str, day: date = DAY) -> list[str]:
    return [m.code for m in sorted(mentions(text, day), key=lambda m: m.start)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nigerian oil and Niger's gold", ["NGA", "NER"]),
        ("Equatorial Guinea and Papua New Guinea", ["GNQ", "PNG"]),
        ("the Democratic Republic of the Congo", ["COD"]),
        ("Côte d'Ivoire and Cote d'Ivoire", ["CIV", "CIV"]),
        ("U.S. exports, US imports and the United States", ["USA", "USA", "USA"]),
        ("North Korea's leader Kim Jong Un", ["PRK", "PRK"]),
        ("Northern Ireland", ["GBR"]),
        ("Syrians and Ukrainians fled", ["SYR", "UKR"]),
        ("the European Union and NATO", ["EU", "NATO"]),
        ("Gazprom cut supplies", ["RUS"]),
        ("Türkiye and Turkey", ["TUR", "TUR"]),
        ("sub-Saharan Africa", ["SSA"]),
        ("Latin American buyers", ["LATAM"]),
        ("Guinea-Bissau", ["GNB"]),
    ],
)
def test_names_adjectives_peoples_and_firms_are_found(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a turkey for dinner",
        "the South China Sea",
        "New Mexico and New England",
        "a guinea pig",
        "Michael Jordan scored",
        "Chad Smith plays drums",
        "voters in Georgia, mostly around Atlanta",
        "the Indian Ocean",
        "the Korean peninsula",
        "the Washington Post",
        "the Paris Agreement",
        "tell us why",
        "Perugia, Lyngby and romantic Omantel",
        "the World Bank",
    ],
)
def test_what_only_looks_like_a_state_is_none(text: str) -> None:
    assert codes(text) == []


def test_georgia_is_a_state_where_nothing_says_otherwise() -> None:
    assert codes("Georgia and Russia") == ["GEO", "RUS"]
    assert codes("Jordan hosts refugees; Chad does, too") == ["JOR", "TCD"]


def test_a_name_in_letters_of_another_script_is_not_matched() -> None:
    assert codes("\u0421hina and \u0399ran") == []


def test_dated_names_count_on_their_days() -> None:
    assert codes("the Trump administration", date(2018, 5, 1)) == ["USA"]
    assert codes("Trump", date(2022, 9, 20)) == []
    assert codes("Moscow", date(1980, 1, 1)) == ["SUN"]


def test_places_cut_the_name_out_of_the_text() -> None:
    text = "On Monday Saudi Arabia's exports to South Korea rose."
    assert [text[m.start : m.end] for m in mentions(text, DAY)] == ["Saudi Arabia", "South Korea"]


def test_a_name_in_capitals_is_a_name() -> None:
    found = mentions("SOUTH SUDAN hosted them, and so did EGYPT; the SOUTH CHINA SEA is no state.", date(2024, 1, 1))
    assert [m.code for m in found] == ["SSD", "EGY"]
