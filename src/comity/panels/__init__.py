"""Panels: units of analysis with figures joined to them, for research."""

from __future__ import annotations

from comity.panels.asking import Panel, from_recipe, panel

__all__ = ["Panel", "from_recipe", "panel"]
