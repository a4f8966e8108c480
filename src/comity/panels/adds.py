"""What a person asks to add: `CODE[:lag=1][:side=both][:as=name]`, and the same as a record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from comity.errors import WrongUse, printable

Side = Literal["origin", "target", "both"]
Direction = Literal["sum", "max", "min", "origin", "target"]
Then = Literal["log1p", "growth", "mean", "spell", "share_of_origin", "share_of_target"]

SIDES: tuple[str, ...] = get_args(Side)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
THENS: tuple[str, ...] = get_args(Then)
MOST = 50
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_OWN = re.compile(r"(?P<path>.+\.(csv|parquet|xlsx)):(?P<columns>[^:=]+)(?P<rest>(:[a-z]+=.*)?)", re.IGNORECASE)


@dataclass(frozen=True)
class Add:
    """One `--add`: what is joined, from which period, for which side, and what is made of it.

    Attributes
    ----------
    what
        Code of an indicator or of a kind of records, or the path of a table of one's own.
    columns
        Columns of one's own table, in the order of who, when and value; the last one names the figure.
    name
        Name of the column (`as`); without it, the code with its dots as underscores.
    lag, lead
        Periods before or after the row's own.
    side
        For a figure about single states in a panel of pairs: whose (C12).
    direction
        For a directed figure in a panel of undirected pairs: what is made of the two directions (C12).
    fill
        A value for cells that are missing inside the coverage (C7).
    year
        The one year whose figures stand in every row, for what does not change (a distance).
    then
        What is made of the series: log(1 + x), growth, the mean of `over` periods, the periods since an event, the
        share in the total of the origin or the target.
    keep
        For records with several rows a pair and period: the steps by which one is kept, in their order.
    only
        For records that give several columns: those that are wanted.
    """

    what: str
    columns: tuple[str, ...] = ()
    name: str = field(default="", metadata={"word": "as"})
    lag: int = 0
    lead: int = 0
    side: str = ""
    direction: str = ""
    fill: float | None = None
    year: int | None = None
    then: str = ""
    over: int = 0
    keep: tuple[str, ...] = ()
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self)

    @property
    def shift(self) -> int:
        """How many periods before the row's own the figures are from; negative for later ones."""
        return self.lag - self.lead

    def column(self, base: str, *, alone: bool = True, field: str = "") -> str:
        """Return the name of a column: the one asked for, or one that says what was done.

        Where the add gives several columns, the name asked for begins the names of all.
        """
        if self.name:
            return self.name if alone else f"{self.name}_{field}"
        done = f"_{self.then}{self.over or ''}" if self.then else ""
        moved = f"_lag{self.lag}" if self.lag else f"_lead{self.lead}" if self.lead else ""
        fixed = f"_{self.year}" if self.year is not None else ""
        return f"{base}{done}{moved}{fixed}"

    def text(self) -> str:
        """Return the add as it is typed."""
        parts = [self.what, *([",".join(self.columns)] if self.columns else [])]
        for f in fields(self)[2:]:
            value = getattr(self, f.name)
            if value != f.default and value != ():
                shown = "+".join(value) if isinstance(value, tuple) else f"{value:g}" if f.name == "fill" else value
                parts.append(f"{f.metadata.get('word', f.name)}={shown}")
        return ":".join(parts)


_WORDS = {f.metadata.get("word", f.name): f.name for f in fields(Add)[2:]}


def read(text: str) -> Add:
    """Read `CODE[:word=value]…` or `FILE:columns[:word=value]…`.

    Raises
    ------
    WrongUse
        An unknown word, a word twice, or a value that is not of its kind.
    """
    own = _OWN.fullmatch(text)
    if own is not None:
        columns = tuple(c.strip() for c in own["columns"].split(","))
        return Add(own["path"], columns, **_options(own["rest"].split(":")[1:], text))
    what, *rest = text.split(":")
    return Add(what.strip(), **_options(rest, text))


def _options(words: list[str], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in _WORDS:
            raise WrongUse(
                f"--add {printable(text, 60)}: {printable(word, 30)!r} is none of {', '.join(f'{w}=' for w in _WORDS)}"
            )
        if _WORDS[name] in found:
            raise WrongUse(f"--add {printable(text, 60)}: {name}= stands twice")
        found[_WORDS[name]] = value_of(name, value, text)
    return found


def value_of(word: str, value: str, text: str) -> Any:
    """Return the value of a word of an add in its kind."""
    if word in ("keep", "only"):
        return tuple(value.split("+"))
    kinds: dict[str, Any] = {"lag": int, "lead": int, "year": int, "over": int, "fill": float}
    try:
        return kinds[word](value) if word in kinds else value
    except ValueError:
        what = "a number" if word == "fill" else "a whole number"
        raise WrongUse(f"--add {printable(text, 60)}: {word}={printable(value, 20)} is not {what}") from None


def _check(add: Add) -> None:
    """Refuse an add whose words do not go together."""
    at = f"--add {printable(add.what, 60)}"
    choices = (("side", add.side, SIDES), ("direction", add.direction, DIRECTIONS), ("then", add.then, THENS))
    for word, value, known in choices:
        if value and value not in known:
            raise WrongUse(f"{at}: {word}={printable(value, 30)} is none of {', '.join(known)}")
    if not add.what:
        raise WrongUse("--add is empty; name an indicator, such as arms.deliveries")
    if add.name and not NAME.fullmatch(add.name):
        raise WrongUse(f"{at}: as={printable(add.name, 30)} is no name of a column; use letters, digits and _")
    if not (0 <= add.lag <= MOST and 0 <= add.lead <= MOST) or (add.lag and add.lead):
        raise WrongUse(f"{at}: lag or lead is one number from 1 to {MOST}")
    if add.then == "mean" and not 2 <= add.over <= MOST:
        raise WrongUse(f"{at}: then=mean needs over= with 2 to {MOST} periods")
    if add.over and add.then != "mean":
        raise WrongUse(f"{at}: over= goes with then=mean")
    if add.year is not None and (add.shift or add.then in ("growth", "mean", "spell")):
        raise WrongUse(f"{at}: year= takes one year for every row, so that nothing is moved or followed over time")
