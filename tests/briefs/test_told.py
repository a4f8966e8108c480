"""What the sections on trade, fuels, prices, security, sanctions and companies say, by hand-worked figures."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import comity
from comity.catalogue import add_own
from comity.store import building

Document = dict[str, Any]
COPIES = (
    "alliances_atop",
    "mid_cow",
    "rivalries",
    "contiguity_distance",
    "sanctions_gsdb",
    "sanctions_ties",
    "cow_states",
)


def document(a: str, b: str, **asked: Any) -> Document:
    return comity.brief(a, b, **asked).to_dict()


def section(page: Document, id_: str) -> Document:
    return next(s for s in page["sections"] if s["id"] == id_)


def sentences(page: Document, id_: str) -> str:
    return " ".join(s["text"] for s in section(page, id_)["sentences"])


def table(page: Document, id_: str, words: str) -> Document:
    return next(t for t in section(page, id_)["tables"] if words in t["caption"])


def test_each_states_place_and_share_among_the_others_partners() -> None:
    told = sentences(document("Russia", "China"), "trade")
    sold = {r["target"]: r["value"] for r in comity.get("trade.exports", "RUS", "any", years="2020").rows}
    bought = {r["origin"]: r["value"] for r in comity.get("trade.exports", "any", "RUS", years="2020").rows}
    both = {p: sold[p] + bought[p] for p in sold.keys() & bought.keys()}
    totals = [comity.get(f"trade.{c}_total", "RUS", years="2020").rows[0]["value"] for c in ("exports", "imports")]
    assert max(both, key=both.__getitem__) == "CHN"
    assert f"{both['CHN'] / sum(totals):.0%}" == "18%"
    assert f"China was the largest of the {len(both)} partners of Russia in goods, with 18 %" in told
    assert "Russia was number 9 of the 202 partners of China in goods, with 2.5 %" in told


def test_no_place_is_told_of_a_year_whose_totals_are_not_known() -> None:
    page = document("Russia", "China", years="2023")
    assert "partners" not in sentences(page, "trade")
    assert "$129 billion" in sentences(page, "trade")


def test_a_hole_of_the_reconciled_table_gets_the_growth_of_the_estimate_and_no_level() -> None:
    told = sentences(document("Russia", "China"), "trade-reports")
    rows = {r["year"]: r["value"] for r in comity.get("trade.icio_goods", "RUS", "CHN").rows}
    assert f"{rows[2022] / rows[2020] - 1:.0%}" == "93%"
    assert "For 2020–22 the balanced estimate of the OECD has a rise of 93 % in goods from Russia to China" in told
    assert "$" not in told


def test_both_directions_of_trade_can_be_downloaded() -> None:
    rows = section(document("Russia", "China"), "trade")["rows"]
    assert {"trade.exports RUS CHN", "trade.exports CHN RUS"} <= set(rows)


def test_germanys_fuels_from_russia_with_share_and_place() -> None:
    told = sentences(document("Germany", "Russia"), "energy-rus-deu")
    # Eurostat: 27,741,372 of 90,183,421 tonnes of crude oil in 2021, 2,260,674 of 6,023,974 TJ of gas.
    assert (
        "27.7 million tonnes of crude oil from Russia in 2021, 31 % of all crude oil that it imported, more than"
        in told
    )
    assert "2.26 million TJ of natural gas from Russia in 2021, 38 %" in told
    assert "The latest month with natural gas from Russia to Germany on record is August 2022 (37,200 TJ" in told


def test_russias_share_of_indias_crude_bill_before_and_in_2022() -> None:
    page = document("India", "Russia")
    told = sentences(page, "energy-rus-ind")
    assert "$2.47 billion of crude oil from Russia in the fiscal year 2021–22, 2 % of all crude oil that it " in told
    assert "In the fiscal year 2022–23, of which only a part is counted, it was $11.4 billion (15 %)." in told
    assert any("April to August" in c["text"] for c in section(page, "energy-rus-ind")["caveats"])
    shares = {row[0]: row[1:] for row in table(page, "energy-rus-ind", "largest sellers")["rows"]}
    assert round(shares["Russia"][-1]["value"], 4) == 0.0202
    assert shares["Iran"][-1] == "none on record"


def test_fuel_that_nobody_follows_is_a_hole_with_its_reason() -> None:
    holes = [h for h in document("France", "Myanmar")["not_known"] if "ossil fuels" in h["what"]]
    assert any(h["reason"].startswith("none recorded") and "from Myanmar to France" in h["what"] for h in holes)


def test_what_is_not_shipped_is_one_hole_that_names_the_sources() -> None:
    (hole,) = [h for h in document("RUS", "MMR")["not_known"] if h["reason"].startswith("no copy at hand")]
    for name in ("wits", "imts", "crea", "bp", "atop", "mid_cow", "gsdb", "ties", "cow_igo", "military_exercises"):
        assert name in hole["what"]
    assert "comity data add NAME FILE" in hole["remedy"]


def test_the_price_in_kyat_and_in_dollars_at_the_rate_of_each_day() -> None:
    told = sentences(document("RUS", "MMR"), "prices-mmr")
    assert round(1860 / 590 - 1, 3) == 2.153
    assert round(1860 / 2100 / (590 / 1330) - 1, 3) == 0.997
    assert (
        "Octane 92 in Yangon cost 590 kyat a litre in February 2021 and 1,860 kyat on 9 August 2022, a rise of 215 % "
        "in kyat and a rise of 99.7 % in US dollars at the 1,330 kyat and 2,100 kyat to the dollar that those reports "
        "name."
    ) in told


def test_peace_is_told_with_the_years_that_were_looked_at() -> None:
    told = sentences(document("USA", "JPN"), "security")
    assert "No armed conflict between the two governments (25 deaths a year or more) is on record in 1946–2023" in told
    assert "have no common border on land" in told
    assert "The capitals are 10,900 km apart (CEPII)." in told


def test_the_city_that_is_measured_from_is_said_where_it_is_no_capital_any_more() -> None:
    page = document("RUS", "MMR")
    assert "apart (CEPII)." in sentences(page, "security")
    assert any("Yangon" in c["text"] and "Naypyidaw" in c["text"] for c in section(page, "security")["caveats"])


def test_no_embassy_but_an_office() -> None:
    told = sentences(document("CHN", "TWN"), "missions")
    assert "no embassy of China in Taiwan, which does not mean that there was none, and 1 consulate or other" in told


def test_embassies_of_each_in_the_other() -> None:
    page = document("RUS", "MMR")
    assert "listed an embassy of Russia in Myanmar (Yangon)" in sentences(page, "missions")
    assert "listed an embassy of Myanmar in Russia (Moscow)" in sentences(page, "missions")
    silent = [h for h in document("OMN", "BWA")["not_known"] if h["what"].startswith("Embassies")]
    assert ["does not mean that there was none" in h["reason"] for h in silent] == [True]


def test_who_lists_whose_companies_since_when() -> None:
    page = document("USA", "RUS")
    assert "JSC Rosoboronexport (2 September 2015)" in sentences(page, "companies")
    rows = table(page, "companies", "Who owns")["rows"]
    assert ["State Corporation Rostec", "owns", "PJSC United Aircraft Corporation", "24 October 2018"] in [
        r[:4] for r in rows
    ]
    assert not any(s["id"] == "companies" for s in document("RUS", "CHN")["sections"])


def test_what_was_done_with_a_third_party() -> None:
    told = sentences(document("RUS", "MMR"), "thirds")
    assert "the latest in September 2023 with ASEAN: Russia and Myanmar jointly chair" in told


def test_sanctions_through_the_union_stand_beside_its_map() -> None:
    page = document("Germany", "Russia")
    lines = table(page, "sanctions", "by what each list says")
    assert lines["columns"] == ["Kind", "By", "On", "Chronology of acts", "European Union’s map"]
    arms = next(r for r in lines["rows"] if r[0] == "arms")
    assert arms[1:3] == ["European Union", "Russia"]
    assert arms[3].startswith("arms embargo from 2014-07-31")


def test_own_figures_stand_in_a_section_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    (tmp_path / "roads.csv").write_text("origin,target,year,value\nRussia,China,2015,1000\nRussia,China,2021,1500\n")
    form = '[source]\ntitle = "Lorries"\npublisher = "Ministry of Roads"\npublished = 2026-03-01\n[[indicator]]\n'
    form += 'code = "roads.lorries"\nlabel = "Lorries that crossed"\nunit = "lorries"\ngrain = "directed-dyad-year"\n'
    (tmp_path / "roads.toml").write_text(form + 'kind = "flow"\nabsent = "not known"\nfile = "roads.csv"\n')
    assert not any(s["id"] == "own" for s in document("RUS", "CHN")["sections"])
    add_own(tmp_path / "roads.toml")
    page = document("RUS", "CHN")
    assert sentences(page, "own") == (
        "Lorries that crossed from Russia to China: 1,500 lorries in 2021, against 1,000 lorries in 2015."
    )
    assert [s["publisher"] for s in page["sources"] if s["dataset"] == "roads"] == ["Ministry of Roads"]
    assert not any(s["id"] == "own" for s in document("RUS", "JPN")["sections"])


@pytest.fixture(scope="module")
def copies(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a store of some sets that are not shipped."""
    folder, root = tmp_path_factory.mktemp("copies"), tmp_path_factory.mktemp("store")
    for name in COPIES:
        shutil.copytree(shared / "data" / "security" / name, folder / name)
    building.build(folder, root)
    return root


