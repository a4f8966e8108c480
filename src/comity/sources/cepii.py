"""Centre d'études prospectives et d'informations internationales: BACI trade flows and GeoDist distances.

BACI reconciles what both sides report to one figure a pair, product and year, without the cost of freight; here summed
over products. A pair that is not there had no flow, or one that neither side reported; the sums do not tell which, so
that it is not known. In 2023 even large flows are missing, so that there are no totals of that year.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import narwhals as nw

from comity.errors import Failure, printable
from comity.sources import trade_flows
from comity.sources.cepii_geodist import GEODIST
from comity.sources.checks import within
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    LINE,
    Correction,
    as_number,
    claim_columns,
    number_by_code,
    pl,
    read_parquet,
    unique_keys,
)
from comity.vocabulary import Caveat, Column, Dataset, Envelope, Licence, Offer, Relation, Release, Span, Table

BACI = Dataset(
    code="baci",
    title="BACI: International Trade Database at the Product-Level, summed by pair",
    publisher="CEPII",
    citation="Gaulier, Guillaume and Soledad Zignago (2010), BACI: International Trade Database at the Product-Level "
    "(the 1994-2007 Version), CEPII Working Paper 2010-23",
    address="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    licence=Licence(
        name="Etalab Open Licence 2.0",
        words="Etalab 2.0, free reuse with attribution (as known; check the publisher's page)",
        address="https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        ship="yes",
    ),
)
EARLIER = "before 2024, not named"
COPY = Release(
    "V202501",
    date(2025, 1, 31),
    date(2026, 11, 24),
    "2023 is of V202501 (nomenclature HS22; published in January 2025, day not known); 2000 to 2020 are of an earlier "
    "release that the copy does not name, of 2022 or 2023",
)

PAIRS = Table(
    name="pairs",
    columns=(
        *trade_flows.PAIR,
        Column("exports", "float", "goods, FOB, current prices", unit="USD", low=0),
        Column("release", "text", "release of BACI that the figure is of"),
    ),
    keys=("exporter", "importer", "year"),
    envelopes={
        "V202501": Envelope(
            (606_000, 608_000),
            (2000, 2023),
            tuple(
                ({"origin": origin, "target": target, "year": year}, "exports", dollars)
                for origin, target, year, dollars in (
                    ("RUS", "MMR", 2016, 205_625_734.0),
                    ("RUS", "MMR", 2020, 119_002_361.0),
                    ("RUS", "MMR", 2023, 24_984_067.0),
                )
            ),
        )
    },
)

# BACI counts with numbers of its own where ISO 3166 has another one or none.
NUMBERS = (
    Correction(251, "FRA", "France with Monaco and the departments overseas"),
    Correction(490, "TWN", "'Other Asia, not elsewhere specified', which is Taiwan in practice"),
    Correction(579, "NOR", "Norway with Svalbard and Jan Mayen"),
    Correction(699, "IND", "India with Sikkim"),
    Correction(736, "SDN", "Sudan before the independence of South Sudan"),
    Correction(757, "CHE", "Switzerland with Liechtenstein"),
    Correction(842, "USA", "United States with Puerto Rico and the Virgin Islands"),
)
NO_STATES = {
    58: "Belgium and Luxembourg, which reported as one until 1998",
    80: "British Antarctic Territory",
    530: "Netherlands Antilles until 2010",
    711: "Southern African Customs Union, which reported as one until 1999",
    849: "small islands of the United States in the Pacific",
}

RECONCILED = Caveat(
    "Reconciled by CEPII from both sides' reports, so it is no check of one report against the other; where one side "
    "is silent it rests on the other alone."
)
NO_TAIWAN = Caveat(
    "The sums by pair at hand lack Taiwan and very small economies, those of 2023 also Cuba and North Korea: that a "
    "figure is missing says nothing of their trade.",
    ("TWN", "CUB", "PRK"),
)
LATE = Caveat(
    "In the sums of 2023 a flow is missing altogether where neither side had reported in the new nomenclature: Russia "
    "has none with South Korea, Poland, Vietnam, Argentina, the Philippines and Belarus, with which it traded.",
    ("RUS", "KOR", "POL", "VNM", "ARG", "PHL", "BLR"),
    date(2023, 1, 1),
    date(2023, 12, 31),
)
TWO_RELEASES = Caveat(
    "In the sums by pair at hand 2023 is of a later release and nomenclature than 2000 to 2020, so that levels may "
    "differ a little, and 2021 and 2022 are missing."
)
TOTALS = Table(
    name="totals",
    columns=(
        Column("state", "state", "the economy"),
        Column("year", "int", "year", low=1995, high=2100),
        Column("exports", "float", "exports to all economies in the table, FOB", unit="USD", low=0),
        Column("imports", "float", "imports from all economies in the table, FOB", unit="USD", low=0),
    ),
    keys=("state", "year"),
    envelopes={"V202501": Envelope((4_250, 4_350), (2000, 2020))},
)
NOT_THE_WORLD = Caveat(
    "The sum over the economies in the table, which lack Taiwan and some others: below the whole of a state's trade."
)


def _numbered(frame: pl.DataFrame, path: Path, system: str) -> pl.DataFrame:
    for side, to in (("exporter", "origin"), ("importer", "target")):
        frame = (
            number_by_code(frame, side, to, path, system="iso3", year="year")
            if system == "iso3"
            else number_by_code(
                frame, side, to, path, system="iso_numeric", year="year", others=NO_STATES, corrections=NUMBERS
            )
        )
    return frame.with_columns(pl.col("exporter", "importer").cast(pl.String))


def _copied(path: Path, release: str, rows: tuple[int, int]) -> pl.DataFrame:
    frame = read_parquet(path, ["exporter", "importer", "year", "value_kusd"]).with_columns(
        pl.col("exporter", "importer").cast(pl.String), pl.col("year").cast(pl.Int32)
    )
    frame = _numbered(unique_keys(frame, PAIRS.keys, path), path, "iso3").with_columns(
        (pl.col("value_kusd") * 1000).round().alias("exports"), pl.lit(release).alias("release")
    )
    # The table is made of two files: a cut one is named here, where it is known which.
    within(Envelope(rows), PAIRS, frame, path)
    return frame


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the sums by pair of 2000 to 2020 and of 2023, which are of two releases; each row says of which."""
    earlier = _copied(paths["pairs"], EARLIER, (581_000, 582_000))
    later = _copied(paths["pairs_2023"], COPY.stamp, (25_300, 25_500))
    return _reading(COPY, pl.concat([earlier, later]), earlier)


