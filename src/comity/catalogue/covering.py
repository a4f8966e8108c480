"""Only what is covered is a figure: rows of which the coverage says nothing are left out of a relation."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from comity import states
from comity.vocabulary import Grain, Relation, Span, by_month, of_one_state


def covered(values: Relation, spans: tuple[Span, ...], grain: Grain) -> Relation:
    """Return the rows that some span covers; months are left as they are, since those of a year cut short count too.

    A total or a share has rows also where only some of what it adds up is at hand (a part that may be shipped); its
    coverage says which of them are whole.
    """
    if by_month(grain) or any(s.origins is None and s.targets is None for s in spans):
        return values
    keep = nw.lit(False)
    for span in spans:
        keep = keep | _inside(span, grain)
    return values.filter(keep)


def _inside(span: Span, grain: Grain) -> Any:
    years = (nw.col("year") >= span.first) & (nw.col("year") <= span.last)
    if of_one_state(grain):
        return years & _among("state", span.origins)
    straight = _among("origin", span.origins) & _among("target", span.targets)
    if grain == "dyad-year":
        return years & (straight | (_among("target", span.origins) & _among("origin", span.targets)))
    return years & straight


def _among(column: str, ids: tuple[str, ...] | None) -> Any:
    return nw.lit(True) if ids is None else nw.col(column).is_in([states.state(i).number for i in ids])