@pytest.mark.shared
def test_alliances_disputes_and_rivalry_with_their_zeros(copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(copies))
    told = sentences(document("RUS", "MMR"), "security")
    assert (
        "promised in 2018, the last year covered, not to attack each other (2004–18) (ATOP project, Rice University)."
        in told
    )
    assert "No militarised dispute between the two is on record in 1991–2014 (Correlates of War Project)." in told
    assert "No strategic rivalry between the two is on record in 1991–2020 (" in told
    treaty = "one side alone: the United States to defend the other (1951–2018)"
    assert treaty in sentences(document("USA", "JPN"), "security")
    page = document("IND", "PAK")
    assert "strategic rivals in 1947–2020, over territory (1947–2020)" in sentences(page, "security")
    assert "have a common border on land (1947–2016;" in sentences(page, "security")
    disputes = table(page, "security", "militarised disputes")
    assert all({r[2], r[3]} == {"India", "Pakistan"} for r in disputes["rows"])
    with_allies = table(document("USA", "JPN"), "security", "militarised disputes")["rows"]
    assert max(r[1] for r in with_allies) == 1945


@pytest.mark.shared
def test_cases_of_two_lists_on_one_line(copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(copies))
    page = document("IND", "PAK")
    lines = table(page, "sanctions", "by what each list says")
    both = [r for r in lines["rows"] if r[3] and r[4]]
    assert ["trade 1949–1951, negotiated settlement (aim: policy change)", "economic sanctions from 1949 to 1951"] in [
        r[3:] for r in both
    ]
    assert "No sanction case of Pakistan on India by name is on record in 1949–2023" in sentences(page, "sanctions")


@pytest.mark.shared
def test_a_small_buyer_without_a_whole_year_has_its_months(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shared / "data/economy/energy_russia_exports_crea/comtrade_eurostat_russia_fossil_monthly.csv.gz"
    building.add("crea", copy, tmp_path / "store")
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    page = document("RUS", "MMR")
    told = sentences(page, "energy-rus-mmr")
    assert "coal from Russia to Myanmar on record is September 2020 (31,000 tonnes)" in told
    assert "on record is July 2021 (0.245 tonnes, against 76.9 tonnes in July 2020)" in told
    assert not any("follow the imports" in h["reason"] and "from Russia to" in h["what"] for h in page["not_known"])