def _reading(release: Release, pairs: pl.DataFrame, whole: pl.DataFrame) -> Reading:
    """Put together the pairs, and the totals of the years in which none of their large flows is missing."""
    economies = pairs.drop_nulls(["origin", "target"])
    spans = trade_flows.spans_by_year(economies)
    years = set(whole["year"].to_list())
    alone = tuple(Span(s.first, s.last, s.origins) for s in spans if {s.first, s.last} <= years)
    sides = [
        whole.drop_nulls(side).group_by(pl.col(side).alias("state"), "year").agg(pl.col("exports").sum().alias(name))
        for side, name in (("origin", "exports"), ("target", "imports"))
    ]
    totals = sides[0].join(sides[1], on=["state", "year"], how="full", coalesce=True, validate="1:1")
    tables = {"pairs": pairs, "totals": totals.with_columns(pl.col("exports", "imports").fill_null(0.0))}
    return Reading(release, tables, {"pairs": spans, "totals": alone}, (release.note,))


def read_year(paths: Mapping[str, Path]) -> Reading:
    """Read BACI's own file of one year (columns t, i, j, k, v, q), summed by pair."""
    path = paths["pairs"]
    return _summed({path.name: path.read_bytes}, path)


def read_archive(paths: Mapping[str, Path]) -> Reading:
    """Read BACI's own archive, a file for each year, summed by pair."""
    import zipfile  # only needed for a user's own archive

    path = paths["pairs"]
    try:
        with zipfile.ZipFile(path) as archive:
            years = [name for name in sorted(archive.namelist()) if _NAME.search(name)]
            return _summed({name: partial(archive.read, name) for name in years}, path)
    except (zipfile.BadZipFile, OSError, EOFError) as e:
        raise Failure(f"{path}: not a whole archive ({printable(str(e))}); download it again") from e


_NAME = re.compile(r"BACI_HS\d\d_Y\d{4}_(V(\d{4})(\d\d))\.csv$")
_COLUMNS = ["t", "i", "j", "k", "v", "q"]


