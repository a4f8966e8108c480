"""`ties`: the partners of one state, ranked by indicator or by records in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from comity import language, states
from comity.catalogue.citing import cite
from comity.catalogue.entries import entries, unknown, what
from comity.catalogue.figures import SCHEMA_VERSION, Figures, caveat_entry, get, source_entry
from comity.catalogue.opening import NotAtHand
from comity.catalogue.record_rows import Records, records
from comity.catalogue.releases import lived, older
from comity.errors import WrongUse
from comity.vocabulary import Caveat, Definition, RecordKind, Source, Span, by_month, of_one_state

if TYPE_CHECKING:
    import pyarrow as pa

Direction = Literal["from", "to", "with"]
ON_RECORD = ("reported", "below threshold", "true zero")

# What is asked without `on`: each a question that a reader has of a state. What adds up over years and comes in lumps
# (arms, visits) is summed over as many years as its field does.
USUAL: tuple[tuple[str, int], ...] = (
    ("arms.deliveries", 5),
    ("trade.exports", 1),
    ("votes.agreement", 1),
    ("sanctions.measures", 0),
    ("diplomacy.trips", 0),
    ("alliances.defense", 1),
    ("displacement.refugees", 1),
)
WINDOWS = dict(USUAL)
# What a share rests on: a partner with less than half of the count of the partner with most is not ranked, for a share
# of nine ballots would stand before one of ninety.
RESTS_ON = {"votes.agreement": "votes.ballots"}
# What the shares are of where the source knows more than the sum over partners: amounts of partners that it does not
# name or that are no states.
TOTALS: dict[tuple[str, str], str] = {
    ("arms.deliveries", "to"): "arms.imports",
    ("arms.deliveries", "from"): "arms.exports",
    ("trade.imports_reported", "to"): "trade.imports_reported_total",
    ("trade.exports_reported", "from"): "trade.exports_reported_total",
    **{(f"energy.india_{fuel}_value", "to"): f"energy.india_{fuel}_total" for fuel in ("crude", "coal")},
    **{
        (f"energy.eu_imports_{fuel}", "to"): f"energy.eu_imports_{fuel}_total"
        for fuel in ("crude", "products", "coal", "gas", "lng")
    },
}
COLUMNS = ("code", "direction", "first", "last", "place", "partner", "value", "unit", "share", "years")


@dataclass(frozen=True)
class Partner:
    """One partner: place (equal values share one), value, share of all (unknown partners too), years with a figure."""

    place: int
    state: str
    value: float
    share: float | None
    years: int


@dataclass(frozen=True)
class Ranking:
    """The partners of a state by one indicator or kind of record, the largest first.

    `direction` is how the state stands in it: what comes "from" it, what goes "to" it, or what it has "with" others.
    """

    what: Definition | RecordKind
    direction: Direction
    first: int
    last: int
    partners: tuple[Partner, ...]
    answer: Figures | Records
    notes: tuple[str, ...] = ()

    def title(self, name: str) -> str:
        """Return what it ranks, of the state of that name: "Deliveries of major arms, to Myanmar, 2019–2023"."""
        years = "undated" if not self.first else f"{self.first}–{self.last}" if self.first < self.last else self.last
        return f"{self.what.label}, {self.direction} {name}, {years}"

    @property
    def unit(self) -> str:
        """The unit of the values."""
        return self.what.unit if isinstance(self.what, Definition) else "records"

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figures come from."""
        return self.answer.sources

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What must be known beside them."""
        return self.answer.caveats


@dataclass(frozen=True)
class Lack:
    """A ranking that cannot be made: of what, in which direction, why, and what to do."""

    what: Definition | RecordKind
    direction: Direction
    reason: str
    remedy: str = ""


@dataclass(frozen=True)
class Ties:
    """The answer of `ties`: a state, its rankings, and those that are lacking."""

    state: str
    rankings: tuple[Ranking, ...]
    lacking: tuple[Lack, ...]
    as_of: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the whole answer as plain data, as `--json` prints it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "state": self.state,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "rankings": [_entry(r, self.state) for r in self.rankings],
            "lacking": [
                {
                    "code": k.what.code,
                    "direction": f"{k.direction} {self.state}",
                    "reason": k.reason,
                    "remedy": k.remedy,
                }
                for k in self.lacking
            ],
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return every partner of every ranking as one flat table."""
        return [
            dict(zip(COLUMNS, (r.what.code, f"{r.direction} {self.state}", r.first, r.last, p.place, p.state, p.value,
                               r.unit, p.share, p.years), strict=True))
            for r in self.rankings
            for p in r.partners
        ]  # fmt: skip

    def to_arrow(self) -> pa.Table:
        """Return every partner of every ranking as an Arrow table."""
        import pyarrow as pa

        from comity.catalogue.exports import show_pandas

        show_pandas()
        numbers = {"first": pa.int32(), "last": pa.int32(), "place": pa.int32(), "years": pa.int32(),
                   "value": pa.float64(), "share": pa.float64()}  # fmt: skip
        schema = pa.schema([(c, numbers.get(c, pa.string())) for c in COLUMNS])
        return pa.Table.from_pylist(self.rows(), schema=schema.with_metadata({"citation": cite(self.sources())}))

    def sources(self) -> tuple[Source, ...]:
        """Return the sources of all rankings, once each."""
        return tuple(dict.fromkeys(s for r in self.rankings for s in r.sources))


