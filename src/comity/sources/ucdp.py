"""Uppsala Conflict Data Program: deaths in organised violence, and who fights whom.

Read here are deaths by country and year (v25.1), dyads of armed conflict by year (Dyadic v24.1), and the event file
(GED), of which yearly sums are kept; `ucdp_conflicts` reads conflicts within states and their onsets. Countries are
those of Gleditsch and Ward; 345 stays Serbia's number after 2006, where their own list passes to 340. A country-year in
the list with 0 deaths is a true zero: the program looked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from comity.errors import Failure
from comity.sources import ucdp_conflicts
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    LINE,
    as_number,
    closed,
    has_words,
    ids_of,
    number_by_code,
    pl,
    read_csv,
    read_parquet,
    unique_keys,
)
from comity.sources.ucdp_offers import CORRECTIONS, DYADS, OFFERS, TYPES
from comity.vocabulary import RECORD_COLUMNS, Column, Dataset, Envelope, Licence, Release, Span, Table

DATASET = Dataset(
    code="ucdp",
    title="UCDP: Organized Violence by Country-Year, Dyadic Dataset, Georeferenced Event Dataset",
    publisher="Uppsala Conflict Data Program, Uppsala University",
    citation="Davies, Shawn, Therese Pettersson, Margareta Sollenberg and Magnus Öberg (2025), Organized violence "
    "1989-2024, and the challenges of identifying civilian victims, Journal of Peace Research 62(4); for v24.1 Davies, "
    "Shawn, Garoun Engström, Therese Pettersson and Magnus Öberg (2024), Journal of Peace Research 61(4); Sundberg, "
    "Ralph and Erik Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research "
    "50(4); for armed conflicts and onsets Gleditsch, Nils Petter, Peter Wallensteen, Mikael Eriksson, Margareta "
    "Sollenberg and Håvard Strand (2002), Armed Conflict 1946–2001: A New Dataset, Journal of Peace Research 39(5)",
    address="https://ucdp.uu.se/downloads/",
    licence=Licence(
        name="CC BY 4.0",
        words="may be shared and adapted with attribution",
        address="https://creativecommons.org/licenses/by/4.0/",
        ship="yes",
    ),
)
RETRIEVED = date(2026, 11, 23)
V25 = Release("v25.1", date(2025, 6, 30), RETRIEVED, "country-year file; published in June 2025, day not known")
V24 = Release("v24.1", date(2024, 6, 30), RETRIEVED, "dyadic and event files; published in June 2024, day not known")

DEATHS = {
    "cumulative_total_deaths_in_orgvio_best_cy": "best",
    "cumulative_total_deaths_in_orgvio_high_cy": "high",
    "cumulative_total_deaths_in_orgvio_low_cy": "low",
    "sb_total_deaths_best_cy": "state_based",
    "ns_total_deaths_best_cy": "non_state",
    "os_total_deaths_best_cy": "one_sided",
}
_SIDES = ("parties_cy", "civilians_cy", "unknown_cy")
_ESTIMATES = ("best_cy", "high_cy", "low_cy")
UNUSED = (
    "region_cy", "main_govt_name_cy", "version",
    *(f"{kind}_exist_cy" for kind in ("sb", "sb_intrastate", "sb_interstate", "ns", "os")),
    *(f"{kind}_dyad_{what}_cy" for kind in ("sb", "sb_intrastate", "sb_interstate", "ns", "os")
      for what in ("count", "ids", "names")),
    *(f"{kind}_deaths_{side}" for kind in ("sb", "sb_intrastate", "sb_interstate", "ns") for side in _SIDES),
    *(f"{kind}_total_deaths_{e}" for kind in ("sb", "ns", "os") for e in ("high_cy", "low_cy")),
    *(f"sb_{kind}_deaths_{e}" for kind in ("intrastate", "interstate") for e in _ESTIMATES),
    *(f"sb_{kind}_main_govt_inv_incomp_cy" for kind in ("intrastate", "interstate")),
    *(f"os_{who}_killings_{e}" for who in ("main_govt", "any_govt", "nsgroup") for e in _ESTIMATES),
    *(f"os_{who}_inv_cy" for who in ("main_govt", "any_govt", "nsgroup")),
    "os_killings_unknown_cy", *(f"cumulative_total_deaths_{side.removesuffix('_cy')}_in_orgvio_cy" for side in _SIDES),
)  # fmt: skip


def _deaths(name: str, meaning: str) -> Column:
    return Column(name, "int", meaning, unit="deaths", low=0)


COUNTRY_YEARS = Table(
    name="country_years",
    columns=(
        Column("state", "state", "the state"),
        Column("year", "int", "year", low=1989, high=2100),
        Column("country", "text", "the country in UCDP's words"),
        _deaths("best", "deaths in organised violence, best estimate"),
        _deaths("high", "deaths in organised violence, high estimate"),
        _deaths("low", "deaths in organised violence, low estimate"),
        _deaths("state_based", "deaths in state-based conflict, best estimate"),
        _deaths("non_state", "deaths in conflict between groups, best estimate"),
        _deaths("one_sided", "civilians killed deliberately by a government or group, best estimate"),
    ),
    keys=("state", "year"),
    envelopes={
        "v25.1": Envelope(
            (6_900, 7_000),
            (1989, 2024),
            tuple(
                ({"state": "MMR", "year": year}, "best", deaths)
                for year, deaths in ((2020, 207), (2021, 1_781), (2022, 2_761), (2023, 3_065), (2024, 2_896))
            ),
        )
    },
)
REGISTER = Table(
    name="dyads",
    columns=(*RECORD_COLUMNS, *DYADS.columns),
    keys=("id",),
    envelopes={"v24.1": Envelope((3_300, 3_450))},
)
INTERSTATE = Table(
    name="interstate",
    columns=(
        Column("origin", "state", "the state with the smaller number"),
        Column("target", "state", "the other state"),
        Column("year", "int", "year", low=1946, high=2100),
        Column("intensity", "int", "1: 25 to 999 deaths in battle; 2: 1,000 or more", low=1, high=2),
    ),
    keys=("origin", "target", "year"),
    envelopes={
        "v24.1": Envelope(
            (140, 200),
            (1946, 2023),
            # Numbers of the registry put Russia before Ukraine and China before Vietnam.
            (
                ({"origin": "RUS", "target": "UKR", "year": 2022}, "intensity", 2),
                ({"origin": "CHN", "target": "VNM", "year": 1979}, "intensity", 2),
            ),
        )
    },
)
EVENTS = Table(
    name="events_by_year",
    columns=(
        Column("state", "state", "the state on whose ground the events were"),
        Column("year", "int", "year", low=1989, high=2100),
        Column("events", "int", "events", unit="events", low=1),
        _deaths("best", "deaths, best estimate"),
        _deaths("high", "deaths, high estimate"),
        _deaths("low", "deaths, low estimate"),
    ),
    keys=("state", "year"),
    envelopes={
        "v24.1": Envelope(
            (35, 5_000),
            (1989, 2023),
            tuple(
                ({"state": "MMR", "year": year}, "best", deaths)
                for year, deaths in ((2020, 205), (2021, 1_780), (2022, 2_761), (2023, 3_125))
            ),
        )
    },
)


def read_country_years(paths: Mapping[str, Path]) -> Reading:
    """Read deaths by country and year, release 25.1."""
    path = paths["country_years"]
    names = {"country_id_cy": "code", "country_cy": "country", "year_cy": "year", **DEATHS}
    frame = read_parquet(path, list(names), UNUSED).rename(names)
    frame = frame.with_columns(pl.col("year", *DEATHS.values()).cast(pl.Int32))
    frame = number_by_code(frame, "code", "state", path, system="gw", year="year", corrections=CORRECTIONS)
    frame = unique_keys(frame, ["state", "year"], path)
    odd = frame.filter((pl.col("low") > pl.col("best")) | (pl.col("best") > pl.col("high")))
    note = f"in {len(odd)} country-years the best estimate is outside the low and the high one, as published"
    return Reading(V25, {"country_years": frame}, {"country_years": (Span(1989, 2024),)}, (note,))


def _sides(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Return one row for each state that takes part: row, year, role (`gwno_a` …), number and id."""
    roles = ["gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd"]
    parts = frame.unpivot(roles, index=[LINE, "year"], variable_name="role", value_name="code").drop_nulls("code")
    parts = parts.with_columns(pl.col("code").cast(pl.String).str.split(",")).explode("code")
    parts = as_number(parts.with_columns(pl.col("code").str.strip_chars()), ["code"], path, "int", blanks=())
    parts = number_by_code(parts, "code", "number", path, system="gw", year="year", corrections=CORRECTIONS)
    return (
        parts.drop_nulls("number")
        .with_columns(pl.lit(None, pl.String).alias("_"))
        .with_columns(ids_of("number", otherwise="_").alias("state"))
    )


