"""Bad tables and bad questions: one line each that names the place, what is wrong and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from comity.errors import WrongUse
from comity.models import gravity

HEAD = "exporter,importer,year,trade,rta"
STATES, YEARS = "ABCDE", (2000, 2001, 2002)


def panel(seed: int = 1) -> list[str]:
    random = np.random.default_rng(seed)
    return [
        f"{a},{b},{year},{random.poisson(20) + 1},{random.integers(0, 2)}"
        for a in STATES
        for b in STATES
        for year in YEARS
    ]


def refused(data: Any, **asked: Any) -> str:
    with pytest.raises(WrongUse) as caught:
        gravity.ppml(data, **{"flow": "trade", "on": "rta"} | asked)
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    return message


def change(place: int, row: str) -> Callable[[list[str]], list[str]]:
    return lambda rows: [*rows[:place], row, *rows[place + 1 :]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (change(3, "A,B,2000,-5,1"), ("flows.csv, line 5", "trade is -5", "expected no negative value")),
        (change(3, "A,B,2000,many,1"), ("flows.csv, line 5", "trade is 'many'", "expected a number")),
        (change(3, "A,B,2000,inf,1"), ("flows.csv, line 5", "trade is inf", "finite")),
        (change(3, "A,B,2000,1,1e999"), ("flows.csv, line 5", "rta is inf", "finite")),
        (change(3, "A,B,2000,1,1e308"), ("flows.csv", "rta reaches 1e+308", "expected values below")),
        (change(3, "A,A,2000,1,1"), ("flows.csv, line 5", "A, A, 2000 stands twice", "line 2", "expected one row")),
        (change(3, "A,B,2000,1,1,9"), ("flows.csv, line 5", "6 values", "expected 5")),
        (lambda rows: [",".join([*r.split(",")[:3], "0,1"]) for r in rows], ("flows.csv", "zero in every row")),
        (lambda rows: [",".join([*r.split(",")[:3], ",1"]) for r in rows], ("flows.csv", "no row is left", "missing")),
        (lambda rows: [r for r in rows if ",2000," in r], ("flows.csv", "pair has one row")),
        (lambda rows: [r for r in rows if r.startswith("A,A,")], ("flows.csv", "has one row")),
        (lambda _: [], ("flows.csv", "no rows", "expected one row")),
    ],
    ids=[
        "negative",
        "text",
        "infinite",
        "beyond",
        "1e308",
        "twice",
        "ragged",
        "zero",
        "empty",
        "year",
        "state",
        "none",
    ],
)
def test_a_bad_table_is_refused_in_one_line(
    tmp_path: Path, wrong: Callable[[list[str]], list[str]], said: tuple[str, ...]
) -> None:
    (tmp_path / "flows.csv").write_text("\n".join([HEAD, *wrong(panel())]) + "\n", encoding="utf-8")
    message = refused(tmp_path / "flows.csv")
    for word in said:
        assert word in message


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"flow": "trad"}, ("no column trad", "did you mean trade?")),
        ({"exporter": "origin"}, ("no column origin", "exporter")),
        ({"on": "rta,rta"}, ("rta stands twice",)),
        ({"on": "trade"}, ("trade is the flow itself",)),
        ({"effects": "exporter-year,exporter-year"}, ("asked for twice",)),
        ({"effects": "exporter-,pair"}, ("exporter-", "no set of effects")),
        ({"effects": "region-year"}, ("no column region",)),
        ({"effects": "sector-year"}, ("which column",)),
        ({"se": "sas"}, ("sas", "stata or fixest")),
        ({"effects": "pair", "bias_correct": True}, ("bias correction is for",)),
        ({"weights": "rta", "on": (), "bias_correct": True}, ("without weights",)),
        ({"on": (), "bias_correct": True}, ("at least one regressor",)),
    ],
    ids=str,
)
def test_a_bad_question_is_refused(asked: dict[str, Any], said: tuple[str, ...]) -> None:
    data = pl.read_csv("\n".join([HEAD, *panel()]).encode())
    message = refused(data, **asked)
    for word in said:
        assert word in message


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 but no more")
    (tmp_path / "latin.csv").write_bytes("\n".join([HEAD, *panel()]).encode().replace(b"A,B", b"\xc5,B"))
    assert "not a readable Parquet file" in refused(tmp_path / "bad.parquet")
    assert "UTF-8" in refused(tmp_path / "latin.csv")
    assert "no such file" in refused(tmp_path / "none.csv")
    assert ".csv or .parquet" in refused(tmp_path / "flows.txt")
    assert "no table" in refused(3)


def test_columns_of_other_lengths_or_shapes_are_refused() -> None:
    columns = {"exporter": ["A", "B"], "importer": ["B", "A"], "year": [1, 1], "trade": [1.0], "rta": [0, 1]}
    assert "expected columns as long as each other" in refused(columns)
