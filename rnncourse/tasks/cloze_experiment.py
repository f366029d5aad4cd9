"""Who can fill a blank whose clue lies nine words back? The experiment of chapter 1, used by its lab.

Three readers with the same embedding size, the same hidden size and the same output layer: a window of k words
(Eq. 1.5 (seq-window)), a stack of dilated convolutions (Eq. 1.6 (seq-convolution)) and a recurrent cell
(Eq. 1.8 (seq-recurrence)). Each is an ensemble: S networks side by side that share nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch

from rnncourse.tasks import cloze
from rnncourse.training import Ensemble, clip_each, fit


class Result(NamedTuple):
    """Accuracy of each start on fresh sentences, ``[seeds]``; the learning rate chosen; parameters of one
    network; the trained ensemble."""

    accuracy: np.ndarray
    learning_rate: float
    parameters: int
    model: torch.nn.Module


def _uniform(generator: torch.Generator, inputs: int, *shape: int) -> torch.nn.Parameter:
    """Uniform in ±1/√inputs, as ``torch.nn.Linear`` starts."""
    return torch.nn.Parameter((2 * torch.rand(*shape, generator=generator) - 1) / math.sqrt(inputs))


class Embedding(torch.nn.Module):
    """S tables of v rows, standard normal: ``ids [S, n, T] -> X [S, n, T, d]`` (Eq. 1.2 (seq-embedding))."""

    def __init__(self, S: int, v: int, d: int, generator: torch.Generator) -> None:
        super().__init__()
        self.E = torch.nn.Parameter(torch.randn(S, v, d, generator=generator))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        S, v, d = self.E.shape
        own = v * torch.arange(S)[:, None, None]  # the tables lie below one another
        return torch.nn.functional.embedding(ids + own, self.E.reshape(S * v, d))


class Window(torch.nn.Module):
    """The last k words side by side, a hidden layer, an output layer: ``ids [S, n, T] -> logits [S, n, v]``."""

    def __init__(self, S: int, v: int, d: int, h: int, k: int, generator: torch.Generator) -> None:
        super().__init__()
        self.k, self.embedding = k, Embedding(S, v, d, generator)
        self.W_xh, self.b_h = _uniform(generator, k * d, S, k * d, h), _uniform(generator, k * d, S, 1, h)
        self.W_hq, self.b_q = _uniform(generator, h, S, h, v), _uniform(generator, h, S, 1, v)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        X = self.embedding(ids[:, :, -self.k :]).flatten(2)  # S,n,kd
        H = torch.tanh(torch.baddbmm(self.b_h, X, self.W_xh))  # S,n,h
        return torch.baddbmm(self.b_q, H, self.W_hq)  # S,n,v


class Dilated(torch.nn.Module):
    """Layers of kernels of width two, the gap doubling from layer to layer; zeros stand before the first word.

    ``ids [S, n, T] -> logits [S, n, v]``, read from the last step, which depends on the last 2^layers words;
    only those units are computed that the last step needs.
    """

    def __init__(self, S: int, v: int, d: int, h: int, layers: int, generator: torch.Generator) -> None:
        super().__init__()
        self.embedding = Embedding(S, v, d, generator)
        sizes = [d] + [h] * layers
        self.now, self.then, self.bias = (
            torch.nn.ParameterList(_uniform(generator, 2 * size, S, rows or size, h) for size in sizes[:-1])
            for rows in (None, None, 1)
        )
        self.W_hq, self.b_q = _uniform(generator, h, S, h, v), _uniform(generator, h, S, 1, v)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        reach = 2 ** len(self.bias)
        H = self.embedding(ids)[:, :, -reach:]
        H = torch.nn.functional.pad(H, (0, 0, reach - H.shape[2], 0))  # S,n,reach,d
        for now, then, bias in zip(self.now, self.then, self.bias, strict=True):
            S, n, T, _ = H.shape  # of each pair of rows, the output needs the join and not what lies between
            sums = torch.baddbmm(bias, H[:, :, 1::2].flatten(1, 2), now)
            sums = torch.baddbmm(sums, H[:, :, ::2].flatten(1, 2), then)
            H = torch.tanh(sums).reshape(S, n, T // 2, -1)  # S,n,T/2,h
        return torch.baddbmm(self.b_q, H[:, :, 0], self.W_hq)  # S,n,v


class Recurrent(torch.nn.Module):
    """One cell at every word, read after the last: ``ids [S, n, T] -> logits [S, n, v]``.

    W_hh starts as PyTorch's does, or, with ``orthogonal``, as a random orthogonal matrix.
    """

    def __init__(self, S: int, v: int, d: int, h: int, orthogonal: bool, generator: torch.Generator) -> None:
        super().__init__()
        self.embedding = Embedding(S, v, d, generator)
        self.cell = Ensemble(S, d, h, v, generator, orthogonal=orthogonal)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.cell(self.embedding(ids))[:, :, -1]


def count(model: torch.nn.Module) -> int:
    """Parameters of one network of an ensemble."""
    return sum(parameter[0].numel() for parameter in model.parameters())


def _draw(
    rng: np.random.Generator, seeds: int, n: int, extra: tuple[int, int], length: int | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids [S, n, T] and targets [S, n], other sentences for every network."""
    ids, targets = cloze.draw(rng, seeds * n, extra, length)
    return torch.from_numpy(ids).reshape(seeds, n, -1), torch.from_numpy(targets).reshape(seeds, n)


