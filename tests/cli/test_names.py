from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.cli.harness import Run, Runner, assert_refused

NO_STORE = {"COMITY_DATA": None}  # as for most people: what was checked is then remembered nowhere


def asked(cli: Runner, name: str, **env: str) -> Run:
    return cli("get", "arms.deliveries", name, "MMR", "--years", "2020", "--json", env=env)


def origin(run: Run) -> str:
    assert run.code == 0, run.err
    return str(json.loads(run.out)["rows"][0]["origin"])


@pytest.mark.parametrize("command", [("get", "arms.deliveries"), ("records", "arms.deals"), ("brief",)], ids=" ".join)
@pytest.mark.parametrize("other", ["Russia", "RUS", "Russian Federation"])
def test_a_state_and_itself_are_no_pair(cli: Runner, command: tuple[str, ...], other: str) -> None:
    assert_refused(cli(*command, "Russia", other, env=NO_STORE), 2, "same state")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Russa", ("Russa", "did you mean", "Russia (RUS)")),
        ("Mynamar", ("Mynamar", "did you mean", "Myanmar (MMR)")),
        ("Atlantis", ("Atlantis",)),
        ("", ("empty",)),
        (" ", ("empty",)),
        ("\t\n ", ("empty",)),
        ("x" * 100_000, ("100,000 characters",)),
        ("%s", ("%s",)),
        ("{0}", ("{0}",)),
        ("{{7*7}}", ("{{7*7}}",)),
        ("$(id)", ("$(id)",)),
        ("`id`", ("`id`",)),
        ("[red]x[/red]", ("[red]x[/red]",)),
        ("\x1b[2J", (r"\x1b[2J",)),
        ("\x07", (r"\x07",)),
        ("\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\", (r"\x1b]8;;",)),
        ("\udcff", (r"\udcff",)),
        ("Russіa", ("Russia", "U+0456")),
        ("Korea", ("South Korea (KOR)", "North Korea (PRK)")),
        ("Congo", ("(COG)", "(COD)")),
        ("99999", ("99999",)),
    ],
)
def test_what_is_no_state_is_refused_in_plain_letters(cli: Runner, name: str, said: tuple[str, ...]) -> None:
    run = asked(cli, name)
    assert_refused(run, 2, *said)
    assert run.out == ""
    assert run.seconds < 5


def test_a_far_off_name_gets_no_suggestion(cli: Runner) -> None:
    assert "did you mean" not in asked(cli, "Atlantis").err


def test_after_two_dashes_a_dash_begins_a_name(cli: Runner) -> None:
    assert_refused(cli("get", "arms.deliveries", "--", "-x", "Myanmar"), 2, "no state called '-x'")


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Ｒｕｓｓｉａ", "RUS"), ("Rus\u200bsia", "RUS"), ("Tu\u0308rkiye", "TUR"), ("İran", "IRN"), ("IRAN", "IRN")],
)
def test_letters_are_compared_by_what_they_mean(cli: Runner, name: str, id_: str) -> None:
    assert origin(asked(cli, name)) == id_
    assert origin(asked(cli, name, LC_ALL="tr_TR.UTF-8")) == id_


@pytest.mark.parametrize("name", ["Burma", "MM", "MMR", "104", "775", "Birmanie", "MYANMAR (BURMA)", "myanmar"])
def test_all_names_and_codes_of_a_state_are_known(cli: Runner, name: str) -> None:
    run = cli("states", name, "--json")
    assert (run.code, json.loads(run.out)["state"]["id"]) == (0, "MMR")


