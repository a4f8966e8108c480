"""Verdicts as schema.org ClaimReview, by which search engines and fact-checkers know a review of a statement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from comity.checking.reporting.references import sources_of
from comity.checking.verdict import Verdict, Word

if TYPE_CHECKING:
    from comity.checking.reporting.report import Report

# From 1 (false) to 5 (true); what was not decided has a word and no rating.
RATINGS: Mapping[Word, int] = {"contradicted": 1, "partly": 3, "supported": 5}


def claim_reviews(report: Report) -> list[dict[str, Any]]:
    """Return a ClaimReview for each verdict on a statement of fact, in the order of the text."""
    return [
        _review(report, number, verdict)
        for number, verdict in enumerate(report.verdicts, 1)
        if verdict.word != "not checkable"
    ]


def json_ld(report: Report) -> str:
    """Return the reviews as JSON that cannot end a script element."""
    data = {"@context": "https://schema.org", "@graph": claim_reviews(report)}
    text = json.dumps(data, ensure_ascii=True, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _review(report: Report, number: int, verdict: Verdict) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "Claim",
        "datePublished": report.date.isoformat(),
        "appearance": {"@type": "CreativeWork", "name": report.article.name},
    }
    if verdict.claim.attribution:
        said["author"] = {"@type": "Thing", "name": verdict.claim.attribution}
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.word}
    if verdict.word in RATINGS:
        rating |= {"ratingValue": RATINGS[verdict.word], "worstRating": 1, "bestRating": 5}
    return {
        "@type": "ClaimReview",
        "url": f"#statement-{number}",
        "claimReviewed": " ".join(verdict.claim.quote.split()),
        "itemReviewed": said,
        "reviewRating": rating,
        "reviewBody": verdict.reason,
        "author": {"@type": "Organization", "name": "Comity"},
        "citation": [s.dataset.citation for s in sources_of(verdict)],
    }
