"""Similarity of votes from the ballots: by year, session, issue or chosen resolutions, and in other codings."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import comity
from comity import catalogue
from comity.catalogue.ballots import symbol_of
from comity.errors import Failure, WrongUse
from comity.store.building import add

COLUMNS = (
    "undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "draft", "committee_report", "meeting",
    "title", "agenda_title", "subjects", "vote_note", "total_yes", "total_no", "total_abstentions", "total_non_voting",
    "total_ms", "undl_link",
)  # fmt: skip
NAMES = {"RUS": "RUSSIAN FEDERATION", "MMR": "MYANMAR"}
# Resolution, day, Russia's and Myanmar's ballot. The list of issues has 72/16 (none of the six), 72/229 (economic
# development) and 72/251 (arms control, nuclear weapons).
VOTES = (
    ("A/RES/72/16", "2017-11-30", "A", "Y"),
    ("A/RES/72/229", "2017-12-20", "Y", "Y"),
    ("A/RES/72/251", "2017-12-24", "N", "Y"),
    ("A/RES/72/280", "2018-06-12", "A", "X"),
    ("A/RES/73/1", "2018-09-28", "A", "Y"),
    ("A/RES/ES-11/1", "2022-03-02", "N", "Y"),
)


def written(path: Path, rows: Iterable[tuple[int, str, str, str, str]]) -> Path:
    """Write ballots as the library publishes them: record, resolution, day, member, letter."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS, restval="")
        out.writeheader()
        for record, resolution, day, member, letter in rows:
            out.writerow(
                {"undl_id": record, "resolution": resolution, "date": day, "ms_name": member, "ms_vote": letter,
                 "title": "On a matter", "total_yes": 1, "total_no": 1, "total_abstentions": 1, "total_non_voting": 1,
                 "undl_link": f"https://digitallibrary.un.org/record/{record}"}
            )  # fmt: skip
    return path


@pytest.fixture
def _ballots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    rows = [
        (i, resolution, day, NAMES[who], letter)
        for i, (resolution, day, *letters) in enumerate(VOTES, 1)
        for who, letter in zip(NAMES, letters, strict=True)
    ]
    add("un_votes", written(tmp_path / "ballots.csv", rows), tmp_path / "store", accept_shrink=True)


def values(by: str, **how: Any) -> dict[str, tuple[float | None, int]]:
    found = comity.vote_similarity("RUS", "MMR", by=by, **how)  # type: ignore[arg-type]
    return {r[by]: (r["value"], r["ballots"]) for r in found.rows}


@pytest.mark.usefixtures("_ballots")
def test_by_year_session_and_all() -> None:
    assert values("year") == {"2017": (0, 3), "2018": (0, 1), "2022": (-1, 1)}
    assert values("session") == {"72": (0, 3), "73": (0, 1), "ES-11": (-1, 1)}
    assert values("all") == {"all": (pytest.approx(1 - 2 * (0.5 + 0 + 1 + 0.5 + 1) / 5), 5)}
    assert values("year", years="2018:2022") == {"2018": (0, 1), "2022": (-1, 1)}
    assert values("year", as_of="2017-12-31") == {"2017": (0, 3)}


@pytest.mark.usefixtures("_ballots")
def test_by_issue_a_ballot_counts_in_each_issue_of_its_resolution() -> None:
    found = comity.vote_similarity("RUS", "MMR", by="issue")
    rows = {r["issue"]: (r["value"], r["ballots"]) for r in found.rows}
    assert rows == {
        "Arms control and disarmament": (-1, 1),
        "Nuclear weapons and nuclear material": (-1, 1),
        "Economic development": (1, 1),
        "none of the six issues": (0, 1),
        "not in the list of issues": (-0.5, 2),
    }
    assert any("not to be added" in n for n in found.notes)
    assert any(n.startswith("2 ballots are on resolutions") for n in found.notes)
    assert {s.dataset.code for s in found.sources} == {"un_votes", "un_votes_voeten"}


@pytest.mark.usefixtures("_ballots")
def test_over_resolutions_of_ones_choice_and_in_other_codings() -> None:
    two = ["A/RES/72/229", "A/RES/73/1"]
    assert values("all", resolutions=two, measure="agreement") == {"all": (0.5, 2)}
    assert values("all", resolutions=two, measure="agreement", abstention="half") == {"all": (0.75, 2)}
    assert values("all", resolutions=two, measure="agreement", abstention="dropped") == {"all": (1, 1)}
    assert values("year", years="2018", absent="abstention") == {"2018": (pytest.approx(0.5), 2)}
    assert values("all", resolutions=["A/RES/72/229"], measure="kappa") == {"all": (None, 1)}  # not defined
    label = comity.vote_similarity("RUS", "MMR", absent="abstention").title
    assert label.endswith("S, absolute distances, absent as abstention")


