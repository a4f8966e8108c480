"""Commands that make something of the figures: a brief, a check, a panel, an estimate, a counterfactual."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from comity.cli.options import AsJson, AsOf, Cite, Form, Years
from comity.cli.root import app


@app.command(
    short_help="Make one sourced page on two states",
    epilog="Example: comity brief Russia Myanmar -o russia-myanmar.html",
)
def brief(
    a: Annotated[str, typer.Argument(metavar="A", help="A state, by name or code.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other state.")],
    years: Years = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the whole page: .html, or .json for the same as data; - is HTML on stdout.",
        ),
    ] = None,
    cite: Cite = None,
    show: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Make one sourced page on a pair of states; without -o, print it in short."""
    from comity.cli.answering import answer_brief

    answer_brief(a, b, Form(as_json, out, cite), years=years, as_of=as_of, show=show)


@app.command(
    short_help="Make a table for research: state-years, dyad-years",
    epilog="Example: comity panel dyad-year --years 1990:2020 --add votes.agreement -o panel.parquet",
)
def panel(
    grain: Annotated[
        str | None,
        typer.Argument(
            metavar="GRAIN",
            help="What a row is: state-year, dyad-year, directed-dyad-year, leader-year, state-month, "
            "directed-dyad-month.",
        ),
    ] = None,
    system: Annotated[
        str | None, typer.Option("--system", help="Whose list of states: gw (as without), cow or iso.")
    ] = None,
    years: Annotated[
        str | None, typer.Option("--years", metavar="A:B", help="Only these years; without, all the list declares.")
    ] = None,
    member: Annotated[
        str | None,
        typer.Option("--member", help="Member of a year on 'any day' (as without), 'first day', 'last day'."),
    ] = None,
    states: Annotated[str | None, typer.Option("--states", metavar="A,B", help="Only these states.")] = None,
    dyads: Annotated[
        str | None, typer.Option("--dyads", metavar="A:B,…", help="Only these pairs; RUS:any is all of a state's.")
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="GROUP", help="Only members of a group, while they were.")
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            metavar="CODE[:WORD=…]",
            help="A figure: CODE[:lag=1][:side=both][:as=name], or a table: my.csv:origin,target,year,value.",
        ),
    ] = None,
    as_of: AsOf = None,
    engine: Annotated[str, typer.Option("--engine", help="Where it is made: duckdb or spark.")] = "duckdb",
    recipe: Annotated[
        str | None, typer.Option("--recipe", metavar="FILE", help="Repeat the panel of a recipe or codebook (.toml).")
    ] = None,
    out: Annotated[
        str | None, typer.Option("--out", "-o", metavar="FILE", help="Write it: .parquet, .csv, .dta or .xlsx.")
    ] = None,
) -> None:
    """Make a table for research, one row a state, pair or leader and year, with figures joined; docs/how-to/panel.md.

    Without -o, say what it holds, what is missing and why.
    """
    from comity.cli.panel import make

    make(
        grain,
        system=system,
        years=years,
        member=member,
        states=states,
        dyads=dyads,
        group=group,
        add=add or [],
        as_of=as_of,
        engine=engine,
        recipe=recipe,
        out=out,
    )