def _entry(ranking: Ranking, state: str) -> dict[str, Any]:
    return {
        "code": ranking.what.code,
        "label": ranking.what.label,
        "unit": ranking.unit,
        "direction": f"{ranking.direction} {state}",
        "years": [ranking.first, ranking.last],
        "partners": [
            {"place": p.place, "state": p.state, "value": p.value, "share": p.share, "years": p.years}
            for p in ranking.partners
        ],
        "sources": [source_entry(s) for s in ranking.sources],
        "caveats": [caveat_entry(c) for c in ranking.caveats],
        "notes": list(ranking.notes),
    }


def ties(
    state: str,
    *,
    on: Sequence[str] = (),
    years: str | tuple[int, int] | None = None,
    as_of: str | date | None = None,
) -> Ties:
    """Return the partners of a state, ranked by each indicator or kind of record.

    A flow is summed over the years asked; anything else is that of the last of them with a figure. Without `years` it
    is the last year with figures that is counted to its end (of arms the last five years), of records all there are.
    Where the newest release does not reach back to those years, or to an ended state, an older one is read.

    Parameters
    ----------
    state
        A state by name or code.
    on
        Codes of indicators of pairs or of kinds of records; the usual ones without.
    years
        ``"2019:2023"``, ``"2020"`` or a pair of years.
    as_of
        The day whose newest release is read.

    Raises
    ------
    WrongUse
        An unknown state, code or period; an indicator about single states.
    """
    whose = states.find(state)
    period = language.years(years) if isinstance(years, str) else years
    day = language.day(as_of) if isinstance(as_of, str) else as_of
    rankings: list[Ranking] = []
    lacking: list[Lack] = []
    for code in on or [c for c, _ in USUAL]:
        for direction in _directions(code):
            made = _ranked(code, direction, whose, period, day)
            if isinstance(made, Ranking):
                rankings.append(made)
            else:
                lacking.append(made)
    return Ties(whose.id, tuple(rankings), tuple(lacking), day)


def _directions(code: str) -> tuple[Direction, ...]:
    """Return how a state can stand in an indicator or record; refuse what is no matter of pairs."""
    found = what(entries()[code]) if code in entries() else None
    if found is None:
        known = [c for c, e in entries().items() if _of_pairs(what(e))]
        raise WrongUse(unknown(code, "indicator or record kind of pairs", known))
    if isinstance(found, RecordKind):
        return ("with",)
    if of_one_state(found.grain):
        raise WrongUse(f"{code} is about single states and ranks no partners; ask `comity get {code}`")
    if by_month(found.grain):
        raise WrongUse(f"{code} is by month; partners are ranked by year")
    return ("with",) if found.grain == "dyad-year" else ("to", "from")


