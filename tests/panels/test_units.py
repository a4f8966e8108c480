from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity import WrongUse, panel
from comity.panels.systems import CARRIED_TO, never_together, presences, spells
from comity.panels.units import PanelGrain

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize(
    ("grain", "system", "rows", "numbers"),
    [
        ("state-year", "cow", 15_951, 6_366_604),
        ("state-year", "gw", 19_864, 8_081_183),
        ("dyad-year", "cow", 956_145, 280_119_098),
        ("directed-dyad-year", "cow", 1_912_290, 836_485_571),
        ("dyad-year", "gw", 1_222_509, 352_664_853),
    ],
)
def test_the_rows_are_those_of_the_published_lists(grain: PanelGrain, system: Any, rows: int, numbers: int) -> None:
    made = panel(grain, system=system)
    frame = made.to_polars()
    assert len(frame) == len(made) == rows  # as peacesciencer 1.2.9 has them
    assert frame[frame.columns[0]].cast(pl.Int64).sum() == numbers
    keys = [c for c in frame.columns if c.startswith(("ccode", "gwcode"))]
    assert frame.select(*keys, "year").is_unique().all()
    assert frame.equals(frame.sort(*keys, "year"))


def test_a_panel_of_pairs_has_the_product_of_its_members_less_those_that_never_met() -> None:
    listed = spells("cow")
    members = presences(listed, "any day", 1990, 1990)
    apart = never_together(members)
    assert {(a, b) for a, b, _ in apart} >= {(255, 260), (260, 255), (678, 679), (679, 678)}
    made = panel("directed-dyad-year", system="cow", years=(1990, 1990))
    assert len(made) == len(members) * (len(members) - 1) - len(apart)


def test_a_member_belongs_to_a_year_by_the_rule_asked_for() -> None:
    def years(member: Any) -> list[int]:
        frame = panel("state-year", states=["South Sudan"], member=member).to_polars()
        return frame["year"].to_list()

    assert years("any day")[0] == 2011  # independent on 9 July 2011
    assert years("first day")[0] == 2012
    assert years("last day")[0] == 2011
    east_germany = panel("state-year", states=["DDR"], member="last day").to_polars()
    assert east_germany["year"].max() == 1989


def test_one_number_is_one_series_over_a_succession_and_iso_keeps_states_apart() -> None:
    series = panel("state-year", system="cow", states=["Russia"], years=(1990, 1993)).to_polars()
    assert series.select("ccode", "state", "year").rows() == [
        (365, "SUN", 1990), (365, "SUN", 1991), (365, "RUS", 1992), (365, "RUS", 1993),
    ]  # fmt: skip
    apart = panel("state-year", system="iso", years=(1991, 1991)).to_polars()
    assert {"RUS", "SUN"} <= set(apart["state"])
    assert apart.columns == ["state", "year"]


def test_a_number_means_another_state_in_the_other_system() -> None:
    found = {s: panel("state-year", system=s, years=(2010, 2010)).to_polars() for s in ("cow", "gw")}
    assert found["cow"].filter(pl.col("ccode") == 970)["state"].to_list() == ["NRU"]
    assert found["gw"].filter(pl.col("gwcode") == 970)["state"].to_list() == ["KIR"]


def test_years_after_the_list_are_carried_forward_and_flagged() -> None:
    made = panel("state-year", years=(2019, 2023))
    frame = made.to_polars()
    assert frame.group_by("provisional").agg(pl.col("year").unique().sort()).sort("provisional").rows() == [
        (False, [2019, 2020]),
        (True, [2021, 2022, 2023]),
    ]
    assert (
        frame.filter(pl.col("year") == 2023)["state"].to_list()
        == frame.filter(pl.col("year") == 2020)["state"].to_list()
    )
    assert "carried forward" in made.warnings[0]
    assert "provisional" not in panel("state-year", years="2019:").columns


@pytest.mark.parametrize("years", [(1815, 1900), (2000, CARRIED_TO + 1), (2000, 1990)])
def test_years_outside_the_list_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(WrongUse, match="outside"):
        panel("state-year", years=years)


def test_members_of_a_group_are_there_while_they_belong_to_it() -> None:
    frame = panel("state-year", group="EU", years=(1993, 2020)).to_polars()
    members = {y: set(frame.filter(pl.col("year") == y)["state"]) for y in (2003, 2004, 2020)}
    assert len(members[2003]) == 15
    assert len(members[2004]) == 25
    assert "GBR" in members[2020]  # until 31 January 2020
    pairs = panel("dyad-year", group="EU", years=(2003, 2003))
    assert len(pairs) == 15 * 14 // 2


def test_pairs_named_are_the_pairs_there_are() -> None:
    one = panel("directed-dyad-year", dyads=["RUS:MMR"], years=(2000, 2010)).to_polars()
    assert set(one.select("origin", "target").iter_rows()) == {("RUS", "MMR")}
    assert len(one) == 11
    undirected = panel("dyad-year", dyads=["Myanmar:Russia"], years=(2000, 2010)).to_polars()
    assert undirected.select("gwcode1", "gwcode2").unique().rows() == [(365, 775)]
    every = panel("directed-dyad-year", dyads=["MMR:any"], years=(2010, 2010)).to_polars()
    assert set(every["origin"]) == {"MMR"}
    assert every["target"].n_unique() == len(every) > 190


def test_months_have_the_members_of_their_days() -> None:
    frame = panel("state-month", states=["South Sudan"], years=(2011, 2011)).to_polars()
    assert frame["date"].to_list() == [date(2011, m, 1) for m in range(7, 13)]
    pairs = panel("directed-dyad-month", states=["SSD", "SDN"], years=(2011, 2011)).to_polars()
    assert pairs.group_by("origin").len()["len"].to_list() == [6, 6]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"grain": "state-week"}, "grains are"),
        ({"grain": "state-year", "system": "un"}, "no state system"),
        ({"grain": "state-year", "dyads": ["RUS:MMR"]}, "pairs"),
        ({"grain": "dyad-year", "dyads": ["RUS"]}, "no pair"),
        ({"grain": "dyad-year", "states": ["RUS", "MMR"], "group": "EU"}, "choose one"),
        ({"grain": "state-year", "states": "RUS"}, "lists"),
        ({"grain": "state-year", "engine": "abacus"}, "no engine"),
    ],
)
def test_units_that_cannot_be_are_refused(words: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        len(panel(**words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"grain": "dyad-year", "dyads": ["RUS:RUS"]}, "itself"),
        ({"grain": "state-year", "states": ["Atlantis"]}, "no state called"),
        ({"grain": "state-year", "system": "cow", "states": ["Holy See"]}, "never a member"),
        ({"grain": "state-year", "group": "Hanse"}, "no group"),
        ({"grain": "state-year", "states": ["South Sudan"], "years": (1900, 1950)}, "no member"),
        ({"grain": "state-year", "member": "noon"}, "no rule"),
    ],
)
def test_members_that_cannot_be_are_refused(words: dict[str, Any], said: str, alone: Path) -> None:
    with pytest.raises(WrongUse, match=said):
        len(panel(**words))
