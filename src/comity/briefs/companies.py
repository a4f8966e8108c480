"""Companies and services of the two: who owns or serves whom, and who is listed by whom since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comity.briefs.asking import Ask, Part, Row, dated, download, made, merged, records, said, start
from comity.briefs.naming import actors, issuer
from comity.catalogue import Records
from comity.pages import words
from comity.pages.model import Section, Sentence, Table
from comity.states import State

LISTS = "sanctions"
SHOWN = 24


def companies(ask: Ask) -> Part:
    """Return the section on companies, where both of the two have a part in it; a selection's silence is no hole."""
    links = records(ask.anytime(), "companies.links")
    entities = records(ask.anytime(), "companies.entities")
    if not isinstance(links, Records) or not isinstance(entities, Records) or not ask.met:
        return Part()
    homes = {r["id"]: r["origin"] for r in entities.rows}
    ids = {s.id for s in ask.both}
    mine = replace(links, rows=tuple(r for r in links.rows if homes.get(r["subject"]) in ids))
    between = records(ask.anytime(), "companies.links", ask.a.id, ask.b.id)
    touched = isinstance(between, Records) and any(homes.get(r["subject"]) in ids for r in between.rows)
    if not touched and not ids <= {homes[r["subject"]] for r in mine.rows}:
        return Part()
    owned = [r for r in mine.rows if r["kind"] != LISTS]
    listed = [r for r in mine.rows if r["kind"] == LISTS]
    sentences = [t for s in ask.both if (t := _listed(mine, s, [r for r in listed if homes[r["subject"]] == s.id]))]
    sentences += [t for s, o in (ask.both, ask.both[::-1]) if (t := _by_the_other(listed, s, o, homes))]
    sources, caveats = merged([mine])
    section = Section(
        id="companies",
        title="Companies: who owns whom, who is listed by whom",
        sentences=tuple(sentences) or (_chain(ask, mine, owned),),
        tables=tuple(_tables(owned, listed)),
        caveats=caveats,
        sources=sources,
        downloads=(download(mine),),
    )
    return Part((section,))


def _listed(found: Records, whose: State, rows: Sequence[Row]) -> Sentence | None:
    if not rows:
        return None
    names = dict.fromkeys(r["target"] for r in rows)
    years = [r["date"].year for r in rows if r["date"] is not None]
    span = (min(years), max(years)) if years else (0, 0)
    if not years:
        return None
    count = made(float(len(names)), "bodies" if len(names) > 1 else "body", "listed", [found], (whose.id,), span)
    by = words.listed(list(dict.fromkeys(issuer(r["origin"]) for r in rows)))
    return start("the chronology has ", count, f" of {said(whose)} as listed by {by}.")


def _by_the_other(rows: Sequence[Row], whose: State, other: State, homes: dict[str, str]) -> Sentence | None:
    """Name the companies of one that the other lists by itself."""
    mine = [r for r in rows if homes[r["subject"]] == whose.id and other.id in r["origin"].split("; ")]
    if not mine:
        return None
    first = {r["target"]: r for r in sorted(mine, key=lambda r: str(r["date"]), reverse=True) if r["date"] is not None}
    told = [f"{name} ({dated(r)})" for name, r in sorted(first.items(), key=lambda p: str(p[1]["date"]))]
    return start(f"{said(other)} is on record as having listed, in brackets when first: {words.listed(told)}.")


def _until(row: Row) -> str:
    """Return the end of a tie, which the source knows to the day, the month or the year."""
    text = str(row["until"] or "")
    if not text:
        return ""
    precision = {10: "day", 7: "month"}.get(len(text), "year")
    return words.date_words(date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text), precision)


def _chain(ask: Ask, found: Records, rows: Sequence[Row]) -> Sentence:
    years = [r["date"].year for r in rows if r["date"] is not None] or [found.sources[0].release.published.year]
    ids = (ask.a.id, ask.b.id)
    count = made(float(len(rows)), "ties" if len(rows) > 1 else "tie", "ties", [found], ids, (min(years), max(years)))
    return start("the chronology has ", count, " of ownership or service among companies and bodies of the two.")


def _tables(owned: Sequence[Row], listed: Sequence[Row]) -> list[Table]:
    tables = []
    if owned:
        tables.append(
            Table(
                "Who owns, serves or succeeds whom",
                ("Who", "Tie", "Whom", "Since", "Until", "Remark", "Source"),
                tuple(
                    (
                        actors(r["origin"]),
                        r["kind"],
                        actors(r["target"]),
                        "" if r["date"] is None else dated(r),
                        _until(r),
                        _remark(r),
                        r["source_publisher"] or "",
                    )
                    for r in owned[-SHOWN:]
                ),
            )
        )
    if listed:
        newest = sorted(listed, key=lambda r: (r["target"], str(r["date"]), r["id"]))[:SHOWN]
        tables.append(
            Table(
                "Who is listed by whom",
                ("Listed", "By", "Since", "Until", "Remark", "Source"),
                tuple(
                    (
                        r["target"],
                        actors(r["origin"]),
                        "not known" if r["date"] is None else dated(r),
                        _until(r) or "no end seen",
                        _remark(r),
                        r["source_publisher"] or "",
                    )
                    for r in newest
                ),
            )
        )
    return tables


def _remark(row: Row) -> str:
    note = row["note"] or ""
    return note if row["verified"] else f"{note} (not verified)".strip()
