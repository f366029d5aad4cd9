"""The experiments of chapter 4 on one answer for a whole sequence: from which columns is it read?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from rnncourse.cells.validation import require_choice
from rnncourse.tasks import digits
from rnncourse.training import fit

#: One direction, read in the last column; two, both read there; two, each read where it has seen everything.
READS = ("one direction", "last column", "own ends")

#: A function that draws a batch: X [n, T, d], y [n].
Draw = Callable[[], tuple[torch.Tensor, torch.Tensor]]


class Reader(torch.nn.Module):
    """A plain recurrent layer and an output layer that reads it as ``read`` says.

    d inputs, h units a direction, q answers; ``reader(X [n, T, d]) -> logits [n, q]``, for sequences without padding.
    Raises ValueError for a ``read`` that is none of READS.
    """

    def __init__(self, d: int, h: int, q: int, read: str) -> None:
        super().__init__()
        require_choice("read", read, READS)
        both = read != "one direction"
        self.rnn = torch.nn.RNN(d, h, batch_first=True, bidirectional=both)
        self.head = torch.nn.Linear(2 * h if both else h, q)
        self.backward_at = 0 if read == "own ends" else -1  # the one line in which the last two differ

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        output, h = self.rnn(X)[0], self.rnn.hidden_size
        ends = output[:, -1, :h], output[:, self.backward_at, h:]  # the second is empty for one direction
        return self.head(torch.cat(ends, 1))


def train(reader: Reader, draw: Draw, steps: int) -> Reader:
    """Adam at a rate of 1e-2, ``steps`` batches, cross-entropy; the same for every reader."""
    fit(reader, draw, torch.nn.functional.cross_entropy, steps=steps, learning_rate=1e-2)
    return reader


def accuracy(reader: Reader, X: torch.Tensor, y: torch.Tensor) -> float:
    """The share of sequences whose largest logit is the answer's."""
    with torch.no_grad():
        return float((reader(X).argmax(1) == y).float().mean())


def recall(read: str, seed: int, T: int = 60, symbols: int = 8, h: int = 16, tests: int = 2000) -> float:
    """Trained for 150 steps to name the first of T random symbols: the share named right on fresh sequences.

    Raises ValueError as ``Reader`` does.
    """
    torch.manual_seed(seed)

    def drawn(rng: np.random.Generator, n: int) -> tuple[torch.Tensor, torch.Tensor]:
        ids = rng.integers(symbols, size=(n, T))
        return torch.from_numpy(np.eye(symbols, dtype=np.float32)[ids]), torch.from_numpy(ids[:, 0])

    lessons, exam = (np.random.default_rng([seed, which]) for which in (0, 1))
    reader = train(Reader(symbols, h, symbols, read), lambda: drawn(lessons, 64), steps=150)
    return accuracy(reader, *drawn(exam, tests))


def named(read: str, seed: int, h: int) -> float:
    """Trained for 300 steps on handwritten digits, a row at a step: the share of unseen images named right.

    The seed decides the split into training and test images, too, and is the same for every ``read``.
    Raises ValueError as ``Reader`` does.
    """
    torch.manual_seed(seed)
    (X, y), (test_X, test_y) = (
        [torch.from_numpy(array) for array in part] for part in digits.load(np.random.default_rng(seed))
    )
    lessons = np.random.default_rng(seed)

    def rows() -> tuple[torch.Tensor, torch.Tensor]:
        chosen = lessons.integers(len(y), size=128)
        return X[chosen], y[chosen]

    return accuracy(train(Reader(8, h, 10, read), rows, steps=300), test_X, test_y)
