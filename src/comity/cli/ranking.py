"""`comity ties`: one state's partners, ranked, as text, plain data, page or table."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from comity import catalogue, states
from comity.catalogue import Ranking, Ties
from comity.catalogue.exports import WRITERS, csv_text, save
from comity.catalogue.partners import COLUMNS
from comity.cli.options import STDOUT, Form
from comity.cli.printing import heading, number, paragraph, result, result_json, say, table, waiting
from comity.cli.showing import terms
from comity.errors import printable

SHOWN = 10


def answer_ties(state: str, on: Sequence[str], form: Form, *, years: str | None, as_of: str | None) -> None:
    """Rank a state's partners and give them in the form asked for."""
    form.check((".html", *WRITERS))
    _, remark = states.find_with_note(state)
    page = form.file is not None and form.file.suffix.lower() == ".html"
    if page:
        from comity.pages import drawing

        drawing.ready()
    with waiting(f"comity: the partners of {printable(state, 40)}"):
        found = catalogue.ties(state, on=on, years=years, as_of=as_of)
    if remark is not None:
        say(remark)
    if form.file is not None:
        _write(found, form.file, _command(found, on, years, as_of))
        say(f"wrote {printable(str(form.file), 160)}")
    if form.cite is not None:
        result(catalogue.cite(found.sources(), form.cite))
    elif form.out == STDOUT and not form.as_json:
        result(csv_text(found.rows(), COLUMNS))
    elif form.file is None and form.as_json:
        result_json(found.to_dict())
    elif form.file is None:
        result(_text(found))


def _write(found: Ties, path: Path, command: str) -> None:
    if path.suffix.lower() == ".html":
        from comity.briefs.partners import partners_page
        from comity.pages.html import to_html
        from comity.store import write_text

        write_text(path, to_html(partners_page(found, command)))
    else:
        save(found.to_arrow(), path, found.to_dict())


def _command(found: Ties, on: Sequence[str], years: str | None, as_of: str | None) -> str:
    words = ["comity", "ties", found.state, *(w for code in on for w in ("--on", code))]
    words += ["--years", years] if years else []
    words += ["--as-of", as_of] if as_of else []
    return shlex.join(words)


def _text(found: Ties) -> str:
    whose = states.state(found.state)
    parts = [f"{whose.name}: its partners"]
    for ranking in found.rankings:
        parts += [heading(ranking.title(whose.name)), _table(ranking)]
        left = len(ranking.partners) - SHOWN
        parts += [f"… and {left} more, with --json and in files"] if left > 0 else []
        parts += [paragraph(n, "  ", "  ! ") for n in ranking.notes]
    if found.lacking:
        parts.append(heading("What is not known"))
        for lack in found.lacking:
            words = "; ".join(filter(None, (lack.reason, lack.remedy)))
            parts.append(paragraph(f"{lack.what.label}, {lack.direction} {whose.name}: {words}", "    ", "  - "))
    caveats = dict.fromkeys(c for r in found.rankings for c in r.caveats)
    return "\n".join([*parts, terms(found.sources(), caveats)])


def _table(ranking: Ranking) -> str:
    shares = any(p.share is not None for p in ranking.partners)
    rows = [
        [
            p.place,
            p.state,
            states.find_actor(p.state).name,
            number(p.value),
            *([f"{p.share:.1%}" if p.share else "-"] if shares else []),
        ]
        for p in ranking.partners[:SHOWN]
    ]
    columns = ["place", "id", "partner", ranking.unit, *(["share"] if shares else [])]
    return table(columns, rows, right=("place", ranking.unit, "share"))
