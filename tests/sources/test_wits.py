"""What is read from WITS: both sides' reports of goods, beside each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from comity import states
from comity.errors import Failure
from comity.sources import wits, wits_comtrade
from comity.sources.checks import checked, within
from comity.sources.publication import Reading

PUBLICATION = wits.PUBLICATIONS[0]
NUMBER = {s.id: s.number for s in states.states()}


@pytest.fixture(scope="module")
def reading(shared: Path) -> Reading:
    place = "data/economy/trade_wits_all_pairs_1962_2016/wits_total_trade_reporter_partner.parquet"
    return wits.read_copy({"reports": shared / place})


def values(reading: Reading, code: str) -> pl.DataFrame:
    offer = next(o for o in PUBLICATION.offers if o.what.code == code)
    found = offer.values({name: nw.from_native(frame.lazy()) for name, frame in reading.tables.items()})
    return found.collect(backend="polars").to_native()  # type: ignore[no-any-return]


def flow(frame: pl.DataFrame, origin: str, target: str, year: int) -> float | None:
    row = frame.filter(pl.col("origin") == NUMBER[origin], pl.col("target") == NUMBER[target], pl.col("year") == year)
    return row["value"].item() if len(row) else None


@pytest.mark.shared
def test_the_copy_gives_the_publishers_cells(reading: Reading, shared: Path) -> None:
    for name, rows in reading.tables.items():
        table = PUBLICATION.table(name)
        frame = checked(table, rows, shared)
        within(table.envelopes[reading.release.stamp], table, frame, shared)


@pytest.mark.shared
def test_both_reports_of_one_flow_stand_beside_each_other(reading: Reading) -> None:
    sold, bought = values(reading, "trade.exports_reported"), values(reading, "trade.imports_reported")
    assert flow(sold, "RUS", "MMR", 2016) == 239_020_270
    assert flow(bought, "RUS", "MMR", 2016) == 25_987_943


@pytest.mark.shared
@pytest.mark.parametrize(
    ("year", "millions"),
    [(2008, 32), (2009, 45), (2010, 63), (2011, 270), (2012, 131), (2013, 79), (2014, 39), (2015, 98)],
)
def test_what_russia_said_it_sold_to_myanmar(reading: Reading, year: int, millions: float) -> None:
    found = flow(values(reading, "trade.exports_reported"), "RUS", "MMR", year)
    assert found is not None
    assert found / 1e6 == pytest.approx(millions, abs=0.5)


@pytest.mark.shared
def test_what_was_not_reported_is_not_known(reading: Reading) -> None:
    assert flow(values(reading, "trade.imports_reported"), "RUS", "MMR", 2013) is None
    assert all(o.what.absent == "not known" for o in PUBLICATION.offers)  # type: ignore[union-attr]


@pytest.mark.shared
def test_a_pair_stands_once_and_never_with_itself(reading: Reading) -> None:
    for code in ("trade.exports_reported", "trade.imports_reported"):
        found = values(reading, code)
        assert not found.select("origin", "target", "year").is_duplicated().any()
        assert not (found["origin"] == found["target"]).any()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("code", "year", "state"),
    [("RUS", 1980, "SUN"), ("SER", 1985, "YUG"), ("SER", 2004, "SCG"), ("SER", 2010, "SRB"), ("YEM", 1985, "XYN"),
     ("YDR", 1985, "YMD"), ("SVR", 1970, "XVS"), ("ROM", 1980, "ROU"), ("OAS", 2010, "TWN"), ("SUD", 2014, "SDN")],
)  # fmt: skip
def test_codes_mean_the_state_of_the_year(reading: Reading, code: str, year: int, state: str) -> None:
    rows = reading.tables["imports"].filter(pl.col("exporter") == code, pl.col("year") == year)
    assert set(rows["origin"]) == {NUMBER[state]}


@pytest.mark.shared
@pytest.mark.parametrize("code", ["UNS", "BLX", "EUN", "SPE", "BUN"])
def test_what_is_no_state_is_kept_in_the_publishers_code(reading: Reading, code: str) -> None:
    side, number = ("importer", "target") if code == "EUN" else ("exporter", "origin")
    rows = reading.tables["imports"].filter(pl.col(side) == code)
    assert len(rows)
    assert rows[number].null_count() == len(rows)


@pytest.mark.shared
def test_goods_without_a_partner_count_in_the_total(reading: Reading) -> None:
    table = reading.tables["exports"]
    russia = table.filter(pl.col("exporter") == "RUS", pl.col("year") == 2013)
    total = values(reading, "trade.exports_reported_total")
    found = total.filter(pl.col("state") == NUMBER["RUS"], pl.col("year") == 2013)["value"].item()
    secret = float(russia.filter(pl.col("importer") == "UNS")["dollars"].sum())
    assert found == russia["dollars"].sum()
    assert secret / 1e9 == pytest.approx(67, abs=1)
    assert found / 1e9 == pytest.approx(522, abs=6)


def row(reporter: str, partner: str, flow: str, dollars: float, **other: Any) -> dict[str, Any]:
    whole = {"typeCode": "C", "freqCode": "A", "refYear": 2016, "cmdCode": "TOTAL", "partner2Code": 0, "motCode": 0,
             "customsCode": "C00"}  # fmt: skip
    flows = {"reporterISO": reporter, "partnerISO": partner, "flowCode": flow, "primaryValue": dollars}
    return {**whole, **flows, **other}


def answer(path: Path, *rows: dict[str, Any]) -> dict[str, Path]:
    path.write_text(json.dumps({"elapsedTime": "0.2 secs", "count": len(rows), "data": rows, "error": ""}), "utf-8")
    return {"reports": path}


@pytest.mark.shared
def test_comtrade_gives_the_same_rows(reading: Reading, tmp_path: Path) -> None:
    ours = {
        name: frame.filter(pl.col("year") == 2016, pl.col("origin").is_in(few), pl.col("target").is_in(few))
        for few in ([NUMBER[i] for i in ("RUS", "MMR", "CHN", "IND")],)
        for name, frame in reading.tables.items()
    }
    asked = [row(r["exporter"], r["importer"], "X", r["dollars"]) for r in ours["exports"].to_dicts()]
    asked += [row(r["importer"], r["exporter"], "M", r["dollars"]) for r in ours["imports"].to_dicts()]
    own = wits_comtrade.read_answer(answer(tmp_path / "a.json", *asked, row("RUS", "W00", "X", 2.8e11)))
    for name, frame in ours.items():
        table = PUBLICATION.table(name)
        assert checked(table, own.tables[name], tmp_path).equals(checked(table, frame, tmp_path))


@pytest.mark.shared
def test_the_specimen_of_comtrade_agrees_with_wits(reading: Reading, shared: Path) -> None:
    path = shared / "samples/un_comtrade/data_v1_get_CHN_2010_TOTAL.json"
    knows = PUBLICATION.editions[1].knows
    assert knows is not None
    assert knows(path.read_text(encoding="utf-8"))
    own = wits_comtrade.read_answer({"reports": path})
    theirs, ours = values(own, "trade.imports_reported"), values(reading, "trade.imports_reported")
    assert flow(theirs, "ARG", "CHN", 2010) == 6_804_128_143
    assert flow(ours, "ARG", "CHN", 2010) == pytest.approx(6_804_128_143, rel=1e-6)
    assert own.coverage["imports"][0].covers("DEU", "CHN", 2010)
    assert not own.coverage["imports"][0].covers("RUS", "CHN", 2010)


@pytest.mark.shared
def test_an_empty_answer_is_no_zero(shared: Path) -> None:
    with pytest.raises(Failure, match="an empty answer is no zero"):
        wits_comtrade.read_answer({"reports": shared / "samples/un_comtrade/bulk_index_empty_200.json"})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("RUS", "MMR", "X", 1.0), row("RUS", "QQQ", "X", 1.0)], r"a\.json:2: 'QQQ'"),
        ([row("RUS", "MMR", "X", 1.0, cmdCode="2709")], "row 1 has cmdCode '2709'"),
        ([row("RUS", "MMR", "X", 1.0, motCode=1000)], "row 1 has motCode 1000"),
        ([row("RUS", "MMR", "RX", 1.0)], r"a\.json:1: 'RX' .* in the column 'flowCode'"),
        ([row("RUS", "W00", "X", 1.0)], "only totals of the world"),
        ([row("RUS", "MMR", "X", 1.0)] * 500, "500 rows, the most of one answer"),
    ],
)
def test_another_answer_of_comtrade_is_refused(tmp_path: Path, rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(Failure, match=said):
        wits_comtrade.read_answer(answer(tmp_path / "a.json", *rows))
