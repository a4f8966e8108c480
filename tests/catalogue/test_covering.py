"""No row stands outside the coverage that an indicator states."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity import catalogue
from comity.catalogue import NotAtHand
from comity.catalogue.covering import covered
from comity.vocabulary import relation_columns


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))


def test_every_row_of_the_snapshot_is_covered_where_the_coverage_names_states() -> None:
    seen = 0
    for code in (d.code for d in catalogue.definitions()):
        try:
            found = catalogue.indicator(code)
        except NotAtHand:
            continue
        if found.definition.grain.endswith("month") or any(s.origins is s.targets is None for s in found.coverage):
            continue
        grain = found.definition.grain
        keys = [c for c in relation_columns(grain) if c not in ("value", "status")]
        rows = found.values.select(*keys).collect("polars")
        inside = covered(rows.lazy(), found.coverage, grain).collect()
        assert len(inside) == len(rows), code
        seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("arms.imports", ("IND",)),
        ("arms.suppliers_hhi", ("IND",)),
        ("arms.share_of_imports", ("RUS", "IND")),
        ("arms.share_of_exports", ("CHN", "MMR")),
        ("arms.export_similarity", ("RUS", "CHN")),
    ],
)
def test_a_total_of_which_only_a_part_is_shipped_is_no_figure(code: str, who: tuple[str, ...]) -> None:
    rows = comity.get(code, *who, years="2015:2017").rows
    assert [(r["value"], r["status"]) for r in rows] == [(None, "outside coverage")] * 3


def test_what_is_whole_is_still_there() -> None:
    (row,) = comity.get("arms.suppliers_hhi", "MMR", years="2020").rows
    assert row["status"] == "reported"
    (row,) = comity.get("arms.share_of_imports", "RUS", "MMR", years="2020").rows
    assert row["value"] == pytest.approx(0.2955, abs=1e-4)
