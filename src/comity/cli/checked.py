"""A report on an article as text that is good to read."""

from __future__ import annotations

import shlex
from pathlib import Path

from comity.checking.reporting.lacking import lacking
from comity.checking.reporting.page import SIGNS, standfirst
from comity.checking.reporting.references import numbered
from comity.checking.reporting.report import Report
from comity.checking.verdict import Verdict, Word
from comity.cli.printing import heading, paragraph
from comity.pages import words

_HEADS: dict[Word, str] = {
    "contradicted": "Contradicted by the figures",
    "partly": "Right in part",
    "no data": "No data",
    "supported": "Supported",
    "not checkable": "Not checkable",
}


def report_text(report: Report, file: str, everything: bool) -> str:
    """Return the verdicts in words, the gravest first, and what could be checked with more data.

    What is not checkable is counted only, unless `everything` is asked for.
    """
    by = f" (by {report.dated_by})" if report.dated_by else ""
    read = f"Written on {words.date_words(report.date)}{by}; {words.count(report.words_read, 'word', 'words')} read"
    aside = len(report.set_aside)
    read += f", {words.count(aside, 'line', 'lines')} set aside" if aside else ""
    parts = [report.article.name, paragraph(standfirst(report)), paragraph(f"{read}.")]
    for word in SIGNS:
        here = [(n, v) for n, v in report.numbered if v.word == word]
        if here and (everything or word != "not checkable"):
            parts.append(heading(f"{SIGNS[word]} {_HEADS[word]}"))
            parts += [line for n, v in here for line in _verdict(n, v)]
    if report.missing:
        parts.append(heading("What could be checked with more data"))
        parts += [
            paragraph(f"{one.title}, for {numbered(one.statements)}: {one.how}", "    ", "  - ")
            for one in lacking(report.missing)
        ]
    if report.verdicts:
        page = shlex.join(
            ["comity", "check", file, "--date", report.date.isoformat(), "-o", f"{_page_name(file)}.html"]
        )
        parts.append(heading(f"the whole report: {page}"))
    return "\n".join(parts)


def _verdict(number: int, verdict: Verdict) -> list[str]:
    quote = " ".join(verdict.claim.quote.split())
    if len(quote) > 200:
        quote = quote[:199].rstrip() + "…"
    said = [paragraph(f"“{quote}”", "     ", f"{number:>3}  "), paragraph(verdict.reason, "     ")]
    return said + ([paragraph(verdict.same_source, "     ")] if verdict.same_source else [])


def _page_name(file: str) -> str:
    return "report" if file == "-" or "://" in file else Path(file).stem
