"""A report as plain data: what `--json` prints, by the schema in docs/check.schema.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.catalogue.figures import caveat_entry, source_entry
from comity.checking.claims_file import claim_entry
from comity.checking.reporting.claim_review import claim_reviews
from comity.checking.reporting.lacking import lacking
from comity.checking.reporting.references import references, sources_of
from comity.checking.verdict import Series, Verdict
from comity.pages.data import figure_entry, plain_row
from comity.vocabulary import Source

if TYPE_CHECKING:
    from comity.checking.reporting.report import Report

SCHEMA_VERSION = 1


def document(report: Report) -> dict[str, Any]:
    """Return the report as plain data; statements are numbered from 1, and so are the sources."""
    bears = references(report.verdicts)
    places = {source: n for n, source in enumerate(bears, 1)}
    article = report.article
    return {
        "schema_version": SCHEMA_VERSION,
        "article": {
            "name": article.name,
            "date": report.date.isoformat(),
            "dated_by": report.dated_by,
            "words": report.words_read,
            "characters": len(article.original),
            "set_aside": [{"start": a, "end": b, "text": article.original[a:b]} for a, b in article.surface.furniture],
        },
        "as_of": None if report.as_of is None else report.as_of.isoformat(),
        "counts": dict(report.counts),
        "to_fix": list(report.to_fix),
        "statements": [_statement(n, v, places) for n, v in report.numbered],
        "missing": [{**vars(one), "statements": list(one.statements)} for one in lacking(report.missing)],
        "sources": [{**source_entry(s), "statements": list(numbers)} for s, numbers in bears.items()],
        "claim_reviews": claim_reviews(report),
        "notes": list(report.notes),
    }


def _statement(number: int, verdict: Verdict, places: dict[Source, int]) -> dict[str, Any]:
    return {
        "number": number,
        "claim": claim_entry(verdict.claim),
        "verdict": verdict.word,
        "reason": verdict.reason,
        "findings": [
            {"name": f.name, "holds": f.holds, "stated": f.stated, "found": f.found, "words": f.words}
            for f in verdict.findings
        ],
        "figures": [figure_entry(figure, places) for figure in verdict.figures],
        "series": [_series(one, places) for one in verdict.series],
        "caveats": [caveat_entry(c) for c in verdict.caveats],
        "sources": [places[s] for s in sources_of(verdict)],
        "missing": list(verdict.missing),
        "same_source": verdict.same_source,
    }


def _series(series: Series, places: dict[Source, int]) -> dict[str, Any]:
    return {
        "title": series.title,
        "unit": series.unit,
        "rows": [plain_row(row) for row in series.rows],
        "sources": [places[s] for s in series.sources],
    }
