"""A unit stands once: in the caption or the head of a column, not in each of its cells."""

from __future__ import annotations

from datetime import date

from comity.pages.html import to_html
from comity.pages.model import Page, Section, Table
from comity.pages.words import bare, column_unit, readable
from comity.vocabulary import Dataset, Figure, Licence, Release, Source, Status

SOURCE = Source(
    Dataset("made", "Made up", "Nobody", "Nobody", "https://example.org", Licence("free", "free", "", "yes")),
    Release("1", date(2024, 1, 1), date(2024, 1, 1)),
)


def figure(value: float | None, unit: str, status: Status = "reported") -> Figure:
    return Figure(value, unit, status, "made.up", ("AAA",), 2020, 2020, (SOURCE,))


def drawn(table: Table) -> str:
    section = Section("one", "One", (("Words.",),), tables=(table,), sources=(SOURCE,))
    return to_html(Page("T", ("S",), (), (section,), ()))


def test_a_unit_that_the_head_names_is_not_repeated() -> None:
    page = drawn(
        Table("Votes", ("Year", "Ballots together", "Share"), ((2020, figure(80, "ballots"), figure(0.5, "share")),))
    )
    assert ">80<" in page
    assert "80 ballots" not in page.split("<tbody>", 1)[1].split("</tbody>", 1)[0].replace("title=", "")
    assert ">50 %<" in page


def test_a_unit_that_no_head_names_is_put_there_once() -> None:
    page = drawn(Table("Counts", ("Year", "A", "B"), ((2020, figure(80, "persons"), figure(1, "persons")),)))
    assert "Counts, people" in page
    assert ">80<" in page
    mixed = drawn(Table("Counts", ("Year", "A", "B"), ((2020, figure(80, "persons"), figure(0.5, "share")),)))
    assert "A, people" in mixed


def test_what_is_no_number_keeps_its_word() -> None:
    rows = ((2020, figure(1234.5, "TIV million")), (2021, figure(None, "TIV million", "none recorded")),
            (2022, figure(0.0, "TIV million", "below threshold")))  # fmt: skip
    page = drawn(Table("Deliveries, TIV million", ("Year", "Volume"), rows))
    assert ">1,234.5<" in page
    assert ">none recorded<" in page
    assert ">below 0.5 million TIV<" in page


def test_money_shares_and_indices_bear_their_unit_by_themselves() -> None:
    assert [column_unit(u) for u in ("share", "USD", "US$ per litre", "index 0–1", "year")] == [""] * 5
    assert column_unit("persons") == "people"


def test_a_plain_number_can_be_read_back() -> None:
    one = figure(1234.5, "TIV million")
    assert bare(one) == "1,234.5"
    assert bare(one) in readable(one)
