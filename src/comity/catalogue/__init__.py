"""Every indicator and record kind there is, and the figures and records themselves."""

from __future__ import annotations

from comity.catalogue.citing import CitationStyle, cite
from comity.catalogue.entries import add_own, datasets_of, definition, definitions, record_kind, record_kinds, search
from comity.catalogue.figures import Figures, get
from comity.catalogue.opening import NotAtHand, Tables, how_to_add, indicator, sources_of, stored_tables
from comity.catalogue.partners import Lack, Partner, Ranking, Ties, ties
from comity.catalogue.record_rows import Records, records
from comity.catalogue.releases import older

__all__ = [
    "CitationStyle",
    "Figures",
    "Lack",
    "NotAtHand",
    "Partner",
    "Ranking",
    "Records",
    "Tables",
    "Ties",
    "add_own",
    "cite",
    "datasets_of",
    "definition",
    "definitions",
    "get",
    "how_to_add",
    "indicator",
    "older",
    "record_kind",
    "record_kinds",
    "records",
    "search",
    "sources_of",
    "stored_tables",
    "ties",
]
