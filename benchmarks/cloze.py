"""Who fills a blank whose clue lies nine words back or more? The experiment of chapter 1, trained for longer.

    python benchmarks/cloze.py [--json FILE] [--check]

Five starts each of a window of 12 words, and of recurrent networks of 32 units started as PyTorch does and
orthogonal, after 400, 1,600 and 6,400 updates; trained on sentences whose clue always lies 9 words back, and on
sentences where it lies 9, 10, 11 or 12 back. All are tested at every lag from 9 to 15, always with 15 words in
sight, so that only the lag differs. ``--check`` exits 1, naming what falls short, unless after 6,400 updates
every orthogonal start fills 99 % of the blanks at each lag that it was trained for. About ten minutes.
"""

from __future__ import annotations

import os
import sys
import time

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np
import torch

from rnncourse import programs, stored
from rnncourse.tasks import cloze, cloze_experiment
from rnncourse.tasks.cloze_experiment import Recurrent, Window

V, D, H = len(cloze.VOCABULARY), 8, 32
READERS = {
    "window of 12": lambda seeds, generator: Window(seeds, V, D, H, 12, generator),
    "recurrent, PyTorch's start": lambda seeds, generator: Recurrent(seeds, V, D, H, False, generator),
    "recurrent, orthogonal start": lambda seeds, generator: Recurrent(seeds, V, D, H, True, generator),
}
STEPS = (400, 1600, 6400)
SEEDS, TEST, LENGTH, MOST = 5, 2000, cloze.T + 3, 6
FILLED = 0.99


def rows() -> list[dict]:
    """One row for each reader, kind of training, number of updates and lag."""
    found = []
    for trained in ((0, 0), (0, 3)):
        for reader, make in READERS.items():
            for steps in STEPS:
                began = time.perf_counter()
                result = cloze_experiment.run(
                    make, seeds=SEEDS, steps=steps, seed=100, extra=trained, length=LENGTH
                )
                for more in range(MOST + 1):
                    rng = np.random.default_rng([101, more])
                    accuracy = cloze_experiment.accuracies(result.model, rng, TEST, (more, more), LENGTH)
                    found.append(
                        {
                            "reader": reader,
                            "trained": [cloze.LAG + count for count in trained],
                            "steps": steps,
                            "lag": cloze.LAG + more,
                            "learning_rate": result.learning_rate,
                            "mean": float(accuracy.mean()),
                            "low": float(accuracy.min()),
                            "high": float(accuracy.max()),
                            "filled": int((accuracy >= FILLED).sum()),
                        }
                    )
                means = "  ".join(f"{row['mean']:6.1%}" for row in found[-MOST - 1 :])
                print(f"{reader:28} lags {9 + trained[0]} to {9 + trained[1]}  {steps:4} updates  {means}")
                print(f"    {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts 'given time, every orthogonal start fills the blanks at the lags of its training'."""
    return [
        f"{row['reader']}, trained for {row['trained']}, lag {row['lag']}: {row['filled']} of {SEEDS} starts"
        for row in found
        if "orthogonal" in row["reader"] and row["steps"] == max(STEPS)
        if row["trained"][0] <= row["lag"] <= row["trained"][1] and row["filled"] < SEEDS
    ]


def main() -> int:
    parser = programs.parser(__doc__, "the claim does not hold")
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = rows()
    if options.json:
        made_by = stored.made_by("python benchmarks/cloze.py", seeds=SEEDS)
        stored.store(options.json, {"made_by": made_by, "rows": found})
    return programs.verdict(shortfalls(found) if options.check else [])


if __name__ == "__main__":
    sys.exit(main())
