"""One list of sanctions over all lists at hand: what each says of the same measure stands on one line, never summed.

Sources count differently: acts with their days, cases of years with several kinds of sanction, regimes without an end.
Each row of a source is split by kind of sanction; rows of different sources are one line where issuer, target and kind
meet and the beginnings lie at most a year apart. Two rows of one source are never one line: that source tells them
apart. A row that names no kind joins where all lines that fit are of one and the same row; else it stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from comity.vocabulary import Caveat, Column, RecordKind

Row = Mapping[str, Any]
APART = 1  # years by which beginnings of one measure may differ between sources

ACTS, CASES, IMPOSED, REGIMES = "sanctions.measures", "sanctions.gsdb", "sanctions.ties", "sanctions.eu_regimes"
INPUTS = (ACTS, CASES, IMPOSED, REGIMES)
COLUMNS = {ACTS: "chronology", CASES: "gsdb", IMPOSED: "ties", REGIMES: "eu_regimes"}

ARMS, TRADE, FINANCE, TRAVEL, OTHER, UNNAMED = "arms", "trade", "financial", "travel", "other", "kind not named"
FAMILIES = {
    "arms embargo": ARMS, "arms": ARMS, "military assistance": ARMS, "trade/export": TRADE, "trade": TRADE,
    "oil embargo": TRADE, "oil price cap": TRADE, "asset freeze": FINANCE, "financial": FINANCE, "travel ban": TRAVEL,
    "travel": TRAVEL, "aviation": OTHER, "other": OTHER,
}  # fmt: skip

KIND = RecordKind(
    code="sanctions.all",
    label="Sanctions by all lists at hand: a line for each measure, with what each list says of it",
    sector="sanctions",
    columns=(
        Column("begins", "text", "the beginning by each list, joined by '; '"),
        Column("lists", "int", "lists that have the measure", low=1, high=4),
        *(
            Column(name, "text", f"what the {said} says, with its dates", nullable=True)
            for name, said in (
                ("chronology", "chronology of acts"),
                ("gsdb", "Global Sanctions Data Base"),
                ("ties", "list of TIES"),
                ("eu_regimes", "European Union's map of regimes"),
            )
        ),
    ),
    caveats=(
        Caveat(
            "Lines are not to be counted as one another's equals or summed: a case of one list may be a whole embargo, "
            "a measure of another a single ban. Lists agree on a measure where they share a line; where they do not, "
            "they may still mean the same one under another year or kind."
        ),
    ),
    note="A line joins rows of different lists with the same issuer, target and kind (arms, trade, financial, travel, "
    "other) whose beginnings lie at most a year apart (for the European Union's map: in the same year); rows of one "
    "list are never joined. A row of several kinds stands on a line for each. A row without a kind joins where just "
    "one row of the others fits, else it has a line of its own.",
)


@dataclass(frozen=True)
class Entry:
    """What one list says of one kind of sanction: who, on whom, from when, in its own words."""

    source: str
    ids: str
    issuers: str
    targets: str
    family: str
    begins: date | None
    precision: str | None
    words: str
    parties: tuple[str, ...]
    through: str

    def meets(self, other: Entry) -> bool:
        """Say whether another entry is by one of the same issuers, on one of the same targets, of about that time."""
        same = _shared(self.issuers, other.issuers) and _shared(self.targets, other.targets)
        if not same or self.begins is None or other.begins is None:
            return False
        # The year of a regime is that of an act, so it is exact.
        return self.gap(other) <= (0 if REGIMES in (self.source, other.source) else APART)

    def gap(self, other: Entry) -> int:
        """Return by how many years the beginnings differ."""
        assert self.begins is not None
        assert other.begins is not None
        return abs(self.begins.year - other.begins.year)


@dataclass
class Line:
    """One measure: the entries of different lists that were matched, the first the one that began it."""

    entries: list[Entry] = field(default_factory=list)

    def takes(self, entry: Entry) -> bool:
        """Say whether an entry of a list that has none here may be about the same measure."""
        first = self.entries[0]
        kind = entry.family in (UNNAMED, first.family)
        return kind and all(e.source != entry.source for e in self.entries) and first.meets(entry)


def matched(rows: Mapping[str, Sequence[Row]], day: date | None = None) -> list[dict[str, Any]]:
    """Return a record for each measure, from the records of each list by code (as `records` answers them).

    Parameters
    ----------
    rows
        Records by code of the list; a list that is not at hand is left out.
    day
        What lies after this day is not told.
    """
    entries = [e for code, read in READERS.items() for e in read(rows.get(code, ()), day)]
    # Those that name a kind go first, and among them the list that knows days.
    entries.sort(key=lambda e: (e.family == UNNAMED, e.begins or date.max, INPUTS.index(e.source), e.ids, e.family))
    lines: list[Line] = []
    for entry in entries:
        fitting = [line for line in lines if line.takes(entry)]
        if entry.family == UNNAMED and len({line.entries[0].ids for line in fitting}) == 1:
            for line in fitting:
                line.entries.append(entry)
        elif entry.family != UNNAMED and fitting:
            min(fitting, key=lambda line: line.entries[0].gap(entry)).entries.append(entry)
        else:
            lines.append(Line([entry]))
    made = [_record(line) for line in lines]
    return sorted(made, key=lambda r: (r["date"] or date.min, r["id"]))


def _record(line: Line) -> dict[str, Any]:
    ordered = sorted(line.entries, key=lambda e: INPUTS.index(e.source))
    first, kind = ordered[0], line.entries[0].family
    who, whom = (_union(getattr(e, side) for e in ordered) for side in ("issuers", "targets"))
    said: dict[str, str | None] = dict.fromkeys(COLUMNS.values())
    said |= {COLUMNS[e.source]: e.words for e in ordered}
    named = [COLUMNS[e.source] for e in ordered]
    since = "" if first.begins is None else f" from {_written(first)}"
    return {
        "id": f"{first.ids} {kind}",
        "date": first.begins,
        "date_precision": first.precision,
        "kind": kind,
        "origin": who,
        "target": whom,
        "summary": f"{kind}: {first.issuers} on {first.targets}{since} ({', '.join(named)})",
        "parties": list(dict.fromkeys(p for e in ordered for p in e.parties)),
        "through": _union(e.through for e in ordered if e.through),
        "begins": "; ".join(f"{_written(e)} ({COLUMNS[e.source]})" for e in ordered if e.begins is not None),
        "lists": len(ordered),
        **said,
    }


def _shared(one: str, other: str) -> bool:
    return not set(one.split("; ")).isdisjoint(other.split("; "))


def _union(texts: Any) -> str:
    return "; ".join(dict.fromkeys(word for text in texts for word in text.split("; ")))


def _written(entry: Entry) -> str:
    assert entry.begins is not None
    return entry.begins.isoformat()[: {"day": 10, "month": 7}.get(entry.precision or "", 4)]


def _entry(row: Row, source: str, family: str, words: str, begins: date | None, precision: str | None) -> Entry:
    return Entry(
        source, row["id"], row["origin"], row["target"], family, begins, precision, words, tuple(row["parties"]),
        row["through"],
    )  # fmt: skip


def _acts(rows: Sequence[Row], day: date | None) -> list[Entry]:
    """Return an entry for each measure of the chronology: its first act, and its end if that has come."""
    by_measure: dict[str, list[Row]] = {}
    for row in rows:
        by_measure.setdefault(row["regime"], []).append(row)
    entries = []
    for acts in by_measure.values():
        first, end = acts[0], acts[0]["regime_end"]
        over = None if end is None or (day is not None and end > day) else end
        since = first["date"].isoformat()[: {"day": 10, "month": 7}.get(first["date_precision"], 4)]
        until = f" to {over}" if over is not None else f", {_open(first)}"
        doubt = "" if first["verified"] else ", not verified"
        words = f"{first['kind']} from {since}{until}{doubt}"
        entries.append(_entry(first, ACTS, FAMILIES[first["kind"]], words, first["date"], first["date_precision"]))
    return entries


def _open(act: Row) -> str:
    return "no end seen" if act["regime_end"] is not None else str(act["regime_status"])


def _cases(rows: Sequence[Row], _: date | None) -> list[Entry]:
    entries = []
    for row in rows:
        first, last = row["date"].year, row["last_year"]
        lasting = str(first) if first == last else f"{first}–{last}"
        outcome = "; ".join(dict.fromkeys(row["success"].split("; ")))
        words = f"{row['types']} {lasting}, {outcome} (aim: {row['objectives']})"
        families = dict.fromkeys(FAMILIES[t] for t in row["types"].split("; "))
        entries += [_entry(row, CASES, f, words, row["date"], row["date_precision"]) for f in families]
    return entries


def _imposed(rows: Sequence[Row], day: date | None) -> list[Entry]:
    entries = []
    for row in rows:
        over = row["last_year"] if day is None or (row["last_year"] or 0) < day.year else None
        words = f"economic sanctions from {row['date'].year}" + (f" to {over}" if over else ", no end in the data")
        entries.append(_entry(row, IMPOSED, UNNAMED, words, row["date"], row["date_precision"]))
    return entries


def _regimes(rows: Sequence[Row], _: date | None) -> list[Entry]:
    """Return an entry for each regime: the year of its earliest act in force is the nearest to a beginning it has."""
    entries = []
    for row in rows:
        year = row["first_act_year"]
        acts = f", earliest act in force of {year} ({row['legal_acts']})" if year else ", no act named"
        begins = date(year, 1, 1) if year else None
        words = f"in force on {row['date']}{acts}"
        entries.append(_entry(row, REGIMES, UNNAMED, words, begins, "year" if year else None))
    return entries


READERS = {ACTS: _acts, CASES: _cases, IMPOSED: _imposed, REGIMES: _regimes}
