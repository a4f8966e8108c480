"""The reference of the command line, made from the commands themselves: `python -m comity.cli.reference`."""

from __future__ import annotations

from collections.abc import Iterator

from typer._click.core import Command, Context
from typer.core import TyperGroup
from typer.main import get_command

from comity.cli.app import app
from comity.cli.printing import result

HEAD = """\
# The command line

Made by `python -m comity.cli.reference > docs/cli.md`; do not edit by hand.

The result goes to stdout, all else to stderr. Exit codes: 0 answered; 1 the answer cannot be had (no data at hand, a
damaged file, a place that cannot be written); 2 the question cannot be asked like this (an unknown state, years that
run backwards, an unknown option); 3 a verdict that `check --fail-on` names; 130 interrupted. An error is one line on
stderr, and then nothing stands on stdout or in a file. A reader that goes away (`comity … | head`) is no error.

On a terminal tables have a head and colours; into a pipe or a file, with `NO_COLOR` or with `TERM=dumb` they are plain
text, one line a row. `comity --install-completion` teaches your shell the commands.

`COMITY_DATA` names the folder of your store. `COMITY_DEBUG=1` shows where an internal error came from.
"""


def commands() -> Iterator[tuple[str, Command, Context]]:
    """Give every command with its whole name, in the order of the help."""
    root = get_command(app)
    yield from _below("comity", root, Context(root, info_name="comity"))


def reference() -> str:
    """Return the reference as Markdown."""
    return "\n".join([HEAD, *(_section(*c) for c in commands() if not isinstance(c[1], TyperGroup))])


def _below(name: str, command: Command, context: Context) -> Iterator[tuple[str, Command, Context]]:
    yield name, command, context
    if isinstance(command, TyperGroup):
        for word, sub in command.commands.items():
            yield from _below(f"{name} {word}", sub, Context(sub, info_name=word, parent=context))


def _section(name: str, command: Command, context: Context) -> str:
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    lines = [f"## {name}\n", f"{command.help}\n", f"    {usage}\n"]
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is not None:
            lines.append(f"- `{record[0]}`: {record[1]}")
    return "\n".join([*lines, "", f"{command.epilog}\n"]).replace("Example: ", "Example:\n\n    ")


if __name__ == "__main__":
    result(reference())
