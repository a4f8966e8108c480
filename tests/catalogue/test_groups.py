"""A group's figure is the publisher's own or the whole sum over its members of the day, and says which; C37 to C40."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity import catalogue, states
from comity.catalogue import groups
from comity.sources import publications
from comity.store.building import build
from comity.vocabulary import Absence, Definition, Indicator, Span, relation_columns

EU = states.group("EU")
EU27 = [m.state for m in states.group("EU27_2020").members]
YEARS = (2021, 2021)
COVERED = (Span(2021, 2021),)


def made(
    cells: dict[tuple[str, ...], float], absent: Absence = "not known", *, spans: tuple[Span, ...] = COVERED
) -> Any:
    """Return an indicator with these cells of 2021."""
    pairs = bool(cells) and len(next(iter(cells))) == 2
    sides = ("origin", "target") if pairs else ("state",)
    rows = [
        {
            **{side: states.state(id_).number for side, id_ in zip(sides, who, strict=True)},
            "year": 2021,
            "value": value,
            "status": "reported",
        }
        for who, value in cells.items()
    ]
    source = catalogue.indicator("trade.exports")
    grain = "directed-dyad-year" if pairs else "state-year"
    what = Definition("trade.made", "Made", "USD", grain, "flow", "trade", absent, True, True)  # type: ignore[arg-type]
    frame = pl.DataFrame(rows, schema_overrides={"value": pl.Float64}).select(relation_columns(what.grain))
    return Indicator(what, nw.from_native(frame.lazy()), spans, source.sources, ())


def summed(found: Indicator, *asked: str, period: tuple[int, int] = YEARS) -> dict[str, Any]:
    rows, _ = groups.of_groups(found, (), [states.find_actor(a) for a in asked], period)
    (row,) = rows
    return row


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1e9), min_size=27, max_size=27), st.sets(st.sampled_from(EU27), max_size=26))
def test_a_sum_with_a_hole_is_not_known_and_the_rest_stands_apart(values: list[float], gone: set[str]) -> None:
    cells = {("RUS", id_): v for id_, v in zip(EU27, values, strict=True) if id_ not in gone}
    row = summed(made(cells), "RUS", "EU")
    total = pytest.approx(sum(cells.values()))
    assert (row["members"], row["reporting"], row["basis"]) == (27, 27 - len(gone), "members")
    if gone:
        assert (row["value"], row["status"], row["partial"]) == (None, "not known", total)
    else:
        assert (row["value"], row["status"], row["partial"]) == (total, "reported", None)


@pytest.mark.parametrize(
    ("absent", "value", "status", "partial"),
    [
        ("true zero", 5.0, "reported", None),
        ("none recorded", 5.0, "reported", None),
        ("not known", None, "not known", 5.0),
    ],
)
def test_what_an_absent_member_means_decides_whether_the_sum_is_whole(
    absent: Absence, value: float | None, status: str, partial: float | None
) -> None:
    row = summed(made({("RUS", "DEU"): 5.0}, absent), "RUS", "EU")
    assert (row["value"], row["status"], row["partial"]) == (value, status, partial)


@pytest.mark.parametrize(("absent", "value"), [("true zero", 0.0), ("none recorded", None), ("not known", None)])
def test_a_group_of_which_nothing_is_there_has_the_absence_of_its_members(absent: Absence, value: float | None) -> None:
    row = summed(made({("RUS", "CHN"): 5.0}, absent), "RUS", "ASEAN")
    assert (row["value"], row["status"], row["partial"]) == (value, absent, None)


def test_a_year_that_is_not_covered_for_any_member_is_outside_coverage() -> None:
    row = summed(made({("RUS", "DEU"): 5.0}), "RUS", "EU", period=(2020, 2020))
    assert (row["value"], row["status"], row["partial"]) == (None, "outside coverage", None)


def test_a_member_outside_the_coverage_leaves_a_hole() -> None:
    kept = tuple(i for i in EU27 if i != "FRA")
    row = summed(made({("RUS", "DEU"): 5.0}, "true zero", spans=(Span(2021, 2021, None, kept),)), "RUS", "EU")
    assert (row["status"], row["reporting"], row["partial"]) == ("not known", 26, 5.0)


def test_a_state_is_never_counted_with_itself() -> None:
    cells = {(a, b): 1.0 for a in EU27 for b in EU27 if a != b}
    row = summed(made(cells), "DEU", "EU")
    assert (row["value"], row["members"]) == (26.0, 26)
    row = summed(made(cells | {("RUS", "DEU"): 7.0}, "true zero"), "BRICS", "EU")
    assert (row["value"], row["members"]) == (7.0, 5 * 27)


def test_between_two_groups_members_of_both_stand_on_either_side() -> None:
    cells = {("DEU", "FRA"): 1.0, ("FRA", "DEU"): 2.0, ("DEU", "USA"): 4.0, ("AUT", "FRA"): 8.0, ("FRA", "AUT"): 16.0}
    rows, notes = groups.of_groups(made(cells, "true zero"), (), [EU, states.group("NATO")], YEARS)
    assert rows[0]["value"] == 15.0  # Austria is no ally, so France to Austria is not among them
    assert "States that belong to both groups count on either side; none counts with itself." in notes


def test_members_are_those_of_most_days_of_the_year() -> None:
    def ids(code: str, year: int, month: int | None = None) -> set[str]:
        when = (year, None if month is None else date(year, month, 1))
        return {s.id for s in groups.members_in(states.group(code), when)}

    assert "HRV" in ids("EU", 2013)  # since 1 July: 184 days
    assert "HRV" not in ids("EU", 2013, 6)
    assert "HRV" in ids("EU", 2013, 7)
    assert "GBR" not in ids("EU", 2020)  # until 31 January
    assert "GBR" in ids("EU", 2020, 1)
    assert len(ids("EU", 2019)) == 28
    assert "FIN" in ids("NATO", 2023)
    assert ids("EU", 1950) == set()
    assert "CZE" not in ids("EU27_2020", 1990)  # a fixed composition has no members that did not exist
    assert "DDR" in ids("EUROPE", 1990)


def test_a_territory_of_which_the_source_says_nothing_leaves_no_hole() -> None:
    europe = groups.members_in(states.group("EUROPE"), (2021, None))
    territories = [s for s in europe if s.kind == "territory"]
    assert territories
    cells = {(s.id,): 1.0 for s in europe if s.kind != "territory"}
    row = summed(made(cells), "Europe")
    assert (row["status"], row["value"]) == ("reported", len(cells))
    row = summed(made(cells | {(territories[0].id,): 1.0}), "Europe")
    assert row["value"] == len(cells) + 1


@pytest.mark.parametrize(
    ("code", "who", "said"),
    [
        ("votes.agreement", ("Russia", "EU"), "does not add up over states (an index or a share"),
        ("prices.rice", ("ASEAN",), "does not add up over states (a price"),
        ("regimes.polyarchy", ("EU",), "ask for its members, which `comity states EU` lists"),
        ("trade.exports", ("EU", "European Union"), "EU with itself is no pair"),
        ("trade.exports", ("any", "EU"), "a named state or group, not with `any`"),
        ("trade.exports", ("EU",), "a named state or group, not with `any`"),
        ("trade.exports", ("Russia", "OECD Europa"), "OECD Europa"),
    ],
)
def test_what_has_no_figure_for_a_group_is_refused_in_one_line(code: str, who: tuple[str, ...], said: str) -> None:
    with pytest.raises(comity.WrongUse, match=re.escape(said)) as refusal:
        comity.get(code, *who)
    assert str(refusal.value).isprintable()


def test_records_are_of_states() -> None:
    with pytest.raises(comity.WrongUse, match="'NATO' is a group of states, not a state"):
        comity.records("arms.deals", "NATO", "Myanmar")


def test_russias_exports_to_the_union_are_the_sum_of_its_members() -> None:
    found = comity.get("trade.exports", "Russia", "EU", years="2020:2023")
    assert [r["status"] for r in found.rows] == ["reported", "outside coverage", "outside coverage", "not known"]
    pairs = [comity.get("trade.exports", "RUS", i, years="2020").rows[0]["value"] for i in EU27]
    assert found.rows[0]["value"] == pytest.approx(sum(pairs))
    assert any(n.startswith("2023: 26 of 27 have an answer in the source; lacking: Poland") for n in found.notes)
    assert any(n.startswith("European Union (EU): Member states") for n in found.notes)
    assert found.to_dict()["groups"] == [{"code": "EU", "name": "European Union", "definition": EU.definition}]


def test_what_must_be_known_of_a_member_is_told_of_the_group() -> None:
    bound = [c for c in comity.get("trade.exports", "CSTO", "China", years="2023").caveats if c.states]
    assert any("RUS" in c.states for c in bound)


def test_states_and_groups_can_be_asked_for_together() -> None:
    found = comity.get("displacement.idps", "Myanmar", "ASEAN", years="2021")
    assert [(r["state"], r["members"]) for r in found.rows] == [("MMR", None), ("ASEAN", 10)]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "dta", "json"])
@pytest.mark.parametrize("who", [("Russia", "EU"), ("Myanmar", "BRICS")])
def test_the_columns_of_a_group_travel_into_files(ending: str, who: tuple[str, str], tmp_path: Path) -> None:
    found = comity.get("trade.exports", *who, years="2020:2023")
    assert found.columns[-4:] == groups.COLUMNS
    found.save(tmp_path / f"f.{ending}")
    if ending == "parquet":
        assert pl.read_parquet(tmp_path / "f.parquet").rows(named=True) == list(found.rows)
    assert (tmp_path / f"f.{ending}").stat().st_size > 0


def test_crude_oil_of_2021_by_two_tables_of_eurostat() -> None:
    customs = comity.get("energy.eu_customs_crude", "Russia", "EU27", years="2021")
    (row,) = customs.rows
    assert row["value"] / 1e6 == pytest.approx(113.9, abs=0.05)
    assert (row["basis"], row["members"], row["reporting"], row["partial"]) == ("publisher", 27, 27, None)
    assert "The figures are the group's own as Eurostat gives them." in customs.notes
    (row,) = comity.get("energy.eu_imports_crude", "Russia", "EU", years="2021").rows
    assert row["value"] / 1e6 == pytest.approx(112.5, abs=0.05)
    assert (row["basis"], row["members"], row["reporting"]) == ("members", 27, 27)


def test_the_publishers_figure_of_a_group_is_in_no_sum_over_states() -> None:
    found = catalogue.indicator("energy.eu_customs_crude")
    assert found.groups is not None
    targets = set(nw.to_native(found.values.select("target").unique()).pl()["target"])
    assert max(targets) < states.group("EU").number
    dated = comity.get("energy.eu_customs_crude", "Russia", "EU", years="2021")
    assert dated.rows[0]["value"] / 1e6 == pytest.approx(113.9, abs=0.05)
    assert dated.rows[0]["basis"] == "members"
    assert any("own figure is there for European Union (27, composition of 2020)" in n for n in dated.notes)


def test_a_groups_share_is_the_sum_of_the_parts_over_the_sum_of_the_totals() -> None:
    (share,) = comity.get("energy.eu_imports_crude_share", "Russia", "EU", years="2021").rows
    (part,) = comity.get("energy.eu_imports_crude", "Russia", "EU", years="2021").rows
    (total,) = comity.get("energy.eu_imports_crude_total", "EU", years="2021").rows
    assert share["value"] == pytest.approx(part["value"] / total["value"])
    (germany,) = comity.get("energy.eu_imports_crude_share", "Russia", "Germany", years="2021").rows
    (of_germany,) = comity.get("energy.eu_imports_crude", "Russia", "Germany", years="2021").rows
    (all_of_it,) = comity.get("energy.eu_imports_crude_total", "Germany", years="2021").rows
    assert germany["value"] == pytest.approx(of_germany["value"] / all_of_it["value"])


def test_russias_share_of_the_oil_that_the_union_imported_in_2020() -> None:
    (row,) = comity.get("energy.eu27_share_oil", "Russia", years="2020").rows
    assert row["value"] == pytest.approx(0.289, abs=5e-4)


def test_russias_share_of_indias_crude_bill() -> None:
    rows = comity.get("energy.india_crude_share", "Russia", "India", years="2021:2022").rows
    assert [r["value"] for r in rows] == pytest.approx([0.020, 0.146], abs=5e-4)


def only(shared: Path, codes: set[str], to: Path) -> Path:
    """Make a folder with links to the files of these datasets alone."""
    for book in publications():
        for edition in book.editions if book.dataset.code in codes else ():
            for place in edition.files.values() if edition.knows is None else ():
                for file in (shared / "data").glob(place):
                    link = to / file.relative_to(shared / "data")
                    link.parent.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(file)
    return to


@pytest.fixture(scope="module")
def full(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("store")
    build(only(shared, {"crea", "bp", "sipri_arms"}, tmp_path_factory.mktemp("files")), root)
    return root


@pytest.fixture
def at_hand(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(full))


@pytest.mark.shared
@pytest.mark.usefixtures("at_hand")
def test_crude_oil_of_2021_by_the_centres_file_with_its_coverage() -> None:
    def tonnes(target: str) -> dict[str, Any]:
        return comity.get("energy.russia_crude", "Russia", target, years="2021").rows[0]

    assert [tonnes(t)["value"] / 1e6 for t in ("China", "India", "EU27")] == pytest.approx([79.6, 4.6, 97.2], abs=0.05)
    assert (tonnes("EU27")["basis"], tonnes("EU27")["reporting"]) == ("publisher", 24)
    members = tonnes("EU")
    assert (members["value"], members["status"], members["reporting"]) == (None, "not known", 24)
    assert members["partial"] / 1e6 == pytest.approx(97.2 - 2.8, abs=0.05)  # Spain has eleven months
    found = comity.get("energy.russia_crude", "Russia", "EU", years="2021")
    assert "2021: 24 of 27 have an answer in the source; lacking: France, Spain, Cyprus" in found.notes
    told = {s for c in found.caveats for s in c.states}
    assert {"BEL", "FIN", "FRA"} <= told


@pytest.mark.shared
@pytest.mark.usefixtures("at_hand")
def test_late_reports_are_no_collapse_of_what_the_union_bought() -> None:
    rows = comity.get("energy.russia_crude_monthly", "Russia", "EU27", years="2022").rows
    assert {r["status"] for r in rows[:6]} == {"reported"}
    assert {r["value"] for r in rows[6:]} == {None}
    assert rows[0]["reporting"] < 27
    rows = comity.get("energy.russia_crude_monthly", "Russia", "EU", years="2022").rows
    assert {r["value"] for r in rows} == {None}
    assert all(r["reporting"] < 27 for r in rows)


@pytest.mark.shared
@pytest.mark.usefixtures("at_hand")
def test_more_than_half_of_russias_crude_oil_went_to_the_region_that_bp_calls_europe() -> None:
    (row,) = comity.get("energy.bp_crude_share_to_europe", "Russia", years="2020").rows
    assert row["value"] == pytest.approx(0.532, abs=5e-4)
    (row,) = comity.get("energy.bp_crude_share_of_exports", "Russia", "China", years="2020").rows
    assert row["value"] == pytest.approx(83.45 / 259.98, abs=5e-4)
    (row,) = comity.get("energy.bp_crude_share_of_exports", "Russia", "G7", years="2020").rows
    assert row["status"] == "not known"  # BP lists no European state by itself


@pytest.mark.shared
@pytest.mark.usefixtures("at_hand")
def test_the_share_of_a_supplier_in_what_a_group_received() -> None:
    (share,) = comity.get("arms.share_of_imports", "Russia", "ASEAN", years="2021").rows
    (part,) = comity.get("arms.deliveries", "Russia", "ASEAN", years="2021").rows
    (total,) = comity.get("arms.imports", "ASEAN", years="2021").rows
    assert 0 < share["value"] < 1
    assert share["value"] == pytest.approx(part["value"] / total["value"])