def _of_pairs(found: Definition | RecordKind) -> bool:
    return isinstance(found, RecordKind) or found.grain in ("dyad-year", "directed-dyad-year")


def _ranked(
    code: str, direction: Direction, whose: states.State, period: tuple[int, int] | None, day: date | None
) -> Ranking | Lack:
    try:
        if isinstance(what(entries()[code]), RecordKind):
            return _by_records(records(code, whose.id, years=period, as_of=day), whose)
        pair = ("any", whose.id) if direction == "to" else (whose.id, "any")
        made = _by_figures(get(code, *pair, years=period, as_of=day), direction, whose, period)
        then = older(code, pair, period or lived(whose)) if isinstance(made, Lack) and day is None else None
        if then is None:
            return made
        made = _by_figures(get(code, *pair, years=period, as_of=then.published), direction, whose, period)
        said = f"of release {then.stamp}; the newest at hand does not reach so far back"
        return replace(made, notes=(*made.notes, said)) if isinstance(made, Ranking) else made
    except NotAtHand as e:
        return Lack(what(entries()[code]), direction, e.reason, e.remedy)


def _by_figures(
    found: Figures, direction: Direction, whose: states.State, period: tuple[int, int] | None
) -> Ranking | Lack:
    definition = found.definition
    cells: dict[str, dict[int, float]] = {}
    for row in found.rows:
        if row["value"] is not None and row["status"] in ON_RECORD:
            cells.setdefault(_other(row, whose.id), {})[row["year"]] = row["value"]
    known = {y for by_year in cells.values() for y in by_year}
    whole = {y for y in known if not any(c.partial and c.touches((whose.id,), y, y) for c in found.caveats)}
    if not known:
        return Lack(definition, direction, _why_none(found, direction, whose, period))
    last = max(known if period is not None else whole or known)
    first = last
    if definition.adds_over_time:
        first = min(known) if period is not None else last - WINDOWS.get(definition.code, 1) + 1
    sums = {
        partner: (sum(v for y, v in by_year.items() if first <= y <= last), sum(first <= y <= last for y in by_year))
        for partner, by_year in cells.items()
    }
    thin = _thin(definition.code, whose, last, found.as_of)
    shown = {p: (value, n) for p, (value, n) in sums.items() if n and p not in thin}
    whole_side = all(any(_whole(s, direction, whose.id, y) for s in found.coverage) for y in range(first, last + 1))
    total = None
    if definition.adds_over_states and definition.kind in ("flow", "stock") and whole_side:
        total = _total(definition.code, direction, whose, (first, last), shown, found)
    notes = _notes(definition, first, last, shown, whole_side)
    if thin:
        counted = what(entries()[RESTS_ON[definition.code]]).label
        notes = (*notes, f"{len(thin)} partners are left out that have less than half as many of "
                         f"“{counted}” as the partner with most")  # fmt: skip
    return Ranking(definition, direction, first, last, _placed(shown, total), found, notes)


def _total(
    code: str,
    direction: Direction,
    whose: states.State,
    years: tuple[int, int],
    shown: Mapping[str, tuple[float, int]],
    found: Figures,
) -> float | None:
    """Return what all partners have: the source's total where it gives one and knows it, else the sum over them."""
    if (code, direction) not in TOTALS:
        return sum(value for value, _ in shown.values())
    rows = get(TOTALS[code, direction], whose.id, years=years, as_of=found.as_of).rows
    if any(r["status"] in ("not known", "outside coverage") for r in rows):
        return None
    return sum(r["value"] or 0.0 for r in rows)


