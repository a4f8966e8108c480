"""How long measures take for all pairs and all years at once, wall and CPU, and their peak memory.

Each runs in a process of its own, from the data at hand: the shipped snapshot, and what `COMITY_DATA` holds besides:
raw ballots, alliances and all arms come by `comity data build --from FOLDER`. What has no data is said and left out.
"""

from __future__ import annotations

import json
import sys
import time

from bench.apart import apart

RUNS = 3
BALLOTS = "raw ballots"
WORK = {
    "agreement, all pairs and years, from joint ballots": "votes.agreement",
    "S absolute, the same": "votes.s_absolute",
    "kappa, the same": "votes.kappa",
    "agreement and S, from raw ballots joined to themselves": BALLOTS,
    "concentration of arms suppliers": "arms.suppliers_hhi",
    "concentration of export markets": "trade.markets_hhi",
    "S of alliance portfolios": "alliances.s_absolute",
    "cosine of export portfolios": "trade.export_similarity",
}


def main() -> None:
    """Print rows, the least seconds of the work itself, and peak memory of its process."""
    print(f"{'measure':<56}{'rows':>10}{'wall s':>8}{'CPU s':>8}{'peak MB':>9}")
    for name, code in WORK.items():
        runs = [apart("bench.measures", code) for _ in range(RUNS)]
        if "lacks" in runs[0][0]:
            print(f"{name:<56}  not at hand: {runs[0][0]['lacks']}")
            continue
        seconds, busy = (min(found[key] for found, _ in runs) for key in ("seconds", "cpu"))
        peak = max(megabytes for _, megabytes in runs)
        print(f"{name:<56}{runs[0][0]['rows']:>10,}{seconds:>8.2f}{busy:>8.2f}{peak:>9.0f}")


def one(code: str) -> None:
    """Run one measure and print its rows and seconds."""
    from comity import store
    from comity.catalogue import NotAtHand

    begun, busy = time.perf_counter(), time.process_time()
    try:
        values = _from_ballots() if code == BALLOTS else _of(code)
        rows = sum(len(batch) for batch in store.batches(values))
    except NotAtHand as e:
        print(json.dumps({"lacks": str(e).splitlines()[0][:90]}))
        return
    took = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - busy}
    print(json.dumps({"rows": rows, **took}))


def _of(code: str):  # type: ignore[no-untyped-def]
    from comity.catalogue import indicator

    return indicator(code).values


def _from_ballots():  # type: ignore[no-untyped-def]
    import narwhals as nw

    from comity.catalogue import NotAtHand, stored_tables
    from comity.measures.similarity import BALLOTS as LEVELS
    from comity.measures.similarity import similarity, table_of

    tables = stored_tables("votes.roll_calls").relations
    if "ballots" not in tables:
        raise NotAtHand("raw ballots are not shipped; comity data build --from FOLDER brings them")
    cast = tables["ballots"].filter(nw.col("ballot").is_in(["yes", "abstain", "no"]))
    code = nw.when(nw.col("ballot") == "yes").then(1.0).when(nw.col("ballot") == "abstain").then(2.0).otherwise(3.0)
    table = table_of(cast.select("state", "year", code.alias("code"), item="undl_id"), LEVELS)
    both = [similarity(table, "agreement", levels=LEVELS), similarity(table, "s", levels=LEVELS)]
    return both[0].join(both[1], on=["origin", "target", "year"], how="inner")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        main()
