"""Commands that ask for figures, records, states and partners."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli.options import AsJson, AsOf, Cite, Form, Out, Years
from comity.cli.root import Code, Who, app


@app.command(
    short_help="Print the figures of an indicator",
    epilog="Example: comity get arms.deliveries RUS MMR --years 2015:2023",
)
def get(
    code: Code,
    who: Who = None,
    years: Years = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    out: Out = None,
    cite: Cite = None,
) -> None:
    """Print the figures of an indicator, with unit, release, licence and caveats.

    A directed indicator takes the state that acts and the other one; one about single states takes as many as you like.
    A group stands for its members of each year; its sum is a figure only where every member has one.
    """
    from comity import catalogue
    from comity.cli.answering import answer

    answer(catalogue.get, code, who or (), Form(as_json, out, cite), years=years, as_of=as_of)


@app.command(
    short_help="Print dated records: deals, measures, visits", epilog="Example: comity records arms.deals RUS MMR"
)
def records(
    code: Code,
    who: Who = None,
    years: Years = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    out: Out = None,
    cite: Cite = None,
) -> None:
    """Print dated records (deals, measures, visits) in which one state, or both of two, take part."""
    from comity import catalogue
    from comity.cli.answering import answer

    answer(catalogue.records, code, who or (), Form(as_json, out, cite), years=years, as_of=as_of)


@app.command(short_help="List or search the indicators and records", epilog="Example: comity indicators arms")
def indicators(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help="Words that code, label, unit or note must hold.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the indicators and kinds of records there are, or search them."""
    from comity.cli import listing

    listing.indicators(" ".join(words or ()), as_json=as_json)


@app.command(short_help="Print a state or a group, or list all", epilog="Example: comity states Burma")
def states(
    name: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="A name or code of a state or a group.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print what a state is called, when it existed and under which codes; without a name, list all.

    A group (EU, NATO, ASEAN, the West) prints its members with their days.
    """
    from comity.cli import listing

    if name is None:
        listing.states(as_json=as_json)
    else:
        listing.state(" ".join(name), as_json=as_json)


@app.command(
    short_help="Rank one state's partners", epilog="Example: comity ties Myanmar --on arms.deliveries -o myanmar.html"
)
def ties(
    state: Annotated[str, typer.Argument(metavar="STATE", help="A state, by name or code.")],
    on: Annotated[
        list[str] | None,
        typer.Option("--on", metavar="CODE", help="An indicator of pairs or a kind of records; may be given again."),
    ] = None,
    years: Years = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write a file instead: .html is the page, .csv .parquet .xlsx .dta .json the ranked rows; "
            "- is CSV on stdout.",
        ),
    ] = None,
    cite: Cite = None,
) -> None:
    """Rank the partners of a state: who sells it arms, who buys, with whom it votes, who sanctions it.

    Without --on the usual questions; a flow is summed over the years asked, anything else is that of the last of them.
    """
    from comity.cli.ranking import answer_ties

    answer_ties(state, tuple(on or ()), Form(as_json, out, cite), years=years, as_of=as_of)
