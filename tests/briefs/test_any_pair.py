"""A brief can be made on any two states, alive or ended, and its sentences say no number that is not a figure."""

from __future__ import annotations

import json
import random
import re
from calendar import month_name
from collections.abc import Callable
from datetime import date
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
VALID = jsonschema.Draft202012Validator(SCHEMA)
DAY = re.compile(rf"(?:(?:\d{{1,2}} )?(?:{'|'.join(month_name[1:])}) )?(?:1[89]|20)\d\d(?:–(?:\d{{4}}|\d\d))?(?!\d)")
FISCAL = re.compile(r"fiscal year (\d{4})–\d\d")  # named by the year in which it begins
ALL = sorted(s.id for s in states.states() if s.kind != "territory")
# What a source counts, in its own numbers: no figures about the two.
DEFINITIONS = (
    "polyarchy, 0 to 1", "V-Dem, 0 to 1", "at least 25 deaths a year", "25 deaths a year or more", "at most 12 miles",
    "12 to 24 miles", "24 to 150 miles", "150 to 400 miles", "up to 400 miles",
)  # fmt: skip
DRAWN = random.Random(20260822)
PAIRS = [tuple(DRAWN.sample(ALL, 2)) for _ in range(500)]
CHUNKS = [PAIRS[i : i + 25] for i in range(0, len(PAIRS), 25)]


def by_section(read: Callable[[Section], Any]) -> Callable[[Section], Any]:
    """Remember what was read of the section asked last; sections hold mappings, which have no hash."""
    last: list[tuple[Section, Any]] = []

    def remembered(section: Section) -> Any:
        if not last or last[0][0] is not section:
            last[:] = [(section, read(section))]
        return last[0][1]

    return remembered


@pytest.mark.parametrize(
    "chunk", [pytest.param(i, marks=pytest.mark.slow if i > 4 else ()) for i in range(len(CHUNKS))]
)
def test_five_hundred_random_pairs_say_only_numbers_that_are_figures(chunk: int) -> None:
    for a, b in CHUNKS[chunk]:
        made = comity.brief(a, b)
        for section in made.page.sections:
            for sentence in section.sentences:
                left = unbacked(sentence, section)
                assert not left, f"{a}–{b}, {section.id}: {left} in {text(sentence)!r}"
        for lead in made.page.leads:
            assert not unbacked((*lead.place, lead.figure), None), f"{a}–{b}: {text(lead.place)!r}"
        assert_sourced(made)
    VALID.validate(made.to_dict())


def unbacked(sentence: Sentence, section: Section | None) -> list[str]:
    """Return the numbers of a sentence as it is read that are neither its figures nor words that a record gives.

    Taken out of the sentence are its figures, each as it may be read; then, the longest first, the texts of records
    behind the section (summaries, titles, numbers of resolutions) and of caveats, as they stand; release stamps; years
    and days that a figure, a row or a record of the section bears. What is a digit then was typed.
    """
    figures = [p for p in sentence if isinstance(p, Figure)]
    assert all(words.in_text(f) in words.readable(f) and f.sources for f in figures)
    left = "".join("□" if isinstance(p, Figure) else p for p in sentence)
    assert text(sentence).split() == reread(left, figures).split()
    years = {y for f in figures for y in (f.first, f.last)}
    if section is not None:
        left = quoted(section).sub(" ", left)
        years |= years_of(section)
    left = FISCAL.sub(lambda m: " " if int(m[1]) in years else m[0], left)
    left = DAY.sub(lambda m: " " if all(y in years for y in named(m[0])) else m[0], left)
    for definition in DEFINITIONS:
        left = left.replace(definition, " ")
    return re.findall(r"\S*\d\S*", left)


def reread(left: str, figures: list[Figure]) -> str:
    """Put the figures back where they were taken out."""
    for figure in figures:
        left = left.replace("□", words.in_text(figure), 1)
    return left


