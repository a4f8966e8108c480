"""Wrong use of commands and options, said in one line with an example."""

from __future__ import annotations

from typer._click.core import Parameter
from typer._click.exceptions import MissingParameter, UsageError
from typer.exceptions import TyperException

from comity.errors import printable


def in_one_line(error: TyperException) -> str:
    """Return what was wrong with a command, an example of right use, and where its help is."""
    words = printable(" ".join(error.format_message().split()).rstrip("."), 140).replace("Value error, ", "")
    words = words[:1].lower() + words[1:]
    context = error.ctx if isinstance(error, UsageError) else None
    if context is None:
        return f"{words} (see comity --help)"
    if isinstance(error, MissingParameter) and error.param in context.command.params:
        # The parser stops at the first that is missing; those after it are missing too.
        asked = [p for p in context.command.params if p.required and p.name not in context.params]
        words = f"missing {' and '.join(_shown(p) for p in asked)}"
    if "unexpected extra argument" in words:
        words += " (a name of several words goes in quotes)"
    example = (context.command.epilog or "").removeprefix("Example: ")
    shown = f"; for instance: {example}" if example else ""
    return f"{words}{shown} (see {context.command_path} --help)"


def _shown(parameter: Parameter) -> str:
    option = next((o for o in parameter.opts if o.startswith("--")), "")
    return " ".join(filter(None, (option, parameter.metavar or parameter.name)))
