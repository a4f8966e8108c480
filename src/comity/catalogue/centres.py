"""`centralities`: where every state stands in the graph of a tie in one year."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import narwhals as nw

from comity import states, store
from comity.catalogue.comparing import Comparison, day_of, extent, opened, spans_of, yearly
from comity.errors import WrongUse
from comity.measures import networks
from comity.vocabulary import Indicator, of_one_state

HELD = ("reported", "below threshold", "true zero")
COLUMNS = ("state", "partners_in", "partners_out", "strength_in", "strength_out", "pagerank", "brokerage")


def centralities(code: str, year: int, *, as_of: str | date | None = None) -> Comparison:
    """Return how central every state is in a tie in one year.

    Weighted degree in and out, PageRank (d = 0.85) and brokerage (betweenness with lengths 1/value): the formulas are
    those of `comity.measures.networks`.

    Parameters
    ----------
    code
        An indicator of pairs whose values are zero or more, such as ``trade.exports``. A pair without a figure has no
        tie.
    year
        The year.
    as_of
        The day whose newest release is read.

    Returns
    -------
    Comparison
        A row for each state with a tie, the largest PageRank first.

    Raises
    ------
    WrongUse
        An indicator of single states, by month, or with values below zero; a year of which not every pair of the states
        covered is at hand, since a graph with holes has other centres.
    NotAtHand
        No release at hand can answer.
    """
    what = yearly(code)
    if of_one_state(what.grain):
        raise WrongUse(f"{code} is about single states; a graph is made of ties between two")
    day = day_of(as_of)
    found = opened(code, day)
    members = _closed(found, year)
    edges = _edges(found, year)
    try:
        places = networks.centralities(edges, directed=what.grain.startswith("directed"))
    except ValueError as e:
        raise WrongUse(f"{code} in {year} is no graph of weights: {e}") from e
    ids = tuple(p.state for p in places)
    among = "all states" if members is None else f"the {len(members)} states that the source covers"
    return Comparison(
        title=f"{what.label}: centralities of states in {year}",
        unit=f"strength in {what.unit}; PageRank and brokerage from 0 to 1",
        question={"code": code, "year": year},
        columns=COLUMNS,
        rows=tuple(asdict(p) for p in places),
        totals={"states": float(len(places)), "ties": float(sum(1 for *_, v in edges if v))},
        sources=found.sources,
        caveats=tuple(c for c in found.caveats if c.touches(ids, year, year)),
        notes=(f"among {among}; a pair without a figure has no tie, and a state without any has no row",),
        as_of=day,
    )


def _edges(found: Indicator, year: int) -> list[tuple[str, str, float]]:
    held = found.values.filter(nw.col("year") == year, nw.col("status").is_in(list(HELD)))
    numbers = {s.number: s.id for s in states.states()}
    return [
        (numbers[r["origin"]], numbers[r["target"]], r["value"])
        for r in store.rows(held.select("origin", "target", "value"))
        if r["value"] is not None and r["origin"] in numbers and r["target"] in numbers
    ]


def _closed(found: Indicator, year: int) -> tuple[str, ...] | None:
    """Return the states of which every pair is covered in the year, None for all; refuse a graph with holes."""
    spans = spans_of(found, year)
    whole = [s for s in spans if s.origins is None and s.targets is None]
    if whole:
        return None
    among = [s.origins for s in spans if s.origins is not None and s.targets is not None
             and set(s.origins) == set(s.targets)]  # fmt: skip
    if not among:
        why = "only some pairs of that year are at hand" if spans else f"what is at hand is {extent(found)}"
        raise WrongUse(f"{found.definition.code}: no graph of {year}; {why}")
    return max(among, key=len)
