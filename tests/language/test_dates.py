from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.language.dates import dates

DAY = date(2022, 9, 20)  # a Tuesday


def period(text: str, last: str = "") -> str:
    (when,) = dates(text, DAY, last, ("MMR",))
    return when.period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 18 June 2021", "2021-06-18"),
        ("on June 18, 2021", "2021-06-18"),
        ("on 2021-06-18", "2021-06-18"),
        ("in March this year", "2022-03"),
        ("in Feb this year", "2022-02"),
        ("last March", "2022-03"),
        ("in November", "2021-11"),
        ("in May 2020", "2020-05"),
        ("on 5 March", "2022-03-05"),
        ("in 2019", "2019"),
        ("in 2017–21", "2017/2021"),
        ("from 2015 to 2019", "2015/2019"),
        ("between 2015 and 2019", "2015/2019"),
        ("between August and December 2017", "2017-08/2017-12"),
        ("in the first half of 2022", "2022-01/2022-06"),
        ("in the third quarter of last year", "2021-07/2021-09"),
        ("in Q2 2021", "2021-04/2021-06"),
        ("in 1H21", "2021-01/2021-06"),
        ("in H2 2021", "2021-07/2021-12"),
        ("in the first nine months of 2021", "2021-01/2021-09"),
        ("in early 2022", "2022-01/2022-04"),
        ("at the end of 2019", "2019-12-31"),
        ("by the end of February 2020", "2020-02-29"),
        ("in the 1990s", "1990/1999"),
        ("in FY2021-22", "2021-04/2022-03"),
        ("last year", "2021"),
        ("last month", "2022-08"),
        ("on Thursday", "2022-09-15"),
        ("yesterday", "2022-09-19"),
        ("three years ago", "2019"),
        ("over the past five years", "2017/2021"),
        ("over the past year and a half", "2021-03/2022-09"),
        ("since 2015", "2015/2022"),
        ("since May", "2022-05/2022-09"),
        ("since the coup", "2021-02/2022-09"),
        ("after Russia's invasion of Ukraine", "2022-02/2022-09"),
        ("in the year to March 31, 2022", "2021-04/2022-03"),
        ("in the twelve months ended June 2021", "2020-07/2021-06"),
        ("in the four quarters to March 2022", "2021-04/2022-03"),
        ("in the first three quarters of 2021", "2021-01/2021-09"),
        ("for the third consecutive month", "2022-06/2022-08"),
        ("for four straight years", "2018/2021"),
        ("from 27 August to 3 September", "2022-08-27/2022-09-03"),
        ("on 20–21 March 2021", "2021-03-20/2021-03-21"),
        ("in the seven months following the coup", "2021-02/2021-09"),
        ("last September", "2021-09"),
    ],
)
def test_a_date_is_resolved_against_the_day_of_writing(text: str, expected: str) -> None:
    assert period(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2018, up from 3 two years earlier", ["2018", "2016"]),
        ("in 2018 and again a year later", ["2018", "2019"]),
        ("in 2018, and fell the following year", ["2018", "2019"]),
        ("in March 2021, three months before", ["2021-03", "2020-12"]),
        ("on 5 September 2021 and in March of that year", ["2021-09-05", "2021-03"]),
        ("in April 2018, and less by June", ["2018-04", "2018-06"]),
        ("in November 2018, and less by June", ["2018-11", "2019-06"]),
        ("in FY2021-22, twice that of the previous year", ["2021-04/2022-03", "2020-04/2021-03"]),
    ],
)
def test_a_date_counted_from_another_takes_the_one_before_it(text: str, expected: list[str]) -> None:
    assert [w.period for w in dates(text, DAY)] == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("IND", "2018-04/2019-03"), ("PAK", "2018-07/2019-06"), ("USA", "2018-10/2019-09"), ("FRA", "2019")],
)
def test_a_fiscal_year_is_that_of_the_state_spoken_of(state: str, expected: str) -> None:
    assert dates("exports in FY19", DAY, "", (state,))[0].period == expected


