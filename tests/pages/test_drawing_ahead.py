"""A chart that is begun ahead is the chart that would have been drawn when asked for."""

from __future__ import annotations

import pytest

from comity.errors import Failure
from comity.pages import drawing
from comity.pages.lines import lines

ROWS = [{"year": y, "name": "A", "value": float(y % 7)} for y in range(2000, 2010)]


def test_a_chart_begun_ahead_is_the_same() -> None:
    chart = lines(ROWS, title="A", unit="deaths")
    assert chart is not None
    asked = drawing.to_svg(chart.spec)
    drawing.ready()
    drawing.ahead(chart.spec)
    drawing.ahead(chart.spec)
    assert drawing.to_svg(chart.spec) == asked
    drawing.settled()
    drawing.ahead(chart.spec)  # nobody expects a page now, so nothing is begun
    assert drawing.to_svg(chart.spec) == asked


def test_a_chart_that_cannot_be_drawn_says_so_when_it_is_asked_for() -> None:
    drawing.ready()
    drawing.ahead({"mark": "no such mark"})
    with pytest.raises(Failure, match="could not be drawn"):
        drawing.to_svg({"mark": "no such mark"})
    drawing.settled()