def _records(frame: pl.DataFrame, sides: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Turn dyad-years into records; a side that is no state keeps UCDP's name."""
    ids = sides.group_by(LINE, "role", maintain_order=True).agg(pl.col("state").str.join("; "))
    for role in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd"):
        one = ids.filter(pl.col("role") == role).select(LINE, pl.col("state").alias(f"{role}_ids"))
        frame = frame.join(one, on=LINE, how="left", validate="1:1")
    parties = sides.group_by(LINE, maintain_order=True).agg(
        pl.col("number").unique(maintain_order=True).alias("parties")
    )
    frame = frame.join(parties, on=LINE, how="left", validate="1:1")
    over = (
        pl.when(pl.col("over") == "territory").then(pl.format("over territory ({})", "territory"))
        .when(pl.col("over") == "government").then(pl.lit("over government"))
        .otherwise(pl.format("over government and territory ({})", "territory"))
    )  # fmt: skip
    deaths = pl.when(pl.col("intensity") == 2).then(pl.lit("1,000 or more")).otherwise(pl.lit("25 to 999"))
    frame = frame.with_columns(
        pl.format("{} {}", "dyad", "year").alias("id"),
        pl.date(pl.col("year"), 1, 1).alias("date"),
        pl.lit("year").alias("date_precision"),
        pl.col("gwno_a_ids").fill_null(pl.col("side_a")).alias("origin"),
        pl.col("gwno_b_ids").fill_null(pl.col("side_b")).alias("target"),
        pl.format("{} against {} {}: {} deaths in battle in {}", "side_a", "side_b", over, deaths, "year").alias(
            "summary"
        ),
        pl.col("gwno_a_2nd_ids").alias("origin_allies"),
        pl.col("gwno_b_2nd_ids").alias("target_allies"),
        pl.col("parties").fill_null([]),
    )
    return unique_keys(frame, ["id"], path)


def _interstate(frame: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    """Return pairs of states whose governments fought each other, the smaller number first."""
    war = frame.filter(pl.col("kind") == "interstate").select(LINE, "intensity")
    a = sides.filter(pl.col("role") == "gwno_a").select(LINE, "year", pl.col("number").alias("a"))
    b = sides.filter(pl.col("role") == "gwno_b").select(LINE, pl.col("number").alias("b"))
    pairs = war.join(a, on=LINE, how="inner", validate="1:m").join(b, on=LINE, how="inner", validate="m:m")
    pairs = pairs.with_columns(pl.min_horizontal("a", "b").alias("origin"), pl.max_horizontal("a", "b").alias("target"))
    return pairs.group_by("origin", "target", "year").agg(pl.col("intensity").max())


DYAD_NAMES = {
    "dyad_id": "dyad", "conflict_id": "conflict", "location": "location", "side_a": "side_a", "side_b": "side_b",
    "incompatibility": "over", "territory_name": "territory", "year": "year", "intensity_level": "intensity",
    "type_of_conflict": "kind", "gwno_a": "gwno_a", "gwno_a_2nd": "gwno_a_2nd", "gwno_b": "gwno_b",
    "gwno_b_2nd": "gwno_b_2nd",
}  # fmt: skip
DYAD_UNUSED = (
    "side_a_id", "side_a_2nd", "side_b_id", "side_b_2nd", "start_date", "start_prec", "start_date2", "start_prec2",
    "gwno_loc", "region", "version",
)  # fmt: skip
OVER = {"1": "territory", "2": "government", "3": "government and territory"}


def read_dyads(paths: Mapping[str, Path]) -> Reading:
    """Read dyads of armed conflict by year, release 24.1."""
    path = paths["dyads"]
    frame = read_parquet(path, list(DYAD_NAMES), DYAD_UNUSED).rename(DYAD_NAMES)
    frame = frame.with_columns(
        pl.col("dyad", "conflict", "year", "intensity").cast(pl.Int32), pl.col("over", "kind").cast(pl.String)
    )
    frame = closed(closed(frame, "over", OVER, path), "kind", TYPES, path)
    frame = frame.with_columns(pl.col("over").replace_strict(OVER), pl.col("kind").replace_strict(TYPES))
    sides = _sides(frame, path)
    tables = {"dyads": _records(frame, sides, path), "interstate": _interstate(frame, sides)}
    return Reading(V24, tables, dict.fromkeys(tables, (Span(1946, 2023),)))


EVENT_NAMES = {"year": "year", "country_id": "code", "country": "country", "best": "best", "high": "high", "low": "low"}
# Columns of GED 19.1 to 25.1; each file has most of them.
EVENT_UNUSED = (
    "id", "relid", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "region", "event_clarity", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "gwnoa", "gwnob",
)  # fmt: skip


def _by_year(frame: pl.DataFrame, path: Path) -> tuple[pl.DataFrame, Span]:
    """Sum events by state and year; complete for the states that the file has, since the others may be cut away."""
    frame = number_by_code(frame, "code", "state", path, system="gw", year="year", corrections=CORRECTIONS)
    sums = frame.group_by("state", "year").agg(
        pl.len().cast(pl.Int32).alias("events"), pl.col("best", "high", "low").sum().cast(pl.Int32)
    )
    numbers = sums.select(pl.col("state").unique().sort(), pl.lit("").alias("_"))
    found = numbers.select(ids_of("state", otherwise="_")).to_series().to_list()
    years = sums["year"].to_list()
    return sums, Span(min(years), max(years), tuple(found))


def read_events(paths: Mapping[str, Path]) -> Reading:
    """Read Myanmar's events as yearly sums, release 24.1."""
    path = paths["events"]
    frame = read_parquet(path, list(EVENT_NAMES), EVENT_UNUSED).rename(EVENT_NAMES)
    frame = frame.with_columns(pl.col("year", "code", "best", "high", "low").cast(pl.Int32))
    events, span = _by_year(frame, path)
    return Reading(V24, {"events_by_year": events}, {"events_by_year": (span,)})


def read_events_download(paths: Mapping[str, Path]) -> Reading:
    """Read UCDP's own event file (GED, CSV) as yearly sums; the version stands in the file's name alone."""
    path = paths["events"]
    stamp = re.search(r"(?:ged|GEDEvent_v)(\d\d)_?(\d)", path.name)
    if stamp is None:
        raise Failure(f"{path}: the name does not say the version; keep UCDP's own, such as GEDEvent_v25_1.csv")
    frame = read_csv(path, list(EVENT_NAMES), EVENT_UNUSED).rename(EVENT_NAMES)
    frame = as_number(frame, ["year", "code", "best", "high", "low"], path, "int", blanks=())
    events, span = _by_year(frame, path)
    year = 2000 + int(stamp[1])
    release = Release(
        f"v{stamp[1]}.{stamp[2]}",
        date(year, 6, 30),
        date.today(),
        f"event file; published in June {year}, day not known",
    )
    return Reading(release, {"events_by_year": events}, {"events_by_year": (span,)})


def _is_event_file(text: str) -> bool:
    """Recognise UCDP's event file, but not the extracts of others, which add a column of ISO codes."""
    return has_words("type_of_violence", "conflict_new_id", "priogrid_gid", "event_clarity")(text) and (
        ",iso3," not in text
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(COUNTRY_YEARS, REGISTER, INTERSTATE, EVENTS, *ucdp_conflicts.TABLES),
        editions=(
            Edition(
                "country-years 25.1",
                {"country_years": "**/ucdp/organizedviolence_country_year_v25_1.parquet"},
                read_country_years,
            ),
            Edition("dyads 24.1", {"dyads": "**/ucdp/dyadic_v24_1.parquet"}, read_dyads),
            Edition("events in Myanmar 24.1", {"events": "**/ucdp/ged_myanmar_1989_2023_v24_1.parquet"}, read_events),
            *ucdp_conflicts.EDITIONS,
            Edition(
                "UCDP Georeferenced Event Dataset (CSV)",
                {"events": "**/*.csv"},
                read_events_download,
                _is_event_file,
            ),
        ),
        offers=(*OFFERS, *ucdp_conflicts.OFFERS),
    ),
)
