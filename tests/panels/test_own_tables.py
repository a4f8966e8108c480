from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from comity import Failure, WrongUse, panel


def write(place: Path, text: str, name: str = "my.csv") -> None:
    (place / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "rows",
    [
        "RUS,MMR,2010,1.5\nCHN,MMR,2011,2",
        "Russia,Myanmar,2010,1.5\nChina,Burma,2011,2",
        "365,775,2010,1.5\n710,775,2011,2",
    ],
)
def test_a_table_joins_by_letters_names_or_the_systems_numbers(rows: str, alone: Path) -> None:
    write(alone, f"a,b,when,flow\n{rows}\n")
    frame = (
        panel("directed-dyad-year", states=["RUS", "CHN", "MMR"], years=(2010, 2011))
        .add("my.csv:a,b,when,flow")
        .to_polars()
    )
    found = frame.filter(pl.col("flow").is_not_null()).select("origin", "target", "year", "flow").rows()
    assert sorted(found) == [("CHN", "MMR", 2011, 2.0), ("RUS", "MMR", 2010, 1.5)]
    assert len(frame) == 12


def test_a_table_of_pairs_without_direction_takes_either_order(alone: Path) -> None:
    write(alone, "a,b,year,x\nMMR,RUS,2010,3\n")
    frame = panel("dyad-year", dyads=["RUS:MMR"], years=(2010, 2010)).add("my.csv:a,b,year,x").to_polars()
    assert frame["x"].to_list() == [3.0]


def test_a_column_whose_name_is_none_is_named_by_as(alone: Path) -> None:
    write(alone, "s,year,GDP (USD)\nRUS,2010,3\n")
    made = panel("state-year", states=["RUS"], years=(2010, 2010))
    with pytest.raises(WrongUse, match="as="):
        made.add("my.csv:s,year,GDP (USD)").plan  # noqa: B018
    assert made.add("my.csv:s,year,GDP (USD)", name="gdp").to_polars()["gdp"].to_list() == [3.0]


def test_parquet_and_months_are_read_too(alone: Path) -> None:
    pl.DataFrame({"s": ["RUS", "RUS"], "m": ["2010-01", "2010-02"], "x": [1.0, 2.0]}).write_parquet(alone / "m.parquet")
    frame = panel("state-month", states=["RUS"], years=(2010, 2010)).add("m.parquet:s,m,x", lag=1).to_polars()
    assert frame["x_lag1"].to_list()[:4] == [None, 1.0, 2.0, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b,year,x\nRUS,Atlantis,2010,1\n", "Atlantis"),
        ("a,b,year,x\nRUS,MMR,2010,1\nRUS,MMR,2010,2\n", "second row"),
        ("a,b,year,x\nRUS,MMR,2010,many\n", "many"),
        ("a,b,year,x\nRUS,MMR,MMX,1\n", "MMX"),
        ("a,b,year,x\nRUS,RUS,2010,1\n", "two states"),
        ("a,b,jahr,x\nRUS,MMR,2010,1\n", "no column 'year'"),
        ("a,b,year,x\n", "no"),
        ("", "empty"),
    ],
)
def test_a_table_that_is_not_what_it_says_is_refused_with_the_place(text: str, said: str, alone: Path) -> None:
    write(alone, text)
    with pytest.raises(Failure, match=said) as refused:
        panel("directed-dyad-year", years=(2010, 2011)).add("my.csv:a,b,year,x").plan  # noqa: B018
    assert "my.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("add", "said"),
    [("none.csv:a,b,year,x", "no such file"), ("my.csv:a,x", "expected the columns"), ("my.csv:a,,year,x", "expected")],
)
def test_columns_that_cannot_be_are_refused(add: str, said: str, alone: Path) -> None:
    write(alone, "a,b,year,x\nRUS,MMR,2010,1\n")
    with pytest.raises(WrongUse, match=said):
        panel("directed-dyad-year", years=(2010, 2011)).add(add).plan  # noqa: B018
