"""How long a large panel takes to a Parquet file, and its peak memory, beside what the R package peacesciencer takes.

Each run is a process of its own, after one that is not counted. The figures are research data that may not be shipped:
`COMITY_DATA` names a store that has them (`comity data build --from FOLDER`).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
ALLIANCES = ("defense", "offense", "neutrality", "nonaggression", "consultation")
CAPABILITIES = ("milex", "milper", "steel", "energy", "population", "urban", "cinc")
REGIMES = ("polity", "polyarchy", "liberal_democracy", "participatory_democracy")
DISPUTES = (
    "onset", "ongoing", "initiator_origin", "initiator_target", "side_a_origin", "side_a_target", "from_start_origin",
    "from_start_target",
)  # fmt: skip
JOINS = [
    f"disputes.list_mid_gml:only={'+'.join(DISPUTES)}",
    *(f"alliances.{a}" for a in ALLIANCES),
    "geography.contiguity_cow:fill=0",
    "geography.minimum_distance",
    "geography.distance_capitals:year=2011",
    "system.major_power_cow:side=both",
    *(f"capabilities.{c}:side=both" for c in CAPABILITIES),
    *(f"regimes.{r}:side=both" for r in REGIMES),
]
SPELLS = "disputes.mid_gml:then=spell"
# What is asked, and seconds and GiB of peacesciencer 1.2.9 for the same rows without a file (a quiet machine of two
# cores, R 4.2.2, the least of three runs).
PANELS: dict[str, tuple[list[str], list[str], float, float]] = {
    "bare": (["--years", "1816:2016"], [], 2.5, 1.15),
    "8 joins": (["--years", "1816:2016"], JOINS, 9.1, 3.2),
    "8 joins and spells": (["--years", "1816:2010"], [*JOINS, SPELLS], 16.7, 2.8),
}


def main() -> None:
    """Print rows, seconds and peak memory of each panel, the peer's beside."""
    print(f"{'directed dyad-years, COW':<26}{'min s':>8}{'median s':>10}{'peak GiB':>10}{'peer s':>8}{'peer GiB':>10}")
    for name, (words, adds, seconds, gib) in PANELS.items():
        with tempfile.TemporaryDirectory() as folder:
            runs = [timed([*words, *(w for a in adds for w in ("--add", a))], folder) for _ in range(RUNS + 1)][1:]
        took, peak = [s for s, _ in runs], max(p for _, p in runs)
        print(f"{name:<26}{min(took):>8.2f}{statistics.median(took):>10.2f}{peak:>10.2f}{seconds:>8.1f}{gib:>10.2f}")


def timed(words: list[str], folder: str) -> tuple[float, float]:
    """Write one panel in a process of its own and return its seconds and peak GiB."""
    command = [
        sys.executable,
        "-m",
        "comity",
        "panel",
        "directed-dyad-year",
        "--system",
        "cow",
        *words,
        "-o",
        "p.parquet",
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not (Path(folder) / "p.parquet").exists():
        raise SystemExit(f"the panel was not written: {said.strip()}")
    return time.perf_counter() - begun, usage.ru_maxrss / (1024**3 if sys.platform == "darwin" else 1024**2)


if __name__ == "__main__":
    main()
