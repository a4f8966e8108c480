"""How a page and its sources are cited: in words, as BibTeX, and for machines as schema.org data."""

from __future__ import annotations

import json
from typing import Any

from comity.pages import words
from comity.pages.downloads import slug
from comity.pages.model import Page
from comity.vocabulary import Figure, Source


def publisher_line(source: Source) -> str:
    """Return a source's citation as its publisher wants it, with a full stop."""
    return source.dataset.citation.rstrip(".") + "."


def citations(page: Page) -> list[tuple[str, str]]:
    """Return the page's citation in short, in full (with every release that it rests on), and as BibTeX."""
    releases = [f"{s.dataset.title} ({s.release.stamp})" for s in page.sources()]
    on = f", as of {words.date_words(page.as_of)}" if page.as_of else ""
    short = f"Comity, “{page.title}”{on}."
    full = f"{short} Figures from: {words.listed(releases)}." if releases else short
    day = page.as_of or max((s.release.retrieved for s in page.sources()), default=None)
    fields = {
        "author": "{Comity}",
        "title": _bibtex(page.title),
        "year": str(day.year) if day else "",
        "note": _bibtex("Figures from: " + "; ".join(releases)) if releases else "",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    bibtex = f"@misc{{comity-{slug(page.title)},\n" + ",\n".join(lines) + "\n}"
    return [("In short", short), ("In full", full), ("BibTeX", bibtex)]


def dataset_json(page: Page, description: str) -> str:
    """Return the page and its sources as schema.org datasets in JSON that cannot end a script element."""
    sources = page.sources()
    years = [f.first for f in _figures(page)] + [f.last for f in _figures(page)]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": page.title,
        "description": description or page.title,
        "creator": {"@type": "Organization", "name": "Comity"},
        "isBasedOn": [_based_on(source) for source in sources],
    }
    if years:
        data["temporalCoverage"] = f"{min(years)}/{max(years)}"
    text = json.dumps(data, ensure_ascii=True, indent=1)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _based_on(source: Source) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": source.dataset.title,
        "description": source.dataset.citation,
        "creator": {"@type": "Organization", "name": source.dataset.publisher},
        "version": source.release.stamp,
        "datePublished": source.release.published.isoformat(),
        "license": source.dataset.licence.address or source.dataset.licence.name,
        "url": source.dataset.address,
    }


def _figures(page: Page) -> list[Figure]:
    sentences = [page.standfirst, *(s for section in page.sections for s in section.sentences)]
    found = [lead.figure for lead in page.leads]
    return found + [part for sentence in sentences for part in sentence if isinstance(part, Figure)]


def _bibtex(text: str) -> str:
    return "".join("\\" + c if c in "&%$#_{}" else " " if c in "\\~^\n" else c for c in text)