@pytest.mark.parametrize("number", ["104", "775"])
def test_a_number_says_how_it_was_read(cli: Runner, number: str) -> None:
    run = cli("get", "arms.deliveries", "RUS", number, "--years", "2020")
    assert run.code == 0
    assert f"comity: {number} was read as the number of Myanmar (MMR) in" in run.err


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("SU", "Soviet Union (SUN) existed 1922–1991"),
        ("Soviet Union", "Soviet Union (SUN) existed 1922–1991"),
        ("Yugoslavia", "Yugoslavia (YUG) existed 1918–2003"),
        ("West Germany", "West Germany was a name of Germany (DEU) 1949–1990"),
    ],
)
def test_a_state_or_name_that_ended_says_when(cli: Runner, name: str, remark: str) -> None:
    run = cli("get", "arms.deliveries", name, "Myanmar", "--years", "2012")
    assert run.code == 0
    assert run.err == f"comity: {remark}\n"
    assert ("outside coverage" in run.out) == (name != "West Germany")


@pytest.mark.parametrize(("name", "id_"), [("Zaire", "COD"), ("Niger", "NER"), ("China", "CHN"), ("Georgia", "GEO")])
def test_exact_names_are_not_ambiguous(cli: Runner, name: str, id_: str) -> None:
    assert json.loads(cli("states", name, "--json").out)["state"]["id"] == id_


def test_a_brief_on_years_after_a_state_s_end_is_refused(cli: Runner) -> None:
    assert_refused(cli("brief", "USSR", "Kazakhstan", "--years", "2020"), 2, "Soviet Union", "1991")


@pytest.mark.parametrize("pair", [("EU", "Myanmar"), ("World", "Myanmar")], ids=" and ".join)
def test_a_brief_on_a_group_is_refused(cli: Runner, pair: tuple[str, str]) -> None:
    assert_refused(cli("brief", *pair), 2, "group")


@pytest.mark.parametrize(
    "pair",
    [("Taiwan", "China"), ("Palestine", "Israel"), ("Kosovo", "Serbia"), ("Holy See", "Nauru")],
    ids=" and ".join,
)
def test_disputed_and_small_states_have_a_brief(cli: Runner, pair: tuple[str, str]) -> None:
    run = cli("brief", *pair, "--json", limit=20)
    assert run.code == 0, run.err
    assert json.loads(run.out)["not_known"]


def test_one_state_is_shown_with_codes_numbers_names_and_groups(cli: Runner) -> None:
    run = cli("states", "Burma")
    assert (run.code, run.err) == (0, "")
    for words in ("Myanmar (MMR)", "Republic of the Union of Myanmar", "MM, MMR, 104", "775 MYA, 1948-01-04", "ASEAN"):
        assert words in run.out


def test_names_of_several_words_need_no_quotes_in_states(cli: Runner) -> None:
    assert cli("states", "South", "Korea").out.startswith("South Korea (KOR)")


def test_a_former_state_says_what_came_after_it(cli: Runner) -> None:
    run = cli("states", "Soviet Union", "--json")
    found = json.loads(run.out)["state"]
    assert found["kind"] == "former state"
    assert "RUS" in found["successors"]
    assert found["independent"][-1]["to"].startswith("1991-12")


def test_a_group_prints_its_members_with_their_days(cli: Runner) -> None:
    lines = cli("states", "EU").out.splitlines()
    assert any(line.split()[0] == "GBR" and line.endswith("2020-01-31") for line in lines if line)
    members = json.loads(cli("states", "EU", "--json").out)["group"]["members"]
    assert {"state": "GBR", "from": "1973-01-01", "to": "2020-01-31"} in members


def test_without_a_name_all_states_are_listed(cli: Runner) -> None:
    listed = {line.split("  ")[0] for line in lines(cli("states"))}
    assert {"MMR", "RUS", "SUN", "DDR"} <= listed
    assert len(json.loads(cli("states", "--json").out)["states"]) > 200


@pytest.mark.parametrize("name", ["", " ", "Korea", "Mynamar", "Atlantis"])
def test_states_refuses_what_is_no_name(cli: Runner, name: str) -> None:
    assert_refused(cli("states", name), 2)


def lines(run: Run) -> Iterator[str]:
    assert run.code == 0
    yield from run.out.splitlines()
