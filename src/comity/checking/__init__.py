"""Checking an article: reading it, taking its statements apart, and holding them against the figures."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from comity import language
from comity.checking.articles import reading
from comity.checking.articles.reading import Article
from comity.checking.claim import Claim
from comity.checking.reporting.report import Report
from comity.checking.verdict import Verdict
from comity.errors import WrongUse, printable

__all__ = ["Article", "Claim", "Report", "Verdict", "check", "check_article"]

MOST_CLAIMS = 2_000


def check(
    text: str | Path,
    *,
    date: str | datetime.date | None = None,
    as_of: str | datetime.date | None = None,
    claims: Path | Sequence[Claim] | None = None,
) -> Report:
    """Check an article: find its statements, and hold each against the figures.

    Parameters
    ----------
    text
        The article itself, or the path of a file: plain text, Markdown, HTML, PDF or DOCX.
    date
        The day of writing, such as ``"2022-09-20"``; that of the file or the text without. Relative dates are counted
        from it, and the releases that were out on it are what the writer could have read.
    as_of
        The day whose releases the writer could have read; the day of writing without.
    claims
        Statements that were extracted elsewhere, or the file of them (docs/reference/claims.md), instead of those that
        are found here.

    Returns
    -------
    Report
        A verdict for each statement, in the order of the text.

    Raises
    ------
    WrongUse
        No such file, no day of writing, a claim that does not fit the text.
    Failure
        A file that cannot be read, no text, or a text that is not in English.
    """
    if isinstance(claims, Path):
        from comity.checking.claims_file import read_claims

        claims = read_claims(claims)
    article = reading.read(text) if isinstance(text, Path) else reading.article(text)
    return check_article(article, date=_day(date), as_of=_day(as_of), claims=claims)


def check_article(
    article: Article,
    *,
    date: datetime.date | None = None,
    as_of: datetime.date | None = None,
    claims: Sequence[Claim] | None = None,
) -> Report:
    """Check an article that was read already; the parameters are those of `check`.

    Raises
    ------
    WrongUse
        No day of writing, or a claim that does not fit the text.
    """
    from comity.checking.extracting.extraction import claims as extracted
    from comity.checking.judging.judging import judge

    day = date or article.date
    if day is None:
        raise WrongUse(
            f"{printable(article.name, 60)}: no day of writing, neither in the file nor in the text; give it with "
            "--date 2022-09-20"
        )
    notes = article.notes
    if claims is None:
        found = extracted(article.original, date=day, article=article.name, markup=article.markup)
    else:
        from comity.checking.claims_file import tied

        found = tied(claims, article)
    if len(found) > MOST_CLAIMS:
        notes = (
            *notes,
            f"the text makes at least {len(found):,} statements; only the first {MOST_CLAIMS:,} were checked",
        )
        found = found[:MOST_CLAIMS]
    if date and article.date and date != article.date:
        notes = (*notes, f"{article.dated_by} gives {article.date} as its day; {date} was taken, as asked")
    if day > datetime.date.today():
        notes = (*notes, f"the day of writing, {day}, is in the future")
    verdicts = judge(found, date=day, as_of=as_of, text=article.original, given=claims is not None)
    return Report(article, day, "" if date else article.dated_by, as_of, verdicts, notes)


def _day(day: str | datetime.date | None) -> datetime.date | None:
    return language.day(day) if isinstance(day, str) else day