def _loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Softmax cross-entropy: the mean over each network's sentences, summed over networks."""
    return torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten()) * len(logits)


def accuracies(
    model: torch.nn.Module,
    rng: np.random.Generator,
    n: int,
    extra: tuple[int, int] = (0, 0),
    length: int | None = None,
) -> np.ndarray:
    """Share of ``n`` blanks that each network of an ensemble fills rightly, [S], each on sentences of its own."""
    ids, targets = _draw(rng, len(model.embedding.E), n, extra, length)
    with torch.no_grad():
        return (model(ids).argmax(-1) == targets).double().mean(1).numpy()


def run(
    make: Callable[[int, torch.Generator], torch.nn.Module],
    *,
    seeds: int,
    steps: int,
    seed: int = 0,
    n: int = 64,
    test: int = 2000,
    extra: tuple[int, int] = (0, 0),
    length: int | None = None,
    learning_rates: Sequence[float] = (0.003, 0.01),
    note: str = "cloze",
) -> Result:
    """Train ``seeds`` networks at each learning rate, keep the rate that does better on validation sentences.

    Parameters
    ----------
    make : ``make(seeds, generator)`` returns the ensemble, its weights drawn from the generator
    seeds, steps, n : networks, updates, and sentences in each update of each network; all drawn afresh
    seed : decides all weights and all sentences
    test : sentences on which each network is tested; 1,000 others choose the rate
    extra, length : words added between clue and blank, and words in sight, as in ``cloze.draw``

    Raises ValueError for no networks or no updates.
    """
    if seeds < 1 or steps < 1:
        raise ValueError(f"seeds and steps should be at least 1, got {seeds} and {steps}")
    best, best_validated = None, -1.0
    for rate in learning_rates:
        data = np.random.default_rng([seed, 0])
        model = make(seeds, torch.Generator().manual_seed(seed))
        fit(
            model,
            lambda data=data: _draw(data, seeds, n, extra, length),
            _loss,
            steps=steps,
            learning_rate=rate,
            clip_by=clip_each,
            note=f"{note}, learning rate {rate}",
        )
        validated = accuracies(model, np.random.default_rng([seed, 1]), 1000, extra, length).mean()
        if validated > best_validated:
            best_validated = validated
            tested = accuracies(model, np.random.default_rng([seed, 2]), test, extra, length)
            best = Result(tested, rate, count(model), model)
    return best