def test_the_last_financial_year_is_the_last_that_ended() -> None:
    assert dates("in the last financial year", DAY, "", ("IND",))[0].period == "2021-04/2022-03"


def test_the_same_months_of_another_year_are_those_last_spoken_of() -> None:
    found = dates("in the first five months of 2022, compared with the same period of 2021", DAY)
    assert [(w.period, w.role) for w in found] == [("2022-01/2022-05", "at"), ("2021-01/2021-05", "baseline")]


def test_the_war_is_that_of_the_state_spoken_of() -> None:
    assert dates("since the war began", DAY, "", ("SYR",))[0].period == "2011-03/2022-09"
    assert dates("in the first two months of the conflict", DAY, "", ("UKR",))[0].period == "2022-02/2022-04"
    assert dates("since the war began", DAY, "", ("FRA",)) == []


@pytest.mark.parametrize(
    "text",
    [
        'a report titled "Arms, 2008-2015"',
        "its 2002 friendship and cooperation treaty",
        "the Green March",
        "the 2014 Olympics",
    ],
)
def test_a_year_in_a_name_is_no_time(text: str) -> None:
    assert all(w.role == "name" for w in dates(text, DAY))


def test_what_is_compared_with_is_a_baseline_a_few_words_on() -> None:
    (when,) = dates("a decrease of 9 per cent compared with the monthly average of 2020", DAY)
    assert when.role == "baseline"


def test_a_day_two_years_ago_is_that_day() -> None:
    assert period("two years ago today") == "2020-09-20"


def test_the_end_of_the_year_is_that_of_the_year_spoken_of_once_it_is_past() -> None:
    assert period("at year-end", last="2019") == "2019-12-31"
    assert period("at the end of the year") == "2021-12-31"


def test_a_year_and_a_bigger_number_are_no_range() -> None:
    assert [w.period for w in dates("from 148 million in 2015 to 33 million", DAY)] == ["2015"]
    assert [w.period for w in dates("fell in 2015 to 33 per cent", DAY)] == ["2015"]


def test_since_when_something_is_the_highest_says_nothing_of_how_long_it_lasts() -> None:
    (when,) = dates("the highest level since 2014", DAY)
    assert (when.role, when.since) == ("name", False)


def test_the_words_of_an_event_end_at_a_comma() -> None:
    (when,) = dates("after Russia's invasion of Ukraine, 141 states", DAY)
    assert when.end == len("after Russia's invasion of Ukraine")


def test_that_period_is_the_one_last_spoken_of() -> None:
    assert period("in the same period", last="2018/2022") == "2018/2022"
    assert period("the previous year", last="2019") == "2018"


@pytest.mark.parametrize(
    "text", ["on 2022-13-01", "it may rise", "they march on", "2021 people", "2,021 tonnes", "Resolution 22311"]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert dates(text, DAY) == []


def test_a_day_that_does_not_exist_is_never_another_day() -> None:
    assert all("-02-" not in w.period and "-03" not in w.period for w in dates("on 30 February 2022", DAY))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("fell between 2013–17 and 2018–22", ["baseline", "at"]),
        ("12 % more in 2021 than in 2020", ["at", "baseline"]),
        ("up 3 % from a year earlier", ["baseline"]),
        ("the agency said on Tuesday", ["said"]),
        ("the 2014 referendum", ["name"]),
    ],
)
def test_each_date_has_its_part(text: str, roles: list[str]) -> None:
    assert [w.role for w in dates(text, DAY)] == roles


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_written_out_is_read_back(day: date) -> None:
    written = f"on {day.day} {day:%B} {day.year}"
    assert [w.period for w in dates(written, date(2100, 1, 1))] == [day.isoformat()]
    assert [w.period for w in dates(f"on {day:%B} {day.day}, {day.year}", date(2100, 1, 1))] == [day.isoformat()]


@given(st.text(max_size=80))
def test_any_text_is_read_without_complaint(text: str) -> None:
    for when in dates(text, DAY):
        assert 0 <= when.start < when.end <= len(text)
