from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import WrongUse
from comity.panels.adds import DIRECTIONS, SIDES, Add, read


def test_an_add_is_read_word_by_word() -> None:
    assert read("votes.agreement:lag=1:as=votes") == Add("votes.agreement", lag=1, name="votes")
    assert read("arms.deliveries:direction=sum:fill=0") == Add("arms.deliveries", direction="sum", fill=0.0)
    assert read("disputes.list_mid_gml:keep=onset+fatality:only=onset") == Add(
        "disputes.list_mid_gml", keep=("onset", "fatality"), only=("onset",)
    )
    assert read("a b/my.csv:origin, target,year,value:lag=2") == Add(
        "a b/my.csv", ("origin", "target", "year", "value"), lag=2
    )


@given(
    st.builds(
        Add,
        what=st.from_regex(r"[a-z]{1,8}\.[a-z_]{1,12}", fullmatch=True),
        name=st.from_regex(r"([A-Za-z][A-Za-z0-9_]{0,12})?", fullmatch=True),
        lag=st.integers(0, 50),
        side=st.sampled_from(["", *SIDES]),
        direction=st.sampled_from(["", *DIRECTIONS]),
        fill=st.none() | st.integers(-1000, 1000).map(float),
        only=st.lists(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), max_size=3).map(tuple),
    )
)
def test_an_add_written_is_read_as_the_same(add: Add) -> None:
    assert read(add.text()) == add


def test_a_column_is_named_after_what_was_done() -> None:
    assert read("votes.agreement:lag=2").column("votes_agreement") == "votes_agreement_lag2"
    assert read("x.y:then=mean:over=3").column("x_y") == "x_y_mean3"
    assert read("x.y:year=2011").column("x_y") == "x_y_2011"
    assert read("x.y:as=z:lag=2").column("x_y") == "z"
    assert read("x.y:as=z").column("x_y_onset", alone=False, field="onset") == "z_onset"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("votes.agreement:lags=1", "none of as="),
        ("votes.agreement:lag", "none of as="),
        ("votes.agreement:lag=one", "not a whole number"),
        ("votes.agreement:lag=51", "from 1 to 50"),
        ("votes.agreement:lag=-1", "from 1 to 50"),
        ("votes.agreement:lag=1:lead=1", "one number"),
        ("votes.agreement:lag=1:lag=2", "twice"),
        ("votes.agreement:as=1x", "no name of a column"),
        ("votes.agreement:as=a b", "no name of a column"),
        ("votes.agreement:side=left", "none of origin"),
        ("votes.agreement:direction=up", "none of sum"),
        ("votes.agreement:then=cube", "none of log1p"),
        ("votes.agreement:then=mean", "over="),
        ("votes.agreement:over=3", "then=mean"),
        ("votes.agreement:fill=zero", "not a number"),
        ("votes.agreement:year=2011:lag=1", "one year"),
        ("", "empty"),
        ("x.y:as=\x1b[31m", "no name of a column"),
    ],
)
def test_an_add_that_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said) as refused:
        read(text)
    assert str(refused.value).isprintable()