@app.command(
    short_help="Estimate a gravity model",
    epilog="Example: comity estimate flows.csv --flow trade --on rta --cluster pair",
)
def estimate(
    data: Annotated[str, typer.Argument(metavar="DATA", help="A table of flows, .csv or .parquet, one row a cell.")],
    flow: Annotated[str, typer.Option("--flow", metavar="COLUMN", help="The column of flows.")],
    on: Annotated[str, typer.Option("--on", metavar="COLUMNS", help="Columns of regressors: rta,log_dist.")] = "",
    effects: Annotated[
        str,
        typer.Option(
            "--effects", metavar="SETS", help="Sets of fixed effects: exporter-year,importer-year,pair; or none."
        ),
    ] = "exporter-year,importer-year,pair",
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="SETS", help="What errors are clustered by: pair; or none for robust.")
    ] = "pair",
    se: Annotated[
        Literal["stata", "fixest"], typer.Option("--se", help="Whose rule for small samples the errors follow.")
    ] = "stata",
    model: Annotated[
        Literal["ppml", "ols", "log-ols"], typer.Option("--model", help="PPML, or least squares for comparison.")
    ] = "ppml",
    bias_correct: Annotated[
        bool, typer.Option("--bias-correct", help="Correct for the bias of fixed effects (Weidner and Zylkin 2021).")
    ] = False,
    symmetric_pairs: Annotated[
        bool, typer.Option("--symmetric-pairs", help="Take both directions of a pair as one.")
    ] = False,
    weights: Annotated[str | None, typer.Option("--weights", metavar="COLUMN", help="The column of weights.")] = None,
    exporter: Annotated[
        str, typer.Option("--exporter", metavar="COLUMN", help="The column of exporters.")
    ] = "exporter",
    importer: Annotated[
        str, typer.Option("--importer", metavar="COLUMN", help="The column of importers.")
    ] = "importer",
    year: Annotated[str, typer.Option("--year", metavar="COLUMN", help="The column of years.")] = "year",
    sector: Annotated[str | None, typer.Option("--sector", metavar="COLUMN", help="The column of sectors.")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Test the specification (RESET).")] = False,
    as_json: AsJson = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write a table: .csv, .html, .tex, or .json; - is CSV on stdout."
        ),
    ] = None,
) -> None:
    """Estimate a gravity model of flows between states by PPML with fixed effects, with its errors.

    Rows left out are told by reason: missing, groups without any flow, flows that are predicted perfectly.
    """
    from comity.cli.estimating import answer

    answer(
        data,
        model,
        Form(as_json, out),
        flow=flow,
        on=on,
        effects=effects,
        cluster=cluster,
        se=se,
        bias_correct=bias_correct,
        symmetric_pairs=symmetric_pairs,
        weights=weights,
        exporter=exporter,
        importer=importer,
        year=year,
        sector=sector,
        reset=reset,
    )


@app.command(
    short_help="Say where trade goes when a tie is cut",
    epilog="Example: comity whatif embargo.toml -o embargo.html",
)
def whatif(
    file: Annotated[
        str, typer.Argument(metavar="SCENARIO.toml", help="A scenario, as docs/reference/scenario.md shows.")
    ],
    as_json: AsJson = False,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the whole answer: .html, .json or .csv; - is HTML on stdout.",
        ),
    ] = None,
) -> None:
    """Answer a scenario: who gains the flow, who sells instead, and what it costs whom, with intervals.

    A general equilibrium of the world's trade before and after; without -o, print it in short.
    """
    from comity.cli.whatif import answer_whatif

    answer_whatif(file, Form(as_json, out))


@app.command(
    short_help="Check the statements of an article",
    epilog="Example: comity check article.txt --date 2022-09-20 -o report.html",
)
def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Articles: text, Markdown, HTML, PDF or DOCX; - is standard input."),
    ],
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="DATE", help="The day of writing, such as 2022-09-20; else the text's own."),
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the report: .html, .json or .jsonl; a folder for the pages of several articles; "
            "- is HTML on stdout.",
        ),
    ] = None,
    as_json: AsJson = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Print a line of JSON for each statement, with its verdict.")
    ] = False,
    references: Annotated[
        str | None,
        typer.Option(
            "--references", metavar="FILE", help="Write the references that the text lacks: .md, .bib or .json."
        ),
    ] = None,
    claims: Annotated[
        str | None,
        typer.Option(
            "--claims", metavar="FILE", help="Check these statements (JSON Lines) instead of those found here."
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also give what is no statement of fact: forecasts, opinions, other sentences."),
    ] = False,
    fail_on: Annotated[
        Literal["contradicted"] | None,
        typer.Option("--fail-on", help="Leave with exit code 3 if a statement has this verdict."),
    ] = None,
    fetch: Annotated[bool, typer.Option("--fetch", help="Allow FILE to be a web address, and fetch it.")] = False,
) -> None:
    """Check articles: each statement on the ties between states with a verdict, the figures behind it and their source.

    The verdicts are supported, contradicted, partly, no data and not checkable. Whatever they are, the exit code is 0,
    unless --fail-on asks for 3.
    """
    from comity.cli.check import answer_check

    answer_check(
        files,
        Form(as_json, out),
        jsonl=jsonl,
        everything=everything,
        references=references,
        date=date,
        as_of=as_of,
        claims=claims,
        fail_on=fail_on,
        fetch=fetch,
    )
