"""Claims are judged by the figures of the snapshot; the numbers in the comments are its own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import comity
from comity.checking.claim import Claim
from comity.checking.extracting.manner import cause
from comity.checking.judging.judging import judge
from comity.checking.resolving import findings
from comity.checking.resolving.answers import Found
from comity.checking.tolerance import rings
from comity.checking.verdict import Verdict

DAY = date(2022, 9, 20)


def claim(kind: Any, quote: str, subject: str, target: str = "", **fields: Any) -> Claim:
    """Return a claim whose clause is its whole sentence; `number` names the deciding words."""
    words = fields.pop("number", "")
    first = quote.index(words) if words else 0
    return Claim(
        article="a",
        start=0,
        end=len(quote),
        type=kind,
        subject=tuple(subject.split()),
        object=tuple(target.split()),
        period=fields.pop("period", "2021"),
        value=fields.pop("value", None),
        unit=fields.pop("unit", ""),
        op=fields.pop("op", "="),
        quote=quote,
        sentence=(0, len(quote)),
        words=(first, first + len(words)) if words else None,
        **fields,
    )


def judged(one: Claim, day: date = DAY) -> Verdict:
    return judge([one], date=day, given=True)[0]


REFUGEES = claim(
    "displacement_count",
    "Bangladesh hosted 919,000 refugees from Myanmar at the end of 2021",
    "MMR",
    "BGD",
    value=919_000.0,
    unit="persons",
    period="2021-12-31",
    number="919,000",
)  # 918,898
SHARE = claim(
    "trade_share",
    "China supplied 43 per cent of what Myanmar imported in 2019",
    "CHN",
    "MMR",
    value=43.0,
    unit="percent",
    period="2019",
    number="43 per cent",
)  # 12.385 of 28.497 billion = 43.5 %
AGREEMENT = claim(
    "vote",
    "Russia and China voted alike in 77 per cent of cases in 2021",
    "RUS CHN",
    value=77.0,
    unit="percent",
    number="77 per cent",
)  # 0.767
OUTPUT = claim(
    "other_stat",
    "Gross domestic product rose to $183 billion in 2018",
    "QAT",
    value=183e9,
    unit="usd",
    period="2018",
    number="$183 billion",
)  # 183.33
CRUDE = claim(
    "energy_flow",
    "Germany bought 27.7 million tonnes of Russian crude in 2021",
    "RUS",
    "DEU",
    value=27.7e6,
    unit="t",
    number="27.7 million",
)  # 27.741
GAS = claim(
    "energy_flow",
    "Russia furnished 44 per cent of the gas that the Union imported in 2020",
    "RUS",
    "EU",
    value=44.0,
    unit="percent",
    period="2020",
    number="44 per cent",
)  # 43.6 %
TIV = claim(
    "arms_value",
    "Chinese deliveries came to 102 million units in 2022",
    "CHN",
    "MMR",
    value=102e6,
    unit="tiv",
    period="2022",
    number="102 million",
)  # 102.4
TRUE = [REFUGEES, SHARE, AGREEMENT, OUTPUT, CRUDE, GAS, TIV]  # fmt: skip


@pytest.mark.parametrize("one", TRUE, ids=lambda c: c.type)
def test_a_number_that_rounds_to_the_figure_is_supported_with_figures_and_sources(one: Claim) -> None:
    verdict = judged(one, date(2024, 1, 1))
    assert verdict.word == "supported", verdict.reason
    assert verdict.figures
    assert verdict.sources
    assert any(f.name == "value" and f.holds for f in verdict.findings)


@pytest.mark.parametrize("one", TRUE, ids=lambda c: c.type)
def test_a_number_twice_too_large_is_contradicted(one: Claim) -> None:
    assert one.value is not None
    twice = replace(one, value=one.value * 2, words=None)
    verdict = judged(twice, date(2024, 1, 1))
    assert verdict.word == "contradicted", verdict.reason
    assert any(f.holds is False for f in verdict.findings)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TRUE), st.sampled_from(["=", "~"]))
def test_ten_times_a_supported_number_is_never_supported(one: Claim, op: Any) -> None:
    assert one.value is not None
    assert judged(replace(one, value=one.value * 10, op=op, words=None), date(2024, 1, 1)).word != "supported"


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(TRUE))
def test_the_denial_of_a_supported_claim_is_never_supported(one: Claim) -> None:
    verdict = judged(replace(one, negated=True), date(2024, 1, 1))
    assert verdict.word != "supported"
    assert any(f.name == "negation" for f in verdict.findings)


def test_the_order_of_claims_changes_nothing() -> None:
    some = [replace(c, start=n * 100, end=n * 100 + len(c.quote), words=None, sentence=(n * 100, n * 100 + 99))
            for n, c in enumerate(TRUE[:4])]  # fmt: skip
    expected = {v.claim: v for v in judge(some, date=DAY, given=True)}
    for order in list(permutations(some))[::5]:
        assert {v.claim: v for v in judge(order, date=DAY, given=True)} == expected


@pytest.mark.parametrize("reason", ["forecast", "plan", "opinion", "hope", "condition"])
def test_what_is_no_statement_of_fact_is_not_checkable(reason: str) -> None:
    assert judged(replace(OUTPUT, unchecked=reason)).word == "not checkable"


def test_a_price_of_arms_is_never_compared_with_trend_indicator_values() -> None:
    one = claim("arms_value", "China sold weapons worth $102 million in 2022", "CHN", "MMR",
                value=102e6, unit="usd", period="2022", number="$102 million")  # fmt: skip
    verdict = judged(one, date(2024, 1, 1))
    assert verdict.word == "no data"
    assert [f.name for f in verdict.findings] == ["same unit"]
    assert verdict.figures == ()


def test_ballots_that_another_government_casts_are_no_evidence() -> None:
    one = claim(
        "vote",
        "Russia and Myanmar voted alike in 52 per cent of cases in 2022",
        "RUS MMR",
        value=52.0,
        unit="percent",
        period="2022",
        number="52 per cent",
    )  # 0.518, by the ousted government
    verdict = judged(one, date(2024, 1, 1))
    assert verdict.word == "no data"
    assert "fit for evidence" in [f.name for f in verdict.findings]
    assert judged(replace(one, value=90.0), date(2024, 1, 1)).word == "no data"


def test_two_counts_that_disagree_make_a_claim_partly_true() -> None:
    one = claim(
        "displacement_count",
        "370,000 were displaced inside Myanmar at the end of 2020",
        "MMR",
        "MMR",
        value=370_000.0,
        unit="persons",
        period="2020-12-31",
        number="370,000",
    )  # UNHCR 370,320; IDMC 505,000
    assert judged(one).word == "partly"
    assert judged(replace(one, value=440_000.0, words=None)).word == "partly"  # between the two
    assert judged(replace(one, value=900_000.0, words=None)).word == "contradicted"


def test_a_cause_makes_a_count_of_all_displaced_only_partly_true() -> None:
    fields = {"value": 660_000.0, "unit": "persons", "op": "~", "period": "2021-12-31"}
    one = claim(
        "displacement_count", "about 660,000 were displaced inside Myanmar by air attacks", "MMR", "MMR", **fields
    )
    assert judged(one).word == "supported"  # 671,011 and 649,000
    verdict = judged(replace(one, cause="due to"))
    assert verdict.word == "partly"
    assert "cause" in [f.name for f in verdict.findings]


def test_a_stock_is_no_flow() -> None:
    words = "In 2021 another 919,000 people crossed into Bangladesh from Myanmar"
    one = claim("displacement_count", words, "MMR", "BGD", value=100_000.0, unit="persons", number="919,000")
    verdict = judged(one)
    assert verdict.word in ("no data", "partly")
    assert "same kind" in [f.name for f in verdict.findings]


def test_a_year_that_is_not_covered_and_a_commodity_that_is_not_at_hand_have_no_data() -> None:
    early = judged(replace(GAS, period="1995"))
    assert (early.word, bool(early.missing)) == ("no data", True)
    rice = claim("trade_value", "Myanmar sold China rice worth $300 million in 2019", "MMR", "CHN",
                 value=3e8, unit="usd", period="2019", number="$300 million")  # fmt: skip
    assert judged(rice).word == "no data"
    assert "rice" in judged(rice).reason


def test_none_recorded_is_no_zero() -> None:
    one = claim("arms_value", "Russian deliveries came to 110 million units in 2021", "RUS", "MMR",
                value=110e6, unit="tiv", number="110 million")  # fmt: skip
    verdict = judged(one, date(2024, 1, 1))
    assert verdict.word == "no data"
    assert "not the same as zero" in verdict.reason


def test_the_number_of_the_year_before_is_a_slip_and_no_falsehood() -> None:
    one = replace(TIV, type="other_stat", quote="Violence claimed 2,761 lives in 2021", subject=("MMR",), object=(),
                  value=2761.0, unit="persons", period="2021", words=None)  # fmt: skip
    assert judged(one, date(2024, 1, 1)).word == "partly"  # 1,781 in 2021, 2,761 in 2022
    assert judged(replace(one, value=7181.0), date(2024, 1, 1)).word == "contradicted"


def test_rise_and_fall_are_compared_with_the_three_years_before() -> None:
    fall = claim(
        "arms_change", "the Chinese arms supply is diminishing", "CHN", "MMR", period="2021/2022", number="diminishing"
    )
    assert judged(fall, date(2024, 1, 1)).word == "contradicted"  # 51 a year in 2018–20, 79 in 2021–22
    rise = replace(fall, quote="the Chinese arms supply is increasing", words=(27, 37))
    assert judged(rise, date(2024, 1, 1)).word == "supported"
    ended = claim(
        "arms_change", "arms supply decreased from South Korea", "KOR", "MMR", period="2021/2022", number="decreased"
    )
    assert judged(ended, date(2024, 1, 1)).word == "supported"  # 84.8 in 2019, none recorded after


def test_votes_are_counted_exactly_and_ballots_read_from_the_roll_call() -> None:
    words = "In June 2021 the Assembly called for a halt by 119 votes to one"
    yes = claim("vote", words, "UN", "MMR", period="2021-06-18", value=119.0, unit="votes_yes", number="119")
    assert judged(yes).word == "supported"
    assert judged(replace(yes, value=120.0, words=None)).word == "contradicted"
    against = claim("vote", "Belarus cast the only vote against", "BLR", "MMR", period="2021-06-18")
    assert judged(against).word == "supported"
    assert judged(replace(against, quote="Belarus abstained")).word == "contradicted"


def test_a_list_bears_out_and_never_speaks_against() -> None:
    trip = claim("visit", "Russia's foreign minister came to Naypyitaw in August", "RUS", "MMR", period="2022-08")
    assert judged(trip).word == "supported"
    assert judged(replace(trip, period="2013-08")).word == "no data"
    embargo = claim("sanction", "arms embargoes were put in place", "EU", "MMR", period="2022-09")
    assert judged(embargo).word == "supported"
    assert judged(replace(embargo, subject=("JPN",), period="1990")).word == "no data"


def test_a_claim_without_a_time_or_a_state_has_no_data() -> None:
    for one in TRUE:
        assert judged(replace(one, period="")).word == "no data"
        assert judged(replace(one, period="2020/2019")).word == "no data"
    assert judged(replace(OUTPUT, subject=())).word == "no data"
    assert judged(replace(REFUGEES, subject=(), object=())).word == "no data"


def test_what_the_sentence_does_not_name_is_not_contradicted_unless_the_claim_is_given() -> None:
    quote = "the figure came to $366 billion in 2018"
    wrong = replace(OUTPUT, quote=f"gross domestic product: {quote}", value=366e9, words=None)
    assert judge([wrong], date=DAY, given=True)[0].word == "contradicted"
    read = judge([wrong], date=DAY)[0]
    assert read.word == "no data"
    assert read.findings[-1].name == "as it was read"
    named = replace(wrong, quote="Qatar's gross domestic product came to $366 billion in 2018")
    assert judge([named], date=DAY)[0].word == "contradicted"


def test_statements_on_the_word_of_one_source_say_so() -> None:
    both = [replace(c, attribution="the UN refugee agency") for c in (REFUGEES, SHARE)]
    assert all("one and the same source" in v.same_source for v in judge(both, date=DAY, given=True))
    assert judge(both[:1], date=DAY, given=True)[0].same_source == ""


@pytest.mark.shared
def test_the_founding_article_gets_the_verdicts_of_its_annotation_or_says_what_is_missing(shared: Path) -> None:
    rows = [
        json.loads(line) for line in (shared / "golden" / "claims" / "founding.jsonl").read_text("utf-8").splitlines()
    ]
    claims = [
        Claim(
            "founding", r["start"], r["end"], r["type"], tuple(r["subject"]), tuple(r["object"]), r["period"],
            r["value"], r["unit"], r["op"], r["quote"], (r["start"], r["end"]), cause=cause(r["quote"]),
        )
        for r in rows
    ]  # fmt: skip
    found = {r["id"]: (r["verdict"], v.word) for r, v in zip(rows, judge(claims, date=DAY, given=True), strict=True)}
    assert not [id_ for id_, (expected, word) in found.items() if word == "contradicted" and expected != "contradicted"]
    # F-05 (Russia the first supplier) holds with 2023 and does not by 2021–22.
    assert found["F-05"][1] in ("contradicted", "partly")
    assert found["F-07"] == ("contradicted", "contradicted")
    assert {found[f"F-{n:02}"][1] for n in (8, 10, 11, 12)} == {"supported"}
    assert found["F-13"] == found["F-14"] == found["F-18"] == found["F-23"] == ("partly", "partly")
    agreed = sum(expected == word for expected, word in found.values())
    assert agreed >= 18, found


@pytest.mark.parametrize(
    ("words", "value", "unit", "op", "fits", "close", "not_so"),
    [
        ("441,312", 441_312.0, "persons", "=", 441_312.4, 450_000.0, 500_000.0),
        ("about 440,000", 440_000.0, "persons", "~", 455_000.0, 480_000.0, 520_000.0),
        ("27 %", 27.0, "percent", "=", 27.4, 28.5, 31.0),
        ("nearly half", 50.0, "percent", "~", 46.0, 41.5, 60.0),
        ("1.4 million", 1_400_000.0, "persons", "=", 1_440_000.0, 1_550_000.0, 1_700_000.0),
        ("more than 100", 100.0, "persons", ">", 140.0, 900.0, 80.0),
        ("less than 3 %", 3.0, "percent", "<", 2.0, 0.1, 4.5),
        ("119", 119.0, "votes_yes", "=", 119.0, None, 120.0),
    ],
)
def test_how_a_number_is_written_says_how_near_a_figure_must_be(
    words: str, value: float, unit: str, op: Any, fits: float, close: float | None, not_so: float
) -> None:
    around = rings(
        claim("other_stat", words, "MMR", value=value, unit=unit, op=op, number=words), exact=unit == "votes_yes"
    )
    assert around.holds(fits) is True
    assert close is None or around.holds(close) is None
    assert around.holds(not_so) is False


def test_a_figure_that_the_next_release_changed_is_shown_with_both_values() -> None:
    one = claim("arms_share", "27 %", "RUS", "MMR", value=27.0, unit="percent", number="27 %")
    then, now = Found(31.0, "reported", "then"), Found(28.5, "reported", "now")
    seen = findings.release(one, then, now)
    assert (seen.holds, seen.stated, seen.found) == (None, "31.0 %", "28.5 %")
    assert findings.release(one, then, then).holds is True
    gone = Found(None, "outside coverage", "then")
    assert findings.release(one, gone, now).stated == "no figure"


def read_out_of(before: str, said: str, share: float) -> Verdict:
    """Judge a share of trade as it is read out of a text whose last sentence names one state only."""
    text = f"{before} {said}"
    first = len(before) + 1
    one = claim("trade_share", said, "CHN", "WLD", value=share, unit="percent", period="2019")
    number = text.index(f"{share:.0f} per cent")
    placed = replace(one, start=first, end=len(text), sentence=(first, len(text)), words=(number, len(text) - 1))
    imports = claim("trade_value", before, "WLD", "MMR", value=28.5e9, unit="usd", period="2019", op="~")
    return judge([placed, *([imports] if "imported" in before else [])], date=DAY, text=text)[0]


BEFORE = "Myanmar imported goods worth $28 billion in 2019."


def test_a_partner_named_in_the_sentence_before_bears_a_claim_out_and_the_reason_says_so() -> None:
    verdict = read_out_of(BEFORE, "China supplied 43 per cent.", 43.0)  # 12.385 of 28.497 billion = 43.5 %
    assert verdict.word == "supported"
    assert "the sentences before say" in verdict.reason


def test_a_number_that_fits_no_partner_spoken_of_is_contradicted() -> None:
    verdict = read_out_of(BEFORE, "China supplied 73 per cent.", 73.0)
    assert verdict.word == "contradicted"
    assert verdict.reason.startswith("However its words are read")


def test_a_meaning_that_no_true_statement_vouches_for_is_not_held_against_a_number() -> None:
    text = f"{BEFORE} China supplied 73 per cent."
    first = len(BEFORE) + 1
    one = claim("trade_share", text[first:], "CHN", "WLD", value=73.0, unit="percent", period="2019")
    placed = replace(one, start=first, end=len(text), sentence=(first, len(text)), words=None)
    assert judge([placed], date=DAY, text=text)[0].word == "no data"


def checked(text: str, day: str) -> dict[str, Verdict]:
    return {" ".join(v.claim.quote.split()): v for v in comity.check(text, date=day).verdicts}


def test_a_member_of_a_list_is_read_as_the_true_one_beside_it() -> None:
    text = "At the end of 2020 Bangladesh hosted 866,000 refugees from Myanmar; Malaysia took in 380,000."
    verdicts = list(checked(text, "2021-07-01").values())
    assert [v.word for v in verdicts] == ["supported", "contradicted"]
    assert "119,578" in verdicts[1].reason  # UNHCR, Refugee Population Statistics Database, end of 2020


def test_what_a_vote_is_on_may_have_been_said_before_where_its_counts_tell_which_it_is() -> None:
    before = "The General Assembly spoke of Myanmar. In June 2021 it adopted the text by 119 votes to one, with"
    true, false = (checked(f"{before} {n} abstentions.", "2021-08-01") for n in (36, 63))
    assert (true["with 36 abstentions"].word, false["with 63 abstentions"].word) == ("supported", "contradicted")


def test_a_vote_that_can_only_be_one_gets_its_day() -> None:
    text = "The General Assembly spoke of Myanmar in June 2021: 119 members voted in favour of the resolution."
    assert [v.claim.period for v in comity.check(text, date="2021-08-01").verdicts if v.claim.unit] == ["2021-06-18"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The population of Laos is small. Thailand, with a population ten times larger in 2020, is near.", "times"),
        ("Thailand trades with Laos. Our exports to Laos rose to $9.9 billion in 2020.", ""),
    ],
)
def test_words_that_speak_of_something_else_keep_a_number_from_being_called_false(text: str, why: str) -> None:
    verdicts = checked(text, "2021-07-01").values()
    assert verdicts
    assert all(v.word != "contradicted" for v in verdicts)
    assert any(why in v.reason for v in verdicts)


def test_a_clause_that_speaks_of_all_partners_is_not_held_against_one_named_later() -> None:
    verdicts = checked(
        "Somalia sold goods worth $630 million abroad in 2016, half of them to Saudi Arabia.", "2017-09-01"
    )
    assert [v.word for v in verdicts.values()] == ["supported", "supported"]


def test_two_counts_of_a_month_tell_which_vote_is_meant() -> None:
    words = "In June 2021 the Assembly called for a halt by 119 votes to one, with 63 abstentions"
    fields = {"period": "2021-06", "number": ""}
    yes, no, away = (
        claim("vote", words, "UN", value=value, unit=unit, **fields)
        for value, unit in ((119.0, "votes_yes"), (1.0, "votes_no"), (63.0, "votes_abstain"))
    )  # A/RES/75/287: 119 to 1, with 36 abstentions
    assert [v.word for v in judge([yes, no, away], date=DAY, given=True)] == ["supported", "supported", "contradicted"]


def test_a_rank_of_the_other_state_of_a_pair_is_no_falsehood() -> None:
    words = "In 2019 Myanmar was the first source of China's imports"
    one = claim("trade_rank", words, "MMR", "CHN", value=1.0, unit="rank", period="2019")
    assert judged(one).word in ("partly", "no data")  # China is the first source and market of Myanmar


def test_a_claim_without_a_number_has_none_to_compare() -> None:
    one = claim(
        "trade_value", "China sold goods worth billions to Myanmar in 2019", "CHN", "MMR", unit="usd", period="2019"
    )
    assert judged(one).word == "no data"


def test_without_a_word_on_whom_it_is_of_a_share_is_not_contradicted() -> None:
    assert read_out_of("The talks went on.", "China supplied 73 per cent.", 73.0).word == "no data"


def test_a_number_of_a_year_before_that_the_clause_does_not_name_is_not_contradicted() -> None:
    assert read_out_of(BEFORE, "China supplied 73 per cent of goods a decade earlier.", 73.0).word == "no data"


def test_large_figures_are_written_in_words() -> None:
    assert findings.shown(2.44e13, "usd") == "$24.4 trillion"
    assert findings.shown(2.751e10, "usd") == "$27.51 billion"
    assert findings.shown(441_312.0, "persons") == "441,312 people"
