"""Years and days as a person types them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.errors import WrongUse
from comity.language import FIRST_YEAR, LAST_YEAR, day, years

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)


@given(YEARS, YEARS, st.sampled_from(":–-"), st.sampled_from(["", " ", "\t"]))
def test_a_period_is_read_from_its_first_year_to_its_last(a: int, b: int, between: str, space: str) -> None:
    first, last = sorted((a, b))
    assert years(f"{space}{first}{between}{last}{space}") == (first, last)
    assert years(str(a)) == (a, a)
    assert years(f"{a}{between}") == (a, LAST_YEAR)
    assert years(f"{between}{a}") == (FIRST_YEAR, a)


@given(YEARS, YEARS)
def test_a_period_that_runs_backwards_is_refused_with_its_repair(a: int, b: int) -> None:
    first, last = sorted((a, b))
    if first == last:
        return
    with pytest.raises(WrongUse, match=f"write {first}:{last}"):
        years(f"{last}:{first}")


@given(st.text(max_size=12))
def test_any_text_is_years_or_wrong_use_in_one_line(text: str) -> None:
    try:
        first, last = years(text)
    except WrongUse as e:
        said = str(e)
    else:
        said = "years"
        assert FIRST_YEAR <= first <= last <= LAST_YEAR
    assert said.isprintable()
    assert len(said) <= 300


@pytest.mark.parametrize("text", ["", ":", "20", "2020:2021:2022", "٢٠٢٠", "0000", "1815", "2101", "2020.5", "MMXX"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(WrongUse):
        years(text)


@given(st.dates())
def test_a_day_is_read_as_it_is_written(on: date) -> None:
    assert day(on.isoformat()) == on


@pytest.mark.parametrize(
    "text", ["", "2022", "2022-02-30", "2022-9-1", "20220901", "01.09.2022", "2022-W01-1", "0000-01-01"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(WrongUse, match="write it as 2022-09-20"):
        day(text)
