"""Many articles in one call: a process for each core, the reports in the order of the files."""

from __future__ import annotations

import datetime
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.checking import check_article
from comity.checking.articles.reading import Article, read
from comity.checking.claim import Claim
from comity.checking.reporting.report import Report
from comity.errors import ComityError, Failure, WrongUse, printable

FEW = 6  # as many articles are checked before a second process has started


@dataclass(frozen=True)
class Asked:
    """What holds for every article of a call: the parameters of `check`, and whether web addresses may be fetched."""

    date: datetime.date | None = None
    as_of: datetime.date | None = None
    claims: tuple[Claim, ...] | None = None
    fetch: bool = False


def opened(article: str, fetch: bool) -> Article:
    """Read an article from a file, or from the web if its address is given and `fetch` allows it.

    Raises
    ------
    WrongUse
        A web address without `fetch`, or a file that cannot be opened.
    Failure
        It cannot be read or fetched.
    """
    if "://" not in article:
        return read(article)
    if not fetch:
        raise WrongUse(f"{printable(article, 100)} is a web address; add --fetch to read it")
    from comity.checking.articles.fetching import fetched

    return fetched(article)


def check_each(articles: Sequence[str | Article], asked: Asked) -> Iterator[Report | ComityError]:
    """Check articles and give for each its report, or why there is none, in their order.

    Raises
    ------
    Failure
        A process ended before its time, as for want of memory.
    """
    jobs = [(article, asked) for article in articles]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if len(jobs) <= FEW or cores < 2:
        yield from map(_check, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # A fork would copy the locks of the threads that read Parquet; a fresh process has none.
    pool = ProcessPoolExecutor(min(cores, len(jobs)), get_context("spawn"), _begin)
    try:
        yield from pool.map(_check, jobs)
    except BrokenProcessPool as error:
        raise Failure("a process that checks articles ended before its time; give fewer files at once") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """Leave Ctrl-C to the process that started this one, and pandas unloaded as there."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]


def _check(job: tuple[str | Article, Asked]) -> Report | ComityError:
    article, asked = job
    try:
        found = opened(article, asked.fetch) if isinstance(article, str) else article
        return check_article(found, date=asked.date, as_of=asked.as_of, claims=asked.claims)
    except ComityError as error:
        return error
