"""Center for Systemic Peace: Polity5, the regime score from -10 (hereditary monarchy) to 10 (consolidated democracy).

Polity gives a new polity its own number (USSR 364, Sudan after 2011 626) and codes the year of a change twice, once for
the polity that ends and once for the one that begins. Here a state has one value a year: that of the polity in place
at the end of it.
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
    code="polity5",
    title="Polity5: Political Regime Characteristics and Transitions, 1800-2018",
    publisher="Center for Systemic Peace",
    citation="Marshall, Monty G. and Ted Robert Gurr (2020), Polity5: Political Regime Characteristics and "
    "Transitions, 1800-2018, Center for Systemic Peace, https://www.systemicpeace.org/polityproject.html",
    address="https://www.systemicpeace.org/polityproject.html",
    licence=Licence(
        name="CC BY 4.0",
        words="may be shared and adapted with attribution",
        address="https://creativecommons.org/licenses/by/4.0/",
        ship="yes",
    ),
)
RELEASE = Release("v2018", date(2020, 4, 23), date(2026, 11, 23), "p5v2018, by way of democracyData")

ENDED = "the polity that ended in this year; its successor has the year"
CORRECTIONS = (
    Correction(89, "XCA", "United Provinces of Central America"),
    Correction(99, "XGC", "Gran Colombia"),
    Correction(255, None, ENDED, 1945, 1945),
    Correction(260, None, ENDED, 1990, 1990),
    Correction(305, "XAH", "the Austrian Empire and Austria-Hungary under Austria's number", last=1918),
    Correction(324, None, ENDED, 1861, 1861),
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
    Correction(530, None, ENDED, 1993, 1993),
    Correction(564, "XOF", "Orange Free State"),
    Correction(625, None, ENDED, 2011, 2011),
    Correction(626, "SDN", "Sudan without the South, under the number that is South Sudan's elsewhere"),
    Correction(769, "PAK", "Pakistan with Bangladesh"),
    Correction(816, None, ENDED, 1976, 1976),
    Correction(818, "VNM", "united Vietnam"),
)

POLITY = Table(
    name="polity",
    columns=(
        Column("state", "state", "the state, blank for a polity that ended in the year", nullable=True),
        Column("unit", "int", "Polity's own number", low=1, high=999),
        Column("name", "text", "Polity's name for the polity"),
        Column("year", "int", "year", low=1776, high=2100),
        Column(
            "polity",
            "int",
            "score; -66 foreign interruption, -77 no central authority, -88 transition",
            low=-88,
            high=10,
        ),
        Column("polity2", "int", "score for time series, special codes interpolated", low=-10, high=10, nullable=True),
    ),
    keys=("unit", "year"),
    envelopes={
        "v2018": Envelope(
            (17_400, 17_700),
            (1776, 2020),
            (
                ({"state": "MMR", "year": 2010}, "polity2", -6),
                ({"state": "MMR", "year": 2015}, "polity", -88),
                ({"state": "MMR", "year": 2018}, "polity2", 8),
            ),
        )
    },
)
UNUSED = (
    "p5", "cyear", "scode", "flag", "fragment", "democ", "autoc", "durable", "xrreg", "xrcomp", "xropen", "xconst",
    "parreg", "parcomp", "exrec", "exconst", "polcomp", "prior", "emonth", "eday", "eyear", "eprec", "interim",
    "bmonth", "bday", "byear", "bprec", "post", "change", "d5", "sf", "regtrans", "extended_country_name", "GWn",
    "cown", "in_GW_system",
)  # fmt: skip

SMOOTHED = Caveat(
    "polity2 turns years of transition into interpolated scores, anarchy into 0 and foreign interruption into blanks "
    "(codes -88, -77, -66), so a score of such a year is no coding of a regime."
)
ENDS = Caveat("Polity5 ends in 2018; it knows nothing of later coups or elections.")


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read p5v2018 as kept in Parquet."""
    path = paths["polity"]
    names = {
        "polity_annual_ccode": "unit", "polity_annual_country": "name", "year": "year", "polity": "polity",
        "polity2": "polity2",
    }  # fmt: skip
    frame = read_parquet(path, list(names), UNUSED).rename(names)
    frame = frame.with_columns(pl.col("unit", "year", "polity", "polity2").cast(pl.Int32))
    frame = number_by_code(
        frame, "unit", "state", path, system="cow", year="year", corrections=CORRECTIONS, outside="today"
    )
    unique_keys(frame.filter(pl.col("state").is_not_null()), ["state", "year"], path)
    # Two later rows, of the United States, stand in the file; no other state is coded after 2018.
    return Reading(RELEASE, {"polity": frame}, {"polity": (Span(1776, 2018), Span(2019, 2020, ("USA",)))})


def _polity2(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["polity"].filter(~nw.col("state").is_null(), ~nw.col("polity2").is_null())
    value = nw.col("polity2").cast(nw.Float64)
    return rows.select("state", "year", value=value, status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(POLITY,),
        editions=(Edition("p5v2018", {"polity": "**/regimes/dd_polity5.parquet"}, read_copy),),
        offers=(
            Offer(
                Definition(
                    code="regimes.polity",
                    label="Regime score (Polity5, polity2)",
                    unit="score −10 to 10",
                    grain="state-year",
                    kind="index",
                    sector="regimes",
                    absent="not known",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=(SMOOTHED, ENDS),
                ),
                ("polity",),
                _polity2,
            ),
        ),
    ),
)
