"""The annotated texts for article checking are well formed, and the benchmark scores them as it says."""

from __future__ import annotations

import importlib.util
import math
from collections import Counter
from pathlib import Path

import pytest
from bench.check import Claim, days, matched, read_claims, same_period, scores, verdicts

from comity.states import groups, states

HERE = Path(__file__).parent / "texts"
FIELDS = """
    id article date start end quote cstart cend clause vstart vend vtext type subject object states period value unit op
    core query dataset verdict falsified why
"""
TYPES = """
    arms_rank arms_share arms_value arms_change arms_transfer trade_rank trade_share trade_value trade_change
    energy_flow price_level price_change displacement_count vote sanction visit treaty event other_stat
"""
UNITS = """
    percent usd gbp persons persons/d t m3 EJ tiv rank ratio count index votes_yes votes_no votes_abstain USD/bbl USD/t
    USD/mmbtu MMK/l LKR/l
"""
CHECKED = {"supported", "contradicted", "partly"}
BODIES = {"UN", "ECOWAS"}


def texts_in(folder: Path) -> dict[str, str]:
    return {p.stem: p.read_bytes().decode("utf-8") for p in sorted(folder.glob("*.txt"))}


def claims_in(folder: Path) -> list[Claim]:
    return read_claims((folder / "claims.jsonl").read_text(encoding="utf-8").splitlines())


@pytest.fixture(scope="module", params=[HERE, HERE / "fresh"], ids=["texts", "fresh"])
def folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def texts(folder: Path) -> dict[str, str]:
    return texts_in(folder)


@pytest.fixture(scope="module")
def claims(folder: Path) -> list[Claim]:
    return claims_in(folder)


def test_every_text_is_annotated_and_every_annotation_has_its_text(texts: dict[str, str], claims: list[Claim]) -> None:
    assert {c["article"] for c in claims} == set(texts)


def test_offsets_cut_sentence_clause_and_value_out_of_the_file(texts: dict[str, str], claims: list[Claim]) -> None:
    for c in claims:
        text = texts[c["article"]]
        assert text[c["start"] : c["end"]] == c["quote"], c["id"]
        assert text[c["cstart"] : c["cend"]] == c["clause"], c["id"]
        assert c["start"] <= c["cstart"] < c["cend"] <= c["end"], c["id"]
        if c["vstart"] is None:
            assert c["vend"] is None, c["id"]
            assert c["vtext"] == "", c["id"]
        else:
            assert text[c["vstart"] : c["vend"]] == c["vtext"] != "", c["id"]
            assert c["cstart"] <= c["vstart"] < c["vend"] <= c["cend"], c["id"]


def test_fields_have_the_values_that_the_readme_allows(claims: list[Claim]) -> None:
    known = {s.id for s in states()} | {g.code for g in groups()} | BODIES
    for c in claims:
        assert list(c) == FIELDS.split(), c["id"]
        assert c["type"] in TYPES.split(), c["id"]
        assert c["unit"] in {"", *UNITS.split()}, c["id"]
        assert c["op"] in {"=", "~", ">", "<"}, c["id"]
        assert c["states"] == sorted({*c["subject"], *c["object"]}), c["id"]
        assert known.issuperset(c["states"]), c["id"]
        assert c["core"] is (c["type"] != "other_stat"), c["id"]
        assert c["verdict"] in CHECKED | {"no data", "not checkable"}, c["id"]
        assert c["why"], c["id"]
        assert c["query"], c["id"]


def test_values_are_numbers_with_a_unit_or_ballots(claims: list[Claim]) -> None:
    for c in claims:
        if isinstance(c["value"], str):
            assert (c["type"], c["unit"]) == ("vote", ""), c["id"]
            assert c["value"] in {"yes", "no", "abstain"}, c["id"]
        elif c["value"] is None:
            assert c["unit"] == "", c["id"]
        else:
            assert math.isfinite(c["value"]), c["id"]
            assert c["unit"], c["id"]


def test_periods_are_iso_and_begin_before_they_end(claims: list[Claim]) -> None:
    for c in claims:
        first, last = days(c["period"]) or (1, 0)
        assert first <= last, c["id"]
        assert first <= days(c["date"])[1], f"{c['id']}: a period after the article's date"  # type: ignore[index]


def test_ids_stand_once_and_no_statement_is_annotated_twice(claims: list[Claim]) -> None:
    assert max(Counter(c["id"] for c in claims).values()) == 1
    fields = ("article", "cstart", "cend", "type", "subject", "object", "period", "value", "unit")
    assert max(Counter(str([c[f] for f in fields]) for c in claims).values()) == 1


def test_a_falsified_statement_is_contradicted_and_about_a_fifth_are_falsified(claims: list[Claim]) -> None:
    assert all(c["verdict"] == "contradicted" for c in claims if c["falsified"])
    checkable = [c for c in claims if c["verdict"] in CHECKED]
    assert 0.15 <= sum(c["falsified"] for c in checkable) / len(checkable) <= 0.25


def test_a_verdict_on_figures_names_the_dataset_that_decides(claims: list[Claim]) -> None:
    decided = [c for c in claims if c["verdict"] in CHECKED]
    assert [c["id"] for c in decided if not c["dataset"]] == []


