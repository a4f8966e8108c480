"""The page of a scenario: assumptions first, then who gains the flow, who sells instead, and what it costs whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from comity import states
from comity.pages.charts import before_after
from comity.pages.model import Cell, Chart, Download, Lead, Page, Section, Sentence, Table
from comity.scenarios.asking import Question
from comity.scenarios.assumptions import assumptions
from comity.scenarios.baseline import Baseline
from comity.scenarios.charts import Span, intervals
from comity.scenarios.document import flow_rows, state_rows
from comity.scenarios.running import INTERVAL, Estimates, Outcome
from comity.vocabulary import Figure

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LISTED = 40
CAME, LEFT = 8, 6  # how many are drawn of those whose flows rise and fall
AFTER = "after the change"


class _Teller:
    """Makes the figures of one outcome, all with the sources of its baseline."""

    def __init__(self, asked: Question, base: Baseline, outcome: Outcome) -> None:
        self.asked, self.base, self.outcome = asked, base, outcome
        change = outcome.scenario.changes[0]
        self.seller_words, self.buyer_words = change.seller_words, change.buyer_words
        self.sellers, self.buyers = ([i for i in side if i in base.ids] for side in (change.sellers, change.buyers))

    def figure(self, value: float, unit: str, code: str, who: Iterable[str], what: str) -> Figure:
        """Return a figure of the model or of its baseline."""
        year = self.asked.year
        return Figure(float(value), unit, "reported", f"whatif.{code}", tuple(who), year, year, self.base.sources, what)

    def income(self, place: int) -> tuple[Figure, Figure, Figure]:
        """Return the change in a state's real income: central, low, high."""
        found = self.outcome.real_income
        return self.estimate(found, place, "real_income", "change in real income", 1.0, "share")

    def estimate(
        self, found: Estimates, place: int, code: str, what: str, less: float, unit: str
    ) -> tuple[Figure, Figure, Figure]:
        """Return the three figures of an estimate for a state."""
        ends = ((found.central, what), (found.low, f"{what}, low end"), (found.high, f"{what}, high end"))
        who = (self.base.ids[place],)
        central, low, high = (self.figure(v[place] - less, unit, code, who, said) for v, said in ends)
        return central, low, high


def page(asked: Question, base: Baseline, outcomes: Sequence[Outcome], command: str) -> Page:
    """Return the page of a question that has been answered."""
    tellers = [_Teller(asked, base, outcome) for outcome in outcomes]
    sections = [_assumed(asked, base, outcomes)]
    for number, teller in enumerate(tellers, 1):
        tag = "" if len(tellers) == 1 else f"-{number}"
        head = "" if len(tellers) == 1 else f"{teller.outcome.scenario.title}: "
        sections += [_gains(teller, tag, head), _instead(teller, tag, head), _incomes(teller, tag, head)]
        sections += [_rerouted(teller, tag, head)] if teller.outcome.rerouted else []
    if len(tellers) == 2:
        sections.append(_compared(tellers[0], tellers[1]))
    return Page(
        title=asked.title,
        standfirst=_standfirst(tellers[0]),
        leads=_leads(tellers[0]),
        sections=tuple(sections),
        holes=(),
        notes=tuple(dict.fromkeys(n for o in outcomes for n in o.notes)),
        facts={"command": command},
    )


def _standfirst(teller: _Teller) -> Sentence:
    goods = "" if teller.outcome.sector == "everything" else f" of {teller.outcome.sector}"
    sold = _between(teller)
    return (
        f"{teller.outcome.scenario.changes[0].words}: sales{goods} of ",
        teller.figure(sold[0], "USD", "flow", teller.sellers, "sold to those who act, before"),
        f" in {teller.asked.year} become ",
        teller.figure(sold[1], "USD", "flow", teller.sellers, "sold to those who act, after"),
        " in a model of the world's trade, and the rest follows.",
    )


def _between(teller: _Teller) -> tuple[float, float]:
    """Return what the sellers sell to the buyers, before and after."""
    import numpy as np

    rows, columns = (np.isin(teller.base.ids, side) for side in (teller.sellers, teller.buyers))
    cells = np.ix_(rows, columns)
    return float(teller.outcome.observed[cells].sum()), float(teller.outcome.flows.central[cells].sum())


def _leads(teller: _Teller) -> tuple[Lead, ...]:
    ids = teller.base.ids
    income = teller.outcome.real_income.central

    def most(side: Iterable[str], sign: int) -> int:
        return max((i for i in range(len(ids)) if ids[i] in side), key=lambda i: sign * income[i])

    named = {*teller.sellers, *teller.buyers}
    others = [i for i in ids if i not in named]
    chosen = [most(teller.sellers, -1), most(teller.buyers, -1)]
    chosen += [most(others, 1), most(others, -1)] if others else []
    leads = [
        Lead(f"Real income of {_said(ids[i])}", central, ("between ", low, " and ", high, " in 95 of 100 draws"))
        for i in dict.fromkeys(chosen)
        for central, low, high in [teller.income(i)]
    ]
    gain = teller.outcome.sales.central - _observed_sales(teller)
    new = max((i for i in range(len(ids)) if ids[i] in others), key=lambda i: gain[i], default=None)
    if new is not None and gain[new] > 0:
        what = f"bought more of {teller.seller_words}"
        figure = teller.figure(gain[new], "USD", "sales", (ids[new],), what)
        leads.insert(0, Lead(f"{states.state(ids[new]).name} buys more of {teller.seller_words}", figure))
    return tuple(leads)


