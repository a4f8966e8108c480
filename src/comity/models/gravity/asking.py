"""The questions that can be asked: `ppml` and `ols`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from comity.errors import WrongUse, printable
from comity.models.gravity.estimating import Question, estimate, note
from comity.models.gravity.fitting import CONSTANT
from comity.models.gravity.model import KINDS, PAIR, Group, groups, with_pairs
from comity.models.gravity.result import Dropped, Fit, Model
from comity.models.gravity.table import Table, read, refuse_repeated
from comity.models.gravity.variance import Rule

THREE_WAY = ("exporter-year", "importer-year", "pair")


def ppml(
    data: Any,
    *,
    flow: str,
    on: str | Sequence[str] = (),
    exporter: str = "exporter",
    importer: str = "importer",
    year: str = "year",
    sector: str | None = None,
    effects: str | Sequence[str] = THREE_WAY,
    cluster: str | Sequence[str] | None = "pair",
    se: Rule = "stata",
    weights: str | None = None,
    symmetric_pairs: bool = False,
    bias_correct: bool = False,
    reset: bool = False,
) -> Fit:
    """Estimate a gravity model by Poisson pseudo-maximum-likelihood (Santos Silva and Tenreyro 2006).

    Rows without a value, of groups whose flows are all zero, and separated rows are left out and told by reason.

    Parameters
    ----------
    data
        A data frame (Polars, pandas, Arrow or whatever Narwhals reads), columns by name, or the path of a CSV or
        Parquet file: one row for each exporter, importer and year (and sector).
    flow
        Column of flows, in any unit, zero or positive; a blank is a missing flow, not zero.
    on
        Columns of regressors.
    exporter, importer, year, sector
        Columns that name them. Without a column for the year, the data are a cross-section.
    effects
        Sets of fixed effects: `exporter`, `importer`, `year`, `sector`, `pair` and columns, joined by hyphens; none for
        a constant alone. With `sector`, effects of states are by sector too, unless one of the sets says where.
    cluster
        What standard errors are clustered by, in the same words, several for multiway; None for robust ones.
    se
        `stata`: sandwich x G/(G-1). `fixest`: that x (n-1)/(n-k).
    weights
        Column of weights, each row counting so many times in the likelihood.
    symmetric_pairs
        Take both directions of a pair as one, in effects and clusters.
    bias_correct
        Take off the bias of three-way effects, and correct the variance of two-way and three-way effects (Weidner and
        Zylkin 2021).
    reset
        Test the specification by the square of the fitted index (RESET).

    Raises
    ------
    WrongUse
        The table or the question is wrong: the message names the file, the line and what was expected.
    Failure
        The file cannot be read, or there is no convergence.
    """
    return _ask(
        "ppml", data, flow=flow, on=on, names=(exporter, importer, year, sector), effects=effects, cluster=cluster,
        se=se, weights=weights, symmetric_pairs=symmetric_pairs, bias_correct=bias_correct, reset=reset,
    )  # fmt: skip


def ols(
    data: Any,
    *,
    flow: str,
    on: str | Sequence[str] = (),
    log: bool = False,
    exporter: str = "exporter",
    importer: str = "importer",
    year: str = "year",
    sector: str | None = None,
    effects: str | Sequence[str] = THREE_WAY,
    cluster: str | Sequence[str] | None = "pair",
    se: Rule = "stata",
    weights: str | None = None,
    symmetric_pairs: bool = False,
    reset: bool = False,
) -> Fit:
    """Estimate the same model by least squares, for comparison; `log` takes the logarithm of the flow first.

    With `log`, rows with a flow of zero are left out. Parameters and errors are those of `ppml`.
    """
    return _ask(
        "log-ols" if log else "ols", data, flow=flow, on=on, names=(exporter, importer, year, sector), effects=effects,
        cluster=cluster, se=se, weights=weights, symmetric_pairs=symmetric_pairs, bias_correct=False, reset=reset,
    )  # fmt: skip


def _ask(
    model: Model,
    data: Any,
    *,
    flow: str,
    on: str | Sequence[str],
    names: tuple[str, str, str, str | None],
    effects: str | Sequence[str],
    cluster: str | Sequence[str] | None,
    se: Rule,
    weights: str | None,
    symmetric_pairs: bool,
    bias_correct: bool,
    reset: bool,
) -> Fit:
    terms = [t.strip() for t in (on.split(",") if isinstance(on, str) else on) if t.strip()]
    columns = {k: c for k, c in zip(("exporter", "importer", "year", "sector"), names, strict=True) if c is not None}
    asked = groups(effects, columns, symmetric=symmetric_pairs, by_sector="sector" in columns)
    ways = groups(cluster or (), columns, symmetric=symmetric_pairs, by_sector=False)
    _check(flow, terms, se, asked, bias_correct=bias_correct, weights=weights, symmetric=symmetric_pairs)
    keys, extra = _keys(columns, [*asked, *ways])
    table, lacking = read(
        data, flow=flow, terms=terms, keys=keys, extra=extra, weights=weights, negative=model == "ols"
    )
    dropped: list[Dropped] = []
    used = _leave_out(table, np.ones(lacking.size, bool), lacking, "missing", dropped)
    if {"exporter", "importer"} <= set(table.keys):
        refuse_repeated(table, sorted(table.keys, key=lambda k: KINDS.index(k) if k in KINDS else len(KINDS)), used)
    if table.weight is not None:
        used = _leave_out(table, used, table.weight == 0, "weight zero", dropped)
    if model == "log-ols":
        used = _leave_out(table, used, table.flow == 0, "flow zero", dropped)
        table = replace(table, flow=np.log(np.where(used, table.flow, 1.0)))
    if any(PAIR in g.parts for g in (*asked, *ways)):
        table = with_pairs(table)
    return estimate(table, used, dropped, Question(model, flow, tuple(asked), tuple(ways), se, bias_correct, reset))


def _keys(columns: dict[str, str], asked: list[Group]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the columns of names that are needed, by kind, and those that are read only where they are."""
    needed: dict[str, str] = {"sector": columns["sector"]} if "sector" in columns else {}
    for part in (p for group in asked for p in group.parts):
        if part == PAIR:
            needed |= {"exporter": columns["exporter"], "importer": columns["importer"]}
        elif part == "sector" and part not in columns:
            raise WrongUse("sector is asked for; say which column it is (sector=, --sector)")
        else:
            needed[part] = columns.get(part, part)
    return needed, {kind: column for kind, column in columns.items() if kind not in needed}


