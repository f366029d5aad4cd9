"""Precise timing: how long ago was the last spike?

    input    0 0 0 1 0 0 0 0 0 0 1 0 0 0 0 1 0        a spike, or nothing
    target                       7         5          at each spike but the first: the steps since the one before

After Gers, Schraudolph & Schmidhuber 2002, who ask networks to tell intervals between spikes apart, to measure them
and to generate them, and to whom peepholes, by which gates can see a count that the cell keeps hidden, made the
difference. Ours is a measuring task: several intervals follow one another, each drawn evenly from ``shortest`` to
``longest``, and a target is given in units of the spread, (interval − shortest) / (longest − shortest), in [0, 1].
To a reader all steps between spikes look the same, so that it has to count them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

Array = np.ndarray


class Batch(NamedTuple):
    """``X [n, T, 1]`` spikes, ``targets [n, T]`` scaled intervals, ``asked [n, T]`` True where there is a target."""

    X: Array
    targets: Array
    asked: Array


def draw(
    rng: np.random.Generator, n: int, T: int, shortest: int, longest: int, dtype: type = np.float64
) -> Batch:
    """``n`` sequences of ``T`` steps; the first spike comes within the first ``longest`` steps.

    Raises ValueError for n below 1, unless 1 ≤ shortest < longest, or for T below 2 · longest, in which a
    sequence might end before its second spike.

    >>> batch = draw(np.random.default_rng(1), n=1, T=20, shortest=4, longest=8)
    >>> batch.X[0, :, 0].astype(int)
    array([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])
    >>> batch.targets[batch.asked]
    array([0.5 , 0.5 , 0.75])
    """
    _require_span(shortest, longest)
    if n < 1 or 2 * longest > T:
        raise ValueError(
            f"n should be at least 1 and T at least 2 · longest = {2 * longest}, got {n} and {T}"
        )
    most = (T - 1) // shortest  # intervals that fit
    intervals = rng.integers(shortest, longest + 1, size=(n, most))
    first = rng.integers(0, longest, size=(n, 1))
    spikes = first + np.cumsum(intervals, axis=1)  # n,most
    rows = np.broadcast_to(np.arange(n)[:, None], spikes.shape)
    asked = np.zeros((n, T), bool)
    targets = np.zeros((n, T), dtype)
    inside = spikes < T
    asked[rows[inside], spikes[inside]] = True
    targets[rows[inside], spikes[inside]] = (intervals[inside] - shortest) / (longest - shortest)
    X = asked.astype(dtype)
    X[np.arange(n), first[:, 0]] = 1
    return Batch(X[..., None], targets, asked)


def bayes_mse(shortest: int, longest: int, window: int = 0) -> float:
    """The least mean squared error, in units of the spread, of a reader that sees the last ``window`` steps before
    a spike. Where the spike before lies outside, it can only say the mean of the intervals that are that long.

    Taken over intervals drawn evenly. In a sequence that is cut off at T long ones are a little rarer.

    Raises ValueError unless 1 ≤ shortest < longest and window ≥ 0.

    >>> [round(bayes_mse(10, 20, window), 4) for window in (0, 9, 15, 20)]
    [0.1, 0.1, 0.0091, 0.0]
    """
    _require_span(shortest, longest)
    if window < 0:
        raise ValueError(f"window should be at least 0, got {window}")
    intervals = np.arange(shortest, longest + 1)
    unseen = intervals[intervals > window]
    if not len(unseen):
        return 0.0
    spread = longest - shortest
    return float(len(unseen) / len(intervals) * np.var(unseen / spread))


def _require_span(shortest: int, longest: int) -> None:
    if not 1 <= shortest < longest:
        raise ValueError(f"expected 1 <= shortest < longest, got {shortest} and {longest}")
