"""What-if: where trade goes when a tie is cut, from a scenario in words to a page with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.errors import printable
from comity.pages.model import Page
from comity.scenarios.asking import Question
from comity.scenarios.baseline import Baseline, baseline_of
from comity.scenarios.reading import read
from comity.scenarios.running import Outcome, run

__all__ = ["WhatIf", "whatif"]


@dataclass(frozen=True)
class WhatIf:
    """The answer of `whatif`: the question, the world before, and what each scenario makes of it."""

    question: Question
    baseline: Baseline
    outcomes: tuple[Outcome, ...]
    page: Page

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, as `--json` prints it (docs/whatif.schema.json)."""
        from comity.scenarios.document import document

        return document(self.question, self.baseline, self.outcomes)

    def to_html(self) -> str:
        """Return the page as one self-contained HTML file."""
        from comity.pages.html import to_html

        return to_html(self.page)

    def to_csv(self) -> str:
        """Return every flow and every state's real income and terms of trade, one figure a row."""
        from comity.catalogue.exports import csv_text
        from comity.scenarios.document import csv_rows

        return csv_text(list(csv_rows(self.baseline, self.outcomes)))

    def save(self, path: Path) -> None:
        """Write the answer to a file: ``.html``, ``.json`` or ``.csv``.

        Raises
        ------
        WrongUse
            Another ending.
        Failure
            The place cannot be written.
        """
        from comity.store import write_by_ending

        write_by_ending(path, {".html": self.to_html, ".json": self._json, ".csv": self.to_csv})

    def _json(self) -> str:
        import json

        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    def __repr__(self) -> str:
        found = self.outcomes[0].real_income.central
        ends = sorted(range(len(found)), key=lambda i: found[i])
        shown = [f"{self.baseline.ids[i]} {100 * (found[i] - 1):+.2f} %" for i in (*ends[:3], *ends[-3:])]
        return f"{self.question.title}: real income {', '.join(shown)}"

    def _repr_html_(self) -> str:
        import html

        return f'<iframe srcdoc="{html.escape(self.to_html())}" style="width:100%;height:40em"></iframe>'


def whatif(scenario: str | Path | Mapping[str, Any]) -> WhatIf:
    """Answer a scenario: a TOML file, or the same words as a mapping (docs/reference/scenario.md).

    Raises
    ------
    WrongUse
        An unknown key, state or year, a number out of range, changes that contradict each other, states without trade.
    Failure
        The file cannot be read, the baseline is not at hand, or there is no equilibrium after the change.
    """
    asked = read(scenario)
    base = baseline_of(asked)
    if asked.fitted:
        from comity.scenarios.fitting import fitted

        base = fitted(base)
    outcomes = run(asked, base)
    from comity.scenarios.page import page

    name = "FILE" if isinstance(scenario, Mapping) else printable(Path(scenario).name, 80)
    return WhatIf(asked, base, outcomes, page(asked, base, outcomes, f"comity whatif {name}"))
