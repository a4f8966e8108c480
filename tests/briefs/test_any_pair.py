"""A brief can be made on any two states, alive or ended, and its sentences say no number that is not a figure."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import comity
from comity import states
from comity.briefs import Brief, text
from comity.pages import words
from comity.pages.model import Section, Sentence
from comity.vocabulary import Figure

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "brief.schema.json").read_text(encoding="utf-8"))
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
ALL = sorted(s.id for s in states.states() if s.kind != "territory")
DRAWN = random.Random(20260822)
PAIRS = [tuple(DRAWN.sample(ALL, 2)) for _ in range(500)]
CHUNKS = [PAIRS[i : i + 25] for i in range(0, len(PAIRS), 25)]


@pytest.mark.parametrize("chunk", range(len(CHUNKS)))
def test_five_hundred_random_pairs_say_only_numbers_that_are_figures(chunk: int) -> None:
    for a, b in CHUNKS[chunk]:
        made = comity.brief(a, b)
        for section in made.page.sections:
            for sentence in section.sentences:
                unbacked = numbers_without_a_figure(sentence, section)
                assert not unbacked, f"{a}–{b}, {section.id}: {unbacked} in {text(sentence)!r}"
        jsonschema.validate(made.to_dict(), SCHEMA)


def numbers_without_a_figure(sentence: Sentence, section: Section) -> set[str]:
    """Return the numbers in the words between the figures that are no year, day, release or part of a record."""
    figures = [p for p in sentence if isinstance(p, Figure)]
    for figure in figures:
        assert words.in_text(figure) in words.readable(figure)
    said = " ".join(p for p in sentence if isinstance(p, str))
    quoted = json.dumps([dict(r) for d in section.downloads for r in d.rows], default=str, ensure_ascii=False)
    stamps = " ".join(s.release.stamp for s in section.sources)
    caveats = " ".join(c.text for c in section.caveats)
    known = set(NUMBER.findall(f"{quoted} {stamps} {caveats}")) | {str(y) for f in figures for y in (f.first, f.last)}
    known |= {y[2:] for y in known if len(y) == 4}  # the end of a span: 2019–23
    scale = {"0", "1"} if "0 to 1" in said else set()
    return {n for n in NUMBER.findall(said) if n not in known | scale and n.zfill(2) not in known}


def test_a_number_that_is_no_figure_is_noticed() -> None:
    section = next(s for s in comity.brief("RUS", "MMR").page.sections if s.id == "votes")
    assert numbers_without_a_figure(("Russia gave 98765 votes.",), section) == {"98765"}


@pytest.mark.parametrize(
    ("a", "b"),
    [("SUN", "KAZ"), ("XAH", "XKX"), ("DDR", "DEU"), ("TUV", "NRU"), ("TWN", "CHN"), ("PSE", "ISR"), ("VAT", "ITA"),
     ("CSK", "CZE"), ("HKG", "CHN"), ("MMR", "RUS"), ("CHN", "MMR"), ("AFG", "PAK"), ("YMD", "XYN")],
)  # fmt: skip
@pytest.mark.parametrize("years", [None, "1995:2000", "2021"])
def test_pairs_that_are_hard_to_speak_of(a: str, b: str, years: str | None) -> None:
    if years is not None and not all(lived_in(s, years) for s in (a, b)):
        with pytest.raises(comity.WrongUse, match=r"ended|did not exist"):
            comity.brief(a, b, years=years)
        return
    made = comity.brief(a, b, years=years)
    jsonschema.validate(made.to_dict(), SCHEMA)
    assert_sourced(made)


def lived_in(id_: str, years: str) -> bool:
    state, span = states.state(id_), [int(y) for y in years.split(":")]
    return state.kind == "territory" or any(state.exists_in(y) for y in range(span[0], span[-1] + 1))


def assert_sourced(made: Brief) -> None:
    cited = made.page.sources()
    for section in made.page.sections:
        assert section.sources
        parts: list[Any] = [p for s in section.sentences for p in s] + [
            c for t in section.tables for r in t.rows for c in r
        ]
        for figure in (p for p in parts if isinstance(p, Figure)):
            assert set(figure.sources) <= set(cited)


def test_the_page_is_the_same_bytes_twice() -> None:
    assert comity.brief("CHN", "MMR").to_html() == comity.brief("CHN", "MMR").to_html()


@pytest.mark.parametrize("as_of", ["1900-01-01", "2022-09-20", "2024-06-01"])
def test_a_past_day_uses_nothing_that_came_later(as_of: str) -> None:
    made = comity.brief("RUS", "MMR", as_of=as_of)
    for section in made.page.sections:
        for source in section.sources:
            assert source.dataset.as_of != "release" or source.release.published.isoformat() <= as_of
    if as_of == "1900-01-01":
        assert any("was out on 1900-01-01" in h.reason for h in made.page.holes)


def test_a_state_and_itself_is_no_pair() -> None:
    with pytest.raises(comity.WrongUse, match="the same state"):
        comity.brief("Russia", "RUS")
