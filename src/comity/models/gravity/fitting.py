"""A model solved: its columns in standard units, what the effects leave of them, coefficients and effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.errors import WrongUse, printable
from comity.models.gravity import passes, solving
from comity.models.gravity.kernels import Floats
from comity.models.gravity.preconditioning import Precondition, preconditioner
from comity.models.gravity.rows import Rows, Workers, without
from comity.models.gravity.separation import separated
from comity.models.gravity.table import Table

CONSTANT = "constant"
ABSORBED = "by the fixed effects"
COLLINEAR = "collinear with the other regressors"


@dataclass(frozen=True)
class Columns:
    """The regressors in standard units: their names, centres and scales, and whether a constant stands before them."""

    names: tuple[str, ...]
    centre: Floats
    scale: Floats
    constant: bool

    @staticmethod
    def of(table: Table, used: NDArray[np.bool_], *, constant: bool) -> Columns:
        """Return the regressors of a table, centred and scaled by the rows that are used."""
        centre, scale = np.zeros(len(table.terms)), np.ones(len(table.terms))
        for column, (name, values) in enumerate(table.terms.items()):
            centre[column], spread, largest = passes.spread(values, used)
            if largest > 1e150:
                raise WrongUse(
                    f"{table.where(-1)}{printable(name, 40)} reaches {largest:.3g}; expected values below 1e150"
                )
            # A constant is left as the rounding error that it is, to be told as absorbed.
            scale[column] = spread if spread > 1e-12 * largest else max(largest, 1.0)
        return Columns(((CONSTANT,) if constant else ()) + tuple(table.terms), centre, scale, constant)

    def fill(self, table: Table, order: NDArray[np.int32], workers: Workers) -> Floats:
        """Return the columns in this order of rows (column, place), and a spare one."""
        first = int(self.constant)
        terms = np.empty((len(self.names) + 1, order.size))
        terms[:first] = 1.0

        def work(start: int, end: int) -> None:
            for values, centre, scale, own in zip(
                table.terms.values(), self.centre, self.scale, terms[first:-1], strict=True
            ):
                passes.gather(start, end, values, order, centre, scale, own)

        workers.share(order.size, work)
        return terms

    def back(self, chosen: list[int]) -> Floats:
        """Return the matrix that takes coefficients of the chosen columns to the table's units."""
        back = np.diag(1 / self.scale)
        if self.constant:
            first = np.append(1.0, -self.centre / self.scale)[None, :]
            back = np.concatenate([first, np.column_stack([np.zeros(len(self.scale)), back])])
        return back[np.ix_(chosen, chosen)]


@dataclass(frozen=True)
class Solved:
    """The model solved: rows in the kernels' order, `terms` (column, place) as the effects leave the first of them.

    Coefficients and terms are in standard units; `back` takes them to the table's own.
    """

    rows: Rows
    columns: Columns
    chosen: list[int]
    absorbed: dict[str, str]
    terms: Floats
    beta: Floats
    bread: Floats
    rest: Floats
    mean: Floats
    index: Floats
    effects: Floats
    iterations: int

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the terms that were estimated."""
        return tuple(self.columns.names[c] for c in self.chosen)

    @property
    def back(self) -> Floats:
        """The matrix that takes coefficients to the table's units."""
        return self.columns.back(self.chosen)


def solve_ppml(
    table: Table, rows: Rows, threads: Workers, columns: Columns, unit: float
) -> tuple[Solved, NDArray[np.int64]]:
    """Return the solution and the places in the table of separated rows."""
    lost = np.zeros(0, np.int64)
    while True:
        weight, flow = rows.weight(table.weight), rows.take(table.flow)
        flow *= weight / unit
        terms = columns.fill(table, rows.order, threads)
        chosen, absorbed, terms, solution = from_the_start(rows, threads, flow, weight, terms, columns.names)
        if solution.settled:
            break
        out = solution.falling
        if out is None:
            out = separated(rows, threads, flow, weight, columns.fill(table, rows.order, threads), len(columns.names))
        if not out.any():
            solution = solving.newton(
                rows, threads, flow, weight, terms, solution.beta, solution.effects, solution.taken,
                solution.precondition, watchful=False,
            )  # fmt: skip
            break
        lost = np.append(lost, rows.order[out])
        rows = without(rows, out)
    last = solving.project(rows, threads, terms, len(chosen), solution.mean, solution.precondition, 1e-9)
    solving.residualise(rows, threads, terms, solution.mean, last.effects)
    solved = Solved(
        rows=rows,
        columns=columns,
        chosen=chosen,
        absorbed=absorbed,
        terms=terms,
        beta=solution.beta,
        bread=np.linalg.inv(last.square),
        rest=flow - solution.mean,
        mean=solution.mean,
        index=solution.index,
        effects=solution.effects - solution.beta @ solution.taken,
        iterations=solution.iterations,
    )
    return solved, lost


