"""How many steps back can a trained state of h numbers echo? The experiment of chapter 2 in full.

    python benchmarks/echo.py [--json FILE] [--check] [--sizes H ...] [--steps N ...]

Prints, for each size h, each start and each length of training, the accuracy at every lag k: the mean over the
seeds, the lowest and the highest, and how many of the starts echo without error (99.5 % and more). ``--check``
exits 1, naming what falls short, unless after 400 steps nine starts of ten echo any k <= h - 1 and none any
k >= h, up to h = 8. ``--sizes`` and ``--steps`` run a part; rows of FILE that the part does not make anew are
kept. The whole takes about forty minutes on two cores, ``--sizes 2 4 --steps 400`` one.
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np

from rnncourse import programs, stored
from rnncourse.tasks import echo_experiment

LAGS = {
    2: (1, 2, 3, 4),
    4: (1, 2, 3, 4, 5, 6, 8),
    8: (3, 5, 6, 7, 8, 9, 10, 12, 16),
    16: (8, 12, 14, 15, 16, 17, 18, 24),
}
STEPS = {2: (400, 4000), 4: (400, 4000), 8: (400, 4000), 16: (400, 1500)}
SEEDS = 10
SOLVED = 0.995


def rows(sizes: list[int], lengths: list[int]) -> list[dict]:
    """One row for each size, start, length of training and lag."""
    found = []
    for h in sizes:
        ks = LAGS[h]
        for start in ("PyTorch's", "orthogonal"):
            for steps in (steps for steps in STEPS[h] if steps in lengths):
                began = time.perf_counter()
                result = echo_experiment.run(
                    h, ks, seeds=SEEDS, steps=steps, orthogonal=start == "orthogonal"
                )
                seconds = time.perf_counter() - began
                for k, accuracies, rate in zip(ks, result.accuracy, result.learning_rates, strict=True):
                    row = {"h": h, "start": start, "steps": steps, "k": k, "learning_rate": rate}
                    row |= {
                        name: float(f(accuracies))
                        for name, f in [("mean", np.mean), ("low", np.min), ("high", np.max)]
                    }
                    row["solved"] = int((accuracies >= SOLVED).sum())
                    found.append(row)
                    print(
                        f"h {h:2}  {start:10}  {steps:4} steps  k {k:2}  "
                        f"{row['mean']:6.1%}  ({row['low']:.1%} to {row['high']:.1%})  solved {row['solved']}/{SEEDS}",
                        flush=True,
                    )
                print(f"       {seconds:.0f} s", file=sys.stderr)
    return found


def _key(row: dict) -> tuple:
    return row["h"], row["start"], row["steps"], row["k"]


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts 'after 400 steps nine starts of ten echo up to h − 1 steps back, and none further'."""
    return [
        f"h {row['h']}, k {row['k']}, {row['start']} start: {row['solved']} of {SEEDS} solved"
        for row in found
        if row["steps"] == 400
        and row["h"] <= 8
        and (row["solved"] < 0.9 * SEEDS if row["k"] < row["h"] else row["solved"] > 0)
    ]


def main() -> int:
    parser = programs.parser(__doc__, "the claim does not hold")
    every = sorted({steps for lengths in STEPS.values() for steps in lengths})
    parser.add_argument("--sizes", type=int, nargs="+", choices=list(LAGS), default=list(LAGS))
    parser.add_argument("--steps", type=int, nargs="+", choices=every, default=every)
    options = parser.parse_args()
    found = rows(options.sizes, options.steps)
    if options.json:
        made_by = stored.made_by("python benchmarks/echo.py", seeds=SEEDS)
        before = json.loads(options.json.read_text())["rows"] if options.json.exists() else []
        kept = {_key(row): row for row in before} | {_key(row): row for row in found}
        rows_in_order = [kept[key] for key in sorted(kept)]
        stored.store(options.json, {"made_by": made_by, "rows": rows_in_order})
    return programs.verdict(shortfalls(found) if options.check else [])


if __name__ == "__main__":
    sys.exit(main())
