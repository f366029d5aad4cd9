"""What is each part of the LSTM for? The experiment of chapter 6 in full.

    python benchmarks/variants.py [--json FILE] [--check] [--tasks NAME ...]
    python benchmarks/variants.py --confirm --json FILE
    python benchmarks/variants.py --quick

Nine cells at equal numbers of parameters on four tasks, five seeds each, each with its own search over three learning
rates on validation sequences: the LSTM with peepholes, that LSTM without one of its parts (no peepholes, no input,
forget or output gate, no input or output squashing, coupled gates), and JANET. Prints mean scores with Student's
95 % interval; stores also by how much each loses more than the LSTM with peepholes, with Welch's interval. ``--json``
writes after every cell, and keeps rows of FILE that are not made anew. ``--confirm`` trains ten fresh seeds for every
row of FILE, at the rate that it chose. ``--check`` exits 1, naming what falls short, where a claim does not hold of
what was just made. ``--quick`` runs the part that the page runs, one task and three cells. About six minutes of one
core, and four to confirm.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("RNNCOURSE_QUIET", "1")


from rnncourse import programs, stored
from rnncourse.tasks import comparison, variants_experiment
from rnncourse.tasks.variants_experiment import BASE, BUDGET, FRESH_SEEDS, SEEDS, TRIALS, VARIANTS

KEY = ("task", "start")


def rows(tasks: list[str], path: Path | None = None) -> list[dict]:
    """One row for each task and cell, stored as they come."""
    found = []
    for name in tasks:
        for start in VARIANTS:
            task, results = variants_experiment.quick((start,), name)
            found.append(comparison.as_row(results[start], task))
            show(found[-1])
            if path:
                keep(path, found)
    return found


def show(row: dict) -> None:
    print(
        f"{row['task']:24} {row['start']:6} h {row['h']:2} ({row['parameters']})  rate {row['learning_rate']:<5} "
        f"{row['mean']:.4f}  [{row['low']:.4f}, {row['high']:.4f}]  solved {row['solved']}/{len(row['score'])}  "
        f"{row['seconds']:.0f} s",
        flush=True,
    )


def confirm(path: Path) -> None:
    """Ten fresh seeds for each stored row, at the learning rate that it chose: what was seen once, seen again?"""
    found, again = json.loads(path.read_text(encoding="utf-8")), []
    found["made_by"]["confirmed_by"] = "python benchmarks/variants.py --confirm"
    found["made_by"]["fresh_seeds"] = FRESH_SEEDS
    for row in found["rows"]:
        name = next(name for name, trial in TRIALS.items() if trial.task.name == row["task"])
        again.append(variants_experiment.again(row, name))
        show(again[-1])
        known = {row["task"] for row in again if row["start"] == BASE}
        told = comparison.differences([row for row in again if row["task"] in known], BASE)
        stored.store(path, found | {"confirmation": again, "confirmed_differences": told})


def keep(path: Path, found: list[dict]) -> None:
    """Store the rows, those of the file that are not made anew, and the differences that they tell."""
    made_by = stored.made_by(
        "python benchmarks/variants.py",
        budget=BUDGET,
        base=BASE,
        seeds=SEEDS,
        trials=variants_experiment.described(),
        initialisation="uniform in ±1/√h, peepholes too; 1 added to the forget gate's bias",
        intervals="Student's, 95 %, over seeds; differences of test losses: Welch's, 95 %, and Bonferroni's",
    )
    every = stored.merge(path, found, KEY)
    with_base = {row["task"] for row in every if row["start"] == BASE}
    told = comparison.differences([row for row in every if row["task"] in with_base], BASE)
    stored.store(path, {"made_by": made_by, "rows": every, "differences": told})


def main() -> int:
    parser = programs.parser(__doc__)
    parser.add_argument(
        "--confirm", action="store_true", help="train fresh seeds at the rates stored in FILE"
    )
    parser.add_argument("--quick", action="store_true", help="one task and three cells")
    parser.add_argument("--tasks", nargs="+", choices=list(TRIALS), default=list(TRIALS))
    options = parser.parse_args()
    if options.confirm and not (options.json and options.json.exists()):
        parser.error("--confirm needs --json FILE with the rows to confirm")
    found = []
    with programs.training():
        if options.quick:
            task, results = variants_experiment.quick()
            for result in results.values():
                show(comparison.as_row(result, task))
        elif options.confirm:
            confirm(options.json)
        else:
            found = rows(options.tasks, options.json)
    return programs.verdict(shortfalls(found) if options.check else [])


#: Which ablation loses more (+1) or less (−1) than the base, on which of TRIALS.
CLAIMS = {
    ("adding", "NIG"): 1,
    ("temporal order", "NIG"): 1,
    ("timing", "NFG"): 1,
    ("long timing", "NFG"): 1,
    ("temporal order", "NOAF"): -1,
    ("adding", "CIFG"): -1,
}


def shortfalls(found: list[dict]) -> list[str]:
    """What contradicts CLAIMS, in the means of the logarithms; or: the coupled gates are learnt with by every seed of
    every task; on no task can peepholes be told from none.
    """
    by_key = {(row["task"], row["start"]): row for row in found}
    short = []
    for (name, start), sign in CLAIMS.items():
        task = TRIALS[name].task.name
        row, base = by_key.get((task, start)), by_key.get((task, BASE))
        if row and base and sign * (row["log10_mean"] - base["log10_mean"]) <= 0:
            what = f"log10 of the loss {row['log10_mean']:.2f}, {BASE} {base['log10_mean']:.2f}"
            short.append(f"{task}, {start}: {what}")
    for (task, start), row in by_key.items():
        if start == "CIFG" and row["solved"] < len(row["test_loss"]):
            short.append(f"{task}, CIFG: {row['solved']} of {len(row['test_loss'])} solved, expected all")
    for difference in comparison.differences(found, BASE):
        if difference["start"] == "NP" and difference["differs"]:
            short.append(f"{difference['task']}: NP differs from {BASE} by {difference['log10']:+.2f}")
    return short


if __name__ == "__main__":
    sys.exit(main())
