"""From a table to an estimate: which rows are used, the model solved, its errors, what is reported."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.errors import WrongUse, printable
from comity.models.gravity import bias, passes, variance
from comity.models.gravity.fitting import Columns, Solved, solve_ols, solve_ppml
from comity.models.gravity.kernels import Floats
from comity.models.gravity.model import PAIR, Group, clusters, factors
from comity.models.gravity.reset import reset
from comity.models.gravity.result import Coefficient, Correction, Dropped, Effects, Fit, Model, Test
from comity.models.gravity.rows import Factor, Workers, arrange, workers
from comity.models.gravity.table import Table


@dataclass(frozen=True)
class Question:
    """What is asked of a table."""

    model: Model
    flow: str
    effects: tuple[Group, ...]
    clusters: tuple[Group, ...]
    rule: variance.Rule
    correct: bool
    reset: bool


def estimate(table: Table, used: NDArray[np.bool_], dropped: list[Dropped], question: Question) -> Fit:
    """Estimate on the rows marked in `used`; `dropped` says why others are not."""
    if question.model == "ppml" and not table.flow[used].any():
        raise WrongUse(f"{table.where(-1)}{printable(question.flow, 40)} is zero in every row; expected some flows")
    made = factors(table, question.effects)
    if question.model == "ppml":
        empty = _without_flows(table, made, used)
        dropped, used = _note(dropped, "always-zero group", table, empty), used & ~empty
    _refuse_saturated(table, made, used)
    rows = arrange(made, used)
    # The levels of millions of rows are not held while the model is solved; they are soon found again.
    del made
    unit = float(table.flow[used].mean()) if question.model == "ppml" else 1.0
    with workers(rows) as threads:
        columns = Columns.of(table, used, constant=not question.effects)
        if question.model == "ppml":
            solved, lost = solve_ppml(table, rows, threads, columns, unit)
            separated = np.zeros(table.flow.size, bool)
            separated[lost] = True
            dropped = _note(dropped, "separated", table, separated)
        else:
            solved = solve_ols(table, rows, threads, columns)
        inference = _infer(table, question, threads, solved, unit)
        # Nor are the terms while the rest is told.
        solved = replace(solved, terms=np.empty((0, 0)))
        return _report(table, dropped, question, threads, solved, inference, unit)


def _without_flows(table: Table, made: Sequence[Factor], used: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the rows any of whose groups has flows of zero only."""
    empty = np.zeros(used.size, bool)
    for factor in made:
        passes.mark_empty(factor.codes, factor.levels, table.flow, used, empty)
    return empty & used


def _note(dropped: list[Dropped], reason: str, table: Table, out: NDArray[np.bool_]) -> list[Dropped]:
    return [*dropped, note(reason, table, out)] if out.any() else dropped


