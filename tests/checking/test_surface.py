from __future__ import annotations

import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.checking.articles.sentences import LONGEST_SENTENCE, clauses, sentences
from comity.checking.articles.surface import surface

PARAGRAPHS = (
    "Trade between the two countries has grown for years, and nobody in the capital of the smaller one expects that "
    "it will ever shrink again, whatever the neighbours say about it.\n\n"
    "The harbour was built in 1931. It has been widened twice since, and the third basin is deep enough for the "
    "largest ships that pass the strait on their way to South Korea and beyond."
)


def wrapped(width: int, gap: str) -> str:
    return "\n\n".join(textwrap.fill(p, width).replace("\n", gap) for p in PARAGRAPHS.split("\n\n"))


@pytest.mark.parametrize("width", [40, 60, 72, 90])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", " \n \n"], ids=["line end", "blank line", "CRLF", "blanks"])
def test_wrapped_lines_are_rejoined_into_their_paragraphs(width: int, gap: str) -> None:
    assert surface(wrapped(width, gap)).text == surface(PARAGRAPHS).text


def test_a_heading_is_not_joined_to_the_paragraph_below() -> None:
    text = "Military Support\n\n" + textwrap.fill(PARAGRAPHS.split("\n\n")[0], 60).replace("\n", "\n\n")
    assert surface(text).text.split("\n")[0] == "Military Support"


def test_short_lines_that_were_never_wrapped_stay_lines() -> None:
    text = "Kenya\nChad\nMali\nGhana"
    assert surface(text).text == text


def test_a_list_keeps_its_items_apart() -> None:
    text = wrapped(60, "\n") + "\n- the first thing that was found in the harbour\n- another thing"
    assert surface(text).text.split("\n")[-2:] == ["- the first thing that was found in the harbour", "- another thing"]


@pytest.mark.parametrize(
    "line", ["top of page", "266 views0 comments", "Recent Posts", "See All", "bottom of page", "Advertisement"]
)
def test_page_furniture_is_set_aside_and_kept_as_such(line: str) -> None:
    text = f"{line}\n\nTrade grew.\n\n{line}"
    clean = surface(text)
    assert clean.text.strip() == "Trade grew."
    assert [text[a:b] for a, b in clean.furniture] == [line, line]


def test_curly_quotes_and_odd_blanks_become_plain() -> None:
    assert surface("Russia’s “oil”\u00a0price").text == 'Russia\'s "oil" price'


def test_invisible_signs_vanish_and_the_map_steps_over_them() -> None:
    text = "Rus\u200dsia and Myan\u00admar"
    clean = surface(text)
    assert clean.text == "Russia and Myanmar"
    assert text[slice(*clean.original(11, 18))] == "Myan\u00admar"


def test_a_letter_with_its_accent_apart_is_one_place() -> None:
    text = unicodedata.normalize("NFD", "Türkiye and Côte d'Ivoire")
    clean = surface(text)
    assert clean.text == "Türkiye and Côte d'Ivoire"
    assert text[slice(*clean.original(0, 7))] == unicodedata.normalize("NFD", "Türkiye")


def test_markdown_signs_are_set_aside() -> None:
    assert surface("## Trade\n\n**Kenya** sold [wheat](https://example.org/a) to Chad.", markup=True).text == (
        "Trade\nKenya sold wheat to Chad."
    )


@given(st.text(max_size=200))
def test_every_place_of_the_clean_text_lies_in_the_original(text: str) -> None:
    clean = surface(text)
    for at in range(len(clean.text)):
        start, end = clean.original(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet="ab .\n", max_size=120))
def test_letters_are_neither_lost_nor_made(text: str) -> None:
    kept = surface(text)
    assert [c for c in kept.text if c in "ab."] == [
        c for n, c in enumerate(text) if c in "ab." and not any(a <= n < b for a, b in kept.furniture)
    ]


# ---- sentences and clauses


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_abbreviations_and_decimals_end_no_sentence() -> None:
    text = "Mr. Smith of the U.S. Navy met Gen. Lee at 3.5 p.m. on Jan. 6. It rained. The U.S. The rest is known."
    assert cut(text) == [
        "Mr. Smith of the U.S. Navy met Gen. Lee at 3.5 p.m. on Jan. 6.",
        "It rained.",
        "The U.S.",
        "The rest is known.",
    ]


def test_quotes_close_with_their_sentence_and_lines_end_one() -> None:
    assert cut('He said: "We won." Then he left.\nA heading\nMore.') == [
        'He said: "We won."',
        "Then he left.",
        "A heading",
        "More.",
    ]


def test_an_endless_sentence_is_cut_at_a_blank() -> None:
    parts = cut("word " * 5_000)
    assert max(map(len, parts)) <= LONGEST_SENTENCE
    assert "".join(parts).replace(" ", "") == "word" * 5_000


def test_clauses_part_at_conjunctions_and_brackets_stay_with_their_word() -> None:
    text = "Russia sold oil to China (34 per cent), while Kenya sold tea; Ghana, which has gold, sold none."
    assert [text[a:b] for a, b in clauses(text)] == [
        "Russia sold oil to China (34 per cent)",
        "while Kenya sold tea",
        "Ghana",
        "which has gold, sold none",
    ]
