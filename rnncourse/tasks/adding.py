"""The adding problem: of T numbers add up the two that are marked.

    value   .31  .87  .05  .62  .44  .90        uniform in [0, 1]
    mark      0    1    0    0    1    0        one in the first half, one in the second
    target  .87 + .44 = 1.31                    asked for after the last step

Experiment 4 of Hochreiter & Schmidhuber 1997, in the form of Arjovsky, Shah & Bengio 2016, which fixes the length
and puts a mark into either half. Whoever remembers nothing says 1 and is wrong by the variance of a sum of two
uniform numbers, ``bayes_mse``; so an error of that size means that nothing was learnt.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Array = np.ndarray

#: Variance of a number uniform in [0, 1]: what it costs to guess one.
GUESS = 1 / 12


class Batch(NamedTuple):
    """``X [n, T, 2]`` values and marks, ``targets [n]`` the sum of the two marked values."""

    X: Array
    targets: Array


def draw(rng: np.random.Generator, n: int, T: int, dtype: type = np.float64) -> Batch:
    """``n`` sequences of ``T`` steps. The first half has T // 2 of them.

    Raises ValueError for n below 1 or T below 2.

    >>> batch = draw(np.random.default_rng(0), n=3, T=8)
    >>> values, marks = batch.X[..., 0], batch.X[..., 1]
    >>> bool(np.allclose((values * marks).sum(1), batch.targets)), marks[:, :4].sum(1).tolist()
    (True, [1.0, 1.0, 1.0])
    """
    if n < 1 or T < 2:
        raise ValueError(f"n should be at least 1 and T at least 2, got n = {n}, T = {T}")
    X = np.zeros((n, T, 2), dtype)
    X[..., 0] = rng.random((n, T))
    rows = np.arange(n)
    for first, last in ((0, T // 2), (T // 2, T)):
        X[rows, rng.integers(first, last, size=n), 1] = 1
    return Batch(X, (X[..., 0] * X[..., 1]).sum(1))


def bayes_mse(T: int, window: int = 0) -> float:
    """The least mean squared error of a reader that sees the last ``window`` steps: 0 none, T all.

    Each mark out of sight costs ``GUESS``, as nothing that is seen says anything about its value.

    Raises ValueError unless T ≥ 2 and 0 ≤ window ≤ T.

    >>> [round(bayes_mse(100, window), 3) for window in (0, 50, 75, 100)]
    [0.167, 0.083, 0.042, 0.0]
    """
    if T < 2 or not 0 <= window <= T:
        raise ValueError(f"T should be at least 2 and window in 0..T, got T = {T}, window = {window}")
    places = np.arange(T)
    unseen = places < T - window
    return float(GUESS * (unseen[: T // 2].mean() + unseen[T // 2 :].mean()))