def _observed_sales(teller: _Teller) -> Floats:
    import numpy as np

    return np.asarray(teller.outcome.observed[np.isin(teller.base.ids, teller.sellers)].sum(0))


def _observed_purchases(teller: _Teller) -> Floats:
    import numpy as np

    return np.asarray(teller.outcome.observed[:, np.isin(teller.base.ids, teller.buyers)].sum(1))


def _assumed(asked: Question, base: Baseline, outcomes: Sequence[Outcome]) -> Section:
    told = tuple((text,) for text in assumptions(asked, base, outcomes))
    return Section("assumptions", "What is assumed", told, caveats=base.caveats, sources=base.sources)


def _gains(teller: _Teller, tag: str, head: str) -> Section:
    """Who buys what the sellers no longer sell to those who act."""
    import numpy as np

    before, found = _observed_sales(teller), teller.outcome.sales
    third = ~np.isin(teller.base.ids, [*teller.buyers, *teller.sellers])
    lost = _between(teller)[0] - _between(teller)[1]
    every = (found.draws - before)[:, third].sum(1) / lost if lost > 0 else np.array([])
    sentences: list[Sentence] = []
    if len(every):
        low, high = np.quantile(every, INTERVAL)
        share = float((found.central - before)[third].sum() / lost)
        who, what = teller.sellers, "part of the lost sales that other states take up"
        sentences.append(
            (
                f"Other states take up {'' if share >= 0 else 'less than nothing: '}",
                teller.figure(share, "share", "taken_up", who, what),
                f" of what {teller.seller_words} no longer sells to {teller.buyer_words} (between ",
                teller.figure(float(low), "share", "taken_up", who, f"{what}, low end"),
                " and ",
                teller.figure(float(high), "share", "taken_up", who, f"{what}, high end"),
                " in 95 of 100 draws); what is left is sold at home or not at all.",
            )
        )
    title = f"{head}who buys of {teller.seller_words}"
    return _substitution(teller, f"gains{tag}", title, "buyer", before, found, teller.sellers, sentences)


def _instead(teller: _Teller, tag: str, head: str) -> Section:
    """Who sells to those who act, in the sellers' place."""
    title = f"{head}who sells to {teller.buyer_words}"
    before, found = _observed_purchases(teller), teller.outcome.purchases
    return _substitution(teller, f"instead{tag}", title, "seller", before, found, teller.buyers, [])


def _substitution(
    teller: _Teller,
    id_: str,
    title: str,
    side: str,
    before: Floats,
    found: Estimates,
    own: Sequence[str],
    sentences: list[Sentence],
) -> Section:
    """Return a table of who left and who came, with the picture before and after."""
    ids, year = teller.base.ids, str(teller.asked.year)
    change = found.central - before
    ranked = [i for i in sorted(range(len(ids)), key=lambda i: -abs(change[i])) if before[i] > 0 and ids[i] not in own]
    came, left = [i for i in ranked if change[i] > 0], [i for i in ranked if change[i] < 0]
    for verb, several in (("more", came[:3]), ("less", left[:3])):
        if several:
            sentences.append(_moved(teller, several, change, verb, side))
    rows = []
    for i in ranked[:LISTED]:
        was = teller.figure(before[i], "USD", side, (ids[i],), f"{title}, before")
        rows.append((states.state(ids[i]).name, was, *teller.estimate(found, i, side, f"{title}, after", 0.0, "USD")))
    spans = [_span(ids[i], before, found, i) for i in (*came[:CAME], *left[:LEFT][::-1])]
    goods = "" if teller.outcome.sector == "everything" else f" ({teller.outcome.sector})"
    drawn: list[Chart | None] = [
        intervals(
            spans, title=f"{_capital(title)}{goods}: {year} and {AFTER}", before=year, after=AFTER, unit="USD",
            bars=False, sources=teller.base.sources,
        ),
        before_after(
            [
                {"name": s.name, "before": s.before / before.sum(), "after": s.after / found.central.sum()}
                for s in spans
            ],
            title=f"{_capital(title)}{goods}: shares of all, sales at home included", before=year, after=AFTER,
            sources=teller.base.sources,
        ),
    ]  # fmt: skip
    table = Table(
        f"{_capital(title)}{goods}; the {min(len(ranked), LISTED)} largest changes",
        (side.capitalize(), year, _capital(AFTER), "Low", "High"),
        tuple(rows),
    )
    return Section(
        id=id_,
        title=_capital(title),
        sentences=tuple(sentences),
        charts=tuple(c for c in drawn if c is not None),
        tables=(table,),
        sources=teller.base.sources,
    )


