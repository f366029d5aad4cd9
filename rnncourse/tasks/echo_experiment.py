"""How many steps back can a state of h numbers echo? The experiment of chapter 2, used by its lab and in full
by ``benchmarks/echo.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from rnncourse.cells import RNN
from rnncourse.tasks import echo
from rnncourse.training import Ensemble, clip_each, fit


class Result(NamedTuple):
    """Accuracies on fresh sequences, ``accuracy [len(ks), seeds]``; the learning rate chosen for each k; and the
    trained cells, ``cells[row][seed]``."""

    ks: tuple[int, ...]
    accuracy: np.ndarray
    learning_rates: tuple[float, ...]
    cells: tuple[tuple[RNN.Params, ...], ...]


def _draw(
    rng: np.random.Generator, ks: Sequence[int], seeds: int, n: int, T: int
) -> tuple[torch.Tensor, ...]:
    """Inputs [S, n, T, 1], targets and mask [S, n, T]; network i · seeds + j has lag ks[i] and data of its own."""
    batches = [echo.draw(rng, seeds * n, T, k, np.float32) for k in ks]
    S = len(ks) * seeds
    X, targets, asked = (np.stack(parts).reshape(S, n, T, -1) for parts in zip(*batches, strict=True))
    return torch.from_numpy(X), torch.from_numpy(targets[..., 0]), torch.from_numpy(asked[..., 0])


def _loss(outputs: torch.Tensor, targets: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
    """Binary cross-entropy on logits, the mean over each network's asked-for bits, summed over networks."""
    losses = torch.nn.functional.softplus(-outputs[..., 0] * targets) * asked
    return (losses.sum((1, 2)) / asked.sum((1, 2))).sum()


def _accuracies(model: Ensemble, batch: tuple[torch.Tensor, ...]) -> np.ndarray:
    """Share of right bits of each network, [S]."""
    X, targets, asked = batch
    with torch.no_grad():
        right = ((model(X)[..., 0] * targets) > 0) & asked
    return (right.sum((1, 2)) / asked.sum((1, 2))).numpy()


def run(
    h: int,
    ks: Sequence[int],
    *,
    seeds: int,
    steps: int,
    n: int = 32,
    learning_rates: Sequence[float] = (0.01, 0.03),
    orthogonal: bool = False,
) -> Result:
    """Train ``seeds`` networks of ``h`` units for every lag in ``ks``; report accuracies on fresh sequences.

    Sequences go on for 3h steps after the first answer. In shorter ones, only the first T − k bits would ever
    be asked for; a network could keep those and let all later ones go by.

    Each lag gets the learning rate whose networks do best, in the mean, on validation sequences drawn apart
    from those of training and from those of the test. Equal trials for all.
    """
    T = max(24, max(ks) + 3 * h)
    rng = np.random.default_rng([h, T])
    validation, test = _draw(rng, ks, seeds, 200, T), _draw(rng, ks, seeds, 400, T)
    validated, tested, trained = [], [], []
    for rate in learning_rates:
        data = np.random.default_rng([h, T, 1])
        model = Ensemble(len(ks) * seeds, 1, h, 1, torch.Generator().manual_seed(h), orthogonal=orthogonal)
        fit(
            model,
            lambda data=data: _draw(data, ks, seeds, n, T),
            _loss,
            steps=steps,
            learning_rate=rate,
            clip_by=clip_each,
            note=f"h = {h}, learning rate {rate}",
        )
        validated.append(_accuracies(model, validation).reshape(len(ks), seeds).mean(1))
        tested.append(_accuracies(model, test).reshape(len(ks), seeds))
        trained.append(_cells(model))
    best = np.argmax(validated, axis=0)  # one rate for each lag
    return Result(
        ks=tuple(ks),
        accuracy=np.stack([tested[choice][row] for row, choice in enumerate(best)]),
        learning_rates=tuple(learning_rates[choice] for choice in best),
        cells=tuple(
            tuple(trained[choice][row * seeds : (row + 1) * seeds]) for row, choice in enumerate(best)
        ),
    )


def recall(
    cell: RNN.Params, lags: Sequence[int], rng: np.random.Generator, n: int = 200, T: int = 60
) -> np.ndarray:
    """How much of the bit of each lag a reader that weighs and adds finds in the state: squared correlations.

    For each lag the best linear reconstruction of the bit from the state is fitted on one half of ``n`` random
    sequences and correlated with the bit on the other half. Over all lags the squared correlations sum to at
    most h (Jaeger 2002), up to the noise of the estimate.

    Returns
    -------
    [len(lags)], each in 0..1
    """
    burn_in = max(lags)
    X = echo.draw(rng, n, T, 0, cell.W_xh.dtype.type).X
    H, _, _ = RNN().forward(cell, X)
    found = []
    for lag in lags:
        states = H[:, burn_in:].reshape(2, -1, H.shape[-1])
        bits = X[:, burn_in - lag : T - lag, 0].reshape(2, -1)
        design = [np.column_stack([half, np.ones(len(half))]) for half in states]
        weights = np.linalg.lstsq(design[0], bits[0])[0]
        found.append(np.corrcoef(design[1] @ weights, bits[1])[0, 1] ** 2)
    return np.array(found)


def _cells(model: Ensemble) -> list[RNN.Params]:
    """The cells of an ensemble, one by one."""
    arrays = [parameter.detach().numpy() for parameter in (model.W_xh, model.W_hh, model.b_h)]
    return [RNN.Params(W_xh, W_hh, b_h[0]) for W_xh, W_hh, b_h in zip(*arrays, strict=True)]
