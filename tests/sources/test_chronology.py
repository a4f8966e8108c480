"""What is read from the project's own chronology, and what is made of its rows by rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import chronology
from comity.sources import chronology_words as words
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = chronology.PUBLICATIONS[0]
pytestmark = pytest.mark.shared

Altered = Callable[[str, str, str], dict[str, Path]]


@pytest.fixture(scope="module")
def paths(shared: Path) -> dict[str, Path]:
    return {role: next(shared.joinpath("data").glob(glob)) for role, glob in chronology.FILES.items()}


@pytest.fixture(scope="module")
def reading(paths: dict[str, Path]) -> Reading:
    return chronology.read(paths)


@pytest.fixture
def altered(paths: dict[str, Path], tmp_path: Path) -> Altered:
    """Copy the files and put one text in the place of another, which must stand in the file."""

    def alter(role: str, old: str, new: str) -> dict[str, Path]:
        mine = {r: Path(shutil.copyfile(p, tmp_path / p.name)) for r, p in paths.items()}
        text = mine[role].read_text(encoding="utf-8")
        assert old in text
        mine[role].write_text(text.replace(old, new, 1), encoding="utf-8")
        return mine

    return alter


def number(state: str) -> int:
    return states.state(state).number


def with_parties(table: pl.DataFrame, *who: str) -> pl.DataFrame:
    for state in who:
        table = table.filter(pl.col("parties").list.contains(number(state)))
    return table


@pytest.mark.parametrize(
    ("name", "rows"), [("events", 211), ("measures", 92), ("entities", 38), ("links", 55), ("trips", 42)]
)
def test_every_row_of_the_list_is_read(reading: Reading, name: str, rows: int) -> None:
    table = PUBLICATION.table(name)
    frame = checked(table, reading.tables[name], Path(name))
    within(table.envelopes["2026-11-24"], table, frame, Path(name))
    assert len(frame) == rows


def test_each_row_carries_its_own_source(reading: Reading) -> None:
    events = reading.tables["events"]
    assert events["verified"].all()
    assert events["source_url"].str.starts_with("http").all()
    assert events["second_source_url"].is_not_null().sum() == 101
    assert {n: int(reading.tables[n]["verified"].sum()) for n in ("measures", "links")} == {"measures": 89, "links": 49}


def test_a_row_that_is_not_verified_says_so_where_it_is_read(reading: Reading) -> None:
    for name in ("measures", "links"):
        doubtful = reading.tables[name]["summary"].str.ends_with("(not verified)")
        assert (doubtful == ~reading.tables[name]["verified"]).all()


def test_nine_trips_of_min_aung_hlaing_to_russia_are_found_by_the_rule_for_everybody(reading: Reading) -> None:
    mine = reading.tables["trips"].filter(person="Min Aung Hlaing", target="RUS").sort("date")
    assert [f"{day}" for day in mine["date"]] == [
        "2018-08-21",
        "2019-04-20",
        "2020-06-24",
        "2021-06-20",
        "2022-07-10",
        "2022-09-04",
        "2025-03-04",
        "2025-05-07",
        "2025-09-25",
    ]
    assert set(mine["date_precision"]) == {"day"}
    events = reading.tables["events"]
    kinds = [set(events.filter(pl.col("id").is_in(ids.split("; ")))["kind"]) for ids in mine["rows"]]
    assert sum("visit" in k for k in kinds) == 7
    assert sum(k == {"meeting"} for k in kinds) == 2


def test_rows_of_one_stay_are_one_trip_and_a_row_known_to_the_month_joins_it(reading: Reading) -> None:
    trip = reading.tables["trips"].filter(id="Min Aung Hlaing RUS 2022-09-04").row(0, named=True)
    assert trip["rows"].split("; ") == ["2022-09-04-MMR-RUS-1", "2022-09-07-RUS-MMR-1", "2022-09-MMR-RUS-1"]
    assert trip["last"] == date(2022, 9, 7)
    assert trip["places"] == "Vladivostok; Irkutsk"


def test_a_host_makes_no_trip_and_a_third_state_may_be_the_host(reading: Reading) -> None:
    trips = reading.tables["trips"]
    assert trips.filter(person="Vladimir Putin")["target"].to_list() == ["IRN"]
    assert trips.filter(person="Xi Jinping")["target"].sort().to_list() == ["MMR", "RUS"]


def test_seven_acts_of_the_european_union_are_one_embargo(reading: Reading) -> None:
    embargoes = reading.tables["measures"].filter(kind="arms embargo", target="MMR")
    assert len(embargoes.filter(origin="EU")) == 7
    assert embargoes.filter(origin="EU")["regime"].n_unique() == 1
    assert embargoes.filter("first_act")["origin"].sort().to_list() == ["AUS", "CAN", "CHE", "EU", "GBR", "USA"]


def test_a_measure_that_ended_and_came_back_is_two(reading: Reading) -> None:
    freezes = reading.tables["measures"].filter(origin="CHE", target="MMR", kind="asset freeze")
    assert freezes.sort("date")["first_act"].to_list() == [True, True]
    assert freezes["regime"].n_unique() == 2


def test_a_measure_has_not_ended_while_one_of_its_acts_shows_no_end(reading: Reading) -> None:
    measures = reading.tables["measures"].sort("date", "id")
    embargo = measures.filter(origin="EU", target="MMR", kind="arms embargo")
    assert embargo["end_date"][-1] == date(2020, 4, 30)
    assert embargo["regime_end"].is_null().all()
    assert set(embargo["regime_status"]) == {"no end seen"}
    lifted = measures.filter(origin="CHE", target="MMR", kind="asset freeze", status="ended")
    assert (lifted["regime_end"].item(), lifted["regime_status"].item()) == (date(2012, 5, 9), "ended")


def test_the_first_act_is_the_earliest_so_that_counts_hold_on_any_day(reading: Reading) -> None:
    measures = reading.tables["measures"]
    firsts = measures.filter("first_act").select("regime", first="date")
    assert len(firsts) == measures["regime"].n_unique()
    assert (
        (measures.join(firsts, on="regime", validate="m:1").select(pl.col("first") <= pl.col("date"))).to_series().all()
    )


def test_no_end_seen_is_not_in_force(reading: Reading) -> None:
    statuses = set(reading.tables["measures"]["status"])
    assert statuses == {"ended", "no end seen", "end not known", "end set for a later day"}
    later = reading.tables["measures"].filter(status="end set for a later day")
    assert later["id"].to_list() == ["EU-MMR-2026-other-1"]


def test_a_group_takes_part_under_its_number_and_a_company_under_its_state(reading: Reading) -> None:
    union = states.group("EU").number
    measures = reading.tables["measures"].filter(origin="EU")
    assert measures["parties"].list.contains(union).all()
    rosatom = reading.tables["events"].filter(origin="Rosatom")
    assert len(with_parties(rosatom, "RUS", "MMR")) == len(rosatom) > 0


def test_119_events_are_those_of_the_pair_the_rival_government_included(reading: Reading) -> None:
    pair = with_parties(reading.tables["events"], "RUS", "MMR")
    assert len(pair) == 119
    assert len(pair.filter(origin="National Unity Government")) == 1


def test_europe_means_oecd_europe_where_the_energy_agency_is_quoted(reading: Reading) -> None:
    events = reading.tables["events"].filter(
        pl.col("origin").str.contains("EUROPE") | pl.col("target").str.contains("EUROPE")
    )
    assert len(events) == 2
    assert events["summary"].str.contains("OECD Europe").all()
    assert events["parties"].list.contains(states.group("OECD_EUROPE").number).all()


def test_a_listing_is_told_by_who_lists_and_an_undated_tie_has_no_date(
    reading: Reading, paths: dict[str, Path]
) -> None:
    links = reading.tables["links"]
    rostec = links.filter(id="L014").row(0, named=True)
    assert (rostec["origin"], rostec["kind"], rostec["target"]) == ("USA", "sanctions", "State Corporation Rostec")
    assert links.filter(id="L017")["date_precision"].item() == "month"
    undated = links.filter(pl.col("date").is_null())
    blank = pl.read_csv(paths["links"], infer_schema=False).filter(pl.col("from").is_null())["id"]
    assert undated["id"].sort().to_list() == blank.sort().to_list()
    assert len(undated) == 12
    assert undated["date_precision"].is_null().all()


@pytest.mark.parametrize(
    ("role", "old", "new", "said"),
    [
        ("events", ",visit,RUS,MMR,", ",visit,RUS,Burmah,", "'Burmah' is no state, group or organisation"),
        ("events", "Sergei Shoigu (", "Sergej Schoigu (", "'Sergej Schoigu' is a person whose state is not known"),
        ("events", ",Nay Pyi Taw,", ",Naypyidaw,", "'Naypyidaw' is a place whose state is not known"),
        ("events", ",visit,", ",outing,", "'outing' (1 row) in the column 'kind'"),
        ("events", "2013-03-01,month", "2013-03-09,month", "2013-03-09 is said to be known to the month"),
        ("events", "2013-03-RUS-MMR-1,2013-03-01", "2013-03-RUS-MMR-1,2013-02-30", "expected YYYY-MM-DD"),
        ("events", "https://thevoice.news/?p=14423", "", "is called verified but has no address"),
        ("measures", "2000-10-02,day,2012-05-09", "2000-10-02,day,1999-05-09", "ended on 1999-05-09"),
        ("measures", ",no_end_seen,", ",in force,", "'in force' (1 row) in the column 'status'"),
        ("links", "L001,ROE,part_of,ROSTEC", "L001,ROE,part_of,ROSTECH", "'ROSTECH' (1 row) in the column 'object'"),
        ("links", "ROSTEC,owns,UAC,2018-10-24", "ROSTEC,owns,UAC,autumn 2018", "'autumn 2018"),
        ("links", "L002,", "L001,", "2 rows share their key"),
    ],
)
def test_an_altered_file_is_refused_with_its_line(altered: Altered, role: str, old: str, new: str, said: str) -> None:
    with pytest.raises(Failure) as refused:
        chronology.read(altered(role, old, new))
    assert said in str(refused.value)
    assert f"{Path(chronology.FILES[role]).name}:" in str(refused.value)


def test_the_tables_of_words_name_only_states() -> None:
    homes = [*words.PLACES.values(), *words.PEOPLE.values(), *words.ORGANISATIONS.values()]
    assert {states.state(home).id for home in homes if home} == {home for home in homes if home}
    assert {states.group(code).code for code in words.CODES.values()} == set(words.CODES.values())
    assert not set(words.ORGANISATIONS) & {g.code for g in states.groups()}


def test_everything_may_be_shipped(reading: Reading) -> None:
    assert PUBLICATION.ship(reading) == reading
