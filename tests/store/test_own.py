"""A user's own indicators: what a form may say, what a file may hold, and what both are refused for."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import comity
from comity import store
from comity.catalogue import definition, indicator
from comity.catalogue.entries import add_own
from comity.errors import Failure, WrongUse
from comity.sources.own import read
from comity.store import building, manifest
from comity.vocabulary import Caveat, Definition, relation_columns

SOURCE = '[source]\ntitle = "Lorries at the border"\npublisher = "Ministry of Roads"\npublished = 2026-03-01\n'
LORRIES = {
    "code": "roads.lorries",
    "label": "Lorries that crossed the border",
    "unit": "lorries",
    "grain": "directed-dyad-year",
    "kind": "flow",
    "absent": "not known",
    "file": "roads.csv",
}
CROSSINGS = "origin,target,year,value\nRussia,China,2020,1200\nChina,Russia,2020,800.5\nRussia,Burma,2021,0\n"
Form = Callable[..., Path]


def written(folder: Path, rows: str | bytes, source: str, keys: Mapping[str, Any]) -> Path:
    entries = {**LORRIES, **keys}
    if isinstance(rows, str):
        (folder / entries["file"]).write_text(rows, encoding="utf-8")
    else:
        (folder / entries["file"]).write_bytes(rows)
    lines = [f"{k} = {v if k in LITERAL else json.dumps(v)}" for k, v in entries.items() if v is not None]
    path = folder / "roads.toml"
    path.write_text(source + "\n[[indicator]]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


LITERAL = ("columns", "coverage", "caveats", "adds_over_time")  # written as TOML; the rest are texts and lists


@pytest.fixture
def form(tmp_path: Path) -> Form:
    """Return a function that writes a form and its file: rows, source, keys of the indicator (None: without)."""

    def write(rows: str | bytes = CROSSINGS, source: str = SOURCE, **keys: Any) -> Path:
        return written(tmp_path, rows, source, keys)

    return write


def refused(path: Path, kind: type[Exception], *words: str) -> None:
    with pytest.raises(kind) as caught:
        read(path)
    for word in words:
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) - len(str(path.parent)) <= 260


def rows(path: Path, code: str = "roads.lorries") -> list[tuple[Any, ...]]:
    frame = read(path)[1].tables[code]
    return frame.drop("_line").rows()


def numbers(*ids: str) -> list[int]:
    return [comity.state(i).number for i in ids]


def test_a_short_form_makes_an_indicator_like_any_other(form: Form, root: Path) -> None:
    add_own(form())
    found = comity.get("roads.lorries", "RUS", "CHN")
    assert [(r["year"], r["value"], r["status"]) for r in found.rows] == [
        (2020, 1200.0, "reported"),
        (2021, None, "not known"),
    ]
    assert comity.get("roads.lorries", "RUS", "MMR", years="2021").rows[0]["value"] == 0.0
    assert definition("roads.lorries").unit == "lorries"
    assert "roads.lorries" in [d.code for d in comity.search("lorries border")]
    source = found.sources[0]
    assert (source.dataset.publisher, source.release.published) == ("Ministry of Roads", date(2026, 3, 1))
    assert "Ministry of Roads, Lorries at the border" in found.cite()
    assert tuple(indicator("roads.lorries").values.collect_schema().names()) == relation_columns("directed-dyad-year")


def test_what_was_never_in_the_file_is_outside_coverage(form: Form, root: Path) -> None:
    add_own(form())
    assert comity.get("roads.lorries", "FRA", "DEU", years="2020").rows[0]["status"] == "outside coverage"
    assert comity.get("roads.lorries", "RUS", "CHN", years="2019").rows[0]["status"] == "outside coverage"


def test_a_true_zero_is_zero_only_where_the_form_says_that_the_file_is_complete(form: Form, root: Path) -> None:
    path = form(absent="true zero")
    refused(path, WrongUse, "coverage", "true zero", "years")
    refused(form(absent="true zero", coverage="{years = '2018:2021'}"), WrongUse, ":14:", "coverage", "states")
    add_own(form(absent="true zero", coverage="{years = '2018:2021', states = 'all'}"))
    assert comity.get("roads.lorries", "FRA", "DEU", years="2018").rows[0]["value"] == 0.0
    assert comity.get("roads.lorries", "FRA", "DEU", years="2017").rows[0]["value"] is None
    assert comity.get("roads.lorries", "SUN", "DEU", years="2018:2019").rows[0]["status"] == "outside coverage"


def test_the_form_may_say_all_there_is_to_say(form: Form, root: Path) -> None:
    source = SOURCE + (
        'code = "border"\nrelease = "v2"\ncitation = "Roads (2026)"\naddress = "https://example.org"\nlicence = "CC0"\n'
    )
    caveats = "['Counted by day.', {text = 'Two posts closed.', states = ['Myanmar'], first = 2021-02-01}]"
    add_own(form(source=source, caveats=caveats, sector="trade", note="By weight.", adds_over_time="false"))
    found = comity.get("roads.lorries", "RUS", "MMR")
    assert found.definition == Definition(
        code="roads.lorries",
        label="Lorries that crossed the border",
        unit="lorries",
        grain="directed-dyad-year",
        kind="flow",
        sector="trade",
        absent="not known",
        adds_over_time=False,
        adds_over_states=True,
        caveats=(Caveat("Counted by day."), Caveat("Two posts closed.", ("MMR",), date(2021, 2, 1))),
        note="By weight.",
    )
    assert [c.text for c in found.caveats] == ["Counted by day.", "Two posts closed."]
    assert [c.text for c in comity.get("roads.lorries", "RUS", "CHN").caveats] == ["Counted by day."]
    dataset, release = found.sources[0].dataset, found.sources[0].release
    assert (dataset.code, release.stamp, dataset.licence.words) == ("border", "v2", "CC0")
    assert dataset.licence.ship == "no"


@pytest.mark.parametrize(
    ("kind", "time", "states"),
    [("flow", True, True), ("stock", False, True), ("index", False, False), ("price", False, False)],
)
def test_what_may_be_added_follows_from_the_kind(form: Form, kind: str, time: bool, states: bool) -> None:
    what = read(form(kind=kind))[0].offers[0].what
    assert isinstance(what, Definition)
    assert (what.adds_over_time, what.adds_over_states) == (time, states)


def test_a_stock_is_never_added_over_time(form: Form) -> None:
    refused(form(kind="stock", adds_over_time="true"), WrongUse, "adds_over_time", "never added")


def test_several_indicators_may_share_a_form_and_a_file(form: Form, root: Path) -> None:
    path = form("state,year,pop,gdp\nMMR,2020,54,79\nRUS,2020,144,\n", columns="{value = 'pop'}", codes="iso3",
                grain="state-year", kind="stock")  # fmt: skip
    text = path.read_text(encoding="utf-8")
    second = text[text.index("[[") :].replace("roads.lorries", "roads.wealth").replace("'pop'", "'gdp'")
    path.write_text(text + second + 'blank = "none recorded"\n', encoding="utf-8")
    entry = add_own(path)
    assert [t["table"] for t in entry["tables"]] == ["roads.lorries", "roads.wealth"]
    assert comity.get("roads.lorries", "RUS").rows[0]["value"] == 144.0
    wealth = comity.get("roads.wealth", "RUS", "MMR").rows
    assert [(r["state"], r["value"], r["status"]) for r in wealth] == [
        ("RUS", None, "none recorded"),
        ("MMR", 79.0, "reported"),
    ]


def test_a_pair_without_direction_may_stand_in_either_order(form: Form, root: Path) -> None:
    add_own(form("origin,target,year,value\nRussia,China,2020,7\nChina,India,2020,5\n", grain="dyad-year"))
    assert comity.get("roads.lorries", "RUS", "CHN").rows[0]["value"] == 7.0
    assert comity.get("roads.lorries", "CHN", "RUS").rows[0]["value"] == 7.0
    assert comity.get("roads.lorries", "RUS", "IND").rows[0]["status"] == "not known"


def test_months_that_the_file_does_not_reach_are_not_told_as_none_recorded(form: Form) -> None:
    text = "state,month,value\nMMR,2021-02,1330\n"
    keys = {"grain": "state-month", "codes": "iso3", "kind": "price", "absent": "none recorded"}
    refused(form(text, **keys), WrongUse, "absent", "coverage", "whole years")
    assert len(rows(form(text, coverage="{years = '2021'}", **keys))) == 1


def test_months_are_kept_as_their_first_day(form: Form) -> None:
    found = rows(form("state,month,value\nMMR,2021-02,1330\nMMR,2022-08-01,2100\n", grain="state-month", codes="iso3",
                      kind="price"))  # fmt: skip
    (mmr,) = numbers("MMR")
    assert found == [
        (mmr, 2021, date(2021, 2, 1), 1330.0, "reported"),
        (mmr, 2022, date(2022, 8, 1), 2100.0, "reported"),
    ]
    refused(form("state,month,value\nMMR,2021-02-13,1\n", grain="state-month", codes="iso3"), Failure, "roads.csv:2")


@pytest.mark.parametrize(
    ("codes", "word", "year", "id_"),
    [
        ("name", "Russian Federation", 2020, "RUS"),
        ("name", "Russia", 1980, "SUN"),
        ("name", "Burma", 1985, "MMR"),
        ("iso3", "MMR", 2020, "MMR"),
        ("iso2", "mm", 2020, "MMR"),
        ("iso_numeric", "104", 2020, "MMR"),
        ("iso_numeric", "008", 2020, "ALB"),
        ("cow", "365", 2020, "RUS"),
        ("cow", "365", 1980, "SUN"),
        ("cow", "AUS", 2010, "AUT"),  # Austria to COW, Australia to ISO
        ("iso3", "AUS", 2010, "AUS"),
        ("gw", "678", 1980, "XYN"),
        ("id", "XYN", 1980, "XYN"),
    ],
)
def test_states_are_read_by_the_code_system_said_and_the_year(
    form: Form, codes: str, word: str, year: int, id_: str
) -> None:
    found = rows(form(f"state,year,value\n{word},{year},1\n", grain="state-year", codes=codes))
    assert found[0][0] == comity.state(id_).number


def test_codes_are_never_guessed(form: Form) -> None:
    refused(form("state,year,value\nMMR,2020,1\n", grain="state-year"), Failure, "csv:2", "Myanmar", "codes = 'iso3'")


def test_the_same_figures_in_csv_parquet_and_xlsx_are_the_same_indicator(form: Form, tmp_path: Path) -> None:
    words = {"origin": [365, 710, 365], "target": [710, 365, 775], "year": [2020, 2020, 2021]}
    values = [1200.0, 800.1, None]
    keys = {"codes": "cow", "blank": "none recorded"}
    text = "origin,target,year,value\n365,710,2020,1200\n710,365,2020,800.1\n365,775,2021,\n"
    by_csv = rows(form(text, **keys))
    pl.DataFrame({**words, "value": values, "remark": ["a", "b", "c"]}).write_parquet(tmp_path / "x.parquet")
    by_parquet = rows(form((tmp_path / "x.parquet").read_bytes(), file="roads.parquet", **keys))
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = book.add_worksheet("numbers")
        for column, (name, cells) in enumerate({**words, "value": values}.items()):
            sheet.write(2, column, name)
            for i, cell in enumerate(cells, 3):
                sheet.write(i, column, cell)
    by_xlsx = rows(form((tmp_path / "x.xlsx").read_bytes(), file="roads.xlsx", **keys))
    rus, chn, mmr = numbers("RUS", "CHN", "MMR")
    assert by_csv == [
        (rus, chn, 2020, 1200.0, "reported"),
        (chn, rus, 2020, 800.1, "reported"),
        (rus, mmr, 2021, None, "none recorded"),
    ]
    assert by_parquet == by_xlsx == by_csv


def test_a_workbook_of_several_sheets_asks_which(form: Form, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        book.add_worksheet("notes").write(0, 0, "made up")
        sheet = book.add_worksheet("numbers")
        for i, row in enumerate([["state", "year", "value"], ["Myanmar", 2020, 3.5], ["Russia", 2020, "#DIV/0!"]]):
            sheet.write_row(i, 0, row)
    raw = (tmp_path / "x.xlsx").read_bytes()
    keys = {"file": "roads.xlsx", "grain": "state-year"}
    refused(form(raw, **keys), Failure, "several sheets", "notes, numbers")
    refused(form(raw, sheet="figures", **keys), Failure, "no sheet 'figures'")
    refused(form(raw, sheet="numbers", **keys), Failure, "roads.xlsx:3", "#DIV/0!")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Rusia,China,2020,1", ("csv:2", "Rusia", "did you mean", "Russia")),
        ("World,China,2020,1", ("csv:2", "World", "leave_out")),
        ("European Union,China,2020,1", ("csv:2", "European Union", "leave_out")),
        (",China,2020,1", ("csv:2", "blank")),
        ("Russia,China,2020,1\nSoviet Union,China,1995,1", ("csv:3", "ended on 1991", "Russia")),
        ("Russia,China,2020,1\nRussia,Russian Federation,2020,1", ("csv:3", "both sides are Russia (RUS) in 2020")),
        ("Russia,China,2020,1\nRussian Federation,China,2020,2", ("csv:3", "RUS, CHN, 2020", "line 2")),
        ("Russia,China,2020,1\nRussia,China,2020,1", ("csv:3", "twice")),
        ("Russia,China,2020,many", ("csv:2", "many", "expected a number")),
        ("Russia,China,2020,=1+1", ("csv:2", "=1+1", "expected a number")),
        ('Russia,China,2020,"1,200"', ("csv:2", "1,200", "expected a number")),
        ("Russia,China,2020,NaN", ("csv:2", "NaN", "expected a number")),
        ("Russia,China,2020,inf", ("csv:2", "inf", "expected a number")),
        ("Russia,China,2020,1e999", ("csv:2", "1e999", "expected a number")),
        ("Russia,China,2020,", ("csv:2", "blank", "blank = 'not known'")),
        ("Russia,China,20,1", ("csv:2", "'20'", "1816–2100")),
        ("Russia,China,99999999999,1", ("csv:2", "1816–2100")),
        ("Russia,China,2020.5,1", ("csv:2", "2020.5", "a year")),
        ("Russia,China,,1", ("csv:2", "blank", "year")),
        ("Russia,China,2020", ("csv:2", "3 fields")),
        ('"Russia,China,2020,1', ("csv", "CSV")),
        ("", ("csv", "no rows")),
        ("=cmd|' /C calc'!A0,China,2020,1", ("csv:2", "=cmd")),
        ("\x1b[2J,China,2020,1", ("csv:2", r"\x1b[2J")),
    ],
)
def test_a_row_that_is_not_what_the_form_says_is_refused_with_its_line(
    form: Form, lines: str, words: tuple[str, ...]
) -> None:
    refused(form(f"origin,target,year,value\n{lines}\n"), Failure, *words)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"origin,target,jahr,value\nRussia,China,2020,1\n", ("csv:1", "'year'", "jahr", "columns = {year")),
        (b"origin;target;year;value\nRussia;China;2020;1\n", ("csv:1", "origin;target")),
        (b"origin,origin,target,year,value\nRussia,China,China,2020,1\n", ("csv:1", "twice")),
        (b"", ("empty",)),
        (b"<!doctype html><p>404", ("web page", "csv")),
        (b"origin,target,year,value\nRussia,M\xfcnchen,2020,1\n", ("byte", "utf-8")),
    ],
)
def test_a_file_that_is_not_what_the_form_says_is_refused(form: Form, raw: bytes, words: tuple[str, ...]) -> None:
    refused(form(raw), Failure, *words)


def test_another_delimiter_is_said(form: Form) -> None:
    path = form("origin;target;year;value\nRussia;China;2020;1\n", delimiter=";")
    assert [r[3] for r in rows(path)] == [1.0]
    refused(form(delimiter="ab"), WrongUse, "delimiter")


def test_a_parquet_file_of_words_or_of_nothing_is_refused(form: Form, tmp_path: Path) -> None:
    columns = {"origin": ["Russia"], "target": ["China"], "year": [2020]}
    for value, words in (([True], "Boolean"), ([float("nan")], "expected a number"), ([float("inf")], "a number")):
        pl.DataFrame({**columns, "value": value}).write_parquet(tmp_path / "x")
        refused(form((tmp_path / "x").read_bytes(), file="roads.parquet"), Failure, "roads.parquet", words)
    for year in (float("nan"), float("inf"), 1e300, 2020.5):
        pl.DataFrame({**columns, "year": [year], "value": [1.0]}).write_parquet(tmp_path / "x")
        refused(form((tmp_path / "x").read_bytes(), file="roads.parquet"), Failure, "'year'", "whole numbers")
    refused(form(b"PAR1 not", file="roads.parquet"), Failure, "not a readable Parquet file")
    refused(form(b"PK not", file="roads.xlsx"), Failure, "not a workbook")


def test_a_file_too_large_is_refused_before_it_is_read(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.sources.own_file.MOST_BYTES", 20)
    refused(form(), Failure, "bytes", "split it")
    monkeypatch.setattr("comity.sources.own_file.MOST_BYTES", 10_000)
    monkeypatch.setattr("comity.sources.own_file.MOST_ROWS", 2)
    refused(form(), Failure, "3 rows", "split it")


def test_rows_of_sums_are_left_out_by_name_and_counted(form: Form) -> None:
    text = CROSSINGS + "World,China,2020,9999\nRussia,World,2020,many\n"
    reading = read(form(text, leave_out=["World"]))[1]
    assert len(reading.tables["roads.lorries"]) == 3
    assert "roads.lorries: 2 rows left out as no states: World" in reading.notes


def test_rows_outside_the_coverage_said_are_refused(form: Form) -> None:
    refused(form(coverage="{years = '2020'}"), Failure, "csv:4", "outside the coverage")
    refused(form(coverage="{origins = ['Russia']}"), Failure, "csv:3", "outside the coverage")
    span = read(form(coverage="{origins = ['Russia', 'China'], targets = 'all', years = '2019:2022'}"))[1].coverage
    assert [(s.first, s.last, s.origins, s.targets) for s in span["roads.lorries"]] == [
        (2019, 2022, ("CHN", "RUS"), None)
    ]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"absent": None}, ("absent", "missing", "'not known'")),
        ({"unit": None}, ("unit", "missing")),
        ({"unit": ""}, (":9:", "unit")),
        ({"kind": "flux"}, (":11:", "kind", "'flux'", "'flow'")),
        ({"grain": "dyad"}, ("grain", "'dyad-year'")),
        ({"code": "Roads"}, (":7:", "code", "Roads")),
        ({"code": "../x.y"}, ("code",)),
        ({"label": "a\nb"}, ("label", "one line")),
        ({"label": "x" * 2000}, ("label", "1,000")),
        ({"file": "../roads.csv"}, ("file", "beside the form")),
        ({"columns": "{from = 'a'}"}, ("from", "columns", "origin")),
        ({"columns": "{origin = 'target'}"}, ("the same",)),
        ({"columns": "'a'"}, ("columns", "no table")),
        ({"codes": "fips"}, ("codes", "'iso3'")),
        ({"blank": "zero"}, ("blank", "'true zero'")),
        ({"leave_out": "World"}, ("leave_out", "no list")),
        ({"caveats": "[{text = 'x', states = ['Rusia']}]"}, ("states", "Russia")),
        ({"coverage": "{years = 'always'}"}, ("years", "always")),
        ({"coverage": "{states = ['Atlantis']}"}, ("states", "Atlantis")),
        ({"lable": "x"}, (":14:", "lable", "did you mean label?")),
    ],
)
def test_a_form_that_is_not_filled_in_is_refused_with_its_line(
    form: Form, keys: dict[str, Any], words: tuple[str, ...]
) -> None:
    with pytest.raises((WrongUse, Failure)) as caught:
        read(form(**keys))
    for word in ("roads.", *words):
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ("no [source]",)),
        ("\ntitle = ", (":2:", "not TOML")),
        ("title = \n\n", (":1:", "not TOML")),
        ("[sauce]\n", (":1:", "sauce")),
        (SOURCE, ("no [[indicator]]",)),
        (SOURCE + "indicator = 3\n", ("indicator",)),
        (SOURCE.replace("2026-03-01", "'March'"), ("no [[indicator]]",)),
        (SOURCE.replace("published = 2026-03-01", "") + "[[indicator]]\n", ("published", "missing")),
        (SOURCE.replace("2026-03-01", "'March'") + "[[indicator]]\n", (":4:", "published", "March")),
        (SOURCE + 'release = "../x"\n[[indicator]]\n', (":5:", "release")),
        (SOURCE + 'code = "a b"\n[[indicator]]\n', (":5:", "code")),
        (SOURCE + "[[indicator]]\n" * 300, ("300 indicators",)),
    ],
)
def test_a_form_of_another_shape_is_refused(tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / "roads.toml"
    path.write_text(text, encoding="utf-8")
    refused(path, WrongUse, *words)


def test_a_form_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "roads.toml", WrongUse, "no such file")
    (tmp_path / "roads.toml").write_bytes(b"\xff\xfe")
    refused(tmp_path / "roads.toml", WrongUse, "UTF-8")
    (tmp_path / "roads.toml").write_bytes(b"#" * 1_000_001)
    refused(tmp_path / "roads.toml", WrongUse, "larger")


def test_a_new_release_stands_beside_the_old_and_the_same_one_is_replaced(form: Form, root: Path) -> None:
    add_own(form())
    add_own(form(CROSSINGS.replace("1200", "1300")))
    assert comity.get("roads.lorries", "RUS", "CHN", years="2020").rows[0]["value"] == 1300.0
    add_own(form(CROSSINGS.replace("1200", "1400"), source=SOURCE.replace("03-01", "06-01")))
    assert [h.release.stamp for h in store.holdings_at(root)] == ["2026-03-01", "2026-06-01"]
    assert comity.get("roads.lorries", "RUS", "CHN", years="2020").rows[0]["value"] == 1400.0
    older = comity.get("roads.lorries", "RUS", "CHN", years="2020", as_of="2026-05-01")
    assert older.rows[0]["value"] == 1300.0
    assert len(list(root.rglob("*.parquet"))) == 2


@pytest.mark.parametrize(
    "keys", [{"unit": "cars"}, {"kind": "stock"}, {"absent": "none recorded"}, {"grain": "dyad-year"}]
)
def test_another_meaning_is_another_indicator(form: Form, root: Path, keys: dict[str, str]) -> None:
    add_own(form())
    later = form(CROSSINGS.replace("China,Russia", "China,India"), source=SOURCE.replace("03-01", "06-01"), **keys)
    with pytest.raises(WrongUse, match="another code"):
        add_own(later)
    building.remove("roads", root)
    add_own(later)


@pytest.mark.parametrize("code", ["arms.deliveries", "arms.deals", "votes.agreement"])
def test_a_code_that_the_catalogue_has_is_refused(form: Form, root: Path, code: str) -> None:
    with pytest.raises(WrongUse, match=f"{code} is an indicator or a record kind already"):
        add_own(form(code=code))
    assert not (root / "manifest.json").exists()


def test_names_of_data_sets_are_not_taken_from_others(form: Form, root: Path) -> None:
    with pytest.raises(WrongUse, match="sipri_arms is a data set of Comity's"):
        add_own(form(source=SOURCE + 'code = "sipri_arms"\n'))
    add_own(form())
    with pytest.raises(WrongUse, match="in your data set 'roads' already"):
        add_own(form(source=SOURCE + 'code = "streets"\n'))


def test_what_is_removed_is_gone_with_its_files(form: Form, root: Path) -> None:
    add_own(form())
    add_own(form(source=SOURCE.replace("03-01", "06-01")))
    with pytest.raises(WrongUse, match="no release 'v9' of"):
        building.remove("roads", root, release="v9")
    assert building.remove("roads", root, release="2026-06-01") == ["2026-06-01"]
    assert comity.get("roads.lorries", "RUS", "CHN").sources[0].release.stamp == "2026-03-01"
    assert building.remove("roads", root) == ["2026-03-01"]
    assert not (root / "roads").exists()
    with pytest.raises(WrongUse, match="no indicator called"):
        comity.get("roads.lorries", "RUS", "CHN")
    with pytest.raises(WrongUse, match="no data set 'roads'"):
        building.remove("roads", root)


@pytest.mark.shared
def test_a_later_build_keeps_the_users_own(form: Form, root: Path, downloads: Path) -> None:
    add_own(form())
    building.build(downloads, root)
    assert {h.dataset for h in store.holdings_at(root)} == {"cow_system", "fuel_prices", "roads"}
    assert comity.get("roads.lorries", "RUS", "CHN", years="2020").rows[0]["value"] == 1200.0


@pytest.mark.parametrize(
    "damage",
    [
        lambda e: e["indicators"][0].pop("unit"),
        lambda e: e["indicators"][0].update(grain="dyad-century"),
        lambda e: e["indicators"][0].update(code="other.code"),
        lambda e: e.update(indicators=[3]),
        lambda e: e.update(indicators=None),
    ],
)
def test_a_damaged_definition_is_refused(form: Form, root: Path, damage: Callable[[dict[str, Any]], object]) -> None:
    add_own(form())
    document = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    damage(document["datasets"][0])
    (root / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Failure, match="cut or altered"):
        comity.get("roads.lorries", "RUS", "CHN")


def test_a_code_that_comity_learns_later_is_comity_s_and_that_is_said(
    form: Form, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    building.add_own(form(code="arms.deliveries"), root)  # as if the catalogue had not had it yet
    with pytest.warns(UserWarning, match=r"arms\.deliveries is now an indicator of Comity's"):
        assert comity.get("arms.deliveries", "RUS", "MMR", years="2022").sources[0].dataset.code == "sipri_arms"


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["RUS", "CHN", "MMR"]), st.sampled_from(["FRA", "DEU"]), st.integers(1995, 2024)),
    st.floats(allow_nan=False, allow_infinity=False),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS, data=st.data())
def test_every_figure_is_stored_as_it_stands_in_whatever_order(cells: dict[Any, float], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stored = []
        for place in ("a", "b"):
            order = data.draw(st.permutations(list(cells.items())))
            text = "".join(f"{o},{t},{y},{v!r}\n" for (o, t, y), v in order)
            (Path(folder) / place).mkdir()
            path = written(Path(folder) / place, "origin,target,year,value\n" + text, SOURCE, {"codes": "iso3"})
            building.add_own(path, Path(folder) / place / "store")
            (held,) = manifest.holdings_at(Path(folder) / place / "store")
            stored.append(pl.read_parquet(held.tables["roads.lorries"].path))
        found = {(o, t, y): v for o, t, y, v, _ in stored[0].rows()}
        number = {i: comity.state(i).number for i in ("RUS", "CHN", "MMR", "FRA", "DEU")}
        assert found == {(number[o], number[t], y): v for (o, t, y), v in cells.items()}
        assert stored[0].equals(stored[1])