def _summed(files: Mapping[str, Callable[[], bytes]], path: Path) -> Reading:
    stamps = {found for name in files if (found := _NAME.search(name))}
    versions = sorted({s[1] for s in stamps})
    if len(versions) != 1:
        raise Failure(
            f"{path}: {len(versions)} versions in the names of its files; keep BACI's own, such as "
            "BACI_HS92_Y2022_V202601.csv"
        )
    frame = pl.concat([_by_pair(load(), path) for load in files.values()])
    codes = _numbered(frame, path, "iso_numeric").with_columns(pl.lit(versions[0]).alias("release"))
    year, month = next((int(s[2]), int(s[3])) for s in stamps)
    last = date(year, month, monthrange(year, month)[1])
    release = Release(versions[0], last, date.today(), f"published in {last:%B %Y}, day not known")
    return _reading(release, codes, codes)


def _by_pair(raw: bytes, path: Path) -> pl.DataFrame:
    """Sum a year's eleven million rows over products; read as a whole, since a row at a time would take minutes."""
    header = raw[:200].split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip().split(",")
    claim_columns(path, header, _COLUMNS, ())
    numbers = {"t": pl.Int32, "i": pl.Int32, "j": pl.Int32, "v": pl.Float64}
    try:
        frame = pl.read_csv(BytesIO(raw), columns=list(numbers), schema_overrides=numbers)
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        frame = pl.DataFrame({"v": [None]})
    if frame.null_count().sum_horizontal().item():
        frame = _named(raw, list(numbers), path)
    return frame.group_by(year="t", exporter="i", importer="j").agg((pl.col("v").sum() * 1000).round().alias("exports"))


def _named(raw: bytes, columns: list[str], path: Path) -> pl.DataFrame:
    """Read again as text, to refuse what is no number with its line."""
    try:
        frame = pl.read_csv(BytesIO(raw), columns=columns, infer_schema=False).with_row_index(LINE, offset=2)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as e:
        raise Failure(f"{path}: not a CSV table ({printable(str(e))}); download it again") from e
    return as_number(as_number(frame, ["t", "i", "j"], path, "int", blanks=()), ["v"], path, blanks=())


def _total(column: str, code: str, label: str) -> Offer:
    def values(tables: Mapping[str, Relation]) -> Relation:
        rows = tables["totals"].filter(nw.col(column) > 0)
        return rows.select("state", "year", value=nw.col(column), status=nw.lit("reported"))

    told = (NOT_THE_WORLD, RECONCILED, TWO_RELEASES, trade_flows.SILENT)
    return Offer(
        trade_flows.definition(code, label, "USD", *told, absent="not known", grain="state-year"), ("totals",), values
    )


def _exports(tables: Mapping[str, Relation]) -> Relation:
    return trade_flows.flows(tables["pairs"], "exports")


PUBLICATIONS = (
    Publication(
        dataset=BACI,
        tables=(PAIRS, TOTALS),
        editions=(
            Edition(
                "sums by pair, 2000–2020 and 2023",
                {
                    "pairs": "**/trade_baci_2000_2020/baci_pairs_2000_2020.parquet",
                    "pairs_2023": "**/trade_baci_2023/baci_pairs_2023.parquet",
                },
                read_copy,
            ),
            Edition(
                "BACI, one year (CSV)",
                {"pairs": "**/BACI_*.csv"},
                read_year,
                lambda text: [c.strip() for c in text.split("\n", 1)[0].split(",")] == _COLUMNS,
            ),
            Edition(
                "BACI, all years (ZIP)",
                {"pairs": "**/BACI_*.zip"},
                read_archive,
                lambda text: text.startswith("PK") and "BACI_HS" in text,
            ),
        ),
        offers=(
            Offer(
                trade_flows.definition(
                    "trade.exports",
                    "Exports of goods (BACI, reconciled)",
                    "USD",
                    RECONCILED,
                    TWO_RELEASES,
                    NO_TAIWAN,
                    LATE,
                    trade_flows.SILENT,
                    trade_flows.UNRECORDED,
                    trade_flows.KINDS_DIFFER,
                    absent="not known",
                    note="The default level of trade; prices without freight (FOB)",
                ),
                ("pairs",),
                _exports,
            ),
            _total("exports", "trade.exports_total", "Exports of goods to all economies in BACI"),
            _total("imports", "trade.imports_total", "Imports of goods from all economies in BACI (FOB)"),
        ),
    ),
    GEODIST,
)
