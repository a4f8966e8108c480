"""The roll calls on one of the two at the UN General Assembly, with how both voted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.briefs.asking import Ask, Row, capital, said, start
from comity.catalogue import Records
from comity.pages import words
from comity.pages.model import Sentence, Table
from comity.vocabulary import Figure

SHOWN = 8


def on_either(ask: Ask, found: Records) -> Records:
    """Keep the roll calls on one of the two; both took part in many others."""
    return replace(found, rows=tuple(r for r in found.rows if {ask.a.id, ask.b.id} & set(_on(r))))


def roll_calls(ask: Ask, found: Records) -> tuple[list[Sentence], list[Table]]:
    """Tell the latest roll calls on one of the two, and list the latest on each, the newest first."""
    about = found.rows
    latest = {r["id"]: r for s in ask.both for r in [r for r in about if s.id in _on(r)][-SHOWN:]}
    rows = sorted(latest.values(), key=lambda r: (r["date"], r["id"]), reverse=True)
    table = Table(
        f"Latest roll calls on the situation in {said(ask.a)} or {said(ask.b)}",
        ("Date", "Resolution", "Yes–no–abstained", ask.a.name, ask.b.name),
        tuple(
            (
                row["date"],
                f"{row['id']}: {row['title']}",
                f"{row['yes']}–{row['no']}–{row['abstentions']}",
                capital(_ballot(ask.a.id, row)),
                capital(_ballot(ask.b.id, row)),
            )
            for row in rows
        ),
    )
    return [_told(ask, found, row) for row in _telling(ask, about)], [table] if rows else []


def _on(row: Row) -> list[str]:
    return str(row["target"]).split("; ")


def _told(ask: Ask, found: Records, row: Row) -> Sentence:
    year = row["date"].year
    yes, no, abstained = (
        Figure(float(row[c]), "", "reported", found.kind.code, (), year, year, found.sources, f"{row['id']}, {c}")
        for c in ("yes", "no", "abstentions")
    )
    name = f"{row['id'].removeprefix('A/RES/')} (“{row['title']}”)"
    both = ", ".join(f"{said(s)} {_ballot(s.id, row)}" for s in ask.both)
    return start(
        f"on {words.date_words(row['date'])} the Assembly adopted {name} with ", yes, " yes, ", no, " no and ",
        abstained, f" {'abstention' if abstained.value == 1 else 'abstentions'}: {both}.",
    )  # fmt: skip


def _telling(ask: Ask, about: Sequence[Row]) -> list[Row]:
    """Pick for the text, for each of the two, the latest roll call on it in which they took different sides."""
    picked: list[Row] = []
    for state in ask.both:
        mine = [r for r in about if state.id in _on(r)]
        apart = [r for r in mine if _ballot(ask.a.id, r) != _ballot(ask.b.id, r)]
        picked += (apart or mine)[-1:]
    return list({r["id"]: r for r in picked}.values())


def _ballot(id_: str, row: Row) -> str:
    for column, told in (("voted_yes", "voted yes"), ("voted_no", "voted no"), ("abstained", "abstained")):
        if id_ in row[column].split("; "):
            return told
    return "did not vote" if id_ in row["did_not_vote"].split("; ") else "was no member"
