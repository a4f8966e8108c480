"""CEPII GeoDist: distances, contiguity, common language and colonial ties, one figure a pair and no year.

The figures are kept without a year, as published. As indicators they stand under one year, 2011, that of the paper they
are described in: a coverage of many years would say that borders and languages were looked at in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.sources.publication import Edition, Publication, Reading
from comity.sources.r_data import read_r
from comity.sources.reading import Correction, as_number, number_by_code, pl
from comity.sources.trade_flows import ids_in
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
    code="cepii_distance",
    title="GeoDist: distances between countries, contiguity, languages, colonial ties",
    publisher="CEPII",
    citation="Mayer, Thierry and Soledad Zignago (2011), Notes on CEPII's distances measures: the GeoDist database, "
    "CEPII Working Paper 2011-25",
    address="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6",
    licence=Licence(
        name="Etalab Open Licence 2.0",
        words="Etalab 2.0, free reuse with attribution (as known; check the publisher's page); a copy is marked CC0",
        address="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        ship="yes",
    ),
    as_of="does not apply",
)
YEAR = 2011
RELEASE = Release("2011-12", date(2011, 12, 31), date(2026, 11, 23), "described in a paper of December 2011")

CODES = (Correction("PAL", "PSE", "Palestine, which has the code PSE today"),)
OTHERS = {"ANT": "Netherlands Antilles until 2010"}
NOW = Caveat(
    "CEPII gives one figure a pair and no year. It stands here under 2011, when it was described: distances between "
    "the same cities hold for other years; borders, languages and ties are those of that time."
)
CITIES = Caveat(
    "Between the most populous cities of the two countries, along the great circle, not between borders: neighbours "
    "can be far from each other."
)
WEIGHTED = Caveat(
    "The mean of the distances between the largest cities, weighted by their shares in population about 2004."
)
YUGOSLAVIA = Caveat(
    "GeoDist has Serbia and Montenegro as one, under the code of Yugoslavia, which had ended by 2011.",
    ("YUG", "SRB", "MNE"),
)

CAPITALS = (
    Caveat("CEPII measures from Yangon; Myanmar's seat of government has been Naypyidaw since 2005.", ("MMR",)),
    Caveat("CEPII measures from Bujumbura; Burundi's political capital has been Gitega since 2019.", ("BDI",)),
    Caveat("CEPII measures from Koror; Palau's capital has been Ngerulmud since 2006.", ("PLW",)),
    Caveat("CEPII measures from Tel Aviv for Israel and from Gaza for Palestine.", ("ISR", "PSE")),
)

_KILOMETRES = {
    "distance": ("dist", "distance between the most populous cities"),
    "distance_capitals": ("distcap", "distance between the capitals"),
    "distance_weighted": ("distw", "mean distance between cities, weighted by population"),
}
_TIES = {
    "contiguity": ("contig", "share a border on land"),
    "official_language": ("comlang_off", "share an official language"),
    "common_language": ("comlang_ethno", "share a language that at least 9 per cent speak in both"),
    "colony": ("colony", "one was ever a colony of the other"),
    "common_coloniser": ("comcol", "had a common coloniser after 1945"),
    "colony_since_1945": ("col45", "one was a colony of the other after 1945"),
}
PAIRS = Table(
    name="pairs",
    columns=(
        Column("origin", "state", "the state with the smaller number"),
        Column("target", "state", "the other state"),
        *(
            Column(name, "float", meaning, unit="km", low=0, high=20_040, nullable=name == "distance_weighted")
            for name, (_, meaning) in _KILOMETRES.items()
        ),
        *(Column(name, "int", meaning, low=0, high=1) for name, (_, meaning) in _TIES.items()),
    ),
    keys=("origin", "target"),
    envelopes={
        "2011-12": Envelope(
            (24_700, 24_800),
            cells=tuple(
                ({"origin": "MMR", "target": "RUS"}, name, value)
                for name, value in (("distance", 6526.041), ("distance_weighted", 5855.366), ("contiguity", 0))
            ),
        )
    },
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the pairs as kept in R's own format; each stands in it twice, with the same figures."""
    path = paths["pairs"]
    names = {column: name for name, (column, _) in {**_KILOMETRES, **_TIES}.items()}
    frame = read_r(path, "dist_cepii", ["iso_o", "iso_d", *names], ["curcol", "smctry", "distwces"]).rename(names)
    frame = as_number(frame, ["distance_weighted"], path, blanks=(".",))
    frame = frame.with_columns(pl.col(*_TIES).cast(pl.Int32))
    for side, to in (("iso_o", "origin"), ("iso_d", "target")):
        frame = number_by_code(frame, side, to, path, system="iso3", others=OTHERS, corrections=CODES)
    pairs = frame.filter(pl.col("origin") < pl.col("target"))
    who = ids_in(pairs, "origin", "target")
    return Reading(RELEASE, {"pairs": pairs}, {"pairs": (Span(YEAR, YEAR, who, who),)})


def _offer(name: str, label: str, unit: str, *caveats: Caveat) -> Offer:
    tie = name in _TIES

    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables["pairs"].filter(~nw.col(name).is_null())
        value = nw.col(name).cast(nw.Float64)
        status = nw.when(value > 0).then(nw.lit("reported")).otherwise(nw.lit("true zero"))
        year = nw.lit(YEAR).cast(nw.Int32)
        return rows.select("origin", "target", year=year, value=value, status=status)

    return Offer(
        Definition(
            code=f"geography.{name}",
            label=label,
            unit=unit,
            grain="dyad-year",
            kind="index",
            sector="geography",
            absent="not known",
            adds_over_time=False,
            adds_over_states=False,
            caveats=(*caveats, NOW, YUGOSLAVIA),
            note="1: yes, 0: no" if tie else "",
        ),
        ("pairs",),
        values,
    )


GEODIST = Publication(
    dataset=DATASET,
    tables=(PAIRS,),
    editions=(Edition("pairs (R data)", {"pairs": "**/cepii_geodist/dist_cepii.rda"}, read_copy),),
    offers=(
        _offer("distance", "Distance between the most populous cities (CEPII)", "km", CITIES),
        _offer("distance_capitals", "Distance between the capitals (CEPII)", "km", *CAPITALS),
        _offer("distance_weighted", "Distance between cities, weighted by population (CEPII)", "km", WEIGHTED),
        *(
            _offer(name, f"{label} (CEPII)", "0 or 1")
            for name, label in (
                ("contiguity", "Common border on land"),
                ("official_language", "Common official language"),
                ("common_language", "Common language of at least 9 per cent on both sides"),
                ("colony", "One was ever a colony of the other"),
                ("common_coloniser", "Common coloniser after 1945"),
                ("colony_since_1945", "One was a colony of the other after 1945"),
            )
        ),
    ),
)
