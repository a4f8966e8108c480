"""Names and codes as people type them."""

from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import states
from comity.errors import WrongUse
from comity.states import Group, Name

ROOT = Path(__file__).parents[2]
FORMAT = ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060"]


def refusal(text: str, year: int | None = None) -> str:
    with pytest.raises(WrongUse) as refused:
        states.find(text, year=year)
    message = str(refused.value)
    assert len(message) <= 300
    assert message.isprintable()
    return message


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Russia", "RUS"),
        ("Georgia", "GEO"),
        ("Niger", "NER"),
        ("Macedonia", "MKD"),
        ("China", "CHN"),
        ("Burma", "MMR"),
        ("Myanmar", "MMR"),
        ("MM", "MMR"),
        ("mmr", "MMR"),
        ("Birmanie", "MMR"),
        ("MYANMAR (BURMA)", "MMR"),
        ("Taiwan", "TWN"),
        ("Palestine", "PSE"),
        ("Kosovo", "XKX"),
        ("Holy See", "VAT"),
        ("Vatican", "VAT"),
        ("Timor-Leste", "TLS"),
        ("East Timor", "TLS"),
        ("Cape Verde", "CPV"),
        ("Swaziland", "SWZ"),
        ("SWZ", "SWZ"),
        ("North Macedonia", "MKD"),
        ("Turkey", "TUR"),
        ("Turkiye", "TUR"),
        ("Ivory Coast", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("DR Congo", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("North Korea", "PRK"),
        ("Republic of Korea", "KOR"),
        ("Guinea-Bissau", "GNB"),
        ("guinea bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Papua New Guinea", "PNG"),
        ("Nigeria", "NGA"),
        ("The Gambia", "GMB"),
        ("Gambia, The", "GMB"),
        ("St. Lucia", "LCA"),
        ("U.S.", "USA"),
        ("u.s.a.", "USA"),
        ("UK", "GBR"),
        ("Czechoslovakia", "CSK"),
        ("Serbia and Montenegro", "SCG"),
        ("East Germany", "DDR"),
        ("Austria-Hungary", "XAH"),
        ("XAH", "XAH"),
        ("Vietnam", "VNM"),
        ("South Vietnam", "XVS"),
        ("Hong Kong", "HKG"),
        ("Ｒｕｓｓｉａ", "RUS"),
        ("Rus\u200bsia", "RUS"),
        ("Tu\u0308rkiye", "TUR"),
        ("İran", "IRN"),
        ("IRAN", "IRN"),
        ("ıran", "IRN"),
        ("  Russia\n", "RUS"),
    ],
)
def test_what_people_type_is_found(text: str, id_: str) -> None:
    assert states.find(text).id == id_


@pytest.mark.parametrize("text", ["Lyngby", "Perugia", "New Jersey", "New Mexico", "Papua", "Norfolk", "West Papua"])
def test_a_place_that_sounds_like_a_state_is_none(text: str) -> None:
    assert "is not a state" in refusal(text)


def test_a_part_of_a_name_is_not_a_name() -> None:
    for text in ("Union", "Republic", "Uni", "Russia and", "Guinea Bissau Conakry", "Soviet"):
        refusal(text)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Korea", ("KOR", "PRK")),
        ("Congo", ("COG", "COD")),
        ("CONGO", ("COG", "COD")),
        ("Guinea", ("GIN", "GNB", "GNQ")),
    ],
)
def test_an_ambiguous_name_lists_its_candidates(text: str, candidates: tuple[str, ...]) -> None:
    message = refusal(text)
    assert all(f"({id_})" in message for id_ in candidates)


@pytest.mark.parametrize(
    ("text", "year", "answer"),
    [
        ("Germany", 1970, ("DEU", "DDR")),
        ("Germany", 1990, "DEU"),
        ("Germany", 2000, "DEU"),
        ("Germany", 1930, "DEU"),
        ("Yemen", 1980, ("XYN", "YMD")),
        ("Yemen", 1990, "YEM"),
        ("Vietnam", 1970, ("VNM", "XVS")),
        ("Vietnam", 1980, "VNM"),
        ("Korea", 1900, "XKO"),
        ("Korea", 1960, ("KOR", "PRK")),
        ("Russia", 1950, "SUN"),
        ("Russia", 1900, "RUS"),
        ("China", 1960, "CHN"),
        ("Yugoslavia", 1970, "YUG"),
        ("Yugoslavia", 2004, "SCG"),
        ("Soviet Union", 1991, "SUN"),
        ("CS", 1980, "CSK"),
        ("CS", 2005, "SCG"),
        ("365", 1950, "SUN"),
        ("Zaire", 1980, "COD"),
        ("Hong Kong", 1950, "HKG"),
    ],
)
def test_a_year_decides_what_a_name_means(text: str, year: int, answer: str | tuple[str, ...]) -> None:
    if isinstance(answer, str):
        assert states.find(text, year=year).id == answer
    else:
        message = refusal(text, year)
        assert all(f"({id_})" in message for id_ in answer)


