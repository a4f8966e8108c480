"""The commands, all together, in the order of the help."""

from __future__ import annotations

from comity.cli import asking, products
from comity.cli.data import data
from comity.cli.root import app

app.add_typer(data, name="data")

__all__ = ["app", "asking", "products"]
