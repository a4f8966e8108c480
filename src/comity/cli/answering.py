"""Giving an answer in the form asked for: text, plain data, a citation or a file."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comity import states
from comity.catalogue import Figures, Records
from comity.catalogue.exports import WRITERS, csv_text
from comity.catalogue.figures import ANY
from comity.cli.options import STDOUT, Form
from comity.cli.printing import result, result_json, say, waiting
from comity.cli.showing import figures_text, page_text, records_text
from comity.errors import Failure, WrongUse, printable

if TYPE_CHECKING:
    from comity.briefs import Brief

PAGE_ENDINGS = (".html", ".json")


def answer(
    ask: Callable[..., Figures | Records],
    code: str,
    who: Sequence[str],
    form: Form,
    *,
    years: str | None,
    as_of: str | None,
) -> None:
    """Ask for figures or records and give them in the form asked for."""
    form.check(WRITERS)
    remarks = _remarks(who)
    found = ask(code, *who, years=years, as_of=as_of)
    for remark in remarks:
        say(remark)
    if form.file is not None:
        found.save(form.file)
        say(f"wrote {len(found):,} rows to {printable(str(form.file), 160)}; without -o: sources and caveats")
    if form.cite is not None:
        result(found.cite(form.cite))
    elif form.out == STDOUT and not form.as_json:
        result(_csv(found))
    elif form.file is None and form.as_json:
        result_json(found.to_dict())
    elif form.file is None:
        result(figures_text(found) if isinstance(found, Figures) else records_text(found))


def answer_brief(a: str, b: str, form: Form, *, years: str | None, as_of: str | None, show: bool) -> None:
    """Make a brief and give it in the form asked for; `show` opens the page in the browser."""
    if show and (form.out == STDOUT or form.as_json):
        raise WrongUse("--open shows a page; leave out --json and -o -")
    form.check(PAGE_ENDINGS)
    remarks = _remarks((a, b))
    from comity.briefs import brief
    from comity.pages import drawing

    if show or (form.out == STDOUT and not form.as_json) or (form.file and form.file.suffix.lower() == ".html"):
        drawing.ready()
    with waiting(f"comity: the brief on {printable(a, 40)} and {printable(b, 40)}"):
        made = brief(a, b, years=years, as_of=as_of)
    for remark in remarks:
        say(remark)
    if form.file is not None:
        made.save(form.file)
        say(f"wrote {printable(str(form.file), 200)}")
    if form.cite is not None:
        result(made.cite(form.cite))
    elif form.out == STDOUT and not form.as_json:
        result(made.to_html())
    elif form.file is None and form.as_json:
        result_json(made.to_dict())
    elif form.file is None and not show:
        result(page_text(made.page, _whole_page(made, years, as_of)))
    if show:
        _open(made, form.file)


def _remarks(who: Sequence[str]) -> list[str]:
    """Return how names and numbers were read where that is worth a word; an unknown one is refused here."""
    named = [name for name in who if name not in ANY and not isinstance(states.find_actor(name), states.Group)]
    return [n for name in named if (n := states.find_with_note(name)[1]) is not None]


def _csv(found: Figures | Records) -> str:
    rows = found.to_arrow()
    return csv_text(rows.to_pylist(), rows.column_names)


def _file_name(made: Brief) -> str:
    from comity.pages.downloads import slug

    return "-".join(slug(states.state(i).name) for i in made.states) + ".html"


def _whole_page(made: Brief, years: str | None, as_of: str | None) -> str:
    words = ["comity", "brief", *(states.state(i).name for i in made.states)]
    words += ["--years", years] if years else []
    words += ["--as-of", as_of] if as_of else []
    return shlex.join([*words, "-o", _file_name(made)])


def _open(made: Brief, file: Path | None) -> None:
    import webbrowser

    if file is None:
        file = Path(tempfile.mkdtemp(prefix="comity-")) / _file_name(made)
        made.save(file)
        say(f"wrote {file}")
    if not webbrowser.open(file.resolve().as_uri()):
        raise Failure(f"{printable(str(file), 160)} is written, but no browser was found; open it yourself")