@by_section
def quoted(section: Section) -> re.Pattern[str]:
    """Return a pattern of what the records behind a section say in words, the longest first."""
    rows = [r for d in section.downloads for r in d.rows if "year" not in r]
    texts = {v for r in rows for v in r.values() if isinstance(v, str)}
    texts |= {
        part for t in section.tables for r in t.rows for c in r if isinstance(c, str) for part in c.split(": ", 1)
    }
    texts |= {c.text for c in section.caveats} | {s.release.stamp for s in section.sources}
    texts |= {words.date_words(s.release.published) for s in section.sources}
    texts |= {s.name for s in states.states()}
    texts = {t.rstrip(".").removeprefix("A/RES/") for t in texts}
    found = sorted((t for t in texts if not t.isdigit() and any(c.isdigit() for c in t)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found)) or "(?!)", re.IGNORECASE)


@by_section
def years_of(section: Section) -> set[int]:
    found = {r["year"] for d in section.downloads for r in d.rows if "year" in r}
    found |= {r["date"].year for d in section.downloads for r in d.rows if r.get("date") is not None}
    ends = [r[c] for d in section.downloads for r in d.rows for c in ("regime_end",) if r.get(c) is not None]
    found |= {e.year for e in ends}
    return found | {c.year for t in section.tables for r in t.rows for c in r if isinstance(c, date)}


def named(day: str) -> list[int]:
    """Return the years in "21 August 2018", "2019–23" or "2005"."""
    first, _, last = day.rpartition(" ")[2].partition("–")
    return [int(first), *([int(first[: 4 - len(last)] + last)] if last else [])]


def test_a_number_that_is_no_figure_is_noticed() -> None:
    page = comity.brief("RUS", "MMR").page
    section = next(s for s in page.sections if s.id == "votes")
    (truth, *_) = section.sentences
    assert not unbacked(truth, section)
    assert unbacked(("Russia gave 98765 votes.",), section) == ["98765"]
    assert unbacked((*truth, " That is 3 more."), section) == ["3"]
    assert unbacked(("In 1850 they agreed.",), section) == ["1850"]
    assert unbacked(tuple(words.in_text(p) if isinstance(p, Figure) else p for p in truth), section)


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
    VALID.validate(made.to_dict())
    assert_sourced(made)


def lived_in(id_: str, years: str) -> bool:
    state, span = states.state(id_), [int(y) for y in years.split(":")]
    return state.kind == "territory" or any(state.exists_in(y) for y in range(span[0], span[-1] + 1))


def assert_sourced(made: Brief) -> None:
    cited = set(made.page.sources())
    for section in made.page.sections:
        assert section.sources
        assert set(section.sources) <= cited
        parts: list[Any] = [p for s in section.sentences for p in s]
        parts += [c for t in section.tables for r in t.rows for c in r]
        assert all(set(p.sources) <= cited for p in parts if isinstance(p, Figure))
        assert all(c.sources and set(c.sources) <= cited for c in section.charts)
        assert all(d.sources and set(d.sources) <= cited for d in section.downloads)
    assert all(lead.figure.sources for lead in made.page.leads)
    assert all(h.what and h.reason for h in made.page.holes)


def test_the_schema_is_one_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


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


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [("Rusia", "Myanmar", "Russia"), ("Korea", "China", "South Korea"), ("", "China", "name"), ("EU", "China", "EU")],
)
def test_names_that_are_no_state_are_refused(a: str, b: str, told: str) -> None:
    with pytest.raises(comity.WrongUse, match=told):
        comity.brief(a, b)


def test_a_pair_that_never_met_is_told_each_by_itself() -> None:
    page = comity.brief("XAH", "XKX").page
    assert any("in one and the same year" in note for note in page.notes)
    assert not {s.id for s in page.sections} & {"votes", "diplomacy", "refugees"}
    (hole,) = [h for h in page.holes if "one and the same year" in h.reason]
    assert "from Austria-Hungary to Kosovo and from Kosovo to Austria-Hungary" in hole.what


def test_holes_of_one_reason_are_one() -> None:
    for a, b in (("TUV", "NRU"), ("XAH", "XKX"), ("HKG", "CHN")):
        page = comity.brief(a, b).page
        assert len({(h.reason, h.remedy) for h in page.holes}) == len(page.holes) <= 8
