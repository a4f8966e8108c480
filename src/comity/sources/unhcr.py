"""United Nations High Commissioner for Refugees: refugees, asylum seekers and people displaced within their state.

All are numbers of people at the end of a year. A pair that is not listed was not reported, which is not zero; a printed
0 says that none was recorded. Earlier years stand under the states of today (the Soviet Union under Russia).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    LINE,
    as_number,
    claim_columns,
    has_words,
    number_by_code,
    pl,
    read_csv,
    read_json,
    read_parquet,
)
from comity.vocabulary import (
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Grain,
    Licence,
    Offer,
    Relation,
    Release,
    Span,
    Table,
)

DATASET = Dataset(
    code="unhcr",
    title="Refugee Population Statistics Database",
    publisher="United Nations High Commissioner for Refugees",
    citation="UNHCR Refugee Population Statistics Database, https://www.unhcr.org/refugee-statistics/",
    address="https://www.unhcr.org/refugee-statistics/",
    licence=Licence(
        name="CC BY 4.0",
        words="Attribution 4.0 International (CC BY 4.0)",
        address="https://www.unhcr.org/what-we-do/reports-and-publications/data-and-statistics/terms-use-datasets",
        ship="yes",
    ),
)

COPY = Release(
    "2025.12.1",
    date(2026, 6, 25),
    date(2026, 11, 23),
    "Global Trends 2025, out in June 2026; the day is that of the package which holds the figures",
)
OTHERS = {
    "UNK": "origin or place of asylum not known",
    "UKN": "origin or place of asylum not known (UNHCR's own code)",
    "XXA": "stateless people",
    "STA": "stateless people (UNHCR's own code)",
    "TIB": "Tibetans, whom UNHCR lists apart from China",
}
FIGURES = ("refugees", "asylum_seekers", "idps")
# First year in which UNHCR gives the figure; before it the files are filled up with 0.
SINCE = {"refugees": 1951, "asylum_seekers": 2000, "idps": 1993}

STOCK = Caveat("A number of people at the end of the year (stock), not of those who fled in the year.")
OVERALL = Caveat(
    "Not counted are Palestine refugees under UNRWA's mandate and, among refugees and asylum seekers, others in need "
    "of international protection (most Venezuelans abroad)."
)
BACKDATED = Caveat(
    "UNHCR files earlier years under the states of today: the Soviet Union under Russia, Yugoslavia under Serbia, "
    "Czechoslovakia under Czechia.",
    ("RUS", "SRB", "CZE"),
    None,
    date(1992, 12, 31),
)
KOSOVO = Caveat("UNHCR counts Serbia and Kosovo together.", ("SRB", "XKX"))
ROUNDED = Caveat("No number from 1 to 4 occurs: UNHCR rounds them, mostly to 5, so that nobody can be identified.")
OF_CONCERN = Caveat(
    "UNHCR counts the people displaced by conflict whom it protects or helps; IDMC counts on its own and gets other "
    "figures."
)
MYANMAR = {"origin": "MMR", "target": "MMR"}
POPULATION = Table(
    name="population",
    columns=(
        Column("coo", "text", "code of the origin as published: ISO 3166, UNK unknown, XXA stateless, TIB Tibetans"),
        Column("coa", "text", "code of the place of asylum as published"),
        Column("origin", "state", "origin; blank for those that are no state", nullable=True),
        Column("target", "state", "place of asylum, the origin itself for people displaced within it", nullable=True),
        Column("year", "int", "at the end of this year", low=1951, high=2100),
        Column("refugees", "int", "refugees and people in a refugee-like situation", unit="persons", low=0),
        Column("asylum_seekers", "int", "people whose claim is not decided", unit="persons", low=0),
        Column("idps", "int", "people displaced within their state", unit="persons", low=0),
    ),
    keys=("coo", "coa", "year"),
    envelopes={
        COPY.stamp: Envelope(
            (138_500, 139_500),
            (1951, 2025),
            (
                *(
                    (MYANMAR | {"year": year}, "idps", persons)
                    for year, persons in (
                        (2020, 370_320), (2021, 671_011), (2022, 1_504_848), (2023, 2_607_645), (2025, 3_628_840)
                    )
                ),
                ({"origin": "MMR", "target": "BGD", "year": 2020}, "refugees", 866_518),
            ),
        )
    },
)  # fmt: skip


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the end-year totals as kept in Parquet, from the package of Global Trends 2025."""
    path = paths["population"]
    unused = [
        "coo_name", "coo", "coa_name", "coa", "returned_refugees", "returned_idps", "stateless", "ooc", "oip", "hst",
    ]  # fmt: skip
    frame = read_parquet(path, ["year", "coo_iso", "coa_iso", *FIGURES], unused)
    frame = frame.rename({"coo_iso": "coo", "coa_iso": "coa"}).with_columns(pl.col("year", *FIGURES).cast(pl.Int32))
    return _reading(COPY, frame, path)


def read_hdx(paths: Mapping[str, Path]) -> Reading:
    """Read the end-year totals as the Humanitarian Data Exchange has them (CSV)."""
    path = paths["population"]
    names = {
        "Year": "year", "ISO3CoO": "coo", "ISO3CoA": "coa", "REF": "refugees", "ASY": "asylum_seekers", "IDP": "idps",
    }  # fmt: skip
    frame = read_csv(path, list(names), ["OOC", "STA", "VDA"]).rename(names)
    frame = as_number(frame, ["year", *FIGURES], path, "int")
    return _reading(_undated(frame), frame, path)