def note(reason: str, table: Table, out: NDArray[np.bool_]) -> Dropped:
    """Say what is left out: the rows marked in `out`, and the pairs they are of where the table has pairs."""
    pairs: tuple[tuple[Any, Any], ...] = ()
    if "exporter" in table.keys and "importer" in table.keys:
        exporter, importer = table.keys["exporter"], table.keys["importer"]
        width = len(importer.labels)
        seen = np.unique(exporter.codes[out].astype(np.int64) * width + importer.codes[out])
        pairs = tuple((exporter.labels[int(s) // width], importer.labels[int(s) % width]) for s in seen)
    return Dropped(reason, int(out.sum()), pairs)


def _refuse_saturated(table: Table, made: Sequence[Factor], used: NDArray[np.bool_]) -> None:
    for factor in made:
        codes = factor.codes if used.all() else factor.codes[used]
        if np.bincount(codes, minlength=factor.levels).max() == 1:
            raise WrongUse(
                f"{table.where(-1)}every level of {printable(factor.name, 40)} has one row, so its effects leave "
                f"nothing to estimate; leave out that set of effects, or give more years and states"
            )


@dataclass(frozen=True)
class _Inference:
    """Coefficients and their covariance in the table's units, and what else is told of them."""

    coefficients: dict[str, Coefficient]
    covariance: Floats
    clusters: dict[str, int]
    correction: Correction | None
    reset: Test | None


def _infer(table: Table, question: Question, threads: Workers, solved: Solved, unit: float) -> _Inference:
    rows, used = solved.rows, solved.rows.used
    ways = clusters(table, question.clusters)
    freedom = 1.0
    if question.rule == "fixest":
        observed = [f.codes[used] for f in factors(table, question.effects)]
        freedom = _freedom(len(solved.chosen), observed, [w[used] for w in ways], int(used.sum()))
    covariance = variance.sandwich(solved.bread, solved.terms, solved.rest, rows, threads, ways, freedom)
    correction, beta, back = None, solved.beta, solved.back
    shift = math.log(unit) if solved.columns.constant else 0.0
    if question.correct:
        order = rows.real(rows.order)
        taken, corrected = bias.correct(
            [table.keys[k].codes[order] for k in ("exporter", "importer", "year")],
            rows.real(solved.terms[: beta.size]).T, rows.real(solved.rest), rows.real(solved.mean), solved.bread,
            three_way=len(question.effects) == 3,
        )  # fmt: skip
        before = _coefficients(solved.names, back, beta, covariance, shift)
        correction = Correction(dict(zip(solved.names, (back @ taken).tolist(), strict=True)), before)
        beta, covariance = beta - taken, corrected
    return _Inference(
        coefficients=_coefficients(solved.names, back, beta, covariance, shift),
        covariance=back @ covariance @ back.T,
        clusters={g.name: _count(w[used]) for g, w in zip(question.clusters, ways, strict=True)},
        correction=correction,
        reset=reset(question.model, table, threads, solved, ways, freedom, unit) if question.reset else None,
    )


def _report(
    table: Table,
    dropped: list[Dropped],
    question: Question,
    threads: Workers,
    solved: Solved,
    inference: _Inference,
    unit: float,
) -> Fit:
    effects, totals = _levels(table, question, solved, unit)
    fitted = solved.rows.back(solved.mean * unit)
    if table.weight is not None and question.model == "ppml":
        fitted /= np.where(table.weight > 0, table.weight, 1.0)
    likelihood, deviance, share = _quality(question.model, table, fitted, threads)
    return Fit(
        model=question.model,
        flow=question.flow,
        coefficients=inference.coefficients,
        covariance=inference.covariance,
        observations=int(np.count_nonzero(~np.isnan(fitted))),
        dropped=tuple(dropped),
        absorbed=solved.absorbed,
        effects=effects,
        errors=_errors_in_words(question),
        clusters=inference.clusters,
        iterations=solved.iterations,
        log_likelihood=likelihood,
        deviance=deviance,
        r_squared=share,
        fitted=fitted,
        totals=totals,
        correction=inference.correction,
        reset=inference.reset,
    )


def _coefficients(
    names: Sequence[str], back: Floats, beta: Floats, covariance: Floats, shift: float
) -> dict[str, Coefficient]:
    """Return the coefficients in the table's units; `shift` is added to the constant, for the unit of flows."""
    errors = np.sqrt(np.maximum(np.diag(back @ covariance @ back.T), 0.0))
    values = back @ beta
    values[:1] += shift
    return {n: Coefficient(float(b), float(e)) for n, b, e in zip(names, values, errors, strict=True)}


def _count(codes: NDArray[np.int32]) -> int:
    return int(np.count_nonzero(np.bincount(codes)))


def _freedom(terms: int, observed: list[NDArray[np.int32]], ways: list[NDArray[np.int32]], rows: int) -> float:
    used = terms + (1 if observed else 0)
    used += sum(_count(codes) - 1 for codes in observed if not variance.nested(codes, ways))
    if rows <= used:
        raise WrongUse(f"{used} parameters for {rows} rows leave no degrees of freedom to fixest's rule; use stata's")
    return (rows - 1) / (rows - used)


def _errors_in_words(question: Question) -> str:
    ways = " and ".join(g.name for g in question.clusters)
    kind = f"clustered by {ways}" if ways else "robust"
    units = "G" if ways else "n"
    rule = f"{units}/({units}-1)" + (" x (n-1)/(n-k), fixest's rule" if question.rule == "fixest" else ", Stata's rule")
    if question.correct:
        return f"clustered by pair, corrected for the bias of fixed effects (Weidner and Zylkin 2021), {rule}"
    return f"{kind}, sandwich x {rule}"


def _quality(model: Model, table: Table, fitted: Floats, threads: Workers) -> tuple[float, float, float]:
    """Return log-likelihood, deviance and (pseudo) R² in the units of the flows; rows not fitted do not count."""
    w = np.ones(1) if table.weight is None else table.weight
    used = ~np.isnan(fitted)
    rows = int(np.count_nonzero(used))
    flow, weights = np.where(used, table.flow, 0.0), np.where(used, w, 0.0)
    average = float((flow * weights).sum() / weights.sum())
    if model != "ppml":
        rest = float(np.where(used, w * np.square(table.flow - fitted), 0.0).sum())
        whole = float((weights * np.square(flow - average)).sum())
        likelihood = -0.5 * rows * (math.log(2 * math.pi * max(rest / rows, 1e-300)) + 1)
        return likelihood, rest, 1 - rest / whole if whole > 0 else math.nan
    parts = threads.share(fitted.size, lambda a, b: passes.poisson_quality(a, b, table.flow, fitted, w, average))
    likelihood, deviance, alone = np.sum(np.array(parts), axis=0).tolist()
    return likelihood, deviance, 1 - likelihood / alone if alone else math.nan


def _levels(
    table: Table, question: Question, solved: Solved, unit: float
) -> tuple[tuple[Effects, ...], dict[str, Effects]]:
    """Return the effects by level with their names, and the flows added up in the same way."""
    rows = solved.rows
    used = np.flatnonzero(rows.used)
    flow = np.where(rows.used, table.flow if table.weight is None else table.flow * table.weight, 0.0)
    parts = {g.name: g.parts for g in question.effects}
    # What centring and the flows' unit took out of the index goes to the profiled effects, or to the first.
    terms = [c - int(solved.columns.constant) for c in solved.chosen]
    constant = math.log(unit) if question.model == "ppml" else 0.0
    if question.effects:
        constant -= float(solved.columns.centre[terms] @ (solved.back @ solved.beta))
    found: list[Effects] = []
    totals: dict[str, Effects] = {}
    made = {f.name: f for f in factors(table, question.effects)}
    for name, factor in made.items():
        example = np.full(factor.levels, -1, np.int32)
        example[factor.codes.take(used)] = used
        there = _in_order(np.flatnonzero(example >= 0), factor)
        labels = _labels(table, parts[name], example[there])
        if rows.profiled == name:
            values: Floats = _profiled(table, solved, made, example[there]) + constant
        else:
            at = rows.factors.index(name)
            values = solved.effects[rows.begins[at] : rows.begins[at + 1]][there]
            values = values + (constant if rows.profiled is None and at == 0 else 0.0)
        found.append(Effects(name, labels, values))
        sums = np.bincount(factor.codes, weights=flow, minlength=factor.levels)
        totals[name] = Effects(name, labels, sums[there].astype(np.float64))
    return tuple(found), totals


def _in_order(levels: NDArray[np.int64], factor: Factor) -> NDArray[np.int64]:
    """Return levels with the periods of a state together, as they are told."""
    if factor.sides is None:
        return levels
    period, state = np.divmod(levels, factor.sides[0])
    return levels[np.lexsort((period, state))]


def _labels(table: Table, parts: Sequence[str], rows: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    labels: dict[str, NDArray[Any]] = {}
    for part in parts:
        key = table.keys[part]
        if part == PAIR:
            ends = np.array(key.labels, dtype=object)[key.codes[rows]]
            labels["exporter"], labels["importer"] = ends[:, 0], ends[:, 1]
        else:
            labels[part] = np.array(key.labels)[key.codes[rows]]
    return labels


def _profiled(table: Table, solved: Solved, made: Mapping[str, Factor], examples: NDArray[np.int32]) -> Floats:
    """Return the effects of the groups of these rows of the table: what all else leaves of their index."""
    rows = solved.rows
    index = rows.back(solved.index)
    terms = solved.columns.fill(table, examples, Workers((), None))[solved.chosen]
    left: Floats = index[examples] - solved.beta @ terms
    for begin, name in zip(rows.begins, rows.factors, strict=False):
        left -= solved.effects[begin + made[name].codes[examples]]
    return left
