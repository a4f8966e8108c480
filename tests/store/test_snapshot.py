"""What is shipped in the package is whole and only what may be shipped."""

from __future__ import annotations

from comity import states, store
from comity.store import Holding

MINE = store.holdings_at(store.EMBEDDED)
MYANMAR, RUSSIA = (states.state(s).number for s in ("MMR", "RUS"))


def held(dataset: str) -> list[Holding]:
    return [h for h in MINE if h.dataset == dataset]


def test_every_file_is_what_the_manifest_says() -> None:
    assert MINE
    for holding in MINE:
        for file in holding.tables.values():
            store.check(file, embedded=True)


def test_nothing_lies_there_that_the_manifest_does_not_name() -> None:
    named = {f.path for h in MINE for f in h.tables.values()}
    assert set(store.EMBEDDED.rglob("*.parquet")) == named


def test_it_is_at_most_fourteen_megabytes() -> None:
    assert sum(p.stat().st_size for p in store.EMBEDDED.rglob("*") if p.is_file()) <= 14_000_000


def test_no_ballots_of_single_votes_are_in_it() -> None:
    (votes,) = held("un_votes")
    assert "ballots" not in votes.tables
    assert "joint_ballots" in votes.tables


def test_no_text_of_opensanctions_is_in_it() -> None:
    (programmes,) = held("opensanctions")
    rows = store.rows(store.relation(programmes, "programmes"))
    assert {r["description"] for r in rows} == {None}


def test_of_sipri_only_myanmars_suppliers_and_russias_recipients_are_in_it() -> None:
    by_stamp = {h.release.stamp: h for h in held("sipri_arms")}
    assert set(by_stamp) == {"2024-03", "2026-03"}
    assert set(by_stamp["2024-03"].tables) == {"deliveries"}
    rows = store.rows(store.relation(by_stamp["2024-03"], "deliveries"))
    assert rows
    assert [r for r in rows if r["target"] != MYANMAR and not (r["origin"] == RUSSIA and r["year"] >= 2014)] == []
    deals = store.rows(store.relation(by_stamp["2026-03"], "register"))
    assert {r["target"] for r in deals} == {"MMR"}
