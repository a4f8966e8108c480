"""The report on an article: marks, cards, references, lines of JSON; with verdicts made by hand."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.checking.articles.reading import article
from comity.checking.claim import Claim
from comity.checking.claims_file import read_claims, tied
from comity.checking.reporting.claim_review import claim_reviews
from comity.checking.reporting.page import SIGNS, standfirst
from comity.checking.reporting.references import references_text
from comity.checking.reporting.report import Report
from comity.checking.verdict import WORDS, Finding, Series, Verdict, Word
from comity.errors import Failure, WrongUse
from comity.vocabulary import Caveat, Dataset, Figure, Licence, Release, Source

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8"))
CSS = (ROOT / "src" / "comity" / "pages" / "templates" / "check.css").read_text(encoding="utf-8")
DAY = date(2022, 9, 20)
TEXT = (
    "A friendship of need\n\n"
    "Russia supplied 37% of Myanmar’s arms in 2021. It will supply more next year.\n\n"
    "Trade with China doubled in 2020, and the sky was blue. Share this article\n"
)


def source(code: str) -> Source:
    licence = Licence("CC BY 4.0", "free with attribution", "https://example.org/terms", "yes")
    dataset = Dataset(
        code, f"The {code} data", "A publisher", f"Publisher: {code}", f"https://example.org/{code}", licence
    )
    return Source(dataset, Release("2022-03", date(2022, 3, 14), date(2022, 4, 1)))


ARMS, TRADE = source("arms_register"), source("trade_table")


def verdict(text: str, quote: str, word: Word, *, reason: str = "Because of the figures.", **more: object) -> Verdict:
    start = text.index(quote)
    span = (start, start + len(quote))
    claim = Claim("text", *span, "arms_share", ("RUS",), ("MMR",), "2021", 37.0, "percent", "=", quote, span, span)
    return Verdict(claim, word, reason, **more)  # type: ignore[arg-type]


def report(verdicts: Sequence[Verdict] = (), text: str = TEXT, notes: tuple[str, ...] = ()) -> Report:
    return Report(article(text), DAY, "", None, tuple(verdicts), notes)


def full() -> Report:
    figure = Figure(0.37, "share", "reported", "arms.share_of_imports", ("RUS", "MMR"), 2021, 2021, (ARMS,), "of 2021")
    years = tuple(
        {"year": y, "name": "Russia", "value": 0.1 * (y - 2016), "status": "reported"} for y in range(2017, 2022)
    )
    finding = Finding("value", True, "37 %", "37 %", "The share is the one stated.")
    first = verdict(
        TEXT, "Russia supplied 37% of Myanmar’s arms in 2021", "supported",
        findings=(finding,), figures=(figure,), series=(Series("Share of arms", "share", years, (ARMS,)),),
        sources=(ARMS,), caveats=(Caveat("Major arms only."),),
    )  # fmt: skip
    second = verdict(TEXT, "It will supply more next year", "not checkable")
    second = Verdict(
        Claim(**{**vars(second.claim), "unchecked": "forecast"}), "not checkable", "A forecast is no statement of fact."
    )
    third = verdict(TEXT, "Trade with China doubled in 2020", "contradicted", sources=(TRADE, ARMS))
    return report([first, second, third])


class Page(HTMLParser):
    """What a browser would show: elements with their attributes, and the text of the article's paragraphs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.paragraphs: list[str] = []
        self.inside = self.ref = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "p" and str(dict(attrs).get("class")).startswith("text"):
            self.inside = True
            self.paragraphs.append("")
        if tag == "a" and str(dict(attrs).get("class")).startswith("ref"):
            self.ref = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "p"
        self.ref = self.ref and tag != "a"

    def handle_data(self, data: str) -> None:
        if self.inside and not self.ref:
            self.paragraphs[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return full().to_html()


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_article_stands_on_the_page_word_for_word(page: Page) -> None:
    assert page.paragraphs == [
        "A friendship of need",
        "Russia supplied 37% of Myanmar’s arms in 2021. It will supply more next year.",
        "Trade with China doubled in 2020, and the sky was blue. Share this article",
    ]


def test_each_statement_has_a_mark_a_card_and_links_both_ways(html: str, page: Page) -> None:
    marks = re.findall(r'<mark class="([\w-]+)">([^<]*)</mark>', html)
    assert marks == [(v.word.replace(" ", "-"), v.claim.quote) for v in full().verdicts]
    ids = [a["id"] for _, a in page.elements if a.get("id")]
    assert len(ids) == len(set(ids))
    for n in (1, 2, 3):
        assert {f"statement-{n}", f"said-{n}"} <= set(ids)
    within = {a["href"] for a in page.all("a") if str(a.get("href")).startswith("#")}
    assert {h.removeprefix("#") for h in map(str, within)} <= set(ids)


def test_verdicts_are_told_apart_without_colour() -> None:
    assert set(SIGNS) == set(WORDS)
    assert len(set(SIGNS.values())) == len(WORDS)
    styles = [re.search(rf"mark\.{w.replace(' ', '-')} {{ (text-decoration[^;]*);", CSS) for w in WORDS]
    assert all(styles)
    assert len({s[1] for s in styles if s}) == len(WORDS)


def test_the_page_is_self_contained_and_has_no_script(html: str, page: Page) -> None:
    assert [a.get("type") for a in page.all("script")] == ["application/ld+json"]
    assert not page.all("img") + page.all("iframe") + page.all("link") + page.all("object")
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert str(policy).startswith("default-src 'none'")
    assert not re.search(r"\b(?:onclick|onload|onerror)=", html)


def test_the_page_says_what_a_verdict_rests_on(html: str) -> None:
    for words in (
        "Stated: 37 %; found: 37 %.",
        "Major arms only.",
        "Publisher: arms_register",
        "Bears on statement",
        "<svg",
    ):
        assert words in html


def test_what_is_wrong_is_to_be_fixed_first_then_what_is_half_right() -> None:
    words: list[Word] = ["partly", "supported", "contradicted", "no data", "contradicted", "partly"]
    found = report([verdict(TEXT, "Russia", word) for word in words])
    assert found.to_fix == (3, 5, 1)
    assert found.counts == {"supported": 1, "contradicted": 2, "partly": 2, "no data": 1, "not checkable": 0}
    assert report([verdict(TEXT, "Russia", "supported")]).to_fix == ()


def test_the_head_of_the_page_counts_facts_and_forecasts_apart() -> None:
    assert (
        standfirst(full())
        == "2 statements of fact: 1 contradicted and 1 supported. 1 forecast, plan or opinion not checked."
    )
    assert standfirst(report()).startswith("No checkable statement was found")


def test_a_text_without_statements_gives_a_page_that_says_so() -> None:
    found = report()
    assert "No checkable statement was found" in found.to_html()
    assert found.to_jsonl() == ""
    assert repr(found) == "text: no checkable statement found"


def test_where_statements_overlap_the_mark_is_that_of_the_gravest() -> None:
    inner, outer = "37% of Myanmar’s arms", "Russia supplied 37% of Myanmar’s arms in 2021"
    html = report([verdict(TEXT, outer, "supported"), verdict(TEXT, inner, "contradicted")]).to_html()
    marks = re.findall(r'<mark class="([\w-]+)">([^<]*)</mark>', html)
    assert marks == [("supported", "Russia supplied "), ("contradicted", inner), ("supported", " in 2021")]


def test_wrapped_lines_are_shown_as_one_paragraph_and_furniture_is_named() -> None:
    text = (
        "top of page\n\nThe two governments have signed a treaty on the\n\n"
        "border that they share, and have agreed on the\n\n"
        "trade that they want to see, as was said.\n\n266 views0 comments\n"
    )
    found = report([verdict(text, "agreed on the\n\ntrade", "supported")], text)
    page = Page(found.to_html())
    assert len(page.paragraphs) == 1
    assert "agreed on the trade that they want" in page.paragraphs[0]
    assert found.set_aside == ("top of page", "266 views0 comments")


HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% for %}",
    "<!--",
    "&amp;",
    "\u202e83",
]