def read_api(paths: Mapping[str, Path]) -> Reading:
    """Read an answer of UNHCR's programming interface, asked for every origin and every place of asylum.

    A cell is a number, a number as text, or "-" where the figure does not apply.
    """
    path = paths["population"]
    answer = read_json(path)
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise Failure(f"{path}: no list 'items' with rows; save the answer of api.unhcr.org/population again")
    if int(answer.get("maxPages") or 1) > 1:
        raise Failure(
            f"{path}: page {answer.get('page')} of {answer['maxPages']}; ask with a limit that holds all rows"
        )
    for row, item in enumerate(items, 1):
        if "-" in (item.get("coo"), item.get("coa")):
            raise Failure(f"{path}: item {row} is a sum over states ('-'); ask with coo_all=true and coa_all=true")
        claim_columns(path, list(item), ["year", "coo_iso", "coa_iso", *FIGURES], _API_UNUSED)
    used = {"year": "year", "coo_iso": "coo", "coa_iso": "coa"} | dict.fromkeys(FIGURES)
    text = {to or name: [str(item[name]) for item in items] for name, to in used.items()}
    frame = pl.DataFrame({**text, LINE: range(1, len(items) + 1)}, schema_overrides={LINE: pl.Int64})
    frame = as_number(as_number(frame, ["year"], path, "int"), FIGURES, path, "int", blanks=("-", "", "None"))
    return _reading(_undated(frame), frame.with_columns(pl.col(FIGURES).fill_null(0)), path)


_API_UNUSED = (
    "coo_id", "coo_name", "coo", "coa_id", "coa_name", "coa", "returned_refugees", "returned_idps", "stateless", "ooc",
    "oip", "hst",
)  # fmt: skip


def _undated(frame: pl.DataFrame) -> Release:
    """Return a release for a file that bears no stamp: named after its last year, out on the day it is read."""
    today = date.today()
    last: int = frame["year"].max()  # type: ignore[assignment]
    return Release(f"{last}-12", today, today, "end-year totals; the file does not say when it was made")


def _reading(release: Release, frame: pl.DataFrame, path: Path) -> Reading:
    for code, to in (("coo", "origin"), ("coa", "target")):
        frame = number_by_code(frame, code, to, path, system="iso3", others=OTHERS)
    apart = frame.filter((pl.col("idps") > 0) & (pl.col("coo") != pl.col("coa")))
    if len(apart):
        raise Failure(f"{path}:{apart[LINE][0]}: people displaced within their state stand in the row of another state")
    span = Span(int(frame["year"].min()), int(frame["year"].max()))  # type: ignore[arg-type]
    return Reading(release, {"population": frame}, {"population": (span,)}, (release.note,))


def _between(tables: Mapping[str, Relation], figure: str) -> Relation:
    """Return people of one state in another; those of no state and those within their own are left out."""
    rows = tables["population"].filter(
        ~nw.col("origin").is_null(),
        ~nw.col("target").is_null(),
        nw.col("origin") != nw.col("target"),
        nw.col("year") >= SINCE[figure],
    )
    people = nw.col(figure)
    status = nw.when(people > 0).then(nw.lit("reported")).otherwise(nw.lit("none recorded"))
    return rows.select("origin", "target", "year", value=people.cast(nw.Float64), status=status)


def _within(tables: Mapping[str, Relation]) -> Relation:
    # A row of a state with itself and 0 displaced is there for another figure: it says nothing of displacement.
    rows = tables["population"].filter(~nw.col("origin").is_null(), nw.col("idps") > 0)
    return rows.select(
        state=nw.col("origin"), year=nw.col("year"), value=nw.col("idps").cast(nw.Float64), status=nw.lit("reported")
    )


def _from(figure: str) -> Callable[[tuple[Span, ...]], tuple[Span, ...]]:
    """Cut the coverage of the table to the years since which UNHCR gives the figure."""

    def cut(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(s, first=max(s.first, SINCE[figure])) for s in spans if s.last >= SINCE[figure])

    return cut


def _offer(
    figure: str, label: str, grain: Grain, values: Callable[[Mapping[str, Relation]], Relation], *caveats: Caveat
) -> Offer:
    definition = Definition(
        code=f"displacement.{figure}",
        label=label,
        unit="persons",
        grain=grain,
        kind="stock",
        sector="displacement",
        absent="not known",
        adds_over_time=False,
        adds_over_states=True,
        caveats=(STOCK, *caveats, BACKDATED, KOSOVO, ROUNDED),
    )
    return Offer(definition, ("population",), values, _from(figure))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(POPULATION,),
        editions=(
            Edition("Global Trends 2025", {"population": "**/unhcr_refugees/population.parquet"}, read_copy),
            Edition(
                "end-year population totals (Humanitarian Data Exchange, CSV)",
                {"population": "**/*.csv"},
                read_hdx,
                has_words("ISO3CoO", "ISO3CoA", "REF", "IDP"),
            ),
            Edition(
                "population, by origin and asylum (programming interface, JSON)",
                {"population": "**/*.json"},
                read_api,
                has_words('"items"', '"coo"', '"asylum_seekers"'),
            ),
        ),
        offers=(
            _offer(
                "refugees",
                "Refugees, by origin and place of asylum",
                "directed-dyad-year",
                lambda tables: _between(tables, "refugees"),
                OVERALL,
            ),
            _offer(
                "asylum_seekers",
                "Asylum seekers whose claim is not decided, by origin and place of asylum",
                "directed-dyad-year",
                lambda tables: _between(tables, "asylum_seekers"),
                OVERALL,
            ),
            _offer("idps", "People displaced within their state (UNHCR)", "state-year", _within, OF_CONCERN),
        ),
    ),
)
