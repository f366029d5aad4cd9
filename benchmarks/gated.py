"""RNN, LSTM and GRU at equal numbers of parameters: accuracy, updates to learn, time. The experiment of chapter 7.

    python benchmarks/gated.py [--json FILE] [--check] [--tasks NAME ...]
    python benchmarks/gated.py --confirm --json FILE

Four starts (the RNN as PyTorch starts it and with an orthogonal W_hh, the GRU, the LSTM with forget bias 1), four
tasks, those of ``variants.py`` with the same settings, five seeds each, each with its own search over three learning
rates on validation sequences. Prints the mean score with Student's 95 % interval, how many of the seeds learnt the
task and after how many updates, and processor time for an update of one network, forward and backward: of these
programs, where all seeds run side by side, and of ``torch.nn``'s layers, one network at a time. ``--json`` writes
after every row, and keeps rows of FILE that are not made anew. ``--confirm`` trains ten fresh seeds for every row of
FILE, at the rate that it chose. ``--check`` exits 1, naming what falls short, where a claim does not hold of what was
just made. About two minutes of one core, and two to confirm.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("RNNCOURSE_QUIET", "1")

import numpy as np
import torch

from rnncourse import programs, stored
from rnncourse.tasks import comparison, variants_experiment
from rnncourse.tasks.memory_experiment import Task, batch
from rnncourse.tasks.variants_experiment import BUDGET, FRESH_SEEDS, SEEDS, TRIALS
from rnncourse.training.side_by_side import SideBySide

STARTS = ("RNN", "RNN, orthogonal", "GRU", "LSTM")
KEY = ("task", "start")


def rows(tasks: list[str], path: Path | None = None) -> list[dict]:
    """One row for each task and start, stored as they come."""
    found = []
    for name in tasks:
        for start in STARTS:
            task, results = variants_experiment.quick((start,), name)
            row = comparison.as_row(results[start], task)
            row["microseconds_side_by_side"], row["microseconds_torch"] = times(start, task, row["h"])
            found.append(row)
            show(row)
            if path:
                made_by = stored.made_by(
                    "python benchmarks/gated.py",
                    budget=BUDGET,
                    seeds=SEEDS,
                    trials=variants_experiment.described(),
                    initialisation="uniform in ±1/√h, forget bias 1; orthogonal: W_hh orthogonal, W_xh Glorot, "
                    "biases 0",
                    intervals="Student's, 95 %, over seeds",
                )
                stored.store(path, {"made_by": made_by, "rows": stored.merge(path, found, KEY)})
    return found


def confirm(path: Path) -> None:
    """Ten fresh seeds for each stored row, at the learning rate that it chose."""
    found, again = json.loads(path.read_text(encoding="utf-8")), []
    found["made_by"]["confirmed_by"] = "python benchmarks/gated.py --confirm"
    found["made_by"]["fresh_seeds"] = FRESH_SEEDS
    for row in found["rows"]:
        name = next(name for name, trial in TRIALS.items() if trial.task.name == row["task"])
        again.append(variants_experiment.again(row, name))
        show(again[-1])
        stored.store(path, found | {"confirmation": again})


def show(row: dict) -> None:
    reached = learnt(row)
    middle = f"{np.median(reached):.0f}" if reached else "none"
    print(
        f"{row['task']:24} {row['start']:16} h {row['h']:2} ({row['parameters']})  rate {row['learning_rate']:<5} "
        f"{row['mean']:.4f}  [{row['low']:.4f}, {row['high']:.4f}]  learnt {len(reached)}/{len(row['score'])} "
        f"after {middle}  {row['seconds']:.0f} s",
        flush=True,
    )
    if "microseconds_torch" in row:
        print(
            f"    {row['microseconds_side_by_side']:.0f} µs, torch {row['microseconds_torch']:.0f} µs",
            flush=True,
        )


def times(start: str, task: Task, h: int) -> tuple[float, float]:
    """Microseconds of processor time for forward and backward of one network on one batch: here, side by side, and
    with ``torch.nn``'s layer alone."""
    seeds, n = SEEDS, 20
    model = SideBySide(start, seeds=seeds, d=task.d, h=h, q=task.q, rng=np.random.default_rng(0))
    parts = batch(task, np.random.default_rng(0), seeds, n)
    layer = getattr(torch.nn, start.split(",")[0])(task.d, h, batch_first=True)
    head, X = torch.nn.Linear(h, task.q), parts[0][0]
    weights = [*layer.parameters(), *head.parameters()]
    return (
        _least(lambda: torch.autograd.grad(task.losses(model, *parts).sum(), [model.theta])) / seeds,
        _least(lambda: torch.autograd.grad(head(layer(X)[0]).sum(), weights)),
    )


def _least(call: Callable[[], object], repeats: int = 20) -> float:
    """The least of several times, in microseconds: what is above it is other programs' doing."""
    call()
    best = np.inf
    for _ in range(repeats):
        began = time.process_time_ns()
        call()
        best = min(best, time.process_time_ns() - began)
    return best / 1000


def main() -> int:
    parser = programs.parser(__doc__)
    parser.add_argument("--tasks", nargs="+", choices=list(TRIALS), default=list(TRIALS))
    parser.add_argument(
        "--confirm", action="store_true", help="train fresh seeds at the rates stored in FILE"
    )
    options = parser.parse_args()
    if options.confirm and not (options.json and options.json.exists()):
        parser.error("--confirm needs --json FILE with the rows to confirm")
    found = []
    with programs.training():
        if options.confirm:
            confirm(options.json)
        else:
            found = rows(options.tasks, options.json)
    return programs.verdict(shortfalls(found) if options.check else [])


def learnt(row: dict) -> list[int]:
    """After how many updates each seed that learnt the task had learnt it."""
    return [count for count in row["updates_to_solve"] if count is not None]


#: The least and the largest share of seeds that learns each of TRIALS. Of what is not named nothing is claimed.
CLAIMS = {
    ("adding", "RNN"): (0, 0),
    ("adding", "RNN, orthogonal"): (0, 0),
    ("adding", "GRU"): (1, 1),
    ("adding", "LSTM"): (0.8, 1),
    ("temporal order", "RNN"): (0, 0),
    ("temporal order", "RNN, orthogonal"): (0, 0.5),
    ("temporal order", "GRU"): (0.5, 1),
    ("temporal order", "LSTM"): (0.5, 1),
    ("timing", "RNN, orthogonal"): (0.8, 1),
    ("timing", "GRU"): (0.8, 1),
    ("timing", "LSTM"): (0.8, 1),
    ("long timing", "RNN"): (0, 0.2),
}


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts CLAIMS, or that the GRU learns to add in fewer updates than the LSTM."""
    by_key = {(row["task"], row["start"]): row for row in found}
    short = []
    for (name, start), (least, most) in CLAIMS.items():
        row = by_key.get((TRIALS[name].task.name, start))
        if row and not least <= len(learnt(row)) / len(row["score"]) <= most:
            what = f"learnt by {len(learnt(row))} of {len(row['score'])} seeds, expected {least:.0%} to {most:.0%}"
            short.append(f"{row['task']}, {start}: {what}")
    adding = [by_key.get((TRIALS["adding"].task.name, start)) for start in ("GRU", "LSTM")]
    if all(row and learnt(row) for row in adding):
        gru, lstm = (np.median(learnt(row)) for row in adding)
        if gru >= lstm:
            short.append(f"{adding[0]['task']}: after {gru:.0f} updates the GRU, after {lstm:.0f} the LSTM")
    return short


if __name__ == "__main__":
    sys.exit(main())
