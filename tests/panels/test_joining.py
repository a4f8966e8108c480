"""Figures joined to a panel, by the law of docs/conventions.md; on tables of one's own and on what is shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity import Failure, WrongUse, get, panel, states, store
from comity.panels import Panel
from comity.panels.adds import Add
from comity.panels.assembling import together
from comity.panels.joining import Asked, attach, joins
from comity.panels.pieces import Field, Piece, covered
from comity.vocabulary import Span


def own(place: Path, name: str, rows: Sequence[Sequence[object]], columns: str) -> str:
    (place / name).write_text("\n".join([columns, *(",".join(map(str, r)) for r in rows)]) + "\n", encoding="utf-8")
    return f"{name}:{columns}"


def values(made: Panel, column: str, *keys: str) -> dict[Any, Any]:
    frame = made.to_polars()
    return {k if len(keys) > 1 else k[0]: v for *k_, v in frame.select(*keys, column).iter_rows() for k in [tuple(k_)]}


def piece(rows: list[dict[str, Any]], *spans: Span, absent: Any = "true zero", grain: Any = "state-year") -> Piece:
    frame = pl.DataFrame(rows, schema_overrides={"state": pl.Int16, "year": pl.Int32, "x": pl.Float64})
    return Piece("x.y", grain, nw.from_native(frame.lazy()), (Field("x", "x", "n", absent),), spans, (), ())


def base(*cells: tuple[int | None, int]) -> pl.DataFrame:
    frame = pl.DataFrame(cells, schema={"_s1": pl.Int16, "_t": pl.Int32}, orient="row")
    return frame.with_columns(pl.col("_s1").alias("_n1"))


def attached(rows: pl.DataFrame, one: Piece, add: Add) -> list[float | None]:
    """Return what a piece gives to rows, joined by an engine and found in memory, which must be the same."""
    asked = joins([("_x", Asked(one, add))])
    made = attach(nw.from_native(rows.lazy()), asked).collect().to_native().sort("_n1", "_t")
    read = replace(one, values=one.values.collect())  # type: ignore[arg-type]
    there = joins([("_x", Asked(read, add))])
    in_memory = attach(nw.from_native(rows, eager_only=True), there).to_native()
    name = asked.made[0].name
    assert in_memory.sort("_n1", "_t")[name].to_list() == made[name].to_list()
    found: list[float | None] = made[name].to_list()
    return found


def test_an_absent_row_is_zero_only_inside_the_coverage_and_only_where_that_is_known() -> None:
    number = states.state("MMR").number
    record = [{"state": number, "year": 2000, "x": 5.0}]
    covered = Span(2000, 2001, ("MMR",))
    rows = base((number, 1999), (number, 2000), (number, 2001), (number, 2002), (number + 1, 2001))
    assert attached(rows, piece(record, covered), Add("x.y")) == [None, 5.0, 0.0, None, None]
    assert attached(rows, piece(record, covered, absent="not known"), Add("x.y")) == [None, 5.0, None, None, None]
    assert attached(rows, piece(record, covered, absent="none recorded"), Add("x.y", fill=7)) == [
        None,
        5.0,
        7.0,
        None,
        None,
    ]


def test_a_row_whose_value_is_not_known_is_no_zero() -> None:
    record = [{"state": 1, "year": 2000, "x": None}]
    assert attached(base((1, 2000), (1, 2001)), piece(record, Span(2000, 2001)), Add("x.y")) == [None, 0.0]


def test_a_lagged_zero_needs_the_coverage_and_the_member_of_that_year() -> None:
    frame = pl.DataFrame(
        {"_n1": [2, 2, 2], "_s1": [1, 1, 1], "_s1_1": [None, 1, 1], "_t": [2000, 2001, 2002]},
        schema_overrides={"_s1": pl.Int16, "_s1_1": pl.Int16, "_t": pl.Int32},
    )
    one = piece([{"state": 1, "year": 2001, "x": 3.0}], Span(1990, 2001))
    assert attached(frame, one, Add("x.y", lag=1)) == [None, 0.0, 3.0]


def test_a_source_with_two_rows_for_a_cell_stops_the_panel(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comity.panels import opening

    real = opening.indicator

    def twice(code: str, as_of: Any = None) -> Any:
        found = real(code, as_of)
        return replace(found, values=nw.concat([found.values, found.values], how="vertical"))

    monkeypatch.setattr(opening, "indicator", twice)
    alone_ = panel("dyad-year", states=["RUS", "MMR", "CHN"], years=(2000, 2001)).add("votes.agreement")
    with pytest.raises(Failure, match="C11"):
        alone_.to_arrow()
    with pytest.raises(Failure, match="C11"):
        alone_.add("votes.ballots").to_arrow()


@pytest.mark.parametrize("but", [0, 2, 200])
def test_a_coverage_of_some_states_is_of_those_however_many_they_are(but: int) -> None:
    known = states.states()
    held = tuple(s.id for s in known[but:])
    every = pl.DataFrame({"_s1": [*(s.number for s in known), None], "_t": 2000}, schema={"_s1": pl.Int16, "_t": int})
    inside = covered((Span(1990, 2010, held),), nw.col("_t"), ("_s1",), either=False)
    frame = nw.from_native(every.lazy()).with_columns(inside.alias("inside")).collect().to_native()
    assert frame["inside"].to_list() == [*(s.id in held for s in known), False]


def test_figures_of_the_shipped_votes_stand_where_get_has_them(alone: Path) -> None:
    made = panel("directed-dyad-year", dyads=["RUS:MMR", "MMR:RUS"], years=(2015, 2020)).add("votes.agreement", lag=1)
    frame = made.to_polars()
    known = {r["year"]: r["value"] for r in get("votes.agreement", "RUS", "MMR", years=(2014, 2019)).rows}
    for origin, year, value in frame.select("origin", "year", "votes_agreement_lag1").iter_rows():
        assert value == known[year - 1], (origin, year)


def test_months_hold_the_monthly_figures_that_get_has(alone: Path) -> None:
    code = "energy.eu_imports_crude_monthly"
    made = panel("directed-dyad-month", dyads=["RUS:DEU"], years=(2020, 2022)).add(code, name="now")
    frame = made.add(code, lag=1, name="before").to_polars()
    got = get(code, "RUS", "DEU", years="2020:2022").to_polars()
    assert frame["date"].to_list() == got["date"].to_list()
    assert frame["now"].to_list() == got["value"].to_list()
    assert frame["now"].null_count() == 4  # the months after August 2022
    assert frame["before"].to_list()[1:] == frame["now"].to_list()[:-1]
    assert frame["before"][0] == get(code, "RUS", "DEU", years="2019").to_polars()["value"][-1]


def test_months_and_years_are_not_joined(alone: Path) -> None:
    with pytest.raises(WrongUse, match="months and years are not joined"):
        len(panel("directed-dyad-month", dyads=["RUS:DEU"], years=(2020, 2020)).add("arms.deliveries").columns)


def test_lag_then_lead_is_the_identity_inside_the_panel(alone: Path) -> None:
    text = own(alone, "x.csv", [("RUS", y, y * 1.5) for y in range(1992, 2015)], "state,year,x")
    made = panel("state-year", states=["Russia"], years=(1992, 2020)).add(text).add(text, lag=3, name="before")
    now, before = values(made, "x", "year"), values(made, "before", "year")
    assert {y: v for y, v in before.items() if v is not None} == {y + 3: v for y, v in now.items() if v is not None}
    ahead = values(
        panel("state-year", states=["Russia"], years=(1992, 2010)).add(text, lead=3, name="next"), "next", "year"
    )
    assert all(ahead[y] == now[y + 3] for y in ahead)


def test_a_lag_goes_on_over_a_succession_by_the_number_of_the_system(alone: Path) -> None:
    rows = [("SUN", 1990, 1), ("SUN", 1991, 2), ("RUS", 1992, 3)]
    text = own(alone, "x.csv", rows, "state,year,x")
    series = panel("state-year", system="cow", states=["Russia"], years=(1991, 1993)).add(text, lag=1)
    assert values(series, "x_lag1", "year") == {1991: 1, 1992: 2, 1993: 3}
    apart = panel("state-year", system="iso", states=["Russia"], years=(1991, 1993)).add(text, lag=1)
    assert values(apart, "x_lag1", "year")[1992] is None


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    adds=st.lists(
        st.sampled_from(
            [
                "votes.agreement", "votes.ballots:lag=2", "votes.s_absolute:then=growth", "votes.agreement:year=2010",
                "regimes.lexical_index:side=both", "economy.gdp:side=origin:then=mean:over=3:as=gdp",
                "economy.population:side=target",
            ]
        ),
        unique=True,
        max_size=4,
    ),
    system=st.sampled_from(["gw", "cow", "iso"]),
)  # fmt: skip
def test_whatever_is_joined_the_rows_stay_the_same(adds: list[str], system: Any, alone: Path) -> None:
    bare = panel("dyad-year", system=system, states=["RUS", "MMR", "DEU", "YUG"], years=(1989, 2005))
    made = bare
    for text in adds:
        made = made.add(text)
    keys = list(bare.columns)
    frame = made.to_polars()
    assert frame.select(keys).equals(bare.to_polars())
    relation = (
        together(made.plan)
        .collect("polars")
        .to_native()
        .sort("year", *[k for k in keys if "code" in k or k in ("origin", "target")])
    )
    assert len(relation) == len(frame)
    for column in frame.columns[len(keys) :]:
        assert relation[column].sum() == pytest.approx(frame[column].sum())


def test_directed_figures_come_into_undirected_pairs_only_by_a_direction(alone: Path) -> None:
    rows = [("RUS", "MMR", 2010, 10), ("MMR", "RUS", 2010, 4), ("RUS", "MMR", 2011, 5)]
    text = own(alone, "x.csv", rows, "origin,target,year,x")
    pair = panel("directed-dyad-year", dyads=["RUS:MMR", "MMR:RUS"], years=(2010, 2011)).add(text)
    assert values(pair, "x", "origin", "year") == {
        ("RUS", 2010): 10, ("RUS", 2011): 5, ("MMR", 2010): 4, ("MMR", 2011): None,
    }  # fmt: skip
    undirected = panel("dyad-year", dyads=["RUS:UKR"], years=(2005, 2015))
    code, made = "displacement.refugees", {}
    for direction in ("origin", "target", "sum", "max", "min"):
        made[direction] = values(undirected.add(code, direction=direction, name="x"), "x", "year")
    both = [y for y in made["sum"] if made["sum"][y] is not None]
    assert len(both) > 5
    for year in both:
        ends = [made["origin"][year], made["target"][year]]
        assert [made[d][year] for d in ("sum", "max", "min")] == [sum(ends), max(ends), min(ends)]
    known = {r["year"]: r["value"] for r in get(code, "UKR", "RUS", years=(2005, 2015)).rows}
    # Ukraine has the larger number, 369 to 365, and so it is the target.
    assert {y: v for y, v in made["target"].items() if v is not None} == {y: known[y] for y in both}
    with pytest.raises(WrongUse, match="direction=sum"):
        undirected.add(code).to_arrow()


def test_shares_of_an_origin_are_in_all_that_the_source_has_of_it(alone: Path) -> None:
    made = panel("directed-dyad-year", dyads=["any:MMR"], years=(2015, 2015)).add(
        "arms.deliveries", then="share_of_target", name="share"
    )
    frame = made.to_polars().filter(pl.col("share").is_not_null())
    assert len(frame) > 2
    assert 0.9 < frame["share"].sum() <= 1 + 1e-12


@pytest.mark.parametrize(
    ("grain", "add", "said"),
    [
        ("state-year", "votes.agreement", "panel of pairs"),
        ("dyad-year", "economy.gdp", "side=both"),
        ("state-year", "economy.gdp:side=both", "side= is for"),
        ("directed-dyad-year", "arms.deliveries:direction=sum", "direction= is for"),
        ("state-month", "economy.gdp", "not joined"),
        ("state-year", "economy.gpd", "did you mean"),
        ("state-year", "diplomacy.events", "no rule"),
        ("dyad-year", "votes.agreement:keep=onset", "keep= is for"),
        ("dyad-year", "votes.agreement:only=onset", "none of its columns"),
        ("dyad-year", "votes.agreement:then=share_of_origin", "a share is made of flows"),
    ],
)
def test_a_figure_that_does_not_fit_is_refused_before_any_is_read(grain: Any, add: str, said: str, alone: Path) -> None:
    with pytest.raises(WrongUse, match=said):
        panel(grain, years=(2000, 2001)).add(add).plan  # noqa: B018


def test_two_columns_of_one_name_are_refused_and_as_parts_them(alone: Path) -> None:
    made = panel("dyad-year", states=["RUS", "MMR"], years=(2000, 2001)).add("votes.agreement")
    with pytest.raises(WrongUse, match="two columns are called 'votes_agreement'"):
        made.add("votes.agreement").plan  # noqa: B018
    with pytest.raises(WrongUse, match="'year'"):
        made.add("votes.ballots", name="year").plan  # noqa: B018
    for name in ("microstate_origin", "Origin", "gwcode1"):
        with pytest.raises(WrongUse, match="two columns are called"):
            made.add("votes.ballots", name=name).plan  # noqa: B018
    with pytest.raises(WrongUse, match="two columns are called"):
        panel("state-year", states=["RUS"]).add("economy.gdp", name="microstate").plan  # noqa: B018
    assert made.add("votes.agreement", name="again").columns[-1] == "again"


def test_what_is_missing_is_counted_with_the_reason(alone: Path) -> None:
    made = panel("dyad-year", states=["RUS", "MMR", "CHN"], years=(1940, 1950)).add("votes.agreement")
    assert len(made) == store.rows(made.relation().select(nw.len().alias("n")))[0]["n"]
    lines = made.gaps()
    missing = made.to_polars()["votes_agreement"].null_count()
    early = made.to_polars().filter(pl.col("year") < 1946).height
    assert lines[0].startswith(
        f"votes_agreement: missing for {missing} of {len(made)} dyad-years: {early} outside the coverage"
    )


def test_figures_of_states_without_a_row_are_listed(alone: Path) -> None:
    lines = panel("state-year", system="cow", years=(2010, 2015)).add("economy.gdp").gaps()
    listed = next(line for line in lines if line.startswith("economy.gdp: figures without a row"))
    assert "HKG" in listed or "ABW" in listed