@pytest.mark.usefixtures("_ballots")
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"resolutions": ["A/RES/99/1"]}, "A/RES/99/1: no resolution"),
        ({"measure": "s"}, "s_absolute"),
        ({"by": "month"}, "session"),
        ({"absent": "no"}, "dropped, abstention"),
        ({"abstention": "half"}, "agreement"),
        ({"abstention": "dropped", "absent": "abstention"}, "choose one"),
    ],
)
def test_a_coding_that_is_none_is_refused(how: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongUse, match=words):
        comity.vote_similarity("RUS", "MMR", **how)
    with pytest.raises(WrongUse, match="same state"):
        comity.vote_similarity("RUS", "Russia")


def test_without_the_ballots_the_answer_says_where_to_get_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))
    with pytest.raises(Failure, match=r"not at hand; download .*comity data add un_votes"):
        comity.vote_similarity("RUS", "MMR")


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("A/RES/75/287", ("75", "287", "")),
        ("A/RES/ES-11/1", ("ES-11", "1", "")),
        ("ESS/10/15", ("ES-10", "15", "")),
        ("A/RES/2200(XXI)[B]", ("21", "2200", "B")),
        ("R/21/2200B", ("21", "2200", "B")),
        ("A/RES/1004(ES-II)", ("ES-2", "1004", "")),
        ("A/RES/3362(S-VII)", ("S-7", "3362", "")),
        ("A/RES/S-9/2", ("S-9", "2", "")),
        ("A/RES/47/219[B-IX]", ("47", "219", "BIX")),
        ("R/47/219B/IX", ("47", "219", "BIX")),
        ("A/DEC/80/506", ("80", "506", "")),
        ("S/RES/2669(2022)", None),
        ("resolution 5", None),
    ],
)
def test_a_symbol_is_read_as_either_list_writes_it(text: str, symbol: tuple[str, str, str] | None) -> None:
    assert symbol_of(text) == symbol


@pytest.mark.shared
def test_the_golden_variants_agree_from_the_ballots_of_the_library(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = json.loads((shared / "golden" / "similarity.json").read_text(encoding="utf-8"))["un_votes"]
    folder = shared / "data/security/un_votes_digital_library"
    ids = sorted({case[side] for case in golden for side in ("a", "b")})
    years = sorted({case["year"] for case in golden})
    records = pl.read_parquet(folder / "resolutions.parquet").filter(
        pl.col("body") == "A", pl.col("total_yes").is_not_null(), pl.col("date").cast(pl.String).str.slice(0, 4).is_in(
            [str(y) for y in years])
    )  # fmt: skip
    votes = pl.read_parquet(folder / "votes.parquet").with_columns(pl.col("iso3", "ms_name", "ms_vote").cast(pl.String))
    cast = votes.filter(pl.col("iso3").is_in(ids)).join(records.select("undl_id", "resolution", "date"), on="undl_id")
    rows = cast.select("undl_id", "resolution", pl.col("date").cast(pl.String).str.slice(0, 10), "ms_name", "ms_vote")
    monkeypatch.setenv("COMITY_DATA", str(tmp_path / "store"))
    add("un_votes", written(tmp_path / "ballots.csv", rows.rows()), tmp_path / "store", accept_shrink=True)
    assert len(golden) == 12
    for case in golden:
        who, variants = (case["a"], case["b"]), case["variants"]

        def found(who: tuple[str, str] = who, year: int = case["year"], **how: Any) -> tuple[float, int]:
            (row,) = comity.vote_similarity(*who, years=(year, year), **how).rows
            return row["value"], row["ballots"]

        assert found() == (pytest.approx(case["expected"]["S_absolute"], abs=1e-9), case["expected"]["n"])
        assert found(measure="agreement", abstention="dropped") == (
            pytest.approx(variants["agreement_yes_no_only"], abs=1e-9), variants["n_yes_no_only"],
        )  # fmt: skip
        half = found(measure="agreement", abstention="half")
        assert half[0] == pytest.approx(variants["agreement_abstain_half"], abs=1e-9)
        assert found(absent="abstention") == (
            pytest.approx(variants["S_absolute_absent_as_abstain"], abs=1e-9), variants["n_absent_as_abstain"],
        )  # fmt: skip
        shipped = catalogue.get("votes.ballots", *who, years=str(case["year"])).rows[0]["value"]
        assert found()[1] == shipped
