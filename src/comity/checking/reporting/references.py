"""The references that an article lacks: each source that bears on its statements, with the numbers of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from comity.catalogue import cite
from comity.checking.verdict import Verdict
from comity.pages import words
from comity.vocabulary import Source


def references(verdicts: Sequence[Verdict]) -> dict[Source, tuple[int, ...]]:
    """Return each source once, in the order of the text, with the numbers (from 1) of the statements it bears on."""
    found: dict[Source, list[int]] = {}
    for number, verdict in enumerate(verdicts, 1):
        for source in sources_of(verdict):
            found.setdefault(source, []).append(number)
    return {source: tuple(numbers) for source, numbers in found.items()}


def sources_of(verdict: Verdict) -> tuple[Source, ...]:
    """Return the sources of a verdict, of its figures and of its series, once each."""
    figures = (s for figure in verdict.figures for s in figure.sources)
    series = (s for one in verdict.series for s in one.sources)
    return tuple(dict.fromkeys([*verdict.sources, *figures, *series]))


def references_text(verdicts: Sequence[Verdict], ending: str) -> str:
    """Return the reference list as Markdown (``.md``), BibTeX (``.bib``) or CSL-JSON (``.json``)."""
    return WRITERS[ending](verdicts)


def numbered(numbers: Sequence[int]) -> str:
    """Return "statement 1" or "statements 1, 4 and 7"."""
    return f"statement{'s' if len(numbers) > 1 else ''} {words.listed([str(n) for n in numbers])}"


def _markdown(verdicts: Sequence[Verdict]) -> str:
    lines = [
        f"{n}. {_plain(cite([source]))} (bears on {numbered(bears)})"
        for n, (source, bears) in enumerate(references(verdicts).items(), 1)
    ]
    return "\n".join(lines or ["No source bears on the statements of this text."]) + "\n"


def _plain(text: str) -> str:
    """Keep signs that Markdown would read as its own, outside of addresses."""
    return " ".join(
        word if "://" in word else "".join(f"\\{c}" if c in "*_[]<>`#" else c for c in word) for word in text.split()
    )


def _bibtex(verdicts: Sequence[Verdict]) -> str:
    return cite(references(verdicts), "bibtex") + "\n"


def _csl(verdicts: Sequence[Verdict]) -> str:
    return cite(references(verdicts), "csl") + "\n"


WRITERS: Mapping[str, Callable[[Sequence[Verdict]], str]] = {".md": _markdown, ".bib": _bibtex, ".json": _csl}
