"""What does depth add? One, two and three layers of LSTMs at equal numbers of parameters, on three tasks.

    python benchmarks/depth.py [--json FILE] [--check] [--tasks NAME ...]

Every depth is trained from six seeds with each of three learning rates; the rate with the least mean validation loss
is kept, and its six networks are tested. ``--json`` writes after every row, and keeps rows of FILE that are not made
anew. ``--check`` exits 1, naming what falls short, where a claim does not hold of what was just made. About two minutes
of one core.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np

from rnncourse import programs, stored
from rnncourse.tasks import depth_experiment as experiment
from rnncourse.tasks.comparison import welch_interval

KEY = ("name", "layers")


def rows(tasks: list[str], path: Path | None = None) -> list[dict]:
    """One row for each task and depth, stored as they come."""
    found = []
    for name in tasks:
        for layers in experiment.DEPTHS:
            found.append(experiment.row(name, layers))
            show(found[-1])
            if path:
                keep(path, found)
    return found


def show(row: dict) -> None:
    print(
        f"{row['name']:15} {row['layers']} layers  h {row['h']:2} ({row['parameters']})  rate "
        f"{row['learning_rate']:<6} "
        f"{row['measure']} {np.mean(row['score']):.4f}  log10 of the loss {np.log10(row['test_loss']).mean():.3f}  "
        f"{row['seconds']:.0f} s",
        flush=True,
    )


def keep(path: Path, found: list[dict]) -> None:
    made_by = stored.made_by(
        "python benchmarks/depth.py",
        learning_rates=experiment.LEARNING_RATES,
        seeds=experiment.SEEDS,
        trials={
            name: {"parameters": each.budget, "steps": each.steps} for name, each in experiment.TRIALS.items()
        },
        intervals="Student's and Welch's, 95 %, over seeds, of the logarithm of the test loss",
    )
    stored.store(path, {"made_by": made_by, "rows": stored.merge(path, found, KEY)})


def main() -> int:
    parser = programs.parser(__doc__)
    parser.add_argument(
        "--tasks", nargs="+", choices=list(experiment.TRIALS), default=list(experiment.TRIALS)
    )
    options = parser.parse_args()
    with programs.training():
        found = rows(options.tasks, options.json)
    return programs.verdict(shortfalls(found) if options.check else [])


def against_one(found: list[dict]) -> list[tuple[str, int, float, float, float]]:
    """Task, depth, and how far its mean log10 of the test loss lies above that of one layer, with Welch's interval."""
    by_key = {(row["name"], row["layers"]): np.log10(row["test_loss"]) for row in found}
    return [
        (name, layers, *welch_interval(values, by_key[name, 1]))
        for (name, layers), values in by_key.items()
        if layers > 1 and (name, 1) in by_key
    ]


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts: no depth has a lower loss than one layer that could be told from it; of the product every
    depth has nearly all; of the digits three layers have a higher loss than one.
    """
    short = []
    for name, layers, gap, _, high in against_one(found):
        if high < 0:
            short.append(f"{name}, {layers} layers: log10 of the loss {gap:+.2f} against one layer")
        if (name, layers) == ("digits", 3) and gap <= 0:
            short.append(f"digits, 3 layers: log10 of the loss {gap:+.2f} against one layer, expected more")
    for row in found:
        if row["name"] == "product" and np.mean(row["score"]) < 0.98:
            short.append(
                f"product, {row['layers']} layers: {np.mean(row['score']):.3f} right, expected 0.98 or more"
            )
    return short


if __name__ == "__main__":
    sys.exit(main())
