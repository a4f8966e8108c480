from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.catalogue.exports import csv_text, safe_cell
from comity.pages import words
from comity.pages.downloads import slug
from comity.pages.html import clean, to_html
from comity.pages.model import Chart, Download, Hole, Lead, Page, Section, Table
from comity.vocabulary import Caveat, Figure
from tests.pages.sample import ACLED, SIPRI, figure, page


class Reader(HTMLParser):
    """Reads a page as a reader does: tags with their attributes, and the text outside style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.hidden = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {k: v or "" for k, v in attrs}))
        self.hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def text() -> str:
    return to_html(page())


@pytest.fixture(scope="module")
def read(text: str) -> Reader:
    return Reader(text)


def bare(said: str) -> Page:
    """Return a page with the text in every field that takes text."""
    source = replace(SIPRI, dataset=replace(SIPRI.dataset, title=said, citation=said, publisher=said, address=said))
    number = Figure(1.0, said, "reported", said, (said,), 2000, 2000, (source,), said)
    section = Section(
        said,
        said,
        ((said, number),),
        tables=(Table(said, (said, said), ((said, number),)),),
        caveats=(Caveat(said),),
        sources=(source,),
        downloads=(Download(said, ({said: said},)),),
    )
    lead = Lead(said, number, (said,))
    return Page(said, (said,), (lead,), (section,), (Hole(said, said, said),), None, (said,), {said: said})


def test_the_same_page_gives_the_same_bytes(text: str) -> None:
    assert to_html(page()) == text


def test_nothing_is_loaded_and_nothing_runs(text: str, read: Reader) -> None:
    led = {(tag, k) for tag, attrs in read.tags for k, v in attrs.items() if v.startswith(("http", "//"))}
    assert led == {("a", "href"), ("svg", "xmlns")}
    assert not {"src", "srcset", "style", "onload"} & {name for _, attrs in read.tags for name in attrs}
    assert [s["type"] for s in read.all("script")] == ["application/ld+json"]
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_allows_the_pages_own_style_and_no_more(read: Reader) -> None:
    policy = next(m["content"] for m in read.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_page_has_a_language_one_heading_landmarks_and_a_skip_link(read: Reader) -> None:
    assert read.all("html") == [{"lang": "en"}]
    assert [len(read.all(tag)) for tag in ("h1", "main", "header", "nav", "footer")] == [1] * 5
    assert {"class": "skip", "href": "#main"} in read.all("a")


def test_every_link_inside_the_page_leads_somewhere_and_ids_are_unique(read: Reader) -> None:
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    inner = {a["href"][1:] for a in read.all("a") if a["href"].startswith("#")}
    assert inner <= set(ids)


def test_every_chart_has_words_and_its_figures_as_a_table(read: Reader) -> None:
    drawn = [attrs for tag, attrs in read.tags if attrs.get("role") == "img"]
    figures = sum(len(s.charts) for s in page().sections)
    assert len(drawn) == len(read.all("figure")) == len(read.all("details")) == figures
    assert all(len(attrs["aria-label"]) > 40 for attrs in drawn)
    assert len(read.all("caption")) == len(read.all("table"))
    assert all(th.get("scope") in ("row", "col") for th in read.all("th"))


def test_a_number_in_a_sentence_leads_to_its_row_or_its_source(read: Reader) -> None:
    links = {a["title"]: a["href"] for a in read.all("a") if a.get("class") == "number"}
    russia = next(h for t, h in links.items() if t.startswith("26.93 %"))
    vote = next(h for t, h in links.items() if t.startswith("0.606"))
    assert (russia, vote) == ("#arms-table-1-2", "#diplomacy-chart-1-14")
    assert next(h for t, h in links.items() if t.startswith("$184,000,000")) == "#source-1"


def test_the_number_of_every_sentence_can_be_read_back(read: Reader) -> None:
    for section in page().sections:
        for sentence in section.sentences:
            said = "".join(words.in_text(p) if isinstance(p, Figure) else p for p in sentence)
            assert said in re.sub(r"\s+", " ", read.text)
            ways = {way for p in sentence if isinstance(p, Figure) for way in words.readable(p)}
            typed = " ".join(p for p in sentence if isinstance(p, str))
            for number in re.findall(r"\d[\d,.]*\d|\d", said):
                assert number in ways or number in typed or any(number in way for way in ways)


def test_under_a_chart_stand_dataset_release_years_unit_and_licence(read: Reader) -> None:
    assert (
        "Dataset SIPRI Arms Transfers Database Release 2024-03 Retrieved 2 May 2024 Years 2008–22 Unit share Licence"
        in read.text
    )


def test_sources_are_numbered_as_first_cited(read: Reader) -> None:
    assert [s.dataset.code for s in page().sources()] == ["sipri", "votes", "acled"]
    assert "published 11 March 2024, retrieved 2 May 2024" in read.text


def test_a_download_says_its_rows_and_carries_them(read: Reader) -> None:
    buttons = [a for a in read.all("a") if "download" in a]
    assert [b["download"] for b in buttons] == ["arms-shares.csv", "un-agreement.csv"]
    assert "arms-shares.csv, 98 rows" in read.text
    kind, packed = buttons[0]["href"].split(",")
    assert kind == "data:text/csv;charset=utf-8;base64"
    assert base64.b64decode(packed).decode().splitlines()[0] == "year,name,value"


def test_rows_that_may_not_be_passed_on_are_not_in_the_page() -> None:
    secret = Section("x", "X", (), downloads=(Download("x", ({"a": "hidden figure"},), (ACLED,)),))
    shown = to_html(Page("T", (), (), (secret,), ()))
    assert base64.b64encode(b"hidden").decode()[:6] not in shown
    assert "may not be passed on" in shown
    assert ACLED.dataset.address in shown


def test_caveats_and_holes_are_shown_unfolded(read: Reader) -> None:
    assert "not for the State Administration Council." in read.text
    assert "Russia stopped publishing its customs data in April 2022." in read.text


def test_the_page_says_how_to_cite_it(read: Reader) -> None:
    assert "Comity, “Russia and Myanmar”, as of 1 June 2024." in read.text
    assert "@misc{comity-russia-and-myanmar," in read.text


def test_the_data_for_machines_are_schema_org(text: str) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert (data["@type"], data["temporalCoverage"]) == ("Dataset", "2012/2023")
    assert [d["version"] for d in data["isBasedOn"]] == ["2024-03", "2024-01", "2024-03"]


def test_a_long_table_is_folded_and_a_table_without_figures_has_no_column_of_sources() -> None:
    table = Table("Visits", ("Date", "Who"), tuple((str(n), "x") for n in range(17)))
    read = Reader(to_html(Page("T", (), (), (Section("a", "A", (), tables=(table,)),), ())))
    assert "Visits: 17 rows" in read.text
    assert len(read.all("details")) == 1
    assert [th for th in read.all("th") if th["scope"] == "col"] == [{"scope": "col"}] * 2


def test_an_empty_page_is_a_page() -> None:
    read = Reader(to_html(Page("Nothing", (), (), (), ())))
    assert len(read.all("h1")) == 1


def test_a_chart_without_years_or_sources_is_shown() -> None:
    spec = {"mark": "point", "data": {"values": []}}
    shown = to_html(Page("T", (), (), (Section("a", "A", (), (Chart("C", "words", spec, ()),)),), ()))
    assert "words" in shown


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(min_size=1, max_size=60),
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                "</style><b>",
                "</script><img src=x onerror=alert(1)>",
                "]]>",
                "{{ 7 * 7 }}",
                "javascript:alert(1)",
                "data:text/html,<b>",
                'https://e.org/"onclick="x',
                "\u2028\u2029",
                "<!--",
                "&lt;b&gt;",
                "x" * 10_000,
            ]
        ),
    )
)
def test_any_text_in_any_field_appears_as_itself_and_nowhere_as_markup(said: str) -> None:
    shown = to_html(bare(said))
    read, plain = Reader(shown), Reader(to_html(bare("plain")))
    assert [t for t, _ in read.tags if t != "a"] == [t for t, _ in plain.tags if t != "a"]
    assert " ".join(clean(said).split()) in read.text
    known = {name for _, attrs in plain.tags for name in attrs} | {"download", "href"}
    assert {name for _, attrs in read.tags for name in attrs} <= known
    assert all(a["href"].startswith(("#", "https://", "http://", "data:text/csv;")) for a in read.all("a"))
    found = re.search(r'ld\+json">(.*?)</script>', shown, re.DOTALL)
    assert found is not None
    assert not set("<>&\u2028") & set(found[1])
    assert json.loads(found[1])["name"] == said


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(start + "1") == "'" + start + "1"
    assert csv_text([{start + "head": start + "x"}]).startswith(("'" + start, "\"'" + start))


def test_numbers_stay_numbers_in_a_download() -> None:
    rows: list[dict[str, object]] = [{"a": -1.5, "b": None}, {"a": float("nan"), "c": 'say "x", y'}]
    assert csv_text(rows) == 'a,b,c\r\n-1.5,,\r\n,,"say ""x"", y"\r\n'


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Türkiye", "turkiye"),
        ("Bosnia/Herzegovina", "bosnia-herzegovina"),
        ("中", "page"),
    ],
)
def test_a_file_name_is_plain(name: str, file: str) -> None:
    assert slug(name) == file


def test_a_figure_of_a_lead_is_numbered_even_if_no_section_cites_it() -> None:
    read = Reader(to_html(Page("T", (), (Lead("x", figure(0.5)),), (), ())))
    assert {"href": "#source-1", "aria-label": "Source 1"} in read.all("a")
