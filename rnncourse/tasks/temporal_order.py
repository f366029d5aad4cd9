"""Temporal order: in which order did two signals come, among many that mean nothing?

    E  b a d  X  c a a d b c  Y  a b d c  B        class X, Y

Experiment 6a of Hochreiter & Schmidhuber 1997. A sequence begins with E, ends with B, and is filled with letters
drawn from a, b, c, d. At two places stands an X or a Y instead; the four classes are X,X  X,Y  Y,X  Y,Y. In the paper
the length is drawn from 100 to 110, the places from 10 to 20 and from 50 to 60. Ours has a fixed length T, and
places from T/10 to T/5 and from T/2 to 3T/5: the paper's, for T = 100.

To count the two signals is not enough: X,Y and Y,X count the same.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import NamedTuple

import numpy as np

Array = np.ndarray

SYMBOLS = ("E", "B", "a", "b", "c", "d", "X", "Y")
SIGNALS = ("X", "Y")
CLASSES = tuple(itertools.product(SIGNALS, SIGNALS))
#: What a reader may know of the two signals.
KNOWN = ("nothing", "first", "second", "counts", "both")


class Batch(NamedTuple):
    """``X [n, T, 8]`` one-hot rows in the order of SYMBOLS, ``targets [n]`` the number of the class."""

    X: Array
    targets: Array


def places(T: int) -> tuple[range, range]:
    """Where the first signal may stand, and where the second, counted from 0.

    Raises ValueError for T below 10.

    >>> places(100)
    (range(10, 21), range(50, 61))
    """
    if T < 10:
        raise ValueError(f"T should be at least 10, got {T}")
    return range(T // 10, T // 5 + 1), range(T // 2, 3 * T // 5 + 1)


def draw(rng: np.random.Generator, n: int, T: int, dtype: type = np.float64) -> Batch:
    """``n`` sequences of ``T`` symbols, all classes equally likely.

    Raises ValueError for n below 1 or T below 10.

    >>> batch = draw(np.random.default_rng(2), n=1, T=20)
    >>> read(batch.X[0]), CLASSES[batch.targets[0]]
    ('E b X b b d b a b c Y c d a d a c b a B', ('X', 'Y'))
    """
    if n < 1:
        raise ValueError(f"n should be at least 1, got {n}")
    ids = rng.integers(SYMBOLS.index("a"), SYMBOLS.index("d") + 1, size=(n, T))
    ids[:, 0], ids[:, -1] = SYMBOLS.index("E"), SYMBOLS.index("B")
    signals = rng.integers(len(SIGNALS), size=(n, 2))
    for column, span in enumerate(places(T)):
        where = rng.integers(span.start, span.stop, size=n)
        ids[np.arange(n), where] = SYMBOLS.index("X") + signals[:, column]
    return Batch(np.eye(len(SYMBOLS), dtype=dtype)[ids], 2 * signals[:, 0] + signals[:, 1])


def read(X: Array) -> str:
    """The symbols of one sequence [T, 8], with spaces between."""
    return " ".join(SYMBOLS[number] for number in X.argmax(-1))


def bayes_accuracy(known: str) -> float:
    """The share that the best reader names rightly who knows this much: one of KNOWN.

    "counts" is how many X there were; "first" and "second" are one of the two signals.

    Raises ValueError for anything else.

    >>> [bayes_accuracy(known) for known in KNOWN]
    [0.25, 0.5, 0.5, 0.75, 1.0]
    """
    if known not in KNOWN:
        raise ValueError(f"known should be one of {', '.join(map(repr, KNOWN))}, got {known!r}")
    seen = {
        "nothing": lambda pair: (),
        "first": lambda pair: pair[0],
        "second": lambda pair: pair[1],
        "counts": lambda pair: pair.count("X"),
        "both": lambda pair: pair,
    }[known]
    groups: dict[object, Counter] = defaultdict(Counter)
    for pair in CLASSES:
        groups[seen(pair)][pair] += 1
    return sum(max(counts.values()) for counts in groups.values()) / len(CLASSES)
