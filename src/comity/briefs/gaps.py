"""What is not known: every hole with its reason, those of one reason together, so that no page is a wall of holes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.pages import words
from comity.pages.model import Hole

SELECTION = "none in the chronology, which is a selection: its silence does not mean that there was none"
NEVER_MET = "the two did not exist in one and the same year"
NO_FIGURE = "no figure on record in the years covered; a missing figure is no zero"
OUTSIDE = "outside the years that the source covers or in which the state existed"


@dataclass(frozen=True)
class Gap:
    """One thing that is not known: of what, of whom ("from A to B", "in A"), why, and what the reader could do."""

    reason: str
    remedy: str = ""
    topic: str = ""
    who: str = ""

    def on(self, topic: str, who: str) -> Gap:
        """Return the gap with what and whom it is about."""
        return replace(self, topic=topic, who=who)


def holes(gaps: Iterable[Gap]) -> tuple[Hole, ...]:
    """Return one hole for each reason: topics about the same states are told together."""
    reasons: dict[tuple[str, str], dict[str, list[str]]] = {}
    for gap in gaps:
        topics = reasons.setdefault((gap.reason, gap.remedy), {})
        whom = topics.setdefault(gap.topic, [])
        if gap.who and gap.who not in whom:
            whom.append(gap.who)
    return tuple(Hole(_what(topics), reason, remedy) for (reason, remedy), topics in reasons.items())


def _what(topics: dict[str, list[str]]) -> str:
    by_whom: dict[tuple[str, ...], list[str]] = {}
    for topic, whom in topics.items():
        by_whom.setdefault(tuple(whom), []).append(topic)
    parts = [" ".join([words.listed(told), words.listed(whom)]).strip() for whom, told in by_whom.items()]
    told = "; ".join(parts)
    return told[:1].upper() + told[1:]


def lowered(label: str) -> str:
    """Return a label as it stands inside a sentence: "deaths in …", but "UN votes"."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
