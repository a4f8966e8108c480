"""Run every benchmark: `python -m bench` (or `make bench`)."""

from __future__ import annotations

from bench import cold

if __name__ == "__main__":
    cold.main()