def _leave_out(
    table: Table, used: NDArray[np.bool_], out: NDArray[np.bool_], reason: str, dropped: list[Dropped]
) -> NDArray[np.bool_]:
    """Return the rows still used, those marked in `out` noted with the reason."""
    out = out & used
    if not out.any():
        return used
    dropped.append(note(reason, table, out))
    if not (used & ~out).any():
        raise WrongUse(
            f"{table.where(-1)}no row is left: {reason} in {int(out.sum()):,}; expected flows and regressors"
        )
    return used & ~out


def _check(
    flow: str,
    terms: list[str],
    se: str,
    asked: list[Group],
    *,
    bias_correct: bool,
    weights: str | None,
    symmetric: bool,
) -> None:
    for term in terms:
        if term == flow or terms.count(term) > 1:
            why = "is the flow itself" if term == flow else "stands twice"
            raise WrongUse(f"the regressor {printable(term, 40)} {why}; name each regressor once")
        if term == CONSTANT and not asked:
            raise WrongUse(f"a regressor named {CONSTANT} would be mistaken for the model's own; rename the column")
    if se not in get_args(Rule):
        raise WrongUse(f"no rule {printable(str(se), 40)} for standard errors; expected {' or '.join(get_args(Rule))}")
    if not bias_correct:
        return
    parts = sorted(tuple(sorted(g.parts)) for g in asked)
    two_way = [("exporter", "year"), ("importer", "year")]
    if parts not in (two_way, sorted([*two_way, ("exporter", "importer")])) or symmetric or weights:
        raise WrongUse(
            "the bias correction is for exporter-year and importer-year effects, with or without directed pair "
            "effects, without weights and sectors; ask for those effects"
        )
    if not terms:
        raise WrongUse("the bias correction corrects coefficients; name at least one regressor")
