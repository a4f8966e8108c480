"""What an estimation gives: one frozen record, and tests of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from comity.errors import WrongUse, printable
from comity.models.gravity.kernels import Floats

Model = Literal["ppml", "ols", "log-ols"]


@dataclass(frozen=True)
class Coefficient:
    """An estimate with its standard error."""

    estimate: float
    se: float

    @property
    def z(self) -> float:
        """Estimate over standard error."""
        return self.estimate / self.se if self.se > 0 else math.nan

    @property
    def p(self) -> float:
        """Two-sided probability of a larger |z| under the normal distribution."""
        return math.erfc(abs(self.z) / math.sqrt(2))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.estimate - 1.959963984540054 * self.se, self.estimate + 1.959963984540054 * self.se


@dataclass(frozen=True)
class Dropped:
    """Rows left out for one reason, and the pairs (exporter, importer) that they are of."""

    reason: str
    rows: int
    pairs: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True)
class Effects:
    """Estimated fixed effects of one set: the names of each level by part (exporter, year) and the values.

    Levels are identified up to what the sets have in common: a constant, and for pair effects a constant by state.
    """

    name: str
    labels: Mapping[str, NDArray[Any]]
    values: Floats


@dataclass(frozen=True)
class Correction:
    """What the bias correction took off: bias by term, and coefficients and covariance as they were before."""

    bias: Mapping[str, float]
    uncorrected: Mapping[str, Coefficient]


@dataclass(frozen=True)
class Test:
    """A chi-squared test: statistic, degrees of freedom, probability."""

    __test__ = False  # no test of pytest's

    statistic: float
    freedom: int
    p: float


@dataclass(frozen=True)
class Fit:
    """An estimated gravity model.

    `coefficients` and `covariance` are in the order of the terms that could be estimated; `absorbed` says why others
    could not. `fitted` has one value for each row of the data as given, not a number where the row was not used.
    """

    model: Model
    flow: str
    coefficients: Mapping[str, Coefficient]
    covariance: Floats
    observations: int
    dropped: tuple[Dropped, ...]
    absorbed: Mapping[str, str]
    effects: tuple[Effects, ...]
    errors: str
    clusters: Mapping[str, int]
    iterations: int
    log_likelihood: float
    deviance: float
    r_squared: float
    fitted: Floats
    totals: Mapping[str, Effects]
    correction: Correction | None = None
    reset: Test | None = None

    @property
    def pseudo_r2(self) -> float:
        """Of PPML: 1 - log-likelihood over that of a constant alone (McFadden); of OLS: R²."""
        return self.r_squared

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data, as `comity estimate --json` prints it."""
        document: dict[str, Any] = {
            "model": self.model,
            "flow": self.flow,
            "coefficients": {name: _plain(c) for name, c in self.coefficients.items()},
            "observations": self.observations,
            "dropped": {d.reason: d.rows for d in self.dropped},
            "dropped_pairs": {d.reason: [list(p) for p in d.pairs] for d in self.dropped},
            "absorbed": dict(self.absorbed),
            "effects": {e.name: int(e.values.size) for e in self.effects},
            "standard_errors": self.errors,
            "clusters": dict(self.clusters),
            "iterations": self.iterations,
            "log_likelihood": _finite(self.log_likelihood),
            "deviance": _finite(self.deviance),
            "pseudo_r2" if self.model == "ppml" else "r2": _finite(self.r_squared),
        }
        if self.correction is not None:
            document["uncorrected"] = {name: _plain(c) for name, c in self.correction.uncorrected.items()}
            document["bias"] = dict(self.correction.bias)
        if self.reset is not None:
            document["reset"] = {"statistic": self.reset.statistic, "freedom": self.reset.freedom, "p": self.reset.p}
        return document


