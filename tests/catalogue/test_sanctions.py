"""One list over all lists of sanctions: what is the same measure stands on one line, and nothing is lost or summed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import comity
from comity.catalogue.sanctions import ACTS, CASES, IMPOSED, REGIMES, matched

Row = dict[str, Any]


def act(regime: str, day: date, *, kind: str = "arms embargo", end: date | None = None, origin: str = "EU") -> Row:
    return {
        "id": f"{regime} {day}", "date": day, "date_precision": "day", "kind": kind, "origin": origin, "target": "MMR",
        "parties": [origin, "MMR"], "through": "", "regime": regime, "regime_end": end,
        "regime_status": "ended" if end else "no end seen", "verified": True,
    }  # fmt: skip


def case(number: int, first: int, types: str, *, last: int = 2023, origin: str = "EU", target: str = "MMR") -> Row:
    return {
        "id": f"gsdb-{number}", "date": date(first, 1, 1), "date_precision": "year", "origin": origin, "target": target,
        "parties": [*origin.split("; "), target], "through": "", "types": types, "last_year": last,
        "objectives": "democracy", "success": "ongoing; ongoing",
    }  # fmt: skip


def imposed(number: int, first: int, *, last: int | None = None, origin: str = "EU") -> Row:
    return {
        "id": f"ties-{number}", "date": date(first, 1, 1), "date_precision": "year", "origin": origin, "target": "MMR",
        "parties": [origin, "MMR"], "through": "", "last_year": last,
    }  # fmt: skip


def regime(year: int | None) -> Row:
    return {
        "id": "eu-8", "date": date(2026, 8, 22), "date_precision": "day", "origin": "EU", "target": "MMR",
        "parties": ["EU", "MMR"], "through": "", "first_act_year": year, "legal_acts": "32013D0184",
    }  # fmt: skip


def told(lines: list[Row]) -> list[tuple[str, str]]:
    """Return kind and lists of each line."""
    names = ("chronology", "gsdb", "ties", "eu_regimes")
    return sorted((r["kind"], "+".join(n for n in names if r[n])) for r in lines)


def test_the_same_measure_in_two_lists_is_one_line_with_the_words_and_dates_of_both() -> None:
    lines = matched({ACTS: [act("A", date(1990, 7, 29))], CASES: [case(1, 1991, "arms; financial", last=1992)]})
    assert told(lines) == [("arms", "chronology+gsdb"), ("financial", "gsdb")]
    (arms,) = [r for r in lines if r["kind"] == "arms"]
    assert arms["chronology"] == "arms embargo from 1990-07-29, no end seen"
    assert arms["gsdb"] == "arms; financial 1991–1992, ongoing (aim: democracy)"
    assert (arms["date"], arms["date_precision"]) == (date(1990, 7, 29), "day")
    assert arms["begins"] == "1990-07-29 (chronology); 1991 (gsdb)"
    assert arms["lists"] == 2


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        (case(1, 1989, "arms"), True),
        (case(1, 1992, "arms"), False),
        (case(1, 1990, "travel"), False),
        (case(1, 1990, "arms", origin="USA"), False),
        (case(1, 1990, "arms", target="RUS"), False),
        (case(1, 1990, "arms", origin="NOR; EU"), True),
        (case(1, 1990, "military assistance"), True),
    ],
)
def test_issuer_target_kind_and_beginning_must_meet(other: Row, joined: bool) -> None:
    lines = matched({ACTS: [act("A", date(1990, 7, 29))], CASES: [other]})
    assert len(lines) == (1 if joined else 2)


def test_two_cases_of_one_list_are_never_one_line() -> None:
    lines = matched({CASES: [case(1, 2007, "trade"), case(2, 2007, "trade"), case(3, 2008, "trade")]})
    assert told(lines) == [("trade", "gsdb")] * 3
    assert all(r["lists"] == 1 for r in lines)


def test_acts_of_one_measure_are_one_line_from_its_first_act() -> None:
    lines = matched({ACTS: [act("A", date(1996, 10, 28)), act("A", date(2013, 4, 22))]})
    assert [r["date"] for r in lines] == [date(1996, 10, 28)]


def test_a_case_without_a_kind_joins_where_one_row_fits_and_stands_alone_where_two_do() -> None:
    one = matched({CASES: [case(1, 2003, "trade; financial")], IMPOSED: [imposed(1, 2003, last=2005)]})
    assert told(one) == [("financial", "gsdb+ties"), ("trade", "gsdb+ties")]
    assert one[0]["ties"] == "economic sanctions from 2003 to 2005"
    two = matched({CASES: [case(1, 2003, "trade"), case(2, 2003, "financial")], IMPOSED: [imposed(1, 2003)]})
    assert told(two) == [("financial", "gsdb"), ("kind not named", "ties"), ("trade", "gsdb")]


def test_a_regime_joins_only_what_begins_in_the_year_of_its_earliest_act() -> None:
    assert told(matched({CASES: [case(1, 2013, "arms")], REGIMES: [regime(2013)]})) == [("arms", "gsdb+eu_regimes")]
    assert len(matched({CASES: [case(1, 2012, "arms")], REGIMES: [regime(2013)]})) == 2
    (alone,) = matched({REGIMES: [regime(None)]})
    assert alone["date"] is None
    assert alone["eu_regimes"] == "in force on 2026-08-22, no act named"


def test_an_end_that_lies_after_the_day_asked_is_not_told() -> None:
    rows = {ACTS: [act("A", date(2003, 4, 28), end=date(2004, 4, 29))], IMPOSED: [imposed(1, 1990, last=1995)]}
    then, now = matched(rows, date(2003, 6, 1)), matched(rows, None)
    assert [r["chronology"] for r in then if r["chronology"]] == ["arms embargo from 2003-04-28, no end seen"]
    assert [r["chronology"] for r in now if r["chronology"]] == ["arms embargo from 2003-04-28 to 2004-04-29"]
    (early,) = matched({IMPOSED: [imposed(1, 1990, last=1995)]}, date(1993, 1, 1))
    assert early["ties"] == "economic sanctions from 1990, no end in the data"


CASES_DRAWN = st.lists(
    st.builds(
        case,
        st.integers(1, 10**6),
        st.integers(1990, 2000),
        st.sampled_from(["arms", "trade", "trade; financial", "arms; travel; other"]),
        origin=st.sampled_from(["EU", "USA", "NOR; EU"]),
    ),
    max_size=8,
    unique_by=lambda r: r["id"],
)
ACTS_DRAWN = st.lists(
    st.builds(
        act,
        st.uuids().map(str),
        st.dates(date(1990, 1, 1), date(2000, 12, 31)),
        kind=st.sampled_from(["arms embargo", "trade/export", "asset freeze", "travel ban"]),
        origin=st.sampled_from(["EU", "USA"]),
    ),
    max_size=8,
)


@given(cases=CASES_DRAWN, acts=ACTS_DRAWN)
def test_every_row_of_every_list_is_on_a_line_for_each_of_its_kinds(cases: list[Row], acts: list[Row]) -> None:
    lines = matched({ACTS: acts, CASES: cases})
    assert sum(r["lists"] for r in lines) == len(acts) + sum(len(c["types"].split("; ")) for c in cases)
    assert Counter(r["gsdb"] for r in lines if r["gsdb"]).total() == sum(len(c["types"].split("; ")) for c in cases)
    assert len({r["id"] for r in lines}) == len(lines)
    assert [r["date"] for r in lines] == sorted(r["date"] for r in lines)


@given(cases=CASES_DRAWN, acts=ACTS_DRAWN)
def test_the_order_of_the_rows_decides_nothing(cases: list[Row], acts: list[Row]) -> None:
    assert matched({ACTS: acts, CASES: cases}) == matched({ACTS: acts[::-1], CASES: cases[::-1]})


def test_the_list_answers_by_pair_with_all_sources_and_says_which_lists_are_left_out() -> None:
    found = comity.records("sanctions.all", "Germany", "Russia")
    assert {s.dataset.code for s in found.sources} == {"chronology", "opensanctions"}
    assert sum("left out: no copy of" in note for note in found.notes) == 2
    embargo = next(r for r in found.rows if r["kind"] == "arms")
    assert embargo["origin"] == "EU"
    assert embargo["through"] == "EU"
    assert embargo["chronology"].startswith("arms embargo from 2014-07-31")
    assert set(found.to_dict()["rows"][0]) == set(found.columns)


def test_years_keep_what_begins_in_them() -> None:
    rows = comity.records("sanctions.all", "RUS", years="2022").rows
    assert rows
    assert {r["date"].year for r in rows} == {2022}
