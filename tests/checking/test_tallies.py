from __future__ import annotations

from datetime import date

import pytest

from comity.checking.claim import Claim
from comity.checking.extracting.extraction import claims

DAY = date(2022, 9, 20)


def found(text: str) -> tuple[Claim, ...]:
    return claims(text, date=DAY)


# ---- counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The resolution was supported by 141 of the Assembly's 193 members.", [(141, "votes_yes")]),
        (
            "The measure passed 128-9, with 35 abstentions.",
            [(128, "votes_yes"), (9, "votes_no"), (35, "votes_abstain")],
        ),
        (
            "The vote was 187 in favour, with three against and two abstentions.",
            [(187, "votes_yes"), (3, "votes_no"), (2, "votes_abstain")],
        ),
        (
            "The vote on Gabon was up from 115 last year and 114 in 2021.",
            [(115, "votes_yes"), (114, "votes_yes")],
        ),
        ("The resolution on Chad got 128 votes.", [(128, "votes_yes")]),
        ("Only five countries including Peru voted against the resolution.", [(5, "votes_no")]),
        (
            "Five states (Peru, Chad, Gabon, Mali and Togo) voted against, the remaining 35 abstained from the vote.",
            [(5, "votes_no"), (35, "votes_abstain")],
        ),
        ("The seven countries voting against the text in the Assembly were poor.", [(7, "votes_no")]),
        ("Peru and Chad were two of 18 members that voted against the resolution.", [(18, "votes_no")]),
    ],
)
def test_members_are_counted_by_how_they_voted(text: str, counts: list[tuple[float, str]]) -> None:
    assert [(c.value, c.unit) for c in found(text) if c.unit.startswith("votes")] == counts


def test_members_that_only_did_not_take_part_are_not_counted() -> None:
    assert [c for c in found("Thirteen countries did not participate in the vote on Chad.") if c.value] == []


def test_a_count_is_the_united_nations_whoever_is_named_in_it() -> None:
    (claim,) = [c for c in found("35 nations including Peru and Chad abstained from the vote.") if c.value == 35]
    assert claim.subject == ("UN",)
    assert not {"PER", "TCD"} & set(claim.object)


# ---- what a vote is on


def test_a_count_in_a_later_sentence_is_on_the_states_of_the_resolution() -> None:
    text = (
        "The UN General Assembly on Monday adopted a resolution that condemns Chad for its invasion of Gabon. "
        "Gabon thanked its friends. The text passed by 120 votes to nine. Peru abstained."
    )
    counts = [c for c in found(text) if c.unit.startswith("votes")]
    assert [(c.value, set(c.object)) for c in counts] == [(120, {"TCD", "GAB"}), (9, {"TCD", "GAB"})]
    (ballot,) = [c for c in found(text) if c.ballot]
    assert (ballot.subject, set(ballot.object), ballot.ballot) == (("PER",), {"TCD", "GAB"}, "abstain")


def test_those_who_vote_are_not_what_the_vote_is_on() -> None:
    text = (
        "The General Assembly voted to condemn the blockade of Gabon, with only Peru and Mali against. "
        "In 2020 the vote on Gabon was 150 to two."
    )
    assert {"PER", "MLI"}.isdisjoint(code for c in found(text) if c.unit.startswith("votes") for code in c.object)


# ---- ballots


def test_each_of_two_voters_has_a_ballot() -> None:
    text = "In the General Assembly Peru and Chad voted against the resolution on Gabon."
    assert [(c.subject, c.ballot) for c in found(text)] == [(("PER",), "no"), (("TCD",), "no")]


@pytest.mark.parametrize(
    ("words", "ballot"),
    [
        ("voted no for the first time", "no"),
        ("joined Peru in opposing the measure", "no"),
        ("returned to voting no on the resolution", "no"),
        ("voted in favour", "yes"),
        ("abstained", "abstain"),
    ],
)
def test_a_ballot_is_told_in_many_words(words: str, ballot: str) -> None:
    claim = found(f"The Assembly met. Chad {words} in the Assembly.")[-1]
    assert (claim.type, claim.ballot) == ("vote", ballot)


def test_those_opposed_and_those_abstaining_have_their_own_ballots() -> None:
    text = "The General Assembly vote on Gabon was 120 in favour, with Peru and Mali opposed, and Togo abstaining."
    ballots = {c.subject: c.ballot for c in found(text) if c.ballot}
    assert ballots == {("PER",): "no", ("MLI",): "no", ("TGO",): "abstain"}


def test_a_yearly_vote_is_of_the_day_of_the_report() -> None:
    text = (
        "For the 19th consecutive year the General Assembly today adopted a resolution on Gabon. 120 voted in favour."
    )
    assert all(c.period.startswith(DAY.isoformat()[:7]) for c in found(text))


def test_regions_cast_no_ballots() -> None:
    assert all("AFRICA" not in c.subject for c in found("Countries of Africa, Asia and Europe voted in favour."))
