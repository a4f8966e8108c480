"""What is not known: every hole with its reason, those of one reason together, so that no page is a wall of holes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from comity.pages import words
from comity.pages.model import Hole

SELECTION = "none in the chronology, which is a selection: its silence does not mean that there was none"
NEVER_MET = "the two did not exist in one and the same year"
NO_FIGURE = "no figure on record in the years covered; a missing figure is no zero"
NO_COPY = "no copy at hand: what publishers do not let others pass on does not come with Comity"
HOW_TO_ADD = (
    "`comity data show NAME` says where what stands in brackets is published, `comity data add NAME FILE` adds it"
)
NONE_RECORDED = "none recorded in the years covered: the source looked and has none"
OUTSIDE = "outside the years that the source covers or in which the state existed"


@dataclass(frozen=True)
class Gap:
    """One thing that is not known: of what, of whom ("from A to B", "in A"), why, and what the reader could do.

    `missing` names the datasets of which no copy is at hand; they stand in brackets behind the topic.
    """

    reason: str
    remedy: str = ""
    topic: str = ""
    who: str = ""
    missing: tuple[str, ...] = ()

    def on(self, topic: str, who: str) -> Gap:
        """Return the gap with what and whom it is about."""
        return replace(self, topic=f"{topic} ({', '.join(self.missing)})" if self.missing else topic, who=who)


def joined(gaps: Iterable[Gap]) -> list[Gap]:
    """Return gaps of one topic, each once, with all datasets of which no copy is at hand in one."""
    every = list(dict.fromkeys(gaps))
    missing = tuple(dict.fromkeys(m for g in every for m in g.missing))
    lacking = [replace(g, missing=missing) for g in every if g.missing][:1]
    return [*lacking, *(g for g in every if not g.missing)]


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
