"""Mistakes of the exercise on parameter counts."""

from __future__ import annotations

import math

from rnncourse.cells import LSTM
from rnncourse.checks.suspects import Suspect


def parameters(d, h, biases):
    """How many parameters the course's own cell has, its bias counted as often as a library keeps it."""
    shapes = LSTM().shapes(d, h)
    return sum(math.prod(shape) * (biases if len(shape) == 1 else 1) for shape in shapes.values())


#: Sizes at which no two of the mistakes below come to the same count.
_SIZES = (3, 5, 2)

COUNT = (
    Suspect(
        "three-gates",
        lambda d, h, biases: 3 * h * (d + h + biases),
        "You have {got}, expected {want}: a quarter of it is missing. You count three blocks of weights; the "
        "candidate has weights of its own beside the three gates.",
        probe=_SIZES,
    ),
    Suspect(
        "one-gate",
        lambda d, h, biases: h * (d + h + biases),
        "You have {got}, a quarter of {want}. Input gate, forget gate, candidate, output gate: each has its own.",
        probe=_SIZES,
    ),
    Suspect(
        "always-one-bias",
        lambda d, h, biases: 4 * h * (d + h + 1),
        "Your count does not depend on `biases`: right for one bias, and PyTorch keeps two.",
        probe=_SIZES,
    ),
    Suspect(
        "bias-not-for-each-gate",
        lambda d, h, biases: 4 * h * (d + h) + biases * h,
        "The matrices are right. A bias has an entry for each unit of *each* of the four blocks.",
        also=(lambda d, h, biases: 4 * h * (d + h) + biases, lambda d, h, biases: 4 * h * (d + h)),
        probe=_SIZES,
    ),
    Suspect(
        "peepholes-counted",
        lambda d, h, biases: 4 * h * (d + h + biases) + 3 * h,
        "You have 3h too many: these are the peepholes, and this cell has none. Its gates do not look at c.",
        probe=_SIZES,
    ),
    Suspect(
        "sizes-exchanged",
        lambda d, h, biases: 4 * d * (d + h + biases),
        "You have exchanged d and h: the square matrix is the one between states.",
        probe=_SIZES,
    ),
    Suspect(
        "state-counted",
        lambda d, h, biases: 4 * h * (d + h + biases) + 2 * h,
        "You have 2h too many. h and c are computed, not learnt.",
        probe=_SIZES,
    ),
)


def _exact(count, d, biases):
    h = _nearest(count, d, biases)
    return h if 4 * h * (d + h + biases) == count else 0


def _nearest(count, d, biases):
    return max(round((math.sqrt((d + biases) ** 2 + count) - (d + biases)) / 2), 0)


def _rounded_down(count, d, biases):
    return max(int((math.sqrt((d + biases) ** 2 + count) - (d + biases)) / 2), 0)


def _rounded_up(count, d, biases):
    return max(math.ceil((math.sqrt((d + biases) ** 2 + count) - (d + biases)) / 2), 0)


#: A count between what 4 units need (144) and 5 (200).
_BETWEEN = (171, 3, 2)

UNITS = (
    Suspect(
        "nearest-size",
        _nearest,
        "No LSTM has exactly this many parameters, and you answer {got}, which comes near. A checkpoint either fits or "
        "it does not: what does the docstring say for that case?",
        also=(_rounded_down, _rounded_up),
        probe=_BETWEEN,
    ),
    Suspect(
        "units-with-one-bias",
        lambda count, d, biases: _exact(count, d, 1),
        "Your size does not depend on `biases`.",
        probe=(parameters(3, 5, 2), 3, 2),
    ),
    Suspect(
        "units-times-four",
        lambda count, d, biases: 4 * _exact(count, d, biases),
        "You have four times as many. The arrays are 4h wide, one block for each of the gates and the candidate.",
        probe=(parameters(3, 5, 2), 3, 2),
    ),
)