def _span(id_: str, before: Floats, found: Estimates, place: int) -> Span:
    after, low, high = (float(values[place]) for values in (found.central, found.low, found.high))
    return Span(states.state(id_).name, float(before[place]), after, low, high)


def _moved(teller: _Teller, several: Sequence[int], change: Floats, verb: str, side: str) -> Sentence:
    does = "bought by" if side == "buyer" else "sold by"
    parts: list[str | Figure] = []
    for n, i in enumerate(several):
        parts += [_said(teller.base.ids[i]) + " ("]
        parts += [teller.figure(abs(change[i]), "USD", side, (teller.base.ids[i],), f"{verb} {does}"), ")"]
        parts += ["" if n == len(several) - 1 else " and " if n == len(several) - 2 else ", "]
    return (f"{verb.capitalize()} is {does} ", *(p for p in parts if p), ".")


def _incomes(teller: _Teller, tag: str, head: str) -> Section:
    ids, found = teller.base.ids, teller.outcome.real_income
    order = sorted(range(len(ids)), key=lambda i: found.central[i])
    rows = tuple(
        (
            states.state(ids[i]).name,
            *teller.income(i),
            *teller.estimate(
                teller.outcome.terms_of_trade, i, "terms_of_trade", "change in the terms of trade", 1.0, "share"
            ),
        )
        for i in order
    )
    ends = [*order[:8], *order[-6:]] if len(order) > 14 else order
    spans = [
        Span(states.state(ids[i]).name, 0.0, *(float(v[i]) - 1 for v in (found.central, found.low, found.high)))
        for i in ends
    ]
    chart = intervals(
        spans, title=f"{head}change in real income: those who lose most and those who gain most", before="before",
        after=AFTER, unit="share", bars=True, sources=teller.base.sources,
    )  # fmt: skip
    worst, best = order[0], order[-1]
    sentences: list[Sentence] = [
        (f"{_capital(_said(ids[i]))} {verb} most: ", c, " (between ", low, " and ", high, " in 95 of 100 draws).")
        for i, verb in ((worst, "loses"), (best, "gains"))
        for c, low, high in [teller.income(i)]
    ]
    table = Table(
        "Change in real income and in the terms of trade, with the ends of the intervals",
        ("State", "Real income", "Low", "High", "Terms of trade", "Low ", "High "),
        rows,
    )
    downloads = (
        Download(f"real income{tag}", tuple(state_rows(teller.base, teller.outcome))),
        Download(
            f"trade of those named{tag}",
            tuple(flow_rows(teller.base, teller.outcome, {*teller.sellers, *teller.buyers})),
        ),
    )
    return Section(
        id=f"income{tag}",
        title=_capital(f"{head}real income, state by state"),
        sentences=tuple(sentences),
        charts=(chart,) if chart is not None else (),
        tables=(table,),
        sources=teller.base.sources,
        downloads=downloads,
    )


def _rerouted(teller: _Teller, tag: str, head: str) -> Section:
    rows = tuple(
        (states.state(i).name, teller.figure(v, "USD", "rerouted", (i,), "goes on through a third state"))
        for i, v in teller.outcome.rerouted[:LISTED]
    )
    return Section(
        id=f"rerouted{tag}",
        title=_capital(f"{head}what goes on through third states"),
        sentences=(),
        tables=(Table("Re-routed, at baseline prices", ("Through", "Sold on"), rows),),
        sources=teller.base.sources,
    )


def _compared(one: _Teller, other: _Teller) -> Section:
    """Both scenarios side by side; the difference is taken draw by draw."""
    import numpy as np

    incomes = [t.outcome.real_income for t in (one, other)]
    difference = incomes[1].draws - incomes[0].draws
    low, high = np.quantile(difference, INTERVAL, axis=0)
    central = incomes[1].central - incomes[0].central
    rows: list[tuple[Cell, ...]] = []
    for i in sorted(range(len(central)), key=lambda i: -abs(central[i]))[:LISTED]:
        who = (one.base.ids[i],)
        ends = ((central, "difference"), (low, "difference, low end"), (high, "difference, high end"))
        gaps = [one.figure(v[i], "share", "difference", who, said) for v, said in ends]
        rows.append((states.state(who[0]).name, one.income(i)[0], other.income(i)[0], *gaps))
    return Section(
        id="compared",
        title="The two scenarios compared",
        sentences=(("The differences are taken draw by draw, so that their intervals are of the difference itself.",),),
        tables=(
            Table(
                "Change in real income; the largest differences",
                ("State", one.outcome.scenario.title, other.outcome.scenario.title, "Difference", "Low", "High"),
                tuple(rows),
            ),
        ),
        sources=one.base.sources,
    )


def _said(id_: str) -> str:
    return states.state(id_).name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
