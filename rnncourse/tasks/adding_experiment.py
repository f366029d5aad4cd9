"""Who can add two numbers far apart? The experiment of chapter 5: five starts, sequences of 50 to 400 steps.

All have the same number of units, as in the chapter's other experiments; parameters are matched in chapters 6 and 7.
Weights are uniform in ±1/√h, the LSTM's forget bias is 1, the chrono start has T_max = T; in the orthogonal start W_hh
is orthogonal, W_xh Glorot, and the bias 0.
"""

from __future__ import annotations

from typing import Any

from rnncourse.tasks.memory_experiment import Result, Task, adding_task, run

STARTS = ("RNN", "RNN, orthogonal", "GRU", "LSTM", "LSTM, chrono")
H, SEEDS, POINTS = 16, 3, 40
RATES = (0.01, 0.03, 0.1)
#: Updates for each length.
STEPS = {50: 800, 100: 1000, 200: 720, 400: 600}
#: Was it the updates that a start lacked? One start at one length again, with more of them.
LONGER = {"start": "LSTM", "T": 200, "steps": 2400}


def part(start: str, T: int, **settings: Any) -> tuple[Task, Result]:
    """One start at one length, with the settings of the stored results unless given others.

    settings : as ``memory_experiment.run`` takes them

    Raises ValueError for a start that is not in ``rnncourse.training.STARTS``.
    """
    task = adding_task(T)
    given = {"h": H, "seeds": SEEDS, "points": POINTS, "learning_rates": RATES, "steps": STEPS.get(T, 800)}
    return task, run(start, task, **(given | settings))
