from __future__ import annotations

import json
import math
import random
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from comity.errors import Failure
from comity.pages import charts, lines
from comity.pages.drawing import to_svg
from comity.pages.model import Chart
from comity.pages.palette import COLOURS, MARKS, SERIES, TEXTS, Palette, contrast
from tests.pages.sample import COUP, MEASURES, must, yearly

NASTY = ["<script>alert(1)</script>", "]]>", "a & b \"c\" 'd'", "\u202eدولة", "x" * 10_000, "\x00\x08\ud800", "🏳", ""]


def shares(rows: list[dict[str, Any]], name: str = "Russia") -> Chart | None:
    return charts.shares_over_time(rows, name, title="Shares")


def line(rows: list[dict[str, Any]], **more: Any) -> Chart | None:
    return lines.line_with_median(rows, name="Pair", title="Line", unit="index", **more)


@pytest.mark.parametrize("dark", [0, 1])
def test_texts_reach_4_5_to_1_and_marks_3_to_1_on_paper_and_wash(dark: int) -> None:
    paper, wash = COLOURS["paper"][dark], COLOURS["wash"][dark]
    for name in TEXTS:
        assert contrast(COLOURS[name][dark], paper) >= 4.5, name
        assert contrast(COLOURS[name][dark], wash) >= 4.5, name
    for name in MARKS:
        assert contrast(COLOURS[name][dark], paper) >= 3, name


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_each_colour_is_one_colour_only() -> None:
    assert len({light for light, _ in COLOURS.values()}) == len(COLOURS)


def test_a_name_has_one_colour_and_the_seventh_is_grey() -> None:
    palette = Palette(tuple("ABCDEFG"))
    assert len({palette.of(n) for n in "ABCDEF"}) == len(SERIES)
    assert palette.of("G") == palette.of("Z") == COLOURS["rest"][0]
    assert palette.joined(["H"]).of("A") == palette.of("A")


def test_a_drawing_takes_the_colours_of_the_page_and_nothing_from_elsewhere() -> None:
    svg = to_svg(must(shares(yearly())).spec)
    root = ElementTree.fromstring(svg)
    assert set(root.attrib) == {"viewBox", "aria-hidden", "focusable"}
    assert "var(--s1,#c04d00)" in svg
    assert not {"href", "src", "style", "font-family", "role"} & {n for e in root.iter() for n in e.attrib}
    assert not [e.tag for e in root.iter() if e.tag.split("}")[1] in ("image", "script", "foreignObject", "a")]


def test_a_drawing_is_the_same_each_time() -> None:
    chart = must(shares(yearly()))
    assert to_svg(chart.spec) == to_svg(must(shares(yearly())).spec)


def test_a_specification_that_cannot_be_drawn_is_refused_in_one_line() -> None:
    with pytest.raises(Failure) as refused:
        to_svg({"mark": 1})
    assert "\n" not in str(refused.value)


def test_words_say_from_where_to_where_the_change_the_peak_and_the_gap() -> None:
    rows = [
        {"year": y, "name": n, "value": v}
        for y, v in {2015: 0.1, 2017: 0.6, 2019: 0.27}.items()
        for n, v in (("Russia", v), ("China", 1 - v))
    ]
    said = must(shares(rows)).description
    assert "10 % in 2015, 27 % in 2019; up 17 percentage points; highest 60 % in 2017" in said
    assert "No figures for 2016 and 2018." in said


def test_a_year_without_figures_stays_open() -> None:
    chart = must(shares(yearly()))
    assert [row["Russia"] for row in chart.rows if row["year"] == 2010] == [None]


def test_250_suppliers_become_five_and_others_and_the_sum_is_kept() -> None:
    rows = [{"year": y, "name": f"State {i}", "value": 1 / 250} for y in (2000, 2001) for i in range(250)]
    chart = must(shares(rows, "State 7"))
    assert list(chart.rows[0]) == ["year", "State 7", "State 0", "State 1", "State 10", "State 100", "Others"]
    assert sum(v for k, v in chart.rows[0].items() if k != "year") == pytest.approx(1)


def test_suppliers_that_the_page_does_not_know_get_free_hues_and_no_others_share_the_grey() -> None:
    few = must(charts.shares_over_time(yearly(), "Russia", title="x", palette=Palette(("Russia", "Myanmar"))))
    full = must(charts.shares_over_time(yearly(), "Russia", title="x", palette=Palette(("Russia", *"ABCDE"))))
    assert list(few.rows[0]) == ["year", "Russia", "China", "India", "South Korea", "Serbia", "Others"]
    assert list(full.rows[0]) == ["year", "Russia", "Others"]


