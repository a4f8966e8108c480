"""Skaaning, Gerring and Bartusevičius: the Lexical Index of Electoral Democracy, from 0 to 6.

A score is the state of affairs on 31 December. The numbers are those of Correlates of War, with some of the authors'
own for units that were never members; colonies are kept under the state of today. The index is the publisher's own,
not the one that democracyData computes again from its parts (they differ in 17 rows).
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
    code="lied",
    title="Lexical Index of Electoral Democracy (LIED)",
    publisher="Svend-Erik Skaaning, Aarhus University",
    citation="Skaaning, Svend-Erik, John Gerring and Henrikas Bartusevičius (2015), A Lexical Index of Electoral "
    "Democracy, Comparative Political Studies 48(12): 1491-1525; data set v6.8, https://doi.org/10.7910/DVN/WPKNIT",
    address="https://doi.org/10.7910/DVN/WPKNIT",
    licence=Licence(
        name="CC0 1.0",
        words="dedicated to the public domain",
        address="https://creativecommons.org/publicdomain/zero/1.0/",
        ship="yes",
    ),
)
RELEASE = Release(
    "v6.8",
    date(2025, 6, 26),
    date(2026, 11, 23),
    "by way of democracyData; the day is that of the earliest copy known of v6.8",
)

CORRECTIONS = (
    Correction(89, "XCA", "United Provinces of Central America"),
    Correction(100, "XGC", "Gran Colombia under Colombia's number", 1821, 1829),
    Correction(345, "YUG", "the kingdom was proclaimed on 1 December 1918", 1918, 1918),
    Correction(345, "YUG", "occupied Yugoslavia", 1941, 1944),
    Correction(365, "SUN", "founded on 30 December 1922", 1922, 1922),
    Correction(365, "RUS", "the Soviet Union ended before 31 December 1991", 1991, 1991),
    Correction(556, "XOF", "Orange Free State"),
    Correction(557, "XTV", "Transvaal"),
    Correction(601, "ESH", "Western Sahara"),
    Correction(711, "XTB", "Tibet"),
    Correction(730, None, "Korea under Japan, before the two states of today", 1911, 1947),
    Correction(817, "XVA", "Annam, which the authors number like South Vietnam", last=1893),
    Correction(817, None, "French Indochina", 1894, 1953),
)
NO_STATE = {
    21: "Newfoundland, a dominion in neither state list",
    241: "Hamburg: in neither state list",
    242: "Brunswick: in neither state list",
    266: "Oldenburg: in neither state list",
    268: "Saxe-Weimar-Eisenach: in neither state list",
    276: "Nassau: in neither state list",
    521: "Somaliland: in neither state list",
    558: "Natal, a colony that became part of South Africa",
    559: "Cape Colony, which became part of South Africa",
    665: "the British mandate, not the State of Palestine",
    667: "the West Bank alone; there is no score for Palestine as a whole",
    668: "Gaza alone; there is no score for Palestine as a whole",
}

INDEX = Table(
    name="index",
    columns=(
        Column("state", "state", "the state, blank for a unit that the registry does not have", nullable=True),
        Column("unit", "int", "the authors' own number", low=1, high=999),
        Column("name", "text", "the authors' name for the unit"),
        Column("year", "int", "year, as of 31 December", low=1789, high=2100),
        Column("sovereign", "int", "1: the authors count the unit as sovereign; 0: not", low=0, high=1),
        Column(
            "lexical_index", "int", "0 no elections … 6 competitive elections with universal suffrage", low=0, high=6
        ),
    ),
    keys=("unit", "year"),
    envelopes={
        "v6.8": Envelope(
            (32_000, 33_500),
            (1789, 2024),
            (
                ({"state": "MMR", "year": 2020}, "lexical_index", 6),
                ({"state": "MMR", "year": 2021}, "lexical_index", 0),
            ),
        )
    },
)
UNUSED = (
    "vdem", "region", "male_suffrage", "female_suffrage", "exselec", "legselec", "opposition", "competition",
    "lexical_index", "political_liberties", "lexical_index_plus", "democratic_transition", "transition_type",
    "democratic_breakdown", "breakdown_type", "turnover_period", "turnover_event", "two_turnover_period",
    "extended_country_name", "GWn", "cown", "in_GW_system",
)  # fmt: skip

ELECTIONS = Caveat(
    "The index looks at elections alone and at 31 December: 3 needs multi-party elections for parliament and "
    "executive, 4 contested ones, 5 and 6 the vote for men or women, or for all; liberties are not in it."
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read version 6.8 as kept in Parquet."""
    path = paths["index"]
    names = {
        "lied_cow": "unit", "lied_country": "name", "year": "year", "sovereign": "sovereign",
        "lexical_index_original": "lexical_index",
    }  # fmt: skip
    frame = read_parquet(path, list(names), UNUSED).rename(names)
    frame = frame.with_columns(pl.col("unit", "year", "sovereign", "lexical_index").cast(pl.Int32))
    frame = number_by_code(
        frame,
        "unit",
        "state",
        path,
        system="cow",
        year="year",
        others=NO_STATE,
        corrections=CORRECTIONS,
        outside="today",
    )
    unique_keys(frame.filter(pl.col("state").is_not_null()), ["state", "year"], path)
    return Reading(RELEASE, {"index": frame}, {"index": (Span(1789, 2024),)})


def _index(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["index"].filter(~nw.col("state").is_null())
    value = nw.col("lexical_index").cast(nw.Float64)
    return rows.select("state", "year", value=value, status=nw.lit("reported"))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(INDEX,),
        editions=(Edition("version 6.8", {"index": "**/regimes/dd_lied.parquet"}, read_copy),),
        offers=(
            Offer(
                Definition(
                    code="regimes.lexical_index",
                    label="Lexical Index of Electoral Democracy",
                    unit="level 0–6",
                    grain="state-year",
                    kind="index",
                    sector="regimes",
                    absent="not known",
                    adds_over_time=False,
                    adds_over_states=False,
                    caveats=(ELECTIONS,),
                ),
                ("index",),
                _index,
            ),
        ),
    ),
)
