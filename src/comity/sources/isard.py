"""Two tables of Steven V. Miller's package isard: scores of democracy, and GDP and population by a model.

The extended Unified Democracy Scores stand twice, once for the states of Correlates of War and once for those of
Gleditsch and Ward: the two were scaled apart, and a score of one is not to be set beside a score of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources import dyads
from comity.sources.publication import Edition, Publication, Reading, ship_nothing
from comity.sources.reading import Correction, number_by_code, pl, read_parquet, unique_keys
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Kind, Licence, Offer, Relation, Release, Span, Table

STAMP = Release("0.2.0", date(2026, 6, 25), date(2026, 11, 23), "isard 0.2.0; the day of the package that holds them")
LICENCE = Licence(
    name="GPL-2 (package)",
    words="the package that holds the table is GPL-2; no terms of the authors were in the copy",
    address="https://github.com/svmiller/isard",
    ship="no",
)
SCORES = Dataset(
    code="extended_uds",
    title="Extended Unified Democracy Scores, by way of isard 0.2.0",
    publisher="Xavier Marquez",
    citation="Marquez, Xavier (2016), A Quick Method for Extending the Unified Democracy Scores, "
    "https://ssrn.com/abstract=2753830; Pemstein, Daniel, Stephen A. Meserve and James Melton (2010), Democratic "
    "Compromise: A Latent Variable Analysis of Ten Measures of Regime Type, Political Analysis 18(4): 426-449",
    address="https://github.com/xmarquez/QuickUDS",
    licence=LICENCE,
)
MODELLED = Dataset(
    code="simulated_gdp",
    title="Historic GDP and population by a latent variable model, by way of isard 0.2.0",
    publisher="Christopher J. Fariss, Therese Anders, Jonathan N. Markowitz and Miriam Barnum",
    citation="Fariss, Christopher J., Therese Anders, Jonathan N. Markowitz and Miriam Barnum (2022), New Estimates of "
    "Over 500 Years of Historic GDP and Population Data, Journal of Conflict Resolution 66(3): 553-591",
    address="https://github.com/svmiller/isard",
    licence=LICENCE,
)
GERMANY = Correction(260, None, "West Germany until October 1990; the year has the row of united Germany", 1990, 1990)
ONE_GERMANY = Caveat(
    "In 1990 the row of united Germany is taken, not that of West Germany.",
    ("DEU",),
    date(1990, 1, 1),
    date(1990, 12, 31),
)
YEAR = (Column("state", "state", "the state"), Column("year", "int", "year", low=1816, high=2100))

LATENT = Caveat(
    "A latent scale made of many indices of democracy, with an error: 0 is the mean of the state-years scaled, and of "
    "the adjusted score the mean of the thresholds at which yes-or-no indices call a state a democracy."
)
ESTIMATED = Caveat("Means of draws from a model of several sources, most of all before 1950: no count of anybody's.")
SD = Caveat("One standard deviation of the draws, in the unit of the mean.")

EUDS = {"euds": "score", "aeuds": "adjusted"}
GDP = {
    "mrgdppc": "per_person", "sd_mrgdppc": "per_person_sd", "pwtrgdp": "gdp", "sd_pwtrgdp": "gdp_sd",
    "pwtpop": "population", "sd_pwtpop": "population_sd",
}  # fmt: skip
BY = "by a model (Fariss and others 2022)"
MODELS = {
    "per_person": ("economy.gdp_per_person_modelled", f"GDP per person {BY}", "international dollars of 2011"),
    "gdp": ("economy.gdp_modelled", f"GDP {BY}", "million international dollars of 2017"),
    "population": ("economy.population_modelled", f"Population {BY}", "million people"),
}


def _scores(name: str, rows: tuple[int, int], myanmar: float) -> Table:
    return Table(
        name=name,
        columns=(
            *YEAR,
            Column("score", "float", "score", low=-5, high=5),
            Column("adjusted", "float", "score with 0 at the threshold of democracy", low=-5, high=5),
        ),
        keys=("state", "year"),
        envelopes={STAMP.stamp: Envelope(rows, (1816, 2025), (({"state": "MMR", "year": 2014}, "adjusted", myanmar),))},
    )


TABLES = (_scores("scores", (17_600, 17_706), -0.784927), _scores("scores_gw", (20_700, 20_849), -0.808795))
ECONOMIES = Table(
    name="economies",
    columns=(*YEAR, *(Column(c, "float", c.replace("_", " "), low=0) for c in GDP.values())),
    keys=("state", "year"),
    envelopes={
        STAMP.stamp: Envelope(
            (16_450, 16_536), (1816, 2019), (({"state": "MMR", "year": 2014}, "population", 52.340549),)
        )
    },
)


def read_scores(paths: Mapping[str, Path]) -> Reading:
    """Read the scores for the states of either list; a state-year without one is not known."""
    tables: dict[str, pl.DataFrame] = {}
    for name, system, code in (("scores", "cow", "ccode"), ("scores_gw", "gw", "gwcode")):
        path = paths[system]
        frame = read_parquet(path, [code, "year", *EUDS], ["polity2", "v2x_polyarchy"]).rename(EUDS).drop_nulls()
        numbered = dyads.numbered(frame, path, [code], ["state"]) if system == "cow" else _by_gw(frame, code, path)
        tables[name] = unique_keys(numbered, ["state", "year"], path)
    return Reading(STAMP, tables, dict.fromkeys(tables, (Span(1816, 2025),)))


def _by_gw(frame: pl.DataFrame, code: str, path: Path) -> pl.DataFrame:
    return number_by_code(frame, code, "state", path, system="gw", year="year")


def read_economies(paths: Mapping[str, Path]) -> Reading:
    """Read GDP and population for the states of Correlates of War."""
    path = paths["economies"]
    frame = read_parquet(path, ["ccode", "year", *GDP]).rename(GDP).drop_nulls()
    frame = dyads.numbered(frame, path, ["ccode"], ["state"], corrections=(GERMANY,)).drop_nulls("state")
    frame = unique_keys(frame, ["state", "year"], path)
    return Reading(STAMP, {"economies": frame}, {"economies": (Span(1816, 2019),)})


def _column(table: str, column: str) -> Callable[[Mapping[str, Relation]], Relation]:
    def values(tables: Mapping[str, Relation]) -> Relation:
        return tables[table].select("state", "year", value=nw.col(column), status=nw.lit("reported"))

    return values


def _score(table: str, column: str) -> Offer:
    adjusted, gw = column == "adjusted", table == "scores_gw"
    whose = "Gleditsch and Ward's states" if gw else "Correlates of War's states"
    return dyads.offer(
        f"regimes.uds{'_adjusted' if adjusted else ''}{'_gw' if gw else ''}",
        f"Extended Unified Democracy Score{', 0 at the threshold of democracy' if adjusted else ''} ({whose})",
        _column(table, column),
        LATENT,
        table=table,
        sector="regimes",
        unit="latent scale",
        grain="state-year",
        absent="not known",
    )


def _economy(column: str) -> Offer:
    what, deviation = column.removesuffix("_sd"), column.endswith("_sd")
    code, label, unit = MODELS[what]
    kind: Kind = "index" if deviation or column == "per_person" else "flow" if column == "gdp" else "stock"
    return dyads.offer(
        f"{code}_sd" if deviation else code,
        f"{label}, standard deviation" if deviation else label,
        _column("economies", column),
        ESTIMATED,
        *((SD,) if deviation else ()),
        ONE_GERMANY,
        table="economies",
        sector="economy",
        unit=unit,
        grain="state-year",
        kind=kind,
        absent="not known",
        over_states=kind != "index",
    )


PUBLICATIONS = (
    Publication(
        dataset=SCORES,
        tables=TABLES,
        editions=(
            Edition(
                "isard 0.2.0",
                {"cow": "**/regimes/cw_democracy.parquet", "gw": "**/regimes/gw_democracy.parquet"},
                read_scores,
            ),
        ),
        offers=tuple(_score(t.name, c) for t in TABLES for c in EUDS.values()),
        ship=ship_nothing,
    ),
    Publication(
        dataset=MODELLED,
        tables=(ECONOMIES,),
        editions=(Edition("isard 0.2.0", {"economies": "**/regimes/cw_gdppop.parquet"}, read_economies),),
        offers=tuple(_economy(c) for c in GDP.values()),
        ship=ship_nothing,
    ),
)
