"""The experiment of chapter 4: which readers can fill a blank whose clues stand on both sides of it?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from rnncourse.cells.bidirectional import reverse_within_length
from rnncourse.cells.validation import require_choice
from rnncourse.tasks import two_sided

Array = np.ndarray

#: "printed" is the second direction as article 002 prints it, from H←_{t−1}: it runs forward too.
KINDS = ("forward", "backward", "printed", "bidirectional")


class Reader(torch.nn.Module):
    """A plain recurrent network over one-hot words that names the missing word from its state *at the blank*.

    kind : one of KINDS. The two-part kinds have half as many units in each part, and fewer parameters.
    h : units in all

    ``reader(batch) -> logits [n, 5]`` for a ``two_sided.Batch``. Raises ValueError for an unknown kind, an odd h.
    """

    def __init__(self, kind: str, h: int = 48) -> None:
        super().__init__()
        require_choice("kind", kind, KINDS)
        if h % 2:
            raise ValueError(f"h should be even, to be shared between two directions, got {h}")
        self.backwards = {
            "forward": [False],
            "backward": [True],
            "printed": [False, False],
            "bidirectional": [False, True],
        }[kind]
        d, units = len(two_sided.WORDS), h // len(self.backwards)
        self.parts = torch.nn.ModuleList(torch.nn.RNN(d, units, batch_first=True) for _ in self.backwards)
        self.head = torch.nn.Linear(h, len(two_sided.ANSWERS))

    def forward(self, batch: two_sided.Batch) -> torch.Tensor:
        rows = torch.arange(len(batch.words))
        states = []
        for part, backwards in zip(self.parts, self.backwards, strict=True):
            words, place = batch.words, batch.blank
            if backwards:
                words, place = reverse_within_length(words, batch.lengths), batch.lengths - 1 - batch.blank
            X = torch.nn.functional.one_hot(torch.from_numpy(words), len(two_sided.WORDS)).float()
            states.append(part(X)[0][rows, torch.from_numpy(place)])  # n,h or n,h/2
        return self.head(torch.cat(states, 1))


class Run(NamedTuple):
    """``steps`` at which was tested, ``accuracy`` there, ``parameters`` of the network, the ``reader`` itself."""

    steps: Array
    accuracy: Array
    parameters: int
    reader: Reader


def run(
    kind: str, seed: int, steps: int = 300, every: int = 15, tests: int = 2000, learning_rate: float = 1e-2
) -> Run:
    """Train one reader with Adam on 64 fresh sentences a step; test it on sentences drawn for this run.

    The learning rate falls to zero along a half cosine.

    Raises ValueError for an unknown kind.
    """
    torch.manual_seed(seed)
    reader = Reader(kind)
    lessons, exam = (np.random.default_rng([seed, KINDS.index(kind), which]) for which in (0, 1))
    test = two_sided.draw(exam, tests)
    optimizer = torch.optim.Adam(reader.parameters(), lr=learning_rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    tested = {0: accuracy(reader, test)}
    for number in range(1, steps + 1):
        batch = two_sided.draw(lessons, 64)
        loss = torch.nn.functional.cross_entropy(reader(batch), torch.from_numpy(batch.answers))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if number % every == 0:
            tested[number] = accuracy(reader, test)
    parameters = sum(parameter.numel() for parameter in reader.parameters())
    return Run(np.array(list(tested)), np.array(list(tested.values())), parameters, reader)


def accuracy(reader: Reader, batch: two_sided.Batch) -> float:
    """The share of blanks filled with the answer."""
    with torch.no_grad():
        return float((reader(batch).argmax(1).numpy() == batch.answers).mean())
