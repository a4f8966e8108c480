"""The report as a page: the article with its statements marked, and beside each paragraph what the figures say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from comity import states
from comity.checking.articles.surface import Surface
from comity.checking.reporting.claim_review import json_ld
from comity.checking.reporting.lacking import lacking
from comity.checking.reporting.references import references, sources_of
from comity.checking.verdict import Finding, Series, Verdict, Word
from comity.errors import WrongUse
from comity.pages import words
from comity.pages.html import clean, to_html
from comity.pages.lines import lines
from comity.pages.model import Chart, Page, Section, Table
from comity.vocabulary import Figure

if TYPE_CHECKING:
    from comity.checking.reporting.report import Report

# The sign says the word without colour; the order is that in which they matter to who must mend the text.
SIGNS: Mapping[Word, str] = {"contradicted": "✗", "partly": "◐", "no data": "?", "supported": "✓", "not checkable": "–"}
_HOLDS = {True: ("✓", "holds"), False: ("✗", "does not hold"), None: ("?", "not decided")}
MOST_CHARTS = 12  # each takes a tenth of a second to draw
_HEADING = 120
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_TOLD: Mapping[Word, str] = {"partly": "right in part", "no data": "without data"}


def report_html(report: Report) -> str:
    """Return the report as one self-contained HTML file."""
    page = _page(report)
    lacks = lacking(report.missing)
    titles = {one.dataset: one.title for one in lacks}
    bears = references(report.verdicts)
    more = {
        "counts": [(word, SIGNS[word], n, _slug(word)) for word, n in _ordered(report) if n],
        "to_fix": [_card(report, n, titles) for n in report.to_fix],
        "paragraphs": _paragraphs(report),
        "cards": {n: _card(report, n, titles) for n, _ in report.numbered},
        "missing": [
            {name: _said(getattr(one, name)) for name in ("title", "how")} | {"statements": one.statements}
            for one in lacks
        ],
        "bears": [list(bears[source]) for source in page.sources()],
        "set_aside": [_said(text) for text in report.set_aside],
    }
    return to_html(page, "check.html.j2", style="check.css", data=json_ld(report), more=more)


def standfirst(report: Report) -> str:
    """Return in a sentence or two what was found."""
    of_fact = sum(not v.claim.unchecked for v in report.verdicts)
    if not report.verdicts:
        return "No checkable statement was found: nothing in it that a figure or a record could settle."
    told = [f"{n} {_TOLD.get(word, word)}" for word, n in _ordered(report) if n and word != "not checkable"]
    said = f"{words.count(of_fact, 'statement', 'statements').capitalize()} of fact"
    others = len(report.verdicts) - of_fact
    rest = f" {words.count(others, 'forecast, plan or opinion', 'forecasts, plans or opinions')} not checked."
    return f"{said}: {words.listed(told)}." + (rest if others else "") if told else said + "." + rest * bool(others)


def _ordered(report: Report) -> list[tuple[Word, int]]:
    counts = report.counts
    return [(word, counts[word]) for word in SIGNS]


def _page(report: Report) -> Page:
    from importlib.metadata import version

    drawn = _drawn(report)
    facts = {
        "Text": f"{report.article.name}, {words.count(report.words_read, 'word', 'words')} read",
        "Written on": words.date_words(report.date) + (f" (by {report.dated_by})" if report.dated_by else ""),
        "Version": version("comity"),
    }
    return Page(
        f"Check of {report.article.name}",
        (standfirst(report),),
        (),
        tuple(_section(n, v, drawn.get(n, ())) for n, v in report.numbered),
        (),
        report.as_of,
        report.notes,
        facts,
    )


def _drawn(report: Report) -> dict[int, tuple[Chart, ...]]:
    """Return the charts of each statement, the gravest verdicts first, as many as a page has."""
    grave = list(SIGNS)
    found: dict[int, tuple[Chart, ...]] = {}
    left = MOST_CHARTS
    for number, verdict in sorted(report.numbered, key=lambda entry: grave.index(entry[1].word)):
        if left:
            found[number] = tuple(c for series in verdict.series if (c := chart(series)) is not None)[:left]
            left -= len(found[number])
    return found


def _section(number: int, verdict: Verdict, charts: tuple[Chart, ...]) -> Section:
    table = _table(verdict.figures)
    return Section(
        f"statement-{number}",
        f"Statement {number}",
        ((verdict.reason,),),
        charts=charts,
        tables=(table,) if table else (),
        caveats=verdict.caveats,
        sources=sources_of(verdict),
    )


def chart(series: Series) -> Chart | None:
    """Return a series of years as a small chart, or None where it has too few values or is of months or places."""
    rows = [row for row in series.rows if isinstance(row.get("year"), int)]
    if len(rows) < len(series.rows) or not rows:
        return None
    named = [{"name": series.title, **row} for row in rows]
    return lines(named, title=series.title, unit=series.unit, sources=series.sources)


def _table(figures: Sequence[Figure]) -> Table | None:
    if not figures:
        return None
    labels = _labels()
    rows = [(_about(f, labels), ", ".join(map(_named, f.states)), words.span(f.first, f.last), f) for f in figures]
    return Table("Figures", ("Figure", "States", "Years", "Value"), tuple(rows))


def _about(figure: Figure, labels: Mapping[str, str]) -> str:
    label = labels.get(figure.code, figure.code)
    return f"{label}: {figure.what}" if figure.what else label


def _labels() -> dict[str, str]:
    from comity import catalogue

    figures = {definition.code: definition.label for definition in catalogue.definitions()}
    return figures | {kind.code: kind.label for kind in catalogue.record_kinds()}


def _named(code: str) -> str:
    try:
        return states.find_actor(code).name
    except WrongUse:
        return code


def _card(report: Report, number: int, titles: Mapping[str, str]) -> dict[str, Any]:
    verdict = report.verdicts[number - 1]
    return {
        "number": number,
        "word": verdict.word,
        "sign": SIGNS[verdict.word],
        "slug": _slug(verdict.word),
        "quote": _short(verdict.claim.quote),
        "reason": _said(verdict.reason),
        "attribution": _said(verdict.claim.attribution),
        "findings": [_finding(f) for f in verdict.findings],
        "missing": [_said(titles[code]) for code in dict.fromkeys(verdict.missing)],
        "same_source": _said(verdict.same_source),
        "more": bool(verdict.findings or verdict.figures or verdict.sources or verdict.missing or verdict.same_source),
    }


def _finding(finding: Finding) -> dict[str, str]:
    sign, said = _HOLDS[finding.holds]
    parts = {name: _said(getattr(finding, name)) for name in ("name", "stated", "found", "words")}
    return {**parts, "sign": sign, "said": said}


def _short(quote: str, limit: int = 240) -> str:
    text = _said(" ".join(quote.split()))
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _said(text: object) -> str:
    """Return text fit for the page; signs that turn the direction of writing would make it read as something else."""
    return clean(text).translate(_UNSEEN)


def _slug(word: Word) -> str:
    return word.replace(" ", "-")


def _paragraphs(report: Report) -> list[dict[str, Any]]:
    """Return the article paragraph by paragraph, cut at the ends of statements, with the numbers that begin in each."""
    clean_text = report.article.surface
    shown = _shown(clean_text, report.article.original)
    there = _Places(clean_text)
    spans = [(there.clean(v.claim.start), there.clean(v.claim.end), n, v.word) for n, v in report.numbered]
    found = []
    at = 0
    for text in clean_text.text.split("\n"):
        end = at + len(text)
        if text.strip():
            here = [s for s in spans if s[0] < end and s[1] > at]
            found.append(
                {
                    "heading": len(text) < _HEADING and not text.rstrip().endswith((".", "!", "?", '"', ":", "'")),
                    "pieces": _pieces(shown[at:end], at, here),
                    "numbers": [n for a, _, n, _ in here if a >= at],
                }
            )
        at = end + 1
    return found


def _pieces(text: str, at: int, spans: Sequence[tuple[int, int, int, Word]]) -> list[dict[str, Any]]:
    """Cut a paragraph at both ends of each statement; a piece in several has the look of the gravest."""
    end = at + len(text)
    cuts = sorted({at, end, *(min(max(p, at), end) for span in spans for p in span[:2])})
    pieces = []
    grave = list(SIGNS)
    for first, last in pairwise(cuts):
        over = [s for s in spans if s[0] < last and s[1] > first]
        word = min((s[3] for s in over), key=grave.index, default=None)
        ending = [s for s in over if min(s[1], end) == last and s[1] <= end]
        pieces.append(
            {
                "text": _said(text[first - at : last - at]),
                "slug": _slug(word) if word else "",
                "ends": [{"number": n, "sign": SIGNS[w], "word": w, "slug": _slug(w)} for _, _, n, w in ending],
            }
        )
    return pieces


class _Places:
    """Where a place of the original stands in the clean text."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.starts = [there for _, there, _ in surface.pieces]

    def clean(self, at: int) -> int:
        n = bisect_right(self.starts, at) - 1
        if n < 0:
            return 0
        clean, there, length = self.surface.pieces[n]
        ends = self.surface.pieces[n + 1][0] if n + 1 < len(self.surface.pieces) else len(self.surface.text)
        if ends - clean != length:
            return ends if at > there else clean
        return min(clean + at - there, ends)


def _shown(surface: Surface, original: str) -> str:
    """Return the clean text with the quotes and letters that the original has."""
    parts = []
    for n, (clean_at, there, length) in enumerate(surface.pieces):
        ends = surface.pieces[n + 1][0] if n + 1 < len(surface.pieces) else len(surface.text)
        parts.append(original[there : there + length] if ends - clean_at == length else surface.text[clean_at:ends])
    shown = "".join(parts)
    return shown if len(shown) == len(surface.text) else surface.text
