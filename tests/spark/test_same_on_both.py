"""The same expressions give the same figures on DuckDB and on Spark."""

from __future__ import annotations

from typing import Any

import pytest

from comity.measures import MEASURES

pytestmark = pytest.mark.spark


def test_every_measure_is_the_same_on_both(on_both: dict[str, Any]) -> None:
    found = on_both["measures"]
    assert set(found) == {m.definition.code for m in MEASURES}
    for code, answer in found.items():
        assert answer["rows"] > 0, code
        assert answer["difference"] <= 1e-12, (code, answer)


def test_three_panels_are_the_same_on_both(on_both: dict[str, Any]) -> None:
    found = on_both["panels"]
    assert set(found) == {"state-year", "dyad-year", "directed-dyad-year"}
    for grain, answer in found.items():
        assert answer["rows"] > 0, grain
        assert all(known > 0 for known in answer["known"].values()), (grain, answer)
        assert answer["figures"], (grain, answer)
        assert answer["told"], (grain, answer)