@pytest.mark.parametrize(
    ("text", "year", "said"),
    [
        ("USSR", 2020, ("Soviet Union (SUN) ended on 1991-12-25", "Russia (RUS)")),
        ("Yugoslavia", 2015, ("ended on 2003-02-03", "(SCG)")),
        ("DDR", 2000, ("ended on 1990-10-02", "Germany (DEU)")),
    ],
)
def test_a_state_that_had_ended_is_refused_with_its_heirs(text: str, year: int, said: tuple[str, ...]) -> None:
    message = refusal(text, year)
    assert all(words in message for words in said)


@pytest.mark.parametrize(
    ("text", "id_", "said"),
    [
        ("104", "MMR", "ISO 3166"),
        ("775", "MMR", "Correlates of War and Gleditsch and Ward"),
        ("365", "RUS", "Correlates of War"),
        ("mya", "MMR", "Correlates of War abbreviation"),
        ("SU", "SUN", "Soviet Union (SUN) existed 1922–1991"),
        ("Soviet Union", "SUN", "existed 1922–1991"),
        ("Yugoslavia", "YUG", "existed 1918–2003"),
        ("Zaire", "COD", "1971–1997"),
        ("West Germany", "DEU", "1949–1990"),
    ],
)
def test_a_reading_that_deserves_a_word_has_one(text: str, id_: str, said: str) -> None:
    found, note = states.find_with_note(text)
    assert found.id == id_
    assert note is not None
    assert said in note


@pytest.mark.parametrize("text", ["Russia", "MMR", "Birmanie", "Hong Kong", "uk"])
def test_a_plain_reading_has_no_note(text: str) -> None:
    assert states.find_with_note(text)[1] is None


def test_a_year_outside_independence_is_remarked_but_answered() -> None:
    found, note = states.find_with_note("Kazakhstan", year=1980)
    assert found.id == "KAZ"
    assert note == "Kazakhstan (KAZ) was not an independent state in 1980"
    assert states.find_with_note("Russia", year=1950)[1] == "Russia was read as Soviet Union (SUN), as of 1950"


@pytest.mark.parametrize(("text", "ids"), [("710", ("CHN", "ZAF")), ("200", ("GBR", "CSK")), ("970", ("NRU", "KIR"))])
def test_a_number_of_several_states_lists_them(text: str, ids: tuple[str, ...]) -> None:
    message = refusal(text)
    assert all(f"({id_})" in message for id_ in ids)


@pytest.mark.parametrize("text", ["12345", "0", "-5", "٢٠٢", "99999999999999999999"])
def test_a_number_of_no_state_is_refused(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rusia", "no state called 'Rusia'; did you mean Russia (RUS)?"),
        ("Mynmar", "did you mean Myanmar (MMR)?"),
        ("Nigeri", "did you mean Nigeria (NGA) or Niger (NER)?"),
        ("Atlantis", "no state called 'Atlantis'"),
        ("NATO", "'NATO' is a group of states, not a state"),
        ("Hezbollah (Lebanon)*", "is known as an armed group"),
        ("Burmese", "did you mean Myanmar (MMR)?"),
        ("the Kremlin", "did you mean Russia (RUS)?"),
        ("England", "publishers count it under United Kingdom (GBR)"),
        ("Northern Cyprus", "publishers count it under Cyprus (CYP)"),
        ("CS", "Czechoslovakia (CSK) 1918–1992, Serbia and Montenegro (SCG) 2003–2006"),
        ("Россия", "a letter of another script (U+0420)"),
    ],
)
def test_a_refusal_says_what_is_known(text: str, said: str) -> None:
    assert said in refusal(text)


