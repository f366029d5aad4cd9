"""The latch: one bit is to be kept while others pass, and said when asked.

    bit      +  −  −  +  +  −  +  −        ±1 at every step
    write    0  0  1  0  0  0  0  0        once, in the first half: keep this one
    read     0  0  0  0  0  0  1  0        once, in the second: say it
    target                     −

After the latching task of Bengio, Simard & Frasconi 1994, where a bit is given at the first steps and noise follows;
here the bit to be kept looks like all others but for its mark, so that a network has to open and shut.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Array = np.ndarray

#: The channels of X.
CHANNELS = ("bit", "write", "read")


class Batch(NamedTuple):
    """``X [n, T, 3]`` bits, write and read marks; ``targets [n, T]`` the bit where ``asked [n, T]``, else 0."""

    X: Array
    targets: Array
    asked: Array


def draw(rng: np.random.Generator, n: int, T: int, dtype: type = np.float64) -> Batch:
    """``n`` sequences of ``T`` steps. The first half has T // 2 of them; the places are drawn evenly.

    Raises ValueError for n below 1 or T below 2.

    >>> X, targets, asked = draw(np.random.default_rng(0), n=1, T=8)
    >>> write, read = X[0, :, 1].argmax(), X[0, :, 2].argmax()
    >>> bool(write < 4 <= read), bool(targets[0, read] == X[0, write, 0]), int(asked.sum())
    (True, True, 1)
    """
    if n < 1 or T < 2:
        raise ValueError(f"n should be at least 1 and T at least 2, got n = {n}, T = {T}")
    X = np.zeros((n, T, len(CHANNELS)), dtype)
    X[..., 0] = rng.choice([-1.0, 1.0], size=(n, T))
    rows = np.arange(n)
    write, read = rng.integers(0, T // 2, size=n), rng.integers(T // 2, T, size=n)
    X[rows, write, 1] = 1
    X[rows, read, 2] = 1
    asked = X[..., 2] == 1
    targets = np.where(asked, X[rows, write, 0][:, None], 0).astype(dtype)
    return Batch(X, targets, asked)


def accuracy(outputs: Array, batch: Batch) -> float:
    """Share of asked-for bits whose sign the outputs [n, T] have; 0.5 is chance."""
    return float(((outputs > 0) == (batch.targets > 0))[batch.asked].mean())


def bayes_accuracy(T: int, window: int = 0) -> float:
    """The share that the best reader gets right who sees the last ``window`` steps when asked: 0 none, T all.

    Right for certain where the write mark lies in them, by chance where it does not: a sum over all places.

    Raises ValueError unless T ≥ 2 and 0 ≤ window ≤ T.

    >>> [bayes_accuracy(8, window) for window in (0, 2, 5, 8)]
    [0.5, 0.53125, 0.8125, 1.0]
    """
    if T < 2 or not 0 <= window <= T:
        raise ValueError(f"T should be at least 2 and window in 0..T, got T = {T}, window = {window}")
    write, read = np.arange(T // 2)[:, None], np.arange(T // 2, T)
    return float(np.where(write > read - window, 1.0, 0.5).mean())
