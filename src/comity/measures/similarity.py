"""How alike two states are: in votes at the United Nations, in alliances, in trade.

One form for all: two states code the same items (resolutions, third states) on the same levels, and a table counts how
often code i of the one met code j of the other. With d_ij from 0 to 1 the distance of two codes, Do = Σ p_ij d_ij the
distance observed and De the distance expected:

    S      1 − 2 Do             Signorino and Ritter (1999), International Studies Quarterly 43:115–144
    π      1 − Do / De          De = Σ q_i q_j d_ij with pooled margins q; Scott (1955), POQ 19:321–325
    κ      1 − Do / De          De = Σ r_i c_j d_ij with each state's own margins; Cohen (1960, 1968)
    τ-b    Kendall's with the correction for ties (1945); Bueno de Mesquita (1975)

Distances are absolute (Signorino and Ritter's) or squared (Häge 2011, Political Analysis 19:287–305), always over the
declared levels, also those that nobody used. Where De is zero (both always vote yes) π, κ and τ-b are not known; there
is no row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import narwhals as nw

from comity.vocabulary import Definition, Measure, Relation, crossed

KEYS = ("origin", "target", "year")
BALLOTS = (1.0, 2.0, 3.0)
Expr = Any
Distance = Literal["absolute", "squared", "nominal"]
Score = Literal["agreement", "s", "pi", "kappa", "tau_b"]


def similarity(
    table: Relation,
    score: Score,
    *,
    levels: Sequence[float],
    distance: Distance = "absolute",
    keys: Sequence[str] = KEYS,
) -> Relation:
    """Return a similarity of each pair from the table of their codes.

    Parameters
    ----------
    table
        A row for each pair and period with the counts (or sums of weights) `crossed(len(levels))`.
    score, distance
        Which measure (see the module), and the distance of two codes; "agreement" is the share of equal codes, τ-b
        takes only the order of the levels.
    levels
        The codes in order, also those that nobody used.
    keys
        The columns that identify a row.

    Returns
    -------
    Relation
        The keys, `value` and `status`. Agreement is from 0 to 1, all others from −1 to 1 (π and κ below 0 where the
        two agree less than by chance). A row without items, or where the measure is not defined, is not there.
    """
    counts = _counts(len(levels))
    value, defined = _SCORES[score](counts, _distances(levels, distance))
    found = table.with_columns(_defined=defined).filter(nw.col("_defined") > 0)
    # Sums of weights can pass the ends of the range by a rounding.
    return found.select(*keys, value=value.clip(-1.0, 1.0), status=nw.lit("reported"))


def _counts(levels: int) -> list[list[Expr]]:
    names = iter(crossed(levels))
    return [[nw.col(next(names)).cast(nw.Float64) for _ in range(levels)] for _ in range(levels)]


def _distances(levels: Sequence[float], distance: Distance) -> list[list[float]]:
    width = max(levels) - min(levels)
    if distance == "nominal":
        return [[float(a != b) for b in levels] for a in levels]
    power = 1 if distance == "absolute" else 2
    return [[(abs(a - b) / width) ** power for b in levels] for a in levels]


def _sum(terms: Sequence[Expr]) -> Expr:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def _weighted(products: list[list[Expr]], weights: list[list[float]]) -> Expr:
    """Sum products by weight; terms of weight zero stay out of the plan."""
    return _sum([p * w for ps, ws in zip(products, weights, strict=True) for p, w in zip(ps, ws, strict=True) if w])


def _margins(counts: list[list[Expr]]) -> tuple[list[Expr], list[Expr]]:
    return [_sum(row) for row in counts], [_sum(list(column)) for column in zip(*counts, strict=True)]


def _agreement(counts: list[list[Expr]], _: list[list[float]]) -> tuple[Expr, Expr]:
    n = _sum([c for row in counts for c in row])
    return _sum([counts[i][i] for i in range(len(counts))]) / n, n


def _s(counts: list[list[Expr]], distances: list[list[float]]) -> tuple[Expr, Expr]:
    n = _sum([c for row in counts for c in row])
    return 1 - 2 * _weighted(counts, distances) / n, n


def _pi(counts: list[list[Expr]], distances: list[list[float]]) -> tuple[Expr, Expr]:
    rows, columns = _margins(counts)
    pooled = [(r + c) / 2 for r, c in zip(rows, columns, strict=True)]
    return _chance_corrected(counts, distances, pooled, pooled)


def _kappa(counts: list[list[Expr]], distances: list[list[float]]) -> tuple[Expr, Expr]:
    return _chance_corrected(counts, distances, *_margins(counts))


def _chance_corrected(
    counts: list[list[Expr]], distances: list[list[float]], rows: list[Expr], columns: list[Expr]
) -> tuple[Expr, Expr]:
    """Return 1 − Do/De and De (times n²): the counts are left whole, so that an expected distance of zero is exact."""
    n = _sum([c for row in counts for c in row])
    expected = _weighted([[r * c for c in columns] for r in rows], distances)
    return 1 - n * _weighted(counts, distances) / expected, expected


def _tau_b(counts: list[list[Expr]], _: list[list[float]]) -> tuple[Expr, Expr]:
    size = range(len(counts))
    pairs = [(i, j, k, m) for i in size for j in size for k in size if k > i for m in size if m != j]
    order = _sum([counts[i][j] * counts[k][m] * (1 if m > j else -1) for i, j, k, m in pairs])
    rows, columns = _margins(counts)
    untied = [_sum([side[i] * side[k] for i in size for k in size if k > i]) for side in (rows, columns)]
    return order / (untied[0] * untied[1]).sqrt(), untied[0] * untied[1]


_SCORES: dict[Score, Callable[[list[list[Expr]], list[list[float]]], tuple[Expr, Expr]]] = {
    "agreement": _agreement,
    "s": _s,
    "pi": _pi,
    "kappa": _kappa,
    "tau_b": _tau_b,
}


def table_of(
    codes: Relation,
    levels: Sequence[float],
    *,
    by: Sequence[str] = ("year",),
    items: Sequence[str] = ("item",),
    weight: str | None = None,
) -> Relation:
    """Return how often the codes of each two states met: the table that `similarity` takes.

    Parameters
    ----------
    codes
        A row for each state and item it coded: `state`, the columns `by` and `items`, `code` (one of the levels), and
        the column `weight` if items weigh differently. An item that only one of the two coded is dropped for the pair.
    levels
        The codes in order.
    by
        What the table is made for (years, sessions, issues).
    items
        The columns that name an item within `by`.

    Returns
    -------
    Relation
        `origin`, `target` (each pair once, the smaller number first), `by`, `value` (items that both coded, or the sum
        of their weights), `status` and the counts `crossed(len(levels))`.
    """
    on = [*by, *items]
    code = nw.lit(-1)
    for i, level in enumerate(levels):
        code = nw.when(nw.col("code") == level).then(nw.lit(i)).otherwise(code)
    ranked = codes.with_columns(_code=code, _weight=nw.lit(1.0) if weight is None else nw.col(weight))
    one = ranked.select(*on, "_weight", origin=nw.col("state"), _one=nw.col("_code"))
    other = ranked.select(*on, target=nw.col("state"), _other=nw.col("_code"))
    met = one.join(other, on=on, how="inner").filter(nw.col("origin") < nw.col("target"))
    # Counting every cell in one pass over the met codes is several times faster than a sum of conditions for each.
    cell = nw.col("_one") * len(levels) + nw.col("_other")
    sums = [
        nw.when(cell == i).then(nw.col("_weight")).otherwise(nw.lit(0.0)).sum().alias(name)
        for i, name in enumerate(crossed(len(levels)))
    ]
    counted = met.group_by("origin", "target", *by).agg(*sums)
    total = _sum([nw.col(name) for name in crossed(len(levels))])
    return counted.select("origin", "target", *by, *crossed(len(levels)), value=total, status=nw.lit("reported"))


def portfolio_table(ties: Relation, members: Relation, levels: Sequence[float]) -> Relation:
    """Return how often the codes of each two states towards all members met, from their ties alone.

    Parameters
    ----------
    ties
        A row for each state and each member with which it has a tie: `state`, `item` (the member), `year`, `code`
        (one of `levels` after the first). No row is the first level: no tie.
    members
        The members of each year: `state`, `year`, `weight` (1, or what a member counts for).
    levels
        The codes in order, no tie first.

    Returns
    -------
    Relation
        As `table_of`, for every two members of a year. What neither has a tie with is counted without being listed,
        which is most of it.
    """
    size = range(1, len(levels))
    weights = members.select(item=nw.col("state"), year=nw.col("year"), _w=nw.col("weight"))
    held = ties.join(weights, on=["item", "year"], how="inner")
    both = table_of(held, levels, weight="_w").drop("value", "status")
    sums = [nw.when(nw.col("code") == levels[i]).then(nw.col("_w")).otherwise(nw.lit(0.0)).sum().alias(f"r_{i}")
            for i in size]  # fmt: skip
    margins = held.group_by("state", "year").agg(*sums)
    total = members.group_by("year").agg(_all=nw.col("weight").sum())
    member = members.select("state", "year").join(margins, on=["state", "year"], how="left")
    one = member.select("year", origin=nw.col("state"), **{f"r_{i}": nw.col(f"r_{i}").fill_null(0.0) for i in size})
    other = member.select("year", target=nw.col("state"), **{f"c_{i}": nw.col(f"r_{i}").fill_null(0.0) for i in size})
    pairs = one.join(other, on=["year"], how="inner").filter(nw.col("origin") < nw.col("target"))
    table = pairs.join(total, on=["year"], how="inner").join(both, on=list(KEYS), how="left")
    met = {(i, j): nw.col(f"n_{i}_{j}").fill_null(0.0) for i in size for j in size}
    cells: dict[str, Expr] = {f"n_{i}_{j}": expr for (i, j), expr in met.items()}
    for i in size:
        cells[f"n_{i}_0"] = nw.col(f"r_{i}") - _sum([met[i, j] for j in size])
        cells[f"n_0_{i}"] = nw.col(f"c_{i}") - _sum([met[j, i] for j in size])
    margin = _sum([nw.col(f"r_{i}") + nw.col(f"c_{i}") for i in size])
    cells["n_0_0"] = nw.col("_all") - margin + _sum(list(met.values()))
    counts = {name: cells[name] for name in crossed(len(levels))}
    return table.select(*KEYS, value=nw.col("_all"), status=nw.lit("reported"), **counts)


def definition(code: str, label: str, unit: str, note: str, sector: str) -> Definition:
    """Return the definition of a similarity of two states: an index that adds up over nothing."""
    return Definition(
        code=code,
        label=label,
        unit=unit,
        grain="dyad-year",
        kind="index",
        sector=sector,
        absent="not known",
        adds_over_time=False,
        adds_over_states=False,
        note=note,
    )


TOOK_PART = "calendar year; ballots in which both took part"
SCALED = f"{TOOK_PART}; yes 1, abstain 2, no 3"


def _of_votes(code: str, label: str, unit: str, note: str, score: Score, distance: Distance = "absolute") -> Measure:
    def values(ballots: Relation) -> Relation:
        return similarity(ballots, score, levels=BALLOTS, distance=distance)

    return Measure(definition(code, label, unit, note, "votes"), ("votes.ballots",), values, row_by_row=True)


UNGA = "of votes at the UN General Assembly"
SIMILARITIES = (
    _of_votes(
        "votes.agreement",
        "Share of identical votes at the UN General Assembly",
        "share",
        "calendar year; yes, no and abstain equal; ballots in which both took part",
        "agreement",
    ),
    _of_votes("votes.s_absolute", f"Signorino–Ritter S {UNGA}", "S, −1 to 1", f"{SCALED}; absolute distances", "s"),
    _of_votes(
        "votes.s_squared", f"Signorino–Ritter S {UNGA}, squared", "S, −1 to 1", f"{SCALED}; squared distances", "s",
        "squared",
    ),
    _of_votes("votes.pi", f"Scott's π {UNGA}", "π, −1 to 1", f"{SCALED}; absolute distances, pooled margins", "pi"),
    _of_votes(
        "votes.pi_squared", f"Scott's π {UNGA}, squared", "π, −1 to 1", f"{SCALED}; squared distances, pooled margins",
        "pi", "squared",
    ),
    _of_votes(
        "votes.kappa", f"Cohen's κ {UNGA}", "κ, −1 to 1", f"{SCALED}; absolute distances, each state's own margins",
        "kappa",
    ),
    _of_votes(
        "votes.kappa_squared", f"Cohen's κ {UNGA}, squared", "κ, −1 to 1",
        f"{SCALED}; squared distances, each state's own margins", "kappa", "squared",
    ),
    _of_votes("votes.tau_b", f"Kendall's τ-b {UNGA}", "τ-b, −1 to 1", f"{SCALED}; the order alone counts", "tau_b"),
)  # fmt: skip
