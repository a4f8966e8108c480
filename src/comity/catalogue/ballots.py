"""`vote_similarity`: how alike two states vote, by year, session or issue, or over resolutions of one's own choice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import narwhals as nw

from comity import language, states, store
from comity.catalogue.comparing import Comparison, Gathered, Row, day_of
from comity.catalogue.entries import datasets_of, definition
from comity.catalogue.opening import NotAtHand, stored_tables
from comity.errors import WrongUse, printable
from comity.measures.similarity import BALLOTS, Distance, Score, similarity
from comity.sources import publication
from comity.states import State
from comity.vocabulary import Source, crossed

By = Literal["year", "session", "issue", "all"]
Absent = Literal["dropped", "abstention"]
Abstention = Literal["middle", "dropped", "half"]
MEASURES: dict[str, tuple[Score, Distance]] = {
    "agreement": ("agreement", "nominal"),
    "s_absolute": ("s", "absolute"),
    "s_squared": ("s", "squared"),
    "pi": ("pi", "absolute"),
    "pi_squared": ("pi", "squared"),
    "kappa": ("kappa", "absolute"),
    "kappa_squared": ("kappa", "squared"),
    "tau_b": ("tau_b", "absolute"),
}
CODES = {"yes": 0, "abstain": 1, "no": 2, "non-voting": None}
COUNTS = ("both_yes", "yes_abstain", "yes_no", "abstain_yes", "both_abstain", "abstain_no", "no_yes", "no_abstain",
          "both_no")  # fmt: skip
OTHER, UNLISTED = "none of the six issues", "not in the list of issues"
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
# A/RES/75/287, A/RES/ES-11/1, A/RES/2200(XXI)[B], A/RES/1004(ES-II); the list of issues writes R/72/229, ESS/10/15.
NEW = re.compile(r"(?:A/)?(?:RES|DEC|R|(?P<list>E?SS))/(?P<kind>ES-|S-)?(?P<session>\d+)/(?P<number>\d+)(?P<part>.*)")
OLD = re.compile(r"A/RES/(?P<number>\d+)\((?P<kind>ES-|S-)?(?P<session>[IVXL]+|\d+)\)(?P<part>.*)")
Symbol = tuple[str, str, str]  # session, number, part


def vote_similarity(
    a: str,
    b: str,
    *,
    by: By = "year",
    years: str | tuple[int, int] | None = None,
    resolutions: Sequence[str] | None = None,
    measure: str = "s_absolute",
    absent: Absent = "dropped",
    abstention: Abstention = "middle",
    as_of: str | date | None = None,
) -> Comparison:
    """Return how alike two states vote in the UN General Assembly, from their ballots.

    Parameters
    ----------
    a, b
        Two states.
    by
        ``"year"``, ``"session"`` (special ones by themselves: "ES-11"), ``"issue"`` (the six issues of Voeten; a ballot
        counts in each that its resolution has), or ``"all"`` for one figure.
    years
        Keep to ballots of these calendar years.
    resolutions
        Keep to these resolutions, by their symbols (``"A/RES/75/287"``).
    measure
        One of ``MEASURES``: the formulas are those of `comity.measures.similarity`, yes 1, abstain 2, no 3.
    absent
        What a member that did not vote counts as: left out for the pair, or an abstention.
    abstention
        ``"middle"``: a vote of its own between yes and no. ``"dropped"``: only ballots in which both said yes or no.
        ``"half"``: of agreement alone, a yes or no against an abstention counts one half.

    Returns
    -------
    Comparison
        A row for each period or issue with the value (None where the measure is not defined), the ballots it rests on
        and the nine counts; `title` and notes say which coding it is.

    Raises
    ------
    WrongUse
        Unknown state, measure, option or resolution; one without a recorded vote.
    NotAtHand
        No copy with the ballots, which may not be shipped; or by issue none of the list of issues.
    """
    _refuse_unless_known(by, measure, absent, abstention)
    pair = states.find(a), states.find(b)
    if pair[0].id == pair[1].id:
        raise WrongUse(f"{printable(a, 40)} and {printable(b, 40)} are the same state; a similarity needs two")
    period = language.years(years) if isinstance(years, str) else years
    day = day_of(as_of)
    found = _ballots(pair, period, day)
    if resolutions is not None:
        found = _chosen(found, resolutions)
    tables, gathered = _tables(found, pair, by, absent, abstention, day)
    values = _scored(tables, measure, abstention)
    ids, seen = (pair[0].id, pair[1].id), [v["date"].year for v in found["votes"]] or [0]
    caveats = [c for c in definition("votes.ballots").caveats if c.touches(ids, min(seen), max(seen))]
    gathered.take([found["source"]], caveats)
    gathered.note(*_said(measure, absent, abstention))
    return Comparison(
        title=f"Similarity of votes of {pair[0].name} and {pair[1].name}{'' if by == 'all' else f' by {by}'}: "
        f"{_label(measure, absent, abstention)}",
        unit="share" if measure == "agreement" else "index, −1 to 1",
        question={"states": list(ids), "by": by, "measure": measure, "absent": absent, "abstention": abstention,
                  "years": None if period is None else list(period),
                  "resolutions": None if resolutions is None else list(resolutions)},
        columns=(by, "value", "ballots", *COUNTS),
        rows=tuple(_row(by, group, values.get(group), counts) for group, counts in tables.items()),
        totals={},
        sources=tuple(gathered.sources),
        caveats=tuple(gathered.caveats),
        notes=tuple(gathered.notes),
        as_of=day,
    )  # fmt: skip


def _refuse_unless_known(by: str, measure: str, absent: str, abstention: str) -> None:
    options: tuple[tuple[str, str, Sequence[str]], ...] = (
        ("by", by, ("year", "session", "issue", "all")),
        ("measure", measure, tuple(MEASURES)),
        ("absent", absent, ("dropped", "abstention")),
        ("abstention", abstention, ("middle", "dropped", "half")),
    )
    for name, value, known in options:
        if value not in known:
            raise WrongUse(f"{name}={printable(str(value), 40)!r}; it is one of {', '.join(known)}")
    if abstention == "half" and measure != "agreement":
        raise WrongUse(
            f"abstention='half' is a coding of agreement; {measure} has the abstention in the middle as it is"
        )
    if abstention == "dropped" and absent == "abstention":
        raise WrongUse("absent='abstention' makes abstentions that abstention='dropped' leaves out; choose one")


def _ballots(pair: tuple[State, State], period: tuple[int, int] | None, day: date | None) -> dict[str, Any]:
    """Return the roll calls in which either of the two was listed, with both ballots."""
    (dataset,) = datasets_of("votes.ballots")
    book = publication(dataset).dataset
    having = [h for h in store.holdings() if h.dataset == dataset and {"ballots", "resolutions"} <= h.tables.keys()]
    if not having:
        raise NotAtHand(
            "votes by session, issue or other codings",
            "the ballots themselves may not be shipped and are not at hand",
            f"download them from {book.address} and run `comity data add {dataset} FILE`",
        )
    held = having[-1]
    numbers = [s.number for s in pair]
    cast = store.rows(
        store.relation(held, "ballots").filter(nw.col("state").is_in(numbers)).select("undl_id", "state", "ballot")
    )
    listed = store.relation(held, "resolutions").filter(nw.col("body") == "A", ~nw.col("yes").is_null())
    both: dict[int, dict[int, str]] = {}
    for row in cast:
        both.setdefault(row["undl_id"], {})[row["state"]] = row["ballot"]
    votes = [
        {"id": r["id"], "date": r["date"], "ballots": tuple(both[r["undl_id"]].get(n) for n in numbers)}
        for r in sorted(store.rows(listed.select("undl_id", "id", "date")), key=lambda r: (r["date"], r["id"]))
        if r["undl_id"] in both
        and (day is None or r["date"] <= day)
        and (period is None or period[0] <= r["date"].year <= period[1])
    ]
    return {"votes": votes, "source": Source(book, held.release), "listed": listed}


def _chosen(found: dict[str, Any], resolutions: Sequence[str]) -> dict[str, Any]:
    """Keep to resolutions by their symbols, each of which must have a recorded vote."""
    wanted = {printable(str(r).strip(), 60) for r in resolutions}
    known = {r["id"] for r in store.rows(found["listed"].select("id"))}
    strange = sorted(wanted - known)
    if strange:
        raise WrongUse(
            f"{strange[0]}: no resolution of the General Assembly with a recorded vote has this symbol; symbols are "
            "written as A/RES/75/287"
        )
    return found | {"votes": [v for v in found["votes"] if v["id"] in wanted]}


def _tables(
    found: dict[str, Any], pair: tuple[State, State], by: By, absent: Absent, abstention: Abstention, day: date | None
) -> tuple[dict[str, list[int]], Gathered]:
    """Return the 3 × 3 table of each group, row by row, and what is to be said of the grouping."""
    gathered = Gathered()
    issues = _issues(gathered, day) if by == "issue" else {}
    tables: dict[str, list[int]] = {}
    unlisted = 0
    for vote in found["votes"]:
        codes = [
            1 if b == "non-voting" and absent == "abstention" else CODES[b] if b else None for b in vote["ballots"]
        ]
        if None in codes or (abstention == "dropped" and 1 in codes):
            continue
        groups = list(_groups(vote, by, issues))
        unlisted += UNLISTED in groups
        for group in groups:
            tables.setdefault(group, [0] * 9)[3 * codes[0] + codes[1]] += 1  # type: ignore[operator]
    if by == "issue":
        gathered.note("a ballot counts in each issue that its resolution has, so the ballots are not to be added")
        if unlisted:
            gathered.note(f"{unlisted} ballots are on resolutions that the list of issues has not, or not by symbol: "
                          "it ends with 2019 and names few before 1969 as the library does")  # fmt: skip
    order = sorted(tables, key=lambda g: (g in (OTHER, UNLISTED), g == UNLISTED)) if by == "issue" else list(tables)
    return {g: tables[g] for g in order}, gathered


def _groups(vote: Mapping[str, Any], by: By, issues: Mapping[Symbol, tuple[str, ...]]) -> Iterator[str]:
    if by == "all":
        yield "all"
    elif by == "year":
        yield str(vote["date"].year)
    elif by == "session":
        symbol = symbol_of(vote["id"])
        yield "not known" if symbol is None else symbol[0]
    else:
        symbol = symbol_of(vote["id"])
        yield from issues.get(symbol, (UNLISTED,)) if symbol is not None else (UNLISTED,)


def symbol_of(text: str) -> Symbol | None:
    """Return session ("75", "ES-11"), number and part of a resolution's symbol; None for one that is not written so."""
    found = NEW.fullmatch(text) or OLD.fullmatch(text)
    if found is None:
        return None
    named = found.groupdict()
    kind = {"ESS": "ES-", "SS": "S-"}.get(named.get("list") or "", named["kind"] or "")
    session = named["session"]
    ordinal = session if session.isdigit() else str(_roman(session))
    return kind + ordinal, named["number"], re.sub(r"SECTION|[^A-Z0-9]", "", named["part"].upper())


