"""The command line: a thin skin over the library, with the same verbs.

The result goes to stdout, all else to stderr in lines that begin with "comity:". Exit codes: 0 answered, 1 the answer
cannot be had, 2 the question cannot be asked like this, 130 interrupted.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # DuckDB imports pandas, where it is installed, for the first constant of a query: most of a second for nothing.
    # What needs pandas (a Stata file, the checks of `data build`) takes this back.
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    try:
        from comity.cli.running import run

        code = run()
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)
