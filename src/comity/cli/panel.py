"""`comity panel`: a table for research, as a summary on the terminal or as a file with its codebook."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.printing import result, say, waiting
from comity.errors import WrongUse, printable

if TYPE_CHECKING:
    from comity.panels import Panel


def make(
    grain: str | None,
    *,
    system: str | None,
    years: str | None,
    member: str | None,
    states: str | None,
    dyads: str | None,
    group: str | None,
    add: list[str],
    as_of: str | None,
    engine: str,
    recipe: str | None,
    out: str | None,
) -> None:
    """Make a panel and write it, or say what it would hold."""
    _pandas(wanted=engine == "spark" or (out or "").lower().endswith(".dta"))
    if out is not None:
        if not out or out == "-":
            raise WrongUse("a panel is written to a file: -o panel.parquet (or .csv, .dta, .xlsx)")
        from comity.panels import writing

        writing.check(Path(out))
    from comity.panels.engines import place

    place(engine)  # type: ignore[arg-type]
    if recipe is not None:
        if any(v is not None for v in (grain, system, years, member, states, dyads, group, as_of)) or add:
            raise WrongUse("--recipe says it all; give only -o (and --engine) with it")
        from comity.panels import from_recipe

        panel = from_recipe(recipe, engine=engine)  # type: ignore[arg-type]
    elif grain is None:
        from comity.panels.units import GRAINS

        raise WrongUse(f"name what a row is: {', '.join(GRAINS)}; for instance: comity panel dyad-year -o p.parquet")
    else:
        panel = _asked(grain, system, years, member, states, dyads, group, as_of, engine)
        for text in add:
            panel = panel.add(text)
    with waiting("comity: the panel"):
        text = _answer(panel, out)
    result(text)


def _pandas(*, wanted: bool) -> None:
    """Let pandas be imported where it is used; elsewhere it stays hidden, which saves half a second.

    Arrow looks for pandas once, and fails at that if it is hidden; it is made to look here.
    """
    if wanted:
        from comity.catalogue.exports import show_pandas

        show_pandas()
        return
    import pyarrow as pa

    with suppress(AttributeError):
        pa.array([0])


def _asked(
    grain: str,
    system: str | None,
    years: str | None,
    member: str | None,
    states: str | None,
    dyads: str | None,
    group: str | None,
    as_of: str | None,
    engine: str,
) -> Panel:
    from comity.panels import panel

    words = {"system": system, "years": years, "member": member, "group": group, "as_of": as_of}
    lists = {"states": states, "dyads": dyads}
    given = {k: v for k, v in words.items() if v is not None}
    given |= {k: _listed(k, v) for k, v in lists.items() if v is not None}  # type: ignore[misc]
    return panel(grain, engine=engine, **given)  # type: ignore[arg-type]


def _listed(name: str, text: str) -> list[str]:
    """Read names parted by commas."""
    found = [part.strip() for part in text.split(",")]
    if not all(found):
        raise WrongUse(f"--{name} {printable(text, 60)!r}: names parted by commas, none empty")
    return found


def _answer(panel: Panel, out: str | None) -> str:
    lines = [repr(panel)]
    if out is not None:
        from comity.panels.writing import codebook_path

        counted = panel.save(out)
        lines += panel.gaps(counted)
        say(f"wrote {counted.rows:,} rows to {printable(out, 120)} and {printable(codebook_path(Path(out)).name, 80)}")
    else:
        lines += panel.gaps()
        lines += ["", "Sources", panel.cite(), "", "-o FILE (.parquet .csv .dta .xlsx) writes it with its codebook"]
    return "\n".join(lines)
