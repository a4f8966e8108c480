"""Numbers, periods and days as people write them; the command line and the checker use the same grammar."""

from __future__ import annotations

from comity.language.periods import FIRST_YEAR, LAST_YEAR, day, years

__all__ = ["FIRST_YEAR", "LAST_YEAR", "day", "years"]
