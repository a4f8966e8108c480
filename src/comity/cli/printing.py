"""How the command line prints: results to stdout, remarks to stderr, tables with or without a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from comity.errors import Failure, printable

LINE_LIMIT = 300
_PREFIX = "comity: "
_NARROWEST, _WIDEST = 40, 100


def result(text: str) -> None:
    """Write a result to stdout; a reader who has gone away ends the run quietly.

    Raises
    ------
    Failure
        Stdout is closed or its disk is full.
    """
    if sys.stdout is None:
        raise Failure("standard output is closed; leave it open or write to a file with -o FILE")
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as e:
        silence(sys.stdout)
        raise Failure(f"standard output cannot be written: {(e.strerror or str(e)).lower()}") from e


def result_json(document: Mapping[str, Any]) -> None:
    """Write plain data to stdout; letters that its encoding does not have are escaped as JSON escapes them."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    result(json.dumps(document, indent=1, ensure_ascii=encoding != "utf8", allow_nan=False))


def say(message: str) -> None:
    """Write one line to stderr, control characters escaped, cut to what a person reads."""
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        sys.stderr.write(_PREFIX + printable(message, LINE_LIMIT - len(_PREFIX)) + "\n")
        sys.stderr.flush()


def silence(stream: TextIO | None) -> None:
    """Send what is left in a stream nowhere, so that the interpreter does not fail over it at the end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether a stream shows colours and lines: a terminal, and nobody asked for plain text."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


@contextlib.contextmanager
def waiting(words: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that something takes a while; gives a function that says how far it is."""
    if not is_terminal(sys.stderr):
        yield say
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(words)) as status:
        yield lambda progress: status.update(Text(_PREFIX + progress))


def width() -> int:
    """Return how wide text is set: the terminal's width, within what is good to read."""
    return min(max(shutil.get_terminal_size((_WIDEST, 24)).columns, _NARROWEST), _WIDEST)


def clean(value: object) -> str:
    """Return a value as one printable line; nothing is a blank."""
    return "" if value is None else printable(str(value), 10_000)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[str] = ()) -> str:
    """Return a table: aligned plain text, one line a row; on a terminal with a head and wrapped cells.

    The columns named in `right` are set to the right.
    """
    cells = [[clean(v) for v in row] for row in rows]
    if is_terminal(sys.stdout):
        return _on_terminal(columns, cells, right)
    widths = [max(len(c) for c in column) for column in zip(columns, *cells, strict=True)]
    lines = []
    for row in (columns, *cells):
        padded = (c.rjust(w) if name in right else c.ljust(w) for name, c, w in zip(columns, row, widths, strict=True))
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def _on_terminal(columns: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[str]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for name in columns:
        shown.add_column(Text(name), justify="right" if name in right else "left", overflow="fold")
    for row in cells:
        shown.add_row(*map(Text, row))
    console = Console(width=max(shutil.get_terminal_size().columns, _NARROWEST), force_terminal=True)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join(line.rstrip() for line in captured.get().strip("\n").split("\n"))


def paragraph(text: str, indent: str = "", first: str | None = None) -> str:
    """Return text set to the width of the terminal; `first` begins its first line instead of the indent."""
    return textwrap.fill(
        clean(text),
        width(),
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def pairs(entries: Sequence[tuple[str, str]]) -> str:
    """Return names and values below each other, the values in one column; entries without a value are left out."""
    kept = [(name, value) for name, value in entries if value]
    margin = max((len(name) for name, _ in kept), default=0) + 4
    return "\n".join(paragraph(value, " " * margin, f"  {name}".ljust(margin)) for name, value in kept)


def heading(title: str) -> str:
    """Return a heading; in plain text its line alone, below a blank one."""
    return f"\n{clean(title)}"


def number(value: float | None) -> str:
    """Return a value without its unit: whole numbers whole, fractions with six significant figures; none is "-"."""
    from comity.pages.words import full

    return "-" if value is None else full(value, "index").replace("\N{MINUS SIGN}", "-")
