"""Figures and cells as plain data, as every product's `--json` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from comity.pages import words
from comity.vocabulary import Figure, Source


def figure_entry(figure: Figure, places: Mapping[Source, int]) -> dict[str, Any]:
    """Return a figure as plain data; its sources are named by their place."""
    return {
        "value": figure.value,
        "unit": figure.unit,
        "status": figure.status,
        "code": figure.code,
        "states": list(figure.states),
        "years": [figure.first, figure.last],
        "what": figure.what,
        "text": words.in_text(figure),
        "sources": [places[s] for s in figure.sources],
    }


def plain_row(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row as plain data."""
    return {str(k): plain(v) for k, v in row.items()}


def plain(value: object) -> Any:
    """Return a cell as plain data: days as ISO dates, what JSON has no word for as text."""
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