def _roman(text: str) -> int:
    values = [ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _issues(gathered: Gathered, day: date | None) -> dict[Symbol, tuple[str, ...]]:
    """Return the issues of each resolution of the list; those of votes on its parts are the resolution's too."""
    held = stored_tables("votes.issues", day)
    gathered.take([held.source])
    issues: dict[Symbol, dict[str, None]] = {}
    for row in store.rows(held.relations["roll_calls"].select("resolution", "issues")):
        symbol = symbol_of(row["resolution"] or "")
        if symbol is not None:
            named = (row["issues"] or "").split("; ")
            issues.setdefault(symbol, {}).update(dict.fromkeys(filter(None, named)))
    return {symbol: tuple(named) or (OTHER,) for symbol, named in issues.items()}


def _scored(tables: Mapping[str, Sequence[int]], measure: str, abstention: Abstention) -> dict[str, float]:
    """Return the measure of each table by the formulas of the measures; a table without a value is left out."""
    if not tables:
        return {}
    import polars as pl

    score, distance = MEASURES[measure]
    if abstention == "half":
        # One half for a yes or no against an abstention: agreement is then (S + 1) / 2 with absolute distances.
        score, distance = "s", "absolute"
    cells = {name: [float(t[i]) for t in tables.values()] for i, name in enumerate(crossed(3))}
    frame = nw.from_native(pl.DataFrame({"group": list(tables), **cells}).lazy())
    found = store.rows(similarity(frame, score, levels=BALLOTS, distance=distance, keys=("group",)))
    return {r["group"]: (r["value"] + 1) / 2 if abstention == "half" else r["value"] for r in found}


def _row(by: By, group: str, value: float | None, counts: Sequence[int]) -> Row:
    return {by: group, "value": value, "ballots": sum(counts), **dict(zip(COUNTS, counts, strict=True))}


def _label(measure: str, absent: Absent, abstention: Abstention) -> str:
    named = {"agreement": "share of identical votes", "s_absolute": "S, absolute distances"}.get(measure, measure)
    coded = {"middle": "", "dropped": ", yes and no alone", "half": ", an abstention as half"}[abstention]
    return named + coded + (", absent as abstention" if absent == "abstention" else "")


def _said(measure: str, absent: Absent, abstention: Abstention) -> Iterator[str]:
    yield (
        "a member that did not vote counts as abstaining"
        if absent == "abstention"
        else "ballots in which either did not vote are left out"
    )
    if abstention == "dropped":
        yield "ballots in which either abstained are left out"
    elif abstention == "half":
        yield "a yes or no against an abstention counts as half an agreement"
    elif measure == "agreement":
        yield "an abstention agrees with an abstention alone"
    else:
        yield "yes 1, abstain 2, no 3"
    yield "adopted resolutions with a recorded vote; each counts the same"