def test_nothing_far_off_is_suggested() -> None:
    for text in ("Atlantis", "Wakanda", "Freedonia", "qwertyuiop", "--help", "-x"):
        assert "did you mean" not in refusal(text)


def test_a_letter_that_mimics_latin_is_refused_by_its_number() -> None:
    said = "'Russіa' looks like Russia but has a letter of another script (U+0456)"
    assert said in refusal("Russіa")
    assert "looks like" in refusal("Сhina")
    assert "looks like MMR" in refusal("МMR")


@pytest.mark.parametrize("text", ["", " ", "\t\n ", "\u200b", "\u3000", " " * 100_000])
def test_an_empty_name_is_refused(text: str) -> None:
    assert "is empty" in refusal(text)


@pytest.mark.parametrize(
    "text", ["%s", "{0}", "{{7*7}}", "$(id)", "`id`", "[red]x[/red]", "-x", "--help", "'; DROP TABLE states"]
)
def test_a_name_is_echoed_literally(text: str) -> None:
    assert f"'{text}'" in refusal(text)


@pytest.mark.parametrize("text", ["\x1b[2J", "\x07", "Rus\x00sia", "a\udc80b", "\x1b]8;;http://e.x\x1b\\x"])
def test_control_characters_are_echoed_escaped(text: str) -> None:
    message = refusal(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in message)


@pytest.mark.parametrize("text", ["x" * 100_000, "Russia" * 20_000, "é" * 100_000, "\u0301" * 100_000, "1" * 100_000])
def test_an_endless_name_is_answered_at_once(text: str) -> None:
    states.find("Russia")
    began = time.perf_counter()
    refusal(text)
    assert time.perf_counter() - began < 0.2


def test_either_a_state_or_a_group_is_an_actor() -> None:
    assert isinstance(states.find_actor("EU"), Group)
    assert isinstance(states.find_actor("the World"), Group)
    assert isinstance(states.find_actor("NATO"), Group)
    taiwan = states.find_actor("Taiwan")
    assert isinstance(taiwan, states.State)
    assert taiwan.id == "TWN"
    with pytest.raises(WrongUse):
        states.find_actor("Atlantis")


def open_names() -> list[Name]:
    """Return the names that mean one state without a year being given."""
    shared = {states.key(name.text) for name in states.names() if name.kind == "ambiguous" and not name.start}
    proper = [n for n in states.names() if n.kind in ("short", "official", "alias", "foreign")]
    return [n for n in proper if not n.start and not n.end and states.key(n.text) not in shared]


@given(name=st.sampled_from(open_names()), data=st.data())
def test_a_name_in_any_dress_gives_its_state(name: Name, data: st.DataObject) -> None:
    cased = "".join(data.draw(st.sampled_from([c, c.upper(), c.lower()])) for c in name.text)
    formed = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD", "NFKC"])), cased)
    at = data.draw(st.integers(0, len(formed)))
    dressed = formed[:at] + data.draw(st.sampled_from(FORMAT)) + formed[at:]
    assert states.find(f" {dressed} ").id == name.id


@given(name=st.sampled_from(open_names()))
def test_accents_may_be_left_out(name: Name) -> None:
    plain = "".join(c for c in unicodedata.normalize("NFD", name.text) if unicodedata.category(c) != "Mn")
    assert states.find(plain).id == name.id


@given(found=st.sampled_from(states.states()), data=st.data())
def test_an_id_in_any_case_gives_its_state(found: states.State, data: st.DataObject) -> None:
    text = "".join(data.draw(st.sampled_from([c, c.lower()])) for c in found.id)
    assert states.find(text) is found


@given(st.text(max_size=300), st.none() | st.integers(-5, 12_000))
def test_any_text_is_answered_or_refused_in_a_line(text: str, year: int | None) -> None:
    said = ""
    try:
        states.find_with_note(text, year=year)
    except WrongUse as refused:
        said = str(refused)
    assert len(said) <= 300
    assert said.isprintable()


def test_the_room_is_cheap_to_open() -> None:
    code = """
import sys
import comity.states
slow = {"pandas", "polars", "numpy", "pyarrow", "duckdb", "narwhals", "difflib"} & sys.modules.keys()
assert not slow, slow
assert comity.states.find("Russia").id == "RUS"
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT / "src")})
