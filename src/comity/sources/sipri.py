"""Stockholm International Peace Research Institute: arms transfers (register of deals, deliveries by year).

The volumes are trend-indicator values (TIV), not money. A printed 0 is a delivery below 0.5 million, a blank means that
nothing was identified. Russia is credited from 1992, the Soviet Union before. Each March release rewrites history.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import narwhals as nw

from comity import states
from comity.errors import Failure
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    as_number,
    closed,
    has_words,
    head,
    ids_of,
    number_by_name,
    pl,
    read_csv,
    read_parquet,
)
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Grain,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
    whole_origins,
    whole_targets,
)

DATASET = Dataset(
    code="sipri_arms",
    title="SIPRI Arms Transfers Database",
    publisher="Stockholm International Peace Research Institute",
    citation="Stockholm International Peace Research Institute, SIPRI Arms Transfers Database, "
    "https://doi.org/10.55163/SAFC1241",
    address="https://www.sipri.org/databases/armstransfers",
    licence=Licence(
        name="SIPRI terms: non-commercial fair use of less than a tenth of the data set",
        words="fair use: for non-commercial purposes, and the reproduction of less than 10 per cent of a published "
        "data set; both conditions must apply",
        address="https://www.sipri.org/about/terms-and-conditions",
        ship="part",
    ),
)

RETRIEVED = date(2026, 11, 23)
UNKNOWN = "unknown supplier or recipient"
OTHERS = {
    "unknown supplier(s)": UNKNOWN,
    "Unknown supplier(s)": UNKNOWN,
    "unknown recipient(s)": UNKNOWN,
    "Unknown recipient(s)": UNKNOWN,
}
STATUSES = ("New", "Second hand", "Second hand but modernized")

DELIVERIES = Table(
    name="deliveries",
    columns=(
        Column("origin", "state", "supplier, blank when it is unknown or no state", nullable=True),
        Column("target", "state", "recipient, blank when it is unknown or no state", nullable=True),
        Column("supplier", "text", "the supplier in SIPRI's words"),
        Column("recipient", "text", "the recipient in SIPRI's words"),
        Column("year", "int", "year of delivery", low=1950, high=2100),
        Column("tiv", "float", "volume delivered", unit="TIV million", low=0, high=20_000),
    ),
    keys=("supplier", "recipient", "year"),
    envelopes={
        "2022-03": Envelope(
            (21_000, 22_000), (1950, 2021), (({"origin": "RUS", "target": "MMR", "year": 2020}, "tiv", 64.0),)
        ),
        "2024-03": Envelope(
            (9_500, 9_800), (2000, 2023), (({"origin": "RUS", "target": "MMR", "year": 2023}, "tiv", 110.0),)
        ),
    },
)
TIV = Caveat(
    "TIV measures the volume of major conventional arms, not money: spare parts, services, small arms and most "
    "ammunition are not in it, and it is not comparable with a sum in dollars."
)
REWRITTEN = Caveat("SIPRI revises earlier years with each March release, so figures of two releases can differ.")
JF17 = Caveat(
    "No delivery from Pakistan to Myanmar is on record: SIPRI books Myanmar's JF-17 combat aircraft to China.", ("MMR",)
)

DEALS = RecordKind(
    code="arms.deals",
    label="Arms deals: orders and deliveries of major conventional arms",
    sector="arms",
    columns=(
        Column("order_year_uncertain", "bool", "SIPRI marks the year with '?'"),
        Column("ordered", "float", "number ordered", low=0, nullable=True),
        Column("ordered_uncertain", "bool", "SIPRI marks the number with '?'"),
        Column("designation", "text", "weapon designation"),
        Column("description", "text", "weapon description"),
        Column("delivered", "float", "number delivered", low=0, nullable=True),
        Column("delivered_uncertain", "bool", "SIPRI marks the number with '?'"),
        Column("delivery_years", "text", "years of delivery, joined by '; '", nullable=True),
        Column("condition", "text", "new or second hand", values=STATUSES),
        Column("comments", "text", "SIPRI's comment", nullable=True),
        Column("tiv_delivered", "float", "volume delivered", unit="TIV million", low=0, nullable=True),
    ),
    caveats=(TIV, REWRITTEN, JF17),
)
REGISTER = Table(
    name="register",
    columns=(*RECORD_COLUMNS, *DEALS.columns),
    keys=("id",),
    envelopes={"2026-03": Envelope((29_900, 30_500))},
)


def release_of(generated: date, retrieved: date) -> Release:
    """Return the release that was out on a day: SIPRI publishes on the second Monday of March."""
    year = generated.year if generated >= _second_monday_of_march(generated.year) else generated.year - 1
    return Release(f"{year}-03", _second_monday_of_march(year), retrieved, f"file generated {generated.isoformat()}")


def _second_monday_of_march(year: int) -> date:
    first = date(year, 3, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7)


def _numbered(frame: pl.DataFrame, path: Path, year: str) -> pl.DataFrame:
    frame = number_by_name(frame, "supplier", "origin", path, year=year, others=OTHERS)
    return number_by_name(frame, "recipient", "target", path, year=year, others=OTHERS)


def _summed(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    keys = ["origin", "target", "supplier", "recipient", "year"]
    # Rounded as the sum of decimals that SIPRI gives to two places; 0.1 + 0.2 is no figure of theirs.
    return _numbered(frame, path, "year").group_by(keys).agg(pl.col("tiv").sum().round(4))


def read_deliveries(paths: Mapping[str, Path]) -> Reading:
    """Read deliveries by year as kept in Parquet, release of March 2024."""
    path = paths["deliveries"]
    used = ["supplier", "recipient", "delivery_year", "tiv_delivery_values"]
    frame = read_parquet(path, used, DELIVERY_COLUMNS_UNUSED).rename(
        {"delivery_year": "year", "tiv_delivery_values": "tiv"}
    )
    frame = frame.with_columns(pl.col("year").cast(pl.Int32), pl.col("tiv").cast(pl.Float64))
    release = release_of(date(2025, 1, 3), RETRIEVED)
    return Reading(release, {"deliveries": _summed(frame, path)}, {"deliveries": (Span(2000, 2023),)})


DELIVERY_COLUMNS_UNUSED = (
    "sipri_at_database_id", "designation", "description", "armament_category", "order_date", "order_date_is_estimate",
    "numbers_delivered", "numbers_delivered_is_estimate", "delivery_year_is_estimate", "status", "sipri_estimate",
    "tiv_deal_unit", "local_production",
)  # fmt: skip


def read_deliveries_download(paths: Mapping[str, Path]) -> Reading:
    """Read SIPRI's own trade register by delivery (CSV with a preamble of eleven lines)."""
    path = paths["deliveries"]
    generated, span = _preamble(path)
    used = ["Supplier", "Recipient", "Delivery year", "TIV delivery values"]
    unused = [
        "SIPRI AT Database ID", "Designation", "Description", "Armament category", "Order date",
        "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year is estimate",
        "Status", "SIPRI estimate", "TIV deal unit", "Local production",
    ]  # fmt: skip
    frame = read_csv(path, used, unused, skip_to=lambda row: "SIPRI AT Database ID" in row).rename(
        {"Supplier": "supplier", "Recipient": "recipient", "Delivery year": "year", "TIV delivery values": "tiv"}
    )
    frame = as_number(as_number(frame, ["year"], path, "int"), ["tiv"], path)
    tables = {"deliveries": _summed(frame, path)}
    return Reading(release_of(generated, date.today()), tables, {"deliveries": (span or _all_years(frame["year"]),)})