def from_the_start(
    rows: Rows, threads: Workers, flow: Floats, weight: Floats, terms: Floats, names: Sequence[str]
) -> tuple[list[int], dict[str, str], Floats, solving.Solution]:
    """Return which columns can be estimated, why the others cannot, what is left of them, and the solution."""
    found, precondition, chosen, gone, collinear = _first_step(rows, threads, flow, weight, terms, len(names))
    beta = np.linalg.solve(found.square[np.ix_(chosen, chosen)], found.square[chosen, len(names)])
    if len(chosen) < len(names):
        terms = terms[[*chosen, len(names)]]
    effects, taken = found.effects[len(names)], found.effects[chosen]
    solution = solving.newton(
        rows, threads, flow, weight, terms, beta, effects, taken, precondition, watchful=True
    )  # fmt: skip
    return chosen, _absorbed(names, gone, collinear), terms, solution


def _first_step(
    rows: Rows, threads: Workers, flow: Floats, weight: Floats, terms: Floats, count: int
) -> tuple[solving.Projection, Precondition, list[int], list[int], list[int]]:
    """Project the terms, and in their last column the logarithm of means halfway between flows and the margins' fit.

    From margins alone a step may go astray where they are far off (McCullagh and Nelder 1989, p. 41, with one mean in
    the place of margins).
    """
    middle = solving.margins(rows, threads, flow, weight)
    middle += flow
    middle /= 2
    target = np.divide(flow, middle, out=terms[count])
    target -= 1
    logarithm = np.divide(middle, weight, out=np.ones(middle.size), where=weight > 0)
    target += np.log(logarithm, out=logarithm)
    del logarithm
    middle[weight == 0] = 0.0
    precondition = preconditioner(rows, threads, middle)
    found, chosen, gone, collinear = solving.sorted_out(rows, threads, terms, count, count + 1, middle, precondition)
    solving.residualise(rows, threads, terms, middle, found.effects)
    return found, precondition, chosen, gone, collinear


def _absorbed(names: Sequence[str], absorbed: list[int], collinear: list[int]) -> dict[str, str]:
    return {names[c]: ABSORBED if c in absorbed else COLLINEAR for c in sorted(absorbed + collinear)}


def solve_ols(table: Table, rows: Rows, threads: Workers, columns: Columns) -> Solved:
    """Return the least-squares solution."""
    flow, weights = rows.take(table.flow), rows.weight(table.weight)
    count, terms = len(columns.names), columns.fill(table, rows.order, threads)
    # In a unit of the order of 1, as regressors are.
    unit = float(np.abs(flow).max()) or 1.0
    terms[count] = flow / unit
    precondition = preconditioner(rows, threads, weights)
    found, chosen, gone, collinear = solving.sorted_out(rows, threads, terms, count, count, weights, precondition)
    found = solving.project(rows, threads, terms, count + 1, weights, precondition, 1e-10)
    solving.residualise(rows, threads, terms, weights, found.effects)
    bread = np.linalg.inv(found.square[np.ix_(chosen, chosen)])
    beta = bread @ found.square[chosen, count]
    rest = (terms[count] - beta @ terms[chosen]) * unit
    return Solved(
        rows=rows,
        columns=columns,
        chosen=chosen,
        absorbed=_absorbed(columns.names, gone, collinear),
        terms=terms if len(chosen) == count else terms[[*chosen, count]],
        beta=beta * unit,
        bread=bread,
        rest=rest * weights,
        mean=flow - rest,
        index=flow - rest,
        effects=(found.effects[count] - beta @ found.effects[chosen]) * unit,
        iterations=1,
    )
