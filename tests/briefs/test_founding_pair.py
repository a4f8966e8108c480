"""The page on Russia and Myanmar, from the embedded snapshot alone: the figures that the founding article turns on."""

from __future__ import annotations

from typing import Any

import pytest

import comity

Document = dict[str, Any]


@pytest.fixture(scope="module")
def page() -> Document:
    return comity.brief("Russia", "Myanmar").to_dict()


def tables(page: Document, words: str) -> list[Document]:
    return [t for s in page["sections"] for t in s["tables"] if words in t["caption"]]


def cells(table: Document, column: str) -> dict[object, Any]:
    place = table["columns"].index(column)
    return {row[0]: row[place] for row in table["rows"]}


def released(page: Document, figure: Document) -> set[tuple[str, str]]:
    return {(page["sources"][i - 1]["dataset"], page["sources"][i - 1]["release"]) for i in figure["sources"]}


def test_the_suppliers_shares_of_2017_to_2021_count_unknown_suppliers(page: Document) -> None:
    (table,) = tables(page, "Shares in the arms that Myanmar received")
    shares = cells(table, "2017–21")
    found = {name: round(shares[name]["value"] * 100) for name in ("China", "Russia", "India", "South Korea")}
    assert found == {"China": 36, "Russia": 27, "India": 17, "South Korea": 10}
    assert released(page, shares["China"]) == {("sipri_arms", "2024-03")}


def test_russian_deliveries_by_year_keep_the_year_without_one(page: Document) -> None:
    rows = {r["year"]: r for r in section(page, "arms-rus-mmr")["rows"]["arms.deliveries RUS MMR"]}
    found = {y: None if rows[y]["value"] is None else round(rows[y]["value"], 1) for y in range(2019, 2024)}
    assert found == {2019: 31.1, 2020: 64.0, 2021: None, 2022: 111.0, 2023: 110.0}
    assert rows[2021]["status"] == "none recorded"


def section(page: Document, id_: str) -> Document:
    return next(s for s in page["sections"] if s["id"] == id_)


def test_both_releases_are_told_where_they_differ_on_indias_last_delivery(page: Document) -> None:
    (table,) = tables(page, "Last delivery to Myanmar")
    india = next(r for r in table["rows"] if r[0] == "India")
    assert (india[1]["value"], india[2]["value"]) == (2020, 2023)
    assert released(page, india[1]) == {("sipri_arms", "2024-03")}
    assert released(page, india[2]) == {("sipri_arms", "2026-03")}
    radar = comity.records("arms.deals", "India", "Myanmar").rows[-1]
    assert "radar" in radar["summary"]
    assert "2023" in radar["delivery_years"]


def test_no_delivery_from_pakistan_is_on_record() -> None:
    rows = comity.get("arms.deliveries", "Pakistan", "Myanmar").rows
    assert {r["status"] for r in rows} == {"none recorded"}
    deals = comity.records("arms.deals", "Myanmar").rows
    assert {r["origin"] for r in deals if "JF-17" in r["designation"]} == {"CHN"}


@pytest.mark.parametrize(
    ("year", "share", "ballots"), [(2020, 0.756, 82), (2021, 0.606, 66), (2022, 0.518, 85), (2023, 0.488, 86)]
)
def test_identical_votes_at_the_general_assembly(page: Document, year: int, share: float, ballots: int) -> None:
    (table,) = tables(page, "Identical votes")
    row = next(r for r in table["rows"] if r[0] == year)
    assert round(row[1]["value"], 3) == share
    assert row[2]["value"] == ballots
    assert released(page, row[1]) == {("un_votes", "2025-11-08")}


def test_the_page_says_who_holds_myanmars_seat(page: Document) -> None:
    caveats = [c for c in section(page, "votes")["caveats"] if "National Unity Government" in c["text"]]
    assert [c["from"] for c in caveats] == ["2021-02-01"]


def test_the_resolution_on_myanmar_of_june_2021(page: Document) -> None:
    (table,) = tables(page, "Latest roll calls")
    row = next(r for r in table["rows"] if r[1].startswith("A/RES/75/287"))
    assert row[2:] == ["119–1–36", "Abstained", "Voted yes"]


def test_displacement_within_myanmar_by_both_counters(page: Document) -> None:
    for caption, expected in (("(UNHCR)", [370_320, 671_011, 1_504_848]), ("(IDMC)", [505_000, 649_000, 1_498_000])):
        (table,) = tables(page, caption)
        found = cells(table, "Myanmar")
        assert [found[y]["value"] for y in (2020, 2021, 2022)] == expected


def test_deaths_by_the_yearly_file_and_by_the_event_file(page: Document) -> None:
    (yearly,) = [t for t in tables(page, "Deaths in organised violence (UCDP, best") if "release" not in t["caption"]]
    found = cells(yearly, "Myanmar")
    assert [found[y]["value"] for y in (2020, 2021, 2022)] == [207, 1781, 2761]
    assert released(page, found[2020]) == {("ucdp", "v25.1")}
    events = comity.get("conflict.deaths_events", "MMR", years="2020:2021")
    assert [r["value"] for r in events.rows] == [205, 1780]
    assert events.sources[0].release.stamp == "v24.1"


def test_electoral_democracy_by_two_releases(page: Document) -> None:
    (table,) = tables(page, "polyarchy index), by release")
    found = cells(table, "Myanmar, release v15")
    assert [round(found[y]["value"], 3) for y in (2020, 2021)] == [0.427, 0.107]


def test_the_coup_of_february_2021(page: Document) -> None:
    assert any("1 February 2021" in s["text"] for s in section(page, "power")["sentences"])


