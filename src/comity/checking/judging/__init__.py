"""Figures become verdicts: what a statement may mean, and whether a figure bears it out."""
