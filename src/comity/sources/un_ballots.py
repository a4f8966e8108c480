"""What is made of the ballots in the United Nations: joint ballots of pairs, records of resolutions, roll calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity import states
from comity.sources.reading import ids_of, pl

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

TOOK_PART = ("yes", "no", "abstain")
CELLS = tuple(a[0] + b[0] for a in TOOK_PART for b in TOOK_PART)
RECORDED, UNRECORDED = "adopted with a recorded vote", "adopted without a recorded vote"

# The subject of a session whose titles do not always name it.
SESSIONS = {"A/RES/ES-11/": "UKR"}
# Roll calls that ship: of the General Assembly, since 2000, on a state that the title names, but for these.
ROLL_CALLS_SINCE = 2000
LEFT_OUT = {
    "palestin|golan|israel|jerusalem": "the questions of Palestine and of the Golan: more than the share that may ship",
    "^financing|revised estimates": "budgets",
    "embargo imposed": "the yearly resolution on measures against Cuba",
    "nuclear-weapon-free": "conferences",
}


def joint_ballots(ballots: pl.DataFrame) -> pl.DataFrame:
    """Count for each pair and year how the two voted where both took part, by products of ballot matrices."""
    import numpy as np

    took = ballots.filter(pl.col("ballot").is_in(TOOK_PART)).with_columns(
        pl.col("ballot").replace_strict({b: i for i, b in enumerate(TOOK_PART)}, return_dtype=pl.Int8).alias("side")
    )
    parts = []
    for part in took.partition_by("year"):
        _, row = np.unique(part["undl_id"].to_numpy(), return_inverse=True)
        members, place = np.unique(part["state"].to_numpy(), return_inverse=True)
        sides = np.zeros((len(TOOK_PART), int(row.max()) + 1, len(members)), np.float32)  # exact up to 2 ** 24
        sides[part["side"].to_numpy(), row, place] = 1
        first, second = np.triu_indices(len(members), 1)
        columns = {"origin": members[first], "target": members[second], "year": np.full(len(first), part["year"][0])}
        counts = dict(zip(CELLS, _products(sides, first, second), strict=True))
        parts.append(pl.DataFrame({**columns, **counts}).filter(pl.sum_horizontal(CELLS) > 0))
    return pl.concat(parts).with_columns(
        pl.col("origin", "target").cast(pl.Int16), pl.col("year", *CELLS).cast(pl.Int32)
    )


def _products(sides: npt.NDArray[np.float32], first: np.ndarray, second: np.ndarray) -> Iterator[npt.NDArray[np.int32]]:
    for a in sides:
        for b in sides:
            yield (a.T @ b)[first, second].astype("int32")


def titled(records: pl.DataFrame) -> pl.DataFrame:
    """Add the bare title and `named`, the numbers of the states that it names."""
    text = pl.col("title").str.replace_all("’", "'").str.replace(r" : (resolution|decision) / adopted by .*$", "")
    records = records.with_columns(text.str.strip_chars().alias("title"), pl.col("date").dt.year().alias("year"))
    found = records.select("undl_id", "id", "year", pl.col("title").str.extract_all(_names_of_states()).alias("name"))
    pairs = found.explode("name").drop_nulls("name").unique(maintain_order=True)
    matched = [states.match(name, year) for name, year in pairs.select("name", "year").iter_rows()]
    by_title = pairs.select("undl_id", pl.Series("named", [m.number if m else None for m in matched], dtype=pl.Int16))
    sessions = [
        found.filter(pl.col("id").str.starts_with(symbol)).select(
            "undl_id", pl.lit(states.state(id_).number, pl.Int16).alias("named")
        )
        for symbol, id_ in SESSIONS.items()
    ]
    every = pl.concat([by_title.drop_nulls(), *sessions]).unique(maintain_order=True)
    return records.join(
        every.group_by("undl_id", maintain_order=True).agg("named"), on="undl_id", how="left", validate="1:1"
    ).with_columns(pl.col("named").fill_null(pl.lit([], dtype=pl.List(pl.Int16))))


def _names_of_states() -> str:
    """Return a pattern of all names, the longest first, so that Nigeria is not read as Niger."""
    kinds = ("short", "official", "alias")
    names = {n.text for s in states.states() for n in states.names_of(s.id) if n.kind in kinds and len(n.text) > 3}
    names -= {"America"}  # the continent more often than the state
    return rf"\b(?:{'|'.join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))})\b"


def _record(records: pl.DataFrame) -> pl.DataFrame:
    bodies = {"A": "General Assembly", "S": "Security Council"}
    ids = {s.number: s.id for s in states.states()}
    votes = pl.format(
        "{} yes, {} no, {} abstentions, {} not voting", "yes", "no", "abstentions", "non_voting"
    ).fill_null("without a recorded vote")
    return records.with_columns(
        pl.lit("day").alias("date_precision"),
        pl.when(pl.col("yes").is_null()).then(pl.lit(UNRECORDED)).otherwise(pl.lit(RECORDED)).alias("kind"),
        pl.col("body").replace_strict(bodies, return_dtype=pl.String).alias("origin"),
        pl.col("named")
        .list.eval(pl.element().replace_strict(ids, return_dtype=pl.String))
        .list.join("; ")
        .alias("target"),
        pl.format("{} “{}”: {}", "id", "title", votes).alias("summary"),
    )


def resolutions(records: pl.DataFrame) -> pl.DataFrame:
    """Return a record for each resolution, its parties the states that the title names."""
    return _record(records).with_columns(pl.col("named").alias("parties"))


def roll_calls(records: pl.DataFrame, ballots: pl.DataFrame) -> pl.DataFrame:
    """Return the roll calls on a state that the title names, with the ids of those who voted each way."""
    lived = [s.number for s in states.states() if s.kind != "territory"]
    mine = records.filter(
        pl.col("body") == "A",
        pl.col("year") >= ROLL_CALLS_SINCE,
        pl.col("yes").is_not_null(),
        pl.col("named").list.eval(pl.element().is_in(lived)).list.any(),
        ~pl.col("title").str.contains("(?i)" + "|".join(LEFT_OUT)),
    )
    cast = ballots.join(mine.select("undl_id"), on="undl_id", how="semi").sort("undl_id", "state")
    cast = cast.with_columns(ids_of("state", otherwise="ballot").alias("id"))
    columns = {"voted_yes": "yes", "voted_no": "no", "abstained": "abstain", "did_not_vote": "non-voting"}
    sides = cast.group_by("undl_id", maintain_order=True).agg(
        *(pl.col("id").filter(pl.col("ballot") == b).str.join("; ").alias(c) for c, b in columns.items()),
        pl.col("state").alias("members"),
    )
    return _record(mine.join(sides, on="undl_id", how="inner", validate="1:1")).with_columns(
        pl.concat_list("named", "members").list.unique(maintain_order=True).alias("parties")
    )
