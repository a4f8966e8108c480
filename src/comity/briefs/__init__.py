"""A sourced page on any pair of states, by sector, with what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from comity import language, states
from comity.briefs.arms import arms
from comity.briefs.asking import Ask, Part, Sector, capital, lifetime, said
from comity.briefs.companies import companies
from comity.briefs.dependence import dependence
from comity.briefs.diplomacy import diplomacy, power
from comity.briefs.document import document, text
from comity.briefs.energy import energy
from comity.briefs.gaps import holes
from comity.briefs.isolation import isolation
from comity.briefs.missions import missions
from comity.briefs.own import own
from comity.briefs.prices import prices
from comity.briefs.sanctions import sanctions
from comity.briefs.security import security
from comity.briefs.substitution import substitution
from comity.briefs.thirds import thirds
from comity.briefs.trade import trade
from comity.briefs.votes import votes
from comity.briefs.within import conflict, displacement, economy, regimes
from comity.catalogue import CitationStyle, cite
from comity.errors import WrongUse, printable
from comity.pages import drawing, words
from comity.pages.model import Page, Sentence
from comity.pages.palette import Palette
from comity.states import State

__all__ = ["Brief", "brief", "text"]

SECTORS: tuple[Sector, ...] = (
    arms,
    trade,
    dependence,
    energy,
    substitution,
    prices,
    votes,
    diplomacy,
    thirds,
    missions,
    security,
    sanctions,
    companies,
    isolation,
    conflict,
    displacement,
    power,
    regimes,
    economy,
    own,
)
MOST_LEADS = 6
FIRST_LISTED = 1816


@dataclass(frozen=True)
class Brief:
    """The answer of `brief`: a page as data, and the question it answers."""

    page: Page
    states: tuple[str, str]
    years: tuple[int, int] | None

    def to_dict(self) -> dict[str, Any]:
        """Return the whole page as plain data, as `--json` prints it (docs/brief.schema.json)."""
        return document(self.page, self.states, self.years)

    def to_html(self) -> str:
        """Return the page as one self-contained HTML file."""
        from comity.pages.html import to_html

        return to_html(self.page)

    def cite(self, style: CitationStyle = "text") -> str:
        """Return the citation of every source on the page."""
        return cite(self.page.sources(), style)

    def save(self, path: Path) -> None:
        """Write the page to a file: ``.html`` or ``.json``.

        Raises
        ------
        WrongUse
            Another ending.
        Failure
            The place cannot be written.
        """
        from comity.store import write_by_ending

        write_by_ending(path, {".html": self.to_html, ".json": self._json})

    def _json(self) -> str:
        import json

        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    def __repr__(self) -> str:
        lines = [self.page.title, *(f"{s.title}: {text(s.sentences[0])}" for s in self.page.sections if s.sentences)]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        import html

        return f'<iframe srcdoc="{html.escape(self.to_html())}" style="width:100%;height:40em"></iframe>'


def brief(a: str, b: str, *, years: str | tuple[int, int] | None = None, as_of: str | date | None = None) -> Brief:
    """Return the brief on two states.

    Parameters
    ----------
    a, b
        Names, codes or aliases of two states, also of states that have ended.
    years
        Keep to these years; without, everything at hand, or where one of the two has ended, the years in which both
        existed.
    as_of
        Use what was out on that day.

    Raises
    ------
    WrongUse
        An unknown or ambiguous name, a state and itself, a period in which one of the two did not exist.
    Failure
        A damaged store.
    """
    period = language.years(years) if isinstance(years, str) else years
    day = language.day(as_of) if isinstance(as_of, str) else as_of
    one, other = states.find(a), states.find(b)
    if one.id == other.id:
        raise WrongUse(f"{printable(a, 40)} and {printable(b, 40)} are the same state; a brief is about two")
    for state in (one, other):
        _exists(state, period)
    ask = Ask(one, other, lifetime(one, other, period), day, Palette((one.name, other.name)))
    whole = Part()
    for sector in SECTORS:
        part = sector(ask)
        for chart in (c for section in part.sections for c in section.charts):
            drawing.ahead(chart.spec)
        whole += part
    page = Page(
        title=f"{one.name} and {other.name}",
        standfirst=_standfirst(ask, whole),
        leads=whole.leads[:MOST_LEADS],
        sections=whole.sections,
        holes=holes(whole.gaps),
        as_of=day,
        notes=_notes(ask, period),
        facts={"command": _command(ask, period)},
    )
    return Brief(page, (one.id, other.id), period)


def _exists(state: State, period: tuple[int, int] | None) -> None:
    if period is None or state.kind == "territory":
        return
    if not any(state.exists_in(y) for y in range(period[0], period[1] + 1)):
        end = (
            f"ended in {state.end.year}"
            if state.end is not None and state.end.year < period[0]
            else "did not exist then"
        )
        raise WrongUse(f"{capital(said(state))} {end}; ask for other years than {words.span(*period)}")


def _standfirst(ask: Ask, whole: Part) -> Sentence:
    if not whole.sections:
        return (f"Nothing is at hand on {said(ask.a)} and {said(ask.b)}; below is why.",)
    return (
        f"What is on record on the ties of {said(ask.a)} and {said(ask.b)}, by sector; each figure has its source.",
    )


def _notes(ask: Ask, period: tuple[int, int] | None) -> tuple[str, ...]:
    notes = [_lifetime(s) for s in ask.both if s.end is not None and str(s.end.year) not in s.name]
    notes += [f"{capital(said(s))} is a territory, which few sources list" for s in ask.both if s.kind == "territory"]
    if period is not None:
        notes.append(f"years asked for: {words.span(*period)}")
    if ask.years is not None and ask.years != period:
        notes.append(f"the page keeps to {words.span(*ask.years)}, when both existed")
    if not ask.met:
        asked = "in the years asked the two did not exist" if period is not None else "the two never existed"
        notes.append(f"{asked} in one and the same year: each is told by itself")
    return tuple(notes)


def _lifetime(ended: State) -> str:
    """Say from when to when a state existed; the lists begin in 1816, so that year is no beginning."""
    assert ended.end is not None
    if ended.start is None or ended.start.year == FIRST_LISTED:
        return f"{capital(said(ended))} existed until {ended.end.year}"
    return f"{capital(said(ended))} existed {ended.start.year}–{ended.end.year}"


def _command(ask: Ask, period: tuple[int, int] | None) -> str:
    years = "" if period is None else f" --years {period[0]}:{period[1]}"
    day = "" if ask.as_of is None else f" --as-of {ask.as_of}"
    return f"comity brief {ask.a.id} {ask.b.id}{years}{day}"
