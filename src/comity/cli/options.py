"""The options that several commands share, and what they mean together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from comity.errors import WrongUse, known_ending

Style = Literal["text", "bibtex", "csl"]
STDOUT = "-"

Years = Annotated[
    str | None, typer.Option("--years", metavar="A:B", help="Only these years: 2020, 2015:2023, 2015: or :2023.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Use what was out on that day, such as 2022-09-20.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print plain data (JSON) instead of text.")]
Cite = Annotated[
    Style | None, typer.Option("--cite", help="Print the citation of just what would be shown instead of it.")
]
Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        "-o",
        metavar="FILE",
        help="Write a file instead; its ending (.csv .parquet .xlsx .dta .json) picks the format; - is CSV on stdout.",
    ),
]


@dataclass(frozen=True)
class Form:
    """In which form an answer is wanted."""

    as_json: bool = False
    out: str | None = None
    cite: Style | None = None

    @property
    def file(self) -> Path | None:
        """The file to write, if any."""
        return None if self.out in (None, STDOUT) else Path(str(self.out))

    def check(self, endings: Iterable[str]) -> None:
        """Refuse forms that exclude each other and places that cannot be written, before anything is computed.

        `endings` are those of the files that it can be written to.

        Raises
        ------
        WrongUse
            Two forms for one stdout, an unknown ending, or a folder instead of a file.
        Failure
            The place cannot be written.
        """
        if self.cite is not None and (self.as_json or self.out == STDOUT):
            raise WrongUse("--cite prints a citation; ask for --json or -o - in a second run")
        if self.out == "":
            raise WrongUse("-o needs the name of a file")
        if self.as_json and self.out not in (None, STDOUT) and not str(self.out).lower().endswith(".json"):
            raise WrongUse("--json goes to stdout or into a file that ends in .json")
        if self.file is not None:
            from comity.store import check_writable

            check_writable(self.file)
            known_ending(self.file, endings)
