"""How a name is compared: what is ignored (case, accents, punctuation) and what is never ignored (letters)."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

LONGEST = 200
"""No name of a state is longer; anything beyond is refused before it is looked at letter by letter."""

# Letters that Unicode does not take apart into a base letter and an accent.
_UNDECOMPOSED = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"}
)
# Signs within a word are dropped, all others part words.
_JOINERS = "'’‘ʼʻʿʾ´`.·"
_SIGNS = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalnum()} | dict.fromkeys(_JOINERS) | {"&": " and "}
)

# Lower-case Cyrillic, Greek and Armenian letters that are drawn like Latin ones, and those Latin ones.
_LOOKALIKES = dict(
    zip(
        "асԁеёһіїјкӏмнорԛѕтѵԝхуүвгαβγεηικμνορτυχωϲϳսոցհօ",
        "acdeehiijklmhopqstvwxyybrabyenikuvoptuxwcjungho",
        strict=True,
    )
)


class Stranger(NamedTuple):
    """A letter of another script, and the name with such letters replaced by the Latin ones they resemble."""

    letter: str
    latin: str


def visible(text: str) -> str:
    """Return `text` in compatibility form (NFKC) without format characters such as zero-width spaces."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")


def key(text: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, punctuation and an article "the" are ignored, "St." is "Saint"; letters, words and their order count.
    The result does not depend on the locale.
    """
    if text.isascii():
        plain = text.lower().translate(_SIGNS)
    else:
        folded = unicodedata.normalize("NFD", visible(text).casefold())
        plain = "".join(c for c in folded if unicodedata.category(c) != "Mn").translate(_UNDECOMPOSED).translate(_SIGNS)
        plain = "".join(c if c.isalnum() else " " for c in plain)
    words = ["saint" if word == "st" else word for word in plain.split()]
    for place in (0, -1):
        if len(words) > 1 and words[place] == "the":
            del words[place]
    return " ".join(words)


def stranger(text: str) -> Stranger | None:
    """Return the first letter of `text` that is not Latin, with the Latin reading of the whole, or None."""
    shown = visible(text)
    first = next(
        (
            c
            for c in shown
            if c.isalpha() and unicodedata.category(c) != "Lm" and "LATIN" not in unicodedata.name(c, "")
        ),
        None,
    )
    if first is None:
        return None
    latin = "".join(_LOOKALIKES.get(c, c) for c in shown.casefold())
    return Stranger(first, latin)