def _all_years(years: pl.Series) -> Span:
    return Span(int(years.min()), int(years.max()))  # type: ignore[arg-type]


def _preamble(path: Path) -> tuple[date, Span | None]:
    """Return the day on which the file was generated and the part of the table that it holds."""
    text = head(path)
    stamp = re.search(r"Data generated: (\d{1,2} \w{3} \d{4})", text)
    parties = re.search(r"from (.+?)\s+to (.+?)\s*\. ", text)
    if stamp is None or parties is None:
        raise Failure(
            f"{path}: no lines 'from … to …' and 'Data generated: …' in the preamble; export it from SIPRI again"
        )
    years = re.search(r"year range '(\d{4})' to '(\d{4})'", text)
    origins, targets = (None if p == "All countries" else (states.find(p).id,) for p in parties.groups())
    generated = datetime.strptime(stamp[1], "%d %b %Y").date()
    return generated, Span(int(years[1]), int(years[2]), origins, targets) if years else None


def read_tiv_table(paths: Mapping[str, Path]) -> Reading:
    """Read the TIV table by supplier, recipient and year, rounded to whole millions, release of March 2022."""
    path = paths["tiv"]
    frame = read_parquet(path, ["supplier", "recipient", "year", "tiv_millions"], ["supplier_cown", "recipient_cown"])
    frame = frame.rename({"tiv_millions": "tiv"}).with_columns(
        pl.col("year").cast(pl.Int32), pl.col("tiv").cast(pl.Float64)
    )
    release = Release("2022-03", _second_monday_of_march(2022), RETRIEVED, "TIV tables, rounded to whole millions")
    return Reading(release, {"deliveries": _summed(frame, path)}, {"deliveries": (Span(1950, 2021),)})


