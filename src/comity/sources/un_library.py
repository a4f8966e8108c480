"""United Nations Digital Library: votes on adopted resolutions of the General Assembly and the Security Council.

A ballot is that of whoever holds the state's seat, which is not always the government that holds the country. From the
ballots, which the terms of the United Nations keep us from handing on, three tables are made that may be: the totals
of each resolution, for each pair of states and calendar year the 3 × 3 table of their joint ballots, and the few roll
calls that pages cite (see `un_ballots`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import narwhals as nw

from comity.errors import Failure, printable
from comity.sources.publication import Edition, Publication, Reading
from comity.sources.reading import (
    LINE,
    as_date,
    as_number,
    claim_columns,
    closed,
    has_words,
    head,
    number_by_name,
    pl,
    read_parquet,
    unique_keys,
)
from comity.sources.un_ballots import CELLS, ROLL_CALLS_SINCE, TOOK_PART, joint_ballots, resolutions, roll_calls, titled
from comity.vocabulary import (
    RECORD_COLUMNS,
    Caveat,
    Column,
    Dataset,
    Definition,
    Envelope,
    Licence,
    Offer,
    RecordKind,
    Relation,
    Release,
    Span,
    Table,
    crossed,
)

DATASET = Dataset(
    code="un_votes",
    title="General Assembly Voting Data and Security Council Voting Data",
    publisher="United Nations Dag Hammarskjöld Library",
    citation="United Nations Dag Hammarskjöld Library, General Assembly Voting Data and Security Council Voting Data, "
    "United Nations, https://digitallibrary.un.org/record/4060887",
    address="https://digitallibrary.un.org/record/4060887",
    licence=Licence(
        name="Copyright, United Nations; non-commercial use, with attribution",
        words="Copyright, United Nations; Non commercial use, with attribution.",
        address="https://www.un.org/en/about-us/terms-of-use",
        ship="part",
    ),
    as_of="row date",
)

YEARS = Span(1946, 2025)
COPY = Release(
    "2025-11-08",
    date(2025, 11, 8),
    date(2026, 11, 23),
    "records as read from the library until 8 November 2025; General Assembly to 29 October 2025",
)
LETTERS = {"Y": "yes", "N": "no", "A": "abstain", "X": "non-voting", "": "non-voting"}
# Names under which the seat passed from one state to another within a year: read by the day, all others by the year.
BY_DAY = ("CHINA", "YEMEN")

HELD_BY_OTHERS = (
    Caveat(
        "Myanmar's ballots since 1 February 2021 are cast by the ambassador of the government ousted on that day, who "
        "speaks for the National Unity Government, not for the State Administration Council.",
        ("MMR",),
        date(2021, 2, 1),
        unfit=True,
    ),
    Caveat(
        "Afghanistan's ballots since 15 August 2021 are cast by the delegation of the former Islamic Republic, not by "
        "the Taliban who hold the country.",
        ("AFG",),
        date(2021, 8, 15),
        unfit=True,
    ),
    Caveat(
        "Afghanistan's ballots from 27 September 1996 to 21 December 2001 were cast by the delegation of President "
        "Rabbani's government, not by the Taliban who held Kabul.",
        ("AFG",),
        date(1996, 9, 27),
        date(2001, 12, 21),
        unfit=True,
    ),
    Caveat(
        "Cambodia's ballots from 1979 to 1990 were cast by the delegation of Democratic Kampuchea, ousted on "
        "7 January 1979, not by the government that held Phnom Penh.",
        ("KHM",),
        date(1979, 1, 7),
        date(1990, 9, 10),
        unfit=True,
    ),
)
PARTIAL = Caveat("2025 is counted to 29 October only; most votes of a year fall in its last two months.", (),
                 date(2025, 1, 1), date(2025, 12, 31), partial=True)  # fmt: skip
ADOPTED = Caveat("Only adopted resolutions are counted: no rejected or vetoed drafts, no votes on single paragraphs.")
CALENDAR = Caveat("Counted by calendar year; others count by session, which runs from September to September.")

COUNT = {
    name: Column(name, "int", meaning, low=0, high=200, nullable=True)
    for name, meaning in (
        ("yes", "members voting yes; blank without a recorded vote"),
        ("no", "members voting no"),
        ("abstentions", "members abstaining"),
        ("non_voting", "members listed that did not vote"),
    )
}
UNDL_ID = Column("undl_id", "int", "number of the record in the UN Digital Library", low=1)
TITLE = Column("title", "text", "title, without the word that it is a resolution")
RESOLUTIONS_KIND = RecordKind(
    code="votes.resolutions",
    label="Resolutions of the General Assembly and the Security Council, with the totals of the vote",
    sector="diplomacy",
    columns=(UNDL_ID, Column("body", "text", "which body", values=("A", "S")), TITLE, *COUNT.values()),
    caveats=(ADOPTED,),
    note="The target is every state that the title names, which need not be the one that the resolution is aimed at.",
)
ROLL_CALLS_KIND = RecordKind(
    code="votes.roll_calls",
    label="Roll calls of the General Assembly on the situation in a state, with every member's ballot",
    sector="diplomacy",
    columns=(
        UNDL_ID,
        TITLE,
        *COUNT.values(),
        Column("voted_yes", "text", "ids of the states that voted yes, joined by '; '"),
        Column("voted_no", "text", "ids of the states that voted no"),
        Column("abstained", "text", "ids of the states that abstained"),
        Column("did_not_vote", "text", "ids of the members that did not vote"),
    ),
    caveats=(ADOPTED, *HELD_BY_OTHERS),
    note="Since 2000, on a state that the title names; without the questions of Palestine and the Golan, budgets and "
    "the yearly resolution on measures against Cuba.",
)
MYANMAR_2021 = {"id": "A/RES/75/287"}
RESOLUTIONS = Table(
    name="resolutions",
    columns=(*RECORD_COLUMNS, *RESOLUTIONS_KIND.columns),
    keys=("undl_id",),
    envelopes={
        COPY.stamp: Envelope(
            (9_990, 10_100),
            cells=(
                (MYANMAR_2021, "yes", 119),
                (MYANMAR_2021, "no", 1),
                (MYANMAR_2021, "abstentions", 36),
                ({"id": "A/RES/ES-11/1"}, "yes", 141),
                ({"id": "A/RES/ES-11/4"}, "abstentions", 35),
                ({"id": "A/RES/ES-11/6"}, "no", 7),
            ),
        )
    },
)
ROLL_CALLS = Table(
    name="roll_calls",
    columns=(*RECORD_COLUMNS, *ROLL_CALLS_KIND.columns),
    keys=("undl_id",),
    envelopes={COPY.stamp: Envelope((110, 142), cells=((MYANMAR_2021, "voted_no", "BLR"),))},
)
BALLOTS = Table(
    name="ballots",
    columns=(
        UNDL_ID,
        Column("state", "state", "the member"),
        Column("year", "int", "calendar year of the vote", low=1946, high=2100),
        Column("ballot", "text", "the ballot", values=(*TOOK_PART, "non-voting")),
    ),
    keys=("undl_id", "state"),
    envelopes={COPY.stamp: Envelope((917_000, 918_000), (1946, 2025))},
)
JOINT = Table(
    name="joint_ballots",
    columns=(
        Column("origin", "state", "the state with the smaller number"),
        Column("target", "state", "the other state"),
        Column("year", "int", "calendar year", low=1946, high=2100),
        *(Column(c, "int", f"roll calls in which origin said {c[0]}, target {c[1]}", low=0, high=400) for c in CELLS),
    ),
    # In this order the table is a tenth smaller than by pair.
    keys=("year", "target", "origin"),
    envelopes={
        COPY.stamp: Envelope(
            (929_000, 931_000),
            (1946, 2025),
            # Of 82 ballots in 2020 Russia and Myanmar cast 62 alike: 0.756.
            tuple(
                ({"origin": "MMR", "target": "RUS", "year": year}, cell, n)
                for year, cell, n in ((2020, "yy", 52), (2020, "aa", 6), (2023, "yy", 42))
            ),
        )
    },
)


def read_copy(paths: Mapping[str, Path]) -> Reading:
    """Read the resolutions and votes as kept in Parquet."""
    path = paths["resolutions"]
    names = {
        "undl_id": "undl_id", "body": "body", "resolution": "id", "date": "date", "title": "title",
        "total_yes": "yes", "total_no": "no", "total_abstain": "abstentions", "total_nonvoting": "non_voting",
    }  # fmt: skip
    unused = ["agenda", "meeting", "committee_report", "n_members_listed"]
    records = as_date(read_parquet(path, list(names), unused).rename(names), ["date"], path)
    records = closed(records, "body", ("A", "S"), path).with_columns(pl.col("undl_id", *COUNT).cast(pl.Int32))
    votes = paths["votes"]
    # The copy's own state code is left aside: the registry reads the name by its year or day.
    ballots = read_parquet(votes, ["undl_id", "body", "ms_name", "ms_vote"], ["year", "iso3"])
    ballots = ballots.with_columns(
        pl.col("undl_id").cast(pl.Int32), pl.col("body", "ms_name", "ms_vote").cast(pl.String)
    )
    ballots = ballots.filter(pl.col("body") == "A")
    dated = ballots.join(records.select("undl_id", "date"), on="undl_id", how="left", validate="m:1")
    if dated["date"].null_count():
        lost = dated.filter(pl.col("date").is_null())
        raise Failure(f"{votes}:{lost[LINE][0]}: record {lost['undl_id'][0]} stands not in {path.name}; get both again")
    return _reading(COPY, records, dated, path, votes)


def read_download(paths: Mapping[str, Path]) -> Reading:
    """Read the library's own file of General Assembly votes, a row for each member and resolution."""
    path = paths["votes"]
    names = {
        "undl_id": "undl_id", "resolution": "id", "date": "date", "title": "title", "total_yes": "yes",
        "total_no": "no", "total_abstentions": "abstentions", "total_non_voting": "non_voting",
    }  # fmt: skip
    frame = _rows(path, [*names, "ms_name", "ms_vote"]).rename(names)
    frame = as_date(as_number(frame, ["undl_id", *COUNT], path, "int"), ["date"], path)
    records = frame.unique(["undl_id", "id", "date", "title", *COUNT], keep="first", maintain_order=True)
    records = unique_keys(records, ["undl_id"], path).with_columns(pl.lit("A").alias("body"))
    last: date = records["date"].max()  # type: ignore[assignment]
    named = re.search(r"(\d{4})_(\d{1,2})_(\d{1,2})_ga", path.name)
    day = date(*(int(part) for part in named.groups())) if named else last
    note = f"General Assembly to {last.isoformat()}; no Security Council, no resolution adopted without a vote"
    return _reading(Release(day.isoformat(), day, date.today(), note), records, frame, path, path)


