"""Time the commands (`make bench`), and say how each longer benchmark is run."""

from __future__ import annotations

from bench import cold

LONGER = {
    "bench.check": "claims and verdicts scored on texts kept for measuring; words a second",
    "bench.measures": "all-pairs similarity, portfolios, concentration: seconds and memory",
    "bench.panel": "panels beside peacesciencer's recorded figures (wants a full store in COMITY_DATA)",
    "bench.scale": "how time and memory grow over ten and a hundred times the data",
    "bench.gravity": "PPML beside pyfixest in one run",
    "bench.equilibrium": "counterfactuals beside gegravity",
}

if __name__ == "__main__":
    cold.main()
    print("\nlonger ones, each by itself:")
    for module, what in LONGER.items():
        print(f"  python -m {module:<18} {what}")
