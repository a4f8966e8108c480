"""How well and how fast articles are checked: F1 on the texts kept for measuring, verdicts, seconds and memory.

A predicted claim may match an annotated one where the two overlap by at least half of the shorter of prediction and
annotated clause, and the prediction is no longer than three sentences. The matching is one to one and the best for the
predictor, by the weights of `likeness`. Everything is counted end to end: what was not found is not right.

`python -m bench.check` reads the store that `COMITY_DATA` names; verdicts want the full one. With `--fresh` it scores
the texts that were written after the checker, with `--development` those it was made with, claim by claim.
"""

from __future__ import annotations

import calendar
import compileall
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import comity

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "checking" / "texts"
ARTICLES_IN_ONE_CALL = 100
COLD_RUNS = 5
WARMING = 3  # other articles that a process has checked when it counts as started
TOLERANCE = 0.005
UNITS = {"%": "percent", "$": "usd", "people": "persons", "tonnes": "t", "times": "ratio"}

Claim = dict[str, Any]
Pair = tuple[Claim, Claim]


@dataclass(frozen=True)
class Score:
    """How many were predicted, how many there are, and how many were right."""

    right: int
    predicted: int
    annotated: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.predicted + self.annotated) if self.right else 0.0


def read_claims(lines: Iterable[str]) -> list[Claim]:
    """Return the claims of a JSON Lines text."""
    return [json.loads(line) for line in lines if line.strip()]


def days(period: str | None) -> tuple[int, int] | None:
    """Return first and last day of an ISO period as ordinals; None where there is none or it is no period."""
    if not period:
        return None
    first, _, last = period.partition("/")
    try:
        return _day(first, last=False), _day(last or first, last=True)
    except ValueError:
        return None


def _day(text: str, *, last: bool) -> int:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(*parts).toordinal()
    year, month = parts[0], parts[1] if len(parts) == 2 else (12 if last else 1)
    return date(year, month, calendar.monthrange(year, month)[1] if last else 1).toordinal()


def same_value(predicted: Claim, annotated: Claim) -> bool:
    """Say whether value and unit are the annotated ones, within half a per cent."""
    p, a = predicted.get("value"), annotated.get("value")
    if isinstance(p, str) or isinstance(a, str):
        return str(p).lower() == str(a).lower()
    if p is None or a is None:
        return p is None and a is None
    return math.isclose(p, a, rel_tol=TOLERANCE, abs_tol=1e-9) and _unit(predicted) == _unit(annotated)


def _unit(claim: Claim) -> str:
    unit = (claim.get("unit") or "").strip().lower()
    return UNITS.get(unit, unit)


def same_states(predicted: Claim, annotated: Claim) -> bool:
    """Say whether at least half of all states named by either are named by both; the world does not count."""
    p, a = ({*(c.get("subject") or ()), *(c.get("object") or ())} - {"WLD"} for c in (predicted, annotated))
    return 2 * len(p & a) >= len(p | a)


def same_period(predicted: Claim, annotated: Claim) -> bool:
    """Say whether at least half of the days from the first to the last of both are in both."""
    p, a = days(predicted.get("period")), days(annotated.get("period"))
    if p is None or a is None:
        return False
    return 2 * (min(p[1], a[1]) - max(p[0], a[0]) + 1) >= max(p[1], a[1]) - min(p[0], a[0]) + 1


def same_type(predicted: Claim, annotated: Claim) -> bool:
    """Say whether the type is the annotated one."""
    return bool(predicted.get("type") == annotated["type"])


def query_ready(predicted: Claim, annotated: Claim) -> bool:
    """Say whether type, value, unit, states and period are right, so that the right figure is looked up."""
    return all(same(predicted, annotated) for same in (same_type, same_value, same_states, same_period))


