"""Every cell of the course on cloze sentences in two languages, at equal parameters. Part of chapter 10's experiments.

Words go in one-hot: the rows of W_xh are the embeddings, since an embedding followed by W_xh is one matrix.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from rnncourse.tasks import bilingual, comparison, memory_experiment
from rnncourse.tasks.memory_experiment import Result, Task
from rnncourse.training.side_by_side import SideBySide, hidden_size

Array = np.ndarray
Tensor = torch.Tensor

#: Names of starts, with what a figure calls them. From NIG to FGR the LSTM with peepholes is the base.
STARTS = {
    "RNN": "RNN",
    "RNN, orthogonal": "RNN, orthogonal",
    "GRU": "GRU",
    "MGU": "minimal gated unit",
    "JANET": "JANET",
    "coupled LSTM": "LSTM, coupled gates",
    "LSTM": "LSTM",
    "LSTM, chrono": "LSTM, chrono",
    "LSTM, layer norm": "LSTM, layer norm",
    "LSTM, projected": "LSTM, projected",
    "LSTM of 1997": "LSTM of 1997",
    "peephole LSTM": "LSTM, peepholes",
    "NIG": "no input gate (NIG)",
    "NFG": "no forget gate (NFG)",
    "NOG": "no output gate (NOG)",
    "NIAF": "g not squashed (NIAF)",
    "NOAF": "c not squashed (NOAF)",
    "CIFG": "coupled gates (CIFG)",
    "FGR": "gates see gates (FGR)",
}
BUDGET, SEEDS, STEPS, RATES, EXTRA = 3000, 10, 600, (0.003, 0.01, 0.03, 0.1), 11


def task(extra: int) -> Task:
    """Loss: softmax cross-entropy over the answers of both languages; score: accuracy. Solved: a tenth of the loss
    of a reader who knows the language and guesses."""

    def draw(rng: np.random.Generator, n: int) -> tuple[Array, ...]:
        ids, targets, _ = bilingual.draw(rng, n, extra)
        return np.eye(len(bilingual.VOCABULARY), dtype=np.float32)[ids], targets

    def losses(model: SideBySide, X: Tensor, targets: Tensor) -> Tensor:
        logits = model(X, last=True)
        each = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
        return each.view(targets.shape).mean(1)

    def scores(model: SideBySide, X: Tensor, targets: Tensor) -> Tensor:
        return (model(X, last=True).argmax(-1) == targets).float().mean(1)

    guess = -float(np.mean([np.log(chance) for chance in bilingual.CHANCE.values()]))
    lag = bilingual.LAG + extra
    sizes = len(bilingual.VOCABULARY), len(bilingual.ANSWERS)
    return Task(
        f"cloze, lag {lag}", 3 + lag, *sizes, draw, losses, scores, "accuracy", guess, guess / 10
    )  # fmt: skip


def run(start: str, extra: int = EXTRA, **settings: Any) -> Result:
    """One cell at the size that comes nearest to BUDGET parameters; settings as ``memory_experiment.run`` has them."""
    mine = task(extra)
    given = {"seeds": SEEDS, "steps": STEPS, "learning_rates": RATES} | settings
    return memory_experiment.run(start, mine, h=hidden_size(start, mine.d, mine.q, BUDGET), **given)


def by_language(result: Result, extra: int = EXTRA, n: int = 500) -> dict[str, list[float]]:
    """Accuracy of every reported network on ``n`` fresh sentences of each language."""
    mine, found = task(extra), {}
    for number, language in enumerate(bilingual.LANGUAGES):
        ids, targets, _ = bilingual.draw(np.random.default_rng([4, number]), n, extra, language)
        X = torch.from_numpy(np.eye(mine.d, dtype=np.float32)[ids])
        S = len(result.model.theta)
        with torch.no_grad():
            right = [
                mine.scores(
                    result.model,
                    X[None, k : k + 50].expand(S, -1, -1, -1),
                    torch.from_numpy(targets[k : k + 50]).expand(S, -1),
                )
                for k in range(0, n, 50)
            ]
        every = torch.stack(right).mean(0).numpy()
        found[language] = [round(float(every[member]), 4) for member in result.members]
    return found


def as_row(result: Result, extra: int = EXTRA) -> dict[str, Any]:
    """A result as JSON takes it, with accuracies by language."""
    return (
        comparison.as_row(result, task(extra)) | {"lag": bilingual.LAG + extra} | by_language(result, extra)
    )
