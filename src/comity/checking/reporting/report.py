"""The report on an article: what was read, each statement with its verdict, and what to do about it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.checking.articles.reading import Article
from comity.checking.reporting.references import references
from comity.checking.verdict import WORDS, Verdict, Word
from comity.errors import printable
from comity.vocabulary import Source

MOST_TO_FIX = 3
ENDINGS = (".html", ".json", ".jsonl")


@dataclass(frozen=True)
class Report:
    """The answer of `check`.

    Attributes
    ----------
    article
        The text as it was read, with what was set aside.
    date, dated_by
        The day of writing, and where it stands ("the page", "the text"); blank if it was given.
    as_of
        The day whose releases the writer could have read, or None for the day of writing.
    verdicts
        One for each statement, in the order of the text. Forecasts, plans and opinions are `not checkable`.
    notes
        What a reader must know about the reading.
    """

    article: Article
    date: datetime.date
    dated_by: str
    as_of: datetime.date | None
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[Word, int]:
        """How often each of the five words was given."""
        return {word: sum(v.word == word for v in self.verdicts) for word in WORDS}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that bears on a statement, once."""
        return tuple(references(self.verdicts))

    @property
    def to_fix(self) -> tuple[int, ...]:
        """Numbers (from 1) of the statements to fix first: what is contradicted, then what holds only partly."""
        wanted = [n for word in ("contradicted", "partly") for n, v in self.numbered if v.word == word]
        return tuple(wanted[:MOST_TO_FIX])

    @property
    def numbered(self) -> tuple[tuple[int, Verdict], ...]:
        """The verdicts with their numbers, from 1."""
        return tuple(enumerate(self.verdicts, 1))

    @property
    def missing(self) -> dict[str, tuple[int, ...]]:
        """Codes of data sets that would settle statements, with the numbers of these; what settles most comes first."""
        found: dict[str, list[int]] = {}
        for number, verdict in self.numbered:
            for what in dict.fromkeys(verdict.missing):
                found.setdefault(what, []).append(number)
        ordered = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[1]))
        return {what: tuple(numbers) for what, numbers in ordered}

    @property
    def set_aside(self) -> tuple[str, ...]:
        """The lines that are no part of the article (menus, counters, notices)."""
        return tuple(self.article.original[a:b] for a, b in self.article.surface.furniture)

    @property
    def words_read(self) -> int:
        """How many words the article has, without what was set aside."""
        return len(self.article.surface.text.split())

    def to_html(self) -> str:
        """Return the report as one self-contained HTML file."""
        from comity.checking.reporting.page import report_html

        return report_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data, as `--json` prints it (docs/check.schema.json)."""
        from comity.checking.reporting.document import document

        return document(self)

    def to_jsonl(self, *, every_sentence: bool = False) -> str:
        """Return one line for each statement (docs/reference/claims.md).

        Parameters
        ----------
        every_sentence
            Also what is no statement of fact: forecasts, plans and opinions, and sentences without a statement.
        """
        from comity.checking.claims_file import line, other_sentences

        lines: Iterable[Mapping[str, Any]] = [line(v) for v in self.verdicts if every_sentence or not v.claim.unchecked]
        if every_sentence:
            lines = sorted(
                [*lines, *other_sentences(self.article, self.verdicts)], key=lambda e: (e["start"], e["end"])
            )
        # In ASCII no sign of the text is taken for the end of a line, and any terminal can show it.
        return "".join(json.dumps(entry, allow_nan=False) + "\n" for entry in lines)

    def save(self, path: Path) -> None:
        """Write the report to a file: ``.html``, ``.json`` or ``.jsonl``.

        Raises
        ------
        WrongUse
            Another ending.
        Failure
            The place cannot be written.
        """
        from comity.store import write_by_ending

        write_by_ending(path, {".html": self.to_html, ".json": self._json, ".jsonl": self.to_jsonl})

    def _json(self) -> str:
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def __repr__(self) -> str:
        counted = ", ".join(f"{n} {word}" for word, n in self.counts.items() if n)
        return f"{printable(self.article.name)}: {counted or 'no checkable statement found'}"

    def _repr_html_(self) -> str:
        import html

        return f'<iframe srcdoc="{html.escape(self.to_html())}" style="width:100%;height:40em"></iframe>'
