"""Verdicts become a report: the page, plain data, references and reviews."""