def _rows(path: Path, used: list[str]) -> pl.DataFrame:
    """Read the used columns as text; some 360 MB, so not row by row. A row that is cut has no last field."""
    unused = [
        "ms_code", "session", "draft", "committee_report", "meeting", "agenda_title", "subjects", "vote_note",
        "total_ms",
    ]  # fmt: skip
    header = next(csv.reader(head(path).splitlines()[:1]), [])
    claim_columns(path, header, [*used, "undl_link"], unused)
    try:
        frame = (
            pl.scan_csv(path, infer_schema=False).select([*used, "undl_link"]).with_row_index(LINE, offset=2).collect()
        )
    except pl.exceptions.PolarsError as e:
        raise Failure(f"{path}: not a readable CSV file ({printable(str(e))}); get the file again") from e
    cut = frame.filter(pl.col("undl_link").is_null())
    if len(cut) or frame.is_empty():
        at = f":{cut[LINE][0]}" if len(cut) else ""
        raise Failure(f"{path}{at}: fewer fields than the header has; the file is cut or altered: get it again")
    return frame.select(pl.col(LINE).cast(pl.Int64), pl.col(used).fill_null(""))


def _reading(release: Release, records: pl.DataFrame, dated: pl.DataFrame, path: Path, votes: Path) -> Reading:
    records = titled(records)
    ballots = unique_keys(_ballots(dated, votes), ["undl_id", "state"], votes)
    years: tuple[int, int] = (ballots["year"].min(), ballots["year"].max())  # type: ignore[assignment]
    span = (YEARS if release == COPY else Span(*years),)
    tables = {
        "resolutions": resolutions(records),
        "ballots": ballots,
        "joint_ballots": joint_ballots(ballots),
        "roll_calls": roll_calls(records, ballots),
    }
    unique_keys(records, ["id"], path)
    since = (replace(span[0], first=max(span[0].first, ROLL_CALLS_SINCE)),)
    return Reading(release, tables, {**dict.fromkeys(tables, span), "roll_calls": since}, (release.note,))


