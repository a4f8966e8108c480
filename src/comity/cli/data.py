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
    short_help="Add a file you downloaded, or figures of your own",
    epilog="Examples: comity data add sipri_arms trade-register.csv; comity data add my-figures.toml",
)
def add(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET|FORM.toml", help="A code that `comity data list` prints, or your form.")
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The publisher's file as you downloaded it; none to a form.")
    ] = None,
    accept_shrink: Annotated[
        bool, typer.Option("--accept-shrink", help="Take a file with fewer rows than the last release had.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read a publisher's file that you downloaded, or indicators of your own that a form describes, into your store.

    The form is a TOML file that says what an indicator is and what the columns of the CSV, Parquet or XLSX file beside
    it hold.
    """
    from comity.cli import holding

    if file is not None:
        holding.add(dataset, file, accept_shrink=accept_shrink, as_json=as_json)
    else:
        holding.add_own(dataset, as_json=as_json)


@data.command(short_help="Take a data set out of your store", epilog="Example: comity data remove my_figures")
def remove(
    dataset: DatasetCode,
    release: Annotated[
        str | None, typer.Option("--release", metavar="RELEASE", help="Only this release; all of them without.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take a data set out of your store; what the snapshot has of it is seen again."""
    from comity.cli import holding

    holding.remove(dataset, release, as_json=as_json)


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
