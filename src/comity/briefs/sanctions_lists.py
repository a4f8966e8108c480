"""Sanctions of either of the two on the other, by every list at hand: a line for each measure, what each list says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comity.briefs.asking import Ask, Row, covered, figure, figures, known, made, records, said, start
from comity.briefs.gaps import Gap, joined
from comity.briefs.naming import actors
from comity.catalogue import Figures, Records
from comity.pages import words
from comity.pages.model import Sentence, Table
from comity.states import State

SHOWN = 30
CASES = "sanctions.gsdb_in_force"
HEADS = {
    "chronology": "Chronology of acts",
    "gsdb": "Global Sanctions Data Base",
    "ties": "TIES",
    "eu_regimes": "European Union’s map",
}


@dataclass(frozen=True)
class Between:
    """What the lists say of measures of either on the other."""

    sentences: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    used: tuple[Figures | Records, ...] = ()
    gaps: tuple[Gap, ...] = ()


def between(ask: Ask) -> Between:
    """Return the measures of either on the other; none that is looked for and not found is told as such."""
    if not ask.met:
        return Between()
    counted = [(o, t, figures(ask, CASES, o.id, t.id)) for o, t in (ask.both, ask.both[::-1])]
    imposed = records(ask.anytime(), "sanctions.ties", ask.a.id, ask.b.id)
    lacking = joined(g for g in (*(f for _, _, f in counted), imposed) if isinstance(g, Gap))
    gaps = tuple(g.on("sanctions by other lists", f"between {said(ask.a)} and {said(ask.b)}") for g in lacking)
    held = [(o, t, f) for o, t, f in counted if isinstance(f, Figures) and covered(f)]
    sentences = _in_force(held)
    used: list[Figures | Records] = [f for _, _, f in held]
    found = records(ask.anytime(), "sanctions.all", ask.a.id, ask.b.id)
    tables = []
    if isinstance(found, Records) and (rows := [r for r in found.rows if _on_the_other(ask, r)]):
        lines = replace(found, rows=tuple(dict(r) for r in rows))
        sentences.append(_lines(ask, lines))
        tables.append(_table(ask, lines))
        used.append(lines)
    return Between(tuple(sentences), tuple(tables), tuple(used), gaps)


def _on_the_other(ask: Ask, row: Row) -> bool:
    """Say whether one acts, by itself or through a group, and the other is a target; begun by the last year asked."""
    if ask.years is not None and row["date"] is not None and row["date"].year > ask.years[1]:
        return False
    if row["date"] is None and any(s.end is not None for s in ask.both):
        return False
    acting, aimed_at = set(row["origin"].split("; ")), set(row["target"].split("; "))
    groups = set(row["through"].split("; ")) if row["through"] else set()

    def acts(state: State) -> bool:
        return state.id in acting or bool(groups & acting)

    return any(acts(one) and other.id in aimed_at and one.id not in aimed_at for one, other in _ways(ask))


def _ways(ask: Ask) -> tuple[tuple[State, State], ...]:
    return ask.both, ask.both[::-1]


def _in_force(held: list[tuple[State, State, Figures]]) -> list[Sentence]:
    """Say how many cases were in force last, or that there was none in all years covered."""
    sentences: list[Sentence] = []
    silent = [(o, t, f) for o, t, f in held if not known(f)]
    for origin, target, found in held:
        rows = known(found)
        if not rows:
            continue
        last, end = rows[-1], covered(found)[-1]["year"]
        count = figure(found, last)
        after = "" if last["year"] == end else f"; none is on record for {words.span(last['year'] + 1, end)}"
        verb = "was" if last["value"] == 1 else "were"
        by = f"of {said(origin)} on {said(target)} {verb} in force by the {found.sources[0].dataset.publisher}"
        sentences.append(start(f"in {last['year']}, ", count, f" {by}{after}."))
    if silent:
        pairs = " or ".join(f"of {said(o)} on {said(t)}" for o, t, _ in silent)
        found = silent[0][2]
        span = words.runs([r["year"] for r in covered(found)])
        name = found.sources[0].dataset.publisher
        sentences.append(start(f"no sanction case {pairs} by name is on record in {span} ({name})."))
    return sentences


def _lines(ask: Ask, found: Records) -> Sentence:
    years = [r["date"].year for r in found.rows if r["date"] is not None]
    span = (min(years), max(years)) if years else (found.sources[0].release.published.year,) * 2
    ids = (ask.a.id, ask.b.id)
    rows = float(len(found.rows))
    count = made(rows, "line" if rows == 1 else "lines", "measures by all lists", [found], ids, span)
    several = float(sum(r["lists"] > 1 for r in found.rows))
    sentence = start(f"over all lists at hand, measures between {said(ask.a)} and {said(ask.b)} take ", count)
    if several:
        more = made(several, "", "lines told by more than one list", [found], ids, span)
        sentence = (*sentence, ", of which ", more, " are told by more than one list" if several > 1 else
                    " is told by more than one list")  # fmt: skip
    return (*sentence, "; a line is one measure of one kind.")


def _table(ask: Ask, found: Records) -> Table:
    heads = {name: head for name, head in HEADS.items() if any(r[name] for r in found.rows)}
    return Table(
        f"Measures between {said(ask.a)} and {said(ask.b)} by what each list says, the newest first",
        ("Kind", "By", "On", *heads.values()),
        tuple(
            (r["kind"], _some(r["origin"]), _some(r["target"]), *(r[name] or "" for name in heads))
            for r in reversed(found.rows[-SHOWN:])
        ),
    )


def _some(text: str) -> str:
    """Return who acts together for a cell; of many, the first."""
    names = text.split("; ")
    return actors(text) if len(names) <= 4 else f"{actors('; '.join(names[:3]))} and others"