def _ballots(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    frame = closed(frame, "ms_vote", LETTERS, path).with_columns(
        pl.col("ms_vote").replace_strict(LETTERS, return_dtype=pl.String).alias("ballot"),
        pl.col("date").dt.year().alias("year"),
    )
    by_day = pl.col("ms_name").is_in(BY_DAY)
    parts = [
        number_by_name(frame.filter(rows), "ms_name", "state", path, year=when)
        for rows, when in ((by_day, "date"), (~by_day, "year"))
    ]
    return pl.concat(parts).select(LINE, "undl_id", "state", "year", "ballot")


def ship(reading: Reading) -> Reading:
    """Leave out the ballots; of roll calls only the few that pages cite stand in their table."""
    tables = {name: table for name, table in reading.tables.items() if name != "ballots"}
    return replace(reading, tables=tables, coverage={name: reading.coverage[name] for name in tables})


def _counted(tables: Mapping[str, Relation], cells: tuple[str, ...]) -> Relation:
    value = nw.sum_horizontal(*(nw.col(c) for c in cells)).cast(nw.Float64)
    status = nw.when(value > 0).then(nw.lit("reported")).otherwise(nw.lit("true zero"))
    return tables["joint_ballots"].select("origin", "target", "year", value=value, status=status)


SCALE = "yan"  # yes, abstain, no: the order of the codes 1, 2, 3


def _with_parts(tables: Mapping[str, Relation]) -> Relation:
    """Return the joint ballots with the nine counts of which they are the sum."""
    cells = [a + b for a in SCALE for b in SCALE]
    counts = {part: nw.col(c).cast(nw.Float64) for part, c in zip(crossed(len(SCALE)), cells, strict=True)}
    value = nw.sum_horizontal(*counts.values())
    return tables["joint_ballots"].select("origin", "target", "year", value=value, status=nw.lit("reported"), **counts)


def _offer(code: str, label: str, cells: tuple[str, ...]) -> Offer:
    definition = Definition(
        code=code,
        label=label,
        unit="ballots",
        grain="dyad-year",
        kind="flow",
        sector="diplomacy",
        absent="true zero",
        adds_over_time=True,
        adds_over_states=False,
        caveats=(*HELD_BY_OTHERS, PARTIAL, ADOPTED, CALENDAR),
        note="Recorded votes of the General Assembly in which both states said yes, no or abstained.",
        parts=crossed(len(SCALE)) if cells == CELLS else (),
    )
    if cells == CELLS:
        return Offer(definition, ("joint_ballots",), _with_parts)
    return Offer(definition, ("joint_ballots",), lambda tables: _counted(tables, cells))


PUBLICATIONS = (
    Publication(
        dataset=DATASET,
        tables=(RESOLUTIONS, BALLOTS, JOINT, ROLL_CALLS),
        editions=(
            Edition(
                "records read until November 2025",
                {
                    "resolutions": "**/un_votes_digital_library/resolutions.parquet",
                    "votes": "**/un_votes_digital_library/votes.parquet",
                },
                read_copy,
            ),
            Edition(
                "General Assembly Voting Data (CSV)",
                {"votes": "**/*.csv"},
                read_download,
                has_words("undl_id", "ms_vote", "total_abstentions"),
            ),
        ),
        offers=(
            _offer("votes.ballots", "Votes in the UN General Assembly in which both took part", CELLS),
            _offer("votes.identical", "Votes in the UN General Assembly that both cast alike", ("yy", "nn", "aa")),
            _offer("votes.opposed", "Votes in the UN General Assembly: one yes, the other no", ("yn", "ny")),
            Offer(RESOLUTIONS_KIND, ("resolutions",), lambda tables: tables["resolutions"]),
            Offer(ROLL_CALLS_KIND, ("roll_calls",), lambda tables: tables["roll_calls"]),
        ),
        ship=ship,
    ),
)
