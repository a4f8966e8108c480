"""Claims as JSON Lines: what is given is read back the same, and what is no claim is refused with its line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.checking.articles.reading import article
from comity.checking.claim import CLAIM_TYPES, COMPARISONS, Claim
from comity.checking.claims_file import BALLOTS, read_claims, tied
from comity.checking.reporting.report import Report
from comity.checking.verdict import Verdict
from comity.errors import WrongUse

TEXT = (
    "A friendship of need\n\n"
    "Russia supplied 37% of Myanmar’s arms in 2021. It will supply more next year.\n\n"
    "Trade with China doubled in 2020, and the sky was blue.\n"
)

DAY = date(2022, 9, 20)
number = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12).map(float)
period = st.sampled_from(["", "2021", "2021-06", "2021-06-18", "2017/2021", "2021-02/2022-09"])
codes = st.lists(st.sampled_from(["RUS", "MMR", "WLD", "EU", "EUROPE"]), max_size=3, unique=True).map(tuple)


@given(
    span=st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 40)),
    kind=st.sampled_from(CLAIM_TYPES),
    who=codes,
    whom=codes,
    when=period,
    value=number | st.sampled_from(BALLOTS),
    op=st.sampled_from(COMPARISONS),
    negated=st.booleans(),
)
def test_what_is_given_as_lines_is_read_back_as_the_same_claims(
    tmp_path_factory: pytest.TempPathFactory, span: tuple[int, int], kind: str, who: tuple[str, ...],
    whom: tuple[str, ...], when: str, value: float | str | None, op: str, negated: bool,
) -> None:  # fmt: skip
    start, end = span[0], min(span[0] + span[1], len(TEXT))
    stated, ballot = (None, value) if isinstance(value, str) else (value, "")
    quoted = (start, end, kind, who, whom, when, stated, "usd", op, TEXT[start:end], (0, len(TEXT)), (start, end))
    more = {"topic": "oil", "ballot": ballot, "attribution": "the ministry", "negated": negated, "cause": "due to"}
    claim = Claim("text", *quoted, **more)  # type: ignore[arg-type]
    file = tmp_path_factory.mktemp("claims") / "claims.jsonl"
    file.write_text(
        Report(article(TEXT), DAY, "", None, (Verdict(claim, "supported", ""),)).to_jsonl(), encoding="utf-8"
    )
    assert tied(read_claims(file), article(TEXT)) == (claim,)


GOOD = {"article": "text", "start": 0, "end": 6, "type": "arms_share"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "no JSON"),
        ("[1, 2]", "expected an object"),
        ("[" * 100_000, "no JSON"),
        ({"type": "arms_share"}, "start and end must be two places"),
        ({**GOOD, "start": 6, "end": 6}, "the first before the last"),
        ({**GOOD, "start": -1}, "start and end"),
        ({**GOOD, "start": True}, "start and end"),
        ({**GOOD, "start": 0.5}, "start and end"),
        ({**GOOD, "type": "arms"}, "type must be a type of claim"),
        ({"start": 0, "end": 6}, "type must be"),
        ({**GOOD, "subject": "RUS"}, "subject must be a list of codes"),
        ({**GOOD, "object": ["<b>"]}, "object must be a list of codes"),
        ({**GOOD, "period": "last year"}, "period must be 2021"),
        ({**GOOD, "period": "2021-13"}, "period must be"),
        ({**GOOD, "period": "2022/2021"}, "period must be"),
        ({**GOOD, "value": "many"}, "value must be a number"),
        ({**GOOD, "value": True}, "value must be a number"),
        ('{"start":0,"end":6,"type":"event","value":NaN}', "value must be a number"),
        ('{"start":0,"end":6,"type":"event","value":1e999}', "value must be a number"),
        ({**GOOD, "value": 10**400}, "value must be a number"),
        ({**GOOD, "op": "=="}, "op must be one of =, ~, >, <"),
        ({**GOOD, "negated": "no"}, "negated must be true or false"),
        ({**GOOD, "words": [4]}, "words must be two places"),
        ({**GOOD, "unit": 5}, "unit must be text"),
    ],
)
def test_a_line_that_is_no_claim_is_refused_with_its_number(tmp_path: Path, row: object, said: str) -> None:
    file = tmp_path / "c.jsonl"
    text = row if isinstance(row, str) else json.dumps(row)
    file.write_text(f"{json.dumps(GOOD)}\n\n{text}\n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"c\.jsonl, line 3: ") as refused:
        read_claims(file)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 300


def test_claims_that_do_not_fit_the_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps({**GOOD, "end": 10_000}), encoding="utf-8")
    with pytest.raises(WrongUse, match="beyond the text"):
        tied(read_claims(file), article(TEXT))
    file.write_text(json.dumps({**GOOD, "quote": "China."}), encoding="utf-8")
    with pytest.raises(WrongUse, match="count code points"):
        tied(read_claims(file), article(TEXT))
    file.write_text(json.dumps({**GOOD, "article": "another"}), encoding="utf-8")
    assert tied(read_claims(file), article(TEXT)) == ()


def test_a_file_of_annotations_is_a_file_of_claims(tmp_path: Path) -> None:
    row = {
        **GOOD, "start": 22, "end": 69, "quote": TEXT[22:69], "cstart": 22, "cend": 45, "clause": TEXT[22:45],
        "vstart": 38, "vend": 41, "vtext": "37%", "value": "abstain", "core": True, "why": "",
    }  # fmt: skip
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps(row), encoding="utf-8")
    [claim] = tied(read_claims(file), article(TEXT))
    assert (claim.quote, claim.sentence, claim.words) == (TEXT[22:45], (22, 69), (38, 41))
    assert (claim.value, claim.ballot) == (None, "abstain")


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00"])
def test_a_file_without_claims_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_bytes(content)
    with pytest.raises(WrongUse, match="claims"):
        read_claims(file)
    with pytest.raises(WrongUse, match="cannot read claims"):
        read_claims(tmp_path / "nosuch.jsonl")
