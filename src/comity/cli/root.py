"""The program itself: its name, its version, and the arguments that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli.printing import result

app = typer.Typer(
    name="comity",
    help="Measure, explain and check the ties between states, each figure with its source.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Code = Annotated[str, typer.Argument(metavar="CODE", help="A code that `comity indicators` lists.")]
Who = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="STATE", help="Names or codes of states or groups (EU, ASEAN); `any` stands for every other state."
    ),
]


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        result(f"comity {version('comity')}")
        raise typer.Exit


@app.callback()
def _comity(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass
