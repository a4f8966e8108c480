"""Who replaced whom: what the suppliers of one of the two did between two periods, where the other is among them."""

from __future__ import annotations

from comity import catalogue
from comity.briefs.asking import Ask, Part, said, start
from comity.catalogue import NotAtHand
from comity.catalogue.comparing import Comparison
from comity.catalogue.replacing import substitution as replaced
from comity.errors import WrongUse
from comity.pages import words
from comity.pages.model import Cell, Download, Section, Sentence, Table
from comity.states import State, state
from comity.vocabulary import Figure, Span

# What is compared, in words, and over how many years on either side: arms come in lumps, fuels flow.
MATTERS = (
    ("arms.deliveries", "major arms", 5),
    ("energy.eu_imports_crude", "crude oil", 2),
    ("energy.eu_imports_gas", "natural gas", 2),
)
SHOWN = 8
LEAST = 0.05  # a supplier of less than this share of either period says nothing of who replaced whom
DID = {"left": "no longer", "came": "new", "grew": "more", "shrank": "less", "same": "the same"}
Window = tuple[int, int]


def substitution(ask: Ask) -> Part:
    """Return a section for each matter and direction in which the partner of the pair took part."""
    sections = []
    for code, what, length in MATTERS if ask.met else ():
        for supplier, recipient in (ask.both, ask.both[::-1]):
            windows = _windows(ask, code, supplier, recipient, length)
            made = None if windows is None else _section(ask, code, what, supplier, recipient, windows)
            if made is not None:
                sections.append(made)
    return Part(tuple(sections))


def _windows(ask: Ask, code: str, supplier: State, recipient: State, length: int) -> tuple[Window, Window] | None:
    """Return the last years in which all suppliers of the recipient are covered, and as many before."""
    try:
        spans = catalogue.indicator(code, ask.as_of).coverage
    except NotAtHand:
        return None

    def holds(span: Span, year: int) -> bool:
        return span.origins is None and span.covers(supplier.id, recipient.id, year)

    first, last = ask.years or (0, 9999)
    years = {y for s in spans for y in range(max(first, s.first), min(last, s.last) + 1) if holds(s, y)}
    if not years or not years.issuperset(range(max(years) - 2 * length + 1, max(years) + 1)):
        return None
    end = max(years)
    return (end - 2 * length + 1, end - length), (end - length + 1, end)


def _section(
    ask: Ask, code: str, what: str, supplier: State, recipient: State, windows: tuple[Window, Window]
) -> Section | None:
    """Return what the suppliers did; nothing where the supplier of the pair is none of them, alone, or of no weight."""
    try:
        found = replaced(code, target=recipient.id, before=windows[0], after=windows[1], as_of=ask.as_of)
    except (NotAtHand, WrongUse):
        return None
    mine = next((r for r in found.rows if r["partner"] == supplier.id), None)
    moved = [r for r in found.rows if r["change"]]
    if mine is None or len(found.rows) < 2 or not moved:
        return None
    if all(mine[n] < LEAST * (found.totals[n] or 0.0) for n in ("before", "after")):
        return None
    return Section(
        id=f"replaced-{code.split('.')[-1].replace('_', '-')}-{supplier.id}-{recipient.id}".lower(),
        title=f"Who replaced whom: {what} to {said(recipient)}",
        sentences=tuple(_sentences(found, what, supplier, recipient, windows)),
        tables=(_table(found, what, recipient, supplier, windows),),
        caveats=found.caveats,
        sources=found.sources,
        downloads=(Download(f"replaced {code} {recipient.id}", found.rows, found.sources),),
    )


def _figure(found: Comparison, value: float | None, what: str, who: tuple[str, ...], window: Window) -> Figure:
    unit = found.unit.removesuffix(", mean of a year") + " a year"
    code = str(found.question["code"])
    return Figure(
        value, unit, "reported" if value is not None else "not known", code, who, *window, found.sources, what
    )


def _total(found: Comparison, name: str, recipient: State, windows: tuple[Window, Window]) -> Figure:
    window = {"before": windows[0], "after": windows[1]}.get(name, (windows[0][0], windows[1][1]))
    value = found.totals[name]
    return _figure(
        found, value, f"{name}, {words.span(*windows[0])} to {words.span(*windows[1])}", (recipient.id,), window
    )


def _sentences(
    found: Comparison, what: str, supplier: State, recipient: State, windows: tuple[Window, Window]
) -> list[Sentence]:
    spans = [words.span(*w) for w in windows]

    def total(name: str) -> Figure:
        return _total(found, name, recipient, windows)

    told = [
        start(f"what {said(recipient)} received in {what} from known suppliers went from ", total("before"),
              f" in {spans[0]} to ", total("after"), f" in {spans[1]}.")
    ]  # fmt: skip
    lost, gained, gap = (found.totals[n] or 0.0 for n in ("lost", "gained", "gap"))
    if lost and gained:
        rest = (
            ("; of the loss ", total("gap"), " was filled by nobody.") if gap else (", so that the loss was filled.",)
        )
        told.append(start("suppliers that gave less or left account for ", total("lost"), " less, those that gave more "
                          "or came for ", total("gained"), " more", *rest))  # fmt: skip
    mine = next(r for r in found.rows if r["partner"] == supplier.id)
    who = (supplier.id, recipient.id)
    before, after = (_figure(found, mine[n], n, who, w) for n, w in zip(("before", "after"), windows, strict=True))
    told.append(start(f"{said(supplier)} itself went from ", before, " to ", after, "."))
    return told


def _table(found: Comparison, what: str, recipient: State, supplier: State, windows: tuple[Window, Window]) -> Table:
    ranked = sorted(found.rows, key=lambda r: -abs(r["change"]))
    shown = ranked[:SHOWN]
    shown += [r for r in ranked[SHOWN:] if r["partner"] == supplier.id]
    rows: list[tuple[Cell, ...]] = []
    for r in shown:
        who = (r["partner"], recipient.id)
        cells = [_figure(found, r[n], n, who, w) for n, w in zip(("before", "after"), windows, strict=True)]
        rows.append((state(r["partner"]).name, *cells, DID[r["kind"]]))
    return Table(
        f"Suppliers of {what} to {said(recipient)}, mean of a year, the largest change first",
        ("Supplier", words.span(*windows[0]), words.span(*windows[1]), "Then"),
        tuple(rows),
    )
