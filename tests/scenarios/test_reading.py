"""A scenario is read in words; what is wrong with it is refused in one line with file, line and what was expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comity.errors import Failure, WrongUse
from comity.scenarios.asking import FUELS, TRADE, Question
from comity.scenarios.reading import read

GOOD: dict[str, Any] = {
    "title": "Europe stops",
    "baseline": "OECD 2022",
    "change": [{"who": "EU", "does": "stops buying from", "whom": "Russia"}],
}


def changed(**entry: Any) -> Question:
    return read(GOOD | {"change": [GOOD["change"][0] | entry]})


def less(**entry: Any) -> dict[str, Any]:
    return GOOD | {"change": [{"who": "EU", "does": "buys less from", "whom": "Russia", **entry}]}


def test_a_group_is_its_members_on_the_day() -> None:
    (change,) = read(GOOD).scenarios[0].changes
    assert len(change.buyers) == 27
    assert "GBR" not in change.buyers
    assert change.sellers == ("RUS",)
    assert change.less == 1
    before = read(GOOD | {"baseline": "BACI 2019", "from": 2019}).scenarios[0].changes[0]
    assert "GBR" in before.buyers


def test_names_join_and_directions_hold() -> None:
    (change,) = changed(who=["Norway", "EU"], does="Stops  selling to", whom=["RUS", "Belarus"]).scenarios[0].changes
    assert len(change.sellers) == 28
    assert change.buyers == ("BLR", "RUS")
    assert change.pairs() == {(s, b) for s in change.sellers for b in change.buyers}
    both = changed(does="stops trading with").scenarios[0].changes[0]
    assert len(both.pairs()) == 54


def test_sizes_are_shares_tariffs_or_estimates() -> None:
    assert read(less(less="90 %")).scenarios[0].changes[0].less == pytest.approx(0.9)
    assert read(less(less=0.5)).scenarios[0].changes[0].less == 0.5
    assert read(less(tariff="35%")).scenarios[0].changes[0].tariff == pytest.approx(0.35)
    estimate = read(less(effect=-0.8, standard_error=0.1)).scenarios[0].changes[0]
    assert (estimate.effect, estimate.standard_error) == (-0.8, 0.1)


def test_elasticities_have_a_range_always() -> None:
    assert read(GOOD).trade_elasticity == TRADE
    assert read(GOOD | {"elasticity": [3, 4, 6]}).trade_elasticity.high == 6
    one = read(GOOD | {"elasticity": 10.06}).trade_elasticity
    assert (one.low, one.central, one.high) == pytest.approx((5.58, 10.06, 16.56))
    assert changed(what="fuels").fuel_elasticity == FUELS


def test_the_day_is_a_year_or_a_date() -> None:
    for given in (2022, "2022", "2022-12-05", date(2022, 12, 5)):
        assert read(GOOD | {"from": given}).start.year == 2022
    assert read(GOOD | {"from": "2022-12-05"}).start == date(2022, 12, 5)


def test_a_second_scenario_is_read() -> None:
    asked = read(GOOD | {"compare": {"title": "half", "change": less(less="50 %")["change"]}})
    assert [s.title for s in asked.scenarios] == ["Europe stops", "half"]


def test_a_file_says_where_it_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "embargo.toml"
    file.write_text(
        'title = "x"\nbaseline = "OECD 2022"\n\n[[change]]\nwho = "EU"\ndoes = "stops buying from"\nwhom = "Russia"\n\n'
        '[[change]]\nwho = "Norway"\ndoes = "buys less from"\nwhom = "Russiaa"\nless = "50 %"\n',
        encoding="utf-8",
    )
    with pytest.raises(WrongUse, match=r"embargo\.toml, line 12: change 2, whom: no state called 'Russiaa'"):
        read(file)
    file.write_text("title = \n", encoding="utf-8")
    with pytest.raises(WrongUse, match=r"embargo\.toml: not TOML: .*line 1"):
        read(file)
    file.write_bytes(b'title = "x"\nbaseline = "\xff"\n')
    with pytest.raises(WrongUse, match=r"line 2: not UTF-8"):
        read(file)
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(WrongUse, match="larger than"):
        read(file)
    with pytest.raises(Failure, match="cannot be read"):
        read(tmp_path / "none.toml")
    for place in (tmp_path, "", "a\0b"):
        with pytest.raises(Failure, match="cannot be read"):
            read(place)
    with pytest.raises(WrongUse, match="a file or a mapping, not int"):
        read(5)  # type: ignore[arg-type]


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no title": ({k: v for k, v in GOOD.items() if k != "title"}, "title: expected a line of text"),
    "title no text": (GOOD | {"title": 3}, "title: expected a line of text"),
    "no baseline": ({k: v for k, v in GOOD.items() if k != "baseline"}, "baseline: missing; expected"),
    "another baseline": (GOOD | {"baseline": "WIOD 2014"}, "expected \"BACI 2020\""),
    "unknown key": (GOOD | {"elasticty": 5}, "elasticty: unknown; expected some of title, baseline"),
    "no change": ({k: v for k, v in GOOD.items() if k != "change"}, r"at least one \[\[change\]\]"),
    "change no list": (GOOD | {"change": "all"}, r"at least one \[\[change\]\]"),
    "unknown state": (less(whom="Atlantis", less=0.5), "change 1, whom: no state called 'Atlantis'"),
    "former state": (less(whom="Soviet Union", less=0.5), "whom: Soviet Union .* ended"),
    "no state": (less(whom=7, less=0.5), "expected a state or a group"),
    "nobody": (less(whom=[], less=0.5), "expected a state or a group"),
    "unknown verb": (less(does="bans", less=0.5), "does: 'bans'; expected one of: stops buying from"),
    "unknown key in a change": (less(less=0.5, amount=4), "change 1, amount: unknown"),
    "both sides": (less(whom=["Germany", "Russia"], less=0.5), "Germany stands on both sides"),
    "no size": (less(), "says how much less; expected one of less"),
    "two sizes": (less(less=0.5, tariff=0.2), "tariff: contradicts less"),
    "size of a stop": (GOOD | {"change": [GOOD["change"][0] | {"less": 0.5}]}, "less: contradicts \"stops"),
    "share in points": (less(less=90), "less: 90; expected a share"),
    "huge share": (less(less=1e308), r"less: 1e\+308; expected a share"),
    "negative share": (less(less=-0.1), "less: -0.1; expected a share"),
    "missing share": (less(less=float("nan")), "less: nan; expected a share"),
    "truth for a share": (less(less=True), "less: True; expected a share"),
    "nothing less": (less(less=0), "less: nothing would change"),
    "words for a share": (less(less="half"), "less: 'half'; expected a share"),
    "huge tariff": (less(tariff=1e308), "tariff: .* expected a share"),
    "growing effect": (less(effect=0.4), "effect: 0.4; expected a number from -30 to 0"),
    "infinite effect": (less(effect=float("-inf")), "effect: -inf; expected a number"),
    "error without estimate": (less(less=0.5, standard_error=0.1), "standard_error: belongs to an effect"),
    "negative error": (less(effect=-0.4, standard_error=-1), "standard_error: -1; expected"),
    "all leaks": (less(less=0.5, leakage=1.0), "leakage: all of it goes on"),
    "through without leak": (less(less=0.5, through="Turkey"), "through: nothing leaks"),
    "through itself": (less(less=0.5, leakage=0.2, through="Russia"), "Russia is no third state here"),
    "one commodity": (less(less=0.5, what="wheat"), "single commodity is outside the model"),
    "fuels of BACI": (less(less=0.5, what="fuels") | {"baseline": "BACI 2020"}, "fuels alone need"),
    "fuel elasticity for nothing": (GOOD | {"fuel_elasticity": 9}, "no change is about fuels alone"),
    "negative elasticity": (GOOD | {"elasticity": -4}, "elasticity: -4; expected a number above 0"),
    "zero elasticity": (GOOD | {"elasticity": 0}, "elasticity: 0; expected a number above 0"),
    "missing elasticity": (GOOD | {"elasticity": float("nan")}, "elasticity: nan; expected"),
    "huge elasticity": (GOOD | {"elasticity": 1e308}, "expected a number above 0 and up to 200"),
    "elasticities out of order": (GOOD | {"elasticity": [5, 4, 6]}, r"expected .*\[low, central, high\]"),
    "two elasticities": (GOOD | {"elasticity": [4, 6]}, r"expected .*\[low, central, high\]"),
    "supply below zero": (GOOD | {"supply_elasticity": -1}, "supply_elasticity: -1"),
    "unknown deficits": (GOOD | {"deficits": "some"}, "deficits: 'some'; expected one of additive"),
    "unknown trade": (GOOD | {"trade": "guessed"}, "trade: 'guessed'; expected observed or fitted"),
    "before the baseline": (GOOD | {"from": 2014}, "before the baseline of 2022"),
    "far future": (GOOD | {"from": 2100}, "too far from the baseline"),
    "no date": (GOOD | {"from": "soon"}, "expected a year or a day"),
    "no day": (GOOD | {"from": "2022-13-45"}, "expected a year or a day"),
    "twice": (
        GOOD | {"change": [*GOOD["change"], less(less=0.5)["change"][0]]},
        "change 2, whom: what Russia sells to .* is changed by change 1",
    ),
    "member and group": (
        GOOD | {"change": [*GOOD["change"], {"who": "Germany", "does": "stops buying from", "whom": "Russia"}]},
        "what Russia sells to Germany is changed by change 1 already",
    ),
    "fuels and everything": (
        GOOD | {"change": [*GOOD["change"], less(less=0.5, what="fuels")["change"][0]]},
        "is changed by change 1 already",
    ),
    "compare no table": (GOOD | {"compare": 3}, "compare: expected a table"),
    "compare with its own baseline": (GOOD | {"compare": {"title": "x", "baseline": "BACI 2020"}}, "baseline: unknown"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=str)
def test_what_cannot_be_asked_is_refused_in_one_line(case: str) -> None:
    scenario, said = BAD[case]
    with pytest.raises(WrongUse, match=said) as refused:
        read(scenario)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_two_directions_and_two_kinds_of_goods_do_not_contradict() -> None:
    selling = {"who": "EU", "does": "sells less to", "whom": "Russia", "less": "50 %"}
    assert len(read(GOOD | {"change": [*GOOD["change"], selling]}).scenarios[0].changes) == 2