def test_a_line_breaks_where_a_year_is_missing_and_marks_why() -> None:
    rows: list[dict[str, Any]] = [{"year": y, "value": 0.5, "status": "reported"} for y in (2000, 2001, 2003, 2004)]
    rows.append({"year": 2002, "value": None, "status": "none recorded"})
    chart = must(line(rows, event=COUP))
    assert "None recorded: 2002." in chart.description
    drawn = next(layer for layer in chart.spec["layer"] if layer["mark"]["type"] == "line")
    assert [p["part"] for p in drawn["data"]["values"]] == [0, 0, 1, 1]
    assert {"year": 2002, "value": "none recorded"} in chart.rows
    assert ">none recorded<" in to_svg(chart.spec)


def test_two_states_are_labelled_directly() -> None:
    rows = [{"year": y, "name": n, "value": v} for y in (2000, 2001) for n, v in (("Chad", 1.0), ("Peru", 2.0))]
    chart = must(lines.lines(rows, title="Two", unit="USD"))
    assert {">Chad<", ">Peru<"} <= {f">{t}<" for t in texts_of(to_svg(chart.spec))}
    assert chart.rows[0] == {"year": 2000, "Chad": 1.0, "Peru": 2.0}


def test_before_and_after_are_sorted_by_change() -> None:
    rows = [{"name": n, "before": 0.5, "after": a} for n, a in (("A", 0.1), ("B", 0.9), ("C", 0.5))]
    chart = must(charts.before_after(rows, title="x", before="2012–16", after="2017–21"))
    assert [row["name"] for row in chart.rows] == ["B", "C", "A"]
    assert "B from 50 % to 90 % and A from 50 % to 10 %" in chart.description


def test_a_timeline_tells_open_from_ended_measures() -> None:
    chart = must(charts.timeline(MEASURES, title="x", until=date(2024, 6, 1)))
    ends = {row["what"]: row["end"] for row in chart.rows}
    assert ends["EU arms embargo"] == "in force"
    assert ends["US sanctions programme"] == date(2016, 10, 7)
    assert "Still in force: 3." in chart.description


def test_too_little_to_draw_is_left_to_a_sentence() -> None:
    one: list[dict[str, Any]] = [{"year": 2000, "name": "A", "value": 1.0, "before": 1.0, "after": 2.0}]
    null = [{"year": y, "name": "A", "value": None} for y in (2000, 2001)]
    broken = [{"year": y, "name": "A", "value": v} for y, v in ((2000, math.inf), (2001, math.nan))]
    for rows in ([], one, null, broken):
        assert shares(rows) is None
        assert line(rows) is None
        assert lines.lines(rows, title="x", unit="USD") is None
        assert charts.before_after(rows, title="x", before="a", after="b") is None
        assert charts.timeline(rows, title="x", until=date(2024, 1, 1)) is None


@pytest.mark.parametrize("value", [0.0, 5.0, -5.0, 1e-12, 1e15])
def test_equal_values_are_drawn(value: float) -> None:
    rows = [{"year": y, "value": value} for y in range(2000, 2010)]
    assert "unchanged" in must(line(rows)).description
    assert "NaN" not in to_svg(must(line(rows)).spec)


def test_fifty_thousand_points_stay_small() -> None:
    draw = random.Random(1)
    rows = [{"year": y, "value": draw.random()} for y in range(50_000)]
    assert len(to_svg(must(line(rows)).spec)) < 100_000


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_name_is_drawn_as_text_and_cut(name: str) -> None:
    rows = [
        {"year": y, "name": n, "value": 0.5, "before": 0.1 * len(n) % 1, "after": 0.5}
        for y in (2000, 2001)
        for n in (name, "B")
    ]
    made = [
        shares(rows, name),
        lines.lines(rows, title="x", unit="share"),
        charts.before_after(rows[:2], title="x", before="a", after="b"),
        charts.timeline([{"name": name, "start": date(2020, 1, 1), "end": None}], title="x", until=date(2024, 1, 1)),
    ]
    for chart in made:
        svg = to_svg(must(chart).spec)
        assert "<script" not in svg
        assert len(svg) < 30_000
        assert max(len(t) for t in texts_of(svg)) <= 60


def test_no_expression_or_address_comes_from_data() -> None:
    rows = [{"year": y, "name": "datum.x", "value": 0.5, "url": "https://example.org"} for y in (2000, 2001)]
    spec = json.dumps(must(shares(rows, "datum.x")).spec)
    assert "example.org" not in spec
    assert not any(word in spec for word in ('"expr"', '"url"', '"href"', '"transform"', '"signal"'))


def texts_of(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("text")] or [""]