def _thin(code: str, whose: states.State, year: int, day: date | None) -> set[str]:
    """Return the partners whose figure rests on too little to be set beside the others."""
    if code not in RESTS_ON:
        return set()
    counts = {_other(r, whose.id): r["value"] or 0.0
              for r in get(RESTS_ON[code], whose.id, "any", years=(year, year), as_of=day).rows}  # fmt: skip
    most = max(counts.values(), default=0.0)
    return {partner for partner, count in counts.items() if count < most / 2}


def _whole(span: Span, direction: Direction, whose: str, year: int) -> bool:
    """Whether a span holds every partner of the state in that year."""
    partners, own = (span.origins, span.targets) if direction == "to" else (span.targets, span.origins)
    return span.first <= year <= span.last and partners is None and (own is None or whose in own)


def _why_none(found: Figures, direction: Direction, whose: states.State, period: tuple[int, int] | None) -> str:
    """Say whether the source looked: a state outside its coverage is another matter than one without a figure."""
    sides = {"to": ("targets",), "from": ("origins",), "with": ("origins", "targets")}[direction]
    held = [s for s in found.coverage if any(whose.id in (getattr(s, x) or (whose.id,)) for x in sides)]
    if not held:
        return "not among the states that the data at hand cover on this side"
    if not any(whose.exists_in(y) for s in held for y in range(s.first, s.last + 1)):
        return "the years that the data at hand cover are not those in which the state existed"
    asked = " for the years asked" if period else ""
    if period and not any(s.first <= period[1] and s.last >= period[0] for s in held):
        return "the data at hand cover none of the years asked"
    if not any(_whole(s, direction, whose.id, s.last) for s in held):
        return f"no figure on record{asked} among the partners that the data at hand cover, which are not all"
    return f"no figure on record{asked}"


def _notes(
    definition: Definition, first: int, last: int, shown: dict[str, tuple[float, int]], whole_side: bool
) -> tuple[str, ...]:
    notes = []
    span = last - first + 1
    if span > 1 and definition.absent == "not known" and any(n < span for _, n in shown.values()):
        notes.append("a sum counts only the years with a figure; `years` says how many")
    if not whole_side:
        notes.append("not every partner is covered: places and shares are among those at hand")
    return tuple(notes)


def _by_records(found: Records, whose: states.State) -> Ranking | Lack:
    """Count the records in which a partner takes part too, each record once for each partner."""
    counts: Counter[str] = Counter()
    years: dict[str, set[int]] = {}
    ids = {s.id for s in states.states()}
    alone = 0
    for row in found.rows:
        # The group through which the state itself takes part is on its side, no partner.
        others = {*row["parties"]} - {whose.id, *row["through"].split("; ")}
        alone += not others
        for party in others:
            counts[party] += 1
            if row["date"] is not None:
                years.setdefault(party, set()).add(row["date"].year)
    if not counts:
        return Lack(found.kind, "with", "no record with another state or group")
    dated = [r["date"].year for r in found.rows if r["date"] is not None]
    cells = {p: (float(n), len(years.get(p, ()))) for p, n in counts.items()}
    notes = ["a record counts once for each state or group that takes part in it"] if set(counts) - ids else []
    if alone:
        notes.append(f"{alone} of {len(found.rows)} records name no other state or group that can be ranked")
    years_on_record = (min(dated, default=0), max(dated, default=0))
    return Ranking(found.kind, "with", *years_on_record, _placed(cells), found, tuple(notes))


def _other(row: dict[str, Any], whose: str) -> str:
    return str(row["target"] if row["origin"] == whose else row["origin"])


def _placed(cells: dict[str, tuple[float, int]], total: float | None = None) -> tuple[Partner, ...]:
    """Return partners by value; equal values share a place, and the next place counts those before it."""
    ordered = sorted(cells.items(), key=lambda c: (-c[1][0], c[0]))
    places: dict[float, int] = {}
    for place, (_, (value, _)) in enumerate(ordered, 1):
        places.setdefault(value, place)
    return tuple(
        Partner(places[value], partner, value, value / total if total else None, years)
        for partner, (value, years) in ordered
    )
