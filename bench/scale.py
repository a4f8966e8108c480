"""How time and memory grow with the data: made-up votes and events, 1, 10 and 100 times, also in too little memory.

    python -m bench.scale [times …] [--ballots N] [--events N]

Votes are the share of equal ballots of all pairs from raw ballots, which meet pair by pair; events are counted by pair
and day, which leaves nearly as many groups as rows. Each runs in a process of its own. The last run of the events has a
memory limit below the size of its groups, so that DuckDB works from the disk; its answer must be the same.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from bench.apart import apart

TIMES = (1, 10, 100)
STATES, OF_STATES = 190, 19_000  # a hundred roll calls of 190 members
EVENTS = 100_000
GROUP_BYTES = 40  # of a group of the events while it is counted: keys, count and its place in the hash table
LIMIT = 2000  # MB, as the store has it


def main() -> None:
    """Print rows, seconds and peak memory of each size."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("times", nargs="*", type=int, default=TIMES)
    reader.add_argument("--ballots", type=int, default=OF_STATES)
    reader.add_argument("--events", type=int, default=EVENTS)
    reader.add_argument("--one", nargs=4, metavar=("WORK", "FILE", "LIMIT", "SPILL"))
    asked = reader.parse_args()
    if asked.one:
        one(*asked.one)
        return
    heads = ("work", "times", "rows", "limit MB", "wall s", "CPU s", "peak MB", "on disk MB", "answer")
    print("".join(f"{head:>12}" for head in heads))
    with tempfile.TemporaryDirectory() as folder:
        for work, rows in (("votes", asked.ballots), ("events", asked.events)):
            for times in asked.times:
                file = made(Path(folder), work, rows * times)
                last = work == "events" and times == max(asked.times)
                low = max(64, rows * times * GROUP_BYTES // 2_000_000)
                for limit in (LIMIT, low) if last else (LIMIT,):
                    found, peak = apart("bench.scale", "--one", work, str(file), str(limit), folder)
                    took = [f"{found['seconds']:.2f}", f"{found['cpu']:.2f}", f"{peak:.0f}"]
                    shown = [work, times, rows * times, limit, *took, found["spilled"] // 10**6, found["answer"]]
                    print("".join(f"{cell:>12}" for cell in shown), flush=True)
                file.unlink()


def made(folder: Path, work: str, rows: int) -> Path:
    """Write made-up votes or events to a Parquet file."""
    import duckdb

    file = folder / f"{work}.parquet"
    states = {
        "votes": f"(i % {STATES})::SMALLINT AS state, (i // {STATES})::INTEGER AS item, "
        f"1946 + (i // {STATES} // 100) % 80 AS year, 1.0 + hash(i) % 3 AS code",
        "events": f"(hash(i) % {STATES})::SMALLINT AS origin, (hash(i + 1) % {STATES})::SMALLINT AS target, "
        "DATE '1990-01-01' + (hash(i + 2) % 12000)::INTEGER AS day, (hash(i + 3) % 100)::DOUBLE AS value",
    }
    duckdb.execute(f"COPY (SELECT {states[work]} FROM range({rows}) r(i)) TO '{file}' (FORMAT parquet)")
    return file


def one(work: str, file: str, limit: str, spill: str) -> None:
    """Run one piece of work within a memory limit; print its seconds, the bytes on the disk and a sum of its answer."""
    import duckdb
    import narwhals as nw

    from comity.measures.similarity import BALLOTS, similarity, table_of

    connection = duckdb.connect(config={"memory_limit": f"{limit}MB", "temp_directory": f"{spill}/spill"})
    profile = Path(spill) / "profile.json"
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("PRAGMA enable_profiling = 'json'")
    connection.execute(f"PRAGMA profiling_output = '{profile}'")
    rows = nw.from_native(connection.read_parquet(file)).lazy()
    begun, busy = time.perf_counter(), time.process_time()
    if work == "votes":
        answer = similarity(table_of(rows, BALLOTS), "agreement", levels=BALLOTS).select(nw.len())
    else:
        counted = rows.group_by("origin", "target", "day").agg(nw.col("value").sum(), nw.len().alias("n"))
        answer = counted.select(((nw.col("value") + nw.col("n")) % 7).sum())
    total = nw.to_native(answer).execute().fetchone()[0]
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    spilled = json.loads(profile.read_text(encoding="utf-8"))["system_peak_temp_dir_size"]
    print(json.dumps({"seconds": seconds, "cpu": busy, "spilled": spilled, "answer": int(total)}))


if __name__ == "__main__":
    main()
