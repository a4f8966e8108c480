"""docs/indicators.md is what the catalogue says, and lists all that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.catalogue import definitions, record_kinds
from comity.catalogue.reference import reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "indicators.md"


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))


def test_the_page_is_made_from_the_catalogue() -> None:
    made = "run `python -m comity.catalogue.reference > docs/indicators.md`"
    assert PAGE.read_text(encoding="utf-8") == reference(), made


def test_every_code_stands_once_with_its_unit_and_source() -> None:
    page = reference()
    codes = [d.code for d in definitions()] + [k.code for k in record_kinds()]
    assert len(codes) >= 100
    for code in codes:
        assert page.count(f"\n### {code}\n") == 1
        section = page.split(f"\n### {code}\n")[1].split("\n### ")[0]
        assert "- source: " in section, code
    for d in definitions():
        section = page.split(f"\n### {d.code}\n")[1].split("\n### ")[0]
        assert f"- unit: {d.unit}; grain: {d.grain}; {d.kind}; absent inside the coverage: {d.absent}\n" in section