@given(
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3),
    st.text(st.characters(exclude_categories=["C"]), max_size=20),
)
def test_text_from_outside_appears_as_itself_and_never_as_markup(parts: list[str], other: str) -> None:
    quote = "Russia " + " ".join(parts)
    text = f"{quote} sold {other!r}. It was of the state, and for the people in the north that it had been to."
    made = verdict(
        text, quote, "no data", reason=quote, missing=(quote,), same_source=quote,
        findings=(Finding(quote, None, quote, quote, quote),),
    )  # fmt: skip
    html = report([made], text, notes=(quote,)).to_html()
    page = Page(html)
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert "\u202e" not in page.paragraphs[0]
    shown = " ".join(" ".join(page.paragraphs).split())
    assert " ".join(quote.replace("\u202e", "").split()) in shown
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["@graph"][0]["claimReviewed"] == " ".join(quote.split())


def test_plain_data_follow_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = full().to_dict()
    jsonschema.validate(found, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [s["dataset"] for s in found["sources"]] == ["arms_register", "trade_table"]
    assert found["sources"][0]["statements"] == [1, 3]
    assert found["statements"][2]["sources"] == [2, 1]
    assert found["to_fix"] == [3]


def test_each_checked_statement_has_a_claim_review_with_a_rating_only_where_something_was_decided() -> None:
    reviews = claim_reviews(full())
    assert [r["url"] for r in reviews] == ["#statement-1", "#statement-3"]
    assert [r["reviewRating"]["ratingValue"] for r in reviews] == [5, 1]
    assert reviews[0]["itemReviewed"]["datePublished"] == "2022-09-20"
    [undecided] = claim_reviews(report([verdict(TEXT, "Russia", "no data")]))
    assert "ratingValue" not in undecided["reviewRating"]


def test_what_is_missing_is_gathered_with_what_settles_most_first() -> None:
    one = verdict(TEXT, "Russia", "no data", missing=("acled",))
    other = verdict(TEXT, "Trade", "no data", missing=("fuel_prices", "acled"))
    assert report([one, other]).missing == {"acled": (1, 2), "fuel_prices": (2,)}


def test_a_sign_that_parts_lines_does_not_part_a_statement() -> None:
    text = "Russia sold\u2028arms to\x85Myanmar \u2029and others in 2021."
    found = report([verdict(text, text[:-1], "no data")], text)
    [line] = found.to_jsonl().splitlines()
    assert json.loads(line)["quote"] == text[:-1]


def test_references_come_in_three_forms() -> None:
    verdicts = full().verdicts
    markdown = references_text(verdicts, ".md").splitlines()
    assert markdown[0].startswith("1. Publisher: arms\\_register. Release 2022-03")
    assert markdown[0].endswith("https://example.org/arms_register (bears on statements 1 and 3)")
    assert references_text(verdicts, ".bib").count("@misc{") == 2
    assert [e["type"] for e in json.loads(references_text(verdicts, ".json"))] == ["dataset", "dataset"]
    assert "No source" in references_text((), ".md")
    assert json.loads(references_text((), ".json")) == []


def test_lines_leave_out_what_is_no_statement_of_fact_unless_all_is_asked_for(tmp_path: Path) -> None:
    found = full()
    lines = [json.loads(line) for line in found.to_jsonl().splitlines()]
    assert [line["verdict"] for line in lines] == ["supported", "contradicted"]
    file = tmp_path / "claims.jsonl"
    file.write_text(found.to_jsonl(every_sentence=True), encoding="utf-8")
    assert tied(read_claims(file), found.article) == tuple(v.claim for v in found.verdicts)
    every = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(e["start"], e["end"]) for e in every] == sorted((e["start"], e["end"]) for e in every)
    assert all(TEXT[e["start"] : e["end"]] == e["quote"] for e in every)
    assert {e["type"] for e in every if e["verdict"] == "not checkable"} == {"arms_share", None}
    assert len(every) > 3


def test_a_report_is_saved_whole_in_the_form_that_the_ending_names(tmp_path: Path) -> None:
    found = full()
    for ending in (".html", ".json", ".jsonl"):
        found.save(tmp_path / f"report{ending}")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == found.to_dict()
    assert (tmp_path / "report.jsonl").read_text(encoding="utf-8") == found.to_jsonl()
    with pytest.raises(WrongUse, match="unknown ending"):
        found.save(tmp_path / "report.docx")
    with pytest.raises(Failure, match="does not exist"):
        found.save(tmp_path / "nosuch" / "report.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.html", "report.json", "report.jsonl"]


def test_a_report_passes_from_one_process_to_another() -> None:
    assert pickle.loads(pickle.dumps(full())) == full()
