"""The sections on dependence, replacement and isolation say what the measures say, and are silent where these are."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity import states
from comity.briefs import text
from comity.briefs.asking import Ask
from comity.briefs.dependence import dependence
from comity.briefs.isolation import isolation
from comity.briefs.substitution import substitution
from comity.pages.model import Section
from comity.vocabulary import Figure


@pytest.fixture(autouse=True)
def _snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))


def ask(a: str, b: str, years: tuple[int, int] | None = None) -> Ask:
    return Ask(states.find(a), states.find(b), years, None)


def told(section: Section) -> str:
    return " ".join(text(s) for s in section.sentences)


def test_the_smaller_economy_is_told_as_the_more_dependent() -> None:
    (section,) = dependence(ask("CHN", "MMR")).sections
    assert "Myanmar depended on China" in told(section)
    times = next(p for p in section.sentences[-1] if isinstance(p, Figure))
    shares = [
        comity.get("trade.share_of_gdp", *who, years="2023").rows[0]["value"]
        for who in (("MMR", "CHN"), ("CHN", "MMR"))
    ]
    assert times.value == pytest.approx(shares[0] / shares[1])
    assert dependence(ask("RUS", "SUN")).sections == ()  # the two never met
    assert dependence(ask("CHN", "MMR", (1950, 1960))).sections == ()


def test_who_replaced_whom_is_told_where_the_other_is_a_supplier_of_weight() -> None:
    (section,) = substitution(ask("RUS", "MMR")).sections
    found = comity.substitution("arms.deliveries", target="MMR", before="2014:2018", after="2019:2023")
    figures = [p.value for s in section.sentences for p in s if isinstance(p, Figure)]
    for name in ("before", "after", "lost", "gained", "gap"):
        assert found.totals[name] in figures
    assert "was filled by nobody" in told(section)
    assert substitution(ask("AUT", "MMR")).sections == ()  # 0.3 TIV million a year
    assert substitution(ask("USA", "IND")).sections == ()  # the suppliers of neither are at hand


def test_those_who_are_sanctioned_are_told_with_every_component() -> None:
    (section,) = isolation(ask("CHN", "MMR")).sections
    assert section.title == "How isolated Myanmar is"
    assert "at least" in told(section)
    (table,) = section.tables
    assert [r[0] for r in table.rows][:2] == ["Distance of votes", "Sanctioned by states"]
    assert "another government casts the votes" in str(table.rows[0][-1])
    assert "of none when it closed" in str(table.rows[4][-1])
    assert [r[2] for r in table.rows[:-1]] == ["0.25", "0.125", "0.125", "0.25", "0.25"]
    assert isolation(ask("FRA", "DEU")).sections == ()
