"""A panel on disk: every format, its codebook, its recipe; whole or not at all."""

from __future__ import annotations

import errno
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

from comity import Failure, WrongUse, panel
from comity.panels import Panel, assembling, from_recipe, output, pairing, writing


def sample() -> Panel:
    made = panel("dyad-year", states=["RUS", "MMR", "CHN", "USA"], years=(2018, 2022))
    return made.add("votes.agreement").add("economy.gdp", side="both", lag=1).add("votes.ballots", fill=0, name="n")


def columns_of(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["columns"]
    return found


def read(path: Path) -> pl.DataFrame:
    if path.suffix == ".parquet":
        return pl.read_parquet(path)
    if path.suffix == ".csv":
        return pl.read_csv(path)
    if path.suffix == ".dta":
        import pandas as pd

        return pl.from_pandas(pd.read_stata(path))
    from python_calamine import CalamineWorkbook

    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("panel").to_python()
    blank = [[None if v == "" else v for v in row] for row in rows]
    return pl.DataFrame(blank, schema=[str(h) for h in head], orient="row", infer_schema_length=None)


@pytest.mark.parametrize("ending", ["parquet", "csv", "dta", "xlsx"])
def test_every_format_holds_the_same_figures_and_has_its_codebook(ending: str, alone: Path) -> None:
    made = sample()
    path = alone / f"p.{ending}"
    counted = made.save(path)
    found, expected = read(path), made.to_polars()
    assert found.columns == expected.columns
    assert len(found) == counted.rows == len(expected)
    for name in ("votes_agreement", "economy_gdp_lag1_origin", "economy_gdp_lag1_target", "n"):
        assert found[name].cast(pl.Float64).to_list() == pytest.approx(expected[name].cast(pl.Float64).to_list())
    assert found["origin"].to_list() == expected["origin"].cast(pl.String).to_list()
    assert sorted(p.name for p in alone.iterdir() if p.is_file()) == ["p.codebook.toml", f"p.{ending}"]


@pytest.mark.parametrize("ending", ["parquet", "csv", "dta", "xlsx"])
def test_months_are_days_in_every_format(ending: str, alone: Path) -> None:
    made = panel("directed-dyad-month", dyads=["RUS:DEU"], years=(2020, 2020))
    made.add("energy.eu_imports_crude_monthly", name="crude").save(alone / f"m.{ending}")
    frame = read(alone / f"m.{ending}")
    assert [str(day)[:10] for day in frame["date"]] == [f"2020-{m:02}-01" for m in range(1, 13)]
    assert frame["crude"].null_count() == 0


def test_the_codebook_says_of_each_column_what_it_is_and_what_is_missing(alone: Path) -> None:
    made = sample()
    made.save("p.parquet")
    book = tomllib.loads(Path("p.codebook.toml").read_text(encoding="utf-8"))
    assert book["rows"] == len(made)
    assert [c["name"] for c in book["columns"]] == list(made.columns)
    entry = next(c for c in book["columns"] if c["name"] == "votes_agreement")
    assert entry["unit"] == "share"
    assert entry["missing"] == made.to_polars()["votes_agreement"].null_count()
    assert "release" in entry["source"]
    lagged = next(c for c in book["columns"] if c["name"] == "economy_gdp_lag1_target")
    assert lagged["done"] == "1 year before; of the target"
    assert "filled with 0" in next(c for c in book["columns"] if c["name"] == "n")["done"]
    assert {s["dataset"] for s in book["sources"]} == {s.dataset.code for s in made.sources}
    assert all(s["citation"] and s["licence"] for s in book["sources"])


def test_parquet_and_stata_carry_labels_and_parquet_its_recipe(alone: Path) -> None:
    made = sample()
    made.save("p.parquet")
    made.save("p.dta")
    schema = pq.read_schema("p.parquet")
    assert schema.metadata[b"recipe"].decode() == made.recipe()
    assert schema.field("votes_agreement").metadata[b"unit"] == b"share"
    import pandas as pd

    with pd.io.stata.StataReader("p.dta") as reader:
        assert "identical votes" in reader.variable_labels()["votes_agreement"]


@pytest.mark.parametrize("where", ["recipe", "codebook"])
def test_a_recipe_repeats_a_panel_exactly(where: str, alone: Path) -> None:
    made = sample()
    made.save("p.csv")
    Path("r.toml").write_text(made.recipe(), encoding="utf-8")
    again = from_recipe("r.toml" if where == "recipe" else "p.codebook.toml")
    again.save("q.csv")
    assert Path("p.csv").read_bytes() == Path("q.csv").read_bytes()
    assert again.recipe() == made.recipe()


def test_a_recipe_holds_a_table_of_ones_own_to_the_letter(alone: Path) -> None:
    Path("x.csv").write_text("s,year,x\nRUS,2010,1\n", encoding="utf-8")
    made = panel("state-year", states=["RUS"], years=(2009, 2011)).add("x.csv:s,year,x", lag=1)
    Path("r.toml").write_text(made.recipe(), encoding="utf-8")
    assert from_recipe("r.toml").to_arrow().equals(made.to_arrow())
    Path("x.csv").write_text("s,year,x\nRUS,2010,2\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="SHA-256"):
        from_recipe("r.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 1\ngrain = 'dyad-year'\ncolour = 'red'\n", "unknown key 'colour'"),
        ("version = 2\ngrain = 'dyad-year'\n", "reads recipes of version 1"),
        ("grain = 'dyad-year'\n", "version None"),
        ("version = 1\n", "no grain"),
        ("version = 1\ngrain = 'dyad-year'\n[[add]]\ncode = 'votes.agreement'\nlags = 1\n", "unknown key 'lags'"),
        ("version = 1\ngrain = 'dyad-year'\n[[add]]\nlag = 1\n", "without code"),
        ("version = 1\ngrain = 'dyad-year'\n[[add]]\ncode = 'votes.agreement'\nlag = '1'\n", "not a number"),
        ("version = 1\ngrain = 'dyad-year'\nadd = 3\n", "no list"),
        ("version = 1\ngrain = 3\n", "is no text"),
        ("version = 1\ngrain = 'dyad-year'\nyears = '90'\n", "no years"),
        ("version = 1\ngrain = 'dyad-year'\nstates = 'RUS'\n", "no list of texts"),
        ("version = true\n", "version True"),
        ("version = \n", "not a recipe in TOML"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused(text: str, said: str, alone: Path) -> None:
    Path("r.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=said) as refused:
        from_recipe("r.toml")
    assert "r.toml" in str(refused.value) or said == "no years"


def test_a_recipe_of_another_release_is_not_repeated_with_this_one(alone: Path) -> None:
    text = sample().recipe()
    stamp = next(s.release.stamp for s in sample().sources if s.dataset.code == "un_votes")
    Path("r.toml").write_text(text.replace(f'"{stamp}"', '"1999-01-01"'), encoding="utf-8")
    with pytest.raises(Failure, match="made with un_votes 1999-01-01"):
        from_recipe("r.toml")


def test_endings_and_rows_that_cannot_be_are_refused_before_anything_is_made(
    alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("figures were read")

    monkeypatch.setattr(assembling, "in_memory", never)
    with pytest.raises(WrongUse, match="unknown ending"):
        sample().save("p.txt")
    with pytest.raises(WrongUse, match="1,222,509 rows are more"):
        panel("dyad-year").save("p.xlsx")
    with pytest.raises(Failure, match="does not exist"):
        sample().save("nowhere/p.csv")
    long = (
        panel("dyad-year", states=["RUS", "MMR"])
        .add("votes.agreement", name="a" * 40)
        .add("votes.ballots", name="a" * 39)
    )
    with pytest.raises(WrongUse, match="Stata"):
        long.save("p.dta")
    assert list(alone.iterdir()) == []


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx", "dta"])
def test_a_disk_that_fills_leaves_the_old_files(ending: str, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = sample()
    made.save(f"p.{ending}")
    before = {p.name: p.read_bytes() for p in alone.iterdir()}
    real = writing.tables

    def fills(*words: Any) -> Any:
        yield from list(real(*words))[:1]
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "tables", fills)
    with pytest.raises(Failure, match=rf"p\.{ending}: cannot be written: no space left"):
        made.save(f"p.{ending}")
    assert {p.name: p.read_bytes() for p in alone.iterdir()} == before


def test_a_panel_prints_its_plan_and_rows_without_reading_figures(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("figures were read")

    monkeypatch.setattr(assembling, "in_memory", never)
    text = repr(panel("dyad-year", years=(1990, 2022)).add("votes.agreement", lag=1))
    assert text.splitlines()[0].startswith("dyad-year panel, Gleditsch and Ward, 1990–2022: ")
    assert "votes.agreement:lag=1" in text
    assert "provisional" in text


def test_citations_come_in_three_styles(alone: Path) -> None:
    made = sample()
    assert made.cite().count("\n") + 1 == len(made.sources)
    assert made.cite("bibtex").count("@misc") == len(made.sources)
    assert made.cite("csl").startswith("[")


def test_rows_come_in_the_same_order_in_small_blocks(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = sample()
    whole = made.to_arrow()
    monkeypatch.setattr(pairing, "BLOCK_ROWS", 7)
    assert len(list(output.tables(sample().plan, output.Counted()))) > 2
    assert sample().to_arrow().combine_chunks().equals(whole.combine_chunks())
