"""What is asked in another way gives the same answer; what cannot be asked is refused in one line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import comity
from comity import states
from comity.catalogue import exports

STATES = st.sampled_from([s.id for s in states.states() if s.kind != "territory"])
NAMES = [
    (n.text, s.id) for s in states.states() for n in states.names_of(s.id) if n.kind in ("short", "official", "alias")
]


@settings(max_examples=40, deadline=None)
@given(STATES, STATES, st.sampled_from(["votes.agreement", "votes.ballots", "geography.distance"]))
def test_a_tie_without_direction_reads_the_same_from_either_side(a: str, b: str, code: str) -> None:
    if a == b:
        return
    there, back = comity.get(code, a, b), comity.get(code, b, a)
    assert [(r["year"], r["value"], r["status"]) for r in there.rows] == [
        (r["year"], r["value"], r["status"]) for r in back.rows
    ]
    assert there.caveats == back.caveats
    assert {(r["origin"], r["target"]) for r in there.rows} <= {(a, b)}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES))
def test_a_state_by_any_of_its_names_has_the_same_figures(named: tuple[str, str]) -> None:
    name, id_ = named
    try:
        found = states.find(name)
    except comity.WrongUse:
        return  # a name of several states; find asks which
    by_name = comity.get("displacement.idps", name, years="2015:2022").rows
    assert by_name == comity.get("displacement.idps", found.id, years="2015:2022").rows
    assert found.id == id_ or len({s for n, s in NAMES if states.key(n) == states.key(name)}) > 1


@pytest.mark.parametrize(
    ("code", "who", "said"),
    [
        ("arms.deliveries", ("RUS", "Russia"), "RUS and Russia are the same state"),
        ("votes.agreement", ("MMR", "Burma"), "are the same state"),
        ("arms.deliveries", (), "name two states"),
        ("arms.deliveries", ("RUS", "MMR", "IND"), "name two states"),
        ("arms.deliveries", ("any", "any"), "at least one state"),
        ("arms.deliveries", ("RUS", "Atlantis"), "Atlantis"),
        ("arms.delivered", ("RUS", "MMR"), "did you mean arms.deliveries"),
        ("arms.\x1b[2J\n", ("RUS", "MMR"), "no indicator called"),
        ("x" * 100_000, ("RUS", "MMR"), "no indicator called"),
    ],
)
def test_what_cannot_be_asked_is_wrong_use_in_one_line(code: str, who: tuple[str, ...], said: str) -> None:
    with pytest.raises(comity.WrongUse, match=re.escape(said)) as refusal:
        comity.get(code, *who)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) <= 300


def test_records_refuse_the_same() -> None:
    for who, said in ((("RUS", "Russia"), "same state"), (("RUS", "MMR", "IND"), "one state or two")):
        with pytest.raises(comity.WrongUse, match=said):
            comity.records("arms.deals", *who)
    with pytest.raises(comity.WrongUse, match="no record kind called"):
        comity.records("arms.dealz", "RUS")


@settings(max_examples=30, deadline=None)
@given(STATES)
def test_a_state_takes_part_through_a_group_only_on_the_days_of_its_membership(state: str) -> None:
    if state == "MMR":
        return
    acts = {r["id"]: r for r in comity.records("sanctions.measures", "MMR").rows if "EU" in r["parties"]}
    found = {r["id"]: r for r in comity.records("sanctions.measures", state, "MMR").rows}
    assert acts
    for id_, row in acts.items():
        member = row["date"] is not None and "EU" in states.memberships(state, row["date"])
        assert (id_ in found and "EU" in found[id_]["through"]) == member or state in row["parties"], id_


def test_records_are_the_same_in_any_order_and_sorted_by_day() -> None:
    one, other = (comity.records("arms.deals", *who) for who in (("RUS", "MMR"), ("Burma", "Russia")))
    assert one.rows == other.rows
    days = [r["date"] or date.min for r in one.rows]
    assert days == sorted(days)
    assert all({"RUS", "MMR"} <= set(r["parties"]) for r in one.rows)
    years = comity.records("arms.deals", "RUS", "MMR", years="2015:2018").rows
    assert list(years) == [r for r in one.rows if r["date"] and 2015 <= r["date"].year <= 2018]


def test_an_answer_is_a_table_of_any_kind() -> None:
    found = comity.get("arms.deliveries", "RUS", "MMR", years="2019:2023")
    arrow = found.to_arrow()
    assert arrow.schema.metadata[b"unit"] == b"TIV million"
    assert b"SIPRI" in arrow.schema.metadata[b"citation"]
    rows: list[dict[str, Any]] = list(found.rows)
    assert arrow.to_pylist() == found.to_polars().rows(named=True) == pa.table(found).to_pylist() == rows
    assert list(found.to_pandas()["year"]) == [r["year"] for r in rows]
    assert len(found) == 5
    assert "arms.deliveries (TIV million): 5 rows, 2019–2023" in repr(found)
    assert "none recorded" in found._repr_html_()


# A text in a file: no line break, which Stata and CSV readers take apart in ways of their own, and no half letter.
CELLS = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40), min_size=1, max_size=5
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=CELLS)
@pytest.mark.parametrize("ending", ["parquet", "dta", "csv"])
def test_any_text_comes_back_as_it_was(texts: list[str], ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{ending}"
    table = pa.table({"name": texts, "value": [1.5] * len(texts)})
    document = {"indicator": {"code": "x.y", "label": "A label", "unit": "USD"}, "sources": [], "caveats": []}
    exports.save(table, path, document)
    if ending == "parquet":
        back = pq.read_table(path)["name"].to_pylist()
    elif ending == "dta":
        back = list(pd.read_stata(path)["name"])
    else:
        back = list(pd.read_csv(path, keep_default_na=False, dtype=str)["name"])
        texts = [str(exports.safe_cell(t)) for t in texts]
    assert back == texts


def test_a_year_without_a_joint_ballot_is_a_true_zero_whose_share_is_not_known() -> None:
    (ballots,) = comity.get("votes.ballots", "USA", "GBR", years="1964").rows
    (share,) = comity.get("votes.agreement", "USA", "GBR", years="1964").rows
    assert (ballots["value"], ballots["status"]) == (0.0, "true zero")
    assert (share["value"], share["status"]) == (None, "not known")