def test_there_are_enough_texts_of_every_kind_and_a_third_is_for_measuring() -> None:
    texts, claims = texts_in(HERE), claims_in(HERE)
    assert len(texts) >= 25
    assert all(200 <= len(t.split()) <= 900 for t in texts.values())
    assert len(claims) >= 320
    measuring = {t for t in texts if t.startswith("measure-")}
    assert len(measuring) * 3 == len(texts)
    for part in (measuring, set(texts) - measuring):
        types = {c["type"] for c in claims if c["article"] in part}
        assert set(TYPES.split()) - types <= {"visit"}


def test_the_readme_lists_each_text_with_its_date_and_counts() -> None:
    texts, claims = texts_in(HERE), claims_in(HERE)
    lines = (HERE / "README.md").read_text(encoding="utf-8").splitlines()
    rows = {cells[1]: cells[2:-1] for line in lines if len(cells := [c.strip() for c in line.split("|")]) == 8}
    for text, words in texts.items():
        mine = [c for c in claims if c["article"] == text]
        assert {c["date"] for c in mine} == {rows[text][0]}, text
        counts = [len(words.split()), len(mine), sum(c["falsified"] for c in mine)]
        assert rows[text][2:] == [str(n) for n in counts], text


def as_predicted(claim: Claim) -> Claim:
    fields = ("article", "type", "subject", "object", "period", "value", "unit", "verdict")
    return {f: claim[f] for f in fields} | {"start": claim["cstart"], "end": claim["cend"]}


def test_the_annotations_themselves_score_one(claims: list[Claim]) -> None:
    given = [as_predicted(c) for c in claims]
    assert {s.f1 for s in scores(given, claims).values()} == {1.0}
    assert all(expected == found for expected, found in verdicts(given, claims))


def test_what_is_missed_made_up_or_wrong_lowers_the_score(claims: list[Claim]) -> None:
    given = [as_predicted(c) for c in claims]
    half = scores(given[::2], claims)["claims found"]
    assert (half.right, half.predicted, half.annotated) == (len(given[::2]), len(given[::2]), len(claims))
    noise = {"article": claims[0]["article"], "start": 0, "end": 3, "type": "event"}
    assert scores([*given, noise], claims)["claims found"].predicted == len(claims) + 1
    tenfold = [g | {"value": g["value"] * 10} if isinstance(g["value"], int | float) else g for g in given]
    zeros = sum(c["value"] == 0 for c in claims)
    assert scores(tenfold, claims)["value and unit"].right == zeros
    assert scores([g | {"period": "1900"} for g in given], claims)["query ready"].right == 0


def test_a_claim_is_matched_once_and_only_where_it_overlaps() -> None:
    annotated = [{"id": "a-1", "article": "a", "start": 0, "end": 60, "cstart": 10, "cend": 30, "type": "vote"}]
    inside = {"article": "a", "start": 12, "end": 28}
    assert len(matched([inside, inside], annotated)) == 1
    assert matched([{"article": "a", "start": 25, "end": 60}], annotated) == []
    assert matched([{"article": "a", "start": 0, "end": 300}], annotated) == []
    assert matched([{"article": "b", "start": 12, "end": 28}], annotated) == []
    assert matched([], annotated) == []


@pytest.mark.parametrize(
    ("predicted", "annotated", "same"),
    [
        ("2015/2019", "2015/2019", True),
        ("2015/2019", "2017/2019", True),
        ("2015/2019", "2018/2019", False),
        ("2022-02", "2022-02-10/2022-02-28", True),
        ("2022", "2022-12-31", False),
        ("", "2022", False),
        ("last year", "2022", False),
    ],
)
def test_periods_agree_when_half_of_their_days_do(predicted: str, annotated: str, same: bool) -> None:
    assert same_period({"period": predicted}, {"period": annotated}) is same


@pytest.mark.shared
def test_the_score_is_that_of_the_scorer_of_the_founding_article(shared: Path, claims: list[Claim]) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "golden" / "claims" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    given = [as_predicted(c) for n, c in enumerate(claims) if n % 7]
    given = [g | {"type": "event"} if n % 5 == 0 else g for n, g in enumerate(given)]
    given = [g | {"value": 1, "unit": "rank"} if n % 6 == 0 else g for n, g in enumerate(given)]
    given = [g | {"end": g["end"] + 15, "subject": ["FRA"]} if n % 11 == 0 else g for n, g in enumerate(given)]
    result = theirs.collect(given, claims, 0.005)
    expected, _, _ = theirs.measure(result, sorted(result), False, 0.005)
    ours = scores(given, claims)
    assert ours["claims found"].f1 == pytest.approx(expected["claim detection"]["F1"])
    assert ours["type"].f1 == pytest.approx(expected["typing (end to end)"]["F1"])
    assert ours["value and unit"].f1 == pytest.approx(expected["numeric value+unit (end to end)"]["F1"])
    query = "query ready: type+value+unit+states+period (end to end)"
    assert ours["query ready"].f1 == pytest.approx(expected[query]["F1"])
