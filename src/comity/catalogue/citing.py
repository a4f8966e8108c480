"""Citations of just what was shown, as text, BibTeX or CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal

from comity.vocabulary import Source

CitationStyle = Literal["text", "bibtex", "csl"]


def cite(sources: Iterable[Source], style: CitationStyle = "text") -> str:
    """Return the citation of each source, once, in the style asked for."""
    once = tuple(dict.fromkeys(sources))
    if style == "bibtex":
        return "\n\n".join(_bibtex(s) for s in once)
    if style == "csl":
        return json.dumps([_csl(s) for s in once], indent=1, ensure_ascii=False)
    return "\n".join(_text(s) for s in once)


def _text(source: Source) -> str:
    d, r = source.dataset, source.release
    dates = f"Release {r.stamp}, published {r.published}, retrieved {r.retrieved}."
    return f"{d.citation.rstrip('.')}. {dates} {d.address}".rstrip()


def _key(source: Source) -> str:
    return f"{source.dataset.code}_{source.release.stamp}".replace("-", "_").replace(".", "_").replace(" ", "_")


def _bibtex(source: Source) -> str:
    d, r = source.dataset, source.release
    fields = {
        "title": f"{{{_tex(d.title)}}}",
        "author": f"{{{_tex(d.publisher)}}}",
        "year": str(r.published.year),
        "version": _tex(r.stamp),
        "url": d.address,
        "urldate": r.retrieved.isoformat(),
        "note": _tex(d.citation),
    }
    body = ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items() if v)
    return f"@misc{{{_key(source)},\n{body}\n}}"


def _tex(text: str) -> str:
    return "".join(f"\\{c}" if c in "&%$#_" else c for c in text if c not in "{}\\")


def _csl(source: Source) -> dict[str, Any]:
    d, r = source.dataset, source.release
    entry = {
        "id": _key(source),
        "type": "dataset",
        "title": d.title,
        "author": [{"literal": d.publisher}],
        "publisher": d.publisher,
        "version": r.stamp,
        "issued": {"date-parts": [[r.published.year, r.published.month, r.published.day]]},
        "accessed": {"date-parts": [[r.retrieved.year, r.retrieved.month, r.retrieved.day]]},
        "URL": d.address,
        "note": d.citation,
    }
    return {k: v for k, v in entry.items() if v}
