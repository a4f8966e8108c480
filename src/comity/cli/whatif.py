"""`whatif`: a scenario's answer in the form asked for."""

from __future__ import annotations

import shlex
from pathlib import Path

from comity.cli.options import STDOUT, Form
from comity.cli.printing import result, result_json, say, waiting
from comity.cli.showing import page_text
from comity.errors import printable

ENDINGS = (".html", ".json", ".csv")


def answer_whatif(file: str, form: Form) -> None:
    """Answer a scenario file and give it as text, plain data or a file."""
    form.check(ENDINGS)
    from comity.pages import drawing
    from comity.scenarios import whatif
    from comity.scenarios.reading import read

    read(file)  # what is wrong with it is refused before anything is drawn
    if (form.out == STDOUT and not form.as_json) or (form.file and form.file.suffix.lower() == ".html"):
        drawing.ready()
    with waiting(f"comity: {printable(file, 60)}"):
        found = whatif(file)
    if form.file is not None:
        found.save(form.file)
        say(f"wrote {printable(str(form.file), 200)}")
    elif form.as_json:
        result_json(found.to_dict())
    elif form.out == STDOUT:
        result(found.to_html())
    else:
        page = str(Path(file).with_suffix(".html").name)
        result(page_text(found.page, shlex.join(["comity", "whatif", file, "-o", page])))
