"""Boix, Miller and Rosato: is a state a democracy, yes or no, by year from 1800 to 2020.

The numbers are those of Correlates of War with some of the authors' own (USSR 364, Sudan after 2011 624). Where they
code the year of a change twice, the state in place at the end of the year has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import Correction, number_by_code, pl, read_parquet, unique_keys
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="bmr",
    title="Boix-Miller-Rosato dichotomous coding of democracy, 1800-2020",
    publisher="Carles Boix, Michael K. Miller and Sebastian Rosato",
    citation="Boix, Carles, Michael K. Miller and Sebastian Rosato (2013), A Complete Data Set of Political Regimes, "
    "1800-2007, Comparative Political Studies 46(12): 1523-1554, version 4.0",
    address="https://sites.google.com/site/mkmtwo/data",
    licence=Licence(
        name="CC BY 4.0",
        words="may be shared and adapted with attribution",
        address="https://creativecommons.org/licenses/by/4.0/",
        ship="yes",
    ),
)
RELEASE = Release(
    "v4.0", date(2022, 12, 31), date(2026, 11, 23), "published in 2022, day not known; by way of democracyData"
)

ENDED = "the state that ended in this year; its successor has the year"
CORRECTIONS = (
    Correction(89, "XCA", "United Provinces of Central America"),
    Correction(99, "XGC", "Gran Colombia"),
    Correction(255, None, ENDED, 1945, 1945),
    Correction(260, None, ENDED, 1990, 1990),
    Correction(305, "XAH", "the Austrian Empire and Austria-Hungary under Austria's number", last=1918),
    Correction(324, "ITA", "the Kingdom of Sardinia, which became Italy"),
    Correction(341, "XKX", "Kosovo, under the number that is Montenegro's elsewhere"),
    Correction(342, "XSE", "Serbia until the union of 1918", 1878, 1918),
    Correction(342, "YUG", "the kingdom after the union of 1918", 1919, 1920),
    Correction(342, "SRB", "Serbia before 1878 and from 2006"),
    Correction(345, None, ENDED, 1991, 1991),
    Correction(345, "YUG", "Yugoslavia, occupied in 1942 and 1943", 1921, 1990),
    Correction(347, "SCG", "Serbia and Montenegro, under the number that is Kosovo's elsewhere", 2003),
    Correction(347, "YUG", "the Federal Republic of Yugoslavia", last=2002),
    Correction(348, "MNE", "Montenegro"),
    Correction(364, "SUN", "the Soviet Union has a number of its own"),
    Correction(525, "SSD", "South Sudan"),
    Correction(529, "ETH", "Ethiopia without Eritrea"),
    Correction(564, "XOF", "Orange Free State"),
    Correction(624, "SDN", "Sudan without the South"),
    Correction(769, "PAK", "Pakistan with Bangladesh"),
    Correction(818, "VNM", "united Vietnam"),
)

REGIMES = Table(
    name="regimes",
    columns=(
        Column("state", "state", "the state, blank for one that ended in the year", nullable=True),
        Column("unit", "int", "the authors' own number", low=1, high=999),
        Column("name", "text", "the authors' name for the state"),
        Column("year", "int", "year", low=1800, high=2100),
        Column("democracy", "int", "1: a democracy; 0: not", low=0, high=1, nullable=True),
    ),
    keys=("unit", "year"),
    envelopes={
        "v4.0": Envelope(
            (19_600, 19_900),
            (1800, 2020),
            (({"state": "MMR", "year": 2020}, "democracy", 0), ({"state": "USA", "year": 2020}, "democracy", 1)),
        )
    },
)
UNUSED = (
    "abbreviation", "abbreviation_undp", "democracy_trans", "democracy_breakdowns", "democracy_duration",
    "democracy_omitteddata", "democracy_femalesuffrage", "sovereign", "extended_country_name", "GWn", "cown",
    "in_GW_system",
)  # fmt: skip

DICHOTOMY = Caveat(
    "A democracy here has free and fair elections and lets at least half of the adult men vote; there is nothing "
    "between yes and no."
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read version 4.0 as kept in Parquet."""
    path = paths["regimes"]
    names = {"bmr_ccode": "unit", "bmr_country": "name", "year": "year", "democracy": "democracy"}
    frame = read_parquet(path, list(names), UNUSED).rename(names)
    frame = frame.with_columns(pl.col("unit", "year", "democracy").cast(pl.Int32))
    frame = number_by_code(
        frame, "unit", "state", path, system="cow", year="year", corrections=CORRECTIONS, outside="today"
    )
    unique_keys(frame.filter(pl.col("state").is_not_null()), ["state", "year"], path)
    return Reading(RELEASE, {"regimes": frame}, {"regimes": (Span(1800, 2020),)})


def _democracy(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["regimes"].filter(~nw.col("state").is_null(), ~nw.col("democracy").is_null())
    value = nw.col("democracy").cast(nw.Float64)
    return rows.select("state", "year", value=value, status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(REGIMES,),
        editions=(Edition("version 4.0", {"regimes": "**/regimes/dd_bmr.parquet"}, read_copy),),
        offers=(
            Offer(
                Definition(
                    code="regimes.democracy_bmr",
                    label="Democracy, yes or no (Boix-Miller-Rosato)",
                    unit="1 = democracy, 0 = not",
                    grain="state-year",
                    kind="index",
                    sector="regimes",
                    absent="not known",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=(DICHOTOMY,),
                ),
                ("regimes",),
                _democracy,
            ),
        ),
    ),
)