def test_programmes_of_an_undated_list_are_counted_and_not_dated(page: Document) -> None:
    told = [s for s in section(page, "sanctions")["sentences"] if "programmes" in s["text"]]
    assert sorted(s["figures"][0]["value"] for s in told) == [5, 26]
    assert all("22 August 2026" in s["text"] for s in told)


def test_as_of_does_not_apply_to_an_undated_list() -> None:
    found = comity.records("sanctions.programmes", "MMR", as_of="2022-09-20")
    assert any("does not apply" in note for note in found.notes)


def test_nine_trips_of_min_aung_hlaing_to_russia(page: Document) -> None:
    trips = comity.records("diplomacy.trips", "RUS", "MMR").rows
    mine = [r for r in trips if r["person"] == "Min Aung Hlaing" and r["target"] == "RUS"]
    assert len(mine) == 9
    assert any("9 trips to Russia" in s["text"] for s in section(page, "diplomacy")["sentences"])


def test_seven_european_acts_are_one_arms_embargo(page: Document) -> None:
    (table,) = tables(page, "Measures on Myanmar")
    columns = table["columns"]
    embargoes = [r for r in table["rows"] if r[0] == "arms embargo"]
    european = [r for r in embargoes if r[columns.index("Issuer")] == "European Union"]
    assert len(european) == 1
    assert len(european[0][columns.index("Legal acts")].split("; ")) >= 3
    assert {r[columns.index("Issuer")] for r in embargoes} >= {"Canada", "Switzerland", "Australia", "United Kingdom"}


def test_an_unverified_row_is_shown_as_such(page: Document) -> None:
    rows = comity.records("sanctions.measures", "RUS").rows
    assert all("(not verified)" in r["summary"] for r in rows if not r["verified"])
    (table,) = tables(page, "Measures on Russia")
    verified = {r[table["columns"].index("Verified")] for r in table["rows"]}
    assert verified & {"no", "not all"}


def test_seven_acts_of_the_european_union_carry_one_embargo_on() -> None:
    rows = comity.records("sanctions.measures", "MMR").rows
    european = [r for r in rows if (r["origin"], r["target"], r["kind"]) == ("EU", "MMR", "arms embargo")]
    assert len(european) == 7
    assert len({r["regime"] for r in european}) == 1


def test_the_page_says_that_no_delivery_from_pakistan_is_on_record(page: Document) -> None:
    told = [c for c in section(page, "arms-rus-mmr")["caveats"] if "from Pakistan to Myanmar" in c["text"]]
    assert [c["states"] for c in told] == [["MMR"]]
    (hole,) = [h for h in comity.brief("PAK", "MMR").page.holes if h.what.startswith("Arms from Pakistan to Myanmar")]
    assert "none recorded in 2000–23" in hole.reason
    assert "JF-17" in hole.reason
    other = comity.brief("GBR", "MMR").page.holes
    assert not any("JF-17" in h.reason for h in other)


def test_the_head_has_a_few_figures_each_with_its_place(page: Document) -> None:
    leads = {lead["label"]: lead for lead in page["leads"]}
    assert 4 <= len(leads) <= 6
    assert leads["Share of Russia in the arms that Myanmar received, 2019–23"]["place"].startswith("the largest")
    assert "down 0.346 since 2020" in leads["Electoral democracy in Myanmar (V-Dem, 0 to 1), 2025"]["place"]
    assert all(lead["place"] and lead["figure"]["sources"] for lead in leads.values())


def test_sections_stand_in_the_order_of_sectors(page: Document) -> None:
    assert [s["id"] for s in page["sections"]] == [
        "arms-rus-mmr", "trade", "trade-reports", "dependence", "replaced-deliveries-rus-mmr", "prices-mmr", "votes",
        "diplomacy", "thirds", "missions", "security", "sanctions", "companies", "isolation", "conflict",
        "displacement", "power", "regimes", "economy",
    ]  # fmt: skip


def test_a_year_that_is_not_over_is_compared_with_none(page: Document) -> None:
    votes = section(page, "votes")
    assert votes["sentences"][0]["text"].startswith("In 2024 ")
    assert max(r["year"] for r in votes["charts"][0]["rows"]) == 2024
    assert "2025, not to its end" in [r[0] for r in votes["tables"][0]["rows"]]


def test_latest_events_stand_newest_first_and_are_twelve_at_most(page: Document) -> None:
    (table,) = tables(page, "Latest events")
    assert len(table["rows"]) == 12
    assert table["rows"][0][0] == "2 February 2026"
    (deals,) = tables(page, "Latest orders of Myanmar from Russia")
    ordered = [row[0][:4] for row in deals["rows"]]
    assert ordered == sorted(ordered, reverse=True)


@pytest.mark.parametrize("years", ["2019:2021", "2021"])
def test_years_asked_do_not_cut_lists_whose_rows_hold_on(years: str) -> None:
    page = comity.brief("RUS", "MMR", years=years).to_dict()
    said = " ".join(s["text"] for s in section(page, "sanctions")["sentences"])
    assert "26 programmes aimed at Russia" in said
    assert "the European Union (since 1990)" in said
    arms = section(page, "arms-rus-mmr") if any(s["id"] == "arms-rus-mmr" for s in page["sections"]) else None
    if years == "2019:2021":
        assert arms is not None
        assert arms["sentences"][1]["text"].startswith("In 2019–21 Russia supplied 20 %")
    else:
        assert arms is None
        assert any("none recorded in 2021" in h["reason"] for h in page["not_known"])


def test_as_of_a_day_an_end_that_lay_ahead_is_not_told() -> None:
    page = comity.brief("GBR", "MMR", as_of="2003-06-01").to_dict()
    said = " ".join(s["text"] for s in section(page, "sanctions")["sentences"])
    assert "asset freeze (since 28 April 2003" in said or "asset freeze (from 28 April 2003, through" in said
    assert "2004" not in said