def _deals(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Turn register rows into records: the order is the date, the item and the count are the summary."""
    frame = _numbered(closed(frame, "condition", STATUSES, path), path, "order_year")
    # The register has no key of its own; its order within a pair and year of order is stable within a release.
    running = pl.int_range(pl.len()).over(["supplier", "recipient", "order_year"]) + 1
    count = pl.col("ordered").cast(pl.Int64).cast(pl.String).fill_null("unknown number of")
    years = pl.concat_str(pl.lit(", delivered "), pl.col("delivery_years")).fill_null(", no delivery on record")
    return frame.with_columns(
        pl.concat_str(["supplier", "recipient", "order_year", running], separator=" ").alias("id"),
        pl.date(pl.col("order_year"), 1, 1).alias("date"),
        pl.lit("year").alias("date_precision"),
        pl.lit("deal").alias("kind"),
        ids_of("origin", otherwise="supplier").alias("origin"),
        ids_of("target", otherwise="recipient").alias("target"),
        pl.concat_str(
            count, pl.lit(" × "), pl.col("designation"), pl.lit(" ("), pl.col("description"), pl.lit(")"), years
        ).alias("summary"),
        pl.concat_list("origin", "target").list.drop_nulls().alias("parties"),
    )


def read_register(paths: Mapping[str, Path]) -> Reading:
    """Read the register of deals as kept in Parquet, release of March 2026."""
    path = paths["register"]
    names = {
        "supplier": "supplier", "recipient": "recipient", "year_of_order": "order_year",
        "year_of_order_uncertain": "order_year_uncertain", "number_ordered": "ordered",
        "number_ordered_uncertain": "ordered_uncertain", "weapon_designation": "designation",
        "weapon_description": "description", "number_delivered": "delivered",
        "number_delivered_uncertain": "delivered_uncertain", "years_of_delivery": "delivery_years",
        "status": "condition", "comments": "comments", "tiv_delivered": "tiv_delivered",
    }  # fmt: skip
    frame = read_parquet(path, list(names), ["tiv_per_unit", "tiv_total_order"], repeats=True).rename(names)
    frame = frame.with_columns(pl.col("order_year").cast(pl.Int32), pl.col("ordered", "delivered").cast(pl.Float64))
    return Reading(
        release_of(date(2026, 5, 18), RETRIEVED),
        {"register": _deals(frame, path)},
        {"register": (Span(1950, 2025),)},
    )


def read_register_download(paths: Mapping[str, Path]) -> Reading:
    """Read the register as SIPRI's page exports it; its '?' flags stand in columns without a name."""
    path = paths["register"]
    generated, span = _preamble(path)
    names = {
        "Supplier": "supplier", "Recipient": "recipient", "Year of order": "order_year",
        "Year of order?": "order_year_uncertain", "Number ordered": "ordered", "Number ordered?": "ordered_uncertain",
        "Weapon designation": "designation", "Weapon description": "description",
        "Deliveries in the Year Range": "delivered", "Deliveries in the Year Range?": "delivered_uncertain",
        "Year(s) of delivery": "delivery_years", "status": "condition", "Comments": "comments",
        "SIPRI TIV of delivered weapons": "tiv_delivered",
    }  # fmt: skip
    frame = read_csv(
        path,
        list(names),
        ["SIPRI TIV per unit", "SIPRI TIV for total order"],
        skip_to=lambda row: "Year of order" in row,
        names=lambda row: [name.strip() or f"{row[i - 1]}?" for i, name in enumerate(row)],
        end=lambda row: row[0].startswith("Total "),
        repeats=True,
    ).rename(names)
    flags = ["order_year_uncertain", "ordered_uncertain", "delivered_uncertain"]
    frame = as_number(frame, ["order_year"], path, "int")
    frame = as_number(frame, ["ordered", "delivered", "tiv_delivered"], path)
    for flag in flags:
        frame = closed(frame, flag, ("", "?"), path)
    frame = frame.with_columns(
        *(pl.col(f) == "?" for f in flags),
        *(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in ("delivery_years", "comments")),
    )
    return Reading(
        release_of(generated, date.today()),
        {"register": _deals(frame, path)},
        {"register": (span or Span(1950, generated.year - 1),)},
    )


def ship(reading: Reading) -> Reading | None:
    """Keep under a tenth: yearly sums of Myanmar's suppliers and Russia's recipients, and Myanmar's deals.

    SIPRI's fair use allows less than 10 per cent of the data set for non-commercial purposes. The release of March 2022
    is left out whole.
    """
    russia, myanmar = states.state("RUS").number, states.state("MMR").number
    if "register" in reading.tables:
        register = reading.tables["register"].filter(pl.col("target") == "MMR")
        return replace(
            reading, tables={"register": register}, coverage={"register": (Span(1950, 2025, None, ("MMR",)),)}
        )
    if reading.release.stamp != "2024-03":
        return None
    mine = (pl.col("target") == myanmar) | ((pl.col("origin") == russia) & (pl.col("year") >= 2014))
    spans = (Span(2000, 2023, None, ("MMR",)), Span(2014, 2023, ("RUS",), None))
    return replace(
        reading,
        tables={"deliveries": reading.tables["deliveries"].filter(mine)},
        coverage={"deliveries": spans},
    )


def _deliveries(tables: Mapping[str, Relation]) -> Relation:
    rows = tables["deliveries"].filter(~nw.col("origin").is_null(), ~nw.col("target").is_null())
    return rows.select("origin", "target", "year", value=nw.col("tiv"), status=_status(nw.col("tiv")))


def _status(tiv: nw.Expr) -> nw.Expr:
    return nw.when(tiv > 0).then(nw.lit("reported")).otherwise(nw.lit("below threshold"))


def _total(tables: Mapping[str, Relation], side: str) -> Relation:
    rows = tables["deliveries"].filter(~nw.col(side).is_null()).group_by(side, "year").agg(nw.col("tiv").sum())
    return rows.select(state=nw.col(side), year=nw.col("year"), value=nw.col("tiv"), status=_status(nw.col("tiv")))


def _definition(code: str, label: str, grain: Grain, *, over_states: bool) -> Definition:
    return Definition(
        code=code,
        label=label,
        unit="TIV million",
        grain=grain,
        kind="flow",
        sector="arms",
        absent="none recorded",
        adds_over_time=True,
        adds_over_states=over_states,
        caveats=(TIV, REWRITTEN, JF17),
    )


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(DELIVERIES, REGISTER),
        editions=(
            Edition("TIV table 1950–2021", {"tiv": "**/sipri_arms/tiv_dyad_year_1950_2021.parquet"}, read_tiv_table),
            Edition(
                "deliveries by year 2000–2023",
                {"deliveries": "**/sipri_arms/deliveries_by_year_2000_2023.parquet"},
                read_deliveries,
            ),
            Edition(
                "register 1950–2025", {"register": "**/sipri_arms/trade_register_1950_2025.parquet"}, read_register
            ),
            Edition(
                "SIPRI trade register by delivery (CSV)",
                {"deliveries": "**/*.csv"},
                read_deliveries_download,
                has_words("SIPRI AT Database ID", "TIV delivery values"),
            ),
            Edition(
                "SIPRI transfer register (CSV)",
                {"register": "**/*.csv"},
                read_register_download,
                has_words("Deliveries in the Year Range", "SIPRI TIV of delivered weapons"),
            ),
        ),
        offers=(
            Offer(
                _definition(
                    "arms.deliveries",
                    "Arms delivered, by supplier and recipient",
                    "directed-dyad-year",
                    over_states=True,
                ),
                ("deliveries",),
                _deliveries,
            ),
            Offer(
                _definition(
                    "arms.imports",
                    "Arms received from all suppliers, unknown ones included",
                    "state-year",
                    over_states=True,
                ),
                ("deliveries",),
                lambda tables: _total(tables, "target"),
                whole_targets,
            ),
            Offer(
                _definition("arms.exports", "Arms supplied to all recipients", "state-year", over_states=True),
                ("deliveries",),
                lambda tables: _total(tables, "origin"),
                whole_origins,
            ),
            Offer(DEALS, ("register",), lambda tables: tables["register"]),
        ),
        ship=ship,
    ),
)
