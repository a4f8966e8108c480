"""Rows that find their figures by number, and pairs that are found in tables, against joins that are written out."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from comity.panels import pairing
from comity.panels.cells import cells, found
from comity.panels.systems import never_together, presences, spells
from comity.panels.units import Units, rows

ON = ("_o", "_t")
KEYS = st.tuples(st.none() | st.integers(1, 4), st.integers(2000, 2003))


def frame(keys: list[tuple[int | None, int]], name: str) -> pl.DataFrame:
    made = pl.DataFrame(keys, schema={"_o": pl.Int16, "_t": pl.Int32}, orient="row")
    met = pl.lit(1, pl.Int8).alias(f"{name}_met")
    return made.with_columns(pl.int_range(pl.len()).cast(pl.Float64).alias(name), met)


def eager(made: pl.DataFrame) -> nw.DataFrame[Any]:
    return nw.from_native(made, eager_only=True)


@settings(deadline=None)
@given(st.lists(KEYS, max_size=20), st.lists(KEYS, unique=True, max_size=9), st.lists(KEYS, unique=True, max_size=9))
def test_a_row_finds_what_a_left_join_gives_it(
    base: list[tuple[int | None, int]], one: list[tuple[int | None, int]], other: list[tuple[int | None, int]]
) -> None:
    here, x, y = frame(base, "z"), frame(one, "x"), frame(other, "y")
    expected = here.join(x, on=ON, how="left", maintain_order="left").join(y, on=ON, how="left", maintain_order="left")
    assert_frame_equal(found(eager(here), ON, cells([eager(x), eager(y)], ON)).to_native(), expected)


def test_of_rows_with_the_same_key_the_first_is_found_and_their_number_is_told() -> None:
    twice = cells([eager(frame([(2, 2001), (1, 2000), (2, 2001), (None, 2000)], "x"))], ON)
    made = found(eager(frame([(2, 2001), (1, 2000), (None, 2000)], "z")), ON, twice).to_native()
    assert made["x"].to_list() == [0.0, 1.0, None]
    assert made["x_met"].to_list() == [2, 1, None]


def test_the_pairs_are_the_members_of_a_year_joined_with_each_other_less_those_that_never_met(alone: Any) -> None:
    for grain, together in (
        ("directed-dyad-year", pl.col("_n1") != pl.col("_n2")),
        ("dyad-year", pl.col("_n1") < pl.col("_n2")),
    ):
        units = Units(grain, "cow", (1985, 1995))  # type: ignore[arg-type]
        members, single = rows(units, spells("cow"))
        right = single.select("_t", **{f"_{x}2": f"_{x}1" for x in "nsi"})
        apart = [(a, b, day.year) for a, b, day in never_together(presences(spells("cow"), "any day", 1985, 1995))]
        gone = pl.DataFrame(apart, schema={"_n1": pl.Int16, "_n2": pl.Int16, "_t": pl.Int32}, orient="row")
        expected = single.join(right, on="_t").filter(together).join(gone, on=["_n1", "_n2", "_t"], how="anti")
        meeting = pairing.pairing(units, single, members)
        made = pairing.all_pairs(meeting)
        assert not gone.is_empty()
        assert len(made) == meeting.sizes.sum()
        assert_frame_equal(made.select(expected.columns), expected.sort("_n1", "_n2", "_t"))