def _plain(c: Coefficient) -> dict[str, Any]:
    return {"estimate": c.estimate, "se": _finite(c.se), "z": _finite(c.z), "p": _finite(c.p)}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def wald(fit: Fit, terms: Sequence[str] | None = None) -> Test:
    """Test that the coefficients of `terms` (of all, without) are zero together.

    Raises
    ------
    WrongUse
        A term was not estimated.
    """
    names = list(fit.coefficients)
    for term in terms or ():
        if term not in names:
            raise WrongUse(f"{printable(term, 60)} was not estimated; there are {printable(', '.join(names), 120)}")
    chosen = [names.index(t) for t in (names if terms is None else terms)]
    values = np.array([c.estimate for c in fit.coefficients.values()])[chosen]
    block = fit.covariance[np.ix_(chosen, chosen)]
    statistic = float(values @ np.linalg.pinv(block, hermitian=True) @ values) if chosen else 0.0
    return chi_squared(statistic, int(np.linalg.matrix_rank(block, hermitian=True)) if chosen else 0)


def chi_squared(statistic: float, freedom: int) -> Test:
    """Return the test with its probability, by the finite sums for whole degrees of freedom."""
    if freedom == 0:
        return Test(statistic, 0, math.nan)
    half = statistic / 2
    if freedom % 2:
        total, term = math.erfc(math.sqrt(half)), math.sqrt(half) * math.exp(-half) / math.gamma(1.5)
        steps, power = (freedom - 1) // 2, 1.5
    else:
        total, term = 0.0, math.exp(-half)
        steps, power = freedom // 2, 1.0
    for _ in range(steps):
        total += term
        term *= half / power
        power += 1
    return Test(statistic, freedom, total)


def resistances(fit: Fit, reference: object | None = None) -> dict[str, NDArray[Any]]:
    """Return outward and inward multilateral resistance, to the power 1 - σ, by state and year.

    From the effects of exporter and importer and the observed totals: outward = Y / exp(exporter effect) x E of the
    reference, inward = E / exp(importer effect) / E of the reference, with the importer effect of the reference country
    set to zero in every year, so that its inward resistance is 1 (Yotov, Piermartini, Monteiro and Larch 2016, chapter
    2; Fally 2015). Where there are pair effects too, only changes over the years are identified.

    Parameters
    ----------
    fit
        A PPML result with effects of exporter-year and importer-year (or exporter and importer), on all flows including
        domestic sales if the totals are to be output and expenditure.
    reference
        The importer for which it is 1; the last in order without.

    Raises
    ------
    WrongUse
        The model has no such effects, or the reference is no importer in every year.
    """
    sides = [next((e for e in fit.effects if _is_side(e, side)), None) for side in ("exporter", "importer")]
    if sides[0] is None or sides[1] is None or fit.model != "ppml":
        raise WrongUse("multilateral resistances need PPML with effects of exporter-year and importer-year")
    out, into = sides[0], sides[1]
    years = out.labels.get("year", np.zeros(out.values.size, np.int64))
    import_years = into.labels.get("year", np.zeros(into.values.size, np.int64))
    chosen = into.labels["importer"][-1] if reference is None else reference
    here = into.labels["importer"] == chosen
    if set(import_years[here].tolist()) != set(years.tolist()):
        raise WrongUse(f"{printable(str(chosen), 40)} does not import in every year; name another reference")
    zero = dict(zip(import_years[here].tolist(), into.values[here].tolist(), strict=True))
    spent = dict(zip(import_years[here].tolist(), fit.totals[into.name].values[here].tolist(), strict=True))
    shift, scale = (np.array([of[y] for y in years.tolist()]) for of in (zero, spent))
    shift_in, scale_in = (np.array([of[y] for y in import_years.tolist()]) for of in (zero, spent))
    return {
        "exporter": out.labels["exporter"],
        "exporter_year": years,
        "outward": fit.totals[out.name].values * scale / np.exp(out.values + shift),
        "importer": into.labels["importer"],
        "importer_year": import_years,
        "inward": fit.totals[into.name].values / np.exp(into.values - shift_in) / scale_in,
    }


def _is_side(effects: Effects, side: str) -> bool:
    return set(effects.labels) in ({side}, {side, "year"})
