"""Records with several rows a pair or state and period, brought to one by a rule that is named and can be chosen.

Disputes: the steps of Steven V. Miller's peacesciencer (2022, Conflict Management and Peace Science 39(6)) in the order
of its default; at each step the rows that are best stay, and if several are left after the last, the dispute with the
lowest number. The order is the researcher's choice: `keep=onset+fatality+…`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import narwhals as nw

from comity import states, store
from comity.catalogue import Tables, definition, record_kind, stored_tables
from comity.errors import WrongUse, printable
from comity.panels.adds import Add
from comity.panels.leaders import leaders, small_table
from comity.panels.pieces import Field, Piece
from comity.vocabulary import Relation

PAIR = ("origin", "target", "year")
# A level that the source does not know ranks between no deaths and 1 to 25.
UNKNOWN_DEATHS = 0.5
LEVELS = ("none", "1–25", "26–100", "101–250", "251–500", "501–999", "1,000 or more")
SIDES = ("origin", "target")
HOSTILITIES = ("no militarised act", "threat of force", "display of force", "use of force", "war")


DISPUTE_COLUMNS = {
    "ongoing": ("A militarised dispute goes on", "1 = yes", 1),
    "onset": ("A militarised dispute begins", "1 = yes", 1),
    "dispute": ("Number of the dispute", "number", 9999),
    "fatality": ("Deaths in the dispute", "level 0–6", 6),
    "hostility": ("Highest hostility of the dispute", "level 1–5", 6),
    "min_days": ("Shortest duration that the dates allow", "days", 20000),
    "max_days": ("Longest duration that the dates allow", "days", 20000),
    "reciprocated": ("The other side answered with a militarised act", "1 = yes", 1),
    "first_month": ("Month in which the dispute began", "month", 12),
}
DISPUTE_SIDES = {
    "side_a": ("On side A, which acted first", "1 = yes", 1),
    "from_start": ("Took part from the first day", "1 = yes", 1),
    "initiator": ("On side A, or joined either side later", "1 = yes", 1),
    "fatality": ("Level of the state's deaths", "level 0–6", 6),
    "hostility": ("Highest hostility of the state", "level 1–5", 6),
}
WAR_COLUMNS = {
    "ongoing": ("At war with each other", "1 = yes", 1),
    "onset": ("A war begins, or begins again after a pause", "1 = yes", 1),
    "war": ("Number of the war", "number", 9999),
    "resumed": ("After a pause in the fighting", "1 = yes", 1),
}
WAR_SIDES = {
    "side": ("Side in the war", "1 or 2", 2),
    "initiator": ("Began the fighting", "1 = yes", 1),
    "outcome": (
        "Outcome for the state",
        "1 won, 2 lost, 3 compromise, 4 other war, 5 goes on, 6 stalemate, 8 changed sides",
        9,
    ),
    "deaths": ("Deaths in battle of the state in the whole war", "deaths", 0),
}


@dataclass(frozen=True)
class Rule:
    """How several rows become one: the steps in their default order, each the largest of a column wins."""

    steps: Mapping[str, nw.Expr]
    default: tuple[str, ...]
    last: str

    def order(self, add: Add) -> tuple[str, ...]:
        """Return the steps asked for, or the default.

        Raises
        ------
        WrongUse
            A step that there is not, or twice.
        """
        asked = add.keep or self.default
        odd = [s for s in asked if s not in self.steps or asked.count(s) > 1]
        if odd:
            raise WrongUse(
                f"--add {printable(add.what, 40)}: keep={printable('+'.join(asked), 60)}: expected some of "
                f"{'+'.join(self.steps)}, each once"
            )
        return asked


DISPUTES = Rule(
    steps={
        "onset": nw.col("onset"),
        "fatality": nw.col("_deaths"),
        "hostility": nw.col("_hostility"),
        "min_days": nw.col("min_days"),
        "max_days": nw.col("max_days"),
        "reciprocated": nw.col("reciprocated").cast(nw.Int32),
        "first_month": -nw.col("_month"),
    },
    default=("onset", "fatality", "hostility", "min_days", "max_days", "reciprocated", "first_month"),
    last="dispute",
)
WARS = Rule(
    steps={
        "onset": nw.col("onset"),
        "deaths": nw.max_horizontal("deaths_origin", "deaths_target"),
        "first_war": -nw.col("war"),
    },
    default=("onset", "deaths", "first_war"),
    last="_last",
)


def best(rows: Relation, keys: Sequence[str], rule: Rule, order: Sequence[str]) -> Relation:
    """Return one row for each value of the keys: at each step the largest stay, at last the lowest number.

    A value that is not known ranks below all others.
    """
    ranks = [f"_rank{i}" for i in range(len(order))]
    rows = rows.with_columns(*(rule.steps[s].fill_null(-1_000_000).alias(r) for s, r in zip(order, ranks, strict=True)))
    for rank in ranks:
        rows = rows.filter(nw.col(rank) == nw.col(rank).max().over(*keys))
    rows = rows.filter(nw.col(rule.last) == nw.col(rule.last).min().over(*keys))
    return rows.drop(*ranks)


def both_ways(rows: Relation, sided: Sequence[str]) -> Relation:
    """Return each pair in both directions; columns of a side (`fatality_origin`) change sides with it."""
    turned = {"origin": "target", "target": "origin"}
    turned |= {f"{c}_{a}": f"{c}_{b}" for c in sided for a, b in (("origin", "target"), ("target", "origin"))}
    names = rows.collect_schema().names()
    back = rows.select(*(nw.col(turned.get(n, n)).alias(n) for n in names))
    return nw.concat([rows, back], how="vertical")


def disputes(add: Add, as_of: date | None) -> Piece:
    """Open a list of militarised disputes as one dispute a pair and year, in both directions."""
    tables = stored_tables(add.what, as_of)
    order = DISPUTES.order(add)
    about = tables.relations["disputes"].select(
        "dispute",
        "min_days",
        "max_days",
        "reciprocated",
        _level(nw.col("fatality"), LEVELS, 0).alias("fatality"),
        _level(nw.col("hostility"), HOSTILITIES, 1).alias("_hostility"),
        nw.when(nw.col("date_precision") == "month").then(nw.col("date").dt.month()).otherwise(13).alias("_month"),
    )
    rows = tables.relations["pairs"].drop("hostility").join(about, on="dispute", how="left")
    rows = rows.with_columns(nw.col("fatality").fill_null(UNKNOWN_DEATHS).alias("_deaths"))
    rows = best(rows, PAIR, DISPUTES, order).with_columns(
        nw.lit(1.0).alias("ongoing"),
        nw.col("_hostility").alias("hostility"),
        nw.when(nw.col("_month") < 13).then(nw.col("_month")).alias("first_month"),
        *(_initiator(side) for side in SIDES),
    )
    rule = f"one dispute a pair and year, by {', '.join(order)}; then the lowest number"
    return _piece(add, tables, "pairs", rows, DISPUTE_COLUMNS, DISPUTE_SIDES, rule)


def wars(add: Add, as_of: date | None) -> Piece:
    """Open the wars between states as one war a pair and year, in both directions."""
    tables = stored_tables(add.what, as_of)
    order = WARS.order(add)
    rows = tables.relations["pairs"]
    first = nw.col("year") == nw.col("year").min().over("war", "origin", "target", "resumed")
    rows = rows.with_columns(
        first.cast(nw.Int32).alias("onset"),
        nw.lit(1).alias("ongoing"),
        (nw.col("war") * 2 + nw.col("resumed")).alias("_last"),
    )
    rows = best(rows, PAIR, WARS, order)
    rule = f"one war a pair and year, by {', '.join(order)}"
    return _piece(add, tables, "pairs", rows, WAR_COLUMNS, WAR_SIDES, rule)


def contiguity(add: Add, as_of: date | None) -> Piece:
    """Open the neighbours of Correlates of War by the first or the last type of the year, instead of the closest.

    A pair that is expressly not contiguous then has 0.
    """
    tables = stored_tables(add.what, as_of)
    if add.keep not in (("first",), ("last",)):
        raise WrongUse(
            f"--add {printable(add.what, 40)}: keep={printable('+'.join(add.keep), 40)}: expected first or last"
        )
    pairs: dict[tuple[int, int, int], float] = {}
    spells = sorted(store.rows(tables.relations["contiguity_spells"]), key=lambda r: r["start"])
    for row in spells if add.keep == ("last",) else reversed(spells):
        for year in range(row["start"].year, row["end"].year + 1):
            ends = [states.by_code("cow", row[n], year) for n in ("first", "second")]
            if all(ends):
                one, other = sorted(e.number for e in ends if e is not None)
                pairs[one, other, year] = float(row["type"])
    found = definition(add.what)
    rows = [{"origin": a, "target": b, "year": y, "value": v} for (a, b, y), v in pairs.items()]
    return Piece(
        code=found.code,
        grain=found.grain,
        values=small_table(rows),
        fields=(Field("value", found.label, found.unit, found.absent),),
        coverage=tables.coverage["contiguity_spells"],
        sources=(tables.source,),
        caveats=found.caveats,
        rule=f"the {add.keep[0]} type of the year",
    )


def _piece(
    add: Add,
    tables: Tables,
    table: str,
    rows: Relation,
    columns: Mapping[str, tuple[str, str, int]],
    sided: Mapping[str, tuple[str, str, int]],
    rule: str,
) -> Piece:
    fields = [
        Field(name, label, unit, "true zero" if name in ("ongoing", "onset") else "none recorded", whole=whole)
        for name, (label, unit, whole) in columns.items()
    ]
    fields += [
        Field(f"{name}_{side}", f"{label}, {side}", unit, "none recorded", whole=whole)
        for name, (label, unit, whole) in sided.items()
        for side in SIDES
    ]
    values = rows.select(*PAIR, *(nw.col(f.name).cast(nw.Float64).alias(f.name) for f in fields))
    return Piece(
        code=add.what,
        grain="dyad-year",
        values=both_ways(values, tuple(sided)),
        fields=tuple(fields),
        coverage=tables.coverage[table],
        sources=(tables.source,),
        caveats=record_kind(add.what).caveats,
        rule=rule,
        mirrored=True,
        short=add.what.rsplit(".", 1)[-1].removeprefix("list_"),
    )


def _initiator(side: str) -> nw.Expr:
    started = (nw.col(f"side_a_{side}") == 1) | (nw.col(f"from_start_{side}") == 0)
    return nw.when(started).then(nw.lit(1)).otherwise(nw.lit(0)).alias(f"initiator_{side}")


def _level(column: nw.Expr, words: Sequence[str], first: int) -> nw.Expr:
    """Return the number of a level from its words, which stand in order."""
    found: nw.Expr = nw.when(column == words[0]).then(nw.lit(float(first)))
    for i, word in enumerate(words[1:], first + 1):
        found = nw.when(column == word).then(nw.lit(float(i))).otherwise(found)
    return found


def states_in_disputes(add: Add, as_of: date | None) -> Piece:
    """Open a list of militarised disputes as figures of a state and year: whether it was in one, began one, led one."""
    found = disputes(Add(add.what), as_of)
    sided = found.values.select(
        nw.col("origin").alias("state"),
        "year",
        "ongoing",
        "onset",
        nw.col("initiator_origin").alias("ongoing_initiator"),
        (nw.col("onset") * nw.col("initiator_origin")).alias("onset_initiator"),
    )
    names = ("ongoing", "onset", "ongoing_initiator", "onset_initiator")
    labels = (
        "In a militarised dispute",
        "A militarised dispute begins",
        "In a militarised dispute on side A, or joined later",
        "A militarised dispute begins with the state on side A, or joined later",
    )
    return replace(
        found,
        grain="state-year",
        values=sided.group_by("state", "year").agg(*(nw.col(n).max() for n in names)),
        fields=tuple(Field(n, label, "1 = yes", "true zero", whole=1) for n, label in zip(names, labels, strict=True)),
        rule="the most of the year's disputes",
        mirrored=False,
    )


RECORDS: Mapping[str, Callable[[Add, date | None], Piece]] = {
    "disputes.list_mid_gml": disputes,
    "disputes.list_mid_cow": disputes,
    "wars.interstate": wars,
    "leaders.archigos": leaders,
}
"""Kinds of records that can be added to a panel, and how."""

OF_STATES: Mapping[str, Callable[[Add, date | None], Piece]] = {
    "disputes.list_mid_gml": states_in_disputes,
    "disputes.list_mid_cow": states_in_disputes,
}
"""Kinds of records about pairs that can be added to a panel of single states, and how."""

RULES: Mapping[str, Callable[[Add, date | None], Piece]] = {"geography.contiguity_cow": contiguity}
"""Indicators that can be read by another rule than their own, with keep=."""
