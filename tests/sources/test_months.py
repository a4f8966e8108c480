"""How monthly figures become yearly ones."""

from __future__ import annotations

from datetime import date

import polars as pl

from comity import states
from comity.sources.months import cut, whole_years, with_months
from comity.vocabulary import Span


def monthly(**years: dict[int, int]) -> pl.DataFrame:
    """Return a row a month for each state: its years, and how many months there are of each."""
    rows = [
        (states.state(id_).number, date(year, month, 1), year)
        for id_, of in years.items()
        for year, months in of.items()
        for month in range(1, months + 1)
    ]
    schema = {"target": pl.Int16, "date": pl.Date, "year": pl.Int32}
    return with_months(pl.DataFrame(rows, schema=schema, orient="row"), "target")


def test_a_year_with_eleven_months_is_no_year() -> None:
    spans = whole_years(monthly(IND={2019: 12, 2020: 11, 2021: 12}), "target", ("RUS",))
    assert spans == (Span(2019, 2019, ("RUS",), ("IND",)), Span(2021, 2021, ("RUS",), ("IND",)))


def test_states_with_the_same_years_share_a_span() -> None:
    spans = whole_years(monthly(IND={2019: 12, 2020: 12}, CHN={2019: 12, 2020: 12, 2021: 3}), "target")
    assert spans == (Span(2019, 2020, None, ("CHN", "IND")),)


def test_a_month_counts_once_whatever_was_bought_in_it() -> None:
    twice = pl.concat([monthly(IND={2019: 5})] * 2)
    assert with_months(twice.drop("months"), "target")["months"].unique().to_list() == [5]


def test_spans_are_cut_to_years_and_states() -> None:
    spans = (Span(2008, 2021, None, ("DEU", "FRA")), Span(2008, 2010, None, ("POL",)))
    assert cut(spans, 2013, 2020) == (Span(2013, 2020, None, ("DEU", "FRA")),)
    assert cut(spans, 2008, 2009, without=("DEU", "POL")) == (Span(2008, 2009, None, ("FRA",)),)
    assert cut(spans, 2008, 2021, only=("POL",)) == (Span(2008, 2010, None, ("POL",)),)
