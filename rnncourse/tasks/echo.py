"""The echo task: say now what was heard k steps ago.

    inputs   x_1, x_2, x_3, ...     independent bits, −1 or +1
    target   y_t = x_{t−k}          for t > k; before that there is nothing to say

To echo from k steps ago a state must hold the k + 1 latest bits at all times: each will be asked for once, and
until then none may be dropped. So the task measures how many inputs a state keeps.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Batch(NamedTuple):
    """``X [n, T, 1]`` bits ±1, ``targets [n, T]`` bits ±1, ``asked [n, T]`` True where there is a target."""

    X: Array
    targets: Array
    asked: Array


def draw(rng: np.random.Generator, n: int, T: int, k: int, dtype: type = np.float64) -> Batch:
    """``n`` sequences of ``T`` random bits, with the bit of ``k`` steps ago as the target of each step.

    Raises
    ------
    ValueError : unless 0 ≤ k < T

    >>> batch = draw(np.random.default_rng(0), n=1, T=6, k=2)
    >>> bool((batch.targets[:, 2:] == batch.X[:, :-2, 0]).all()), batch.asked[0].tolist()
    (True, [False, False, True, True, True, True])
    """
    if not 0 <= k < T:
        raise ValueError(f"k should lie in 0..T-1 = 0..{T - 1}, got {k}")
    bits = rng.choice([-1.0, 1.0], size=(n, T)).astype(dtype)
    targets = np.zeros_like(bits)
    targets[:, k:] = bits[:, : T - k]
    asked = np.broadcast_to(np.arange(T) >= k, (n, T))
    return Batch(bits[..., None], targets, asked)


def accuracy(outputs: Array, batch: Batch) -> float:
    """Share of asked-for bits whose sign the outputs [n, T] have; 0.5 is chance."""
    right = (outputs > 0) == (batch.targets > 0)
    return float(right[batch.asked].mean())
