"""The claim: one statement of an article that a figure or a record could settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ClaimType = Literal[
    "arms_rank",
    "arms_share",
    "arms_value",
    "arms_change",
    "arms_transfer",
    "trade_rank",
    "trade_share",
    "trade_value",
    "trade_change",
    "energy_flow",
    "price_level",
    "price_change",
    "displacement_count",
    "vote",
    "sanction",
    "visit",
    "treaty",
    "event",
    "other_stat",
]
Comparison = Literal["=", "~", ">", "<"]

CLAIM_TYPES: tuple[ClaimType, ...] = get_args(ClaimType)
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)


@dataclass(frozen=True)
class Claim:
    """One clause with one assertion, tied to the words of the article that make it.

    Attributes
    ----------
    article
        The file's stem.
    start, end
        The clause, in code points of the original text; `quote` is what stands there.
    subject, object
        Who acts (supplier, exporter, voter, sanctioner, origin of refugees) and on whom (recipient, importer, target,
        asylum): ids of states, or codes of groups and wholes (WLD, EU, EUROPE, NATO, MIDEAST, UN).
    period
        ISO year, month or day, or two of them parted by a slash; relative dates are resolved. Blank if nothing says.
    value, unit, op
        What is stated: changes in signed percent ("tripled" is 200), counts in ones, currencies by ISO code in lower
        case; None without a number. `op` is `=`, `~` (about), `>` or `<`.
    ballot
        How the subject voted: "yes", "no" or "abstain"; blank otherwise. In the file of claims it stands as the value.
    sentence
        The sentence, in code points of the original text.
    words
        The deciding words (the number, the verb), in code points of the original text.
    topic
        What is counted or dealt with: "crude oil", "refugees", "arms"; blank if the text does not say.
    attribution
        Who says so; blank if the article speaks for itself.
    negated
        Whether the clause denies what it states.
    unchecked
        Why it is no statement of fact ("forecast", "plan", "opinion", "hope", "condition"); blank otherwise.
    cause
        The words that name a cause ("due to"); blank if none is named.
    """

    article: str
    start: int
    end: int
    type: ClaimType
    subject: tuple[str, ...]
    object: tuple[str, ...]
    period: str
    value: float | None
    unit: str
    op: Comparison
    quote: str
    sentence: tuple[int, int]
    words: tuple[int, int] | None = None
    topic: str = ""
    ballot: str = ""
    attribution: str = ""
    negated: bool = False
    unchecked: str = ""
    cause: str = ""
