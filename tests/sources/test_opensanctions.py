"""What is read from OpenSanctions' list of programmes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import opensanctions
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = opensanctions.PUBLICATIONS[0]
TABLE = PUBLICATION.table("programmes")
pytestmark = pytest.mark.shared

Altered = Callable[[str, str, str], dict[str, Path]]


@pytest.fixture(scope="module")
def paths(shared: Path) -> dict[str, Path]:
    return {role: next(shared.joinpath("data").glob(glob)) for role, glob in opensanctions.FILES.items()}


@pytest.fixture(scope="module")
def reading(paths: dict[str, Path]) -> Reading:
    return opensanctions.read(paths)


@pytest.fixture
def altered(paths: dict[str, Path], tmp_path: Path) -> Altered:
    def alter(role: str, old: str, new: str) -> dict[str, Path]:
        mine = {r: Path(shutil.copyfile(p, tmp_path / p.name)) for r, p in paths.items()}
        text = mine[role].read_text(encoding="utf-8")
        assert old in text
        mine[role].write_text(text.replace(old, new, 1), encoding="utf-8")
        return mine

    return alter


def on(reading: Reading, state: str) -> pl.DataFrame:
    return reading.tables["programmes"].filter(pl.col("target").str.split("; ").list.contains(state))


def test_the_list_holds_261_programmes_of_69_issuers_and_55_regimes(reading: Reading, paths: dict[str, Path]) -> None:
    frame = checked(TABLE, reading.tables["programmes"], paths["programmes"])
    within(TABLE.envelopes["2026-08-22"], TABLE, frame, paths["programmes"])
    assert len(frame) == 261
    assert len(opensanctions._issuers(paths["issuers"])) == 69
    assert len(opensanctions._acts(opensanctions._regimes(paths["regimes"]))) == 55


def test_five_programmes_are_on_myanmar_and_26_on_russia(reading: Reading) -> None:
    assert on(reading, "MMR")["id"].sort().to_list() == [
        "AU-MYANMAR", "EU-MMR", "GB-MMR", "SECO-MYANMAR", "US-BURMA",
    ]  # fmt: skip
    assert len(on(reading, "RUS")) == 26


def test_43_programmes_have_an_arms_embargo(reading: Reading) -> None:
    measures = reading.tables["programmes"]["measures"].str.split("; ")
    assert measures.list.contains("Arms embargo").sum() == 43


def test_the_date_is_that_of_the_list_and_says_so(reading: Reading) -> None:
    frame = reading.tables["programmes"]
    assert set(frame["date"]) == {date(2026, 8, 22)}
    assert set(frame["note"]) == {opensanctions.NOTE}
    assert PUBLICATION.dataset.as_of == "does not apply"


def test_an_occupied_region_is_not_its_state(reading: Reading) -> None:
    australian = reading.tables["programmes"].filter(id="AU-UKRAINE").row(0, named=True)
    assert australian["target"] == "RUS; Crimea; Donetsk (occupied); Luhansk (occupied)"
    assert states.state("UKR").number not in australian["parties"]


def test_the_union_is_a_party_and_its_acts_are_named(reading: Reading) -> None:
    union = reading.tables["programmes"].filter(id="EU-MMR").row(0, named=True)
    assert union["parties"] == [states.group("EU").number, states.state("MMR").number]
    assert union["legal_acts"] == "32013D0184; 32013R0401"
    assert reading.tables["programmes"].filter(id="EU-RUS")["legal_acts"].item().count(";") > 1


def test_a_regime_of_the_union_names_its_target_and_its_acts(reading: Reading, paths: dict[str, Path]) -> None:
    table = PUBLICATION.table("regimes")
    frame = checked(table, reading.tables["regimes"], paths["regimes"])
    within(table.envelopes["2026-08-22"], table, frame, paths["regimes"])
    assert len(frame) == 55
    myanmar = frame.filter(id="eu-8").row(0, named=True)
    assert (myanmar["target"], myanmar["first_act_year"], myanmar["has_lists"]) == ("MMR", 2013, True)
    assert myanmar["parties"] == [states.group("EU").number, states.state("MMR").number]
    assert frame.filter(id="eu-10").row(0, named=True)["legal_acts"] is None


def test_a_regime_on_occupied_regions_is_none_on_ukraine(reading: Reading) -> None:
    ukraine = reading.tables["regimes"].filter(pl.col("parties").list.contains(states.state("UKR").number))
    assert ukraine["id"].to_list() == ["eu-35"]
    assert reading.tables["regimes"].filter(id="eu-37")["target"].item() == "Crimea"


def test_summaries_are_not_shipped_and_all_else_is(reading: Reading) -> None:
    shipped = PUBLICATION.ship(reading)
    assert shipped is not None
    whole, bare = reading.tables["programmes"], shipped.tables["programmes"]
    assert bare["description"].is_null().all()
    assert whole["description"].is_not_null().any()
    assert bare.drop("description").equals(whole.drop("description"))
    assert len(checked(TABLE, bare, Path("shipped"))) == 261


@pytest.mark.parametrize(
    ("role", "old", "new", "said"),
    [
        ("programmes", ",mm,", ",mx-nowhere,", "'mx-nowhere' is no territory that is known"),
        ("programmes", "Arms embargo", "Arms ban", "'Arms ban' is no measure that is known"),
        ("programmes", ",au_dfat,", ",au_defence,", "no issuer with the key 'au_defence'"),
        ("issuers", ",AE,,ae", ",AE,,aq-x", "has an unknown territory 'aq-x'"),
        ("regimes", "\n2,BLR", "\n1,BLR", "2 rows share their key"),
        ("regimes", "\n2,BLR", "\n999,BLR", "no target is known for the regime"),
        ("regimes", ",BLR,true,", ",BLR,perhaps,", "'perhaps'"),
    ],
)
def test_an_altered_file_is_refused_with_its_line(altered: Altered, role: str, old: str, new: str, said: str) -> None:
    with pytest.raises(Failure) as refused:
        opensanctions.read(altered(role, old, new))
    assert said in str(refused.value)
    assert f"{Path(opensanctions.FILES[role]).name}:" in str(refused.value)
