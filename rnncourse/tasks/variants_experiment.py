"""What is each part of the LSTM for? The experiment of chapter 6: cells with one part missing, at equal parameters.

The base is "V", the LSTM with peepholes, and each ablation lacks one thing of it (``rnncourse.cells.ablations``); with
a gate go its parameters, and the hidden size grows until the number of parameters is the base's again. Beside them
JANET, which keeps the forget gate alone. Forget biases start at 1 where there is a forget gate. The experiment of
chapter 7 gives the RNN, the GRU and the LSTM the same trials.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rnncourse.tasks.comparison import as_row, compare
from rnncourse.tasks.memory_experiment import Result, Task, adding_task, temporal_order_task, timing_task

BASE = "V"
ABLATIONS = ("NP", "NIG", "NFG", "NOG", "NIAF", "NOAF", "CIFG")
VARIANTS = (BASE, *ABLATIONS, "JANET")


class Trial(NamedTuple):
    """A task, the updates that every variant gets on it, and the learning rates that each may choose from."""

    task: Task
    steps: int
    learning_rates: tuple[float, ...]


#: Tasks proposed to separate the variants, with updates enough for some of them and not for all.
TRIALS = {
    "adding": Trial(adding_task(40), 800, (0.01, 0.03, 0.1)),
    "temporal order": Trial(temporal_order_task(40), 600, (0.003, 0.01, 0.03)),
    "timing": Trial(timing_task(48, 8, 24), 520, (0.01, 0.03, 0.1)),
    "long timing": Trial(timing_task(72, 12, 36), 600, (0.01, 0.03, 0.1)),
}
BUDGET, SEEDS, FRESH_SEEDS, POINTS = 500, 5, 10, 40
QUICK_TRIAL, QUICK_VARIANTS = "timing", (BASE, "NP", "NFG")


def quick(
    variants: Sequence[str] = QUICK_VARIANTS, name: str = QUICK_TRIAL, **settings: Any
) -> tuple[Task, dict[str, Result]]:
    """Some variants on one of TRIALS: unless told otherwise the part that fits in the page. The program that runs
    the whole calls this for each part, so that the page's numbers are among those stored.

    settings : as ``memory_experiment.run`` takes them, in place of those of the trial
    """
    task, steps, rates = TRIALS[name]
    given = {"seeds": SEEDS, "points": POINTS, "steps": steps, "learning_rates": rates} | settings
    return task, compare(variants, task, budget=BUDGET, **given)


def again(row: dict[str, Any], name: str, **settings: Any) -> dict[str, Any]:
    """The row of a second run: FRESH_SEEDS others, at the learning rate that the stored ``row`` of the trial chose.

    What the first run shows may be luck, of its seeds or of the best among many; nothing is chosen in this one. It
    comes without learning curves.
    """
    given = {"seeds": FRESH_SEEDS, "seed": 1, "learning_rates": (row["learning_rate"],)} | settings
    task, results = quick((row["start"],), name, **given)
    found = as_row(results[row["start"]], task)
    return {name: value for name, value in found.items() if name not in ("updates", "curve")}


def described() -> dict[str, dict[str, Any]]:
    """TRIALS as JSON takes them: updates, learning rates."""
    return {name: {"steps": steps, "learning_rates": rates} for name, (_, steps, rates) in TRIALS.items()}


def ranked(rows: Sequence[dict[str, Any]], task: str, among: Sequence[str] = (BASE, *ABLATIONS)) -> list[str]:
    """The starts of stored ``rows`` by the mean logarithm of their test loss on the task of this full name, best first.

    >>> rows = [{"task": "a", "start": start, "log10_mean": mean} for start, mean in (("V", -1.5), ("NP", -2.5))]
    >>> ranked(rows, "a")
    ['NP', 'V']
    """
    mine = [row for row in rows if row["task"] == task and row["start"] in among]
    return [row["start"] for row in sorted(mine, key=lambda row: row["log10_mean"])]
