"""The commands on data: what is at hand, on which terms, and how more is brought in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.options import AsJson
from comity.cli.printing import result

data = typer.Typer(
    name="data",
    help="The data sets at hand: their terms, releases, files, and how to add more.",
    short_help="The data sets: terms, releases, adding more",
    rich_markup_mode=None,
)
DatasetCode = Annotated[str, typer.Argument(metavar="DATASET", help="A code that `comity data list` prints.")]


@data.callback(invoke_without_command=True)
def _data(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        result(context.get_help())


@data.command("list", short_help="List the data sets", epilog="Example: comity data list")
def list_(as_json: AsJson = False) -> None:
    """List the data sets at hand with release, licence and place, and those that you could add."""
    from comity.cli import holding

    holding.show_all(as_json=as_json)


@data.command(short_help="Print terms, tables and a sample", epilog="Example: comity data show sipri_arms")
def show(dataset: DatasetCode, as_json: AsJson = False) -> None:
    """Print terms, citation, releases, tables with columns and units, and five rows of a data set."""
    from comity.cli import holding

    holding.show_one(dataset, as_json=as_json)


@data.command(short_help="Read a folder of publishers' files", epilog="Example: comity data build --from downloads")
def build(
    folder: Annotated[Path, typer.Option("--from", metavar="FOLDER", help="The folder with the publishers' files.")],
    shippable: Annotated[
        bool, typer.Option("--shippable", help="Keep only what may be shipped: the snapshot inside the package.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FOLDER", help="Write there instead of your store or the package."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read every publisher's file below a folder into your store (see `comity data where`)."""
    from comity.cli import holding

    holding.build(folder, out, shippable=shippable, as_json=as_json)


@data.command(
    short_help="Read one file that you downloaded", epilog="Example: comity data add sipri_arms trade-register.csv"
)
def add(
    dataset: DatasetCode,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The publisher's file as you downloaded it.")],
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Take a file with fewer rows than the last release had.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read one file that you downloaded into your store."""
    from comity.cli import holding

    holding.add(dataset, file, accept_shrink=accept_shrink, as_json=as_json)


@data.command(short_help="Compare every file with its checksum", epilog="Example: comity data verify")
def verify(as_json: AsJson = False) -> None:
    """Compare every file of the store and the snapshot with its checksum; exit code 1 if one is damaged."""
    from comity.cli import holding

    holding.verify(as_json=as_json)


@data.command(short_help="Print where data lie", epilog="Example: comity data where")
def where(as_json: AsJson = False) -> None:
    """Print the places of your store and of the snapshot inside the package."""
    from comity.cli import holding

    holding.where(as_json=as_json)
