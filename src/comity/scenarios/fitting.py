"""A baseline of flows as gravity fits them, in place of those observed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity import catalogue, states, store
from comity.errors import Failure
from comity.scenarios.baseline import Baseline
from comity.vocabulary import Indicator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def fitted(base: Baseline) -> Baseline:
    """Return the same world with flows between states as gravity fits them, by sector.

    PPML on the log of distance and a common border with effects of exporters and of importers, which is the trade that
    has the observed sums by exporter and by importer. Pairs without a known distance, and sales at home, stay as they
    are.

    Raises
    ------
    Failure
        The model cannot be estimated on these flows.
    """
    import numpy as np

    distance, border = (catalogue.indicator(c) for c in ("geography.distance_weighted", "geography.contiguity"))
    log_distance, touching = np.log(_pairs(distance, base, np.nan)), _pairs(border, base, 0.0)
    flows, told = base.flows.copy(), []
    for sector, name in enumerate(base.sectors):
        flows[sector], effects = _fit(flows[sector], log_distance, touching)
        told.append(f"{name}: {effects[0]:.2f} of the log of distance, {effects[1]:+.2f} of a common border")
    how = (
        "Flows between states are not those observed but those that gravity fits (PPML with effects of exporters and "
        f"importers; {'; '.join(told)}), with each state's exports, imports and sales at home as observed.",
    )
    sources = tuple(dict.fromkeys([*base.sources, *distance.sources, *border.sources]))
    return replace(base, flows=flows, how=base.how + how, sources=sources)


def _fit(observed: Floats, log_distance: Floats, touching: Floats) -> tuple[Floats, tuple[float, float]]:
    import numpy as np
    import polars as pl

    from comity.models.gravity import ppml

    known = np.isfinite(log_distance) & ~np.eye(len(observed), dtype=bool)
    exporter, importer = np.nonzero(known)
    table = pl.DataFrame(
        {"exporter": exporter, "importer": importer, "year": np.zeros(len(exporter), int), "trade": observed[known]}
        | {"log_distance": log_distance[known], "border": touching[known]}
    ).with_columns(pl.col("exporter", "importer").cast(pl.String))
    found = ppml(
        table, flow="trade", on=["log_distance", "border"], effects=["exporter-year", "importer-year"], cluster=None
    )
    if set(found.coefficients) != {"log_distance", "border"}:
        raise Failure('gravity cannot be fitted to these flows; take trade = "observed"')
    new = observed.copy()
    new[known] = np.where(np.isfinite(found.fitted), found.fitted, observed[known])
    return new, (found.coefficients["log_distance"].estimate, found.coefficients["border"].estimate)


def _pairs(what: Indicator, base: Baseline, otherwise: float) -> Floats:
    """Return an undirected figure of each pair as a symmetric matrix, the latest of those at hand."""
    import numpy as np

    place = {states.state(id_).number: i for i, id_ in enumerate(base.ids)}
    found = np.full((len(place), len(place)), otherwise)
    for row in store.rows(what.values.sort("year")):
        i, j = place.get(row["origin"]), place.get(row["target"])
        if i is not None and j is not None and row["value"] is not None:
            found[i, j] = found[j, i] = row["value"]
    return found
