"""Monthly figures as yearly ones: which years a reporter has whole, and for which the figures are complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from comity import states
from comity.sources.reading import pl
from comity.vocabulary import Span

WHOLE = 12


def with_months(frame: pl.DataFrame, reporter: str) -> pl.DataFrame:
    """Add `months`: in how many months of the year the reporter has a figure of any kind."""
    return frame.with_columns(pl.col("date").n_unique().over(reporter, "year").cast(pl.Int32).alias("months"))


def whole_years(frame: pl.DataFrame, target: str, origins: tuple[str, ...] | None = None) -> tuple[Span, ...]:
    """Return the years in which each target reported in all twelve months, one span for targets with the same years."""
    ids = {s.number: s.id for s in states.states()}
    whole = frame.filter(pl.col("months") == WHOLE, pl.col(target).is_not_null())
    years: dict[str, list[int]] = defaultdict(list)
    for number, year in whole.select(target, "year").unique().sort(target, "year").iter_rows():
        years[ids[number]].append(year)
    alike: dict[tuple[int, int], list[str]] = defaultdict(list)
    for id_, found in years.items():
        for run in _runs(found):
            alike[run].append(id_)
    return tuple(Span(first, last, origins, tuple(sorted(ids))) for (first, last), ids in sorted(alike.items()))


def _runs(years: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def cut(
    spans: tuple[Span, ...],
    first: int,
    last: int,
    *,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
) -> tuple[Span, ...]:
    """Return the part of spans that lies in these years and (but for those named) has these targets."""
    found = []
    for span in spans:
        kept = tuple(t for t in span.targets or () if t not in without and (only is None or t in only))
        if kept and max(span.first, first) <= min(span.last, last):
            found.append(replace(span, first=max(span.first, first), last=min(span.last, last), targets=kept))
    return tuple(found)