def likeness(predicted: Claim, annotated: Claim) -> float:
    """Return the weight of a match; 0 where the two may not match."""
    start, end = predicted["start"], predicted["end"]
    clause = annotated["cend"] - annotated["cstart"]
    common = min(end, annotated["cend"]) - max(start, annotated["cstart"])
    too_long = end - start > 3 * (annotated["end"] - annotated["start"]) + 20
    if too_long or end <= start or 2 * common < min(end - start, clause):
        return 0.0
    weight = 1 + 0.5 * same_period(predicted, annotated) + 0.01 * min(1.0, clause / (end - start))
    weight += 2 * same_type(predicted, annotated) + 2 * same_value(predicted, annotated)
    return float(weight + same_states(predicted, annotated))


def matched(predicted: Sequence[Claim], annotated: Sequence[Claim]) -> list[Pair]:
    """Return the pairs of the best one-to-one matching, article by article."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    pairs = []
    for article in sorted({c["article"] for c in annotated}):
        ours = [c for c in predicted if c["article"] == article]
        theirs = [c for c in annotated if c["article"] == article]
        weights = np.array([[likeness(p, a) for a in theirs] for p in ours]).reshape(len(ours), len(theirs))
        found = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
        pairs += [(ours[i], theirs[j]) for i, j in found if weights[i, j]]
    return pairs


def scores(predicted: Sequence[Claim], annotated: Sequence[Claim]) -> dict[str, Score]:
    """Return the score of finding claims, of value and unit, and of being ready to be looked up."""
    pairs = matched(predicted, annotated)

    def score(same: Callable[[Claim, Claim], bool], which: Callable[[Claim], bool] = lambda _: True) -> Score:
        right = sum(which(a) and same(p, a) for p, a in pairs)
        return Score(right, sum(map(which, predicted)), sum(map(which, annotated)))

    return {
        "claims found": score(lambda p, a: True),
        "type": score(same_type),
        "states": score(same_states),
        "period": score(same_period),
        "value and unit": score(same_value, lambda c: isinstance(c.get("value"), int | float)),
        "query ready": score(query_ready),
    }


def verdicts(predicted: Sequence[Claim], annotated: Sequence[Claim]) -> Counter[tuple[str, str]]:
    """Count pairs of the annotated verdict and the one given; `not found` where the claim was not."""
    given = {a["id"]: p.get("verdict") or "none given" for p, a in matched(predicted, annotated)}
    return Counter((a["verdict"], given.get(a["id"], "not found")) for a in annotated)


def print_scores(predicted: Sequence[Claim], annotated: Sequence[Claim]) -> None:
    """Print the scores, the verdicts, and the two shares that matter most."""
    print(f"{'':<20}{'right':>7}{'given':>7}{'there':>7}{'F1':>7}")
    for name, score in scores(predicted, annotated).items():
        print(f"{name:<20}{score.right:>7}{score.predicted:>7}{score.annotated:>7}{score.f1:>7.3f}")
    table = verdicts(predicted, annotated)
    for expected in dict.fromkeys(e for e, _ in sorted(table)):
        row = ", ".join(f"{given} {n}" for (e, given), n in table.most_common() if e == expected)
        print(f"expected {expected}: {row}")
    true = sum(n for (expected, _), n in table.items() if expected in ("supported", "partly"))
    false = sum(n for (expected, _), n in table.items() if expected == "contradicted")
    alarms = table["supported", "contradicted"] + table["partly", "contradicted"]
    caught = table["contradicted", "contradicted"]
    opinions = caught + table["contradicted", "supported"] + table["contradicted", "partly"]
    print(f"true statements called contradicted: {alarms} of {true}")
    print(f"false statements called contradicted: {caught} of {false}, {caught} of the {opinions} with an opinion")


def checked(files: Sequence[Path], day: str) -> tuple[str, float, float, float]:
    """Check files in one process; return its output, seconds, seconds of all cores, and peak megabytes."""
    command = [sys.executable, "-m", "comity", "check", *map(str, files), "--date", day, "--jsonl"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env={**os.environ, "NO_COLOR": "1"})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            err.seek(0)
            raise SystemExit(f"comity check {files[0].name} ended with exit code {process.returncode}: {err.read()}")
        out.seek(0)
        peak = usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
        return out.read(), seconds, usage.ru_utime + usage.ru_stime, peak


def predictions(annotated: Sequence[Claim]) -> list[Claim]:
    """Return what the checker says of the annotated articles, each with its own date."""
    dates = {c["article"]: c["date"] for c in annotated}
    outputs = (checked([_file(article)], day)[0] for article, day in dates.items())
    return [claim for output in outputs for claim in read_claims(output.splitlines())]


def _file(article: str) -> Path:
    return TEXTS / ("fresh" if article.startswith("fresh") else "") / f"{article}.txt"


def print_speed(articles: Sequence[str]) -> None:
    """Print words a second once started, the cold start, and many articles in one call."""
    compileall.compile_dir(str(Path(comity.__file__).parent), quiet=2)
    texts = [(TEXTS / f"{a}.txt").read_text(encoding="utf-8") for a in articles]
    others = [f.read_text(encoding="utf-8") for f in sorted(TEXTS.glob("*.txt")) if f.stem not in articles]
    for text in others[:WARMING]:
        comity.check(text, date="2024-06-30")
    begun = time.perf_counter()
    for text in texts:
        comity.check(text, date="2024-06-30")
    seconds, words = time.perf_counter() - begun, sum(len(t.split()) for t in texts)
    print(f"once started, of {WARMING} others: {words} words in {seconds:.2f} s, {words / seconds:,.0f} words/s")

    files = [TEXTS / f"{a}.txt" for a in articles]
    runs = [checked(files[:1], "2024-06-30") for _ in range(COLD_RUNS + 1)][1:]
    cold, peak = statistics.median(r[1] for r in runs), max(r[3] for r in runs)
    print(f"cold start, one article: {cold:.2f} s (median of {COLD_RUNS}), {peak:.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        many = [Path(folder) / f"{n:03d}.txt" for n in range(ARTICLES_IN_ONE_CALL)]
        for n, file in enumerate(many):
            file.write_text([*texts, *others][n % len(texts + others)], encoding="utf-8")
        _, wall, busy, peak = checked(many, "2024-06-30")
    print(f"{len(many)} articles in one call: {wall:.1f} s, {busy / wall:.1f} of {os.cpu_count()} cores, {peak:.0f} MB")


def print_differences(predicted: Sequence[Claim], annotated: Sequence[Claim]) -> None:
    """Print each claim that was not found, was made up, or was not made ready."""
    pairs = matched(predicted, annotated)
    found, used = {a["id"] for _, a in pairs}, {id(p) for p, _ in pairs}
    for p, a in pairs:
        wrong = [s.__name__ for s in (same_type, same_value, same_states, same_period) if not s(p, a)]
        if wrong:
            print(f"differs  {a['id']}: {', '.join(wrong)}: {p} | {a['clause']!r}")
    print(*(f"missed   {a['id']}: {a['clause']!r}" for a in annotated if a["id"] not in found), sep="\n")
    print(*(f"made up  {p}" for p in predicted if id(p) not in used), sep="\n")


def main(arguments: Sequence[str] = ()) -> None:
    """Score the texts kept for measuring and time them; with `--development` or `--fresh`, score others."""
    development, fresh = "--development" in arguments, "--fresh" in arguments
    folder = TEXTS / "fresh" if fresh else TEXTS
    claims = read_claims((folder / "claims.jsonl").read_text(encoding="utf-8").splitlines())
    if not fresh:
        claims = [c for c in claims if c["article"].startswith("measure-") is not development]
    print(f"{len(claims)} annotated claims in {len({c['article'] for c in claims})} articles")
    given = predictions(claims)
    print_scores(given, claims)
    if development:
        print_differences(given, claims)
    elif not fresh:
        print_speed(sorted({c["article"] for c in claims}))


if __name__ == "__main__":
    main(sys.argv[1:])
