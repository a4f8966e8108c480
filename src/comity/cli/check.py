"""`check`: the reports on articles in the form asked for."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity import language
from comity.cli.options import STDOUT, Form
from comity.cli.printing import result, result_json, say, waiting
from comity.errors import ComityError, Failure, WrongUse, known_ending, printable

if TYPE_CHECKING:
    from comity.checking.articles.reading import Article
    from comity.checking.batch import Asked
    from comity.checking.claim import Claim
    from comity.checking.reporting.report import Report

CONTRADICTED = 3


def answer_check(
    files: Sequence[str],
    form: Form,
    *,
    jsonl: bool,
    everything: bool,
    references: str | None,
    date: str | None,
    as_of: str | None,
    claims: str | None,
    fail_on: str | None,
    fetch: bool,
) -> None:
    """Check articles and give the reports in the form asked for; leave with 3 where `fail_on` says so."""
    _refuse(files, form, jsonl, references)
    from comity.checking.batch import Asked

    asked = Asked(_day(date), _day(as_of), _claims(claims), fetch)
    if len(files) == 1:
        found = [_alone(files[0], asked, form, jsonl, everything)]
    else:
        found = _several(files, asked, form, jsonl, everything)
    if found and form.file is not None and _in_lines(form, jsonl):
        _write(form.file, "".join(r.to_jsonl(every_sentence=everything) for r in found))
    if references is not None:
        from comity.checking.reporting.references import references_text

        _write(Path(references), references_text(found[0].verdicts, Path(references).suffix.lower()))
    if len(found) < len(files):
        raise typer.Exit(1)
    if fail_on is not None and any(v.word == fail_on for report in found for v in report.verdicts):
        raise typer.Exit(CONTRADICTED)


def _alone(file: str, asked: Asked, form: Form, jsonl: bool, everything: bool) -> Report:
    from comity.checking import check_article
    from comity.checking.batch import opened

    if (form.out == STDOUT and not form.as_json and not jsonl) or (form.file and form.file.suffix.lower() == ".html"):
        from comity.pages import drawing

        drawing.ready()
    article = _of_stdin() if file == STDOUT else opened(file, asked.fetch)
    if asked.date is None and article.date is None and sys.stdin is not None and sys.stdin.isatty():
        asked = replace(asked, date=_ask_for_day(article.name))
    with waiting(f"comity: checking {printable(file, 60)}"):
        report = check_article(article, date=asked.date, as_of=asked.as_of, claims=asked.claims)
    for note in report.notes:
        say(f"note: {note}")
    if jsonl and form.file is None:
        if lines := report.to_jsonl(every_sentence=everything):
            result(lines)
    elif form.as_json and form.file is None:
        result_json(report.to_dict())
    elif form.out == STDOUT:
        result(report.to_html())
    elif form.file is None:
        from comity.cli.checked import report_text

        result(report_text(report, file, everything))
    elif not _in_lines(form, jsonl):
        report.save(form.file)
        say(f"wrote {printable(str(form.file), 200)}: {report!r}")
    return report


def _several(files: Sequence[str], asked: Asked, form: Form, jsonl: bool, everything: bool) -> list[Report]:
    """Check articles, say of each what came of it, and go on after one that cannot be read."""
    from comity.checking.batch import check_each

    articles: list[str | Article] = [_of_stdin() if f == STDOUT else f for f in files]
    found: list[Report] = []
    for file, report in zip(files, check_each(articles, asked), strict=True):
        if isinstance(report, ComityError):
            say(str(report))
            continue
        found.append(report)
        for note in report.notes:
            say(f"note: {printable(file, 80)}: {note}")
        if jsonl and form.file is None:
            if lines := report.to_jsonl(every_sentence=everything):
                result(lines)
        elif form.file is None:
            result(repr(report))
        elif not _in_lines(form, jsonl):
            path = form.file / f"{_stem(file)}.html"
            report.save(path)
            say(f"wrote {printable(str(path), 160)}: {report!r}")
    return found


def _refuse(files: Sequence[str], form: Form, jsonl: bool, references: str | None) -> None:
    """Refuse forms that exclude each other and places that cannot be written, before anything is read."""
    from comity.checking.reporting.references import WRITERS
    from comity.checking.reporting.report import ENDINGS
    from comity.store import check_writable

    many = len(files) > 1
    if files.count(STDOUT) > 1:
        raise WrongUse("- is standard input, which can be read only once")
    if form.as_json and jsonl:
        raise WrongUse("--json and --jsonl are two forms; ask for one of them")
    if many and form.as_json:
        raise WrongUse("--json is the report on one article; take --jsonl for several, or -o FOLDER for their pages")
    if many and references is not None:
        raise WrongUse("--references is the list of one article; check one at a time")
    if jsonl and form.out not in (None, STDOUT) and not str(form.out).lower().endswith(".jsonl"):
        raise WrongUse("--jsonl goes to stdout or into a file that ends in .jsonl")
    if many and form.out == STDOUT and not jsonl:
        raise WrongUse("-o - is the page of one article; name a folder for the pages of several")
    if many and form.file is not None and not _in_lines(form, jsonl):
        _refuse_no_folder(form.file, files)
    else:
        form.check(ENDINGS)
    if references is not None:
        known_ending(Path(references), WRITERS)
        check_writable(Path(references))


def _refuse_no_folder(folder: Path, files: Sequence[str]) -> None:
    if not folder.is_dir():
        raise WrongUse(
            f"{printable(str(folder), 120)}: with several articles -o names a folder that is there, or a .jsonl file"
        )
    twice = [name for name, n in Counter(map(_stem, files)).items() if n > 1]
    if twice:
        raise WrongUse(f"two of the articles are called {printable(twice[0], 60)}; their pages would be one file")


def _in_lines(form: Form, jsonl: bool) -> bool:
    return jsonl or (form.file is not None and form.file.suffix.lower() == ".jsonl")


def _stem(file: str) -> str:
    if file == STDOUT:
        return "stdin"
    from comity.checking.articles.fetching import name_of

    return name_of(file) if "://" in file else Path(file).stem


def _of_stdin() -> Article:
    """Read an article from standard input: plain text, or a web page."""
    from comity.checking.articles.fetching import of_bytes
    from comity.checking.articles.reading import LARGEST_FILE

    if sys.stdin is None:
        raise Failure("standard input is closed; give the path of an article")
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Failure(f"standard input has more than {LARGEST_FILE:,} bytes; no more are read")
    return of_bytes(content, "stdin", "standard input")


def _ask_for_day(name: str) -> datetime.date:
    """Ask on the terminal for the day of writing; an empty answer gives up."""
    print(f"On which day was {printable(name, 60)} written (2022-09-20)? ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if not answer:
        raise WrongUse(f"{printable(name, 60)}: no day of writing; give it with --date 2022-09-20")
    return language.day(answer)


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else language.day(text)


def _claims(file: str | None) -> tuple[Claim, ...] | None:
    if file is None:
        return None
    from comity.checking.claims_file import read_claims

    return read_claims(Path(file))


def _write(path: Path, text: str) -> None:
    from comity.store import write_text

    write_text(path, text)
    say(f"wrote {printable(str(path), 200)}")
