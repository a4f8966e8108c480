"""One run of the command line: streams, signals, and every error as one line with its exit code."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Sequence
from types import FrameType
from typing import TextIO

from comity.cli.printing import say, silence
from comity.errors import ComityError, printable

_stopped_by: list[int] = []


class Stopped(BaseException):
    """A signal came; no KeyboardInterrupt, for one raised in exec() ends Python by SIGINT even where it is caught."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (those of the process without) and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        _never_fails(stream)
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, signal.SIG_DFL)):
        if signal.getsignal(number) == handler:
            signal.signal(number, _stop)
    warnings.showwarning = _show_warning
    try:
        code = _answer(arguments)
    except (KeyboardInterrupt, Stopped):
        code = 128 + signal.SIGINT
    finally:
        # What is left is clean-up, which a second Ctrl-C must not turn into a traceback.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return 128 + _stopped_by[0] if _stopped_by else code


def _answer(arguments: Sequence[str] | None) -> int:
    from typer.exceptions import TyperException
    from typer.main import get_command

    from comity.cli.app import app

    try:
        words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
        done = get_command(app).main(words, prog_name="comity", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except ComityError as e:
        return _refuse(str(e), e.exit_code)
    except TyperException as e:
        from comity.cli.usage import in_one_line

        return _refuse(in_one_line(e), e.exit_code)
    except MemoryError:
        return _refuse("not enough memory; ask for fewer years or states", 1)
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except OSError as e:
        silence(sys.stdout)
        place = f"{printable(str(e.filename), 160)}: " if e.filename is not None else ""
        return _refuse(f"{place}{e.strerror or e}", 1)
    except Exception as e:
        return _bug(e)
    return done if isinstance(done, int) else 0


def _refuse(message: str, code: int) -> int:
    if not _stopped_by:
        say(message)
    return code


def _bug(error: Exception) -> int:
    if os.environ.get("COMITY_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    what = printable(f"{type(error).__name__}: {error}", 180)
    return _refuse(f"internal error: {what}; please report it (COMITY_DEBUG=1 shows where)", 1)


def _stop(number: int, _: FrameType | None) -> None:
    """Let files be cleaned up before a signal ends the process."""
    _stopped_by.append(number)
    raise Stopped


def _never_fails(stream: TextIO | None) -> None:
    """Show what an encoding does not have as an escape instead of failing half-way."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    say(f"warning: {message}")
