"""Sentences become claims: who, what, when, how much, and who says so."""
